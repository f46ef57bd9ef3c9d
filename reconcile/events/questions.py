"""Finds events that may be one, to propose them to a reviewer or to ask: two of them, or a group in one question."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from operator import attrgetter
from typing import Final

from claims.mentions.terms import kind_family
from claims.vocabulary.model import Vocabulary, fold_name
from reconcile.events.blocking import Blocks, count_mentions
from reconcile.events.mentions import Event, Mention, build_event
from reconcile.events.points import TraceWeights
from reconcile.events.scoring import APART, DOUBTFUL, GENERIC, Score, explain_mentions, find_exclusion

_SHORT: Final = 12
"""Names that a short report has at most."""
_Id = tuple[str, str]
"""(article, key) of a mention."""


@dataclass(frozen=True, slots=True)
class Question:
    """Events that may be one, two or more."""

    events: tuple[str, ...]
    """Sorted."""
    points: int
    """The mean over all pairs of their mentions, in thousandths: from 0 up they are proposed as one event."""
    mentions: tuple[_Id, ...]
    """Of two events the mentions that speak most for it, of a group the first main one of each event."""
    score: Score
    """Of the pair that speaks most for it."""
    setting: str = ""
    """The day, place and kind of short reports that have them in common; empty where nothing but the scores says so."""

    @property
    def group(self) -> str:
        """What a group is, in words; empty where two are asked about."""
        size = len(self.events)
        if self.setting:
            return f"{size} short reports of {self.setting}"
        return f"{size} events, of which every two may be one" if size > _PAIR else ""


def find_questions(
    mentions: Iterable[Mention],
    event_of: Mapping[tuple[str, str], str],
    vocabulary: Vocabulary,
    apart: Collection[frozenset[str]] = (),
) -> tuple[Question, ...]:
    """Return the pairs of events that may be one, likeliest first.

    `event_of` gives the event of each mention by (article, key), `apart` the pairs of events that a person called two.
    """
    ordered = sorted(mentions, key=attrgetter("id"))
    members: dict[str, list[Mention]] = {}
    for mention in ordered:
        members.setdefault(event_of[mention.id], []).append(mention)
    counts = count_mentions(ordered, vocabulary)
    weights = counts.weights()
    questions = []
    for (one, two), pairs in _pair_events(ordered, event_of, Blocks(counts), weights).items():
        if not _are_two(one, two, members, vocabulary, apart):
            scored = [(explain_mentions(a, b, weights, vocabulary), a.id, b.id) for a, b in pairs]
            questions.append(_ask(one, two, scored, len(members[one]) * len(members[two])))
    likely = [question for question in questions if question.points >= DOUBTFUL]
    settings = find_groups(members, vocabulary, apart)
    groups = [_ask_group(group, members, weights, vocabulary) for group in (*settings, *_join_pairs(likely, settings))]
    asked = {frozenset(pair) for group in groups for pair in combinations(group.events, 2)}
    single = (question for question in likely if frozenset(question.events) not in asked)
    return tuple(
        sorted((*groups, *single), key=lambda question: (-len(question.events), -question.points, question.events))
    )


def _ask(one: str, two: str, scored: Sequence[tuple[Score, _Id, _Id]], every: int) -> Question:
    """Return the question about two events, of whose pairs of mentions some were scored."""
    points = (sum(score.points for score, _, _ in scored) + APART * (every - len(scored))) // every
    score, a_id, b_id = min(scored, key=lambda each: (-each[0].points, each[1], each[2]))
    return Question((one, two), points, (a_id, b_id), score)


_Setting = tuple[str, str, str]
"""Day, place and kind."""
_NO_SETTING: Final = ("", "", "")
_PAIR: Final = 2


def find_groups(
    members: Mapping[str, Sequence[Mention]], vocabulary: Vocabulary, apart: Collection[frozenset[str]] = ()
) -> list[tuple[_Setting, list[str]]]:
    """Return the groups of events of which short reports tell, all of one day, place and kind.

    `members` are the mentions of each event. Two that exclude each other, or that a person called two, are in no group
    together.
    """
    by_setting: dict[_Setting, list[str]] = {}
    for event in sorted(members):
        if (setting := _find_setting(members[event], vocabulary)) is not None:
            by_setting.setdefault(setting, []).append(event)
    return [
        (setting, group)
        for setting, events in sorted(by_setting.items())
        for group in _part_groups(events, members, vocabulary, apart)
        if len(group) > 1
    ]


def _join_pairs(
    likely: Sequence[Question], settings: Iterable[tuple[_Setting, Sequence[str]]]
) -> Iterator[tuple[_Setting, list[str]]]:
    """Yield the groups of three events and more of which every two may be one, those of `settings` left out."""
    taken = {event for _, events in settings for event in events}
    free = [question for question in likely if taken.isdisjoint(question.events)]
    pairs = {frozenset(question.events) for question in free}
    groups: dict[str, list[str]] = {}
    for question in sorted(free, key=lambda question: (-question.points, question.events)):
        one, two = (groups.setdefault(event, [event]) for event in question.events)
        if one is not two and pairs.issuperset(map(frozenset, product(one, two))):
            one += two
            groups |= dict.fromkeys(two, one)
    for group in {id(group): sorted(group) for group in groups.values()}.values():
        if len(group) > _PAIR:
            yield _NO_SETTING, group


def _find_setting(mentions: Sequence[Mention], vocabulary: Vocabulary) -> _Setting | None:
    """Return day, place and kind of an event of which only short reports tell; None where one of the three is open."""
    main = [mention for mention in mentions if mention.main]
    if not main or any(len(mention.trace.names) > _SHORT for mention in main):
        return None
    event = build_event(mentions)
    day, place = _find_day(event), _find_place(event, vocabulary)
    return (day, place, kind_family(event.kind)) if day and place and event.kind not in GENERIC else None


def _find_day(event: Event) -> str:
    """Return the day of an event; empty where it may be of several."""
    low, high = (event.low or "")[:10], (event.high or "")[:10]
    return low if low == high else ""


def _find_place(event: Event, vocabulary: Vocabulary) -> str:
    """Return the place of an event; empty for a country, in which much may happen in a day."""
    name = event.place or ""
    place = vocabulary.place_name(name) or fold_name(name)
    return place if place not in vocabulary.places or vocabulary.places[place].lat else ""


def _part_groups(
    events: Sequence[str],
    members: Mapping[str, Sequence[Mention]],
    vocabulary: Vocabulary,
    apart: Collection[frozenset[str]],
) -> list[list[str]]:
    """Return events in groups of which no two exclude each other: each in the first group that has room for it."""
    groups: list[list[str]] = []
    for event in events:
        fitting = (g for g in groups if not any(_are_two(event, o, members, vocabulary, apart) for o in g))
        group = next(fitting, None)
        if group is None:
            groups.append([event])
        else:
            group.append(event)
    return groups


def _are_two(
    one: str,
    two: str,
    members: Mapping[str, Sequence[Mention]],
    vocabulary: Vocabulary,
    apart: Collection[frozenset[str]],
) -> bool:
    pairs = product(members[one], members[two])
    return frozenset((one, two)) in apart or any(find_exclusion(a, b, vocabulary) for a, b in pairs)


def _ask_group(
    group: tuple[_Setting, Sequence[str]],
    members: Mapping[str, Sequence[Mention]],
    weights: TraceWeights,
    vocabulary: Vocabulary,
) -> Question:
    """Return the question whether all events of a group are one."""
    (day, place, _), events = group
    kind = min(build_event(members[event]).kind for event in events) if day else ""
    first = [min(members[event], key=lambda mention: (not mention.main, mention.id)) for event in events]
    scored = [(explain_mentions(a, b, weights, vocabulary), a.id, b.id) for a, b in combinations(first, 2)]
    points = sum(score.points for score, _, _ in scored) // len(scored)
    best = min(scored, key=lambda each: (-each[0].points, each[1], each[2]))[0]
    return Question(
        tuple(events), points, tuple(m.id for m in first), best, ", ".join(filter(None, (day, place, kind)))
    )


def _pair_events(
    ordered: Sequence[Mention], event_of: Mapping[tuple[str, str], str], blocks: Blocks, weights: TraceWeights
) -> dict[tuple[str, str], list[tuple[Mention, Mention]]]:
    """Return the pairs of mentions worth comparing, by the two events they are of."""
    near: dict[tuple[str, str], list[tuple[Mention, Mention]]] = {}
    for mention in ordered:
        for other in map(ordered.__getitem__, blocks.file(mention, weights)):
            one, two = sorted((event_of[other.id], event_of[mention.id]))
            if one != two:
                near.setdefault((one, two), []).append((other, mention))
    return near
