"""Find or make the rows that other rows name by number: items, scope labels, articles."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Final

from sqlalchemy import Connection, func, insert, select

from claims.store.tables import schema
from claims.store.tables.columns import outlet_name, voice_number
from claims.store.tables.schema import parts_of
from claims.store.tables.statements import bulk_insert, execute

ItemKey = tuple[str, str]
"""(subject, attribute)."""

_AT_ONCE: Final = 400
"""Rows asked for in one query."""


class Keys:
    """A cache of the row numbers of items, scope labels and articles, which do not change while a dossier is open."""

    def __init__(self) -> None:
        self._items: dict[ItemKey, int] = {}
        self._labels: dict[str, int] = {}
        self._articles: dict[str, int] = {}
        self._voices: dict[str, int] = {"": 0}
        self._outlets: tuple[int, dict[str, int]] = (0, {})

    def forget(self) -> None:
        """Forget all numbers: after a rollback or a rebuild they may belong to other rows."""
        self._items.clear()
        self._labels.clear()
        self._articles.clear()
        self._voices = {"": 0}
        self.forget_outlets()

    def forget_outlets(self) -> None:
        """Forget who printed which article, after that of one of them was corrected."""
        self._outlets = (0, {})

    def spare(self, most: int = 100_000) -> None:
        """Forget all numbers once there are more than `most`, so that a large import fills no memory."""
        if len(self._items) + len(self._articles) > most:
            self.forget()

    def items(
        self,
        connection: Connection,
        kinds: Mapping[ItemKey, str],
        *,
        create: bool = True,
        dirty: Mapping[ItemKey, int] | None = None,
    ) -> dict[ItemKey, int]:
        """Return the row number of each wanted item, by key, making the missing ones.

        Args:
            connection: in a transaction.
            kinds: by key of each wanted item, the kind of subject it would have if it were new.
            create: False leaves out missing items instead.
            dirty: by key, the entry since which the item is out of date.
        """
        dirty = dirty or {}
        unknown = [key for key in kinds if key not in self._items]
        self._load_items(connection, unknown)
        known = self._known_items(kinds)
        touch(connection, [(dirty[key], number) for key, number in known.items() if key in dirty])
        missing = [key for key in unknown if key not in known]
        if missing and create:
            self._make_items(connection, missing, kinds, dirty)
        return self._known_items(kinds)

    def _known_items(self, keys: Iterable[ItemKey]) -> dict[ItemKey, int]:
        return {key: self._items[key] for key in keys if key in self._items}

    def _make_items(
        self,
        connection: Connection,
        missing: Sequence[ItemKey],
        kinds: Mapping[ItemKey, str],
        dirty: Mapping[ItemKey, int],
    ) -> None:
        highest = connection.scalar(select(func.max(schema.items.c.item))) or 0
        columns = (
            *("item", "subject", "attribute", "subject_kind", "dirty", "state", "severity", "importance"),
            *("members", "explanation", "words"),
        )
        rows = [
            (highest + n, *key, kinds[key], dirty.get(key, 0), "", "", 0, 0, "", "")
            for n, key in enumerate(missing, start=1)
        ]
        bulk_insert(connection, schema.items, columns, rows)
        self._items.update((key, row[0]) for key, row in zip(missing, rows, strict=True))

    def _load_items(self, connection: Connection, keys: Sequence[ItemKey]) -> None:
        for part in parts_of(keys, _AT_ONCE):
            marks = ",".join(["(?,?)"] * len(part))
            # Joined, because SQLite answers (a, b) IN (VALUES ...) by walking the whole index.
            query = (
                f"WITH asked (s, a) AS (VALUES {marks}) SELECT subject, attribute, item FROM asked CROSS JOIN items "
                "WHERE subject = s AND attribute = a"
            )
            rows = execute(connection, query, tuple(itertools.chain.from_iterable(part)))
            self._items.update(((row[0], row[1]), row[2]) for row in rows)

    def labels(self, connection: Connection, texts: Iterable[str]) -> dict[str, int]:
        """Return the row number of each label, making the missing ones."""
        return {text: self._labels.get(text) or self._load_label(connection, text) for text in texts}

    def _load_label(self, connection: Connection, text: str) -> int:
        table = schema.labels
        number = connection.scalar(select(table.c.label).where(table.c.text == text))
        if number is None:
            number = (connection.scalar(select(func.max(table.c.label))) or 0) + 1
            connection.execute(insert(table), {"label": number, "text": text})
        self._labels[text] = number
        return number

    def article(self, connection: Connection, article: str) -> int:
        """Return the row number of the article with this id.

        Raises:
            KeyError: the dossier has no such article.
        """
        return self.articles(connection, (article,))[article]

    def articles(self, connection: Connection, articles: Iterable[str]) -> dict[str, int]:
        """Return the row numbers of the articles with these ids, by id.

        Raises:
            KeyError: the dossier lacks one of them.
        """
        ids = list(articles)
        table = schema.articles
        unknown = [id_ for id_ in ids if id_ not in self._articles]
        for part in parts_of(unknown, _AT_ONCE):
            query = select(table.c.id, table.c.seq).where(table.c.id.in_(part))
            self._articles.update((id_, seq) for id_, seq in connection.execute(query))
        return {id_: self._articles[id_] for id_ in ids}

    def outlets(self, connection: Connection, articles: Mapping[str, int]) -> dict[str, int]:
        """Return the numbers of the names of the outlets of articles, given by id with their row numbers, by id."""
        amended = connection.scalar(select(func.max(schema.amendments.c.seq))) or 0
        if self._outlets[0] != amended:
            self._outlets = (amended, {})
        known, table = self._outlets[1], schema.articles
        unknown = [number for id_, number in articles.items() if id_ not in known]
        for part in parts_of(unknown, _AT_ONCE):
            query = select(table.c.id, table.c.publisher, table.c.name).where(table.c.seq.in_(part))
            known.update((id_, voice_number(outlet_name(*names))) for id_, *names in connection.execute(query))
        return {id_: known[id_] for id_ in articles}

    def voices(self, connection: Connection, names: Iterable[str]) -> dict[str, int]:
        """Return the numbers of the names of speakers, listing those that are not; 0 for no name."""
        wanted = list(names)
        new = [(voice_number(name), name) for name in wanted if name not in self._voices]
        if new:
            execute(connection, "INSERT INTO voices (voice, name) VALUES (?, ?) ON CONFLICT DO NOTHING", new)
            self._voices.update((name, number) for number, name in new)
        return {name: self._voices[name] for name in wanted}

    def remember_articles(self, numbers: Mapping[str, int]) -> None:
        """Remember the numbers of rows just written, by article."""
        self._articles |= numbers


def touch(connection: Connection, rows: Sequence[tuple[int, int]]) -> None:
    """Mark items, given as (entry number, item), as out of date since that entry."""
    if rows:
        ordered = sorted(rows, key=itemgetter(1))
        execute(connection, "UPDATE items SET dirty = ? WHERE item = ?", ordered)
