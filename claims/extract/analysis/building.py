"""Builds the analysis of a sentence: codes its words, gathers noun phrases and predicates, has them linked.

Codes of words: d determiner, # figure, x noun or adjective, v verb or noun, z pronoun, g possessive, b be, h have,
m modal, n not, a adverb, p preposition, o of, t to, r who, s when, & and; marks stand for themselves.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from claims.extract.analysis.language import (
    Entry,
    frames_of,
    hedges,
    joined_prepositions,
    longer_lemmas,
    look_up,
    noun_class,
)
from claims.extract.analysis.linking import link
from claims.extract.analysis.model import Analysis, Element, NounPhrase, Predicate
from claims.extract.lexicon import words
from claims.extract.quantities import Token

_BASE: Final = frozenset(("base",))
_NO_ADJECTIVE: Final = frozenset(("base", "present"))
_LEFT_OUT: Final = frozenset('a"')
_SMALL: Final = frozenset("bhmnrstzdpa&")
_ACRONYM: Final = re.compile("[A-Z]{2,}$")
_LONGEST_ASIDE: Final = 14
_NOMINAL: Final = frozenset("d#xzgv")
_BEFORE_VERB: Final = frozenset("tmnbh")
_OPENS_OBJECT: Final = frozenset("d#z")
_MOSTLY: Final = 0.5
"""Of a headline so many words have capitals."""
_INSIDE: Final = re.compile(r"[\w,.'’)] ")
"""Before a word that opens nothing: its capital makes it a name. Brackets, quotes and dashes open something."""
_INNER_CAPITAL: Final = re.compile(r"[a-z,] [A-Z][a-z]")
_OF_WORDS: Final = 50


def analyse(tokens: Sequence[Token], text: str, start: int, end: int) -> Analysis:
    """Return the analysis of the sentence between `start` and `end` of the view `text`."""
    tokens = [token for n, token in enumerate(tokens) if not _is_of_abbreviation(tokens, n)]
    capitals = frozenset(n for n, token in enumerate(tokens) if _is_capital(token, text))
    entries = tuple(_read(tokens, capitals, text))
    elements = tuple(_without_asides(list(_elements(tokens, entries, text))))
    codes = "".join(element.code for element in elements)
    inner = any(_INSIDE.match(text, tokens[n].start - 2) for n in capitals if n)
    cased = inner and len(capitals) < len(tokens) - 2
    return Analysis(start, end, tuple(tokens), entries, elements, codes, cased, capitals, link(elements, codes))


def _is_of_abbreviation(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a mark closes a shortened title: "Dr|.| Ana Roe"."""
    title = index > 0 and tokens[index].text == "." and tokens[index - 1].text in words("abbreviations")
    return title and index + 1 < len(tokens) and "title" in look_up(tokens[index - 1].text).classes


def _is_capital(token: Token, text: str) -> bool:
    """Return whether a word has a capital, after a particle of names too: "Ana al-Roe"."""
    if text[token.start].isupper():
        return True
    particle, hyphen, _ = token.text.partition("-")
    at = token.start + len(particle) + 1
    return bool(hyphen) and particle in noun_class("name_part") and text[at : at + 1].isupper()


def has_names(text: str) -> bool:
    """Return whether a text marks names by capitals: more than one word in fifty has one where nothing opens."""
    inner = sum(1 for _ in _INNER_CAPITAL.finditer(text))
    return inner * _OF_WORDS > text.count(" ")


def _read(tokens: Sequence[Token], capitals: frozenset[int], text: str) -> Iterator[Entry]:
    """Yield the entries of the words; what capitals mark as a name is no verb in its base form, and no small word."""
    named = len(capitals) < _MOSTLY * len(tokens)
    for index, token in enumerate(tokens):
        entry = look_up(token.text)
        if named and index in capitals and entry.code in _SMALL and _ACRONYM.match(text, token.start, token.end):
            entry = entry._replace(code="x")  # "IS", "US", "WHO"
        elif named and index in capitals and index and entry.code == "v" and "base" in entry.forms:
            entry = entry._replace(code="x")
        elif index and entry.code == "b" and "units" in entry.classes and tokens[index - 1].text[0].isdigit():
            entry = entry._replace(code="x")  # "6am"
        elif index and entry.code == "z" and tokens[index - 1].text in noun_class("none"):
            entry = entry._replace(code="x")  # "no one"
        yield entry


