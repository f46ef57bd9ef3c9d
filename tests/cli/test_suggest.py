"""Suggested names: printed as lines that can be imported, with where they occur, and never taken over silently."""

import json
from pathlib import Path

import pytest

from claims.store.dossier import Dossier
from claims.vocabulary.loading import parse_vocabulary
from tests.support.command_line import command, read_output
from tests.support.store_builders import make_article, make_claim


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    path = tmp_path / "d.variorum"
    with Dossier(path, create=True) as store:
        for number, speaker in enumerate(
            ("Davron Yusupzhanov", "Davron Yusupjanov", "Davron Yusupzhanov", "Ferry crew")
        ):
            article = make_article(f"Officials said 5 died. Report {number}.", name=f"post-{number}.txt")
            store.add_articles([article])
            store.add_assertions([make_claim(article, "5 died", "5", chain=[speaker])])
    return path


def test_suggestions_are_a_vocabulary_file_that_takes_effect_once_imported(
    dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = read_output(capsys, "--dossier", str(dossier), "vocabulary", "suggest")
    assert "post-1.txt" in printed
    tables = {"actors": {"Davron Yusupzhanov": {"aliases": ["Davron Yusupjanov"]}}}
    assert parse_vocabulary(printed, "suggested") == tables
    with Dossier(dossier) as store:
        assert not store.vocabulary().knows_actor("Davron Yusupjanov")
    file = tmp_path / "names.toml"
    file.write_text(printed, "utf-8")
    read_output(capsys, "--dossier", str(dossier), "vocabulary", "import", str(file))
    assert read_output(capsys, "--dossier", str(dossier), "vocabulary", "suggest") == ""
    with Dossier(dossier) as store:
        assert store.vocabulary().actor_name("Davron Yusupjanov") == "Davron Yusupzhanov"


def test_suggestions_for_programs_name_score_reason_and_articles(
    dossier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [one] = json.loads(read_output(capsys, "--dossier", str(dossier), "vocabulary", "suggest", "--format", "json"))
    assert (one["section"], one["name"], one["of"]) == ("actors", "Davron Yusupjanov", "Davron Yusupzhanov")
    assert one["articles"] == ["post-1.txt"]
    assert one["score"] >= 85


def test_names_are_joined_and_parted_at_the_command_line(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = ("--dossier", str(dossier), "--reviewer", "ana", "vocabulary")
    one, other = "Davron Yusupjanov", "Davron Yusupzhanov"

    def known(name: str) -> tuple[str, list[str]]:
        with Dossier(dossier) as store:
            words = store.vocabulary()
            return words.actor_name(name), list(words.affiliations(name))

    read_output(capsys, *to, "join", one, other, "--because", "his passport")
    read_output(capsys, *to, "part-of", one, "Ferry crew", "--since", "2021")
    assert known(one) == (other, ["Ferry crew"])
    read_output(capsys, *to, "part-of", one, "Ferry crew", "--undo")
    read_output(capsys, *to, "join", one, other, "--undo")
    assert known(one) == (one, [])
    for wrong in (("join", one, other, "--undo"), ("part-of", one, "Ferry crew", "--undo")):
        assert command(*to, *wrong) == 2
        assert "nobody said here" in capsys.readouterr().err
