"""What an article is can be corrected, replaced, retracted and put back; its text stays what it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.store.errors import UnknownRecordError
from reconcile.evidence.lens import Lens
from tests.support.store_builders import make_article, make_claim
from tests.support.templates import write_built
from tui.services.acts import Act
from tui.services.amending import (
    AmendmentError,
    amend_article,
    retract_article,
    supersede_article,
    undo_amendment,
)
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace
from tui.writers.wording import open_words, state_words, verdict_lines

BARE = make_article("At least 12 people died at the quay.", name="bare.txt", publisher=None, published=None)
DATED = make_article("Fifteen people died at the quay.", name="dated.txt", publisher="Valley Times")
KILLED = ("quay-fire", "killed")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(write_built(tmp_path / "d.variorum", build)) as workspace:
        yield workspace


def build(path: Path) -> None:
    with Workspace(path, create=True) as workspace:
        workspace.dossier.add_articles([BARE, DATED])
        claims = [make_claim(BARE, "12 people", "at least 12"), make_claim(DATED, "Fifteen people", "15")]
        workspace.dossier.add_assertions(claims)
        workspace.refresh()


def dates(workspace: Workspace) -> dict[str, str | None]:
    """Return by article up to when its statement knows, as its item has it."""
    return {member.article_name: member.assertion.as_of for member in workspace.item(KILLED).members}


def test_an_amendment_gives_outlet_and_date_and_what_follows_from_them(workspace: Workspace) -> None:
    assert dates(workspace) == {"bare.txt": None, "dated.txt": "2031-03-02"}
    values = {"publisher": "Harbour Post", "published": "2031-03-05T08:00:00Z"}
    article, amendment = amend_article(workspace, "bare.txt", values, "Ann", "the printed page")
    assert (article.publisher, article.published, article.text) == ("Harbour Post", values["published"], BARE.text)
    assert ("publisher", None, "Harbour Post") in amendment.changes
    assert dates(workspace)["bare.txt"] == values["published"]
    assert {member.outlet for member in workspace.item(KILLED).members} == {"Harbour Post", "Valley Times"}
    (row,) = (row for row in workspace.dossier.article_rows() if row.name == "bare.txt")
    assert (row.publisher, row.published) == ("Harbour Post", values["published"])
    assert workspace.dossier.dirty_numbers(), "the lines of the queue follow"


def test_a_statement_with_a_date_of_its_own_keeps_it(workspace: Workspace) -> None:
    own = make_claim(BARE, "12 people", "at least 12", as_of="2031-03-01", subject="other-fire")
    workspace.dossier.add_assertions([own])
    amend_article(workspace, "bare.txt", {"published": "2031-03-05"}, "Ann", "")
    (member,) = workspace.item(("other-fire", "killed")).members
    assert member.assertion.as_of == "2031-03-01"


def test_undoing_an_amendment_puts_back_what_was_there(workspace: Workspace) -> None:
    amend_article(workspace, "bare.txt", {"publisher": "Harbour Post"}, "Ann", "")
    amend_article(workspace, "bare.txt", {"published": "2031-03-05"}, "Ann", "")
    undo_amendment(workspace, "bare.txt", "Ann", "wrong page")
    assert (workspace.dossier.article(BARE.id).publisher, dates(workspace)["bare.txt"]) == ("Harbour Post", None)
    undo_amendment(workspace, "bare.txt", "Ann", "")
    assert workspace.dossier.article(BARE.id) == BARE
    with pytest.raises(AmendmentError, match="no amendment of"):
        undo_amendment(workspace, "bare.txt", "Ann", "")


def test_a_retraction_sets_aside_what_the_article_states_and_is_undone_whole(workspace: Workspace) -> None:
    _, amendment, statements = retract_article(workspace, "dated.txt", "Ann", "withdrawn by its editor")
    removed = {member.article_name: member.removed for member in workspace.item(KILLED).members}
    assert (statements, removed) == (1, {"bare.txt": "", "dated.txt": "reject"})
    (decision,) = workspace.dossier.decisions(KILLED)
    assert (decision.reason, decision.rationale, decision.batch) == ("retracted", amendment.rationale, amendment.batch)
    with pytest.raises(AmendmentError, match="retracted already"):
        retract_article(workspace, "dated.txt", "Ann", "again")
    undo_amendment(workspace, "dated.txt", "Ann", "the notice was of another article")
    assert not any(member.removed for member in workspace.item(KILLED).members)


def test_a_later_edition_is_named(workspace: Workspace) -> None:
    article, _ = supersede_article(workspace, "bare.txt", "dated.txt", "Ann", "")
    assert article.revises == BARE.id
    with pytest.raises(AmendmentError, match="already"):
        supersede_article(workspace, "bare.txt", "dated.txt", "Ann", "")
    with pytest.raises(AmendmentError, match="one article"):
        supersede_article(workspace, "bare.txt", "bare.txt", "Ann", "")
    with pytest.raises(AmendmentError, match="replaces"):
        supersede_article(workspace, "dated.txt", "bare.txt", "Ann", "")


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"published": "soon"}, "not a date"),
        ({"url": "javascript:alert(1)"}, "not an http"),
        ({"language": "the English one"}, "not a language"),
        ({"title": ""}, "says so already"),
    ],
)
def test_what_cannot_be_amended_is_said_and_records_nothing(
    workspace: Workspace, values: dict[str, str], problem: str
) -> None:
    with pytest.raises(AmendmentError, match=problem):
        amend_article(workspace, "bare.txt", values, "Ann", "")
    with pytest.raises(AmendmentError, match="needs a reviewer"):
        amend_article(workspace, "bare.txt", {"title": "Fire"}, " ", "")
    with pytest.raises(UnknownRecordError):
        amend_article(workspace, "none.txt", {"title": "Fire"}, "Ann", "")
    with pytest.raises(AmendmentError, match="--because"):
        retract_article(workspace, "bare.txt", "Ann", "")
    assert not workspace.dossier.amendments().every


def test_amendments_are_in_the_record_and_survive_a_rebuild(workspace: Workspace) -> None:
    amend_article(workspace, "bare.txt", {"publisher": "Harbour Post", "published": "2031-03-05"}, "Ann", "")
    retract_article(workspace, "dated.txt", "Ann", "withdrawn")
    before = workspace.dossier.article_rows(), workspace.item(KILLED)
    workspace.dossier.rebuild()
    assert (workspace.dossier.article_rows(), workspace.item(KILLED)) == before


def test_the_same_text_with_a_date_is_no_second_article(workspace: Workspace) -> None:
    dated = make_article(BARE.text, name="again.txt", published="2031-03-05")
    assert workspace.dossier.same_text(dated) == BARE
    assert workspace.dossier.same_text(BARE) is None, "it is there itself"
    elsewhere = make_article(DATED.text, name="copy.txt", publisher="Harbour Post")
    assert workspace.dossier.same_text(elsewhere) is None, "another outlet that prints it is another article"


def test_other_windows_see_an_amendment_at_once(workspace: Workspace) -> None:
    with Workspace(workspace.dossier.path) as other:
        assert other.article_info([BARE.id])[BARE.id].publisher is None
        assert other.quoted_article(BARE.id).publisher is None
        amend_article(workspace, "bare.txt", {"publisher": "Harbour Post", "published": "2031-03-05"}, "Ann", "")
        assert other.article_info([BARE.id])[BARE.id].publisher == "Harbour Post"
        assert other.quoted_article(BARE.id).publisher == "Harbour Post"
        assert dates(other)["bare.txt"] == "2031-03-05"


def test_a_view_of_the_dossier_as_it_was_has_no_later_amendment(workspace: Workspace) -> None:
    amend_article(workspace, "bare.txt", {"publisher": "Harbour Post", "published": "2031-03-05"}, "Ann", "")
    [amendment] = workspace.dossier.amendments().every
    recorded = max(workspace.dossier.recorded_at([BARE.id, DATED.id]).values()).rstrip("Z")
    assert amendment.decided_at.rstrip("Z") >= recorded
    before = f"{amendment.decided_at[:4]}-01-01T00:00:00"
    workspace.lens = Lens(recorded_at=before)
    assert workspace.article_info([BARE.id])[BARE.id].publisher is None
    assert workspace.quoted_article(BARE.id).publisher is None
    past = workspace.amendments()
    assert not past
    assert workspace.dossier.article(BARE.id, past) == BARE
    workspace.lens = Lens()
    assert [row.publisher for row in workspace.article_rows() if row.id == BARE.id] == ["Harbour Post"]
    assert workspace.article_info([BARE.id])[BARE.id].publisher == "Harbour Post"


def test_a_verdict_on_a_retracted_article_says_which_one_and_why(workspace: Workspace) -> None:
    session = ReviewSession(workspace, "Ben")
    item = workspace.item(KILLED)
    accepted = next(m.assertion.id for m in item.members if m.article_name == "dated.txt")
    session.decide(item, Act("accept", accepted, rationale="the paper counted"))
    retract_article(workspace, "dated.txt", "Ann", "the paper withdrew it on 4 March")
    item = workspace.item(KILLED)
    why = "which is evidence no longer, because dated.txt was retracted (the paper withdrew it on 4 March)."
    assert item.explanation.startswith("The decision accepted 15 (Valley Times, ")
    assert why in item.explanation
    assert state_words(item) == "stale: what was accepted is evidence no longer"
    assert open_words(item) == "The decision has to be looked at again: what it accepted is evidence no longer."


def test_where_reviewers_differ_the_verdict_on_a_retracted_article_says_so(workspace: Workspace) -> None:
    for reviewer, name in (("Ben", "dated.txt"), ("Cy", "bare.txt")):
        session = ReviewSession(workspace, reviewer, blind=True)
        item = session.item(KILLED)
        accepted = next(m.assertion.id for m in item.members if m.article_name == name)
        session.decide(item, Act("accept", accepted, rationale="the paper counted"))
    retract_article(workspace, "dated.txt", "Ann", "the paper withdrew it")
    words = " ".join(verdict_lines(workspace.item(KILLED)))
    assert "Ben: 15 (Valley Times, " in words
    assert "because dated.txt was retracted (the paper withdrew it)" in words
