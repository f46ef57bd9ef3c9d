"""What a folder has for Variorum, and what to do there next."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from claims.intake.kinds import find_kind
from claims.store.addresses import format_place
from reconcile.items.states import OPEN_STATES
from tui.output import counted
from tui.services.workspace import Workspace

_MOST_FILES: Final = 1_000
"""Files that are looked at in a folder without a dossier."""
_MOST_COMPARED: Final = 2_000
"""Items that are compared anew before they are counted; of more it is only said how many there are."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is, in lines, and what to do next: commands, each with what it does."""

    lines: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]


def overview_of_folder(folder: Path) -> Overview:
    """Return what there is in a folder that has no dossier."""
    names = sorted(path.name for path, _ in zip(folder.iterdir(), range(_MOST_FILES), strict=False))
    articles = [name for name in names if find_kind(name)]
    found = f"{counted(len(articles), 'file')} of a kind that is read" if articles else "no file of a kind that is read"
    add = ("variorum add . --extract --review", "reads them, proposes what they state, and opens the reviewer")
    other = ("variorum add FOLDER --extract --review", "reads articles, proposes what they state, opens the reviewer")
    return Overview(
        (f"There is no dossier here, and {found}.",),
        (add if articles else other, ("variorum demo", "opens a bundled dossier about an invented event")),
    )


def overview_of_dossier(path: Path) -> Overview:
    """Return how far the dossier at `path` is."""
    with Workspace(path) as workspace:
        store = workspace.dossier
        unread, waiting = len(store.unread_articles()), sum(each.waiting for each in store.waiting_counts())
        stale = len(store.dirty_numbers())
        if stale <= _MOST_COMPARED:
            stale -= workspace.refresh()
        articles, states = len(store.article_rows()), store.state_counts()
    still_open = sum(number for state, number in states.items() if state in OPEN_STATES)
    held = states.get("held", 0)
    lines = [f"{format_place(path)}: {counted(articles, 'article')}, {counted(sum(states.values()), 'data item')}."]
    parts = (
        (unread, f"{counted(unread, 'article')} not read by `extract` yet"),
        (waiting, f"{counted(waiting, 'proposal')} waiting in the inbox"),
        (still_open, f"{counted(still_open, 'conflict')} open"),
        (held, f"{counted(held, 'item')} waiting for a person’s word"),
        (stale, f"{counted(stale, 'item')} to be compared anew"),
    )
    lines += [f"{'; '.join(words for number, words in parts if number)}."] if any(n for n, _ in parts) else []
    return Overview(tuple(lines), tuple(_next_steps(articles, unread, waiting, still_open + held + stale)))


def _next_steps(articles: int, unread: int, waiting: int, undecided: int) -> Iterator[tuple[str, str]]:
    if not articles:
        yield "variorum add FOLDER", "reads articles"
        return
    if unread:
        yield "variorum extract", "proposes what the articles state; or `variorum claims import FILE`"
    if waiting:
        yield "variorum review", "opens the reviewer, where i goes through the inbox"
    elif undecided:
        yield "variorum review", "opens the reviewer"
    yield "variorum report -o report.html", "writes the report to hand on; .md and .docx too"
