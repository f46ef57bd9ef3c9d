"""Two reviewers' verdicts side by side: what is shown, what is recorded, and what then counts as agreement."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from tests.support.pilot import choose, on, review, screen_text, stored, until
from tests.support.review_builders import KILLED
from tests.support.waiting import press_through
from tui.review.app import ReviewApp
from tui.review.screens.adjudication import AdjudicationScreen
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.queue import QueueScreen
from tui.review.screens.rationale import RationaleScreen
from tui.review.settings import Settings
from tui.services.acts import Act, DecisionError
from tui.services.query import parse_query
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace


@pytest.fixture
def differing(dossier: Path) -> Path:
    with Workspace(dossier) as workspace:
        ids = [member.assertion.id for member in workspace.item(KILLED).members]
        acts = {
            "Bo": Act("accept", assertion=ids[0], reason="1"),
            "Cy": Act("accept", assertion=ids[1], rationale="it says who counted"),
        }
        for name, act in acts.items():
            ReviewSession(workspace, name).decide(workspace.item(KILLED), act)
    return dossier


@pytest.mark.whole
def test_the_next_item_opens_to_be_decided_where_nothing_is_between_reviewers(differing: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await app.reload(parse_query("all sort:members"))
        keys = [row.key for row in app.session.page(0, 9)]
        app.session.move_to(keys.index(KILLED))
        app.navigator.open_adjudication(KILLED)
        await until(pilot, lambda: isinstance(app.screen, AdjudicationScreen) and app.screen.item is not None)
        await choose(app, pilot, "2")
        await pilot.press("4")
        await until(pilot, lambda: type(app.screen) is ConflictScreen and app.screen.item is not None)
        assert isinstance(app.screen, ConflictScreen)
        assert app.screen.key != KILLED
        await choose(app, pilot, "c")
        assert isinstance(app.screen, RationaleScreen)

    review(differing, script)


def agreement(path: Path) -> tuple[str, list[tuple[str, str, int]]]:
    with Workspace(path) as workspace:
        pairs = ReviewSession(workspace, "Ada").compare_reviewers().pairs
        said = workspace.agreement(workspace.item(KILLED))
    return said, [(pair.one, pair.other, pair.agreement.same) for pair in pairs]


async def go_to(app: ReviewApp, pilot: Pilot[int], query: str) -> AdjudicationScreen:
    await app.reload(parse_query(query))
    await pilot.press("J")
    await until(pilot, lambda: isinstance(app.screen, AdjudicationScreen) and app.screen.item is not None)
    assert isinstance(app.screen, AdjudicationScreen)
    return app.screen


@pytest.mark.whole
def test_verdicts_stand_side_by_side_and_one_is_taken_up(differing: Path) -> None:
    assert agreement(differing) == ("value_differs", [("Bo", "Cy", 0)])

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await go_to(app, pilot, "all agreement:value_differs")
        one, two = screen.query("#reviewers Static").results(Static)
        assert one.region.y == two.region.y
        assert one.region.x < two.region.x
        assert "Bo" in str(one.visual)
        assert "it says who counted" in str(two.visual)
        assert "They give different answers." in screen_text(app)
        await choose(app, pilot, "2")
        await pilot.press("4")
        await until(pilot, on(app, QueueScreen))  # no other item is left to settle between reviewers
        assert app.session.queue == []
        await until(pilot, lambda: "that was the last item" in screen_text(app))

    review(differing, script)
    one, two, settled = stored(differing)
    assert (settled.reviewer, settled.adjudicates, settled.assertion) == ("Ada", True, two.assertion)
    assert (one.adjudicates, two.adjudicates) == (False, False)
    assert agreement(differing) == ("adjudicated", [("Bo", "Cy", 0)])


@pytest.mark.whole
def test_what_one_of_the_two_settles_is_no_verdict_and_undo_brings_the_difference_back(differing: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await go_to(app, pilot, "all agreement:value_differs")
        await choose(app, pilot, "c")
        await pilot.press("1")
        await until(pilot, on(app, QueueScreen))
        assert agreement(differing) == ("adjudicated", [("Bo", "Cy", 0)])
        await pilot.press("u")
        await until(pilot, lambda: len(stored(differing)) == 4 and app.session.queue)

    review(differing, script, reviewer="Bo")
    assert agreement(differing) == ("value_differs", [("Bo", "Cy", 0)])


@pytest.mark.whole
@pytest.mark.parametrize(
    ("keys", "action"),
    [
        (("p",), "range"),
        (("P", "1"), "range"),
        (("a", "3", "4"), "accept"),
        (("r", "8", "enter", "9", "enter", "4"), "range"),
        (("c", "1"), "contested"),
        (("n", "3", "1"), "not_comparable"),
        (("e", "1"), "needs_evidence"),
        (("z", "1"), "undecided"),
    ],
    ids=lambda value: "" if isinstance(value, str) else "-".join(value),
)
def test_any_answer_can_settle_between_them_and_is_marked_so(
    differing: Path, keys: tuple[str, ...], action: str
) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await go_to(app, pilot, "all agreement:value_differs")
        await press_through(app, pilot, keys, is_done=lambda: len(stored(differing)) == 3)
        await until(pilot, lambda: len(stored(differing)) == 3)

    review(differing, script)
    settled = stored(differing)[-1]
    assert (settled.action, settled.adjudicates, settled.reviewer) == (action, True, "Ada")


@pytest.mark.whole
@pytest.mark.parametrize(
    ("blind", "why"),
    [(False, "fewer than two reviewers have settled this item"), (True, "you review blind: judge this item yourself")],
)
def test_where_nothing_is_to_be_settled_between_reviewers_it_is_said_and_the_item_stays(
    dossier: Path, blind: bool, why: str
) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await app.reload(parse_query("all"))
        await pilot.press("J")
        await until(pilot, lambda: why in screen_text(app))
        assert isinstance(app.screen, QueueScreen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
        screen = app.screen
        await pilot.press("J")
        await until(pilot, lambda: why in screen_text(app))
        assert app.screen is screen
        await choose(app, pilot, "1")
        assert isinstance(app.screen, RationaleScreen), "the item is judged with the keys that are on screen"

    review(dossier, script, settings=Settings(blind=blind))
    assert stored(dossier) == ()


def test_a_blind_reviewer_settles_between_verdicts_once_their_own_is_given(differing: Path) -> None:
    with Workspace(differing) as workspace:
        session = ReviewSession(workspace, "Ada", blind=True)
        item = session.item(KILLED)
        with pytest.raises(DecisionError, match="judge this item yourself first"):
            session.check_verdicts(item, session.verdicts(item))
        item = session.decide(item, Act("contested", reason="1"))
        item = session.item(KILLED)
        assert [verdict.reviewer for verdict in session.verdicts(item)] == ["Ada", "Bo", "Cy"]
        session.check_verdicts(item, session.verdicts(item))
