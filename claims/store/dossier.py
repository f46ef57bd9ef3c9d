"""The dossier: what is appended to it and what is read from it, one data item at a time.

Owns the transactions: whoever opens one here commits it here. Appending is idempotent (an entry is known by its
content), durable when the call returns, and leaves the items it touched marked for the reconciler. Refuses to compare
anything.
"""

import contextlib
import itertools
import os
import re
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, NamedTuple, Self, TypeVar

import msgspec
from pydantic import ValidationError
from sqlalchemy import Connection, Table, case, func, select, text
from sqlalchemy.exc import DatabaseError

from claims.decisions import Act
from claims.errors import VariorumError
from claims.findings import Finding
from claims.identity import JsonValue, digest, encode_trusted
from claims.models import Article, Assertion, Decision, EventDecision, MentionRecord
from claims.records import plain_content
from claims.store import mentionindex, schema
from claims.store.engine import DossierError, check_path, explain, open_engine, reading, writing
from claims.store.ledger import DamagedLedgerError, Entry, EntryKind, encode_record, entry_digest
from claims.store.projection import (
    ItemKey,
    Keys,
    Placement,
    Projection,
    bulk_insert,
    event_decisions,
    place_of,
    vocabulary_additions,
)
from claims.store.proofs import Proofs, newest
from claims.store.queue import ItemFilter, count_values, select_numbers
from claims.store.schema import plain
from claims.store.tree import grow_tree
from claims.subjects import SubjectMap
from claims.vocabulary.checking import check_addition
from claims.vocabulary.loading import Tables, as_json, build_vocabulary, builtin_vocabulary
from claims.vocabulary.model import Vocabulary

_Stored = TypeVar("_Stored", Article, Assertion, Decision)

_SLICE: Final = 4_000
"""Assertions committed at once: about 50 ms, so that a reviewer gets through between two slices."""

_MENTIONS: Final = 50
"""Mentions committed at once, each with some hundred terms."""

_AT_ONCE: Final = 500
"""Records asked for by number or id in one query."""

_SHORT: Final = 100_000
"""Characters of an article of which hundreds can be held at once."""

_BEFORE_ALL: Final = -(2**63)
"""Less than any entry number, so that one that should not be there is seen too."""

_SUBJECTS: Final = 200
"""Subjects read at once."""

_PAGE: Final = 1_000
"""Ledger entries read at once."""


class UnknownRecordError(VariorumError):
    """Nothing in the dossier goes by this name or id."""

    def __init__(self, what: str, name: str, hint: str) -> None:
        self.what = what
        self.name = name
        super().__init__(f"no {what} {name!r} in the dossier; {hint}")


class AmbiguousNameError(VariorumError):
    """Several records go by this name."""

    def __init__(self, what: str, name: str, ids: Sequence[str]) -> None:
        self.what = what
        self.name = name
        self.ids = tuple(ids)
        shown = ", ".join(each[:12] for each in ids[:4])
        super().__init__(f"{len(ids)} {what}s are called {name!r}: say which by id ({shown})")


class HeadMovedError(VariorumError):
    """Somebody decided this item after the reviewer last saw it. Nothing was recorded and nothing is lost."""

    def __init__(self, mine: Decision, theirs: Decision) -> None:
        self.mine = mine
        self.theirs = theirs
        super().__init__(
            f"{mine.subject}/{mine.attribute}: {theirs.reviewer} decided it meanwhile ({theirs.action}, "
            f"{theirs.decided_at}: {theirs.rationale or theirs.reason or 'no reason given'}); look at both and decide "
            f"again on top of {theirs.id[:12]}"
        )


