"""Dossiers of every kind of record, their queues as rows, and a Spark Connect server on this machine."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from claims.grouping import group_by
from claims.store.dossier import Dossier
from tests.support.blindness import do
from tests.support.report_dossiers import make_demo, make_hostile
from tests.support.review_builders import make_dossier as make_fire
from tests.support.store_builders import make_article, make_claim, make_dossier
from tests.support.templates import write_built
from tui.services.amending import amend_article, supersede_article
from tui.services.event_review import merge_events
from tui.services.subject_batches import ASSERTION, DECISION, ITEM, cut_surroundings
from tui.services.workspace import Workspace

SERVER = """
import sys
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(*server.listening_address, flush=True)
sys.stdin.read()
server.stop()
"""


def make_twice_reviewed(path: Path) -> Path:
    """Two reviewers who agree on some items and not on others."""
    shutil.move(make_fire(path.parent), path)
    do(path, "contested", "Ann")
    do(path, "accepted one", "Ben")
    do(path, "tagged", "Ben")
    return path


def make_mended(path: Path) -> Path:
    """Articles with another date, another outlet and a later edition, an actor of the dossier's own, events merged."""
    return write_built(path, _build_mended)


def _build_mended(path: Path) -> None:
    make_dossier(path, 3)
    bare = make_article("At least 14 people died at quay 0.", name="bare.txt", publisher=None, published=None)
    again = make_article("There were 12 dead at quay 1, all told.", name="again.txt", published="2031-03-04")
    with Workspace(path) as workspace:
        store = workspace.dossier
        store.add_articles([bare, again])
        store.add_assertions(
            [
                make_claim(bare, "At least 14 people", "at least 14", subject="quay-0", chain=["the pilot"]),
                make_claim(again, "12 dead", "12", subject="quay-1", chain=["The Pilots' Guild"]),
            ]
        )
        amend_article(workspace, "bare.txt", {"publisher": "Evening Bell", "published": "2031-03-05"}, "Ann", "print")
        supersede_article(workspace, "again.txt", "post.txt", "Ann", "a later edition")
        store.extend_vocabulary({"actors": {"The Pilots' Guild": {"aliases": ["the pilot"]}}})
        merge_events(workspace, "quay-1", "quay-2", "Ann", "One quay.")


KINDS: dict[str, Callable[[Path], Path]] = {
    "demo": make_demo,
    "hostile": make_hostile,
    "twice reviewed": make_twice_reviewed,
    "mended": make_mended,
}
"""Dossiers with every kind of record that bears on an item, by name."""


def mark_dirty(path: Path) -> None:
    """Mark every line of the queue as out of date, and empty it."""
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE items SET dirty = item, state = '', explanation = '', words = '', members = 0")
        connection.execute("DELETE FROM item_facets")


def read_queue(path: Path) -> list[list[Any]]:
    """Return every line of the queue and every facet, as the file has them."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        tables = ("SELECT * FROM items ORDER BY item", "SELECT * FROM item_facets ORDER BY 1, 2, 3")
        return [connection.execute(query).fetchall() for query in tables]


def reconcile_here(path: Path) -> list[list[Any]]:
    """Compute the whole queue of a dossier on this machine, and return it."""
    mark_dirty(path)
    with Workspace(path) as workspace:
        workspace.refresh()
    return read_queue(path)


def rows_of(dossier: Dossier, name: str) -> list[dict[str, Any]]:
    """Return the rows of a whole table of a dossier."""
    from claims.store.operations.whole_tables import TABLES

    table = next(table for table in TABLES if table.name == name)
    return [dict(zip(table.types, row, strict=True)) for page in dossier.table_pages(table) for row in page]


def subject_rows(workspace: Workspace) -> list[dict[str, Any]]:
    """Return a row for each subject, as an engine groups them."""
    import pyarrow as arrow

    store = workspace.dossier
    items, said, decisions = (rows_of(store, name) for name in ("items", "assertions", "decisions"))
    articles = {row["seq"]: row for row in rows_of(store, "articles")}
    quotes = group_by(said, lambda row: row["article"])
    texts = [{"article": n, "body": articles[n]["body"], "quotes": rows} for n, rows in quotes.items()]
    [cut] = cut_surroundings([arrow.RecordBatch.from_pylist(texts)])
    around = {row["quote"]: row for row in cut.to_pylist()}
    parts = [{**row, "part": ITEM, "number": row["item"]} for row in items]
    parts += [
        {**articles[row["article"]], **around[row["seq"]], **row, "part": ASSERTION, "number": row["seq"]}
        for row in said
    ]
    parts += [{**row, "part": DECISION, "number": row["seq"]} for row in decisions]
    return [{"subject": subject, "parts": of} for subject, of in group_by(parts, lambda part: part["subject"]).items()]


@contextlib.contextmanager
def spark_server(before: str = "", **settings: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Run a Spark Connect server, with settings in its environment; yield its address and its process.

    `before` is what its interpreter does first.
    """
    command = [sys.executable, "-c", before + SERVER]
    env = {**os.environ, "RUST_LOG": "off", **settings}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout is not None
        try:
            host, port = process.stdout.readline().split()
            yield f"sc://{host}:{port}", process
        finally:
            stop_server(process)


def stop_server(process: "subprocess.Popen[str]") -> None:
    """Let a server and its workers end; one that does not in time is ended."""
    try:
        process.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
