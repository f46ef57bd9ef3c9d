"""`variorum articles`: what was added, and its text with the claims quoted from it."""

import sys
from pathlib import Path

from reconcile.evidence.lens import Lens
from tui.output import console, write_json
from tui.services.workspace import Workspace
from tui.visible import visible


def run_list(dossier: Path, lens: Lens, *, as_json: bool) -> None:
    """List the articles that the lens lets through."""
    with Workspace(dossier, lens=lens) as workspace:
        rows = workspace.dossier.article_rows()
        if not lens.is_clear:
            ids = [row.id for row in rows]
            recorded = workspace.dossier.recorded_at(ids) if lens.recorded_at else {}
            seen = lens.articles(workspace.article_info(ids), recorded)
            rows = [row for row in rows if row.id in seen]
    if as_json:
        write_json([{name: getattr(row, name) for name in row.__slots__} for row in rows])
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in ("id", "name", "publisher", "published", "characters"):
        table.add_column(name, overflow="fold", justify="right" if name == "characters" else "left")
    for row in rows:
        cells = (row.id[:12], row.name, row.publisher or "?", row.published or "?", f"{row.length:,}")
        table.add_row(*(Text(visible(cell)) for cell in cells))
    console().print(table)


def run_show(dossier: Path, name: str, *, raw: bool, as_json: bool) -> None:
    """Show one article."""
    with Workspace(dossier) as workspace:
        article = workspace.dossier.article(workspace.dossier.find_article(name))
        assertions = workspace.dossier.assertions_of(article.id)
    if raw:
        # Exact for a file or a pipe; a terminal would obey what the text holds.
        sys.stdout.write(visible(article.text, keep="\n\t") if sys.stdout.isatty() else article.text)
        return
    if as_json:
        fields = article.model_dump(mode="json")
        spans = [{"id": a.id, "start": a.passage.start, "end": a.passage.end, "item": list(a.item)} for a in assertions]
        write_json({**fields, "assertions": spans})
        return
    from claims.values import format_value

    sys.stdout.write(visible(article.text, keep="\n\t") + "\n\n")
    for assertion in sorted(assertions, key=lambda a: (a.passage.start, a.id)):
        where = f"{assertion.passage.start}-{assertion.passage.end}"
        item = f"{assertion.subject}/{assertion.attribute}"
        line = f"{where:>13}  {assertion.id[:12]}  {item}: {format_value(assertion.value)}"
        sys.stdout.write(visible(line) + "\n")
