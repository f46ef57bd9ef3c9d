"""`variorum conflicts`, `items`, `explain` and `timeline`: what disagrees, and why."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Final

import typer

from claims.store.tables.queue import ItemFilter
from reconcile.evidence.reading import read_assertions
from reconcile.items.item import Item, heading_of, item_id
from reconcile.items.states import CONFLICT_STATES, OPEN_STATES, is_conflict
from reconcile.relations.pairs import Context, Relation
from reconcile.relations.relate import relate
from reconcile.reports.timeline import Timeline, build_timelines
from tui.cli.options import AcceptedOnly, Check, Json, KnownAt, Mine, RecordedAt, open_workspace, reviewer_name
from tui.output import console, say, write_json
from tui.services.query import queue_of
from tui.services.reporting import known_states, read_items, refresh
from tui.services.sight import BlindSight, Sight
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.json_views import shapes
from tui.writers.json_views.shapes import Shape, to_plain
from tui.writers.json_views.views import item_json
from tui.writers.lines import Line, line_of

app = typer.Typer()

_PAGE = 500
_NOTHING_WAITS: Final = "nothing that is assigned to you waits here"


class Explained(shapes.Item):
    """A data item, and who speaks of its subject without a word on it."""

    silence: list[str]
    """Names of articles."""


SHAPES: Final[dict[str, Shape]] = {
    "conflicts": (list[shapes.Item], "variorum conflicts --format json"),
    "items": (list[shapes.Item], "variorum items --format json"),
    "explained": (Explained, "variorum explain ITEM --format json"),
    "relation": (Relation, "variorum explain ASSERTION OTHER --format json"),
    "timelines": (list[Timeline], "variorum timeline --format json"),
}


@app.command(short_help="What cannot all be true, and why.")
def conflicts(
    state: Annotated[list[str] | None, typer.Option(help="only in this state; may be given again")] = None,
    search: Annotated[str, typer.Option(help="only where these words occur")] = "",
    mine: Mine = False,
    check: Check = False,
    as_json: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """What cannot all be true, most important first, with the arithmetic."""
    wanted = known_states(state or []) or CONFLICT_STATES
    with open_workspace(accepted_only, known_at, recorded_at) as workspace:
        query, if_none = _wanted(wanted, search, mine=mine), _NOTHING_WAITS if mine else "no conflicts"
        states = _print_items(workspace, query, as_json=as_json, if_none=if_none, conflicts_only=True)
    if check and states & OPEN_STATES:
        raise typer.Exit(1)


@app.command(short_help="Every data item, agreeing ones too.")
def items(
    state: Annotated[list[str] | None, typer.Option(help="only in this state; may be given again")] = None,
    search: Annotated[str, typer.Option(help="only where these words occur")] = "",
    mine: Mine = False,
    as_json: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Every data item, agreeing ones too."""
    wanted = known_states(state or [])
    with open_workspace(accepted_only, known_at, recorded_at) as workspace:
        if_none = _NOTHING_WAITS if mine else "no data items yet; `variorum claims import FILE` makes them"
        _print_items(workspace, _wanted(wanted, search, mine=mine), as_json=as_json, if_none=if_none)


