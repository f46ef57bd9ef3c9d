"""Promises about processes: what was acknowledged survives kill -9, and many on one dossier lose nobody's work.

`--kills` and `--crowd-seconds` make a night's run of them.
"""

import contextlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.identity import digest
from claims.store.dossier import Dossier
from tests.support.command_line import command
from tests.support.figures import Figures
from tests.support.paths import ROOT
from tests.support.store_builders import make_dossier
from tests.support.zygote import Zygote

pytestmark = [pytest.mark.whole, pytest.mark.attack]

EACH_REVIEWER = 40
ITEMS = 60
CROWD = 8

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


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote() as one:
        yield one


def ledger(path: Path) -> list[tuple[str, str, str]]:
    """The (id, kind, digest) of every entry, once SQLite has mended what was interrupted."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        return connection.execute("SELECT hex(id), kind, hex(digest) FROM ledger ORDER BY seq").fetchall()


def entry_of(decision: str) -> str:
    return digest({"decision": decision}).upper()


def test_every_acknowledged_decision_survives_kill_9(
    tmp_path: Path, zygote: Zygote, figures: Figures, pytestconfig: pytest.Config
) -> None:
    kills = pytestconfig.getoption("--kills") * 3 // 4
    path = make_dossier(tmp_path / "d.variorum", items=ITEMS)
    chance = random.Random(7)
    before = len(ledger(path))
    acknowledged: set[str] = set()
    there = 0
    for kill in range(1, kills + 1):
        reviewer = zygote.start("decide_on", path, there, ITEMS, output=tmp_path / "said")
        reviewer.until_printed(chance.randrange(1, 5))
        time.sleep(chance.uniform(0, 0.05))
        reviewer.kill()
        assert reviewer.wait() == -9, reviewer.errors
        acknowledged |= {entry_of(line[1]) for line in reviewer.lines() if line[0] == "done"}
        found = {id_ for id_, kind, _ in ledger(path) if kind == "decision"}
        assert acknowledged <= found
        assert len(found) - len(acknowledged) <= kill, "only the decision in hand may be there without a word"
        there = len(found)
    assert len(ledger(path)) == before + there
    assert verify(path) == 0
    figures("kills", kills=kills, decisions=len(acknowledged), lost=0)


def changing_commands(folder: Path, number: int) -> list[list[object]]:
    """Commands that write, each with what no earlier one had."""
    article, lines, words = folder / f"{number}.txt", folder / f"{number}.jsonl", folder / f"{number}.toml"
    article.write_text(f"At quay {number} there were 12 dead.")
    line = {"article": "post.txt", "quote": "At quay 1 there were 12 dead", "attribute": "killed", "value": "12"}
    lines.write_text("".join(json.dumps({**line, "subject": f"s-{number}-{n}"}) + "\n" for n in range(50)))
    words.write_text(f'[actors."Brigade {number}"]\n')
    because = ("--because", f"Both counts, {number}.")
    return [
        ["add", article],
        ["claims", "import", lines],
        ["vocabulary", "import", words],
        ["decide", f"quay-{number % ITEMS}/killed", "--contested", *because],
        ["tag", f"quay-{number % ITEMS}/killed", f"tag-{number}"],
    ]


def reading_commands(folder: Path, number: int) -> list[list[object]]:
    """Commands that write nothing to the ledger."""
    return [
        ["conflicts"],
        ["rebuild"],
        ["report", "--item", "quay-1", "-o", folder / f"{number}.html"],
        ["backup", folder / f"{number}.variorum"],
        ["audit", "export", folder / f"{number}.zip"],
    ]


def check_output(path: Path) -> None:
    """A file is there as a whole or not at all."""
    if path.suffix == ".variorum" and path.exists():
        assert len(ledger(path)) > 0
    elif path.suffix == ".zip" and path.exists():
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
    elif path.suffix == ".html" and path.exists():
        assert path.read_text("utf-8").rstrip().endswith("</html>")


def test_every_command_survives_kill_9(
    tmp_path: Path, zygote: Zygote, figures: Figures, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    kills = pytestconfig.getoption("--kills") - pytestconfig.getoption("--kills") * 3 // 4
    path = make_dossier(tmp_path / "d.variorum", items=ITEMS)
    files = tmp_path / "files"
    files.mkdir()
    chance = random.Random(8)
    before = ledger(path)
    ended = 0
    for number in range(kills):
        writes = bool(number % 3)
        commands = (changing_commands if writes else reading_commands)(files, number)
        chosen = commands[chance.randrange(len(commands))]
        options = ("--dossier", path, "--reviewer", "Ada")
        process = zygote.start("run_command", *options, *map(str, chosen), output=tmp_path / "said")
        process.until_printed(1)
        time.sleep(chance.uniform(0, 0.4))
        process.kill()
        status = process.wait()
        assert status in {-9, 0}, process.errors
        after = ledger(path)
        assert after[: len(before)] == before, f"{chosen} lost what was there"
        if status == 0 and writes:
            assert len(after) > len(before), f"{chosen} is not there"
        check_output(Path(str(chosen[-1])))
        ended += status == 0
        before = after
    assert verify(path) == 0
    assert not [name for name in files.iterdir() if name.suffix == ".variorum-tmp" and not name.name.startswith(".")]
    figures("kills", kills=kills - ended, commands=kills - ended, lost=0)


def test_a_crowd_on_one_dossier_loses_nothing_and_leaves_it_intact(
    tmp_path: Path, zygote: Zygote, figures: Figures, pytestconfig: pytest.Config
) -> None:
    seconds = pytestconfig.getoption("--crowd-seconds")
    path = make_dossier(tmp_path / "d.variorum", items=ITEMS)
    crowd = [
        zygote.start("crowd", path, f"r{n}", seconds, ITEMS, output=tmp_path / f"said-{n}") for n in range(CROWD - 1)
    ]
    auditor = zygote.start("verify_among_others", path, seconds, output=tmp_path / "said-auditor")
    for child in (*crowd, auditor):
        assert child.wait() == 0, child.errors
    said = [line[1:3] for child in crowd for line in child.lines()]
    acknowledged = {entry_of(id_) if kind == "decision" else id_.upper() for kind, id_ in said}
    assert len(acknowledged) == len(said)
    entries = ledger(path)
    assert acknowledged == {id_ for id_, kind, _ in entries if kind == "decision"} | {
        id_ for id_, kind, _ in entries[2 * ITEMS + 2 :] if kind == "assertion"
    }
    assert verify(path) == 0
    assert command("--dossier", path, "conflicts") == 0
    assert verify(path) == 0, "also with every line of the queue up to date"
    verified = sum(line == ["ready"] for line in auditor.lines())
    figures("crowd", processes=CROWD, seconds=int(seconds), acts=len(said), verified=verified, lost=0)


def test_two_reviewers_on_one_dossier_lose_and_double_nothing(place: Path) -> None:
    items = 2 * EACH_REVIEWER
    path = make_dossier(place, items=items)
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


def test_of_two_reviewers_on_the_same_items_one_is_told_and_nothing_is_discarded(place: Path) -> None:
    path = make_dossier(place, items=EACH_REVIEWER)
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
