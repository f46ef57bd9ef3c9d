"""Run commands in this process: their status, standard output and standard error."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tui.cli.main import main


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit status."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The standard output, read as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]
"""Run a command with these arguments; the fixture `run` is one."""


def command(*arguments: object) -> int:
    """Run a command; return its exit status."""
    with pytest.raises(SystemExit) as caught:
        main([str(argument) for argument in arguments])
    return int(caught.value.code or 0)


def read_output(captured: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run a command that must succeed; return its standard output, without what was printed before."""
    captured.readouterr()
    status = command(*arguments)
    output, errors = captured.readouterr()
    assert status == 0, errors
    return output
