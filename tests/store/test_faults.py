"""Disks that fail and power that goes: nothing acknowledged is lost, and what is said of it is so."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from claims.identity import digest
from tests.support.command_line import command
from tests.support.faulty_disk import FULL, IOERR_FSYNC, IOERR_TRUNCATE, IOERR_WRITE, Step, faulty_disk, power_cuts, put
from tests.support.figures import Figures
from tests.support.store_builders import make_article, make_claim, make_dossier
from tui.services.acts import Act
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace

pytestmark = [pytest.mark.whole, pytest.mark.attack]

KEY = ("quay-0", "killed")
CODES = {"write": IOERR_WRITE, "truncate": IOERR_TRUNCATE, "sync": IOERR_FSYNC}
CONTESTED = Act("contested", rationale="Both counts come from people who were there.")
SAID = ["--because", "Both counts come from people who were there."]


def recorded(path: Path) -> list[str]:
    """The ids of the entries of a dossier, once SQLite has mended what was interrupted."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [row[0].hex() for row in connection.execute("SELECT id FROM ledger ORDER BY seq")]


def test_no_power_cut_loses_what_was_acknowledged(tmp_path: Path, figures: Figures) -> None:
    path = make_dossier(tmp_path / "d.variorum", items=3)
    start = {str(path): path.read_bytes()}
    article = make_article("Eleven died at the pier.", name="late.txt")
    with faulty_disk() as disk, Workspace(path) as workspace:
        session = ReviewSession(workspace, "Ada")
        for n in range(3):
            decision = session.draft(
                workspace.item((f"quay-{n}", "killed")), Act("contested", rationale="Both saw it.")
            )
            session.record(decision)
            disk.done(digest({"decision": decision.id}))
        workspace.dossier.add_articles([article])
        disk.done(article.id)
        claim = make_claim(article, "Eleven died", "11", subject="quay-0")
        workspace.dossier.add_assertions([claim])
        disk.done(claim.id)
    here = [step for step in disk.steps if step.act == "done" or step.name.startswith(str(path))]
    folder = tmp_path / "after"
    folder.mkdir()
    cuts = 0
    for acknowledged, files in power_cuts(here, start, seed=7):
        assert acknowledged <= set(recorded(put(folder, files)))
        cuts += 1
    assert cuts > 300
    figures("power cuts", cuts=cuts, lost=0)


class FaultAt:
    """Fails one step of the disk, or all from it on."""

    def __init__(self, number: int, code: int, lasting: bool) -> None:
        self.number, self.code, self.lasting = number, code, lasting

    def __call__(self, number: int, step: Step) -> int:
        hit = number >= self.number if self.lasting else number == self.number
        return (self.code or CODES[step.act]) if hit else 0


@pytest.mark.parametrize(("code", "lasting"), [(0, False), (FULL, True)])
def test_what_a_failing_disk_leaves_is_what_was_said(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], figures: Figures, code: int, lasting: bool
) -> None:
    whole = make_dossier(tmp_path / "whole.variorum").read_bytes()
    path = tmp_path / "d.variorum"
    faults = 0
    while True:
        path.write_bytes(whole)
        Path(f"{path}-journal").unlink(missing_ok=True)
        before = len(recorded(path))
        with faulty_disk() as disk:
            disk.fails = FaultAt(faults, code, lasting)
            status = command("--dossier", path, "--reviewer", "Ada", "decide", "quay-0/killed", "--contested", *SAID)
        said = capfd.readouterr()
        there = len(recorded(path)) - before
        assert "Traceback" not in said.err
        assert (status, there) in {(0, 1), (2, 0)}, (faults, said)
        assert ("recorded" in said.out + said.err.replace("nothing was recorded", "")) == bool(there), said
        if not any(step.act == "failed" for step in disk.steps):
            break
        # The same, tried again by hand, is there once.
        assert command("--dossier", path, "--reviewer", "Ada", "decide", "quay-0/killed", "--contested", *SAID) == 0
        assert len(recorded(path)) - before == 1
        capfd.readouterr()
        faults += 1
    assert faults > 20
    figures("I/O faults", faults=faults, lost=0, doubled=0)


def test_a_decision_that_was_recorded_is_never_said_to_be_lost(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum")
    with faulty_disk() as disk, Workspace(path) as workspace:
        session = ReviewSession(workspace, "Ada")
        decision = session.draft(workspace.item(KEY), CONTESTED)
        workspace.dossier.decide(decision)
        disk.fails = FaultAt(0, 0, lasting=True)
        assert session.record(decision).resolution.decision == decision
        assert "the disk reported an error" in session.behind
        disk.fails = lambda number, step: 0
        workspace.refresh()
        assert workspace.dossier.item_row(KEY).state == "contested"


def test_a_failing_disk_is_no_damage(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = make_dossier(place)
    with Workspace(path) as workspace:
        workspace.refresh()
    with faulty_disk() as disk:
        disk.fails = lambda number, step: FULL if "variorum-tmp" in step.name else 0
        assert command("--dossier", path, "audit", "verify") == 2
    said = capfd.readouterr()
    assert "the folder for temporary files cannot be used (the disk is full)" in said.err
    assert "finding" not in said.err
