"""Fill the computed tables from ledger entries, at append time and at rebuild.

Only the entries and the tables themselves are read, so that a rebuild gives what appending gave.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Table, func, insert, select, update

from claims.amendments import Amendments
from claims.decisions import act_of, fold_acts
from claims.identity import digest
from claims.models import Amendment, Article, Decision, EventDecision, MentionRecord, Redaction, ReviewerChange
from claims.store.ledger import DamagedLedgerError, Entry, parse_body
from claims.store.tables import schema
from claims.store.tables.columns import Columns, outlet_name, read_columns, voice_number
from claims.store.tables.keys import ItemKey, Keys, touch
from claims.store.tables.likeness import mark_texts
from claims.store.tables.mention_index import index_mentions, rekey_mentions
from claims.store.tables.schema import DESCRIPTION, plain
from claims.store.tables.statements import bulk_insert, execute
from claims.subjects import SubjectMap
from claims.vocabulary.loading import Tables
from claims.vocabulary.model import Vocabulary

ASSERTION_COLUMNS: Final = ("item", "scope", "seq", "article", *Columns._fields, "origin", "outlet")


class Placement(NamedTuple):
    """The parts of an assertion that its rows are made of."""

    subject: str
    attribute: str
    subject_kind: str
    scope: str | None
    article: str
    start: int
    stop: int
    tier: str
    speaker: str
    """Who spoke first; empty where the outlet itself speaks."""
    columns: Columns


class Projection:
    """Fills the computed tables for a run of entries inside one transaction."""

    def __init__(
        self,
        connection: Connection,
        vocabulary: Callable[[], Vocabulary],
        keys: Keys,
        subjects: SubjectMap | None = None,
    ) -> None:
        """Prepare to write; `vocabulary` gives the words in force as far as the entries have been written, `subjects`
        the merges and splits where they are not to be read from the tables.
        """
        self._connection = connection
        self._vocabulary = vocabulary
        self._keys = keys
        self._subject_map = subjects

    def apply(self, entries: Iterable[Entry]) -> None:
        """Write the rows of `entries`, given in sequence order.

        The rows are the same however a ledger is cut into runs of entries.
        """
        run: list[tuple[int, Placement]] = []
        articles: list[tuple[int, Mapping[str, Any]]] = []
        mentions: list[tuple[int, MentionRecord, int]] = []
        for entry in entries:
            content: Mapping[str, Any] = entry.content()
            if mentions and entry.kind != "mention":
                self._index(mentions)
                mentions = []
            if articles and entry.kind != "article":
                self._articles(articles)
                articles = []
            if entry.kind == "assertion":
                run.append((entry.seq, place_of(content)))
                continue
            self.place(run)
            run = []
            if entry.kind == "article":
                articles.append((entry.seq, content))
            elif entry.kind == "mention":
                mentions.append(self._mention(entry, content))
            else:
                self._write_one(entry, content)
        self._articles(articles)
        self.place(run)
        self._index(mentions)

    def _write_one(self, entry: Entry, content: Mapping[str, Any]) -> None:
        """Write the rows of an entry of a kind that comes one by one."""
        writers: dict[str, Callable[[Entry, Mapping[str, Any]], None]] = {
            "amendment": self._amendment,
            "decision": self._decision,
            "event": self._event,
            "name": self._name,
            "redaction": self._redaction,
            "reviewer": self._reviewer_change,
            "vocabulary": self._vocabulary_change,
        }
        if write := writers.get(entry.kind):
            write(entry, content)

    def _mention(self, entry: Entry, content: Mapping[str, Any]) -> tuple[int, MentionRecord, int]:
        """Return what a mention is listed and indexed by, together with those after it."""
        article = self._keys.article(self._connection, content["article"])
        return entry.seq, MentionRecord.model_validate(content), article

    def _index(self, run: Sequence[tuple[int, MentionRecord, int]]) -> None:
        if run:
            rows = [(article, plain(record.key), seq) for seq, record, article in run]
            bulk_insert(self._connection, schema.mentions, ("article", "key", "seq"), rows)
            read = [(article,) for article in sorted({article for _, _, article in run})]
            execute(self._connection, "DELETE FROM unread_articles WHERE article = ?", read)
            index_mentions(self._connection, run, self._vocabulary())

    def place(self, run: Sequence[tuple[int, Placement]]) -> None:
        """Write the rows of assertions, given by entry number."""
        if not run:
            return
        if subjects := self._subjects():
            run = [(seq, one._replace(subject=subjects.current(one.subject, one.article))) for seq, one in run]
        vocabulary = self._vocabulary()
        # Column by column, because a large import spends a tenth of its time here.
        seqs, places = zip(*run, strict=True)
        subjects_, attributes, kinds, scopes, articles, _, _, tiers, speakers, told = zip(*places, strict=True)
        keys: list[ItemKey] = list(zip(subjects_, attributes, strict=True))
        last = dict(zip(keys, seqs, strict=True))
        first_kind = dict(zip(reversed(keys), reversed(kinds), strict=True))
        touched, dirty = _spread(last, first_kind, vocabulary)
        items = self._keys.items(self._connection, touched, dirty=dirty)
        informed = {name: self._informed_by(name) for name in dict.fromkeys(attributes)}
        self._touch_informed(
            {
                (subject, target): max(seq, dirty.get((subject, target), 0))
                for (subject, name), seq in sorted(last.items(), key=itemgetter(1))
                for target in informed[name]
            }
        )
        labels = {scope: scope_label(scope) for scope in dict.fromkeys(scopes)}
        label_rows = self._keys.labels(self._connection, labels.values())
        scope_rows = {scope: label_rows[label] for scope, label in labels.items()}
        article_rows = self._keys.articles(self._connection, dict.fromkeys(articles))
        outlets = self._keys.outlets(self._connection, article_rows)
        voices = self._keys.voices(self._connection, dict.fromkeys(speakers))
        columns = (map(items.__getitem__, keys), map(scope_rows.__getitem__, scopes), seqs)
        printed = map(outlets.__getitem__, articles)
        said = ((voices[name] or outlet, outlet) for name, outlet in zip(speakers, printed, strict=True))
        placed = zip(*columns, map(article_rows.__getitem__, articles), strict=True)
        # In the order of the table: assertions that arrive together belong to many items.
        rows = sorted((*one, *two, *three) for one, two, three in zip(placed, told, said, strict=True))
        bulk_insert(self._connection, schema.assertions, ASSERTION_COLUMNS, rows)
        if any(tiers):
            self.propose((seq, place, article_rows[place.article]) for seq, place in run if place.tier)

    def propose(self, run: Iterable[tuple[int, Placement, int]]) -> None:
        """Write the rows of proposals among assertions, given by entry number and the row of their article."""
        columns = ("seq", "article", "start", "stop", "tier", "act")
        rows = [(seq, article, place.start, place.stop, plain(place.tier), "") for seq, place, article in run]
        bulk_insert(self._connection, schema.proposals, columns, rows)

    def act(self, decision: Decision) -> None:
        """Write the act of a decision, or of the one it undoes, to the proposal it is about."""
        if decision.action == "undo":
            self._undo(decision)
        elif decision.assertion is not None and decision.action in {"confirm", "reject", "different_event"}:
            table = schema.proposals
            statement = update(table).where(table.c.seq == self._assertion(decision.assertion))
            if decision.action == "confirm":  # a removed proposal stays removed
                statement = statement.where(table.c.act == "")
            self._connection.execute(statement.values(act=decision.action))

    def _undo(self, undo: Decision) -> None:
        ledger, decisions, items = schema.ledger, schema.decisions, schema.items
        query = (
            select(ledger.c.body)
            .join(decisions, decisions.c.seq == ledger.c.seq)
            .join(items, items.c.item == decisions.c.item)
            .where(items.c.subject == self._subjects().current(undo.subject))
            .order_by(decisions.c.seq)
        )
        decisions_on_item = list(map(Decision.model_validate_json, self._connection.scalars(query)))
        by_id = {decision.id: decision for decision in decisions_on_item}
        first = undo
        while first.undoes is not None and first.undoes in by_id:
            first = by_id[first.undoes]
        if first.assertion is not None:
            act = act_of(fold_acts(decisions_on_item).get(first.assertion))
            table = schema.proposals
            seq = self._assertion(first.assertion)
            self._connection.execute(update(table).where(table.c.seq == seq).values(act=act))

    def _assertion(self, id_: str) -> int | None:
        return self._connection.scalar(select(schema.ledger.c.seq).where(schema.ledger.c.id == bytes.fromhex(id_)))

    def _amendment(self, entry: Entry, content: Mapping[str, Any]) -> None:
        """Write what the article is now, and mark every item of the subjects it speaks of as out of date."""
        number = self._keys.article(self._connection, content["article"])
        self._connection.execute(insert(schema.amendments), {"seq": entry.seq})
        body = self._connection.execute(select(schema.ledger.c.body).where(schema.ledger.c.seq == number)).scalar_one()
        now = amendments(self._connection).amended(Article.model_validate_json(body))
        columns = {name: plain(getattr(now, name)) for name in ("publisher", "published", "title", *DESCRIPTION)}
        table = schema.articles
        self._connection.execute(update(table).where(table.c.seq == number).values(columns))
        items, quoted = schema.items, schema.assertions
        outlet = voice_number(outlet_name(columns["publisher"], plain(now.name)))
        self._keys.forget_outlets()
        of_article = update(quoted).where(quoted.c.article == number)
        self._connection.execute(of_article.where(quoted.c.hops == 0).values(origin=outlet))
        self._connection.execute(of_article.values(outlet=outlet))
        subjects = select(items.c.subject).join(quoted, quoted.c.item == items.c.item).where(quoted.c.article == number)
        touched = self._connection.scalars(select(items.c.item).where(items.c.subject.in_(subjects)))
        touch(self._connection, [(entry.seq, item) for item in touched])

    def _articles(self, run: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
        columns = ("id", "name", "publisher", "published", "title", *DESCRIPTION)
        rows = [(seq, *(plain(content.get(name)) for name in columns), len(content["text"])) for seq, content in run]
        bulk_insert(self._connection, schema.articles, ("seq", *columns, "length"), rows)
        bulk_insert(self._connection, schema.unread_articles, ("article",), [(seq,) for seq, _ in run])
        mark_texts(self._connection, run)
        names = [(plain(content["name"]), seq) for seq, content in run]
        bulk_insert(self._connection, schema.article_names, ("name", "article"), names)
        self._keys.remember_articles({content["id"]: seq for seq, content in run})

    def _name(self, _: Entry, content: Mapping[str, Any]) -> None:
        article = self._keys.article(self._connection, content["article"])
        self._connection.execute(insert(schema.article_names), {"name": plain(content["name"]), "article": article})

    def _reviewer_change(self, entry: Entry, _: Mapping[str, Any]) -> None:
        self._connection.execute(insert(schema.reviewer_changes), {"seq": entry.seq})

    def _redaction(self, entry: Entry, _: Mapping[str, Any]) -> None:
        self._connection.execute(insert(schema.redactions), {"seq": entry.seq})

    def _decision(self, entry: Entry, content: Mapping[str, Any]) -> None:
        decision = Decision.model_validate(content)
        key = self.item_of(decision)
        number = self._keys.items(self._connection, {key: "event"})[key]
        table = schema.decisions
        based_on = self._connection.scalar(select(func.max(table.c.seq)).where(table.c.item == number))
        row = {"item": number, "based_on": based_on or 0, "seq": entry.seq}
        self._connection.execute(insert(schema.decisions), row)
        self.act(decision)
        # An act on an assertion changes what the items it bears on see, not only this one.
        about = self._about(decision)
        attributes = {decision.attribute, about["attribute"] if about else decision.attribute}
        touched = {(key[0], t): "event" for name in attributes for t in self._vocabulary().touched_by(name)}
        bearing = self._keys.items(self._connection, touched, create=False).values()
        touch(self._connection, [(entry.seq, item) for item in bearing])

    def item_of(self, decision: Decision) -> ItemKey:
        """Return the data item that a decision is on now."""
        return self._subject_of(decision), decision.attribute

    def _subject_of(self, decision: Decision) -> str:
        """Return the current subject of a decision: that of the assertion it is about, else of its own subject."""
        subjects = self._subjects()
        if not subjects.has_history:
            return decision.subject
        if about := self._about(decision):
            return subjects.current(about["subject"], about["passage"]["article"])
        return subjects.current(self._first(decision).subject)

    def _about(self, decision: Decision) -> Any:
        """Return the content of the assertion that a decision, or the one it undoes, is about; None without one."""
        assertion = self._first(decision).assertion
        return self._body(bytes.fromhex(assertion)) if assertion else None

    def _first(self, decision: Decision) -> Decision:
        """Return the decision that a chain of undoings begins with, as far as it is here."""
        while decision.undoes is not None:
            body = self._body(bytes.fromhex(digest({"decision": decision.undoes})))
            if body is None:
                break
            decision = Decision.model_validate(body)
        return decision

    def _body(self, entry_id: bytes) -> Any:
        ledger = schema.ledger
        row = self._connection.execute(select(ledger.c.seq, ledger.c.body).where(ledger.c.id == entry_id)).one_or_none()
        return None if row is None else parse_body(row.seq, row.body)

    def _subjects(self) -> SubjectMap:
        if self._subject_map is None:
            self._subject_map = SubjectMap(event_decisions(self._connection))
        return self._subject_map

    def _event(self, entry: Entry, content: Mapping[str, Any]) -> None:
        """Move assertions and decisions to where merges and splits put them, reading only tied subjects."""
        self._connection.execute(insert(schema.event_decisions), {"seq": entry.seq})
        self._subject_map = None
        if not content["other"]:
            return  # a name moves nothing
        tied = {s for name in (content["subject"], content["other"]) if name for s in self._subjects().linked(name)}
        self._replace_assertions(tied, entry.seq)
        self._replace_decisions(tied)

    def _replace_assertions(self, tied: Collection[str], now: int) -> None:
        table, items, ledger = schema.assertions, schema.items, schema.ledger
        query = select(table, items.c.subject, ledger.c.body).join(items, items.c.item == table.c.item)
        query = query.join(ledger, ledger.c.seq == table.c.seq).where(items.c.subject.in_(sorted(tied)))
        moves: list[tuple[Any, ItemKey, str]] = []
        dirty: dict[ItemKey, int] = {}
        informed: set[ItemKey] = set()
        for row in self._connection.execute(query.order_by(table.c.seq)).all():
            content: Any = parse_body(row.seq, row.body)
            subject = self._subjects().current(content["subject"], content["passage"]["article"])
            if subject == row.subject:
                continue
            moves.append((row, (subject, content["attribute"]), content["subject_kind"]))
            for target in sorted(self._vocabulary().bearing_on(content["attribute"])):
                dirty[subject, target] = dirty[row.subject, target] = now
            informed |= {(each, t) for each in (subject, row.subject) for t in self._informed_by(content["attribute"])}
        kinds = {key: kind for _, key, kind in moves}
        targets = {key: kinds.get(key, "event") for key in (*kinds, *dirty)}
        numbers = self._keys.items(self._connection, targets, dirty=dirty)
        self._touch_informed(dict.fromkeys(informed - dirty.keys(), now))
        for row, key, _ in moves:
            here = (table.c.item == row.item, table.c.scope == row.scope, table.c.seq == row.seq)
            self._connection.execute(update(table).where(*here).values(item=numbers[key]))
        touch(self._connection, [(now, numbers[key]) for key in dirty])

    def _informed_by(self, attribute: str) -> frozenset[str]:
        """Return the attributes whose items statements of `attribute` may change without bearing on them."""
        vocabulary = self._vocabulary()
        return vocabulary.touched_by(attribute) - vocabulary.bearing_on(attribute)

    def _touch_informed(self, last: Mapping[ItemKey, int]) -> None:
        """Mark those of these items that there are as out of date since the entry given for each; it makes none."""
        numbers = self._keys.items(self._connection, dict.fromkeys(last, "event"), create=False) if last else {}
        touch(self._connection, [(last[key], number) for key, number in numbers.items()])

    def _replace_decisions(self, tied: Collection[str]) -> None:
        """Chain the decisions of each item again: those of two merged events follow each other in their order."""
        table, items, ledger = schema.decisions, schema.items, schema.ledger
        query = select(table.c.seq, ledger.c.body).join(items, items.c.item == table.c.item)
        query = query.join(ledger, ledger.c.seq == table.c.seq).where(items.c.subject.in_(sorted(tied)))
        moved = [(seq, Decision.model_validate_json(body)) for seq, body in self._connection.execute(query).all()]
        if not moved:
            return
        self._connection.execute(table.delete().where(table.c.seq.in_([seq for seq, _ in moved])))
        keys = {seq: self.item_of(decision) for seq, decision in moved}
        numbers = self._keys.items(self._connection, dict.fromkeys(keys.values(), "event"))
        last: dict[int, int] = {}
        for seq in sorted(keys):
            item = numbers[keys[seq]]
            self._connection.execute(insert(table), {"item": item, "based_on": last.get(item, 0), "seq": seq})
            last[item] = seq

    def _vocabulary_change(self, entry: Entry, content: Mapping[str, Any]) -> None:
        """Mark every item as out of date, since any word may change any comparison; new links may need new items."""
        self._connection.execute(insert(schema.vocabulary_changes), {"seq": entry.seq})
        entries = content.get("attributes", {}).values()
        if content.get("balances") or any(attribute.get("bears_on") for attribute in entries):
            self._make_linked_items()
        if content.get("places"):
            rekey_mentions(self._connection, self._vocabulary())
        self._connection.execute(update(schema.items).values(dirty=entry.seq))

    def _make_linked_items(self) -> None:
        """Make the items that those in the tables bear on."""
        table = schema.items
        query = select(table.c.subject, table.c.attribute, table.c.subject_kind).order_by(table.c.item)
        vocabulary = self._vocabulary()
        linked: dict[ItemKey, str] = {}
        for subject, attribute, kind in self._connection.execute(query).all():
            for target in sorted(vocabulary.bearing_on(attribute)):
                linked.setdefault((subject, target), kind)
        self._keys.items(self._connection, linked)


def _spread(
    last: Mapping[ItemKey, int], kinds: Mapping[ItemKey, str], vocabulary: Vocabulary
) -> tuple[dict[ItemKey, str], dict[ItemKey, int]]:
    """Return the items that assertions bear on with the kind of their subject, and the last entry that touches each.

    `last` is the last entry on each item itself, `kinds` the kind of its subject.
    """
    targets = {name: sorted(vocabulary.bearing_on(name)) for name in {attribute for _, attribute in last}}
    touched: dict[ItemKey, str] = {}
    dirty: dict[ItemKey, int] = {}
    for key, seq in last.items():
        for target in targets[key[1]]:
            touched.setdefault((key[0], target), kinds[key])
            dirty[key[0], target] = max(dirty.get((key[0], target), 0), seq)
    return touched, dirty


def amendments(connection: Connection) -> Amendments:
    """Return the corrections of articles."""
    entries = _listed(connection, schema.amendments, "amendment")
    return Amendments(Amendment.model_validate_json(entry.body) for entry in entries)


def event_decisions(connection: Connection) -> list[EventDecision]:
    """Return every merge and split, and what was undone of them, oldest first."""
    entries = _listed(connection, schema.event_decisions, "event")
    return [EventDecision.model_validate_json(entry.body) for entry in entries]


def reviewer_changes(connection: Connection) -> list[ReviewerChange]:
    """Return the changes to the list of reviewers, oldest first."""
    entries = _listed(connection, schema.reviewer_changes, "reviewer")
    return [ReviewerChange.model_validate_json(entry.body) for entry in entries]


def redactions(connection: Connection) -> list[Redaction]:
    """Return the orders to take something out, oldest first."""
    entries = _listed(connection, schema.redactions, "redaction")
    return [Redaction.model_validate_json(entry.body) for entry in entries]


def vocabulary_additions(connection: Connection) -> list[Tables]:
    """Return the dossier's own words, oldest first."""
    return [dict(entry.content()) for entry in _listed(connection, schema.vocabulary_changes, "vocabulary")]


def _listed(connection: Connection, table: Table, kind: str) -> Iterator[Entry]:
    """Yield the entries that a table lists, in order.

    Raises:
        DamagedLedgerError: one is not intact, or of another kind.
    """
    ledger = schema.ledger
    query = select(ledger).join(table, table.c.seq == ledger.c.seq).order_by(ledger.c.seq)
    for row in connection.execute(query):
        entry = Entry(*row).intact()
        if entry.kind != kind:
            raise DamagedLedgerError(entry.seq, f"the table {table.name} lists it, which is for {kind} entries")
        yield entry


def place_of(content: Mapping[str, Any]) -> Placement:
    """Return the placement of the assertion with this content."""
    about = (content["subject"], content["attribute"], content["subject_kind"], content["scope"])
    passage, chain = content["passage"], content["chain"]
    speaker = plain(chain[-1]["speaker"]) if chain else ""
    where = (passage["article"], passage["start"], passage["end"], content["tier"])
    return Placement(*about, *where, speaker, read_columns(content))


def scope_label(scope: str | None) -> str:
    """Return the label a scope is stored under; an unstated one has a label no scope can have."""
    return "?" if scope is None else plain(scope)
