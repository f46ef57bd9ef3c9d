"""The rows of every table over a selection, an event at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reconcile.items.item import Item
from reconcile.reports.report import Entry
from reconcile.reports.tables import (
    ASSERTIONS,
    DECISIONS,
    EVENT_TABLES,
    ITEMS,
    TABLES,
    Table,
    assertion_rows,
    build_facts,
    decision_rows,
    dictionary_rows,
    item_row,
)
from reconcile.reports.tables.event_facts import Source
from reconcile.reports.tables.model import Row
from tui.services.reporting import Selection, make_report
from tui.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Event:
    """One subject with its items, read once for all tables."""

    subject: str
    items: Sequence[Item]
    every: Sequence[Item]
    """Its items that a filter leaves out too: the facts of an event need them."""


def build_rows(workspace: Workspace, selection: Selection, tables: Iterable[Table]) -> Iterator[dict[str, list[Row]]]:
    """Yield the rows of the tables, an event at a time; the dictionary's last."""
    wanted = {table.name for table in tables}
    for event in _events(workspace, selection):
        found: dict[str, list[Row]] = {name: [] for name in wanted}
        if ASSERTIONS.name in wanted:
            ids = [m.assertion.id for item in event.items for m in item.members if not m.linked]
            recorded = workspace.dossier.recorded_at(ids)
            found[ASSERTIONS.name] = [row for item in event.items for row in assertion_rows(item, recorded)]
        if ITEMS.name in wanted:
            found[ITEMS.name] = [item_row(item) for item in event.items]
        if DECISIONS.name in wanted:
            found[DECISIONS.name] = [
                row for item in event.items for row in decision_rows(item, workspace.decisions_on(item))
            ]
        if _is_event(event.every):
            facts = None
            for each in EVENT_TABLES:
                if each.table.name in wanted:
                    facts = facts or build_facts(
                        event.subject, event.every, workspace.dossier.vocabulary(), _sources(workspace, event.every)
                    )
                    found[each.table.name] = list(each.rows(facts))
        yield found
    yield {name: list(dictionary_rows(TABLES)) if name == "dictionary" else [] for name in wanted}


def _events(workspace: Workspace, selection: Selection) -> Iterator[_Event]:
    report = make_report(workspace, selection)
    every: dict[str, tuple[Entry, ...]] = {}
    if selection.states or selection.attributes or selection.names:
        every = dict(make_report(workspace).events)
    for subject, entries in report.events:
        items = list(workspace.read(entries))
        chosen = {entry.id for entry in entries}
        rest = [entry for entry in every.get(subject, ()) if entry.id not in chosen]
        yield _Event(subject, items, [*items, *workspace.read(rest)])


def _is_event(items: Iterable[Item]) -> bool:
    return any(m.assertion.subject_kind == "event" for item in items for m in item.members)


def _sources(workspace: Workspace, items: Iterable[Item]) -> dict[str, Source]:
    ids = sorted({m.assertion.passage.article for item in items for m in item.members})
    rows = workspace.dossier.article_rows_of(ids)
    return {row.id: Source(row.name, row.publisher or f"article {row.name}", row.published, row.title) for row in rows}
