"""Finds what an article says there was not, and where another asserts the same.

A scope is made of the words that both must have: "there was no tent" is `tent`, "he never visited the quarry" is
`visit_quarry`. What only one article speaks of is worth nobody's time: assertions are looked for by what others deny.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from claims.extract.analysis.language import load, look_up, noun_class, singular
from claims.extract.analysis.stems import PART, stem, wanted_stems
from claims.extract.choices import find_choices
from claims.extract.lexical import NAME, Located, Reader
from claims.extract.lexicon import event_words
from claims.extract.proposals import Proposal
from claims.extract.quantities import Token, tokenize
from claims.extract.sentences import split_sentences
from claims.extract.stance import says_none
from claims.extract.view import ArticleView
from claims.vocabulary.model import Vocabulary

ATTRIBUTE: Final = "occurred"
RULE: Final = "opposed"
_WITHIN: Final = 10
"""Words between the first and the last that an assertion must have."""
_BEFORE_PLACE: Final = 4
_NEAR: Final = 6
"""Words after the one meant in which it may be taken back: "a settlement was not reached"."""
_REACH: Final = 8
"""Words after a cue in which what is denied begins."""
_COMMON: Final = 0.05
"""What more sentences of an event speak of is too common for a denial of it to mean one thing."""
_BESIDE: Final = 0.1
"""A word that more sentences have does not tell what is meant."""
_FEW: Final = 5
_LONGEST: Final = 3
_AHEAD: Final = 3
"""Words before a verb in which it is said that it will be."""
_ENDS: Final = frozenset(';:.,()!?\x00|"')
_STOPS: Final = frozenset(";:.!?\x00|")


class _Found(NamedTuple):
    """What a denial is of."""

    parts: list[str]
    last: int
    """The last word of it, by token."""
    firm: bool = False
    verb: str = ""
    to_come: bool = False


class Denied(NamedTuple):
    """What is said not to be, in spans of the view."""

    scope: str
    quote: tuple[int, int]
    words: tuple[int, int]
    firm: bool = False
    """The words deny the thing itself: "there was no tent"; else others must tell that the same is meant."""
    beside: frozenset[str] = frozenset()
    """Stems of the words around it."""
    verb: str = ""
    """Of a thing: what was not done with it."""
    to_come: bool = False
    """It will not be: who says that it will be contradicts that."""


class OpposedProposer:
    """Proposes what an article chooses and denies, and what it asserts of what any of the denials given denies."""

    name = NAME
    languages = frozenset({"en"})

    def __init__(self, denials: Iterable[Denied]) -> None:
        self._denials: dict[str, list[Denied]] = {}
        for one in denials:
            self._denials.setdefault(one.scope, []).append(one)

    def propose(self, view: ArticleView, vocabulary: Vocabulary) -> Iterable[Proposal]:
        """Return the denials of an article and its assertions of what is denied."""
        own = list(find_denied(view))
        places = {(one.scope, one.quote) for one in own}
        found = [one for one in own if one.scope in self._denials]
        for scope, denials in sorted(self._denials.items()):
            # An article that tells of a denial itself asserts the contrary only where the thing itself is denied.
            found += find_asserted(view, scope, [d for d in denials if d.firm or (d.scope, d.quote) not in places])
        located = [Located(ATTRIBUTE, _value(view, one), one.quote, one.words, RULE, one.scope) for one in found]
        located += [
            Located(one.attribute, one.value, one.quote, one.words, "choice", one.scope)
            for start, end, _ in _sentences(view)
            for one in find_choices(view.lower, start, end)
        ]
        return [replace(one, open=True) for one in Reader(view, vocabulary, located=located).proposals()]


def _value(view: ArticleView, one: Denied) -> str:
    return "no" if says_none(view.lower[slice(*one.quote)]) else "yes"


def find_denied(view: ArticleView) -> Iterator[Denied]:
    """Yield what the sentences of an article deny."""
    for start, end, tokens in _sentences(view):
        yield from denied_in(view.lower, start, end, tokens)


@lru_cache(maxsize=64)
def _sentences(view: ArticleView) -> tuple[tuple[int, int, tuple[Token, ...]], ...]:
    """Return the sentences of an article that are no questions, with their words."""
    spans = ((s.start, s.end) for s in split_sentences(view.text))
    said = (span for span in spans if not view.lower[slice(*span)].rstrip("\"' ").endswith("?"))
    return tuple((start, end, tuple(tokenize(view.lower, start, end))) for start, end in said)


def denied_in(lower: str, start: int, end: int, tokens: Sequence[Token]) -> Iterator[Denied]:
    """Yield what one sentence denies, each once."""
    seen: set[str] = set()
    for row, cue in _cues():
        for match in cue.finditer(lower, start, end):
            at = next((n for n, token in enumerate(tokens) if token.start >= match.end()), len(tokens))
            first = next(n for n, token in enumerate(tokens) if token.end > match.start())
            if _is_supposed(tokens, first, at):
                continue
            for found in _READERS[row["reads"]](tokens, first, at):
                scope = PART.join(found.parts)
                if scope in seen or not _is_telling(found.parts):
                    continue
                seen.add(scope)
                words = (tokens[found.last].start, tokens[found.last].end)
                quote = (min(match.start(), tokens[_begin(tokens, first, found.parts)].start), words[1])
                beside = frozenset(_beside(tokens, first)) - set(map(stem, found.parts))
                yield Denied(scope, quote, words, found.firm, beside, found.verb, found.to_come)


def _is_supposed(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Return whether a denial is only supposed, asked for or expected: "if there were no tents", "it would not"."""
    before = {token.text for token in tokens[max(0, first - _REACH) : first]}
    return bool(before & _idle("supposing")) or any(t.text in _idle("coming") for t in tokens[at : at + 4])


