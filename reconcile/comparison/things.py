"""Compares two texts by the things they name, where one kind of thing excludes another.

"Three machine guns" and "three rifles" are of two kinds; "a dhow and a skiff" and "a dhow and two speedboats" differ in
one thing of their lists; who came "by helicopter" did not come "in boats". One thing against another decides nothing
else: that a child was hurt does not say that no man was.
"""

import re
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from claims.values.numbers import fold, read_number
from claims.vocabulary.kinds import MEANS, find_kinds
from reconcile.comparison.outcome import Comparison

JOINT: Final = re.compile(r"\s*(?:,\s*(?:and )?|\+|;|&| and )\s*")
"""What stands between the things of a list."""
_ONE: Final = re.compile(r"(?:an?|another|the|his|her|their|its|one)(?:\s+|$)")
_MOST_WORDS: Final = 4
_PLURALS: Final = {
    "men": "man",
    "women": "woman",
    "children": "child",
    "people": "person",
    "wives": "wife",
    "knives": "knife",
    "buses": "bus",
    "minibuses": "minibus",
}
_MEANS: Final = re.compile(r"\b(?:by|from|in|on|aboard)\s+(?:an?\s+|the\s+|their\s+)?((?:[a-z-]+\s+){0,2}[a-z-]+)$")


class _Thing(NamedTuple):
    number: int
    noun: str
    """In the singular."""
    is_counted: bool
    """A figure says how many there are."""


def compare_things(one: str, two: str) -> Comparison | None:
    """Compare two texts by kinds of things; None where those exclude nothing."""
    a, b = fold(one)[0], fold(two)[0]
    return _compare_lists(_read_things(a), _read_things(b)) or _compare_means(a, b)


def _compare_lists(a: Sequence[_Thing], b: Sequence[_Thing]) -> Comparison | None:
    """Compare two lists by the one thing in which they differ; single things only where both are counted alike."""
    only_a, only_b = _drop(a, b), _drop(b, a)
    if len(only_a) != 1 or len(only_b) != 1 or len(a) != len(b):
        return None
    (first,), (second,) = only_a, only_b
    is_counted_alike = first.is_counted and second.is_counted and first.number == second.number
    return _compare_two(first, second) if len(a) > 1 or is_counted_alike else None


def _compare_two(first: _Thing, second: _Thing) -> Comparison | None:
    """Compare two things of lists that are otherwise alike, by their kinds and then by how many there are."""
    kinds, others = find_kinds(first.noun), find_kinds(second.noun)
    group = next((group for group in kinds if group in others and group != MEANS), None)
    if group is None or (kinds[group] == others[group] and first.number == second.number):
        return None
    if kinds[group] == others[group]:
        return Comparison("disjoint", "", f"{first.number} of {first.noun!r} or {second.number} of {second.noun!r}")
    return Comparison("disjoint", "", f"{first.noun!r} and {second.noun!r} are of two kinds")


def _drop(things: Sequence[_Thing], others: Collection[_Thing]) -> list[_Thing]:
    """Return the things that the other list does not have."""
    known = {(other.number, other.noun) for other in others}
    return [thing for thing in things if (thing.number, thing.noun) not in known]


def _read_things(text: str) -> list[_Thing]:
    """Return the things of a list; none where a part of it is more than a thing.

    >>> [thing[:2] for thing in _read_things("dhow, two speedboats")]
    [(1, 'dhow'), (2, 'speedboat')]
    """
    things = [_read_thing(part) for part in JOINT.split(text)]
    known = [thing for thing in things if thing is not None]
    return known if len(known) == len(things) else []


def _read_thing(part: str) -> _Thing | None:
    number, article = read_number(part, 0), _ONE.match(part)
    if article is not None:
        size, noun = 1, part[article.end() :]
    elif number is None:
        size, noun = 1, part
    elif number.value % 1 or part[number.end : number.end + 1].strip():
        return None
    else:
        size, noun = int(number.value), part[number.end :].strip()
    words = [to_singular(word) for word in noun.split()]
    if not 0 < len(words) <= _MOST_WORDS or (size == 1 and number is None and words != noun.split()):
        return None  # of a plural without a figure nobody knows how many they are
    return _Thing(size, " ".join(words), number is not None and article is None)


def to_singular(word: str) -> str:
    """Return a noun in the singular, as far as its ending tells."""
    if word in _PLURALS:
        return _PLURALS[word]
    return re.sub(r"ies$", "y", word) if word.endswith("ies") else re.sub(r"(?<=[a-z]{2})(?<![su])s$", "", word)


def _compare_means(one: str, two: str) -> Comparison | None:
    """Compare two texts that end in how somebody came, and otherwise say no more than each other."""
    first, second = _MEANS.search(one), _MEANS.search(two)
    if first is None or second is None:
        return None
    a, b = {*one[: first.start()].split()}, {*two[: second.start()].split()}
    kinds = {_kind_of_means(first[1]), _kind_of_means(second[1])}
    if not (a and b and (a <= b or b <= a)) or None in kinds or len(kinds) == 1:
        return None
    return Comparison("disjoint", "", f"{first[1]!r} and {second[1]!r} are of two kinds")


def _kind_of_means(noun: str) -> str | None:
    return find_kinds(to_singular(noun)).get(MEANS)
