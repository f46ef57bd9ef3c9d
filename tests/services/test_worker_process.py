"""Batches of subjects computed in a process of their own: the same results, and errors that are told."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.cluster import KINDS, mark_dirty, subject_rows
from tui.services.subject_batches import MismatchError, gather_terms, reconcile_subjects
from tui.services.worker_process import WorkerError, reconcile_apart
from tui.services.workspace import Workspace

arrow = pytest.importorskip("pyarrow")


def in_a_thread(work: Callable[[], Any]) -> Any:
    """Return what some work returns or raises in another thread than the first."""
    results: list[Any] = []

    def run() -> None:
        try:
            results.append(work())
        except Exception as error:
            results.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return results[0]


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[tuple[Any, list[Any]]]:
    path = KINDS["mended"](tmp_path / "d.variorum")
    mark_dirty(path)
    with Workspace(path) as workspace:
        yield gather_terms(workspace), [arrow.RecordBatch.from_pylist([row]) for row in subject_rows(workspace)]


@pytest.mark.whole
def test_a_child_gives_what_this_process_gives(asked: tuple[Any, list[Any]]) -> None:
    terms, batches = asked
    expected = list(reconcile_subjects(terms, batches))
    assert sum(batch.num_rows for batch in expected) > len(batches) > 1
    assert list(reconcile_apart(terms, batches)) == expected
    assert in_a_thread(lambda: list(reconcile_apart(terms, batches))) == expected


@pytest.mark.whole
def test_what_a_child_cannot_compute_is_told(asked: tuple[Any, list[Any]]) -> None:
    terms, _ = asked
    part = {"part": 1, "number": 1, "body": b"no record"}
    bad = arrow.RecordBatch.from_pylist([{"subject": "quay-0", "parts": [part]}])
    error = in_a_thread(lambda: list(reconcile_apart(terms, [bad])))
    assert isinstance(error, WorkerError)
    assert "Assertion" in str(error)


def test_another_version_starts_no_child(asked: tuple[Any, list[Any]]) -> None:
    terms, batches = asked
    older = replace(terms, program="Variorum 0.0.1")
    assert isinstance(in_a_thread(lambda: list(reconcile_apart(older, batches))), MismatchError)
