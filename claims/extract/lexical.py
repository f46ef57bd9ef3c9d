"""The built-in proposer: the lexical grammar over every sentence of an article.

Owns how what the grammars find in one sentence becomes proposals: quotes, stances, chains, events. It needs no model
and no network.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from claims.extract.analysis.building import analyse, has_names
from claims.extract.analysis.constructions import (
    Construction,
    Match,
    constructions,
    find_matches,
    person_span,
    trigger_words,
)
from claims.extract.analysis.context import find_idioms, is_unreal
from claims.extract.analysis.counting import listed
from claims.extract.analysis.expressions import Expressed, expressions, find_expressions, possible_expressions
from claims.extract.analysis.figures import NUMBER, find_figures
from claims.extract.analysis.governing import find_governor, frame_group, is_deed, is_undone_at
from claims.extract.analysis.language import noun_class, singular
from claims.extract.analysis.local import find_dateline, find_local_places
from claims.extract.analysis.model import Analysis, NounPhrase
from claims.extract.attribution import Hop, Speech, find_credits, find_speeches
from claims.extract.chunks import Chunks, chunk, general_triggers, has_figure, triggers
from claims.extract.counts import Count, find_counts
from claims.extract.dates import StatedDate, find_dates, is_same_time, names_day, read_date
from claims.extract.events import MAIN, EventTracker, date_undated_main
from claims.extract.money import find_money
from claims.extract.names import Name, gazetteer
from claims.extract.parts import set_parts_apart
from claims.extract.proposals import EventMention, Proposal, Word
from claims.extract.quantities import Phrase, Token, find_phrase, tokenize
from claims.extract.responsibility import Blame, find_blame
from claims.extract.rows import Cell, Row, find_rows, find_tables
from claims.extract.sentences import Sentence, split_sentences
from claims.extract.stance import auxiliaries_before, governing_denial, read_evidential, read_stance, says_none
from claims.extract.victims import find_victims
from claims.extract.view import ArticleView, overlaps
from claims.extract.wholes import Key, Signs, lead_of, read_signs, settle
from claims.models import Attribution, SubjectKind
from claims.moments import day_at
from claims.vocabulary.model import Vocabulary

NAME: Final = "lexical"
FIGURE: Final = "figure"
"""The rule of figures that no other rule takes."""

_FOUNDING: Final = re.compile(
    r"\b(?:(?:was |were |being |been |is )?(?:formed|founded|established|created|formally launched)|set up"
    r"|came into being)\b"
)
_OPENS: Final = re.compile(r"\W*(?:(?:[Ff]irst|[Oo]riginally|[Oo]fficially|[Ff]ormally|[Nn]ewly) )?")
_TO_SUBJECT: Final = re.compile(r"[^,;]{0,70}, (?:the |an? )?(?:[a-z-]+ ){0,3}")
_WITHIN: Final = 70
"""Characters between a verb of founding and its date."""
_DEED: Final = re.compile(
    r"\b(?:attack|raid|bombing|blast|explosion|shooting|riot|clash|clashes|earthquake|quake|tremor|crash|fire"
    r"|flood|robbery|heist|hijack|massacre|siege|ambush|takeover|seized power|coup|invasion|struck"
    r"|attacked|fired|killed|robbed|boarded)(?:e?s|ed)?\b"
)
_DEED_OR_HARM: Final = re.compile(
    _DEED.pattern + r"|\b(?:kill|wound|injur|die|dead|detain|arrest|captur|kidnap|abduct|shot)\w*"
)
_PROCEDURE: Final = re.compile(
    r"\b(?:court|appear\w*|charge[sd]?|filed|pleaded|pled|sentenc\w*|testif\w*|announc\w*|mourn\w*|remember\w*|funeral|vigil"
    r"|posted|updated|published|interview\w*|hearing|trial|surrender\w*|identif\w*|released|indict\w*|convict\w*|jury|judge|memorial|anniversary"
    r"|investigat\w*|remain\w*|said|told|according|insist\w*|warned|confirmed|explained|briefing|conference|discuss\w*|named|served|serving"
    r"|search\w*|wanted|manhunt|collect\w*|returned|came back"
    r"|enlisted|deployed|graduated|born|hired|married)\b"
)
_IN: Final = re.compile(r"\b(?:in|at|near|outside) (?:the )?(?:[a-z]+ ){0,3}$")
_FOUND_LATER: Final = ("bodies", "body", "corpses", "remains")
_AFTERWARDS: Final = ("detained", "charged", "convicted", "strength")
"""Counts whose date is of what followed, or of none."""
_ABOARD: Final = "aboard"
"""A count whose figure may be another's too: "none of the 20 on board survived"."""
_CROWD: Final = 20
"""Fewer make no crowd."""
_SAME_SIZE: Final = 0.7
"""Agencies put the magnitude of one quake no further apart."""
_FOLLOWING: Final = ("claim", "arrest", "discovery", "court")
"""What has a date of its own beside that of the event."""
_OF_WORDS: Final = ("saying", "claim", "court")
"""What has a date that says nothing of the event's."""
_HAPPENED: Final = re.compile(r"\b(?:happened|occurred|took place|struck|began|erupted|unfolded|was carried out)\b")
_POSTED: Final = re.compile(r"\(@\w+\) $")
"""Before a date: the account that posted what stands there."""
_POST: Final = re.compile(r"pic\.twitter\.com|\(@\w+\)")
"""In a post that an article shows, "today" is the day of the post."""
_TOLD_OF: Final = re.compile(
    r"^,? (?:following|after) (?:the|an?) |^ that "
    r"|\b(?:while|about|regarding|accused|charged|suspected|learned|told|declared|surrender\w*|in connection with"
    r"|(?:days?|weeks?|months?|years?) (?:after|before)|(?:spot|place|corner|scene) where"
    r"|(?:was|were) (?:arrested|caught|captured|released|taken into custody))\b"
)
"""Between a date and a deed: the date is of something else."""
_BESIDE: Final = re.compile(r"\bwho [^,;.]*$")
"""In an aside on somebody: "Roe, who served abroad in 2014, killed five"."""
_ITS_DAY: Final = re.compile(r"\b(?:the|an?) $")
_DEED_SOON: Final = re.compile(rf"(?:,? [\w'-]+){{0,5}},? {_DEED.pattern}")
"""After "the": "convicted of the July 19, 2012, theater shooting"."""
_ASIDE: Final = re.compile(r"(?:(?:^|[.!?]\W* )\(|\b(?:back|dating|dates) to )$")
"""Before the date of a caption, "(July 18) AP", and of what led to it: "a feud that goes back to last week"."""
_OPENING: Final = 40
"""Characters from the start of a sentence in which a date stands that says when the statement was made."""
_NAME: Final = r"[A-Z][\w.'’-]*"
_AGENCY: Final = r"\([^()\n]{2,40}\)|/[^/\n]{2,40}/|\[[^\[\]\n]{2,40}\]"
_DATELINE_PLACE: Final = re.compile(
    rf"\W*(?:(?P<agency>{_AGENCY})\s*)?"
    rf"(?:(?P<capitals>[A-Z][A-Z.'’/ -]*[A-Z])|{_NAME}(?: {_NAME}){{0,3}})?"
    rf"(?:,? *(?:{_NAME}(?: {_NAME}){{0,3}}|(?P<aside>\({_NAME}(?: {_NAME}){{0,3}}\)))){{0,3}}[,.]? *[(/—–-]? *"
)
"""What stands before the date of a dateline: "LORNE, Ruritania, ", "Lorne (Meridian), ", "LORNE — "."""
_DATELINE_END: Final = re.compile(
    r"(?:,? (?:(?:19|20)\d\d|\d\d))?"
    rf"(?:\)?[,.]?\s*(?P<agency>{_AGENCY})?\s*[.:]?\s*[-–—―−]|\]|, (?P<place>{_NAME}(?: {_NAME}){{0,2}})(?::| [-–—]))"
)
_DATELINE_NAME: Final = re.compile(rf"\s*(?!(?:On|In|At|By|Since|And|But)\b){_NAME}(?:,? {_NAME}){{0,3}}, *")
"""A place, without more, before the date of a dateline: "Lorne, "."""
_SAID_AFTER: Final = re.compile(
    r", (?:according to\b|(?:[\w'.-]+ ){1,7}?"
    r"(?:said|says|told|reported|confirmed|announced|added|wrote|warned|explained)\b)"
)
"""Who says what stands before it: the date before the comma is that of the deed."""
_CLAUSE_END: Final = re.compile(r"[,;:\x00]")


