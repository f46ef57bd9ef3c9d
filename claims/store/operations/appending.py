"""Append to a dossier: idempotent, since an entry is known by its content, and durable when the call returns.

Items that an entry touches are marked for the reconciler.
"""

import contextlib
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, func, select

from claims.identity import digest
from claims.models import (
    Amendment,
    Article,
    Assertion,
    Decision,
    EventDecision,
    MentionRecord,
    Redaction,
    ReviewerChange,
)
from claims.store.addresses import DossierError, is_damage
from claims.store.errors import DecisionIdError, EventMovedError, HeadMovedError, UnknownRecordError
from claims.store.ledger import Entry, EntryKind, encode_record
from claims.store.operations.additions import Addition, encode_assertion, encode_by_digest
from claims.store.operations.open_dossier import parse_row
from claims.store.operations.originals import keep_originals
from claims.store.operations.proofs import newest
from claims.store.operations.salting import SaltingDossier
from claims.store.server import notify
from claims.store.tables import schema
from claims.store.tables.keys import ItemKey
from claims.store.tables.projection import Placement, event_decisions, vocabulary_additions
from claims.store.tables.statements import bulk_insert, execute, fetch
from claims.store.tables.tree import grow_tree
from claims.subjects import SubjectMap
from claims.vocabulary.checking import check_addition
from claims.vocabulary.loading import Tables, as_json, build_vocabulary

SLICE: Final = 4_000
"""Assertions committed at once: about 50 ms, so that a reviewer gets through between two slices."""

_ADDED: Final = f"SELECT {', '.join(Entry._fields)} FROM ledger WHERE seq > ? ORDER BY seq"
"""The query by which what was added is read back before it is committed."""

_MENTIONS: Final = 50
"""Mentions committed at once, each with some hundred terms."""


