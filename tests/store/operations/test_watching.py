"""An open dossier says when others have recorded something, and not when it has itself."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from claims.store.dossier import Dossier, UnknownRecordError
from tests.support.store_builders import make_article, make_claim


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Dossier(tmp_path / "d.variorum", create=True) as dossier:
        dossier.add_articles([make_article("Ten people died.")])
    return tmp_path / "d.variorum"


def test_what_others_record_is_told_apart_from_the_own(path: Path) -> None:
    with Dossier(path) as mine, Dossier(path) as theirs:
        before = mine.recorded_elsewhere()
        mine.add_articles([make_article("Eleven people died.")])
        assert mine.recorded_elsewhere() == before
        theirs.add_articles([make_article("Twelve people died.")])
        assert mine.recorded_elsewhere() == before + 1
        assert mine.recorded_elsewhere() == before + 1


def test_nothing_is_read_where_nobody_has_committed(path: Path) -> None:
    with Dossier(path) as dossier:
        before = dossier.recorded_elsewhere()
        queries: list[str] = []

        def note(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
            queries.append(statement)

        event.listen(dossier._engine, "before_cursor_execute", note)
        assert dossier.recorded_elsewhere() == before
        assert not queries


def test_while_somebody_commits_a_look_neither_waits_nor_misses_it(path: Path) -> None:
    with Dossier(path) as mine, Dossier(path) as theirs:
        before = mine.recorded_elsewhere()
        with theirs._writing() as connection:
            connection.exec_driver_sql("UPDATE articles SET length = length + 1")
            assert mine.recorded_elsewhere() == before
        theirs.add_articles([make_article("Twelve people died.")])
        assert mine.recorded_elsewhere() == before + 1


def test_what_was_refused_counts_as_nobodys(path: Path) -> None:
    with Dossier(path) as dossier:
        before = dossier.recorded_elsewhere()
        with pytest.raises(UnknownRecordError):
            dossier.add_assertions([make_claim(make_article("Nine people died."), "Nine people died", "9")])
        assert dossier.recorded_elsewhere() == before
