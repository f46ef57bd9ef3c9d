"""Check, rebuild and copy a dossier: its entries, its tree, the tables computed from it, its file."""

import itertools
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DatabaseError

from claims.errors import reason_of
from claims.findings import Finding
from claims.saving import check_target, put_in_place, sync_folder
from claims.store import server
from claims.store.addresses import DossierError, is_damage
from claims.store.engine import explain
from claims.store.ledger import Entry
from claims.store.migrations import MIGRATIONS
from claims.store.operations.copying import copy_rows, count_rows
from claims.store.operations.open_dossier import BEFORE_ALL, PAGE, OpenDossier
from claims.store.operations.proofs import Proofs, newest
from claims.store.tables import schema
from claims.store.tables.definitions import Definition, find_foreign, find_missing
from claims.store.tables.statements import bulk_insert, execute, fetch, is_server, stream
from claims.store.tables.tree import grow_tree
from claims.temporary import TemporaryFilesError, TemporaryFolder, sweep

_SUMMARY: Final = ("dirty", "state", "severity", "importance", "members", "explanation", "words")
_KEPT: Final = {*_SUMMARY, *(name for name, *_ in schema.GLANCE)}
"""Columns of an item that the reconciler fills."""

_LEDGER: Final = ", ".join(Entry._fields)
"""Columns of the ledger, in the order of an entry."""

_NEXT: Final = f"SELECT {_LEDGER} FROM ledger WHERE seq >= ? ORDER BY seq LIMIT {PAGE}"
"""The query for a page of the ledger."""


class Upkeep(OpenDossier):
    """A dossier that is checked, rebuilt or copied."""

    def entries(self, first: int = BEFORE_ALL) -> Iterator[Entry]:
        """Yield the ledger's entries from `first` on in order, a page at a time, up to the newest of now."""
        last = self.newest()
        while first <= last:
            with self._reading() as connection:
                page = list(map(Entry._make, fetch(connection, _NEXT, (first,))))
            if not page:
                return
            yield from (entry for entry in page if entry.seq <= last)
            first = page[-1].seq + 1

    def check_tables(self) -> list[Finding]:
        """Return a finding for each computed table whose rows or definition are not as they should be.

        The tables are computed afresh in a temporary file and compared row by row; summaries of items are compared by
        `tui.services.verification`, which can compute them.

        Raises:
            TemporaryFilesError: there is no room for the temporary file.
        """
        findings = self._check_file()
        with TemporaryFolder() as folder, _fresh(folder.path) as other:
            try:
                with self._reading() as mine, other._writing() as theirs:
                    _copy_entries(mine, theirs, BEFORE_ALL)
                last = other.rebuild()
                with self._reading() as mine:
                    with other._writing() as theirs:  # what was added meanwhile
                        _copy_entries(mine, theirs, last + 1)
                        other._project(theirs, last + 1)
                    with other._reading() as theirs:
                        findings += _compare_tables(mine, theirs)
            except Exception as error:  # a verifier treats whatever it stumbles over as a finding
                _check_room(other.path, error)
                message = f"cannot be computed from this ledger ({type(error).__name__})"
                findings.append(Finding(where="tables", message=message, about="tables"))
        return findings

    def _check_file(self) -> list[Finding]:
        """Return a finding for what SQLite finds wrong with the file, and for what it is built of."""
        with self._reading() as connection:
            if is_server(connection):
                problems = list(server.find_damage(connection))
            else:
                problems = [*_find_damage(connection), *_find_odd_schema(connection)]
        return [Finding(where="database file", message=message, about=about) for about, message in problems]

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

    def recorded_days(self, *, of_decisions: bool = True) -> list[str]:
        """Return the days on which anything was recorded, or any evidence, in order.

        Times never run backwards along the ledger, so that days are found without reading all of it.
        """
        if not of_decisions:
            query = "SELECT DISTINCT substr(recorded_at, 1, 10) FROM ledger WHERE kind <> 'decision' ORDER BY 1"
            with self._reading() as connection:
                return [row[0] for row in execute(connection, query)]
        days: list[str] = []
        at = "SELECT seq, recorded_at FROM ledger WHERE seq >= ? ORDER BY seq LIMIT 1"
        with self._reading() as connection:
            last, first = newest(connection)[0], BEFORE_ALL
            while row := execute(connection, at, (first,)).one_or_none():
                day = row.recorded_at[:10]
                days.append(day)
                first, end = row.seq + 1, last + 1
                while first < end:  # the first entry of another day
                    middle = (first + end) // 2
                    entry = execute(connection, at, (middle,)).one()
                    first, end = (middle + 1, end) if entry.recorded_at[:10] == day else (first, middle)
        return days

    @property
    def proofs(self) -> Proofs:
        """What the ledger's tree can prove."""
        return Proofs(self._reading)

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """Rebuild the computed tables from the ledger, in one transaction; return how many entries were read."""
        self._keys.forget()
        with self._writing() as connection:
            for table in schema.COMPUTED:
                connection.execute(table.delete())
            return self._project(connection, BEFORE_ALL, progress)

    def _project(self, connection: Connection, first: int, progress: Callable[[int], None] | None = None) -> int:
        """Fill the computed tables from the entries from `first` on; return the number of the newest."""
        before = last = max(first - 1, 0)
        while page := [Entry(*row).intact() for row in fetch(connection, _NEXT, (first,))]:
            self._projection(connection).apply(page)
            last = page[-1].seq
            first = last + 1
            if progress:
                progress(last)
        grow_tree(connection, before, max(last, 0))
        return max(last, 0)

    def copy_to(self, other: "Upkeep", progress: Callable[[int], None] | None = None) -> None:
        """Write all that is here to another dossier, in one transaction there; `progress` is told the rows written.

        Raises:
            DossierError: the other one holds something or did not take every byte, or either cannot be used.
        """
        with self._reading() as mine, other._writing() as theirs:
            if newest(theirs)[0]:
                raise DossierError(other.path, "holds a dossier already; nothing was copied, name another place")
            copy_rows(mine, theirs, progress)
            if not all(_same_rows(mine, theirs, table) for table in (schema.ledger, schema.originals)):
                raise DossierError(other.path, "did not take what was to be copied; nothing was copied", 3)

    def count_rows(self) -> int:
        """Return how many rows `copy_to` writes."""
        with self._reading() as connection:
            return count_rows(connection)

    def backup(self, target: Path) -> None:
        """Write a consistent copy to `target`, a file: complete or not at all.

        Raises:
            OutputError: the target exists or cannot be written.
            DossierError: the dossier cannot be read.
        """
        check_target(target)
        try:
            sweep(target)
            with TemporaryFolder(target) as beside:
                temporary = beside.path / "copy"
                temporary.touch(0o600)
                if self._on_server:
                    with Upkeep(temporary, create=True) as copy:
                        self.copy_to(copy)
                else:
                    with self._engine.connect() as connection:
                        fetch(connection, "VACUUM INTO ?", (str(temporary),))
                with temporary.open("rb") as file:
                    os.fsync(file.fileno())
                put_in_place(temporary, target)
            sync_folder(target.parent)
        except (OSError, sqlite3.Error, DatabaseError) as error:
            raise explain(target, error) from error


