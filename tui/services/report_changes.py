"""The changes in a report since an earlier one, or since a date."""

from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from claims.errors import VariorumError
from claims.values import ValueProblem, format_bounds
from reconcile.evidence.lens import instant
from reconcile.reports.changes import Changes, Head, Snapshot, answer_words, compare_snapshots, take_snapshot
from tui.output import say
from tui.services.reporting import Selection, make_report
from tui.services.workspace import Workspace


class DiffError(VariorumError):
    """What to compare with is neither a report nor a date."""

    def __init__(self, old: str, problem: str) -> None:
        self.old = old
        super().__init__(f"--diff {old}: {problem}")


class _Old(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _OldMember(_Old):
    id: str
    value: str | dict[str, object]
    outlet: str
    chain: tuple[str, ...]
    removed: str | None

    @property
    def words(self) -> str:
        value = self.value
        if isinstance(value, dict):
            low, high = (None if (end := value.get(side)) is None else str(end) for side in ("low", "high"))
            value = format_bounds(low, high)
        return f"{value} ({' <- '.join((self.outlet, *self.chain))})"


class _OldFigure(_Old):
    text: str


class _OldRow(_Old):
    low: _OldFigure | None
    best: _OldFigure | None
    high: _OldFigure | None
    values: tuple[_OldFigure, ...]


class _OldDecision(_Old):
    id: str


class _OldResolution(_Old):
    decision: _OldDecision | None


class _OldItem(_Old):
    id: str
    state: str
    explanation: str
    members: tuple[_OldMember, ...]
    figures: tuple[_OldRow, ...]
    resolution: _OldResolution

    @property
    def answer(self) -> str:
        row = self.figures[0]
        figures = (figure.text if figure else None for figure in (row.low, row.best, row.high))
        return answer_words(*figures) or "; ".join(figure.text for figure in row.values)

    def snapshot(self) -> Snapshot:
        return Snapshot(
            id=self.id,
            state=self.state,
            answer=self.answer,
            assertions=tuple((member.id, member.words) for member in self.members if not member.removed),
            decision=self.resolution.decision.id if self.resolution.decision else None,
            explanation=self.explanation,
        )


class _OldHead(_Old):
    seq: int
    digest: str


class _OldReport(_Old):
    ledger_head: _OldHead
    view: tuple[str, ...]
    conflicts: tuple[_OldItem, ...]
    held: tuple[_OldItem, ...]
    agreed: tuple[_OldItem, ...]
    unreviewed: tuple[_OldItem, ...] = ()


def make_changes(workspace: Workspace, selection: Selection, old: str) -> Changes:
    """Return what changed in a report over the selection since `old`.

    Raises:
        DiffError: `old` is neither a report in JSON nor a date.
    """
    report = make_report(workspace, selection)
    path, head = Path(old), None
    if path.is_file():
        earlier_report = _read_report(path)
        head = Head(seq=earlier_report.ledger_head.seq, digest=earlier_report.ledger_head.digest)
        groups = (earlier_report.conflicts, earlier_report.held, earlier_report.agreed, earlier_report.unreviewed)
        before = [item.snapshot() for group in groups for item in group]
        if earlier_report.view != report.view:
            other = "; ".join(earlier_report.view) or "everything"
            say(f"{old} was made over another selection ({other}); items may differ by it")
    else:
        before = _take_snapshots_of(workspace, selection, old)
    after = map(take_snapshot, workspace.read(report.entries))
    changes, unchanged = compare_snapshots(before, after)
    return Changes(
        dossier=report.dossier,
        head=Head(seq=report.head[0], digest=report.head[1]),
        old_head=head,
        old=path.name or old,
        changes=changes,
        unchanged=unchanged,
    )


def _take_snapshots_of(workspace: Workspace, selection: Selection, date: str) -> list[Snapshot]:
    """Return what the items of the selection came to as the dossier stood on a date."""
    try:
        until = instant(date)
    except ValueProblem as error:
        raise DiffError(date, "there is no such file, and it is no date such as 2031-03-02") from error
    earlier = replace(workspace.lens, recorded_at=min(filter(None, (workspace.lens.recorded_at, until))))
    with Workspace(workspace.dossier.path, lens=earlier) as then:
        report = make_report(then, replace(selection, lenient=True))
        return list(map(take_snapshot, then.read(report.entries)))


def _read_report(path: Path) -> _OldReport:
    try:
        return _OldReport.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        problem = f"it is no report as `variorum report --format json` writes it ({str(error).splitlines()[0]})"
        raise DiffError(str(path), problem) from error