def _elements(tokens: Sequence[Token], entries: tuple[Entry, ...], text: str) -> Iterator[Element]:
    index, phrase = 0, None
    while index < len(tokens):
        index = _after_age(entries, _after_hedge(tokens, entries, index))
        if index == len(tokens):
            return
        if rest := _joined(tokens, index):
            yield Element("p", index, index + rest, None, None, " ".join(t.text for t in tokens[index : index + rest]))
            index += rest
            continue
        code = entries[index].code
        opened = phrase.first if phrase is not None and phrase.last == index else index
        if code in "bhmn" or (code == "t" and _is_infinitive(entries, index)) or _is_verb(entries, index, opened):
            predicate = _predicate(tokens, entries, index, opened)
            if predicate is not None:
                yield Element("V", index, predicate.last, None, predicate, predicate.lemma)
                index = predicate.last
                continue
        existing = code == "a" and tokens[index].text in noun_class("existing") and _code(entries, index + 1) in "bhm"
        if code in _NOMINAL or existing:
            phrase = _noun_phrase(tokens, entries, text, index)
            yield Element("N", index, phrase.last, phrase, None, phrase.head)
            index = phrase.last
            continue
        if code not in _LEFT_OUT:
            yield Element(code if code in "potrs&,();" else ".", index, index + 1, None, None, tokens[index].text)
        index += 1


def _after_hedge(tokens: Sequence[Token], entries: tuple[Entry, ...], index: int) -> int:
    """Return where words end that only hedge the figure after them: "at least", "around"."""
    verb = entries[index].code == "v" and _code(entries, index - 1) != "d"  # "police estimated 190,000"
    for hedge in () if verb else hedges().get(tokens[index].text, ()):
        after = index + len(hedge)
        if _code(entries, after) == "#" and tuple(token.text for token in tokens[index:after]) == hedge:
            return after
    return index


def _joined(tokens: Sequence[Token], index: int) -> int:
    """Return of how many words the preposition is that begins at `index`, where it is several: "because of"."""
    for parts in joined_prepositions().get(tokens[index].text, ()):
        if tuple(token.text for token in tokens[index : index + len(parts)]) == parts:
            return len(parts)
    return 0


def _after_age(entries: tuple[Entry, ...], index: int) -> int:
    """Return where words end that only say how old somebody is: "aged 4 to 15"."""
    if "aging" not in entries[index].classes or _code(entries, index + 1) != "#":
        return index
    ranged = _code(entries, index + 2) in ("t", "&") and _code(entries, index + 3) == "#"
    return index + (4 if ranged else 2)


def _is_infinitive(entries: tuple[Entry, ...], index: int) -> bool:
    following = _code(entries, index + 1)
    return following in ("b", "h") or (following == "v" and "base" in entries[index + 1].forms)


def _code(entries: tuple[Entry, ...], index: int) -> str:
    return entries[index].code if 0 <= index < len(entries) else "."


def _is_verb(entries: tuple[Entry, ...], index: int, opened: int) -> bool:
    """Return whether the word at `index` is a verb there; the noun phrase before it, if any, began at `opened`."""
    entry = entries[index]
    if entry.code != "v":
        return False
    before, after = _code(entries, index - 1), _code(entries, index + 1)
    if before in _BEFORE_VERB:
        return True
    inside = opened < index
    determined = before in ("d", "#", "g") or (
        inside and all(_is_adjective(entries[n]) or entries[n].code in "d#a" for n in range(opened, index))
    )
    past = bool(entry.forms & {"past", "participle"})
    if "gerund" in entry.forms:
        if before in ("d", "g"):
            return False
        return not entry.classes & {"deed", "fighting"} or after in _OPENS_OBJECT or before == ","
    if past:
        if before == "#" and ("participle" not in entry.forms or "acting" in entry.classes):
            return True  # "two million took part", "the ten survived"
        if determined or (not inside and before in (".", "p", "o", ",", "") and after in ("x", "v") and not inside):
            return after not in ("x", "v") and before not in ("d", "#", "g")
        return not (entry.classes & {"arming", "unsided"} and after == "x")
    if determined:
        return False
    if entry.classes & {"deed", "report", "involvement", "group", "members", "explosive", "person"}:
        return inside and after in _OPENS_OBJECT
    if entry.forms == _BASE and entries[index - 1].single:
        return False  # "the command post in"
    return inside and (after in "d#zxvpt" or (after == "a" and "say" in frames_of(entry.lemma)))


def _is_adjective(entry: Entry) -> bool:
    return "arming" in entry.classes or (
        entry.code == "v" and not entry.forms & _NO_ADJECTIVE and "deed" not in entry.classes
    )


