"""Whole subjects reconciled from rows alone: the same lines of the queue as from the dossier."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.cluster import KINDS, mark_dirty, read_queue, reconcile_here, subject_rows
from tui.services.subject_batches import (
    MismatchError,
    Terms,
    gather_terms,
    read_summary,
    reconcile_subjects,
)
from tui.services.workspace import Workspace

arrow = pytest.importorskip("pyarrow")


def reconcile_rows(terms: Terms, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        for batch in reconcile_subjects(terms, [arrow.RecordBatch.from_pylist([row])]):
            yield from batch.to_pylist()


@pytest.mark.parametrize("turned", [False, True], ids=["in order", "turned round"])
@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_rows_alone_give_the_queue_of_the_dossier(tmp_path: Path, make: Callable[[Path], Path], turned: bool) -> None:
    path = make(tmp_path / "d.variorum")
    expected = reconcile_here(path)
    assert any(line[5] for line in expected[0])
    mark_dirty(path)
    with Workspace(path) as workspace:
        rows = subject_rows(workspace)
        if turned:
            rows = [{**row, "parts": row["parts"][::-1]} for row in reversed(rows)]
        found = list(reconcile_rows(gather_terms(workspace), rows))
        assert [row["item"] for row in found] == [read_summary(row["summary"]).item for row in found]
        workspace.dossier.save_summaries([read_summary(row["summary"]) for row in found])
    assert read_queue(path) == expected


def test_lines_that_are_up_to_date_are_not_computed(tmp_path: Path) -> None:
    path = KINDS["demo"](tmp_path / "d.variorum")
    reconcile_here(path)
    with Workspace(path) as workspace:
        assert list(reconcile_rows(gather_terms(workspace), subject_rows(workspace))) == []


def test_another_version_on_a_worker_is_told(tmp_path: Path) -> None:
    path = KINDS["demo"](tmp_path / "d.variorum")
    mark_dirty(path)
    with Workspace(path) as workspace:
        terms = replace(gather_terms(workspace), program="Variorum 0.0.1 with ucdp 0")
        with pytest.raises(MismatchError, match=r"here Variorum 0\.0\.1 with ucdp 0"):
            list(reconcile_rows(terms, subject_rows(workspace)))
