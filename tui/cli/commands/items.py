"""`variorum conflicts`, `items`, `explain` and `timeline`: what disagrees, and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Final

import typer

from claims.grouping import in_parts
from claims.store.tables.queue import ItemFilter
from reconcile.evidence.reading import read_assertions
from reconcile.items.item import Item, heading_of, item_id
from reconcile.items.states import CONFLICT_STATES, OPEN_STATES
from reconcile.relations.pairs import Context
from reconcile.relations.relate import relate
from reconcile.reports.timeline import Timeline, build_timelines
from tui.cli.options import (
    AcceptedOnly,
    Check,
    Json,
    KnownAt,
    Limit,
    Mine,
    Page,
    RecordedAt,
    open_workspace,
    part_of,
    reviewer_name,
)
from tui.output import console, say, write_json, write_json_list
from tui.services.query import queue_of
from tui.services.reporting import READ_ONCE_KB, find_items, known_states
from tui.services.sight import BlindSight, Sight
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.json_views import shapes
from tui.writers.json_views.shapes import Shape, fill_shape, to_plain
from tui.writers.json_views.views import item_json
from tui.writers.lines import Line, line_of

app = typer.Typer()

_PAGE: Final = 500
"""Lines printed at once."""

_AT_ONCE: Final = 20
"""Items whose assertions are looked up at once."""

_NOTHING_WAITS: Final = "nothing that is assigned to you waits here"


class Explained(shapes.Item):
    """A data item, and who speaks of its subject without a word on it."""

    silence: list[str]
    """Names of articles."""


SHAPES: Final[dict[str, Shape]] = {
    "conflicts": (list[shapes.Item], "variorum conflicts --format json"),
    "items": (list[shapes.Item], "variorum items --format json"),
    "explained": (Explained, "variorum explain ITEM --format json"),
    "relation": (shapes.Relation, "variorum explain ASSERTION OTHER --format json"),
    "timelines": (list[Timeline], "variorum timeline --format json"),
}


@app.command(short_help="What cannot all be true, and why.")
def conflicts(
    state: Annotated[list[str] | None, typer.Option(help="only in this state; may be given again")] = None,
    search: Annotated[str, typer.Option(help="only where these words occur")] = "",
    mine: Mine = False,
    check: Check = False,
    limit: Limit = None,
    page: Page = None,
    as_json: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """What cannot all be true, most important first, with the arithmetic."""
    wanted = known_states(state or []) or CONFLICT_STATES
    with open_workspace(accepted_only, known_at, recorded_at, cache_kb=READ_ONCE_KB) as workspace:
        # Of what was asked for by its state a program gets also what is none by its state alone.
        found = find_items(
            workspace,
            _wanted(wanted, search, mine=mine),
            lambda state, is_conflict: is_conflict or (as_json and state not in CONFLICT_STATES),
        )
        _print_items(workspace, found.numbers[slice(*part_of(limit, page))], as_json=as_json, conflicts_only=True)
    if not found.numbers and not as_json:
        say(_NOTHING_WAITS if mine else "no conflicts")
    if check and not OPEN_STATES.isdisjoint(found.states):
        raise typer.Exit(1)


@app.command(short_help="Every data item, agreeing ones too.")
def items(
    state: Annotated[list[str] | None, typer.Option(help="only in this state; may be given again")] = None,
    search: Annotated[str, typer.Option(help="only where these words occur")] = "",
    mine: Mine = False,
    limit: Limit = None,
    page: Page = None,
    as_json: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Every data item, agreeing ones too."""
    wanted = known_states(state or [])
    with open_workspace(accepted_only, known_at, recorded_at, cache_kb=READ_ONCE_KB) as workspace:
        numbers = find_items(workspace, _wanted(wanted, search, mine=mine)).numbers
        _print_items(workspace, numbers[slice(*part_of(limit, page))], as_json=as_json)
    if not numbers and not as_json:
        say(_NOTHING_WAITS if mine else "no data items yet; `variorum claims import FILE` makes them")


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
            write_json({**next(items_json(workspace, [item])), "silence": silent})
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


def _print_items(workspace: Workspace, found: Sequence[int], *, as_json: bool, conflicts_only: bool = False) -> None:
    """Print items, given by row number, as they are read."""
    items = (item for item in workspace.items(found) if item.is_conflict or not conflicts_only)
    if as_json:
        write_json_list(items_json(workspace, items))
    elif workspace.lens.is_clear:
        _print_summaries(workspace, found)
    else:
        for number, part in enumerate(in_parts(items, _PAGE)):
            _print_lines(list(map(line_of, part)), header=not number)


def _print_summaries(workspace: Workspace, found: Sequence[int]) -> None:
    """Print the items by their stored summaries, a page at a time."""
    for start in range(0, len(found), _PAGE):
        rows = workspace.dossier.item_page(found[start : start + _PAGE])
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


def _print_lines(lines: Sequence[Line], *, header: bool = True) -> None:
    from tui.writers.terminal import render_lines

    if lines:
        console().print(render_lines(lines, header=header))


def items_json(workspace: Workspace, items: Iterable[Item]) -> Iterator[shapes.Item]:
    """Yield items with the times their assertions were recorded, some at a time."""
    for part in in_parts(items, _AT_ONCE):
        recorded = workspace.dossier.recorded_at([m.assertion.id for item in part for m in item.members])
        yield from (item_json(item, recorded) for item in part)


def _explain_pair(workspace: Workspace, id_: str, other: str, *, as_json: bool) -> None:
    a, b = workspace.dossier.assertion(id_), workspace.dossier.assertion(other)
    vocabulary = workspace.dossier.vocabulary()
    infos = workspace.article_info([a.passage.article, b.passage.article])
    around = workspace.surroundings([a, b], infos)
    one, two = (read_assertions([assertion], vocabulary, infos, around=around)[0] for assertion in (a, b))
    relation = relate(one, two, Context(vocabulary))
    if as_json:
        write_json(fill_shape(shapes.Relation, relation))
    else:
        console().print(visible(f"{relation.relation}: {relation.explanation}"))
