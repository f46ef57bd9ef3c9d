"""Parse counts in other languages than English: "не менее двенадцати", "mehr als 1.200", "至少十二人".

Each language is a table of number words, signs of grouping and hedges, with their sources. A count is read only where a
word of the table or the script shows the language, to the end and one way; what stands after it must be no other figure
and no share or age.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Final

from claims.records import Record
from claims.values.counts import ACCEPTED
from claims.values.hedged import Reading, apply_hedge
from claims.values.hedges import HedgeEntry
from claims.values.model import CountValue
from claims.values.numbers import LARGEST, fold
from claims.values.problems import ValueProblem

_FOLDER: Final = Path(__file__).parents[1] / "vocabulary" / "data" / "languages"
_SCRIPTS: Final = {"cyrillic": "CYRILLIC", "arabic": "ARABIC", "han": "CJK"}
_SAME: Final = str.maketrans({**dict.fromkeys("أإآٱ", "ا"), "ى": "ي", "ё": "е"})
"""One letter for those that are often written for one another."""
_ONE: Final = Decimal(1)
_HEDGES: Final = 2
_GROUPED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+")
"""A count has no fraction: dots before three digits each part groups."""


class Language(Record):
    """How one language writes counts."""

    code: str
    script: str
    """Where its letters alone show it: `cyrillic`, `arabic`, `han`."""
    joined: bool
    """Number words may be written as one: "zweiundzwanzig", "二十二"."""
    joiners: tuple[str, ...]
    """What may stand between number words: "und"."""
    group: tuple[str, ...]
    """Signs between groups of three digits."""
    decimal: str
    uncounted: tuple[str, ...]
    """Words after a figure that make it a share, an age or a time; beginnings of them where the script shows it."""
    twenties: tuple[int, ...] = ()
    """Tens to which ten to nineteen are added: "quatre-vingt-onze"."""
    words: dict[str, int]
    multipliers: dict[str, int]
    """Words that multiply what stands before them: "hundert"."""
    scales: dict[str, int]
    vague_scales: dict[str, int]
    """Words that multiply vague ones: "dizaines de milliers"."""
    ranges: dict[str, tuple[str, ...]]
    hedge: tuple[HedgeEntry, ...]

    def read(self, text: str) -> Reading | None:
        """Read folded text as a count of this language, to its end; None where it is none.

        Raises:
            ValueProblem: what it counts is a share, an age or a time.
        """
        reading = self._read_hedged(text, 0, _HEDGES)
        if reading is None:
            return None
        if reading.figure and self._uncounted.match(text, reading.stop):
            raise ValueProblem(text, "a share, an age or a time is no count", ACCEPTED)
        if not self._is_shown(text, reading):
            return None
        rest = text[reading.stop :]
        after = self._patterns["after"].match(rest)
        if after is not None and reading.hedge == "exact":
            hedged = apply_hedge(self._entry("after", after["beside"] or after["last"]), reading, True)
            reading, rest = hedged, rest[after.end() :]
        return reading if reading is not None and self._is_noun(rest) else None

    def find(self, text: str, position: int) -> Reading | None:
        """Read a count that begins at a place of a text in lower case, whatever stands after it.

        None where there is none, or a share, an age or a time.
        """
        reading = self._read_hedged(_same(text), position, _HEDGES)
        if reading is None or (reading.figure and self._uncounted.match(text, reading.stop)):
            return None
        after = self._patterns["after"].match(text, reading.stop)
        # What is hedged behind its noun stands in two places and is left.
        return None if after is not None and reading.hedge == "exact" else reading

    def _read_hedged(self, text: str, position: int, most: int) -> Reading | None:
        before = self._patterns["before"].match(text, position) if most else None
        if before is not None:
            inner = self._read_hedged(text, before.end(), most - 1)
            if inner is not None:
                return apply_hedge(self._entry("before", before[1]), inner, True)
        alone, figures = self._read_alone(text, position), self._read_figures(text, position)
        # "сотни" are several hundreds, "более сотни" is more than one; so with "une centaine".
        is_singular = most < _HEDGES and alone is not None and alone.hedge in ("vague", "about")
        return figures or alone if is_singular else alone or figures

    def _read_alone(self, text: str, position: int) -> Reading | None:
        alone = self._patterns["alone"].match(text, position)
        if alone is None:
            return None
        entry = self._entry("alone", alone[1])
        scaled = self._vague_scale.match(text, alone.end(1)) if entry.family in ("vague", "about") else None
        scale = self.vague_scales[scaled[1]] if scaled else 1
        high = None if entry.high is None else Decimal(entry.high * scale + scale - 1)
        low, stop = Decimal((entry.low or 0) * scale), (scaled or alone).end(1)
        return Reading(entry.family, low, high, stop, None, _ONE, False)

    def _read_figures(self, text: str, position: int) -> Reading | None:
        opener = self._patterns["open"].match(text, position)
        if opener and (one := self._read_opened(text, opener.end())):
            return one
        first = self._read_number(text, position)
        if first is None:
            return None
        low, stop = first
        return self._read_range(text, position, first) or Reading("exact", low, low, stop, (position, stop), _ONE, True)

    def _read_opened(self, text: str, position: int) -> Reading | None:
        """Read a range after its opener; its ends may be joined as the words of one number are: "dix et quinze"."""
        ranges = (self._read_range(text, position, first) for first in self._read_numbers(text, position))
        return next(filter(None, ranges), None)

    def _read_range(self, text: str, position: int, first: tuple[Decimal, int]) -> Reading | None:
        low, stop = first
        between = self._patterns["between"].match(text, stop)
        second = self._read_number(text, between.end()) if between else None
        if second is None or second[0] <= low:
            return None
        return Reading("range", low, second[0], second[1], (position, second[1]), _ONE, True)

    def _read_number(self, text: str, position: int) -> tuple[Decimal, int] | None:
        """Return the figure at `position`, with all number words that run on, and where it ends."""
        if self._digits.match(text, position):
            return next(self._read_numbers(text, position), None)
        run = self._number_words.match(text, position)
        whole = next(self._read_numbers(text, position), None)
        return whole if run and whole and whole[1] == run.end() else None

    def _read_numbers(self, text: str, position: int) -> Iterator[tuple[Decimal, int]]:
        """Yield the figures that begin at `position` with where they end, the longest first."""
        digits = self._digits.match(text, position)
        if digits is None:
            yield from self._read_words(text, position)
            return
        figure = re.sub("[" + re.escape("".join(self.group)) + "]", "", digits["whole"])
        value = Decimal(f"{figure}.{digits['part'] or 0}")
        scale = self._scale.match(text, digits.end())
        value *= self.scales[scale[1]] if scale else 1
        if value == int(value) and value <= LARGEST:
            yield value, scale.end(1) if scale else digits.end()

    def _read_words(self, text: str, position: int) -> Iterator[tuple[Decimal, int]]:
        run = self._number_words.match(text, position)
        found = list(self._number_word.finditer(run[0])) if run else []
        words = [word[0] for word in found]
        for number in range(len(words), 0, -1):
            value = self._multiplied(words[:number]) if self.script == "han" else self._added(words[:number])
            if value is not None and value <= LARGEST:
                yield Decimal(value), position + found[number - 1].end()

    def _added(self, words: Sequence[str]) -> int | None:
        """Return the number of words that are added up: "zweitausenddreihundertvier"."""
        total = current = 0
        last = LARGEST
        for word in words:
            if (scale := self.scales.get(word)) is not None:
                if scale >= last:
                    return None
                total, current, last = total + (current or 1) * scale, 0, scale
            elif (factor := self.multipliers.get(word)) is not None:
                if current >= factor:
                    return None
                current = (current or 1) * factor
            else:
                value = self.words[word]
                if not self._fits(current, value) or (value == 0 and len(words) > 1):
                    return None
                current += value
        return total + current

    def _fits(self, current: int, value: int) -> bool:
        if current % 100 in self.twenties and 10 <= value < 20:
            return True
        return _places(current).isdisjoint(_places(value))

    def _multiplied(self, words: Sequence[str]) -> int | None:
        """Return the number of numerals that multiply what stands before them: 三百二十一."""
        total = section = 0
        digit: int | None = None
        for word in words:
            if (scale := self.scales.get(word)) is not None:
                total, section, digit = (total + section + (digit or 0)) * scale, 0, None
            elif (factor := self.multipliers.get(word)) is not None:
                section, digit = section + (1 if digit is None else digit) * factor, None
            elif digit:
                return None
            else:
                digit = self.words[word]
        return total + section + (digit or 0)

    # --- what shows the language, and what may follow ---

    def _is_shown(self, text: str, reading: Reading) -> bool:
        """Return whether a word of the table or the script shows that the text is of this language."""
        if self.script:
            return any(unicodedata.name(letter, "").startswith(_SCRIPTS[self.script]) for letter in text)
        start, stop = reading.figure or (0, reading.stop)
        in_words = any(map(str.isalpha, text[start:stop]))
        is_hedged = start > 0 or reading.figure is None or bool(self._patterns["after"].match(text, reading.stop))
        return in_words or is_hedged or bool(_GROUPED.fullmatch(text, start, stop))

    def _is_noun(self, rest: str) -> bool:
        """Return whether what stands after a count changes nothing of it."""
        plain = rest.strip(" .")
        if re.search(r"\d", plain) or rest.startswith("-"):
            return False
        return self._number_words.search(plain) is None

    # --- patterns ---

    @cached_property
    def _gap(self) -> str:
        return " ?" if self.script == "han" else " "

    def _any(self, words: Sequence[str]) -> str:
        ordered = sorted(map(_same, words), key=lambda word: (-len(word), word))
        return "(?:" + "|".join(map(re.escape, ordered)) + ")" if ordered else "(?!)"

    def _listed(self, place: str) -> str:
        edge = "" if self.script == "han" else r"(?:(?!\w)|(?<!\w))"
        return self._any([word for entry in self.hedge if entry.place == place for word in entry.words]) + edge

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        """By where they stand: the hedges and the words of ranges.

        A hedge `after` is beside the figure; or behind what is counted, at the end: "12 personas como mínimo".
        """
        listed, gap = self._listed("after"), " ?" if self.script == "arabic" else self._gap
        patterns = {
            "before": rf"({self._listed('before')}) ?",
            "alone": rf"({self._listed('alone')}) ?",
            "open": f"{self._any(self.ranges['open'])} ",
            "between": rf"{self._gap}(?:-|{self._any(self.ranges['between'])}){gap}",
            "after": rf"{self._gap}(?P<beside>{listed})|(?: [^\W\d]+){{1,2}}? (?P<last>{listed})[ .]*$",
        }
        return {place: re.compile(pattern) for place, pattern in patterns.items()}

    def _entry(self, place: str, words: str) -> HedgeEntry:
        return next(e for e in self.hedge if e.place == place and words in map(_same, e.words))

    @cached_property
    def _uncounted(self) -> re.Pattern[str]:
        edge = "" if self.script else r"(?!\w)"
        signs = [word for word in self.uncounted if not word[0].isalpha()]
        words = [word for word in self.uncounted if word[0].isalpha()]
        return re.compile(rf" ?(?:{self._any(signs)}|{self._any(words)}{edge})")

    @cached_property
    def _digits(self) -> re.Pattern[str]:
        group = "[" + re.escape("".join(self.group)) + "]"
        edge = "" if self.script == "han" else r"(?![^\W\d_])"
        return re.compile(
            rf"(?P<whole>\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{re.escape(self.decimal)}(?P<part>\d{{1,2}}))?(?!\d){edge}"
        )

    @cached_property
    def _scale(self) -> re.Pattern[str]:
        edge = "" if self.script == "han" else r"(?!\w)"
        return re.compile(rf" ?({self._any(list(self.scales))}){edge}")

    @cached_property
    def _vague_scale(self) -> re.Pattern[str]:
        edge = "" if self.script == "han" else r"(?!\w)"
        return re.compile(rf"{self._gap}({self._any(list(self.vague_scales))}){edge}")

    @cached_property
    def _number_word(self) -> re.Pattern[str]:
        return re.compile(self._any([*self.words, *self.multipliers, *self.scales]))

    @cached_property
    def _number_words(self) -> re.Pattern[str]:
        word, joiner = self._number_word.pattern, self._any(self.joiners)
        between = rf"(?:[- ]?{joiner}?)" if self.joined else rf"(?:[ -]{joiner}[ -]?|[ -])"
        # Arabic writes "and" as one with the next word, also between the ends of a range.
        opened = rf"(?:(?<!\w)|(?<= {joiner}))" if self.script == "arabic" else r"(?<!\w)"
        edges = ("", "") if self.script == "han" else (opened, r"(?!\w)")
        return re.compile(rf"{edges[0]}{word}(?:{between}{word})*{edges[1]}")


@cache
def load_languages() -> tuple[Language, ...]:
    """Return the languages beside English, by code, read once a process."""
    return tuple(map(_load, sorted(_FOLDER.glob("*.toml"))))


def is_grouped(written: str) -> bool:
    """Return whether a figure stands in a text that dots group: "1.200"."""
    return _GROUPED.search(written) is not None


def has_script(written: str) -> bool:
    """Return whether letters of a text are of a script that shows one of the languages: "20 человек"."""
    names = [unicodedata.name(letter, "") for letter in written if letter.isalpha()]
    return any(name.startswith(script) for name in names for script in _SCRIPTS.values())


@lru_cache(maxsize=4096)
def parse_foreign_count(written: str) -> CountValue | None:
    """Read a count of another language than English; None where none of them reads it.

    Raises:
        ValueProblem: two languages read two counts, or what it counts is a share, an age or a time.

    >>> parse_foreign_count("не менее 12").low
    12
    """
    folded, offsets = fold(written)
    readings = _read_in_all(_same(folded))
    if len(readings) > 1:
        raise ValueProblem(written, "two languages read two counts in it", 'bounds such as {"low": 17, "high": null}')
    return _as_value(readings[0], offsets) if readings else None


def _read_in_all(text: str) -> list[Reading]:
    """Return the counts that languages read in a text, each once.

    Where one language reads a hedge or one more word of the number, another may have taken it for a noun.
    """
    every = list(filter(None, (language.read(text) for language in load_languages())))
    hedged = [reading for reading in every if reading.hedge != "exact"] or every
    longest = max((reading.stop for reading in hedged), default=0)
    return list({(one.hedge, one.low, one.high): one for one in hedged if one.stop == longest}.values())


def _as_value(reading: Reading, offsets: list[int] | None) -> CountValue:
    start, end = reading.figure or (None, None)
    if start is not None and end is not None and offsets is not None:
        start, end = offsets[start], offsets[end - 1] + 1
    high = None if reading.high is None else int(reading.high)
    return CountValue(low=int(reading.low), high=high, hedge=reading.hedge, number_start=start, number_end=end)


def _load(path: Path) -> Language:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    for name in ("words", "multipliers", "scales", "vague_scales"):
        content[name] = {_same(word): number for word, number in content[name].items()}
    hedges = [row | {"words": tuple(row["words"])} for row in content["hedge"]]
    listed = {name: tuple(map(_same, content[name])) for name in ("joiners", "uncounted")}
    return Language.model_validate({**content, **listed, "code": path.stem, "hedge": tuple(hedges)})


def _same(text: str) -> str:
    return text.translate(_SAME)


def _places(number: int) -> set[int]:
    """Return the places of the digits that a number fills; eleven to nineteen fill two."""
    return {place for place, digit in enumerate(reversed(str(number))) if digit != "0"}
