"""A project file beside a dossier: its title, and what a new dossier begins with."""

from pathlib import Path

import pytest

from tests.support.command_line import Run
from tests.support.reports_on_disk import POST

PROJECT = """
title = "Attacks of August 2022"
policy = "gtd"
languages = ["fr"]
vocabulary = ["words.toml"]

[protocol]
reviews = 2

[[reviewers]]
name = "Ada"
"""
WORDS = '[attributes.crowd]\nkind = "count"\ntime = "fixed"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "post.txt").write_text(POST, "utf-8")
    (tmp_path / "words.toml").write_text(WORDS, "utf-8")
    (tmp_path / "variorum.toml").write_text(PROJECT, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_dossier_begins_with_what_its_project_says(run: Run, folder: Path) -> None:
    shown = run("add", "post.txt")
    assert shown.code == 0
    assert "as variorum.toml says: policy gtd, reviews 2, reviewer Ada, vocabulary words.toml" in shown.err
    assert "post.txt is in English, which is none of the project's languages" in shown.err
    assert "2 reviews" in run("protocol").out
    assert "Ada" in run("reviewers", "list").out
    assert "crowd" in run("vocabulary").out


def test_reports_bear_the_title_of_the_project(run: Run, folder: Path) -> None:
    run("add", "post.txt", "--extract")
    assert run("report", "--format", "md").out.startswith("# Conflict report: Attacks of August 2022\n")
    assert "<h1><bdi>Attacks of August 2022</bdi></h1>" in run("report", "--format", "html").out


def test_a_dossier_that_is_there_keeps_its_settings(run: Run, folder: Path) -> None:
    (folder / "variorum.toml").unlink()
    run("add", "post.txt")
    (folder / "variorum.toml").write_text(PROJECT, "utf-8")
    assert "as variorum.toml says" not in run("add", "post.txt").err
    assert "one review" in run("protocol").out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title = 3", "title: "),
        ("polity = 'gtd'", "polity: "),
        ("= x", "cannot be read"),
        ("vocabulary = ['none.toml']", "there is no file none.toml"),
        ("policy = 'none'", "there is no policy 'none'"),
    ],
)
def test_a_mistake_in_a_project_file_is_named_and_nothing_is_made(
    run: Run, folder: Path, text: str, words: str
) -> None:
    (folder / "variorum.toml").write_text(text, "utf-8")
    shown = run("add", "post.txt")
    assert shown.code == 2
    assert words in shown.err
    assert not list(folder.glob("*.variorum"))
