"""Promises about processes: what was acknowledged survives kill -9, and two reviewers lose neither's work.

The counts are those of the promise under VARIORUM_TEST_FULL=1, and smaller otherwise, to keep the suite quick.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from claims.store.dossier import Dossier
from tests.support.command_line import command
from tests.support.paths import ROOT
from tests.support.store_builders import make_dossier

pytestmark = pytest.mark.whole

FULL = bool(os.environ.get("VARIORUM_TEST_FULL"))
KILLED_DECISIONS = 200 if FULL else 60
KILLS = 40 if FULL else 8
EACH_REVIEWER = 500 if FULL else 40

DECIDE = """
import sys
from pathlib import Path
from claims.store.dossier import HeadMovedError
from tui.services.review_session import ReviewSession
from tui.services.acts import Act
from tui.services.workspace import Workspace

path, reviewer, same_view = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "same"
numbers = range(*map(int, sys.argv[4:]))
act = Act("contested", rationale="Both counts come from people who were there.")
with Workspace(path) as workspace:
    ids = iter(f"{reviewer}{n:031x}" for n in numbers)
    session = ReviewSession(workspace, reviewer, new_id=lambda: next(ids))
    key = lambda n: (f"quay-{n}", "killed")
    drafts = [session.draft(workspace.item(key(n)), act) for n in numbers] if same_view else None
    print("ready", flush=True)
    sys.stdin.readline()
    for position, n in enumerate(numbers):
        draft = drafts[position] if drafts else session.draft(workspace.item(key(n)), act)
        try:
            session.record(draft)
        except HeadMovedError as error:
            print("told", draft.id, error.theirs.id, flush=True)
            session.record(draft.changed(based_on=error.theirs.id))
        print("done", draft.id, flush=True)
"""


class Reviewer:
    """Another process that decides items and says so, one line each."""

    def __init__(self, dossier: Path, name: str, *numbers: int, same_view: bool = False) -> None:
        view = "same" if same_view else "own"
        self.process = subprocess.Popen(
            [sys.executable, "-c", DECIDE, str(dossier), name, view, *map(str, numbers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert self.line() == ["ready"]

    def start(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def line(self) -> list[str]:
        assert self.process.stdout is not None
        return self.process.stdout.readline().split()

    def rest(self) -> list[list[str]]:
        """Wait for the end and return what was said meanwhile; a line cut off by a kill was not said."""
        said, _ = self.process.communicate()
        return [line.split() for line in said.split("\n")[:-1]]


def decisions(dossier: Path, items: int) -> list[tuple[str, str | None]]:
    """The (id, based_on) of every decision, by item then order."""
    with Dossier(dossier) as store:
        found = [d for n in range(items) for d in store.decisions((f"quay-{n}", "killed"))]
    return [(d.id, d.based_on) for d in found]


def verify(dossier: Path) -> int:
    return command("--dossier", dossier, "audit", "verify")


def test_every_acknowledged_decision_survives_kill_9(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum", items=KILLED_DECISIONS)
    chance = random.Random(7)
    acknowledged: list[str] = []
    kills = 0
    while len(acknowledged) < KILLED_DECISIONS:
        reviewer = Reviewer(path, "a", len(acknowledged), KILLED_DECISIONS)
        reviewer.start()
        if kills < KILLS:
            left = KILLED_DECISIONS - len(acknowledged)
            most = max(1, min(left, 2 * left // (KILLS - kills) - 2))
            acknowledged += [reviewer.line()[1] for _ in range(chance.randrange(most))]
            time.sleep(chance.uniform(0, 0.06))
            reviewer.process.kill()
            kills += 1
        acknowledged += [line[1] for line in reviewer.rest()]
        there = {id_ for id_, _ in decisions(path, KILLED_DECISIONS)}
        assert set(acknowledged) <= there
        assert len(there) - len(acknowledged) <= 1, "only the decision in hand may be there without a word"
    assert kills == KILLS
    assert acknowledged == [id_ for id_, _ in decisions(path, KILLED_DECISIONS)]
    assert verify(path) == 0


def test_two_reviewers_on_one_dossier_lose_and_double_nothing(tmp_path: Path) -> None:
    items = 2 * EACH_REVIEWER
    path = make_dossier(tmp_path / "d.variorum", items=items)
    reviewers = [Reviewer(path, name, first, items, 2) for first, name in enumerate("ab")]
    for reviewer in reviewers:
        reviewer.start()
    said = [reviewer.rest() for reviewer in reviewers]
    assert [len(lines) for lines in said] == [EACH_REVIEWER, EACH_REVIEWER]
    assert {what for lines in said for what, *_ in lines} == {"done"}
    found = decisions(path, items)
    assert len(found) == items
    assert {id_ for id_, _ in found} == {line[1] for lines in said for line in lines}
    assert verify(path) == 0


def test_of_two_reviewers_on_the_same_items_one_is_told_and_nothing_is_discarded(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum", items=EACH_REVIEWER)
    reviewers = [Reviewer(path, name, 0, EACH_REVIEWER, same_view=True) for name in "ab"]
    for reviewer in reviewers:
        reviewer.start()
    said = [line for reviewer in reviewers for line in reviewer.rest()]
    assert Counter(what for what, *_ in said) == {"told": EACH_REVIEWER, "done": 2 * EACH_REVIEWER}
    found = decisions(path, EACH_REVIEWER)
    assert len(found) == 2 * EACH_REVIEWER
    firsts, seconds = found[::2], found[1::2]
    assert all(based_on is None for _, based_on in firsts)
    assert [based_on for _, based_on in seconds] == [id_ for id_, _ in firsts]
    assert {(mine, theirs) for _, mine, theirs in (line for line in said if line[0] == "told")} == set(seconds)
    assert verify(path) == 0
