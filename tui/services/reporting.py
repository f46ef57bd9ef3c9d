"""Reports over a selection of a dossier's items."""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from claims.errors import VariorumError
from claims.store.addresses import place_name
from claims.store.dossier import UnknownRecordError
from claims.store.tables.queue import ItemFilter
from claims.store.tables.schema import parts_of
from reconcile.evidence.lens import Lens
from reconcile.items.item import Item
from reconcile.items.states import STATES, is_conflict
from reconcile.reports.report import Entry, Report, build_entry, build_report
from tui.output import progress
from tui.services.summaries import is_shown
from tui.services.workspace import Workspace

_EVERY: Final = ItemFilter()


class StateError(VariorumError):
    """No such state."""

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(f"--state {state!r} is none of {', '.join(STATES)}")


def refresh(workspace: Workspace) -> int:
    """Bring every kept summary up to date, with progress; return how many were not."""
    with progress("reconciling", len(workspace.dossier.dirty_numbers())) as step:
        return workspace.refresh(lambda done, _: step(done))


def known_states(states: Sequence[str]) -> tuple[str, ...]:
    """Return `states`.

    Raises:
        StateError: one of them is no state.
    """
    for state in states:
        if state not in STATES:
            raise StateError(state)
    return tuple(states)


class FoundItems(NamedTuple):
    """The items under a filter, most important first: so little of each that a million fit into 8 MB."""

    numbers: Sequence[int]
    """Their row numbers; `Workspace.items` reads them."""
    states: frozenset[str]
    """The states that they are in."""


def find_items(
    workspace: Workspace,
    wanted: ItemFilter = _EVERY,
    passes: Callable[[str, bool], bool] = lambda state, is_conflict: True,
) -> FoundItems:
    """Return the items under a filter, by states, words and who is still to do them, most important first.

    Kept summaries are of the dossier as it is; through a lens every item is looked at. `passes` says of a state, and of
    whether the item is a conflict, if it is wanted.
    """
    refresh(workspace)
    numbers, importances, states = array("q"), array("q"), set[str]()
    for number, importance, state, is_found in _walk_items(workspace, wanted):
        if passes(state, is_found):
            numbers.append(number)
            importances.append(importance)
            states.add(state)
    if not workspace.lens.is_clear:
        order = sorted(range(len(numbers)), key=importances.__getitem__, reverse=True)
        numbers = array("q", map(numbers.__getitem__, order))
    return FoundItems(numbers, frozenset(states))


def _walk_items(workspace: Workspace, wanted: ItemFilter) -> Iterator[tuple[int, int, str, bool]]:
    """Yield number, importance and state of items, and whether they are conflicts; through a lens by their keys."""
    store = workspace.dossier
    if workspace.lens.is_clear:
        for number, importance, _, _, members, state, _, _ in store.walk_queue(wanted):
            yield number, importance, state, is_conflict(state, members)
        return
    for part in parts_of(store.item_numbers(search=wanted.words, empty=True, sort="subject"), _PAGE):
        rows = store.item_page(part)
        for row, item in zip(rows, workspace.read(rows, in_full=False), strict=True):
            if is_shown(item) and _passes(item, wanted):
                yield row.item, item.importance, item.state, item.is_conflict


def _passes(item: Item, wanted: ItemFilter) -> bool:
    states, todo = wanted.of("state"), wanted.of("todo")
    return (not states or item.state in states) and (not todo or not set(todo).isdisjoint(item.awaited))


FORMATS: Final = ("terminal", "md", "html", "docx", "json", "csv", "parquet")
_ENDINGS: Final = {"markdown": "md", "htm": "html", "txt": "terminal"}
"""Endings of files that are not the name of their format."""
_PAGE: Final = 500

READ_ONCE_KB: Final = 16_384
"""SQLite's cache for what reads a dossier through and comes back to little."""


class FormatError(VariorumError):
    """No such format."""

    def __init__(self, format_: str, known: Sequence[str]) -> None:
        self.format = format_
        super().__init__(f"--format {format_!r} is none of {', '.join(known)}")


class EndingError(VariorumError):
    """A file's ending names no format, and no format was given."""

    def __init__(self, path: Path, known: Sequence[str]) -> None:
        self.path = path
        super().__init__(
            f"{path}: {path.suffix!r} names no format; add --format, one of {', '.join(known)}; nothing was written"
        )


def choose_format(given: str | None, output: Path | None, known: Sequence[str], *, default: str = "terminal") -> str:
    """Return the format given, else the one that the ending of the file to write names, else the default.

    Raises:
        FormatError: the format given is not among those known.
        EndingError: the ending names none of them.
    """
    if given is not None:
        if given not in known:
            raise FormatError(given, known)
        return given
    if output is None or not output.suffix:
        return default
    ending = output.suffix[1:].lower()
    format_ = _ENDINGS.get(ending, ending)
    if format_ not in known:
        raise EndingError(output, known)
    return format_


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
        parts = (("items and events", self.names), ("states", self.states), ("attributes", self.attributes))
        words = tuple(f"only {what}: {', '.join(names)}" for what, names in parts if names)
        return (*words, f"only the filter: {self.filter}") if self.numbers is not None else words


_EVERYTHING: Final = Selection()


def make_report(
    workspace: Workspace, selection: Selection = _EVERYTHING, *, refreshing: Callable[[Workspace], object] = refresh
) -> Report:
    """Return what the report covers, its summaries brought up to date first; its items are read when they are drawn.

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
        if _is_among(entry.state, states) and _is_among(entry.attribute, selection.attributes):
            entries.append(entry)
    if not selection.lenient:
        _check_names(selection.names, known)
    return build_report(
        entries,
        dossier=place_name(store.path),
        head=head,
        articles=len(store.article_rows()),
        view=(*_lens_words(workspace.lens), *selection.words),
    )


def _is_among(value: str, wanted: Collection[str]) -> bool:
    return not wanted or value in wanted


def _check_names(names: Iterable[str], known: Collection[str]) -> None:
    unknown = next((name for name in names if name not in known), None)
    if unknown is not None:
        raise UnknownRecordError("data item or event", unknown, "`variorum items` lists them")


def _entries(workspace: Workspace, only: Sequence[int] | None) -> Iterator[Entry]:
    """Yield every item's entry: from the kept summaries, or computed where a lens changes what they say."""
    store = workspace.dossier
    clear = workspace.lens.is_clear
    numbers = store.item_numbers(empty=not clear) if only is None else only
    if not clear:
        yield from (build_entry(item) for item in workspace.items(numbers) if is_shown(item))
        return
    for start in range(0, len(numbers), _PAGE):
        rows = store.item_page(numbers[start : start + _PAGE])
        names = workspace.names.of_rows(rows)
        for row in rows:
            yield Entry(
                subject=row.subject,
                name=names[row.subject],
                attribute=row.attribute,
                state=row.state,
                severity=row.severity,
                importance=row.importance,
                explanation=row.explanation,
                is_conflict=is_conflict(row.state, row.members),
            )


def _lens_words(lens: Lens) -> Iterator[str]:
    if lens.known_at:
        yield f"only what had been published by {lens.known_at}"
    if lens.recorded_at:
        yield f"only what the dossier held by {lens.recorded_at}"
    if lens.accepted_only:
        yield "without proposals that nobody has confirmed"
