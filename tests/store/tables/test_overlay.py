"""Lines in memory are found, counted and ordered as stored ones are."""

from dataclasses import replace
from pathlib import Path

import pytest

from claims.store.tables.overlay import Overlay
from claims.store.tables.queue import SORTS, ItemFilter, count_values, place_key, select_numbers, select_places
from tests.support.review_builders import make_dossier
from tui.services.query import UNSETTLED, parse_query
from tui.services.workspace import Workspace

FILTERS = [
    UNSETTLED,
    *(ItemFilter(sort=sort) for sort in SORTS),
    *map(parse_query, ("all date:2031", "source:rescuers", "attribute:killed 5", "tag:none")),
]


@pytest.fixture
def overlay(tmp_path: Path) -> tuple[Overlay, Workspace]:
    workspace = Workspace(make_dossier(tmp_path, reconciled=True))
    overlay = Overlay()
    for record in workspace.dossier.subjects_named(["quay fire", "ferry grounding", "nowhere"]):
        overlay.put((row, s) for row, s in workspace.summaries_in([record]) if not isinstance(s, Exception))
    return overlay, workspace


def test_every_filter_and_count_gives_what_the_stored_lines_give(overlay: tuple[Overlay, Workspace]) -> None:
    memory, workspace = overlay
    store = workspace.dossier
    for view in FILTERS:
        assert [row[0] for row in memory.fetch(select_numbers(view))] == store.queue(view)
        places = memory.fetch(select_places(view))
        assert places == store.queue_places(view)
        assert sorted(places, key=place_key(view.sort)) == places
        for field in ("state", "source", "relation"):
            assert memory.fetch(count_values(view, field)) == store.facet_counts(view, field)
    numbers = store.queue(ItemFilter())
    assert [memory.rows(numbers)[number] for number in numbers] == store.item_page(numbers)


def test_what_is_left_out_is_in_no_list_and_no_count(overlay: tuple[Overlay, Workspace]) -> None:
    memory, workspace = overlay
    every = replace(ItemFilter(), without=memory.numbers)
    assert workspace.dossier.queue(every) == []
    assert workspace.dossier.facet_counts(every, "source") == []


def test_lines_of_a_subject_are_forgotten(overlay: tuple[Overlay, Workspace]) -> None:
    memory, workspace = overlay
    memory.drop(["quay fire"])
    left = [row.subject for row in workspace.dossier.item_page(workspace.dossier.queue(ItemFilter()))]
    assert {row.subject for row in memory.rows(memory.numbers).values()} == {"ferry grounding"} < set(left)
    assert memory.fetch(count_values(ItemFilter(), "source")) == [("Evening Bell", 1), ("Harbour Post", 1)]
    workspace.dossier.close()
