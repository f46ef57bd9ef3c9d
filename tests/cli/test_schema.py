"""The published schema is that of what is really printed."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from claims.store.dossier import Dossier
from tests.support.authority import answer, make_authority
from tests.support.command_line import Ran, Run, command
from tests.support.report_dossiers import make_demo, make_hostile
from tui.cli.commands.schema import build_schema, load_shapes

OUTPUTS = {
    "report": ["report", "--format", "json"],
    "conflicts": ["conflicts", "--format", "json"],
    "items": ["items", "--format", "json"],
    "changes": ["report", "--diff", "2020-01-01", "--format", "json"],
    "events": ["events", "list", "--format", "json"],
    "claims": ["claims", "export", "--status", "all"],
    "trail": ["audit", "trace", "ITEM", "--format", "json"],
    "usage": ["audit", "who", "SPEAKER", "--format", "json"],
    "verification": ["audit", "verify", "--against", "HEAD", "--format", "json"],
    "reviewers": ["reviewers", "list", "--format", "json"],
    "redaction": ["redact", "find", "name=Nobody Here", "--format", "json"],
    "redactions": ["redact", "list", "--format", "json"],
    "verdict": ["audit", "verify", "PACKAGE", "--format", "json"],
    "seal": ["audit", "seal", "FOLDER/checkpoint", "--format", "json"],
    "explained": ["explain", "ITEM", "--format", "json"],
    "relation": ["explain", "ASSERTION", "OTHER", "--format", "json"],
    "derived": ["derive", "ITEM", "--value", "23", "--format", "json"],
    "timelines": ["timeline", "ITEM", "--format", "json"],
    "proposals": ["policies", "explain", "ITEM", "--format", "json"],
    "replay": ["replay", "--policy", "gtd", "--format", "json"],
    "comparison": ["compare", "DOSSIER", "--format", "json"],
    "articles": ["articles", "list", "--format", "json"],
    "inbox": ["claims", "inbox", "--format", "json"],
    "proposers": ["proposers", "--format", "json"],
    "questions": ["events", "find", "--format", "json"],
    "event": ["events", "show", "EVENT", "--format", "json"],
    "suggestions": ["vocabulary", "suggest", "--format", "json"],
    "rows": ["policies", "--format", "json"],
    "protocol": ["protocol", "--format", "json"],
    "progress": ["progress", "--format", "json"],
    "agreement": ["agreement", "--format", "json"],
    "stamped": ["stamp", "SEAL", "--response", "STAMP", "--authorities", "ROOT", "--format", "json"],
}
CHANGING = {
    "amendment": ["articles", "amend", "ARTICLE", "--author", "N. Vale", "--format", "json"],
    "extracted": ["extract", "--again", "--format", "json"],
    "assignments": ["assign", "--to", "N. Vale", "--format", "json"],
    "made": ["claims", "confirm", "PROPOSAL", "--format", "json"],
    "item": ["decide", "ITEM", "--contested", "--because", "Both stand.", "--format", "json"],
    "imported": ["claims", "import", "FOLDER/claims.jsonl", "--format", "json"],
    "taken": ["audit", "import", "PACKAGE", "--format", "json"],
    "event-decision": ["events", "merge", "EVENT", "ANOTHER", "--because", "One night.", "--format", "json"],
}
"""Of commands that write to the dossier."""


def words_of(path: Path, folder: Path) -> dict[str, str]:
    """What the words in capitals stand for: a count in conflict, whoever speaks first in it, and so on."""
    with Dossier(path) as dossier:
        said = sorted((a for a in dossier.assertions() if a.attribute == "killed" and a.chain), key=lambda a: a.id)
        one = said[0]
        other = next(a for a in dossier.evidence(one.item) if a.id != one.id)
        events = sorted({subject for subject, _ in dossier.event_subjects()})
        proposal = next((a.id for a in dossier.assertions() if a.tier), "")
        size, root = dossier.head()
    return {
        "ITEM": "/".join(one.item),
        "SPEAKER": one.speakers[0],
        "ASSERTION": one.id,
        "OTHER": other.id,
        "EVENT": events[0],
        "ARTICLE": one.passage.article,
        "ANOTHER": events[-1],
        "PROPOSAL": proposal,
        "HEAD": f"{size}:{root}",
        "DOSSIER": str(path),
        "PACKAGE": str(folder / f"{path.stem}.zip"),
        "SEAL": str(path.with_suffix(".seal")),
        "STAMP": str(path.with_suffix(".tsr")),
        "ROOT": str(folder / "authority" / "root.pem"),
    }


def command_of(path: Path, words_: list[str], folder: Path) -> list[str]:
    """The command with its words put in."""
    words = words_of(path, path.parent)
    return [words.get(word, word).replace("FOLDER", str(folder)) for word in words_]


@pytest.fixture(scope="module")
def dossiers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("schema")
    paths = [folder / "demo.variorum", folder / "hostile.variorum"]
    make_demo(paths[0])
    make_hostile(paths[1])
    authority = make_authority(folder / "authority")
    for path in paths:
        assert command("--dossier", path, "extract") == 0
        assert command("--dossier", path, "audit", "export", path.with_suffix(".zip")) == 0
        assert command("--dossier", path, "audit", "seal", path.with_suffix(".seal")) == 0
        assert command("stamp", path.with_suffix(".seal"), "--request", path.with_suffix(".tsq")) == 0
        answer(authority, path.with_suffix(".tsq"), path.with_suffix(".tsr"))
    return paths


def problems(name: str, data: Any) -> list[str]:
    validator = Draft202012Validator(build_schema(name))
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(data)]


def fits(printed: Ran, name: str) -> None:
    """Check what was printed against the schema of that name."""
    data = [json.loads(line) for line in printed.out.splitlines()] if name == "claims" else [printed.json]
    assert data
    assert [problem for each in data for problem in problems(name, each)] == []


@pytest.mark.parametrize("name", load_shapes())
def test_a_schema_is_one_itself(name: str) -> None:
    Draft202012Validator.check_schema(build_schema(name))


def test_every_schema_is_tried_on_what_a_command_prints() -> None:
    assert load_shapes().keys() == OUTPUTS.keys() | CHANGING.keys()


@pytest.mark.whole
@pytest.mark.parametrize("name", OUTPUTS)
def test_what_is_printed_fits_its_schema(run: Run, dossiers: list[Path], name: str, tmp_path: Path) -> None:
    for number, path in enumerate(dossiers):
        (tmp_path / str(number)).mkdir()
        printed = run("--dossier", str(path), *command_of(path, OUTPUTS[name], tmp_path / str(number)))
        assert printed.code == 0
        fits(printed, name)


@pytest.mark.whole
@pytest.mark.parametrize("name", CHANGING)
def test_what_an_act_prints_fits_its_schema(run: Run, dossiers: list[Path], name: str, tmp_path: Path) -> None:
    for number, path in enumerate(dossiers):
        folder = tmp_path / str(number)
        folder.mkdir()
        copy = folder / "copy.variorum"
        with Dossier(path) as dossier:
            dossier.backup(copy)
        (folder / "claims.jsonl").write_text(run("--dossier", str(path), "claims", "export").out + "no claim\n")
        printed = run("--dossier", str(copy), "--reviewer", "Ada", *command_of(path, CHANGING[name], folder))
        assert printed.code == 0, printed.err
        fits(printed, name)


@pytest.mark.whole
@pytest.mark.parametrize("name", ["attributes", "hedges", "scopes", "actors", "places", "balances", "reasons"])
def test_every_table_of_words_fits_the_schema_of_rows(run: Run, dossiers: list[Path], name: str) -> None:
    fits(run("--dossier", str(dossiers[0]), "vocabulary", name, "--format", "json"), "rows")


@pytest.mark.whole
def test_the_verdict_on_a_damaged_dossier_and_package_fits_its_schema(
    run: Run, dossiers: list[Path], tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.variorum"
    with Dossier(dossiers[0]) as dossier:
        dossier.backup(damaged)
    with sqlite3.connect(damaged) as connection:
        connection.execute("UPDATE ledger SET recorded_at = '2020-01-01T00:00:00Z' WHERE seq = 3")
    connection.close()
    verified = run("--dossier", str(damaged), "audit", "verify", "--format", "json")
    assert (verified.code, verified.json["intact"]) == (3, False)
    fits(verified, "verification")
    package = tmp_path / "damaged.zip"
    package.write_bytes(dossiers[0].with_suffix(".zip").read_bytes().replace(b'"seq":3', b'"seq":4'))
    checked = run("audit", "verify", str(package), "--format", "json")
    assert (checked.code, checked.json["intact"]) == (3, False)
    fits(checked, "verdict")


@pytest.mark.whole
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
    assert set(run("schema").json) == set(load_shapes())
    assert run("schema", "items").json == build_schema("items")
    missing = run("schema", "people")
    assert missing.code == 2
    assert f"there are {', '.join(sorted(load_shapes()))}" in missing.err
