"""The dates a document states about itself, and those it only speaks of."""

import time

import pytest

from claims.intake.dates import (
    dateline_date,
    dateline_day,
    find_stated_dates,
    latest_date,
    modified_date,
    parse_published,
)


@pytest.mark.parametrize(
    ("line", "edtf", "words"),
    [
        ("2019-05-20", "2019-05-20", "2019-05-20"),
        ("06.11.2019", "2019-11-06", "06.11.2019"),
        ("6. 11. 2019", "2019-11-06", "6. 11. 2019"),
        ("2019/11/06", "2019-11-06", "2019/11/06"),
        ("31 August 2022", "2022-08-31", "31 August 2022"),
        ("August 31, 2022", "2022-08-31", "August 31, 2022"),
        ("Sept. 3, 2022", "2022-09-03", "Sept. 3, 2022"),
        ("Wednesday, 31 August 2022", "2022-08-31", "Wednesday, 31 August 2022"),
        ("the 2nd of July 2013", None, ""),
        ("Tuesday, July 2nd, 2013", "2013-07-02", "Tuesday, July 2nd, 2013"),
        ("WEDNESDAY 03 JULY 2013", "2013-07-03", "WEDNESDAY 03 JULY 2013"),
        ("Tue Jul 2, 2013 1:28PM GMT", "2013-07-02T13:28:00Z", "Tue Jul 2, 2013 1:28PM GMT"),
        ("Mar 4, 2013 12:05 a.m.", "2013-03-04T00:05:00", "Mar 4, 2013 12:05 a.m."),
        ("2021-03-04T05:06:07+02:00", "2021-03-04T05:06:07+02:00", "2021-03-04T05:06:07+02:00"),
        # IST is three zones, so the time is kept without one.
        ("Updated: July 02, 2013 15:50 IST", "2013-07-02T15:50:00", "July 02, 2013 15:50 IST"),
        ("Jul 02 2013, 14:58 hrs", "2013-07-02T14:58:00", "Jul 02 2013, 14:58 hrs"),
        ("3 July 2013 Last updated at 13:38 GMT", "2013-07-03T13:38:00Z", "3 July 2013 Last updated at 13:38 GMT"),
        ("Published on Jul 02, 2013 4:22 PM", "2013-07-02T16:22:00", "Jul 02, 2013 4:22 PM"),
        ("AFP, Tuesday 2 Jul 2013", "2013-07-02", "Tuesday 2 Jul 2013"),
        ("NAIROBI, July 2, 2013", "2013-07-02", "July 2, 2013"),
        ("13/02/2014", "2014-02-13", "13/02/2014"),
        ("02/13/2014", "2014-02-13", "02/13/2014"),
        ("02/02/2014", "2014-02-02", "02/02/2014"),
        ("02/03/2014", None, ""),
        ("31.02.2019", None, ""),
        ("2013-13-01", None, ""),
        ("July 2018", None, ""),
        ("Wednesday", None, ""),
        ("version 3.10.2019.4", None, ""),
    ],
)
def test_a_line_that_is_a_date_states_it(line: str, edtf: str | None, words: str) -> None:
    text = f"Mill burns down\n{line}\nThe mill burned for hours."
    dates = find_stated_dates(text)
    assert [date.edtf for date in dates] == ([edtf] if edtf else [])
    assert [text[date.start : date.end] for date in dates] == ([words] if words else [])


@pytest.mark.parametrize(
    "prose",
    [
        "In July 2018, four walkers were hurt.",
        "On 3 May 2018 the mill burned.",
        "On 3 May 2018 Kenya Rail stopped.",
        "The mill burned on May 3, 2018",
        "A fire (River Times, July 25, 2022) was put out.",
        "The list was last updated on 3 May 2019, they said.",
    ],
)
def test_a_date_in_prose_is_not_the_documents_own(prose: str) -> None:
    assert find_stated_dates(prose) == ()
    assert find_stated_dates("Words stand here. " * 100 + "\n" + prose) == ()


def test_a_divided_header_line_states_each_of_its_dates() -> None:
    text = " date 2019-05-20  Mill burns: 17 hurt | News | GZ | 06.11.2019\n\nNews\n"
    dates = find_stated_dates(text)
    assert [(date.edtf, date.how) for date in dates] == [("2019-05-20", "header"), ("2019-11-06", "header")]
    assert latest_date(dates) == "2019-11-06"


def test_a_labelled_line_near_the_end_is_found_and_a_citation_is_not() -> None:
    body = "The mill burned and was rebuilt.\n" * 200
    tail = "Read 12 times Last modified on Friday, 3 May 2019\n\nInsights, March 30, 2023.\n(Published June 1, 2020)\n"
    text = body + tail
    (date,) = find_stated_dates(text)
    assert (date.edtf, date.how, text[date.start : date.end]) == ("2019-05-03", "updated", "Friday, 3 May 2019")


def test_of_one_day_the_most_exact_statement_is_the_latest() -> None:
    dates = find_stated_dates("July 2, 2013\nUpdated: July 2, 2013 15:01\n1 July 2013 23:59 GMT\n")
    assert len(dates) == 3
    assert latest_date(dates) == "2013-07-02T15:01:00"
    assert latest_date(()) is None


def test_a_change_noted_at_the_end_is_stated_and_is_not_the_day_of_publication() -> None:
    body = "The mill burned and was rebuilt.\n" * 200
    changed = find_stated_dates(f"3 May 2019\n{body}Last modified on 4 June 2023")
    assert [date.edtf for date in changed] == ["2019-05-03", "2023-06-04"]
    assert latest_date(changed) == "2019-05-03"
    assert latest_date(find_stated_dates(body + "Published on 4 June 2023")) == "2023-06-04"


