"""A report in any of its formats."""

import io
from collections.abc import Iterable, Iterator

from reconcile.reports.report import Report
from tui.output import console
from tui.services.workspace import Workspace


def draw(workspace: Workspace, report: Report, format_: str, *, to_file: bool, appendix: bool = False) -> Iterable[str]:
    """Return the report in one of the `FORMATS` that are text, in parts: an item or an event is in memory at a time.

    Args:
        to_file: not for a terminal.
        appendix: with the full evidence in Markdown, and on paper in HTML; the other formats are nothing else.
    """
    if format_ == "md":
        from tui.writers.markdown import report_markdown

        return report_markdown(report, workspace, appendix=appendix)
    if format_ == "html":
        from tui.writers.html import report_html

        return report_html(report, workspace, appendix=appendix)
    if format_ == "json":
        from tui.writers.json_views.views import report_json

        return report_json(report, workspace.read, workspace.dossier.recorded_at)
    return _report_text(workspace, report, to_file=to_file)


def _report_text(workspace: Workspace, report: Report, *, to_file: bool) -> Iterator[str]:
    from tui.writers.terminal import render_report

    screen = console()
    if screen.is_terminal and not to_file:
        for part in render_report(report, workspace.read):
            with screen.capture() as capture:
                screen.print(part)
            yield capture.get()
        return
    yield from printed(workspace, report, screen.width)


def printed(workspace: Workspace, report: Report, width: int) -> Iterator[str]:
    """Yield the report as text in lines of `width` cells."""
    from tui.writers.terminal import render_report

    target = io.StringIO()
    page = console(width=width, file=target)
    for part in render_report(report, workspace.read):
        page.print(part)
        yield target.getvalue()
        target.seek(0)
        target.truncate()