@app.command(short_help="Why an item, or a pair, is as it is.")
def explain(
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="SUBJECT/ATTRIBUTE, a subject with one item, or an assertion")
    ],
    other: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="a second assertion: explain just the two")
    ] = None,
    blind: Annotated[
        bool, typer.Option("--blind", help="without what others than --reviewer decided, until they have too")
    ] = False,
    as_json: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Why an item is as it is: every relation of its assertions, in a sentence each."""
    with open_workspace(accepted_only, known_at, recorded_at) as workspace:
        if other is not None:
            _explain_pair(workspace, id_, other, as_json=as_json)
            return
        sight = (BlindSight if blind else Sight)(workspace, reviewer_name() if blind else "")
        item = sight.item(workspace.find_key(id_))
        silent = workspace.silent_articles(item)
        if as_json:
            write_json({**items_json(workspace, [item])[0], "silence": silent})
            return
    from tui.writers.terminal import render_item, render_proposals, render_relations

    out = console()
    out.print(render_item(item))
    if item.relations:
        out.print("")
        out.print(render_relations(item))
    if item.proposals:
        out.print("")
        out.print(render_proposals(item.proposals))
    for name in silent:
        out.print(visible(f"silence: {name} speaks of {item.name} but not of its {item.attribute}"))


@app.command(short_help="A toll over time, revisions marked.")
def timeline(
    id_: Annotated[str, typer.Argument(metavar="ITEM", help="the data item, as SUBJECT/ATTRIBUTE")],
    as_json: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """A toll over time as a step plot: each origin with its bounds, downward revisions and self-corrections marked."""
    with open_workspace(accepted_only, known_at, recorded_at) as workspace:
        item = workspace.find_item(id_)
    timelines = build_timelines(item)
    if as_json:
        write_json(to_plain(timelines))
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


def _wanted(states: Sequence[str], search: str, *, mine: bool) -> ItemFilter:
    """Return the filter for items in these states that hold these words, and, if wanted, wait for the reviewer."""
    query = queue_of(reviewer_name()) if mine else ItemFilter()
    return replace(query.having("state", states), words=search)


def _print_items(
    workspace: Workspace,
    wanted: ItemFilter,
    *,
    as_json: bool,
    if_none: str,
    conflicts_only: bool = False,
) -> set[str]:
    """Print the items that a filter lets through; return the states they are in."""
    if as_json or not workspace.lens.is_clear:
        items = read_items(workspace, wanted)
        items = [item for item in items if item.is_conflict or not conflicts_only]
        if as_json:
            write_json(items_json(workspace, items))
        else:
            _print_lines(list(map(line_of, items)))
        present: set[str] = {item.state for item in items}
    else:
        present = _print_summaries(workspace, wanted, conflicts_only=conflicts_only)
    if not present and not as_json:
        say(if_none)
    return present


def _print_summaries(workspace: Workspace, wanted: ItemFilter, *, conflicts_only: bool) -> set[str]:
    """Print the items by their stored summaries, a page at a time; return the states they are in."""
    refresh(workspace)
    present: set[str] = set()
    numbers = workspace.dossier.queue(wanted)
    for start in range(0, len(numbers), _PAGE):
        rows = workspace.dossier.item_page(numbers[start : start + _PAGE])
        rows = [row for row in rows if is_conflict(row.state, row.members) or not conflicts_only]
        present |= {row.state for row in rows}
        names = workspace.names.of_rows(rows)
        lines = [
            Line(
                r.severity,
                r.state,
                item_id(*r.key),
                heading_of(r.subject, names[r.subject], r.attribute),
                r.members,
                r.explanation,
            )
            for r in rows
        ]
        _print_lines(lines, header=start == 0)
    return present


def _print_lines(lines: Sequence[Line], *, header: bool = True) -> None:
    from tui.writers.terminal import render_lines

    if lines:
        console().print(render_lines(lines, header=header))


def items_json(workspace: Workspace, items: Sequence[Item]) -> list[shapes.Item]:
    """Return items with the times their assertions were recorded."""
    recorded = workspace.dossier.recorded_at([m.assertion.id for item in items for m in item.members])
    return [item_json(item, recorded) for item in items]


def _explain_pair(workspace: Workspace, id_: str, other: str, *, as_json: bool) -> None:
    a, b = workspace.dossier.assertion(id_), workspace.dossier.assertion(other)
    vocabulary = workspace.dossier.vocabulary()
    infos = workspace.article_info([a.passage.article, b.passage.article])
    around = workspace.surroundings([a, b], infos)
    one, two = (read_assertions([assertion], vocabulary, infos, around=around)[0] for assertion in (a, b))
    relation = relate(one, two, Context(vocabulary))
    if as_json:
        write_json(relation.model_dump(mode="json"))
    else:
        console().print(visible(f"{relation.relation}: {relation.explanation}"))
