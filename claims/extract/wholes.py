"""Whether a count is of the whole: of all that one event did, or only of some, elsewhere, or more of the same.

Owns taking the scope from counts that say "total" only because no noun says otherwise. One person, "four others" and
"ten in the next village" stand in an article beside its toll; taken for tolls they would contradict it. Refuses to
guess whose number it is then: the scope is left open, for a reviewer to set.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from claims.extract.chunks import Chunks
from claims.extract.counts import Count
from claims.extract.lexicon import grades, is_person, scope_of, words
from claims.extract.proposals import Proposal

_LEAD: Final = re.compile(r".{0,350}?[^\n]{80,350}(?=\n|$)|.{0,350}", re.DOTALL)
"""The top of an article, headline and first paragraph, in which the place of its main event is named."""
_PLACE: Final = re.compile(
    r"[^.;:(]{0,90}?\b(?:[Ii]n|at|near|outside)\s(?:the\s)?(?:[a-z'-]+\s){0,3}(?P<name>[A-Z][\w'-]+)"
)
_OPENING_PLACE: Final = re.compile(
    r"(?:And |But )?(?:In|At|Near|Outside) (?:the )?(?:[a-z'-]+ ){0,3}(?P<name>[A-Z][\w'-]+)"
)
_CLAUSE_PLACE: Final = re.compile(r"\b(?:in|at|near|outside) (?P<name>[A-Z][\w'-]+)[^.;,]{0,20}, (?:al)?though $")
_AT_ONCE: Final = re.compile(
    r"[^.;:]{0,30}?\b(?:at the (?:scene|hospital|home|house|site)|on the spot|in (?:the )?hospital"
    r"|at an? [\w' -]{0,25}hospital|instantly"
    r"|in (?:the|a) (?:car|vehicle|house|home|room|street|yard|driveway)|inside (?:the|a) \w+)\b"
)
_GRADED: Final = re.compile(
    r"\b(?:seriously|critically|severely|gravely|badly|slightly|lightly|critical|serious"
    r"|life-threatening|major|minor|remain(?:s|ed)? (?:hospitali[sz]ed|in)|still hospitali[sz]ed)\b"
)
_GRADED_AFTER: Final = re.compile(r" (?:seriously|critically|severely|gravely|badly|slightly|lightly)\b")
_FOUND: Final = re.compile(r"\b(?:found|located|discovered) (?:the )?$")
"""Before the wounded as they were found; some may have died of it."""
_UNRELATED: Final = re.compile(
    r"[^.;]{0,30}?\b(?:unrelated|for question|being question|outstanding (?:arrest )?warrants?"
    r"|(?:stemming|arising) from (?:an?|another) )"
)
_TWO: Final = re.compile(r"\b(?:both|twins)\b")
"""Two who were spoken of before."""
_AND_THE_KILLER: Final = re.compile(
    r" (?:and|before) (?:then )?(?:(?:\w+ing|shot|killed|turned) (?:the \w+ on )?)?(?:himself|herself|themselves)\b"
)
"""After those whom one killed who died too."""
_OF_ONES_OWN: Final = re.compile(r" of (?:his|her|their|my|our) (?:own )?(?:family|relatives|household)\b")
_RECALLED: Final = re.compile(
    r"[^.;]{10}\b(?:come|comes|came|following) (?:\w+ )?after (?:the )?[^.;,]{0,40}$"
    r"|[^.;]{20}\b(?:hours?|days|weeks?|months?|years?) (?:after|before|since) (?:an? )?[^.;,]{0,40}$"
)
"""Before what another event did: "the attack came ten days after a gunman killed five"."""
_COUNTS_OF: Final = re.compile(r" counts? of ")
"""As many as a charge names: "two counts of murder and three of abuse resulting in death"."""
_STATISTICS: Final = frozenset(("homicides", "murders", "killings", "fatalities"))
_SO_FAR: Final = re.compile(
    r"\b(?:so far|this time|(?:this|last|previous|each|per) (?:year|month|week)|in (?:19|20)\d\d)\b"
)
_ON_THE_SPOT: Final = re.compile(r" (?:at|on) (?:the )?(?:scene|spot)\b")
"""Where one died; others may have died in hospital."""
_OF_SHOTS: Final = re.compile(r" of the ")
_MOURNED: Final = re.compile(r"\b(?:memorial|funeral|vigil|burial|remembrance|mass for)\b")
"""A gathering that followed."""
_ANSWERED: Final = re.compile(r"[^.;,]{0,15} (?:in return|back|in response)\b")
_NEARER: Final = frozenset(
    (
        "adults",
        "twins",
        "siblings",
        "brothers",
        "sisters",
        "sons",
        "daughters",
        "nephews",
        "nieces",
        "cousins",
        "relatives",
    )
)
"""Who is counted by what they are to each other or to a speaker: others may have been hit beside them."""
_JOINED: Final = re.compile(r"\b(?:(?:[Hh]e|[Ss]he|him|her) and|(?:his|her|their|my) [a-z-]+,? and) $")
_MORE: Final = re.compile(r"\b(?:others?|(?<!or )more(?! than\b)|another|additional|further|elsewhere)\b")
_AND_THE_OTHER: Final = re.compile(",?&dx(?![qx])")
"""In codes, after a count: somebody beside it whom nobody counts."""
_TOLLS: Final = frozenset(("toll", "total", "inverted-toll"))


@dataclass(frozen=True, slots=True)
class Signs:
    """What the words around a count tell of whether it is of the whole."""

    rule: str
    low: int
    high: int | None
    listed: bool
    """One of several counted together: "two Danes and a Swede"."""
    more: bool
    """Beside others: "four others", "another five"."""
    others: bool
    """Beside others whom their sentence has not told of: "two others", "six more people"."""
    again: bool
    """Beside others of whom it tells the same: "Ana Roe was killed and two others died"."""
    elsewhere: bool
    """In a place that the article's lead does not name."""
    graded: bool
    """Only those so badly hurt, or still so: "30 seriously injured", "two remain hospitalised"."""
    vague: bool
    nearer: bool
    """Some that others stand beside: "my two nephews", "his wife and four daughters", "three and then himself"."""
    recalled: bool
    """Told of by how long ago it was."""
    named: bool
    """One person whom an article stands for: "a man"."""
    leading: bool
    """In the article's lead."""
    things: bool
    """Houses, ships, records: counted by place more often than in all."""
    sentence: int
    """Where its sentence starts."""


