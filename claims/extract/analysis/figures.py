"""Figures that nothing else takes, with the words around them by which two articles are found to speak of the same.

Measures, ages and times of day are known by their shape, which is data; a count is a counted noun.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final, NamedTuple

from claims.extract.analysis.counting import is_counted
from claims.extract.analysis.governing import find_governor
from claims.extract.analysis.language import expand, load, look_up, noun_class, singular
from claims.extract.analysis.model import Analysis
from claims.extract.proposals import Word
from claims.extract.view import overlaps

NUMBER: Final = "number"
"""The attribute of counts that no other one takes."""
_AGAINST: Final = 3
"""Words by which a mark or the word that opens a clause is further than it stands."""
_GOVERNS: Final = 1
_BESIDE: Final = 3
"""How far at most a predicate stands from its phrase, and what else it is said of."""
_OF_ANOTHER: Final = 8
"""By how much a word is further that stands nearer to another figure."""
_ASKED: Final = 80
"""Characters before a figure in which it is asked for."""
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_MARKS: Final = frozenset(",;()rs")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, in spans of the view."""

    attribute: str
    start: int
    end: int
    token: int
    """Its first token."""
    words: tuple[Word, ...]


class _Shape(NamedTuple):
    attribute: str
    pattern: re.Pattern[str]
    needs: re.Pattern[str]


@cache
def shapes() -> tuple[_Shape, ...]:
    """Return the shapes of measures, ages and times of day, in the order in which they are tried."""
    table = load("figures")
    return tuple(
        _Shape(
            row["attribute"],
            re.compile(rf"(?<![\w.,$€£-])(?:{expand(row['pattern'], table['parts'])})(?!\w)"),
            re.compile(row["needs"]),
        )
        for row in table["figure"]
    )


@lru_cache(maxsize=16_384)
def lemma_of(word: str) -> str:
    """Return the lemma under which two articles may share a lower-case word; nothing for one that tells nothing."""
    entry = look_up(word)
    lemma = entry.lemma if entry.code == "v" else singular(word)
    empty = {word, lemma} & _empty()
    if empty or entry.code not in "xv" or entry.classes & noun_class("uncounted") or not _WORD.fullmatch(word):
        return ""
    return lemma


@cache
def _empty() -> frozenset[str]:
    table = load("figures")
    return frozenset(table["empty"].split()) | noun_class("light") - set(table["full"].split())


@cache
def _each() -> re.Pattern[str]:
    return re.compile(load("figures")["each"])


@cache
def _nominal() -> re.Pattern[str]:
    return re.compile(load("figures")["nominal"])


@lru_cache(maxsize=16_384)
def stem(lemma: str) -> str:
    """Return what words for one thing have in common: "inspect" for "inspection"."""
    return _alike().get(lemma) or re.sub(load("figures")["derived"], "", lemma, count=1)


@cache
def _alike() -> dict[str, str]:
    rows = (row.split() for row in load("figures")["alike"])
    return {word: f"{row[0]}+" for row in rows for word in row}


def stems_of(words: Iterable[str]) -> frozenset[str]:
    """Return the stems of lower-case words."""
    return frozenset(stem(lemma) for word in words if (lemma := lemma_of(word)))


def is_asked_for(text: str, start: int) -> bool:
    """Return whether what stands at `start` of a text is only asked for: "they demanded |nine| years"."""
    return _asked().search(text[max(0, start - _ASKED) : start].lower()) is not None


@cache
def _asked() -> re.Pattern[str]:
    return re.compile(load("figures")["asked"])


