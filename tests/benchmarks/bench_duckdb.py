"""What DuckDB on the Parquet of a dossier costs beside one process, for the same statements and the same bytes.

Items of ten statements as in `bench_items`. DuckDB reads and groups what bears on each subject as a cluster does, and
this process runs the exact function on the groups; processor seconds are of all threads, medians of three. An engine
of its own (`--engine duckdb`) is worth it from twice as fast on. Run it as
`python -m tests.benchmarks.bench_duckdb [ITEMS]` where duckdb and pyarrow are installed.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.bench_items import make_dossier
from tests.support.cluster import mark_dirty, read_queue
from tui.services.spark import FIELDS, OF_ASSERTIONS, PARTS, write_tables
from tui.services.subject_batches import (
    ASSERTION,
    DECISION,
    ITEM,
    cut_surroundings,
    gather_terms,
    read_summary,
    reconcile_subjects,
)
from tui.services.workspace import Workspace

ITEMS, ROUNDS, AT_ONCE = 500, 3, 500


def group_subjects(tables: Path) -> Any:
    """Return batches with a row for each subject and all that bears on it."""
    import duckdb
    import pyarrow

    engine = duckdb.connect()
    for name in ("items", "assertions", "decisions", "articles"):
        engine.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{tables}/{name}.parquet')")
    engine.execute("CREATE TABLE asked AS SELECT DISTINCT subject FROM items WHERE dirty <> 0")
    engine.execute("CREATE VIEW said AS SELECT * FROM assertions SEMI JOIN asked USING (subject)")
    texts = engine.sql(
        "SELECT article, body, quotes FROM (SELECT article, list({'seq': seq, 'start': start, 'stop': stop}) AS quotes"
        " FROM said GROUP BY article) JOIN articles ON articles.seq = article"
    ).to_arrow_reader()
    around = pyarrow.Table.from_batches(cut_surroundings(texts))
    engine.register("around", around)
    nothing = ", ".join(f"CAST(NULL AS {column.split()[1]}) AS {column.split()[0]}" for column in OF_ASSERTIONS)
    parts = PARTS.format(item=ITEM, assertion=ASSERTION, decision=DECISION, nothing=nothing)
    parts = parts.replace("LEFT SEMI", "SEMI").replace("AS BINARY", "AS BLOB")
    fields = ", ".join(f"'{name}': {name}" for name in FIELDS)
    return engine.sql(f"SELECT subject, list({{{fields}}}) AS parts FROM ({parts}) GROUP BY subject").to_arrow_reader(
        AT_ONCE
    )


def reconcile_by_duckdb(workspace: Workspace, tables: Path) -> None:
    """Compute and save every line of the queue from the tables."""
    for batch in reconcile_subjects(gather_terms(workspace), group_subjects(tables)):
        workspace.dossier.save_summaries([read_summary(line) for line in batch.column("summary").to_pylist()])


def measure(path: Path, run: Callable[[Workspace], object]) -> float:
    """Return the processor seconds of a run on a dossier of which nothing is computed."""
    mark_dirty(path)
    with Workspace(path) as workspace:
        started = time.process_time()
        run(workspace)
        return time.process_time() - started


def main() -> None:
    """Print the processor seconds of both."""
    items = int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS
    with tempfile.TemporaryDirectory() as name:
        path, tables = Path(name) / "items.variorum", Path(name) / "tables"
        make_dossier(path, items)
        mark_dirty(path)
        with Workspace(path) as workspace:
            write_tables(workspace, tables)
        alone, engine, bare = [], [], []
        for _ in range(ROUNDS):
            alone.append(measure(path, lambda workspace: workspace.refresh(processes=0)))
            expected = read_queue(path)
            engine.append(measure(path, lambda workspace: reconcile_by_duckdb(workspace, tables)))
            print("the same bytes" if read_queue(path) == expected else "OTHER BYTES")
            bare.append(measure(path, lambda workspace: [batch.num_rows for batch in group_subjects(tables)]))
    one, two, three = map(statistics.median, (alone, engine, bare))
    print(f"{items * 10:,} statements: one process {one:.1f} s, with DuckDB {two:.1f} s, {three:.1f} s of it to group")
    print(f"{one / two:.2f} times as fast")


if __name__ == "__main__":
    main()