@pytest.mark.parametrize(
    ("value", "edtf"),
    [
        ("2013-07-02 (page: Tue Jul 2, 2013 1:28PM GMT)", "2013-07-02"),
        ("Tuesday, July 2nd, 2013", "2013-07-02"),
        ("2020-02-03T10:11:12Z", "2020-02-03T10:11:12Z"),
        ("2024-03", "2024-03"),
        ("2023", "2023"),
        ("2023~", "2023~"),
        ("2023-05-01~", "2023-05-01~"),
        ("2023-05-32?", None),
        ("2023-13", None),
        ("last spring", None),
        ("03/04/2013", None),
    ],
)
def test_a_metadata_field_may_be_any_date_that_reads_one_way(value: str, edtf: str | None) -> None:
    assert parse_published(value) == edtf


@pytest.mark.parametrize(
    "unit", ["1", "1.", "May ", "| ", "  x", "2019-05-20", "Updated ", "Monday, ", "12:30 ", "(", "\r"]
)
def test_looking_for_dates_takes_no_time_in_a_text_made_to_take_it(unit: str) -> None:
    began = time.process_time()
    find_stated_dates(unit * (2_000_000 // len(unit)))
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("LORNE, May 4, 2023 (Meridian) - Ten people died.", "2023-05-04"),
        ("Lorne, Ruritania (Meridian), 4 May 2023 — Ten people died.", "2023-05-04"),
        ("Ferry sinks\n\nNEW ORSA 2023-05-04 /Meridian/ – Ten people died.", "2023-05-04"),
        ("LORNE — May 4, 2023 — Ten people died.", "2023-05-04"),
        ("[LORNE, 4 May 2023] Ten people died.", "2023-05-04"),
        ("LORNE/HALDEN, May 4, 2023 (Meridian) - Ten people died.", "2023-05-04"),
        ("Lorne, den 4. Mai 2023: Zehn Menschen starben.", "2023-05-04"),
        ("LORNE, May 4 (Meridian) - Ten people died.", None),
        ("On May 4, 2023 - a Thursday - ten people died.", None),
        ("Ten people died in Lorne on May 4, 2023 - a Thursday.", None),
        ("LORNE, May 4, 2023 was the day on which ten people died.", None),
    ],
)
def test_a_dateline_with_its_year_is_a_clue_to_the_publication(text: str, day: str | None) -> None:
    assert dateline_date(text) == day


@pytest.mark.parametrize(
    "head",
    [
        "Veröffentlicht: 3. August 2022, 06:15 Uhr | Zuletzt aktualisiert am 5. August 2022, 18:40 Uhr",
        "Publicado el 3 de agosto de 2022 a las 06:15\nActualizado: 5 de agosto de 2022 18:40",
        "Publié le 3 août 2022 à 06h15, mis à jour le 5 août 2022 à 18h40",
        "Опубликовано: 3 августа 2022 г. в 06:15\nОбновлено: 5 августа 2022, 18:40",
        "Опубліковано 3 серпня 2022 о 06:15\nОновлено 5 серпня 2022 о 18:40",
        "发布时间：2022年8月3日 06:15\n更新：2022年8月5日 18:40",
        "نشر في ٣ أغسطس ٢٠٢٢ 06:15\nتحديث: ٥ آب ٢٠٢٢ 18:40",
        "Published 3 August 2022 at 06:15\nUpdated 5 August 2022 at 18:40",
    ],
)
def test_both_dates_are_read_in_several_languages(head: str) -> None:
    dates = find_stated_dates(head + "\n\nTen people died.")
    published = latest_date(dates)
    assert published == "2022-08-03T06:15:00"
    assert modified_date(dates, published) == "2022-08-05T18:40:00"


def test_a_change_long_after_publication_or_before_it_brings_nothing_up_to_date() -> None:
    for updated in ("3 May 2026", "3 May 2021", "3 August 2022"):
        dates = find_stated_dates(f"Published 3 August 2022\nUpdated {updated}\n\nTen people died.")
        assert modified_date(dates, "2022-08-03") is None
    assert modified_date(find_stated_dates("Updated 3 May 2026"), None) is None


@pytest.mark.parametrize(
    ("head", "published", "day"),
    [
        ("LORNE, April 30 (Meridian) - Ten died on Friday.", "2023-05-02T10:00:00Z", "2023-04-30"),
        ("LORNE, Dec. 31 - Ten died on Friday.", "2024-01-01", "2023-12-31"),
        ("LORNE, Dec. 31, 2023 - Ten died on Friday.", "2024-01-01", "2023-12-31"),
        ("Berlin, 3. Mai (dpa) - Zehn Menschen starben.", "2023-05-04", "2023-05-03"),
        ("LORNE (Meridian), 4 May - Ten died.", "2023-05-04", "2023-05-04"),
        ("LORNE, April 3 (Meridian) - Ten died.", "2023-05-02", None),
        ("LORNE, May 4 (Meridian) - Ten died.", "2023-05-02", None),
        ("LORNE, May 4 (Meridian) - Ten died.", None, None),
        ("LORNE, February 31 - Ten died.", "2023-03-02", None),
        ("On May 4 - as in 2022 - ten died.", "2023-05-04", None),
    ],
)
def test_a_text_was_written_on_the_day_of_its_dateline(head: str, published: str | None, day: str | None) -> None:
    assert dateline_day(head, published) == day
