"""Read articles: their lines, their names, their texts."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from itertools import product, starmap
from operator import attrgetter
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Select, bindparam, func, or_, select, true

from claims.addresses import page_key, page_prefixes
from claims.amendments import Amendments
from claims.editions import Edition, is_edition, number_editions, place_of
from claims.grouping import group_by
from claims.models import Article, Assertion
from claims.store.errors import AmbiguousNameError, UnknownRecordError
from claims.store.ledger import DamagedLedgerError, Entry
from claims.store.operations.open_dossier import OpenDossier, parse_row
from claims.store.tables import schema
from claims.store.tables.likeness import find_like_texts, find_same_texts
from claims.store.tables.rows import ArticleRow
from claims.store.tables.schema import parts_of, plain
from claims.surroundings import Surroundings, read_surroundings

_SHORT: Final = 100_000
"""Characters of an article of which hundreds can be held at once."""


class _Text(msgspec.Struct):
    """What is read of an article's body where only its words matter."""

    text: str
    text_sha256: str


_TEXT: Final = msgspec.json.Decoder(_Text)


def read_text(seq: int, body: bytes) -> _Text:
    """Return the text of an article with its hash.

    Raises:
        DamagedLedgerError: the entry of this number is no article.
    """
    try:
        return _TEXT.decode(body)
    except ValueError as error:
        raise DamagedLedgerError(seq, "it is no article that this Variorum can read") from error


_TEXTS: Final = 20
"""Articles read at once."""


_ROWS: Final = select(*(schema.articles.c[field.name] for field in fields(ArticleRow)))


