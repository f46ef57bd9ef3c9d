"""The ledger's tree: what it costs to append, verify, and verify the newest; `python -m tests.benchmarks.bench_ledger`.

    python -m tests.benchmarks.bench_ledger [ENTRIES] [ROUNDS]        1,000,000 and 3 where not given

Appending is what `add_assertions` does with encoded claims in one slice after another, against `sqlite3.executemany` of
the very rows it left in every table, under the same pragmas and with as many commits; once more with the ledger and its
tree alone. Verifying is `audit verify --ledger-only` (digests, ids, canonical bytes, quotes, references, times, the
tree, a checkpoint), against reading every row and hashing it into its leaf and the leaves into their root. The newest
1,000 are verified against a checkpoint in a dossier of a tenth of the entries and in the whole one.
"""

import itertools
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from claims.proof.canonical import entry_digest
from claims.proof.checkpoint import Checkpoint
from claims.proof.merkle import Frontier
from claims.store.dossier import Addition, Dossier, encode_assertion
from claims.store.operations.appending import SLICE
from claims.store.tables.tree import grow_tree
from tests.benchmarks.dossiers import make_articles_and_claims, read_claims
from tui.services.verification import Checked, check_ledger, check_newest

TABLES = ("ledger", "items", "labels", "assertions", "tree")
NEWEST = 1_000


def tell(what: str) -> None:
    """Say on stderr what is being done: with a million entries each step takes minutes."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def timed(act: Callable[[], object]) -> float:
    """Seconds that `act` takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def prepare(path: Path, count: int) -> list[Addition]:
    """Make a dossier of the articles; return its claims, encoded."""
    additions: list[Addition] = []
    with Dossier(path, create=True) as store:
        every = make_articles_and_claims(count)
        while part := list(itertools.islice(every, SLICE)):
            store.add_articles(article for article, _ in part)
            for article, lines in part:
                claims = [(article, {**line, "article": article.id}) for line in lines]
                additions += [encode_assertion(assertion) for assertion in read_claims(store, claims)]
    return additions


