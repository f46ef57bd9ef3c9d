"""Processes that compute lines of the queue: the same lines as without them, and nothing is lost where they end."""

import contextlib
import os
import signal
import sqlite3
from pathlib import Path

import pytest

from claims.store.ledger import DamagedLedgerError
from tests.support.store_builders import make_dossier
from tui.services.workspace import Workspace

pytestmark = pytest.mark.whole

ITEMS = 200


class LeftError(Exception):
    """Somebody has enough of waiting."""


def started() -> set[int]:
    """The processes that this one has started and not seen the end of."""
    return {int(process.name) for process in Path("/proc").glob("[0-9]*") if parent_of(process) == os.getpid()}


def parent_of(process: Path) -> int:
    with contextlib.suppress(OSError):
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    return 0


def lines_of(path: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        lines = connection.execute("SELECT * FROM items ORDER BY item").fetchall()
        lines += connection.execute("SELECT facet, value, item FROM item_facets ORDER BY 1, 2, 3").fetchall()
    connection.close()
    return lines


def test_lines_are_the_same_with_and_without_processes(tmp_path: Path) -> None:
    alone, aside = (make_dossier(tmp_path / name, ITEMS) for name in ("alone.variorum", "aside.variorum"))
    for path, processes in ((alone, 0), (aside, 2)):
        with Workspace(path) as workspace:
            assert workspace.refresh(processes=processes) > 0
            assert not workspace.dossier.dirty_numbers()
    assert lines_of(alone) == lines_of(aside)


def test_a_refresh_goes_on_where_it_was_left_and_leaves_no_process_behind(tmp_path: Path) -> None:
    def leave(done: int, _: int) -> None:
        if done:
            raise LeftError

    before = started()
    with Workspace(make_dossier(tmp_path / "left.variorum", ITEMS)) as workspace:
        every = len(workspace.dossier.dirty_numbers())
        with pytest.raises(LeftError):
            workspace.refresh(leave, processes=2)
        left = len(workspace.dossier.dirty_numbers())
        assert left < every
        assert started() == before
        assert workspace.refresh(processes=2) == left
        assert not workspace.dossier.dirty_numbers()


def test_what_a_process_does_not_answer_is_computed_here(tmp_path: Path) -> None:
    before = started()
    killed: set[int] = set()

    def kill(*_: int) -> None:
        for process in started() - before - killed:
            os.kill(process, signal.SIGKILL)
            killed.add(process)

    with Workspace(make_dossier(tmp_path / "killed.variorum", ITEMS)) as workspace:
        workspace.refresh(kill, processes=2)
        assert killed
        assert not workspace.dossier.dirty_numbers()


def test_damage_is_told_as_it_is_without_processes(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "damaged.variorum", ITEMS)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE ledger SET digest = zeroblob(32) WHERE kind = 'assertion'")
    connection.close()
    with Workspace(path) as workspace, pytest.raises(DamagedLedgerError):
        workspace.refresh(processes=2)
