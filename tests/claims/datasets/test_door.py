"""Only what the cells of a row say passes the door; every kind of untruth is put to it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claims.datasets.door import Door
from claims.datasets.profile import load_profile
from claims.datasets.rows import read_rows
from claims.datasets.table import DatasetRow, TableReader
from claims.vocabulary.loading import builtin_vocabulary
from tests.support.dataset_tables import ACLED_ROW, GED_ROW, GTD_ROW, write_table

Content = dict[str, Any]
ROWS = {"ged": GED_ROW, "acled": ACLED_ROW, "gtd": GTD_ROW}


def read(folder: Path, profile: str) -> tuple[Door, dict[str, Content]]:
    """Return the door opened for a row, and its true statements by attribute and scope."""
    table = write_table(folder / f"{profile}.csv", [ROWS[profile]])
    [row] = TableReader(load_profile(profile), builtin_vocabulary(), table.name).read(read_rows(table))
    assert isinstance(row, DatasetRow)
    door = Door(load_profile(profile))
    door.open(row.article["text"])
    return door, {f"{one['attribute']}/{one['scope']}": one for one in row.statements}


def quote(content: Content, door: Door, words: str) -> Content:
    start = door._text.index(words)
    return content | {"passage": content["passage"] | {"start": start, "end": start + len(words), "exact": words}}


def say(content: Content, door: Door, speaker: str, column: str = "source_office") -> Content:
    """Return a statement as said by somebody who is named in a column."""
    start = door._text.index(f"{column}: ") + len(column) + 2
    return content | {"chain": [{"speaker": speaker, "start": start, "end": start + len(speaker)}]}


def value(content: Content, **changes: object) -> Content:
    return content | {"value": content["value"] | changes}


UNTRUE: dict[str, tuple[str, str, Callable[[Content, Door], Content]]] = {
    "another figure": ("ged", "killed/total", lambda c, d: value(c, low=14)),
    "another best": ("ged", "killed/total", lambda c, d: value(c, best=18)),
    "an open end": ("ged", "killed/total", lambda c, d: value(c, high=None)),
    "the figure of another side": ("ged", "killed/attackers", lambda c, d: quote(c, d, "deaths_a: 2")),
    "one side's figure for another": ("ged", "killed/attackers", lambda c, d: value(c, low=2, high=2)),
    "a part of an estimate": ("ged", "killed/total", lambda c, d: quote(c, d, "best: 17")),
    "half a cell": ("ged", "killed/total", lambda c, d: quote(c, d, "best: 1")),
    "no words": ("ged", "killed/total", lambda c, d: quote(c, d, "")),
    "words that are elsewhere": ("ged", "killed/total", lambda c, d: c | {"passage": c["passage"] | {"start": 0}}),
    "another scope": ("ged", "killed/attackers", lambda c, d: c | {"scope": "civilians"}),
    "another attribute": ("ged", "killed/total", lambda c, d: c | {"attribute": "injured"}),
    "a scope of another type of violence": ("ged", "killed/attackers", lambda c, d: c | {"scope": "side_b"}),
    "a date without an end": ("acled", "date/total", lambda c, d: value(c, high=None)),
    "another day": ("ged", "date/total", lambda c, d: value(c, low="2031-03-03T00", high="2031-03-03T23")),
    "another month": ("gtd", "date/total", lambda c, d: value(c, low="2031-04-01T00", high="2031-04-30T23")),
    "another place": ("ged", "place/total", lambda c, d: value(c, name="Karsk")),
    "a place that its code does not name": (
        "ged", "place/total", lambda c, d: quote(value(c, name="Tavara"), d, "adm_1: Tavara province"),
    ),
    "in a place that it was only near": ("gtd", "place/total", lambda c, d: value(c, relation="in")),
    "another actor": ("ged", "party/side_b", lambda c, d: value(c, name="Blue Lake Front")),
    "the other side": ("ged", "party/side_b", lambda c, d: quote(c, d, "side_a: Government of Nepal")),
    "another code": ("ged", "type_of_violence/total", lambda c, d: value(c, name="one-sided")),
    "no doubt": ("gtd", "perpetrator/total", lambda c, d: c | {"stance": "asserts"}),
    "a doubt of its own": ("ged", "killed/total", lambda c, d: c | {"stance": "suspects"}),
    "a speaker who is not named": ("ged", "killed/total", lambda c, d: say(c, d, "mayor")),
    "a speaker from another column": ("ged", "killed/total", lambda c, d: say(c, d, "Nepal", "country")),
}  # fmt: skip


@pytest.mark.parametrize("profile", sorted(ROWS))
def test_what_the_cells_say_passes(tmp_path: Path, profile: str) -> None:
    door, said = read(tmp_path, profile)
    assert said
    assert {key: door.refuse(content) for key, content in said.items()} == dict.fromkeys(said, "")


@pytest.mark.parametrize("name", UNTRUE)
def test_what_they_do_not_say_is_refused(tmp_path: Path, name: str) -> None:
    profile, key, spoil = UNTRUE[name]
    door, said = read(tmp_path, profile)
    assert door.refuse(said[key]) == ""
    assert door.refuse(spoil(said[key], door))
