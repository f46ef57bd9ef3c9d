"""Deciding between the publication dates that an article states sets the date; undoing the decision puts it back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.articles import article_subject, build_article, publication_claims
from claims.intake import Document, read_documents
from tests.support.store_builders import make_claim
from tui.services.acts import Act
from tui.services.amending import amend_article
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace

TEXT = """---
published: 2031-03-05
---
Mill fire in Lorne
4 March 2031

At least 12 people died at the mill.
"""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[ReviewSession]:
    (tmp_path / "mill.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "other.txt").write_text("Ferry sinks\n\n6 March 2031\n7 March 2031\n\nTwo died.\n", encoding="utf-8")
    with Workspace(tmp_path / "d.variorum", create=True) as workspace:
        for document in read_documents([tmp_path / "mill.txt", tmp_path / "other.txt"]):
            assert isinstance(document, Document)
            article = build_article(document)
            workspace.dossier.add_articles([article])
            workspace.dossier.add_assertions(publication_claims(article, document.stated_dates))
        mill = workspace.dossier.article(workspace.dossier.find_article("mill.txt"))
        workspace.dossier.add_assertions([make_claim(mill, "12 people", "at least 12")])
        workspace.refresh()
        yield ReviewSession(workspace, "Ada", clock=lambda: "2031-03-09T10:00:00Z")


def published(session: ReviewSession, name: str) -> str | None:
    return session.workspace.dossier.article(session.workspace.dossier.find_article(name)).published


def accept(session: ReviewSession, name: str, edtf: str) -> str:
    """Accept the statement that an article appeared on a day; return the id of the decision."""
    workspace = session.workspace
    article = workspace.dossier.article(workspace.dossier.find_article(name))
    item = workspace.item((article_subject(article), "published"))
    [chosen] = [member.assertion.id for member in item.members if member.assertion.written == edtf]
    session.decide(item, Act("accept", assertion=chosen, reason="1", rationale="the printed page"))
    return session.last[0].id


def test_the_accepted_date_is_the_articles_and_its_statements_follow(session: ReviewSession) -> None:
    assert published(session, "other.txt") == "2031-03-07"
    decision = accept(session, "other.txt", "2031-03-06")
    assert published(session, "other.txt") == "2031-03-06"
    [amendment] = session.workspace.dossier.amendments().every
    assert (amendment.decision, amendment.reviewer, amendment.action) == (decision, "Ada", "amend")
    assert ("published", "2031-03-07", "2031-03-06") in amendment.changes


def test_undoing_the_decision_puts_the_date_back_and_redoing_it_gives_it_again(session: ReviewSession) -> None:
    accept(session, "other.txt", "2031-03-06")
    session.undo()
    assert published(session, "other.txt") == "2031-03-07"
    accept(session, "other.txt", "2031-03-06")
    assert published(session, "other.txt") == "2031-03-06"


def test_accepting_the_date_that_it_has_amends_nothing(session: ReviewSession) -> None:
    accept(session, "other.txt", "2031-03-07")
    assert not session.workspace.dossier.amendments().every


def test_undoing_the_decision_leaves_what_somebody_else_amended(session: ReviewSession) -> None:
    accept(session, "other.txt", "2031-03-06")
    amend_article(session.workspace, "other.txt", {"publisher": "Harbour Post"}, "Bob", "")
    session.undo()
    article = session.workspace.dossier.article(session.workspace.dossier.find_article("other.txt"))
    assert (article.published, article.publisher) == ("2031-03-07", "Harbour Post")


def test_other_decisions_amend_nothing(session: ReviewSession) -> None:
    item = session.workspace.item(("quay-fire", "killed"))
    session.decide(item, Act("accept", assertion=item.members[0].assertion.id, reason="1"))
    assert not session.workspace.dossier.amendments().every