def lead_of(text: str) -> str:
    """Return the headline and the first paragraph of a text."""
    found = _LEAD.match(text)
    return found[0] if found else ""


Key = tuple[str, int, int]
"""A proposal's attribute and the span of its figure."""


def key_of(proposal: Proposal) -> Key:
    """Return the key under which the signs of a proposal are kept."""
    return (proposal.attribute, proposal.number_start, proposal.number_end)


def read_signs(count: Count, counts: Sequence[Count], chunks: Chunks, lead: str, text: str, sentence: int) -> Signs:
    """Return what the words around `count` tell; `text` is the view."""
    phrase = count.phrase
    index = next((n for n, item in enumerate(chunks.items) if item.phrase is phrase), count.first)
    around = text[max(0, phrase.start - 9) : phrase.end].lower()
    besides = text.startswith(" else", phrase.end)  # "no one else"
    return Signs(
        rule=count.rule,
        low=phrase.value.low,
        high=phrase.value.high,
        listed=not count.rule.endswith("-sum")
        and count.rule not in _TOLLS
        and _is_listed(count, counts, chunks, index),
        more=_MORE.search(around) is not None or " also " in text[phrase.start : chunks.items[count.last].end],
        others=_MORE.search(around) is not None and not any(item.events for item in chunks.items[: count.first]),
        again=_MORE.search(around) is not None and _is_told_before(chunks, count, index),
        elsewhere=_is_elsewhere(text, phrase.start, chunks.items[count.last].end, sentence, lead),
        graded=besides or _is_graded(text, phrase.start, chunks.items[count.last].end),
        nearer=phrase.head in _NEARER
        or _AND_THE_KILLER.match(text, phrase.end) is not None
        or _OF_ONES_OWN.match(text, phrase.end) is not None
        or _COUNTS_OF.match(text, phrase.figure_end) is not None
        or _has_died_since(chunks, count)
        or (count.attribute == "participants" and _MOURNED.search(text, phrase.end, phrase.end + 90) is not None)
        or (phrase.head in _STATISTICS and _SO_FAR.search(text, sentence, phrase.end + 60) is not None)
        or (
            phrase.value.low == phrase.value.high == 1
            and _ON_THE_SPOT.match(text, chunks.items[count.last].end) is not None
        )
        or (count.attribute == "shots" and _OF_SHOTS.match(text, phrase.figure_end) is not None)
        or (count.attribute == "shots" and _ANSWERED.match(text, phrase.end) is not None)
        or (count.attribute == "shots" and "heard" in text[chunks.items[count.first].start : phrase.start])
        or _TWO.search(around) is not None
        or (count.rule == "lost" and (phrase.head == "children" or phrase.head in _NEARER))
        or _JOINED.search(text, max(sentence, phrase.start - 30), phrase.start) is not None
        or _FOUND.search(text, max(sentence, phrase.start - 16), phrase.start) is not None,
        recalled=_RECALLED.search(text, sentence, max(sentence, phrase.start)) is not None,
        named=phrase.article or (count.rule == "premodifier" and phrase.value.low == phrase.value.high == 1),
        leading=sentence < len(lead),
        vague=phrase.vague,
        things=count.rule == "general" and not phrase.person,
        sentence=sentence,
    )


