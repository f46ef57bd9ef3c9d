"""Names of subjects for people, made of a key and of what was first told under it."""

import dataclasses
import itertools
from typing import Any

import pytest

from claims.vocabulary.loading import builtin_vocabulary
from reconcile.events import Mention
from reconcile.events.names import LONGEST_NAME, Founding, name_subject

WORDS = builtin_vocabulary()


def founding(title: str = "", **changes: Any) -> Founding:
    fields: dict[str, Any] = {
        "article": "a",
        "key": "main",
        "kind": "attack",
        "low": None,
        "high": None,
        "places": (),
        "figures": frozenset(),
        "main": True,
    }
    return Founding(Mention(**(fields | changes)), title)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("attack-2019-11-06-tajikistan", "Attack, Tajikistan, 6 November 2019"),
        ("riot-2019-05-dushanbe", "Riot, Dushanbe, Tajikistan, May 2019"),
        ("car bombing-2031", "Car bombing, 2031"),
        ("attack-2019-11-06-tajikistan-2", "Attack, Tajikistan, 6 November 2019 (2)"),
        ("attack-2020-3", "Attack, 2020 (3)"),
        ("attack-2019-13-06-tajikistan", "Attack 2019 13 06 tajikistan"),
        ("quay fire", "quay fire"),
        ("quay_fire", "Quay fire"),
        ("ISKP", "Islamic State Khorasan Province"),
        ("isis-k", "Islamic State Khorasan Province"),
        ("---", "---"),
        ("", ""),
    ],
)
def test_a_key_alone_gives_a_name(key: str, name: str) -> None:
    assert name_subject(key, WORDS) == name


def test_the_first_report_adds_what_a_key_has_no_room_for() -> None:
    first = founding(
        "Tajikistan: 17 killed in border outpost attack",
        low="2019-11-05T00:00:00",
        high="2019-11-06T23:59:59",
        places=("Tajikistan", "Uzbekistan"),
    )
    name = name_subject("attack-2019-11-tajikistan", WORDS, first)
    assert name == "Border outpost attack, Tajikistan, 5–6 November 2019"


def test_the_place_is_spelled_as_the_report_has_it_and_the_only_one_inside_it_is_named() -> None:
    assert name_subject("strike-2022-08-01-u-s", WORDS, founding(places=("U.S.",))) == (
        "Strike, United States, 1 August 2022"
    )
    inside = founding(places=("Tajikistan", "Vahdat"))
    assert name_subject("riot-2019-05-tajikistan", WORDS, inside) == "Riot, Vahdat, Tajikistan, May 2019"
    two = founding(places=("Tajikistan", "Vahdat", "Dushanbe"))
    assert name_subject("riot-2019-05-tajikistan", WORDS, two) == "Riot, Tajikistan, May 2019"


def test_places_give_the_same_name_in_any_order() -> None:
    places = ("Tajikistan", "Vahdat", "Moscow")
    names = {
        name_subject("riot-2019-05-tajikistan", WORDS, founding(places=order))
        for order in itertools.permutations(places)
    }
    assert len(names) == 1


def test_an_event_without_a_date_is_told_from_others_by_the_article_that_tells_of_it() -> None:
    first = founding("Crowds mourn at the ferry pier", places=("Moscow",))
    dated = dataclasses.replace(first, outlet="Harbour Post", published="2031-03-02")
    assert name_subject("wire.txt main", WORDS, first) == "Attack, Moscow, Russia, in “Crowds mourn at the ferry pier”"
    assert name_subject("wire.txt main", WORDS, dated) == (
        "Attack, Moscow, Russia, in “Crowds mourn at the ferry pier” (2031)"
    )
    told = dataclasses.replace(founding(key="told in july Oslo", places=("Oslo",)), outlet="Harbour Post")
    assert name_subject("wire.txt told in july Oslo", WORDS, told) == "Attack, Oslo, Norway, “in july”, in Harbour Post"
    since = founding(key="since 2022-04", kind="")
    assert name_subject("w.txt since 2022-04", WORDS, since) == "Event, since April 2022, in an article without a title"


def test_the_title_says_what_happened_where_nothing_says_what_kind_of_deed_it_was() -> None:
    main, other = founding("Ferry capsizes off Lorne", kind=""), founding("The year in brief", kind="", main=False)
    assert name_subject("event-2022-08-02", WORDS, main) == "“Ferry capsizes off Lorne”, 2 August 2022"
    assert name_subject("event-2016", WORDS, other) == "Event in “The year in brief”, 2016"
    assert name_subject("event-2016", WORDS, founding(kind="")) == "Event, 2016"
    placed = dataclasses.replace(other, mention=dataclasses.replace(other.mention, places=("Oslo",)))
    assert name_subject("event-2016-oslo", WORDS, placed) == "Event, Oslo, Norway, 2016"


def test_no_title_is_so_long_that_a_name_outgrows_its_line() -> None:
    name = name_subject("wire.txt main", WORDS, founding("pier " * 5_000, places=("Oslo",)))
    assert len(name) < LONGEST_NAME


@pytest.mark.parametrize("title", ["9 die in deadly attack", "Attack in Oslo", "The second attack", "in " * 5_000])
def test_a_headline_that_says_nothing_of_the_deed_adds_nothing(title: str) -> None:
    assert name_subject("attack-2020", WORDS, founding(title)) == "Attack, 2020"


def test_a_place_of_any_length_leaves_room_for_the_day() -> None:
    name = name_subject("attack-2020-01-02-x", WORDS, founding(places=("x" + "." * 5_000,)))
    assert name.endswith(", 2 January 2020")
    assert len(name) < LONGEST_NAME
