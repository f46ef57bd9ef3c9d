"""Add the tables of published data sets: rows as articles with their statements, each under the event that it is of.

A row that is there with the same text is left alone; one whose text has changed follows the earlier as its new edition.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from claims.assertions import assertion_id
from claims.findings import Finding
from claims.grouping import group_by
from claims.models import MentionRecord
from claims.store.dossier import Addition, KnownRow, RowAddition, encode_content, encode_ordered
from reconcile.events import NO_FINGERPRINT, Mention
from reconcile.events.matching import match_rows
from tui.services.neighbours import load_neighbours, rebuild_mention
from tui.services.table_reading import EncodedRow, read_table
from tui.services.workspace import Workspace


@dataclass(slots=True)
class TableCounts:
    """What became of the rows of a table."""

    new: int = 0
    unchanged: int = 0
    changed: int = 0
    joined: int = 0
    """Of the new ones, how many are of an event that was there."""
    statements: int = 0

    @property
    def rows(self) -> int:
        """Rows that are in."""
        return self.new + self.unchanged + self.changed


def add_table(
    workspace: Workspace,
    table: Path,
    profile: str,
    published: str | None,
    found: Callable[[Finding], None],
    progress: Callable[[int], None] = lambda done: None,
) -> TableCounts:
    """Add the rows of a table, some hundred in one commit; `found` is given what could not be read.

    Raises:
        TableError, ProfileError: the table or the profile cannot be used, or not any further; what was read is in.
    """
    adder = _TableAdder(workspace, table.name, found)
    for part in read_table(workspace.dossier.path, table, profile, published):
        for one in part:
            if isinstance(one, Finding):
                found(one)
        adder.add([one for one in part if isinstance(one, EncodedRow)])
        progress(adder.counts.rows)
    return adder.counts


class _TableAdder:
    """Adds rows to a dossier, a part of a table at a time."""

    def __init__(self, workspace: Workspace, where: str, found: Callable[[Finding], None]) -> None:
        self._store = workspace.dossier
        self._where = where
        self._found = found
        self._before = self._store.newest_entry()
        self._has_others: bool | None = None
        self.counts = TableCounts()

    def add(self, rows: Sequence[EncodedRow]) -> None:
        """Add some rows in one commit."""
        known = self._store.rows_named(row.name for row in rows)
        changed, new = list[EncodedRow](), list[EncodedRow]()
        for row in self._without_repeats(rows, known):
            there = known.get(row.name)
            if there is None:
                new.append(row)
            elif there.text_sha256 == row.text_sha256:
                self.counts.unchanged += 1
            else:
                changed.append(row)
        joined = self._match(new)
        additions = [_under(row, joined[row.name]) if row.name in joined else row.addition for row in new]
        additions += self._supersede(changed, known)
        if additions:
            self._store.add_rows(additions)
        self.counts.new += len(new)
        self.counts.changed += len(changed)
        self.counts.joined += len(joined)
        self.counts.statements += sum(len(one.statements) for one in additions)

    def _without_repeats(self, rows: Sequence[EncodedRow], known: Mapping[str, KnownRow]) -> Iterator[EncodedRow]:
        """Yield the rows but those whose id this very table has had already."""
        for name, alike in group_by(rows, lambda row: row.name).items():
            is_repeat = name in known and known[name].seq > self._before
            for _ in alike if is_repeat else alike[1:]:
                message = f"the row {name} stands there more than once; the first is in"
                self._found(Finding(where=self._where, message=message, about="bad-row"))
            if not is_repeat:
                yield alike[0]

    def _match(self, rows: Sequence[EncodedRow]) -> dict[str, str]:
        """Return the events that are there which rows are of, by the name of the row."""
        if not rows or not self._is_beside_others(rows[0]):
            return {}
        fresh = {_mention_of(row).id: row for row in rows}
        vocabulary = self._store.vocabulary()
        mentions = list(map(_mention_of, rows))
        near = load_neighbours(self._store, mentions, (), vocabulary)
        events = match_rows(mentions, near.mentions, near.subjects, vocabulary)
        return {fresh[id_].name: event for id_, event in events.items()}

    def _is_beside_others(self, row: EncodedRow) -> bool:
        """Return whether the dossier has anything but rows of this data set, which are never of one event."""
        if self._has_others is None:
            self._has_others = self._store.has_mentions_beside(row.facts["key"])
        return self._has_others

    def _supersede(self, rows: Sequence[EncodedRow], known: Mapping[str, KnownRow]) -> Iterator[RowAddition]:
        """Yield changed rows as new editions under the events that the earlier ones are under now."""
        subjects, earlier = self._store.subject_map(), [known[row.name].id for row in rows]
        events = {one.article: subjects.current(one.subject, one.article) for one in self._store.mentions_of(earlier)}
        for row in rows:
            before = known[row.name].id
            yield _under(row, events.get(before, row.facts["subject"]), revises=before)


def _mention_of(row: EncodedRow) -> Mention:
    return rebuild_mention(MentionRecord.model_validate(row.facts), NO_FINGERPRINT)


def _under(row: EncodedRow, subject: str, revises: str | None = None) -> RowAddition:
    """Return a row under another subject, and as a new edition."""
    addition = row.addition
    article = addition.article
    if revises is not None:
        content = msgspec.json.decode(article.body) | {"revises": revises}
        article = Addition(article.id, msgspec.json.encode(content))
    statements = [_move(one, subject) for one in addition.statements]
    return RowAddition(article, statements, encode_ordered(row.facts | {"subject": subject}))


def _move(statement: Addition, subject: str) -> Addition:
    content = msgspec.json.decode(statement.body) | {"subject": subject}
    return encode_content(content | {"id": assertion_id(content)})