class Appending(SaltingDossier):
    """A dossier that is added to."""

    def add_articles(
        self, articles: Iterable[Article], assertions: Iterable[Assertion] = (), originals: Iterable[bytes] = ()
    ) -> list[bool]:
        """Append articles with statements about them, and keep bytes as they were received, in one commit.

        Return for each article whether it was new. The same article under a new name keeps both names.
        """
        articles = list(articles)
        entries = [Addition(bytes.fromhex(article.id), encode_record(article)) for article in articles]
        with self._writing() as connection:
            known = _known(connection, [entry.id for entry in entries])
            self._append(connection, "article", entries)
            added: list[bool] = []
            for article, entry in zip(articles, entries, strict=True):
                added.append(entry.id not in known)
                known.add(entry.id)
                if not added[-1] and article.name not in _names_of(connection, article.id):
                    self._append(connection, "name", [encode_by_digest({"name": article.name, "article": article.id})])
            if additions := list(map(encode_assertion, assertions)):
                self._append(connection, "assertion", additions)
            keep_originals(connection, originals)
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
            one if isinstance(one, Addition) else encode_assertion(one) for one in itertools.islice(waiting, SLICE)
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
                self._append(connection, "mention", [encode_by_digest(one.model_dump(mode="json")) for one in part])

    def extend_vocabulary(self, tables: Tables) -> bool:
        """Append an addition to the vocabulary; return whether it was new.

        Raises:
            VocabularyError: it disagrees with what the dossier has.
            NotPermittedError: it makes settings, and the dossier's list does not let their maker.
        """
        content = as_json(tables)
        assert isinstance(content, dict)
        where = "vocabulary import"
        while True:
            # Checked before others have to wait; again where they added words meanwhile.
            with self._reading() as connection:
                known = vocabulary_additions(connection)
            check_addition(build_vocabulary((*known, content), where), content, where)
            with self._writing() as connection:
                if connection.scalar(select(func.count()).select_from(schema.vocabulary_changes)) == len(known):
                    self._check_settings(connection, content)
                    return bool(self._append(connection, "vocabulary", [encode_by_digest(content)]))

    def decide(self, decision: Decision) -> bool:
        """Append a decision; return False where this very decision (by its id) is already there.

        Raises:
            HeadMovedError: another decision on the item came first; the caller keeps its draft.
            DecisionIdError: the id belongs to a decision that says something else.
            UnknownRecordError: there is no such item.
            NotPermittedError: the dossier lists its reviewers, and this one may not do this.
            NotSignedError: the reviewer is listed with a key, and the decision lacks its signature.
        """
        return self.record([decision])

    def record(
        self,
        decisions: Sequence[Decision],
        assertions: Sequence[Assertion] = (),
        amendments: Sequence[Amendment] = (),
    ) -> bool:
        """Append assertions, decisions and the amendments that follow from these as one act: all of them or none.

        Return False where all are there.

        Raises:
            HeadMovedError, DecisionIdError, UnknownRecordError, NotPermittedError, NotSignedError: as for `decide`.
        """
        decisions, version = self._signed("decision", decisions)
        amendments = self._signed("amendment", amendments)[0] if amendments else ()
        entries = {bytes.fromhex(digest({"decision": one.id})): one for one in decisions}
        with self._unless_recorded(entries), self._writing() as connection:
            added = self._append(connection, "assertion", list(map(encode_assertion, assertions)))
            new = _leave_out_known(connection, entries)
            self._check_permitted(connection, "decision", list(new.values()), version)
            place = self._projection(connection).item_of
            _check_heads(connection, [(place(one), one) for one in new.values()])
            additions = [Addition(entry_id, encode_record(one)) for entry_id, one in new.items()]
            added += self._append(connection, "decision", additions)
            if amendments:
                self._check_permitted(connection, "amendment", amendments, version)
            following = [one for one in amendments if bytes.fromhex(digest({"decision": one.decision})) in new]
            added += self._append(connection, "amendment", list(map(_amendment_entry, following)))
            return bool(added)
        return True

    @contextlib.contextmanager
    def _unless_recorded(self, ids: Collection[bytes]) -> Iterator[None]:
        """Let an error of the disk pass that came when all entries with these ids were already safe."""
        try:
            yield
        except DossierError as error:
            if not ids or is_damage(error) or self.read_only:
                raise
            try:
                with self._reading() as connection:
                    recorded = _known(connection, list(ids))
            except DossierError:
                raise error from None
            if len(recorded) < len(ids):
                raise

    def amend(self, amendment: Amendment, decisions: Sequence[Decision] = ()) -> bool:
        """Append a correction of an article, with decisions of the same stroke; return False if it is already recorded.

        Raises:
            HeadMovedError: another decision on an item of these came first.
            UnknownRecordError: the dossier has no such article, or no such amendment to undo.
            NotPermittedError, NotSignedError: as for `decide`.
        """
        [amendment], version = self._signed("amendment", [amendment])
        decisions, _ = self._signed("decision", decisions)
        addition = _amendment_entry(amendment)
        with self._unless_recorded([addition.id]), self._writing() as connection:
            if _known(connection, [addition.id]):
                return False
            undone = {one.id for one in self._amendments_in(connection).every}
            if amendment.undoes is not None and amendment.undoes not in undone:
                raise UnknownRecordError("amendment", amendment.undoes, "`variorum articles show` lists them")
            self._check_permitted(connection, "amendment", [amendment], version)
            self._check_permitted(connection, "decision", decisions, version)
            self._append(connection, "amendment", [addition])
            place = self._projection(connection).item_of
            _check_heads(connection, [(place(one), one) for one in decisions])
            entries = [Addition(bytes.fromhex(digest({"decision": d.id})), encode_record(d)) for d in decisions]
            self._append(connection, "decision", entries)
        return True

    def decide_event(self, decision: EventDecision) -> bool:
        """Append a merge, a split or the undoing of one; return False if it is already recorded.

        Raises:
            EventMovedError: somebody decided on one of the events after the decision that this one is based on.
            UnknownRecordError: it is about a subject, an article or a decision that the dossier does not have.
            NotPermittedError, NotSignedError: as for `decide`.
        """
        [decision], version = self._signed("event", [decision])
        addition = Addition(bytes.fromhex(digest({"event": decision.id})), encode_record(decision))
        with self._unless_recorded([addition.id]), self._writing() as connection:
            if _known(connection, [addition.id]):
                return False
            every = event_decisions(connection)
            if decision.undoes is not None and decision.undoes not in {d.id for d in every}:
                raise UnknownRecordError("merge, split or name", decision.undoes, "`variorum events show` lists them")
            head = SubjectMap(every).head(decision.subject, decision.other)
            if head is not None and head.id != decision.based_on:
                raise EventMovedError(decision, head)
            self._check_permitted(connection, "event", [decision], version)
            return bool(self._append(connection, "event", [addition]))
        return True

    def change_reviewers(self, change: ReviewerChange) -> bool:
        """Append a change to the list of reviewers; return False if it is already recorded.

        Raises:
            NotPermittedError: its maker is no admin, or nobody would be.
            NotSignedError: its maker is listed with a key, and it lacks its signature.
        """
        [change], version = self._signed("reviewer", [change])
        addition = Addition(bytes.fromhex(digest({"reviewer": change.id})), encode_record(change))
        with self._writing() as connection:
            self._check_permitted(connection, "reviewer", [change], version)
            return bool(self._append(connection, "reviewer", [addition]))

    def begin_salting(self, order: Redaction) -> bool:
        """Append the order from which on every entry has salted commitments; return False if there is one.

        Raises:
            NotPermittedError: its maker is no admin.
            NotSignedError: its maker is listed with a key, and it lacks its signature.
        """
        [order], version = self._signed("redaction", [order])
        addition = Addition(bytes.fromhex(digest({"redaction": order.id})), encode_record(order))
        with self._writing() as connection:
            if self._is_salted(connection):
                return False
            self._check_permitted(connection, "redaction", [order], version)
            self._salted_from_now = True
            try:
                return bool(self._append(connection, "redaction", [addition]))
            finally:
                self._salted_from_now = False

    def _append(self, connection: Connection, kind: EntryKind, additions: Sequence[Addition]) -> int:
        if self._unwritable:
            raise DossierError(self.path, self._unwritable)
        known = _known(connection, [addition.id for addition in additions])
        before, last_time = newest(connection)
        seq = before
        # A clock that was set back must not make an entry look back-dated.
        now = self._clock()
        recorded_at = max(now, last_time)
        if last_time[:10] > now[:10]:
            self.ahead = f"{last_time}, while the clock of this machine says {now}"
        commit = self._committing(connection)
        entries: list[tuple[int, EntryKind, bytes, str, bytes, bytes, bytes | None]] = []
        placements: list[tuple[int, Placement]] = []
        for id_, body, placement in additions:
            if id_ in known:
                continue
            known.add(id_)
            seq += 1
            entries.append((seq, kind, id_, recorded_at, body, *commit(seq, kind, id_, recorded_at, body)))
            if placement is not None:
                placements.append((seq, placement))
        bulk_insert(connection, schema.ledger, Entry._fields, entries)
        projection = self._projection(connection)
        with _naming_missing_articles():
            if kind == "assertion":
                projection.place(placements)
            else:
                projection.apply(Entry(*entry) for entry in entries)
        grow_tree(connection, before, seq, [entry[5] for entry in entries])
        if fetch(connection, _ADDED, (before,)) != entries:
            problem = "did not take what was to be recorded; nothing was recorded. Run `variorum audit verify`"
            raise DossierError(self.path, problem, 3)
        if self._on_server:
            notify(connection)
        self._appended += len(entries)
        return len(entries)


