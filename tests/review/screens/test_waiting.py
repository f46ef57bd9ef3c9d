"""What waits for a person on the screen: held items, proposals, verdicts that differ; and what an item came to."""

from pathlib import Path

import pytest

from claims.store.dossier import Dossier
from reconcile.items.item import Item
from tests.support.pilot import on, review, screen_text, until
from tests.support.review_builders import make_article, make_assertion
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.queue import QueueScreen
from tui.services.acts import Act
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace

KILLED, INJURED = ("quay fire", "killed"), ("quay fire", "injured")


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """A conflict, an item held for want of a scope, and one proposal."""
    path = tmp_path / "fire.variorum"
    with Dossier(path, create=True) as store:
        post = make_article("It killed 17 people, hurt 4 people and displaced 90 people.")
        bell = make_article("It killed 15 people.", name="bell.txt", publisher="Evening Bell")
        store.add_articles([post, bell])
        store.add_assertions(
            [
                make_assertion(post, "killed 17 people", "17"),
                make_assertion(bell, "killed 15 people", "15"),
                make_assertion(post, "hurt 4 people", "4", attribute="injured", scope=None),
                make_assertion(post, "displaced 90 people", "90", attribute="displaced").changed(tier="single"),
            ]
        )
    return path


def decide(path: Path, reviewer: str, value: str, *, blind: bool = False) -> Item:
    with Workspace(path) as workspace:
        session = ReviewSession(workspace, reviewer, blind=blind)
        item = session.item(KILLED)
        chosen = next(m.assertion.id for m in item.members if m.assertion.written == value)
        return session.decide(item, Act("accept", chosen, rationale="as they say"))


def test_held_items_stand_in_the_queue_after_the_open_ones_and_proposals_are_counted(dossier: Path) -> None:
    async def script(app, pilot) -> None:  # type: ignore[no-untyped-def]
        rows = app.session.page(0, 9)
        assert [(row.attribute, row.state) for row in rows] == [("killed", "open"), ("injured", "held")]
        assert rows[1].explanation.startswith("Whose number is 4")
        await until(pilot, lambda: "1 proposal: i" in screen_text(app))
        assert "0/2 settled  1 open  1 held" in screen_text(app)

    review(dossier, script)


def test_nothing_is_left_to_decide_only_when_no_question_and_no_proposal_waits(dossier: Path) -> None:
    decide(dossier, "Ada", "17")
    with Workspace(dossier) as workspace:
        session = ReviewSession(workspace, "Ada")
        held = session.item(INJURED)
        session.decide(held, Act("set_scope", held.members[0].assertion.id, scope="total", reason="1"))

    async def script(app, pilot) -> None:  # type: ignore[no-untyped-def]
        await until(pilot, lambda: "waits in the inbox (1 proposal: i)" in screen_text(app))
        assert "Nothing left to decide" not in screen_text(app)
        proposed = app.session.item(("quay fire", "displaced")).members[0].assertion.id
        app.session.decide(app.session.item(("quay fire", "displaced")), Act("confirm", proposed))
        await pilot.press("R")
        await until(pilot, lambda: "Nothing left to decide." in screen_text(app))

    review(dossier, script)


@pytest.mark.whole
def test_reviewers_who_differ_come_first_with_both_verdicts(dossier: Path) -> None:
    decide(dossier, "Ann", "17", blind=True)
    decide(dossier, "Ben", "15", blind=True)

    async def script(app, pilot) -> None:  # type: ignore[no-untyped-def]
        assert app.session.page(0, 1)[0].state == "differ"
        await pilot.press("enter")
        await until(pilot, on(app, ConflictScreen))
        await until(pilot, lambda: "Ann: 17 (blind), because as they say" in screen_text(app))
        assert "Ben: 15 (blind), because as they say" in screen_text(app)

    review(dossier, script, reviewer="Cyd")


def test_the_head_of_a_settled_item_shows_its_answer(dossier: Path) -> None:
    decide(dossier, "Ada", "17")

    async def script(app, pilot) -> None:  # type: ignore[no-untyped-def]
        app.navigator.open_item(KILLED)
        await until(pilot, on(app, ConflictScreen))
        await until(pilot, lambda: "resolved: 17, severity" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, on(app, QueueScreen))

    review(dossier, script)
