"""What a report for an editor is read from: a line for each event, and the articles, one after another."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Final, Protocol

from claims.grouping import group_by
from claims.models import Article, Decision, MentionRecord
from claims.store.tables.rows import ArticleRow
from reconcile.items.item import Item
from reconcile.reports.event_lines import EVENT_ATTRIBUTES, EventLine, build_event_line
from reconcile.reports.report import Entry, Report
from tui.services.background import Background
from tui.services.positions import Position

_PAGE: Final = 200


class Shelf(Protocol):
    """Looks up the records that the entries of a report name."""

    @property
    def title(self) -> str:
        """What the project calls itself; empty where it does not say."""
        ...

    def read(self, entries: Iterable[Entry]) -> Iterator[Item]:
        """Yield the items of entries, in their order."""
        ...

    def quoted_article(self, id_: str) -> Article:
        """Return an article with its text."""
        ...

    def decisions_on(self, item: Item) -> Sequence[Decision]:
        """Return the decisions on an item, oldest first."""
        ...

    def article_rows(self) -> Sequence[ArticleRow]:
        """Return the articles without their texts, by name then id."""
        ...

    def actor_name(self, name: str) -> str:
        """Return what an actor known by some name is called."""
        ...

    def position(self, place: str) -> Position | None:
        """Return where a place lies, as closely as its words say; None where the gazetteer does not know it."""
        ...

    def founding_mentions(self, subjects: Collection[str]) -> Mapping[str, MentionRecord]:
        """Return the first mention of each of the subjects that has any."""
        ...

    def background(self, subjects: Collection[str]) -> Sequence[Background]:
        """Return what was attached to these events, by event, in the order in which it was."""
        ...


def event_lines(report: Report, shelf: Shelf) -> Iterator[EventLine]:
    """Yield the line of each event that the body of a report has something on, the most important first."""
    every = group_by(report.entries, attrgetter("subject"))
    subjects, number = list(dict(report.events)), 1
    for start in range(0, len(subjects), _PAGE):
        page = subjects[start : start + _PAGE]
        founding = shelf.founding_mentions(page)
        for subject in page:
            entries = every.pop(subject, [])
            wanted = [entry for entry in entries if entry.attribute in EVENT_ATTRIBUTES] or entries[:1]
            line = build_event_line(number, entries, shelf.read(wanted), shelf.actor_name)
            if line is not None:
                number += 1
                yield _as_founded(line, founding.get(subject))


def _as_founded(line: EventLine, mention: MentionRecord | None) -> EventLine:
    """Return a line with the date and place of the mention that its event was founded on, where it has none itself."""
    if mention is None:
        return line
    founded = (mention.low, mention.high) if mention.low and mention.high else None
    place = mention.places[0] if len(mention.places) == 1 else ""
    return line.changed(span=line.span or founded, where=line.where or place)