def _beside(tokens: Sequence[Token], at: int) -> Iterator[str]:
    """Yield the stems of the telling words of the clause around a token."""
    first = last = at
    while first > 0 and tokens[first - 1].text not in _STOPS:
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].text not in _STOPS:
        last += 1
    for token in tokens[first : last + 1]:
        if look_up(token.text).code in "xv" and token.text[0].isalpha() and token.text not in _plain():
            yield stem(token.text)


@cache
def _plain() -> frozenset[str]:
    """Return the words that do not tell one thing from another."""
    return (
        _idle("nouns") | _idle("verbs") | _idle("light") | _idle("limiting") | noun_class("light") | noun_class("times")
    )


def find_asserted(view: ArticleView, scope: str, denials: Sequence[Denied]) -> Iterator[Denied]:
    """Yield the first place where an article asserts what a scope names and one of the denials means."""
    wanted, to_come = wanted_stems(scope), all(one.to_come for one in denials)
    for start, end, tokens in _sentences(view):
        stems = _stems(tokens)
        found = (
            _asserted_in(tokens, stems, wanted, to_come)
            if all(not kinds.isdisjoint(stems) for kinds in wanted)
            else None
        )
        if found is not None and any(one.scope == scope for one in denied_in(view.lower, start, end, tokens)):
            continue
        if found is not None and any(_is_meant(one, tokens, stems, found[2]) for one in denials):
            quote = (tokens[found[0]].start, tokens[found[1]].end)
            yield Denied(scope, quote, (tokens[found[2]].start, tokens[found[2]].end))
            return


