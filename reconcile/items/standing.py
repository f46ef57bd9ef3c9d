"""What the decisions on a subject come to for one of its data items, before any evidence is compared."""

from collections.abc import Iterable
from typing import Final

from claims.decisions import ABOUT_READING, effective
from claims.models import Assertion, Decision, Status
from claims.records import Record
from reconcile.evidence.reading import Marks

SETTLING = ("accept", "range", "contested", "not_comparable", "needs_evidence", "undecided")
_LEAVING_EVIDENCE = (*SETTLING, "confirm", "grade", "tag", "assign")
"""Acts that answer the item; the others change what its evidence is."""

_MARKING: Final = {
    "reject": ("removed", "action"),
    "different_event": ("removed", "action"),
    "confirm": ("confirmed", "action"),
    "independent": ("independent", "action"),
    "grade": ("grades", "grade"),
    "set_scope": ("scopes", "scope"),
}
"""Acts that mark one assertion: the field of `Standing` they go to, and the field of the decision kept there."""


class Standing(Record):
    """What the decisions of a subject come to, before any evidence is compared."""

    removed: tuple[tuple[str, str], ...] = ()
    """(assertion id, action): rejected, or found to be of a different event."""
    why_removed: tuple[tuple[str, str, str], ...] = ()
    """(assertion id, reason code, sentence) of those that were removed."""
    confirmed: frozenset[str] = frozenset()
    """Ids of proposals that a reviewer has confirmed."""
    scopes: tuple[tuple[str, str], ...] = ()
    """(assertion id, scope) as set by a reviewer."""
    independent: frozenset[str] = frozenset()
    """Ids of assertions that a reviewer holds to be no copies."""
    grades: tuple[tuple[str, str], ...] = ()
    """(assertion id, digit) of those that a reviewer graded."""
    answers: tuple[Decision, ...] = ()
    """The item's settling decisions that were not undone, oldest first."""
    before: tuple[tuple[str, str | None], ...] = ()
    """(decision id, the one it builds on) of every decision on the item, undone or not, in order of ids."""
    changed_by: frozenset[str] = frozenset()
    """Who removed or re-scoped evidence by an act on this item; mending how an article was read changes none."""

    @property
    def marks(self) -> Marks:
        """What reviewers have set of single assertions."""
        return Marks(dict(self.scopes), self.independent, dict(self.grades))

    def status_of(self, assertion: Assertion) -> Status:
        """Return whether an assertion is proposed, accepted as evidence, or rejected."""
        if dict(self.removed).get(assertion.id) == "reject":
            return "rejected"
        return "proposed" if assertion.tier and assertion.id not in self.confirmed else "accepted"

    def removed_by(self) -> dict[str, str]:
        """Return the act that removed each removed assertion, by id."""
        return dict(self.removed)


def settles(decision: Decision, attribute: str) -> bool:
    """Return whether a decision answers the item of `attribute`."""
    return decision.attribute == attribute and decision.action in SETTLING


def fold_decisions(decisions: Iterable[Decision], attribute: str) -> Standing:
    """Return what `decisions` on one subject come to for its data item `attribute`."""
    ordered = tuple(decisions)
    standing = list(effective(ordered))
    marks, why_removed = _collect_marks(standing)
    on_item = [d for d in standing if d.attribute == attribute]
    return Standing(
        removed=tuple(sorted(marks["removed"].items())),
        why_removed=tuple((id_, *why) for id_, why in sorted(why_removed.items())),
        confirmed=frozenset(marks["confirmed"]),
        independent=frozenset(marks["independent"]),
        grades=tuple(sorted(marks["grades"].items())),
        scopes=tuple(sorted(marks["scopes"].items())),
        answers=tuple(d for d in on_item if settles(d, attribute)),
        before=tuple(sorted((d.id, d.based_on) for d in ordered if d.attribute == attribute)),
        changed_by=frozenset(d.reviewer for d in on_item if _changes_evidence(d)),
    )


def _collect_marks(standing: Iterable[Decision]) -> tuple[dict[str, dict[str, str]], dict[str, tuple[str, str]]]:
    """Return the mark of each assertion by field and id, and why those that were removed were."""
    marks: dict[str, dict[str, str]] = {field: {} for field, _ in _MARKING.values()}
    why_removed: dict[str, tuple[str, str]] = {}
    for decision in standing:
        field, content = _MARKING.get(decision.action, ("", ""))
        if field and decision.assertion and ((mark := getattr(decision, content)) or field == "grades"):
            marks[field][decision.assertion] = mark
            if field == "removed":
                why_removed[decision.assertion] = (decision.reason, decision.rationale)
    return marks, why_removed


def _changes_evidence(decision: Decision) -> bool:
    """Return whether an act changes what the evidence says; correcting how an article was read changes nothing."""
    return decision.action not in _LEAVING_EVIDENCE and decision.reason not in ABOUT_READING
