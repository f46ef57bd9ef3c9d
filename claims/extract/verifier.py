"""The one verifier: reads a proposal's words again, in the article, and gives an assertion or a reason.

Owns what every proposal must pass, whoever made it: the quote stands there exactly; the figure, date or name at its
span reads as exactly the claimed value and bound; the stance is the one the words have; the attribute is spoken of;
every hop of the chain stands where it says. Refuses similarity, and mends nothing.
"""

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from claims.assertions import build_assertion
from claims.extract.abbreviations import find_short_forms
from claims.extract.analysis.constructions import cue_words_of
from claims.extract.analysis.figures import stem, stems_of
from claims.extract.analysis.stems import speaks_of
from claims.extract.choices import says_choice
from claims.extract.dates import read_date
from claims.extract.lexicon import cue_words, load, words
from claims.extract.names import gazetteer
from claims.extract.proposals import Proposal
from claims.extract.quantities import Phrase, find_own, find_phrase, tokenize
from claims.extract.rereading import find_attribute_problem, find_count_problem, find_stance_problem, says_otherwise
from claims.extract.stance import auxiliaries_before, governing_denial, read_stance, says_none
from claims.extract.tables import find_tables
from claims.extract.tabular import language_of
from claims.extract.view import join_words, lower_case, normalise, place_in_view
from claims.identity import NotCanonicalError
from claims.models import Article, Assertion
from claims.moments import day_at, known_at
from claims.passages import passage_at
from claims.values import ValueProblem, parse_value
from claims.values.actors import parse_actor
from claims.values.hedges import load_hedges
from claims.values.model import CountValue, Value
from claims.vocabulary.model import Vocabulary

Reason = Literal["quote", "value", "number", "stance", "attribute", "chain", "as_of"]

EXTRACTOR = "extract"
_LONGEST_QUOTE = 2000
_STOP = re.compile(r"""[.!?:;|]["'”’)\]]*\s+|(?<![-‐\xad])(?<![-‐\xad]\r)\n|(?<=[a-z])[.!?]["'”’)]*$""")
_NOBODY = ("no", "nobody", "no one")
_LETTERS = re.compile(r"[^\W\d_]+")
_TORN = re.compile(r"\d[·•]\d|\d,?-\n\d|(?<![\w.,:/-])\d{1,2}[ \xa0]\d{1,2}(?![\w:/-]|[.,]\d)")
"""Marks within what may be one figure: other signs between groups, the end of a line, print that was read in pieces."""
_AROUND = 250
"""Characters read before a quote and after its figure, up to where a sentence ends, for hedges that belong to it."""


_LONGEST_HEDGE = 90
"""Characters before a figure in which all that bears on it stands: "between one hundred and fifty and |"."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a proposal is no assertion."""

    proposal: Proposal
    reason: Reason
    message: str


class _RefusedError(Exception):
    def __init__(self, reason: Reason, message: str) -> None:
        self.reason: Reason = reason
        super().__init__(message)


def verify(article: Article, proposal: Proposal, vocabulary: Vocabulary, *, subject: str = "") -> Assertion | Refusal:
    """Return the assertion that `proposal` is, or why it is none.

    Args:
        article: the article whose stored text the spans are in.
        proposal: what was proposed.
        vocabulary: the words in force.
        subject: key of the event or organisation; by default the proposal's own subject or the key of its event.
    """
    try:
        _check_quote(article, proposal)
        value = _read_value(article, proposal, vocabulary)
        _check_stance(article, proposal)
        _check_attribute(article, proposal)
        _check_chain(article, proposal)
        return _built(article, proposal, value, vocabulary, subject)
    except _RefusedError as refused:
        return Refusal(proposal, refused.reason, str(refused))


def _check_quote(article: Article, proposal: Proposal) -> None:
    text = article.text
    if not 0 <= proposal.start < proposal.end <= len(text) or proposal.end - proposal.start > _LONGEST_QUOTE:
        raise _RefusedError("quote", f"characters {proposal.start} to {proposal.end} are no quote of {article.name}")
    if not 0 <= proposal.number_start < proposal.number_end <= len(text):
        raise _RefusedError(
            "number", f"characters {proposal.number_start} to {proposal.number_end} are no span of the text"
        )
    quote = text[proposal.start : proposal.end]
    if proposal.quote is not None and proposal.quote != quote:
        raise _RefusedError("quote", f"{proposal.quote[:60]!r} is not what stands there: {quote[:60]!r}")


