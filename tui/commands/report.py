"""`variorum report`: the conflict report in the format asked for."""

import io
from collections.abc import Sequence
from pathlib import Path

from claims.errors import VariorumError
from claims.store.dossier import UnknownRecordError
from reconcile.conflicts import Item
from reconcile.lens import Lens
from reconcile.report import Report, build_report
from tui.commands.items import read_items
from tui.output import console, deliver, to_json
from tui.views import report_json
from tui.workspace import Workspace


class FormatError(VariorumError):
    """No such format."""

    def __init__(self, format_: str, known: Sequence[str]) -> None:
        self.format = format_
        super().__init__(f"--format {format_!r} is none of {', '.join(known)}")


def run_report(dossier: Path, lens: Lens, output: Path | None, only: Sequence[str], format_: str) -> None:
    """Print the report over the whole dossier, or over the items and subjects named in `only`."""
    if format_ not in {"terminal", "md", "json"}:
        raise FormatError(format_, ("terminal", "md", "json"))
    with Workspace(dossier, lens=lens) as workspace:
        report = make_report(workspace, only)
        deliver(draw(workspace, report, format_, to_file=output is not None), output)


def make_report(workspace: Workspace, only: Sequence[str] = ()) -> Report:
    """Return the report as data."""
    items = read_items(workspace, ())
    if only:
        items = [item for item in items if item.id in only or item.subject in only]
        known = {item.id for item in items} | {item.subject for item in items}
        for name in only:
            if name not in known:
                raise UnknownRecordError("data item or subject", name, "`variorum items` lists them")
    store = workspace.dossier
    return build_report(items, dossier=store.path.name, head=store.head(), articles=len(store.article_rows()))


def draw(workspace: Workspace, report: Report, format_: str, *, to_file: bool) -> str:
    """Return the report in a format: `terminal`, `md` or `json`."""
    if format_ == "md":
        from tui.writers.markdown import report_markdown

        return report_markdown(report)
    if format_ == "json":
        items: list[Item] = [*report.conflicts, *report.held, *report.agreed]
        recorded = workspace.dossier.recorded_at([m.assertion.id for item in items for m in item.members])
        return to_json(report_json(report, recorded)) + "\n"
    from tui.writers.terminal import render_report

    target = io.StringIO()
    screen = console()
    drawn = console(width=screen.width, file=target) if to_file or not screen.is_terminal else None
    if drawn is None:
        with screen.capture() as capture:
            for part in render_report(report):
                screen.print(part)
        return capture.get()
    for part in render_report(report):
        drawn.print(part)
    return target.getvalue()
