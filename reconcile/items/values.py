"""The statements of an item by what they say: one group a value, those that cannot all be true first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple

from claims.grouping import group_by
from claims.models import Stance
from claims.values import format_value
from claims.values.model import CountValue
from claims.vocabulary.model import TOTAL
from claims.vocabulary.scope_words import format_scope
from reconcile.items.item import Item, Member

_COUNTED: Final = frozenset({"count", "measure"})
_STANCE_WORDS: Final[dict[Stance, str]] = {
    "asserts": "{}",
    "denies": "not {}",
    "suspects": "{}, unconfirmed",
    "retracts": "{}, retracted",
}
_MOST_VALUES: Final = 8
_LONGEST: Final = 60
_LONGEST_GLANCE: Final = 400


@dataclass(frozen=True, slots=True)
class ValueGroup:
    """The statements of an item that say the same of the same."""

    attribute: str
    scope: str | None
    stance: Stance
    members: tuple[Member, ...]
    """The latest first."""
    is_in_conflict: bool
    """One of them is in a minimal set, or in a pair that excludes each other."""

    @property
    def value(self) -> str:
        """What is said, by its stance, in the words that most use: a denial begins with `not`."""
        words = Counter(map(stated_words, self.members))
        return min(words, key=lambda each: (-words[each], each))

    @property
    def short_value(self) -> str:
        """The same in few signs: `≥17`, `12-20`."""
        words = Counter(map(_shorten, self.members))
        return _STANCE_WORDS[self.stance].format(min(words, key=lambda each: (-words[each], each)))

    @property
    def scope_words(self) -> str:
        """Whose number it is, in words; empty for the whole of what is no number."""
        return scope_words(self.members[0])

    @property
    def origins(self) -> int:
        """How many independent origins it has."""
        return len({member.origin for member in self.members})

    @property
    def proposals(self) -> int:
        """How many of the statements nobody has looked at."""
        return sum(member.status == "proposed" for member in self.members)

    @property
    def newest(self) -> str:
        """Up to when its latest statement knows; empty where none says."""
        return max((member.assertion.as_of or "" for member in self.members), default="")


def stated_words(member: Member) -> str:
    """Return what a statement says, by its stance: `17`, `not 17`, `17, unconfirmed`, `17, retracted`."""
    return _STANCE_WORDS[member.assertion.stance].format(format_value(member.assertion.value))


def scope_words(member: Member) -> str:
    """Return whose number a statement gives, in words; nothing for the whole of what is no number."""
    is_counted = member.assertion.value.kind in _COUNTED
    if member.scope == TOTAL or (member.scope is None and not is_counted):
        return "in all" if is_counted else ""
    return format_scope(member.scope or "of whom is not said")


def in_conflict(item: Item) -> set[str]:
    """Return the ids of the statements that something here excludes."""
    pairs = ((r.a, r.b) for r in item.relations if r.conflict)
    return set(chain.from_iterable((*(each.assertions for each in item.minimal_sets), *pairs)))


def group_values(item: Item) -> list[ValueGroup]:
    """Return the statements in force by what they say.

    Groups in conflict come first, then those of this attribute, then those of most statements.
    """
    clashing = in_conflict(item)
    groups = [_build_group(alike, clashing) for alike in group_by(item.evidence, _key).values()]
    return sorted(groups, key=lambda g: (not g.is_in_conflict, g.members[0].linked, -len(g.members), _rank(g)))


def competing_groups(item: Item) -> list[ValueGroup]:
    """Return the groups in conflict; where nothing is, those of the item's own attribute."""
    groups = group_values(item)
    return [g for g in groups if g.is_in_conflict] or [g for g in groups if not g.members[0].linked]


class Glance(NamedTuple):
    """What a line of the queue says of an item beside its name and state."""

    competing: str
    differing: str
    origins: int
    proposals: int


def glance_at(item: Item) -> Glance:
    """Return what a line of the queue says of an item."""
    proposals = sum(member.status == "proposed" for member in item.evidence)
    groups = competing_groups(item)
    competing = _competing(groups, item.attribute)[:_LONGEST_GLANCE]
    return Glance(competing, _differing(groups), len(item.origins), proposals)


def _competing(groups: Sequence[ValueGroup], attribute: str) -> str:
    """Return the values that compete in a few signs: `17 | 15 attackers | 12-20`."""
    scopes = {(group.attribute, group.scope) for group in groups}
    values = dict.fromkeys(_label(group, attribute, is_alone=len(scopes) == 1) for group in groups)
    words = list(values)[:_MOST_VALUES]
    return " | ".join([*words, "…"] if len(values) > _MOST_VALUES else words)


def _differing(groups: Sequence[ValueGroup]) -> str:
    """Return in what the statements that compete differ: value, scope, who says it, when it is known as of."""
    members = [member for group in groups for member in group.members]
    sides: tuple[tuple[str, Iterable[object]], ...] = (
        ("value", (group.value for group in groups)),
        ("scope", (group.scope for group in groups)),
        ("who", (member.origin for member in members)),
        ("when", ((member.assertion.as_of or "")[:10] for member in members)),
    )
    return " ".join(word for word, values in sides if len(set(values)) > 1)


def _key(member: Member) -> tuple[str, str, Stance, str]:
    assertion = member.assertion
    return assertion.attribute, member.scope or "", assertion.stance, member.key or format_value(assertion.value)


def _build_group(members: Sequence[Member], clashing: set[str]) -> ValueGroup:
    assertion = members[0].assertion
    latest = sorted(members, key=lambda m: m.assertion.id)
    latest.sort(key=lambda m: m.assertion.as_of or "", reverse=True)
    is_in_conflict = any(member.assertion.id in clashing for member in members)
    return ValueGroup(assertion.attribute, members[0].scope, assertion.stance, tuple(latest), is_in_conflict)


def _rank(group: ValueGroup) -> tuple[str, str, str, str]:
    return group.scope or "", group.stance, group.value, group.attribute


def _label(group: ValueGroup, attribute: str, *, is_alone: bool) -> str:
    """Return a group in few signs, with its scope where others have another, and its attribute where it is another."""
    words = group.short_value
    if not is_alone and group.scope != TOTAL:
        words += f" {format_scope(group.scope or '?')}"
    return words if group.attribute == attribute else f"{words} ({group.attribute.replace('_', ' ')})"


def _shorten(member: Member) -> str:
    value = member.assertion.value
    if not isinstance(value, CountValue):
        words = format_value(value)
        return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
    low, high = f"{value.low:,}", "" if value.high is None else f"{value.high:,}"
    if not high:
        return f"≥{low}"
    if low == high:
        return low
    return f"≤{high}" if value.low == 0 else f"{low}-{high}"
