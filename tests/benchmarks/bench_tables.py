"""Rows of a data set against pyarrow and SQLite: `python -m tests.benchmarks.bench_tables [ROWS] [ROUNDS]`.

Rows of invented events are written as CSV in the 49 columns of UCDP GED. `variorum add --as ged` reads them into an
empty dossier: every statement with its quote, hash and clause, in durable commits. Beside it, in the same run, pyarrow
reads the same file and SQLite inserts the same cells into one table under the same pragmas, in one transaction. Peak
memory is that of the process that stores and of the one that reads.
"""

import csv
import random
import resource
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from pyarrow import csv as arrow_csv

from reconcile.reports.tables.ged import GED
from tui.services.adding_tables import add_table
from tui.services.workspace import Workspace

TARGET = 5.0
COLUMNS = [column.name for column in GED.table.columns if column.source == "UCDP GED"]
PLACES = ("Karsk", "Orsa", "Tavara", "Lorne", "Vell", "Marrow", "Quay", "Sunder", "Holm", "Istra")


def made_rows(count: int) -> Iterator[dict[str, str]]:
    """Yield rows of invented events, over thirty years and two thousand towns."""
    source = random.Random(1)
    for number in range(count):
        day = (date(1995, 1, 1) + timedelta(source.randrange(11_000))).isoformat()
        kind, best = source.choice("1123"), source.randrange(40)
        side_a, side_b, civilians = (source.randrange(best // 3 + 1) for _ in range(3))
        town, province = f"{source.choice(PLACES)}-{source.randrange(200)}", f"{source.choice(PLACES)} province"
        yield {
            "id": str(number + 1),
            "relid": f"INV-{day[:4]}-{kind}-{number}",
            "year": day[:4],
            "active_year": "1",
            "code_status": "Clear",
            "type_of_violence": kind,
            "conflict_dset_id": str(source.randrange(900)),
            "conflict_name": f"{province}: government",
            "dyad_name": f"Government of {province} - Front of {town}",
            "side_a": f"Government of {province}" if kind != "2" else f"Band of {town}",
            "side_a_new_id": str(source.randrange(900)),
            "side_b": "Civilians" if kind == "3" else f"Front of {town}",
            "side_b_new_id": str(source.randrange(900)),
            "number_of_sources": "1",
            "source_article": f'"Meridian Wire,{day},{best} dead near {town}"',
            "source_office": "Meridian Wire",
            "source_date": day,
            "source_headline": f"{best} dead near {town}",
            "source_original": source.choice(("police", "a hospital", "residents", "")),
            "where_prec": source.choice("112346"),
            "where_coordinates": f"{town} town",
            "where_description": f"at the edge of {town}",
            "adm_1": province,
            "adm_2": f"{town} district",
            "latitude": f"{source.uniform(-60, 60):.6f}",
            "longitude": f"{source.uniform(-170, 170):.6f}",
            "priogrid_gid": str(source.randrange(259_200)),
            "country": source.choice(("Tajikistan", "Mali", "Colombia", "Nepal")),
            "country_id": str(source.randrange(900)),
            "region": "Invented",
            "event_clarity": "1",
            "date_prec": "1",
            "date_start": f"{day} 00:00:00.000",
            "date_end": f"{day} 00:00:00.000",
            "deaths_a": str(side_a),
            "deaths_b": str(side_b),
            "deaths_civilians": str(civilians),
            "deaths_unknown": str(max(0, best - side_a - side_b - civilians)),
            "best": str(best),
            "high": str(best + source.randrange(9)),
            "low": str(best - source.randrange(best + 1) // 3),
        }


def write_table(path: Path, count: int) -> None:
    """Write the rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(made_rows(count))


def run_add(dossier: Path, table: Path) -> tuple[float, int]:
    """Return the seconds that adding takes, and how many statements came of it."""
    started = time.perf_counter()
    with Workspace(dossier, create=True) as workspace:
        counts = add_table(workspace, table, "ged", "2025-06", lambda finding: sys.exit(f"refused: {finding}"))
    return time.perf_counter() - started, counts.statements


def run_bare(database: Path, table: Path) -> float:
    """Return the seconds that pyarrow and SQLite take for the same cells."""
    started = time.perf_counter()
    connection = sqlite3.connect(database, isolation_level=None)
    for pragma in ("cache_size=-65536", "journal_mode=TRUNCATE", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.execute(f"CREATE TABLE rows ({', '.join(COLUMNS)})")
    connection.execute("BEGIN IMMEDIATE")
    marks = ",".join("?" * len(COLUMNS))
    with arrow_csv.open_csv(table, parse_options=arrow_csv.ParseOptions(newlines_in_values=True)) as batches:
        for batch in batches:
            columns = [column.to_pylist() for column in batch.cast(_as_text(batch.schema)).columns]
            connection.executemany(f"INSERT INTO rows VALUES ({marks})", zip(*columns, strict=True))
    connection.execute("COMMIT")
    connection.close()
    return time.perf_counter() - started


def _as_text(schema: object) -> object:
    """Return a schema as SQLite takes it: times, which it has none of, as text."""
    import pyarrow

    assert isinstance(schema, pyarrow.Schema)
    fields = [
        pyarrow.field(field.name, pyarrow.string() if pyarrow.types.is_temporal(field.type) else field.type)
        for field in schema
    ]
    return pyarrow.schema(fields)


def main() -> None:
    """Print both medians, their ratio and the peak of memory."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    adds: list[float] = []
    bares: list[float] = []
    statements = size = 0
    with tempfile.TemporaryDirectory(prefix="variorum-bench-") as name:
        folder = Path(name)
        table = folder / "rows.csv"
        write_table(table, count)
        for number in range(rounds):
            dossier, database = folder / f"{number}.variorum", folder / f"{number}.sqlite"
            seconds, statements = run_add(dossier, table)
            adds.append(seconds)
            bares.append(run_bare(database, table))
            size = dossier.stat().st_size
            for path in (dossier, database):
                path.unlink()
        shutil.rmtree(folder, ignore_errors=True)
    added, bare = statistics.median(adds), statistics.median(bares)
    print(f"{count:,} rows, {statements:,} statements, {size / 2**20:,.0f} MB: {added:.2f} s")
    print(f"pyarrow and SQLite: {bare:.2f} s; ratio {added / bare:.2f} (target at most {TARGET})")
    here, reader = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"peak memory: {here:.0f} MB here, pyarrow's own among them; {reader:.0f} MB in the process that reads")


if __name__ == "__main__":
    main()
