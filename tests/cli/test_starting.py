"""How somebody begins: `variorum` alone in a folder, and articles to reviewer in one line."""

import shlex
from pathlib import Path

import pytest

from tests.support.command_line import Run
from tests.support.reports_on_disk import POST, TIMES


def steps(shown: str) -> list[str]:
    """The commands that are named, without what they do."""
    return [line.strip().partition("  ")[0] for line in shown.splitlines() if line.startswith("  variorum")]


def test_alone_in_an_empty_folder_it_names_the_demo(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown = run()
    assert shown.code == 0
    assert "There is no dossier here, and no file of a kind that is read." in shown.out
    assert steps(shown.out) == ["variorum add FOLDER --extract --review", "variorum demo"]
    assert list(tmp_path.iterdir()) == []


def test_alone_beside_articles_it_says_how_to_read_them(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "post.txt").write_text(POST, "utf-8")
    (tmp_path / "picture.png").write_bytes(b"no article")
    monkeypatch.chdir(tmp_path)
    shown = run().out
    assert "1 file of a kind that is read" in shown
    assert steps(shown)[0] == "variorum add . --extract --review"


def test_alone_beside_a_dossier_it_says_what_waits_and_the_next_step(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("post.txt", POST), ("times.txt", TIMES)):
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    run("add", ".")
    shown = run().out
    assert "dossier.variorum: 2 articles" in shown
    assert "2 articles not read by `extract` yet" in shown
    assert steps(shown)[0] == "variorum extract"
    run("extract")
    shown = run().out
    assert "proposals waiting in the inbox" in shown
    assert steps(shown) == ["variorum review", "variorum report -o report.html"]
    assert all(run(*shlex.split(step)[1:2], "--help").code == 0 for step in steps(shown))


def test_articles_are_added_and_read_in_one_line(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "post.txt").write_text(POST, "utf-8")
    monkeypatch.chdir(tmp_path)
    shown = run("add", ".", "--extract")
    assert shown.code == 0
    assert "assertions proposed from 1 article" in shown.err
    assert "17" in run("claims", "list", "--status", "proposed").out


def test_without_a_terminal_nothing_is_added_for_a_review_that_cannot_open(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "post.txt").write_text(POST, "utf-8")
    monkeypatch.chdir(tmp_path)
    shown = run("add", ".", "--review")
    assert shown.code == 2
    assert "needs a terminal" in shown.err
    assert not list(tmp_path.glob("*.variorum"))


def test_the_demo_writes_two_articles_to_begin_with_and_replaces_none(run: Run, tmp_path: Path) -> None:
    shown = run("demo", "--articles", str(tmp_path))
    assert "wrote harbour-post.txt and valley-times.txt" in shown.err
    (tmp_path / "harbour-post.txt").write_text("mine", "utf-8")
    (tmp_path / "valley-times.txt").unlink()
    assert run("demo", "--articles", str(tmp_path)).code == 2
    assert [path.read_text("utf-8") for path in tmp_path.glob("*.txt")] == ["mine"]
