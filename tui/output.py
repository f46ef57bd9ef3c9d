"""Output: results to standard output, messages and progress to standard error.

Nothing that is printed here runs markup, is highlighted, or holds raw control characters.
"""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any, Final, TypeVar

from claims.saving import save_text
from tui.visible import escape_hidden, visible

if TYPE_CHECKING:
    from rich.console import Console

    from claims.findings import Finding


Entry = TypeVar("Entry")

_PIPED_WIDTH = 120
"""Columns where nobody says how wide the reader's page is."""


def console(*, stderr: bool = False, width: int | None = None, file: Any = None) -> "Console":
    """Return a Rich console that prints text as it is: no markup, no highlighting."""
    from rich.console import Console

    if width is None and not (sys.stderr if stderr else sys.stdout).isatty() and "COLUMNS" not in os.environ:
        width = _PIPED_WIDTH
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, width=width, file=file)


def write(text: str) -> None:
    """Write `text`, already made visible, to standard output."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def write_json(data: object) -> None:
    """Write `data` as JSON that is the same for the same data; control characters are escaped by JSON itself."""
    write(to_json(data))


def write_json_list(values: Iterable[object]) -> None:
    """Write the JSON of a list as `write_json` does, each value as soon as it is there."""
    separator = "["
    for value in values:
        sys.stdout.write(f"{separator}\n{indent(to_json(value), '  ')}")
        separator = ","
    write("[]" if separator == "[" else "\n]")


def to_json(data: object) -> str:
    """Return `data` as indented JSON; anything a terminal could act on is escaped."""
    import msgspec

    try:
        return msgspec.json.format(to_json_line(data), indent=2)  # faster than to have it indented at once
    except msgspec.DecodeError:  # half a character, which that library does not let through
        return _escape(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))


def to_json_line(data: object) -> str:
    """Return `data` as one line of JSON."""
    return _escape(json.dumps(data, ensure_ascii=False, allow_nan=False))


def _escape(text: str) -> str:
    """JSON escapes C0 itself; C1, bidi and invisible characters are written as escapes too, with the same meaning."""
    return escape_hidden(text, _unicode_escape)


def _unicode_escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{int.from_bytes(units[n : n + 2], 'big'):04x}" for n in range(0, len(units), 2))


def print_table(
    columns: Sequence[str], rows: Iterable[Iterable[str]], *, right: Collection[str] = (), head: bool = True
) -> None:
    """Print foreign text in columns, those named in `right` with their cells to the right."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_header=head)
    for column in columns:
        table.add_column(column, overflow="fold", justify="right" if column in right else "left")
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    console().print(table)


def print_rows(rows: Sequence[Mapping[str, str]]) -> None:
    """Print rows that have the same keys, at least one of them, with the keys as heads."""
    print_table(list(rows[0]), (row.values() for row in rows))


def counted(number: int, noun: str, several: str = "") -> str:
    """Return `number` with `noun` in its number: `1 claim`, `2 claims`; `several` is a plural that takes no s."""
    return f"{number:,} {noun if number == 1 else several or noun + 's'}"


def say(text: str) -> None:
    """Print a message on standard error."""
    sys.stderr.write(visible(text, keep="\n") + "\n")


def say_findings(findings: "Iterable[Finding]") -> int:
    """Print each finding on standard error; return how many there were."""
    count = 0
    for finding in findings:
        count += 1
        say(f"{finding.severity}: {finding}")
    if isinstance(findings, FirstFindings) and findings.left_out:
        say(f"and {findings.left_out:,} more that are not named")
    return count


def findings_json(findings: "Iterable[Finding]") -> list[dict[str, object]]:
    """Return findings as plain dictionaries."""
    return [finding.model_dump() for finding in findings]


class FirstFindings(list["Finding"]):
    """The first findings, which are named; of the others only how many there were, so that they fill no memory."""

    MOST: Final = 1_000

    left_out = 0

    def append(self, finding: "Finding") -> None:
        """Keep a finding, or count it."""
        if len(self) < self.MOST:
            super().append(finding)
        else:
            self.left_out += 1

    @property
    def total(self) -> int:
        """How many there were."""
        return len(self) + self.left_out


def without_findings(entries: "Iterable[Entry | Finding]", findings: "list[Finding]") -> Iterator[Entry]:
    """Yield what was read, and put what could not be into `findings`."""
    from claims.findings import Finding

    for entry in entries:
        if isinstance(entry, Finding):
            findings.append(entry)
        else:
            yield entry


@contextlib.contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on standard error where that is a terminal; yields what to call with the number done."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    time = (TimeElapsedColumn(), TimeRemainingColumn()) if total else (TimeElapsedColumn(),)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *time)
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


def say_upgrade(done: tuple[int, int]) -> None:
    """Say how far the tables of a dossier of an older form have been brought up to date, a tenth at a time."""
    count, total = done
    if total >= _MANY and count * 10 // total > max(0, count - _STEP) * 10 // total:
        say(f"bringing the dossier's tables up to date: {count:,} of {total:,}")


_STEP: Final = 1_000
"""Rows that such a step does at once."""
_MANY: Final = 20_000
"""Rows that take so long that it is said."""


def deliver(text: str | Iterable[str], target: Path | None, *, force: bool | None = None, styled: bool = False) -> None:
    """Write `text`, whole or in parts, to `target`, or to standard output where none is named.

    A file or a pipe gets every character as it is, a terminal those that are harmless.

    Args:
        force: whether a file that is there may be replaced; None where the command does not offer it.
        styled: drawn for a terminal, with colours of its own.
    """
    parts = [text] if isinstance(text, str) else text
    if target is not None:
        save_text(target, parts, force=force)
        say(f"wrote {target}")
        return
    is_fenced = sys.stdout.isatty() and not styled
    if isinstance(text, str) and not text.endswith("\n"):
        parts = [text, "\n"]
    for part in parts:
        sys.stdout.write(visible(part, keep="\n\t") if is_fenced else part)
