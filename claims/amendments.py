"""Apply amendments: corrections of what an article is, in the order in which they were made.

An article's text never changes, nor does its record; what holds now follows from the amendments in force, so that
undoing one restores what was there.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from claims.decisions import effective
from claims.grouping import group_by
from claims.models import Amendment, Article, Assertion

AMENDABLE: Final = ("publisher", "published", "modified", "title", "author", "url", "language")
"""Fields of an article that a reviewer may correct."""
REVISES: Final = "revises"
RETRACTED: Final = "retracted"


class Amendments:
    """The amendments of a dossier, by article."""

    def __init__(self, amendments: Iterable[Amendment] = ()) -> None:
        """Fold `amendments`, oldest first."""
        self.every = tuple(amendments)
        self._in_force = group_by(effective(self.every), lambda one: one.article)

    def __bool__(self) -> bool:
        """Whether any amendment is in force."""
        return bool(self._in_force)

    def of(self, article: str) -> tuple[Amendment, ...]:
        """Return the amendments of an article that are in force, oldest first."""
        return tuple(self._in_force.get(article, ()))

    def unlike(self, other: "Amendments") -> set[str]:
        """Return the ids of the articles of which other amendments are in force in `other`."""
        if self is other:
            return set()
        return {id_ for id_ in self._in_force.keys() | other._in_force.keys() if self.of(id_) != other.of(id_)}

    def changes(self, article: str) -> dict[str, str | None]:
        """Return the amended fields of an article with their values now."""
        return {field: new for one in self.of(article) for field, _, new in one.changes}

    def amended(self, article: Article) -> Article:
        """Return the article as it is now."""
        changes = {name: value for name, value in self.changes(article.id).items() if name in Article.model_fields}
        return article.changed(**changes) if changes else article

    def following(self, assertion: Assertion) -> Assertion:
        """Return the assertion with the date of its article where it had none of its own.

        It had none where it knows up to exactly what its article said of itself.
        """
        changes = self.changes(assertion.passage.article)
        if not changes.keys() & {"published", "modified"}:
            return assertion
        first = self._first_values(assertion.passage.article)
        former = _known_until(first, {})
        return assertion if assertion.as_of != former else assertion.changed(as_of=_known_until(first, changes))

    def _first_values(self, article: str) -> Mapping[str, str | None]:
        """Return what each amended field said before anybody amended it."""
        first: dict[str, str | None] = {}
        for one in self.of(article):
            for field, old, _ in one.changes:
                first.setdefault(field, old)
        return first


def _known_until(first: Mapping[str, str | None], changes: Mapping[str, str | None]) -> str | None:
    values = {**first, **changes}
    return values.get("modified") or values.get("published")
