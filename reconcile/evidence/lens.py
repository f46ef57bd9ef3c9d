"""Filters a dossier to what had been published, recorded or accepted by a date.

An article whose publication date is not known was not known to be published by any date, so a dated view leaves it out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claims.amendments import Amendments
from claims.models import Assertion, Decision
from claims.values.dates import end_of
from claims.values.relative import read_edtf
from reconcile.evidence.reading import ArticleInfo


@dataclass(frozen=True, slots=True)
class Lens:
    """What a view lets through; the default lets everything through."""

    accepted_only: bool = False
    """Leave out proposals that no reviewer has confirmed."""
    known_at: str | None = None
    """Last instant by which an article must have been published, `YYYY-MM-DDTHH:MM:SS`."""
    recorded_at: str | None = None
    """Last instant by which an entry must have been recorded, `YYYY-MM-DDTHH:MM:SS`."""

    without: frozenset[str] = frozenset()
    """Ids of assertions to leave out: what would be if they had not been made."""
    without_reviewer: str = ""
    """Leave out what this reviewer decided."""

    @property
    def is_clear(self) -> bool:
        """Whether everything is let through."""
        return self == Lens()

    def assertions(
        self, every: Iterable[Assertion], articles: Mapping[str, ArticleInfo], recorded: Mapping[str, str]
    ) -> list[Assertion]:
        """Return the assertions let through; `recorded` gives the time each was recorded, by id."""
        others = (a for a in every if a.id not in self.without)
        return [
            a for a in others if self._published(articles.get(a.passage.article)) and self._recorded(recorded, a.id)
        ]

    def articles(self, every: Mapping[str, ArticleInfo], recorded: Mapping[str, str]) -> dict[str, ArticleInfo]:
        """Return the articles let through, by id; `recorded` gives the time each was recorded."""
        return {id_: info for id_, info in every.items() if self._published(info) and self._recorded(recorded, id_)}

    def decisions(self, every: Sequence[Decision]) -> list[Decision]:
        """Return the decisions let through: those made by either date."""
        limit = min(filter(None, (self.known_at, self.recorded_at)), default=None)
        others = (d for d in every if not self.without_reviewer or d.reviewer != self.without_reviewer)
        return [d for d in others if limit is None or d.decided_at.rstrip("Z") <= limit]

    def amendments(self, every: Amendments) -> Amendments:
        """Return the corrections of articles let through: those made by the date of recording.

        When an article appeared is known better now than then, so a view of what had been published uses all.
        """
        if self.recorded_at is None or all(self._by_then(one.decided_at) for one in every.every):
            return every
        return Amendments(one for one in every.every if self._by_then(one.decided_at))

    def _by_then(self, at: str) -> bool:
        return self.recorded_at is None or at.rstrip("Z") <= self.recorded_at

    def _published(self, article: ArticleInfo | None) -> bool:
        if self.known_at is None:
            return True
        published = end_of(article.published) if article and article.published else None
        return published is not None and published <= self.known_at

    def _recorded(self, recorded: Mapping[str, str], id_: str) -> bool:
        return self._by_then(recorded.get(id_, "9999"))


def instant(edtf: str | None) -> str | None:
    """Return the last instant of an EDTF date, for a lens.

    Raises:
        ValueProblem: it is no date.
    """
    return None if edtf is None else end_of(read_edtf(edtf))
