"""Parse figures and vague words with the hedges around them, for counts and measures alike.

The words are in the table of `claims.values.hedges`. Hedges that contradict each other ("at least nearly 20") are an
error, and so is a hedge that leaves no possible value ("under 0").
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache

from claims.values.hedges import HedgeEntry, load_hedges
from claims.values.model import Hedge
from claims.values.numbers import LARGEST, MULTIPLIERS, Number, read_number
from claims.values.problems import ValueProblem

_JOINER = re.compile(r" ?(?:-|to|through|or) ?(?=[a-z0-9])")
_OPENER = re.compile("between |from ")
_CLOSER = re.compile(" and | to | ?- ?")
_VAGUE_SCALE = re.compile(rf" (?:of )?({'|'.join(MULTIPLIERS)})s?(?![a-z])")
_MOST_HEDGES = 3
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from folded text between `start` and `stop`."""

    hedge: Hedge
    low: Decimal
    high: Decimal | None
    stop: int
    """Where reading ended, hedges after the figure included."""
    figure: tuple[int, int] | None
    """Span of the figure; None for vague words."""
    step: Decimal
    """One unit of the last stated digit."""
    stated: bool
    """True where the bounds are figures of the text rather than made by a tolerance or a vague word."""


@dataclass(frozen=True, slots=True)
class _Words:
    pattern: re.Pattern[str]
    entries: dict[str, HedgeEntry]


def hedge_of_bounds(bounds: Mapping[str, object], low: int | Decimal | None, high: int | Decimal | None) -> Hedge:
    """Return the hedge of two stated ends; None is open.

    Raises:
        ValueProblem: both ends are open, or they are not in order.
    """
    if high is None:
        if low is None:
            raise ValueProblem(bounds, "both ends are open", "at least one of low and high")
        return "at_least"
    if low is None:
        return "at_most"
    if low > high:
        raise ValueProblem(bounds, "low is above high", "low <= high")
    return "exact" if low == high else "range"


@cache
def _words(place: str) -> _Words:
    entries = {word: entry for entry in load_hedges() if entry.place == place for word in entry.words}
    return _Words(re.compile(f"({alternation(entries)}) ?"), entries)


@cache
def _words_after() -> tuple[re.Pattern[str], re.Pattern[str]]:
    alternatives = alternation(_words("after").entries)
    return re.compile(f" ?({alternatives})(?![a-z0-9])"), re.compile(f"[ ,]+({alternatives})$")


