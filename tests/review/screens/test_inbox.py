"""The inbox by its keys: every action reaches the session and the store, and nothing typed is lost."""

import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from claims.models import Assertion
from claims.store.dossier import Dossier
from tests.support.inbox_builders import OLD, PLAIN, SUBSET, TEXT, VAGUE, by_quote, make_inbox
from tests.support.pilot import on, review, screen_text, until
from tests.support.profiles import one_quick
from tests.support.review_builders import make_article, make_assertion
from tests.support.terminal import Terminal
from tests.support.waiting import is_idle, press_through
from tui.review.app import ReviewApp
from tui.review.screens.asking import ChoiceScreen, LineScreen
from tui.review.screens.claimform import ClaimForm
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.help import HelpScreen
from tui.review.screens.inbox import InboxScreen
from tui.review.screens.inbox_lists import ArticlesScreen, ManyScreen
from tui.review.screens.queue import QueueScreen
from tui.review.screens.reading import ArticleScreen
from tui.review.text_layout import lay_out
from tui.review.widgets.articletext import GUTTER, ArticleText
from tui.services.drafts import Drafts, draft_key, drafts_path
from tui.services.inbox import InboxSession

ORDER = [PLAIN, "12 people", SUBSET, VAGUE, OLD]
"""The proposals of the first article, as they are listed."""


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return make_inbox(tmp_path)


async def open_inbox(app: ReviewApp, pilot: Pilot[int], key: str = "i") -> InboxScreen:
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, InboxScreen) and app.screen.session.current is not None)
    assert isinstance(app.screen, InboxScreen)
    await pilot.pause()
    return app.screen


async def settled(pilot: Pilot[int], screen: InboxScreen, count: int) -> None:
    """Wait until so many proposals are settled and the screen shows it."""
    await until(pilot, lambda: screen.session.progress()[0] == count and f"{count}/6 in all" in screen_text(pilot.app))


def acts(path: Path) -> list[str]:
    """What the store says became of the first article's proposals."""
    with Dossier(path) as dossier:
        return [row.act for row in dossier.proposals_of(dossier.find_article("post.txt"))]


def words(screen: InboxScreen) -> str:
    claim = screen.claim()
    assert claim is not None
    return claim.passage.exact


def entered(path: Path) -> list[Assertion]:
    with Dossier(path) as dossier:
        return [claim for _, claim in dossier.entered_of(dossier.find_article("post.txt"))]


@pytest.mark.parametrize("key", one_quick("i", "f9"))
def test_the_inbox_shows_the_article_its_proposals_and_how_far_they_are(dossier: Path, key: str) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot, key)
        said = screen_text(app)
        assert "article 1 of 2  post.txt (Harbour Post, 2031-03-02)" in said
        assert "0/5 here, 0/6 in all  Ada" in said
        assert "harbour office (said)" in said
        assert "two proposers agree" in said
        for keys, position in [(["down"], 1), (["j", "j"], 3), (["k"], 2), (["end"], 4), (["home"], 0), (["G"], 4)]:
            await pilot.press(*keys)
            assert words(screen) == ORDER[position]
        assert "look    under fire of 2029, not under quay fire" in screen_text(app)

    review(dossier, script)


@pytest.mark.whole
@pytest.mark.parametrize("key", ["enter", "y"])
def test_accepting_is_one_press_and_goes_on_to_the_next(dossier: Path, key: str) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)
        await pilot.press(key)
        await settled(pilot, screen, 1)
        assert words(screen) == "12 people"
        assert "accepted killed at least 12; 4 left here" in screen_text(app)
        await pilot.press("u")
        await settled(pilot, screen, 0)
        assert words(screen) == PLAIN

    review(dossier, script)
    assert acts(dossier) == ["", "", "", "", ""]
    with Dossier(dossier) as store:
        assert [d.action for d in store.recent_decisions()] == ["undo", "confirm"]


@pytest.mark.whole
@pytest.mark.parametrize(("keys", "reason"), [(["x", "2"], "no_claim"), (["f7", "down", "enter"], "no_claim")])
def test_rejecting_is_a_key_and_a_reason(dossier: Path, keys: list[str], reason: str) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)
        await pilot.press("down", keys[0])
        await until(pilot, on(app, ChoiceScreen))
        assert "Reject missing 12" in screen_text(app)
        await pilot.press(*keys[1:])
        await settled(pilot, screen, 1)
        assert words(screen) == SUBSET

    review(dossier, script)
    assert acts(dossier)[1] == "reject"
    with Dossier(dossier) as store:
        assert store.recent_decisions()[0].reason == reason