def _is_listed(count: Count, counts: Sequence[Count], chunks: Chunks, index: int) -> bool:
    """Return whether another count of the same is joined to the one at `index` by a comma or "and"."""
    alike = {
        other.phrase.figure_start
        for other in counts
        if other.attribute == count.attribute and other.whole is not count and count.whole is not other
    }
    beside = _AND_THE_OTHER.match(chunks.codes, index + 1)
    if beside is not None and _is_somebody(chunks.items[beside.end() - 1].text):
        return True  # "eleven people and the bomber"
    for step in (1, -1):
        other = index + step
        while 0 <= other < len(chunks.items) and chunks.codes[other] in ",&d":
            if chunks.items[other].own is not None:
                return True  # "a pastor, his wife"
            other += step
        phrase = chunks.items[other].phrase if 0 <= other < len(chunks.items) and other != index + step else None
        if phrase is not None and phrase.figure_start in alike:
            return True
    return False


def _is_somebody(noun: str) -> bool:
    return is_person(noun) or scope_of((), noun) != "total"


def _is_told_before(chunks: Chunks, count: Count, index: int) -> bool:
    """Return whether the same happens to somebody before the count, by another word or the same verb."""
    for at, item in enumerate(chunks.items[:index]):
        same = any(event.attribute == count.attribute for event in item.events)
        if same and (at != count.first or "&" in chunks.codes[at:index]):
            return True
    return False


def _has_died_since(chunks: Chunks, count: Count) -> bool:
    """Return whether one of those hurt is said to have died: "one of five people hurt has died"."""
    return (
        count.attribute == "injured"
        and any(item.phrase is not None and item.phrase.inner is count.phrase for item in chunks.items)
        and "D" in chunks.codes[count.last :]
    )


def _is_graded(text: str, start: int, end: int) -> bool:
    return (
        _GRADED.search(text, start, end) is not None
        or _GRADED_AFTER.match(text, end) is not None
        or _UNRELATED.match(text, end) is not None
    )


def _is_elsewhere(text: str, start: int, end: int, sentence: int, lead: str) -> bool:
    if _AT_ONCE.match(text, end, end + 70):
        return True
    found = (
        _PLACE.match(text, end, end + 140)
        or _OPENING_PLACE.match(text, sentence)
        or _CLAUSE_PLACE.search(text, sentence, start)
    )
    if found is None or sentence < len(lead):
        return False
    name = found["name"]
    if name.lower() in words("months") or name.lower() in words("weekdays"):
        return False
    return name not in lead


def settle(proposals: Sequence[Proposal], signs: Mapping[Key, Signs]) -> Iterator[Proposal]:
    """Yield the proposals of one article in their order, without a scope where they are not of the whole."""
    groups: dict[tuple[str, str, str], list[tuple[Proposal, Signs]]] = {}
    most: dict[tuple[str, str], int] = {}
    later = _find_later(proposals, signs)
    for proposal in proposals:
        mine = signs.get(key_of(proposal))
        of = _counted_of(proposal)
        if mine is not None and proposal.scope is not None:
            groups.setdefault((*of, proposal.scope), []).append((proposal, mine))
            if not mine.vague and not mine.recalled:
                most[of] = max(most.get(of, 0), mine.low)
    partial = {
        key_of(proposal)
        for (event, attribute, scope), group in groups.items()
        for proposal in _partial(group, later, most.get((event, attribute), 0) if scope == "total" else 0)
    }
    for proposal in proposals:
        yield replace(proposal, scope=None) if key_of(proposal) in partial else proposal


