"""What reviewers attached to events as background: articles, or statements in them, that are no evidence."""

from collections.abc import Iterable
from dataclasses import dataclass

from claims.models import Assertion, EventDecision
from claims.store.dossier import ArticleRow, Dossier


@dataclass(frozen=True, slots=True)
class Background:
    """An article that tells of the background of an event, or one statement in it."""

    decision: EventDecision
    event: str
    """The event that has it now."""
    row: ArticleRow
    """The article, without its text."""
    claim: Assertion | None = None
    """The statement that is meant; None for the whole article."""

    @property
    def words(self) -> str:
        """Outlet, day and title of the article, with the words that are meant."""
        described = describe_row(self.row)
        return f"{described}: “{self.claim.passage.exact}”" if self.claim else described


def read_background(dossier: Dossier, events: Iterable[str]) -> list[Background]:
    """Return what was attached to these events, by event, in the order in which it was."""
    attached = [(event, decision) for event in events for decision in dossier.subject_map().background(event)]
    decisions = [decision for _, decision in attached]
    claims = dossier.recorded_assertions({d.assertion for d in decisions if d.assertion})
    rows = {row.id: row for row in dossier.article_rows_of(sorted({d.article for d in decisions if d.article}))}
    return [Background(d, event, rows[d.article or ""], claims.get(d.assertion)) for event, d in attached]


def describe_row(row: ArticleRow) -> str:
    """Return outlet, day and title of an article; its file name where it has no title."""
    return ", ".join(filter(None, (row.publisher, row.published, row.title or row.name)))