@pytest.mark.whole
@pytest.mark.parametrize("key", ["c", "f8"])
def test_the_article_is_corrected_by_key_and_undone(dossier: Path, key: str) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)
        await pilot.press(key)
        await until(pilot, on(app, ChoiceScreen))
        await pilot.press("2")
        await until(pilot, on(app, LineScreen))
        await pilot.press(*["backspace"] * 10, *"soon", "enter")
        await until(pilot, lambda: "'soon' is not a date" in screen_text(app))
        await pilot.press(*["backspace"] * 4, *"2031-03-01", "enter")
        await until(pilot, lambda: "Why" in screen_text(app))
        await pilot.press(*"dateline", "enter")
        await until(pilot, lambda: "publication date of post.txt is 2031-03-01" in screen_text(app))
        assert "post.txt (Harbour Post, 2031-03-01)" in screen_text(app)
        with Dossier(dossier) as store:
            [amendment] = store.amendments().every
            assert (amendment.rationale, amendment.reviewer) == ("dateline", "Ada")
        await pilot.press("u")
        await until(pilot, lambda: "post.txt (Harbour Post, 2031-03-02)" in screen_text(app))
        assert words(screen) == PLAIN

    review(dossier, script)


@pytest.mark.whole
def test_another_reason_is_asked_for_in_words(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)
        await pilot.press("x", "9")
        await until(pilot, on(app, LineScreen))
        await pilot.press(*"a drill", "enter")
        await settled(pilot, screen, 1)

    review(dossier, script)
    with Dossier(dossier) as store:
        assert (store.recent_decisions()[0].reason, store.recent_decisions()[0].rationale) == ("unfit", "a drill")


@pytest.mark.whole
def test_a_rejected_line_can_be_accepted_after_all(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)
        await pilot.press("x", "1")
        await settled(pilot, screen, 1)
        await pilot.press("up")
        await until(pilot, lambda: "the words say something else, by Ada" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "accepted killed at least 12" in screen_text(app))

    review(dossier, script)
    assert acts(dossier)[0] == "confirm"


@pytest.mark.whole
@pytest.mark.parametrize("key", ["e", "f4"])
def test_mending_opens_the_fields_and_records_one_act_with_one_undo(dossier: Path, key: str) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)
        await pilot.press("down", "down", key)
        await until(pilot, on(app, ClaimForm))
        assert app.screen.query_one("#value", Input).value == "nine"
        await pilot.press("ctrl+u", *"eight", "enter", "ctrl+u", *"civilians", "f9")
        await settled(pilot, screen, 1)
        assert words(screen) == VAGUE
        assert "mended value, scope of killed 9; 4 left here" in screen_text(app)

    review(dossier, script)
    [new] = entered(dossier)
    assert (new.passage.exact, new.written, new.scope, new.extracted_by) == (SUBSET, "eight", "civilians", "Ada")
    with Dossier(dossier) as store:
        [decision] = store.recent_decisions()
        assert (decision.action, decision.replaced_by) == ("reject", new.id)
    assert acts(dossier) == ["", "", "reject", "", ""]


@pytest.mark.whole
def test_undo_of_a_mending_is_two_presses_away_from_where_it_was(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)
        await pilot.press("e")
        await until(pilot, on(app, ClaimForm))
        await pilot.press("ctrl+u", *"12", "f9")
        await settled(pilot, screen, 1)
        await pilot.press("n")
        await until(pilot, lambda: "bell.txt" in screen_text(app))
        await pilot.press("f12")
        await settled(pilot, screen, 0)
        assert words(screen) == PLAIN
        assert "undone: mended value" in screen_text(app)

    review(dossier, script)
    assert acts(dossier)[0] == ""


