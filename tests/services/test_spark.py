"""A dossier reconciled on a real Spark Connect server on this machine, and what goes wrong with one."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reconcile.bulk.screen import build_doubts
from tests.support.cluster import KINDS, mark_dirty, read_queue, reconcile_here, spark_server
from tests.support.command_line import Run
from tests.support.paths import ROOT
from tests.support.store_builders import make_dossier
from tui.services.spark import (
    Cluster,
    SparkError,
    check_reachable,
    open_session,
    open_tables,
    reconcile_remotely,
    summaries_from,
    write_tables,
)
from tui.services.workspace import Workspace


@pytest.mark.parametrize("address", ["localhost:15002", "sc://", "sc://a b", "http://localhost:1", "sc://h:999999"])
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(SparkError, match="sc://HOST:PORT"):
        check_reachable(address)


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        check_reachable(f"sc://127.0.0.1:{port}")
    with pytest.raises(SparkError, match="no server answers there"):
        check_reachable(f"sc://127.0.0.1:{port}")


@pytest.fixture(scope="module")
def remote() -> Iterator[str]:
    pytest.importorskip("pyspark")
    pytest.importorskip("pysail")
    with spark_server() as (address, _):
        yield address


def reconcile_there(path: Path, remote: str, folder: Path) -> int:
    with Workspace(path) as workspace:
        return reconcile_remotely(workspace, Cluster(remote, folder, str(folder)))


@pytest.mark.whole
@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_a_cluster_computes_the_bytes_of_one_machine(tmp_path: Path, remote: str, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path / "d.variorum")
    expected = reconcile_here(path)
    mark_dirty(path)
    assert reconcile_there(path, remote, tmp_path / "tables") == len(expected[0])
    assert read_queue(path) == expected
    assert reconcile_there(path, remote, tmp_path / "tables") == 0


@pytest.mark.whole
@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_a_cluster_screens_as_one_machine_does_and_asks_of_what_is_doubtful_first(
    tmp_path: Path, remote: str, make: Callable[[Path], Path]
) -> None:
    path, tables = make(tmp_path / "d.variorum"), tmp_path / "tables"
    mark_dirty(path)
    with Workspace(path) as workspace:
        write_tables(workspace, tables)
        cluster, store = Cluster(remote, tables, str(tables)), workspace.dossier
        doubtful = {row[0] for row in store.find_items(build_doubts(store.vocabulary()))}
        with open_session(remote) as session:
            open_tables(session, cluster, store.vocabulary())
            assert {row["item"] for row in session.table("doubts").collect()} == doubtful != set()
        first = {row.subject for row in store.item_page(list(doubtful))}
        came = [
            row.subject in first for line in summaries_from(workspace, cluster) for row in store.item_page([line.item])
        ]
    assert came == sorted(came, reverse=True)


@pytest.mark.whole
def test_a_lost_connection_loses_nothing_and_running_again_goes_on(tmp_path: Path) -> None:
    pytest.importorskip("pysail")
    path = make_dossier(tmp_path / "quays.variorum", 1_000)
    expected = reconcile_here(path)
    mark_dirty(path)
    saved: list[int] = []
    with spark_server(SAIL_EXECUTION__BATCH_SIZE="50") as (address, server), Workspace(path) as workspace:

        def cut(done: int) -> None:
            saved.append(done)
            server.kill()

        with pytest.raises(SparkError, match="connection was lost"):
            reconcile_remotely(workspace, Cluster(address, tmp_path / "out", str(tmp_path / "out")), cut)
        left = len(workspace.dossier.dirty_numbers())
        assert left == len(expected[0]) - saved[-1] > 0
        done = {line[0]: line for line in read_queue(path)[0] if not line[4]}
        assert done == {line[0]: line for line in expected[0] if line[0] in done}
    with spark_server() as (address, _):
        assert reconcile_there(path, address, tmp_path / "out") == left
    assert read_queue(path) == expected


@pytest.mark.whole
def test_tables_that_the_cluster_cannot_find_are_told(tmp_path: Path, remote: str) -> None:
    path = make_dossier(tmp_path / "quays.variorum", 2)
    with Workspace(path) as workspace, pytest.raises(SparkError, match="--seen-as"):
        reconcile_remotely(workspace, Cluster(remote, tmp_path / "out", "/nowhere/at/all"))
    assert read_queue(path)[0][0][4], "still out of date"


NO_VARIORUM = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("claims", "reconcile", "tui"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
"""
OLDER = """
from tui.services import subject_batches
subject_batches.describe_program = lambda: "Variorum 0.0.1 with ucdp 0"
"""


@pytest.mark.whole
@pytest.mark.parametrize(
    ("before", "words"),
    [(NO_VARIORUM, "have no Variorum"), (OLDER, "another Variorum is on the workers: Variorum 0.0.1")],
    ids=["none", "older"],
)
def test_workers_with_another_variorum_are_told(tmp_path: Path, before: str, words: str) -> None:
    pytest.importorskip("pysail")
    path = make_dossier(tmp_path / "quays.variorum", 2)
    with spark_server(before) as (address, _), pytest.raises(SparkError, match=words):
        reconcile_there(path, address, tmp_path / "out")


@pytest.mark.whole
def test_the_command_reconciles_on_a_cluster_and_leaves_no_tables(run: Run, tmp_path: Path, remote: str) -> None:
    path = make_dossier(tmp_path / "quays.variorum", 3)
    done = run("--dossier", str(path), "reconcile", "--engine", "spark", "--remote", remote)
    assert (done.code, done.out, done.err) == (0, "", "12 items reconciled\n")
    assert [each for each in tmp_path.iterdir() if each.is_dir()] == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--engine", "dask"], "none of local, spark"),
        (["--engine", "spark"], "--remote"),
        (["--remote", "sc://localhost"], "--engine spark"),
        (["--engine", "spark", "--remote", "sc://localhost", "--seen-as", "s3a://b"], "--parquet"),
    ],
)
def test_options_that_do_not_go_together_are_told(run: Run, tmp_path: Path, options: list[str], words: str) -> None:
    done = run("--dossier", str(make_dossier(tmp_path / "quays.variorum")), "reconcile", *options)
    assert done.code == 2
    assert words in done.err


def test_the_command_reconciles_here(run: Run, tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "quays.variorum", 3)
    assert run("--dossier", str(path), "reconcile").err == "12 items reconciled\n"
    assert run("--dossier", str(path), "reconcile").err == "0 items reconciled\n"


@pytest.mark.whole
def test_without_its_library_the_engine_says_what_to_install(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "quays.variorum")
    code = (
        "import sys; sys.modules['pyspark'] = None\nfrom tui.cli.main import main\n"
        f"main(['--dossier', {str(path)!r}, 'reconcile', '--engine', 'spark', '--remote', 'sc://localhost:1'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert "requirements/spark.txt" in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["quays.variorum"]
