"""The fingerprint of an article's event."""

from datetime import date

from claims.mentions.fingerprints import Fingerprint, read_fingerprint, with_day
from claims.models import Article

TEXT = (
    "LORNE, Aug. 3 - Police found Anna Roe, 34, in the 1200 block of Mill Road on Tuesday. Her brother, a "
    "29-year-old dockworker, told Sheriff Otto Brandt’s deputies that the mill had closed at 4, not 5."
)


def fingerprint(
    text: str = TEXT, published: str | None = "2022-08-04", title: str | None = "Roe found at mill"
) -> Fingerprint:
    return read_fingerprint(
        Article(id="a", name="a", published=published, title=title, text=text, text_sha256="", original_sha256="")
    )


def test_names_come_single_and_in_pairs_without_the_genitive() -> None:
    assert {"anna", "roe", "anna roe", "otto brandt", "brandt", "lorne"} <= fingerprint().names


def test_common_words_are_no_names() -> None:
    assert not {"police", "her", "tuesday"} & fingerprint().names


def test_ages_are_read_where_they_are_ages() -> None:
    assert fingerprint().ages == {"34", "29"}


def test_streets_and_headlines_are_read() -> None:
    assert fingerprint().streets == {"1200 mill road"}
    assert fingerprint().headline == {"roe", "mill"}


def test_days_are_read_from_dates_and_weekdays_up_to_the_day_of_publication() -> None:
    assert {date.fromordinal(day).isoformat() for day in fingerprint().days} == {"2022-08-03", "2022-08-02"}
    assert {date.fromordinal(day).isoformat() for day in fingerprint("On Dec. 30 and Feb. 30.").days} == {"2021-12-30"}


def test_without_a_publication_date_no_day_is_read() -> None:
    assert fingerprint(published=None).days == frozenset()
    assert fingerprint(published="2022-08").published is None


def test_a_stated_year_dates_a_day_and_a_day_without_one_is_kept_as_that() -> None:
    trace = fingerprint("On 6 November 2019, and again on the 8th of March and Dec. 2, ten men came.", published=None)
    assert {date.fromordinal(day).isoformat() for day in trace.days} == {"2019-11-06"}
    assert trace.yearless == {(3, 8), (12, 2)}
    assert fingerprint("On the 6th November", "2019-11-09").days == {date(2019, 11, 6).toordinal()}


def test_days_are_read_from_figures_and_capitals_with_a_year() -> None:
    trace = fingerprint("On 2013-09-26, or JUNE 6, 2013; not 2013-13-40.", published=None)
    assert {date.fromordinal(day).isoformat() for day in trace.days} == {"2013-09-26", "2013-06-06"}
    either = fingerprint("Updated: 3/14/2013 and 3 / 4 / 2012.", published=None)
    assert {date.fromordinal(day).isoformat() for day in either.days} == {"2013-03-14", "2012-03-04", "2012-04-03"}


def test_figures_and_words_inside_others_are_no_days() -> None:
    text = "Lots x2031-03-04, 32031-03-04, a3/4/2031, DISMAY 3, 2031 and a12 May; xfourteen."
    assert (fingerprint(text).days, fingerprint(text).words & {"fourteen"}) == (frozenset(), frozenset())


def test_states_are_read_where_they_follow_a_town() -> None:
    text = "SPRINGFIELD, Ill. - A man of Tulsa, OK, and one of Salem, West Virginia. Now, Miss Roe"
    assert fingerprint(text).states == {"Illinois", "Oklahoma", "West Virginia"}


def test_an_event_of_last_week_may_be_of_each_of_its_days() -> None:
    week = ("2023-04-24T00:00:00", "2023-04-30T23:59:59")
    monday = date(2023, 4, 24).toordinal()
    arrested = fingerprint("On Tuesday police arrested four men.", "2023-05-03")
    assert with_day(arrested, *week).days == arrested.days | set(range(monday, monday + 7))
    known = fingerprint("Bombs went off on April 26, 2023.", "2023-05-03")
    assert with_day(known, *week) == known
    assert with_day(arrested, "2023-04-01T00:00:00", "2023-04-30T23:59:59") == arrested