def _counted_of(proposal: Proposal) -> tuple[str, str]:
    """Return the event, or the subject, and the attribute of a proposal."""
    return (proposal.event.key if proposal.event is not None else proposal.subject, proposal.attribute)


def _find_later(proposals: Sequence[Proposal], signs: Mapping[Key, Signs]) -> set[Key]:
    """Return the keys of those before which somebody is told of to whom the same happened."""
    later: set[Key] = set()
    told: set[tuple[str, str]] = set()
    events: set[str] = set()
    dead = False
    for proposal in proposals:
        mine, of = signs.get(key_of(proposal)), _counted_of(proposal)
        alone = of[0] not in events or (dead and proposal.attribute == "killed")
        if of in told or (mine is not None and (mine.again or (mine.others and alone))):
            later.add(key_of(proposal))
        told.add(of)
        if mine is not None:
            events.add(of[0])
        dead = dead or (proposal.attribute == "status" and proposal.value == "dead")
    return later


def _partial(group: Sequence[tuple[Proposal, Signs]], later: Collection[Key], most: int) -> Iterator[Proposal]:
    """Yield those of a group that are not of the whole.

    Args:
        group: the counts of one attribute and scope of one event.
        later: those that have another of their attribute before them.
        most: the largest count of any part, where the group counts the whole.
    """
    largest = max((s.low for p, s in group if not s.vague and (p.scope != "total" or not s.listed)), default=0)
    # Looked through for each count: the lead is short, however long the article.
    lead = [(p, s) for p, s in group if s.leading and not s.vague and not s.listed]
    by_sentence: dict[int, list[tuple[Proposal, Signs]]] = {}
    for proposal, signs in group:
        by_sentence.setdefault(signs.sentence, []).append((proposal, signs))
    for proposal, signs in group:
        graded = signs.graded and proposal.scope not in grades().values()
        if signs.nearer or graded or (signs.recalled and not signs.leading):
            yield proposal
            continue
        below = signs.low < largest and signs.rule not in _TOLLS
        if signs.low == signs.high == 1 < most and signs.rule not in _TOLLS:
            yield proposal  # "a man" beside "five officers"
            continue
        if proposal.attribute == "shots" and below:
            yield proposal
            continue
        if proposal.scope != "total":
            same = sum(other.listed for _, other in by_sentence[signs.sentence])
            one = signs.low == signs.high == 1
            besides = signs.more and (one or key_of(proposal) in later)
            if (one and below and _is_one_of_more(proposal, group)) or besides or (signs.listed and same > 1):
                yield proposal  # "a child" beside "six children"; "two kids and two teens"; "several more"
        elif (
            signs.listed
            or (signs.named and not signs.leading)
            or (below and not signs.leading and _is_counted_in_lead(proposal, signs, lead))
            or (below and (signs.low == signs.high == 1 or signs.elsewhere))
            or (signs.more and key_of(proposal) in later)
            or (signs.elsewhere and signs.things)
            or _is_restated(proposal, signs, by_sentence[signs.sentence])
        ):
            yield proposal


def _is_one_of_more(proposal: Proposal, group: Sequence[tuple[Proposal, Signs]]) -> bool:
    """Return whether more are counted under the same scope, and not by somebody who speaks against who counts one."""
    own = _speakers(proposal)
    others = (_speakers(told) for told, signs in group if signs.low > 1 and not signs.vague)
    return any(other == own or not (other and own) for other in others)


def _speakers(proposal: Proposal) -> tuple[str, ...]:
    return tuple(hop.speaker for hop in proposal.chain)


def _is_counted_in_lead(proposal: Proposal, signs: Signs, lead: Sequence[tuple[Proposal, Signs]]) -> bool:
    """Return whether the lead counts more, by nobody else's word: who counts fewer further down counts some of them."""
    return any(other.low > signs.low and (not proposal.chain or told.chain == proposal.chain) for told, other in lead)


def _is_restated(proposal: Proposal, signs: Signs, beside: Sequence[tuple[Proposal, Signs]]) -> bool:
    """Return whether the same sentence gives the same speaker another figure: parts, or before and after."""
    return signs.rule not in _TOLLS and any(
        (other.low, other.high) != (signs.low, signs.high)
        and other.rule not in _TOLLS
        and not other.listed
        and told.chain == proposal.chain
        for told, other in beside
    )
