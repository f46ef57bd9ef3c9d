"""Articles on a desk: what each is, what is missing of it, and what rests on it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from claims.decisions import Act, effective
from claims.models import Decision
from claims.store.dossier import ArticleRow
from reconcile.items.item import heading_of
from tui.services.inbox import InboxSession

_WANTED: Final = {"published": "date", "publisher": "outlet", "language": "language"}
"""What an article should say of itself, with the word for what is missing."""
_ACTS: Final[dict[Act, str]] = {
    "": "wait",
    "confirm": "accepted",
    "reject": "rejected",
    "different_event": "of another event",
}


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article as a line of the desk."""

    row: ArticleRow
    waiting: int
    """Proposals that nobody has looked at."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What it does not say of itself, in a word each."""
        return tuple(word for name, word in _WANTED.items() if not getattr(self.row, name))


@dataclass(frozen=True, slots=True)
class Rest:
    """What rests on an article."""

    statements: tuple[tuple[str, int], ...]
    """What became of its statements, with how many there are of each."""
    answers: tuple[str, ...]
    """The items whose decision accepts one of them, by name."""


class ArticleDesk:
    """The articles of a dossier, those that lack something first."""

    def __init__(self, session: InboxSession) -> None:
        """Begin with none; `load` reads them."""
        self.session = session
        self.lines: list[ArticleLine] = []

    def load(self, words: str = "") -> None:
        """Read the articles that have all of some words in their name, title, outlet or address."""
        wanted = words.casefold().split()
        waiting = {count.article: count.waiting for count in self.session.load()}
        lines = [ArticleLine(row, waiting.get(row.id, 0)) for row in self.session.workspace.article_rows()]
        found = [line for line in lines if all(word in _words_of(line.row) for word in wanted)]
        self.lines = sorted(found, key=lambda line: (-len(line.missing), line.row.published or "", line.row.name))

    def position(self, article: str) -> int:
        """Return the place of an article in the list; the first where it is not there."""
        return next((n for n, line in enumerate(self.lines) if line.row.id == article), 0)

    def rest(self, article: str) -> Rest:
        """Return what rests on an article: what became of its statements, and which answers accept one of them."""
        workspace = self.session.workspace
        entries = self.session.entries_of(article)
        counts: Counter[Act] = Counter(entry.act if entry.tier or entry.act else "confirm" for entry in entries)
        if self.session.blind:
            return Rest(_in_order(counts), ())
        ids = {assertion.id for assertion in workspace.dossier.assertions_of(article)}
        subjects = sorted({assertion.subject for assertion in workspace.dossier.assertions_of(article)})
        names = workspace.names.of_all(subjects)
        accepting = (d for subject in subjects for d in self._accepting(subject) if d.assertion in ids)
        headings = (heading_of(d.subject, names.get(d.subject, d.subject), d.attribute) for d in accepting)
        return Rest(_in_order(counts), tuple(dict.fromkeys(headings)))

    def _accepting(self, subject: str) -> Iterator[Decision]:
        """Yield the decisions in force on a subject that accept a statement."""
        decisions = effective(self.session.workspace.dossier.subject_decisions(subject))
        return (decision for decision in decisions if decision.action == "accept")


def _in_order(counts: Counter[Act]) -> tuple[tuple[str, int], ...]:
    return tuple((words, counts[act]) for act, words in _ACTS.items() if counts[act])


def _words_of(row: ArticleRow) -> str:
    return " ".join(filter(None, (row.name, row.title, row.publisher, row.url))).casefold()
