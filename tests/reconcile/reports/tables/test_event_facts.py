"""Where an event happened, as the codebooks ask: the country, and how closely the place is known."""

import pytest

from claims.vocabulary.model import Vocabulary
from reconcile.reports.tables.codes import assign_codes
from reconcile.reports.tables.event_facts import build_facts
from tests.support.builders import make_assertion, make_item, make_vocabulary

WORDS = make_vocabulary('[places.Tarnhaven]\nwithin = "Norway"\nlat = "60.0"\nlon = "5.0"\n[places."Tarn Fell"]\n')


def where(place: str, vocabulary: Vocabulary = WORDS) -> tuple[str | None, str | None]:
    """Country and precision of an event of which this place is told."""
    item = make_item([make_assertion(place, attribute="place")], attribute="place", vocabulary=vocabulary)
    facts = build_facts("quay fire", [item], vocabulary, {})
    return facts.country, facts.precision


@pytest.mark.parametrize(
    ("place", "country", "precision"),
    [
        ("Oslo", "Norway", "town"),
        ("Tarnhaven", "Norway", "town"),
        ("near Oslo", "Norway", "near"),
        ("near Nowhere Much", None, "near"),
        ("10 miles north of Oslo", "Norway", "near"),
        ("40 miles north of Oslo", "Norway", None),
        ("south of Oslo", "Norway", None),
        ("near Norway", "Norway", None),
        ("Punjab, Pakistan", "Pakistan", "division"),
        ("North Waziristan", "Pakistan", None),
        ("India", "India", "country"),
        ("Australia", "Australia", "country"),
        ("Nicosia", "Cyprus", "town"),
        ("Hong Kong", "China", "division"),
        ("London", "United Kingdom", "town"),
        ("Jerusalem", None, "town"),
        ("Kashmir", None, None),
        ("Red Sea", None, None),
        ("Central Asia", None, None),
        ("Tarn Fell", None, None),
        ("Nowhere Much", None, None),
    ],
)
def test_country_and_precision_are_what_the_gazetteer_knows(
    place: str, country: str | None, precision: str | None
) -> None:
    assert where(place) == (country, precision)


def test_every_town_of_the_gazetteer_has_its_country_unless_it_lies_in_two() -> None:
    without = {name for name, place in WORDS.places.items() if place.lat and where(name)[0] is None}
    assert without == {"Jerusalem"}


def test_every_event_of_a_dossier_has_four_digits_of_its_own_that_later_ones_do_not_change() -> None:
    events = [f"raid-{n}" for n in range(12_000)]
    codes = assign_codes(events)
    assert sorted(codes[event].digits for event in events[:9_999]) == list(range(1, 10_000))
    assert len({codes[event].digits for event in events[9_999:]}) == 12_000 - 9_999
    assert len({codes[event].number for event in events}) == 12_000
    assert all(0 < codes[event].number < 2**31 for event in events)
    assert assign_codes(events[:300]) == {event: codes[event] for event in events[:300]}