def added_rows(before: Path, after: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of each table that `after` has and `before` has not, in the order of their keys."""
    keys = {"ledger": "seq", "items": "item", "labels": "label", "assertions": "seq"}
    found: dict[str, list[tuple[object, ...]]] = {}
    old, new = connect(before), connect(after)
    for table, key in keys.items():
        (last,) = old.execute(f"SELECT coalesce(max({key}), 0) FROM {table}").fetchone()
        found[table] = new.execute(f"SELECT * FROM {table} WHERE {key} > ? ORDER BY {key}", (last,)).fetchall()
    known = set(old.execute("SELECT * FROM tree"))
    found["tree"] = [row for row in new.execute("SELECT * FROM tree ORDER BY level, place") if row not in known]
    old.close()
    new.close()
    return found


def append(path: Path, additions: list[Addition]) -> None:
    with Dossier(path) as store:
        store.add_assertions(iter(additions))


def connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("foreign_keys=ON", "cache_size=-65536", "journal_mode=TRUNCATE", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def insert_bare(path: Path, rows: dict[str, list[tuple[object, ...]]], tables: tuple[str, ...] = TABLES) -> None:
    """Insert the rows in as many commits as appending takes, the small tables with the first."""
    connection = connect(path)
    commits = max(1, -(-len(rows["ledger"]) // SLICE))
    for number in range(commits):
        connection.execute("BEGIN IMMEDIATE")
        for table in tables:
            size = -(-len(rows[table]) // commits)
            part = rows[table] if table in {"items", "labels"} else rows[table][number * size : (number + 1) * size]
            if part and (number == 0 or table not in {"items", "labels"}):
                marks = ",".join("?" * len(part[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", part)
        connection.execute("COMMIT")
    connection.close()


def insert_ledger(path: Path, rows: list[tuple[object, ...]]) -> None:
    """Append to the ledger and its tree alone: digests, rows, subtrees."""
    with Dossier(path) as store:
        for start in range(0, len(rows), SLICE):
            with store._writing() as connection:
                part = [(*row[:5], entry_digest(*row[:5])) for row in rows[start : start + SLICE]]  # type: ignore[arg-type]
                connection.exec_driver_sql("INSERT INTO ledger VALUES (?,?,?,?,?,?,NULL)", part)
                grow_tree(connection, int(str(part[0][0])) - 1, int(str(part[-1][0])))


def read_and_hash(path: Path) -> bytes:
    """Read every row, hash it and the root over all."""
    connection, frontier = connect(path), Frontier()
    for row in connection.execute("SELECT seq, kind, id, recorded_at, body, digest FROM ledger ORDER BY seq"):
        frontier.add(entry_digest(*row[:5]))
    connection.close()
    return frontier.root()


def verify(path: Path) -> None:
    with Dossier(path) as store:
        checkpoint = store.proofs.seal("")
        assert checkpoint is not None
        *findings, found = check_ledger(store, [checkpoint])
        assert not findings, findings[:3]
        assert isinstance(found, Checked)
        assert found[:2] == (checkpoint.size, checkpoint.root.hex())


def checkpoint_at(path: Path, size: int) -> Checkpoint:
    connection, frontier = connect(path), Frontier()
    for (digest,) in connection.execute("SELECT digest FROM ledger WHERE seq <= ? ORDER BY seq", (size,)):
        frontier.add(digest)
    connection.close()
    return Checkpoint("", size, frontier.root(), "")


def verify_newest(path: Path, checkpoint: Checkpoint) -> None:
    with Dossier(path) as store:
        *findings, found = check_newest(store, [checkpoint])
        assert not findings, findings[:3]
        assert isinstance(found, tuple)


def medians(what: str, rounds: int, *acts: Callable[[], float]) -> Iterator[float]:
    """Run the acts side by side in each round; yield the median of each."""
    taken: list[list[float]] = []
    for number in range(1, rounds + 1):
        tell(f"{what}, round {number} of {rounds}")
        taken.append([act() for act in acts])
    yield from (statistics.median(column) for column in zip(*taken, strict=True))


def main() -> None:
    """Print the medians and their ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory(prefix="variorum-bench-") as name:
        folder = Path(name)
        tell(f"making {count:,} claims")
        empty, whole, tenth = folder / "articles.variorum", folder / "whole.variorum", folder / "tenth.variorum"
        additions = prepare(empty, count)
        shutil.copy(empty, whole)
        append(whole, additions)
        rows = added_rows(empty, whole)

        def on_copy(act: Callable[[Path], None]) -> Callable[[], float]:
            def run() -> float:
                target = Path(shutil.copy(empty, folder / "target.variorum"))
                return timed(lambda: act(target))

            return run

        appended, bare, ledger, bare_ledger = medians(
            "appending",
            rounds,
            on_copy(lambda path: append(path, additions)),
            on_copy(lambda path: insert_bare(path, rows)),
            on_copy(lambda path: insert_ledger(path, rows["ledger"])),
            on_copy(lambda path: insert_bare(path, rows, ("ledger", "tree"))),
        )
        print(f"{count:,} entries appended: {appended:.2f} s; bare insert of the same rows: {bare:.2f} s")
        print(f"  ratio {appended / bare:.2f}; ledger and tree alone {ledger / bare_ledger:.2f} (target at most 2)")
        verified, read = medians(
            "verifying", rounds, lambda: timed(lambda: verify(whole)), lambda: timed(lambda: read_and_hash(whole))
        )
        print(f"verified: {verified:.2f} s; read and hashed: {read:.2f} s")
        print(f"  ratio {verified / read:.2f} (target at most 5)")
        tell("making a tenth as many")
        small = prepare(tenth, count // 10)
        append(tenth, small)
        marks = []
        for path in (whole, tenth):
            with Dossier(path) as store:
                marks.append(checkpoint_at(path, store.newest() - NEWEST))
        newest, newest_of_tenth = medians(
            "verifying the newest",
            max(rounds, 9),
            lambda: timed(lambda: verify_newest(whole, marks[0])),
            lambda: timed(lambda: verify_newest(tenth, marks[1])),
        )
        told = f"{newest * 1000:.0f} ms; of a tenth as many entries: {newest_of_tenth * 1000:.0f} ms"
        print(f"newest {NEWEST:,} verified: {told}")
        print(f"  ratio {newest / newest_of_tenth:.2f} (target: does not grow with the total)")


if __name__ == "__main__":
    main()
