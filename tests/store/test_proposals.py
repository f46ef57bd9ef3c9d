"""The table of proposals: it always says what the decisions make of each, however it came to be filled."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.decisions import ABOUT_READING, act_of, fold_acts
from claims.models import Assertion, Decision
from claims.store.dossier import Dossier, HeadMovedError, UnknownRecordError
from claims.vocabulary.reasons import every_rejection_reason, reasons_in
from tests.support.profiles import examples
from tests.support.store_builders import make_article, make_claim

ARTICLE = make_article("Nine people died at the quay. Four were hurt. The mayor spoke of twelve dead.")


def make_proposals() -> list[Assertion]:
    found = [
        make_claim(ARTICLE, "Nine people died", "nine"),
        make_claim(ARTICLE, "Four were hurt", "four", attribute="injured"),
        make_claim(ARTICLE, "twelve dead", "twelve"),
    ]
    return [assertion.changed(tier="agreed", extracted_by="tests") for assertion in found]


PROPOSALS = make_proposals()


def make_dossier(path: Path) -> Dossier:
    dossier = Dossier(path, create=True)
    dossier.add_articles([ARTICLE])
    dossier.add_assertions(PROPOSALS)
    return dossier


def decision(dossier: Dossier, number: int, about: Assertion, action: str, **changes: object) -> Decision:
    made = dossier.decisions(about.item)
    fields = {"subject": about.subject, "attribute": about.attribute, "based_on": made[-1].id if made else None}
    about_one = {} if action == "undo" else {"assertion": about.id}
    return Decision.model_validate(
        {
            "id": f"{number:032x}",
            "action": action,
            "reviewer": "Ada",
            "decided_at": "2031-03-03T08:00:00Z",
            **fields,
            **about_one,
            **changes,
        }
    )


def acts(dossier: Dossier) -> list[str]:
    return [row.act for row in dossier.proposals_of(ARTICLE.id)]


def test_proposals_wait_in_the_order_of_the_text(place: Path) -> None:
    with make_dossier(place) as dossier:
        rows = dossier.proposals_of(ARTICLE.id)
        assert [ARTICLE.text[row.start : row.stop] for row in rows] == [p.passage.exact for p in PROPOSALS]
        assert acts(dossier) == ["", "", ""]
        assert dossier.assertion_page([row.seq for row in rows]) == PROPOSALS
        [count] = dossier.waiting_counts()
        assert (count.article, count.waiting, count.proposed) == (ARTICLE.id, 3, 3)


def test_what_a_person_entered_is_no_proposal(place: Path) -> None:
    with make_dossier(place) as dossier:
        own = make_claim(ARTICLE, "Nine people died at the quay", "nine")
        dossier.add_assertions([own])
        assert len(dossier.proposals_of(ARTICLE.id)) == 3
        assert [assertion for _, assertion in dossier.entered_of(ARTICLE.id)] == [own]


STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["confirm", "reject", "different_event", "accept", "undo"])),
    max_size=12,
)


@pytest.mark.whole
@settings(max_examples=examples(40), deadline=None)
@given(steps=STEPS, picks=st.data())
def test_acts_follow_the_decisions_through_undoing_migrating_and_rebuilding(
    steps: list[tuple[int, str]], picks: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("law") / "a.variorum"
    made: list[Decision] = []
    with make_dossier(path) as dossier:
        for number, (index, action) in enumerate(steps, start=1):
            about = PROPOSALS[index]
            changes: dict[str, object] = {}
            if action == "undo":
                earlier = [d.id for d in made if d.item == about.item]
                if not earlier:
                    continue
                changes["undoes"] = picks.draw(st.sampled_from(earlier))
            made.append(decision(dossier, number, about, action, **changes))
            dossier.decide(made[-1])
        folded = fold_acts(dossier.subject_decisions("quay-fire"))
        expected = [act_of(folded.get(proposal.id)) for proposal in PROPOSALS]
        assert acts(dossier) == expected
        dossier.rebuild()
        assert acts(dossier) == expected
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE proposals")
        connection.execute("DELETE FROM migrations WHERE number = 3")
    connection.close()
    with Dossier(path) as dossier:
        assert acts(dossier) == expected
        assert dossier.check_tables() == []


def test_assertions_and_decisions_of_one_act_are_all_there_or_none(place: Path) -> None:
    with make_dossier(place) as dossier:
        nine, _, twelve = PROPOSALS
        own = make_claim(ARTICLE, "mayor spoke of twelve dead", "twelve", chain=["mayor"])
        first = decision(dossier, 1, twelve, "reject", reason="misattributed", replaced_by=own.id)
        second = decision(dossier, 2, nine, "confirm", based_on=first.id)
        head = dossier.head()
        with pytest.raises(HeadMovedError):
            dossier.record([first, second.changed(based_on="f" * 32)], [own])
        assert dossier.head() == head
        with pytest.raises(UnknownRecordError):
            dossier.record([first, second.changed(subject="elsewhere")], [own])
        assert dossier.head() == head
        assert dossier.record([first, second], [own])
        assert acts(dossier) == ["confirm", "", "reject"]
        assert not dossier.record([first, second], [own])  # tried again


def test_faults_of_reading_have_codes_of_their_own() -> None:
    codes = {reason.code for reason in every_rejection_reason()} - {reason.code for reason in reasons_in("rejection")}
    assert codes == ABOUT_READING