@lru_cache(maxsize=4_096)
def _stems(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    return tuple(stem(token.text) for token in tokens)


def _is_meant(denial: Denied, tokens: Sequence[Token], stems: Sequence[str], at: int) -> bool:
    """Return whether an assertion speaks of what a denial does: of the thing itself, or beside the same words."""
    if denial.firm or not denial.beside.isdisjoint(stems):
        return True
    beside = {look_up(token.text).lemma or token.text for token in tokens[max(0, at - 3) : at + 2]}
    return denial.verb in beside or (denial.verb == "have" and not beside.isdisjoint(("had", "has")))


def telling_denials(views: Iterable[ArticleView]) -> Iterator[Denied]:
    """Yield the denials of the articles of an event, but for what too many of their sentences speak of.

    Of the words beside a denial those are left that few sentences have.
    """
    listed = list(views)
    told = [frozenset(_stems(tokens)) for view in listed for _, _, tokens in _sentences(view)]
    times = Counter(one for stems in told for one in stems)
    beside_most = max(_FEW, _BESIDE * len(told))
    for one in (denied for view in listed for denied in find_denied(view)):
        wanted = {stem(part) for part in one.scope.split(PART)}
        if sum(stems.issuperset(wanted) for stems in told) <= max(_FEW, _COMMON * len(told)):
            yield one._replace(beside=frozenset(stem_ for stem_ in one.beside if times[stem_] <= beside_most))


@cache
def _cues() -> tuple[tuple[dict[str, Any], re.Pattern[str]], ...]:
    return tuple((row, re.compile(row["cue"])) for row in load("polarity")["denial"])


@cache
def _existing() -> frozenset[str]:
    return frozenset(map(stem, _idle("existing")))


@cache
def _idle(name: str) -> frozenset[str]:
    return frozenset(load("polarity")["idle"][name].split())


def _is_telling(parts: Sequence[str]) -> bool:
    """Return whether the words of a scope are none that other rules read."""
    return all(len(part) > 1 and part not in event_words() for part in parts)


def _begin(tokens: Sequence[Token], first: int, parts: Sequence[str]) -> int:
    """Return where the quote of a denial begins: with its subject, where that is a word of the scope."""
    at = first - 1
    while at >= 0 and first - at < _REACH and tokens[at].text not in _ENDS:
        if stem(tokens[at].text) == stem(parts[0]):
            return at
        at -= 1
    return first


def _code(tokens: Sequence[Token], at: int) -> str:
    return look_up(tokens[at].text).code if 0 <= at < len(tokens) and tokens[at].text not in _ENDS else "."


def _noun(tokens: Sequence[Token], at: int) -> tuple[list[int], int]:
    """Return the words of the noun phrase that begins at a token, and where it ends."""
    words: list[int] = []
    while at < len(tokens) and (_code(tokens, at) in "dg" or tokens[at].text in _idle("intensifying")):
        at += 1
    while at < len(tokens):
        entry, code = look_up(tokens[at].text), _code(tokens, at)
        if code not in "xv" or tokens[at].text in _idle("intensifying"):
            break
        past = "past" in entry.forms or "participle" in entry.forms
        if words and code == "v" and (past or (_code(tokens, at + 1) in "dz#pt" and "present" in entry.forms)):
            break
        words.append(at)
        at += 1
    return words, at


def _read_thing(tokens: Sequence[Token], first: int, at: int) -> Iterator[_Found]:
    """Yield the nouns denied from a token on: "no |licence| or |permit|"."""
    while True:
        words, after = _noun(tokens, at)
        texts = [tokens[n].text for n in words]
        if not texts or _is_open_after(tokens, after) or not _idle("limiting").isdisjoint(texts):
            return
        joined = after + 1 < len(tokens) and tokens[after].text in ("or", "nor")
        plain = len(texts) == 1 and not _plain().isdisjoint((texts[0], singular(texts[0])))
        gerund = "gerund" in look_up(texts[-1]).forms and tokens[first].text == "without"
        if plain or gerund or not texts[-1].isalpha() or len(texts) > _LONGEST:
            return
        if not joined or len(_noun(tokens, after + 1)[0]) < 2:  # "no breath or |blood sample|"
            parts = [*texts[:-1], singular(texts[-1])]
            yield from _of_verb(tokens, first, words[-1], after, parts)
        if not joined:
            return
        at = after + 1


def _of_verb(tokens: Sequence[Token], first: int, last: int, after: int, parts: list[str]) -> Iterator[_Found]:
    """Yield a denied noun; with the verb it is the subject of, unless that only says that there was none."""
    at = after
    while _code(tokens, at) in "abhm":
        at += 1
    verb = look_up(tokens[at].text).lemma if _code(tokens, at) == "v" else ""
    if not _idle("coming").isdisjoint(token.text for token in tokens[after:at]):
        return  # "no source would be named"
    if verb and stem(verb) not in _existing():
        if verb in _plain() or verb in _idle("framed"):
            return
        yield _Found([*parts, verb], at, firm=True)
        return
    there = any(token.text in _idle("there") for token in tokens[max(0, first - 4) : first + 2])
    alone = _code(tokens, first - 1) == "."
    yield _Found(parts, last, there or alone or at > after or bool(verb) or len(parts) > 1, _verb_before(tokens, first))


def _verb_before(tokens: Sequence[Token], first: int) -> str:
    """Return the lemma of the verb right before a token: "|had| no lights"."""
    before = (n for n in range(first - 1, max(-1, first - 3), -1) if _code(tokens, n) in "vh")
    at = next(before, None)
    return "" if at is None else "have" if _code(tokens, at) == "h" else look_up(tokens[at].text).lemma


def _is_open_after(tokens: Sequence[Token], at: int) -> bool:
    return any(token.text in ("yet", "immediately", "far") for token in tokens[at : at + _REACH])


def _read_deed(tokens: Sequence[Token], first: int, at: int) -> Iterator[_Found]:
    """Yield the verb denied from a token on, with its object, its place or its subject."""
    if _text(tokens, at) == "of":
        of, at = _object(tokens, at + 1), _noun(tokens, at + 1)[1]
        yield from _read_of(tokens, of, at)
        return
    while _code(tokens, at) in "abh" or _text(tokens, at).endswith("ly"):
        at += 1
    if at >= len(tokens) or _is_open_after(tokens, first):
        return
    if tokens[at].text in _idle("places"):
        words, _ = _noun(tokens, at + 1)
        if words and tokens[words[-1]].text not in _idle("nouns"):
            parts = [tokens[at].text, *(tokens[n].text for n in words[:-1]), singular(tokens[words[-1]].text)]
            yield _Found(parts, words[-1], _is_nobody(tokens, first) or len(parts) >= _LONGEST)
        return
    if tokens[first].text in _idle("being") and not look_up(tokens[at].text).forms & {"past", "participle"}:
        return  # "it was not a drill", "he was not happy"
    if _code(tokens, at) in "xv" and _code(tokens, at + 1) == "t" and _code(tokens, at + 2) in "xv":
        at += 2  # "nobody tried to |open| the hatch"
    bare = tokens[first].text == "never" and _code(tokens, at) != "v"  # "it never rains"
    if not bare and _code(tokens, at) in "xv":
        verb = look_up(tokens[at].text).lemma or tokens[at].text
        yield from _of_object(tokens, first, at, verb, _subject(tokens, first))


def _read_of(tokens: Sequence[Token], of: int | None, at: int) -> Iterator[_Found]:
    """Yield what was not done with any of some things: "none of the |paint| was |sold|"."""
    while _code(tokens, at) in "abh":
        at += 1
    if of is None or _code(tokens, at) not in "xv":
        return
    verb = look_up(tokens[at].text).lemma or tokens[at].text
    if verb not in _plain() and tokens[of].text not in _idle("nouns"):
        yield _Found([singular(tokens[of].text), verb], at, firm=True)


def _read_intent(tokens: Sequence[Token], first: int, at: int) -> Iterator[_Found]:
    """Yield what will not be done: "he would not |appeal|", "she will not |sell| the |mill|"."""
    while _code(tokens, at) in "abh" or _text(tokens, at).endswith("ly"):
        at += 1
    verb = look_up(_text(tokens, at)).lemma or _text(tokens, at)
    if _code(tokens, at) not in "xv" or verb in _idle("verbs") | _idle("light") | noun_class("light"):
        return
    found = next(_of_object(tokens, first, at, verb, None), None)
    if found is not None or _object(tokens, at + 1) is None:
        yield (found or _Found([verb], at))._replace(firm=True, to_come=True)


def _of_object(tokens: Sequence[Token], first: int, at: int, verb: str, subject: str | None) -> Iterator[_Found]:
    """Yield a denied verb with its object, its particle or, without either, its subject or what follows it."""
    object_ = _object(tokens, at + 1)
    if object_ is not None:
        noun = singular(tokens[object_].text)
        definite = tokens[at + 1].text in _idle("definite") and not _is_nobody(tokens, first)
        if tokens[object_].text in _idle("nouns"):
            return
        if verb in _idle("light") and not definite and noun not in _plain():
            yield _Found([noun], object_, verb=verb)
        elif verb not in _plain():
            yield _Found([verb, noun], object_, subject is None)
    elif _text(tokens, at + 1) in _idle("particles") and _code(tokens, at + 2) in ".&":
        yield _Found([verb, tokens[at + 1].text], at + 1, subject is None)
    elif verb not in _plain() and subject is not None:
        yield _Found([singular(subject), verb], at, firm=True)
    elif verb not in _plain() and _code(tokens, at + 1) in "po":
        of = _object(tokens, at + 2)  # "it was warned of |cracks|"
        if of is not None and tokens[of].text not in _idle("nouns"):
            yield _Found([verb, singular(tokens[of].text)], of, firm=True)


def _object(tokens: Sequence[Token], at: int) -> int | None:
    """Return the noun of the phrase that begins at a token, without what only limits it."""
    words, _ = _noun(tokens, at)
    return next((n for n in reversed(words) if tokens[n].text not in _idle("limiting")), None)


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _is_nobody(tokens: Sequence[Token], first: int) -> bool:
    return tokens[first].text in ("nobody", "none", "no", "nothing")


def _subject(tokens: Sequence[Token], first: int) -> str | None:
    """Return the noun right before a negated verb, unless it is none that can be known again."""
    at = first - 1
    if at < 0 or _code(tokens, at) not in "xv" or not tokens[at].text.isalpha() or tokens[at].text in _idle("nouns"):
        return None
    return tokens[at].text


def _read_clause(tokens: Sequence[Token], first: int, at: int) -> Iterator[_Found]:
    """Yield what somebody denies: a noun, or the verb of a clause with its subject."""
    that = next((n for n in range(at, min(len(tokens), at + 5)) if tokens[n].text == "that"), None)
    if that is None:
        words, after = _noun(tokens, at)
        perfect = _text(tokens, at) == "having"
        while perfect and _code(tokens, at) in "abh":
            at += 1
        if _code(tokens, at) == "v" and (perfect or "gerund" in look_up(tokens[at].text).forms):
            yield from _of_object(tokens, first, at, look_up(tokens[at].text).lemma, _subject(tokens, first))
        elif _text(tokens, at) not in _idle("definite") and _code(tokens, after) == ".":
            yield from (found._replace(firm=True) for found in _read_thing(tokens, first, at))
        return
    at = that + 1
    if _text(tokens, at) == "there":
        at += 1
        while _code(tokens, at) in "abhm":
            at += 1
        yield from (found._replace(firm=True) for found in _read_thing(tokens, first, at))
        return
    words, after = _noun(tokens, at)
    if not words and _code(tokens, at) == "z":
        after += 1
    elif not words:
        return
    while _code(tokens, after) in "abh":
        after += 1
    verb = look_up(_text(tokens, after)).lemma if _code(tokens, after) == "v" else ""
    if verb and (not words or _noun(tokens, after + 1)[0]):
        yield from _of_object(tokens, that, after, verb, None)
    elif verb and tokens[words[-1]].text not in _idle("nouns"):
        yield _Found([singular(tokens[words[-1]].text), verb], after, firm=True)


_READERS: Final = {"thing": _read_thing, "deed": _read_deed, "clause": _read_clause, "intent": _read_intent}


def _asserted_in(
    tokens: Sequence[Token], stems: Sequence[str], wanted: Sequence[frozenset[str]], to_come: bool
) -> tuple[int, int, int] | None:
    """Return the clause of a sentence that asserts all that is wanted, and the last word of it there."""
    placed = not _idle("places").isdisjoint(wanted[0])
    before, after = (_BEFORE_PLACE, 0) if placed else (_WITHIN, _WITHIN + 1)
    for at, one in enumerate(stems):
        if one not in wanted[-1] or _is_modifier(tokens, at) or _text(tokens, at - 1) in ("to", "help"):
            continue
        near = range(max(0, at - before), min(len(stems), at + after))
        places = [at, *(next((n for n in near if stems[n] in kinds), -1) for kinds in wanted[:-1])]
        if -1 in places:
            continue
        first, last = min(places), max(places)
        while first > 0 and tokens[first - 1].text not in _ENDS:
            first -= 1
        while last + 1 < len(tokens) and tokens[last + 1].text not in _ENDS:
            last += 1
        own = [
            *places,
            *(n for n in range(max(first, min(places) - _AHEAD), at) if tokens[n].text in _idle("announcing")),
        ]
        announced = len(own) > len(places)
        own += [at + 1] if announced and _code(tokens, at + 1) == "p" else []  # "appeal |against| it"
        if announced == to_come and _is_settled(tokens, first, last, at, own):
            return first, last, at
    return None


def _is_settled(tokens: Sequence[Token], first: int, last: int, at: int, own: Sequence[int]) -> bool:
    """Return whether a clause asserts its word at a token: it is neither denied, nor supposed, nor to come.

    `own` are the tokens of what is asserted: who was warned of a leak is no warning of one.
    """
    if any(token.text in _idle("governing") for token in tokens[:first]):
        return False
    near = range(max(0, min(first, at - _NEAR)), min(at + _NEAR, last + 1))
    return not any(_is_open(tokens, n) for n in near if n not in own and (n < at or tokens[n].text != "without"))


def _is_open(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a word leaves its clause open; "|charged| that" opens an assertion."""
    word, after = tokens[at].text, _text(tokens, at + 1)
    if (after == "that" and word not in _idle("governing")) or (word == "may" and _code(tokens, at + 1) not in "vbhna"):
        return False
    return word in _idle("open") or word.endswith("n't")


def _is_modifier(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a word only says what the noun after it is: "an |anchor| chain"."""
    plural = singular(tokens[at].text) != tokens[at].text
    if plural or look_up(tokens[at].text).lemma or _text(tokens, at + 1).endswith(("ing", "ed")):
        return False  # "warned of |leaks| twice", "a |tanker| drifting there"
    return _code(tokens, at + 1) == "x" and _code(tokens, at) == "x"
