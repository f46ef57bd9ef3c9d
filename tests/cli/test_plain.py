"""The review in plain lines: what is said, what is stored, and where it goes on the next time."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.hostile_review import hostile_dossier
from tests.support.paths import ROOT
from tests.support.pilot import stored
from tests.support.review_builders import make_dossier
from tui.services.event_review import merge_events
from tui.services.policy_settings import use_policy
from tui.services.workspace import Workspace

RUN = "from tui.cli.main import main; main()"


def converse(path: Path, *lines: str, options: tuple[str, ...] = ()) -> str:
    """Say these lines to `variorum review --plain` and return what it answered."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, "--dossier", str(path), "--reviewer", "Ada", "review", "--plain", *options],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(path.parent / "state")},
    )
    return done.stdout


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return make_dossier(tmp_path)


def test_items_are_read_out_decided_undone_and_left(dossier: Path) -> None:
    said = converse(
        dossier, "next", "2 4 a register", "u", "range 8 12 3", "next", "u", "c", "c equal on both sides", "q"
    )
    assert "Item 1 of 3: ferry grounding/killed" in said
    assert "Item 2 of 3: quay fire/killed" in said
    assert "recorded: quay fire/killed is settled" in said
    assert "undone: accepted " in said
    assert "a decision needs a reason" in said
    found = stored(dossier)
    assert [d.action for d in found] == ["accept", "undo", "range", "undo", "contested"]
    assert (found[0].reason, found[0].rationale) == ("official_record", "a register")
    assert (found[2].low, found[2].high, found[2].reason) == ("8", "12", "independent_corroboration")
    assert found[4].rationale == "equal on both sides"


@pytest.mark.whole
def test_every_act_has_a_line(dossier: Path) -> None:
    converse(
        dossier, "f attribute:killed fire", "p", "u", "e awaits word", "u", "z 6", "u", "n part_of_whole 1", "u",
        "x 1 1", "d 2 2", "s 3 total 1", "q",
    )  # fmt: skip
    acts = [d.action for d in stored(dossier) if d.action != "undo"]
    assert acts == [
        "range", "needs_evidence", "undecided", "not_comparable", "reject", "different_event", "set_scope"
    ]  # fmt: skip


@pytest.mark.whole
def test_p_accepts_what_the_dossier_goes_by(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        use_policy(workspace.dossier, "acled", "killed", "", "Ada")
    assert "p: acled proposes" in converse(dossier, "f attribute:killed fire", "p", "q")
    assert stored(dossier)[0].policy.startswith("acled ")


@pytest.mark.whole
def test_an_item_is_tagged_and_stays_in_hand(dossier: Path) -> None:
    said = converse(dossier, "f attribute:killed fire", "t urgent north", "t -north later", "i 1 they stood there", "q")
    assert said.count("Item 1 of 1: quay fire/killed") == 4
    assert [(d.action, d.tags) for d in stored(dossier)] == [
        ("tag", "+north +urgent"),
        ("tag", "+later -north"),
        ("independent", ""),
    ]


@pytest.mark.whole
def test_it_goes_on_where_it_stopped(dossier: Path) -> None:
    converse(dossier, "f attribute:injured")
    assert converse(dossier).startswith("Item 1 of 1: quay fire/injured")
    assert converse(dossier, options=("--filter", "all ferry")).startswith("Item 1 of 1: ferry grounding/killed")


@pytest.mark.whole
@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("7", "there is no statement '7'"),
        ("fly", "'fly' is nothing that can be done"),
        ("f colour:red", "the fields are"),
        ("range x y because", "range:"),
        ("u", "nothing to undo"),
        ("n nonsense because", "say what explains the difference"),
        ("2 9", "say which, in a sentence"),
    ],
)
def test_what_cannot_be_done_is_explained(dossier: Path, line: str, message: str) -> None:
    assert message in converse(dossier, line)
    assert stored(dossier) == stored(dossier, ("ferry grounding", "killed")) == ()


@pytest.mark.whole
def test_help_reasons_and_articles_are_read_out(dossier: Path) -> None:
    said = converse(dossier, "?", "why", "n", "next", "v 1", "r")
    assert "accept statement N" in said
    assert "4 official record" in said
    assert "part_of_whole: one counts a part" in said
    assert "[[counted 9 dead]]" in said or "[[At least 12 people were killed]]" in said


@pytest.mark.whole
def test_hostile_articles_are_read_out_harmlessly(tmp_path: Path) -> None:
    path = hostile_dossier(tmp_path)
    said = converse(path, "v 1", "1 why", "u", "f all", "next", "v 2")
    assert "␛" in said
    assert not {c for c in said if (c < " " and c != "\n") or "\x7f" <= c < "\xa0" or c in "\u202e\u2066\u200b"}


@pytest.mark.whole
def test_numbers_stay_when_a_statement_is_set_aside(dossier: Path) -> None:
    said = converse(dossier, "f attribute:killed fire", "x 1 1", "3 1", "q")
    _, first, again, *_ = re.split(r"Item \d of \d: quay fire/killed", said)
    quotes = [re.findall(r"^(\d): .*(“.*”)$", shown, re.MULTILINE) for shown in (first, again)]
    assert len(quotes[0]) == 3
    assert quotes[1] == quotes[0]
    assert "Set aside" in again
    assert [d.action for d in stored(dossier)] == ["reject", "accept"]


@pytest.mark.whole
def test_an_event_is_mended_and_the_mending_undone_in_plain_lines(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        merge_events(workspace, "quay fire", "ferry grounding", "Bo", "one night")
    said = converse(
        dossier, "m", "m 1", "m 1 two incidents", "u", "m split 1,3", "m split 1,3 two incidents", "m 7 x", "q"
    )
    assert "1: take back the merge of ferry grounding into quay fire\nsplit N,N" in said
    assert "quay fire: then ferry grounding/killed: open; with a reason it is recorded" in said
    assert "undone: take back the merge of ferry grounding into quay fire" in said
    assert "recorded: split ferry-a.txt, ferry-b.txt off quay fire" in said
    assert "there is no way '7' to mend this event" in said
    with Workspace(dossier) as workspace:
        decisions = workspace.dossier.event_decisions()
    assert [d.action for d in decisions] == ["merge", "undo", "undo", "split", "split"]
