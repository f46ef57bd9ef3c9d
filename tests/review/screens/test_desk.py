"""The desk of events by its keys: found, split after a look at both halves, merged, renamed, and what is said moved."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.pilot import choose, on, review, screen_text, until
from tests.support.review_builders import KILLED, make_article, make_assertion, make_dossier
from tui.review.app import ReviewApp
from tui.review.screens.asking import ChoiceScreen, LineScreen
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.desk import DeskScreen
from tui.review.screens.event import EventLines, EventScreen, draw_article
from tui.review.screens.events import EventsScreen
from tui.review.screens.inbox import InboxScreen
from tui.review.screens.mending import PlanScreen
from tui.review.widgets.linelist import PagedList
from tui.services.event_desk import EventDesk
from tui.services.event_review import EventError, list_events
from tui.services.inbox import InboxSession
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """A fire and a grounding, with a day that two papers give differently."""
    path = make_dossier(tmp_path)
    with Workspace(path) as workspace:
        for name, day in (("gull.txt", "2031-03-03"), ("tern.txt", "2031-03-04")):
            article = make_article(f"The quay burned on {day}.", name=name, publisher=name[:4].title())
            workspace.dossier.add_articles([article])
            said = make_assertion(article, day, day, attribute="date", kind="date")
            workspace.dossier.add_assertions([said])
    return path


async def opened(app: ReviewApp, pilot: Pilot[int], event: str = "quay fire") -> EventScreen:
    """Go to an event over the desk."""
    await pilot.press("e")
    await until(pilot, lambda: isinstance(app.screen, DeskScreen) and app.screen.query_one(PagedList).length)
    desk = app.screen
    assert isinstance(desk, DeskScreen)
    lines = desk.query_one(PagedList)
    while event not in screen_text(app).split("events")[1]:
        await pilot.press("down")
        assert lines.cursor < lines.length
        await pilot.pause()
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, EventScreen) and app.screen.rows.length)
    assert isinstance(app.screen, EventScreen)
    return app.screen


async def find(app: ReviewApp, pilot: Pilot[int], words: str) -> None:
    await until(pilot, on(app, LineScreen))
    app.screen.query_one(Input).value = words
    await pilot.press("enter")


def events_of(path: Path) -> dict[str, int]:
    """The events with how many articles speak of each."""
    with Workspace(path) as workspace:
        return {event.id: len(event.articles) for event in list_events(workspace)}


def test_an_event_is_split_in_eight_presses_after_a_look_at_both_halves(dossier: Path) -> None:
    presses = 0

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        async def press(key: str, reached: Callable[[], object]) -> None:
            nonlocal presses
            presses += 1
            await pilot.press(key)
            await until(pilot, reached)

        await pilot.press("down")
        await until(pilot, lambda: app.session.position == 1)
        await press("e", lambda: "quay fire" in screen_text(app).split("events")[1])
        await press("enter", lambda: isinstance(app.screen, EventScreen) and app.screen.rows.length)
        screen = app.screen
        assert isinstance(screen, EventScreen)
        first = screen.rows.row(0)
        assert first is not None
        assert first.claim is None
        await press("space", lambda: screen.rows.marked == {0})
        await press("s", on(app, PlanScreen))
        shown = screen_text(app)
        assert f"quay fire-2\n{first.words}: " in shown
        assert "because …" in shown
        assert "then quay fire" in shown
        await press("3", lambda: app.screen is screen and "recorded: split" in screen_text(app))

    review(dossier, script)
    assert presses <= 8
    assert events_of(dossier) == {"ferry grounding": 2, "quay fire": 4, "quay fire-2": 1}


@pytest.mark.whole
def test_events_are_merged_renamed_taken_back_and_each_act_undone(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await opened(app, pilot)
        await pilot.press("M")
        await find(app, pilot, "nowhere")
        await until(pilot, lambda: "no other event has “nowhere”" in screen_text(app))
        await pilot.press("M")
        await find(app, pilot, "ferry")
        await until(pilot, lambda: type(app.screen) is ChoiceScreen)
        await pilot.press("1")
        await until(pilot, on(app, PlanScreen))
        assert "the same day and place" in str(app.screen.query_one("OptionList").get_option_at_index(0).prompt)  # type: ignore[attr-defined]
        await pilot.press("1")
        await until(pilot, lambda: "recorded: merge ferry grounding into quay fire" in screen_text(app))
        assert events_of(dossier) == {"quay fire": 7}
        await pilot.press("n")
        await find(app, pilot, "Burning of the quay")
        await until(pilot, lambda: "Burning of the quay   7 articles" in screen_text(app))
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        options = app.screen.query_one("OptionList")
        assert "named “Burning of the quay” by Ada" in str(options.get_option_at_index(0).prompt)  # type: ignore[attr-defined]
        await pilot.press("2")
        await until(pilot, on(app, PlanScreen))
        await pilot.press("3")
        await until(pilot, lambda: "recorded: take back: joined with ferry grounding" in screen_text(app))
        assert events_of(dossier) == {"ferry grounding": 2, "quay fire": 5}
        for wanted in ("undone: take back", "undone: call quay fire", "undone: merge", "nothing was done here yet"):
            await pilot.press("u")
            await until(pilot, lambda wanted=wanted: wanted in screen_text(app))  # type: ignore[misc]
        assert screen.acted

    review(dossier, script)
    assert events_of(dossier) == {"ferry grounding": 2, "quay fire": 5}


@pytest.mark.whole
def test_a_statement_is_moved_and_its_date_is_settled_from_the_event(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await opened(app, pilot)
        await pilot.press("t")
        await until(pilot, lambda: "mark statements, or go to one" in screen_text(app))
        await pilot.press("down", "t")
        await find(app, pilot, "ferry")
        await until(pilot, lambda: type(app.screen) is ChoiceScreen)
        await pilot.press("1")
        await until(pilot, lambda: "recorded: move 1 statement to ferry grounding" in screen_text(app))
        assert events_of(dossier)["ferry grounding"] == 3
        assert "6 statements" in screen_text(app)
        await pilot.press("h")
        await until(pilot, lambda: type(app.screen) is ChoiceScreen)
        await pilot.press("1")
        await until(pilot, lambda: "recorded: take back: moved" in screen_text(app))
        assert "7 statements" in screen_text(app)
        await pilot.press("u")
        await until(pilot, lambda: "undone: take back: moved" in screen_text(app))
        assert "6 statements" in screen_text(app)
        await pilot.press("u")
        await until(pilot, lambda: "undone: move 1 statement" in screen_text(app))
        assert "7 statements" in screen_text(app)
        await pilot.press("p")
        await until(pilot, lambda: "no article says its place" in screen_text(app))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
        assert isinstance(app.screen, ConflictScreen)
        assert app.screen.key == ("quay fire", "date")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("enter")
        await until(pilot, on(app, InboxScreen))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)

    review(dossier, script)


@pytest.mark.whole
def test_events_are_searched_and_likely_joins_asked(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("e")
        await until(pilot, lambda: "2 events" in screen_text(app))
        await pilot.press("/")
        await find(app, pilot, "ferry")
        await until(pilot, lambda: "1 event with “ferry”" in screen_text(app))
        await pilot.press("E")
        await until(pilot, on(app, EventsScreen))
        await pilot.press("escape")
        await until(pilot, on(app, DeskScreen))

    review(dossier, script)


@pytest.fixture
def desk(dossier: Path) -> Iterator[EventDesk]:
    with Workspace(dossier) as workspace:
        workspace.refresh()
        yield EventDesk(ReviewSession(workspace, "Ada"), InboxSession(workspace, "Ada"))


def test_the_desk_counts_articles_statements_and_what_is_unsettled(desk: EventDesk) -> None:
    assert desk.load() == 2
    rows = {row.subject: (row.articles, row.statements, row.items, row.unsettled) for row in desk.page(0, 9)}
    assert rows == {"quay fire": (5, 7, 3, 3), "ferry grounding": (2, 2, 1, 1)}


def test_a_moved_statement_is_in_the_history_of_both_events_until_it_is_back(desk: EventDesk) -> None:
    claim = next(line.claim for line in desk.lines("quay fire") if line.claim)
    desk.move([claim], "ferry grounding")
    for event in ("quay fire", "ferry grounding"):
        [(old, words)] = desk.moves(event)
        assert old == claim
        assert words.startswith(f"moved {claim.attribute} ")
        assert " from quay fire to ferry grounding by Ada, " in words
    desk.move_back(old, words)
    assert (desk.moves("quay fire"), desk.moves("ferry grounding")) == ([], [])
    assert claim in [line.claim for line in desk.lines("quay fire")]


def test_a_split_that_leaves_nothing_is_not_planned(desk: EventDesk) -> None:
    articles = {line.article for line in desk.lines("ferry grounding")}
    with pytest.raises(EventError, match="nothing would stay"):
        desk.split("ferry grounding", articles)
    with pytest.raises(EventError, match="nothing was done here yet"):
        desk.undo()


@pytest.mark.whole
def test_background_is_attached_listed_apart_and_taken_back(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await opened(app, pilot)
        await pilot.press("b")
        await find(app, pilot, "ferry")
        await until(pilot, lambda: type(app.screen) is ChoiceScreen)
        await choose(app, pilot, "1", "2")
        await find(app, pilot, "The same berth.")
        await until(pilot, lambda: "recorded: a statement is background of quay fire" in screen_text(app))
        assert "background: " in shown_lines(app)
        assert events_of(dossier)["quay fire"] == 5
        await pilot.press("u")
        await until(pilot, lambda: "undone: a statement is background" in screen_text(app))
        assert "background: " not in shown_lines(app)

    review(dossier, script)


def shown_lines(app: ReviewApp) -> str:
    rows = app.screen.query_one(EventLines)
    return "\n".join(row.words for n in range(rows.length) if (row := rows.row(n)))


def test_background_is_no_evidence_follows_a_merge_and_is_attached_once(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        session = ReviewSession(workspace, "Ada")
        desk = EventDesk(session, InboxSession(workspace, "Ada"))
        ((article, _), *_) = desk.find_articles("ferry-a")
        desk.attach("quay fire", article, "", "the same berth")
        members = len(workspace.item(KILLED).members)
        assert [line.words for line in desk.lines("quay fire") if line.is_background] == [
            "background: Harbour Post, 2031-03-02, ferry-a.txt"
        ]
        with pytest.raises(EventError, match="already"):
            desk.attach("quay fire", article, "", "again")
        desk.record(desk.merge("ferry grounding", "quay fire"), "one night")
        assert [line.article for line in desk.lines("ferry grounding") if line.is_background] == [article]
        assert len(workspace.item(("ferry grounding", "killed")).members) == members + 2


def test_an_article_is_shown_from_where_it_tells_of_the_event_with_the_words_marked() -> None:
    before = "The port was busy all week. " * 20
    text = f"{before}Seven died on the quay. Two were held."
    article = make_article(text, name="gull.txt", title="A week at the port")
    words = ("Seven died", "Two were held")
    spans = [(text.index(each), text.index(each) + len(each)) for each in words]
    shown = draw_article(article, spans)
    assert tuple(shown.plain[span.start : span.end] for span in shown.spans if span.style == "reverse") == words
    assert shown.plain.startswith("A week at the port\n…")
    titled = draw_article(article.changed(title="The port was busy"), [])
    assert titled.plain.startswith("The port was busy all week.")
