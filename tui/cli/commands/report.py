"""`variorum report`: the conflict report over a selection, in the format asked for."""

from pathlib import Path

from reconcile.evidence.lens import Lens
from tui.output import deliver
from tui.services.reporting import FORMATS, READ_ONCE_KB, FormatError, Selection, make_report
from tui.services.workspace import Workspace
from tui.writers.formats import draw


def run_report(dossier: Path, lens: Lens, output: Path | None, selection: Selection, format_: str) -> None:
    """Print the report over a selection."""
    if format_ not in FORMATS:
        raise FormatError(format_, FORMATS)
    with Workspace(dossier, lens=lens, cache_kb=READ_ONCE_KB) as workspace:
        report = make_report(workspace, selection)
        deliver(draw(workspace, report, format_, to_file=output is not None), output)
