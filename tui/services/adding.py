"""Add documents to a dossier as articles, many in one commit."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from claims.addresses import page_key
from claims.articles import build_article, publication_claims
from claims.editions import is_edition
from claims.intake import Document
from claims.likeness import SHARED, likeness_marks
from claims.models import Article, Assertion
from tui.services.workspace import Workspace

LARGEST_KEPT: Final = 2_000_000
"""Bytes up to which an original is kept where nobody says otherwise."""
_AT_ONCE: Final = 100
"""Articles in one commit."""
_BYTES_AT_ONCE: Final = 20_000_000
"""Of originals held in memory for one commit."""


class _Signs(NamedTuple):
    """What an article has in common with its copies and with other editions of it."""

    page: str
    marks: frozenset[int]


class Added(NamedTuple):
    """An article that was read."""

    article: Article
    new: bool
    """To the dossier."""
    claims: tuple[Assertion, ...]
    """On when it was published."""


class Adder:
    """Adds documents one after another; `flush` records those that wait."""

    def __init__(
        self,
        workspace: Workspace,
        given: Mapping[str, str | None],
        *,
        revises: str | None = None,
        keep: bool | None = None,
        there: Callable[[Article, Article], None] = lambda old, new: None,
    ) -> None:
        """Prepare to add.

        Args:
            workspace: the dossier.
            given: metadata that replaces that of each document.
            revises: the article that each is a new edition of.
            keep: whether originals are kept; None for those up to `LARGEST_KEPT` bytes.
            there: called where the text is there already, with the article that has it and the one that was read.
        """
        self._workspace = workspace
        self._given = given
        self._revises = revises
        self._keep = keep
        self._there = there
        self._waiting: list[tuple[Article, tuple[Assertion, ...], bytes]] = []
        self._signs: list[tuple[Article, _Signs]] = []
        self.added: list[Added] = []
        self.kept = 0
        """Bytes of the originals that were kept."""

    def add(self, document: Document) -> None:
        """Take a document in; it is recorded with others, at the latest by `flush`."""
        store = self._workspace.dossier
        article = build_article(document, **self._given, revises=self._revises)
        signs = _signs(article)
        if any(_are_related(article, signs, other, known) for other, known in self._signs):
            self.flush()  # an edition or a copy of one that waits: that has to be recorded first
        if self._revises is None and any(beside := store.beside(article)):
            article = build_article(document, **self._given, revises=beside[0], revised_by=beside[1])
        if there := store.same_text(article):
            self._there(there, article)
            self.flush()
            self.added.append(Added(there, False, ()))
            return
        claims = tuple(publication_claims(article, document.stated_dates))
        self._signs.append((article, signs))
        self._waiting.append((article, claims, self._original(document, article)))
        if len(self._waiting) >= _AT_ONCE or sum(len(data) for _, _, data in self._waiting) > _BYTES_AT_ONCE:
            self.flush()

    def _original(self, document: Document, article: Article) -> bytes:
        """Return the bytes to keep; nothing where the text of the article is those bytes."""
        wanted = self._keep if self._keep is not None else len(document.original) <= LARGEST_KEPT
        return document.original if wanted and article.text_sha256 != article.original_sha256 else b""

    def flush(self) -> None:
        """Record what waits, in one commit."""
        waiting, self._waiting, self._signs = self._waiting, [], []
        if not waiting:
            return
        originals = [data for _, _, data in waiting if data]
        claims = [claim for _, claims, _ in waiting for claim in claims]
        new = self._workspace.dossier.add_articles([article for article, _, _ in waiting], claims, originals)
        self.kept += sum(map(len, originals))
        self.added += [
            Added(article, is_new, claims) for (article, claims, _), is_new in zip(waiting, new, strict=True)
        ]


def _signs(article: Article) -> _Signs:
    return _Signs(page_key(article.url or ""), frozenset(likeness_marks(article.text)))


def _are_related(article: Article, signs: _Signs, other: Article, known: _Signs) -> bool:
    """Return whether one article may be an edition or a copy of another."""
    is_one_page = bool(signs.page) and signs.page == known.page
    is_alike = len(signs.marks & known.marks) >= SHARED and is_edition(other, article)
    return is_one_page or is_alike or article.text_sha256 == other.text_sha256
