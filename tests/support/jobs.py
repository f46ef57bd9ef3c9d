"""What the processes do that are killed or crowd each other, saying what is acknowledged a line at a time."""

import os
import random
import sys
import tempfile
import time
from pathlib import Path

from claims.extract.lexical import LexicalProposer
from claims.store.dossier import HeadMovedError
from tests.support.store_builders import make_article, make_claim, make_dossier
from tui.cli import main as command_line
from tui.cli.commands import add, audit, claims, decide, items, maintenance, report, tag, vocabulary  # noqa: F401
from tui.services.acts import Act
from tui.services.extraction import propose
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace

CONTESTED = Act("contested", rationale="Both counts come from people who were there.")


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def warm_up() -> None:
    """Decide once, so that what is loaded and prepared at the first act is there in every child."""
    with tempfile.TemporaryDirectory() as folder:
        path = make_dossier(Path(folder) / "d.variorum")
        with Workspace(path) as workspace:
            session = ReviewSession(workspace, "Ada")
            session.decide(workspace.item(("quay-0", "killed")), CONTESTED)
            workspace.refresh()


def decide_on(path: str, first: int, items_: int) -> None:
    """Decide one item after another until killed; the number of a decision is its id."""
    with Workspace(Path(path)) as workspace:
        numbers = iter(range(first, first + 1_000_000))
        session = ReviewSession(workspace, "Ada", new_id=lambda: f"{next(numbers):032x}")
        say("ready")
        for n in range(first, first + 1_000_000):
            decision = session.draft(workspace.item((f"quay-{n % items_}", "killed")), CONTESTED)
            session.record(decision)
            say("done", decision.id)


def run_command(*arguments: str) -> int:
    """Run a command as the command line does."""
    say("ready")
    try:
        command_line.main(list(arguments))
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def crowd(path: str, name: str, seconds: float, items_: int) -> None:
    """Do what comes, among others who do the same, and look at it as a reader."""
    chance = random.Random(name)
    deadline = time.monotonic() + seconds
    with Workspace(Path(path)) as workspace:
        session = ReviewSession(workspace, name)
        while time.monotonic() < deadline:
            act = chance.randrange(10)
            if act < 6:
                _decide_among_others(session, chance.randrange(items_))
            elif act < 8:
                number = os.urandom(4).hex()
                article = make_article(f"Word {number}: 11 died.", name=f"{number}.txt", publisher=name)
                claim = make_claim(article, "11 died", "11", subject=f"quay-{chance.randrange(items_)}")
                workspace.dossier.add_articles([article])
                workspace.dossier.add_assertions([claim])
                say("done", "assertion", claim.id)
            elif act == 8:
                workspace.refresh()
            else:
                session.load_queue()
                assert len(session.page(0, 20)) <= 20


def work_in_team(path: str, name: str, seconds: float, pace_s: float, items_: int, article_s: float) -> None:
    """Decide an item every `pace_s` seconds, and read an article every `article_s`; say how long each act took, in ms.

    Nobody reads articles where `article_s` is 0. What is read in between, as a screen does, is said as well.
    """
    chance = random.Random(f"{name} {os.getpid()}")
    begun = time.monotonic()
    with Workspace(Path(path)) as workspace:
        session = ReviewSession(workspace, name)
        say("ready")
        turn, reads = begun + chance.uniform(0, pace_s), begun + chance.uniform(0, article_s)
        while turn < begun + seconds:
            time.sleep(max(0.0, turn - time.monotonic()))
            turn += pace_s
            started = time.monotonic()
            workspace.dossier.state_counts()
            say("read", _since(started))
            _decide_among_others(session, chance.randrange(items_))
            if article_s and time.monotonic() >= reads:
                reads += article_s
                for id_ in _read_article(workspace, name, chance.randrange(items_)):
                    say("done", "assertion", id_)


def _read_article(workspace: Workspace, name: str, number: int) -> list[str]:
    token = os.urandom(4).hex()
    dead = 10 + number % 40
    words = f"At least {dead} people were killed at quay {number} on Tuesday, the harbour office said ({token})."
    article = make_article(words, name=f"{token}.txt", publisher=f"{name} Post")
    workspace.dossier.add_articles([article])
    return [one.id for one in propose(workspace.dossier, [article.id], [LexicalProposer()]).assertions]


def _since(started: float) -> str:
    return f"{(time.monotonic() - started) * 1000:.1f}"


def _decide_among_others(session: ReviewSession, number: int) -> None:
    draft = session.draft(session.workspace.item((f"quay-{number}", "killed")), CONTESTED)
    while True:
        started = time.monotonic()
        try:
            session.record(draft)
        except HeadMovedError as error:
            draft = draft.changed(based_on=error.theirs.id)
            continue
        say("done", "decision", draft.id, _since(started))
        return


def verify_among_others(path: str, seconds: float) -> int:
    """Verify again and again; return how often damage was found that is none."""
    deadline = time.monotonic() + seconds
    found = 0
    while time.monotonic() < deadline:
        found += run_command("--dossier", path, "audit", "verify") != 0
    return found
