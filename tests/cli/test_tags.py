"""Tags: decisions that settle nothing, given and taken by key and by command, and finding items by them."""

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot

from claims.store.dossier import Dossier
from claims.store.tables.queue import ItemFilter
from tests.support.command_line import Run
from tests.support.pilot import choose, open_killed, review, screen_text, stored, until
from tests.support.review_builders import KILLED, make_dossier
from tui.review.app import ReviewApp
from tui.review.screens.asking import LineScreen
from tui.review.screens.conflict import ConflictScreen
from tui.services.acts import Act, DecisionError, check_tags
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace

ITEM = "quay fire/killed"


@pytest.fixture
def dossier(tmp_path: Path, own_state_folder: None) -> Path:
    return make_dossier(tmp_path, reconciled=True)


def tags_in(path: Path) -> tuple[tuple[str, ...], str]:
    with Workspace(path) as workspace:
        item = workspace.item(KILLED)
        return item.tags, item.state


def found(path: Path, tag: str) -> int:
    with Workspace(path) as workspace:
        workspace.refresh()
        return len(workspace.dossier.queue(ItemFilter().having("tag", (tag,))))


def command(run: Run, path: Path, *arguments: str) -> str:
    return run("--dossier", str(path), "--reviewer", "Ada", *arguments).out


def test_tags_are_given_taken_and_undone_and_settle_nothing(run: Run, dossier: Path) -> None:
    assert command(run, dossier, "tag", ITEM, "urgent", "#north") == "north\nurgent\n"
    assert tags_in(dossier) == (("north", "urgent"), "open")
    said = command(run, dossier, "tag", ITEM, "--remove", "north", "later", "--because", "known now")
    assert said == "later\nurgent\n"
    told = json.loads(command(run, dossier, "tag", ITEM, "--format", "json"))
    assert told == {"id": ITEM, "tags": ["later", "urgent"]}
    command(run, dossier, "decide", ITEM, "--undo")
    assert tags_in(dossier) == (("north", "urgent"), "open")
    assert [(d.action, d.tags, d.reviewer) for d in stored(dossier)] == [
        ("tag", "+north +urgent", "Ada"),
        ("tag", "+later -north", "Ada"),
        ("undo", "", "Ada"),
    ]


def test_an_answer_stands_when_an_item_is_tagged_afterwards(run: Run, dossier: Path) -> None:
    command(run, dossier, "decide", ITEM, "--contested", "--because", "they differ")
    command(run, dossier, "tag", ITEM, "urgent")
    assert tags_in(dossier) == (("urgent",), "contested")


def test_tags_survive_a_rebuild_are_verified_and_go_with_a_package(run: Run, dossier: Path, tmp_path: Path) -> None:
    command(run, dossier, "tag", ITEM, "urgent")
    command(run, dossier, "rebuild")
    assert found(dossier, "urgent") == 1
    assert "intact" in command(run, dossier, "audit", "verify")
    package, other = tmp_path / "night.zip", tmp_path / "other.variorum"
    command(run, dossier, "audit", "export", str(package))
    assert "intact" in command(run, dossier, "audit", "verify", str(package))
    command(run, other, "audit", "import", str(package))
    assert tags_in(other) == (("urgent",), "open")
    assert found(other, "urgent") == 1


@pytest.mark.parametrize("bad", ["", "+a b", "+two -two", "+[bold]", "+\x1b[2J", "+" + "x" * 41, "+-x", "+"])
def test_what_is_no_tag_is_refused(bad: str) -> None:
    with pytest.raises(DecisionError):
        check_tags(bad)


async def give(app: ReviewApp, pilot: Pilot[int], words: str) -> None:
    await choose(app, pilot, "T")
    assert isinstance(app.screen, LineScreen)
    await pilot.press("ctrl+a", "ctrl+k", *words, "enter")


@pytest.mark.whole
def test_tags_are_given_on_the_queue_and_in_the_conflict_and_found_by(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("down")
        await until(pilot, lambda: app.session.position == 1)
        await give(app, pilot, "urgent north")
        await until(pilot, lambda: f"{ITEM}: tags +north +urgent" in screen_text(app))
        assert app.session.page(1, 1)[0].explanation.startswith("#north #urgent ")
        await give(app, pilot, "urgent north")
        await until(pilot, lambda: "tags as they were" in screen_text(app))
        assert len(stored(dossier)) == 1
        await pilot.press("up")
        await open_killed(app, pilot)
        assert "#north  #urgent" in screen_text(app)
        await give(app, pilot, "urgent")
        await until(pilot, lambda: len(stored(dossier)) == 2 and "tags -north" in screen_text(app))
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
        assert "#north" not in screen_text(app).replace(f"{ITEM}: tags -north", "")
        await pilot.press("escape")
        await choose(app, pilot, "f")
        await pilot.press("9")
        await until(pilot, lambda: "Which tag" in screen_text(app))
        await pilot.press("2", "escape")
        await until(pilot, lambda: len(app.session.queue) == 1)
        assert app.session.view.of("tag") == ("urgent",)
        await pilot.press("u")
        await until(pilot, lambda: "undone: tag on quay fire/killed" in screen_text(app))

    review(dossier, script)
    assert [d.tags for d in stored(dossier)] == ["+north +urgent", "-north", ""]
    with Dossier(dossier) as store:
        assert store.facet_counts(ItemFilter(), "tag") == [("north", 1), ("urgent", 1)]


def test_a_blind_reviewer_is_not_shown_the_tags_of_others(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        ReviewSession(workspace, "Bo").decide(workspace.item(KILLED), Act("tag", tags="+urgent"))
        blind = ReviewSession(workspace, "Ada", blind=True)
        assert blind.item(KILLED).tags == ()
        workspace.refresh()
        blind.load_queue()
        assert not any("urgent" in row.explanation for row in blind.page(0, 9))
