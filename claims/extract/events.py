"""Which event a clause speaks of: the one the article is about, a part of it, or another that it recalls.

By dates against the date of the main event and by the words for other incidents, with the mention's kind and place.
Which mentions of two articles are one event is the reconciler's business.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from claims.extract.dates import StatedDate, find_coarse_words
from claims.extract.incidents import (
    Clause,
    find_clauses,
    find_kind,
    find_recalled,
    kind_of,
    language,
    looks_back,
    tells_of_whole,
)
from claims.extract.names import Gazetteer
from claims.extract.parts import PART
from claims.extract.proposals import EventMention, Proposal
from claims.extract.sentences import Sentence
from claims.values.dates import parse_date
from claims.vocabulary.demonyms import country_of

MAIN: Final = "main"
_CALLED: Final = re.compile(r"\b(?:the|that|this) $")
_PLACED: Final = re.compile(r"\b(?:in|at|near|outside|of)\s+(?:the\s+)?(?:[a-z]+\s+)?(?=[A-Z])")
_TOWN_IN: Final = re.compile(r"[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2}, ")
"""Before the state or country of a town that the gazetteer does not know."""
_COUNTRY: Final = re.compile(r"\b(?:in|of|across|around|throughout|inside) the country\b")
"""The country of the article's main event, where the sentence names no place."""
_BORDER: Final = re.compile("border|frontier")
_BORDERS: Final = (
    re.compile(r"\b([A-Z][a-z]+)[-–]([A-Z][a-z]+) (?:border|frontier)\b"),
    re.compile(r"\b(?:border|frontier) (?:between|of) ([A-Z][a-z]+) and ([A-Z][a-z]+)\b"),
    re.compile(r"\b([A-Z][a-z]+)'s (?:border|frontier) with ([A-Z][a-z]+)\b"),
)
_APART: Final = re.compile(
    r"(?:an?|\w+|a few) (?:weeks?|months?|years?) (?:before that|earlier|before|later|after that)\b"
)
"""Opens a sentence about another event, told from one that may itself be another."""
_WHOLE_DAY: Final = len("2024-01-01")
_SLACK: Final = timedelta(days=2)
_RECENT: Final = timedelta(days=10)
_SETTING: Final = ("date", "time", "place")
_FOLLOWED: Final = timedelta(days=60)
"""For so long reports that tell nothing newer with a date are about what happened."""