@pytest.mark.whole
def test_a_field_that_makes_no_claim_is_told_and_nothing_is_recorded(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_inbox(app, pilot)
        await pilot.press("e")
        await until(pilot, on(app, ClaimForm))
        await pilot.press("tab", "ctrl+u", *"wing", "f9")
        await until(pilot, lambda: "'wing' is no scope of killed; known are total" in screen_text(app))
        assert isinstance(app.screen, ClaimForm)
        await pilot.press("escape")
        await until(pilot, on(app, InboxScreen))

    review(dossier, script)
    assert (entered(dossier), acts(dossier)[0]) == ([], "")


@pytest.mark.whole
def test_the_fields_suggest_what_is_known(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_inbox(app, pilot)
        await pilot.press("e")
        await until(pilot, on(app, ClaimForm))
        await pilot.press("tab")
        await until(pilot, lambda: "whose number: total, " in screen_text(app))
        await pilot.press("tab", "ctrl+u", *"fire")
        field = app.screen.query_one("#subject", Input)
        await until(pilot, lambda: field._suggestion == "fire of 2029")
        await pilot.press("right")
        assert field.value == "fire of 2029"

    review(dossier, script)


@pytest.mark.whole
def test_a_draft_survives_leaving_and_is_dropped_on_request(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_inbox(app, pilot)
        await pilot.press("e")
        await until(pilot, on(app, ClaimForm))
        await pilot.press("ctrl+u", *"at most 3", "escape")
        await until(pilot, on(app, InboxScreen))

    review(dossier, script)

    async def again(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_inbox(app, pilot)
        await pilot.press("e")
        await until(pilot, on(app, ClaimForm))
        assert app.screen.query_one("#value", Input).value == "at most 3"
        await pilot.press("f8")
        await until(pilot, lambda: app.screen.query_one("#value", Input).value == "at least 12")
        await pilot.press("escape")

    review(dossier, again)
    with Dossier(dossier) as store:
        [claim] = by_quote(store)[PLAIN]
    assert Drafts(drafts_path(dossier)).get(draft_key("", "amend", claim.id)).is_empty


# ---------------------------------------------------------------------- adding


async def select(app: ReviewApp, pilot: Pilot[int], begin: str, end: str) -> None:
    """Select from the word `begin` to the word `end` by key."""
    screen = app.screen
    assert isinstance(screen, InboxScreen)
    text = screen.text
    assert text.has_focus
    for word in (begin, end):
        for _ in range(60):
            span = text._caret
            assert span is not None
            if TEXT[slice(*span)] == word:
                break
            await pilot.press("right")
        await pilot.press("enter")


@pytest.mark.whole
def test_a_missed_claim_is_added_on_words_selected_by_key(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)
        await pilot.press("end", "a")
        await pilot.pause()
        await select(app, pilot, "owners", "off")
        await until(pilot, on(app, ClaimForm))
        assert "owners deny that the alarm was off" in screen_text(app)
        form = app.screen
        assert form.query_one("#subject", Input).value == "fire of 2029"
        form.query_one("#attribute", Input).value = "occurred"
        form.query_one("#value", Input).value = "yes"
        form.query_one("#stance", Input).value = "denies"
        form.query_one("#why", Input).value = "the alarm"
        await pilot.press("f9")
        await until(pilot, lambda: "added occurred denies" in screen_text(app))
        assert words(screen) == "owners deny that the alarm was off"
        await pilot.press("u")
        await until(pilot, lambda: "undone: added" in screen_text(app))

    review(dossier, script)
    [new] = entered(dossier)
    assert (new.stance, new.note, new.extracted_by) == ("denies", "the alarm", "Ada")
    with Dossier(dossier) as store:
        assert store.recent_decisions()[0].reason == "withdrawn"


@pytest.mark.whole
def test_words_are_selected_by_dragging_and_a_click_goes_to_a_claim(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)
        text = screen.text
        rows = lay_out(TEXT, text._layout.width)

        def place(words: str) -> tuple[int, int]:
            offset = TEXT.index(words) + 1
            return GUTTER + rows.cell_of(offset), rows.row_at(offset)

        await pilot.click(ArticleText, offset=place(OLD))
        assert words(screen) == OLD
        await pilot.click(ArticleText, offset=place("12 people"))
        assert words(screen) == "12 people", "the shortest claim that holds the place"
        await pilot.mouse_down(ArticleText, offset=place("owners"))
        await pilot.hover(ArticleText, offset=place("alarm"))
        await pilot.mouse_up(ArticleText, offset=place("alarm"))
        await until(pilot, on(app, ClaimForm))
        assert "owners deny that the alarm" in screen_text(app)

    review(dossier, script)


@pytest.mark.whole
def test_selecting_can_be_left_and_says_so(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)
        await pilot.press("f3", "right", "enter", "down")
        assert "Select the words of the claim" in screen_text(app)
        assert "esc begins anew" in screen_text(app)
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert screen.lines.has_focus
        assert screen.text.selection is None
        await pilot.press("down")
        assert words(screen) == ORDER[1]

    review(dossier, script)
    assert entered(dossier) == []


@pytest.mark.whole
def test_an_added_claim_begun_is_gone_on_with_and_can_be_dropped(dossier: Path) -> None:
    async def begin(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_inbox(app, pilot)
        await pilot.press("a", "enter", "enter")
        await until(pilot, on(app, ClaimForm))
        await pilot.press("tab", *"x")

    review(dossier, begin)

    async def go_on(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_inbox(app, pilot)
        await pilot.press("a")
        await until(pilot, on(app, ClaimForm))
        assert app.screen.query_one("#scope", Input).value == "totalx"
        await pilot.press("f8")
        await until(pilot, on(app, InboxScreen))
        await pilot.press("a")
        await pilot.pause()
        assert isinstance(app.screen, InboxScreen)
        assert app.screen.text.has_focus

    review(dossier, go_on)


@pytest.mark.whole
def test_a_translation_is_asked_for_where_the_words_are_not_in_english(tmp_path: Path) -> None:
    path = tmp_path / "d.variorum"
    text = "Двенадцать человек погибли во вторник при пожаре на фабрике, сообщила полиция города."
    post = make_article(text, name="post.txt")
    with Dossier(path, create=True) as store:
        store.add_articles([post])
        store.add_assertions([make_assertion(post, "погибли", "12", attribute="injured").changed(tier="single")])

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_inbox(app, pilot)
        await pilot.press("a", "enter", "enter")
        await until(pilot, on(app, ClaimForm))
        form = app.screen
        for name, value in {"value": "12", "subject": "fire", "attribute": "killed", "translation": "Twelve"}.items():
            form.query_one(f"#{name}", Input).value = value
        await pilot.press("f9")
        await until(pilot, on(app, InboxScreen))

    review(path, script)
    [made] = entered(path)
    assert (made.translation, bool(made.translator)) == ("Twelve", True)


# ---------------------------------------------------------------------- many, and moving


@pytest.mark.whole
def test_many_are_accepted_after_a_look_at_the_odd_ones(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, ManyScreen) and "Accept 1 of the 3" in screen_text(app))
        assert "2 odd ones stand first, unticked" in screen_text(app)
        await pilot.press("t")
        await until(pilot, lambda: "Accept 1 of the 5" in screen_text(app))
        await pilot.press("space")
        assert "Accept 2 of the 5" in screen_text(app)
        await pilot.press("enter")
        await settled(pilot, screen, 2)
        await pilot.press("u")
        await settled(pilot, screen, 0)
        await pilot.press("f6", "escape")
        await until(pilot, on(app, InboxScreen))

    review(dossier, script)
    assert acts(dossier) == [""] * 5


@pytest.mark.whole
def test_a_scope_is_set_in_two_presses_and_nothing_else_of_the_claim_changes(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)
        await pilot.press("s")
        await until(pilot, on(app, ChoiceScreen))
        options = app.screen.query_one(OptionList)
        lines = [str(options.get_option_at_index(n).prompt) for n in range(9)]
        [digit] = [line[0] for line in lines if "attackers" in line]
        await pilot.press(digit)
        await settled(pilot, screen, 1)
        await until(pilot, lambda: "mended scope of killed" in screen_text(app))

    review(dossier, script)
    [made] = entered(dossier)
    assert (made.scope, made.passage.exact, made.speakers) == ("attackers", PLAIN, ("harbour office",))


def make_junk(folder: Path, count: int = 20) -> Path:
    """So many proposals of one construction in as many articles, one of them found by two proposers; one of another."""
    path = folder / "junk.variorum"
    articles = [make_article(f"In story {n} nobody died.", name=f"story-{n}.txt") for n in range(count)]
    sound = make_article("In all 12 people died.", name="sound.txt")
    with Dossier(path, create=True) as store:
        store.add_articles([*articles, sound])
        for n, article in enumerate(articles):
            said = make_assertion(article, "nobody died", "0", subject=f"story {n}")
            store.add_assertions([said.changed(tier="single" if n else "agreed", rule="wish")])
        store.add_assertions([make_assertion(sound, "12 people died", "12").changed(tier="single", rule="active")])
    return path


@pytest.mark.whole
def test_twenty_junk_proposals_of_one_construction_are_rejected_in_six_presses(tmp_path: Path) -> None:
    path = make_junk(tmp_path)
    presses = 0

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)

        async def press(key: str, reached: Callable[[], object]) -> None:
            nonlocal presses
            presses += 1
            await pilot.press(key)
            await until(pilot, reached)

        await press("X", lambda: isinstance(app.screen, ChoiceScreen) and "Reject which" in screen_text(app))
        options = app.screen.query_one(OptionList)
        lines = [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]
        [at] = [n for n, line in enumerate(lines, start=1) if "20 of the construction wish" in line]
        await press(str(at), lambda: "Reject 19 of the 20 proposals" in screen_text(app))
        assert "in 20 articles? 1 odd one stands first, unticked." in screen_text(app)
        await press("a", lambda: "Reject 20 of the 20" in screen_text(app))
        await press("enter", lambda: isinstance(app.screen, ChoiceScreen) and "because" in screen_text(app))
        await press("1", lambda: screen.session.progress() == (20, 21))
        await until(pilot, lambda: "rejected 20 proposals" in screen_text(app))
        await pilot.press("u")
        await until(pilot, lambda: screen.session.progress() == (0, 21))

    review(path, script)
    assert presses <= 6


@pytest.mark.whole
def test_articles_are_gone_through_and_chosen(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)

        def is_open(name: str) -> bool:
            return (
                screen.session.current is not None
                and screen.session.current.article.name == name
                and name in screen_text(app)
            )

        for key, name in [("n", "bell.txt"), ("right", "post.txt"), ("p", "bell.txt"), ("left", "post.txt")]:
            await pilot.press(key)
            await until(pilot, partial(is_open, name))
        await pilot.press("o")
        await until(pilot, on(app, ArticlesScreen))
        await pilot.press("down", "enter")
        await until(pilot, lambda: is_open("bell.txt"))
        await pilot.press("enter")
        await settled(pilot, screen, 1)
        assert "this article is done, n goes to the next" in screen_text(app)
        await pilot.press("tab")
        assert "nothing waits in this article" in screen_text(app)
        await pilot.press("n")
        await until(pilot, lambda: is_open("post.txt"))
        await pilot.press("down", "enter")
        await settled(pilot, screen, 2)
        await pilot.press("home", "w", "w")
        assert words(screen) == VAGUE
        await pilot.press("?")
        await until(pilot, on(app, HelpScreen))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, QueueScreen) and not app.is_comparing)
        with Dossier(dossier) as store:
            assert store.dirty_numbers() == []

    review(dossier, script)


@pytest.mark.whole
def test_what_somebody_else_did_meanwhile_is_told(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)
        other = InboxSession(screen.session.workspace, "Bo")
        claim = screen.claim()
        assert claim is not None
        other.reject([claim], "1")
        await pilot.press("enter")
        await until(pilot, lambda: "rejected already, by Bo" in screen_text(app))
        assert screen.session.current is not None
        assert screen.session.current.entries[0].act == "reject"

    review(dossier, script)


@pytest.mark.whole
def test_the_whole_article_opens_from_a_conflict_at_its_claim(dossier: Path) -> None:
    gazette = make_article("Ten were killed at the quay.", name="gazette.txt", publisher="Gazette")
    with Dossier(dossier) as store:
        store.add_articles([gazette])
        store.add_assertions([make_assertion(gazette, "Ten were killed", "ten")])

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
        conflict = app.screen
        assert isinstance(conflict, ConflictScreen)
        await pilot.press("v")
        await until(pilot, on(app, ArticleScreen))
        await pilot.press("right", "enter")
        await until(pilot, lambda: isinstance(app.screen, InboxScreen) and app.screen.session.current is not None)
        screen = app.screen
        assert isinstance(screen, InboxScreen)
        await until(pilot, lambda: screen.claim() is not None)
        claim = screen.claim()
        assert claim is not None
        assert claim.id in {card.id for card in conflict.cards}
        await press_through(app, pilot, ["x"])
        await pilot.press("1")
        await until(pilot, lambda: app.screen is screen and is_idle(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is conflict)
        await until(pilot, lambda: any(card.member.removed and card.id == claim.id for card in conflict.cards))

    review(dossier, script)


def test_without_proposals_the_inbox_says_how_to_get_some(tmp_path: Path) -> None:
    path = tmp_path / "empty.variorum"
    with Dossier(path, create=True) as store:
        store.add_articles([make_article("Nothing.")])

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("i")
        await until(pilot, lambda: "`variorum extract` makes them" in screen_text(app))
        await pilot.press("enter", "x", "e", "a", "b", "n", "o", "tab", "down", "u", "escape")

    review(path, script)


@pytest.mark.whole
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 48)])
def test_text_list_claim_and_keys_are_in_sight_at_any_size(dossier: Path, size: tuple[int, int]) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)
        for widget in ("ArticleText", "#claims", "#claim", "KeyBar"):
            region = screen.query_one(widget).region
            assert region.height > 0, widget
            assert region.width > 0, widget
            assert region.bottom <= size[1], widget

    review(dossier, script, size=size)


