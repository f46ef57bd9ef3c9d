"""A blind reviewer's terminal shows the same, whatever others have decided or are deciding meanwhile."""

import difflib
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from claims.store.dossier import Dossier
from tests.support.blindness import DEEDS, INJURED, WORDS, do
from tests.support.command_line import command
from tests.support.paths import ROOT
from tests.support.review_builders import KILLED, make_dossier
from tests.support.terminal import Terminal

RUN = """import sys, pathlib, tui.review.app
from tui.review.settings import Settings
from tui.review.widgets.bars import MessageLine
MessageLine.SHOWN_FOR_S = dict.fromkeys(MessageLine.SHOWN_FOR_S, 3600.0)  # no screen differs by the clock
sys.exit(tui.review.app.run_review(pathlib.Path(sys.argv[1]), "Ben", Settings(blind=True)))"""

OTHER = "Zorro"
STAMP = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ| \d\d:\d\d)")
AT_REST_S = 0.8
"""How long a screen has to stay as it is, with the program at rest, before it counts as drawn."""

Meanwhile = Callable[[Path], None]


def nothing(_: Path) -> None:
    """Nobody does anything."""


def by_another(deed: str) -> Meanwhile:
    return lambda path: do(path, deed, OTHER)


class Tour:
    """A walk through the reviewer that notes each screen once it is at rest."""

    def __init__(self, path: Path) -> None:
        self.terminal = Terminal(path, columns=110, lines=34, program=RUN, XDG_STATE_HOME=str(path.parent / "state"))
        self.screens: list[str] = []

    def see(self, *expected: str) -> None:
        """Wait until these words are on screen and it is at rest, and note it."""
        self.terminal.until(*expected)
        last, since = "", time.monotonic()
        while time.monotonic() - since < AT_REST_S:
            self.terminal.read(0.1)
            if self.terminal.text() != last or self.terminal.is_working():
                last, since = self.terminal.text(), time.monotonic()
        self.screens.append(STAMP.sub("(then)", last))

    def press(self, keys: list[str], *expected: str) -> None:
        self.terminal.press(*keys)
        self.see(*expected)

    def _is_whole(self, text: str) -> bool:
        self.terminal.press("end")
        return "accepted, it stands against" in text

    def press_for_item(self, keys: list[str], *expected: str) -> None:
        """Press keys that lead to an item, and note it once what comes last on it is there, which may take a while."""
        self.terminal.press(*keys)
        self.terminal.until(*expected, "asserts · as of")
        self.terminal.until(self._is_whole)
        self.terminal.press("home")
        self.see(*expected, "asserts · as of")


def walk(path: Path, meanwhile: Meanwhile = nothing) -> list[str]:
    """Return what a blind reviewer sees who looks everywhere, decides, undoes and decides several at once.

    While they have an item open, `meanwhile` happens.
    """
    tour = Tour(path)
    tour.see("0/3 settled  3 open", "quay fire", "severity high", "2 statements")
    for field, title in (("1", "Which state?"), ("6", "Which reviewer?"), ("9", "Which tag?")):
        tour.terminal.press("f")
        tour.terminal.until("Filter by what?")
        tour.press([field], title)
        tour.terminal.press("esc")
        tour.terminal.until_gone(title)
    tour.press(["h"], "0 decisions by Ben")
    tour.terminal.press("esc")
    tour.terminal.until_gone("0 decisions by Ben")
    tour.press(["D"], "you review blind")
    tour.press(["A"], "you review blind")
    tour.press(["o"], "a blind reviewer reads it afterwards")
    tour.press(["J"], "you review blind: judge this item yourself first")
    tour.terminal.press("/")
    tour.terminal.until("Search quotes")
    tour.press([WORDS, "\r"], "Nothing here is")
    tour.press(["esc"], "3 open", "1 of 3 unsettled")
    tour.press_for_item(["down", "\r"], "severity high, 3 assertions", "1-9 accept")
    meanwhile(path)
    tour.terminal.press("2")
    tour.terminal.until("Accept 2")
    tour.press_for_item(["4"], "recorded: quay fire/killed is settled as at least 12 (accept 2", "quay fire  injured")
    tour.press_for_item(["u"], "undone: accept on quay fire/killed", "quay fire  killed")
    tour.terminal.press("c")
    tour.terminal.until("Keep as contested")
    tour.press_for_item(["1"], "recorded: quay fire/killed is contested", "quay fire  injured")
    tour.press(["esc"], "of 2 unsettled")
    tour.terminal.press("b")
    tour.terminal.until("Decide which items?")
    tour.terminal.press("1")
    tour.terminal.until("2 items: how?")
    tour.press(["3"], "2 items: needs evidence")
    tour.terminal.press("1")
    tour.terminal.until("2 items: why?")
    tour.press(["1"], "recorded 2 decisions")
    tour.press(["h"], "5 decisions by Ben")
    tour.terminal.press("esc")
    tour.terminal.until_gone("5 decisions by Ben")
    tour.terminal.press("q")
    assert tour.terminal.end() == 0
    assert OTHER.encode() not in tour.terminal.raw
    assert tour.terminal.raw.count(WORDS.encode()) <= sum(WORDS in screen for screen in tour.screens) * 4 + 8
    return tour.screens


