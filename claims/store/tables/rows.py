"""Rows of the computed tables as the store returns them: lines of lists, not records of evidence."""

from dataclasses import dataclass
from typing import NamedTuple

from claims.decisions import Act
from claims.models import Assertion, Decision
from claims.store.tables.queue import ItemRow


@dataclass(frozen=True, slots=True)
class Summary:
    """A reconciler's summary of an item, for the queue; `dirty` is from when its evidence was read."""

    item: int
    dirty: int
    state: str
    severity: str
    importance: int
    members: int
    explanation: str
    words: str
    facets: tuple[tuple[str, str], ...] = ()
    """(field, value) pairs that a queue can be filtered by."""
    competing: str = ""
    differing: str = ""
    origins: int = 0
    proposals: int = 0


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article without its text."""

    id: str
    name: str
    publisher: str | None
    published: str | None
    title: str | None
    length: int
    author: str | None
    url: str | None
    modified: str | None
    language: str | None
    revises: str | None
    revised_by: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How far the proposals of one article have been reviewed."""

    article: str
    name: str
    waiting: int
    proposed: int


class PlacedProposal(NamedTuple):
    """The place of a proposal in its article, and the act on it."""

    seq: int
    start: int
    stop: int
    tier: str
    act: Act
    """Empty while it waits for a reviewer."""


class SubjectRecord(NamedTuple):
    """All that a dossier has on one subject."""

    subject: str
    items: tuple[ItemRow, ...]
    """By attribute."""
    assertions: tuple[Assertion, ...]
    """By id."""
    decisions: tuple[Decision, ...]
    """Oldest first."""


class EventCount(NamedTuple):
    """An event with how much is said of it."""

    subject: str
    items: int
    unsettled: int
    """Items that wait for a decision."""
