"""Compares two reports of a dossier: items that came or went, and changes of state, answer, evidence or decision."""

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Literal

from pydantic import computed_field

from claims.models import Assertion
from claims.records import Record
from claims.values import format_bounds, format_value
from reconcile.items.item import Item
from reconcile.reports.answers import Row, build_rows

Kind = Literal["new", "gone", "state", "answer", "evidence", "decision"]


class Snapshot(Record):
    """What an item came to in a report."""

    id: str
    state: str
    answer: str
    """Low, best and high as printed, or every value said."""
    assertions: tuple[tuple[str, str], ...]
    """(id, the statement in words) of those in force, by id."""
    decision: str | None = None
    """Id of the decision its answer rests on."""
    explanation: str = ""
    heading: str = ""
    """Its id with what people call its subject in place of the key; empty in what older reports give."""


class Change(Record):
    """One item that is not what it was."""

    id: str
    kinds: tuple[Kind, ...]
    """What changed, weightiest first."""
    before: Snapshot | None
    after: Snapshot | None
    arrived: tuple[tuple[str, str], ...] = ()
    """(id, words) of statements that were not in force before, by id."""
    left: tuple[tuple[str, str], ...] = ()
    """(id, words) of statements that are no longer in force, by id."""

    @property
    def heading(self) -> str:
        """What people call it now, or called it last."""
        return next((side.heading for side in (self.after, self.before) if side is not None and side.heading), self.id)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def sentence(self) -> str:
        """The change in words, with both sides."""
        if self.before is None:
            assert self.after
            return f"New: {_in_words(self.after)}."
        if self.after is None:
            return f"Gone: it was {_in_words(self.before)}."
        moved = (_moved(self.arrived, "came"), _moved(self.left, "left"))
        words = "; ".join(filter(None, (*_clauses(self.kinds, self.before, self.after), *moved)))
        return f"{words[0].upper()}{words[1:]}."


class Head(Record):
    """The newest entry of a ledger, which pins everything before it."""

    seq: int
    digest: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.digest}"


class Changes(Record):
    """What changed from one report to another."""

    dossier: str
    head: Head
    """Of the newer report."""
    old_head: Head | None
    """Of the older one; None where that is the same dossier as of a date."""
    old: str
    """What the older report is: a file's name, or a date."""
    changes: tuple[Change, ...]
    """By item."""
    unchanged: int


def _clauses(kinds: Container[Kind], before: Snapshot, after: Snapshot) -> Iterator[str]:
    if "state" in kinds:
        yield f"was {before.state}, is {after.state}".replace("_", " ")
    if "answer" in kinds:
        yield f"the answer was {before.answer or 'none'}, is {after.answer or 'none'}"
    if "decision" in kinds:
        yield _decided(before.decision, after.decision)


def _moved(statements: Sequence[object], what: str) -> str:
    return f"{len(statements)} statement{'s' * (len(statements) > 1)} {what}" if statements else ""


def _decided(before: str | None, after: str | None) -> str:
    if before is None:
        return "it was decided"
    return "it rests on another decision" if after else "its decision no longer stands"


def _in_words(side: Snapshot) -> str:
    return side.state.replace("_", " ") + (f", {side.answer}" if side.answer else "")


def take_snapshot(item: Item) -> Snapshot:
    """Return what an item comes to."""
    row = build_rows(item)[0]
    return Snapshot(
        id=item.id,
        state=item.state,
        answer=_answer(row),
        assertions=tuple((m.assertion.id, statement_words(m.assertion, m.outlet)) for m in item.evidence),
        decision=item.resolution.decision.id if item.resolution.decision else None,
        explanation=item.explanation,
        heading=item.heading,
    )


def _answer(row: Row) -> str:
    return answer_words(*row.texts) or row.listed


def answer_words(low: str | None, best: str | None, high: str | None) -> str:
    """Return figures as one answer: `17`, `15 to 19, best 17`; empty where there are none.

    >>> answer_words("15", "17", "19"), answer_words("17", "17", "17"), answer_words(None, None, None)
    ('15 to 19, best 17', '17', '')
    >>> answer_words("5", "at least 5", None)
    'at least 5'
    """
    if low == high:
        return best or low or ""
    ends = format_bounds(low, high)
    return ends if best in {None, "", ends} else f"{ends}, best {best}"


def statement_words(assertion: Assertion, outlet: str) -> str:
    """Return a statement with its speakers, in words that an older report gives alike."""
    return f"{assertion.written or format_value(assertion.value)} ({' <- '.join((outlet, *assertion.speakers))})"


def compare_snapshots(old: Iterable[Snapshot], new: Iterable[Snapshot]) -> tuple[tuple[Change, ...], int]:
    """Return the items that changed, by id, and how many did not."""
    before, after = ({each.id: each for each in snapshots} for snapshots in (old, new))
    compared = [_compare(before.get(id_), after.get(id_)) for id_ in sorted(before.keys() | after.keys())]
    changes = tuple(change for change in compared if change is not None)
    return changes, len(compared) - len(changes)


def _compare(before: Snapshot | None, after: Snapshot | None) -> Change | None:
    if before is None or after is None:
        side = before or after
        assert side is not None
        return Change(id=side.id, kinds=("new" if before is None else "gone",), before=before, after=after)
    arrived = _only_in(after, before)
    left = _only_in(before, after)
    changed: dict[Kind, bool] = {
        "state": before.state != after.state,
        "answer": before.answer != after.answer,
        "decision": before.decision != after.decision,
        "evidence": bool(arrived or left),
    }
    kinds = tuple(filter(changed.__getitem__, changed))
    return Change(id=after.id, kinds=kinds, before=before, after=after, arrived=arrived, left=left) if kinds else None


def _only_in(one: Snapshot, other: Snapshot) -> tuple[tuple[str, str], ...]:
    """Return the statements of one side that the other has not, by id."""
    words = dict(one.assertions)
    return tuple((id_, words[id_]) for id_ in sorted(words.keys() - dict(other.assertions)))
