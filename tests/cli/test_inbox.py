"""Proposals reviewed by command: list, accept after a look, reject, mend, undo, and the cases that come of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from claims.store.dossier import Dossier
from tests.support.command_line import command
from tests.support.inbox_builders import OLD, PLAIN, SUBSET, VAGUE, by_quote, make_inbox


class Runner:
    """Commands on one dossier."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self._capsys = capsys

    def __call__(self, *arguments: str, status: int = 0) -> str:
        self._capsys.readouterr()
        code = command("--dossier", self.path, "--reviewer", "Ada", *arguments)
        captured = self._capsys.readouterr()
        assert code == status, captured.err
        return captured.out if status == 0 else captured.err

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--format", "json"))

    def id(self, quote: str) -> str:
        with Dossier(self.path) as dossier:
            return by_quote(dossier)[quote][0].id[:12]

    def status(self, quote: str) -> list[str]:
        return [
            line["status"] for line in self.json("claims", "list", "--article", "post.txt") if line["quote"] == quote
        ]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Runner:
    return Runner(make_inbox(tmp_path), capsys)


def test_the_inbox_tells_how_far_each_article_is(run: Runner) -> None:
    run("claims", "confirm", run.id(PLAIN))
    told = run.json("claims", "inbox")
    assert (told["settled"], told["proposed"]) == (1, 6)
    assert [(row["name"], row["waiting"], row["proposed"]) for row in told["articles"]] == [
        ("post.txt", 4, 5),
        ("bell.txt", 1, 1),
    ]
    assert "1/5" in run("claims", "inbox")


def test_accepting_an_article_at_once_lists_the_odd_ones_and_needs_a_yes(run: Runner) -> None:
    listed = run("claims", "confirm", "--article", "post.txt")
    assert f"“{VAGUE}”  ODD: vague" in listed
    assert run.status("12 people") == ["proposed"]
    run("claims", "confirm", "--article", "post.txt", "--yes")
    assert run.status("12 people") == ["accepted"]
    assert run.status(VAGUE) == run.status(PLAIN) == ["proposed"]
    told = run.json("claims", "confirm", "--article", "post.txt", "--all")
    assert (told["plain"], len(told["odd"])) == ([], 4)


def test_mend_undo_and_reject_leave_an_intact_record(run: Runner) -> None:
    made = run.json("claims", "amend", run.id(SUBSET), "--scope", "security_forces", "--because", "crew")
    assert (len(made["added"]), len(made["decisions"])) == (1, 1)
    assert run.status(SUBSET) == ["rejected", "accepted"] or run.status(SUBSET) == ["accepted", "rejected"]
    [case] = [json.loads(line) for line in run("claims", "export", "--corrections").splitlines()]
    assert (case["quote"], case["proposed"]["scope"], case["corrected"]["scope"]) == (
        SUBSET,
        "total",
        "security_forces",
    )
    run("claims", "undo", run.id(SUBSET))
    assert sorted(run.status(SUBSET)) == ["proposed", "rejected"]
    run("claims", "reject", run.id(OLD), run.id(VAGUE), "--reason", "not_needed")
    assert run.status(OLD) == run.status(VAGUE) == ["rejected"]
    assert "intact" in run("audit", "verify")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["confirm"], "nothing to confirm"),
        (["confirm", "ffffffffffff"], "no assertion"),
        (["reject", OLD, "--reason", "misquoted"], "give one of 1 misread"),
        (["amend", OLD], "no field is changed"),
        (["amend", OLD, "--scope", "wing"], "known are total"),
        (["undo", OLD], "nobody has acted"),
    ],
)
def test_a_mistake_says_what_to_do_and_records_nothing(run: Runner, arguments: list[str], words: str) -> None:
    arguments = [run.id(OLD) if argument == OLD else argument for argument in arguments]
    assert words in run("claims", *arguments, status=2)
    assert run.json("claims", "inbox")["settled"] == 0
