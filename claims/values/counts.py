"""Parse counts such as "at least 17", "a guard and an employee", "three of the four", "dozens of people".

A count is never guessed. These are errors: a second figure that is not explained ("17 people in 3 attacks"), sums of
unlike outcomes ("12 killed and 30 injured"), nouns that name a group ("a family"), increments ("another 12") and
fractions.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from claims.values.hedged import Reading, alternation, hedge_of_bounds, read_hedged, read_last_words
from claims.values.hedges import load_hedges
from claims.values.model import CountValue, Hedge
from claims.values.numbers import LARGEST, NUMBER_WORDS, Number, fold, read_number
from claims.values.problems import ValueProblem

ACCEPTED: Final = "a count such as 17, at least 17, 10 to 20, about 100, dozens, three of the four, no casualties"

_PLAIN = re.compile(r"\d{1,3}(?:,\d{3})+|\d+", re.ASCII)
_NONE = re.compile(
    r"(no one|no-one|nobody|not one|not a single|none|nil|zero|no)(?![a-z-])(?! (?:fewer|less|more|longer) )"
)
_SILENCE = re.compile(
    r" (?:\w+ )?(?:\w+ )?(?:information|word|details?|figures?|data|reports?|indications?|confirmation|comments?|tolls?"
    r"|counts?|numbers?|idea|doubts?|evidence|claims?|estimates?|longer|statements?|news)(?![a-z])"
)
"""After "no": words that make it an absence of knowledge, not a count of nothing."""
_ARTICLE = re.compile(r"an? (?=[a-z]|\d{1,3}-year-old)", re.ASCII)
_HEAD_END = re.compile(
    r"(?: (?:of|in|at|from|with|who|whom|whose|which|that|near|on|for|during|after|before|by|was|were|is|has|had|died)"
    r"(?![a-z])|[,.;:()]|$)"
)
_NOT_ONE = re.compile(
    r"(?:\w+[ -])?(?:number|group|crowd|famil(?:y|ies)|team|gang|lot|series|majority|minority|first|second|third"
    r"|fourth|fifth|sixth|seventh|eighth|ninth|tenth|quarter|half|fraction|percentage|proportion|share|squad|band|mob|pair|trio"
    r"|couple|few|dozen|hundred|thousand|million|handful|total|host|range|wave|string|unit|platoon|convoy|list|bit"
    r"|further|additional|another|more|other|single figure|record|toll|figure|estimate)"
)
_OF = re.compile(r" (?:out )?of (?:all )?(?:(?:the|those|these|its|their|his|her|our) )?(?=[a-z0-9])")
_PART_WORDS = re.compile(r" of (?:them|whom|which|these|those)(?![a-z])")
_BREAKDOWN = re.compile(r",? \(?(?:including|among (?:them|whom)|of whom)(?![a-z])")
"""The words after it say who is among those counted, and do not change the figure."""
_OPENING = re.compile(r"""["'(]*""")
_JOIN = re.compile(r"(?P<comma>, |; )(?P<last>and )?| (?P<and>and|plus|as well as|along with|together with|&) ")
_AGE = re.compile(r"(?<![a-z0-9])\d{1,3}-years?-olds?(?![a-z])|, aged \d{1,3}(?: (?:and|to) \d{1,3})?,?", re.ASCII)
_AFTER = re.compile(r"""$|[ ,.;:()"'!?]""")
_NOT_A_COUNT = re.compile(r"[ -]?(?:%|percent|per cent|years?[- ]old|times (?:as|more)|degrees)")
_LEFT_OVER = re.compile(
    rf"\d|(?<![a-z])(?:{NUMBER_WORDS}|tens|half|third|thirds|quarter|several|percent|couple)(?![a-z])", re.ASCII
)
_UNCOUNTED = re.compile(r"(?:and|or|, ) ?(?:the|his|her|their|its|another|others)(?![a-z])")
_OUTCOME = re.compile(
    r"(?:\w+ed|dead|missing|hurt|ill|alive|shot|hit|held|free|captive|casualties|fatalities|deaths|injuries)(?![a-z])"
)
_VERB = re.compile(r"(?<![a-z])(?:was|were|is|are|has|had|have|been|died|killed|dead)(?![a-z])")
_ANYBODY = re.compile(r" ?(?:people|persons?|individuals|victims|casualties|dead|fatalities|deaths|lives|others)?$")
_MOST_ITEMS = 20
_UNCLEAR_SUM = "it has several figures and it is not clear what they add up to"