class ArticleReading(OpenDossier):
    """A dossier that reads articles."""

    def article_rows(self) -> list[ArticleRow]:
        """Return every article without its text, by name then id."""
        table = schema.articles
        with self._reading() as connection:
            rows = connection.execute(_ROWS.order_by(table.c.name, table.c.id)).all()
        return list(starmap(ArticleRow, rows))

    def article_rows_of(self, ids: Sequence[str]) -> list[ArticleRow]:
        """Return these articles without their texts, in no particular order."""
        queries = [_ROWS.where(schema.articles.c.id.in_(part)) for part in parts_of(ids)]
        with self._reading() as connection:
            return [ArticleRow(*row) for query in queries for row in connection.execute(query)]

    def article_rows_beginning(self, starts: Sequence[str]) -> list[ArticleRow]:
        """Return the articles whose ids begin so, without their texts, in no particular order."""
        table = schema.articles.c
        queries = [_ROWS.where(table.id.between(start, f"{start}g")) for start in starts]
        with self._reading() as connection:
            return [ArticleRow(*row) for query in queries for row in connection.execute(query)]

    def same_text(self, article: Article) -> Article | None:
        """Return the article of the same text that `article` only describes further; None where there is none.

        Two outlets may print one text, and are two articles: the one there must say nothing else of outlet and date.
        """
        with self._reading() as connection:
            there = self._recorded(connection, find_same_texts(connection, article.text_sha256))
        if any(one.id == article.id for one in there):
            return None
        return next((one for one in there if one.text == article.text and _says_less(one, article)), None)

    def beside(self, article: Article) -> tuple[str | None, str | None]:
        """Return the ids of the editions just before and just after an article; nothing where it is there itself.

        A page is known by its address, however that is spelled; an outlet's text at another address by its words. Of
        two that nothing puts in order the one recorded later is the later.
        """
        with self._reading() as connection:
            editions = self._copies_of_page(connection, article) or self._copies_in_words(connection, article)
        if article.id in editions:
            return None, None
        here = place_of(article, len(article.text))
        earlier = max((place for place in editions.values() if place <= here), default=None)
        later = min((place for place in editions.values() if place > here), default=None)
        return (
            next((id_ for id_, place in reversed(editions.items()) if place == earlier), None),
            next((id_ for id_, place in editions.items() if place == later), None),
        )

    def _copies_of_page(self, connection: Connection, article: Article) -> dict[str, tuple[str, int]]:
        """Return what orders the articles at one address, by id in the order of their entries."""
        key = page_key(article.url or "")
        if article.url is None or not key:
            return {}
        whole, begun = _addresses_of(plain(article.url))
        ends = {name: end for n, range_ in enumerate(begun) for name, end in zip(_names_of(n), range_, strict=True)}
        rows = connection.execute(_select_pages(len(begun)), {"whole": whole, **ends})
        return {row.id: place_of(row, row.length) for row in rows if page_key(row.url) == key}

    def _copies_in_words(self, connection: Connection, article: Article) -> dict[str, tuple[str, int]]:
        """Return what orders the articles of nearly the same words that are editions of an article, by id."""
        like = self._recorded(connection, sorted(find_like_texts(connection, article.text)))
        return {one.id: place_of(one, len(one.text)) for one in like if is_edition(one, article)}

    def _recorded(self, connection: Connection, numbers: Iterable[int]) -> list[Article]:
        """Return articles by number of entry, as they were amended."""
        rows = [connection.execute(select(schema.ledger).where(schema.ledger.c.seq == seq)).one() for seq in numbers]
        if not rows:
            return []
        now = self._amendments_in(connection)
        return [now.amended(parse_row(Article, row)) for row in rows]

    def editions(self) -> dict[str, Edition]:
        """Return the places of the articles that are editions of one text, by id."""
        with self._reading() as connection:
            return self._editions_in(connection)

    def _editions_in(self, connection: Connection) -> dict[str, Edition]:
        table, changes = schema.articles, schema.amendments
        linked = or_(table.c.revises.is_not(None), table.c.revised_by.is_not(None))
        newest = tuple(
            connection.scalar(select(func.max(column)).where(where)) or 0
            for column, where in ((table.c.seq, linked), (changes.c.seq, true()))
        )
        if self._editions[0] != newest:
            rows = connection.execute(select(table.c.id, table.c.revises, table.c.revised_by).where(linked)).all()
            links = [pair for id_, before, after in rows for pair in ((before, id_), (id_, after)) if all(pair)]
            self._editions = (newest, number_editions(links))
        return self._editions[1]

    def unread_articles(self) -> list[str]:
        """Return the ids of the articles that no mention says have been read, by name then id."""
        table, unread = schema.articles, schema.unread_articles
        # Sorted here: given an order, SQLite walks all articles by name instead of the few that are unread.
        query = select(table.c.name, table.c.id).where(table.c.seq.in_(select(unread.c.article)))
        with self._reading() as connection:
            return [id_ for _, id_ in sorted(map(tuple, connection.execute(query)))]

    def find_article(self, name: str) -> str:
        """Return the id of the article called `name`: an id, the start of one (8 digits or more), or a name given to
        `add`.

        Raises:
            UnknownRecordError: there is none.
            AmbiguousNameError: there are several.
        """
        table, names = schema.articles, schema.article_names
        with self._reading() as connection:
            named = select(table.c.id).join(names, names.c.article == table.c.seq)
            ids: list[str] = list(connection.scalars(named.where(names.c.name == plain(name))))
            if not ids:
                ids = _find_in_folders(connection, name)
            if not ids and re.fullmatch("[0-9a-f]{8,}", name):
                ids = list(connection.scalars(select(table.c.id).where(table.c.id.startswith(name))))
        if not ids:
            hint = "`variorum articles list` shows the names; `variorum add` adds one"
            raise UnknownRecordError("article", name, hint)
        if len(ids) > 1:
            raise AmbiguousNameError("article", name, sorted(ids))
        return ids[0]

    def articles_named(self, names: Iterable[str]) -> dict[str, Article]:
        """Return by name each article that alone has one of these names, except long ones: a few hundred at once.

        `find_article` says what is wrong with a name that is left out.
        """
        by_label = {plain(name): name for name in names}
        rows_of_names, table = schema.article_names, schema.articles
        query = select(rows_of_names.c.name, schema.ledger).join(table, table.c.seq == rows_of_names.c.article)
        query = query.join(schema.ledger, schema.ledger.c.seq == rows_of_names.c.article)
        query = query.where(rows_of_names.c.name.in_(by_label), table.c.length <= _SHORT)
        with self._reading() as connection:
            rows = connection.execute(query).all()
            now = self._amendments_in(connection)
        times = Counter(row[0] for row in rows)
        return {by_label[row[0]]: now.amended(parse_row(Article, row[1:])) for row in rows if times[row[0]] == 1}

    def article(self, article: str, amended: Amendments | None = None) -> Article:
        """Return the article with this id, as it was amended, or as the amendments given have it.

        Raises:
            UnknownRecordError: there is none.
        """
        table = schema.articles
        with self._reading() as connection:
            query = select(schema.ledger).join(table, table.c.seq == schema.ledger.c.seq)
            row = connection.execute(query.where(table.c.id == article)).one_or_none()
            now = self._amendments_in(connection) if amended is None else amended
        if row is None:
            raise UnknownRecordError("article", article[:12], "`variorum articles list` shows them")
        return now.amended(parse_row(Article, row))

    def surroundings(self, assertions: Iterable[Assertion]) -> dict[str, Surroundings]:
        """Return the text around the quotes of assertions in their articles, by assertion id.

        Raises:
            DamagedLedgerError: an article is not as it was recorded.
        """
        quoted = group_by(assertions, attrgetter("passage.article"))
        ids, table, ledger = sorted(quoted), schema.articles, schema.ledger
        query = select(table.c.id, ledger).join(ledger, ledger.c.seq == table.c.seq)
        by_assertion: dict[str, Surroundings] = {}
        with self._reading() as connection:
            for part in parts_of(ids, _TEXTS):
                for id_, *row in connection.execute(query.where(table.c.id.in_(part))):
                    entry = Entry(*row).intact()
                    text = read_text(entry.seq, entry.body)
                    for quote in quoted[id_]:
                        span = (quote.passage.start, quote.passage.end)
                        by_assertion[quote.id] = read_surroundings(text.text, *span, text.text_sha256)
        return by_assertion

    def article_labels(self) -> dict[str, str]:
        """Return how a claims file can name each article, by id: its name, or the id where the name is not its
        alone.
        """
        names, table = schema.article_names, schema.articles
        with self._reading() as connection:
            query = select(table.c.id, names.c.name).join(names, names.c.article == table.c.seq)
            pairs = connection.execute(query.order_by(table.c.id, names.c.name)).all()
        bearers = Counter(name for _, name in pairs)
        labels: dict[str, str] = {}
        for id_, name in pairs:
            labels.setdefault(id_, name if bearers[name] == 1 else id_)
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


