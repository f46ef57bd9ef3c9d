"""Read assertions and proposals, each under its current subject."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, case, func, select

from claims.models import Assertion
from claims.store.errors import AmbiguousNameError, UnknownRecordError
from claims.store.operations.open_dossier import PAGE, OpenDossier, parse_placed_row, parse_row
from claims.store.tables import schema
from claims.store.tables.keys import ItemKey
from claims.store.tables.rows import PlacedProposal, Waiting


class AssertionReading(OpenDossier):
    """A dossier that reads assertions."""

    def assertion(self, prefix: str) -> Assertion:
        """Return the assertion whose id starts with `prefix` (at least 6 digits).

        Raises:
            UnknownRecordError: there is none.
            AmbiguousNameError: there are several.
        """
        digits = prefix.lower()
        if not re.fullmatch("[0-9a-f]{6,64}", digits):
            hint = "give at least 6 digits of its id, as `variorum items` shows it"
            raise UnknownRecordError("assertion", prefix, hint)
        low = bytes.fromhex(digits.ljust(64, "0"))
        high = bytes.fromhex(digits.ljust(64, "f"))
        table = schema.ledger
        with self._reading() as connection:
            query = select(table).where(table.c.kind == "assertion", table.c.id.between(low, high)).limit(5)
            matches = [parse_row(Assertion, row) for row in connection.execute(query)]
        if not matches:
            raise UnknownRecordError("assertion", prefix, "`variorum claims list` shows them")
        if len(matches) > 1:
            raise AmbiguousNameError("assertion", prefix, [assertion.id for assertion in matches])
        return self._placed(matches[0])

    def _placed(self, assertion: Assertion) -> Assertion:
        """Return an assertion as recorded under its current subject."""
        subject = self.subject_map().current(assertion.subject, assertion.passage.article)
        return assertion if subject == assertion.subject else assertion.changed(subject=subject)

    def assertions(self) -> Iterator[Assertion]:
        """Yield every assertion, by id, a page at a time."""
        table = schema.ledger
        after = b""
        while True:
            query = select(table).where(table.c.kind == "assertion", table.c.id > after)
            with self._reading() as connection:
                page = connection.execute(query.order_by(table.c.id).limit(PAGE)).all()
            if not page:
                return
            yield from (parse_row(Assertion, row) for row in page)
            after = page[-1].id

    def assertions_of(self, article: str) -> tuple[Assertion, ...]:
        """Return the assertions quoted from one article, by id."""
        with self._reading() as connection:
            seq = connection.scalar(select(schema.articles.c.seq).where(schema.articles.c.id == article))
            return placed_assertions(connection, schema.assertions.c.article == seq)

    def assertion_page(self, numbers: Sequence[int]) -> list[Assertion]:
        """Return the assertions with these entry numbers under their current subjects, in the given order."""
        query = select(schema.ledger).where(schema.ledger.c.seq.in_(numbers), schema.ledger.c.kind == "assertion")
        with self._reading() as connection:
            by_number = {row.seq: parse_row(Assertion, row) for row in connection.execute(query)}
        return [self._placed(by_number[number]) for number in numbers if number in by_number]

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
            return [(row.seq, parse_row(Assertion, row)) for row in connection.execute(query)]

    def evidence(self, key: ItemKey) -> tuple[Assertion, ...]:
        """Return every assertion that bears on the data item, by id: its own and those of linked attributes."""
        items, attributes = schema.items, self.vocabulary().evidence_for(key[1])
        with self._reading() as connection:
            return placed_assertions(connection, items.c.subject == key[0], items.c.attribute.in_(attributes))

    def recorded_at(self, assertions: Iterable[str]) -> dict[str, str]:
        """Return when each of these assertions entered the dossier, by id."""
        table = schema.ledger
        entry_ids = list(map(bytes.fromhex, dict.fromkeys(assertions)))
        times: dict[str, str] = {}
        with self._reading() as connection:
            for part in schema.parts_of(entry_ids):
                query = select(table.c.id, table.c.recorded_at).where(table.c.id.in_(part))
                times |= {id_.hex(): recorded for id_, recorded in connection.execute(query)}
        return times

    def recorded_assertions(self, assertions: Iterable[str]) -> dict[str, Assertion]:
        """Return these assertions by id, under the subjects they were recorded under."""
        table = schema.ledger
        entry_ids = list(map(bytes.fromhex, dict.fromkeys(assertions)))
        recorded: dict[str, Assertion] = {}
        with self._reading() as connection:
            for part in schema.parts_of(entry_ids):
                query = select(table).where(table.c.id.in_(part), table.c.kind == "assertion")
                recorded |= {row.id.hex(): parse_row(Assertion, row) for row in connection.execute(query)}
        return recorded

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
            return list(starmap(Waiting, connection.execute(query)))

    def proposals_of(self, article: str) -> list[PlacedProposal]:
        """Return the places of the proposals of an article and the act on each, in the order of the text."""
        table, articles = schema.proposals, schema.articles
        query = (
            select(table.c.seq, table.c.start, table.c.stop, table.c.tier, table.c.act)
            .join(articles, articles.c.seq == table.c.article)
            .where(articles.c.id == article)
            .order_by(table.c.start, table.c.stop, table.c.seq)
        )
        with self._reading() as connection:
            return list(starmap(PlacedProposal, connection.execute(query)))


def placed_assertions(connection: Connection, *conditions: Any) -> tuple[Assertion, ...]:
    """Return assertions under their current subjects, by id."""
    table = schema.assertions
    query = (
        select(schema.ledger, schema.items.c.subject)
        .join(table, table.c.seq == schema.ledger.c.seq)
        .join(schema.items, schema.items.c.item == table.c.item)
        .where(*conditions)
    )
    assertions = list(map(parse_placed_row, connection.execute(query)))
    return tuple(sorted(assertions, key=attrgetter("id")))