def _amendment_entry(amendment: Amendment) -> Addition:
    return Addition(bytes.fromhex(digest({"amendment": amendment.id})), encode_record(amendment))


@contextlib.contextmanager
def _naming_missing_articles() -> Iterator[None]:
    """Turn the error of the tables for an article that is not there into one for people."""
    try:
        yield
    except KeyError as error:
        raise UnknownRecordError("article", str(error.args[0])[:12], "add it first with `variorum add`") from error


def _check_heads(connection: Connection, decisions: Iterable[tuple[ItemKey, Decision]]) -> None:
    """Check that each decision builds on the one before it on the item it is on now, here or in the dossier."""
    table = schema.items
    heads: dict[ItemKey, Decision | None] = {}
    for key, decision in decisions:
        if key not in heads:
            same = (table.c.subject == key[0]) & (table.c.attribute == key[1])
            item = connection.scalar(select(table.c.item).where(same))
            if item is None:
                raise UnknownRecordError("data item", "/".join(key), "`variorum items` lists them")
            heads[key] = _head(connection, item)
        head = heads[key]
        if head is not None and decision.based_on != head.id:
            raise HeadMovedError(decision, head)
        if head is None and decision.based_on is not None:
            hint = "nobody has decided this item yet; leave out what the decision is based on"
            raise UnknownRecordError("decision", decision.based_on, hint)
        heads[key] = decision


def _head(connection: Connection, item: int) -> Decision | None:
    table = schema.decisions
    query = select(schema.ledger).join(table, table.c.seq == schema.ledger.c.seq).where(table.c.item == item)
    row = connection.execute(query.order_by(table.c.seq.desc()).limit(1)).one_or_none()
    return None if row is None else parse_row(Decision, row)


def _refuse_another(mine: Decision, recorded: Decision) -> None:
    # A retry may carry a later clock and has seen its own first attempt; what it says must be the same.
    circumstances = {"decided_at", "based_on", "seen", "batch", "seed", "signature"}
    if mine.model_dump(exclude=circumstances) != recorded.model_dump(exclude=circumstances):
        raise DecisionIdError(mine, recorded)


def _leave_out_known(connection: Connection, entries: Mapping[bytes, Decision]) -> dict[bytes, Decision]:
    """Return the decisions that are not recorded yet; refuse another one under the id of one that is."""
    known = _known(connection, list(entries))
    for entry_id in known:
        row = connection.execute(select(schema.ledger).where(schema.ledger.c.id == entry_id)).one()
        _refuse_another(entries[entry_id], parse_row(Decision, row))
    return {entry_id: one for entry_id, one in entries.items() if entry_id not in known}


def _known(connection: Connection, ids: Sequence[bytes]) -> set[bytes]:
    known: set[bytes] = set()
    for part in schema.parts_of(ids):
        marks = ",".join("?" * len(part))
        rows = execute(connection, f"SELECT id FROM ledger WHERE id IN ({marks})", tuple(part))
        known.update(row[0] for row in rows)
    return known


def _names_of(connection: Connection, article: str) -> set[str]:
    names, table = schema.article_names, schema.articles
    query = select(names.c.name).join(table, table.c.seq == names.c.article).where(table.c.id == article)
    return set(connection.scalars(query))