def _read_value(article: Article, proposal: Proposal, vocabulary: Vocabulary) -> Value:
    attribute = vocabulary.attribute(proposal.attribute)
    if attribute is None:
        raise _RefusedError("attribute", f"the vocabulary has no attribute {proposal.attribute!r}")
    try:
        value = parse_value(attribute.kind, proposal.value, unit=attribute.unit, choices=attribute.values)
    except ValueProblem as error:
        raise _RefusedError("value", str(error)) from error
    said = article.text[proposal.number_start : proposal.number_end]
    inside = proposal.start <= proposal.number_start and proposal.number_end <= proposal.end
    if value.kind == "count":
        if not inside:
            raise _RefusedError("number", "the figure stands outside the quote")
        _check_count(article, proposal, value)
    elif value.kind == "date":
        read = read_date(join_words(said), day_at(article, proposal.number_start))
        if read != proposal.value or not inside:
            raise _RefusedError("number", f"{said!r} reads as {read}, not as {proposal.value}")
    elif value.kind in ("actor", "place"):
        _check_name(article, proposal, said, vocabulary)
    elif value.kind == "choice":
        if not inside:
            raise _RefusedError("number", "the words stand outside the quote")
        quote = join_words(article.text[proposal.start : proposal.end]).lower()
        if proposal.attribute == "occurred" and (proposal.value == "no") != says_none(quote):
            raise _RefusedError("value", f"the words do not say {proposal.value!r}")
        if not says_choice(proposal.attribute, proposal.value, quote):
            raise _RefusedError("value", f"the words do not say {proposal.value!r}")
        if proposal.value == "dead" and not _says_dead(said):
            raise _RefusedError("number", f"{said!r} does not say that somebody died")
    else:
        try:
            again = parse_value(attribute.kind, join_words(said), unit=attribute.unit, choices=attribute.values)
        except ValueProblem as error:
            raise _RefusedError("number", str(error)) from error
        if again != value or not inside:
            raise _RefusedError("number", f"{said!r} does not read as {proposal.value!r}")
    return value


def _is_torn(text: str, start: int, end: int) -> bool:
    """Return whether a figure is a part of what may be one: "1·|200|", "1 |2|"."""
    marks = _TORN.finditer(text, max(0, start - 4), end + 4)
    return any(mark.start() < end and mark.end() > start for mark in marks)


def _require(reason: Reason, problem: str) -> None:
    if problem:
        raise _RefusedError(reason, problem)


def _check_count(article: Article, proposal: Proposal, value: CountValue) -> None:
    """Read the quantities around the span again; what stands there must give the claimed bounds.

    The words before and after the quote are read too, so that no hedge can be cut off with the quote.
    """
    if _is_torn(article.text, proposal.number_start, proposal.number_end):
        raise _RefusedError("number", "the figure is a part of what may be one figure")
    if (tables := find_tables(language_of(article))) is not None:
        _require("number", find_count_problem(article, proposal, value, tables))
        return
    floor = max(0, proposal.start - _AROUND)
    for stop in _STOP.finditer(article.text, floor, proposal.start):
        floor = stop.end()
    stop_after = _STOP.search(article.text, proposal.number_end, proposal.number_end + _AROUND)
    text = article.text[floor : stop_after.end() if stop_after else proposal.number_end + _AROUND]
    words = _read_words(text)
    start, end = words.place(proposal.number_start - floor), words.place(proposal.number_end - floor)
    said = article.text[proposal.number_start : proposal.number_end]
    found = list(_phrases(words, start, end))
    if not found:
        raise _RefusedError("number", f"no figure is read at {said!r}")
    if start < found[0].start or end > found[-1].end:
        raise _RefusedError("number", f"{said!r} is more than the figure and its noun")
    if _hedged_before().search(words.lower[: found[0].start]):
        raise _RefusedError("number", f"a hedge stands before {said!r} that does not go with it")
    if len(found) == 1 and not _is_counted(proposal.attribute, found[0]):
        raise _RefusedError(
            "number", f"{found[0].head!r} are counted there, which is no number of {proposal.attribute}"
        )
    if found[0].start < words.place(proposal.start - floor):
        raise _RefusedError("number", f"{words.lower[found[0].start : end]!r} stands there: the quote cuts it")
    low = sum(phrase.value.low for phrase in found)
    highs = [phrase.value.high for phrase in found]
    high = None if None in highs else sum(h for h in highs if h is not None)
    if (low, high) != (value.low, value.high) or (len(found) == 1 and found[0].value.hedge != value.hedge):
        raise _RefusedError("number", f"the words there read as {low} to {high}, not as {proposal.value!r}")


@cache
def _hedged_before() -> re.Pattern[str]:
    listed = [word for e in load_hedges() if e.place == "before" and e.family != "exact" for word in e.words]
    return re.compile(rf"(?<![a-z<>])(?:{'|'.join(map(re.escape, listed))}) $")


