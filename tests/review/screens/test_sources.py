"""The desk of sources and actors by its keys: names that are one, what is part of what, grades, and undoing each."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.pilot import choose, on, review, screen_text, until
from tests.support.review_builders import make_article, make_assertion
from tui.review.app import ReviewApp
from tui.review.screens.queue import QueueScreen
from tui.review.screens.sources import SourcesScreen
from tui.services.review_session import ReviewSession
from tui.services.source_desk import SourceDesk, SourceError
from tui.services.workspace import Workspace

ONE, OTHER = "Mohammad Karimov", "Muhammad Karimov"


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    path = tmp_path / "fire.variorum"
    post = make_article(f"Three died, {ONE} said.", name="post.txt")
    bell = make_article(f"Five died, {OTHER} said. Nine were hurt.", name="bell.txt", publisher="Evening Bell")
    claims = [
        make_assertion(post, "Three died", "3", speakers=[ONE]),
        make_assertion(bell, "Five died", "5", speakers=[OTHER]),
        make_assertion(bell, "Nine were hurt", "9", attribute="injured", speakers=[OTHER]),
    ]
    with Workspace(path, create=True) as workspace:
        workspace.dossier.add_articles([post, bell])
        workspace.dossier.add_assertions(claims)
        workspace.refresh()
    return path


def known_as(path: Path, name: str) -> str:
    with Workspace(path) as workspace:
        return workspace.dossier.vocabulary().actor_name(name)


async def opened(app: ReviewApp, pilot: Pilot[int]) -> SourcesScreen:
    await pilot.press("s")
    await until(pilot, lambda: isinstance(app.screen, SourcesScreen) and "1 may be another name" in screen_text(app))
    assert isinstance(app.screen, SourcesScreen)
    return app.screen


async def answer(app: ReviewApp, pilot: Pilot[int], *lines: str) -> None:
    """Type each answer into the question that follows the one before."""
    for line in lines:
        app.screen.query_one(Input).value = line
        app.screen.query_one(Input).focus()
        await choose(app, pilot, "enter")


def test_a_suggestion_is_taken_with_one_press_and_given_back(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await opened(app, pilot)
        await pilot.press("y")
        await until(pilot, lambda: f"recorded: {ONE} is {OTHER}" in screen_text(app))
        assert known_as(dossier, ONE) == OTHER
        await pilot.press("u")
        await until(pilot, lambda: f"undone: {ONE} is {OTHER}" in screen_text(app))
        assert screen.acted

    review(dossier, script)
    assert known_as(dossier, ONE) == ONE


@pytest.mark.whole
def test_names_memberships_and_grades_are_set_by_keys_and_a_source_leads_to_its_items(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await opened(app, pilot)
        await choose(app, pilot, "slash")
        await answer(app, pilot, "bell")
        await until(pilot, lambda: "1 name of sources and actors with “bell”" in screen_text(app))
        await choose(app, pilot, "r", "2")
        await answer(app, pilot, "Its figures held.")
        await until(pilot, lambda: "recorded: Evening Bell: B" in screen_text(app))
        await pilot.press("b")
        await until(pilot, lambda: "recorded: Evening Bell: B, belligerent" in screen_text(app))
        await choose(app, pilot, "p")
        await answer(app, pilot, "Bell Group", "2021-03", "", "Its own page says so.")
        await until(pilot, lambda: "Evening Bell is part of Bell Group (2021-03 to now)" in screen_text(app))
        await choose(app, pilot, "M")
        await answer(app, pilot, "The Bell", "One paper.")
        await until(pilot, lambda: "recorded: Evening Bell is The Bell" in screen_text(app))
        await choose(app, pilot, "slash")
        await answer(app, pilot, "the bell")
        await until(pilot, lambda: "with “the bell”" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: on(app, QueueScreen)() and len(app.session.queue) == 2)

    review(dossier, script)
    assert known_as(dossier, "Evening Bell") == "The Bell"


def test_what_cannot_be_set_is_refused_and_undone_settings_are_those_before(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        desk = SourceDesk(ReviewSession(workspace, "Ada"))
        with pytest.raises(SourceError, match="nothing was set"):
            desk.undo()
        with pytest.raises(SourceError, match="no year"):
            desk.affiliate(ONE, "Northern Front", "last May", "", "")
        with pytest.raises(SourceError, match="name of Taliban already"):
            desk.join("Taliban", "Taliban", "")
        desk.grade(ONE, "B", "held")
        desk.grade(ONE, "D", "did not hold")
        desk.undo()
        assert (desk.setting(ONE).grade, desk.setting(ONE).because) == ("B", "undone")
        desk.affiliate(OTHER, "Northern Front", "2021", "", "his own word")
        desk.join(ONE, OTHER, "spelt alike")
        desk.join(OTHER, "Umar Karimov", "his passport")  # what was joined goes along
        assert desk.words.actor_name(ONE) == "Umar Karimov"
        assert list(desk.words.affiliations("Umar Karimov")) == ["Northern Front"]
        desk.undo()
        assert desk.words.actor_name(ONE) == OTHER
        assert list(desk.words.affiliations(ONE)) == ["Northern Front"]
        desk.load()
        assert [line.spellings for line in desk.lines if line.name == OTHER] == [(ONE, OTHER)]


def test_an_answer_of_the_editor_follows_the_names_that_are_one(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        desk = SourceDesk(ReviewSession(workspace, "Ada"))
        assert {m.origin for m in workspace.item(("quay fire", "killed")).members} == {ONE, OTHER}
        desk.join(ONE, OTHER, "spelt alike")
        assert {m.origin for m in workspace.item(("quay fire", "killed")).members} == {OTHER}
