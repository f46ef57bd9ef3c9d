"""What changed between two reports, for the terminal, as Markdown, HTML, JSON and a table."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from jinja2 import Template
from rich.console import RenderableType
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from reconcile.reports.changes import Change, Changes
from reconcile.reports.tables import Table
from reconcile.reports.tables.model import Row, columns
from tui.output import counted, to_json
from tui.visible import visible
from tui.writers.html import make_environment
from tui.writers.markdown import text

_BUFFER: Final = 400
"""Pieces of the page written at once."""

CHANGES: Final = Table(
    name="changes",
    row_of="data item that is not what it was",
    columns=columns(
        "Variorum",
        ("item", "the data item: event, slash, attribute"),
        ("change", "new, gone, or which of state, answer, decision and evidence differ; joined by `; `"),
        ("state_before", "state in the older report"),
        ("state_after", "state in the newer one"),
        ("answer_before", "low, best and high, or every value, in the older report"),
        ("answer_after", "the same in the newer one"),
        ("arrived", "statements that were not in force before, joined by `; `"),
        ("left", "statements that are no longer in force, joined by `; `"),
        ("explanation", "why it is as it is in the newer report"),
    ),
)


def head_words(changes: Changes) -> tuple[str, ...]:
    """Return the lines above the list: what was compared, and how much differs."""
    old = f", then {changes.old_head}" if changes.old_head else ""
    return (
        f"Since {changes.old}: {counted(len(changes.changes), 'data item')} changed, {changes.unchanged:,} did not.",
        f"Ledger head: {changes.head}{old}.",
    )


def render_changes(changes: Changes) -> Iterator[RenderableType]:
    """Yield the changes for a terminal."""
    yield Rule(Text(visible(f"Changes: {changes.dossier}")))
    yield from (Text(visible(words)) for words in head_words(changes))
    grid = Grid(box=None, pad_edge=False, expand=True)
    longest = max((len(visible(words)) for change in changes.changes for words in names_of(change)), default=0)
    grid.add_column("item", width=min(longest, 32), overflow="fold")
    grid.add_column("what changed", ratio=1, overflow="fold")
    for change in changes.changes:
        name, *key = (visible(words) for words in names_of(change))
        grid.add_row(
            Text.assemble(name, *((f"\n{words}", "dim") for words in key)),
            Text("\n".join(map(visible, _lines(change)))),
        )
    if changes.changes:
        yield grid


def changes_markdown(changes: Changes) -> Iterator[str]:
    """Yield the changes as Markdown."""
    yield f"# Changes: {text(changes.dossier)}\n"
    yield from (f"\n{text(words)}\n" for words in head_words(changes))
    for change in changes.changes:
        first, *rest = _lines(change)
        name, *key = names_of(change)
        yield f"\n## {text(name)}\n\n{''.join(f'{text(id_)}: ' for id_ in key)}{text(first)}\n" + "".join(
            f"- {text(line)}\n" for line in rest
        )


def changes_html(changes: Changes) -> Iterator[str]:
    """Yield the changes as one HTML page."""
    stream = _template().stream(changes=changes, head=head_words(changes), lines=_lines, names_of=names_of)
    stream.enable_buffering(_BUFFER)
    yield from stream


def changes_json(changes: Changes) -> str:
    """Return the changes as JSON."""
    return to_json(changes.model_dump(mode="json")) + "\n"


def change_rows(changes: Changes) -> Iterator[Row]:
    """Yield the rows of the table of changes."""
    for change in changes.changes:
        yield {
            "item": change.id,
            "change": "; ".join(change.kinds),
            "state_before": getattr(change.before, "state", None),
            "state_after": getattr(change.after, "state", None),
            "answer_before": getattr(change.before, "answer", None),
            "answer_after": getattr(change.after, "answer", None),
            "arrived": "; ".join(words for _, words in change.arrived),
            "left": "; ".join(words for _, words in change.left),
            "explanation": getattr(change.after, "explanation", None),
        }


def names_of(change: Change) -> tuple[str, ...]:
    """Return what an item is called, and its id where that is another."""
    return tuple(dict.fromkeys((change.heading, change.id)))


def _lines(change: Change) -> list[str]:
    lines = [change.sentence]
    lines += [f"came: {words}, {id_[:12]}" for id_, words in change.arrived]
    lines += [f"left: {words}, {id_[:12]}" for id_, words in change.left]
    if change.after and change.after.explanation and "state" in change.kinds:
        lines.append(change.after.explanation)
    return lines


@cache
def _template() -> Template:
    return make_environment().get_template("changes.html.j2")