@dataclass(frozen=True, slots=True)
class _Item:
    """One counted noun of the text."""

    reading: Reading
    of: int | None
    kind: str
    """`figure`, `article` or `none`: how it was counted."""


@lru_cache(maxsize=65_536)
def parse_count(written: str) -> CountValue:
    """Read a count.

    Raises:
        ValueProblem: anything not understood, to the last figure of the text.

    >>> parse_count("at least 17 people").low
    17
    """
    bare = written.strip()
    if _PLAIN.fullmatch(bare) and len(bare) <= 20:
        return _read_figure(bare, written)
    text, offsets = fold(written)
    breakdown = _BREAKDOWN.search(text)
    if breakdown is not None:
        text = text[: breakdown.start()]
    items = _read_items(text, written)
    return _add_up(items, written) if len(items) > 1 else _as_value(items[0], offsets, written)


def _read_figure(bare: str, written: str) -> CountValue:
    figure = int(bare.replace(",", ""))
    if figure > LARGEST:
        raise ValueProblem(written, "the figure is too large", f"at most {LARGEST}")
    start = written.index(bare)
    return CountValue(low=figure, high=figure, number_start=start, number_end=start + len(bare))


def count_from_bounds(bounds: Mapping[str, object]) -> CountValue:
    """Build a count from `{"low": 17, "high": null}`; null is open, a missing or null low is 0, `best` may be between.

    Raises:
        ValueProblem: anything but whole numbers in order, or two open ends.
    """
    low, best, high = (_whole(bounds, key) for key in ("low", "best", "high"))
    hedge = hedge_of_bounds(bounds, low, high)
    if best is not None and not (low or 0) <= best <= (best if high is None else high):
        raise ValueProblem(bounds, "best is not between low and high", "low <= best <= high")
    return CountValue(low=low or 0, high=high, hedge=hedge, best=None if low == high else best)


def _whole(bounds: Mapping[str, object], key: str) -> int | None:
    bound = bounds.get(key)
    if bound is None:
        return None
    if type(bound) is not int or not 0 <= bound <= LARGEST:
        raise ValueProblem(bounds, f"{key} is no whole number from 0 to {LARGEST}", '{"low": 17, "high": null}')
    return bound


def _read_items(text: str, written: str) -> list[_Item]:
    """Read the counted nouns from the start of `text` to its end."""
    items: list[_Item] = []
    nouns: list[str] = []
    joints: list[re.Match[str]] = []
    opening = _OPENING.match(text)
    position = opening.end() if opening else 0
    while True:
        item = _read_item(text, position)
        if item is None:
            raise ValueProblem(written, "no count is understood", ACCEPTED)
        if not items:
            item, text = _read_to_the_end(item, text, written)
        joint = _next_item(text, item.reading.stop)
        noun = text[item.reading.stop : joint.start() if joint else len(text)]
        _check_noun(noun, item, written)
        items.append(item)
        nouns.append(noun)
        if joint is None:
            break
        if len(items) >= _MOST_ITEMS:
            raise ValueProblem(written, _UNCLEAR_SUM, ACCEPTED)
        _check_term(item, noun, written)
        joints.append(joint)
        position = joint.end()
    if joints:
        _check_sum(text, nouns, joints, written)
    return items


