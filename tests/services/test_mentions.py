"""Event mentions follow the publication date of their article when that is amended."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.extract import make_proposers
from claims.values import format_value
from reconcile.evidence.lens import Lens
from tests.support.store_builders import make_article
from tui.services.amending import amend_article, undo_amendment
from tui.services.event_review import list_events
from tui.services.extraction import propose
from tui.services.mentions import _read_dates
from tui.services.workspace import Workspace

BLAST = make_article("A bomb killed 12 people in Lorne on Wednesday, police said.", published="2031-03-06")
FIRE = make_article("A fire killed two people in Ostby on 1 March 2031.", name="fire.txt", published="2031-03-06")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "d.variorum", create=True) as workspace:
        workspace.dossier.add_articles([BLAST, FIRE])
        propose(workspace.dossier, [BLAST.id, FIRE.id], make_proposers(["lexical"]))
        yield workspace


def dates(workspace: Workspace) -> dict[str, str | None]:
    """Return the date of the event that each article mainly reports."""
    return {article: event.date for event in list_events(workspace) for article in event.main_of}


def test_events_are_dated_again_when_their_article_is_amended(workspace: Workspace) -> None:
    before = dates(workspace)
    assert before == {BLAST.id: "2031-03-05", FIRE.id: "2031-03-01"}
    for article in (BLAST, FIRE):
        amend_article(workspace, article.id, {"published": "2031-03-13"}, "Ann", "")
    assert dates(workspace) == {BLAST.id: "2031-03-12", FIRE.id: "2031-03-01"}
    workspace.lens = Lens(recorded_at="2020-01-01T00:00:00")
    assert workspace.amendments().every == ()
    workspace.lens = Lens()
    undo_amendment(workspace, BLAST.id, "Ann", "")
    assert dates(workspace) == before


def test_what_was_amended_is_read_once_again_and_only_that(workspace: Workspace) -> None:
    amend_article(workspace, BLAST.id, {"published": "2031-03-13"}, "Ann", "")
    _read_dates.cache_clear()
    for _ in range(3):
        assert dates(workspace)[BLAST.id] == "2031-03-12"
    assert _read_dates.cache_info().misses == 1
    amend_article(workspace, FIRE.id, {"title": "Fire in Ostby"}, "Ann", "")
    assert dates(workspace)[FIRE.id] == "2031-03-01"
    assert _read_dates.cache_info().misses == 1, "a title dates nothing"


def test_an_article_read_again_for_its_date_tells_of_no_event_twice(tmp_path: Path) -> None:
    text = "The mayor spoke to the council. In January a bomb attack killed 12 people in Oslo, police said."
    article = make_article(text, published=None)
    with Workspace(tmp_path / "d.variorum", create=True) as workspace:
        store = workspace.dossier
        store.add_articles([article])
        propose(store, [article.id], make_proposers(["lexical"]))
        before = {each.subject for each in store.assertions_of(article.id)}
        assert len(before) == 1
        assert "date" not in {each.attribute for each in store.assertions_of(article.id)}
        amend_article(workspace, article.id, {"published": "2031-03-06"}, "Ann", "")
        propose(store, [article.id], make_proposers(["lexical"]))
        said = store.assertions_of(article.id)
        assert {each.subject for each in said} == before
        assert [format_value(each.value) for each in said if each.attribute == "date"] == ["2031-01"]


def test_a_report_that_looks_back_is_on_what_it_looks_back_on(tmp_path: Path) -> None:
    texts = {
        "2031-03-06": "A dam at Varnholm burst on Wednesday. It flooded Quillstad and killed 12 people, Brannoch said.",
        "2031-03-07": "The dam at Varnholm flooded Quillstad on Wednesday and killed 13 people, Brannoch said.",
        "2032-03-04": "A year after the dam at Varnholm flooded Quillstad and killed 15 people, Brannoch is on trial.",
    }
    articles = [make_article(text, name=f"{day}.txt", published=day) for day, text in texts.items()]
    other = make_article("A year after a fire in Ostby killed two people, nobody is on trial.", published="2032-03-04")
    with Workspace(tmp_path / "d.variorum", create=True) as workspace:
        workspace.dossier.add_articles([*articles, other])
        propose(workspace.dossier, [article.id for article in (*articles, other)], make_proposers(["lexical"]))
        together = {tuple(sorted(event.main_of)) for event in list_events(workspace) if event.main_of}
    assert together == {tuple(sorted(article.id for article in articles)), (other.id,)}