class DecisionIdError(VariorumError):
    """A new decision was given the id of another one. Nothing was recorded."""

    def __init__(self, mine: Decision, recorded: Decision) -> None:
        self.mine = mine
        self.recorded = recorded
        super().__init__(
            f"the id {mine.id} belongs to another decision ({recorded.action} on {'/'.join(recorded.item)} by "
            f"{recorded.reviewer}); give each decision an id of its own; nothing was recorded"
        )


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A data item as the reconciler last left it: one line of the queue."""

    item: int
    subject: str
    attribute: str
    subject_kind: str
    dirty: int
    state: str
    severity: str
    importance: int
    members: int
    explanation: str

    @property
    def key(self) -> ItemKey:
        """(subject, attribute)."""
        return (self.subject, self.attribute)


@dataclass(frozen=True, slots=True)
class Summary:
    """What the reconciler found about an item, to be kept for the queue; `dirty` as it was when evidence was read."""

    item: int
    dirty: int
    state: str
    severity: str
    importance: int
    members: int
    explanation: str
    words: str
    facets: tuple[tuple[str, str], ...] = ()
    """(field, value) of what a queue can be filtered by."""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article without its text."""

    id: str
    name: str
    publisher: str | None
    published: str | None
    title: str | None
    length: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How far the proposals of one article have been reviewed."""

    article: str
    name: str
    waiting: int
    proposed: int


class PlacedProposal(NamedTuple):
    """Where a proposal stands in its article, and what became of it."""

    seq: int
    start: int
    stop: int
    tier: str
    act: Act
    """Empty while it waits for a reviewer."""


class SubjectRecord(NamedTuple):
    """All that a dossier holds of one subject."""

    subject: str
    items: tuple[ItemRow, ...]
    """By attribute."""
    assertions: tuple[Assertion, ...]
    """By id."""
    decisions: tuple[Decision, ...]
    """Oldest first."""


class Addition(NamedTuple):
    """An entry before it has a number, encoded while nobody waits for the file."""

    id: bytes
    body: bytes
    placement: Placement | None = None
    """For an assertion."""


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


class Dossier:
    """An open dossier. Use as a context manager; safe to use from several threads."""

    def __init__(
        self, path: Path, *, create: bool = False, clock: Callable[[], str] = _now, cache_kb: int = 65_536
    ) -> None:
        """Open the dossier at `path`; a file that cannot be written is read from a private copy.

        Raises:
            DossierError: there is none and `create` is false, or the file cannot be used.
        """
        check_path(path)
        self.path = path
        self._clock = clock
        self._keys = Keys()
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        # A rollback journal lies beside the file, so the folder must be writable too.
        self.read_only = path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
        working = path
        if self.read_only:
            self._copy = tempfile.TemporaryDirectory(prefix="variorum-")
            working = _copied(path, Path(self._copy.name))
        self._path = working
        self._engine = open_engine(working, create=create, read_only=False, cache_kb=cache_kb)
        self._vocabulary: tuple[int, Vocabulary] | None = None
        self._subjects = (0, SubjectMap(()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()
        if self._copy is not None:
            self._copy.cleanup()

    # ------------------------------------------------------------------ appending

    def add_articles(self, articles: Iterable[Article]) -> list[bool]:
        """Append articles; return for each whether it was new. The same article under a new name keeps both names."""
        added: list[bool] = []
        with self._writing() as connection:
            for article in articles:
                body = encode_record(article)
                new = self._append(connection, "article", [Addition(bytes.fromhex(article.id), body)])
                added.append(bool(new))
                if not new and article.name not in self._names_of(connection, article.id):
                    self._append(connection, "name", [_addressed({"name": article.name, "article": article.id})])
        return added

    def add_assertions(
        self, assertions: Iterable[Assertion | Addition], *, progress: Callable[[int], None] | None = None
    ) -> tuple[int, int]:
        """Append assertions in durable slices; return how many were new and how many the dossier already had.

        Raises:
            UnknownRecordError: an assertion quotes an article the dossier does not have.
        """
        new = known = 0
        waiting = iter(assertions)
        while slice_ := [
            one if isinstance(one, Addition) else encode_assertion(one) for one in itertools.islice(waiting, _SLICE)
        ]:
            with self._writing() as connection:
                appended = self._append(connection, "assertion", slice_)
            new += appended
            known += len(slice_) - appended
            if progress:
                progress(new + known)
        return new, known

    def add_mentions(self, mentions: Iterable[MentionRecord]) -> None:
        """Append event mentions, in durable slices; an article's main one marks it as read for proposals."""
        waiting = iter(mentions)
        while part := list(itertools.islice(waiting, _MENTIONS)):
            with self._writing() as connection:
                self._append(connection, "mention", [_addressed(one.model_dump(mode="json")) for one in part])

    def mentions(self) -> list[MentionRecord]:
        """Return every event mention, by article and key."""
        table = schema.mentions
        query = select(schema.ledger.c.body).join(table, table.c.seq == schema.ledger.c.seq)
        with self._reading() as connection:
            found = [MentionRecord.model_validate_json(body) for body in connection.scalars(query)]
        return sorted(found, key=lambda mention: (mention.article, mention.key))

    def mentions_of(self, articles: Collection[str]) -> list[MentionRecord]:
        """Return the event mentions of these articles, by article and key."""
        table, rows, found = schema.mentions, schema.articles, []
        query = select(schema.ledger.c.body).join(table, table.c.seq == schema.ledger.c.seq)
        query = query.join(rows, rows.c.seq == table.c.article)
        wanted = sorted(articles)
        with self._reading() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                bodies = connection.scalars(query.where(rows.c.id.in_(wanted[start : start + _AT_ONCE])))
                found += [MentionRecord.model_validate_json(body) for body in bodies]
        return sorted(found, key=lambda mention: (mention.article, mention.key))

    def unread_articles(self) -> list[str]:
        """Return the ids of the articles that no mention says have been read, by name then id."""
        table, unread = schema.articles, schema.unread_articles
        query = select(table.c.id).join(unread, unread.c.article == table.c.seq)
        with self._reading() as connection:
            return list(connection.scalars(query.order_by(table.c.name, table.c.id)))

    def count_terms(self, terms: Collection[str]) -> dict[str, int]:
        """Return how many mentions have each of the terms (`claims.mentionterms`) that any has."""
        with self._reading() as connection:
            return mentionindex.count_terms(connection, terms)

    def find_mentions(self, terms: Collection[str]) -> list[mentionindex.Listed]:
        """Return the mentions that have any of the terms which are not crowded."""
        with self._reading() as connection:
            return mentionindex.find_mentions(connection, terms)

    def mentions_under(self, subjects: Collection[str]) -> list[mentionindex.Listed]:
        """Return the mentions that were recorded under any of the subjects."""
        return self.find_mentions([mentionindex.subject_term(subject) for subject in subjects])

    def mention_page(self, numbers: Collection[int]) -> list[MentionRecord]:
        """Return the mentions with these entry numbers, by article and key."""
        ordered, found = sorted(numbers), []
        with self._reading() as connection:
            for start in range(0, len(ordered), _AT_ONCE):
                query = select(schema.ledger.c.body).where(schema.ledger.c.seq.in_(ordered[start : start + _AT_ONCE]))
                found += [MentionRecord.model_validate_json(body) for body in connection.scalars(query)]
        return sorted(found, key=lambda mention: (mention.article, mention.key))

    def extend_vocabulary(self, tables: Tables) -> bool:
        """Append an addition to the vocabulary; return whether it was new.

        Raises:
            VocabularyError: it disagrees with what the dossier has.
        """
        content = as_json(tables)
        assert isinstance(content, dict)
        with self._writing() as connection:
            where = "vocabulary import"
            check_addition(build_vocabulary((*vocabulary_additions(connection), content), where), content, where)
            return bool(self._append(connection, "vocabulary", [_addressed(content)]))

    def decide(self, decision: Decision) -> bool:
        """Append a decision; return False where this very decision (by its id) is already there.

        Raises:
            HeadMovedError: another decision on the item came first; the caller keeps its draft.
            DecisionIdError: the id belongs to a decision that says something else.
            UnknownRecordError: there is no such item.
        """
        return self.record([decision])

    def record(self, decisions: Sequence[Decision], assertions: Sequence[Assertion] = ()) -> bool:
        """Append assertions and then decisions as one act: all of them or none; return False where all are there.

        Raises:
            HeadMovedError, DecisionIdError, UnknownRecordError: as for `decide`.
        """
        entries = {bytes.fromhex(digest({"decision": one.id})): one for one in decisions}
        with self._writing() as connection:
            added = self._append(connection, "assertion", [encode_assertion(one) for one in assertions])
            known = self._known(connection, list(entries))
            for entry_id in known:
                row = connection.execute(select(schema.ledger).where(schema.ledger.c.id == entry_id)).one()
                self._refuse_another(entries[entry_id], _parsed(Decision, row))
            new = {entry_id: one for entry_id, one in entries.items() if entry_id not in known}
            self._check_heads(connection, new.values())
            additions = [Addition(entry_id, encode_record(one)) for entry_id, one in new.items()]
            return bool(added + self._append(connection, "decision", additions))

    def _check_heads(self, connection: Connection, decisions: Iterable[Decision]) -> None:
        """Check that each decision builds on the one before it on its item, here or in the dossier."""
        table = schema.items
        heads: dict[ItemKey, Decision | None] = {}
        for decision in decisions:
            if decision.item not in heads:
                same = (table.c.subject == decision.subject) & (table.c.attribute == decision.attribute)
                item = connection.scalar(select(table.c.item).where(same))
                if item is None:
                    raise UnknownRecordError("data item", "/".join(decision.item), "`variorum items` lists them")
                heads[decision.item] = self._head(connection, item)
            head = heads[decision.item]
            if head is not None and decision.based_on != head.id:
                raise HeadMovedError(decision, head)
            if head is None and decision.based_on is not None:
                hint = "nobody has decided this item yet; leave out what the decision is based on"
                raise UnknownRecordError("decision", decision.based_on, hint)
            heads[decision.item] = decision

    def _head(self, connection: Connection, item: int) -> Decision | None:
        table = schema.decisions
        query = select(schema.ledger).join(table, table.c.seq == schema.ledger.c.seq).where(table.c.item == item)
        row = connection.execute(query.order_by(table.c.seq.desc()).limit(1)).one_or_none()
        return None if row is None else _parsed(Decision, row)

    def decide_event(self, decision: EventDecision) -> bool:
        """Append a merge, a split or the undoing of one; return False where this very decision is already there.

        Raises:
            UnknownRecordError: it is about a subject, an article or a decision that the dossier does not have.
        """
        addition = Addition(bytes.fromhex(digest({"event": decision.id})), encode_record(decision))
        with self._writing() as connection:
            if self._known(connection, [addition.id]):
                return False
            if decision.undoes is not None and decision.undoes not in {d.id for d in event_decisions(connection)}:
                raise UnknownRecordError("merge or split", decision.undoes, "`variorum events show` lists them")
            return bool(self._append(connection, "event", [addition]))

    def event_decisions(self) -> list[EventDecision]:
        """Return every merge and split, and what was undone of them, oldest first."""
        with self._reading() as connection:
            return event_decisions(connection)

    def subject_map(self) -> SubjectMap:
        """Return where the statements under each subject stand."""
        with self._reading() as connection:
            return self._subjects_in(connection)

    def _subjects_in(self, connection: Connection) -> SubjectMap:
        newest = connection.scalar(select(func.max(schema.event_decisions.c.seq))) or 0
        if self._subjects[0] != newest:
            self._subjects = (newest, SubjectMap(event_decisions(connection)))
        return self._subjects[1]

    def event_subjects(self) -> list[tuple[str, str]]:
        """Return (subject, article) for every article that says anything of an event, sorted."""
        table, items = schema.assertions, schema.items
        query = select(items.c.subject, schema.articles.c.id).join(table, items.c.item == table.c.item)
        query = query.join(schema.articles, schema.articles.c.seq == table.c.article)
        with self._reading() as connection:
            rows = connection.execute(query.where(items.c.subject_kind == "event").distinct())
            return sorted((row[0], row[1]) for row in rows)

    def _refuse_another(self, mine: Decision, recorded: Decision) -> None:
        # A retry may carry a later clock and has seen its own first attempt; what it says must be the same.
        circumstances = {"decided_at", "based_on", "seen"}
        if mine.model_dump(exclude=circumstances) != recorded.model_dump(exclude=circumstances):
            raise DecisionIdError(mine, recorded)

    def _append(self, connection: Connection, kind: EntryKind, additions: Sequence[Addition]) -> int:
        if self.read_only:
            raise DossierError(self.path, "is read-only; copy it to a folder you may write to, then add to the copy")
        known = self._known(connection, [addition.id for addition in additions])
        before, last_time = newest(connection)
        seq = before
        # A clock that was set back must not make an entry look back-dated.
        recorded_at = max(self._clock(), last_time)
        entries: list[tuple[int, EntryKind, bytes, str, bytes, bytes]] = []
        placements: list[tuple[int, Placement]] = []
        for id_, body, placement in additions:
            if id_ in known:
                continue
            known.add(id_)
            seq += 1
            entries.append((seq, kind, id_, recorded_at, body, entry_digest(seq, kind, id_, recorded_at, body)))
            if placement is not None:
                placements.append((seq, placement))
        bulk_insert(connection, schema.ledger, ("seq", "kind", "id", "recorded_at", "body", "digest"), entries)
        projection = self._projection(connection)
        try:
            if kind == "assertion":
                projection.place(placements)
            else:
                projection.apply(Entry(*entry) for entry in entries)
        except KeyError as error:
            raise UnknownRecordError("article", str(error.args[0])[:12], "add it first with `variorum add`") from error
        grow_tree(connection, before, seq, [entry[-1] for entry in entries])
        return len(entries)

    def _projection(self, connection: Connection) -> Projection:
        return Projection(connection, lambda: self._vocabulary_in(connection), self._keys)

    def _known(self, connection: Connection, ids: Sequence[bytes]) -> set[bytes]:
        known: set[bytes] = set()
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            marks = ",".join("?" * len(part))
            rows = connection.exec_driver_sql(f"SELECT id FROM ledger WHERE id IN ({marks})", tuple(part))
            known.update(row[0] for row in rows)
        return known

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with writing(self._engine, self._path) as connection:
                yield connection
        except BaseException:
            # What was rolled back may have been numbered, and the numbers may be given to others now.
            self._keys.forget()
            self._vocabulary = None
            self._subjects = (0, SubjectMap(()))
            raise

    # ------------------------------------------------------------------ reading: articles

    def article_rows(self) -> list[ArticleRow]:
        """Return every article without its text, by name then id."""
        table = schema.articles
        columns = (table.c.id, table.c.name, table.c.publisher, table.c.published, table.c.title, table.c.length)
        with self._reading() as connection:
            rows = connection.execute(select(*columns).order_by(table.c.name, table.c.id)).all()
        return [ArticleRow(*row) for row in rows]

    def article_rows_of(self, ids: Sequence[str]) -> list[ArticleRow]:
        """Return these articles without their texts, in no particular order."""
        table = schema.articles
        columns = (table.c.id, table.c.name, table.c.publisher, table.c.published, table.c.title, table.c.length)
        found: list[ArticleRow] = []
        with self._reading() as connection:
            for start in range(0, len(ids), 500):
                rows = connection.execute(select(*columns).where(table.c.id.in_(ids[start : start + 500])))
                found += [ArticleRow(*row) for row in rows]
        return found

    def waiting_counts(self) -> list[Waiting]:
        """Return every article with proposals, in the order they were added, with how many still wait."""
        table, articles = schema.proposals, schema.articles
        waiting = func.sum(case((table.c.act == "", 1), else_=0))
        query = (
            select(articles.c.id, articles.c.name, waiting, func.count())
            .join(table, table.c.article == articles.c.seq)
            .group_by(articles.c.seq)
            .order_by(articles.c.seq)
        )
        with self._reading() as connection:
            return [Waiting(*row) for row in connection.execute(query)]

    def proposals_of(self, article: str) -> list[PlacedProposal]:
        """Return where the proposals of an article stand and what became of each, in the order of the text."""
        table, articles = schema.proposals, schema.articles
        query = (
            select(table.c.seq, table.c.start, table.c.stop, table.c.tier, table.c.act)
            .join(articles, articles.c.seq == table.c.article)
            .where(articles.c.id == article)
            .order_by(table.c.start, table.c.stop, table.c.seq)
        )
        with self._reading() as connection:
            return [PlacedProposal(*row) for row in connection.execute(query)]

    def entered_of(self, article: str) -> list[tuple[int, Assertion]]:
        """Return the assertions of an article that no proposer made, each with its entry number, by that number."""
        table, ledger = schema.assertions, schema.ledger
        seq = select(schema.articles.c.seq).where(schema.articles.c.id == article).scalar_subquery()
        query = (
            select(ledger)
            .join(table, table.c.seq == ledger.c.seq)
            .where(table.c.article == seq, table.c.seq.not_in(select(schema.proposals.c.seq)))
            .order_by(table.c.seq)
        )
        with self._reading() as connection:
            return [(row.seq, _parsed(Assertion, row)) for row in connection.execute(query)]

    def assertion_page(self, numbers: Sequence[int]) -> list[Assertion]:
        """Return the assertions with these entry numbers, in the order asked for."""
        query = select(schema.ledger).where(schema.ledger.c.seq.in_(numbers), schema.ledger.c.kind == "assertion")
        with self._reading() as connection:
            found = {row.seq: _parsed(Assertion, row) for row in connection.execute(query)}
        return [found[number] for number in numbers if number in found]

    def subjects_near(self, article: str, limit: int = 200) -> list[str]:
        """Return subjects an assertion of this article may be put under: the article's own, then others, by name."""
        items, table = schema.items, schema.assertions
        seq = select(schema.articles.c.seq).where(schema.articles.c.id == article).scalar_subquery()
        own = select(items.c.subject).join(table, table.c.item == items.c.item).where(table.c.article == seq).distinct()
        every = select(items.c.subject).distinct().order_by(items.c.subject).limit(limit)
        with self._reading() as connection:
            return list(dict.fromkeys([*sorted(connection.scalars(own)), *connection.scalars(every)]))

    def find_article(self, name: str) -> str:
        """Return the id of the article called `name`: an id, the start of one (8 digits or more), or a name given to
        `add`.

        Raises:
            UnknownRecordError: there is none.
            AmbiguousNameError: there are several.
        """
        table, names = schema.articles, schema.article_names
        with self._reading() as connection:
            found: list[str] = list(
                connection.scalars(
                    select(table.c.id).join(names, names.c.article == table.c.seq).where(names.c.name == plain(name))
                )
            )
            if not found:
                # The same file is often named with or without its folder; taken only where that leaves one article.
                base = plain(name).rsplit("/", 1)[-1]
                pattern = base.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
                near = select(table.c.id, names.c.name).join(names, names.c.article == table.c.seq)
                near = near.where((names.c.name == base) | names.c.name.like(f"%/{pattern}", escape="\\"))
                matches = {
                    id_ for id_, known in connection.execute(near) if f"/{known}".endswith(f"/{name}") or known == base
                }
                found = sorted(matches)
            if not found and len(name) >= 8 and all(c in "0123456789abcdef" for c in name):
                found = list(connection.scalars(select(table.c.id).where(table.c.id.startswith(name))))
        if not found:
            raise UnknownRecordError(
                "article", name, "`variorum articles list` shows the names; `variorum add` adds one"
            )
        if len(found) > 1:
            raise AmbiguousNameError("article", name, sorted(found))
        return found[0]

    def articles_named(self, wanted: Iterable[str]) -> dict[str, Article]:
        """Return by name each article that alone goes by one of these names, but for long ones: a few hundred at once.

        For what is about to be asked of many articles; `find_article` tells what is wrong with a name left out.
        """
        given = {plain(name): name for name in wanted}
        names, table = schema.article_names, schema.articles
        query = select(names.c.name, schema.ledger).join(table, table.c.seq == names.c.article)
        query = query.join(schema.ledger, schema.ledger.c.seq == names.c.article)
        query = query.where(names.c.name.in_(given), table.c.length <= _SHORT)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        times = Counter(row[0] for row in rows)
        return {given[row[0]]: _parsed(Article, row[1:]) for row in rows if times[row[0]] == 1}

    def article(self, article: str) -> Article:
        """Return the article with this id.

        Raises:
            UnknownRecordError: there is none.
        """
        table = schema.articles
        with self._reading() as connection:
            row = connection.execute(
                select(schema.ledger).join(table, table.c.seq == schema.ledger.c.seq).where(table.c.id == article)
            ).one_or_none()
        if row is None:
            raise UnknownRecordError("article", article[:12], "`variorum articles list` shows them")
        return _parsed(Article, row)

    def _names_of(self, connection: Connection, article: str) -> set[str]:
        names, table = schema.article_names, schema.articles
        query = select(names.c.name).join(table, table.c.seq == names.c.article).where(table.c.id == article)
        return set(connection.scalars(query))

    # ------------------------------------------------------------------ reading: items

    def item_row(self, key: ItemKey) -> ItemRow:
        """Return the line of one data item.

        Raises:
            UnknownRecordError: there is none.
        """
        table = schema.items
        with self._reading() as connection:
            row = connection.execute(
                select(*_ITEM_COLUMNS).where(table.c.subject == key[0], table.c.attribute == key[1])
            ).one_or_none()
        if row is None:
            raise UnknownRecordError("data item", "/".join(key), "`variorum items` lists them")
        return ItemRow(*row)

    def item_numbers(
        self, *, states: Sequence[str] = (), search: str = "", subject: str | None = None, empty: bool = False
    ) -> list[int]:
        """Return the row numbers of items, most important first; `empty` includes those without any assertion."""
        wanted = ItemFilter(words=search).having("state", states)
        with self._reading() as connection:
            return list(connection.scalars(select_numbers(wanted, subject=subject, empty=empty)))

    def queue(self, wanted: ItemFilter) -> list[int]:
        """Return the row numbers of the items a filter lets through, in its order."""
        with self._reading() as connection:
            return list(connection.scalars(select_numbers(wanted)))

    def facet_counts(self, wanted: ItemFilter, field: str) -> list[tuple[str, int]]:
        """Return the values of a field with how many of the filtered items have each, most frequent first."""
        with self._reading() as connection:
            return count_values(connection, wanted, field)

    def item_page(self, numbers: Sequence[int]) -> list[ItemRow]:
        """Return the lines of these items, in the order asked for; items that are gone are left out."""
        with self._reading() as connection:
            rows = connection.execute(select(*_ITEM_COLUMNS).where(schema.items.c.item.in_(numbers))).all()
        by_number = {row[0]: ItemRow(*row) for row in rows}
        return [by_number[number] for number in numbers if number in by_number]

    def found_by(self, item: int) -> tuple[str, list[tuple[str, str]]]:
        """Return the words and the facets by which an item is found."""
        facets = schema.item_facets
        query = select(facets.c.facet, facets.c.value).where(facets.c.item == item)
        with self._reading() as connection:
            words = connection.scalar(select(schema.items.c.words).where(schema.items.c.item == item))
            return str(words), sorted((row[0], row[1]) for row in connection.execute(query))

    def state_counts(self) -> dict[str, int]:
        """Return how many items with assertions are in each state."""
        table = schema.items
        query = select(table.c.state, func.count()).where(table.c.members > 0).group_by(table.c.state)
        with self._reading() as connection:
            return {str(row[0]): int(row[1]) for row in connection.execute(query)}

    def evidence(self, key: ItemKey) -> tuple[Assertion, ...]:
        """Return every assertion that bears on the data item, by id: its own and those of linked attributes."""
        wanted = self.vocabulary().evidence_for(key[1])
        with self._reading() as connection:
            return self._assertions(connection, schema.items.c.subject == key[0], schema.items.c.attribute.in_(wanted))

    def read_subjects(self, after: str = "") -> Iterator[SubjectRecord]:
        """Yield every subject from `after` on with its items, assertions and decisions, by name, a page at a time."""
        items = schema.items
        while True:
            page = select(items.c.subject).where(items.c.subject > after).distinct().order_by(items.c.subject)
            with self._reading() as connection:
                subjects = list(connection.scalars(page.limit(_SUBJECTS)))
                if not subjects:
                    return
                span = items.c.subject.between(subjects[0], subjects[-1])
                rows: dict[str, list[ItemRow]] = {}
                for row in connection.execute(select(*_ITEM_COLUMNS).where(span).order_by(items.c.attribute)):
                    rows.setdefault(row.subject, []).append(ItemRow(*row))
                said: dict[str, list[Assertion]] = {}
                table = schema.assertions
                query = select(schema.ledger, items.c.subject).join(table, table.c.seq == schema.ledger.c.seq)
                for row in connection.execute(query.join(items, items.c.item == table.c.item).where(span)):
                    assertion = _standing(row)
                    said.setdefault(assertion.subject, []).append(assertion)
                decided: dict[str, list[Decision]] = {}
                for subject, decision in self._decided_under(connection, span):
                    decided.setdefault(subject, []).append(decision)
            for subject in subjects:
                assertions = sorted(said.get(subject, ()), key=lambda assertion: assertion.id)
                yield SubjectRecord(subject, tuple(rows[subject]), tuple(assertions), tuple(decided.get(subject, ())))
            after = subjects[-1]

    def decided_keys(self) -> list[ItemKey]:
        """Return the data items on which there is any decision, in order."""
        items, table = schema.items, schema.decisions
        query = select(items.c.subject, items.c.attribute).join(table, table.c.item == items.c.item).distinct()
        with self._reading() as connection:
            return [(row[0], row[1]) for row in connection.execute(query.order_by(items.c.subject, items.c.attribute))]

    def assertions_of(self, article: str) -> tuple[Assertion, ...]:
        """Return the assertions quoted from one article, by id."""
        with self._reading() as connection:
            seq = connection.scalar(select(schema.articles.c.seq).where(schema.articles.c.id == article))
            return self._assertions(connection, schema.assertions.c.article == seq)

    def _assertions(self, connection: Connection, *conditions: Any) -> tuple[Assertion, ...]:
        table = schema.assertions
        query = (
            select(schema.ledger, schema.items.c.subject)
            .join(table, table.c.seq == schema.ledger.c.seq)
            .join(schema.items, schema.items.c.item == table.c.item)
            .where(*conditions)
        )
        found = [_standing(row) for row in connection.execute(query)]
        return tuple(sorted(found, key=lambda assertion: assertion.id))

    def assertion(self, prefix: str) -> Assertion:
        """Return the assertion whose id starts with `prefix` (at least 6 digits).

        Raises:
            UnknownRecordError: there is none.
            AmbiguousNameError: there are several.
        """
        digits = prefix.lower()
        if len(digits) < 6 or len(digits) > 64 or any(c not in "0123456789abcdef" for c in digits):
            raise UnknownRecordError(
                "assertion", prefix, "give at least 6 digits of its id, as `variorum items` shows it"
            )
        low = bytes.fromhex(digits.ljust(64, "0"))
        high = bytes.fromhex(digits.ljust(64, "f"))
        table = schema.ledger
        with self._reading() as connection:
            query = select(table).where(table.c.kind == "assertion", table.c.id.between(low, high)).limit(5)
            found = [_parsed(Assertion, row) for row in connection.execute(query)]
        if not found:
            raise UnknownRecordError("assertion", prefix, "`variorum claims list` shows them")
        if len(found) > 1:
            raise AmbiguousNameError("assertion", prefix, [assertion.id for assertion in found])
        subject = self.subject_map().current(found[0].subject, found[0].passage.article)
        return found[0] if subject == found[0].subject else found[0].changed(subject=subject)

    def assertions(self) -> Iterator[Assertion]:
        """Yield every assertion, by id, a page at a time."""
        table = schema.ledger
        after = b""
        while True:
            query = select(table).where(table.c.kind == "assertion", table.c.id > after)
            with self._reading() as connection:
                page = connection.execute(query.order_by(table.c.id).limit(_PAGE)).all()
            if not page:
                return
            for row in page:
                yield _parsed(Assertion, row)
            after = page[-1].id

    def recorded_at(self, assertions: Iterable[str]) -> dict[str, str]:
        """Return when each of these assertions entered the dossier, by id."""
        table = schema.ledger
        wanted = [bytes.fromhex(id_) for id_ in dict.fromkeys(assertions)]
        found: dict[str, str] = {}
        with self._reading() as connection:
            for start in range(0, len(wanted), 500):
                query = select(table.c.id, table.c.recorded_at).where(table.c.id.in_(wanted[start : start + 500]))
                found |= {id_.hex(): recorded for id_, recorded in connection.execute(query)}
        return found

    def article_labels(self) -> dict[str, str]:
        """Return how a claims file can name each article, by id: its name, or the id where the name is not its
        alone.
        """
        names, table = schema.article_names, schema.articles
        with self._reading() as connection:
            query = select(table.c.id, names.c.name).join(names, names.c.article == table.c.seq)
            pairs = connection.execute(query.order_by(table.c.id, names.c.name)).all()
        bearers: dict[str, set[str]] = {}
        for id_, name in pairs:
            bearers.setdefault(name, set()).add(id_)
        labels: dict[str, str] = {}
        for id_, name in pairs:
            labels.setdefault(id_, name if len(bearers[name]) == 1 else id_)
        return labels

    def articles_on(self, subject: str) -> list[str]:
        """Return the ids of the articles that say anything of `subject`."""
        table, items = schema.assertions, schema.items
        query = (
            select(schema.articles.c.id)
            .join(table, table.c.article == schema.articles.c.seq)
            .join(items, items.c.item == table.c.item)
            .where(items.c.subject == subject)
            .distinct()
        )
        with self._reading() as connection:
            return sorted(connection.scalars(query))

    # ------------------------------------------------------------------ reading: decisions and vocabulary

    def decisions(self, key: ItemKey) -> tuple[Decision, ...]:
        """Return the decisions on one data item, oldest first."""
        row = self.item_row(key)
        with self._reading() as connection:
            return self._decisions(connection, row.item)

    def subject_decisions(self, subject: str) -> tuple[Decision, ...]:
        """Return the decisions on every data item of a subject, oldest first: they may concern shared assertions."""
        with self._reading() as connection:
            return self._decided(connection, schema.items.c.subject == subject)

    def _decisions(self, connection: Connection, item: int) -> tuple[Decision, ...]:
        return self._decided(connection, schema.items.c.item == item)

    def _decided(self, connection: Connection, condition: Any) -> tuple[Decision, ...]:
        return tuple(decision for _, decision in self._decided_under(connection, condition))

    def _decided_under(self, connection: Connection, condition: Any) -> list[tuple[str, Decision]]:
        """Return decisions, oldest first, each with the subject that it stands under now."""
        table = schema.decisions
        query = (
            select(schema.ledger, schema.items.c.subject)
            .join(table, table.c.seq == schema.ledger.c.seq)
            .join(schema.items, schema.items.c.item == table.c.item)
            .where(condition)
            .order_by(table.c.seq)
        )
        return [(row[-1], _parsed(Decision, row[:-1])) for row in connection.execute(query)]

    def decision_numbers(self) -> list[int]:
        """Return the entry numbers of all decisions, newest first."""
        seq = schema.decisions.c.seq
        with self._reading() as connection:
            return list(connection.scalars(select(seq).order_by(seq.desc())))

    def decision_page(self, numbers: Sequence[int]) -> list[Decision]:
        """Return the decisions with these entry numbers, in the order asked for."""
        found: dict[int, Decision] = {}
        with self._reading() as connection:
            for start in range(0, len(numbers), 500):
                wanted = schema.ledger.c.seq.in_(numbers[start : start + 500]) & (schema.ledger.c.kind == "decision")
                rows = connection.execute(select(schema.ledger).where(wanted))
                found.update((row.seq, _parsed(Decision, row)) for row in rows)
        return [found[number] for number in numbers if number in found]

    def recent_decisions(self, limit: int = 100) -> list[Decision]:
        """Return the latest decisions, newest first."""
        table = schema.decisions
        query = (
            select(schema.ledger)
            .join(table, table.c.seq == schema.ledger.c.seq)
            .order_by(table.c.seq.desc())
            .limit(limit)
        )
        with self._reading() as connection:
            return [_parsed(Decision, row) for row in connection.execute(query)]

    def vocabulary(self) -> Vocabulary:
        """Return the words in force: built-in ones and the dossier's own."""
        with self._reading() as connection:
            return self._vocabulary_in(connection)

    def vocabulary_additions(self) -> list[Tables]:
        """Return the dossier's own additions, oldest first."""
        with self._reading() as connection:
            return vocabulary_additions(connection)

    def _vocabulary_in(self, connection: Connection) -> Vocabulary:
        newest = connection.scalar(select(func.max(schema.vocabulary_changes.c.seq))) or 0
        if self._vocabulary is None or self._vocabulary[0] != newest:
            built = build_vocabulary(vocabulary_additions(connection)) if newest else builtin_vocabulary()
            self._vocabulary = (newest, built)
        return self._vocabulary[1]

    # ------------------------------------------------------------------ what the reconciler keeps here

    def dirty_items(self, limit: int | None = None) -> list[ItemRow]:
        """Return items whose summary is out of date."""
        query = select(*_ITEM_COLUMNS).where(text(schema.IS_DIRTY)).order_by(schema.items.c.item).limit(limit)
        with self._reading() as connection:
            return [ItemRow(*row) for row in connection.execute(query)]

    def dirty_count(self) -> int:
        """Return how many items have a summary that is out of date."""
        with self._reading() as connection:
            return connection.scalar(select(func.count()).select_from(schema.items).where(text(schema.IS_DIRTY))) or 0

    def save_summaries(self, summaries: Sequence[Summary]) -> None:
        """Keep what the reconciler found; an item touched since its evidence was read stays out of date."""
        if not summaries:
            return
        sql = (
            "UPDATE items SET state=?, severity=?, importance=?, members=?, explanation=?, words=?, "
            "dirty=CASE WHEN dirty=? THEN 0 ELSE dirty END WHERE item=?"
        )
        rows = [
            (s.state, s.severity, s.importance, s.members, plain(s.explanation), plain(s.words), s.dirty, s.item)
            for s in summaries
        ]
        facets = sorted({(facet, plain(value), s.item) for s in summaries for facet, value in s.facets})
        with self._writing() as connection:
            connection.exec_driver_sql(sql, rows)
            connection.exec_driver_sql("DELETE FROM item_facets WHERE item=?", [(s.item,) for s in summaries])
            bulk_insert(connection, schema.item_facets, ("facet", "value", "item"), facets)

    # ------------------------------------------------------------------ the ledger as a whole

    def entries(self, after: int = _BEFORE_ALL) -> Iterator[Entry]:
        """Yield the ledger's entries in order, a page at a time."""
        sql = "SELECT seq, kind, id, recorded_at, body, digest FROM ledger WHERE seq > ? ORDER BY seq LIMIT ?"
        while True:
            with self._reading() as connection:
                # A verifier reads millions: the driver's own rows.
                cursor = connection.exec_driver_sql(sql, (after, _PAGE)).cursor
                assert cursor is not None
                page = [Entry(*row) for row in cursor.fetchall()]
            if not page:
                return
            yield from page
            after = page[-1].seq

    def check_tables(self) -> list[Finding]:
        """Return a finding for each computed table that does not hold what the ledger says, or that is built otherwise.

        The tables are computed afresh in a temporary copy and compared row by row; what the reconciler keeps beside an
        item is compared by `tui.commands.audit`, which can compute it.
        """
        findings = []
        with self._reading() as connection:
            for row in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
                if row[0] != "ok":
                    findings.append(Finding(where="database file", message=f"SQLite: {row[0]}", about="integrity"))
        with tempfile.TemporaryDirectory(prefix="variorum-verify-") as folder:
            fresh = Path(folder) / "fresh.variorum"
            with Dossier(fresh, create=True) as other:
                with self._reading() as mine, other._writing() as theirs:
                    if _objects(mine) != _objects(theirs):
                        message = "tables, indexes or triggers are not those that Variorum makes"
                        findings.append(Finding(where="database file", message=message, about="schema"))
                    for page in _pages(mine, schema.ledger):
                        theirs.execute(schema.ledger.insert(), page)
                try:
                    other.rebuild()
                except Exception as error:  # a verifier treats whatever it stumbles over as a finding
                    message = f"cannot be computed from this ledger ({type(error).__name__})"
                    return [*findings, Finding(where="tables", message=message, about="tables")]
                with self._reading() as mine, other._reading() as theirs:
                    for table in reversed(schema.COMPUTED):
                        if table is not schema.item_facets and not _same_rows(mine, theirs, table):
                            message = "does not hold what the ledger says; `variorum rebuild` computes it afresh"
                            findings.append(Finding(where=f"table {table.name}", message=message, about="tables"))
        return findings

    def head(self) -> tuple[int, str]:
        """Return how many entries there are and the root over them, which pins all; (0, "") for an empty ledger.

        Raises:
            DamagedLedgerError: an entry is missing.
        """
        return self.proofs.head()

    def newest(self) -> int:
        """Return the number of the newest entry; 0 for an empty ledger."""
        with self._reading() as connection:
            return newest(connection)[0]

    @property
    def proofs(self) -> Proofs:
        """What the ledger's tree can prove."""
        return Proofs(self._reading)

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """Compute the query tables afresh from the ledger, in one transaction; return how many entries were read."""
        done = _BEFORE_ALL
        self._keys.forget()
        with self._writing() as connection:
            for table in schema.COMPUTED:
                connection.execute(table.delete())
            while True:
                query = select(schema.ledger).where(schema.ledger.c.seq > done).order_by(schema.ledger.c.seq)
                page = [Entry(*row).intact() for row in connection.execute(query.limit(_PAGE))]
                if not page:
                    grow_tree(connection, 0, max(done, 0))
                    return max(done, 0)
                self._projection(connection).apply(page)
                done = page[-1].seq
                if progress:
                    progress(done)

    def backup(self, target: Path) -> None:
        """Write a consistent copy to `target`: complete or not at all.

        Raises:
            DossierError: the target exists or cannot be written.
        """
        if target.exists():
            raise DossierError(target, "exists already; name a new file for the backup")
        temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        try:
            with self._engine.connect() as connection:
                raw = connection.connection.driver_connection
                assert isinstance(raw, sqlite3.Connection)
                raw.execute("VACUUM INTO ?", (str(temporary),))
            with temporary.open("rb") as file:
                os.fsync(file.fileno())
            temporary.replace(target)
            folder = os.open(target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except (OSError, sqlite3.Error, DatabaseError) as error:
            temporary.unlink(missing_ok=True)
            raise explain(target, error) from error

    def _reading(self) -> contextlib.AbstractContextManager[Connection]:
        return reading(self._engine, self._path)


_KEPT: Final = {"dirty", "state", "severity", "importance", "members", "explanation", "words"}
"""Columns of an item that the reconciler fills."""


def _objects(connection: Connection) -> set[tuple[str, str, str]]:
    """Return what the database is built of: type, name and definition of every table, index, view and trigger."""
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master")
    # However it is laid out: a file keeps the statements of the version that made it.
    return {(row[0], row[1], re.sub(r'[\s"]+', "", str(row[2]))) for row in rows if not row[1].startswith("sqlite_")}


def _pages(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    after = _BEFORE_ALL
    while True:
        query = select(table).where(table.c.seq > after).order_by(table.c.seq).limit(_PAGE)
        page = [dict(row) for row in connection.execute(query).mappings()]
        if not page:
            return
        yield page
        after = page[-1]["seq"]


def _same_rows(mine: Connection, theirs: Connection, table: Table) -> bool:
    columns = [column for column in table.c if column.name not in _KEPT or table is not schema.items]
    query = select(*columns).order_by(*table.primary_key)
    pairs = itertools.zip_longest(mine.execute(query), theirs.execute(query))
    return all(one is not None and two is not None and tuple(one) == tuple(two) for one, two in pairs)


_ITEM_COLUMNS: Final = tuple(schema.items.c[field.name] for field in fields(ItemRow))


def _parsed(record: type[_Stored], row: Sequence[Any]) -> _Stored:
    """Return the record of a ledger row. Every entry read is checked: altered evidence is never used unnoticed."""
    entry = Entry(*row).intact()
    try:
        return record.model_validate_json(entry.body)
    except ValidationError as error:
        raise DamagedLedgerError(
            entry.seq, f"it is no {record.__name__.lower()} that this Variorum can read"
        ) from error


def _standing(row: Sequence[Any]) -> Assertion:
    """Return the assertion of a ledger row with the subject, told last, that it stands under now."""
    assertion = _parsed(Assertion, row[:-1])
    return assertion if assertion.subject == row[-1] else assertion.changed(subject=row[-1])


def _copied(path: Path, folder: Path) -> Path:
    """Copy a dossier to `folder` as it was last committed, the journal of an interrupted commit included."""
    copy = folder / "copy.variorum"
    try:
        for suffix in ("", "-journal"):
            beside = path.with_name(path.name + suffix)
            if not suffix or beside.exists():
                copy.with_name(copy.name + suffix).write_bytes(beside.read_bytes())
    except OSError as error:
        raise DossierError(path, f"cannot be read ({error.strerror or error})") from error
    return copy


def encode_assertion(assertion: Assertion) -> Addition:
    """Return the assertion as `add_assertions` appends it."""
    return encode_content(plain_content(assertion))


def encode_content(content: Mapping[str, Any]) -> Addition:
    """Return an assertion's plain content as `add_assertions` appends it: work that another process can do."""
    return Addition(bytes.fromhex(content["id"]), msgspec.json.encode(content), place_of(content))


def _addressed(content: Mapping[str, JsonValue]) -> Addition:
    """An entry that goes by the digest of its content."""
    return Addition(bytes.fromhex(digest(content)), encode_trusted(content))
