"""A view as of a date: only what had been published or recorded by then."""

from pathlib import Path

import pytest

from claims.values import ValueProblem
from reconcile.evidence.lens import Lens, instant
from tests.support.report_dossiers import make_undecided_demo
from tui.services.reporting import find_items
from tui.services.workspace import Workspace


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    return make_undecided_demo(tmp_path / "demo.variorum")


def states(path: Path, lens: Lens) -> dict[str, str]:
    with Workspace(path, lens=lens) as workspace:
        return {item.id: item.state for item in workspace.items(find_items(workspace).numbers)}


def test_a_toll_that_fell_was_no_conflict_before_it_fell(demo: Path) -> None:
    assert states(demo, Lens())["halden-quay-2021/killed"] == "open"
    assert states(demo, Lens(known_at=instant("2021-03-15")))["halden-quay-2021/killed"] == "agreed"


def test_before_the_first_article_nothing_was_known(demo: Path) -> None:
    assert states(demo, Lens(known_at=instant("2021-03-13"))) == {}


def test_what_was_recorded_later_is_left_out(demo: Path) -> None:
    assert states(demo, Lens(recorded_at=instant("2001"))) == {}
    assert states(demo, Lens(recorded_at=instant("2999"))) == states(demo, Lens())


def test_an_article_of_later_was_not_silent_then(demo: Path) -> None:
    silent = {}
    for date in (None, "2021-03-14"):
        with Workspace(demo, lens=Lens(known_at=instant(date))) as workspace:
            silent[date] = workspace.silent_articles(workspace.find_item("halden-quay-2021/detained"))
    assert silent[None] == ["coast-radio.txt", "lantern.txt", "meridian-wire.txt"]
    assert silent["2021-03-14"] == ["meridian-wire.txt"]


def test_a_date_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueProblem):
        instant("some day")
