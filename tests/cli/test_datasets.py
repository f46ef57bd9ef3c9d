"""`variorum add TABLE --as PROFILE`, as a user runs it."""

import json
import re
from pathlib import Path

import pytest

from claims.datasets.profile import check_words, parse_profile
from claims.vocabulary.loading import builtin_vocabulary
from tests.support.command_line import Run
from tests.support.dataset_tables import GED_ROW, write_table
from tests.support.paths import ROOT

GUIDE = (ROOT / "docs" / "datasets.md").read_text("utf-8")


def guide_profile() -> str:
    """Return the profile that the guide prints, its commented lines taken in for those they stand for."""
    code = GUIDE.partition("## A profile of your own\n")[2]
    return "\n".join(line[4:] for line in code.splitlines())


def test_the_profile_in_the_guide_is_one() -> None:
    for text in (guide_profile(), re.sub("^# (?=precision|codes)", "", guide_profile(), flags=re.MULTILINE)):
        profile = parse_profile(text.encode(), "guide")
        check_words(profile, builtin_vocabulary(), "guide")
    assert profile.places[0].codes["2"].near


@pytest.mark.whole
def test_a_table_is_added_by_a_profile_of_ones_own_and_verified(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(guide_profile(), encoding="utf-8")
    told = {"number": "17", "reported_by": "police", "updated": "2031-03-04", "dead": "6", "dead_min": "5"}
    coded = {"dead_max": "n/a", "kind": "raid", "sure": "no", "day": "2031-03-02", "day_code": "2", "town": "Orsa"}
    cells = told | coded | {"group": "Front", "group_no": "3"}
    write_table(tmp_path / "mine.csv", [cells])
    added = run("add", "mine.csv", "--as", "mine.toml", "--format", "json")
    assert added.code == 0, added.err
    assert json.loads(added.out)["tables"][0]["new"] == 1
    shown = run("articles", "show", "mine:17").out
    assert "mine:17/killed" in shown
    assert "5 to 6, best 6" in shown
    assert "intact" in run("audit", "verify").out
    assert run("rebuild").code == 0
    assert "intact" in run("audit", "verify").out


@pytest.mark.whole
def test_problems_name_file_and_line_and_the_rest_is_in(run: Run, tmp_path: Path) -> None:
    write_table(tmp_path / "ged.csv", [GED_ROW | {"best": "x"}, GED_ROW | {"id": "2"}, GED_ROW | {"id": ""}])
    added = run("add", "ged.csv", "--as", "ged")
    assert added.code == 0
    assert "2 rows added" in added.out
    assert "ged.csv:2: " in added.err
    assert "ged.csv:4: " in added.err


@pytest.mark.whole
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--as", "nothing"), "is none of acled, ged, gtd"),
        (("--as", "ged", "--extract"), "--extract: is for articles"),
        (("--as", "ged", "--title", "T"), "--title: is for articles"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    write_table(tmp_path / "ged.csv", [GED_ROW])
    refused = run("add", "ged.csv", *arguments)
    assert refused.code == 2
    assert words in refused.err
    assert not (tmp_path / "dossier.variorum").exists()
