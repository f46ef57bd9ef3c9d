"""`variorum review --plain`: the conversation of tui.cli.plain on standard input and output."""

import sys
from pathlib import Path

from tui.cli.commands.items import refresh
from tui.cli.plain import PlainReview
from tui.output import write
from tui.review.settings import Settings
from tui.services.bookmark import Bookmark
from tui.services.query import parse_query
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace


def run_plain(dossier: Path, reviewer: str, settings: Settings, show: str) -> None:
    """Review in plain lines until standard input ends."""
    places = Bookmark.of(dossier)
    line = show or places.query
    with Workspace(dossier) as workspace:
        refresh(workspace)
        session = ReviewSession(workspace, reviewer, reasons=settings.reasons, blind=settings.blind)
        session.load_queue(parse_query(line) if line else None)
        if not show and places.item is not None:
            here = [n for n, row in enumerate(session.page(0, len(session.queue))) if row.key == places.item]
            session.move_to(here[0] if here else 0)
        PlainReview(session, places, _ask, _tell).run()


def _ask() -> str | None:
    if sys.stdin.isatty():
        sys.stdout.write("> ")
        sys.stdout.flush()
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


def _tell(text: str) -> None:
    write(text)
    sys.stdout.flush()