def _noun_phrase(tokens: Sequence[Token], entries: tuple[Entry, ...], text: str, index: int) -> NounPhrase:
    last = index + 1
    if entries[index].code not in "za":
        while last < len(tokens) and _goes_on(entries, index, last):
            last += 1
    bare = index
    while bare < last - 1 and (entries[bare].code in ("d", "g") or "hedging" in entries[bare].classes):
        bare += 1
    head = tokens[last - 1]
    return NounPhrase(
        first=index,
        last=last,
        head=head.text,
        classes=entries[last - 1].classes,
        modifiers=tuple(token.text for token in tokens[bare : last - 1]),
        named=_is_capital(head, text),
        bare=bare,
    )


def _goes_on(entries: tuple[Entry, ...], first: int, index: int) -> bool:
    """Return whether the word at `index` belongs to the noun phrase that began at `first`."""
    code, before = entries[index].code, entries[index - 1].code
    if entries[index].classes & {"aging", "responsible"} and before != "d":
        return False  # "holds the group |responsible|"
    if _is_time(entries, first, index):
        return False  # "on Tuesday |police said", "at 6am this morning |rebels"
    if code in ("x", "#", "g"):
        return code != "#" or before in ("d", "g", "#") or "models" in entries[index - 1].classes
    if code == "d":
        return before in ("d", "g")
    if code == "a":
        return before in ("d", "#") and _code(entries, index + 1) in ("x", "v")
    return code == "v" and not _is_verb(entries, index, first)


def _is_time(entries: tuple[Entry, ...], first: int, index: int) -> bool:
    """Return whether the words [first, index) are a time with its preposition or pronoun, to which no noun belongs."""
    classes = entries[index - 1].classes
    if "weekdays" in classes:
        return _code(entries, first - 1) == "p"
    if "times" in classes:
        return index - first > 1 and entries[first].code == "d" and entries[index].code != "g"
    return "spans" in classes and index - first > 2 and _code(entries, first - 1) == "p"


def _predicate(tokens: Sequence[Token], entries: tuple[Entry, ...], index: int, opened: int) -> Predicate | None:
    first, auxiliaries, be, negated, infinitive = index, set(), False, False, False
    while index < len(tokens) and entries[index].code in "bhmnat":
        code = entries[index].code
        if code == "t" and (index > first or not _is_infinitive(entries, index)):
            break
        be = code == "b" or (be and code != "h")
        negated, infinitive = negated or code == "n", infinitive or code == "t"
        auxiliaries.add(tokens[index].text)
        index += 1
    main = index < len(tokens) and entries[index].code == "v" and (index > first or _is_verb(entries, index, opened))
    if not main:
        while index > first and entries[index - 1].code in "an":
            index -= 1
        if not be and not auxiliaries:
            return None
        if index == first:
            return None
        form = "infinitive" if infinitive else "finite"
        lemma = "be" if be else "have"
        return Predicate(first, index, first, lemma, frames_of(lemma), False, form, frozenset(auxiliaries), negated)
    entry = entries[index]
    last, lemma = _particle(tokens, index + 1, entry.lemma)
    passive = be and bool(entry.forms & {"past", "participle"}) and "gerund" not in entry.forms
    if infinitive:
        form = "infinitive"
    elif "gerund" in entry.forms and not be:
        form = "gerund"
    elif not auxiliaries and "participle" in entry.forms:
        form = "participle"
    else:
        form = "finite"
    return Predicate(first, last, index, lemma, frames_of(lemma), passive, form, frozenset(auxiliaries), negated)


def _particle(tokens: Sequence[Token], index: int, lemma: str) -> tuple[int, str]:
    """Return where a lemma of several words ends, and it: "carried out", "opened fire"."""
    for rest in longer_lemmas().get(lemma, ()):
        if tuple(token.text for token in tokens[index : index + len(rest)]) == rest:
            return index + len(rest), " ".join((lemma, *rest))
    return index, lemma


def _without_asides(elements: list[Element]) -> Iterator[Element]:
    """Yield the elements without what stands in brackets."""
    index = 0
    while index < len(elements):
        if elements[index].code == "(":
            aside = range(index + 1, min(len(elements), index + _LONGEST_ASIDE))
            stop = next((n for n in aside if elements[n].code == ")"), None)
            index = index + 1 if stop is None else stop + 1
            continue
        if elements[index].code != ")":
            yield elements[index]
        index += 1
