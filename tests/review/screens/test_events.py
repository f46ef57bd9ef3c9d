"""Events that may be one, by the keys: the pair side by side, joined, parted, undone."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from claims.models import MentionRecord
from claims.store.dossier import Dossier
from tests.support.pilot import on, review, screen_text, until
from tests.support.store_builders import file_blasts, make_article
from tui.review.app import ReviewApp
from tui.review.screens.asking import ChoiceScreen, LineScreen
from tui.review.screens.events import EventsScreen
from tui.review.screens.queue import QueueScreen
from tui.review.widgets.bars import MessageLine
from tui.services.event_review import keep_apart, list_events, undo_event
from tui.services.workspace import Workspace

POST = "Anna Brandt of Roe Mill and Otto Weir were held after the ferry Selkie sank off Lorne [sic] on Aug. 2."
BELL = "The Selkie sank off Lorne: Anna Brandt, of Roe Mill, and Otto Weir are in custody since Aug. 2."


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """Two reports of one wreck that came in apart."""
    path = tmp_path / "wreck.variorum"
    with Dossier(path, create=True) as store:
        for name, text in (("post", POST), ("bell", BELL)):
            article = make_article(text, name=f"{name}.txt", publisher=f"The {name}", published="2022-08-03")
            store.add_articles([article])
            store.add_mentions([MentionRecord(article=article.id, key="main", subject=f"{name}-wreck", main=True)])
    return path


async def asked(app: ReviewApp, pilot: Pilot[int]) -> EventsScreen:
    await pilot.press("E")
    await until(pilot, on(app, EventsScreen))
    screen = app.screen
    assert isinstance(screen, EventsScreen)
    await until(pilot, lambda: screen.questions and "wreck" in str(screen.query_one("#two-head", Static).content))
    return screen


def events_of(path: Path) -> list[str]:
    with Workspace(path) as workspace:
        return [event.id for event in list_events(workspace)]


def test_two_events_are_joined_with_a_reason_and_the_act_is_undone(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await asked(app, pilot)
        assert "[sic]" in str(screen.query_one("#two-text", Static).content) + str(
            screen.query_one("#one-text", Static).content
        )
        assert "both name" in str(screen.query_one("#reasons", Static).content)
        drawn = [str(each.content) for each in screen.query(Static)]
        assert not any("␊" in each for each in drawn)
        assert any("\n" in each for each in drawn)
        await pilot.press("y")
        await say_why(app, pilot, "one ferry")
        await until(pilot, lambda: screen.done and not screen.questions)
        assert [d.rationale for (d,) in screen.done] == ["one ferry"]
        assert events_of(dossier) == ["bell-wreck"]
        await pilot.press("u")
        await until(pilot, lambda: screen.questions)
        assert events_of(dossier) == ["bell-wreck", "post-wreck"]

    review(dossier, script)


@pytest.mark.whole
def test_two_events_are_kept_apart_and_not_asked_again(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await asked(app, pilot)
        await pilot.press("x")
        await until(pilot, on(app, ChoiceScreen))
        await pilot.press("2")
        await until(pilot, lambda: screen.done and not screen.questions)
        assert [d.rationale for (d,) in screen.done] == ["another place"]
        await pilot.press("escape")
        await until(pilot, on(app, QueueScreen))

    review(dossier, script)
    assert events_of(dossier) == ["bell-wreck", "post-wreck"]


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    """Four short reports of one blast that came in apart."""
    return file_blasts(tmp_path / "blasts.variorum", 4)


async def asked_of_group(app: ReviewApp, pilot: Pilot[int], size: int) -> EventsScreen:
    await pilot.press("E")
    await until(pilot, on(app, EventsScreen))
    screen = app.screen
    assert isinstance(screen, EventsScreen)
    await until(pilot, lambda: f"{size} short reports of 2031-05-03, Oslo, explosion" in screen_text(app))
    return screen


@pytest.mark.whole
def test_a_group_of_short_reports_is_one_question_and_joined_and_undone_at_once(crowded: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await asked_of_group(app, pilot, 4)
        assert len(screen.questions) == 1
        right = str(screen.query_one("#two-text", Static).content)
        assert all(f"blast-{number}" in right and f"report {number} [sic]" in right for number in (1, 2, 3))
        await pilot.press("y")
        await say_why(app, pilot, "one blast")
        await until(pilot, lambda: screen.done and not screen.questions)
        assert events_of(crowded) == ["blast-0"]
        await pilot.press("u")
        await until(pilot, lambda: screen.questions)
        assert events_of(crowded) == [f"blast-{number}" for number in range(4)]

    review(crowded, script)


@pytest.mark.whole
def test_one_of_a_group_is_kept_apart_and_the_rest_asked_about_again(crowded: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await asked_of_group(app, pilot, 4)
        await pilot.press("x")
        await until(pilot, lambda: "Which of them is another event?" in screen_text(app))
        await pilot.press("2")
        await until(pilot, lambda: "Why are they two events?" in screen_text(app))
        await pilot.press("2")
        await until(pilot, lambda: screen.done and "3 short reports" in screen_text(app))
        assert screen.questions[0].events == ("blast-0", "blast-2", "blast-3")

    review(crowded, script)


@pytest.mark.whole
def test_an_event_gets_another_name_and_the_act_is_undone(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await asked(app, pilot)
        await pilot.press("n")
        await until(pilot, on(app, ChoiceScreen))
        await pilot.press("1")
        await answer(app, pilot, "What is it called?", "Loss of the Selkie [sic]")
        await answer(app, pilot, "Why this name?", "as people call it")
        await until(pilot, lambda: screen.done and "[sic]" in heads(screen))
        assert [(d.action, d.subject, d.name, d.rationale) for (d,) in screen.done] == [
            ("rename", screen.questions[0].events[0], "Loss of the Selkie [sic]", "as people call it")
        ]
        await pilot.press("u")
        await until(pilot, lambda: not screen.done and "[sic]" not in heads(screen))

    review(dossier, script)


@pytest.mark.whole
def test_an_event_that_stands_in_no_question_is_found_by_name_and_renamed(dossier: Path) -> None:
    with Dossier(dossier) as store:
        store.add_articles([article := make_article("A mill burned.", name="mill.txt", title="Mill fire")])
        store.add_mentions([MentionRecord(article=article.id, key="main", subject="mill-fire", main=True)])
    with Workspace(dossier) as workspace:
        keep_apart(workspace, "bell-wreck", "post-wreck", "ana", "")

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("E")
        await until(pilot, on(app, EventsScreen))
        screen = app.screen
        assert isinstance(screen, EventsScreen)
        await until(pilot, lambda: "No two events" in str(screen.query_one("#where", Static).content))
        await pilot.press("n")
        await answer(app, pilot, "Which event?", "no such event")
        await until(pilot, lambda: app.screen is screen and "no event has" in screen_text(app))
        await pilot.press("n")
        await answer(app, pilot, "Which event?", "FIRE mill")
        await until(pilot, on(app, ChoiceScreen))
        await pilot.press("1")
        await answer(app, pilot, "What is it called?", "Burning of the mill")
        await answer(app, pilot, "Why this name?", "")
        await until(pilot, lambda: screen.done)
        assert [(d.action, d.subject, d.name) for (d,) in screen.done] == [
            ("rename", "mill-fire", "Burning of the mill")
        ]

    review(dossier, script)


def heads(screen: EventsScreen) -> str:
    return "".join(str(screen.query_one(f"#{side}-head", Static).content) for side in ("one", "two"))


async def say_why(app: ReviewApp, pilot: Pilot[int], words: str) -> None:
    """Give a reason in words of one's own once it is asked for."""
    await until(pilot, on(app, ChoiceScreen))
    line = app.screen.query_one(Input)
    line.value = words
    line.focus()
    await pilot.press("enter")


async def answer(app: ReviewApp, pilot: Pilot[int], question: str, line: str) -> None:
    """Answer a question for a line once it is asked."""
    await until(pilot, lambda: isinstance(app.screen, LineScreen) and question in screen_text(app))
    app.screen.query_one(Input).value = line
    await pilot.press("enter")


@pytest.mark.whole
def test_a_reviewer_who_was_overtaken_is_told_and_keeps_the_reason(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await asked(app, pilot)
        await pilot.press("y")
        await until(pilot, on(app, ChoiceScreen))
        with Workspace(dossier) as workspace:
            parted = keep_apart(workspace, "bell-wreck", "post-wreck", "ben", "two wrecks")
            undo_event(workspace, parted.id, "ben", "not sure")
        await say_why(app, pilot, "one ferry")
        await until(pilot, lambda: "ben has meanwhile" in str(screen.query_one(MessageLine).content))
        assert not screen.done
        await pilot.press("y")
        await until(pilot, on(app, ChoiceScreen))
        assert app.screen.query_one(Input).value == "one ferry"
        await say_why(app, pilot, "one ferry")
        await until(pilot, lambda: screen.done)

    review(dossier, script)
    assert events_of(dossier) == ["bell-wreck"]
