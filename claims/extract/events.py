"""Which event a sentence speaks of: the one the article is about, or another that it recalls.

Owns that assignment, by dates against the date of the main event, and the mention's kind and place. Refuses to join two
articles: which mentions are one event is the reconciler's business.
"""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from claims.extract.dates import StatedDate, find_coarse_words
from claims.extract.names import Gazetteer
from claims.extract.proposals import EventMention
from claims.extract.sentences import Sentence
from claims.values.dates import parse_date
from claims.vocabulary.demonyms import country_of

MAIN: Final = "main"
_KINDS: Final = re.compile(
    r"\b(attack|raid|bombing|explosion|blast|shooting|riot|clash|earthquake|quake|crash|fire|flood|shipwreck|hijacking|"
    r"robbery|heist|massacre|strike|siege|ambush|protest|battle|ceremony|operation|collapse|storm|stampede|arrest)(?:s|es)?\b"
)
_CALLED: Final = re.compile(r"\b(?:the|that|this) $")
_PLACED: Final = re.compile(r"\b(?:in|at|near|outside|of)\s+(?:the\s+)?(?:[a-z]+\s+)?(?=[A-Z])")
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
_SLACK: Final = timedelta(days=2)
_RECENT: Final = timedelta(days=10)


class EventTracker:
    """Gives each sentence its event, in the order of the text."""

    def __init__(self, published: str | None, gazetteer: Gazetteer) -> None:
        self._published = published
        self._gazetteer = gazetteer
        self._main: EventMention | None = None
        self._current = EventMention(MAIN)
        self._paragraph = -1
        self._called: dict[str, str] = {}
        """By key: what a later sentence calls an event that was told without a word for it ("the attack")."""

    def mention(
        self, text: str, lower: str, sentence: Sentence, dates: list[StatedDate], told: StatedDate | None = None
    ) -> EventMention:
        """Return the event of a sentence that reports one.

        `dates` are those of events; `told` is when the sentence says that it was said: "On May 7 the group claimed".
        """
        kind = _KINDS.search(lower, sentence.start, sentence.end)
        stated = next((d for d in dates if not d.since), None)
        since = next((d for d in dates if d.since and not self._is_main(d.edtf)), None)
        edtf = stated.edtf if stated is not None else None
        place = self._place(text, sentence)
        border = self._border(text, sentence) or (() if place else self._country_meant(text, sentence))
        if self._main is None:
            recent = edtf if edtf is not None and self._is_recent(edtf) else None
            self._main = EventMention(MAIN, kind[1] if kind else "", recent, place)
            self._current = self._main
        elif edtf is not None:
            if self._main.date is None and self._is_recent(edtf):
                self._main = replace(
                    self._main,
                    kind=self._main.kind or (kind[1] if kind else ""),
                    date=edtf,
                    place=self._main.place or place,
                )
            if self._is_main(edtf):
                self._current = self._main
            else:
                self._current = self.other(edtf, kind[1] if kind else "", place)
        elif since is not None:
            self._current = EventMention(f"since {since.edtf}", "", None, place)
        elif told is not None and not self._is_recent(told.edtf) and not self._is_main(told.edtf):
            self._current = EventMention(f"told {told.edtf}", kind[1] if kind else "", None, place)
        elif (apart := _APART.match(lower, sentence.start)) is not None:
            self._current = EventMention(f"told {apart[0]}", kind[1] if kind else "", None, place)
        elif self._published is None and (words := find_coarse_words(lower, sentence.start, sentence.end)):
            # What month that was nobody can tell, but of the article's main event it would have said the day.
            key = f"told {words}{' ' + place if place else ''}"
            self._current = EventMention(key, kind[1] if kind else "", None, place)
        elif sentence.paragraph != self._paragraph:
            self._current = self._main
        self._paragraph = sentence.paragraph
        if (
            kind
            and self._current is not self._main
            and not self._current.kind
            and _CALLED.search(lower, max(0, kind.start() - 5), kind.start())
        ):
            self._called.setdefault(self._current.key, kind[1])
        if border and not self._current.border:
            is_main = self._current is self._main
            self._current = replace(self._current, border=border)
            self._main = self._current if is_main else self._main
        return self._current

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

    def _place(self, text: str, sentence: Sentence) -> str | None:
        for found in _PLACED.finditer(text, sentence.start, sentence.end):
            names = self._gazetteer.find(text, found.end(), min(sentence.end, found.end() + 60), self._gazetteer.places)
            if names and names[0].start == found.end():
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
