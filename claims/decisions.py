"""Fold decisions in order: which are still in force, and which assertion each confirms or removes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, Literal, TypeVar

from claims.models import Action, Amendment, Decision, EventDecision

_Undoable = TypeVar("_Undoable", Amendment, Decision, EventDecision)

Act = Literal["", "confirm", "reject", "different_event"]
"""The act in force on an assertion, which settles whether it is evidence; empty if there is none."""

ABOUT_READING: Final = frozenset(
    {
        "misread",
        "no_claim",
        "misplaced_event",
        "misplaced_scope",
        "misnamed_attribute",
        "misattributed",
        "proposed_twice",
        "not_needed",
        "unfit",
        "withdrawn",
    }
)
"""Reason codes for faults in how an article was read into the dossier, not in what its sources say."""


def effective(decisions: Iterable[_Undoable]) -> list[_Undoable]:
    """Return the decisions in force, in order: without undone ones and the undoing acts.

    Undoing an undo brings the first decision back.
    """
    ordered = list(decisions)
    undone = undone_ids(ordered)
    return [d for d in ordered if d.id not in undone and d.action != "undo"]


def undone_ids(decisions: Sequence[_Undoable]) -> set[str]:
    """Return the ids of those decisions, undoing acts among them, that a later undo in force takes back."""
    undone: set[str] = set()
    for decision in reversed(decisions):
        if decision.action == "undo" and decision.id not in undone and decision.undoes is not None:
            undone.add(decision.undoes)
    return undone


def fold_acts(decisions: Iterable[Decision]) -> Mapping[str, Decision]:
    """Return the decision in force on each confirmed or removed assertion, by its id; a removal beats a confirmation.

    `decisions` are those on one subject, oldest first.
    """
    acts: dict[str, Decision] = {}
    for decision in effective(decisions):
        if decision.assertion is None or decision.action not in {"confirm", "reject", "different_event"}:
            continue
        if decision.action != "confirm" or decision.assertion not in acts:
            acts[decision.assertion] = decision
    return acts


def tags_of(decisions: Iterable[Decision], attribute: str) -> tuple[str, ...]:
    """Return the tags of one data item, sorted; `decisions` are those on its subject, oldest first."""
    return _fold_changes(d.tags.split() for d in _in_force(decisions, "tag", attribute))


def assigned_of(decisions: Iterable[Decision], attribute: str) -> tuple[str, ...]:
    """Return who is asked to review one data item, sorted; `decisions` are those on its subject, oldest first."""
    return _fold_changes(d.assignees for d in _in_force(decisions, "assign", attribute))


def _in_force(decisions: Iterable[Decision], action: Action, attribute: str) -> Iterator[Decision]:
    return (d for d in effective(decisions) if d.action == action and d.attribute == attribute)


def _fold_changes(changes: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return the words that are there after changes `+word` and `-word`, sorted."""
    words: set[str] = set()
    for change in chain.from_iterable(changes):
        (words.add if change[0] == "+" else words.discard)(change[1:])
    return tuple(sorted(words))


def act_of(decision: Decision | None) -> Act:
    """Return the act of a decision of `fold_acts`; empty without a decision."""
    if decision is None:
        return ""
    assert decision.action in {"confirm", "reject", "different_event"}
    return decision.action
