"""The rows of every table over a selection, an event at a time."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reconcile.items.item import Item
from reconcile.reports.report import Entry
from reconcile.reports.tables import (
    ASSERTIONS,
    DECISIONS,
    EVENT_TABLES,
    INCIDENTS,
    ITEMS,
    TABLES,
    Codes,
    Table,
    assertion_rows,
    assign_codes,
    build_facts,
    decision_rows,
    dictionary_rows,
    incident_row,
    item_row,
)
from reconcile.reports.tables.event_facts import Source
from reconcile.reports.tables.model import Row
from tui.services.reporting import Selection, make_report
from tui.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Event:
    """A subject with its items, read once for all tables."""

    subject: str
    items: Sequence[Item]
    every: Sequence[Item]
    """All of its items, those that a filter leaves out too: the facts of an event need them."""


def build_rows(workspace: Workspace, selection: Selection, tables: Iterable[Table]) -> Iterator[dict[str, list[Row]]]:
    """Yield the rows of the tables, an event at a time; the dictionary's last."""
    wanted = {table.name for table in tables}
    codes = assign_codes(workspace.dossier.events_in_order())
    for event in _events(workspace, selection):
        rows: dict[str, list[Row]] = {name: [] for name in wanted}
        rows |= {name: build(workspace, event) for name, build in _RECORD_ROWS.items() if name in wanted}
        yield rows | _event_rows(workspace, event, wanted, codes)
    yield {name: list(dictionary_rows(TABLES)) if name == "dictionary" else [] for name in wanted}


def _assertion_rows(workspace: Workspace, event: _Event) -> list[Row]:
    recorded = workspace.dossier.recorded_at(
        m.assertion.id for item in event.items for m in item.members if not m.linked
    )
    return [row for item in event.items for row in assertion_rows(item, recorded)]


def _item_rows(_: Workspace, event: _Event) -> list[Row]:
    return list(map(item_row, event.items))


def _decision_rows(workspace: Workspace, event: _Event) -> list[Row]:
    return [row for item in event.items for row in decision_rows(item, workspace.decisions_on(item))]


_RECORD_ROWS: Final[Mapping[str, Callable[[Workspace, _Event], list[Row]]]] = {
    ASSERTIONS.name: _assertion_rows,
    ITEMS.name: _item_rows,
    DECISIONS.name: _decision_rows,
}
"""The tables with a row for each record."""


def _event_rows(
    workspace: Workspace, event: _Event, wanted: Collection[str], codes: Mapping[str, Codes]
) -> dict[str, list[Row]]:
    """Return the rows of the tables with a row for each event; none where the subject is no event."""
    builders = [each for each in EVENT_TABLES if each.table.name in wanted]
    if not _is_event(event.every):
        return {}
    rows = {INCIDENTS.name: [_incident_row(workspace, event.subject, codes)]} if INCIDENTS.name in wanted else {}
    if not builders:
        return rows
    sources = _sources(workspace, event.every)
    facts = build_facts(event.subject, event.every, workspace.dossier.vocabulary(), sources, codes.get(event.subject))
    return rows | {each.table.name: list(each.rows(facts)) for each in builders}


def _incident_row(workspace: Workspace, subject: str, codes: Mapping[str, Codes]) -> Row:
    names, merged = workspace.names, workspace.dossier.subject_map().merged_into(subject)
    every = {**assign_codes([subject]), **codes}
    former = [(key, every[key]) for key in merged if key in every]
    return incident_row(subject, every[subject], names.of(subject), names.former(subject), former)


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
