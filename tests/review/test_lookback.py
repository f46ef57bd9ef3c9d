"""Looking back in the reviewer, by keys: what was known on a day, said in the header, and nothing decided there."""

import json
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from claims.store.dossier import Dossier
from tests.support.command_line import read_output
from tests.support.pilot import on, review, screen_text, stored, until
from tests.support.review_builders import make_article, make_assertion
from tui.review.app import ReviewApp
from tui.review.screens.asking import LineScreen
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.queue import QueueScreen
from tui.services.acts import Act, DecisionError
from tui.services.bulk import make_plan
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace

KEY = ("quay fire", "killed")


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """A toll of 9, disputed from the 3rd on; on the 6th another article speaks of something else."""
    first = make_article("The coast guard counted 9 dead.", published="2031-03-02")
    second = make_article("The harbour office counted 12 dead on Sunday.", name="bell.txt", published="2031-03-03")
    third = make_article("Rescuers treated 25 injured.", name="wire.txt", published="2031-03-06")
    path = tmp_path / "fire.variorum"
    with Dossier(path, create=True) as store:
        store.add_articles([first, second, third])
        store.add_assertions(
            [
                make_assertion(first, "9 dead", "9", speakers=["coast guard"]),
                make_assertion(second, "12 dead", "12", speakers=["harbour office"]),
                make_assertion(third, "25 injured", "25", attribute="injured", speakers=["rescuers"]),
            ]
        )
    return path


@pytest.fixture
def grown(tmp_path: Path) -> Path:
    """A toll recorded on the 10th, disputed from the 12th, decided on the 14th."""
    path = tmp_path / "grown.variorum"
    now = {"at": "2031-03-10T09:00:00Z"}
    articles = [
        make_article("The coast guard counted 9 dead.", published="2031-03-02"),
        make_article("The harbour office counted 12 dead on Sunday.", name="bell.txt", published="2031-03-03"),
    ]
    with Dossier(path, create=True, clock=lambda: now["at"]) as store:
        for article, figure, day in zip(articles, ("9", "12"), ("10", "12"), strict=True):
            now["at"] = f"2031-03-{day}T09:00:00Z"
            store.add_articles([article])
            store.add_assertions([make_assertion(article, f"{figure} dead", figure, speakers=[f"clerk {figure}"])])
    with Workspace(path) as workspace:
        workspace.refresh()
        session = ReviewSession(workspace, "Ada", clock=lambda: "2031-03-14T09:00:00Z")
        session.decide(session.item(KEY), Act("contested", rationale="they differ"))
    return path


def header(app: ReviewApp) -> str:
    return screen_text(app).partition("\n")[0]


async def see(app: ReviewApp, pilot: Pilot[int], key: str, day: str | None) -> None:
    await pilot.press(key)
    await until(pilot, lambda: app.session.known_at == day)
    if isinstance(app.screen, ConflictScreen):
        screen = app.screen
        await until(pilot, lambda: screen.item is not None)


