"""An open dossier with what follows from its records: items, the lines of its queue, agreement between reviewers.

Every command and screen opens one. Items are computed from evidence and decisions each time; only the queue's lines are
stored, and computed afresh when they are out of date.
"""

import itertools
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import fields, replace
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol, Self, TypedDict, Unpack

from claims.amendments import Amendments
from claims.assertions import articles_of
from claims.claimsfile import ArticleText
from claims.editions import SINGLE
from claims.errors import VariorumError
from claims.grouping import in_parts
from claims.models import Article, Assertion, Decision, MentionRecord
from claims.store.addresses import DossierError
from claims.store.dossier import ArticleRow, Dossier, ItemRow, SubjectRecord, Summary, UnknownRecordError
from claims.store.tables.schema import parts_of
from claims.surroundings import Surroundings
from reconcile.bulk.screen import build_doubts, build_screen
from reconcile.evidence.copies import find_alike
from reconcile.evidence.lens import Lens
from reconcile.evidence.reading import ArticleInfo
from reconcile.items.build import build_item
from reconcile.items.item import Item, Resolution, item_id, split_item_id
from reconcile.items.knowledge import known_decisions
from tui.output import say, say_upgrade
from tui.services.background import Background, read_background
from tui.services.naming import Names
from tui.services.plugins import load_policies
from tui.services.positions import Position, find_position
from tui.services.project import load_project
from tui.services.reconcilers import compute_lines
from tui.services.reviews import find_agreement, resolve_alone
from tui.services.shown_evidence import ShownEvidence, narrow
from tui.services.signing import sign_texts
from tui.services.summaries import summarise

_SLICE_S: Final = 0.2
"""How long summaries are gathered before they are saved: a writer waiting for many of them is a reviewer waiting."""

_ATTEMPTS: Final = 3
"""How often a summary is computed whose evidence others keep changing."""

_MANY: Final = 2_000
"""Items from which on it matters which of them are looked at first."""

_AT_ONCE: Final = 100
"""Items whose evidence is read at once."""

_SET_AT_ONCE: Final = 10_000
"""Items whose state is set by one statement: nobody waits long for it."""

_CLEAR: Final = Lens()

_NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})

_MOST_INFOS: Final = 10_000
"""Articles of which names and dates are kept at hand."""

_KEPT_ARTICLES: Final = 32
"""Texts kept while a report quotes from them."""


def text_of(article: Article) -> ArticleText:
    """Return what a claim on an article is checked against."""
    return ArticleText(**{name: getattr(article, name) for name in ArticleText.model_fields})


class HasKey(Protocol):
    """Anything that is about one data item."""

    @property
    def subject(self) -> str: ...

    @property
    def attribute(self) -> str: ...


class _Building(TypedDict, total=False):
    """How items are built."""

    in_full: bool
    named: bool
    lens: Lens
    """The workspace's, unless another is given."""
    decided: Callable[[Sequence[Decision]], Iterable[Decision]]
    """What to make of the decisions that the lens shows."""


