"""Importing claims against the bare insert: `python -m tests.benchmarks.bench_import [CLAIMS] [ROUNDS]`.

The import is what `variorum claims import` does: JSON Lines on disk, every line checked against its article, ids and
digests computed, durable slices. The bare insert is `sqlite3.executemany` of the very rows that the import left, into
the same tables under the same pragmas, in one transaction. Both run side by side each round; the medians are compared.
"""

import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from claims.findings import Finding
from tests.benchmarks.dossiers import write_claims_file
from tui.cli.commands.claims import import_claims
from tui.services.workspace import Workspace

TARGET = 4.0
TABLES = {"ledger": "seq", "items": "item", "labels": "label", "assertions": "seq", "tree": "level, place"}
"""The tables that claims go into, each with the order in which its rows came."""


def run_import(dossier: Path, claims: Path) -> float:
    """Seconds that the import takes."""
    started = time.perf_counter()
    with Workspace(dossier) as workspace:
        findings: list[Finding] = []
        import_claims(workspace, claims, "benchmark", findings)
    seconds = time.perf_counter() - started
    if findings:
        sys.exit(f"the benchmark's own file is refused: {findings[0]}")
    return seconds


def run_bare(dossier: Path, rows: dict[str, list[tuple[object, ...]]]) -> float:
    """Seconds that inserting `rows` takes."""
    started = time.perf_counter()
    connection = sqlite3.connect(dossier, isolation_level=None)
    for pragma in ("foreign_keys=ON", "cache_size=-65536", "journal_mode=TRUNCATE", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.execute("BEGIN IMMEDIATE")
    for table in TABLES:
        if rows[table]:
            marks = ",".join("?" * len(rows[table][0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows[table])
    connection.execute("COMMIT")
    connection.close()
    return time.perf_counter() - started


def read_rows(before: Path, after: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows that `after` has and `before` has not, by table, in insertion order where there is one."""
    found = {}
    with sqlite3.connect(before) as old, sqlite3.connect(after) as new:
        for table, order in TABLES.items():
            known = set(old.execute(f"SELECT * FROM {table}"))
            found[table] = [row for row in new.execute(f"SELECT * FROM {table} ORDER BY {order}") if row not in known]
    old.close()
    new.close()
    return found


def main() -> None:
    """Print both medians and their ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory(prefix="variorum-bench-") as name:
        folder = Path(name)
        empty, claims = folder / "articles.variorum", folder / "claims.jsonl"
        write_claims_file(claims, empty, count)
        imports: list[float] = []
        bares: list[float] = []
        rows: dict[str, list[tuple[object, ...]]] = {}
        for _ in range(rounds):
            target = Path(shutil.copy(empty, folder / "imported.variorum"))
            imports.append(run_import(target, claims))
            rows = rows or read_rows(empty, target)
            bares.append(run_bare(Path(shutil.copy(empty, folder / "bare.variorum")), rows))
        imported, bare = statistics.median(imports), statistics.median(bares)
    print(f"import of {count:,} claims: {imported:.2f} s ({count / imported:,.0f}/s); bare insert: {bare:.2f} s")
    print(f"ratio {imported / bare:.2f} (target at most {TARGET})")


if __name__ == "__main__":
    main()