def test_the_queue_steps_through_the_days_of_publication_and_back_to_now(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        assert isinstance(app.screen, QueueScreen)
        rows = app.screen.rows
        await see(app, pilot, "[", "2031-03-06")
        assert "as known on 2031-03-06" in header(app)
        assert "nothing is decided here; 0 is now" in header(app)
        assert (row := rows.row(0)) is not None
        assert (row.key, row.state, row.members) == (KEY, "open", 2)
        await see(app, pilot, "[", "2031-03-03")
        await see(app, pilot, "[", "2031-03-02")
        assert (row := rows.row(0)) is not None
        assert (row.state, row.members) == ("said_once", 1)
        await pilot.press("[")  # the first day there is
        await see(app, pilot, "]", "2031-03-03")
        await see(app, pilot, "0", None)
        assert "as known" not in header(app)
        assert "0/1 settled" in header(app)

    review(dossier, script)


@pytest.mark.whole
def test_a_conflict_steps_through_the_days_of_its_own_articles_and_shows_what_policies_said_then(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
        screen = app.screen
        assert isinstance(screen, ConflictScreen)
        await see(app, pilot, "[", "2031-03-03")
        await see(app, pilot, "[", "2031-03-02")
        assert screen.item is not None
        assert [m.assertion.written for m in screen.item.members] == ["9"]
        assert {p.best for p in screen.item.proposals if p.policy == "gtd"} == {9}
        assert "as known on 2031-03-02" in header(app)
        await see(app, pilot, "]", "2031-03-03")
        await see(app, pilot, "]", None)
        assert len(screen.item.members) == 2

    review(dossier, script)


@pytest.mark.whole
def test_no_key_decides_while_looking_back_and_none_is_lost_afterwards(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
        screen = app.screen
        await see(app, pilot, "[", "2031-03-03")
        for key in ("1", "p", "c", "r", "u", "x"):
            await pilot.press(key)
            await until(pilot, lambda: "you see what was known on 2031-03-03" in screen_text(app))
            await until(pilot, lambda: app.screen is not screen or all(worker.is_finished for worker in app.workers))
            assert app.screen is screen, key
        await see(app, pilot, "0", None)
        await pilot.press("p")
        await until(pilot, lambda: stored(dossier, KEY))

    review(dossier, script)
    (decision,) = stored(dossier, KEY)
    assert len(decision.seen) == 2


@pytest.mark.whole
def test_the_inbox_and_a_stroke_over_many_stay_shut_while_looking_back(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await see(app, pilot, "[", "2031-03-06")
        for key in ("i", "E"):
            await pilot.press(key)
            await until(pilot, lambda: "go back to now first" in screen_text(app))
            assert isinstance(app.screen, QueueScreen)

    review(dossier, script)


@pytest.mark.whole
def test_a_day_can_be_typed_and_what_is_no_day_is_refused(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("t")
        await until(pilot, on(app, LineScreen))
        await pilot.press(*"2031-03-01", "enter")
        await until(pilot, lambda: app.session.known_at == "2031-03-01")
        assert isinstance(app.screen, QueueScreen)
        assert (row := app.screen.rows.row(0)) is not None
        assert (row.state, row.members) == ("not yet", 0)
        await pilot.press("enter")  # an item of which nothing was known opens all the same
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
        await pilot.press("escape", "t")
        await until(pilot, on(app, LineScreen))
        await pilot.press(*["backspace"] * 10, *"soonish", "enter")
        await until(pilot, lambda: "soonish" in screen_text(app))
        assert app.session.known_at == "2031-03-01"

    review(dossier, script)


def test_a_session_without_a_screen_refuses_too(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        workspace.refresh()
        session = ReviewSession(workspace, "Ada")
        session.load_queue()
        session.look_at("2031-03-02")
        item = session.item(KEY)
        for attempt in (
            lambda: session.decide(item, Act("contested", rationale="they differ")),
            lambda: session.undo(item),
            lambda: make_plan(session, session.queue, "contested"),
        ):
            with pytest.raises(DecisionError, match="known on 2031-03-02"):
                attempt()
        session.look_at(None)
        assert session.decide(session.item(KEY), Act("contested", rationale="they differ")).state == "contested"


@pytest.mark.whole
def test_the_dossier_is_seen_as_it_stood_on_a_day_and_stepped_through(grown: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        assert isinstance(app.screen, QueueScreen)
        await pilot.press("t")
        await until(pilot, on(app, LineScreen))
        await pilot.press(*"recorded 2031-03-12", "enter")
        await until(pilot, lambda: app.session.recorded_at == "2031-03-12")
        assert "as the dossier stood on 2031-03-12" in header(app)
        assert (row := app.screen.rows.row(0)) is not None
        assert (row.state, row.members) == ("open", 2)
        await pilot.press("i")
        await until(pilot, lambda: "you see what the dossier held on 2031-03-12" in screen_text(app))
        await pilot.press("[")
        await until(pilot, lambda: app.session.recorded_at == "2031-03-10")
        assert (row := app.screen.rows.row(0)) is not None
        assert (row.state, row.members) == ("said_once", 1)
        await pilot.press("]")
        await until(pilot, lambda: app.session.recorded_at == "2031-03-12")
        await pilot.press("0")
        await until(pilot, lambda: app.session.past is None)
        assert "stood on" not in header(app)

    review(grown, script)


def test_the_days_of_the_dossier_are_those_on_which_anything_was_recorded(grown: Path) -> None:
    with Workspace(grown) as workspace:
        days = workspace.dossier.recorded_days()
        assert days == sorted({entry.recorded_at[:10] for entry in workspace.dossier.entries()})
        session = ReviewSession(workspace, "Ada")
        session.look_at("2031-03-14", recorded=True)
        assert session.days() == days
        assert session.days(KEY) == ["2031-03-10", "2031-03-12", "2031-03-14"]
        assert session.item(KEY).state == "contested"
        session.look_at("2031-03-13", recorded=True)
        assert session.item(KEY).state == "open"
        session.look_at("2031-03-10", recorded=True)
        assert session.item(KEY).state == "said_once"
        session.look_at(None)
        assert session.days() == ["2031-03-02", "2031-03-03"]


@pytest.mark.parametrize(
    ("date", "articles", "claims", "settled"),
    [
        (("--known-at", "2031-03-01"), 0, 0, 0),
        (("--known-at", "2031-03-02"), 1, 1, 0),
        (("--recorded-at", "2031-03-11"), 1, 1, 0),
        (("--recorded-at", "2031-03-13"), 2, 2, 0),
        (("--recorded-at", "2031-03-14"), 2, 2, 1),
        ((), 2, 2, 1),
    ],
)
def test_lists_and_comparisons_look_back_too(
    grown: Path, capsys: pytest.CaptureFixture[str], date: tuple[str, ...], articles: int, claims: int, settled: int
) -> None:
    def run(*arguments: str) -> Any:
        return json.loads(read_output(capsys, "--dossier", grown, *arguments, "--format", "json", *date))

    assert len(run("articles", "list")) == articles
    assert len(run("claims", "list")) == claims
    assert [len(event["articles"]) for event in run("events", "list")] == [articles] * bool(articles)
    assert run("compare", str(grown))["settled_in_both"] == settled
