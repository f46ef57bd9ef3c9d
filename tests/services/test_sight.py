"""What a blind reviewer sees is the same whatever others have decided, until they have settled the item themselves."""

import shutil
from pathlib import Path

import pytest

from claims.store.dossier import HeadMovedError
from tests.support.blindness import DEEDS, FERRY, INJURED, WORDS, all_shown, do
from tests.support.profiles import one_quick
from tests.support.review_builders import KILLED, make_dossier
from tui.services.acts import Act, DecisionError
from tui.services.bulk import make_plan, record_plan
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return make_dossier(tmp_path, reconciled=True)


def seen_blind(path: Path, *, settles: bool = False) -> list[object]:
    """All that a blind session shows; with `settles` after it has given a verdict on an item."""
    with Workspace(path) as workspace:
        session = ReviewSession(workspace, "Ben", reasons="optional", blind=True)
        session.load_queue()
        if not settles:
            return all_shown(session)
        outcome = session.decide(session.item(FERRY), Act("contested"))
        session.load_queue()
        rows = session.page(0, 10)
        plan = [one.odd for one in make_plan(session, session.queue, "contested").planned]
        return [outcome.state, outcome.verdicts if hasattr(outcome, "verdicts") else (), session.queue, rows, plan]


@pytest.mark.parametrize("deed", one_quick("accepted another", *(d for d in DEEDS if d != "accepted another")))
def test_lists_counts_and_items_are_the_same_whatever_others_did(dossier: Path, tmp_path: Path, deed: str) -> None:
    alone = Path(shutil.copy(dossier, tmp_path / "alone.variorum"))
    do(dossier, deed)
    assert seen_blind(dossier) == seen_blind(alone)
    assert seen_blind(dossier, settles=True) == seen_blind(alone, settles=True)


def test_a_blind_verdict_is_recorded_over_one_that_came_meanwhile(dossier: Path) -> None:
    with Workspace(dossier) as one, Workspace(dossier) as other:
        ben = ReviewSession(one, "Ben", reasons="optional", blind=True)
        item = ben.item(KILLED)
        do(dossier, "accepted one")
        outcome = ben.decide(item, Act("accept", assertion=item.members[1].assertion.id))
        assert (outcome.state, outcome.reviewers) == ("resolved", ("Ben",))
        first, second = other.dossier.decisions(KILLED)
        assert (second.reviewer, second.blind, second.based_on) == ("Ben", True, first.id)
        assert ben.item(KILLED).state == "differ"
        sighted = ReviewSession(other, "Cy", reasons="optional")
        with pytest.raises(HeadMovedError):
            sighted.decide(item, Act("contested"))


def test_a_blind_stroke_is_recorded_whole_over_what_came_meanwhile(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        ben = ReviewSession(workspace, "Ben", blind=True)
        ben.load_queue()
        plan = make_plan(ben, ben.queue, "contested")
        do(dossier, "all at once")
        recorded, overtaken = record_plan(ben, plan.chosen(with_odd=True), "", "so")
    assert (len(recorded), overtaken) == (3, [])
    assert all(decision.blind for decision in recorded)


def test_an_undo_takes_back_ones_own_only(dossier: Path) -> None:
    do(dossier, "accepted one")
    with Workspace(dossier) as workspace:
        ben = ReviewSession(workspace, "Ben", blind=True)
        with pytest.raises(DecisionError, match="quay fire/killed has no decision to undo"):
            ben.undo(ben.item(KILLED))
        ben.decide(ben.item(KILLED), Act("contested", rationale="so"))
        do(dossier, "accepted one")
        assert ben.undo(ben.item(KILLED)).reviewer == "Ben"
        assert ben.item(KILLED).state == "open"


def test_who_could_have_known_others_is_not_called_blind_on_changing_their_mind(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        ben = ReviewSession(workspace, "Ben", reasons="optional", blind=True)
        ben.decide(ben.item(KILLED), Act("contested"))
        ben.undo()
        ben.decide(ben.item(KILLED), Act("undecided"))
        do(dossier, "accepted one")
        ben.undo()
        ben.decide(ben.item(KILLED), Act("contested"))
        mine = [d.blind for d in workspace.dossier.decisions(KILLED) if d.reviewer == "Ben" and d.action != "undo"]
    assert mine == [True, True, False]


def test_what_tells_of_others_is_for_those_who_work_in_the_open(dossier: Path) -> None:
    do(dossier, "accepted one")
    with Workspace(dossier) as workspace:
        ben = ReviewSession(workspace, "Ben", blind=True)
        with pytest.raises(DecisionError, match="you review blind"):
            ben.compare_reviewers()
        with pytest.raises(DecisionError, match="you review blind"):
            make_plan(ben, [], "unanimous")
        ben.blind = False
        assert ben.item(KILLED).state == "resolved"
        assert WORDS in (ben.item(KILLED).resolution.decision or pytest.fail("no decision")).rationale


def test_the_past_tells_nothing_of_others_either(dossier: Path, tmp_path: Path) -> None:
    alone = Path(shutil.copy(dossier, tmp_path / "alone.variorum"))
    do(dossier, "accepted another")

    def look_back(path: Path) -> list[object]:
        with Workspace(path) as workspace:
            ben = ReviewSession(workspace, "Ben", blind=True)
            ben.look_at("2999-01-01", recorded=True)
            ben.load_queue()
            items = [ben.item(key).changed(head=None) for key in (KILLED, INJURED)]
            return [ben.days(), ben.days(KILLED), ben.page(0, 9), *items]

    assert look_back(dossier) == look_back(alone)