@pytest.mark.whole
def test_a_window_too_small_to_work_in_does_no_harm(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)
        await pilot.press("down", "e", "escape", "a", "right", "escape", "b", "escape", "enter")
        await until(pilot, lambda: screen.session.progress()[0] == 1)

    review(dossier, script, size=(30, 8))


HOSTILE = (
    "At least 12 \x1b[2J\x9b31m [@click=app.bell]died[/] \u202egnihton\u202c"
    " said [sic] a\u0301\u0301\u0301\u0301\u0301\u0301. 日本語の記事"
)


@pytest.mark.whole
def test_hostile_text_is_shown_and_selected_and_never_obeyed(tmp_path: Path) -> None:
    article = make_article(HOSTILE, name="x\x1b]0;y\x07.txt", publisher="P[/]\u202e")
    claim = make_assertion(article, HOSTILE[:40], "at least 12", subject="[bold]s\x1b").changed(
        tier="single", note="\x1b[2J[/]", rule="[x]"
    )
    path = tmp_path / "hostile.variorum"
    with Dossier(path, create=True) as store:
        store.add_articles([article])
        store.add_assertions([claim])

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_inbox(app, pilot)
        text = screen.text
        drawn = "".join(segment.text for y in range(5) for segment in text.render_line(y))
        assert "␛[2J‹9B›31m [@click=app.bell]died[/] ‹202E›gnihton‹202C› said [sic]" in " ".join(drawn.split())
        assert "\x1b" not in screen_text(app)
        assert "\u202e" not in screen_text(app)
        await pilot.press("b", "t", "escape", "o", "escape", "e", "escape", "a", "end", "right", "right", "down", "up")
        await pilot.press("enter", "enter")
        await until(pilot, on(app, ClaimForm))
        await pilot.press("escape", "x", "1")
        await until(pilot, lambda: screen.session.progress()[0] == 1)

    review(path, script)


