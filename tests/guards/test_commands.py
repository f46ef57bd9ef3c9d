"""The table of commands: what `variorum --help` says of each is what its module declares."""

import pytest
from typer.main import get_command

from tui.cli.main import app
from tui.cli.table import COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_in_the_help_is_that_of_the_command(name: str) -> None:
    command = get_command(app).commands[name]  # type: ignore[attr-defined]
    assert command.get_short_help_str(limit=200).removesuffix(".") == COMMANDS[name][1].removesuffix(".")
