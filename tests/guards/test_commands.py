"""The table of commands: what `variorum --help` says is what a module declares, and JSON has a published shape."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from tests.support.imports import module_files
from tui.cli.commands.schema import load_shapes
from tui.cli.main import app
from tui.cli.table import COMMANDS

ROOT: Any = get_command(app)  # typer does not type what it builds

WITHOUT_SHAPE = {
    "variorum add": "the fields of an article as stored, which grow with what is read",
    "variorum articles show": "the same, with the text",
    "variorum claims list": "lines of a claims file; `claims` is their shape",
    "variorum tag": "an id and its tags",
}
"""Commands that print JSON which is not published, and why."""


def commands(parent: Any = ROOT, path: str = "variorum") -> Iterator[tuple[str, Any]]:
    """Yield each command with its words."""
    for name, command in parent.commands.items():
        yield f"{path} {name}", command
        if hasattr(command, "commands"):
            yield from commands(command, f"{path} {name}")


def prints_json(command: Any) -> bool:
    return any("--format" in option.opts and "json" in str(option.metavar).split("|") for option in command.params)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_in_the_help_is_that_of_the_command(name: str) -> None:
    line = ROOT.commands[name].get_short_help_str(limit=200)
    assert line.removesuffix(".") == COMMANDS[name][1].removesuffix(".")


def test_every_module_of_commands_is_in_the_table() -> None:
    modules = {name.rpartition(".")[2] for name in module_files() if name.startswith("tui.cli.commands.")}
    missing = sorted(modules - {module for module, _ in COMMANDS.values()})
    assert not missing, f"name {', '.join(missing)} in tui/cli/table.py"


def with_shape() -> set[str]:
    """Return the commands that the titles of shapes name: `variorum events merge, split --format json` is two."""
    named = set()
    for _, title in load_shapes().values():
        first, *others = re.split(r", | and ", title.partition(" --format")[0].removeprefix("variorum "))
        first_words = [word for word in first.split() if not word.isupper()]
        named.add(" ".join(first_words))
        for other in others:
            words = other.split()
            named.add(" ".join(words if len(words) > 1 else [*first_words[:-1], *words]))
    return {f"variorum {words}" for words in named}


def test_json_that_a_command_prints_has_a_published_shape() -> None:
    known = with_shape() | WITHOUT_SHAPE.keys()
    bare = [words for words, command in commands() if prints_json(command) and not known & {words, table_of(words)}]
    assert not bare, (
        f"add the shape of {', '.join(bare)} to SHAPES of its module, and to OUTPUTS in tests/cli/test_schema.py"
    )


def table_of(words: str) -> str:
    """Return the words by which a title names all tables of the vocabulary, where this is one."""
    return "variorum vocabulary tables" if words.startswith("variorum vocabulary") else words
