"""The README is true: its commands exist with the options it gives them, and its session runs and prints what it shows.

The session runs the `variorum` in the folder VARIORUM_BIN, else the one beside this Python.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from tests.support.paths import ROOT
from tui.cli.main import app

README = (ROOT / "README.md").read_text("utf-8")
BIN = os.environ.get("VARIORUM_BIN", str(Path(sys.executable).parent))
ROOT_COMMAND: Any = typer.main.get_command(app)  # typer does not type what it builds


def section(title: str) -> str:
    return re.split(r"^## ", README.partition(f"\n## {title}\n")[2], flags=re.MULTILINE)[0]


def blocks(text: str) -> list[tuple[str, str]]:
    return re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def named_commands() -> list[str]:
    spans = re.findall(r"`(variorum [^`]+)`", README)
    script = re.sub(r"<<'END'\n.*?^END$", "", "".join(body for _, body in blocks(README)), flags=re.M | re.S)
    lines = [line for line in script.splitlines() if line.startswith("variorum ")]
    return sorted({*spans, *lines} - {"variorum COMMAND --help"})


def leaves(command: Any, path: str = "variorum") -> Iterator[str]:
    for name, inner in getattr(command, "commands", {}).items():
        if not hasattr(inner, "commands") or inner.invoke_without_command:
            yield f"{path} {name}"
        yield from leaves(inner, f"{path} {name}")


def parse(line: str) -> tuple[str, list[str]]:
    """Return the command that a line calls and those of its words that no command or option answers to."""
    command, path, unknown = ROOT_COMMAND, "variorum", []
    words = iter(shlex.split(line)[1:])
    for word in words:
        options = {name: option for option in command.params for name in option.opts if name.startswith("-")}
        if word in options:
            for _ in range(0 if options[word].is_flag else options[word].nargs):
                next(words)
        elif hasattr(command, "commands") and word in command.commands:
            command, path = command.commands[word], f"{path} {word}"
        elif hasattr(command, "commands") or (word.startswith("-") and word != "-"):
            unknown.append(word)
    return path, unknown


@pytest.mark.parametrize("line", named_commands())
def test_every_command_the_readme_gives_exists_with_its_options(line: str) -> None:
    assert parse(line)[1] == []


def test_the_readme_names_every_command() -> None:
    assert set(leaves(ROOT_COMMAND)) - {parse(line)[0] for line in named_commands()} == set()


def test_the_options_of_decide_are_those_the_readme_lists() -> None:
    (row,) = re.findall(r"^\| `variorum decide ITEM` \|(.*)\|$", README, re.MULTILINE)
    for option in re.findall(r"`(--[a-z-]+)`", row):
        assert parse(f"variorum decide ITEM {option} A B")[1] == []


def missing_lines(shown: str, printed: str) -> list[str]:
    """Return the lines of `shown` that are not in `printed` in their order, whatever the blanks; `...` skips."""
    missing, rest = [], " ".join(printed.split())
    for line in shown.splitlines():
        _, found, after = rest.partition(" ".join(line.split()))
        if line != "..." and not found:
            missing.append(line)
        rest = after if found else rest
    return missing


@pytest.mark.whole
def test_the_session_runs_and_prints_what_the_readme_shows(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("VARIORUM_", "PYTHON"))}
    environment = {**kept, "PATH": f"{BIN}{os.pathsep}{kept['PATH']}", "COLUMNS": "100", "NO_COLOR": "1"}
    printed = ""
    for kind, body in blocks(section("Five minutes")):
        if kind == "sh":
            command = ["bash", "-eu", "-c", body]
            done = subprocess.run(
                command,
                cwd=tmp_path,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                timeout=120,
                check=False,
            )
            printed = done.stdout
            assert done.returncode == 0, f"{body}\n{printed}"
        else:
            assert missing_lines(body, printed) == [], printed
