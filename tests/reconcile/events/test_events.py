"""Events: which mentions are of one and the same event."""

import dataclasses
import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.mentions.fingerprints import Fingerprint, read_fingerprint
from claims.mentions.terms import CROWDED
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.events import Mention, event_key, find_events
from reconcile.events.blocking import Blocks, count_mentions
from reconcile.events.points import TraceWeights, score_traces
from reconcile.events.rarity import FULL, Rarity, weight
from reconcile.events.scoring import explain_mentions, find_exclusion, score_traced
from tests.support.store_builders import make_article

WORDS = builtin_vocabulary()
TOWNS = ("lorne", "orsa", "ostby")


def mention(article: str, day: str = "2019-11-06", **changes: Any) -> Mention:
    fields: dict[str, Any] = {
        "article": article,
        "key": "1",
        "kind": "attack",
        "low": f"{day}T00:00:00" if len(day) == 10 else f"{day}-01T00:00:00",
        "high": f"{day}T23:59:59" if len(day) == 10 else f"{day}-30T23:59:59",
        "places": ("Tajikistan",),
        "figures": frozenset({("killed", "total", 17)}),
        "main": True,
    }
    return Mention(**(fields | changes))


def grouped(*mentions: Mention) -> set[frozenset[str]]:
    return {frozenset(article for article, _ in event.mentions) for event in find_events(mentions, WORDS)}


def test_one_attack_told_by_three_papers_is_one_event() -> None:
    papers = [mention("a"), mention("b", places=("Dushanbe",)), mention("c", day="2019-11")]
    assert grouped(*papers) == {frozenset("abc")}


def test_the_night_may_be_put_on_either_day() -> None:
    assert grouped(mention("a", day="2019-11-05"), mention("b", day="2019-11-06")) == {frozenset("ab")}


@pytest.mark.parametrize(
    "other",
    [
        mention("b", day="2019-05-19"),
        mention("b", places=("Kenya",)),
        mention("b", kind="earthquake"),
    ],
)
def test_what_excludes_each_other_stays_apart(other: Mention) -> None:
    assert grouped(mention("a"), other) == {frozenset("a"), frozenset("b")}
    assert find_exclusion(mention("a"), other, WORDS)


@pytest.mark.parametrize("changes", [{"kind": "earthquake"}, {"places": ("Kenya",)}, {"day": "2019-05-19"}])
def test_two_reports_so_short_that_they_tell_little_else_are_held_apart_by_kind_place_and_date(
    changes: dict[str, Any],
) -> None:
    short = Fingerprint(names=frozenset({"orsa", "lorne"}), words=frozenset({"market", "guards"}))
    long = dataclasses.replace(short, names=frozenset({"orsa", "lorne", "lund", "roe", "bell"}))
    assert find_exclusion(mention("a", trace=short), mention("b", trace=short, **changes), WORDS)
    assert not find_exclusion(mention("a", trace=long), mention("b", trace=short, **changes), WORDS)


def test_a_vague_mention_does_not_chain_two_events_together() -> None:
    """The vague one joins at most one of two attacks that exclude each other."""
    vague = mention("v", day="2019-11", places=(), figures=frozenset())
    first, second = mention("a", day="2019-11-06"), mention("b", day="2019-11-20")
    groups = grouped(first, vague, second)
    assert not any({"a", "b"} <= group for group in groups)


def test_two_mentions_of_one_article_are_never_joined() -> None:
    assert len(find_events([mention("a"), mention("a", key="2")], WORDS)) == 2


def test_input_order_does_not_matter() -> None:
    papers = [mention("a"), mention("b", day="2019-11"), mention("c", day="2019-11-07"), mention("d", kind="riot")]
    assert len({find_events(order, WORDS) for order in itertools.permutations(papers)}) == 1


def test_a_mention_without_a_date_stays_alone() -> None:
    assert grouped(mention("a"), mention("b", low=None, high=None)) == {frozenset("a"), frozenset("b")}


def test_an_event_is_named_for_what_when_and_where() -> None:
    assert event_key("", None, None, None) == "event"
    assert event_key("riot", "2019-05-01T00:00:00", "2019-05-31T23:59:59", "Tajikistan") == "riot-2019-05-tajikistan"


