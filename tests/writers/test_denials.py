"""An accepted denial, suspicion or retraction reads as what it is, wherever the answer stands."""

import csv
from pathlib import Path

import pytest

from claims.store.dossier import Dossier
from tests.support.command_line import Run
from tests.support.review_builders import make_article, make_assertion
from tui.services.acts import Act
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace
from tui.writers.wording import head_words, state_words

RAID = "depot raid"
WORDS = {
    "denies": "not Red Hill Front (denied by army)",
    "retracts": "Red Hill Front, retracted (by army)",
    "suspects": "Red Hill Front (suspected by army)",
}


def decide(path: Path, stance: str, attribute: str = "perpetrator", value: str = "Red Hill Front") -> tuple[str, str]:
    """Two outlets on who did it or how many died, the second of which does this; accept that one."""
    kind = "count" if attribute == "killed" else "actor"
    told = {"subject": RAID, "attribute": attribute, "kind": kind}
    with Dossier(path, create=True) as store:
        post = make_article(f"Rangers, said the guards of {value}.")
        bell = make_article(f"The army spoke of {value}.", name="bell.txt", publisher="Evening Bell")
        store.add_articles([post, bell])
        other = "19" if kind == "count" else "Rangers"
        theirs = make_assertion(bell, f"spoke of {value}", value, speakers=["army"], **told)  # type: ignore[arg-type]
        ours = make_assertion(post, "Rangers", other, speakers=["guards"], **told)  # type: ignore[arg-type]
        store.add_assertions([ours, theirs.changed(stance=stance)])
    with Workspace(path) as workspace:
        session = ReviewSession(workspace, "Ann")
        item = session.item((RAID, attribute))
        chosen = next(m.assertion.id for m in item.members if m.assertion.stance == stance)
        item = session.decide(item, Act("accept", chosen, rationale="the army knows"))
        workspace.refresh()
        return head_words(item), state_words(item)


@pytest.mark.parametrize("stance", WORDS)
def test_the_head_of_an_item_says_whose_denial_suspicion_or_retraction_was_accepted(
    tmp_path: Path, stance: str
) -> None:
    expected = f"resolved: {WORDS[stance]}"
    assert decide(tmp_path / "dossier.variorum", stance) == (expected, expected)


@pytest.mark.parametrize("format_", ["terminal", "md", "html"])
def test_a_report_says_that_the_denial_was_accepted(
    run: Run, tmp_path: Path, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    decide(tmp_path / "dossier.variorum", "denies")
    out = run("report", "--appendix", "--format", format_).out.replace("\\", "")
    assert f"resolved: {WORDS['denies']}" in out
    assert "resolved: Red Hill Front" not in out
    assert "accepted denial of Red Hill Front (army, in Evening Bell)" in out


def test_json_tables_and_the_trail_give_the_denial_and_its_stance(run: Run, tmp_path: Path) -> None:
    decide(tmp_path / "dossier.variorum", "denies")
    [item] = run("conflicts", "--state", "resolved", "--format", "json").json
    assert (item["resolution"]["answer"], item["resolution"]["stance"]) == ("not Red Hill Front", "denies")
    assert run("report", "--tables", str(tmp_path / "tables")).code == 0
    [file] = (tmp_path / "tables").rglob("items.csv")
    [row] = csv.DictReader(file.read_text("utf-8").splitlines())
    assert (row["answer"], row["stance"], row["best"]) == ("not Red Hill Front", "denies", "")
    assert row["values"] == "not Red Hill Front"
    assert f"{RAID}/perpetrator: {WORDS['denies']} (resolved)" in run("audit", "trace", f"{RAID}/perpetrator").out
    gtd = next(file for file in (tmp_path / "tables").rglob("*gtd*.csv"))
    assert "Red Hill Front" not in gtd.read_text("utf-8"), "whom an accepted denial clears did not do it"


def test_an_accepted_denial_of_a_figure_gives_no_figure(run: Run, tmp_path: Path) -> None:
    head, _ = decide(tmp_path / "dossier.variorum", "denies", "killed", "17")
    assert head == "resolved: not 17 (denied by army)"
    [item] = run("conflicts", "--state", "resolved", "--format", "json").json
    resolution = item["resolution"]
    assert (resolution["answer"], resolution["low"], resolution["high"]) == ("not 17", None, None)
    [figures] = [row for row in item["figures"] if row["scope"] == "total"]
    assert (figures["low"], figures["best"], figures["high"]) == (None, None, None)
    assert [value["text"] for value in figures["values"]] == ["not 17"]


def test_one_who_accepts_a_claim_and_one_who_accepts_its_denial_differ(tmp_path: Path) -> None:
    path = tmp_path / "dossier.variorum"
    with Dossier(path, create=True) as store:
        post = make_article("The Red Hill Front did it, said the guards. The army denied it.")
        store.add_articles([post])
        claim = make_assertion(post, "The Red Hill Front did it", "Red Hill Front", kind="actor",
                               attribute="perpetrator", speakers=["guards"])  # fmt: skip
        denial = make_assertion(post, "The army denied it", "Red Hill Front", kind="actor",
                                attribute="perpetrator", speakers=["army"])  # fmt: skip
        store.add_assertions([claim, denial.changed(stance="denies")])
    with Workspace(path) as workspace:
        for reviewer, stance in (("Ann", "asserts"), ("Ben", "denies")):
            session = ReviewSession(workspace, reviewer, blind=True)
            item = session.item(("quay fire", "perpetrator"))
            chosen = next(m.assertion.id for m in item.members if m.assertion.stance == stance)
            session.decide(item, Act("accept", chosen, rationale="so"))
        item = workspace.item(("quay fire", "perpetrator"))
        assert item.explanation == "Reviewers differ: Ann: Red Hill Front; Ben: not Red Hill Front."
