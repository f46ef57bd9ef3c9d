"""What a shell and `man` are given: completion that completes, and a manual that man can read."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.support.command_line import Run
from tests.support.paths import ROOT
from tui.cli.table import COMMANDS


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_given_a_script_that_asks_this_program(run: Run, shell: str) -> None:
    shown = run("completion", shell)
    assert shown.code == 0
    assert "_VARIORUM_COMPLETE=complete_" in shown.out
    assert "variorum" in shown.out


def test_no_other_shell_is_offered(run: Run) -> None:
    shown = run("completion", "cmd")
    assert shown.code == 2
    assert "bash, zsh, fish" in shown.err


@pytest.mark.whole
@pytest.mark.parametrize(
    ("words", "number", "wanted"), [("variorum rep", 1, "report"), ("variorum report --app", 2, "--appendix")]
)
def test_commands_and_options_are_completed(words: str, number: int, wanted: str) -> None:
    environment = {**os.environ, "_VARIORUM_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(number)}
    command = [sys.executable, "-m", "tui.cli.main"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert wanted in done.stdout.split()


def test_the_manual_has_every_command_with_its_options(run: Run) -> None:
    page = run("manual").out
    assert page.startswith(".TH VARIORUM 1")
    for name in COMMANDS:
        assert f".SS variorum {name}\n" in page
    assert ".B \\-\\-appendix" in page
    assert ".SS variorum audit verify" in page


@pytest.mark.whole
@pytest.mark.skipif(not shutil.which("man"), reason="man is not installed")
def test_man_reads_the_manual_without_a_warning(run: Run) -> None:
    page = run("manual").out
    done = subprocess.run(["man", "--warnings", "-l", "-"], input=page, capture_output=True, text=True, check=True)
    assert "variorum" in done.stdout
    assert done.stderr == ""