class EventTracker:
    """Gives each sentence its event, in the order of the text."""

    def __init__(self, published: str | None, gazetteer: Gazetteer) -> None:
        self._published = published
        self._gazetteer = gazetteer
        self._main: EventMention | None = None
        self._current = EventMention(MAIN)
        self._paragraph = -1
        self._counted = False
        """Whether a figure of the main event was read, beside which there may be another's."""
        self._campaign = False
        """Whether the article mainly reports a year, a war: what others recall."""
        self._clauses: list[tuple[Clause, EventMention]] = []
        self._opened: dict[str, int] = {}
        """By key: where the sentence stands that opened an event by its words; the same words again open another."""
        self._called: dict[str, str] = {}
        """By key: what a later sentence calls an event that was told without a word for it ("the attack")."""

    def mention(
        self,
        text: str,
        lower: str,
        sentence: Sentence,
        dates: list[StatedDate],
        told: StatedDate | None = None,
        *,
        counted: bool = True,
    ) -> EventMention:
        """Return the event of a sentence that reports one; `at_clause` has those of its clauses.

        `dates` are those of events; `told` is when the sentence says that it was said: "On May 7 the group claimed";
        `counted` is whether it has figures of an event.
        """
        self._clauses = []
        clauses = self._clauses_of(lower, sentence)
        if self._main is None and looks_back(lower, sentence.start, sentence.end, clauses):
            clauses, dates = [], [d for d in dates if not self._is_recent(d.edtf)]  # a day of its own dates no deed
        own = [d for d in dates if not any(c.start <= d.start < c.end for c in clauses)]
        whole = next((c for c in clauses if c.start <= sentence.start and c.end >= sentence.end - 1), None)
        if self._main is None and whole is not None and whole.cue.opens == "general":
            self._campaign, clauses = True, []
        if whole in clauses and self._main is not None:
            self._current = self._of_clause(text, lower, sentence, whole, dates)
            self._clauses = [(whole, self._current)]
        else:
            stated = dates if not clauses else own
            self._current = self._of_sentence(text, lower, sentence, stated, told, clauses)
            self._clauses = [(c, self._of_clause(text, lower, sentence, c, dates)) for c in clauses]
        self._paragraph = sentence.paragraph
        self._counted |= counted and self._current is self._main
        self._note_name(lower, sentence)
        self._note_border(text, sentence)
        return self._current

    def _of_sentence(
        self,
        text: str,
        lower: str,
        sentence: Sentence,
        dates: list[StatedDate],
        told: StatedDate | None,
        clauses: list[Clause],
    ) -> EventMention:
        """Return the event of a sentence apart from those of its clauses that are of others."""
        start, end = _apart_from(clauses, sentence)
        kind, place = self._kind(lower, start, end), self._place(text, start, end)
        stated = next((d for d in dates if not d.since), None)
        since = next((d for d in dates if d.since and not self._is_main(d.edtf)), None)
        edtf = stated.edtf if stated is not None else None
        recent = edtf is not None and self._is_recent(edtf)
        if self._main is None and not recent and (recalled := self._recalled(lower, sentence)) is not None:
            self._main = EventMention(MAIN, kind, recalled, place)
            return self._main
        if self._main is None and edtf is not None and self._published is not None and not recent:
            return self.other(edtf, kind, place)  # what it opens with is long over
        if self._main is None:
            return self._open_main(kind, edtf, place)
        if edtf is not None:
            self._date_main(kind, edtf, place)
            return self._main if self._is_main(edtf) else self.other(edtf, kind, place)
        if since is not None:
            return EventMention(f"since {since.edtf}", "", None, place)
        if told is not None and not self._is_recent(told.edtf) and not self._is_main(told.edtf):
            return EventMention(f"told {told.edtf}", kind, None, place)
        if (apart := _APART.match(lower, sentence.start)) is not None:
            return EventMention(f"told {apart[0]}", kind, None, place)
        if self._published is None and (words := find_coarse_words(lower, sentence.start, sentence.end)):
            # What month that was nobody can tell, but of the article's main event it would have said the day.
            return EventMention(f"told {words}{' ' + place if place else ''}", kind, None, place)
        if sentence.paragraph != self._paragraph or tells_of_whole(lower, sentence.start, sentence.end):
            return self._main
        return self._current

    def _recalled(self, lower: str, sentence: Sentence) -> str | None:
        """Return about when what an article looks back on was; None where it does not, or its own day is not known."""
        if self._published is None or len(self._published) < _WHOLE_DAY:
            return None
        return find_recalled(lower[sentence.start : sentence.end], self._published[:_WHOLE_DAY])

    def _open_main(self, kind: str, edtf: str | None, place: str | None) -> EventMention:
        self._main = EventMention(MAIN, kind, edtf if edtf is not None and self._is_recent(edtf) else None, place)
        return self._main

    def _date_main(self, kind: str, edtf: str, place: str | None) -> None:
        """Give the main event what the first sentence with a date near that of the article tells of it."""
        assert self._main is not None
        if self._main.date is None and self._is_recent(edtf):
            self._main = replace(self._main, kind=self._main.kind or kind, date=edtf, place=self._main.place or place)

    def _clauses_of(self, lower: str, sentence: Sentence) -> list[Clause]:
        """Return the clauses of a sentence that are of another event than the main one, none within another."""
        found: list[Clause] = []
        for clause in find_clauses(lower, sentence.start, sentence.end):
            named = clause.cue.reach == "after" or clause.cue.date or clause.cue.opens == "general"
            if not named and not self._counted:
                continue  # there is nothing yet that it could be apart from
            if self._campaign and clause.cue.opens == "general":
                continue
            if not clause.cue.spread and self._main is not None and self._main.kind in language().spread:
                continue
            if not any(one.start < clause.end and clause.start < one.end for one in found):
                found.append(clause)
        return found

    def _of_clause(
        self, text: str, lower: str, sentence: Sentence, clause: Clause, dates: list[StatedDate]
    ) -> EventMention:
        """Return the event of a clause that is of another: by its own date, else by its words."""
        cue, start, end = clause.cue, clause.start, clause.end
        kind, place = self._kind(lower, start, end), self._place(text, start, end)
        if cue.opens == "part":
            assert self._main is not None
            return EventMention(f"{PART}{clause.words}", kind, self._main.date, self._main.place)
        if cue.opens == "general":
            words = cue.name if cue.name == "war" else clause.words  # of one war an article speaks in many words
            return EventMention(f"told {words}", "", None, place)
        stated = cue.date or next((d.edtf for d in dates if start <= d.start < end and not d.since), None)
        if stated is not None:
            return self.other(stated, kind, place)
        key = f"told {clause.words}{' ' + place if place else ''}"
        first = self._opened.setdefault(key, sentence.start)
        return EventMention(key if first == sentence.start else f"{key} {sentence.start}", kind, None, place)

    def at_clause(self, position: int, event: EventMention | None) -> EventMention | None:
        """Return the event of the clause around `position` in the last sentence, `event` where it is of no other."""
        if event is None:
            return None
        return next((other for c, other in self._clauses if c.start <= position < c.end), event)

    def _note_name(self, lower: str, sentence: Sentence) -> None:
        """Keep what a sentence calls an event that is not the main one: "the attack"."""
        kind = find_kind(lower, sentence.start, sentence.end)
        if (
            kind
            and self._current is not self._main
            and not self._current.kind
            and _CALLED.search(lower, max(0, kind.start() - 5), kind.start())
        ):
            self._called.setdefault(self._current.key, kind_of(kind[0]))

    def _note_border(self, text: str, sentence: Sentence) -> None:
        """Give the event of a sentence the border, or the country, on which it puts it."""
        border = self._border(text, sentence) or (
            () if self._place(text, sentence.start, sentence.end) else self._country_meant(text, sentence)
        )
        if border and not self._current.border:
            is_main = self._current is self._main
            self._current = replace(self._current, border=border)
            self._main = self._current if is_main else self._main

    def complete(self, event: EventMention) -> EventMention:
        """Return an event with the kind that the article, read to its end, gives it."""
        return event if event.kind else replace(event, kind=self._called.get(event.key, ""))

    def other(self, edtf: str, kind: str, place: str | None) -> EventMention:
        """Return another event than the main one, by its date."""
        return EventMention(f"{edtf}{' ' + place if place else ''}", kind, edtf, place)

    def at(self, edtf: str, current: EventMention) -> EventMention:
        """Return the event of that date in a sentence that is otherwise of `current`."""
        if current.date == edtf:
            return current
        if self._main is not None and self._is_main(edtf):
            return self._main
        return self.other(edtf, "", None)

    def _kind(self, lower: str, start: int, end: int) -> str:
        found = find_kind(lower, start, end)
        return kind_of(found[0]) if found else ""

    def _place(self, text: str, start: int, end: int) -> str | None:
        for found in _PLACED.finditer(text, start, end):
            names = self._gazetteer.find(text, found.end(), min(end, found.end() + 60), self._gazetteer.places)
            if names and names[0].start == found.end():
                return names[0].written
            town = _TOWN_IN.match(text, found.end(), end)
            names = self._gazetteer.find(text, town.end(), end, self._gazetteer.places) if town else []
            if town and names and names[0].start == town.end():
                return names[0].written
        return None

    def _country_meant(self, text: str, sentence: Sentence) -> tuple[str, ...]:
        """Return the country of the main event where a sentence says "the country"; of one on a border, either."""
        if self._main is None or not _COUNTRY.search(text, sentence.start, sentence.end):
            return ()
        vocabulary = self._gazetteer.vocabulary
        place = vocabulary.place_name(self._main.place or "")
        around = {place, *vocabulary.containers(place)} if place else set(self._main.border)
        return tuple(sorted(name for name in around if name in vocabulary.places and vocabulary.places[name].borders))

    def _border(self, text: str, sentence: Sentence) -> tuple[str, ...]:
        """Return the two countries on whose border a sentence puts something; nothing where it names none."""
        if _BORDER.search(text, sentence.start, sentence.end) is None:  # nearly all of them
            return ()
        for pattern in _BORDERS:
            found = pattern.search(text, sentence.start, sentence.end)
            names = {name for word in found.groups() if (name := self._country(word))} if found else ()
            if len(names) > 1:
                return tuple(sorted(names))
        return ()

    def _country(self, word: str) -> str | None:
        places = self._gazetteer.vocabulary.places
        name = country_of(word) or word
        return name if name in places and places[name].borders else None

    def _is_recent(self, edtf: str) -> bool:
        return self._published is not None and _near(edtf, self._published, _RECENT)

    def _is_main(self, edtf: str) -> bool:
        if self._main is None or self._main.date is None:
            return self._is_recent(edtf)
        return _near(edtf, self._main.date, _SLACK)


