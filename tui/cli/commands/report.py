"""`variorum report`: the conflict report over a selection, in the format asked for."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from claims.errors import VariorumError
from claims.store.dossier import UnknownRecordError
from reconcile.evidence.lens import Lens
from reconcile.items.states import CONFLICT_STATES
from reconcile.reports.report import Entry, Report, build_entry, build_report
from tui.cli.commands.items import known_states, refresh
from tui.output import console, deliver
from tui.services.workspace import Workspace, is_shown

FORMATS: Final = ("terminal", "md", "html", "json", "csv", "parquet")
_PAGE: Final = 500

READ_ONCE_KB: Final = 16_384
"""SQLite's cache for what reads a dossier through and comes back to little."""


class FormatError(VariorumError):
    """No such format."""

    def __init__(self, format_: str, known: Sequence[str]) -> None:
        self.format = format_
        super().__init__(f"--format {format_!r} is none of {', '.join(known)}")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which data items a report covers; the default is all of them."""

    names: tuple[str, ...] = ()
    """Ids of items, or keys of events."""
    states: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    numbers: tuple[int, ...] | None = None
    """Row numbers of items, in place of all there are."""
    filter: str = ""
    """What those numbers came of, for the head of a report."""
    lenient: bool = False
    """A name that nothing goes by selects nothing: the dossier may not have had it yet."""

    @property
    def words(self) -> tuple[str, ...]:
        """What it leaves out, for the head of a report."""
        told = (("items and events", self.names), ("states", self.states), ("attributes", self.attributes))
        words = tuple(f"only {what}: {', '.join(names)}" for what, names in told if names)
        return (*words, f"only the filter: {self.filter}") if self.numbers is not None else words


_EVERYTHING: Final = Selection()


def run_report(dossier: Path, lens: Lens, output: Path | None, selection: Selection, format_: str) -> None:
    """Print the report over a selection."""
    if format_ not in FORMATS:
        raise FormatError(format_, FORMATS)
    with Workspace(dossier, lens=lens, cache_kb=READ_ONCE_KB) as workspace:
        report = make_report(workspace, selection)
        deliver(draw(workspace, report, format_, to_file=output is not None), output)


def make_report(
    workspace: Workspace, selection: Selection = _EVERYTHING, *, refreshing: Callable[[Workspace], object] = refresh
) -> Report:
    """Return what the report covers; its items are read when they are drawn.

    Args:
        workspace: the dossier.
        selection: which of its items.
        refreshing: brings its summaries up to date first.

    Raises:
        UnknownRecordError: nothing goes by a name of the selection.
    """
    store = workspace.dossier
    head = store.head()
    states = known_states(selection.states)
    entries: list[Entry] = []
    known: set[str] = set()
    refreshing(workspace)
    for entry in _entries(workspace, selection.numbers):
        if selection.names and not {entry.id, entry.subject} & set(selection.names):
            continue
        known |= {entry.id, entry.subject}
        if (not states or entry.state in states) and (
            not selection.attributes or entry.attribute in selection.attributes
        ):
            entries.append(entry)
    for name in selection.names:
        if name not in known and not selection.lenient:
            raise UnknownRecordError("data item or event", name, "`variorum items` lists them")
    return build_report(
        entries,
        dossier=store.path.name,
        head=head,
        articles=len(store.article_rows()),
        view=(*_lens_words(workspace.lens), *selection.words),
    )


def _entries(workspace: Workspace, only: Sequence[int] | None) -> Iterator[Entry]:
    """Yield every item's entry: from the kept summaries, or computed where a lens changes what they say."""
    store = workspace.dossier
    clear = workspace.lens.is_clear
    numbers = store.item_numbers(empty=not clear) if only is None else only
    if not clear:
        yield from (build_entry(item) for item in workspace.items(numbers) if is_shown(item))
        return
    for start in range(0, len(numbers), _PAGE):
        for row in store.item_page(numbers[start : start + _PAGE]):
            yield Entry(
                subject=row.subject,
                attribute=row.attribute,
                state=row.state,
                severity=row.severity,
                importance=row.importance,
                explanation=row.explanation,
                is_conflict=row.state in CONFLICT_STATES,
            )


def _lens_words(lens: Lens) -> Iterator[str]:
    if lens.known_at:
        yield f"only what had been published by {lens.known_at}"
    if lens.recorded_at:
        yield f"only what the dossier held by {lens.recorded_at}"
    if lens.accepted_only:
        yield "without proposals that nobody has confirmed"


def draw(workspace: Workspace, report: Report, format_: str, *, to_file: bool) -> Iterable[str]:
    """Return the report in one of `FORMATS`, in parts: an item or an event is in memory at a time."""
    if format_ == "md":
        from tui.writers.markdown import report_markdown

        return report_markdown(report, workspace.read)
    if format_ == "html":
        from tui.writers.html import report_html

        return report_html(report, workspace)
    if format_ == "json":
        from tui.writers.json_views.views import report_json

        return report_json(report, workspace.read, workspace.dossier.recorded_at)
    return _drawn(workspace, report, to_file=to_file)


def _drawn(workspace: Workspace, report: Report, *, to_file: bool) -> Iterator[str]:
    from tui.writers.terminal import render_report

    screen = console()
    if screen.is_terminal and not to_file:
        for part in render_report(report, workspace.read):
            with screen.capture() as capture:
                screen.print(part)
            yield capture.get()
        return
    yield from printed(workspace, report, screen.width)


def printed(workspace: Workspace, report: Report, width: int) -> Iterator[str]:
    """Yield the report as text in lines of `width` cells."""
    from tui.writers.terminal import render_report

    target = io.StringIO()
    drawn = console(width=width, file=target)
    for part in render_report(report, workspace.read):
        drawn.print(part)
        yield target.getvalue()
        target.seek(0)
        target.truncate()