def _is_counted(attribute: str, phrase: Phrase) -> bool:
    """Return whether the noun after a figure can be what the attribute counts: no vehicles are killed."""
    head = phrase.head
    if not phrase.person and attribute in load("events") and set(phrase.modifiers) & words("not_persons"):
        return False
    rows = [row for row in load("general")["count"] if row["attribute"] == attribute]
    if not head or any(head in row["heads"].split() for row in rows):
        return True
    if attribute == "shots":
        return head in load("attacks")["ordnance"]
    if attribute not in load("events") and not any(row.get("persons") for row in rows):
        return not rows
    return head not in words("not_persons") or head in load("events").get(attribute, {}).get("heads", ())


class _Words:
    """A stretch of an article as the grammar of counts reads it, each place once however many figures it has."""

    def __init__(self, text: str) -> None:
        plain, self._starts, self._shifts = normalise(text)
        self.lower = lower_case(plain)
        self.tokens = tokenize(self.lower, 0, len(self.lower))
        self._found: dict[int, Phrase | None] = {}

    def place(self, position: int) -> int:
        """Return where the stretch from `position` on begins in `lower`."""
        return place_in_view(position, self._starts, self._shifts)

    def phrase(self, index: int) -> Phrase | None:
        """Return the counted phrase that begins at a token."""
        if index not in self._found:
            self._found[index] = find_phrase(self.tokens, index, self.lower, len(self.lower))
        return self._found[index]


@lru_cache(maxsize=16)
def _read_words(text: str) -> _Words:
    return _Words(text)


def _phrases(words: _Words, start: int, end: int) -> Iterator[Phrase]:
    """Yield the counted phrases whose figures lie between `start` and `end`."""
    tokens = words.tokens
    index = bisect.bisect_left(tokens, start - _LONGEST_HEDGE, key=lambda token: token.start)
    while index < len(tokens) and tokens[index].start < end:
        phrase = words.phrase(index)
        if phrase is None and tokens[index].start >= start:
            phrase = find_own(tokens, index)
        if phrase is None:
            index += 1
            continue
        while phrase.inner is not None and phrase.figure_start < start:
            phrase = phrase.inner  # "three of the |four| men"
        if start <= phrase.figure_start and phrase.figure_end <= end:
            yield phrase
        # A phrase that was read from before the span may have swallowed it; go on inside it then.
        index = phrase.last if phrase.figure_start >= start or phrase.last >= len(tokens) else index + 1
        while index < len(tokens) and phrase.figure_start < start and tokens[index].end <= phrase.figure_end:
            index += 1


def _check_name(article: Article, proposal: Proposal, words: str, vocabulary: Vocabulary) -> None:
    claimed = proposal.value
    plain = " ".join(normalise(words)[0].split())
    if proposal.number_end > proposal.end and proposal.number_start >= proposal.start:
        raise _RefusedError("number", "the name reaches out of the quote")
    if plain == claimed or normalise(claimed)[0] == plain:
        return
    if parse_actor(claimed).known == "nobody" and _says_nobody(article, proposal, plain):
        return
    names = gazetteer(vocabulary)
    found = names.find(plain, 0, len(plain), names.groups, names.states, names.places)
    if found and found[0].start == 0:
        branch = names.branch(plain, found[0])
        if branch.end == len(plain) and branch.written == claimed:
            return
    raise _RefusedError("number", f"{plain!r} stands there, not {claimed!r}")


def _says_nobody(article: Article, proposal: Proposal, words: str) -> bool:
    tables = find_tables(language_of(article))
    return words.lower() in _NOBODY if tables is None else says_otherwise(article, proposal, tables)


def _check_stance(article: Article, proposal: Proposal) -> None:
    if (tables := find_tables(language_of(article))) is not None:
        _require("stance", find_stance_problem(article, proposal, tables))
        return
    text = article.text
    quote = text[proposal.start : proposal.end]
    inside = (proposal.number_start - proposal.start, proposal.number_end - proposal.start)
    if not 0 <= inside[0] < len(quote):
        inside = (0, 0)
    stance = read_stance(quote, *inside)
    if stance != proposal.stance:
        raise _RefusedError(
            "stance", f"the words of the quote {stance.rstrip('s')} this; the proposal says {proposal.stance}"
        )
    window = join_words(text[max(0, proposal.start - 80) : proposal.start]).lower()
    if governing_denial(window, len(window), 0) is not None or auxiliaries_before(window, len(window), 0) is not None:
        raise _RefusedError("stance", "a word of denial or doubt stands right before the quote; take it in")


