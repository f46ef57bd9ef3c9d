"""Compares two texts: by what they wholly state, where both state one kind of thing, and else as words.

Other words decide nothing. But "80 metres" and "60 metres", "3 rifles, 2 knives" and "4 rifles", "morning" and
"evening", "left bank" and "right bank" exclude each other, whichever kind their attribute declares.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from claims.values.datewords import parse_date_words
from claims.values.measures import parse_measure
from claims.values.model import DateValue, MeasureValue, PlaceValue, TextValue, TimeValue
from claims.values.numbers import NUMBER_WORDS, fold, read_number
from claims.values.places import parse_place
from claims.values.problems import ValueProblem
from claims.values.times import parse_time
from claims.vocabulary.model import Vocabulary
from claims.vocabulary.opposites import are_opposite
from reconcile.comparison.dates import compare_dates
from reconcile.comparison.measures import compare_measures
from reconcile.comparison.outcome import Comparison
from reconcile.comparison.places import compare_places
from reconcile.comparison.things import JOINT, compare_things, to_singular
from reconcile.comparison.times import compare_times

_OTHER_WORDS: Final = Comparison("undecided", "", "other words may mean the same")
_FIGURE: Final = re.compile(rf"\d|\b(?:{NUMBER_WORDS})\b", re.ASCII)
_CALENDAR: Final = re.compile(
    r"\b(?:[12]\d{3}|(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber)\b", re.ASCII
)
_FROM_TODAY: Final = re.compile(r"\b(?:last|this|next|ago|today|yesterday|tomorrow|weeks?|since|until|or|to)\b")
_ANY_DAY: Final = "2000-12-31"
"""A day from which both of two dates without a year are counted."""
_MOST_WORDS: Final = 3


def compare_texts(a: TextValue, b: TextValue, vocabulary: Vocabulary) -> Comparison:
    """Compare two texts: the same words agree, and other words only exclude each other by what both wholly state."""
    if a.normal == b.normal:
        return Comparison("equal")
    compared = (compare(a.text, b.text, vocabulary) for compare in _COMPARERS)
    return next((found for found in compared if found is not None and found.outcome != "undecided"), _OTHER_WORDS)


def _compare_counted(one: str, two: str, _: Vocabulary) -> Comparison | None:
    """Compare two lists of counted things by the things that both count."""
    a, b = _read_counted(one), _read_counted(two)
    shared = a.keys() & b.keys()
    differing = sorted(noun for noun in shared if a[noun] != b[noun])
    if differing:
        noun = differing[0]
        return Comparison("disjoint", "", f"{a[noun]} or {b[noun]} of {noun!r}" if noun else "the figures differ")
    return Comparison("equal") if shared and a == b else None


def _read_counted(text: str) -> Counter[str]:
    """Return how many there are of each thing in "12 men, 11 women"; empty where a part of the list has no figure.

    >>> _read_counted("12 men and three women") == {"man": 12, "woman": 3}
    True
    """
    counted: Counter[str] = Counter()
    for part in JOINT.split(fold(text)[0]):
        number = read_number(part, 0)
        if number is None or number.value % 1 or part.startswith(("a ", "an ")):
            return Counter()
        blank, noun = part[number.end : number.end + 1], part[number.end + 1 :]
        if blank.strip() or _FIGURE.search(noun) or len(noun.split()) > _MOST_WORDS:
            return Counter()
        counted[" ".join(map(to_singular, noun.split()))] += int(number.value)
    return counted


def _compare_measured(one: str, two: str, _: Vocabulary) -> Comparison | None:
    a, b = _read_measure(one), _read_measure(two)
    return None if a is None or b is None else compare_measures(a, b)


def _read_measure(text: str) -> MeasureValue | None:
    """Return the quantity that a text is, to its last word: without it, it says something else or nothing."""
    value = _read(parse_measure, text) if _FIGURE.search(text.casefold()) else None
    rest = text.rpartition(" ")[0]
    return None if value is None or (rest and _read(parse_measure, rest) == value) else value


def _compare_away(one: str, two: str, vocabulary: Vocabulary) -> Comparison | None:
    """Compare two places by distance and direction from a third."""
    a, b = (_read(parse_place, text) for text in (one, two))
    is_away = all(isinstance(place, PlaceValue) and place.relation == "from" for place in (a, b))
    return compare_places(a, b, vocabulary) if is_away else None


def _compare_hours(one: str, two: str, _: Vocabulary) -> Comparison | None:
    a, b = (_read(parse_time, text) for text in (one, two))
    return compare_times(a, b) if isinstance(a, TimeValue) and isinstance(b, TimeValue) else None


def _compare_calendar(one: str, two: str, _: Vocabulary) -> Comparison | None:
    a, b = _read_day(one), _read_day(two)
    return None if a is None or b is None else compare_dates(a, b)


def _read_day(text: str) -> DateValue | None:
    """Return the date that a text is without a look at when it was written."""
    words = text.casefold()
    if not _CALENDAR.search(words) or _FROM_TODAY.search(words):
        return None
    value: DateValue | None = _read(lambda written: parse_date_words(written, _ANY_DAY), text)
    return value


def _compare_opposites(one: str, two: str, _: Vocabulary) -> Comparison | None:
    is_apart = are_opposite(fold(one)[0], fold(two)[0])
    return Comparison("disjoint", "", "the words are opposites") if is_apart else None


def _compare_kinds(one: str, two: str, _: Vocabulary) -> Comparison | None:
    return compare_things(one, two)


def _compare_regions(one: str, two: str, vocabulary: Vocabulary) -> Comparison | None:
    """Compare two texts that are each the name of a listed place, where those exclude each other."""
    if vocabulary.place_name(one) is None or vocabulary.place_name(two) is None:
        return None
    compared = compare_places(parse_place(one), parse_place(two), vocabulary)
    return compared if compared.outcome == "disjoint" else None


def _read(parse: Callable[[str], Any], text: str) -> Any:
    """Return what a text says as a value of some kind; None where it is none."""
    try:
        return parse(text)
    except ValueProblem:
        return None


_COMPARERS: Final[tuple[Callable[[str, str, Vocabulary], Comparison | None], ...]] = (
    _compare_measured,
    _compare_counted,
    _compare_away,
    _compare_hours,
    _compare_calendar,
    _compare_opposites,
    _compare_kinds,
    _compare_regions,
)
