"""The desk of articles by its keys: those that lack something first, mended, and what rests on each."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from claims.store.dossier import Dossier
from tests.support.pilot import choose, on, review, screen_text, until
from tests.support.review_builders import KILLED, make_article, make_dossier
from tui.review.app import ReviewApp
from tui.review.screens.articles import ArticlesDeskScreen
from tui.review.screens.asking import LineScreen
from tui.review.screens.inbox import InboxScreen
from tui.services.acts import Act
from tui.services.article_desk import ArticleDesk
from tui.services.inbox import InboxSession
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    path = make_dossier(tmp_path, reconciled=True)
    with Dossier(path) as store:
        undated = make_article("Nobody says when this was.", name="gull.txt").changed(
            publisher=None, published=None, language="de"
        )
        store.add_articles([undated])
    return path


async def opened(app: ReviewApp, pilot: Pilot[int]) -> ArticlesDeskScreen:
    await pilot.press("a")
    await until(pilot, lambda: isinstance(app.screen, ArticlesDeskScreen) and "gull.txt" in screen_text(app))
    assert isinstance(app.screen, ArticlesDeskScreen)
    return app.screen


def test_what_an_article_lacks_is_mended_from_the_list_and_undone(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await opened(app, pilot)
        assert "6 articles" in screen_text(app)
        await until(pilot, lambda: "German, which no proposer here reads" in screen_text(app))
        await choose(app, pilot, "c", "2")
        app.screen.query_one(Input).value = "2031-03-05"
        await choose(app, pilot, "enter", "enter")
        await until(pilot, lambda: "recorded: publication date of gull.txt is 2031-03-05" in screen_text(app))
        await pilot.press("u")
        await until(pilot, lambda: "undone: publication date of gull.txt" in screen_text(app))
        assert screen.acted

    review(dossier, script)
    with Workspace(dossier) as workspace:
        desk = ArticleDesk(InboxSession(workspace, "Ada"))
        desk.load()
        assert (desk.lines[0].row.name, desk.lines[0].missing) == ("gull.txt", ("date", "outlet"))


@pytest.mark.whole
def test_articles_are_searched_and_read(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await opened(app, pilot)
        await pilot.press("/")
        await until(pilot, on(app, LineScreen))
        app.screen.query_one(Input).value = "north wire"
        await pilot.press("enter")
        await until(pilot, lambda: "1 article with “north wire”" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, on(app, InboxScreen))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)

    review(dossier, script)


def test_what_rests_on_an_article_is_counted_with_the_answers_that_accept_it(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        item = workspace.item(KILLED)
        accepted = item.members[0]
        ReviewSession(workspace, "Ada").decide(item, Act("accept", assertion=accepted.assertion.id, reason="4"))
        inbox = InboxSession(workspace, "Ada")
        desk = ArticleDesk(inbox)
        rest = desk.rest(accepted.assertion.passage.article)
        assert rest.answers == ("quay fire/killed",)
        assert sum(count for _, count in rest.statements) == len(inbox.entries_of(accepted.assertion.passage.article))
        other = next(m for m in item.members if m.assertion.passage.article != accepted.assertion.passage.article)
        assert desk.rest(other.assertion.passage.article).answers == ()
