"""The inbox without a screen: what each act records, that it is one act, and that one undo takes it back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from claims.amendments import RETRACTED, REVISES
from claims.errors import VariorumError
from claims.models import Assertion
from claims.passages import QuoteError
from tests.support.inbox_builders import OLD, PLAIN, SUBSET, TEXT, VAGUE, by_quote, make_inbox
from tui.services.acts import Act, DecisionError
from tui.services.amending import AmendmentError, amend_article
from tui.services.claim_fields import ClaimFields, fields_of
from tui.services.corrections import correction_lines
from tui.services.inbox import InboxError, InboxSession
from tui.services.review_session import ReviewSession
from tui.services.verification import check_summaries
from tui.services.workspace import Workspace


@pytest.fixture
def session(tmp_path: Path) -> Iterator[InboxSession]:
    with Workspace(make_inbox(tmp_path)) as workspace:
        begun = InboxSession(workspace, "Ada", clock=lambda: "2031-03-05T10:00:00Z")
        begun.load()
        begun.open(begun.counts[0].article)
        yield begun


def claim(session: InboxSession, quote: str) -> Assertion:
    [only] = by_quote(session.workspace.dossier)[quote]
    return only


def statuses(session: InboxSession) -> dict[str, list[str]]:
    """What became of the claims of the article in hand, by their words."""
    desk = session.reread()
    assert desk is not None
    found: dict[str, list[str]] = {}
    for entry in desk.entries:
        found.setdefault(TEXT[entry.start : entry.stop], []).append(entry.act or ("waits" if entry.tier else "entered"))
    return found


def heads(session: InboxSession) -> tuple[int, str]:
    return session.workspace.dossier.head()


def test_the_lines_stand_in_the_order_of_the_text(session: InboxSession) -> None:
    assert [claim.passage.exact for claim in session.page(0, 9)] == [PLAIN, "12 people", SUBSET, VAGUE, OLD]
    assert session.progress() == (0, 6)
    assert session.neighbour(session.counts[0].article, 1) == session.counts[1].article


def test_confirming_makes_a_proposal_evidence_and_undo_makes_it_wait_again(session: InboxSession) -> None:
    session.confirm([claim(session, PLAIN)])
    assert statuses(session)[PLAIN] == ["confirm"]
    assert session.progress() == (1, 6)
    [decision] = session.workspace.dossier.subject_decisions("quay fire")
    assert (decision.action, decision.reviewer, decision.seen) == ("confirm", "Ada", (claim(session, PLAIN).id,))
    session.undo()
    assert statuses(session)[PLAIN] == ["waits"]
    with pytest.raises(InboxError, match="nothing to undo"):
        session.undo()


def test_rejecting_takes_a_code_or_its_digit(session: InboxSession) -> None:
    session.reject([claim(session, VAGUE)], "2")
    session.reject([claim(session, OLD)], "misplaced_event", "that was another fire")
    decisions = session.workspace.dossier.recent_decisions()
    assert [(d.reason, d.rationale) for d in decisions] == [
        ("misplaced_event", "that was another fire"),
        ("no_claim", ""),
    ]
    assert statuses(session)[VAGUE] == statuses(session)[OLD] == ["reject"]


def test_mending_puts_the_reviewers_reading_in_the_place_of_the_proposal_in_one_act(session: InboxSession) -> None:
    old = claim(session, SUBSET)
    before = heads(session)[0]
    made = session.amend(old, replace(fields_of(old), scope="security_forces", chain="mayor < harbour office"), "crew")
    [new] = made.assertions
    assert heads(session)[0] == before + 2  # the new reading, the rejection that names it
    assert (new.passage, new.written, new.scope, new.extracted_by) == (old.passage, "nine", "security_forces", "Ada")
    assert (new.tier, new.speakers) == ("", ("mayor", "harbour office"))
    [decision] = made.decisions
    assert (decision.action, decision.assertion, decision.replaced_by) == ("reject", old.id, new.id)
    assert (decision.reason, decision.rationale) == ("misplaced_scope", "crew")
    assert statuses(session)[SUBSET] == ["reject", "entered"]
    assert session.progress() == (1, 6)


def test_one_undo_takes_back_a_mending_and_mending_again_brings_it_back(session: InboxSession) -> None:
    old = claim(session, SUBSET)
    typed = replace(fields_of(old), value="eight")
    session.amend(old, typed)
    undone = session.undo()
    assert undone.about == old.id
    assert statuses(session)[SUBSET] == ["waits", "reject"]
    session.amend(old, typed)
    assert statuses(session)[SUBSET] == ["reject", "entered"]
    session.undo()
    assert statuses(session)[SUBSET] == ["waits", "reject"]


def test_a_hop_that_stays_keeps_its_verb(session: InboxSession) -> None:
    old = claim(session, PLAIN)
    [new] = session.amend(old, replace(fields_of(old), value="12", chain="mayor < harbour office")).assertions
    assert [(hop.speaker, hop.verb) for hop in new.chain] == [("mayor", ""), ("harbour office", "said")]


def test_a_reading_that_moves_to_another_event_is_found_there(session: InboxSession) -> None:
    old = claim(session, OLD)
    [new] = session.amend(old, replace(fields_of(old), subject="quay fire")).assertions
    item = session.workspace.item(("quay fire", "killed"))
    assert {m.assertion.id for m in item.members if not m.removed} >= {new.id}
    session.undo()
    item = session.workspace.item(("quay fire", "killed"))
    assert new.id in {m.assertion.id for m in item.members if m.removed}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, "no field is changed"),
        ({"value": "nineish"}, "nineish"),
        ({"value": " "}, "value is empty"),
        ({"scope": "crew"}, "no scope of killed"),
        ({"attribute": "slain people"}, "no attribute"),
        ({"subject": ""}, "subject is empty"),
        ({"subject": "quay\x1b[2Jfire"}, "control characters"),
        ({"stance": "thinks"}, "none of asserts"),
        ({"as_of": "next week"}, "as_of"),
        ({"value": '{"low": 3'}, "value"),
    ],
)
def test_fields_that_make_no_claim_record_nothing(session: InboxSession, changes: dict[str, str], problem: str) -> None:
    old = claim(session, SUBSET)
    before = heads(session)
    with pytest.raises(VariorumError, match=problem):
        session.amend(old, replace(fields_of(old), **changes))
    assert heads(session) == before


def test_a_missed_claim_is_added_on_words_of_the_text_and_undo_takes_it_back(session: InboxSession) -> None:
    start = TEXT.index("The owners deny")
    span = (start, start + len("The owners deny that the alarm was off"))
    typed = ClaimFields(attribute="occurred", value="yes", subject="alarm off", stance="denies", chain="owners")
    assert session.current is not None
    made = session.add(session.current.article.id, span, typed)
    [new] = made.assertions
    assert (new.passage.exact, new.stance, new.speakers) == (TEXT[slice(*span)], "denies", ("owners",))
    with pytest.raises(InboxError, match="there already"):
        session.add(session.current.article.id, span, typed)
    session.undo()
    assert statuses(session)[new.passage.exact] == ["reject"]
    session.add(session.current.article.id, span, typed)
    assert statuses(session)[new.passage.exact] == ["entered"]
    with pytest.raises(QuoteError):
        session.add(session.current.article.id, (5, 5), typed)


def test_a_translation_of_the_words_is_kept_with_its_translator(session: InboxSession) -> None:
    start = TEXT.index("The owners deny")
    span = (start, start + len("The owners deny that the alarm was off"))
    typed = ClaimFields(attribute="occurred", value="yes", subject="alarm off", translation=" Sie bestreiten es. ")
    assert session.current is not None
    [new] = session.add(session.current.article.id, span, typed).assertions
    assert (new.translation, new.translator) == ("Sie bestreiten es.", session.reviewer)
    assert new.passage.exact == TEXT[slice(*span)]
    mended = replace(fields_of(new), stance="denies", translation="Sie leugnen es.", translator="R. Vale")
    [better, *_] = session.amend(new, mended).assertions
    assert (better.translation, better.translator) == ("Sie leugnen es.", "R. Vale")


def test_a_draft_of_an_earlier_version_is_read() -> None:
    fields = ClaimFields.from_text('["killed", "12", "total", "fire", "", "asserts", ""]')
    assert fields == ClaimFields("killed", "12", subject="fire")


def test_the_preview_lists_odd_ones_apart_and_accepting_is_one_act(session: InboxSession) -> None:
    preview = session.preview()
    assert [claim.passage.exact for claim in preview.plain] == ["12 people"]
    assert [(claim.passage.exact, why) for claim, why in preview.odd] == [
        (PLAIN, "the article also has 9"),
        (VAGUE, "vague"),
    ]
    everything = session.preview("all")
    assert {claim.passage.exact: why for claim, why in everything.odd} == {
        PLAIN: "the article also has 9",
        SUBSET: "the article also has at least 12",
        VAGUE: "vague",
        OLD: "under fire of 2029, not under quay fire",
    }
    before = heads(session)[0]
    session.confirm([*preview.plain, preview.odd[0][0]])
    assert heads(session)[0] == before + 2
    assert statuses(session)[PLAIN] == ["confirm"]
    assert session.progress() == (2, 6)
    session.undo()
    assert statuses(session)[PLAIN] == statuses(session)["12 people"] == ["waits"]


def test_what_somebody_else_did_meanwhile_is_told_and_not_undone(session: InboxSession) -> None:
    other = InboxSession(session.workspace, "Bo")
    other.reject([claim(session, SUBSET)], "1")
    with pytest.raises(InboxError, match="rejected already, by Bo"):
        session.confirm([claim(session, SUBSET)])
    session.confirm([claim(session, SUBSET)], restoring=True)
    assert statuses(session)[SUBSET] == ["confirm"]
    with pytest.raises(InboxError, match="accepted already, by Ada"):
        other.confirm([claim(session, SUBSET)])


def test_acts_on_one_item_by_two_reviewers_build_on_each_other(session: InboxSession) -> None:
    """Both acts are kept, whichever came first: they are about different proposals."""
    other = InboxSession(session.workspace, "Bo")
    session.confirm([claim(session, PLAIN)])
    other.confirm([claim(session, SUBSET)])
    session.undo()
    assert statuses(session)[PLAIN] == ["waits"]
    assert statuses(session)[SUBSET] == ["confirm"]


def test_undo_on_a_claim_works_from_either_side_of_a_mending(session: InboxSession) -> None:
    old = claim(session, SUBSET)
    [new] = session.amend(old, replace(fields_of(old), value="eight")).assertions
    session.undo_on(new)
    assert statuses(session)[SUBSET] == ["waits", "reject"]
    session.amend(old, replace(fields_of(old), value="eight"))
    session.undo_on(old)
    assert statuses(session)[SUBSET] == ["waits", "reject"]
    with pytest.raises(InboxError, match="nobody has acted"):
        session.undo_on(old)


def test_an_act_needs_a_reviewer_and_a_reason(session: InboxSession) -> None:
    nine = claim(session, SUBSET)
    with pytest.raises(InboxError, match="no reason 'misquoted'"):
        session.reject([nine], "misquoted")
    with pytest.raises(InboxError, match="needs a sentence"):
        session.reject([nine], "9")
    with pytest.raises(DecisionError, match="longer"):
        session.reject([nine], "9", "x" * 20_000)
    session.reviewer = " "
    with pytest.raises(InboxError, match="needs a reviewer"):
        session.confirm([nine])
    assert session.progress() == (0, 6)


def test_corrections_are_test_cases_for_proposers(session: InboxSession) -> None:
    assert session.current is not None
    nine, four = claim(session, SUBSET), claim(session, OLD)
    first = session.amend(nine, replace(fields_of(nine), scope="civilians")).assertions[0]
    session.amend(first, replace(fields_of(first), scope="children"))
    session.reject([four], "no_claim")
    start = TEXT.index("the alarm was off")
    typed = ClaimFields(attribute="occurred", value="yes", subject="alarm off")
    session.add(session.current.article.id, (start, start + 17), typed)
    session.confirm([claim(session, PLAIN)])
    cases = list(correction_lines(session.workspace))
    scopes = [
        (
            case["reason"],
            *(part and (part["attribute"], part["scope"]) for part in (case["proposed"], case["corrected"])),
        )
        for case in cases
    ]
    assert scopes == [
        ("misplaced_scope", ("killed", "total"), ("killed", "children")),
        ("no_claim", ("killed", "total"), None),
        ("missed", None, ("occurred", "total")),
    ]
    for _ in range(5):
        session.undo()
    assert list(correction_lines(session.workspace)) == []


def test_rejected_proposals_leave_no_item_that_looks_decided(session: InboxSession) -> None:
    session.reject([claim(session, VAGUE)], "2")
    session.workspace.refresh()
    assert session.workspace.item(("quay fire", "injured")).state == "said_once"
    store = session.workspace.dossier
    assert "injured" not in {row.attribute for row in store.item_page(store.item_numbers())}
    assert "injured" in {row.attribute for row in store.item_page(store.item_numbers(empty=True))}
    assert check_summaries(session.workspace) == []


def test_a_blind_reviewer_sees_how_others_curated_and_not_what_they_confirmed_with_a_verdict(
    session: InboxSession,
) -> None:
    curated, judged = claim(session, VAGUE), claim(session, PLAIN)
    session.confirm([curated])
    ann = ReviewSession(session.workspace, "Ann", reasons="optional")
    verdict = ann.draft(ann.item(judged.item), Act("accept", assertion=judged.id)).changed(batch="stroke")
    details = {"action": "confirm", "assertion": judged.id, "seen": (judged.id,), "based_on": verdict.id}
    session.workspace.dossier.record([verdict, verdict.changed(id=ann.new_id(), **details)])
    ann.decide(ann.item(judged.item), Act("reject", assertion=claim(session, SUBSET).id))

    ben = InboxSession(session.workspace, "Ben")
    ben.blind = True
    first = ben.load()[0]
    desk = ben.open(first.article)
    assert [entry.act for entry in desk.entries] == ["", "", "", "confirm", ""]
    assert (first.waiting, first.proposed) == (4, 5)
    assert ben.progress() == (1, 6)
    assert ben.decision_on(judged) is None
    ben.confirm([claim(session, SUBSET)])
    assert ben.load()[0].waiting == 3
    ben.blind = False
    assert ben.load()[0].waiting == 2


def test_the_article_itself_is_corrected_and_one_undo_takes_that_back(session: InboxSession) -> None:
    assert session.current is not None
    made = session.amend_article("publisher", "Quay Gazette", "the masthead")
    assert (made.summary, session.current.article.publisher) == (
        "outlet of post.txt is Quay Gazette",
        "Quay Gazette",
    )
    [amendment] = session.workspace.dossier.amendments().of(made.article)
    assert (amendment.reviewer, amendment.rationale) == ("Ada", "the masthead")
    with pytest.raises(AmendmentError, match="not a date"):
        session.amend_article("published", "last spring")
    session.undo()
    assert session.open(made.article).article.publisher == "Harbour Post"
    with pytest.raises(InboxError, match="nothing to undo"):
        session.undo()


def test_an_article_is_retracted_or_replaces_another_and_both_are_undone(session: InboxSession) -> None:
    post, bell = (count.article for count in session.counts)
    session.amend_article(REVISES, bell)
    session.amend_article(RETRACTED, "", "withdrawn by the editor")
    assert session.workspace.dossier.article(post).revises == bell
    assert session.progress()[0] == 0
    session.load()
    assert session.progress()[0] == 5, "what it states is set aside"
    assert session.undo().summary == "retracted post.txt, with 5 statements"
    assert session.undo().summary == "post.txt replaces bell.txt"
    session.load()
    assert (session.progress()[0], session.workspace.dossier.article(post).revises) == (0, None)


def test_only_ones_own_correction_of_an_article_is_undone(session: InboxSession) -> None:
    made = session.amend_article("publisher", "Quay Gazette")
    amend_article(session.workspace, made.article, {"title": "Quay fire"}, "Bob", "")
    session.undo()
    article = session.open(made.article).article
    assert (article.publisher, article.title) == ("Harbour Post", "Quay fire")
