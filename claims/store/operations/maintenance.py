"""Check, rebuild and copy a dossier: its entries, its tree, the tables computed from it, its file."""

import itertools
import os
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DatabaseError

from claims.findings import Finding
from claims.store.engine import DossierError, driver, explain
from claims.store.ledger import Entry
from claims.store.operations.open_dossier import BEFORE_ALL, PAGE, OpenDossier
from claims.store.operations.proofs import Proofs, newest
from claims.store.tables import schema
from claims.store.tables.tree import grow_tree

_KEPT: Final = {"dirty", "state", "severity", "importance", "members", "explanation", "words"}
"""Columns of an item that the reconciler fills."""

_LEDGER: Final = ", ".join(Entry._fields)
"""Columns of the ledger, in the order of an entry."""

_NEXT: Final = f"SELECT {_LEDGER} FROM ledger WHERE seq > ? ORDER BY seq LIMIT {PAGE}"
"""The query for a page of the ledger."""


class Upkeep(OpenDossier):
    """A dossier that is checked, rebuilt or copied."""

    def entries(self, after: int = BEFORE_ALL) -> Iterator[Entry]:
        """Yield the ledger's entries in order, a page at a time."""
        while True:
            with self._reading() as connection:
                page = list(map(Entry._make, driver(connection).execute(_NEXT, (after,))))
            if not page:
                return
            yield from page
            after = page[-1].seq

    def check_tables(self) -> list[Finding]:
        """Return a finding for each computed table whose rows or definition are not as they should be.

        The tables are rebuilt in a temporary copy and compared row by row; summaries of items are
        compared by `tui.cli.commands.audit`, which can compute them.
        """
        findings = []
        with self._reading() as connection:
            for row in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
                if row[0] != "ok":
                    findings.append(Finding(where="database file", message=f"SQLite: {row[0]}", about="integrity"))
        with tempfile.TemporaryDirectory(prefix="variorum-verify-") as folder:
            fresh = Path(folder) / "fresh.variorum"
            with Upkeep(fresh, create=True) as other:
                with self._reading() as mine, other._writing() as theirs:
                    if _objects(mine) != _objects(theirs):
                        message = "tables, indexes or triggers are not those that Variorum makes"
                        findings.append(Finding(where="database file", message=message, about="schema"))
                    copied = f"INSERT INTO ledger ({_LEDGER}) VALUES (?, ?, ?, ?, ?, ?)"
                    driver(theirs).executemany(copied, driver(mine).execute(f"SELECT {_LEDGER} FROM ledger"))
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

    def recorded_days(self) -> list[str]:
        """Return the days on which anything was recorded, in order; times never run backwards along the ledger."""
        days: list[str] = []
        at = "SELECT seq, recorded_at FROM ledger WHERE seq >= ? ORDER BY seq LIMIT 1"
        with self._reading() as connection:
            last, first = newest(connection)[0], BEFORE_ALL
            while row := connection.exec_driver_sql(at, (first,)).one_or_none():
                day = row.recorded_at[:10]
                days.append(day)
                first, end = row.seq + 1, last + 1
                while first < end:  # the first entry of another day
                    middle = (first + end) // 2
                    entry = connection.exec_driver_sql(at, (middle,)).one()
                    first, end = (middle + 1, end) if entry.recorded_at[:10] == day else (first, middle)
        return days

    @property
    def proofs(self) -> Proofs:
        """What the ledger's tree can prove."""
        return Proofs(self._reading)

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """Rebuild the computed tables from the ledger, in one transaction; return how many entries were read."""
        last = BEFORE_ALL
        self._keys.forget()
        with self._writing() as connection:
            for table in schema.COMPUTED:
                connection.execute(table.delete())
            while True:
                page = [Entry(*row).intact() for row in driver(connection).execute(_NEXT, (last,))]
                if not page:
                    grow_tree(connection, 0, max(last, 0))
                    return max(last, 0)
                self._projection(connection).apply(page)
                last = page[-1].seq
                if progress:
                    progress(last)

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
                driver(connection).execute("VACUUM INTO ?", (str(temporary),))
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


def _objects(connection: Connection) -> set[tuple[str, str, str]]:
    """Return what the database is built of: type, name and definition of every table, index, view and trigger."""
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master")
    # Without its layout: a file keeps the statements of the version that made it.
    return {(row[0], row[1], re.sub(r'[\s"]+', "", str(row[2]))) for row in rows if not row[1].startswith("sqlite_")}


def _same_rows(mine: Connection, theirs: Connection, table: Table) -> bool:
    columns = [column for column in table.c if column.name not in _KEPT or table is not schema.items]
    query = str(select(*columns).order_by(*table.primary_key).compile(mine.engine))
    pairs = itertools.zip_longest(driver(mine).execute(query), driver(theirs).execute(query))
    return all(one == two for one, two in pairs)
