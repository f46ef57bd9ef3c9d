from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event

from claims.store.dossier import SubjectRecord
from reconcile.evidence.lens import Lens
from tests.support.builders import infos, make_assertion, make_vocabulary
from tests.support.store_builders import make_dossier
from tui.services.shown_evidence import ShownEvidence, narrow
from tui.services.workspace import Workspace

KILLED = make_assertion("17")
DATE = make_assertion("2031-03-02", attribute="date", outlet="Late Post")
RECORD = SubjectRecord("quay fire", (), (KILLED, DATE), ())


def test_an_item_gets_only_what_bears_on_it() -> None:
    shown = ShownEvidence(
        {"quay fire": RECORD}, {"quay fire": RECORD}, make_vocabulary(), infos([KILLED, DATE]), {}, {}
    )
    evidence = shown.of(("quay fire", "date"))
    assert (evidence.assertions, list(evidence.articles)) == ([DATE], ["Late Post"])
    assert narrow(RECORD, "date", make_vocabulary()).assertions == (DATE,)
    assert shown.is_listed(("quay fire", "date"))
    assert not shown.is_listed(("quay fire", "no such attribute"))


@pytest.mark.parametrize("lens", [Lens(), Lens(accepted_only=True), Lens(known_at="2031-03-01T23:59:59")])
def test_items_read_together_are_those_read_one_by_one(tmp_path: Path, lens: Lens) -> None:
    with Workspace(make_dossier(tmp_path / "quays.variorum", 5), lens=lens) as workspace:
        numbers = workspace.dossier.item_numbers(empty=True)
        keys = [row.key for row in workspace.dossier.item_page(numbers)]
        assert list(workspace.items(numbers)) == list(map(workspace.item, keys))


def test_what_is_asked_of_the_ledger_does_not_grow_with_the_items(tmp_path: Path) -> None:
    few, many = (count_queries(make_dossier(tmp_path / f"{count}.variorum", count)) for count in (2, 20))
    assert few == many


def count_queries(path: Path) -> list[int]:
    """Return how often the ledger is asked to reconcile a dossier, and to read its items."""
    with Workspace(path) as workspace:
        store = workspace.dossier
        works: list[Callable[[], object]] = [workspace.refresh, lambda: list(workspace.items(store.item_numbers()))]
        return [_count_queries_of(store._engine, work) for work in works]


def _count_queries_of(engine: object, work: Callable[[], object]) -> int:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM ledger" in statement:
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    work()
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)