def _check_attribute(article: Article, proposal: Proposal) -> None:
    quote = article.text[proposal.start : proposal.end]
    if proposal.subject_kind == "person" and proposal.subject not in " ".join(normalise(quote)[0].split()):
        raise _RefusedError("attribute", f"the quote does not name {proposal.subject!r}")
    if proposal.attribute == "occurred" and not speaks_of(proposal.scope, join_words(quote).lower()):
        raise _RefusedError("attribute", f"the quote does not speak of {proposal.scope!r}")
    if proposal.around:
        _check_scope(proposal, quote)
        return
    if (tables := find_tables(language_of(article))) is not None:
        _require("attribute", find_attribute_problem(article, proposal, tables))
        return
    pattern = _cues(proposal.attribute)
    if pattern is None:
        return
    if not pattern.search(" ".join(join_words(article.text[proposal.start : proposal.end]).lower().split())):
        raise _RefusedError("attribute", f"no word of the quote speaks of {proposal.attribute}")


def _check_scope(proposal: Proposal, quote: str) -> None:
    """Demand each word of the scope of a figure in its quote: by these words it is held to be of the same."""
    said = stems_of(_LETTERS.findall(join_words(quote).lower()))
    for word in (proposal.scope or "").split("_"):
        if word and stem(word) not in said:
            raise _RefusedError("attribute", f"no word of the quote speaks of {word!r}")


def _says_dead(said: str) -> bool:
    pattern, plain = _cues("killed"), " ".join(join_words(said).lower().split())
    return plain in ("victim", "victims") or (pattern is not None and pattern.search(plain) is not None)


@cache
def _cues(attribute: str) -> re.Pattern[str] | None:
    """Return a pattern for the words that show that `attribute` is spoken of; None where no list holds them."""
    attacks = load("attacks")
    cues = set(cue_words(attribute))
    if attribute == "shots":
        cues = set(attacks["ordnance"])
    elif attribute == "attackers":
        cues = set(attacks["attack_verbs"]) | set(cue_words("killed")) | set(cue_words("injured"))
        cues |= {"numbering", "numbered"}
    elif attribute == "strength":
        cues = set(attacks["strength_nouns"])
    for row in load("general")["count"]:
        if row["attribute"] == attribute:
            cues |= set(row["near"].split())
    cues |= cue_words_of(attribute)
    if not cues:
        return None
    ordered = sorted(cues, key=lambda cue: (-len(cue), cue))
    ending = r"|(?:fatally|mortally)$" if attribute == "killed" else ""  # "stabbed six, two of them fatally"
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, ordered)) + r")(?![\w-])" + ending)


def _check_chain(article: Article, proposal: Proposal) -> None:
    for hop in proposal.chain:
        if hop.start is None or hop.end is None or not 0 <= hop.start < hop.end <= len(article.text):
            raise _RefusedError("chain", f"the text does not show {hop.speaker!r}: give the hop's span")
        if " ".join(article.text[hop.start : hop.end].split()) != hop.speaker:
            raise _RefusedError("chain", f"{article.text[hop.start : hop.end]!r} stands there, not {hop.speaker!r}")


def _built(article: Article, proposal: Proposal, value: Value, vocabulary: Vocabulary, subject: str) -> Assertion:
    attribute = vocabulary.attribute(proposal.attribute)
    assert attribute is not None
    as_of = proposal.as_of or known_at(article, proposal.start)
    if as_of is not None:
        try:
            parse_value("date", as_of)
        except ValueProblem as error:
            raise _RefusedError("as_of", str(error)) from error
    key = subject or proposal.subject or (proposal.event.key if proposal.event is not None else "main")
    if proposal.subject_kind == "organisation":  # ISKP and ISIS-K are one subject
        key = vocabulary.actor_name(_spell_out(article, key, vocabulary))
    written = proposal.value
    if attribute.kind == "actor" and (full := _spell_out(article, written, vocabulary)) != written:
        written, value = full, parse_actor(full)
    try:
        return build_assertion(
            subject=key,
            subject_kind=proposal.subject_kind,
            attribute=attribute.name,
            scope=proposal.scope,
            written=written,
            value=value,
            stance=proposal.stance,
            as_of=as_of,
            passage=passage_at(article.id, article.text, proposal.start, proposal.end),
            chain=proposal.chain,
            exhaustive=proposal.exhaustive,
            note=_note(proposal),
            extracted_by=proposal.proposer or EXTRACTOR,
            tier="single",
            rule=proposal.rule,
            evidential=proposal.evidential,
            number_start=proposal.number_start,
            number_end=proposal.number_end,
        )
    except NotCanonicalError as error:
        raise _RefusedError("quote", str(error)) from error


def _spell_out(article: Article, name: str, vocabulary: Vocabulary) -> str:
    """Return the name that an article introduces a short form for, if the vocabulary does not know that form."""
    return name if vocabulary.knows_actor(name) else find_short_forms(article.text).get(name, name)


def _note(proposal: Proposal) -> str:
    return f"credited at the end: {', '.join(proposal.credits)}" if proposal.credits else ""
