"""Which events may be one: pairs, and groups of short reports of one day, place and kind."""

from collections.abc import Sequence

import pytest

from claims.mentions.fingerprints import Fingerprint
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.events.mentions import Mention
from reconcile.events.questions import Question, find_questions

VOCABULARY = builtin_vocabulary()


def report(name: str, day: str = "2031-05-03", place: str = "Oslo", kind: str = "shooting", names: int = 2) -> Mention:
    """A report on one event, that names as many people of its own."""
    trace = Fingerprint(names=frozenset(f"{name} {n}" for n in range(names)), publisher=name)
    low, high = f"{day}T00:00:00", f"{day}T23:59:59"
    return Mention(f"{name}.txt", "main", kind, low, high, (place,) if place else (), frozenset(), True, trace)


def ask(mentions: Sequence[Mention], apart: Sequence[frozenset[str]] = ()) -> list[Question]:
    events = {mention.id: mention.article.removesuffix(".txt") for mention in mentions}
    forward = find_questions(mentions, events, VOCABULARY, apart)
    assert find_questions(reversed(mentions), events, VOCABULARY, apart) == forward
    return [question for question in forward if question.setting]


def test_short_reports_of_one_day_place_and_kind_are_one_question() -> None:
    (question,) = ask([report("ash"), report("bell"), report("cole", kind="attack"), report("dorn", place="Lorne")])
    assert (question.events, question.setting) == (("ash", "bell", "cole"), "2031-05-03, Oslo, attack")
    assert [article for article, _ in question.mentions] == ["ash.txt", "bell.txt", "cole.txt"]


@pytest.mark.parametrize(
    "other",
    [
        report("bell", day="2031-05-05"),
        report("bell", place="Bergen"),
        report("bell", kind="earthquake"),
        report("bell", kind=""),
        report("bell", place=""),
        report("bell", names=40),
    ],
)
def test_reports_of_another_day_place_or_kind_and_long_ones_are_in_no_group(other: Mention) -> None:
    assert ask([report("ash"), other]) == []


def test_what_happened_in_one_country_on_one_day_is_no_group() -> None:
    assert ask([report("ash", place="Norway"), report("bell", place="Norway")]) == []


def test_what_a_reviewer_called_two_is_in_no_group_together() -> None:
    reports = [report(name) for name in ("ash", "bell", "cole")]
    (question,) = ask(reports, [frozenset(("ash", "bell"))])
    assert question.events == ("ash", "cole")
    assert ask(reports, [frozenset(("ash", "bell")), frozenset(("ash", "cole")), frozenset(("bell", "cole"))]) == []


def test_a_pair_of_a_group_is_not_asked_about_again() -> None:
    mentions = [report(name) for name in ("ash", "bell", "cole")]
    events = {mention.id: mention.article for mention in mentions}
    asked = [question.events for question in find_questions(mentions, events, VOCABULARY)]
    assert asked == [("ash.txt", "bell.txt", "cole.txt")]


def test_events_of_which_every_two_may_be_one_are_one_question_and_the_rest_are_pairs() -> None:
    names = {"selkie": ("ash", "bell", "cole"), "weir": ("dorn", "elm"), **{f"n{n}": (f"o{n}",) for n in range(40)}}
    mentions = [
        Mention(
            f"{outlet}.txt", "main", "", None, None, (), frozenset(), True, Fingerprint(frozenset((name, f"{name} a")))
        )
        for name, outlets in names.items()
        for outlet in outlets
    ]
    events = {mention.id: mention.article.removesuffix(".txt") for mention in mentions}
    asked = [question.events for question in find_questions(mentions, events, VOCABULARY)]
    assert asked[0] == ("ash", "bell", "cole")
    assert asked[1:] == [("dorn", "elm")]
