"""Temporary folders and files: for this user alone, and gone with the next start where a process was killed."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from claims.temporary import TemporaryFilesError, TemporaryFolder, make_beside, sweep
from tests.support.paths import ROOT

LEAVE = """
import os, signal, sys
from pathlib import Path
from claims.temporary import TemporaryFolder, make_beside
(TemporaryFolder().path / "copy").write_text("a copy")
(TemporaryFolder(Path(sys.argv[1])).path / "copy").write_text("a copy")
make_beside(Path(sys.argv[1]))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_is_for_this_user_alone_and_gone_after_its_block(folder: Path) -> None:
    with TemporaryFolder() as temporary:
        assert temporary.path.parent == folder
        assert temporary.path.stat().st_mode & 0o777 == 0o700
        (temporary.path / "file").touch()
    assert list(folder.iterdir()) == []


def test_what_a_killed_process_left_is_swept_and_nothing_else(folder: Path) -> None:
    target = folder / "out" / "report.html"
    target.parent.mkdir()
    subprocess.run(
        [sys.executable, "-c", LEAVE, str(target)],
        check=False,
        env={"TMPDIR": str(folder), "PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
    )
    assert len(list(folder.iterdir())) == 2
    assert len(list(target.parent.iterdir())) == 2
    mine = folder / "variorum-articles"
    mine.mkdir()
    link = folder / "variorum-x.variorum-tmp"
    link.symlink_to(mine)
    with TemporaryFolder() as living:
        sweep()
        assert set(folder.iterdir()) == {living.path, mine, link, target.parent}
    handle, beside = make_beside(target)
    other, _ = make_beside(target.with_name("other.html"))
    sweep(target)
    assert len(list(target.parent.iterdir())) == 2
    assert beside.exists()
    os.close(handle)
    os.close(other)


def test_what_was_never_locked_is_swept_when_it_is_old(folder: Path) -> None:
    new = folder / "variorum-abc.variorum-new"
    new.mkdir()
    sweep()
    assert new.exists()
    os.utime(new, (time.time() - 3600,) * 2)
    sweep()
    assert not new.exists()


def test_no_room_for_temporary_files_is_said_of_their_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "gone"))
    with pytest.raises(TemporaryFilesError, match="gone: the folder for temporary files.*TMPDIR") as caught:
        TemporaryFolder()
    assert caught.value.exit_code == 2
