"""A dossier with its reconciler: every command and screen opens one of these.

Owns the traffic between the store and the pure functions: which evidence is read for an item, when a kept summary is
computed afresh. Refuses to draw or to ask.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, Self

from claims.claimsfile import ArticleText
from claims.models import Article, Assertion, Decision
from claims.store.dossier import Dossier, ItemRow, Summary, UnknownRecordError
from claims.store.engine import DossierError
from reconcile.conflicts import Item, build_item, item_id, split_item_id
from reconcile.lens import Lens
from reconcile.reading import ArticleInfo
from reconcile.report import Entry
from tui.plugins import load_policies

_SLICE_S: Final = 0.05
"""How long summaries are gathered before they are saved: a writer waiting meanwhile is a reviewer waiting."""

CONFLICT_STATES: Final = ("open", "stale", "contested", "needs_evidence", "undecided", "resolved")
UNSETTLED: Final = ("open", "stale", "contested", "needs_evidence", "undecided")


_CLEAR: Final = Lens()

_KEPT_ARTICLES: Final = 32
"""Texts kept while a report quotes from them."""


class Workspace:
    """An open dossier that can also say what follows from it."""

    def __init__(self, path: Path, *, create: bool = False, lens: Lens = _CLEAR) -> None:
        """Open the dossier at `path`, seen through `lens`.

        Raises:
            DossierError: there is none and `create` is false, or the file cannot be used.
        """
        self.dossier = Dossier(path, create=create)
        self.lens = lens
        self._articles: dict[str, ArticleInfo] = {}
        self._quoted = lru_cache(maxsize=_KEPT_ARTICLES)(self.dossier.article)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.dossier.close()

    # ------------------------------------------------------------------ articles

    def article_info(self, ids: Sequence[str]) -> dict[str, ArticleInfo]:
        """Return name, publisher and date of these articles, by id."""
        missing = [id_ for id_ in ids if id_ not in self._articles]
        for row in self.dossier.article_rows_of(missing):
            self._articles[row.id] = ArticleInfo(row.name, row.publisher, row.published)
        return {id_: self._articles[id_] for id_ in ids if id_ in self._articles}

    def article_text(self, name: str) -> ArticleText:
        """Return what a claim on the article of this name or id is checked against."""
        article = self.dossier.article_named(name)
        return ArticleText(id=article.id, published=article.published, text=article.text)

    # ------------------------------------------------------------------ items

    def item(self, key: tuple[str, str]) -> Item:
        """Return the data item as its evidence and decisions make it now.

        Raises:
            UnknownRecordError: there is no such item.
        """
        self.dossier.item_row(key)
        return self._build(key)

    def find_item(self, written: str) -> Item:
        """Return the item of an id (`subject/attribute`), or the only item of a subject, or the item of an assertion.

        Raises:
            UnknownRecordError: nothing goes by that name.
        """
        subject, name = split_item_id(written)
        attribute = self.dossier.vocabulary().attribute(name)
        if subject and attribute is not None:
            return self.item((subject, attribute.name))
        numbers = self.dossier.item_numbers(subject=written, empty=True)
        if len(numbers) == 1:
            return self.item(self.dossier.item_page(numbers)[0].key)
        if numbers:
            names = ", ".join(row.attribute for row in self.dossier.item_page(numbers))
            raise UnknownRecordError("data item", written, f"say which attribute, as {written}/NAME: {names}")
        if len(written) >= 6 and all(c in "0123456789abcdef" for c in written):
            return self.item(self.dossier.assertion(written).item)
        raise UnknownRecordError("data item", written, "`variorum items` lists them")

    def silent_articles(self, item: Item) -> list[str]:
        """Return the names of articles that speak of the item's subject but say nothing on the item."""
        speaking = {member.assertion.passage.article for member in item.members}
        silent = [id_ for id_ in self.dossier.articles_on(item.subject) if id_ not in speaking]
        return sorted(info.name for info in self.article_info(silent).values())

    def _build(self, key: tuple[str, str], *, with_proposals: bool = True, lens: Lens | None = None) -> Item:
        lens = lens or self.lens
        evidence: Sequence[Assertion] = self.dossier.evidence(key)
        infos = self.article_info(sorted({a.passage.article for a in evidence}))
        decisions: Sequence[Decision] = self.dossier.subject_decisions(key[0])
        if not lens.is_clear:
            recorded = self.dossier.recorded_at(a.id for a in evidence) if lens.recorded_at else {}
            evidence, decisions = lens.assertions(evidence, infos, recorded), lens.decisions(decisions)
        vocabulary = self.dossier.vocabulary()
        if vocabulary.attribute(key[1]) is None and not evidence:
            problem = (
                f"lists an item that no claim makes ({item_id(*key)}); `variorum rebuild` computes the list afresh"
            )
            raise DossierError(self.dossier.path, problem, 3)
        return build_item(
            key,
            evidence,
            decisions,
            vocabulary,
            infos,
            with_proposals=with_proposals,
            accepted_only=lens.accepted_only,
            policies=load_policies()[0],
        )

    def items(self, numbers: Sequence[int]) -> Iterator[Item]:
        """Yield these items, computed now, in the order asked for."""
        for start in range(0, len(numbers), 200):
            for row in self.dossier.item_page(numbers[start : start + 200]):
                yield self._build(row.key)

    # ------------------------------------------------------------------ what a report reads

    def read(self, entries: Iterable[Entry]) -> Iterator[Item]:
        """Yield the items of entries, computed now, in their order."""
        for entry in entries:
            yield self._build((entry.subject, entry.attribute))

    def quoted_article(self, id_: str) -> Article:
        """Return an article with its text; the last few are kept at hand."""
        return self._quoted(id_)

    def decisions_on(self, item: Item) -> Sequence[Decision]:
        """Return the decisions on an item that the lens lets through, oldest first."""
        return self.lens.decisions(self.dossier.decisions((item.subject, item.attribute)))

    def refresh(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Compute every summary that is out of date; return how many. Interrupted, it goes on where it stopped."""
        total = self.dossier.dirty_count()
        done = 0
        while rows := self.dossier.dirty_items(limit=500):
            gathered: list[Summary] = []
            started = time.monotonic()
            for row in rows:
                gathered.append(summarise(self._build(row.key, with_proposals=False, lens=_CLEAR), row))
                if time.monotonic() - started > _SLICE_S:
                    self.dossier.save_summaries(gathered)
                    done += len(gathered)
                    gathered = []
                    if progress:
                        progress(done, total)
                    started = time.monotonic()
            self.dossier.save_summaries(gathered)
            done += len(gathered)
            if progress:
                progress(done, total)
        return done


def is_shown(item: Item) -> bool:
    """Return whether an item has anything to show; one whose evidence is all of other attributes, once those meet."""
    if item.is_conflict or any(not member.linked for member in item.members):
        return True
    return any(relation.relation != "different_attribute" for relation in item.relations)


def summarise(item: Item, row: ItemRow) -> Summary:
    """Return the line of the queue for an item."""
    quotes = " ".join(dict.fromkeys(m.assertion.passage.exact for m in item.members))
    rationale = item.resolution.decision.rationale if item.resolution.decision else ""
    words = " ".join((item.subject, item.attribute, item.explanation, rationale, quotes)).casefold()
    return Summary(
        item=row.item,
        dirty=row.dirty,
        state=item.state,
        severity=item.severity,
        importance=item.importance,
        members=len(item.members) if is_shown(item) else 0,
        explanation=item.explanation[:2000],
        words=words[:8000],
    )
