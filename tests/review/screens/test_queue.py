"""The queue's actions by their keys: marks, one stroke over many with its preview, views, reviewers compared, a reason
given afterwards, a picture of the screen.
"""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from claims.store.dossier import Dossier
from tests.support.pilot import choose, on, open_killed, review, screen_text, stored, until
from tests.support.review_builders import KILLED, make_article, make_assertion
from tui.review.app import ReviewApp
from tui.review.screens.asking import ChoiceScreen
from tui.review.screens.bulk import BulkScreen
from tui.review.screens.queue import QueueScreen
from tui.review.screens.rationale import RationaleScreen
from tui.review.settings import Settings
from tui.review.widgets.queuelist import COLUMNS, heading, widths
from tui.services.acts import Act
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace


def decisions(path: Path) -> list[str]:
    with Dossier(path) as store:
        return [decision.action for decision in reversed(store.recent_decisions())]


@pytest.mark.whole
def test_marked_items_are_decided_after_a_preview_and_undone_at_once(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("space", "space")
        await until(pilot, lambda: app.session.position == 2)
        await choose(app, pilot, "b", "1", "3")  # the marked; needs evidence
        await until(pilot, on(app, BulkScreen))
        assert "2 items; 0 to look at first" in screen_text(app)
        await choose(app, pilot, "1", "3")
        await until(pilot, lambda: "recorded 2 decisions; one undo takes them all back" in screen_text(app))
        assert app.session.progress()["needs_evidence"] == 2
        await pilot.press("u")
        await until(pilot, lambda: "undone: 2 decisions made at one stroke" in screen_text(app))
        assert app.session.progress().get("needs_evidence", 0) == 0

    review(dossier, script)
    assert decisions(dossier) == ["needs_evidence"] * 2 + ["undo"] * 2


@pytest.mark.whole
def test_a_stroke_over_the_whole_filter_says_so_and_esc_decides_nothing(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await choose(app, pilot, "b")
        assert isinstance(app.screen, ChoiceScreen)
        await choose(app, pilot, "1", "1")
        await until(pilot, on(app, BulkScreen))
        await pilot.press("escape")
        await until(pilot, on(app, QueueScreen))

    review(dossier, script)
    assert decisions(dossier) == []


@pytest.mark.whole
def test_a_view_is_named_and_gone_to(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("slash")
        await pilot.press(*"attribute:injured", "enter")
        await until(pilot, lambda: len(app.session.queue) == 1)
        await choose(app, pilot, "V")
        await pilot.press("tab", *"hurt", "enter")
        await until(pilot, lambda: "hurt is now: unsettled attribute:injured" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: len(app.session.queue) == 3)
        await choose(app, pilot, "V")
        await pilot.press("1")
        await until(pilot, lambda: len(app.session.queue) == 1)

    review(dossier, script)


@pytest.mark.whole
def test_reviewers_are_compared_and_what_they_share_is_adopted(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        workspace.refresh()
        for name in ("Bo", "Cy"):
            item = workspace.item(KILLED)
            ReviewSession(workspace, name).decide(
                item, Act("accept", assertion=item.members[0].assertion.id, reason="4")
            )

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await choose(app, pilot, "D")
        assert "Bo and Cy: 1 of 1 alike (100%)" in screen_text(app)
        await pilot.press("3")
        await until(pilot, lambda: len(app.session.queue) == 1)
        await pilot.press("A")
        await until(pilot, on(app, BulkScreen))
        await pilot.press("1")
        await until(pilot, lambda: "recorded 1 decisions" in screen_text(app))

    review(dossier, script)
    assert [d.reviewer for d in stored(dossier)] == ["Bo", "Cy", "Ada"]


@pytest.mark.whole
def test_a_reason_is_given_afterwards(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await open_killed(app, pilot)
        await pilot.press("2")
        await until(pilot, lambda: len(stored(dossier)) == 1)
        await until(pilot, lambda: "1/3 settled" in screen_text(app))
        await pilot.press("w")
        await until(pilot, on(app, RationaleScreen))
        await pilot.press("4")
        await until(pilot, lambda: "recorded the reason" in screen_text(app))

    review(dossier, script, settings=Settings(reasons="optional"))
    first, second = stored(dossier)
    assert (first.reason, second.reason, second.assertion) == ("", "official_record", first.assertion)


@pytest.mark.whole
@pytest.mark.parametrize("theme", ["high-contrast", "no-color", "textual-light"])
def test_a_picture_of_the_screen_is_saved_in_any_theme(
    dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.chdir(tmp_path)

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("ctrl+s")
        await until(pilot, lambda: list(tmp_path.glob("*.svg")))

    review(dossier, script, settings=Settings(theme=theme))
    assert "quay" in next(tmp_path.glob("*.svg")).read_text("utf-8")


def test_what_somebody_else_added_is_there_after_a_reload(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        assert len(app.session.queue) == 3
        with Dossier(dossier) as theirs:
            articles = [
                make_article(f"The mast fell and {n} died.", name=f"mast-{n}.txt", publisher=f"P{n}") for n in "47"
            ]
            theirs.add_articles(articles)
            theirs.add_assertions(
                [
                    make_assertion(article, f"{n} died", n, subject="mast")
                    for article, n in zip(articles, "47", strict=True)
                ]
            )
        await pilot.press("R")
        await until(pilot, lambda: len(app.session.queue) == 4)
        assert ("mast", "killed") in [row.key for row in app.session.page(0, 4)]

    review(dossier, script)


@pytest.mark.whole
def test_columns_are_chosen_and_kept_and_the_queue_is_sorted(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        def heads() -> str:
            return str(app.screen_stack[1].query_one("#columns", Static).visual)

        assert "values" in heads()
        assert "why" not in heads()
        await choose(app, pilot, "C")
        await pilot.press("5")
        await until(pilot, lambda: "values" not in heads())
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await choose(app, pilot, "escape")
        await choose(app, pilot, "O")
        await choose(app, pilot, "5")
        await until(pilot, lambda: app.session.view.sort == "members")
        assert [row.members for row in app.session.page(0, 9)] == [3, 2, 2]

    async def again(app: ReviewApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: app.session.view.sort == "members")
        assert "values" not in str(app.screen_stack[1].query_one("#columns", Static).visual)

    review(dossier, script)
    review(dossier, again)


def test_widths_follow_the_screen_and_every_column_says_what_it_holds() -> None:
    for width in (30, 79, 119, 159, 200):
        shown = widths((), width)
        assert [name for name, _ in shown if name in ("incident", "values")] == ["incident", "values"]
        assert width < 60 or sum(size + 1 for _, size in shown) + 2 <= width + 1
        assert len(heading((), width)) == width
    assert dict(widths((), 159))["incident"] > dict(widths((), 79))["incident"]
    assert [name for name, _ in widths(("why", "incident"), 100)] == ["incident", "why"]


def test_a_line_says_which_values_compete_and_what_rests_on_proposals(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        rows = {row.key: row for row in workspace.dossier.item_page(workspace.dossier.item_numbers())}
    row = rows[("quay fire", "killed")]
    assert COLUMNS["values"].text(row) == "8 | 9 | ≥12"
    assert COLUMNS["differing"].text(row) == "value who"
    assert (COLUMNS["origins"].text(row), COLUMNS["proposals"].text(row)) == ("2", "–")