def _addresses_of(url: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return addresses of a page, and ranges of addresses, in one of which every other address of it lies."""
    prefixes = list(page_prefixes(url))
    whole = [f"{prefix}{ending}" for prefix in prefixes for ending in ("", "/", "/amp", "/index.html")]
    begun = (prefix + sign for prefix, sign in product(prefixes, ("?", "#", "/?", "/#")))
    return [url, *whole], [(one, one[:-1] + chr(ord(one[-1]) + 1)) for one in begun]


@cache
def _select_pages(ranges: int) -> Select[Any]:
    """Return the query for what orders articles by their addresses, which an index answers; it takes long to build."""
    table = schema.articles
    columns = (table.c.id, table.c.published, table.c.modified, table.c.url, table.c.length)
    names = map(_names_of, range(ranges))
    begun = (table.c.url.between(bindparam(start), bindparam(end)) for start, end in names)
    whole = table.c.url.in_(bindparam("whole", expanding=True))
    return select(*columns).where(or_(whole, *begun)).order_by(table.c.seq)


def _names_of(number: int) -> tuple[str, str]:
    return f"from{number}", f"to{number}"


def _says_less(there: Article, new: Article) -> bool:
    pairs = [(getattr(there, field), getattr(new, field)) for field in ("publisher", "published", "url")]
    return all(old is None or old == given for old, given in pairs)


def _find_in_folders(connection: Connection, name: str) -> list[str]:
    """Return the ids of the articles of a name but for the folder: a file is often named with it and without."""
    table, names = schema.articles, schema.article_names
    base = plain(name).rsplit("/", 1)[-1]
    pattern = base.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    near = select(table.c.id, names.c.name).join(names, names.c.article == table.c.seq)
    near = near.where((names.c.name == base) | names.c.name.like(f"%/{pattern}", escape="\\"))
    matches = connection.execute(near)
    return sorted({id_ for id_, known in matches if f"/{known}".endswith(f"/{name}") or known == base})