def _read_to_the_end(item: _Item, text: str, written: str) -> tuple[_Item, str]:
    """Apply a hedge that closes the text to its first item; return the text without it."""
    reading, text = read_last_words(text, item.reading, whole=True)
    if reading is None:
        raise ValueProblem(written, "its hedges contradict each other", ACCEPTED)
    return _Item(reading, item.of, item.kind), text


def _check_term(item: _Item, noun: str, written: str) -> None:
    """Check that a figure which others follow can be added to them."""
    if item.of is not None or item.reading.hedge in ("at_most", "up_to", "less_than"):
        raise ValueProblem(written, _UNCLEAR_SUM, ACCEPTED)
    if not noun.strip() or _OUTCOME.match(noun.split()[-1]) or _VERB.search(noun):
        raise ValueProblem(written, "its figures count different things", "one count for each outcome")


def _check_sum(text: str, nouns: list[str], joints: list[re.Match[str]], written: str) -> None:
    """Check that several figures are parts to add, not a total with its breakdown."""
    joined = joints[-1]["and"] or joints[-1]["last"]
    commas = any(joint["comma"] for joint in joints)
    if not joined or (commas and _ANYBODY.fullmatch(nouns[0])) or _PART_WORDS.search(text):
        raise ValueProblem(written, "it is not clear whether its figures add up or break one total down", ACCEPTED)
    if not nouns[-1].strip():
        raise ValueProblem(written, "its last figure counts nothing", ACCEPTED)


def _next_item(text: str, position: int) -> re.Match[str] | None:
    return next((joint for joint in _JOIN.finditer(text, position) if _read_item(text, joint.end())), None)


def _read_item(text: str, position: int) -> _Item | None:
    whole = _read_whole(text, position) or _read_all_but(text, position)
    if whole is not None:
        return whole
    reading = read_hedged(text, position, whole=True, short=True)
    if reading is not None:
        return _of_whole(text, reading)
    if none := _NONE.match(text, position):
        return _read_none(text, none)
    article = _ARTICLE.match(text, position)
    one = Decimal(1)
    return _Item(Reading("exact", one, one, article.end() - 1, None, one, True), None, "article") if article else None


def _read_none(text: str, match: re.Match[str]) -> _Item | None:
    zero = Decimal(0)
    reading = Reading("exact", zero, zero, match.end(), match.span(1), Decimal(1), True)
    if match[1] == "none":
        return _of_whole(text, reading)
    return None if _SILENCE.match(text, match.end()) else _Item(reading, None, "none")


@cache
def _wholes() -> tuple[re.Pattern[str], dict[str, Hedge]]:
    families = {word: entry.family for entry in load_hedges() if entry.place == "whole" for word in entry.words}
    return re.compile(f"({alternation(families)}) (?:(?:the|those|these|its|their|his|her) )?(?!an? )"), families


def _number_after(match: re.Match[str] | None, text: str) -> Number | None:
    return read_number(text, match.end(), short=True) if match else None


def _read_whole(text: str, position: int) -> _Item | None:
    """Read "most of the 20": a share of a stated whole."""
    pattern, families = _wholes()
    match = pattern.match(text, position)
    number = _number_after(match, text)
    if match is None or number is None or number.value != int(number.value):
        return None
    size = int(number.value)
    low, high, hedge = _share_of(families[match[1]], size)
    if low > high:
        return None
    figure = (number.start, number.end)
    return _Item(Reading(hedge, Decimal(low), Decimal(high), number.end, figure, number.step, True), size, "figure")


_ALL_BUT: Final = re.compile("all but (?=[a-z0-9])")


def _read_all_but(text: str, position: int) -> _Item | None:
    """Read "all but two of the 30" as what is left of a stated whole."""
    match = _ALL_BUT.match(text, position)
    spared = _number_after(match, text)
    of = _OF.match(text, spared.end) if spared is not None else None
    size = _number_after(of, text)
    if spared is None or size is None or spared.value > size.value or size.value != int(size.value):
        return None
    left = size.value - spared.value
    reading = Reading("exact", left, left, size.end, (position, size.end), size.step, True)
    return _Item(reading, int(size.value), "figure")