# ---------------------------------------------------------------------- on a real terminal


@pytest.mark.whole
def test_on_a_terminal_an_edit_survives_sigterm_and_acts_survive_kill(dossier: Path, tmp_path: Path) -> None:
    def start() -> Terminal:
        terminal = Terminal(dossier, columns=120, lines=40, XDG_STATE_HOME=str(tmp_path / "state"))
        terminal.until("proposals: i")
        terminal.press("i")
        terminal.until("here, ", "in all", "at least 12")
        return terminal

    terminal = start()
    terminal.press("\r")
    terminal.until("accepted killed")
    terminal.press("e")
    terminal.until("what do these words say")
    terminal.press("77\t")
    terminal.until("whose number")  # told of the next field, once all of that is typed
    terminal.child.kill(signal.SIGTERM)
    assert terminal.end() == 128 + signal.SIGTERM
    assert acts(dossier) == ["confirm", "", "", "", ""]

    terminal = start()
    terminal.press("e")
    terminal.until("1277")
    terminal.press("\x13")
    terminal.until("mended value")
    terminal.child.kill(signal.SIGKILL)
    terminal.child.close(force=True)
    assert acts(dossier) == ["confirm", "reject", "", "", ""]
    assert [claim.written for claim in entered(dossier)] == ["1277"]