def _apart_from(clauses: Sequence[Clause], sentence: Sentence) -> tuple[int, int]:
    """Return where the longest part of a sentence begins and ends that is of none of `clauses`."""
    cuts = [sentence.start, *(cut for c in clauses for cut in (c.start, c.end)), sentence.end]
    parts = [(max(a, sentence.start), b) for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
    return max(parts, key=lambda part: part[1] - part[0])


def _near(a: str, b: str, slack: timedelta) -> bool:
    first, second = parse_date(a), parse_date(b)
    if not (first.low and first.high and second.low and second.high):
        return True
    low_a, high_a, low_b, high_b = (
        date.fromisoformat(moment[:10]) for moment in (first.low, first.high, second.low, second.high)
    )
    # A coarse date ("last year", "in May") that merely holds the day of the main event is another event's as a rule.
    if (high_a - low_a).days > 25 and (high_b - low_b).days <= 25:
        return False
    return low_a - slack <= high_b and low_b - slack <= high_a


def date_undated_main(proposals: Sequence[Proposal], published: str | None) -> list[Proposal]:
    """Return the proposals of one article, an undated main event as the only one that the article dates to the day.

    "Nine men were among the attackers, the committee said. After the March 6 attack it spoke of 20" is of one attack.
    """
    mentions = {p.event.key: p.event for p in proposals if p.event is not None}
    main = mentions.pop(MAIN, EventMention(MAIN))
    dated = [mention for mention in mentions.values() if mention.date is not None]
    days = [mention for mention in dated if _is_day(mention.date or "")]
    only = max(days, key=lambda day: (len(_told_of(proposals, day)), day.key), default=None)
    if published is None or main.date is not None or only is None or not _are_of_one_day(dated, only):
        return list(proposals)
    is_followed = dated == [only] and _is_followed(only.date or "", published)
    if not is_followed and not _is_told_more(proposals, main, only):
        return list(proposals)
    joined = replace(main, kind=main.kind or only.kind, date=only.date, place=main.place or only.place)
    return [replace(p, event=joined) if p.event in (main, *days) else p for p in proposals]


def _are_of_one_day(dated: Sequence[EventMention], only: EventMention) -> bool:
    """Return whether all days that an article names are `only`, or one beside it, and none is of a part."""
    return all(
        not mention.key.startswith(PART)
        and (not _is_day(mention.date or "") or _near(mention.date or "", only.date or "", _SLACK))
        for mention in dated
    )


def _is_told_more(proposals: Sequence[Proposal], main: EventMention, only: EventMention) -> bool:
    """Return whether an article tells as much of what it dates to the day as of what it reports besides, or more.

    So do reports of a trial, an inquiry, an anniversary: they have a day of their own, which dates no deed.
    """
    besides, then = _told_of(proposals, main), _told_of(proposals, only)
    is_elsewhere = bool(main.place and only.place) and main.place != only.place
    return not is_elsewhere and besides.isdisjoint(then) and len(then) >= len(besides)


def _told_of(proposals: Sequence[Proposal], event: EventMention) -> set[tuple[str, str | None]]:
    """Return of what an article speaks of an event, as (attribute, scope), apart from when and where it was."""
    return {(p.attribute, p.scope) for p in proposals if p.event == event and p.attribute not in _SETTING}


def _is_day(edtf: str) -> bool:
    """Return whether a date is known to the day."""
    parsed = parse_date(edtf)
    return parsed.low is not None and parsed.high is not None and parsed.low[:10] == parsed.high[:10]


def _is_followed(day: str, published: str) -> bool:
    """Return whether a day is at most so long before the day of an article."""
    happened, told = parse_date(day), parse_date(published)
    if happened.low is None or told.low is None:
        return False
    return timedelta(0) <= date.fromisoformat(told.low[:10]) - date.fromisoformat(happened.low[:10]) <= _FOLLOWED
