"""`variorum extract`: proposals under one subject an event, read once, marked until a reviewer confirms them."""

import json
from pathlib import Path

import pytest

from tests.support.command_line import Run, read_output
from tests.support.reports_on_disk import POST, TIMES


@pytest.fixture
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VARIORUM_REVIEWER", "ana")
    Path("post.txt").write_text(POST, "utf-8")
    Path("times.txt").write_text(TIMES, "utf-8")
    return tmp_path / "dossier.variorum"


def items(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, list[dict[str, object]]]:
    return {i["id"]: i["members"] for i in json.loads(read_output(capsys, "items", "--format", "json", *options))}


def test_two_articles_on_one_attack_meet_in_one_item(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read_output(capsys, "add", "post.txt", "times.txt")
    read_output(capsys, "extract")
    killed = {name: members for name, members in items(capsys).items() if name.endswith("/killed")}
    [members] = killed.values()
    assert {(m["article"], m["value"]) for m in members} == {("post.txt", "at least 17"), ("times.txt", "fourteen")}
    assert {m["status"] for m in members} == {"proposed"}


def test_an_article_is_read_once_and_a_later_one_joins_its_event(
    dossier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read_output(capsys, "add", "post.txt")
    first = json.loads(read_output(capsys, "extract", "--format", "json"))
    assert first["articles"] == 1
    read_output(capsys, "add", "times.txt")
    second = json.loads(read_output(capsys, "extract", "--format", "json"))
    assert (second["articles"], second["already_there"]) == (1, 0)
    assert json.loads(read_output(capsys, "extract", "--format", "json"))["articles"] == 0
    [subject] = {name.rsplit("/", 1)[0] for name in items(capsys) if name.endswith("/killed")}
    assert subject == "attack-2022-08-02-nairobi"


def test_proposals_count_only_once_they_are_confirmed(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read_output(capsys, "add", "post.txt", "times.txt")
    read_output(capsys, "extract")
    assert not any(name.endswith("/killed") for name in items(capsys, "--accepted-only"))
    [(name, members)] = [(n, m) for n, m in items(capsys).items() if n.endswith("/killed")]
    read_output(capsys, "decide", name, "--confirm", str(members[0]["id"]))
    [kept] = items(capsys, "--accepted-only")[name]
    assert (kept["id"], kept["status"]) == (members[0]["id"], "accepted")
    read_output(capsys, "audit", "verify")


def test_an_article_in_a_language_that_nobody_reads_says_so_wherever_it_is_named(dossier: Path, run: Run) -> None:
    Path("post.txt").write_text(
        "Zwölf Menschen kamen am Dienstag bei einem Brand ums Leben, sagte die Polizei.", "utf-8"
    )
    assert "in German, which `extract` does not read here" in run("add", "post.txt").out
    read = run("extract")
    assert "is in German, which no proposer here reads" in read.err
    assert "0 assertions proposed" in read.err
    assert "1 article in German, which `extract` does not read here" in run("articles", "list").err
