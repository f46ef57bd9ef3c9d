"""A sentence as a string of codes, one a chunk, so that the grammar is a list of patterns over it.

Owns which words and phrases become which code. Refuses to link anything.

    N counted phrase with its noun   E counted phrase without one   Z a noun phrase nobody counts (pronoun)
    K past or participle             V present      G gerund        D "died"      A "dead"      O "death(s)"      T
    "toll" b be    h have    m modal        q "believed"   l "leaving"     t to          n not
    r who, that, when                & and, or      i including     , comma       ( )           - wide dash       ;
    colon d determiner                     o of           p preposition   w "as were"   x any other word   . end
Adverbs and ages are left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from claims.extract.lexicon import EventWord, event_words, is_person, load, words
from claims.extract.quantities import Phrase, Token, find_own, find_phrase, is_figure
from claims.extract.view import find_words
from claims.values.numbers import NUMBER_WORDS

_FORM_CODE: Final = {
    "past": "K",
    "present": "V",
    "gerund": "G",
    "died": "D",
    "state": "A",
    "noun": "O",
    "toll": "T",
}
_AS_WERE: Final = re.compile(r"(?:as|so|and so) (?:were|was|are|did|have|had|has)\b")


@dataclass(slots=True)
class Chunk:
    """One code with the words it stands for."""

    code: str
    start: int
    end: int
    text: str
    phrase: Phrase | None = None
    own: Phrase | None = None
    """On "his", "their": the one person it opens, as in "their father"."""
    events: tuple[EventWord, ...] = ()

    def attribute(self, *forms: str) -> str | None:
        """Return the attribute of the word as one of `forms`."""
        return next((event.attribute for event in self.events if event.form in forms), None)


@dataclass(slots=True)
class Chunks:
    """A chunked sentence: `codes[i]` is the code of `items[i]`."""

    items: list[Chunk]
    codes: str
    text: str
    """The view in its own letters, for capitals."""


@cache
def _phrases_by_first() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase in event_words():
        parts = tuple(phrase.split())
        table.setdefault(parts[0], []).append((parts, phrase))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in table.items()}


@dataclass(frozen=True, slots=True)
class Listed:
    """Words and phrases that are looked for."""

    firsts: frozenset[str]
    """The first word of each."""
    pattern: re.Pattern[str]

    def is_in(self, lower: str, start: int, end: int) -> bool:
        """Return whether one of them stands between two places of the lower-case view."""
        if self.firsts.isdisjoint(find_words(lower, start, end)):
            return False
        return self.pattern.search(lower, start, end) is not None


@cache
def triggers() -> Listed:
    """Return the words of events; most sentences of most articles have none."""
    attacks = load("attacks")
    heads = {word for table in load("events").values() for key in ("heads", "cues") for word in table.get(key, ())}
    all_words = {phrase.split()[0] for phrase in event_words()} | heads
    all_words |= {"double", "triple", "quadruple", "quintuple", "sextuple"}
    all_words |= {
        phrase.split()[0] for key in ("attack_verbs", "ordnance", "strength_nouns") for phrase in attacks[key]
    }
    return _any_of(all_words)


@cache
def general_triggers() -> Listed:
    """Return the words beside which other things are counted: "marched", "aboard", "breach"."""
    return _any_of({word for row in load("general")["count"] for word in row["near"].split()})


_DIGIT: Final = re.compile(r"\d")
_NUMBERS: Final = frozenset(
    form for word in NUMBER_WORDS.split("|") for form in (word.removesuffix("s?"), word.replace("?", ""))
)


def has_figure(lower: str, start: int, end: int) -> bool:
    """Return whether a figure or a number word stands between two places of the lower-case view."""
    return _DIGIT.search(lower, start, end) is not None or not _NUMBERS.isdisjoint(find_words(lower, start, end))


def _any_of(listed: Iterable[str]) -> Listed:
    ordered = sorted(listed, key=lambda word: (-len(word), word))
    firsts = frozenset(re.split(r"\W", word)[0] for word in ordered)
    return Listed(firsts, re.compile(r"\b(?:" + "|".join(map(re.escape, ordered)) + r")\b"))


@cache
def _classes() -> dict[str, str]:
    table: dict[str, str] = {}
    for name, code in (
        ("prepositions", "p"),
        ("adverbs", "a"),
        ("determiners", "d"),
        ("relatives", "r"),
        ("conjunctions", "&"),
        ("including", "i"),
        ("reported", "q"),
        ("leave", "l"),
        ("modals", "m"),
        ("have", "h"),
        ("be", "b"),
    ):
        table |= dict.fromkeys(words(name), code)
    table |= {
        "to": "t",
        "of": "o",
        "not": "n",
        "n't": "n",
        "never": "n",
        ",": ",",
        "(": "(",
        ")": ")",
        "[": "(",
        "]": ")",
    }
    table |= {
        "\x00": "-",
        "-": "-",
        ":": ";",
        ";": ";",
        "|": ";",
        ".": ".",
        "!": ".",
        "?": ".",
        '"': '"',
        "but": ";",
        "a": "d",
        "an": "d",
    }
    table |= dict.fromkeys(("he", "she", "they", "it", "we", "i", "you", "him", "them", "himself", "themselves"), "Z")
    return table


def chunk(tokens: Sequence[Token], text: str, lower: str, limit: int) -> Chunks:
    """Return the chunks of a sentence."""
    scanned = [item for item in _scan(tokens, lower, limit) if item.code not in ("a", '"')]
    items = [item for n, item in enumerate(scanned) if not (n and item.code == "-" == scanned[n - 1].code)]  # " -- "
    return Chunks(items, "".join(item.code for item in items), text)


def _scan(tokens: Sequence[Token], lower: str, limit: int) -> Iterator[Chunk]:
    index = 0
    classes, by_first, events = _classes(), _phrases_by_first(), event_words()
    while index < len(tokens):
        token = tokens[index]
        if token.text in ("as", "so") and (found := _AS_WERE.match(lower, token.start)):
            count = len(found[0].split())
            yield Chunk("w", token.start, tokens[index + count - 1].end, found[0])
            index += count
            continue
        if token.text in ("aged", "ages"):
            index = _after_ages(tokens, index)
            continue
        phrase = find_phrase(tokens, index, lower, limit)
        if phrase is not None:
            own = phrase if phrase.definite else None
            text = token.text if phrase.definite else phrase.surface
            yield Chunk("N" if phrase.head or phrase.event else "E", phrase.start, phrase.end, text, phrase, own)
            index = phrase.last
            continue
        matched = _event_at(tokens, index, by_first, events)
        if matched is not None:
            yield matched[0]
            index = matched[1]
            continue
        own = find_own(tokens, index)
        yield Chunk(classes.get(token.text, "x"), token.start, token.end, token.text, own=own)
        index += 1


def _after_ages(tokens: Sequence[Token], index: int) -> int:
    """Return where the ages that begin at token `index` end: "aged 11 and 13", "aged between 4 and 9,"."""
    after = index + 1
    for position in range(index + 1, min(index + 12, len(tokens))):
        text = tokens[position].text
        if is_figure(text):
            if position + 1 < len(tokens) and is_person(tokens[position + 1].text):
                break
            after = position + 1
        elif text not in (",", "and", "or", "to", "-", "between", "from") or (
            text == "," and position + 1 < len(tokens) and tokens[position + 1].text == "and"
        ):
            break
    return after


def _event_at(
    tokens: Sequence[Token],
    index: int,
    by_first: dict[str, tuple[tuple[tuple[str, ...], str], ...]],
    events: dict[str, tuple[EventWord, ...]],
) -> tuple[Chunk, int] | None:
    for parts, phrase in by_first.get(tokens[index].text, ()):
        if index + len(parts) <= len(tokens) and all(
            tokens[index + n].text == part for n, part in enumerate(parts[1:], start=1)
        ):
            uses = events[phrase]
            codes = [_FORM_CODE[use.form] for use in uses if use.form in _FORM_CODE]
            if not codes:
                return None
            last = tokens[index + len(parts) - 1]
            code = "K" if "K" in codes else codes[0]
            after = tokens[index + len(parts)].text if index + len(parts) < len(tokens) else ""
            if "O" in codes and after == "of":
                code = "O"
            return Chunk(code, tokens[index].start, last.end, phrase, events=uses), index + len(parts)
    return None
