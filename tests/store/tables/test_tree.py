"""The kept tree: the same root as the entries give, however they came, and proofs that hold."""

import sqlite3
from pathlib import Path

import pytest

from claims.models import Article, Assertion, Decision, MentionRecord
from claims.passages import CONTEXT_LENGTH
from claims.proof import entries as proof_entries
from claims.proof.checkpoint import Checkpoint, CheckpointError
from claims.proof.entries import FIELDS, LedgerCheck
from claims.proof.merkle import Frontier, check_consistency, check_inclusion
from claims.records import Record
from claims.store.dossier import Dossier
from claims.store.ledger import DamagedLedgerError
from tests.support.store_builders import make_article, make_dossier

NOW = "2099-01-01T00:00:00Z"


def roots(path: Path) -> list[bytes]:
    """The root over the first n entries, for each n."""
    frontier, found = Frontier(), [Frontier().root()]
    with Dossier(path) as dossier:
        for entry in dossier.entries():
            frontier.add(entry.digest)
            found.append(frontier.root())
    return found


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier of some 1,500 entries, appended in runs of many sizes."""
    path = make_dossier(tmp_path_factory.mktemp("tree") / "d.variorum", items=600)
    with Dossier(path) as dossier:
        for run in (1, 2, 200, 55, 1, 40):
            dossier.add_articles([make_article(f"Dispatch {run}/{n}.", name=f"{run}-{n}.txt") for n in range(run)])
    return path


def test_the_root_is_that_of_the_entries_and_proofs_hold_for_every_size(large: Path) -> None:
    every = roots(large)
    size = len(every) - 1
    with Dossier(large) as dossier:
        assert dossier.head() == (size, every[-1].hex())
        assert dossier.check_tables() == []
        ids = [entry.id for entry in dossier.entries()]
        proofs = dossier.proofs.inclusion(ids, size)
        for entry in dossier.entries():
            seq, digest, proof = proofs[entry.id]
            assert (seq, digest) == (entry.seq, entry.digest)
            assert check_inclusion(entry.digest, seq - 1, size, proof, every[-1])
        for first in (1, 2, 255, 256, 257, 511, 512, 1000, size - 1, size):
            assert check_consistency(first, size, every[first], every[-1], dossier.proofs.consistency(first, size))
        for first in (0, size + 1):
            with pytest.raises(CheckpointError):
                dossier.proofs.consistency(first, size)


@pytest.mark.whole
def test_the_newest_entries_are_checked_from_a_checkpoint_on_without_those_before(large: Path) -> None:
    every = roots(large)
    with Dossier(large) as dossier:
        for size in (1, 256, 300, 1024, len(every) - 1):
            start = Checkpoint("", size, every[size], "")
            check = dossier.proofs.check_after(start, lambda id_: dossier.article(id_).text)
            assert [problem for entry in dossier.entries(size + 1) for problem in check.check(entry)] == []
            assert list(check.finish()) == []
            assert check.tree.root() == every[-1]
        with pytest.raises(CheckpointError, match="rewritten"):
            dossier.proofs.check_after(Checkpoint("", 300, every[299], ""), lambda _: None)
        with pytest.raises(CheckpointError, match="gone"):
            dossier.proofs.check_after(Checkpoint("", len(every), every[-1], ""), lambda _: None)
        with pytest.raises(CheckpointError, match="rewritten"):
            dossier.proofs.check_after(Checkpoint("00" * 32, 300, every[300], NOW), lambda _: None)


def test_a_rebuilt_or_migrated_tree_is_the_same(large: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.variorum"
    with Dossier(large) as dossier:
        head = dossier.head()
        dossier.backup(copy)
    with sqlite3.connect(copy) as connection:
        kept = connection.execute("SELECT * FROM tree ORDER BY level, place").fetchall()
        connection.execute("DROP TABLE tree")
        connection.execute("DELETE FROM migrations WHERE number = 4")
    connection.close()
    with Dossier(copy) as dossier:
        assert dossier.head() == head
        dossier.rebuild()
        assert dossier.head() == head
        assert dossier.check_tables() == []
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT * FROM tree ORDER BY level, place").fetchall() == kept
    connection.close()


@pytest.mark.whole
def test_a_head_is_not_told_of_a_ledger_that_lacks_an_entry(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum")
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM ledger WHERE seq = 2")
    connection.close()
    with Dossier(path) as dossier, pytest.raises(DamagedLedgerError, match="not all entries"):
        dossier.head()


@pytest.mark.whole
def test_a_clock_that_was_set_back_makes_no_entry_look_back_dated(place: Path) -> None:
    times = iter(["2031-03-04T10:00:00Z", "2031-03-04T09:00:00Z", "2031-03-04T11:00:00Z"])
    with Dossier(place, create=True, clock=lambda: next(times)) as dossier:
        for n in range(3):
            dossier.add_articles([make_article(f"Dispatch {n}.")])
        assert [entry.recorded_at[11:13] for entry in dossier.entries()] == ["10", "10", "11"]
        check = LedgerCheck(lambda _: None)
        assert [problem for entry in dossier.entries() for problem in check.check(entry)] == []


@pytest.mark.whole
def test_what_an_entry_may_hold_is_what_its_record_holds() -> None:
    """`claims.proof` cannot ask the records, since it stands alone in packages."""
    records: dict[str, type[Record]] = {
        "article": Article,
        "assertion": Assertion,
        "decision": Decision,
        "mention": MentionRecord,
    }
    for kind, record in records.items():
        assert FIELDS[kind] == set(record.model_fields)
    assert proof_entries.CONTEXT == CONTEXT_LENGTH
