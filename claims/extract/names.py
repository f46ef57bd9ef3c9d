"""Names of the vocabulary in running text: groups, states, agencies, places, with their capitals.

Owns finding them. Refuses a name in another case than the vocabulary writes it: "us" and "is" are no names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from claims.vocabulary.model import Vocabulary

_START: Final = re.compile(r"(?<![\w-])(?:[A-Z]|al-)[\w-]*")
_KEY: Final = re.compile(r"[\w-]+")
_BRANCH: Final = re.compile(
    r"""["']?(?:\s?[(\[][\w"' -]{2,12}[)\]])?(?:\s(?:militant|terrorist|jihadist|extremist|armed))?"""
    r"(?:\s(?:group|movement|organi[sz]ation|affiliate|branch))?\sin\s"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands in the view."""

    start: int
    end: int
    written: str


Names = Mapping[str, tuple[str, ...]]


def _index(listed: Iterable[str]) -> Names:
    names = tuple(listed)
    table: dict[str, set[str]] = {}
    either = [
        other + name[3:] for name in names for one, other in (("Al-", "al-"), ("al-", "Al-")) if name.startswith(one)
    ]
    for name in (*names, *either):
        key = _KEY.match(name)
        if key is not None and (name[0].isupper() or name.startswith("al-")) and len(name) > 1:
            table.setdefault(key[0], set()).add(name.replace("’", "'").replace("‑", "-"))
    return {key: tuple(sorted(found, key=lambda n: (-len(n), n))) for key, found in table.items()}


class Gazetteer:
    """The names of one vocabulary, ready for scanning."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        groups = [a for a in vocabulary.actors.values() if a.kind in ("armed_group", "")]
        states = [a for a in vocabulary.actors.values() if a.kind not in ("armed_group", "")]
        self.groups = _index(name for a in groups for name in (a.name, *a.aliases))
        self.group_names = frozenset(name.lower() for a in groups for name in (a.name, *a.aliases))
        """In lower case, for text without capitals."""
        self.place_names = frozenset(n.lower() for p in vocabulary.places.values() for n in (p.name, *p.aliases))
        self.states = _index(
            [*(n for a in states for n in (a.name, *a.aliases, *a.metonyms)), *self._countries(), *("US", "U.S.", "UK")]
        )
        self.places = _index(n for p in vocabulary.places.values() for n in (p.name, *p.aliases) if len(n) > 2)

    def _countries(self) -> Iterator[str]:
        for place in self.vocabulary.places.values():
            if place.borders or place.zone:
                yield place.name

    def is_known(self, kind: str, name: str) -> bool:
        """Return whether a lower-case name is that of a `group` or `place`."""
        return name in (self.group_names if kind == "group" else self.place_names)

    def find(self, text: str, start: int, end: int, *tables: Names) -> list[Name]:
        """Return the names of `tables` between `start` and `end`, longest first at each place, none inside another."""
        found: list[Name] = []
        position = start
        while (match := _START.search(text, position, end)) is not None:
            position = match.end()
            key = _KEY.match(match[0])
            candidates = [name for table in tables for name in table.get(key[0] if key else "", ())]
            for name in sorted(candidates, key=len, reverse=True):
                stop = match.start() + len(name)
                if stop <= end and text.startswith(name, match.start()) and not text[stop : stop + 1].isalnum():
                    if text[stop : stop + 1] == "-" and text[stop + 1 : stop + 2].isalnum():
                        continue
                    found.append(Name(match.start(), stop, name))
                    position = stop
                    break
        return found

    def branch(self, text: str, name: Name) -> Name:
        """Return `name` with the country of its branch, where the vocabulary knows that branch: "X in Y"."""
        found = _BRANCH.match(text, name.end)
        if found is None:
            return name
        places = self.find(text, found.end(), found.end() + 40, self.places)
        if places and places[0].start == found.end():
            whole = f"{name.written} in {places[0].written}"
            if self.vocabulary.knows_actor(whole):
                return Name(name.start, places[0].end, whole)
        return name


@lru_cache(maxsize=4)
def _built(vocabulary: "_ByIdentity") -> Gazetteer:
    return Gazetteer(vocabulary.vocabulary)


class _ByIdentity:
    """A vocabulary as a cache key: its tables are large and do not hash."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and self.vocabulary is other.vocabulary

    def __hash__(self) -> int:
        return id(self.vocabulary)


def gazetteer(vocabulary: Vocabulary) -> Gazetteer:
    """Return the gazetteer of `vocabulary`, built once."""
    return _built(_ByIdentity(vocabulary))
