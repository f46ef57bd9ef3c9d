"""`variorum conflicts`, `items`, `explain`: what disagrees, and why."""

from collections.abc import Sequence
from pathlib import Path

import typer

from claims.errors import VariorumError
from claims.models import Assertion
from reconcile.evidence.lens import Lens
from reconcile.evidence.reading import read_assertions
from reconcile.items.item import Item, item_id
from reconcile.items.states import CONFLICT_STATES, OPEN_STATES, STATES
from reconcile.relations.pairs import Context
from reconcile.relations.relate import relate
from tui.output import console, progress, say, write_json
from tui.services.workspace import Workspace, is_shown
from tui.visible import visible
from tui.writers.json_views import shapes
from tui.writers.json_views.views import item_json
from tui.writers.lines import Line, line_of

_PAGE = 500


class StateError(VariorumError):
    """No such state."""

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(f"--state {state!r} is none of {', '.join(STATES)}")


def run_conflicts(dossier: Path, lens: Lens, states: Sequence[str], search: str, *, check: bool, as_json: bool) -> None:
    """Print the conflicts in any of `states` (all if none), most important first."""
    shown = known_states(states) or CONFLICT_STATES
    found = _run(dossier, lens, shown, search, as_json=as_json, empty="no conflicts")
    if check and found & OPEN_STATES:
        raise typer.Exit(1)


def run_items(dossier: Path, lens: Lens, states: Sequence[str], search: str, *, as_json: bool) -> None:
    """Print every data item in any of `states` (all if none)."""
    empty = "no data items yet; `variorum claims import FILE` makes them"
    _run(dossier, lens, known_states(states), search, as_json=as_json, empty=empty)


def _run(dossier: Path, lens: Lens, states: Sequence[str], search: str, *, as_json: bool, empty: str) -> set[str]:
    """Print the items under a filter; return the states there were."""
    with Workspace(dossier, lens=lens) as workspace:
        if as_json or not lens.is_clear:
            items = read_items(workspace, states, search)
            if as_json:
                write_json(items_json(workspace, items))
            else:
                _print_lines([line_of(item) for item in items])
            found: set[str] = {item.state for item in items}
        else:
            refresh(workspace)
            found = set()
            store = workspace.dossier
            numbers = store.item_numbers(states=states, search=search)
            for start in range(0, len(numbers), _PAGE):
                rows = store.item_page(numbers[start : start + _PAGE])
                found |= {row.state for row in rows}
                lines = [Line(r.severity, r.state, item_id(*r.key), r.members, r.explanation) for r in rows]
                _print_lines(lines, header=start == 0)
    if not found and not as_json:
        say(empty)
    return found


def _print_lines(lines: Sequence[Line], *, header: bool = True) -> None:
    from tui.writers.terminal import render_lines

    if lines:
        console().print(render_lines(lines, header=header))


def refresh(workspace: Workspace) -> int:
    """Bring every kept summary up to date, with progress; return how many were not."""
    with progress("reconciling") as step:
        return workspace.refresh(lambda done, _: step(done))


def known_states(states: Sequence[str]) -> tuple[str, ...]:
    """Return `states`.

    Raises:
        StateError: one of them is no state.
    """
    for state in states:
        if state not in STATES:
            raise StateError(state)
    return tuple(states)


def read_items(workspace: Workspace, states: Sequence[str], search: str = "") -> list[Item]:
    """Return the items under a filter, computed afresh, most important first."""
    refresh(workspace)
    store = workspace.dossier
    if workspace.lens.is_clear:
        return list(workspace.items(store.item_numbers(states=states, search=search)))
    # Kept summaries are of the dossier as it is; through a lens every item is looked at.
    every = workspace.items(store.item_numbers(search=search, empty=True))
    found = [item for item in every if is_shown(item) and (not states or item.state in states)]
    return sorted(found, key=lambda item: (-item.importance, item.subject, item.attribute))


def items_json(workspace: Workspace, items: Sequence[Item]) -> list[shapes.Item]:
    """Return items with the times their assertions were recorded."""
    recorded = workspace.dossier.recorded_at([m.assertion.id for item in items for m in item.members])
    return [item_json(item, recorded) for item in items]


def run_explain(dossier: Path, lens: Lens, id_: str, other: str | None, *, as_json: bool) -> None:
    """Explain one item, or the relation of two assertions."""
    with Workspace(dossier, lens=lens) as workspace:
        if other is not None:
            _explain_pair(
                workspace, workspace.dossier.assertion(id_), workspace.dossier.assertion(other), as_json=as_json
            )
            return
        item = workspace.find_item(id_)
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
        out.print(visible(f"silence: {name} speaks of {item.subject} but not of its {item.attribute}"))


def _explain_pair(workspace: Workspace, a: Assertion, b: Assertion, *, as_json: bool) -> None:
    vocabulary = workspace.dossier.vocabulary()
    infos = workspace.article_info([a.passage.article, b.passage.article])
    around = workspace.surroundings([a, b], infos)
    one, two = (read_assertions([assertion], vocabulary, infos, around=around)[0] for assertion in (a, b))
    relation = relate(one, two, Context(vocabulary))
    if as_json:
        write_json(relation.model_dump(mode="json"))
    else:
        console().print(visible(f"{relation.relation}: {relation.explanation}"))
