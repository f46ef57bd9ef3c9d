"""A translation is shown below its quote, with its translator, wherever the quote is."""

from pathlib import Path

import pytest

from claims.store.dossier import Dossier
from tests.support.command_line import Run
from tests.support.store_builders import make_article, make_claim
from tests.support.templates import write_built
from tui.review.widgets.cards import build_cards, draw_card
from tui.services.workspace import Workspace

POST = make_article("По словам мэра, погибли не менее 12 человек.")
BELL = make_article("Nine people died at the quay.", name="bell.txt", publisher="Evening Bell")
TRANSLATION = {"translation": "at least 12\nwere killed", "translator": "R. Vale"}


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return write_built(tmp_path / "dossier.variorum", build)


def build(path: Path) -> None:
    with Dossier(path, create=True) as store:
        store.add_articles([POST, BELL])
        translated = make_claim(POST, "погибли не менее 12 человек", "не менее 12", **TRANSLATION)
        store.add_assertions([translated, make_claim(BELL, "Nine people died", "nine")])
    with Workspace(path) as workspace:
        workspace.refresh()


@pytest.mark.parametrize("form", ["terminal", "md", "html", "json"])
def test_reports_show_it_below_the_quote(dossier: Path, run: Run, form: str) -> None:
    printed = run("report", "--appendix", "--format", form)
    assert printed.code == 0, printed.err
    words = " ".join(printed.out.split())
    assert words.index("погибли не менее 12 человек") < words.index("Vale"), words
    assert "were killed" in words


def test_the_card_of_the_reviewer_shows_it(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        item = workspace.item(("quay-fire", "killed"))
        articles = {article.id: article for article in (POST, BELL)}
        drawn = [draw_card(card).plain for card in build_cards(item, articles)]
    assert sum("“at least 12\nwere killed” (translated by R. Vale)" in card for card in drawn) == 1
