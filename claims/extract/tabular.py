"""Read texts of a language beside English by its tables: counts where they stand, context, speakers, constructions.

Nothing here knows a word of any language. A sentence keeps its text, and beside it its shape, in which each count is a
run of marks, so that a construction says where a count stands and never in which words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Final

from claims.extract.dates import read_date
from claims.extract.proposals import EventMention, Proposal
from claims.extract.sentences import split_sentences
from claims.extract.tables import Construction, Tables, find_tables, table_languages
from claims.extract.view import ArticleView, build_view
from claims.language import find_language
from claims.models import Article, Attribution, Stance
from claims.moments import day_at
from claims.values import ValueProblem, parse_value
from claims.values.foreigndates import in_english
from claims.values.hedged import Reading
from claims.values.model import CountValue
from claims.vocabulary.model import Vocabulary

_WORD: Final = re.compile(r"(?<![\w.,])\w")
_STANCES: Final[dict[str, Stance]] = {"doubted": "suspects", "denied": "denies"}
"""Categories of context that change the stance; all others take a sentence out of what happened."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Count:
    """A count in a sentence, with its hedges."""

    start: int
    stop: int
    reading: Reading


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the tables read it; places within it are those of its text."""

    start: int
    """Where it begins in the view."""
    text: str
    shape: str
    """The text with `#` for every character of a count."""
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """What a construction finds in a sentence."""

    construction: Construction
    value: str
    scope: str | None
    number: Span
    quote: Span
    stance: Stance


def language_of(article: Article) -> str | None:
    """Return the code of the language of an article; None where it is not known."""
    return article.language or _find_language(article.text)


_find_language: Final = lru_cache(maxsize=64)(find_language)


class TabularProposer:
    """Reads what other languages than English have tables for: Spanish."""

    name = "tables"
    languages: ClassVar[frozenset[str]] = table_languages()

    def propose(self, view: ArticleView, vocabulary: Vocabulary) -> Iterable[Proposal]:
        """Yield what the tables of the article's language find in it; nothing where its language is not known."""
        tables = find_tables(language_of(view.article))
        if tables is None:
            return
        for sentence in read_sentences(view, tables):
            for found in find_statements(sentence, tables, view.article.published):
                yield _propose(found, sentence, view, tables)


def read_sentences(view: ArticleView, tables: Tables) -> Iterator[Sentence]:
    """Yield the sentences of an article."""
    for one in split_sentences(view.text):
        text = view.text[one.start : one.end].replace("\n", " ").replace("#", " ").replace("\x00", "-")
        yield read_sentence(text, tables, one.start)


def read_sentence(text: str, tables: Tables, start: int = 0) -> Sentence:
    """Return a sentence with its counts."""
    counts = tuple(_find_counts(text.lower(), tables))
    shape = text
    for count in counts:
        shape = shape[: count.start] + "#" * (count.stop - count.start) + shape[count.stop :]
    return Sentence(start, text, shape, counts)


def _find_counts(lower: str, tables: Tables) -> Iterator[Count]:
    done = 0
    for word in _WORD.finditer(lower):
        reading = tables.numbers.find(lower, word.start()) if word.start() >= done else None
        if reading is not None:
            done = reading.stop
            yield Count(word.start(), done, reading)


def find_statements(sentence: Sentence, tables: Tables, published: str | None) -> Iterator[Statement]:
    """Yield what the constructions find in a sentence: each figure once for an attribute."""
    taken: set[tuple[str, int]] = set()
    unspoken = {name for name, pattern in tables.words.items() if not pattern.search(sentence.text)}
    for construction, pattern in tables.constructions:
        if construction.attribute in unspoken:
            continue
        is_counted = "count" in pattern.groupindex
        for match in pattern.finditer(sentence.shape if is_counted else sentence.text):
            found = _read_match(match, construction, sentence, tables)
            key = (construction.attribute, found.number[0]) if found else None
            if found is None or key in taken or (placed := _place(found, sentence, tables, published)) is None:
                continue
            taken.add((construction.attribute, found.number[0]))
            yield placed


def _read_match(
    match: re.Match[str], construction: Construction, sentence: Sentence, tables: Tables
) -> Statement | None:
    """Return what a match says, read as a plain statement; None where its figure or its noun is none."""
    groups = {name.rstrip("2"): match.span(name) for name, words in match.groupdict().items() if words is not None}
    if "count" in groups:
        return _read_count(match, groups, construction, sentence, tables)
    number = groups.get("actor") or groups.get("value") or match.span()
    written = construction.value or sentence.text[slice(*number)]
    return Statement(construction, written, "total", number, _hull(match, groups), construction.stance)


def _read_count(
    match: re.Match[str], groups: dict[str, Span], construction: Construction, sentence: Sentence, tables: Tables
) -> Statement | None:
    place = groups["count"][0]
    count = next(each for each in sentence.counts if each.start <= place < each.stop)
    groups["count"] = number = count.start, count.stop
    written = _write(sentence.text[slice(*number)], count)
    noun = sentence.text[slice(*groups["noun"])].lower() if "noun" in groups else ""
    if not written or (noun and noun not in tables.scopes):
        return None
    # What is more than was counted before is of no scope that could be compared.
    scope = None if "other" in groups else tables.scopes.get(noun, construction.scope)
    return Statement(construction, written, scope, number, _hull(match, groups), construction.stance)