@lru_cache(maxsize=1_024)
def find_all_but(text: str) -> int | None:
    """Return where "all but two of the 30" ends that begins folded text, or None."""
    item = _read_all_but(text, 0)
    return None if item is None else item.reading.stop


def _share_of(family: Hedge, size: int) -> tuple[int, int, Hedge]:
    """Return what a share of a whole may be: most, half, none or all of it."""
    half = size // 2
    shares: dict[Hedge, tuple[int, int, Hedge]] = {
        "more_than": (half + 1, size, "vague"),
        "about": (half, size - half, "either" if size % 2 else "exact"),
        "at_most": (0, 0, "exact"),
    }
    return shares.get(family, (size, size, family))


def _of_whole(text: str, reading: Reading) -> _Item | None:
    """Take the size of the whole from "three of the four"; None where the part would be the larger."""
    match = _OF.match(text, reading.stop)
    number = _number_after(match, text)
    if number is None:
        return _Item(reading, None, "figure")
    if number.value != int(number.value) or reading.low > number.value:
        return None
    high = number.value if reading.high is None else min(reading.high, number.value)
    changed = Reading(reading.hedge, reading.low, high, number.end, reading.figure, reading.step, reading.stated)
    return _Item(changed, int(number.value), "figure")


def _check_noun(noun: str, item: _Item, written: str) -> None:
    """Check that the words after a figure do not change its meaning."""
    if not _AFTER.match(noun) or _NOT_A_COUNT.match(noun):
        raise ValueProblem(written, f"{noun.strip()[:30]!r} after the figure is not understood", ACCEPTED)
    plain = _AGE.sub(" ", noun)
    if _LEFT_OVER.search(plain):
        raise ValueProblem(written, "it holds a second figure that is not explained", ACCEPTED)
    if _UNCOUNTED.search(plain):
        raise ValueProblem(written, "it names somebody whom the figure may not count", ACCEPTED)
    if item.kind == "article":
        _check_single(plain, written)


def _check_single(plain: str, written: str) -> None:
    """Check that "a" stands before one person or thing."""
    end = _HEAD_END.search(plain, 1)
    head = plain[: end.start() if end else len(plain)].split()
    if " and " in plain or " or " in plain:
        raise ValueProblem(written, "it is not clear how many are meant", ACCEPTED)
    if not head or any(map(_NOT_ONE.fullmatch, (head[0], head[-1]))):
        raise ValueProblem(written, "it names a group or a share, not one", ACCEPTED)


def _as_value(item: _Item, offsets: list[int] | None, written: str) -> CountValue:
    reading = item.reading
    start, end = reading.figure or (None, None)
    if start is not None and end is not None and offsets is not None:
        start, end = offsets[start], offsets[end - 1] + 1
    low, high = _bounds(reading.low, reading.high, written)
    return CountValue(low=low, high=high, hedge=reading.hedge, of=item.of, number_start=start, number_end=end)


def _add_up(items: list[_Item], written: str) -> CountValue:
    highs = [item.reading.high for item in items if item.reading.high is not None]
    total = sum((item.reading.low for item in items), Decimal(0))
    most = sum(highs, Decimal(0)) if len(highs) == len(items) else None
    low, high = _bounds(total, most, written)
    hedge: Hedge = "at_least" if high is None else "range"
    return CountValue(low=low, high=high, hedge="exact" if low == high else hedge)


def _bounds(low: Decimal, high: Decimal | None, written: str) -> tuple[int, int | None]:
    return _whole_number(low, written), None if high is None else _whole_number(high, written)


def _whole_number(figure: Decimal, written: str) -> int:
    if figure != int(figure):
        raise ValueProblem(written, "a count is a whole number", ACCEPTED)
    if figure > LARGEST:
        raise ValueProblem(written, "the figure is too large", f"at most {LARGEST}")
    return int(figure)