@cache
def _bounding() -> re.Pattern[str]:
    """Return a pattern for the words right before a date that make it a limit."""
    return re.compile(rf"\b(?:{'|'.join(sorted(noun_class('bounding')))}) $")


def _closes_deed(before: str) -> bool:
    """Return whether a date after `before` closes a clause on a deed: "A bomb killed 12 people in Orsa on |"."""
    deeds = list(_DEED_OR_HARM.finditer(before))
    return bool(deeds) and not any(p.search(before, deeds[-1].end()) for p in (_CLAUSE_END, _PROCEDURE))


_MONEY: Final = re.compile(r"[$€£¥]|\b(?:dollars|euros?|pounds|yen|rupees|roubles|rubles|pesos|yuan)\b")
_UNKNOWN: Final = ("unknown", "unidentified")
_AFFILIATE: Final = re.compile(r"\bthe group's (?:local )?(?:affiliate|branch|arm|wing|chapter) in (?:the )?")


@cache
def open_attributes() -> frozenset[str]:
    """Return the attributes of which some statements are open."""
    by_construction = {row.attribute for row in constructions() if row.open}
    return frozenset((NUMBER, *by_construction, *(row.attribute for row in expressions() if row.open)))


class LexicalProposer:
    """Finds counts, dates, responsibility, founding dates and strengths by rules over words."""

    name = NAME
    languages = frozenset({"en"})

    def propose(self, view: ArticleView, vocabulary: Vocabulary) -> Iterable[Proposal]:
        """Return the claims found in `view`, in the order of the text."""
        return Reader(view, vocabulary).proposals()


CountFinder = Callable[[Chunks, Sentence], list[Count]]


@dataclass(frozen=True, slots=True)
class Located:
    """A claim that was found elsewhere, with its places in the view."""

    attribute: str
    value: str
    quote: tuple[int, int]
    number: tuple[int, int]
    rule: str
    scope: str | None = "total"


@dataclass(slots=True)
class Said:
    """What is known of a sentence before anything is proposed."""

    sentence: Sentence
    analysis: Analysis | None
    speeches: list[Speech]
    stated: list[StatedDate]
    """All its dates."""
    dates: list[StatedDate]
    """Those of what happened."""
    told: StatedDate | None
    """The day on which the sentence says that it was said."""
    of_deeds: list[tuple[StatedDate, int | None]] = field(default_factory=list)
    """The dates of deeds, with what each goes with."""
    chunks: Chunks | None = None
    counts: list[Count] = field(default_factory=list)
    event: EventMention | None = None