def alternation(words: Iterable[str]) -> str:
    """Return a pattern for any of `words`, longest first, that does not end inside a longer word."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) + ("(?![a-z])" if word[-1].isalpha() else "") for word in ordered)


def read_hedged(text: str, position: int = 0, *, whole: bool, short: bool = False) -> Reading | None:
    """Read the hedged figure at `position` of folded text; with `short` "85m" is 85 million.

    With `whole` only whole numbers exist, so that "more than 20" is 21 or more and tolerances round outwards.
    """
    return _read(text, position, whole, short, 0)


def _read(text: str, position: int, whole: bool, short: bool, depth: int) -> Reading | None:
    reading = _read_figure(text, position, short)
    if reading is None:
        return _read_words(text, position, whole, short, depth)
    match = _words_after()[0].match(text, reading.stop) if depth == 0 else None
    if match is None:
        return reading
    applied = apply_hedge(_words("after").entries[match[1]], reading, whole)
    return None if applied is None else replace(applied, stop=match.end())


def _read_words(text: str, position: int, whole: bool, short: bool, depth: int) -> Reading | None:
    """Read a hedge with what it hedges, or words that stand for a figure."""
    words = _words("before")
    match = words.pattern.match(text, position) if depth < _MOST_HEDGES else None
    inner = _read(text, match.end(), whole, short, depth + 1) if match else None
    if match is None or inner is None:
        return _read_vague(text, position)
    return apply_hedge(words.entries[match[1]], inner, whole)


def read_last_words(text: str, reading: Reading, whole: bool) -> tuple[Reading | None, str]:
    """Apply a hedge that closes the text ("17 people or more"); return the reading and the text without it."""
    match = _words_after()[1].search(text, reading.stop)
    if match is None or reading.hedge != "exact":
        return reading, text
    return apply_hedge(_words("after").entries[match[1]], reading, whole), text[: match.start()]


def _read_figure(text: str, position: int, short: bool) -> Reading | None:
    opener = _OPENER.match(text, position)
    start = opener.end() if opener else position
    first = read_number(text, start, short=short)
    if first is None:
        return None
    joiner = (_CLOSER if opener else _JOINER).match(text, first.end)
    if joiner and (second := read_number(text, joiner.end(), short=short)):
        return _join(first, second, "either" if joiner[0] == " or " else "range")
    if opener:
        return None
    return Reading("exact", first.value, first.value, first.end, (first.start, first.end), first.step, True)


def _join(first: Number, second: Number, hedge: Hedge) -> Reading | None:
    low = _share_scale(first, second)
    if low > second.value:
        return None
    step = min(first.step * (low / first.value if first.value else 1), second.step)
    return Reading(hedge, low, second.value, second.end, (first.start, second.end), step, True)


def _share_scale(first: Number, second: Number) -> Decimal:
    """Return the lower figure: in "2 to 3 million" and "five to six hundred" it shares the scale of the upper one."""
    shared = first.scale == 1 and second.scale > 1 and first.value <= second.coefficient
    return first.value * second.scale if shared else first.value


def _read_vague(text: str, position: int) -> Reading | None:
    words = _words("alone")
    match = words.pattern.match(text, position)
    if match is None:
        return None
    entry = words.entries[match[1]]
    scaled = _VAGUE_SCALE.match(text, match.end(1)) if entry.family == "vague" else None
    scale, stop = (MULTIPLIERS[scaled[1]], scaled.end()) if scaled else (1, match.end(1))
    low = Decimal((entry.low or 0) * scale)
    high = None if entry.high is None else Decimal(entry.high * scale + scale - 1)
    if max(low, high or 0) > LARGEST:
        return None
    return Reading(entry.family, low, high, stop, None, _ONE, False)


def apply_hedge(entry: HedgeEntry, inner: Reading, whole: bool) -> Reading | None:
    """Return `inner` under the hedge of `entry`, or None if the two contradict each other."""
    family = entry.family
    if family == "exact":
        return inner
    if family == "about":
        return _apply_about(entry, inner, whole)
    if family in ("nearly", "less_than"):
        return _apply_upper(entry, inner, whole)
    return _apply_open(family, inner, whole) if inner.hedge in ("exact", "about", "vague") else None


def _apply_open(family: Hedge, inner: Reading, whole: bool) -> Reading | None:
    """Return `inner` under a hedge that leaves one end open."""
    if family in ("at_least", "more_than"):
        return replace(inner, hedge=family, low=inner.low + (whole and family == "more_than"), high=None)
    return None if inner.high is None else replace(inner, hedge=family, low=Decimal(0))


def _apply_about(entry: HedgeEntry, inner: Reading, whole: bool) -> Reading | None:
    """Return `inner` under "about"."""
    if inner.hedge in ("about", "vague"):
        return inner
    if inner.high is None or inner.hedge not in ("exact", "range", "either"):
        return None
    hedge: Hedge = "about" if inner.hedge == "exact" else "range"
    low, high = _about(entry, inner, inner.low, -1, whole), _about(entry, inner, inner.high, 1, whole)
    return replace(inner, hedge=hedge, low=low, high=high, stated=False)


def _apply_upper(entry: HedgeEntry, inner: Reading, whole: bool) -> Reading | None:
    """Return `inner` under "nearly" or "less than"."""
    if inner.hedge != "exact" or not inner.low:
        return None
    high = inner.low - whole
    if entry.family == "less_than":
        return replace(inner, hedge=entry.family, low=Decimal(0), high=high, stated=True)
    share = inner.low * (1 - _share(entry))
    low = min(share.to_integral_value(ROUND_CEILING), high) if whole else min(share, inner.low - inner.step / 2)
    return replace(inner, hedge=entry.family, low=low, high=high, stated=False)


def _share(entry: HedgeEntry) -> Decimal:
    return Decimal(entry.share or "0")


def _about(entry: HedgeEntry, inner: Reading, bound: Decimal, side: int, whole: bool) -> Decimal:
    """Move `bound` outwards by its share, but not past how round it is: about 102 is no rounding of 108.

    A measure moves at least by half its last digit, as without the hedge.
    """
    margin = min(bound * _share(entry), _roundness(bound))
    if not whole:
        return max(bound + side * max(margin, inner.step / 2), Decimal(0))
    return (bound + side * margin).to_integral_value(ROUND_FLOOR if side < 0 else ROUND_CEILING)


def _roundness(figure: Decimal) -> Decimal:
    """Return the step of the round figures that `figure` is one of: 100 for 300, 50 for 250, 10 for 420, 1 for 102."""
    _, digits, exponent = figure.normalize().as_tuple()
    step = _ONE.scaleb(int(exponent))
    return step * 5 if digits[-1] == 5 else step
