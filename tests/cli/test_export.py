"""The tables of a dossier for other programs."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from claims.store.dossier import Dossier
from claims.store.operations.whole_tables import TABLES
from tests.support.command_line import Run
from tests.support.paths import ROOT
from tests.support.report_dossiers import make_demo, make_hostile
from tests.support.store_builders import make_dossier
from tui.services.event_review import merge_events
from tui.services.parquet_export import ExportError, export_parquet, is_export_of
from tui.services.workspace import Workspace

parquet = pytest.importorskip("pyarrow.parquet")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("export") / "demo.variorum")


def rows_of(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = parquet.read_table(folder / f"{name}.parquet").to_pylist()
    return rows


def test_every_record_is_in_one_row_as_the_ledger_has_it(run: Run, demo: Path, tmp_path: Path) -> None:
    done = run("--dossier", str(demo), "export", "out")
    assert (done.code, done.out) == (0, "")
    assert "19 assertions, 2 decisions, 5 articles" in done.err
    with Dossier(demo) as dossier:
        ledger = {entry.seq: entry for entry in dossier.entries()}
        for kind in ("assertion", "decision", "article"):
            rows = {row["seq"]: row["body"] for row in rows_of(tmp_path / "out", f"{kind}s")}
            assert rows == {seq: entry.body for seq, entry in ledger.items() if entry.kind == kind}
        assertions = {row["id"]: row for row in rows_of(tmp_path / "out", "assertions")}
        for assertion in dossier.assertions():
            row = assertions[assertion.id]
            said = (row["subject"], row["attribute"], row["scope"], row["start"], row["stop"])
            passage = assertion.passage
            assert said == (*assertion.item, assertion.scope or "?", passage.start, passage.end)
        lines = {row["item"]: row for row in rows_of(tmp_path / "out", "items")}
        for line in dossier.item_page(dossier.item_numbers(empty=True)):
            shown = lines[line.item]
            assert (shown["subject"], shown["attribute"], shown["explanation"]) == (*line.key, line.explanation)


def test_what_is_there_stays_without_force(run: Run, demo: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "items.parquet").write_text("mine", "utf-8")
    refused = run("--dossier", str(demo), "export", "out")
    assert refused.code == 2
    assert "--force" in refused.err
    assert (tmp_path / "out" / "items.parquet").read_text("utf-8") == "mine"
    assert run("--dossier", str(demo), "export", "out", "--force").code == 0
    first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert run("--dossier", str(demo), "export", "out", "--force").code == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == first


def test_another_format_or_no_folder_is_told(run: Run, demo: Path) -> None:
    assert "not parquet" in run("--dossier", str(demo), "export", "out", "--format", "csv").err
    assert "no/such/folder" in run("--dossier", str(demo), "export", "no/such/folder").err


def test_the_note_says_which_dossier_the_tables_are_of(run: Run, demo: Path, tmp_path: Path) -> None:
    run("--dossier", str(demo), "export", "out")
    note = json.loads((tmp_path / "out" / "dossier.json").read_text("utf-8"))
    assert note["rows"].keys() == {table.name for table in TABLES}
    with Workspace(demo) as workspace:
        assert (note["entries"], note["head"]) == workspace.dossier.head()
        assert is_export_of(workspace, tmp_path / "out")
        (tmp_path / "out" / "dossier.json").write_text('{"entries": 3}', "utf-8")
        assert not is_export_of(workspace, tmp_path / "out")


def test_a_merge_while_the_tables_are_written_is_told(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum", 2)

    def merge(_: int) -> None:
        with Workspace(path) as other:
            if not other.dossier.event_decisions():
                merge_events(other, "quay-0", "quay-1", "Ann", "One quay.")

    with Workspace(path) as workspace:
        with pytest.raises(ExportError, match="merged"):
            export_parquet(workspace, tmp_path / "out", force=False, progress=merge)
        assert not is_export_of(workspace, tmp_path / "out")
        export_parquet(workspace, tmp_path / "out", force=True, progress=merge)
    assert {row["subject"] for row in rows_of(tmp_path / "out", "assertions")} == {"quay-0"}


def test_hostile_text_is_kept_as_it_is(run: Run, tmp_path: Path) -> None:
    path = make_hostile(tmp_path / "hostile.variorum")
    assert run("--dossier", str(path), "export", "out").code == 0
    with Dossier(path) as dossier:
        bodies = {entry.body for entry in dossier.entries() if entry.kind == "assertion"}
    assert {row["body"] for row in rows_of(tmp_path / "out", "assertions")} == bodies


@pytest.mark.whole
def test_without_its_library_nothing_is_written(demo: Path, tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None\nfrom tui.cli.main import main\n"
        f"main(['--dossier', {str(demo)!r}, 'export', {str(tmp_path / 'out')!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert "requirements/parquet.txt" in done.stderr
    assert not (tmp_path / "out").exists()
