"""What the screen clears and what it leaves, in one dossier, and that it is the same text for every engine."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from claims.store.dossier import Dossier
from claims.store.tables.queue import ItemFilter
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.bulk.screen import build_screen
from tests.support.review_builders import make_article, make_assertion
from tui.services.workspace import Workspace


def _clear(path: Path, *said: dict[str, Any]) -> dict[tuple[str, str], tuple[Any, ...]]:
    """What the screen says of a dossier with these statements, each on a page of its own."""
    article = make_article("\n".join(f"On page {n} they said so." for n in range(len(said))))
    with Dossier(path / "d.variorum", create=True) as dossier:
        dossier.add_articles([article])
        dossier.add_assertions(
            make_assertion(article, f"On page {n} they said so", **{"value": "3", **one}) for n, one in enumerate(said)
        )
        found = {row[0]: row[1:] for row in dossier.find_items(build_screen(dossier.vocabulary()))}
        return {row.key: found[row.item] for row in dossier.item_page(list(found))}


KILLED = ("quay fire", "killed")


@pytest.mark.parametrize(
    "said",
    [
        [{}],
        [{}, {}],
        [{"value": "at least 2"}, {"value": "3"}, {"value": "up to 5"}],
        [{"speakers": ["governor"]}, {"value": "2 to 4", "speakers": ["governor"]}],
        [{}, {"scope": "attackers", "attribute": "injured"}],
    ],
    ids=["one", "two alike", "bounds that meet", "one speaker", "another item"],
)
def test_what_one_voice_says_that_goes_together_is_cleared(tmp_path: Path, said: list[dict[str, Any]]) -> None:
    own = sum(one.get("attribute", "killed") == "killed" for one in said)
    assert _clear(tmp_path, *said)[KILLED] == ("said_once", "none", 0, own, 1, 0)


@pytest.mark.parametrize(
    "said",
    [
        [{}, {"value": "4"}],
        [{"value": "at least 1"}, {"value": "9"}],
        [{}, {"speakers": ["governor"]}],
        [{"scope": None}],
        [{}, {"scope": "attackers"}],
    ],
    ids=["ends apart", "far below", "two voices", "unstated scope", "two scopes"],
)
def test_what_may_be_more_is_left_to_the_exact_function(tmp_path: Path, said: list[dict[str, Any]]) -> None:
    assert KILLED not in _clear(tmp_path, *said)


def test_an_item_on_which_only_a_part_of_another_count_could_bear_is_cleared_empty(tmp_path: Path) -> None:
    assert _clear(tmp_path, {})["quay fire", "attackers"] == ("said_once", "none", 0, 0, 0, 0)


def test_an_item_on_which_a_part_of_another_count_bears_is_left(tmp_path: Path) -> None:
    assert ("quay fire", "attackers") not in _clear(tmp_path, {"scope": "attackers"})


def test_other_engines_get_the_same_query() -> None:
    query = build_screen(builtin_vocabulary())
    dialects: list[Any] = [sqlite.dialect(), postgresql.dialect()]  # type: ignore[no-untyped-call]
    texts = [str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})) for dialect in dialects]
    assert texts[0] == texts[1]


class _EnoughError(Exception):
    """The first lines are there."""


@pytest.mark.whole
def test_of_many_items_those_that_may_be_in_conflict_are_looked_at_first(tmp_path: Path) -> None:
    count = 2_500
    article = make_article("\n".join(f"On page {n} they said so." for n in range(count + 1)))

    def stop(done: int, _: int) -> None:
        if done >= 200:  # some are looked at together, in an order of their own
            raise _EnoughError

    with Workspace(tmp_path / "d.variorum", create=True) as workspace:
        store = workspace.dossier
        store.add_articles([article])
        pages = [*((n, f"storm {n}", "3") for n in range(count)), (count, f"storm {count - 1}", "4")]
        store.add_assertions(
            make_assertion(article, f"On page {n} they said so.", value, subject=subject) for n, subject, value in pages
        )
        with pytest.raises(_EnoughError):
            workspace.refresh(stop)
        assert store.state_counts()["said_once"] == count - 1
        [first] = store.item_page(store.queue(ItemFilter().having("state", ("open",))))
        assert first.subject == f"storm {count - 1}"
        waiting = len(store.dirty_numbers())
        assert waiting > 0
        assert workspace.refresh() == waiting
