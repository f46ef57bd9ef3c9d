"""`variorum report --diff OLD`: what changed since an earlier report, or since a date."""

import io
from collections.abc import Iterable
from pathlib import Path

from reconcile.evidence.lens import Lens
from reconcile.reports.changes import Changes
from tui.output import console, deliver, replacing, say
from tui.services.report_changes import make_changes
from tui.services.reporting import FORMATS, FormatError, Selection
from tui.services.workspace import Workspace


def run_changes(dossier: Path, lens: Lens, selection: Selection, old: str, output: Path | None, format_: str) -> None:
    """Print what changed over a selection since `old`: a report in JSON, or a date."""
    if format_ not in FORMATS:
        raise FormatError(format_, FORMATS)
    with Workspace(dossier, lens=lens) as workspace:
        changes = make_changes(workspace, selection, old)
    if format_ == "parquet":
        _deliver_parquet(changes, output)
    else:
        deliver(_draw(changes, format_), output)


def _draw(changes: Changes, format_: str) -> Iterable[str]:
    from tui.writers import changes as writer

    if format_ == "json":
        return [writer.changes_json(changes)]
    if format_ == "md":
        return writer.changes_markdown(changes)
    if format_ == "html":
        return writer.changes_html(changes)
    if format_ == "csv":
        from tui.writers.tables import CsvWriter

        buffer = io.BytesIO()
        table = CsvWriter(writer.CHANGES, buffer)
        table.write(writer.change_rows(changes))
        table.close()
        return [buffer.getvalue().decode("utf-8")]
    target = io.StringIO()
    drawn = console(width=console().width, file=target)
    for part in writer.render_changes(changes):
        drawn.print(part)
    return [target.getvalue()]


def _deliver_parquet(changes: Changes, output: Path | None) -> None:
    from tui.cli.commands.tables import TableError
    from tui.writers.changes import CHANGES, change_rows
    from tui.writers.tables import ParquetWriter, check_parquet

    check_parquet()
    if output is None:
        raise TableError("Parquet is not for a terminal: name a file with -o FILE")
    with replacing(output) as file:
        table = ParquetWriter(CHANGES, file)
        table.write(change_rows(changes))
        table.close()
    say(f"wrote {output}")
