"""`variorum timeline`: a toll over time, each source with its bounds, revisions marked."""

from pathlib import Path

from reconcile.evidence.lens import Lens
from reconcile.reports.timeline import build_timelines
from tui.output import console, say, write_json
from tui.services.workspace import Workspace


def run_timeline(dossier: Path, lens: Lens, id_: str, *, as_json: bool) -> None:
    """Print an item's counts over time, one plot for each scope."""
    with Workspace(dossier, lens=lens) as workspace:
        item = workspace.find_item(id_)
    timelines = build_timelines(item)
    if as_json:
        write_json([timeline.model_dump(mode="json") for timeline in timelines])
        return
    if not timelines:
        say(f"{item.id} has no dated count to lay out over time")
        return
    from tui.writers.steps import render_timeline

    out = console()
    for number, timeline in enumerate(timelines):
        if number:
            out.print("")
        out.print(render_timeline(timeline, width=min(out.width, 100)))
