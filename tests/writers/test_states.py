"""What reviewers disagree on and what nobody has looked at, in every format of the report."""

import json
from pathlib import Path

import pytest

from claims.store.dossier import Dossier
from tests.support.command_line import Run
from tests.support.review_builders import make_article, make_assertion
from tests.support.templates import write_built
from tui.services.acts import Act
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace

FORMATS = ("terminal", "md", "html", "json")


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """Two blind reviewers who differ on the dead, two outlets of which one is proposed, and a proposal alone."""
    return write_built(tmp_path / "dossier.variorum", build)


def build(path: Path) -> None:
    with Dossier(path, create=True) as store:
        post = make_article("It killed 17 people, hurt 4 people and displaced 90 people.")
        bell = make_article("It killed 15 people and hurt 4 people.", name="bell.txt", publisher="Evening Bell")
        store.add_articles([post, bell])
        store.add_assertions(
            [
                make_assertion(post, "killed 17 people", "17"),
                make_assertion(bell, "killed 15 people", "15"),
                make_assertion(post, "hurt 4 people", "4", attribute="injured"),
                make_assertion(bell, "hurt 4 people", "4", attribute="injured").changed(tier="single"),
                make_assertion(post, "displaced 90 people", "90", attribute="displaced").changed(tier="single"),
            ]
        )
    with Workspace(path) as workspace:
        for reviewer, value, why in (("Ann", "17", "she counted"), ("Ben", "15", "he asked the mayor")):
            session = ReviewSession(workspace, reviewer, blind=True)
            item = session.item(("quay fire", "killed"))
            chosen = next(m.assertion.id for m in item.members if m.assertion.written == value)
            session.decide(item, Act("accept", chosen, rationale=why))
        workspace.refresh()


@pytest.mark.parametrize("format_", FORMATS)
def test_every_report_gives_both_verdicts_with_their_reasons(run: Run, dossier: Path, format_: str) -> None:
    out = run("report", "--format", format_).out
    for words in ("Ann", "17", "she counted", "Ben", "15", "he asked the mayor"):
        assert words in out


def test_a_report_gives_no_answer_where_reviewers_differ(run: Run, dossier: Path) -> None:
    report = json.loads(run("report", "--format", "json").out)
    [killed] = report["conflicts"]
    assert (killed["state"], killed["resolution"]["answer"], killed["resolution"]["decision"]) == ("differ", None, None)
    verdicts = [(v["reviewer"], v["answer"], v["decision"]["rationale"]) for v in killed["resolution"]["verdicts"]]
    assert verdicts == [("Ann", "17", "she counted"), ("Ben", "15", "he asked the mayor")]
    assert [item["id"] for item in report["agreed"]] == ["quay fire/injured"]
    assert report["agreed"][0]["state"] == "said_once"
    assert [item["id"] for item in report["unreviewed"]] == ["quay fire/displaced"]


def test_a_table_of_items_has_the_state_and_both_verdicts(run: Run, dossier: Path, tmp_path: Path) -> None:
    assert run("report", "--tables", str(tmp_path / "tables")).code == 0
    table = next((tmp_path / "tables").rglob("items.csv")).read_text()
    [row] = [line for line in table.splitlines() if "quay fire/killed" in line]
    assert '"killed","differ"' in row
    assert "Ann: 17 (she counted); Ben: 15 (he asked the mayor)" in row
    assert "displaced" not in table, "what nobody has reviewed is in no table"


@pytest.mark.parametrize(
    ("format_", "head"),
    [("terminal", "Appendix: unreviewed"), ("md", "### Unreviewed"), ("html", ">Unreviewed</h3>")],
)
def test_what_nobody_has_reviewed_stands_in_an_appendix_that_is_called_so(
    run: Run, dossier: Path, format_: str, head: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    out = run("report", "--appendix", "--format", format_).out
    body, _, appendix = out.rpartition(head)
    assert "displaced" in appendix
    assert "displaced" not in body.split(head)[0].replace("and displaced", "")
    assert "1 unreviewed" in body