class Reader:
    """One pass over one article."""

    def __init__(
        self,
        view: ArticleView,
        vocabulary: Vocabulary,
        find: CountFinder | None = None,
        located: Sequence[Located] | None = None,
    ) -> None:
        """Read `view`; with `find` or `located`, what they give is all that is proposed, with chains and events.

        Args:
            view: the article.
            vocabulary: the words in force.
            find: another reading of the counts of a sentence.
            located: claims found before.
        """
        self._find = find if located is None else lambda chunks, sentence: []
        self._located = located or ()
        self._view = view
        self._text = view.text
        self._lower = view.lower
        self._published = view.article.published
        self._gazetteer = gazetteer(vocabulary)
        self._tracker = EventTracker(self._published, self._gazetteer)
        self._last_group: Name | None = None
        self._last_date: tuple[int, str | None] = (-1, None)
        self._credits = find_credits(self._text)
        self._lead = lead_of(self._text)
        self._topic = frozenset(re.findall(r"\w+", self._lead.lower()))
        self._signs: dict[Key, Signs] = {}
        self._placed: set[tuple[str, str]] = set()
        self._sizes: dict[str, float] = {}
        """By key of an event: the first measure by which it is known."""
        self._tables: list[Row] = list(find_tables(view.lower)) if located is None else []
        self._columns = [self._of_cell(cell) for table in self._tables for cell in table.cells]
        self._local_places = frozenset() if has_names(view.text) else find_local_places(view.lower)
        dateline, end = find_dateline(view.lower)
        known = self._is_known("place", view.lower[slice(*dateline)])
        self._dateline: tuple[int, int] | None = dateline if known else None
        """The place of the dateline."""
        self._body = end if known else 0
        """Where what follows the dateline begins."""
        self._worded: set[tuple[str, str]] = set()
        """The texts that were proposed of an event."""
        self._figures: list[Proposal] = []
        """The figures that nothing else takes."""

    def proposals(self) -> Iterator[Proposal]:
        """Return the claims of the article, in the order of its sentences."""
        found = list(map(self._completed, list(self._read())))
        settled = date_undated_main(list(settle(found, self._signs)), self._view.article.published)
        yield from set_parts_apart(settled, MAIN)
        yield from self._figures

    def _completed(self, proposal: Proposal) -> Proposal:
        """Return a proposal with the kind of event that the article, read to its end, gives it."""
        event = None if proposal.event is None else self._tracker.complete(proposal.event)
        return proposal if event is proposal.event else replace(proposal, event=event)

    def _read(self) -> Iterator[Proposal]:
        """Yield the claims of each sentence; a sentence without attribution takes that of the one after it."""
        waiting: list[Proposal] = []
        paragraph = -1
        for sentence in split_sentences(self._text):
            if sentence.paragraph != paragraph:
                yield from waiting
                waiting, paragraph = [], sentence.paragraph
            found, speeches = self._sentence(sentence)
            if not found and not speeches:
                yield from waiting
                waiting = []
                continue
            closing = [s for s in speeches if s.covers_to < s.end and s.hops and s.hops[0].verb not in ("", "told")]
            if waiting and closing and found:
                hops = tuple(self._attribution(hop, inferred=True) for hop in closing[0].hops)
                yield from (_with_chain(p, hops) for p in waiting)
            else:
                yield from waiting
            waiting = []
            if found and not speeches and not sentence.heading:
                waiting = found
            else:
                yield from found
        yield from waiting

    def _sentence(self, sentence: Sentence) -> tuple[list[Proposal], list[Speech]]:
        lower, start, end = self._lower, sentence.start, sentence.end
        self._published = day_at(self._view.article, self._view.origin(start))
        if is_unreal(lower, start, end):
            return [], []
        figured = has_figure(lower, start, end)
        triggered = triggers().is_in(lower, start, end) or (figured and general_triggers().is_in(lower, start, end))
        groups = self._gazetteer.find(self._text, start, end, self._gazetteer.groups)
        blames = find_blame(self._text, lower, sentence, self._gazetteer, groups, self._last_group)
        tokens = tokenize(lower, start, end)
        analysis, matches = self._analyse(tokens, start, end)
        founding = _FOUNDING.search(lower, start, end)
        self._resolve_branch(sentence)
        located = [claim for claim in (*self._located, *self._columns) if start <= claim.number[0] < end]
        told = located or triggered or blames or analysis is not None or founding
        found: list[Proposal] = []
        said: Said | None = None
        if told or _DEED.search(lower, start, end) is not None or _MONEY.search(lower, start, end) is not None:
            said = self._said(sentence, analysis)
            self._last_date = (sentence.paragraph, said.stated[-1].edtf) if said.stated else self._last_date
            rows = self._rows(sentence) if triggered else []
            if triggered:
                said.chunks = chunk(tokens, self._text, lower, end)
                said.counts = self._counts_outside(said.chunks, sentence, rows)
            expressed = self._set_event(said)
            found += self._of_counts(said)
            located += [] if self._located else [self._of_cell(cell) for row in rows for cell in row.cells]
            found += [self.proposal_of(claim, said.speeches, said.event) for claim in located]
            if self._find is None:
                found += self._of_rules(said, blames, matches, expressed)
            if self._find is None and founding is not None:
                found += self._founding(founding, said.dates, sentence, groups, said.speeches)
        if self._find is None and not sentence.heading and (figured or names_day(lower, start, end)):
            analysis = analyse(tokens, self._text, start, end) if analysis is None else analysis
            said = self._said(sentence, analysis) if said is None else said
            self._figures += self._open_figures(analysis, found, said)
        if groups:
            self._last_group = self._gazetteer.branch(self._text, groups[-1])
        return found, [] if said is None else said.speeches

    def _said(self, sentence: Sentence, analysis: Analysis | None) -> Said:
        """Return who speaks in a sentence, and its dates."""
        lower, start = self._lower, sentence.start
        speeches = find_speeches(self._text, sentence, self._published)
        stated = find_dates(lower, start, sentence.end, self._published, self._anchor(sentence))
        spoken = [d for d in stated if any(speech.start <= d.start < speech.end for speech in speeches)]
        told = next((d for d in spoken if d.end <= start + _OPENING), None)
        dates = [
            d
            for d in stated
            if d not in spoken
            and not self._is_of_procedure(d, sentence)
            and not (sentence.heading and lower[d.start].isdigit())  # a date in a page header is the page's
            and not self._is_of_dateline(d, sentence)
        ]
        return Said(sentence, analysis, speeches, stated, dates, told)

    def _set_event(self, said: Said) -> list[Expressed]:
        """Give a sentence the event that it tells of, and return its measures, which may show it to be another."""
        governed = list(self._with_governors(said.analysis, said.dates))
        said.of_deeds = [(d, governor) for d, governor, group in governed if group in ("", "deed")]
        told = [(d, g) for d, _, g in governed if g not in _OF_WORDS or self._is_before_deed(d, said.sentence)]
        said.dates = [d for d, group in told if group not in _FOLLOWING] or [d for d, _ in told]
        mention, counted = self._tracker.mention, bool(said.counts)
        event = mention(self._text, self._lower, said.sentence, said.dates, said.told, counted=counted)
        expressed = list(find_expressions(said.analysis, self._lower)) if said.analysis is not None else []
        said.event = self._identified(event, expressed)
        return expressed

    def _of_counts(self, said: Said) -> Iterator[Proposal]:
        chunks, counts, event = said.chunks, said.counts, said.event
        if chunks is not None and event is not None:
            for count in counts:
                mine = self._event_of(count, chunks, said.dates, event)
                yield self._count(chunks, count, counts, said.sentence, said.speeches, mine)

    def _of_rules(
        self, said: Said, blames: Sequence[Blame], matches: Sequence[Match], expressed: Sequence[Expressed]
    ) -> Iterator[Proposal]:
        """Yield what the rules beside those of counts find in a sentence."""
        sentence, analysis, speeches, event = said.sentence, said.analysis, said.speeches, said.event
        assert event is not None
        if said.chunks is not None:
            yield from self._unknown(said.chunks, said.counts, speeches, event)
        for blame in blames:
            if analysis is None or blame.rule != "blamed" or not is_undone_at(analysis, blame.start):
                yield self._blame(blame, sentence, analysis, speeches, event)
        if analysis is not None:
            known = {(blame.attribute, blame.name.start) for blame in blames}
            known |= {(e.expression.attribute, at) for e in expressed for at in analysis.starts(*e.value)}
            figures = {count.phrase.figure_start for count in said.counts if count.attribute != _ABOARD}
            yield from self._stated(analysis, matches, known, figures, speeches, event)
            yield from self._expressed(expressed, speeches, event)
            yield from self._scoped_dates(analysis, said.stated, speeches, event)
        yield from self._money(sentence, speeches, event)
        if said.chunks is not None:
            yield from self._victims(sentence, speeches)
        yield from self._place(sentence, speeches, event)
        deeds = self._deed_spans(analysis, (governor for _, governor in said.of_deeds))
        dates = [d for d, _ in said.of_deeds]
        yield from self._dates(dates, said.counts, said.chunks, sentence, speeches, event, deeds)

    def _rows(self, sentence: Sentence) -> list[Row]:
        """Return the rows of a sentence outside of tables."""
        rows = find_rows(self._lower, sentence.start, sentence.end)
        return [row for row in rows if not any(table.start <= row.start < table.end for table in self._tables)]

    def _counts_outside(self, chunks: Chunks, sentence: Sentence, rows: Iterable[Row]) -> list[Count]:
        """Return the counts of a sentence that are in no row or table."""
        counts, apart = self._counts(chunks, sentence), (*rows, *self._tables)
        return [c for c in counts if not any(r.start <= c.phrase.figure_start < r.end for r in apart)]

    # --- what the constructions state ---

    def _analyse(self, tokens: list[Token], start: int, end: int) -> tuple[Analysis | None, list[Match]]:
        """Return the analysis of a sentence and what its constructions state; nothing where no word calls for it."""
        if self._find is not None:
            return None, []
        named = not trigger_words().isdisjoint(token.text for token in tokens)
        if not named and not possible_expressions(self._lower, start, end):
            return None, []
        analysis = analyse(tokens, self._text, start, end)
        matches = find_matches(analysis, self._is_known, self._topic)
        idioms = find_idioms(self._lower, start, end)
        return analysis, [m for m in matches if not overlaps(analysis.span(*m.quote), idioms)]

    def _is_known(self, kind: str, name: str) -> bool:
        return self._gazetteer.is_known(kind, name) or (kind == "place" and name in self._local_places)

    def _stated(
        self,
        analysis: Analysis,
        matches: Sequence[Match],
        known: Collection[tuple[str, int]],
        figures: Collection[int],
        speeches: list[Speech],
        event: EventMention,
    ) -> Iterator[Proposal]:
        """Yield what the constructions state of who did it, but for what is known already."""
        seen = set(known)
        for match in matches:
            attribute, span = match.construction.attribute, analysis.span(*match.value)
            if match.about:
                people = (self._of_person(match, name, analysis, speeches) for name in match.about)
                yield from (replace(person, open=match.construction.open) for person in people)
                continue
            if match.construction.of_whom:
                pass  # of somebody named before, by whom something else is said
            elif any(name[0] == attribute and span[0] <= name[1] < span[1] for name in seen):
                continue
            seen.add((attribute, span[0]))
            if match.construction.counts:
                yield from self._counted(match, analysis, figures, speeches, event)
                continue
            quote = analysis.span(*match.quote)
            if attribute == "place":
                span = person_span(analysis, match.value)  # "Orsa's streets"
                if analysis.tokens[match.value[0]].text in noun_class("here"):
                    if self._dateline is None:
                        continue
                    span = self._dateline  # "in this city"
            value = match.construction.gives or self._words(span)
            if attribute == "occurred":
                value = "no" if says_none(self._lower[slice(*quote)]) else value
            if attribute == "place" and not self._is_place_of(event, self._lower[slice(*quote)].split()):
                continue
            for place in (person_span(analysis, around) for around in match.around):
                wider = (quote[0], max(quote[1], place[1]))
                yield self._proposal(
                    attribute, self._words(place), wider, place, speeches, event, match.construction.name
                )
            scope = match.construction.scope
            scope = singular(analysis.tokens[match.value[1] - 1].text) if scope == "head" else scope
            proposal = self._proposal(
                attribute, value, quote, span, speeches, event, match.construction.name, scope=scope
            )
            if match.speaker is not None:
                start, end = analysis.span(*match.speaker)
                verb = match.construction.says if proposal.stance == "asserts" else "denied"
                own = self._attribution(Hop(self._words((start, end)), verb, start, end))
                cited = tuple(hop for hop in proposal.chain if not hop.verb) if match.by_itself else ()
                proposal = _with_chain(proposal, (*cited, own))
            yield replace(proposal, open=match.construction.open)

    def _counted(
        self,
        match: Match,
        analysis: Analysis,
        figures: Collection[int],
        speeches: list[Speech],
        event: EventMention,
    ) -> Iterator[Proposal]:
        """Yield the counts in the phrase that a construction found and in those listed with it, with their hedges."""
        one, (first, _) = match.construction, match.value
        at = next(n for n, e in enumerate(analysis.elements) if e.phrase and e.phrase.bare == first)
        items = list(listed(analysis, at, to_verb=one.value.startswith("first")))
        items = items if one.scope in ("head", "people") else items[:1]
        read = [(item, phrase) for item in items if (phrase := self._phrase_at(analysis, item.bare)) is not None]
        few = _CROWD if one.attribute == "participants" else 1
        phrases = [(i, p) for i, p in read if p.value.low >= few and p.figure_start not in figures]
        start, end = analysis.span(*match.quote)
        several = one.scope == "people" and len(phrases) > 1
        if several and all(phrase.value.high is not None for _, phrase in phrases):
            inside = [phrase for _, phrase in sorted(phrases, key=lambda pair: pair[1].start)]
            span = (inside[0].figure_start, inside[-1].figure_end)
            quote = (min(start, inside[0].start), max(end, inside[-1].end))
            total = str(sum(phrase.value.low for phrase in inside))
            yield self._proposal(one.attribute, total, quote, span, speeches, event, f"{one.name}-sum")
        for item, phrase in phrases:
            scope = _counted_scope(one, item, phrase)
            span = (phrase.figure_start, phrase.figure_end)
            quote = (min(start, phrase.start), max(end, phrase.end))
            proposal = self._proposal(
                one.attribute,
                phrase.surface,
                quote,
                span,
                speeches,
                event,
                one.name,
                scope=None if several and scope == "total" else scope,
            )
            if match.speaker is not None and not proposal.chain:
                own = analysis.span(*match.speaker)
                proposal = _with_chain(proposal, (self._attribution(Hop(self._words(own), one.says, *own)),))
            yield proposal

    def _identified(self, event: EventMention, expressed: Sequence[Expressed]) -> EventMention:
        """Return the event of a sentence, another one where a measure tells it apart: a 5.9 quake from one of 7.6."""
        measured = (e.value for e in expressed if e.expression.identifies and e.scope == "total")
        size = next((float(self._text[slice(*value)]) for value in measured), None)
        if size is None or abs(size - self._sizes.setdefault(event.key, size)) <= _SAME_SIZE:
            return event
        return replace(event, key=f"told {size}", date=None, place=None)

    def _expressed(
        self, expressed: Sequence[Expressed], speeches: list[Speech], event: EventMention
    ) -> Iterator[Proposal]:
        """Yield the measures, times of day and other words known by their shape; one text once an event."""
        for found in expressed:
            one, value = found.expression, self._text[slice(*found.value)]
            proposal = self._proposal(
                one.attribute, value, found.quote, found.value, speeches, event, one.name, scope=found.scope
            )
            key = (event.key, f"{one.attribute} {proposal.stance} {value.lower()}")
            undone = one.open and one.groups and proposal.stance == "denies"  # "the shells did not explode"
            if not undone and not (one.open and key in self._worded):
                self._worded.add(key)
                yield replace(proposal, open=one.open)

    def _open_figures(self, analysis: Analysis, found: Sequence[Proposal], said: Said) -> Iterator[Proposal]:
        """Yield the figures of a sentence that nothing takes, with the words by which another article may meet them."""
        event = said.event
        if event is not None and event.key != MAIN and event.date is None:
            return  # of another incident, of a year, of a war
        known = {(d.start, d.end): d.edtf for d in said.stated if not d.since}
        taken = [(p.number_start, p.number_end) for p in found if p.attribute != "occurred"]

        def is_free(span: tuple[int, int]) -> bool:
            of_event = self._tracker.at_clause(span[0], event) is event
            return of_event and not overlaps(self._view.span(*span), taken)

        for figure in find_figures(analysis, self._lower, list(known), is_free):
            span = (figure.start, figure.end)
            if not figure.words:
                continue
            value, quote = known.get(span, self._text[slice(*span)]), span
            if figure.attribute == NUMBER:
                phrase = self._phrase_at(analysis, figure.token)
                if phrase is None or phrase.value.high == 0 or phrase.inner is not None:
                    continue
                value, quote = phrase.surface, (phrase.start, phrase.end)
                span = (phrase.figure_start, phrase.figure_end)
            proposal = self._proposal(figure.attribute, value, quote, span, said.speeches, None, FIGURE, scope=None)
            around = tuple(Word(w.lemma, *self._view.span(w.start, w.end), w.distance) for w in figure.words)
            yield replace(proposal, open=True, around=around)

    def _phrase_at(self, analysis: Analysis, first: int) -> Phrase | None:
        """Return the counted phrase whose figure begins at a token, with the hedge before it."""
        tokens = analysis.tokens
        opened = (find_phrase(tokens, n, self._lower, analysis.end) for n in range(max(0, first - 4), first + 1))
        return next((p for p in opened if p is not None and p.figure_start >= tokens[first].start), None)

    def _scoped_dates(
        self, analysis: Analysis, dates: Sequence[StatedDate], speeches: list[Speech], event: EventMention
    ) -> Iterator[Proposal]:
        """Yield the dates of what followed: a claim, an arrest, a discovery, a court."""
        for stated, governor, group in self._with_governors(analysis, dates):
            readable = read_date(self._lower[stated.start : stated.end], self._published) == stated.edtf
            if governor is None or group not in _FOLLOWING or stated.since or not readable:
                continue
            element = analysis.elements[governor]
            start, end = analysis.span(element.first, element.last)
            quote, span = (min(start, stated.start), max(end, stated.end)), (stated.start, stated.end)
            yield self._proposal("date", stated.edtf, quote, span, speeches, event, "date-of", scope=group)

    def _of_person(self, match: Match, name: tuple[int, int], analysis: Analysis, speeches: list[Speech]) -> Proposal:
        """Return what is said of a person whom the words name."""
        construction = match.construction
        quote = analysis.span(min(match.quote[0], name[0]), max(match.quote[1], name[1]))
        denial = governing_denial(self._lower, quote[0], analysis.start)
        return self._proposal(
            construction.attribute,
            construction.gives,
            (quote[0] if denial is None else denial, quote[1]),
            analysis.span(*match.value),
            speeches,
            None,
            construction.name,
            subject=self._stored(person_span(analysis, name)),
            subject_kind="person",
        )

    def _stored(self, span: tuple[int, int]) -> str:
        """Return the words at a span of the view, in the letters of the article where the view has others."""
        if not self._view.recased:
            return self._words(span)
        start, end = self._view.span(*span)
        return " ".join(self._view.article.text[start:end].split())

    def _words(self, span: tuple[int, int]) -> str:
        return " ".join(self._text[slice(*span)].split())

    def _is_place_of(self, event: EventMention, words: Collection[str]) -> bool:
        """Whether words beside a deed say where `event` was: the first place named does, of one deed, not several."""
        deeds = noun_class("deed") - noun_class("explosive")
        several = any(word in deeds and word.removesuffix("s") in deeds and word.endswith("s") for word in words)
        if several or not noun_class("othering").isdisjoint(words) or any(key == event.key for key, _ in self._placed):
            return False
        self._placed.add((event.key, "stated"))
        return True

    def _anchor(self, sentence: Sentence) -> str | None:
        """Return the last date of the paragraph so far, from which "a day earlier" is told."""
        paragraph, date = self._last_date
        return date if paragraph == sentence.paragraph else None

    def _event_of(self, count: Count, chunks: Chunks, dates: list[StatedDate], event: EventMention) -> EventMention:
        """Return the event of the date nearest to a count, where its sentence gives several."""
        days = [d for d in dates if not d.since]
        if len({d.edtf for d in days}) < 2:
            return event
        start, end = chunks.items[count.first].start, chunks.items[count.last].end
        nearest = min(days, key=lambda d: (max(start - d.end, d.start - end, 0), d.start))
        return self._tracker.at(nearest.edtf, event)

    def _of_cell(self, cell: Cell) -> Located:
        number = (cell.figure_start, cell.end)
        return Located(cell.attribute, self._words(number), (cell.start, cell.end), number, "row", cell.scope)

    def _is_of_dateline(self, stated: StatedDate, sentence: Sentence) -> bool:
        """Return whether a date is that of the line before a report: "LORNE, May 4 (Meridian) -"."""
        if stated.end <= self._body:
            return True
        text = self._view.article.text
        first, last = self._view.span(stated.start, stated.end)
        after = _DATELINE_END.match(text, last, last + _WITHIN)
        if after is None:
            return False
        start = self._view.origin(sentence.start)
        before = _DATELINE_PLACE.fullmatch(text, start, first)
        signs = (*before.groups(), *after.groups(), _DATELINE_NAME.fullmatch(text, start, first)) if before else ()
        return any(signs)

    def _is_of_procedure(self, stated: StatedDate, sentence: Sentence) -> bool:
        """Return whether a date is that of a court, a mourning or a statement: closer to such a word than to a deed."""
        before, after = self._lower[sentence.start : stated.start], self._lower[stated.end : sentence.end]
        beside = _BESIDE.search(before)
        if beside is not None and after.startswith(",") and _DEED_OR_HARM.search(beside[0]) is None:
            return True
        if self._is_before_deed(stated, sentence):
            return False
        nearest = {"deed": _WITHIN, "procedure": _WITHIN}
        window = (max(sentence.start, stated.start - _WITHIN), min(sentence.end, stated.end + _WITHIN))
        if _SAID_AFTER.match(after) and _closes_deed(before):
            window = (window[0], stated.end)
        for kind, pattern in (("deed", _DEED_OR_HARM), ("procedure", _PROCEDURE)):
            for found in pattern.finditer(self._lower, *window):
                distance = max(found.start() - stated.end, stated.start - found.end(), 0)
                nearest[kind] = min(nearest[kind], distance)
        return nearest["procedure"] < nearest["deed"]

    def _is_before_deed(self, stated: StatedDate, sentence: Sentence) -> bool:
        """Return whether a date stands before the noun for its deed: "convicted of the July 9, 2012, shooting"."""
        before, after = self._lower[sentence.start : stated.start], self._lower[stated.end : sentence.end]
        return _ITS_DAY.search(before) is not None and _DEED_SOON.match(after) is not None

    def _resolve_branch(self, sentence: Sentence) -> None:
        """Take "the group's affiliate in Y" for the branch that the vocabulary knows by that place."""
        found = _AFFILIATE.search(self._lower, sentence.start, sentence.end)
        if found is None or self._last_group is None:
            return
        places = self._gazetteer.find(self._text, found.end(), found.end() + 40, self._gazetteer.places)
        if places and places[0].start == found.end():
            vocabulary = self._gazetteer.vocabulary
            whole = f"{vocabulary.actor_name(self._last_group.written)} in {places[0].written}"
            if vocabulary.knows_actor(whole):
                self._last_group = Name(found.start(), places[0].end, whole)

    # --- counts ---

    def _counts(self, chunks: Chunks, sentence: Sentence) -> list[Count]:
        return find_counts(chunks) if self._find is None else self._find(chunks, sentence)

    def _count(
        self,
        chunks: Chunks,
        count: Count,
        counts: list[Count],
        sentence: Sentence,
        speeches: list[Speech],
        event: EventMention,
    ) -> Proposal:
        phrase = count.phrase
        number = self._view.span(phrase.figure_start, phrase.figure_end)
        self._signs[(count.attribute, *number)] = read_signs(
            count, counts, chunks, self._lead, self._text, sentence.start
        )
        start, end = chunks.items[count.first].start, chunks.items[count.last].end
        start, end = min(start, phrase.start), max(end, phrase.end)
        denial = governing_denial(self._lower, start, sentence.start)
        start = denial if denial is not None else start
        if count.rule != "premodifier":
            end = self._to_clause_end(chunks, count.last, end)
        group = self._group_before(start, sentence) if count.attribute == "strength" else None
        subject = group.written if group else ""
        proposal = self._proposal(
            count.attribute,
            phrase.surface,
            (start, end),
            (phrase.figure_start, phrase.figure_end),
            speeches,
            event if not subject else None,
            count.rule,
            scope=count.scope,
            subject=subject,
            part_of=None if count.whole is None else self._view.origin(count.whole.phrase.figure_start),
        )
        if count.speaker is None:
            return proposal
        opening = chunks.items[count.speaker[0]]
        known = opening.phrase if opening.phrase is not None and opening.phrase.definite else None
        start = opening.start if known is None else known.figure_end + 1  # "|the| mayor says 11"
        own = (start, chunks.items[count.speaker[1]].end)
        return _with_chain(proposal, (self._attribution(Hop(self._words(own), "said", *own)),))

    def _to_clause_end(self, chunks: Chunks, last: int, end: int) -> int:
        """Return where the clause ends that goes on after chunk `last`."""
        for item in chunks.items[last + 1 : last + 12]:
            if item.code not in "xpodbt" and not (item.code == "N" and item.phrase is not None and item.phrase.article):
                break
            end = max(end, item.end)
        return end

    # --- responsibility ---

    def _unknown(
        self, chunks: Chunks, counts: list[Count], speeches: list[Speech], event: EventMention
    ) -> Iterator[Proposal]:
        """Read "20 unknown gunmen attacked": nobody knows who did it."""
        for count in counts:
            unknown = next((word for word in count.phrase.modifiers if word in _UNKNOWN), None)
            if count.attribute != "attackers" or unknown is None:
                continue
            start = self._lower.index(unknown, count.phrase.start)
            quote = (count.phrase.start, chunks.items[count.last].end)
            name = self._text[start : count.phrase.end]
            yield self._proposal("perpetrator", name, quote, (start, count.phrase.end), speeches, event, "unknown")

    def _blame(
        self,
        blame: Blame,
        sentence: Sentence,
        analysis: Analysis | None,
        speeches: list[Speech],
        event: EventMention,
    ) -> Proposal:
        start, end = blame.start, blame.end
        speaker: tuple[Attribution, ...] | None = None
        if blame.speaker is not None:
            speaker = (self._attribution(Hop(blame.speaker.written, "", blame.speaker.start, blame.speaker.end)),)
        elif blame.rule == "blamed":
            who = self._subject_before(sentence, blame.start, analysis)
            speaker = None if who is None else (self._attribution(who),)
            start = start if who is None else who.start
        proposal = self._proposal(
            blame.attribute,
            blame.name.written,
            (start, end),
            (blame.name.start, blame.name.end),
            speeches,
            None if blame.general else event,
            blame.rule,
            subject=blame.name.written if blame.general else "",
        )
        if blame.by_actor and (proposal.stance == "asserts" or blame.rule == "denied-own"):
            cited = tuple(hop for hop in proposal.chain if not hop.verb)
            name = blame.speaker or blame.name
            verb = "claimed" if proposal.stance == "asserts" else "denied"
            own = self._attribution(Hop(name.written, verb, name.start, name.end))
            return _with_chain(proposal, (*cited, own))
        return proposal if speaker is None else _with_chain(proposal, speaker)

    _SUBJECT: Final = re.compile(
        r"((?:[A-Z][\w.'-]*(?: (?=[A-Z]))?){1,5}|(?<=[Tt]he )[\w' -]{3,50}?)"
        r"(?: (?:has|have|had|initially|later|also|quickly|sought|tried|to|immediately|then|\w+ly))* $"
    )

    def _subject_before(self, sentence: Sentence, position: int, analysis: Analysis | None) -> Hop | None:
        found = self._SUBJECT.search(self._text[sentence.start : position])
        if found is None or not found[1].strip():
            return None
        start = sentence.start + found.start(1)
        end = start + len(found[1].strip())
        start = start if analysis is None else _start_of_chain(analysis, start)
        return Hop(self._words((start, end)), "blamed", start, end)

    def _money(self, sentence: Sentence, speeches: list[Speech], event: EventMention) -> Iterator[Proposal]:
        for money in find_money(self._lower, sentence.start, sentence.end):
            value = self._text[money.start : money.end]
            quote = (money.quote_start, money.quote_end)
            yield self._proposal("value", value, quote, (money.start, money.end), speeches, event, "money")

    # --- who and where ---

    def _victims(self, sentence: Sentence, speeches: list[Speech]) -> Iterator[Proposal]:
        for victim in find_victims(self._text, sentence, self._gazetteer):
            denial = governing_denial(self._lower, victim.start, sentence.start)
            yield self._proposal(
                "status",
                "dead",
                (victim.start if denial is None else denial, victim.end),
                (victim.word_start, victim.word_end),
                speeches,
                None,
                "victim",
                subject=victim.name,
                subject_kind="person",
            )

    def _place(self, sentence: Sentence, speeches: list[Speech], event: EventMention) -> Iterator[Proposal]:
        """Propose where the event was, once an event: the place that its mention has, beside a word for the deed."""
        if event.place is None or (event.key, event.place) in self._placed:
            return
        for deed in _DEED_OR_HARM.finditer(self._lower, sentence.start, sentence.end):
            at = self._text.find(event.place, deed.end(), min(sentence.end, deed.end() + _WITHIN))
            if at < 0 or not _IN.search(self._lower, deed.end(), at):
                continue
            span = (at, at + len(event.place))
            proposal = self._proposal("place", event.place, (deed.start(), span[1]), span, speeches, event, "place")
            if proposal.stance == "asserts":
                self._placed |= {(event.key, event.place), (event.key, event.place.lower())}
                yield proposal
            return

    # --- dates ---

    def _with_governors(
        self, analysis: Analysis | None, dates: Iterable[StatedDate]
    ) -> Iterator[tuple[StatedDate, int | None, str]]:
        """Yield dates with the element that each goes with, and what that makes it the date of."""
        for stated in dates:
            governor = None if analysis is None else find_governor(analysis, stated.start)
            group = "" if analysis is None or governor is None else frame_group(analysis, governor)
            yield stated, governor, group

    def _deed_spans(self, analysis: Analysis | None, governors: Iterable[int | None]) -> list[tuple[int, int]]:
        """Return the spans of the verbs and nouns for deeds that dates go with."""
        if analysis is None:
            return []
        idioms = find_idioms(self._lower, analysis.start, analysis.end)
        deeds = (analysis.elements[at] for at in governors if at is not None and is_deed(analysis, at))
        spans = [analysis.span(element.first, element.last) for element in deeds]
        return [span for span in spans if not overlaps(span, idioms)]

    def _dates(
        self,
        dates: list[StatedDate],
        counts: list[Count],
        chunks: Chunks | None,
        sentence: Sentence,
        speeches: list[Speech],
        event: EventMention,
        deeds: Sequence[tuple[int, int]] = (),
    ) -> Iterator[Proposal]:
        """Propose the date of what happened: of the first deed or count in the sentence, the nearest date to it."""
        deed = self._deed(sentence)
        done = [c for c in counts if c.attribute not in _AFTERWARDS and c.phrase.head not in _FOUND_LATER]
        spans = [(chunks.items[c.first].start, chunks.items[c.last].end) for c in done] if chunks is not None else []
        spans += [(deed.start(), deed.end())] if deed is not None else []
        spans += deeds
        posted = _POST.search(self._text, sentence.start, sentence.end + _OPENING) is not None
        for stated in dates[:3]:
            if not spans or stated.since or _POSTED.search(self._text, sentence.start, stated.start):
                continue
            if _bounding().search(self._lower, max(0, stated.start - 8), stated.start):
                continue  # "two raids before 31 January"
            if _ASIDE.search(self._lower, max(0, stated.start - 12), stated.start) or _FOUNDING.search(
                self._lower, max(sentence.start, stated.start - _OPENING), stated.start
            ):
                continue
            if read_date(self._lower[stated.start : stated.end], self._published) != stated.edtf:
                continue  # "the day after" needs another date to be read
            start, end = min(spans, key=lambda s: (max(s[0] - stated.end, stated.start - s[1], 0), s))
            if max(start - stated.end, stated.start - end) > 120:
                continue
            if stated.start >= end and "," in self._lower[end : stated.start]:
                continue  # "after the raid, the mayor told people on Tuesday"
            between = (stated.end, start) if stated.end <= start else (end, stated.start)
            if _TOLD_OF.search(self._lower[slice(*between)]):
                continue  # "on Sunday, while the man accused of the shooting"
            if any(min(end, stated.end) <= d.start < max(start, stated.start) for d in dates if d is not stated):
                continue  # "the shooting on March 9 led to a vigil on Sunday"
            if posted and not self._lower[stated.start].isdigit():
                continue
            mine = event if len({d.edtf for d in dates}) < 2 else self._tracker.at(stated.edtf, event)
            quote = (min(start, stated.start), max(end, stated.end))
            happened = _HAPPENED.search(self._lower, *quote) is not None
            if mine.date is not None and not happened and not is_same_time(mine.date, stated.edtf):
                continue  # of an arrest, a death in hospital, a statement
            proposal = self._proposal("date", stated.edtf, quote, (stated.start, stated.end), speeches, mine, "date")
            if proposal.stance == "asserts" or proposal.chain:
                yield proposal  # "nobody was hurt on Tuesday" does not deny the day

    def _deed(self, sentence: Sentence) -> re.Match[str] | None:
        """Return the first word for a deed that is part of no idiom."""
        idioms = find_idioms(self._lower, sentence.start, sentence.end)
        found = _DEED.finditer(self._lower, sentence.start, sentence.end)
        return next((deed for deed in found if not any(a <= deed.start() < b for a, b in idioms)), None)

    def _founding(
        self,
        founding: re.Match[str],
        dates: list[StatedDate],
        sentence: Sentence,
        groups: list[Name],
        speeches: list[Speech],
    ) -> Iterator[Proposal]:
        following = [d for d in dates if founding.end() <= d.start <= founding.end() + _WITHIN]
        if not following:
            return
        stated = following[0]
        before = [g for g in groups if g.start < founding.start()]
        after = [g for g in groups if g.start >= stated.end]
        if _OPENS.fullmatch(self._text, sentence.start, founding.start()):  # "Founded in May, the group ..."
            before = []
            after = [g for g in after if _TO_SUBJECT.fullmatch(self._text, stated.end, g.start)]
            name = after[0] if after else None
        else:
            name = before[-1] if before else after[0] if after else self._last_group
        if name is None:
            return
        yield self._proposal(
            "founded",
            stated.edtf,
            (founding.start(), stated.end),
            (stated.start, stated.end),
            speeches,
            None,
            "founding",
            subject=name.written,
        )

    def _group_before(self, position: int, sentence: Sentence) -> Name | None:
        """Return the group that was named last before a place in a sentence."""
        named = self._gazetteer.find(self._text, sentence.start, position, self._gazetteer.groups)
        return self._gazetteer.branch(self._text, named[-1]) if named else self._last_group

    # --- what all have in common ---

    def proposal_of(
        self, claim: Located, speeches: Sequence[Speech] = (), event: EventMention | None = None
    ) -> Proposal:
        """Return the proposal for a claim found elsewhere."""
        quote, number, scope = claim.quote, claim.number, claim.scope
        return self._proposal(claim.attribute, claim.value, quote, number, speeches, event, claim.rule, scope=scope)

    def _proposal(
        self,
        attribute: str,
        value: str,
        quote: tuple[int, int],
        number: tuple[int, int],
        speeches: Sequence[Speech],
        event: EventMention | None,
        rule: str,
        *,
        scope: str | None = "total",
        subject: str = "",
        subject_kind: SubjectKind = "organisation",
        part_of: int | None = None,
    ) -> Proposal:
        doubt = auxiliaries_before(self._lower, quote[0], 0)
        start, end = self._view.span(quote[0] if doubt is None else doubt, quote[1])
        number_start, number_end = self._view.span(*number)
        words = self._view.article.text[start:end]
        if start and self._view.article.text[start - 1] == "[" and "]" in words:
            start, words = start - 1, "[" + words
        if self._view.recased and value == self._words(number):
            value = self._stored(number)
        chain, as_of = self._chain(speeches, number)
        inside = (number_start - start, number_end - start) if start <= number_start < end else (0, 0)
        return Proposal(
            attribute=attribute,
            value=value,
            start=start,
            end=end,
            number_start=number_start,
            number_end=number_end,
            scope=scope,
            stance=read_stance(words, *inside),
            chain=chain,
            as_of=as_of,
            event=self._tracker.at_clause(number[0], event),
            subject=subject,
            subject_kind=subject_kind if subject else "event",
            part_of=part_of,
            evidential=read_evidential(words),
            credits=() if chain else self._credits,
            rule=rule,
            proposer=NAME,
        )

    def _chain(self, speeches: Sequence[Speech], number: tuple[int, int]) -> tuple[tuple[Attribution, ...], str | None]:
        covering = [
            s for s in speeches if s.covers_from <= number[0] < s.covers_to and not s.start <= number[0] < s.end
        ]
        order = {"": 0, "according to": 1}
        covering.sort(key=lambda s: order.get(s.hops[0].verb, 2))
        hops = [self._attribution(hop) for s in covering for hop in s.hops]
        seen: dict[str, Attribution] = {}
        for hop in hops:
            seen.setdefault(hop.speaker, hop)
        return tuple(seen.values()), next((s.as_of for s in covering if s.as_of), None)

    def _attribution(self, hop: Hop, *, inferred: bool = False) -> Attribution:
        start, end = self._view.span(hop.start, hop.end)
        written = " ".join(self._view.article.text[start:end].split())
        return Attribution(speaker=written, verb=hop.verb, start=start, end=end, inferred=hop.inferred or inferred)


def _counted_scope(one: Construction, item: NounPhrase, phrase: Phrase) -> str:
    """Return the scope of a counted phrase that a construction found: its noun, the part of the people, or its own."""
    if one.scope == "head":
        return singular(item.head)
    if one.scope == "people":
        return "total" if phrase.scope in ("total", one.attribute) else phrase.scope
    return one.scope


def _start_of_chain(analysis: Analysis, start: int) -> int:
    """Return where the phrase begins that a name closes: "Norway's ambassador to |Sweden|"."""
    at = next((n for n, e in enumerate(analysis.elements) if analysis.tokens[e.last - 1].end > start), 0)
    if at < 2 or analysis.codes[at - 1] not in "pot" or analysis.codes[at - 2] != "N":
        return start
    phrase = analysis.elements[at - 2].phrase
    return start if phrase is None else analysis.tokens[phrase.bare].start


def _with_chain(proposal: Proposal, chain: tuple[Attribution, ...]) -> Proposal:
    return replace(proposal, chain=chain)