def find_shapes(lower: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield attribute and span of the measures, ages and times of day, none inside another."""
    taken: list[tuple[int, int]] = []
    for shape in shapes():
        if shape.needs.search(lower, start, end) is None:
            continue
        for found in shape.pattern.finditer(lower, start, end):
            span = next(found.span(name) for name in shape.pattern.groupindex if found[name])
            if overlaps(span, taken):
                continue
            converted = lower[span[0] - 1] == "(" and any(end == span[0] - 2 for _, end in taken)
            rate = _each().match(lower, span[0]) is not None and any(end == span[0] - 1 for _, end in taken)
            taken.append(span)
            if not (converted or rate):  # "10 km (6.2 miles)", "9 euros a day"
                yield shape.attribute, *span


def find_figures(
    analysis: Analysis,
    lower: str,
    dates: Sequence[tuple[int, int]],
    is_free: Callable[[tuple[int, int]], bool],
) -> Iterator[Figure]:
    """Yield the figures of a sentence that are free, `dates` being the spans of its dates."""
    found = _found(analysis, lower, dates)
    spans = [(start, end) for _, start, end in found]
    free = {one for one in found if is_free(one[1:])}
    asked = {attribute for attribute, _, _ in free}  # of those that are not free the words may still be the nearer
    figures = [_figure(analysis, lower, one, spans) for one in sorted(found) if one[0] in asked]
    for figure in figures:
        if (figure.attribute, figure.start, figure.end) not in free:
            continue
        rivals = [other for other in figures if other.attribute == figure.attribute and other is not figure]
        nearer = {stem(w.lemma): w.distance for other in rivals for w in other.words}
        yield replace(figure, words=tuple(_beside_rivals(figure.words, nearer)))


def _found(analysis: Analysis, lower: str, dates: Sequence[tuple[int, int]]) -> list[tuple[str, int, int]]:
    """Return attribute and span of the dates, measures and counted nouns of a sentence."""
    found = [("date", *span) for span in dates]
    found += [shape for shape in find_shapes(lower, analysis.start, analysis.end) if not overlaps(shape[1:], dates)]
    spans = [(start, end) for _, start, end in found]
    for element in analysis.elements:
        phrase = element.phrase
        if phrase is None or not is_counted(analysis, phrase):
            continue
        span = (analysis.tokens[phrase.bare].start, analysis.tokens[phrase.bare].end)
        if not overlaps(span, spans):
            found.append((NUMBER, *span))
    return found


def _beside_rivals(words: Iterable[Word], nearer: Mapping[str, int]) -> Iterator[Word]:
    """Yield the words, further off where they stand nearer to another figure of the kind."""
    for word in words:
        rival = nearer.get(stem(word.lemma), word.distance)
        yield word if rival >= word.distance else word._replace(distance=word.distance + _OF_ANOTHER)


def _figure(analysis: Analysis, lower: str, found: tuple[str, int, int], others: Sequence[tuple[int, int]]) -> Figure:
    attribute, start, end = found
    first = next((n for n, token in enumerate(analysis.tokens) if token.end > start), 0)
    words = _words(analysis, start, end, others)
    if attribute in ("date", "time"):
        governed = _governed(analysis, start)
        words = (w._replace(distance=governed[w.start]) for w in words if w.start in governed)
    elif lower[start - 1] == "(":  # "the state (80%) and the bank (20%)"
        words = (w if w.start < start else w._replace(distance=w.distance + _OF_ANOTHER) for w in words)
    if attribute == NUMBER:
        phrase = next(e for e in analysis.elements if e.first <= first < e.last)
        inside = (start, analysis.tokens[phrase.last - 1].end)
        words = (w if inside[0] < w.start < inside[1] else w._replace(distance=max(w.distance, _BESIDE)) for w in words)
    return Figure(attribute, start, end, first, tuple(words))


def _governed(analysis: Analysis, start: int) -> dict[int, int]:
    """Return how far the words stand that a date or time goes with: its verb or noun, then what that is said of."""
    elements, around = analysis.elements, dict[int, int]()
    governor = find_governor(analysis, start)
    if governor is not None:
        roles = analysis.links.get(governor, {})
        around = {at: _OF_ANOTHER for role, at in roles.items() if role in ("subject", "object", "of")} | {governor: 0}
    here = next((n for n, e in enumerate(elements) if analysis.tokens[e.last - 1].end > start), len(elements))
    if analysis.codes[here - 2 : here] == "Np" and here > 1:
        around[here - 2] = min(around.get(here - 2, _GOVERNS), _GOVERNS)  # "the inspection on"
    return {
        token.start: _GOVERNS if distance and _tells_deed(token.text) else distance
        for at, distance in around.items()
        for token in analysis.tokens[elements[at].first : elements[at].last]
    }


def _tells_deed(noun: str) -> bool:
    return _nominal().search(noun) is not None or look_up(noun).lemma != ""


def _words(analysis: Analysis, start: int, end: int, others: Sequence[tuple[int, int]]) -> Iterator[Word]:
    """Yield the nearest word of each stem in the sentence of a figure, outside its other figures."""
    tokens, entries = analysis.tokens, analysis.entries
    first = next((n for n, token in enumerate(tokens) if token.end > start), len(tokens))
    last = next((n for n, token in enumerate(tokens) if token.start >= end), len(tokens))
    nearest: dict[str, Word] = {}
    linked = _linked(analysis, first)
    for side in (range(first - 1, -1, -1), range(last, len(tokens))):
        distance = 0
        for n in side:
            token, code = tokens[n], entries[n].code
            lemma = "" if overlaps((token.start, token.end), others) else lemma_of(token.text)
            if lemma:
                word = Word(lemma, token.start, token.end, min(distance, linked.get(n, distance)))
                known = nearest.setdefault(stem(lemma), word)
                if word.distance < known.distance:
                    nearest[stem(lemma)] = word
            distance += _AGAINST if code in _MARKS else 1
    yield from sorted(nearest.values(), key=lambda word: word.start)


def _linked(analysis: Analysis, token: int) -> dict[int, int]:
    """Return how far the predicates of the phrase at a token stand from it, and what else they are said of."""
    elements = analysis.elements
    here = next((n for n, e in enumerate(elements) if e.phrase and e.first <= token < e.last), None)
    near: dict[int, int] = {}
    for index, roles in analysis.links.items():
        if here is None or here not in roles.values():
            continue
        predicate = elements[index].predicate
        near[elements[index].last - 1 if predicate is None else predicate.main] = _GOVERNS
        for other in roles.values():
            if other != here and elements[other].phrase is not None:
                near.setdefault(elements[other].last - 1, _BESIDE)
    return near
