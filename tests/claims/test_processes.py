"""Programs are started so that nothing of the working folder runs in them."""

import os
import subprocess
from pathlib import Path

import pytest

from claims.processes import python_command, run_tool
from tests.support.command_line import Run

CODE = "import claims, sys; print(claims.__file__, sys.argv[1:], sys.flags.isolated)"


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of evidence to work in; the file that appears when any code in it runs."""
    folder, ran = tmp_path / "evidence", tmp_path / "ran"
    folder.mkdir()
    for name in ("json.py", "claims.py", "tui.py", "sitecustomize.py", "usercustomize.py"):
        (folder / name).write_text(f"open({str(ran)!r}, 'w')\n")
    for name in ("git", "ssh-keygen"):
        (folder / name).write_text(f"#!/bin/sh\necho Mallory\ntouch {ran}\n")
        (folder / name).chmod(0o755)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("VARIORUM_REVIEWER", raising=False)
    return ran


def test_our_own_code_runs_with_nothing_of_the_folder(trap: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", ".")
    monkeypatch.syspath_prepend("")
    monkeypatch.syspath_prepend(str(Path.cwd()))
    answer = subprocess.run(python_command(CODE, "a b", "-c"), capture_output=True, text=True, check=True)
    assert answer.stdout.split()[0].endswith("claims/__init__.py")
    assert answer.stdout.strip().endswith("['a b', '-c'] 1")
    assert not trap.exists()


def test_tools_are_not_looked_for_in_the_working_folder(trap: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", os.environ["PATH"]]))
    run_tool("git", "--version", timeout_s=20)
    monkeypatch.setenv("PATH", os.pathsep.join([".", ""]))
    with pytest.raises(FileNotFoundError):
        run_tool("git", "--version", timeout_s=20)
    assert not trap.exists()


def fake_git(folder: Path, script: str) -> str:
    """Write a `git` of the user's own; return the search path on which it is found."""
    folder.mkdir()
    (folder / "git").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "git").chmod(0o755)
    return os.pathsep.join([str(folder), os.environ["PATH"]])


@pytest.mark.parametrize(
    ("script", "name"),
    [("printf 'Ren\\351e'", "Ren\ufffde"), ("exit 1", ""), ("exec sleep 60", ""), ("echo Ada", "Ada")],
)
def test_a_git_that_fails_hangs_or_writes_latin_1_ends_no_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, name: str
) -> None:
    from tui.cli import options

    monkeypatch.setenv("PATH", fake_git(tmp_path / "bin", script))
    monkeypatch.delenv("VARIORUM_REVIEWER", raising=False)
    monkeypatch.setattr(options.GlobalOptions, "reviewer", "")
    monkeypatch.setattr(options, "GIT_PATIENCE_S", 1.0)
    assert options.reviewer_name() == name


def test_the_settings_of_a_folder_of_evidence_never_name_the_reviewer(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.cli import options

    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("VARIORUM_REVIEWER", raising=False)
    monkeypatch.setattr(options.GlobalOptions, "reviewer", "")
    (tmp_path / "home").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / ".git" / "objects").mkdir()
    (tmp_path / ".git" / "refs").mkdir()
    (tmp_path / ".git" / "config").write_text("[user]\n\tname = Mallory\n")
    assert subprocess.run(["git", "config", "user.name"], capture_output=True, check=True).stdout == b"Mallory\n"
    assert options.reviewer_name() == ""
    (tmp_path / "home" / ".gitconfig").write_text("[user]\n\tname = Ada\n")
    assert options.reviewer_name() == "Ada"