def kept(path: Path) -> dict[str, str]:
    """The files that the program wrote beside the dossier, but for one that says nothing."""
    texts = {file.parent.name: file.read_text("utf-8") for file in sorted((path.parent / "state").rglob("*.json"))}
    return {name: text for name, text in texts.items() if text != "{}"}  # whether none were saved is up to the clock


def check_same(screens: list[str], expected: list[str]) -> None:
    """Compare two walks screen by screen, and fail with the lines in which they differ."""
    lines: list[str] = []
    for number, (one, other) in enumerate(zip(expected, screens, strict=True)):
        names = f"screen {number} alone", f"screen {number} with another"
        lines += difflib.unified_diff(one.split("\n"), other.split("\n"), *names, n=1, lineterm="")
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], dict[str, str]]:
    path = make_dossier(tmp_path_factory.mktemp("alone"), reconciled=True)
    return walk(path), kept(path)


@pytest.mark.whole
@pytest.mark.parametrize("deed", ["accepted one", "accepted another", "rejected", "contested", "undone", "all at once"])
def test_the_screens_are_the_same_whatever_another_has_decided(
    tmp_path: Path, alone: tuple[list[str], dict[str, str]], deed: str
) -> None:
    path = make_dossier(tmp_path, reconciled=True)
    do(path, deed, OTHER)
    check_same(walk(path), alone[0])
    assert kept(path) == alone[1]


@pytest.mark.whole
@pytest.mark.parametrize("deed", ["accepted one", "all at once"])
def test_the_screens_are_the_same_while_another_decides(
    tmp_path: Path, alone: tuple[list[str], dict[str, str]], deed: str
) -> None:
    path = make_dossier(tmp_path, reconciled=True)
    check_same(walk(path, by_another(deed)), alone[0])
    assert kept(path) == alone[1]
    with Dossier(path) as dossier:
        decisions = dossier.decisions(KILLED)
    assert [d.reviewer for d in decisions] == [OTHER, "Ben", "Ben", "Ben"]


LINES = (
    *("f all zebra", "f state:resolved", "f unsettled", "next", "v 1", "why", "2 4", "u", "c 1", "next", "p", "u"),
    *("t urgent", "x 1 1 I say so", "e 1", "q"),
)


def converse(path: Path, *arguments: str, lines: tuple[str, ...] = ()) -> str:
    """Run a command as a blind reviewer and return all that it says."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from tui.cli.main import main; main()",
            "--dossier",
            path.name,
            "--reviewer",
            "Ben",
            *arguments,
        ],
        input="".join(f"{line}\n" for line in lines),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
        cwd=path.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(path.parent / "state")},
    )
    return STAMP.sub("(then)", done.stdout)


def say_plain(path: Path) -> str:
    return converse(path, "review", "--plain", "--blind", lines=LINES)


@pytest.fixture(scope="module")
def alone_in_plain_lines(tmp_path_factory: pytest.TempPathFactory) -> str:
    said = say_plain(make_dossier(tmp_path_factory.mktemp("plain"), reconciled=True))
    assert "no items here: all zebra" in said
    assert "recorded: quay fire/killed is contested" in said
    return said


@pytest.mark.whole
@pytest.mark.parametrize("deed", DEEDS)
def test_plain_lines_are_the_same_whatever_another_has_decided(
    tmp_path: Path, alone_in_plain_lines: str, deed: str
) -> None:
    path = make_dossier(tmp_path, reconciled=True)
    do(path, deed, OTHER)
    assert say_plain(path) == alone_in_plain_lines


COMMANDS: list[tuple[str, ...]] = [
    ("explain", "quay fire/killed"),
    ("explain", "quay fire/injured", "--format", "json"),
    ("decide", "quay fire/killed", "--undo"),
    ("decide", "quay fire/killed", "--proposal", "--id", "1" * 32, "--format", "json"),
    ("decide", "quay fire/killed", "--contested", "--reason", "1", "--id", "2" * 32),
    ("decide", "quay fire/killed", "--contested", "--reason", "1", "--id", "2" * 32),
    ("decide", "quay fire/killed", "--contested", "--reason", "1"),
    ("decide", "quay fire/killed", "--undo", "--id", "3" * 32),
    ("decide", "quay fire/injured", "--needs-evidence", "--reason", "1", "--id", "4" * 32, "--based-on", "ab"),
]


def say_commands(path: Path, captured: pytest.CaptureFixture[str]) -> list[str]:
    said = []
    for words in COMMANDS:
        status = command("--dossier", path, "--reviewer", "Ben", *words, "--blind")
        out, err = captured.readouterr()
        said.append(STAMP.sub("(then)", f"{status}\n{out}\n{err}"))
    return said


@pytest.mark.parametrize(
    "deed", [pytest.param(d, marks=[] if d == "accepted another" else pytest.mark.whole) for d in DEEDS]
)
def test_commands_are_the_same_whatever_another_has_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], deed: str
) -> None:
    (tmp_path / "alone").mkdir()
    alone, path = make_dossier(tmp_path / "alone", reconciled=True), make_dossier(tmp_path, reconciled=True)
    do(path, deed, OTHER)
    said = say_commands(path, capsys)
    assert said == say_commands(alone, capsys)
    assert "contested" in said[4]
    assert OTHER not in "".join(said)
    with Dossier(path) as dossier:
        assert all(d.blind for d in dossier.decisions(KILLED) if d.reviewer == "Ben" and d.action == "range")
        assert dossier.item_row(INJURED).members == 2
