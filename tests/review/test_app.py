"""The reviewer, by its keys: every action reaches the session and the store, and nothing typed is lost."""

import asyncio
import re
import resource
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from claims.vocabulary.reasons import reasons_for
from tests.support.keys import make_key, needs_ssh
from tests.support.pilot import choose, on, open_killed, review, screen_text, stored, until
from tests.support.review_builders import KILLED
from tests.support.waiting import palette_has_one, press_through
from tui.review.actions import actions_on
from tui.review.app import ReviewApp
from tui.review.screens import conflict
from tui.review.screens.asking import ChoiceScreen, LineScreen
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.help import HelpScreen
from tui.review.screens.queue import QueueScreen
from tui.review.screens.rationale import RationaleScreen
from tui.review.screens.reading import ArticleScreen, HeadMovedScreen
from tui.review.settings import Settings
from tui.services.acts import Act
from tui.services.drafts import Draft, Drafts, drafts_path
from tui.services.policy_settings import use_policy
from tui.services.review_session import ReviewSession
from tui.services.reviewers import add_reviewer
from tui.services.workspace import Workspace

# ---------------------------------------------------------------------- the queue


def test_queue_lists_conflicts_and_moves_by_key(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        assert len(app.session.queue) == 3
        for key, position in [("down", 1), ("j", 2), ("j", 2), ("k", 1), ("home", 0), ("G", 2), ("g", 0), ("end", 2)]:
            await pilot.press(key)
            assert app.session.position == position, key
        await pilot.press("pageup")
        assert app.session.position == 0
        assert "0/3 settled  3 open" in screen_text(app)

    review(dossier, script)


@pytest.mark.whole
def test_filter_and_search_narrow_the_queue(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("slash")
        await until(pilot, on(app, LineScreen))
        await pilot.press(*"ferry", "enter")
        await until(pilot, lambda: len(app.session.queue) == 1)
        await pilot.press("f3", *["backspace"] * 5, "enter")
        await until(pilot, lambda: len(app.session.queue) == 3)
        await choose(app, pilot, "f4", "2", "3")  # attribute: the second value after "any"
        await until(pilot, lambda: app.session.view.of("attribute") == ("injured",))
        assert len(app.session.queue) == 1
        await pilot.press("escape")  # a list of values stays open for more of them
        await until(pilot, on(app, QueueScreen))
        await pilot.press("slash")
        await until(pilot, on(app, LineScreen))
        await pilot.press(*"attribute:detained", "enter")
        await until(pilot, lambda: len(app.session.queue) == 0)
        assert "Nothing here is: unsettled attribute:detained" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: len(app.session.queue) == 3)

    review(dossier, script)


@pytest.mark.whole
def test_letters_typed_into_a_line_do_nothing_else(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_killed(app, pilot)
        await pilot.press("c", "9", *"quit?xu1", "q")
        assert isinstance(app.screen, RationaleScreen)
        assert app.screen.query_one("#words", Input).value == "quit?xu1q"

    review(dossier, script)
    assert stored(dossier) == ()


def test_an_unnamed_reviewer_is_asked_once(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await until(pilot, on(app, LineScreen))
        await pilot.press(*"Bo", "enter")
        await until(pilot, on(app, QueueScreen))
        assert app.session.reviewer == "Bo"
        assert "Bo" in screen_text(app)

    review(dossier, script, reviewer=" ")


def test_a_missing_dossier_ends_with_its_message(tmp_path: Path) -> None:
    async def run() -> ReviewApp:
        app = ReviewApp(tmp_path / "none.variorum", "Ada")
        async with app.run_test() as pilot:
            await until(pilot, lambda: app.return_code == 2)
        return app

    asyncio.run(run())


# ---------------------------------------------------------------------- deciding

ACTS: list[tuple[list[str], dict[str, object]]] = [
    (["2"], {"action": "accept", "assertion": 2}),
    (["a", "3"], {"action": "accept", "assertion": 3}),
    (["a", "down", "enter"], {"action": "accept", "assertion": 2}),
    (["r", "8", "enter", "1", "2", "enter"], {"action": "range", "low": "8", "high": "12"}),
    (["f3", "8", "enter", "enter"], {"action": "range", "low": "8", "high": None}),
    (["c"], {"action": "contested"}),
    (["f4"], {"action": "contested"}),
    (["n", "3"], {"action": "not_comparable", "relation": "part_of_whole"}),
    (["f5", "1"], {"action": "not_comparable", "relation": "different_event"}),
    (["e"], {"action": "needs_evidence"}),
    (["f6"], {"action": "needs_evidence"}),
    (["z"], {"action": "undecided"}),
    (["x", "1"], {"action": "reject", "assertion": 1}),
    (["f7", "2"], {"action": "reject", "assertion": 2}),
    (["d", "3"], {"action": "different_event", "assertion": 3}),
    (["f8", "1"], {"action": "different_event", "assertion": 1}),
    (["s", "2", "2"], {"action": "set_scope", "assertion": 2}),
    (["f9", "1", "1"], {"action": "set_scope", "assertion": 1, "scope": "total"}),
]
QUICK = (["2"],)
"""Those tried in the quick tier too. Each act is tried on the session as well."""


@pytest.mark.parametrize(
    ("keys", "expected"),
    [pytest.param(*row, marks=[] if row[0] in QUICK else pytest.mark.whole) for row in ACTS],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_every_act_is_stored_with_its_reason(dossier: Path, keys: list[str], expected: dict[str, object]) -> None:
    ids: list[str] = []

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_killed(app, pilot)
        ids.extend(card.id for card in screen.cards)
        await press_through(app, pilot, keys)
        await until(pilot, on(app, RationaleScreen))
        await pilot.press("enter", *"why", "up", "4")
        await until(pilot, on(app, ConflictScreen))
        await until(pilot, lambda: len(stored(dossier)) == 1)

    review(dossier, script)
    [decision] = stored(dossier)
    for field, value in expected.items():
        wanted = ids[value - 1] if field == "assertion" and isinstance(value, int) else value
        assert getattr(decision, field) == wanted
    assert (decision.rationale, decision.reviewer) == ("why", "Ada")
    assert decision.reason == reasons_for(decision.action)[3].code
    assert decision.seen == tuple(sorted(ids))


@pytest.mark.whole
def test_the_default_proposal_takes_one_press_and_keeps_its_clause(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_killed(app, pilot)
        await pilot.press("p")
        await until(pilot, lambda: screen.item is not None and screen.item.attribute == "injured")
        assert "recorded: quay fire/killed is settled as 8 to 12 (range 8 to 12)" in screen_text(app)

    review(dossier, script)
    [decision] = stored(dossier)
    assert re.fullmatch(r"ucdp \d+: best: of equally reliable sources the lower", decision.policy)


@pytest.mark.whole
def test_the_proposal_key_follows_the_policy_that_the_dossier_goes_by(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        use_policy(workspace.dossier, "acled", None, "", "Ada")

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_killed(app, pilot)
        assert re.search(r"^p acled ", screen_text(app), re.MULTILINE)
        await pilot.press("p")
        await until(pilot, lambda: stored(dossier))

    review(dossier, script)
    assert stored(dossier)[0].policy.startswith("acled ")


@pytest.mark.whole
def test_another_proposal_is_chosen_from_a_list(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_killed(app, pilot)
        await pilot.press("P", "2")
        await until(pilot, lambda: stored(dossier))

    review(dossier, script)
    assert stored(dossier)[0].policy.startswith("gtd")


@pytest.mark.whole
def test_where_reasons_are_optional_one_press_accepts(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_killed(app, pilot)
        await pilot.press("2")
        await until(pilot, lambda: screen.item is not None and screen.item.attribute == "injured")
        screen.action_undo()
        while screen.item is not None:  # looked at on every turn of the loop: a key's own wait could outlast the undo
            await asyncio.sleep(0)
        screen.action_accept(3)  # too early: it does nothing to the item that is leaving
        await until(pilot, lambda: screen.item is not None and (screen.item.subject, screen.item.attribute) == KILLED)
        await asyncio.sleep(0.6)  # nor does what is typed in one burst with it
        await pilot.press("3")
        await until(pilot, lambda: len(stored(dossier)) == 3)

    review(dossier, script, settings=Settings(reasons="optional"))
    assert [(d.action, d.reason) for d in stored(dossier)] == [("accept", ""), ("undo", ""), ("accept", "")]


@pytest.mark.whole
def test_another_reason_asks_for_a_sentence(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_killed(app, pilot)
        await pilot.press("2", "9")
        assert "say which, in a sentence" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "nothing was recorded" in screen_text(app))
        await pilot.press(*"seen", "enter")
        await until(pilot, lambda: stored(dossier))

    review(dossier, script)
    assert [(d.reason, d.rationale) for d in stored(dossier)] == [("other", "seen")]


@pytest.mark.whole
def test_the_menu_does_what_the_letters_do(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_killed(app, pilot)
        await pilot.press("f2")
        await until(pilot, on(app, ChoiceScreen))
        wanted = [line for line in screen_text(app).splitlines() if line]
        assert wanted
        await pilot.press("5")
        await until(pilot, on(app, RationaleScreen))
        await pilot.press("1")
        await until(pilot, lambda: stored(dossier))
        await until(pilot, lambda: app.screen is screen)

    review(dossier, script)
    assert [d.action for d in stored(dossier)] == ["contested"]


@pytest.mark.whole
def test_escape_on_the_queue_takes_back_the_search_then_the_filter(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("slash")
        await until(pilot, on(app, LineScreen))
        await pilot.press(*"state:open ferry", "enter")
        await until(pilot, lambda: "1 of 1 state:open ferry" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "1 of 3 state:open" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "of 3 unsettled" in screen_text(app))

    review(dossier, script)


@pytest.mark.whole
def test_a_key_pressed_before_the_next_item_is_on_screen_does_nothing_to_the_last(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_killed(app, pilot)
        screen.show(("quay fire", "injured"))
        screen.action_contested()
        await until(pilot, lambda: screen.item is not None)
        assert app.screen is screen

    review(dossier, script)
    assert stored(dossier) == ()


@pytest.mark.whole
def test_a_key_of_one_burst_with_a_key_that_came_too_early_does_nothing_either(
    dossier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conflict, "_BURST_S", 600.0)

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_killed(app, pilot)
        screen.show(("quay fire", "injured"))
        screen.action_adjudicate()
        await until(pilot, lambda: screen.item is not None)
        await pilot.press("1")
        assert app.screen is screen
        assert "came before the item was on screen" in screen_text(app)

    review(dossier, script)
    assert stored(dossier, ("quay fire", "injured")) == ()


def test_the_next_item_opens_and_undo_returns_to_the_one_decided(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_killed(app, pilot)
        await pilot.press("1", "1")
        await until(pilot, lambda: screen.item is not None and screen.item.attribute == "injured")
        await until(pilot, lambda: "1/3 settled" in screen_text(app))
        await pilot.press("u")
        await until(pilot, lambda: screen.item is not None and (screen.item.subject, screen.item.attribute) == KILLED)
        assert screen.item is not None
        assert screen.item.state == "open"
        assert app.session.position == 1

    review(dossier, script)
    first, second = stored(dossier)
    assert (second.action, second.undoes, second.based_on) == ("undo", first.id, first.id)


@pytest.mark.whole
def test_a_contested_item_stays_in_the_queue_and_the_next_one_opens(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_killed(app, pilot)
        await pilot.press("c", "9", *"so it is", "enter")
        await until(pilot, lambda: screen.item is not None and screen.item.attribute == "injured")
        assert len(app.session.queue) == 3

    review(dossier, script)


@pytest.mark.whole
def test_rejecting_one_assertion_stays_with_an_item_that_is_still_open(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_killed(app, pilot)
        rejected = screen.cards[1].id
        await pilot.press("x", "2")
        await until(pilot, on(app, RationaleScreen))
        await pilot.press("1")
        await until(pilot, lambda: any(card.member.removed for card in screen.cards))
        assert screen.item is not None
        assert (screen.item.subject, screen.item.attribute) == KILLED
        assert [card.id for card in screen.cards if card.member.removed] == [rejected]
        assert "SET ASIDE (reject)" in screen_text(app)

    review(dossier, script)


@pytest.mark.whole
def test_after_the_last_item_the_queue_is_shown(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("end", "enter")
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
        await pilot.press("1", "1")
        await until(pilot, on(app, QueueScreen))
        assert app.session.position == 1

    review(dossier, script)


@pytest.mark.whole
def test_left_and_right_leave_the_item_as_it_is(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_killed(app, pilot)
        await pilot.press("right")
        await until(pilot, lambda: screen.item is not None and screen.item.attribute == "injured")
        await pilot.press("right", "left", "left")
        await until(pilot, lambda: screen.item is not None and screen.item.subject == "ferry grounding")
        await pilot.press("escape")
        await until(pilot, on(app, QueueScreen))
        assert app.session.position == 0

    review(dossier, script)
    assert stored(dossier) == ()


# ---------------------------------------------------------------------- what can go wrong


def test_a_decision_without_a_reason_is_explained_and_not_stored(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_killed(app, pilot)
        await pilot.press("c", "enter", "enter")
        await until(pilot, lambda: "needs a reason" in screen_text(app))
        assert isinstance(app.screen, RationaleScreen)

    review(dossier, script)
    assert stored(dossier) == ()


@pytest.mark.whole
def test_a_range_that_is_none_is_explained(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_killed(app, pilot)
        await pilot.press("r", *"12", "enter", *"8", "enter", "1")
        await until(pilot, lambda: "range:" in screen_text(app))

    review(dossier, script)
    assert stored(dossier) == ()


@pytest.mark.whole
def test_escape_keeps_the_draft_for_this_and_the_next_session(dossier: Path) -> None:
    async def leave(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_killed(app, pilot)
        await pilot.press("1", "enter", *"half a thou", "escape")
        await until(pilot, on(app, ConflictScreen))
        await pilot.press("c")
        await until(pilot, on(app, RationaleScreen))
        assert app.screen.query_one("#words", Input).value == "", "a draft belongs to the act it was written for"
        await pilot.press("escape", "2")
        await until(pilot, on(app, RationaleScreen))
        assert app.screen.query_one("#words", Input).value == ""
        await pilot.press("escape", "1")
        await until(pilot, on(app, RationaleScreen))
        assert app.screen.query_one("#words", Input).value == "half a thou"

    review(dossier, leave)
    [(action, draft)] = Drafts(drafts_path(dossier)).of_item("quay fire/killed")
    assert (action, draft) == ("accept", Draft(words="half a thou"))

    async def come_back(app: ReviewApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: "back where you stopped" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
        assert "you left a draft here: accept" in screen_text(app)
        await pilot.press("1", "1")
        assert isinstance(app.screen, RationaleScreen), "words of an earlier day are looked at before they are saved"
        await pilot.press(*"ght", "enter")
        await until(pilot, lambda: stored(dossier))
        await until(pilot, on(app, ConflictScreen))

    review(dossier, come_back)
    assert stored(dossier)[0].rationale == "half a thought"
    assert stored(dossier)[0].reason == "closer_to_origin"
    assert Drafts(drafts_path(dossier)).of_item("quay fire/killed") == []


@pytest.mark.whole
def test_two_reviewers_on_one_item_see_both_decisions_and_can_go_on(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_killed(app, pilot)
        await pilot.press("1", "enter", *"mine")
        with Workspace(dossier) as workspace:
            other = ReviewSession(workspace, "Bo")
            other.decide(workspace.item(KILLED), Act("contested", rationale="theirs"))
        await pilot.press("enter")
        await until(pilot, on(app, HeadMovedScreen))
        assert "theirs" in screen_text(app)
        assert "mine" in screen_text(app)
        await pilot.press("1")
        await until(pilot, on(app, RationaleScreen))
        assert app.screen.query_one("#words", Input).value == "mine"
        await pilot.press("enter", "enter")
        await until(pilot, lambda: len(stored(dossier)) == 2 and app.screen is screen)

    review(dossier, script)
    theirs, mine = stored(dossier)
    assert (theirs.reviewer, mine.reviewer, mine.based_on) == ("Bo", "Ada", theirs.id)


@pytest.mark.whole
def test_on_a_full_disk_the_draft_is_kept_and_saving_again_stores_once(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_killed(app, pilot)
        await pilot.press("1", "enter", *"words")
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
        try:
            await pilot.press("enter")
            await until(pilot, lambda: "not saved, draft kept" in screen_text(app))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert stored(dossier) == ()
        await pilot.press("enter")
        await until(pilot, on(app, ConflictScreen))

    review(dossier, script)
    assert [decision.rationale for decision in stored(dossier)] == ["words"]


@needs_ssh
@pytest.mark.whole
def test_without_the_key_nothing_is_recorded_unsigned_and_the_draft_is_kept(
    dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = make_key(tmp_path / "ada")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.setenv("VARIORUM_KEY", str(key))
    with Workspace(dossier) as workspace:
        add_reviewer(workspace.dossier, "Ada", None, key, "Ada")

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_killed(app, pilot)
        await pilot.press("1", "enter", *"words")
        monkeypatch.delenv("VARIORUM_KEY")
        await pilot.press("enter")
        await until(pilot, lambda: "not saved, draft kept: Ada signs with the key" in screen_text(app))
        assert stored(dossier) == ()
        monkeypatch.setenv("VARIORUM_KEY", str(key))
        await pilot.press("enter")
        await until(pilot, on(app, ConflictScreen))

    review(dossier, script)
    [decision] = stored(dossier)
    assert decision.rationale == "words"
    assert decision.signature.startswith("-----BEGIN SSH SIGNATURE-----")


@needs_ssh
@pytest.mark.whole
def test_one_stroke_over_many_items_signs_each_decision(
    dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = make_key(tmp_path / "ada")
    monkeypatch.setenv("VARIORUM_KEY", str(key))
    with Workspace(dossier) as workspace:
        add_reviewer(workspace.dossier, "Ada", None, key, "Ada")
        session = ReviewSession(workspace, "Ada")
        items = [session.item(row.key) for row in session.page(0, session.load_queue())]
        drafts = [session.draft(item, Act("contested", rationale="Both stand.")) for item in items]
        assert workspace.dossier.record(drafts)
        session.remember(drafts)
        session.undo()
        signed = [d for item in items for d in workspace.dossier.decisions((item.subject, item.attribute))]
    assert len(signed) == 2 * len(items) > 2
    assert len({decision.signature for decision in signed}) == len(signed)


@pytest.mark.whole
def test_undo_with_nothing_to_undo_says_so(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("f12")
        await until(pilot, lambda: "nothing to undo" in screen_text(app))

    review(dossier, script)


@pytest.mark.whole
def test_an_assertion_set_aside_cannot_be_accepted_by_its_number(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_killed(app, pilot)
        await pilot.press("x", "1")
        await until(pilot, on(app, RationaleScreen))
        await pilot.press("1")
        await until(pilot, lambda: any(card.member.removed for card in screen.cards))
        await until(pilot, lambda: screen.item is not None)
        await pilot.press("1")
        await until(pilot, lambda: "1 was set aside" in screen_text(app))
        await pilot.press("9")
        await until(pilot, lambda: "there is no assertion 9" in screen_text(app))
        assert app.screen is screen

    review(dossier, script)
    assert len(stored(dossier)) == 1


# ---------------------------------------------------------------------- reading


@pytest.mark.whole
def test_help_lists_every_action_and_its_keys(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_killed(app, pilot)
        await pilot.press("question_mark")
        await until(pilot, on(app, HelpScreen))
        for action in actions_on("conflict"):
            assert action.description in screen_text(app)
        await pilot.press("escape", "f1")
        await until(pilot, on(app, HelpScreen))
        await pilot.press("escape", "escape", "f1")
        assert "Choose by state, source, date and more, with counts." in screen_text(app)

    review(dossier, script)


@pytest.mark.whole
def test_the_palette_offers_the_actions_of_the_screen(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_killed(app, pilot)
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert "Not comparable (n)" in titles
        await pilot.press("ctrl+p", *"contested")
        await until(pilot, lambda: palette_has_one(app, "Contested"))
        await pilot.press("enter", "enter")
        await until(pilot, on(app, RationaleScreen))

    review(dossier, script)


@pytest.mark.whole
def test_the_article_view_shows_the_quote_and_turns_to_the_next(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_killed(app, pilot)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ArticleScreen) and "counted 9 dead" in screen_text(app))
        await pilot.press("right")
        await until(pilot, lambda: "At least 12 people were killed" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, on(app, ConflictScreen))

    review(dossier, script, size=(80, 24))


@pytest.mark.whole
def test_the_screen_shows_chain_origin_and_sets_before_it_asks(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_killed(app, pilot)
        text = screen_text(app)
        for expected in (
            "= same origin as 3",
            "└─ harbour office (said)",
            "What cannot all be true",
            "relay divergence",
            "No decision yet.",
        ):
            assert expected in text

    review(dossier, script)


# ---------------------------------------------------------------------- choosing without a digit


@pytest.mark.whole
def test_choices_beyond_nine_are_reached_by_arrows(tmp_path: Path, dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        answers: list[str | None] = []
        app.push_screen(ChoiceScreen("Which?", [(str(n), f"number {n}") for n in range(1, 13)]), answers.append)
        await until(pilot, on(app, ChoiceScreen))
        await pilot.press("up", "enter")
        await until(pilot, lambda: answers)
        assert answers == ["12"]

    review(dossier, script)
