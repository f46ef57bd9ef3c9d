"""The names of a dossier's subjects."""

from pathlib import Path

from claims.articles import article_subject
from claims.models import MentionRecord
from claims.store.dossier import Dossier
from tests.support.store_builders import make_article, make_claim
from tui.review.widgets.queuelist import fit_name
from tui.services.event_review import rename_event
from tui.services.naming import Names
from tui.services.reporting import make_report
from tui.services.workspace import Workspace
from tui.writers.html import report_html
from tui.writers.json_views.views import item_json
from tui.writers.markdown import report_markdown


def mention(article: str, **changes: object) -> MentionRecord:
    record = MentionRecord(article=article, key="main", subject="attack-2031-03-oslo", kind="attack", main=True)
    return record.changed(**changes)


def test_a_name_stays_when_evidence_is_added(tmp_path: Path) -> None:
    first = make_article("one", title="Three die in ferry pier attack")
    later = make_article("two", title="Shots heard in town hall attack")
    with Dossier(tmp_path / "d.variorum", create=True) as dossier:
        dossier.add_articles([first, later])
        dossier.add_mentions([mention(first.id)])
        name = Names(dossier).of("attack-2031-03-oslo")
        assert name == "Ferry pier attack, Oslo, Norway, March 2031"
        told = {"low": "2031-03-02T00:00:00", "high": "2031-03-02T23:59:59", "places": ("Oslo",)}
        dossier.add_mentions([mention(later.id, **told)])
        assert Names(dossier).of("attack-2031-03-oslo") == name


def test_behind_a_name_that_somebody_gave_stands_what_it_was_where_and_when(tmp_path: Path) -> None:
    article = make_article("one")
    with Workspace(tmp_path / "d.variorum", create=True) as workspace:
        workspace.dossier.add_articles([article])
        workspace.dossier.add_mentions([mention(article.id)])
        key = "attack-2031-03-oslo"
        assert workspace.names.in_full([key]) == {key: "Attack, Oslo, Norway, March 2031"}
        rename_event(workspace, key, "The pier", "Ada", "")
        assert workspace.names.in_full([key]) == {key: "The pier (Attack, Oslo, Norway, March 2031)"}


def test_an_article_is_called_by_its_title_or_outlet(tmp_path: Path) -> None:
    headed = make_article("one", title="Ferry capsizes", publisher="Post", published="2031-03-02")
    bare = make_article("two", title=None, publisher=None, published=None)
    subjects = [article_subject(headed), article_subject(bare)]
    with Dossier(tmp_path / "d.variorum", create=True) as dossier:
        dossier.add_articles([headed, bare])
        names = Names(dossier).of_all(subjects)
    assert list(names.values()) == ["Article “Ferry capsizes” (Post, 2031)", subjects[1]]


def test_many_are_looked_up_at_once_and_those_without_a_mention_have_their_keys_words(tmp_path: Path) -> None:
    with Dossier(tmp_path / "d.variorum", create=True) as dossier:
        keys = [f"fire-2031-03-{n:02}" for n in range(1, 29)] * 2
        names = Names(dossier).of_all(["quay fire", *keys])
    assert names["quay fire"] == "quay fire"
    assert names["fire-2031-03-04"] == "Fire, 4 March 2031"


def test_every_face_shows_the_name_and_programs_get_the_key_too(tmp_path: Path) -> None:
    article = make_article("Three people died in Oslo.")
    with Workspace(tmp_path / "d.variorum", create=True) as workspace:
        workspace.dossier.add_articles([article])
        workspace.dossier.add_assertions([make_claim(article, article.text, "Three", subject="attack-2031-03-oslo")])
        name = "Attack, Oslo, Norway, March 2031"
        item = workspace.item(("attack-2031-03-oslo", "killed"))
        assert (item.name, item.heading) == (name, f"{name}: killed")
        shown = item_json(item, {})
        assert (shown["subject"], shown["name"]) == ("attack-2031-03-oslo", name)
        report = make_report(workspace)
        text = "".join(report_markdown(report, workspace, appendix=True))
        assert (
            "#### Attack\\, Oslo\\, Norway\\, March 2031\\: killed\n\nKey: attack\\-2031\\-03\\-oslo\\/killed\n" in text
        )
        page = "".join(report_html(report, workspace))
        assert f"<bdi>{name}</bdi> <a" in page
        assert "Key: <code><bdi>attack-2031-03-oslo</bdi></code>" in page


def test_a_narrow_queue_cuts_the_middle_of_a_name_and_keeps_its_day() -> None:
    assert fit_name("Attack, Oslo, 2 March 2031", 30) == "Attack, Oslo, 2 March 2031"
    assert fit_name("Border outpost attack, Tajikistan, 6 November 2019", 18) == "Borde…, 6 Nov 2019"
    assert fit_name("Border outpost attack, Tajikistan, 7 November 2019", 18) == "Borde…, 7 Nov 2019"
    assert "\x1b" not in fit_name("a\x1b[31mfire", 18)