def _hull(match: re.Match[str], groups: dict[str, Span]) -> Span:
    """Return the span of a match with all of its groups, which may reach out of it."""
    starts, stops = zip(match.span(), *groups.values(), strict=True)
    return min(starts), max(stops)


def _write(words: str, count: Count) -> str:
    """Return the words of a count, or its figure where they mean another elsewhere: "30.000"; empty where both do."""
    plain = str(int(count.reading.low)) if count.reading.hedge == "exact" else ""
    return next((written for written in (words, plain) if written and _gives(written, count)), "")


def _gives(written: str, count: Count) -> bool:
    try:
        value = parse_value("count", written)
    except ValueProblem:
        return False
    return isinstance(value, CountValue) and is_read_as(value, count)


def is_read_as(value: CountValue, count: Count) -> bool:
    """Return whether a value is what was read in a sentence."""
    reading = count.reading
    high = None if reading.high is None else int(reading.high)
    return (value.low, value.high, value.hedge) == (int(reading.low), high, reading.hedge)


def _place(found: Statement, sentence: Sentence, tables: Tables, published: str | None) -> Statement | None:
    """Return a statement with the stance that its sentence gives it, and the words of that in its quote."""
    context = find_context(sentence.text, tables, found.quote[1], published)
    if context is None:
        return None
    stance, start = context
    is_own = bool(found.construction.value) and start >= found.quote[0]  # "no hubo muertos" is a figure
    if stance == "asserts" or found.stance != "asserts" or is_own:
        return found
    quote = min(start, found.quote[0]), found.quote[1]
    return Statement(found.construction, found.value, found.scope, found.number, quote, stance)


def find_context(text: str, tables: Tables, end: int, published: str | None) -> tuple[Stance, int] | None:
    """Return the stance of what is said in a sentence up to `end`, and where the words of it begin.

    None where the sentence tells of nothing that happened, or of another time.
    """
    stance: Stance = "asserts"
    start = end
    for cue, pattern in tables.cues:
        for match in pattern.finditer(text):
            if cue.category not in _STANCES:
                if not _is_of_its_year(match, published):
                    return None
            elif match.start() < end and stance != "denies":
                stance, start = _STANCES[cue.category], match.start()
    return stance, start


def _is_of_its_year(match: re.Match[str], published: str | None) -> bool:
    year = match.groupdict().get("year")
    return year is not None and published is not None and published.startswith(year)


def find_speaker(sentence: Sentence, start: int, tables: Tables) -> tuple[Span, str] | None:
    """Return where the one who says what stands from `start` on is named, and the verb."""
    for speech, pattern in tables.speech:
        match = pattern.search(sentence.text)
        if match is not None and (speech.reach == "whole" or match.end("verb") <= start):
            return match.span("speaker"), match["verb"]
    return None


def _propose(found: Statement, sentence: Sentence, view: ArticleView, tables: Tables) -> Proposal:
    def place(span: Span) -> Span:
        return view.span(sentence.start + span[0], sentence.start + span[1])

    (start, end), (number_start, number_end) = place(found.quote), place(found.number)
    return Proposal(
        attribute=found.construction.attribute,
        value=found.value,
        start=start,
        end=end,
        number_start=number_start,
        number_end=number_end,
        scope=found.scope,
        stance=found.stance,
        chain=tuple(_chain(found, sentence, view, tables)),
        event=EventMention("main", date=_find_date(found, sentence, view, tables)),
        rule=found.construction.name,
    )


def _chain(found: Statement, sentence: Sentence, view: ArticleView, tables: Tables) -> Iterator[Attribution]:
    """Yield who says it: of what an actor says of itself the actor."""
    own = found.construction.attribute == "claimed_by" and not found.construction.value
    own = own or found.construction.stance == "denies"
    named = (found.number, "") if own else find_speaker(sentence, found.number[0], tables)
    if named is not None:
        (start, end), verb = named
        first, last = view.span(sentence.start + start, sentence.start + end)
        speaker = " ".join(view.article.text[first:last].split())
        yield Attribution(speaker=speaker, verb=verb.lower(), start=first, end=last)


def _find_date(found: Statement, sentence: Sentence, view: ArticleView, tables: Tables) -> str | None:
    """Return the day that stands in or right after the words of a statement, as EDTF."""
    match = tables.date.search(sentence.text, found.quote[0])
    if match is None or match.start() > found.quote[1] + 1:
        return None
    place = view.origin(sentence.start + match.start())
    return read_date(in_english(match[0]) or match[0], day_at(view.article, place))


@lru_cache(maxsize=8)
def sentences_of(article: Article, code: str) -> tuple[tuple[Span, Sentence], ...]:
    """Return the sentences of an article with their spans in the stored text."""
    tables, view = find_tables(code), build_view(article)
    every = read_sentences(view, tables) if tables is not None else ()
    return tuple((view.span(one.start, one.start + len(one.text)), one) for one in every if one.text)
