"""What people call the subjects of a dossier, looked up for as many as a page or a report has."""

import re
from collections.abc import Collection, Iterable
from typing import Final, Protocol

from claims.models import MentionRecord
from claims.store.dossier import ArticleRow, Dossier
from claims.vocabulary.model import Vocabulary
from reconcile.events import NO_FINGERPRINT
from reconcile.events.names import Founding, name_article, name_subject
from tui.services.neighbours import rebuild_mention

_MOST_KEPT: Final = 10_000
_ARTICLE: Final = re.compile("article .* ([0-9a-f]{8})")
"""The key of an article as a subject: `claims.articles.article_subject`."""


class _HasSubject(Protocol):
    """Any record of something on a subject."""

    @property
    def subject(self) -> str: ...


class Names:
    """The names of a dossier's subjects; those that were looked up are kept at hand, since they stay."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._vocabulary: Vocabulary | None = None
        self._made: dict[str, str] = {}

    def of(self, subject: str) -> str:
        """Return the name of one subject."""
        return self.of_all([subject])[subject]

    def of_all(self, subjects: Collection[str]) -> dict[str, str]:
        """Return the names of subjects by their keys."""
        vocabulary = self._dossier.vocabulary()
        if vocabulary is not self._vocabulary or len(self._made) > _MOST_KEPT:
            self._vocabulary, self._made = vocabulary, {}
        made = self._made
        if missing := [subject for subject in dict.fromkeys(subjects) if subject not in made]:
            founding = self._find_founding(missing)
            made |= {subject: name_subject(subject, vocabulary, founding.get(subject)) for subject in missing}
            made |= self._name_articles(missing)
        given = self._dossier.subject_map().names
        return {subject: given.get(subject) or made[subject] for subject in subjects}

    def in_full(self, subjects: Collection[str]) -> dict[str, str]:
        """Return the names of subjects; behind one that somebody gave stands what is known of what, where and when."""
        names = self.of_all(subjects)
        made = {subject: self._made[subject] for subject in names}
        return {key: name if name == made[key] else f"{name} ({made[key]})" for key, name in names.items()}

    def of_rows(self, rows: Iterable[_HasSubject]) -> dict[str, str]:
        """Return the names of the subjects of rows by their keys."""
        return self.of_all([row.subject for row in rows])

    def former(self, subject: str) -> list[str]:
        """Return the names that a subject had before, the first first; one that a renaming gave back is none."""
        decisions = [d for d in self._dossier.event_decisions() if d.action == "rename" and d.subject == subject]
        now, first = self.of(subject), self._made[subject]
        return [name for name in dict.fromkeys([first, *(d.name for d in decisions)]) if name != now]

    def _find_founding(self, subjects: Collection[str]) -> dict[str, Founding]:
        records = self._dossier.founding_mentions(subjects)
        articles = sorted({record.article for record in records.values()})
        rows = {row.id: row for row in self._dossier.article_rows_of(articles)}
        return {subject: _founding(record, rows.get(record.article)) for subject, record in records.items()}

    def _name_articles(self, subjects: Iterable[str]) -> dict[str, str]:
        """Return the names of those of the subjects that are articles with a title or an outlet."""
        ids = {subject: match[1] for subject in subjects if (match := _ARTICLE.fullmatch(subject))}
        rows = {row.id[:8]: row for row in self._dossier.article_rows_beginning(sorted(ids.values()))}
        named = {subject: name_article(*_described(rows[id_])) for subject, id_ in ids.items() if id_ in rows}
        return {subject: f"Article {name}" for subject, name in named.items() if name}


def _described(row: ArticleRow) -> tuple[str, str, str]:
    return row.title or "", row.publisher or "", row.published or ""


def _founding(record: MentionRecord, row: ArticleRow | None) -> Founding:
    mention = rebuild_mention(record, NO_FINGERPRINT)
    return Founding(mention, *_described(row)) if row is not None else Founding(mention)
