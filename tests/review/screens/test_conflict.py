"""The conflict screen's rarer acts, by their keys."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from tests.support.inbox_builders import PLAIN, make_inbox
from tests.support.pilot import choose, on, review, screen_text, stored, until
from tests.support.review_builders import KILLED, make_crowd, make_dossier
from tests.support.wire import make_wire
from tui.review.app import ReviewApp
from tui.review.screens.asking import ChoiceScreen
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.inbox import InboxScreen
from tui.review.screens.rationale import RationaleScreen
from tui.review.widgets.bars import MessageLine
from tui.review.widgets.reasons import ReasonList

SELKIE = ("selkie", "killed")


@pytest.mark.whole
def test_a_mark_as_copy_is_overruled_and_given_back(tmp_path: Path) -> None:
    path = make_wire(tmp_path)

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        def voices() -> list[int] | None:
            item = app.screen.item if isinstance(app.screen, ConflictScreen) else None
            return sorted(len(ids) for _, ids in item.origins) if item else None

        app.navigator.open_item(SELKIE)
        await until(pilot, lambda: voices() == [1, 2])
        await choose(app, pilot, "I")
        assert "statement 3" not in screen_text(app)
        await choose(app, pilot, "1")
        assert isinstance(app.screen, RationaleScreen)
        await pilot.press("tab", *"two reporters stood there", "enter")
        await until(pilot, lambda: len(stored(path, SELKIE)) == 1)
        await app.workers.wait_for_complete()  # what is opened after a decision, before another is asked for
        app.navigator.open_item(SELKIE)
        await until(pilot, lambda: voices() == [1, 1, 1])
        await pilot.press("u")
        await until(pilot, lambda: voices() == [1, 2])

    review(path, script)
    first, second = stored(path, SELKIE)
    assert (first.action, first.rationale, second.undoes) == ("independent", "two reporters stood there", first.id)


@pytest.mark.whole
def test_where_nothing_is_a_copy_that_is_said(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("down", "down")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
        await pilot.press("I")
        await until(pilot, lambda: "no statement here is taken for a copy" in screen_text(app))
        assert on(app, ConflictScreen)()

    review(dossier, script)


async def open_item(app: ReviewApp, pilot: Pilot[int], key: tuple[str, str]) -> ConflictScreen:
    app.navigator.open_item(key)
    await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
    assert isinstance(app.screen, ConflictScreen)
    return app.screen


def number_of(screen: ConflictScreen, quote: str) -> str:
    return next(str(card.number) for card in screen.cards if card.member.assertion.passage.exact == quote)


@pytest.mark.whole
def test_a_proposal_says_so_before_the_press_opens_in_its_article_and_is_confirmed_by_it(tmp_path: Path) -> None:
    path = make_inbox(tmp_path)

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_item(app, pilot, KILLED)
        assert screen_text(app).count("PROPOSED") == len(screen.cards)
        number = number_of(screen, PLAIN)
        await choose(app, pilot, number)
        assert isinstance(app.screen, RationaleScreen)
        assert ", proposed" in screen_text(app)
        await choose(app, pilot, "v")
        await until(pilot, lambda: isinstance(app.screen, InboxScreen) and app.screen.claim() is not None)
        assert isinstance(app.screen, InboxScreen)
        claim = app.screen.claim()
        assert claim is not None
        assert claim.passage.exact == PLAIN
        await pilot.press("escape")
        await until(pilot, on(app, ConflictScreen))
        await choose(app, pilot, number)
        await pilot.press("1")
        await until(pilot, lambda: len(stored(path)) == 2)
        await until(pilot, lambda: "which confirms 1 proposal" in app_message(app))
        await pilot.press("u")
        await until(pilot, lambda: len(stored(path)) == 4)
        await until(pilot, lambda: on(app, ConflictScreen)() and screen_text(app).count("PROPOSED") == 3)

    review(path, script)
    assert [d.action for d in stored(path)] == ["accept", "confirm", "undo", "undo"]


def app_message(app: ReviewApp) -> str:
    return "\n".join(str(line.visual) for screen in app.screen_stack for line in screen.query(MessageLine))


# ---------------------------------------------------------------------- numbers


def asked(app: ReviewApp) -> str:
    return str(app.screen.query_one(".asked", Static).visual)


def told(app: ReviewApp) -> str:
    return str(app.screen.query_one(".told", Static).visual)


@pytest.mark.whole
def test_from_ten_statements_on_a_number_is_typed_whole_and_named_before_it_counts(tmp_path: Path) -> None:
    path = make_crowd(tmp_path)

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_item(app, pilot, KILLED)
        twelfth = next(card for card in screen.cards if card.number == 12)
        await choose(app, pilot, "1")
        assert isinstance(app.screen, ChoiceScreen)
        await until(pilot, lambda: told(app).startswith("1: ⏎ takes it"))
        await pilot.press("2")
        await until(pilot, lambda: told(app).startswith("12: ⏎ takes it"))
        options = app.screen.query_one(OptionList)
        assert options.highlighted is not None
        assert str(options.get_option_at_index(options.highlighted).prompt).startswith("12  ")
        await pilot.press("3")
        await until(pilot, lambda: "no such number" in told(app))
        await pilot.press("enter")
        assert isinstance(app.screen, ChoiceScreen)
        await pilot.press("backspace")
        await until(pilot, lambda: told(app).startswith("12: "))
        await choose(app, pilot, "enter")
        assert asked(app).startswith("Accept 12  ")
        await pilot.press("2")
        await until(pilot, lambda: len(stored(path)) == 1)
        assert stored(path)[0].assertion == twelfth.id

    review(path, script)
    assert stored(path)[0].reason == "later_better_informed"


@pytest.mark.whole
def test_digits_typed_before_the_list_is_up_are_part_of_its_number(tmp_path: Path) -> None:
    path = make_crowd(tmp_path)

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_item(app, pilot, KILLED)
        screen.action_accept(1)
        screen.action_accept(2)  # as when both keys lay in the queue
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        screen.action_accept(2)
        await until(pilot, lambda: told(app).startswith("12: "))

    review(path, script)
    assert stored(path) == ()


@pytest.mark.whole
def test_a_list_of_some_statements_takes_no_digit_for_half_of_another_number(tmp_path: Path) -> None:
    path = make_crowd(tmp_path)

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_item(app, pilot, KILLED)
        await choose(app, pilot, "x")
        await pilot.press("1", "1")
        await until(pilot, lambda: told(app).startswith("11: "))
        await choose(app, pilot, "enter")
        assert asked(app).startswith("Reject: 11  ")

    review(path, script)


def test_what_is_set_aside_moves_no_number_under_the_fingers(tmp_path: Path) -> None:
    path = make_dossier(tmp_path, reconciled=True)

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_item(app, pilot, KILLED)
        before = {card.number: card.id for card in screen.cards}
        await choose(app, pilot, "x")
        await choose(app, pilot, "1")
        await pilot.press("1")
        await until(pilot, lambda: len(stored(path)) == 1)
        await until(pilot, lambda: on(app, ConflictScreen)() and "SET ASIDE" in screen_text(app))
        await until(pilot, lambda: screen.item is not None)
        assert {card.number: card.id for card in screen.cards} == before
        await choose(app, pilot, "3")
        await pilot.press("1")
        await until(pilot, lambda: len(stored(path)) == 2)
        assert stored(path)[1].assertion == before[3]

    review(path, script)


@pytest.mark.whole
def test_a_proposal_is_rejected_for_how_it_was_read_first(tmp_path: Path) -> None:
    path = make_inbox(tmp_path)

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_item(app, pilot, KILLED)
        number = number_of(screen, PLAIN)
        await choose(app, pilot, "x")
        await choose(app, pilot, number)
        reasons = str(app.screen.query_one(ReasonList).render())
        assert reasons.index("2   no such claim in the words") < reasons.index("fabricated, or satire")
        assert "another event" in reasons
        assert "a part, not the whole" in reasons
        await pilot.press("2")
        await until(pilot, lambda: len(stored(path)) == 1)

    review(path, script)
    assert stored(path)[0].reason == "no_claim"


@pytest.mark.whole
def test_the_list_of_many_opens_the_quote_under_its_cursor_and_asks_about_it_first(tmp_path: Path) -> None:
    path = make_crowd(tmp_path)

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_item(app, pilot, KILLED)
        await until(pilot, lambda: "In all" in str(screen.query_one("#quoted", Static).visual))
        assert [card.number for card in screen.cards] == list(range(1, 13))
        await pilot.press("down", "down")
        third = screen.statements.groups[2].cards[0]
        quote = third.member.assertion.passage.exact
        await until(pilot, lambda: quote in str(screen.query_one("#quoted", Static).visual))
        assert str(screen.statements.lines[2].content.plain).lstrip("▌ ").startswith(f"{third.number} ")
        await choose(app, pilot, "x")
        assert quote in str(app.screen.query_one("#words", Static).visual)
        assert app.screen.has_class("low")
        await choose(app, pilot, "enter")
        assert asked(app).startswith(f"Reject: {third.number}  ")
        await choose(app, pilot, "escape")
        await choose(app, pilot, "v")
        await until(pilot, lambda: quote in screen_text(app))

    review(path, script)
