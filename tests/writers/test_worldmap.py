"""The pictures of a report's events: where they were, as closely as that is known, and when."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from claims.vocabulary.loading import builtin_vocabulary
from tests.support.pages import page_of
from tests.support.review_builders import make_article, make_assertion
from tui.services.positions import Position, find_position
from tui.services.workspace import Workspace
from tui.writers.brief import Moment, Spot
from tui.writers.labels import Labels
from tui.writers.timeaxis import draw_time
from tui.writers.worldmap import draw_map

OSLO = Spot(1, Position(59.91, 10.75, 15))


def test_a_map_has_land_and_each_event_by_its_number() -> None:
    picture = ET.fromstring(draw_map([OSLO, Spot(2, Position(59.91, 10.75, 100))], "m"))
    kinds = [element.get("class") for element in picture.iter() if element.tag.endswith("path")]
    assert kinds.count("spot") == 1
    assert kinds.count("land") > 3
    (label,) = (element.text for element in picture.iter() if element.tag.endswith("text"))
    assert label == "1, 2"
    assert "59.9° N, 10.8° E" in "".join(picture.itertext())


def test_the_circle_of_a_place_is_as_wide_as_it_reaches() -> None:
    drawn = draw_map([OSLO, Spot(2, Position(48.86, 2.35, 300))], "m")
    near, far = (float(radius) for radius in re.findall(r'a([0-9.]+) [0-9.]+ 0 1 0 [^"]*" class="reach"', drawn))
    assert far > 3 * near
    assert draw_map([OSLO], "m") == draw_map([OSLO], "m")
    assert draw_map([], "m") == ""


def test_a_town_is_known_more_closely_than_its_country_and_what_nobody_lists_is_nowhere() -> None:
    vocabulary = builtin_vocabulary()
    town, country = find_position(vocabulary, "Dushanbe; Tajikistan"), find_position(vocabulary, "Tajikistan")
    assert town is not None
    assert country is not None
    assert town.radius_km < country.radius_km
    assert abs(town.lat - country.lat) < 2
    assert find_position(vocabulary, "the blue barn") is None


def test_events_stand_on_the_axis_in_their_order_as_large_as_their_tolls() -> None:
    def moment(number: int, day: str, killed: int | None) -> Moment:
        return Moment(number, f"event {number}", (f"{day}T00:00:00Z", f"{day}T23:59:59Z"), day, killed)

    moments = [moment(2, "2019-05-01", 40), moment(1, "2019-11-06", 10), moment(3, "2020-02-01", None)]
    picture = ET.fromstring(draw_time(moments, "t"))
    circles = [element for element in picture.iter() if element.tag.endswith("circle")]
    assert [float(c.get("cx", "")) for c in circles] == sorted(float(c.get("cx", "")) for c in circles)
    radii = [float(c.get("r", "")) for c in circles]
    assert radii[0] > radii[1] > radii[2]
    assert draw_time(moments[:1], "t") == ""


def test_numbers_at_one_place_or_time_stand_above_one_another() -> None:
    labels = Labels()
    heights = [labels.place_centred(100, 50, "12") for _ in range(9)]
    assert heights[:3] == [50, 38, 26]
    assert heights[-1] is None
    assert labels.place_centred(120, 50, "12") == 50


def make_dossier(path: Path, place: str) -> None:
    article = make_article(f"Three people died in {place}.")
    with Workspace(path, create=True) as workspace:
        workspace.dossier.add_articles([article])
        workspace.dossier.add_assertions(
            [
                make_assertion(article, "Three", "3"),
                make_assertion(article, place, place, attribute="place", kind="place"),
            ]
        )


def test_a_report_shows_where_events_were(tmp_path: Path) -> None:
    make_dossier(tmp_path / "d.variorum", "Oslo")
    page = page_of(tmp_path / "d.variorum")
    assert 'class="spot"' in page
    assert "Natural Earth" in page


def test_a_report_without_coordinates_says_so(tmp_path: Path) -> None:
    make_dossier(tmp_path / "d.variorum", "Nowhere Ferry")
    page = page_of(tmp_path / "d.variorum")
    assert 'class="spot"' not in page
    assert "There is no map: the gazetteer knows closely enough where none of the places is" in page
