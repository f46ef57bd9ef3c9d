"""A morning's work on a real terminal: filter, decide ten, undo three, kill -9, come back; and presses counted."""

import os
import signal
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from claims.store.dossier import Dossier
from tests.support.paths import ROOT
from tests.support.review_builders import make_article, make_assertion
from tests.support.terminal import Terminal
from tui.cli.commands.demo import fill
from tui.services.workspace import Workspace

pytestmark = pytest.mark.whole

EVENTS = 14


def make_many(folder: Path) -> Path:
    """Events of which two papers count the dead differently, and one each where they count the injured so."""
    path = folder / "many.variorum"
    with Dossier(path, create=True) as dossier:
        for n in range(EVENTS):
            post = make_article(f"Event {n}: {n + 3} were killed and {n} hurt.", name=f"post-{n}.txt")
            told = f"Event {n}: the dead number {n + 5}; {n + 9} hurt."
            bell = make_article(told, name=f"bell-{n}.txt", publisher="Bell")
            dossier.add_articles([post, bell])
            subject = f"event-{n:02d}"
            dossier.add_assertions(
                [
                    make_assertion(post, f"{n + 3} were killed", str(n + 3), subject=subject),
                    make_assertion(bell, f"dead number {n + 5}", str(n + 5), subject=subject),
                    make_assertion(post, f"{n} hurt", str(n), subject=subject, attribute="injured"),
                    make_assertion(bell, f"{n + 9} hurt", str(n + 9), subject=subject, attribute="injured"),
                ]
            )
    return path


def verify(path: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", "from tui.cli.main import main; main()", "--dossier", str(path), "audit", "verify"],
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_ten_decided_three_undone_killed_and_taken_up_again(tmp_path: Path) -> None:
    path = make_many(tmp_path)
    terminal = Terminal(path, columns=120, lines=40)
    terminal.until(f"0/{2 * EVENTS} settled")
    terminal.press("/")
    terminal.until("Search quotes")
    terminal.press("attribute:killed", "\r")
    terminal.until(f"1 of {EVENTS} unsettled attribute:killed")
    terminal.press("\r")
    for n in range(10):
        terminal.until(f"Event {n:02d}  killed", "esc back")
        terminal.press("1")
        terminal.until("Accept 1")
        terminal.press("4")
        terminal.until(f"{n + 1}/{2 * EVENTS} settled")
    for n in (9, 8, 7):
        terminal.until(f"Event {n + 1:02d}  killed", "esc back")
        terminal.press("u")
        terminal.until(f"Event {n:02d}  killed", f"{n}/{2 * EVENTS} settled")
    terminal.read(1.5)  # the place is on disk once one rests
    terminal.child.kill(signal.SIGKILL)
    again = Terminal(path, columns=120, lines=40)
    again.until("back where you stopped")
    again.press("\r")
    again.until(lambda text: "Event 07  killed" in text and "attribute:killed" in text and "esc back" in text)
    again.until(f"7/{2 * EVENTS} settled")
    again.press("1")
    again.until("Accept 1")
    again.press("4")
    again.until(f"8/{2 * EVENTS} settled")
    again.press("q")
    assert again.end() == 0
    with Dossier(path) as dossier:
        decisions = dossier.recent_decisions()
    acts = [decision.action for decision in reversed(decisions)]
    assert acts == ["accept"] * 10 + ["undo"] * 3 + ["accept"]
    assert all(decision.reason == "official_record" for decision in decisions if decision.action == "accept")
    verify(path)


def count_presses(path: Path, *options: str) -> tuple[list[int], int]:
    """Settle the demo by its first statements; return the presses of each decision, and of correcting one."""
    arguments = ["--dossier", str(path), "--reviewer", "Ada", "review", *options]
    run = f"from tui.cli.main import main; main({arguments!r})"
    terminal = Terminal(path, columns=120, lines=40, program=run)
    terminal.until("0/3 settled")
    terminal.press("\r")

    def shown(state: str) -> None:
        terminal.until(lambda text: state in text and "esc back" in text and "reading …" not in text)

    def settled() -> int:
        with Dossier(path) as dossier:
            return len(dossier.recent_decisions())

    def press(*keys: str) -> int:
        before = settled()
        for pressed, key in enumerate(keys, start=1):
            terminal.press(key)
            for _ in range(40):
                terminal.read(0.05)
                if settled() > before:
                    return pressed
                if key != keys[-1] and "a digit saves with that reason" in terminal.text():
                    break
        raise AssertionError(f"{keys} decided nothing:\n{terminal.text()}")

    shown("0/3 settled")
    presses = [press("1", "4")]
    shown("1/3 settled")
    corrected = press("u")
    shown("0/3 settled")
    corrected += press("2", "4")
    shown("1/3 settled")
    presses += [press("1", "4")]
    shown("2/3 settled")
    terminal.press("q")
    assert terminal.end() == 0
    return presses, corrected


@pytest.mark.parametrize(("options", "expected"), [((), 1 + 1), (("--reasons", "optional"), 1)])
def test_a_decision_takes_one_press_and_one_more_for_its_reason(
    tmp_path: Path, options: tuple[str, ...], expected: int
) -> None:
    """One press, and a reason's digit where reasons are required; correcting the last: one press more."""
    path = tmp_path / "demo.variorum"
    with Workspace(path, create=True) as workspace:
        fill(workspace)
    presses, corrected = count_presses(path, *options)
    assert statistics.median(presses) == expected
    assert corrected == 1 + expected