class Workspace:
    """An open dossier that can also say what follows from it."""

    def __init__(self, path: Path, *, create: bool = False, lens: Lens = _CLEAR, cache_kb: int = 65_536) -> None:
        """Open the dossier at `path`, seen through `lens`.

        Raises:
            DossierError: there is none and `create` is false, or the file cannot be used.
        """
        self.dossier = Dossier(path, create=create, cache_kb=cache_kb, upgrading=say_upgrade)
        self.dossier.sign = sign_texts
        self.lens = lens
        self._articles: dict[str, ArticleInfo] = {}
        self._amendments = Amendments()
        self.names = Names(self.dossier)
        self._quoted = lru_cache(maxsize=_KEPT_ARTICLES)(self.dossier.article)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.dossier.close()
        if self.dossier.ahead:
            say(
                f"warning: the dossier's time is {self.dossier.ahead}; what is added gets the later of the two, since "
                "times never run backwards in a dossier: set the clock that is off"
            )

    # ------------------------------------------------------------------ articles

    def article_info(self, ids: Sequence[str]) -> dict[str, ArticleInfo]:
        """Return name, publisher and date of these articles, by id."""
        return self._infos(ids, self.amendments())

    def amendments(self, lens: Lens | None = None) -> Amendments:
        """Return the corrections of articles that a lens lets through: the workspace's, unless another is given."""
        return (lens or self.lens).amendments(self.dossier.amendments())

    def _infos(self, ids: Sequence[str], amendments: Amendments) -> dict[str, ArticleInfo]:
        now = self.dossier.amendments()
        # Somebody has amended an article, here or elsewhere; or whoever reads a long list through is far from these.
        if now is not self._amendments or len(self._articles) > _MOST_INFOS:
            self._articles.clear()
            self._amendments = now
        missing = [id_ for id_ in ids if id_ not in self._articles]
        for row in self.dossier.article_rows_of(missing):
            self._articles[row.id] = ArticleInfo(row.name, row.publisher, row.published)
        infos = {id_: self._articles[id_] for id_ in ids if id_ in self._articles}
        editions = self.dossier.editions()
        infos |= {id_: replace(infos[id_], edition=editions[id_]) for id_ in infos.keys() & editions.keys()}
        for id_ in amendments.unlike(now) & infos.keys():
            article = self.dossier.article(id_, amendments)
            edition = editions.get(id_, SINGLE)
            infos[id_] = ArticleInfo(article.name, article.publisher, article.published, edition)
        return infos

    def article_rows(self) -> list[ArticleRow]:
        """Return the articles that the lens lets through without their texts, by name then id."""
        rows = self._amended_rows()
        if self.lens.is_clear:
            return rows
        visible = self.visible_articles([row.id for row in rows])
        return [row for row in rows if row.id in visible]

    def _amended_rows(self) -> list[ArticleRow]:
        rows, amendments = self.dossier.article_rows(), self.amendments()
        for id_ in amendments.unlike(self.dossier.amendments()):
            article = self.dossier.article(id_, amendments)
            described = {each.name: getattr(article, each.name) for each in fields(ArticleRow) if each.name != "length"}
            rows = [replace(row, **described) if row.id == id_ else row for row in rows]
        return rows

    def visible_articles(self, ids: Sequence[str]) -> dict[str, ArticleInfo]:
        """Return name, publisher and date of those of these articles that the lens lets through, by id."""
        recorded = self.dossier.recorded_at(ids) if self.lens.recorded_at else {}
        return self.lens.articles(self.article_info(ids), recorded)

    def article_text(self, name: str) -> ArticleText:
        """Return what a claim on the article of this name or id is checked against."""
        return text_of(self.dossier.article(self.dossier.find_article(name)))

    def article_texts(self, names: Iterable[str]) -> dict[str, ArticleText]:
        """Return `article_text` of those of these names that can be had quickly, by name."""
        return {name: text_of(article) for name, article in self.dossier.articles_named(names).items()}

    # ------------------------------------------------------------------ items

    def item(self, key: tuple[str, str]) -> Item:
        """Return the data item as its evidence and decisions make it now.

        Raises:
            UnknownRecordError: there is no such item.
        """
        self.dossier.item_row(key)
        return self._build(key)

    def item_through(self, key: tuple[str, str], lens: Lens) -> Item:
        """Return the data item as it looks through another lens than this workspace's."""
        return self._build(key, lens=lens)

    def find_item(self, written: str) -> Item:
        """Return the item that `find_key` names.

        Raises:
            UnknownRecordError: nothing goes by that name.
        """
        return self.item(self.find_key(written))

    def find_key(self, written: str) -> tuple[str, str]:
        """Return the key of the item of an id (`subject/attribute`), the only one of a subject, or an assertion's.

        Raises:
            UnknownRecordError: nothing goes by that name.
        """
        subject, name = split_item_id(written)
        attribute = self.dossier.vocabulary().attribute(name)
        if subject and attribute is not None:
            return self.dossier.item_row((subject, attribute.name)).key
        numbers = self.dossier.item_numbers(subject=written, empty=True)
        if len(numbers) == 1:
            return self.dossier.item_page(numbers)[0].key
        if numbers:
            names = ", ".join(row.attribute for row in self.dossier.item_page(numbers))
            raise UnknownRecordError("data item", written, f"say which attribute, as {written}/NAME: {names}")
        if re.fullmatch("[0-9a-f]{6,}", written):
            return self.dossier.assertion(written).item
        raise UnknownRecordError("data item", written, "`variorum items` lists them")

    def silent_articles(self, item: Item) -> list[str]:
        """Return the names of articles that speak of the item's subject but say nothing on the item."""
        speaking = {member.assertion.passage.article for member in item.members}
        silent = [id_ for id_ in self.dossier.articles_on(item.subject) if id_ not in speaking]
        return sorted(info.name for info in self.visible_articles(silent).values())

    def item_seen_by(self, key: tuple[str, str], reviewer: str, *, opened: bool, more: Sequence[Decision] = ()) -> Item:
        """Return the item as a blind reviewer may know it.

        It still builds on the latest decision there is, so that recording on it misses none.

        Args:
            key: subject and attribute.
            reviewer: who reviews blind.
            opened: it is open before them, so that others are heard once they have settled it.
            more: decisions to be added, which are not recorded.
        """
        attribute = key[1] if opened else ""
        item = self._build(key, decided=lambda decisions: [*known_decisions(decisions, reviewer, attribute), *more])
        head = self.dossier.decisions(key)[-1:]
        return item.changed(head=head[0].id if head else None)

    def item_if(self, key: tuple[str, str], more: Sequence[Decision]) -> Item:
        """Return the item as it would be after these decisions, which are not recorded."""
        return self._build(key, in_full=False, decided=lambda decisions: [*decisions, *more])

    def _build(self, key: tuple[str, str], **options: Unpack[_Building]) -> Item:
        [item] = self._build_all([key], **options)
        return item

    def _build_all(self, keys: Sequence[tuple[str, str]], **options: Unpack[_Building]) -> Iterator[Item]:
        """Yield items in the order asked for, computed now from what is read of all of them at once."""
        lens = options.get("lens", self.lens)
        records = self._read_bearing(keys)
        names = self.names.of_all([record.subject for record in records]) if options.get("named", True) else {}
        shown = self._show(records, lens, names)
        for key in keys:
            self._check_listed(key, shown)
            yield build_item(
                shown.of(key, options.get("decided", tuple)),
                in_full=options.get("in_full", True),
                accepted_only=lens.accepted_only,
                policies=load_policies()[0],
            )

    def _read_bearing(self, keys: Sequence[tuple[str, str]]) -> list[SubjectRecord]:
        """Return what there is on the subjects of items that bears on any of these items."""
        evidence_for = self.dossier.vocabulary().evidence_for
        bearing = frozenset().union(*(evidence_for(attribute) for _, attribute in keys))
        return list(self.dossier.subjects_named({subject for subject, _ in keys}, bearing))

    def _show(
        self, records: Sequence[SubjectRecord], lens: Lens, names: Mapping[str, str] = _NO_NAMES
    ) -> ShownEvidence:
        """Return what a lens shows of subjects, and what is known of the articles that they quote."""
        amendments, dated = self.amendments(lens), list(records)
        if amendments:
            dated = [r._replace(assertions=tuple(map(amendments.following, r.assertions))) for r in records]
        infos = self._infos(articles_of(a for r in dated for a in r.assertions), amendments)
        visible = dated if lens.is_clear else self._look_through(lens, dated, infos)
        alike = [a for record in visible for a in find_alike(record.assertions, infos)]
        return ShownEvidence(
            recorded={record.subject: record for record in dated},
            shown={record.subject: record for record in visible},
            vocabulary=self.dossier.vocabulary(),
            infos=infos,
            around=self.dossier.surroundings(alike) if alike else {},
            names=names,
        )

    def _look_through(
        self, lens: Lens, records: Sequence[SubjectRecord], infos: Mapping[str, ArticleInfo]
    ) -> list[SubjectRecord]:
        """Return what a lens lets through of subjects."""
        every = (a.id for record in records for a in record.assertions)
        recorded = self.dossier.recorded_at(every) if lens.recorded_at else {}
        return [
            record._replace(
                assertions=tuple(lens.assertions(record.assertions, infos, recorded)),
                decisions=tuple(lens.decisions(record.decisions)),
            )
            for record in records
        ]

    def dated_as_amended(self, evidence: Sequence[Assertion]) -> Sequence[Assertion]:
        """Return statements that took the date of their article with the one that it has now."""
        amendments = self.amendments()
        return list(map(amendments.following, evidence)) if amendments else evidence

    def item_of(self, key: tuple[str, str], assertions: Sequence[Assertion], decisions: Sequence[Decision]) -> Item:
        """Return the data item that these records would make, without what policies propose."""
        record = SubjectRecord(key[0], (), tuple(assertions), tuple(decisions))
        return self._build_line(key, self._show([record], _CLEAR))

    def _build_line(self, key: tuple[str, str], shown: ShownEvidence) -> Item:
        self._check_listed(key, shown)
        return build_item(shown.of(key), in_full=False, policies=load_policies()[0])

    def surroundings(
        self, evidence: Iterable[Assertion], infos: Mapping[str, ArticleInfo], *, of_one_value: bool = False
    ) -> dict[str, Surroundings]:
        """Return what surrounds the quotes that may be copies of one another, by assertion id."""
        alike = find_alike(evidence, infos, of_one_value=of_one_value)
        return self.dossier.surroundings(alike) if alike else {}

    def _check_listed(self, key: tuple[str, str], shown: ShownEvidence) -> None:
        if not shown.is_listed(key):
            problem = (
                f"lists an item that no claim makes ({item_id(*key)}); `variorum rebuild` computes the list afresh"
            )
            raise DossierError(self.dossier.path, problem, 3)

    def items(self, numbers: Sequence[int], *, in_full: bool = True) -> Iterator[Item]:
        """Yield these items, computed now, in the order asked for; those that are gone are left out."""
        for part in parts_of(numbers, _AT_ONCE):
            yield from self._build_all([row.key for row in self.dossier.item_page(part)], in_full=in_full)

    # ------------------------------------------------------------------ what a report reads

    @property
    def title(self) -> str:
        """What the project of the dossier calls itself; empty where it does not say."""
        return load_project(self.dossier.path).title

    def read(self, entries: Iterable[HasKey], *, in_full: bool = True) -> Iterator[Item]:
        """Yield the items of entries of a report or a list, computed now, in their order."""
        for part in in_parts(entries, _AT_ONCE):
            yield from self._build_all([(entry.subject, entry.attribute) for entry in part], in_full=in_full)

    def quoted_article(self, id_: str) -> Article:
        """Return an article with its text; the last few are kept at hand."""
        return self._quoted(id_, self.amendments())

    def founding_mentions(self, subjects: Collection[str]) -> Mapping[str, MentionRecord]:
        """Return the first mention that was recorded under each of the subjects that has any."""
        return self.dossier.founding_mentions(subjects)

    def background(self, subjects: Collection[str]) -> list[Background]:
        """Return what was attached to these events, by event, in the order in which it was."""
        return read_background(self.dossier, subjects)

    def actor_name(self, name: str) -> str:
        """Return what an actor known by some name is called."""
        return self.dossier.vocabulary().actor_name(name)

    def position(self, place: str) -> Position | None:
        """Return where a place lies, as closely as its words say; None where the gazetteer does not know it."""
        return find_position(self.dossier.vocabulary(), place)

    def decisions_on(self, item: Item) -> Sequence[Decision]:
        """Return the decisions on an item that the lens lets through, oldest first."""
        return self.lens.decisions(self.dossier.decisions((item.subject, item.attribute)))

    def summary(self, row: ItemRow) -> Summary:
        """Return the line of the queue for an item, computed now."""
        item = self._build(row.key, in_full=False, named=False, lens=_CLEAR)
        return summarise(item, row, self.agreement(item))

    def summaries_in(self, records: Sequence[SubjectRecord]) -> Iterator[tuple[ItemRow, Summary | VariorumError]]:
        """Yield the lines of the queue for the items of subjects, computed now from what was read of them at once.

        Where an item cannot be computed, the error that says why comes in place of its line.
        """
        try:
            shown = self._show(records, _CLEAR)
        except VariorumError as error:
            yield from self._apart(records, error)
            return
        for row in itertools.chain.from_iterable(record.items for record in records):
            try:
                item = self._build_line(row.key, shown)
                yield row, summarise(item, row, self.agreement(item))
            except VariorumError as error:
                yield row, error

    def _apart(
        self, records: Sequence[SubjectRecord], error: VariorumError
    ) -> Iterator[tuple[ItemRow, Summary | VariorumError]]:
        """Yield the lines of items that cannot be read at once, each from its own evidence."""
        vocabulary = self.dossier.vocabulary()
        apart = [narrow(record, row.attribute, vocabulary) for record in records for row in record.items]
        if len(records) == 1 and apart == [*records]:
            yield records[0].items[0], error
            return
        for record in apart:
            yield from self.summaries_in([record])

    def resolutions_of(self, item: Item) -> dict[str, Resolution]:
        """Return what each reviewer who settled the item has made of it: see `resolve_alone`."""
        return resolve_alone(item, partial(self._build_as, item))

    def agreement(self, item: Item) -> str:
        """Return how far the item's reviewers agree: see `find_agreement`."""
        return find_agreement(item, partial(self._build_as, item))

    def _build_as(self, item: Item, decided: Callable[[Sequence[Decision]], Iterable[Decision]]) -> Item:
        key = (item.subject, item.attribute)
        return self._build(key, in_full=False, named=False, lens=_CLEAR, decided=decided)

    def refresh_subjects(self, subjects: Iterable[str]) -> None:
        """Compute the summaries of these subjects that are out of date, and no others."""
        for subject in dict.fromkeys(subjects):
            rows = self.dossier.item_page(self.dossier.item_numbers(subject=subject, empty=True))
            self.dossier.save_summaries(list(self.summaries_at([row.item for row in rows if row.dirty])))

    def refresh(self, progress: Callable[[int, int], None] | None = None, processes: int | None = None) -> int:
        """Compute every summary that is out of date now; return how many there were.

        What others touch meanwhile is tried again a few times and then left to the next refresh, so that this one ends.
        `processes` compute side by side, none for this one alone; as many as help, if not given.
        """
        waiting = self._doubtful_first(self.dossier.dirty_numbers())
        total = len(waiting)
        for _ in range(_ATTEMPTS):
            done = total - len(waiting)
            for saved in self._refresh_lines(waiting, processes):
                done += saved
                if progress:
                    progress(done, total)
            tried = frozenset(waiting)
            waiting = [number for number in self.dossier.dirty_numbers() if number in tried] if waiting else []
        return total

    def _doubtful_first(self, numbers: Sequence[int]) -> Sequence[int]:
        """Return items with those first that may be in conflict, where there are so many that somebody waits.

        Among both their order stays as it is. The state of all others is set before.
        """
        if len(numbers) < _MANY:
            return numbers
        self._set_cleared()
        doubtful = {row[0] for row in self.dossier.find_items(build_doubts(self.dossier.vocabulary()))}
        return sorted(numbers, key=lambda number: number not in doubtful)

    def _set_cleared(self) -> None:
        """Set state and counts of the items that the screen clears, many at once; their sentences come later."""
        vocabulary = self.dossier.vocabulary()
        for first in range(1, self.dossier.last_item() + 1, _SET_AT_ONCE):
            self.dossier.set_states(build_screen(vocabulary, (first, first + _SET_AT_ONCE - 1)))

    def _refresh_lines(self, numbers: Sequence[int], processes: int | None) -> Iterator[int]:
        """Compute and save these summaries, a slice at a time; yield how many each slice had."""
        gathered: list[Summary] = []
        started = time.monotonic()
        parts = list(parts_of(numbers, _AT_ONCE))
        with closing(compute_lines(self.dossier, parts, self.summaries_at, processes)) as summaries:
            for summary in summaries:
                gathered.append(summary)
                if time.monotonic() - started > _SLICE_S:
                    self.dossier.save_summaries(gathered)
                    yield len(gathered)
                    gathered, started = [], time.monotonic()
        self.dossier.save_summaries(gathered)
        yield len(gathered)

    def summaries_at(self, numbers: Sequence[int]) -> Iterator[Summary]:
        """Yield the lines of the queue for some items, computed now from what was read of all of them at once."""
        rows = self.dossier.item_page(numbers)
        wanted = {row.item for row in rows}
        records = self._read_bearing([row.key for row in rows])
        asked = [r._replace(items=tuple(row for row in r.items if row.item in wanted)) for r in records]
        for _, summary in self.summaries_in(asked):
            if isinstance(summary, VariorumError):
                raise summary
            yield summary
