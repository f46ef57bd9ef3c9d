"""Moves stray reports to the event whose signature they tell: the names and words that its reports share.

Averages over pairs keep a report of two sentences out of an event of ten, since it has little in common with each of
them. What many of the ten have and hardly any other report in the dossier has is their signature. Names alone are never
enough: a word of the topic, a day or the kind has to bear them out. Days far apart and the signatures of other events
speak against it. The figures were chosen on reports of the writing sets.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from claims.mentions.terms import kind_family
from claims.vocabulary.model import Vocabulary
from reconcile.events.mentions import Mention
from reconcile.events.points import TraceWeights, name_days
from reconcile.events.rarity import FULL

_LEAST: Final = 5
"""Reports of a group that has a signature; one of fewer is a stray group."""
_TIMES: Final = 3
"""How many times more reports than a stray group an event has, to take reports from it."""
_SHARE: Final = 0.4
"""Part of the reports of an event that have a mark of its signature."""
_OWN: Final = 0.34
"""Part of the reports with a mark that are of the event."""
_KNOWN: Final = 0.3
"""Weight of the name of a place or an actor that everybody knows, beside that of another name."""
_FIT: Final = 0.15
"""Part of a signature, by weight, that a report tells."""
_FIT_UNDATED: Final = 0.2
"""That part where only one of the two names its days."""
_FIT_LATE: Final = 0.4
"""That part where days lie more than a month apart."""
_NAMES: Final = 2
_MARKS: Final = 4
"""Marks of a signature that a report tells, names and words together."""
_CLEAR: Final = 1.5
"""How many times better than any other signature one fits."""
_MOVED: Final = 2.5
"""How many times better than that of the event that a report is of so far."""
_STRANGE: Final = 0.1
"""Part of the signature of an event of its day that a report tells, where it is a stranger there."""
_SAME, _SOON, _MONTH, _LATE = 1, 10, 30, 60
"""Days between the nearest days that a report and an event name."""

Mark = tuple[str, str]
"""What it is, "name" or "word", and its text."""
Signature = Mapping[Mark, int]
"""Marks with their weights, in thousandths: no order of adding changes their sums."""
Group = Sequence[int]


@dataclass(frozen=True, slots=True)
class _Groups:
    """Groups of mentions, by number, with the signatures of the larger ones."""

    groups: Sequence[Group]
    mentions: Sequence[Mention]
    weights: TraceWeights
    known: Collection[str]

    def sign(self, group: Group) -> Signature:
        """Return the marks that many of a group and few others have, with their weights; words of its topic weigh 0."""
        have = Counter(mark for n in group for mark in _marks(self.mentions[n]))
        common = {mark: count for mark, count in have.items() if count >= _SHARE * len(group)}
        return {mark: self._weigh(mark, count, len(group)) for mark, count in common.items()}

    def _weigh(self, mark: Mark, count: int, reports: int) -> int:
        kind, text = mark
        own = count / (self.weights.names if kind == "name" else self.weights.words).count(text)
        known = _KNOWN if text in self.known else 1
        return round(FULL * known * own * count / reports) if own >= _OWN else 0

    def days_between(self, number: int, group: Group) -> int | None:
        """Return the distance of the nearest days that a mention and a group name; None where one names none."""
        days = name_days(self.mentions[number].trace)
        others = frozenset(day for n in group for day in name_days(self.mentions[n].trace))
        return min((abs(one - two) for one in days for two in others), default=None)

    def is_dated(self, group: Group) -> bool:
        """Return whether a third of a group or more names days."""
        return 3 * sum(1 for n in group if name_days(self.mentions[n].trace)) >= len(group)


def join_strays(
    groups: Sequence[Group],
    mentions: Sequence[Mention],
    weights: TraceWeights,
    vocabulary: Vocabulary,
    apart: Callable[[int, int], bool],
) -> list[list[int]]:
    """Return the groups, with reports moved to larger ones whose signatures they tell.

    `apart` says of two numbers that their mentions cannot be of one event.
    """
    every = _Groups(groups, mentions, weights, vocabulary.name_words)
    finder = _Finder(every, apart)
    moved: dict[int, int] = {}
    for g in range(len(groups)):
        moved |= finder.find_moves(g)
    changed = [[n for n in group if n not in moved] for group in groups]
    for n, event in moved.items():
        changed[event].append(n)
    return [sorted(group) for group in changed if group]


class _Finder:
    """Finds the events that mentions are to be moved to."""

    def __init__(self, every: _Groups, apart: Callable[[int, int], bool]) -> None:
        self._every = every
        self._apart = apart
        self._signatures = {g: every.sign(group) for g, group in enumerate(every.groups) if len(group) >= _LEAST}
        self._by_mark: dict[Mark, list[int]] = defaultdict(list)
        for g, signature in self._signatures.items():
            for mark in signature:
                if signature[mark]:
                    self._by_mark[mark].append(g)
        self._totals = {g: sum(signature.values()) for g, signature in self._signatures.items()}

    def find_moves(self, group: int) -> dict[int, int]:
        """Return the events that the mentions of a group are moved to; most of a stray group take the rest along."""
        members = self._every.groups[group]
        found = {n: event for n in members if (event := self._find_event(n, group)) is not None}
        if len(members) < _LEAST and len(set(found.values())) == 1 and 2 * len(found) > len(members):
            event = next(iter(found.values()))
            if not any(self._is_apart(n, event) for n in members):
                return dict.fromkeys(members, event)
        return found

    def _find_event(self, number: int, group: int) -> int | None:
        """Return the one other event that a mention clearly fits."""
        if not self._every.mentions[number].traced:
            return None
        told = frozenset(_marks(self._every.mentions[number]))
        (part, event), (next_part, _) = self._find_fits(told, group)
        if part < _FIT or part < _CLEAR * next_part or not self._may_leave(number, group, event, told, part):
            return None
        fits = part >= self._least_fit(number, event) and _tells_enough(told, self._signatures[event])
        if not fits or not self._is_borne_out(number, event, told) or self._is_apart(number, event):
            return None
        return event

    def _find_fits(self, told: frozenset[Mark], group: int) -> tuple[tuple[float, int], tuple[float, int]]:
        """Return the two largest parts of signatures that a report tells, with their events; 0 where there is none."""
        weights: Counter[int] = Counter()
        for mark in told:
            for g in self._by_mark.get(mark, ()):
                weights[g] += self._signatures[g][mark]
        parts = sorted((-weight / self._totals[g], g) for g, weight in weights.items() if g != group)
        first, second, *_ = *((-part, g) for part, g in parts[:2]), (0.0, -1), (0.0, -1)
        return first, second

    def _may_leave(self, number: int, group: int, event: int, told: frozenset[Mark], part: float) -> bool:
        """Return whether a mention may leave its group for a larger one that it tells a part of."""
        members, larger = self._every.groups[group], self._every.groups[event]
        if len(members) < _LEAST:
            return len(members) == 1 or len(larger) >= _TIMES * len(members)
        others = [n for n in members if n != number]
        own = _part(told, self._every.sign(others))
        here, there = (self._every.days_between(number, some) for some in (others, larger))
        if here is not None and here <= _SAME and (there is None or there > _SAME):
            return own < _STRANGE
        return part >= _MOVED * own

    def _least_fit(self, number: int, event: int) -> float:
        larger = self._every.groups[event]
        days = self._every.days_between(number, larger)
        if days is None:
            dated = self._every.is_dated((number,)) or self._every.is_dated(larger)
            return _FIT_UNDATED if dated else _FIT
        return _FIT if days <= _MONTH else _FIT_LATE if days <= _LATE else 1.0

    def _is_borne_out(self, number: int, event: int, told: frozenset[Mark]) -> bool:
        """Return whether more than names speaks for it: a word of the topic, a day or the kind."""
        larger = self._every.groups[event]
        days = self._every.days_between(number, larger)
        if days is not None and days <= _SOON:
            return True
        if any(kind == "word" for kind, _ in self._signatures[event].keys() & told):
            return True
        kinds = Counter(kind_family(kind) for n in larger if (kind := self._every.mentions[n].kind))
        kind = self._every.mentions[number].kind
        return bool(kind) and kind_family(kind) == min(kinds, key=lambda k: (-kinds[k], k), default="")

    def _is_apart(self, number: int, event: int) -> bool:
        return any(self._apart(number, n) for n in self._every.groups[event])


def _marks(mention: Mention) -> Iterator[Mark]:
    yield from (("name", name) for name in mention.trace.names)
    yield from (("word", word) for word in mention.trace.words)


def _part(told: frozenset[Mark], signature: Signature) -> float:
    """Return the part of a signature that a report tells, by weight."""
    total = sum(signature.values())
    return sum(weight for mark, weight in signature.items() if mark in told) / total if total else 0.0


def _tells_enough(told: frozenset[Mark], signature: Signature) -> bool:
    own = [kind for (kind, text), weight in signature.items() if weight and (kind, text) in told]
    return len(own) >= _MARKS and own.count("name") >= _NAMES