def _fresh(folder: Path) -> Upkeep:
    """Return an empty dossier in a temporary folder.

    Raises:
        TemporaryFilesError: there is no room.
    """
    path = folder / "fresh.variorum"
    try:
        return Upkeep(path, create=True)
    except DossierError as error:
        _check_room(path, error)
        raise


def _check_room(temporary: Path, error: Exception) -> None:
    """Raise an error that is no damage of the dossier, in the name of the temporary file if it is about that.

    Raises:
        TemporaryFilesError, DossierError: it is none.
    """
    if isinstance(error, OSError):
        raise TemporaryFilesError(reason_of(error)) from error
    if isinstance(error, DossierError) and not is_damage(error):
        if error.path == temporary:
            raise TemporaryFilesError(error.problem.partition(";")[0]) from error
        raise error


def _copy_entries(mine: Connection, theirs: Connection, first: int) -> None:
    rows = stream(mine, f"SELECT {_LEDGER} FROM ledger WHERE seq >= ?", (first,))
    while part := list(itertools.islice(rows, PAGE)):
        bulk_insert(theirs, schema.ledger, Entry._fields, part)


def _compare_tables(mine: Connection, theirs: Connection) -> list[Finding]:
    findings = []
    for table in reversed(schema.COMPUTED):
        if table is not schema.item_facets and not _same_rows(mine, theirs, table):
            message = "does not hold what the ledger says; `variorum rebuild` computes it afresh"
            findings.append(Finding(where=f"table {table.name}", message=message, about="tables"))
    return findings


def _same_rows(mine: Connection, theirs: Connection, table: Table) -> bool:
    columns = [column for column in table.c if column.name not in _KEPT or table is not schema.items]
    query = str(select(*columns).order_by(*table.primary_key))
    pairs = itertools.zip_longest(stream(mine, query), stream(theirs, query))
    return all(one == two for one, two in pairs)


def _find_damage(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield what SQLite finds wrong with the file, as (about, message)."""
    for row in connection.exec_driver_sql("PRAGMA integrity_check(20)").all():
        if row[0] != "ok":
            yield "integrity", f"SQLite: {row[0]}"
    if dangling := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        yield "integrity", f"row {dangling[1]} of table {dangling[0]} refers to nothing in {dangling[2]}"


def _find_odd_schema(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield what in the file is not built as Variorum builds it, as (about, message)."""
    for name in ("application_id", "user_version"):
        if number := connection.exec_driver_sql(f"PRAGMA {name}").scalar_one():
            yield "header", f"its {name} is {number}, which Variorum does not set"
    applied = set(connection.scalars(select(schema.migrations.c.number)))
    if odd := sorted(applied - {number for number, _ in MIGRATIONS}):
        yield "schema", f"migration {odd[0]} was applied to it, and there is none"
    if foreign := _name_definitions(find_foreign(connection)):
        yield "schema", f"holds what Variorum does not make, or not so: {foreign}"
    if missing := _name_definitions(find_missing(connection)):
        yield "schema", f"lacks what Variorum makes: {missing}"


def _name_definitions(definitions: Sequence[Definition]) -> str:
    return ", ".join(f"{one.kind} {one.name!r}" for one in definitions[:5])
