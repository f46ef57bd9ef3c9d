"""The columns that a screen reads: what they say of two values, and that every way of filling them is one."""

import sqlite3
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.amendments import AMENDABLE
from claims.models import Amendment, Stance
from claims.records import plain_content
from claims.store.dossier import Dossier
from claims.store.migrations import MIGRATIONS
from claims.store.tables.columns import KINDS, STANCES, read_columns, voice_number
from claims.store.tables.schema import SCREENED
from claims.values import ValueProblem, parse_value
from claims.values.model import Kind, Value
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.comparison.comparing import compare_values
from tests.support.builders import make_assertion
from tests.support.profiles import examples
from tests.support.review_builders import make_dossier

_NUMBER = 19
"""The migration that fills the columns."""

_WRITTEN: dict[Kind, tuple[str, ...]] = {
    "count": ("3", "4", "at least 3", "up to 3", "3 to 5", "about 4", "dozens", "0"),
    "measure": ("3 km", "3.0004 km", "3.0005 km", "2 miles", "at least 3 km", "5 EUR", "5 dollars", "3 kg"),
    "date": ("2031-03-04", "2031-03", "2031-03-05", "2031-03-04/..", "../2031-03-04", "2031-03-04T10:00"),
    "time": ("07:00", "07:00 GMT", "overnight", "8 am"),
    "place": ("Oslo", "near Oslo", "Norway", "5 km north of Oslo"),
    "actor": ("the Front", "Front", "unknown", "nobody"),
    "choice": ("yes", "no"),
    "text": ("left bank", "right bank", "Left Bank", "3 rifles"),
}


def _read(kind: Kind, written: str) -> Value | None:
    try:
        return parse_value(kind, written, choices=("yes", "no") if kind == "choice" else ())
    except ValueProblem:
        return None


def _values() -> st.SearchStrategy[Value]:
    known = [value for kind, every in _WRITTEN.items() for one in every if (value := _read(kind, one)) is not None]
    counts = st.tuples(st.integers(0, 30), st.integers(0, 9)).map(lambda n: parse_value("count", f"{n[0]} to {sum(n)}"))
    return st.sampled_from(known) | counts


def _content(value: Value) -> dict[str, object]:
    content: dict[str, object] = plain_content(make_assertion("3"))
    return content | {"value": plain_content(value)}


@settings(deadline=None, max_examples=examples(1_000))
@given(a=_values(), b=_values())
def test_values_of_one_digest_whose_ends_meet_exclude_nothing_of_each_other(a: Value, b: Value) -> None:
    one, two = read_columns(_content(a)), read_columns(_content(b))
    if one.digest == two.digest and max(one.low, two.low) <= min(one.high, two.high):
        outcome = compare_values(a, b, builtin_vocabulary()).outcome
        assert outcome not in {"disjoint", "undecided"}
        assert one.kind == two.kind


@settings(deadline=None, max_examples=examples(1_000))
@given(a=_values(), b=_values())
def test_equal_values_of_one_digest_have_the_same_ends(a: Value, b: Value) -> None:
    one, two = read_columns(_content(a)), read_columns(_content(b))
    if one.digest == two.digest and compare_values(a, b, builtin_vocabulary()).outcome == "equal":
        assert (one.low, one.high) == (two.low, two.high)


def test_what_cannot_be_told_by_its_ends_does_not_even_meet_itself() -> None:
    fine = parse_value("measure", "3.00049 km")
    columns = read_columns(_content(fine))
    assert columns.low > columns.high


def test_kinds_and_stances_are_numbered_for_good() -> None:
    assert KINDS == ("count", "measure", "date", "time", "place", "actor", "choice", "text")
    assert STANCES == ("asserts", "suspects", "denies", "retracts")
    assert {*STANCES} == {*get_args(Stance)}


def test_a_name_has_one_number_everywhere() -> None:
    assert voice_number("Harbour Post") == 1243077736337074109
    assert 0 < voice_number("") < 2**62


def _make_old(path: Path) -> None:
    """Bring a dossier back to the form that it had before the columns."""
    with sqlite3.connect(path) as connection:
        for name, *_ in SCREENED:
            connection.execute(f"ALTER TABLE assertions DROP COLUMN {name}")
        connection.execute("DROP TABLE voices")
        connection.execute("DELETE FROM migrations WHERE number >= ?", (_NUMBER,))
    connection.close()


def test_an_old_dossier_is_filled_with_progress_and_its_ledger_stays_as_it_was(tmp_path: Path) -> None:
    path = make_dossier(tmp_path)
    with Dossier(path) as dossier:
        before = (dossier.head(), list(dossier.entries()))
    _make_old(path)
    told: list[tuple[int, int]] = []
    with Dossier(path, upgrading=told.append) as dossier:
        assert dossier.check_tables() == []
        assert (dossier.head(), list(dossier.entries())) == before
    assert told == [(7, 7)]
    assert MIGRATIONS[-1][0] >= _NUMBER


def _amend(dossier: Dossier, article: str, changes: tuple[tuple[str, str | None, str | None], ...]) -> None:
    amendment = Amendment(
        id=f"{len(dossier.amendments().every) + 1:032x}",
        action="amend",
        article=article,
        changes=changes,
        reviewer="Ada",
        decided_at="2031-03-09T00:00:00Z",
    )
    assert dossier.amend(amendment)


@pytest.mark.parametrize("is_old", [False, True])
def test_a_corrected_outlet_speaks_under_its_new_name_in_every_column(tmp_path: Path, is_old: bool) -> None:
    path = make_dossier(tmp_path)
    assert "publisher" in AMENDABLE
    with Dossier(path) as dossier:
        [article] = [row.id for row in dossier.article_rows() if row.name == "ferry-a.txt"]
        _amend(dossier, article, (("publisher", "Harbour Post", "Valley Times"),))
    if is_old:
        _make_old(path)
    with Dossier(path) as dossier:
        with dossier._reading() as connection:
            said = connection.exec_driver_sql("SELECT origin, outlet FROM assertions WHERE hops = 0").all()
        assert (voice_number("Valley Times"), voice_number("Valley Times")) in said
        assert dossier.check_tables() == []
        dossier.rebuild()
        assert dossier.check_tables() == []
