"""The published schema is that of what is really printed."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from claims.store.dossier import Dossier
from tests.report_dossiers import make_demo, make_hostile
from tests.test_tui_cli import Run, run
from tui.commands.schema import SHAPES, build_schema

__all__ = ["run"]

OUTPUTS = {
    "report": ["report", "--format", "json"],
    "conflicts": ["conflicts", "--format", "json"],
    "items": ["items", "--format", "json"],
    "changes": ["report", "--diff", "2020-01-01", "--format", "json"],
    "events": ["events", "list", "--format", "json"],
    "claims": ["claims", "export", "--status", "all"],
    "trail": ["audit", "trace", "ITEM", "--format", "json"],
    "usage": ["audit", "who", "SPEAKER", "--format", "json"],
}


def command_of(path: Path, name: str) -> list[str]:
    """The command, about a conflict of the dossier and whoever speaks first in it."""
    with Dossier(path) as dossier:
        assertion = next(a for a in dossier.assertions() if a.chain)
    words = {"ITEM": "/".join(assertion.item), "SPEAKER": assertion.speakers[0]}
    return [words.get(word, word) for word in OUTPUTS[name]]


@pytest.fixture(scope="module")
def dossiers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("schema")
    paths = [folder / "demo.variorum", folder / "hostile.variorum"]
    make_demo(paths[0])
    make_hostile(paths[1])
    return paths


def problems(name: str, data: Any) -> list[str]:
    validator = Draft202012Validator(build_schema(name))
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(data)]


@pytest.mark.parametrize("name", SHAPES)
def test_a_schema_is_one_itself(name: str) -> None:
    Draft202012Validator.check_schema(build_schema(name))


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_printed_fits_its_schema(run: Run, dossiers: list[Path], name: str) -> None:
    for path in dossiers:
        printed = run("--dossier", str(path), *command_of(path, name))
        assert printed.code == 0
        data = [json.loads(line) for line in printed.out.splitlines()] if name == "claims" else [printed.json]
        assert data
        assert [problem for each in data for problem in problems(name, each)] == []


@pytest.mark.parametrize("name", ["report", "conflicts", "items"])
def test_a_schema_refuses_what_is_not_printed(run: Run, dossiers: list[Path], name: str) -> None:
    data = run("--dossier", str(dossiers[0]), *OUTPUTS[name]).json
    items = data["conflicts"] if name == "report" else data
    for change in ({"surprise": 1}, {"state": "done"}, {"importance": "high"}):
        assert problems(
            name, {**data, "conflicts": [{**items[0], **change}]} if name == "report" else [{**items[0], **change}]
        )
    del items[0]["members"][0]["quote"]
    assert problems(name, data)


def test_the_command_prints_one_schema_or_all_and_names_those_there_are(run: Run) -> None:
    assert set(run("schema").json) == set(SHAPES)
    assert run("schema", "items").json == build_schema("items")
    missing = run("schema", "people")
    assert missing.code == 2
    assert "there are report, conflicts" in missing.err
