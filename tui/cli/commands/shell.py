"""`variorum completion` and `variorum manual`: what a shell and `man` are given."""

import inspect
import re
import sys
from collections.abc import Iterator
from typing import Annotated, Any, Final

import typer

from claims.errors import VariorumError

app = typer.Typer()

SHELLS: Final = ("bash", "zsh", "fish")


class ShellError(VariorumError):
    """Completion is not offered for this shell."""


@app.command(short_help="Let a shell complete commands and options.")
def completion(shell: Annotated[str, typer.Argument(help="bash, zsh or fish")]) -> None:
    """Print what lets a shell complete commands and options, to be read where the shell starts.

    bash: eval "$(variorum completion bash)" in ~/.bashrc; zsh the same in ~/.zshrc, after compinit;
    fish: variorum completion fish > ~/.config/fish/completions/variorum.fish
    """
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    if shell not in SHELLS:
        raise ShellError(f"there is no completion for {shell!r}; give one of {', '.join(SHELLS)}")
    script = get_completion_script(prog_name="variorum", complete_var="_VARIORUM_COMPLETE", shell=shell)
    sys.stdout.write(script + "\n")


@app.command(short_help="The manual, as a page for man.")
def manual() -> None:
    """Print the manual of all commands as a page for man: variorum manual | man -l -"""
    from tui.cli.main import app as root

    sys.stdout.write("".join(f"{line}\n" for line in _page(typer.main.get_command(root))))


def _page(root: Any) -> Iterator[str]:
    yield '.TH VARIORUM 1 "" Variorum "User commands"'
    yield ".SH NAME"
    yield "variorum \\- settle what several reports of the same event say"
    yield ".SH SYNOPSIS"
    yield ".B variorum"
    yield "[\\fIoptions\\fR] \\fIcommand\\fR [\\fIarguments\\fR]"
    yield ".SH DESCRIPTION"
    yield from _paragraphs(f"{root.help}\n\n{root.epilog}")
    yield ".SH OPTIONS"
    yield from _options(root)
    yield ".SH COMMANDS"
    for name, command in root.commands.items():
        yield from _command(name, command)
    yield ".SH EXIT STATUS"
    yield "0 done; 1 something was found, under \\-\\-check; 2 wrong usage or bad input; 3 the dossier is damaged."


def _command(name: str, command: Any) -> Iterator[str]:
    yield f".SS variorum {_roff(name)}"
    yield from _paragraphs(inspect.cleandoc(command.help or ""))
    yield from _options(command)
    for inner, each in getattr(command, "commands", {}).items():
        yield from _command(f"{name} {inner}", each)


def _options(command: Any) -> Iterator[str]:
    for parameter in command.params:
        words = getattr(parameter, "help", "") or ""
        names = ", ".join(parameter.opts) if parameter.param_type_name == "option" else (parameter.name or "").upper()
        if words and not getattr(parameter, "hidden", False):
            yield f".TP\n.B {_roff(names)}"
            yield _roff(words)


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        yield ".PP"
        yield from map(_roff, paragraph.splitlines())


def _roff(text: str) -> str:
    r"""Return text that roff prints as it stands.

    >>> print(_roff(".a-b \\"))
    \&.a\-b \e
    """
    escaped = text.strip().replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^(?=[.'])", r"\\&", escaped)
