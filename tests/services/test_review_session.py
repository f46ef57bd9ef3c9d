"""The review session without a screen: every act is stored as the decision that was asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.models import Assertion, Decision
from claims.store.dossier import Dossier, EventMovedError, HeadMovedError
from claims.vocabulary.reasons import reasons_for
from reconcile.audit.provenance import Element, Node, ProvenanceBuilder
from reconcile.evidence.lens import Lens
from tests.support.inbox_builders import PLAIN, SUBSET, by_quote, make_inbox
from tests.support.review_builders import KILLED, make_article, make_assertion, make_dossier
from tui.services.acts import Act, DecisionError, act_of
from tui.services.bulk import make_plan, record_plan
from tui.services.event_mending import split_off
from tui.services.event_review import EventError, merge_events, split_event
from tui.services.inbox import InboxSession
from tui.services.numbering import number_members
from tui.services.query import parse_query
from tui.services.review_session import MendingAct, ReviewSession
from tui.services.workspace import Workspace
from tui.writers.wording import decision_words, statements_of


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(make_dossier(tmp_path, reconciled=True)) as workspace:
        yield workspace


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ({"action": "accept"}, 2),
        ({"action": "range", "low": "8", "high": "12"}, None),
        ({"action": "range", "low": "8", "high": None}, None),
        ({"action": "contested"}, None),
        ({"action": "not_comparable", "relation": "part_of_whole"}, None),
        ({"action": "needs_evidence"}, None),
        ({"action": "undecided"}, None),
        ({"action": "reject"}, 1),
        ({"action": "different_event"}, 3),
        ({"action": "set_scope", "scope": "civilians"}, 2),
    ],
)
def test_every_act_is_stored_with_its_reason(
    workspace: Workspace, asked: dict[str, str | None], about: int | None
) -> None:
    item = workspace.item(KILLED)
    members = [member.assertion.id for member in item.members]
    if about is not None:
        asked = {**asked, "assertion": members[about - 1]}
    ReviewSession(workspace, "Ada").decide(item, Act(**asked, reason="4", rationale="why"))  # type: ignore[arg-type]
    with Dossier(workspace.dossier.path) as dossier:
        [decision] = dossier.decisions(KILLED)
    assert {name: getattr(decision, name) for name in asked} == asked
    assert (decision.rationale, decision.reviewer) == ("why", "Ada")
    assert decision.reason == reasons_for(decision.action)[3].code
    assert decision.seen == tuple(sorted(members))


# ---------------------------------------------------------------------- deciding on proposals


@pytest.fixture
def proposed(tmp_path: Path) -> Iterator[Workspace]:
    """Six proposals, of which nobody has confirmed any."""
    with Workspace(make_inbox(tmp_path, reconciled=True)) as workspace:
        yield workspace


def claim_of(workspace: Workspace, quote: str) -> Assertion:
    [only] = by_quote(workspace.dossier)[quote]
    return only


def confirmed(workspace: Workspace) -> set[str]:
    """The words of the statements of the item that are evidence."""
    members = workspace.item(KILLED).members
    return {m.assertion.passage.exact for m in members if m.status == "accepted"}


def acts_in_force(workspace: Workspace) -> list[tuple[str, str]]:
    decisions = workspace.dossier.decisions(KILLED)
    undone = {d.undoes for d in decisions}
    return [(d.action, d.batch) for d in decisions if d.id not in undone and d.action != "undo"]


@pytest.mark.parametrize(
    "asked",
    [
        {"action": "accept"},
        {"action": "set_scope", "scope": "civilians"},
        {"action": "independent"},
        {"action": "grade", "grade": "2"},
    ],
)
def test_deciding_on_a_proposal_confirms_it_at_the_same_stroke(proposed: Workspace, asked: dict[str, str]) -> None:
    session = ReviewSession(proposed, "Ada")
    about = claim_of(proposed, PLAIN)
    session.decide(proposed.item(KILLED), Act(assertion=about.id, reason="9", rationale="seen", **asked))  # type: ignore[arg-type]
    decision, confirmation = proposed.dossier.decisions(KILLED)
    assert (decision.action, decision.assertion) == (asked["action"], about.id)
    assert (confirmation.action, confirmation.assertion) == ("confirm", about.id)
    assert decision.batch == confirmation.batch != ""
    assert confirmed(proposed) == {PLAIN}
    inbox = InboxSession(proposed, "Ada")
    inbox.load()
    assert inbox.progress() == (1, 6)
    undone = session.undo()
    assert isinstance(undone, Decision)
    assert undone.id == decision.id
    assert confirmed(proposed) == set()
    assert acts_in_force(proposed) == []


def test_an_answer_that_was_a_proposal_stands_where_only_evidence_counts(proposed: Workspace) -> None:
    session = ReviewSession(proposed, "Ada")
    session.decide(proposed.item(KILLED), Act("accept", assertion=claim_of(proposed, PLAIN).id, reason="1"))
    seen = proposed.item_through(KILLED, Lens(accepted_only=True))
    assert (seen.state, seen.resolution.answer) == ("resolved", "at least 12")


def test_another_session_undoes_an_act_with_what_it_confirmed(proposed: Workspace) -> None:
    item = proposed.item(KILLED)
    ReviewSession(proposed, "Ada").decide(item, Act("accept", assertion=claim_of(proposed, PLAIN).id, reason="1"))
    assert ReviewSession(proposed, "Bo").undo(proposed.item(KILLED)).action == "accept"
    assert acts_in_force(proposed) == []


def test_taking_back_a_confirmation_in_the_inbox_takes_back_the_answer(proposed: Workspace) -> None:
    about = claim_of(proposed, PLAIN)
    ReviewSession(proposed, "Ada").decide(proposed.item(KILLED), Act("accept", assertion=about.id, reason="1"))
    InboxSession(proposed, "Ada").undo_on(about)
    assert acts_in_force(proposed) == []
    assert confirmed(proposed) == set()


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (Act("range", low="9", high="14", reason="9", rationale="so"), {SUBSET, "Fourteen were killed"}),
        (Act("range", low="10", high="13", reason="9", rationale="so"), set()),
        (Act("contested", reason="1"), set()),
        (Act("needs_evidence", reason="1"), set()),
        (Act("not_comparable", relation="part_of_whole", reason="1"), set()),
    ],
)
def test_a_range_confirms_the_statements_that_give_its_ends(proposed: Workspace, act: Act, expected: set[str]) -> None:
    ReviewSession(proposed, "Ada").decide(proposed.item(KILLED), act)
    assert confirmed(proposed) == expected


def test_rejecting_a_proposal_confirms_nothing(proposed: Workspace) -> None:
    item = proposed.item(KILLED)
    for act in ("reject", "different_event"):
        about = claim_of(proposed, PLAIN if act == "reject" else SUBSET)
        ReviewSession(proposed, "Ada").decide(
            proposed.item(KILLED),
            Act(act, assertion=about.id, reason="9", rationale="no"),
        )
    assert item.members
    assert confirmed(proposed) == set()


def test_a_codebooks_figure_confirms_the_statements_it_comes_from_one_by_one_and_in_bulk(proposed: Workspace) -> None:
    session = ReviewSession(proposed, "Ada")
    item = proposed.item(KILLED)
    proposal = item.proposal_in_force
    assert proposal is not None
    session.decide(item, act_of(proposal))
    alone = confirmed(proposed)
    assert alone
    session.undo()
    assert confirmed(proposed) == set()
    session.load_queue(parse_query("state:all attribute:killed"))
    plan = make_plan(session, session.queue, "proposal")
    recorded, _ = record_plan(session, plan.chosen(with_odd=True), "", "")
    assert {decision.action for decision in recorded} == {"range"}
    assert confirmed(proposed) == alone
    assert len({decision.batch for decision in proposed.dossier.decisions(KILLED)[-2:]}) == 1
    seen = proposed.item_through(KILLED, Lens(accepted_only=True))
    assert seen.state == "resolved"
    assert seen.members
    session.undo()
    assert confirmed(proposed) == set()


def test_a_second_try_under_the_same_id_records_a_decision_on_a_proposal_once(proposed: Workspace) -> None:
    session = ReviewSession(proposed, "Ada", new_id=lambda: "a" * 32)
    act = Act("accept", assertion=claim_of(proposed, PLAIN).id, reason="1")
    session.decide(proposed.item(KILLED), act)
    before = proposed.dossier.head()
    session.decide(proposed.item(KILLED), act)
    assert proposed.dossier.head() == before


# ---------------------------------------------------------------------- events merged and split meanwhile


def test_what_was_decided_before_a_merge_is_undone_after_it(workspace: Workspace) -> None:
    session = ReviewSession(workspace, "Ada")
    session.decide(workspace.item(KILLED), Act("contested", rationale="both stand"))
    with Workspace(workspace.dossier.path) as other:
        merge_events(other, "ferry grounding", "quay fire", "Bo", "one night")
    undone = session.undo()
    assert isinstance(undone, Decision)
    assert undone.item == ("ferry grounding", "killed")
    assert [d.action for d in workspace.dossier.decisions(undone.item)] == ["contested", "undo"]
    assert workspace.item(undone.item).resolution.decision is None


@pytest.mark.whole
def test_what_the_inbox_recorded_before_a_merge_is_undone_after_it(proposed: Workspace) -> None:
    inbox = InboxSession(proposed, "Ada")
    inbox.confirm([claim_of(proposed, PLAIN)])
    late = claim_of(proposed, SUBSET)
    with Workspace(proposed.dossier.path) as other:
        merge_events(other, "fire of 2029", "quay fire", "Bo", "one fire")
    inbox.confirm([late])
    inbox.undo()
    inbox.undo()
    key = ("fire of 2029", "killed")
    assert {m.status for m in proposed.item(key).members} == {"proposed"}
    assert [d.action for d in proposed.dossier.decisions(key)] == ["confirm", "confirm", "undo", "undo"]
    inbox.open(proposed.dossier.find_article("post.txt"))
    assert {claim.subject for claim in inbox.page(0, 9)} == {"fire of 2029"}


def test_a_decision_made_on_an_item_that_has_moved_is_held_against_what_stands_there(workspace: Workspace) -> None:
    ferry = ("ferry grounding", "killed")
    ReviewSession(workspace, "Bo").decide(workspace.item(ferry), Act("contested", rationale="theirs"))
    late = workspace.item(KILLED)
    with Workspace(workspace.dossier.path) as other:
        merge_events(other, "ferry grounding", "quay fire", "Bo", "one night")
    with pytest.raises(HeadMovedError):
        ReviewSession(workspace, "Ada").decide(late, Act("undecided", rationale="mine"))


@pytest.mark.whole
def test_what_was_decided_before_a_split_is_undone_after_it(workspace: Workspace) -> None:
    session = ReviewSession(workspace, "Ada")
    item = workspace.item(KILLED)
    wire = next(m.assertion for m in item.members if m.article_name == "wire.txt")
    session.decide(item, Act("accept", assertion=wire.id, reason="1"))
    with Workspace(workspace.dossier.path) as other:
        split_event(other, "quay fire", "wire.txt", "Bo", "another fire")
    undone = session.undo()
    assert isinstance(undone, Decision)
    assert undone.item == ("quay fire-2", "killed")
    assert workspace.item(undone.item).resolution.decision is None


# ---------------------------------------------------------------------- numbers


def test_numbers_hold_while_an_item_is_open_whatever_is_set_aside_or_arrives(workspace: Workspace) -> None:
    session = ReviewSession(workspace, "Ada")
    item = workspace.item(KILLED)
    session.numbers.open(KILLED)
    before = dict(session.numbers.of(item))
    assert sorted(before.values()) == [1, 2, 3]
    first = next(id_ for id_, number in before.items() if number == 1)
    after = session.decide(item, Act("reject", assertion=first, reason="1"))
    assert [m.assertion.id for m in after.members] != [m.assertion.id for m in item.members]
    assert session.numbers.of(after) == before
    early = make_article("Two were killed.", name="early.txt", publisher="Daily Anchor", published="2031-03-01")
    new = make_assertion(early, "Two were killed", "2", as_of="2031-03-01")
    workspace.dossier.add_articles([early])
    workspace.dossier.add_assertions([new])
    assert session.numbers.of(workspace.item(KILLED)) == {**before, new.id: 4}
    session.numbers.open(KILLED)
    assert session.numbers.of(workspace.item(KILLED)) == number_members(workspace.item(KILLED))


# ---------------------------------------------------------------------- why a statement is set aside


def test_a_proposal_is_rejected_for_how_it_was_read_and_that_changes_no_evidence(proposed: Workspace) -> None:
    session = ReviewSession(proposed, "Ada")
    about = claim_of(proposed, PLAIN)
    session.decide(proposed.item(KILLED), Act("reject", assertion=about.id, reason="2"))
    [decision] = proposed.dossier.decisions(KILLED)
    assert decision.reason == "no_claim"
    words = decision_words(decision, statements_of(proposed.item(KILLED)))
    assert words.startswith("rejected at least 12 (harbour office, in Harbour Post) ")
    assert "no such claim in the words (a fault of the reading here, not of the source)" in words
    session.undo()
    session.decide(proposed.item(KILLED), Act("reject", assertion=about.id, reason="misquoted"))
    assert "the reading" not in decision_words(proposed.dossier.decisions(KILLED)[-1], {})


def test_a_confirmed_proposal_is_rejected_for_what_its_source_did_unless_said_otherwise(proposed: Workspace) -> None:
    session = ReviewSession(proposed, "Ada")
    about = claim_of(proposed, PLAIN)
    InboxSession(proposed, "Ada").confirm([about])
    session.decide(proposed.item(KILLED), Act("reject", assertion=about.id, reason="2"))
    session.undo()
    session.decide(proposed.item(KILLED), Act("reject", assertion=about.id, reason="misread"))
    rejections = [d.reason for d in proposed.dossier.decisions(KILLED) if d.action == "reject"]
    assert rejections == ["mistranslated", "misread"]


def test_another_reason_for_rejecting_a_proposal_needs_words(proposed: Workspace) -> None:
    about = claim_of(proposed, PLAIN)
    with pytest.raises(DecisionError, match="say which"):
        ReviewSession(proposed, "Ada").decide(proposed.item(KILLED), Act("reject", assertion=about.id, reason="9"))


# ---------------------------------------------------------------------- decisions in words


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"action": "accept"}, "accepted 9 (coast guard, in Evening Bell) "),
        ({"action": "range", "low": "8", "high": "12"}, "accepted a range 8 to 12 by "),
        ({"action": "set_scope", "scope": "civilians"}, "set the scope 9 (coast guard, in Evening Bell) "),
        ({"action": "grade", "grade": "2"}, "graded 9 (coast guard, in Evening Bell) "),
        ({"action": "reject"}, "rejected 9 (coast guard, in Evening Bell) "),
    ],
)
def test_a_decision_in_words_says_what_was_decided_on_value_and_source(
    workspace: Workspace, asked: dict[str, str], words: str
) -> None:
    item = workspace.item(KILLED)
    bell = next(m.assertion for m in item.members if m.article_name == "bell.txt")
    about = {} if asked["action"] == "range" else {"assertion": bell.id}
    ReviewSession(workspace, "Ada").decide(item, Act(**asked, **about, reason="9", rationale="so"))  # type: ignore[arg-type]
    [decision] = workspace.dossier.decisions(KILLED)
    assert decision_words(decision, statements_of(item)).startswith(words)
    if asked["action"] == "accept":
        label = next(node for node in _provenance(workspace, decision) if isinstance(node, Node)).attributes[0]
        assert label == ("prov:label", "accept quay fire/killed: 9 (coast guard, in Evening Bell)")


def _provenance(workspace: Workspace, decision: Decision) -> list[Element]:
    builder = ProvenanceBuilder()
    for row in workspace.dossier.article_rows():
        builder.article(workspace.dossier.article(row.id))
    for assertion in workspace.dossier.assertions():
        builder.assertion(assertion)
    return builder.decision(decision)


# ---------------------------------------------------------------------- mending events


@pytest.fixture
def joined(workspace: Workspace) -> Workspace:
    """The fire's reports and the ferry's as one event, which they are not."""
    merge_events(workspace, "quay fire", "ferry grounding", "Bo", "one night")
    workspace.refresh()
    return workspace


def states(workspace: Workspace) -> dict[str, str]:
    numbers = workspace.dossier.item_numbers()
    return {f"{row.subject}/{row.attribute}": row.state for row in workspace.dossier.item_page(numbers)}


def test_a_merge_is_taken_back_from_the_item_it_made_and_the_session_undoes_that(joined: Workspace) -> None:
    session = ReviewSession(joined, "Ada")
    session.load_queue()
    item = joined.item(KILLED)
    assert len(item.members) == 5
    [mending] = session.mendings(item)
    plan = session.plan_mending(mending)
    assert plan.changes == ("ferry grounding/killed: open",)
    assert session.mend(item, plan, "two incidents") == [KILLED, ("ferry grounding", "killed")]
    assert len(joined.item(KILLED).members) == 3
    assert states(joined)["ferry grounding/killed"] == "open"
    assert [d.rationale for d in joined.dossier.event_decisions()] == ["one night", "two incidents"]
    undone = session.undo()
    assert isinstance(undone, MendingAct)
    assert (undone.key, len(joined.item(KILLED).members)) == (KILLED, 5)
    assert "ferry grounding/killed" not in states(joined)


def test_articles_are_split_off_as_one_incident_and_merged_back_as_foreseen(joined: Workspace) -> None:
    session = ReviewSession(joined, "Ada")
    item = joined.item(KILLED)
    ferries = [m.assertion.id for m in item.members if m.article_name.startswith("ferry")]
    plan = session.plan_mending(split_off(item, ferries))
    assert plan.changes == ("quay fire-2/killed: open",)
    before = states(joined)
    session.mend(item, plan, "two incidents")
    assert states(joined) == {**before, "quay fire-2/killed": "open"}
    mendings = session.mendings(joined.item(KILLED))
    assert [each.words for each in mendings] == [
        "take back the merge of ferry grounding into quay fire",
        "merge quay fire back with quay fire-2",
    ]
    back = session.plan_mending(mendings[1])
    session.mend(joined.item(("quay fire-2", "killed")), back, "one after all")
    assert states(joined) == before


def test_a_conflict_that_was_only_a_merge_is_gone_once_it_is_taken_back(workspace: Workspace) -> None:
    session = ReviewSession(workspace, "Ada")
    item = workspace.item(("ferry grounding", "killed"))
    one = item.members[0].assertion.id
    plan = session.plan_mending(split_off(item, [one]))
    assert plan.changes == ("ferry grounding/killed: open → said once", "ferry grounding-2/killed: said once")
    session.mend(item, plan, "two groundings")
    assert states(workspace)["ferry grounding/killed"] == "said_once"
    [back] = session.mendings(workspace.item(("ferry grounding-2", "killed")))
    assert session.plan_mending(back).changes == (
        "ferry grounding/killed: said once → open",
        "ferry grounding-2/killed: gone",
    )


def test_an_event_is_not_mended_without_a_reason_nor_to_nothing_nor_over_what_came_between(joined: Workspace) -> None:
    session = ReviewSession(joined, "Ada")
    item = joined.item(KILLED)
    with pytest.raises(EventError, match="nothing to part it from"):
        split_off(item, [member.assertion.id for member in item.members])
    plan = session.plan_mending(session.mendings(item)[0])
    with pytest.raises(DecisionError, match="why"):
        session.mend(item, plan, "  ")
    with Workspace(joined.dossier.path) as other:
        split_event(other, "quay fire", "wire.txt", "Bo", "a third one")
    with pytest.raises(EventMovedError):
        session.mend(item, plan, "two incidents")
    with pytest.raises(DecisionError, match="nothing to undo"):
        session.undo()


def test_what_was_set_aside_is_not_accepted(workspace: Workspace) -> None:
    session = ReviewSession(workspace, "Ada")
    item = session.item(KILLED)
    about = item.members[0].assertion.id
    after = session.decide(item, Act("reject", about, reason="misquoted"))
    with pytest.raises(DecisionError, match="was set aside; undo that decision"):
        session.decide(after, Act("accept", about, reason="itemised"))
    session.undo()
    assert session.decide(session.item(KILLED), Act("accept", about, reason="itemised")).state == "resolved"
