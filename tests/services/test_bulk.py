"""Many items at one stroke, named views, coming back, two reviewers: on the session, without a screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.store.tables.queue import ItemFilter
from tests.support.review_builders import make_dossier
from tui.services.acts import Act, DecisionError
from tui.services.bookmark import Bookmark
from tui.services.bulk import make_plan, record_plan
from tui.services.query import UNSETTLED, parse_query
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace

KILLED = ("quay fire", "killed")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(make_dossier(tmp_path, reconciled=True)) as workspace:
        yield workspace


def begin(workspace: Workspace, reviewer: str = "Ada", *, blind: bool = False) -> ReviewSession:
    session = ReviewSession(workspace, reviewer, blind=blind)
    session.load_queue()
    return session


def shown(session: ReviewSession, line: str) -> list[str]:
    session.load_queue(parse_query(line))
    return [f"{row.subject}/{row.attribute}" for row in session.page(0, 100)]


# ---------------------------------------------------------------------- the filter


@pytest.mark.whole
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("unsettled", ["ferry grounding/killed", "quay fire/killed", "quay fire/injured"]),
        ("attribute:injured", ["quay fire/injured"]),
        ("source:rescuers", ["quay fire/injured"]),
        ('source:"coast guard" severity:high', ["quay fire/killed"]),
        ("relation:relay_divergence", ["quay fire/killed"]),
        ("date:2031-03 attribute:injured", ["quay fire/injured"]),
        ("date:2030", []),
        ("reviewer:Ada", []),
        ("treated 25", ["quay fire/injured"]),
        ("sort:attribute", ["quay fire/injured", "ferry grounding/killed", "quay fire/killed"]),
        ("sort:members attribute:killed", ["quay fire/killed", "ferry grounding/killed"]),
    ],
)
def test_the_queue_is_filtered_by_what_a_line_says(workspace: Workspace, line: str, expected: list[str]) -> None:
    assert shown(begin(workspace), line) == expected


def test_facets_count_what_choosing_them_would_show(workspace: Workspace) -> None:
    store = workspace.dossier
    for field in ("state", "attribute", "severity", "relation", "source", "date"):
        counts = store.facet_counts(UNSETTLED, field)
        assert counts, field
        for value, count in counts:
            assert len(store.queue(UNSETTLED.having(field, (value,)))) == count or field == "state"


def test_a_decision_moves_the_item_between_facets_at_once(workspace: Workspace) -> None:
    session = begin(workspace)
    session.decide(workspace.item(KILLED), Act("contested", rationale="so"))
    assert shown(session, "reviewer:Ada") == ["quay fire/killed"]
    session.undo()
    assert shown(session, "reviewer:Ada") == []


def test_rebuilding_empties_the_facets_and_the_next_refresh_fills_them(workspace: Workspace) -> None:
    before = workspace.dossier.facet_counts(ItemFilter(), "source")
    workspace.dossier.rebuild()
    assert workspace.dossier.facet_counts(ItemFilter(), "source") == []
    workspace.refresh()
    assert workspace.dossier.facet_counts(ItemFilter(), "source") == before


# ---------------------------------------------------------------------- one stroke


def test_a_plan_names_the_odd_ones_and_records_nothing(workspace: Workspace) -> None:
    session = begin(workspace)
    session.decide(workspace.item(KILLED), Act("contested", rationale="so"))
    plan = make_plan(session, session.queue, "needs_evidence")
    assert [(one.item.id, one.odd) for one in plan.odd] == [("quay fire/killed", "Ada has decided it: contested")]
    assert len(plan.chosen(with_odd=False)) == 2
    assert len(plan.chosen(with_odd=True)) == 3
    assert len(workspace.dossier.recent_decisions()) == 1


def test_one_undo_takes_back_all_that_one_stroke_decided(workspace: Workspace) -> None:
    session = begin(workspace)
    plan = make_plan(session, session.queue, "proposal")
    recorded, passed = record_plan(session, plan.chosen(with_odd=True), "", "")
    assert len(recorded) == 3
    assert passed == []
    assert len({decision.batch for decision in recorded}) == 1
    assert all(decision.policy for decision in recorded)
    assert session.load_queue() == 0
    session.undo()
    assert session.load_queue(UNSETTLED) == 3
    assert {decision.batch for decision in workspace.dossier.recent_decisions(3)} == {recorded[0].batch}
    with pytest.raises(DecisionError, match="nothing to undo"):
        session.undo()


def test_what_somebody_decided_meanwhile_is_left_alone(workspace: Workspace) -> None:
    session = begin(workspace)
    plan = make_plan(session, session.queue, "contested")
    begin(workspace, "Bo").decide(workspace.item(KILLED), Act("needs_evidence", rationale="first"))
    recorded, passed = record_plan(session, plan.chosen(with_odd=True), "equal_standing", "")
    assert len(recorded) == 2
    assert [one.item.id for one in passed] == ["quay fire/killed"]
    assert workspace.item(KILLED).state == "needs_evidence"


def test_a_stroke_over_more_than_can_be_looked_over_is_refused(workspace: Workspace) -> None:
    with pytest.raises(DecisionError, match="filter the queue further"):
        make_plan(begin(workspace), range(1, 3_000), "contested")


# ---------------------------------------------------------------------- two reviewers


def test_blind_one_sees_nothing_of_what_others_decided_until_one_has_decided(workspace: Workspace) -> None:
    ada = begin(workspace)
    ada.decide(
        workspace.item(KILLED), Act("accept", assertion=workspace.item(KILLED).members[0].assertion.id, reason="4")
    )
    bo = begin(workspace, "Bo", blind=True)
    assert "quay fire/killed" in [f"{row.subject}/{row.attribute}" for row in bo.page(0, 10)]
    assert {row.state for row in bo.page(0, 10)} == {"open"}
    item = bo.item(KILLED)
    assert item.resolution.decision is None
    assert item.reviewers == ()
    after = bo.decide(item, Act("contested", rationale="both stand"))
    assert after.reviewers == ("Bo",)
    assert bo.item(KILLED).reviewers == ("Ada", "Bo")
    [first, second] = workspace.dossier.decisions(KILLED)
    assert (first.blind, second.blind, second.based_on) == (False, True, first.id)
    assert "quay fire/killed" not in shown(bo, "unsettled")


def test_agreement_is_told_by_value_then_by_reason(workspace: Workspace) -> None:
    ids = [member.assertion.id for member in workspace.item(KILLED).members]
    for reviewer, act in [
        ("Ada", Act("accept", assertion=ids[0], reason="4")),
        ("Bo", Act("accept", assertion=ids[1], reason="4")),
    ]:
        begin(workspace, reviewer).decide(workspace.item(KILLED), act)
    assert shown(begin(workspace), "all agreement:value_differs") == ["quay fire/killed"]
    [pair] = begin(workspace).compare_reviewers().pairs
    assert (pair.one, pair.other, pair.agreement.both, pair.agreement.same) == ("Ada", "Bo", 1, 0)
    assert [d.reviewer for d in begin(workspace).verdicts(workspace.item(KILLED))] == ["Ada", "Bo"]
    begin(workspace, "Bo").decide(workspace.item(KILLED), Act("accept", assertion=ids[0], reason="1"))
    assert shown(begin(workspace), "all agreement:reason_differs") == ["quay fire/killed"]
    begin(workspace, "Bo").decide(workspace.item(KILLED), Act("accept", assertion=ids[0], reason="4"))
    session = begin(workspace, "Cy")
    assert shown(session, "all agreement:unanimous") == ["quay fire/killed"]
    plan = make_plan(session, session.queue, "unanimous")
    [adopted] = record_plan(session, plan.chosen(with_odd=False), "", "")[0]
    assert (adopted.reviewer, adopted.assertion, adopted.reason) == ("Cy", ids[0], "official_record")
    assert adopted.rationale == "adopted: Ada, Bo say the same"


def test_an_answer_is_shown_before_it_is_given(workspace: Workspace) -> None:
    session = begin(workspace)
    item = workspace.item(KILLED)
    after = session.consequences(item, Act("reject", assertion=item.members[0].assertion.id))
    assert len(after.minimal_sets) < len(item.minimal_sets)
    assert workspace.dossier.decisions(KILLED) == ()


# ---------------------------------------------------------------------- where one stopped


def test_a_place_and_its_views_are_there_the_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    places = Bookmark.of(tmp_path / "d.variorum")
    assert (places.query, places.item, places.views) == ("", None, {})
    places.query, places.item = "all", KILLED
    places.name_view("mine", "reviewer:Ada")
    assert places.save()
    assert Bookmark.of(tmp_path / "d.variorum") == places


@pytest.mark.parametrize("content", ["", "[]", '{"item": 3, "views": 4}', '{"item": ["a"], "query": null}'])
def test_a_place_that_cannot_be_read_is_a_new_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    path = Bookmark.of(tmp_path / "d.variorum").path
    path.parent.mkdir(parents=True)
    path.write_text(content)
    assert Bookmark.of(tmp_path / "d.variorum").item is None


def test_each_reviewer_has_a_place_of_their_own_and_begins_where_all_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    dossier = tmp_path / "d.variorum"
    shared = Bookmark.of(dossier)
    shared.query, shared.item = "all", KILLED
    shared.name_view("mine", "reviewer:Ada")
    assert shared.save()
    ada, bo = Bookmark.of(dossier, "Ada"), Bookmark.of(dossier, "Bo")
    assert (ada.query, ada.item, ada.views) == ("all", KILLED, shared.views)
    ada.query, ada.item = "state:open", ("quay fire", "injured")
    assert ada.save()
    assert Bookmark.of(dossier, "Ada") == ada
    assert (Bookmark.of(dossier, "Bo"), Bookmark.of(dossier)) == (bo, shared)
    handed = ada.handed_to(dossier, "Bo")
    assert (handed.path, handed.query, handed.item) == (bo.path, ada.query, ada.item)
    assert Bookmark.of(dossier, "../\udce9/x").path.parent == shared.path.parent
