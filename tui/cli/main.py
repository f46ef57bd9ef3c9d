"""The command line: it finds the command, runs it, and turns errors into messages.

Exit status: 0 done, 1 findings under --check, 2 usage or bad input, 3 the dossier is damaged.
"""

import contextlib
import gc
import importlib
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn

import typer

from claims.errors import reason_of
from claims.store.addresses import parse_place
from tui.cli.options import GlobalOptions, has_terminal
from tui.cli.table import COMMANDS

_COMPLETING: Final = "_VARIORUM_COMPLETE"
"""What a shell sets to be told what may come next."""


class _Commands(Mapping[str, Any]):
    """The commands by name, each imported when it is looked up."""

    def __init__(self) -> None:
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._built:
            module = importlib.import_module(f"tui.cli.commands.{COMMANDS[name][0]}")
            self._built[name] = build_command(name, module.app)
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


def build_command(name: str, commands: typer.Typer) -> Any:
    """Return the command `name` of a module, or all that it declares as a group where its typer has a help text."""
    from typer.main import get_command_from_info, get_command_name, get_group_from_info
    from typer.models import TyperInfo

    if isinstance(commands.info.help, str):
        info = TyperInfo(commands, name=name)
        return get_group_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None, suggest_commands=True)
    infos = {
        each.name or get_command_name(getattr(each.callback, "__name__", "")): each
        for each in commands.registered_commands
    }
    return get_command_from_info(infos[name], pretty_exceptions_short=False, rich_markup_mode=None)


class _Root(typer.core.TyperGroup):
    """The group of all commands."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands: Any = _Commands()

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands from the table, without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


app = typer.Typer(
    name="variorum",
    cls=_Root,
    help="Settle what several reports of the same event say, with every step checkable by a stranger.",
    epilog="Start with `variorum demo`. A dossier of your own: `variorum add ARTICLE...`, `variorum claims import "
    "FILE`, `variorum conflicts`, `variorum review`, `variorum report`. The dossier is --dossier PATH, else "
    "VARIORUM_DOSSIER, else the only *.variorum file here, else dossier.variorum.",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        sys.stdout.write(f"variorum {version('variorum')}\n")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    dossier: Annotated[
        Path | None,
        typer.Option(
            help="the dossier: a file, or postgresql://USER@HOST/DATABASE; stands before the command",
            show_default=False,
            parser=parse_place,
            metavar="PATH",
        ),
    ] = None,
    reviewer: Annotated[str, typer.Option(help="who reviews; else VARIORUM_REVIEWER, else git's user.name")] = "",
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    del version
    gc.enable()
    _store_options(dossier, reviewer)
    if context.invoked_subcommand is None:
        from tui.cli.overview import print_overview

        print_overview()


def _store_options(dossier: Path | None, reviewer: str) -> None:
    GlobalOptions.dossier = dossier
    GlobalOptions.reviewer = reviewer


def _is_bare_review(arguments: Sequence[str]) -> bool:
    """Return whether the arguments are `review` without options of its own, and store those before it.

    Typer reads every other line. Its parser loads pydantic, which takes half as long as an empty app to start.
    """
    rest, options = list(arguments), {}
    while len(rest) > 2 and rest[0] in {"--dossier", "--reviewer"} and not rest[1].startswith("-"):
        options[rest[0]] = rest[1]
        rest = rest[2:]
    if rest != ["review"]:
        return False
    gc.enable()
    _store_options(parse_place(options["--dossier"]) if "--dossier" in options else None, options.get("--reviewer", ""))
    return True


def _run(arguments: Sequence[str]) -> Any:
    if has_terminal() and _is_bare_review(arguments):
        from tui.cli.commands.review import review

        try:
            return review()
        except typer.Exit as exit_:
            sys.exit(exit_.exit_code)
    if _COMPLETING in os.environ:
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
        return app(args=list(arguments), standalone_mode=True, prog_name="variorum")
    return app(args=list(arguments), standalone_mode=True)


@contextlib.contextmanager
def _ending_on_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the program as an error would, so that temporary files go with it."""
    numbers: list[int] = []
    if threading.current_thread() is threading.main_thread():
        numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    ours = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, lambda received, _: sys.exit(128 + received))
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; errors a person can cause become one message and an exit status."""
    from claims.errors import VariorumError

    gc.disable()  # nothing is garbage while commands are loaded, and looking for some takes a sixth of the time
    _write_every_character()
    try:
        with _ending_on_signals():
            return _run(_read_help(sys.argv[1:] if arguments is None else arguments))
    except VariorumError as error:
        _leave(str(error), error.exit_code)
    except BrokenPipeError:
        _close_output()  # whoever read it has read enough
        sys.exit(0)
    except OSError as error:
        _close_output()
        _leave(f"{error.filename or 'output'}: {reason_of(error)}; see to that and run it again", 2)
    finally:
        gc.enable()


def _read_help(arguments: list[str]) -> list[str]:
    """Return `help COMMAND`, as people type it, the way it is called here: `COMMAND --help`."""
    return [*arguments[1:], "--help"] if arguments[:1] == ["help"] else arguments


def _write_every_character() -> None:
    """Write a character that the reader's encoding lacks as its code, rather than ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _close_output() -> None:
    """Lead what is still to be written nowhere, since Python would complain again when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _leave(message: str, status: int) -> NoReturn:
    from tui.output import say

    say(f"variorum: {message}")
    sys.exit(status)


if __name__ == "__main__":
    main()
