"""What is written for people is whole or not there, and replaces no record and no file that was not given up."""

import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.saving import OutputError, check_target, replacing, save_text
from tests.support.command_line import Run
from tests.support.store_builders import make_dossier

CHECKPOINT = "variorum.ledger/" + "0" * 64 + "\n"

OUTPUTS = [
    "report -o",
    "report --format html -o",
    "report --format csv -o",
    "report --format parquet -o",
    "report --diff 2020-01-01 -o",
    "report --diff 2020-01-01 --format parquet -o",
    "audit trace quay-0/killed -o",
    "audit export",
    "audit seal",
    "claims export -o",
    "claims export --format csv -o",
    "claims export --corrections -o",
    "vocabulary export -o",
    "backup",
    "demo --keep",
]
"""Every command that writes a file for people, up to its name."""

WITHOUT_FORCE = {"audit seal", "backup", "demo --keep"}
"""Those that replace no file at all."""


@pytest.fixture
def files(run: Run, tmp_path: Path) -> dict[str, bytes]:
    """A dossier with another name of itself, another database, a checkpoint and a file of the user's own."""
    make_dossier(tmp_path / "dossier.variorum")
    (tmp_path / "link.out").symlink_to("dossier.variorum")
    with sqlite3.connect(tmp_path / "database.out") as other:
        other.execute("CREATE TABLE t (a)")
    other.close()
    (tmp_path / "checkpoint.out").write_text(CHECKPOINT)
    (tmp_path / "own.out").write_text("mine")
    return {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def line(words: str, name: str) -> list[str]:
    format_ = ["--format", "terminal"] if words in {"report -o", "audit trace quay-0/killed -o"} else []
    if words == "report --diff 2020-01-01 -o":
        format_ = ["--format", "json"]
    if words == "claims export -o":
        format_ = ["--format", "jsonl"]
    return [*words.split(), name, *format_]


QUICK = {"vocabulary export -o", "audit seal", "backup"}


@pytest.mark.parametrize("words", [pytest.param(w, marks=[] if w in QUICK else pytest.mark.whole) for w in OUTPUTS])
def test_no_output_replaces_a_record_or_a_file_that_was_not_given_up(
    run: Run, files: dict[str, bytes], tmp_path: Path, words: str
) -> None:
    force = [] if words in WITHOUT_FORCE else ["--force"]
    names = ["dossier.variorum", "link.out", "database.out", "checkpoint.out", "dossier.variorum-wal"]
    tried = [(name, force) for name in names] + [("own.out", [])]
    for name, options in tried:
        ran = run("--dossier", "dossier.variorum", *line(words, name), *options)
        assert (ran.code, name in ran.err) == (2, True), (name, ran.err)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == files
    if force and "parquet" not in words:
        assert run("--dossier", "dossier.variorum", *line(words, "own.out"), "--force").code == 0
        assert (tmp_path / "own.out").read_bytes() != b"mine"


@pytest.mark.whole
def test_a_folder_of_tables_is_replaced_only_where_that_is_said(run: Run, files: dict[str, bytes]) -> None:
    assert run("report", "--tables", "out").code == 0
    before = sorted(Path("out").iterdir())
    assert run("report", "--tables", "out").code == 2
    assert run("report", "--tables", "out", "--force").code == 0
    assert sorted(Path("out").iterdir()) == before
    Path("out/items.csv").unlink()
    Path("out/items.csv").symlink_to(Path("dossier.variorum").absolute())
    assert run("report", "--tables", "out", "--force").code == 2
    assert Path("dossier.variorum").read_bytes()[:16] == files["dossier.variorum"][:16]


@pytest.mark.parametrize("place", ["/dev/null", "/dev/stdout", ".", "pipe"])
def test_what_is_no_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    with pytest.raises(OutputError, match="is no file but"):
        check_target(Path(place), force=True)  # writes nothing itself: a failure here must not cost a device


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="there is no folder in memory")
def test_a_folder_in_memory_holds_files_like_any_other() -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        save_text(Path(folder) / "out", ["words"])
        assert (Path(folder) / "out").read_text() == "words"


@pytest.mark.parametrize("force", [None, False, True])
def test_a_file_that_comes_while_an_output_is_written_is_not_replaced_unseen(
    tmp_path: Path, force: bool | None
) -> None:
    target = tmp_path / "out"
    file_at = replacing(target, force=force)
    file_at.__enter__().write(b"words")
    target.write_text(CHECKPOINT)
    with pytest.raises(OutputError, match="is a checkpoint"):
        file_at.__exit__(None, None, None)
    assert target.read_text() == CHECKPOINT
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_output_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    def parts() -> Iterator[str]:
        yield "half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        save_text(tmp_path / "out", parts())
    assert list(tmp_path.iterdir()) == []


def test_a_written_file_has_one_name_and_the_usual_rights(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        save_text(tmp_path / "shared", ["words"])
        save_text(tmp_path / "own", ["words"], private=True)
    finally:
        os.umask(mask)
    status = (tmp_path / "shared").stat()
    assert (stat.S_IMODE(status.st_mode), status.st_nlink) == (0o640, 1)
    assert stat.S_IMODE((tmp_path / "own").stat().st_mode) == 0o600
