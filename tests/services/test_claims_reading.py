"""tui.services.claims_reading: a claims file read by a process of its own gives what reading it here gives."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.findings import Finding
from claims.store.dossier import Addition
from tests.support.store_builders import make_article
from tui.cli.commands.claims import import_claims
from tui.services import claims_reading as claimreading
from tui.services.claims_reading import LARGE, ClaimsFileError, read_entries
from tui.services.workspace import Workspace

TEXT = "At least 12 people died at the quay.\n" + "\n".join(f"Shed {n} lost {n} goats." for n in range(2_500))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "d.variorum", create=True) as workspace:
        workspace.dossier.add_articles([make_article(TEXT, name="a.txt")])
        yield workspace


def write_claims(path: Path, count: int = 2_500, note: str = "") -> Path:
    lines = [
        {
            "article": "a.txt",
            "quote": f"Shed {n} lost {n} goats",
            "subject": "quay",
            "attribute": "killed",
            "value": str(n),
        }
        for n in range(count)
    ]
    lines[1] = {**lines[1], "quote": "Shed 1 lost no goats"}
    lines[2] = {**lines[2], "scope": "goats"}
    lines[3] = {**lines[3], "note": note}
    path.write_text("".join(json.dumps(line) + "\n" for line in lines) + "{not json\n")
    return path


def read(workspace: Workspace, path: Path) -> tuple[list[Addition | Finding], list[Finding]]:
    notes: list[Finding] = []
    return list(read_entries(workspace, path, "clerk", notes)), notes


@pytest.mark.whole
@pytest.mark.parametrize("meanwhile", [0, 2, 1_200, 9_999])
def test_both_ways_give_the_same_entries_findings_and_notes(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: int
) -> None:
    path = write_claims(tmp_path / "claims.jsonl")
    here = read(workspace, path)
    monkeypatch.setattr(claimreading, "LARGE", 1)
    monkeypatch.setattr(claimreading, "MEANWHILE", meanwhile)
    elsewhere = read(workspace, path)
    assert elsewhere == here
    entries, notes = here
    assert [one.where for one in entries if isinstance(one, Finding)] == [f"{path}:2", f"{path}:2501"]
    assert [note.where for note in notes] == [f"{path}:3"]


@pytest.mark.whole
def test_a_large_file_is_imported_whole_and_once(workspace: Workspace, tmp_path: Path) -> None:
    path = write_claims(tmp_path / "claims.jsonl", note="x" * LARGE)
    for expected in ((2_499, 0), (0, 2_499)):
        findings: list[Finding] = []
        assert import_claims(workspace, path, "clerk", findings) == expected
        assert len(findings) == 2
    assert workspace.dossier.check_tables() == []


def test_what_is_wrong_with_a_large_file_is_told_by_name(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_bytes(b"article,quote\n" + b"a.txt,\xff" + b"x" * LARGE)
    with pytest.raises(ClaimsFileError, match=r"claims.csv: is not UTF-8"):
        read(workspace, path)


def test_a_reader_that_dies_is_told_of_with_what_to_do(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_claims(tmp_path / "claims.jsonl", note="x" * LARGE)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(ClaimsFileError, match=r"claims.jsonl: the process that reads it ended early.*import the file"):
        read(workspace, path)
