"""The first lines of the queue: the same lines as the opened dossier gives, and never an error."""

import contextlib
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from claims.store.dossier import Dossier
from claims.store.tables.first_lines import FirstLines
from claims.store.tables.queue import SORTS, ItemFilter
from tests.benchmarks.bench_queue import make_dossier
from tests.support.review_builders import make_dossier as make_fire
from tui.services.query import UNSETTLED
from tui.services.workspace import Workspace

LENGTH = 700

FILTERS = [
    ItemFilter(),
    *(ItemFilter(sort=sort) for sort in SORTS),
    ItemFilter().having("state", ("open", "stale")).having("attribute", ("killed",)),
    ItemFilter().having("date", ("2031-03", "2031-1")).having("relation", ("superseded",)),
    ItemFilter(words="night 17"),
    ItemFilter(words="50% _ \\"),
    ItemFilter(not_by="Ada"),
    ItemFilter().having("source", ("nobody's paper",)),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("queue") / "queue.variorum"
    make_dossier(path, LENGTH)
    return path


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_first_lines_show_what_the_dossier_shows(path: Path, wanted: ItemFilter) -> None:
    with Dossier(path) as dossier:
        numbers = dossier.queue(wanted)
        rows = dossier.item_page(numbers)
    first_lines = FirstLines(path, wanted)
    assert first_lines.read_first()
    assert first_lines.page(0, 64) == rows[:64]
    assert first_lines.read_all()
    assert first_lines.numbers == numbers
    assert first_lines.page(0, LENGTH) == rows
    assert first_lines.page(LENGTH - 3, 64) == rows[LENGTH - 3 :]


def test_the_item_asked_for_is_found_however_far_down_it_stands(path: Path) -> None:
    for number in (1, 3, LENGTH):
        first_lines = FirstLines(path, ItemFilter())
        assert first_lines.read_first((f"incident-{number:06d}", ("killed", "injured", "detained")[number % 3]))
        assert first_lines.position == number - 1
    first_lines = FirstLines(path, ItemFilter())
    assert first_lines.read_first(("no such", "item"))
    assert first_lines.position == 0


def test_what_cannot_be_looked_at_is_passed_over_without_a_word(tmp_path: Path, path: Path) -> None:
    other = tmp_path / "other.variorum"
    other.write_bytes(b"no database at all" * 100)
    foreign = tmp_path / "foreign.variorum"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE items (item)")
    connection.close()
    for file in (other, foreign, tmp_path / "none.variorum", tmp_path):
        first_lines = FirstLines(file, ItemFilter())
        assert not first_lines.read_first()
        assert not first_lines.read_all()
        assert first_lines.page(0, 5) == []
    assert not (tmp_path / "none.variorum").exists()


def test_first_lines_change_nothing_and_leave_nothing_beside_the_file(path: Path) -> None:
    before = path.read_bytes()
    first_lines = FirstLines(path, ItemFilter())
    assert first_lines.read_first()
    assert first_lines.read_all()
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_dossier_that_somebody_is_writing_is_looked_at_later(path: Path) -> None:
    with sqlite3.connect(path, isolation_level=None) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        assert not FirstLines(path, ItemFilter()).read_first()
        writer.execute("ROLLBACK")
    writer.close()
    assert FirstLines(path, ItemFilter()).read_first()


def test_a_dossier_of_an_earlier_version_gets_its_lines_at_a_glance_when_it_is_compared_next(tmp_path: Path) -> None:
    path = make_fire(tmp_path, reconciled=True)
    with Workspace(path) as workspace:
        now = workspace.dossier.item_page(workspace.dossier.item_numbers(empty=True))
    assert [row.competing for row in now if row.attribute == "injured"] == ["25 | 31"]
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for name in ("competing", "differing", "origins", "proposals"):
            connection.execute(f"ALTER TABLE items DROP COLUMN {name}")
        connection.execute("DELETE FROM migrations WHERE number >= 16")
        connection.commit()
    assert not FirstLines(path, UNSETTLED).read_first()
    with Workspace(path) as workspace:
        assert workspace.refresh() == len(now)
        again = workspace.dossier.item_page(workspace.dossier.item_numbers(empty=True))
        assert [replace(row, dirty=0) for row in again] == now
        assert workspace.dossier.check_tables() == []
