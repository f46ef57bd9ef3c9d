"""The conflict report as plain data: what it covers and in which order.

It never holds the evidence of more than one item: writers are given a way to read each item when they come to it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from claims.records import Record
from reconcile.items.item import Item, heading_of, item_id
from reconcile.items.states import OPEN_STATES, UNSETTLED_STATES, State

UNREVIEWED: Final[State] = "unreviewed"


class Entry(Record):
    """One data item of a report, without its evidence."""

    subject: str
    name: str = ""
    """What people call its subject; empty where only its key is known."""
    attribute: str
    state: str
    severity: str
    importance: int
    explanation: str = ""
    is_conflict: bool = False

    @property
    def id(self) -> str:
        """The item's id: subject/attribute."""
        return item_id(self.subject, self.attribute)

    @property
    def heading(self) -> str:
        """What the item is called where people read."""
        return heading_of(self.subject, self.name or self.subject, self.attribute)


def build_entry(item: Item, longest: int = 300) -> Entry:
    """Return the entry of an item; its explanation cut to `longest` characters."""
    fields = {name: getattr(item, name) for name in Entry.model_fields}
    return Entry.model_validate(fields | {"explanation": item.explanation[:longest]})


ItemReader = Callable[[Iterable[Entry]], Iterator[Item]]
"""Reads the items of entries, one after another, in their order."""


class Report(Record):
    """What a report covers, as of one ledger entry."""

    dossier: str
    """The file's name, without its folder."""
    head: tuple[int, str]
    """How many ledger entries there were and the root over them, which pins everything the report rests on."""
    articles: int
    view: tuple[str, ...] = ()
    """What was left out, in words: the filters and dates of the selection; empty for the whole dossier as it is."""
    entries: tuple[Entry, ...]
    """Most important first."""

    @property
    def conflicts(self) -> tuple[Entry, ...]:
        """What is or was in conflict."""
        return tuple(entry for entry in self.entries if entry.is_conflict)

    @property
    def held(self) -> tuple[Entry, ...]:
        """What waits for a person's word without being a conflict."""
        return tuple(entry for entry in self.entries if entry.state == "held")

    @property
    def agreed(self) -> tuple[Entry, ...]:
        """What nothing contradicts and a person has looked at: agreed, or said once."""
        return tuple(entry for entry in self._quiet if entry.state != UNREVIEWED)

    @property
    def unreviewed(self) -> tuple[Entry, ...]:
        """What nothing contradicts and nobody has looked at: it stays out of the body of a report."""
        return tuple(entry for entry in self._quiet if entry.state == UNREVIEWED)

    @property
    def _quiet(self) -> Iterator[Entry]:
        return (entry for entry in self.entries if not entry.is_conflict and entry.state != "held")

    @property
    def open(self) -> tuple[Entry, ...]:
        """The conflicts nobody has settled, or whose decision went stale."""
        return tuple(entry for entry in self.conflicts if entry.state in OPEN_STATES)

    @property
    def unsettled(self) -> tuple[Entry, ...]:
        """Everything that still waits for somebody or something; proposals wait in the inbox, not here."""
        return tuple(entry for entry in self.entries if entry.state in UNSETTLED_STATES and entry.state != UNREVIEWED)

    @property
    def events(self) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        """The entries of the body by subject, the subject with the most important item first."""
        body = [entry for entry in self.entries if entry.state != UNREVIEWED]
        first = {entry.subject: place for place, entry in reversed(list(enumerate(body)))}
        ordered = sorted(body, key=lambda entry: first[entry.subject])
        return tuple((subject, tuple(group)) for subject, group in groupby(ordered, lambda entry: entry.subject))


def build_report(
    entries: Iterable[Entry], *, dossier: str, head: tuple[int, str], articles: int, view: Sequence[str] = ()
) -> Report:
    """Return the report over `entries`, in an order that depends on nothing but them."""
    ordered = sorted(entries, key=lambda entry: (-entry.importance, entry.subject, entry.attribute))
    return Report(dossier=dossier, head=head, articles=articles, view=tuple(view), entries=tuple(ordered))