def story(article: str, names: str, day: int = 737_000, **changes: Any) -> Mention:
    told = {*names.split("; "), *names.replace(";", "").split()}
    trace = Fingerprint(names=frozenset(told), words=frozenset(), days=frozenset({day}), published=day)
    return mention(
        article, key="main", low=None, high=None, places=(), kind="", figures=frozenset(), trace=trace, **changes
    )


@pytest.mark.parametrize(("articles", "near"), [(4, 3), (CROWDED, CROWDED - 1), (CROWDED + 1, 0)])
def test_in_a_small_dossier_every_two_articles_are_compared_though_no_name_is_rare(articles: int, near: int) -> None:
    every = [story(f"{n:02}", f"lorne; mill owner {n}") for n in range(articles)]
    counts = count_mentions(every, WORDS)
    blocks = Blocks(counts)
    assert [len(blocks.file(each, counts.weights())) for each in every][-1] == near


@st.composite
def dossiers(draw: st.DrawFn) -> list[Mention]:
    """Stories on some events, each of another month, whose articles all name a town that others name too."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=12))
    return [
        story(
            f"{event:02}-{number}", f"mill {event}; owner {event}; {draw(st.sampled_from(TOWNS))}", 737_000 + 40 * event
        )
        for event, size in enumerate(sizes)
        for number in range(size)
    ]


@given(dossiers(), st.data())
@settings(max_examples=60, deadline=None)
def test_one_more_article_touches_only_the_event_that_it_speaks_of(
    articles: list[Mention], data: st.DataObject
) -> None:
    added = data.draw(st.sampled_from(articles))
    before, after = grouped(*(one for one in articles if one is not added)), grouped(*articles)
    assert {event for event in after if added.article not in event} <= before
    assert all(len({article[:2] for article in event}) == 1 for event in after)


def test_articles_that_share_rare_names_and_days_are_one_event() -> None:
    one = story("a", "roe mill; anna brandt; lorne; otto weir; ferry selkie")
    two = story("b", "roe mill; anna brandt; lorne; carl dunn; ferry selkie", 737_001)
    other = story("c", "lorne; harbour festival; mayor finch; otto weir", 737_200)
    assert grouped(one, two, other) == {frozenset("ab"), frozenset("c")}


def test_a_weekday_of_an_undated_article_speaks_for_a_day_that_it_was() -> None:
    names = "roe mill; anna brandt; lorne; carl dunn; ferry selkie"
    dated = story("a", names, 737_000)
    wednesday, thursday = (
        dataclasses.replace(
            story("b", names),
            trace=Fingerprint(names=dated.trace.names, weekdays=frozenset({(737_000 - 1 + later) % 7})),
        )
        for later in (0, 1)
    )
    weights = TraceWeights(Rarity().weights(), Rarity().weights())
    fits, fails = (explain_mentions(dated, other, weights, WORDS) for other in (wednesday, thursday))
    assert fits.points - fails.points == 1_946
    assert {part.name for part in fits.parts} - {part.name for part in fails.parts} == {"weekday"}
    assert fits.points == score_traces(dated.trace, wednesday.trace, weights)


def test_a_date_without_a_year_meets_that_day() -> None:
    names = "roe mill; anna brandt; lorne"
    dated, other = story("a", names, 737_000), story("b", names)
    weights = TraceWeights(Rarity().weights(), Rarity().weights())
    points = []
    for yearless in ((11, 2), (11, 3)):
        trace = Fingerprint(names=dated.trace.names, yearless=frozenset({yearless}))
        score = explain_mentions(dated, dataclasses.replace(other, trace=trace), weights, WORDS)
        points.append(next((part.points, part.reason) for part in score.parts if part.name == "days"))
    assert points[0] == (0, "one names without its year a day that the other names")
    assert points[1][0] < 0


def test_a_survey_that_names_days_of_many_years_is_of_none_of_them() -> None:
    names = "roe mill; anna brandt; lorne"
    report, survey = story("a", names, 737_000), story("b", names, 737_000)
    days = frozenset({736_000, 736_500, 737_000})
    weights = TraceWeights(Rarity().weights(), Rarity().weights())
    trace = dataclasses.replace(survey.trace, days=days, published=None)
    of_survey, of_report = (
        explain_mentions(report, dataclasses.replace(survey, trace=t), weights, WORDS) for t in (trace, survey.trace)
    )
    assert of_survey.points < of_report.points


def test_a_large_figure_ties_what_is_recalled_in_passing() -> None:
    year: dict[str, Any] = {"low": "2004-01-01T00:00:00", "high": "2004-12-31T23:59:59", "places": (), "kind": "quake"}
    figure = frozenset({("killed", "total", 230_000)})
    papers = [mention(article, key="2004", figures=figure, **year) for article in "ab"]
    assert grouped(*papers) == {frozenset("ab")}
    few = [dataclasses.replace(paper, figures=frozenset({("killed", "total", 23)})) for paper in papers]
    assert grouped(*few) == {frozenset("a"), frozenset("b")}


def test_two_undated_articles_are_not_held_apart_by_that_alone() -> None:
    names = "roe mill; anna brandt; lorne; carl dunn; ferry selkie"
    dated, one, two = story("a", names), story("b", names), story("c", names)
    one, two = (dataclasses.replace(m, trace=Fingerprint(names=m.trace.names)) for m in (one, two))
    weights = TraceWeights(Rarity().weights(), Rarity().weights())
    days = {
        part.reason: part.points
        for pair in ((dated, dated), (one, two), (dated, one))
        for part in explain_mentions(dataclasses.replace(pair[0], article="x"), pair[1], weights, WORDS).parts
        if part.name == "days"
    }
    assert list(days) == ["both name 2018-11-02", "neither names a day", "one names no day"]
    assert list(days.values()) == sorted(days.values(), reverse=True)


def test_a_person_can_say_that_two_articles_are_not_on_one_event() -> None:
    one, two = (story(article, "roe mill; anna brandt; lorne; otto weir") for article in "ab")
    assert len(find_events([one, two], WORDS)) == 1
    assert len(find_events([one, two], WORDS, [frozenset({one.id, two.id})])) == 2


def test_mentions_in_passing_do_not_join_what_two_articles_report() -> None:
    one = story("a", "roe mill; anna brandt; lorne; otto weir")
    two = story("b", "delta bridge; finn hale; marsh end; ida quill")
    dated = {"low": "2019-11-06T00:00:00", "high": "2019-11-06T23:59:59", "kind": "attack"}
    one, two = (dataclasses.replace(m, **dated) for m in (one, two))  # type: ignore[arg-type]
    passing = [mention(article, places=(), figures=frozenset()) for article in "cdef"]
    assert not any({"a", "b"} <= group for group in grouped(one, two, *passing))


@pytest.mark.parametrize(
    ("articles", "change", "counts"),
    [
        (10, {}, True),
        (499, {}, True),
        (500, {}, False),
        (0, {}, False),
        (10, {"days": frozenset({737_006})}, False),
        (10, {"days": frozenset({736_000, 736_500, 737_000}), "published": None}, False),
        (10, {"names": frozenset(f"name {n}" for n in range(26))}, False),
    ],
)
def test_two_short_reports_of_about_one_day_are_likelier_one_event_in_a_small_dossier(
    articles: int, change: dict[str, Any], counts: bool
) -> None:
    report = story("a", "roe mill; lorne")
    if "names" in change:
        report = dataclasses.replace(report, trace=dataclasses.replace(report.trace, **change))
    other = dataclasses.replace(report, article="b", trace=dataclasses.replace(report.trace, **change))
    rarity = Rarity()
    weights = TraceWeights(rarity.weights(), rarity.weights(), articles=articles)
    parts = {part.name: part.points for part in explain_mentions(report, other, weights, WORDS).parts}
    assert (parts.get("gathered", 0) > 0) is counts


def test_a_figure_that_both_tell_speaks_for_one_event_unless_their_dates_exclude_it() -> None:
    names, toll = "roe mill; lorne", frozenset({("killed", "total", 17)})
    one, two = (dataclasses.replace(story(article, names), figures=toll) for article in "ab")
    weights = TraceWeights(Rarity().weights(), Rarity().weights())
    dated: dict[str, dict[str, Any]] = {
        day: {"low": f"2018-11-{day}T00:00:00", "high": f"2018-11-{day}T23:59:59"} for day in ("02", "20")
    }
    told = [
        {part.name for part in explain_mentions(one, other, weights, WORDS).parts}
        for other in (two, dataclasses.replace(two, figures=frozenset({("killed", "total", 2)})))
    ]
    apart = explain_mentions(
        dataclasses.replace(one, **dated["02"]), dataclasses.replace(two, **dated["20"]), weights, WORDS
    )
    assert ["figures" in each for each in (*told, {part.name for part in apart.parts})] == [True, False, False]


def test_every_point_has_a_reason_and_the_reasons_add_up() -> None:
    one, two = story("a", "roe mill; anna brandt"), story("b", "roe mill; lorne", 737_002)
    weights = TraceWeights(Rarity().weights(), Rarity().weights())
    score = explain_mentions(one, two, weights, WORDS)
    assert score.points == score_traces(one.trace, two.trace, weights)
    assert [part.name for part in score.parts] == ["start", "names", "length", "days"]
    assert score.parts[1].reason == "both name mill, roe, roe mill; the rarest counts most"


def test_a_word_that_many_articles_have_says_little() -> None:
    assert weight(2, 5000) > 5 * weight(2500, 5000)
    assert weight(5, 5) < weight(2, 5) < weight(2, 5000) <= FULL
    assert weight(5, 5) > 0.64 * FULL  # what a few articles of one event all name still ties them


def test_rare_names_alone_are_asked_about_and_never_join() -> None:
    names = frozenset({"qadir rahmon", "qadir", "rahmon", "dehlor", "orzu nazar", "orzu"})
    one, two = (
        mention(
            a, low=None, high=None, kind="", places=(), figures=frozenset(), trace=Fingerprint(names=names, words=w)
        )
        for a, w in (("a", frozenset({"bridge"})), ("b", frozenset({"harvest"})))
    )
    archive = [mention(f"x{n}", trace=Fingerprint(names=frozenset({f"o{n}", f"p{n}"}))) for n in range(30)]
    assert {frozenset("a"), frozenset("b")} <= grouped(one, two, *archive)
    weights = count_mentions([one, two, *archive], WORDS).weights()
    score = explain_mentions(one, two, weights, WORDS)
    assert score.points == score_traced(one, two, weights, WORDS) == -1
    with_word = dataclasses.replace(two, trace=dataclasses.replace(two.trace, words=frozenset({"bridge"})))
    assert frozenset("ab") in grouped(one, with_word, *archive)


def shooting(article: str, town: str, day: str = "2019-03-04") -> Mention:
    """Return what is read of two local reports that differ in little but the state."""
    text = f"{town} — Chief Ray Doyle said the shooting at a store on Main Street left Maria Vance dead on March 4."
    filed = make_article(
        text, name=f"{article}.txt", published=day, title="Springfield shooting leaves Maria Vance dead"
    )
    trace = read_fingerprint(filed)
    return mention(article, low=None, high=None, places=(), figures=frozenset(), kind="shooting", trace=trace)


def test_towns_of_one_name_in_two_states_are_never_joined() -> None:
    archive = [mention(f"x{n}", trace=Fingerprint(names=frozenset({f"o{n}", f"p{n}"}))) for n in range(30)]
    for one, two in (("Springfield, Ill.", "Springfield, Mass."), ("Huntsville, Ala.", "Boscobel, Wis.")):
        pair = shooting("a", one), shooting("b", two)
        assert {frozenset("a"), frozenset("b")} <= grouped(*pair, *archive)
        weights = count_mentions([*pair, *archive], WORDS).weights()
        score = explain_mentions(*pair, weights, WORDS)
        assert score.points == score_traced(*pair, weights, WORDS) < 0
        assert any("two states" in part.reason or "towns in" in part.reason for part in score.parts)
    assert frozenset("ab") in grouped(
        shooting("a", "Springfield, Ill."), shooting("b", "Springfield, Illinois"), *archive
    )
