"""The grammar of counts: who was killed, hurt, caught, taken; how many took part; how much was fired.

Owns the patterns over chunks that link a counted phrase to what happened: active, passive, elided, inverted and nominal
forms. Refuses plans, wishes and conditions ("would kill 20"), and phrases that count no people where people are meant.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from claims.extract.analysis.language import singular
from claims.extract.chunks import Chunk, Chunks
from claims.extract.lexicon import compatriots, grades, is_person, limit_of, limiting_verbs, load, scope_of, words
from claims.extract.quantities import Phrase, is_figure
from claims.extract.stance import speech
from claims.values.counts import parse_count
from claims.values.problems import ValueProblem


@dataclass(slots=True)
class Count:
    """A counted phrase with what happened to it."""

    phrase: Phrase
    attribute: str
    rule: str
    first: int
    last: int
    """The chunks from `first` to `last`, both included, carry it."""
    scope: str | None = "total"
    whole: "Count | None" = None
    """The count of which this one is a part."""
    speaker: tuple[int, int] | None = None
    """The chunks from and to, both included, of who says it, where others say other figures in the same sentence."""


_OF: Final = "(?:o[dx]{1,3})?"
_LIST: Final = rf"[NE](?:{_OF}(?:,[NE]{_OF}(?![KA]))*,?&d?[NE](?![KA]))?"
"""Counted phrases in a row; "(two killed) and five wounded" are not one."""
_JOINT: Final = r"[NE](?:,[NE])*,?&d?[NE]"
"""Counted phrases that one word after them is said of: "14 soldiers and 31 rebels dead"."""
_TAIL: Final = r"(?:&[dx]{1,3})?"
_GAP: Final = (
    r"(?:[po][^,KVGDAbhmr&;.()-]{1,9}(?:&[^,NEKVGDAbhmr&;.()-]{1,4})?"  # in the north of the city
    r"|,[^,;.]{0,25},|\([^)]{0,25}\)|-(?!rb,)[^-]{1,25}-"  # , most of them women, - not "- that is, ... -"
    r"|,[^,;.bhKVGDA]{1,12},x,"  # , Ana Roe, 47,
    r"|,[NE]x?(?:,[NE]x?){0,3},?&[NE]x?,"  # , two men, three women and a child,
    r"|,?i[^bhKVGDA;.]{1,20}?,?"  # including two children
    r"|,?r[^;.r]{1,30}?(?<![NE])(?<![NE][bhm]),?"  # who were passing
    r"|x[pto][^,KVGDAbhmr&;.-]{1,12}"  # linked to the group
    r"|[bh](?:[^,;.rNE&]|pN){1,12},?&(?=[bhqDK])"  # was hit in the chest and
    r"|x(?=b|h|m))*?"
)
_AUX: Final = r"(?:[bhmqtn]*[bqh][bhmqtn]*)"

_PLACED: Final = r"(?:p[dx]{1,4}){1,3}"
_AGAIN: Final = rf"(?:(?:,&?|&)E(?:{_PLACED})?(?=[.,;&px]|$))+"
""""(five died in the north) and three in the south": what is counted again without its verb."""

Handler = Callable[[Chunks, re.Match[str]], Iterator[Count]]


def find_counts(chunks: Chunks) -> list[Count]:
    """Return the counts of a sentence, in the order of their phrases, each phrase and attribute once."""
    found: dict[tuple[int, str], Count] = {}
    if not any(item.phrase for item in chunks.items):
        return []
    for rule, pattern, handler in _rules():
        position = 0
        while (match := pattern.search(chunks.codes, position)) is not None:
            counts = list(handler(chunks, match))
            for count in counts:
                count.rule = count.rule or rule
                key = (
                    count.phrase.figure_start,
                    count.attribute + ("+" if count.rule.endswith("-sum") else ""),
                )
                found.setdefault(key, count)
            # What nobody is counted in may hide a match that begins inside it.
            position = match.end() if counts else match.start() + 1
    _drop_restated(found)
    _add_heads(chunks, found)
    _add_general(chunks, found)
    _add_parts(chunks, found)
    _add_grades(chunks, found)
    _add_totals(chunks, found)
    _add_voices(chunks, found)
    _unscope_definite(found)
    for count in found.values():
        _limit(chunks, count)
    _take_side(chunks, found)
    return sorted(found.values(), key=lambda count: (count.phrase.start, count.attribute))


_OF_EVERYBODY: Final = frozenset(("toll", "voice", "inverted-toll", "total", "general", "attackers", "numbering"))
"""Rules that count everybody, whatever the noun."""
_DONE: Final = re.compile("[bhmqt]+x")


def _unscope_definite(found: dict[tuple[int, str], Count]) -> None:
    """Keep one known by a role, "the driver", where it is harm that counts one, and call it the whole of nothing."""
    for key, count in list(found.items()):
        if count.phrase.definite and not load("events").get(count.attribute, {}).get("definite"):
            del found[key]
        elif count.phrase.definite:
            count.scope = None


def _limit(chunks: Chunks, count: Count) -> None:
    """Give a count that its noun, or what is done with its dead, limits an open scope in place of the total."""
    phrase = count.phrase
    part = count.whole is not None and count.scope is None
    if count.attribute not in load("events") or count.rule in _OF_EVERYBODY or count.rule.endswith("-sum"):
        return
    if count.scope == "civilians" and (country := compatriots(phrase.modifiers, phrase.head)) is not None:
        count.scope = country.lower().replace(" ", "_")  # "two American cyclists"
    if count.scope != "total" and not part:
        return
    index = next((n for n, item in enumerate(chunks.items) if item.phrase is phrase), None)
    limit = _limit_by_verb(chunks, index, count.last) if index is not None else None
    if limit is None and _counted_attribute(phrase.head) != count.attribute:
        limit = limit_of(phrase.modifiers, phrase.head)
        limit = singular(limit) if limit == phrase.head else limit
    if limit is not None:
        count.scope = limit.lower().replace(" ", "_")


_ELIDED: Final = re.compile(r"[KAD](?:p[dx]{1,4})*,?&$")


def _take_side(chunks: Chunks, found: dict[tuple[int, str], Count]) -> None:
    """Give a bare figure the side of the attackers told before it: "15 militants were killed and five arrested"."""
    by_last = {count.last: count for count in found.values() if count.scope == "attackers"}
    for count in found.values():
        index = next((n for n, item in enumerate(chunks.items) if item.phrase is count.phrase), 0)
        joined = _ELIDED.search(chunks.codes, 0, index)
        if joined is None or count.phrase.head or count.phrase.partitive or count.scope != "total":
            continue
        if joined.start() in by_last and chunks.codes[index + 1 : index + 2] in ("K", "A", "b"):
            count.scope = "attackers"


def _limit_by_verb(chunks: Chunks, index: int, last: int) -> str | None:
    """Return the scope that a verb beside the phrase gives: "identified 62 bodies", "62 dead were identified"."""
    after = _DONE.match(chunks.codes, max(index, last) + 1)
    verbs = [chunks.items[index - 1].text] if index else []
    verbs += [chunks.items[after.end() - 1].text] if after is not None else []
    return next((scope for verb in verbs if (scope := limiting_verbs().get(verb)) is not None), None)


def count_rules() -> tuple[str, ...]:
    """Return the names of the rules, in their order."""
    return tuple(name for name, _, _ in _rules())


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str], Handler], ...]:
    table: tuple[tuple[str, str, Handler], ...] = (
        ("toll", "(?P<t>T)", _toll),
        ("number-of", r"(?P<n>x)o[dqx]{0,3}(?P<t>[OKA])", _toll),
        ("premodifier", r"(?P<s>N)", _premodified),
        ("nominal", rf"(?:O|G)od?(?P<s>{_LIST})", _nominal),
        ("passive", rf"(?P<s>{_LIST}){_TAIL}{_GAP}{_AUX}(?:K&|x(?:p[dx]{{1,3}}|[ENx]x?)?&)?(?P<k>[KAD])", _predicate),
        ("joined", rf"(?P<s>{_LIST}){_TAIL}{_GAP}{_AUX}(?P<k>K)&[bhm]*[KD]", _predicate),
        ("busy", rf"(?P<s>{_LIST})(?P<g>x)[^,;.bhmqrKVGDA&]{{1,14}}(?P<b>{_AUX})(?P<k>[KAD])", _busy),
        ("died", rf"(?P<s>{_LIST}){_TAIL}{_GAP}(?P<k>D)", _predicate),
        ("headline-list", rf"(?<![KVGAd])(?P<s>{_JOINT}),?q?(?P<k>[KA])(?!d?[NEZ](?![KA])|dx)", _predicate),
        (
            "headline",
            r"(?P<s>[NE])(?:od?x{1,3}|-[^-]{1,20}-|\([^)]{1,25}\))?,{0,2}q?(?P<k>[KA])(?!d?[NEZ](?![KA])|dx)",
            _predicate,
        ),
        ("active", rf"(?<![b])(?P<k>[KVG])(?:&[KVG])?(?:[dxZ]{{1,5}},?&|dx?)?(?P<s>{_LIST})", _object),
        ("and-others", r"(?P<k>[KVG])[dxZ]{1,3},(?P<s>[NE])", _and_others),
        ("elided", rf"(?P<k>[KVG])(?:[dx]{{0,3}}{_LIST}){_PLACED}(?P<s>{_AGAIN})", _elided),
        ("elided-subject", rf"[NE]{_AUX}?(?P<k>[KD]){_PLACED}(?P<s>{_AGAIN})", _elided),
        ("taken", r"(?P<k>x)(?P<s>[NE])", _taken),
        ("seized", rf"(?P<k>x)(?P<s>{_LIST})", _seized),
        ("numbering", r"(?P<k>x)p?(?P<s>E)", _numbering),
        ("relative", rf"(?P<s>{_LIST}),?r{_AUX}(?P<k>[KAD])", _predicate),
        ("relative-past", rf"(?P<s>{_LIST}),?r[^;.bhm]{{1,12}}(?P<n>N),?(?P<b>{_AUX})(?P<k>[KAD])", _agreeing),
        ("relative-died", rf"(?P<s>{_LIST}),?r[bhm]*(?P<k>D)", _predicate),
        ("labelled", rf"(?:^|(?<=[.;,]))(?P<k>[KA]);(?P<s>{_LIST})(?=[.,;&]|$)", _predicate),
        ("inverted", rf"(?:^|(?<=[.,;-]))l?(?P<k>[KA])b(?P<s>{_LIST})", _predicate),
        ("fled", rf"(?P<s>{_LIST}){_TAIL}(?:p[dx]{{1,4}})?[hm]{{0,2}}(?P<k>x)", _fled),
        ("left-dead", r"(?P<s>[NE])l(?P<k>[KA])", _predicate),
        ("suffered", rf"(?P<s>{_LIST}){_GAP}[bhm]{{0,2}}(?P<k>x)", _suffered),
        ("left", rf"l(?P<s>{_JOINT}|[NE])(?:x{{0,2}}|,{{1,2}})(?P<k>[KA])", _predicate),
        ("among-the-dead", rf"d(?P<k>[KA])(?P<x>x?)(?:b|i|,|;)(?P<s>{_LIST})", _are_the_dead),
        ("of-the-dead", r"od?(?P<w>[NE])(?P<k>[KA]?),?(?P<s>[NE])b(?![KAD])", _of_the_dead),
        ("part-of-the-dead", r"(?P<s>E)od(?P<w>E)(?P<k>[KA])", _of_the_dead),
        ("inverted-toll", r"t(?P<s>[NE])d?(?P<k>T)", _inverted_toll),
        ("inverted-number", r"t(?P<s>[NE])d?(?P<n>x)o[dqx]{0,3}(?P<w>r)[hb]*(?P<k>[KDA])", _inverted_toll),
        ("lost", r"(?P<k>x)(?P<s>N)", _lost),
        ("among-them", rf"(?P<s>{_LIST}){_GAP}bp[dx]{{1,2}}(?P<k>[KA])", _among_them),
        ("as-were", rf"w(?P<s>{_LIST})", _as_were),
        ("lives", r"(?P<s>N)", _lives),
        ("attackers", rf"(?P<s>N){_GAP}(?:,?r)?[hbm]?(?P<k>[xKVGp])", _attackers),
        ("ordnance", r"(?P<s>N)", _ordnance),
        ("strength", r"(?P<k>[hxbGq])p?(?P<s>N)", _strength),
    )
    return tuple((rule, re.compile(pattern), handler) for rule, pattern, handler in table)


def _members(chunks: Chunks, match: re.Match[str]) -> Iterator[tuple[int, Phrase]]:
    for index in range(match.start("s"), match.end("s")):
        phrase = chunks.items[index].phrase
        if phrase is not None:
            yield index, phrase


def _counts(chunks: Chunks, match: re.Match[str], attribute: str, trigger: int, strict: bool) -> Iterator[Count]:
    if _is_unreal(chunks, trigger):
        return
    members = list(_members(chunks, match))
    if len(members) == 2 and members[1][0] < trigger and chunks.codes[members[0][0] + 1] == ",":
        members = members[1:]  # "took 43 lives, and 60 people are missing"
    things = any(_is_thing(phrase) for _, phrase in members)
    for index, phrase in members:
        if index < trigger and _is_object(chunks, index, trigger):
            continue
        if things and not phrase.person:
            continue  # "killed 12 chickens and 300 ducks"
        postmodified = index + 1 == trigger and chunks.codes[trigger] == "K"
        if phrase.inner is not None and (postmodified or chunks.codes[index + 1 : index + 2] == "r"):
            phrase = phrase.inner  # "one of four people killed", "one of four people who died": the four were
        if phrase.shared and not postmodified:
            continue  # "a quarter of the 120 patients died"
        if phrase.event and phrase.event != attribute and attribute in ("killed", "injured"):
            if chunks.codes[trigger] != "D":
                continue
            phrase.event = attribute  # "five of the wounded died": they no longer count as hurt
        if not _fits(chunks, phrase, attribute, strict):
            continue
        first, last = min(index, trigger), max(index, trigger)
        part = (phrase.scope == "total" and phrase.inner is not None) or _is_of_those(chunks, phrase)
        yield Count(phrase, attribute, "", first, last, None if part else phrase.scope)


def _is_object(chunks: Chunks, index: int, trigger: int) -> bool:
    """Return whether the phrase is the object of the verb before it: "(they) killed five (, and three are missing)"."""
    before = chunks.codes[index - 1 : index]
    apart = index > 1 and index + 1 < trigger  # "a dog that was shot after attacking a guard is dead"
    if apart and before == "x" and chunks.codes[index - 2] in "rp":
        verb = chunks.items[index - 1].text
        return verb.endswith("ing") and verb not in _SAYING
    return before in ("G", "V") or (before == "K" and _is_active(chunks, index - 1))


_SAYING: Final = frozenset(("saying", "adding", "reporting", "claiming", "noting", "stating", "showing", "suggesting"))


def _fits(chunks: Chunks, phrase: Phrase, attribute: str, strict: bool) -> bool:
    """Return whether what is counted can be what the attribute counts."""
    head = phrase.head
    if not head:
        return not phrase.article
    if _is_thing(phrase):
        return False
    if _counted_attribute(head) not in (None, attribute) and not is_person(head):
        return False
    if phrase.person or phrase.event:
        return True
    # A capital marks a member of a people or body that no list of nouns holds: "a Carabinero".
    return not strict and (not phrase.article or chunks.text[phrase.end - len(head)].isupper())


def _is_thing(phrase: Phrase) -> bool:
    things = words("not_persons")
    return phrase.head in things or (not phrase.person and not things.isdisjoint(phrase.modifiers))


def _is_unreal(chunks: Chunks, trigger: int) -> bool:
    """Return whether the verb is only planned, wished or supposed: "would kill", "to kill", "threatened with"."""
    before = chunks.codes[max(0, trigger - 4) : trigger]
    if _is_supposed(chunks, trigger) or _RATE.match(chunks.text, chunks.items[trigger].end):
        return True
    if re.search(r"n[bhmqt]*$|nx?[hx][NE]$", before):
        return True
    item = chunks.items[trigger]
    if before.endswith("txb") and chunks.items[trigger - 1].text == "being":
        return True  # "to avoid being arrested"
    if item.code in "V" and before[-1:] in ("t", "m"):
        return True
    if item.code in "KDA" and re.search(r"m[nq]*h?b?$", before):
        modal = next((c.text for c in reversed(chunks.items[:trigger]) if c.code == "m"), "")
        return modal in ("would", "should", "will", "wouldn't") or (modal in ("could", "can") and "h" not in before)
    return bool(re.search(r"tb$", before)) and not re.search(r"q[bht]*$", before)


_RATE: Final = re.compile(
    r"[^.;,]{0,40}?\b(?:annually|yearly|on average|(?:per|a|every|each) (?:year|month|week|day))\b"
)
_NOT_SAID: Final = re.compile(
    r"\b(?:did|does|do|has|have|had|could|would|can|is|was|were|are)(?:n't| ?not)(?: yet)?"
    r" (?:say|said|saying|confirm(?:ed|ing)?|claim(?:ed|ing)?|report(?:ed)?|announced?|know) that [^.,;]*$"
)
"""What nobody said is neither said nor denied."""
_HOPED: Final = re.compile(r"\b(?:pray(?:ing|ed|s)?|hop(?:e|ed|ing|es)|wish(?:ed|ing|es)?) (?:that )?[^.,;]*$")
_CLAUSE_END: Final = frozenset(",;.-")


def _is_supposed(chunks: Chunks, trigger: int) -> bool:
    """Return whether the clause only asks or supposes: "if ten people die", "whether they were killed"."""
    for index in range(trigger - 1, -1, -1):
        item = chunks.items[index]
        if item.code in _CLAUSE_END:
            break
        if item.text in ("that", "which", "who") and chunks.codes[index + 1] in "lKxbh":
            break  # "whether the fire that left two dead was set" doubts neither fire nor dead
        if item.text in ("if", "unless", "whether"):
            return True
    before = chunks.text[max(chunks.items[0].start, chunks.items[trigger].start - 120) : chunks.items[trigger].start]
    if _NOT_SAID.search(before) or _HOPED.search(before):
        return True
    # "Had the bomb exploded, 200 could have died"
    return chunks.items[0].text == "had" and "m" in chunks.codes[:trigger]


def _event(item: Chunk, *forms: str) -> tuple[str, bool] | None:
    for event in item.events:
        if event.form in forms:
            return event.attribute, event.strict
    return None


def _toll(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "the death toll from the blasts rose to 24": the first figure that a preposition joins to it."""
    trigger = match.start("t")
    if "n" in match.re.groupindex:  # "the number of confirmed deaths"
        event = _event(chunks.items[trigger], "noun", "state", "past")
        event = event if chunks.items[match.start("n")].text in _SUMMED else None
    else:
        event = _event(chunks.items[trigger], "toll")
    if event is None:
        return
    for index in range(trigger + 1, min(trigger + 26, len(chunks.items))):
        item = chunks.items[index]
        if item.code in "GD.;" and index > trigger + 1:
            return
        phrase = item.phrase
        if phrase is None or phrase.article or phrase.head in words("not_persons") or phrase.value.low == 0:
            continue
        passed = phrase.value.hedge == "more_than" and phrase.start < phrase.figure_start  # "the toll passed 1,000"
        before = chunks.items[index - 1]
        joined = (before.code in "tpovTbh;" and before.text not in ("in", "from")) or before.text in words("reaching")
        if not joined and not passed:
            continue
        if phrase.head and not phrase.person and _counted_attribute(phrase.head) is None:
            continue
        if event[0] != "participants" or phrase.value.low >= _CROWD:
            yield Count(phrase, event[0], "", trigger, index, _scope_among(chunks, trigger))
        return


_AMONG: Final = re.compile("pd?(?P<among>x{1,3})")


def _scope_among(chunks: Chunks, trigger: int) -> str:
    """Return the scope of those among whom a toll is counted: "the toll among government troops", else total."""
    found = _AMONG.match(chunks.codes, trigger + 1)
    if found is None or chunks.items[trigger + 1].text != "among":
        return "total"
    *modifiers, head = (item.text for item in chunks.items[found.start("among") : found.end("among")])
    scope = scope_of(tuple(modifiers), head)
    limit = limit_of(tuple(modifiers), head) if scope == "total" else None
    return scope if limit is None else limit.lower().replace(" ", "_")


_OF_THOSE: Final = re.compile(r" of (?:the|those|these|our|my|his|her|their|its)\b")


def _is_of_those(chunks: Chunks, phrase: Phrase) -> bool:
    """Return whether a part is counted: "four of those", "one of the deputies"; "12 of the guards" are guards."""
    one = phrase.value.low == phrase.value.high == 1
    return (phrase.scope == "total" or one) and _OF_THOSE.match(chunks.text, phrase.figure_end) is not None


def _inverted_toll(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "that brings to 17 the number of people killed"."""
    index, trigger = match.start("s"), match.start("k")
    phrase, event = chunks.items[index].phrase, _event(chunks.items[trigger], "toll", "past", "state", "died")
    scope = "total"
    if "n" in match.re.groupindex:
        if chunks.items[match.start("n")].text not in _SUMMED:
            return
        counted = chunks.items[match.start("w") - 1].text
        scope = scope_of((), counted)
        limit = limit_of((), counted) if scope == "total" else None
        scope = scope if limit is None else limit.lower().replace(" ", "_")
    if phrase is not None and event is not None and not phrase.article:
        yield Count(phrase, event[0], "", index, trigger, scope)


def _premodified(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    index = match.start()
    phrase = chunks.items[index].phrase
    if phrase is None or phrase.partitive or re.search(r"mh?[hbx]?d?$", chunks.codes[max(0, index - 4) : index]):
        return  # nothing was counted that only "would have been"
    if phrase.event and (phrase.person or not phrase.article):
        yield Count(phrase, phrase.event, "", index, index, None if _is_of_those(chunks, phrase) else phrase.scope)
    elif phrase.inner is not None and phrase.inner.event:
        # "two of the 14 murdered fishermen"
        inner = Count(phrase.inner, phrase.inner.event, "", index, index, phrase.inner.scope)
        yield inner
        yield Count(phrase, phrase.inner.event, "part", index, index, None, inner)


def _of_the_dead(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "of the 31 dead, 12 were foreigners", "twelve of the 31 dead"."""
    index, part_at = match.start("w"), match.start("s")
    phrase, part = chunks.items[index].phrase, chunks.items[part_at].phrase
    event = _event(chunks.items[match.start("k")], "past", "state") if match["k"] else None
    attribute = event[0] if event is not None else phrase.event if phrase is not None else ""
    if phrase is None or part is None or not attribute or part.article:
        return
    whole = Count(phrase, attribute, "", index, index + len(match["k"]), phrase.scope)
    yield Count(part, attribute, "part", min(index, part_at), max(whole.last, part_at), None, whole)


def _drop_restated(found: dict[tuple[int, str], Count]) -> None:
    """Leave out who was hurt and has died since: "five of the wounded died"."""
    for key, count in list(found.items()):
        if count.rule == "premodifier" and count.phrase.event and count.phrase.event != count.attribute:
            del found[key]


def _nominal(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    item = chunks.items[match.start()]
    event = _event(item, "noun", "gerund")
    if item.text == "loss" and all(phrase.value.high == 1 for _, phrase in _members(chunks, match)):
        return  # "the loss of a great teacher" need be nobody's death
    if event is not None:
        strict = event[1] or item.text in ("bodies", "remains", "corpses", "loss")
        counts = list(_counts(chunks, match, event[0], match.start(), strict))
        yield from counts
        if counts:
            yield from _family(chunks, match, counts, match.start())


def _predicate(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    trigger = match.start("k")
    item = chunks.items[trigger]
    event = _event(item, {"K": "past", "A": "state", "D": "died"}[item.code]) or _event(item, "state")
    if event is None:
        return
    if item.code == "K" and _is_active(chunks, trigger):
        return
    if item.code == "K" and match.end("s") == trigger and _names_object(chunks, trigger):
        return
    if _is_nearer_to(chunks, match, trigger):
        return
    if _has_own_subject(chunks, match.end("s"), trigger) or _disagrees(chunks, match, trigger):
        return
    phrase = chunks.items[match.start("s")].phrase
    if phrase is not None and not phrase.person and not phrase.event and _is_stranded(chunks, match.start("s")):
        return
    counts = list(_counts(chunks, match, event[0], trigger, event[1]))
    yield from counts
    if counts and item.code in "DKA" and match.re.groupindex.get("s"):
        yield from _family(chunks, match, counts, trigger)


def _is_nearer_to(chunks: Chunks, match: re.Match[str], trigger: int) -> bool:
    """Return whether a participle goes with a noun between: "the brother of |a woman found dead|"."""
    between = chunks.codes[match.end("s") : trigger]
    bare = "N" in between and re.search("[bhm]", between) is None
    return bare and any(phrase.definite for _, phrase in _members(chunks, match))


def _disagrees(chunks: Chunks, match: re.Match[str], trigger: int) -> bool:
    """Return whether several stand before a verb of one: "a teen who shot 4 is killed"; "a family of five was" does."""
    first = match.start("s")
    phrase = chunks.items[first].phrase
    aux = re.search(r"[bhmqtn]+$", chunks.codes[:trigger])
    if phrase is None or aux is None or match.end("s") - first > 1 or chunks.codes[first - 1 : first] == "o":
        return False
    single = phrase.value.low < 2 or phrase.inner is not None or phrase.event != "" or phrase.surface.startswith("a ")
    pair = not is_figure(chunks.text[phrase.figure_start : phrase.figure_end].lower())  # "a couple was found"
    return not single and not pair and chunks.items[aux.start()].text in ("was", "is")


_CONJUNCTIONS: Final = frozenset(("when", "where", "while", "after", "before", "because", "since", "until"))
_SUBJECTS: Final = frozenset(("he", "she", "they", "we", "i", "it"))


def _has_own_subject(chunks: Chunks, after: int, trigger: int) -> bool:
    """Return whether the verb has another subject: "with two friends when he was killed", "when Roe was killed"."""
    index = trigger - 1
    while index >= after and chunks.codes[index] in "bhmqtn":
        index -= 1
    if index >= after and chunks.items[index].text in _CONJUNCTIONS and chunks.items[index + 1].text == "being":
        return True  # "(a man shot two) before being killed"
    if index >= after and chunks.items[index].text in _SUBJECTS:
        return True
    opening = next((n for n in range(index, after - 1, -1) if chunks.codes[n] == "r"), None)
    if opening is None:
        return False
    clause = chunks.codes[opening + 1 : index + 1]
    first = chunks.items[opening + 1]
    if chunks.items[opening].text == "that":
        return first.code in "NE" or (first.code == "x" and chunks.text[first.start].isupper())
    return chunks.items[opening].text in _CONJUNCTIONS and "," not in clause and re.search("[xNEZ]", clause) is not None


def _are_the_dead(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "the dead include two nurses", "the arrested men were two Danes and a Swede"."""
    if re.match(r"[bhmKD]", chunks.codes[match.end() :]):
        return  # "besides the dead, 41 others were wounded"
    if not match["x"] or is_person(chunks.items[match.start("x")].text):
        yield from _predicate(chunks, match)


def _family(chunks: Chunks, match: re.Match[str], counts: list[Count], trigger: int) -> Iterator[Count]:
    """Read "a man and his daughter", "his wife and two children" as so many people together."""
    listed = [count.phrase for count in counts]
    first, last = match.start("s"), match.end("s")
    tail = chunks.items[last : last + 2]
    after = tail[1].own if len(tail) == 2 and tail[0].code == "&" else None
    opening = chunks.items[trigger + 1 : first] if trigger < first and chunks.codes[first - 1] == "&" else []
    before = next((item.own for item in opening if item.own is not None), None)
    shared = any(item.text in ("his", "her", "their") for item in chunks.items[first:last])
    if before is None and after is None and not (shared and len(listed) > 1):
        return
    phrases = [phrase for phrase in (before, *listed, after) if phrase is not None]
    if any(phrase.value.hedge != "exact" or phrase.value.high is None for phrase in phrases):
        return
    total = _together(phrases, str(sum(phrase.value.low for phrase in phrases)))
    if total is not None:
        yield Count(total, counts[0].attribute, "family-sum", counts[0].first, trigger, None)


def _busy(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "four men attending a party in Orsa were hurt"."""
    nearer = chunks.items[match.start("b") - 1].phrase
    subject = next(phrase for _, phrase in _members(chunks, match))
    aux = chunks.items[match.start("b")].text
    agrees = nearer is None or nearer.article or subject.article
    if chunks.items[match.start("g")].text.endswith("ing") and agrees:
        many = match.end("s") - match.start("s") > 1 or subject.value.low > 1
        if nearer is None or aux not in _PLURAL | _SINGULAR or many == (aux in _PLURAL):
            yield from _predicate(chunks, match)


_PLURAL: Final = frozenset(("were", "are", "have"))
_SINGULAR: Final = frozenset(("was", "is", "has"))


def _agreeing(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "two men who attacked a church were arrested": the verb agrees with the men and not with the church."""
    subject = [phrase for _, phrase in _members(chunks, match)]
    nearer = chunks.items[match.start("n")].phrase
    aux = chunks.items[match.start("b")].text
    if nearer is None or aux not in _PLURAL | _SINGULAR:
        return
    many = len(subject) > 1 or subject[0].value.low > 1
    if many != (nearer.value.low > 1) and many == (aux in _PLURAL):
        yield from _predicate(chunks, match)


def _among_them(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "two nurses were among the dead"."""
    if any(item.text == "among" for item in chunks.items[match.end("s") : match.start("k")]):
        yield from _predicate(chunks, match)


def _is_active(chunks: Chunks, trigger: int) -> bool:
    """Return whether the verb has an object of its own: "N killed the man", "N have killed 5"."""
    before = re.search(r"[bhmqtn]*$", chunks.codes[:trigger])
    aux = before[0] if before else ""
    if "b" in aux or "q" in aux:
        return False
    return re.match(r"d?x{0,2}[NEZ](?![KA])|d[xpo.]", chunks.codes[trigger + 1 :]) is not None or "h" in aux


def _names_object(chunks: Chunks, trigger: int) -> bool:
    """Return whether a name follows a verb: "one of the raiders wounded Ana Roe"; in a headline all are capitals."""
    following = chunks.items[trigger + 1 : trigger + 3]
    phrase = chunks.items[trigger - 1].phrase
    if phrase is None or not (phrase.value.high == 1 or phrase.scope == "attackers"):
        return False
    if len(following) < 2 or following[0].code != "x" or chunks.text[chunks.items[trigger].start].isupper():
        return False
    first, second = following
    day = first.text in words("weekdays") or first.text in words("months")
    return not day and second.code in "x.,&" and chunks.text[first.start].isupper()


_NAMED: Final = re.compile(r"[A-Z][\w.-]* $")


def _is_stranded(chunks: Chunks, index: int) -> bool:
    """Return whether a bare figure cannot be a subject where it stands: after a noun or a preposition."""
    before = chunks.items[index - 1] if index else None
    phrase = chunks.items[index].phrase
    if before is None or phrase is None:
        return False
    text = chunks.text
    if chunks.codes[index + 1 : index + 2] not in ("K", "A", "D") and phrase.surface.isdigit():
        named = _NAMED.search(text, max(0, phrase.start - 20), phrase.start)
        if named is not None and before.code == "x":
            return True  # "Fox 5 in a report"
    if before.text == "at" and chunks.codes[index + 1 : index + 2] in ("K", "A"):
        return False  # "stood at 74 dead"
    if before.code in "p" and before.text in ("in", "on", "at", "by", "from", "since", "for", "of"):
        return True
    return before.code == "x" and phrase.surface.isdigit() and len(phrase.surface) == 4


def _is_label(chunks: Chunks, index: int) -> bool:
    """Return whether a bare figure belongs to a name: "(members of) Millworkers Local 90", not "in Orsa 90"."""
    before = chunks.items[index - 1] if index else None
    if before is None or before.text in words("weekdays") or before.text in words("months"):
        return False
    named = re.search("p?(x+)$", chunks.codes[:index])
    return named is not None and named[0][0] != "p" and _is_stranded(chunks, index)


_SUFFER: Final = frozenset(["suffered", "sustained", "received", "suffering", "sustaining", "receiving"])
_HARM: Final = frozenset(["injuries", "injury", "wounds", "wound", "burns", "bruises"])


def _suffered(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "three men suffered serious injuries"."""
    trigger = match.start("k")
    if chunks.items[trigger].text not in _SUFFER:
        return
    for index, item in enumerate(chunks.items[trigger + 1 : trigger + 6], start=trigger + 1):
        if item.text in _HARM:
            yield from _counts(chunks, match, "injured", index, True)
            return


def _object(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    triggers = [n for n in range(match.start("k"), match.start("s")) if chunks.codes[n] in "KVG"]
    for trigger in triggers:
        item = chunks.items[trigger]
        event = _event(item, "past", "present", "gerund")
        if event is None:
            continue
        before = chunks.items[trigger - 1] if trigger else None
        if before is not None and before.code == "b" and item.code == "K":
            continue
        last = match.end("s")
        if chunks.codes[last : last + 1] in ("K", "A") and match.end("s") - match.start("s") == 1:
            continue
        counts = [
            count
            for count in _counts(chunks, match, event[0], trigger, event[1])
            # "killed 15 men, and nine are missing": the nine are the subject of what follows.
            if count.last == match.start("s") or not re.match(r"x?[bhmKAD]", chunks.codes[count.last + 1 :])
        ]
        yield from counts
        if counts:
            yield from _family(chunks, match, counts, trigger)


_STATE_OF: Final = re.compile(
    r" in (?:an? |the )?(?:critical|serious|stable|fair|good|grave|intensive|custody|hospital)"
)


_OTHER_DAY: Final = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d\d?(?:st|nd|rd|th)?,? (?:and|or|to|through) $"
)


def _elided(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "killed five in Dorle and three more in Sant", "two died at the scene and another in hospital"."""
    trigger = match.start("k")
    item = chunks.items[trigger]
    event = _event(item, "past", "present", "gerund", "died")
    if event is None or _is_unreal(chunks, trigger):
        return
    for index, phrase in _members(chunks, match):
        following = chunks.items[index + 1] if index + 1 < len(chunks.items) else None
        dated = following is not None and (following.text in words("months") or following.text in words("weekdays"))
        if phrase.partitive or phrase.article or _STATE_OF.match(chunks.text, phrase.end):
            continue
        if phrase.surface.isdigit() and _OTHER_DAY.search(
            chunks.text[max(0, phrase.start - 40) : phrase.start].lower()
        ):
            continue  # "between April 20 and 24"
        if following is None or following.code in "p.,;" or dated:
            yield Count(phrase, event[0], "", trigger, index, "total")


def _and_others(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "injures mother, 3 others"."""
    phrase = chunks.items[match.start("s")].phrase
    if phrase is not None and phrase.head == "others":
        yield from _object(chunks, match)


_TAKING: Final = frozenset(["take", "takes", "took", "taking", "placed", "placing", "put", "putting", "led", "bring"])
_TAKEN: Final = re.compile(r" (?:into (?:\w+ )?(?:custody|detention)|prisoners?|under arrest)\b")


def _taken(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "took 14 of them into custody", "took six men prisoner"."""
    trigger, index = match.start("k"), match.start("s")
    phrase, item = chunks.items[index].phrase, chunks.items[trigger]
    if phrase is None or item.text not in _TAKING or not _fits(chunks, phrase, "detained", strict=True):
        return
    if _TAKEN.match(chunks.text, phrase.end) and not _is_unreal(chunks, trigger):
        last = min(len(chunks.items) - 1, index + 2)
        yield Count(phrase, "detained", "", trigger, last, phrase.scope)


_SEIZING: Final = {"seized": "kidnapped", "seize": "kidnapped", "seizes": "kidnapped", "seizing": "kidnapped"}
_HOLDING: Final = dict.fromkeys(("held", "hold", "holds", "holding"), "hostages")
_KEEPERS: Final = frozenset(("police", "soldiers", "guards", "border_guards", "officials", "security_forces"))


def _seized(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "gunmen seized 17 passengers", "pirates hold 12 sailors", "customs held six men": it hangs on who does."""
    trigger = match.start("k")
    attribute = (_SEIZING | _HOLDING).get(chunks.items[trigger].text)
    if attribute is None or chunks.codes[trigger - 1 : trigger] in ("b", "t", "m"):
        return
    for index in range(trigger - 1, max(-1, trigger - 13), -1):
        item = chunks.items[index]
        if item.code in ";.":
            return
        role = item.phrase.scope if item.phrase is not None else scope_of((), item.text)
        if role in _KEEPERS or item.text in _attack_words("keepers"):
            attribute = "detained"
        elif role != "attackers":
            continue
        yield from _counts(chunks, match, attribute, trigger, strict=True)
        return


def _numbering(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "raiders numbering about 50", "the attackers, who numbered 30"."""
    trigger, index = match.start("k"), match.start("s")
    phrase = chunks.items[index].phrase
    if phrase is None or phrase.head or chunks.items[trigger].text not in ("numbering", "numbered"):
        return
    before = next((n for n in range(trigger - 1, -1, -1) if chunks.codes[n] not in ",rhb"), None)
    if before is not None and scope_of((), chunks.items[before].text) == "attackers":
        yield Count(phrase, "attackers", "", before, index, "total")


_FLED: Final = re.compile(
    r" (?:from )?(?:the |their |its )?(?:[\w-]+ ){0,2}(?:homes?|houses|fighting|violence|city|cities|districts?|towns?"
    r"|villages?|areas?|regions?|country|provinces?|clashes|wars?|flames|floods?|unrest|shelling|bombardment|bombing"
    r"|offensive|advance|conflict|camps?|island|suburbs?|neighbou?rhoods?)\b"
)


def _fled(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "3,000 villagers have fled the fighting": from a place or a war, not from the scene of a crime."""
    trigger = match.start("k")
    item = chunks.items[trigger]
    if item.text in ("fled", "flee", "fleeing") and _FLED.match(chunks.text, item.end):
        yield from _counts(chunks, match, "displaced", trigger, strict=True)


_LOST: Final = frozenset(["lost", "losing", "loses", "lose"])
_RANKS: Final = frozenset(
    """men comrades sons daughters brothers sisters nephews nieces relatives children grandchildren colleagues
    troops""".split()  # noqa: SIM905 - a word list
)


def _lost(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "the army lost 11 soldiers": fighters and kin; players and members are lost otherwise."""
    trigger, index = match.start("k"), match.start("s")
    phrase = chunks.items[index].phrase
    if phrase is None or chunks.items[trigger].text not in _LOST or phrase.article or _is_unreal(chunks, trigger):
        return
    if phrase.head in _RANKS or phrase.scope in ("soldiers", "police", "guards", "border_guards", "attackers"):
        yield Count(phrase, "killed", "", trigger, index, phrase.scope)


def _as_were(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    trigger = next((n for n in range(match.start() - 1, -1, -1) if chunks.codes[n] in "KDA"), None)
    if trigger is None:
        return
    event = _event(chunks.items[trigger], "past", "died", "state")
    if event is None:
        return
    members = [(n, phrase) for n, phrase in _members(chunks, match) if _fits(chunks, phrase, event[0], event[1])]
    for index, phrase in members:
        yield Count(phrase, event[0], "", trigger, index, phrase.scope)
    if len(members) > 1:
        total = _together([phrase for _, phrase in members], " and ".join(phrase.surface for _, phrase in members))
        if total is not None:
            yield Count(total, event[0], "as-were-sum", trigger, members[-1][0], None)


def _lives(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "claimed 12 lives", "the lives of 12 people", "12 lives were lost"."""
    index = match.start()
    phrase = chunks.items[index].phrase
    if phrase is None:
        return
    around = {item.text for item in chunks.items[max(0, index - 5) : index + 4]}
    verbs = {"claimed", "claiming", "claims", "took", "taking", "takes", "cost", "costing", "lost"}
    before = [item.text for item in chunks.items[max(0, index - 3) : index]]
    if index > 1 and chunks.items[index - 2].text == "life" and chunks.codes[index - 1] == "o" and around & verbs:
        yield Count(phrase, "killed", "", index - 2, index, phrase.scope)
    elif phrase.head == "lives" and around & verbs:
        yield Count(phrase, "killed", "", index, index, "total")
    elif "lives" in before and chunks.codes[index - 1] == "o" and around & verbs and phrase.head != "lives":
        yield Count(phrase, "killed", "", index - 2, index, phrase.scope)


@cache
def _head_attributes() -> dict[str, str]:
    return {word: name for name, table in load("events").items() for word in table.get("heads", ())}


def _counted_attribute(head: str) -> str | None:
    return _head_attributes().get(head)


def _add_heads(chunks: Chunks, found: dict[tuple[int, str], Count]) -> None:
    """Read nouns that are counted themselves: "three deaths", "nine hostages"."""
    for index, item in enumerate(chunks.items):
        phrase = item.phrase
        attribute = _counted_attribute(phrase.head) if phrase is not None else None
        if phrase is None or attribute is None or phrase.head == "lives" or phrase.article:
            continue
        if any(key[0] == phrase.figure_start for key in found):
            continue
        if index and chunks.items[index - 1].text in ("first", "last", "next"):
            continue  # "the first two arrests"
        found[phrase.figure_start, attribute] = Count(phrase, attribute, "counted-noun", index, index, "total")


_CROWD: Final = 20
"""Fewer make no crowd: "five attended a ceremony", "a crowd of about eight"."""
_HEADLESS: Final = {"aboard": (1, 3), "participants": (1, 2), "cases": (-1, 0)}
"""Where the word stands beside a figure that has no noun: from, to."""


def _add_general(chunks: Chunks, found: dict[tuple[int, str], Count]) -> None:
    """Read counts of other things: records exposed, ships held, homes destroyed, people aboard, marchers."""
    taken = {key[0] for key in found}
    for index, item in enumerate(chunks.items):
        phrase = item.phrase
        if phrase is None or phrase.article or phrase.event or phrase.figure_start in taken:
            continue
        first, last = max(0, index - 4), min(len(chunks.items), index + 6)
        for row in _general():
            if not phrase.head and row.attribute in _HEADLESS:
                first, last = _HEADLESS[row.attribute]  # "a ferry with 300 on board", "300 marched", "infected 40"
                first, last = index + first, index + last
            elif phrase.head not in row.heads and not (row.persons and phrase.person):
                continue
            if not phrase.head and _is_label(chunks, index):
                break
            inside = chunks.text[phrase.figure_end : phrase.end].lower().split()[:-1]
            near_at = next((n for n, word in enumerate(inside) if word in row.near), None)
            # "nine confirmed cases"; of "two quakes flattened houses" the quakes are counted
            own = near_at is not None and all(singular(word) == word for word in inside[:near_at])
            near = (n for n in range(first, last) if (own if n == index else _text(chunks, n) in row.near))
            near = (n for n in near if row.is_beside(chunks.codes[min(n, index) + 1 : max(n, index)], n > index))
            # "approached 100 ships and hijacked 40": what follows "and" has an object of its own.
            trigger = next((n for n in near if n <= index or not re.search("&$", chunks.codes[index:n])), None)
            few = row.attribute == "participants" and not phrase.head and phrase.value.low < _CROWD
            if trigger is not None and not few and not _is_unreal(chunks, trigger):
                phrase = _counted_beside(phrase, row, trigger == index + 1)
                if phrase is None:
                    break
                scope = row.scopes.get(phrase.head) or row.scopes.get((inside or [""])[-1], "total")
                count = Count(phrase, row.attribute, "general", min(index, trigger), max(index, trigger), scope)
                found[phrase.figure_start, row.attribute] = count
                break


def _counted_beside(phrase: Phrase, row: "_General", after: bool) -> Phrase | None:
    """Return the whole of "two of the 30 people aboard", else the phrase; nothing for "70 % of the 200 homes"."""
    if phrase.inner is not None and after:
        return phrase.inner
    return None if phrase.shared and row.attribute != "aboard" else phrase


def _text(chunks: Chunks, index: int) -> str:
    return chunks.items[index].text if index < len(chunks.items) else ""


@dataclass(frozen=True, slots=True)
class _General:
    """A row of `general.toml`."""

    attribute: str
    heads: frozenset[str]
    near: frozenset[str]
    persons: bool
    scopes: dict[str, str]
    between: tuple[re.Pattern[str], re.Pattern[str]] | None
    """What may stand between the word and a figure after it, and between a figure and the word after it."""

    def is_beside(self, codes: str, after: bool) -> bool:
        """Return whether the word and the figure are close, by what stands between them."""
        return self.between is None or self.between[after].fullmatch(codes) is not None


@cache
def _general() -> tuple[_General, ...]:
    return tuple(
        _General(
            row["attribute"],
            frozenset(row["heads"].split()),
            frozenset(row["near"].split()),
            row.get("persons", False),
            {word: scope for scope, listed in row.get("scopes", {}).items() for word in listed.split()},
            (re.compile(row["between"][0]), re.compile(row["between"][1])) if "between" in row else None,
        )
        for row in load("general")["count"]
    )


_ALIVE: Final = re.compile(
    r" (?:(?:is|are|was|were|remain(?:s|ed)?) )?(?:still )?(?:in (?:an? |the )?)?"
    r"(?:critical|serious|stable|intensive|hospital|critically|seriously)"
)


def _add_parts(chunks: Chunks, found: dict[tuple[int, str], Count]) -> None:
    """Link "including two children", "24 of them" to the count before it."""
    by_phrase: dict[int, Count] = {}
    for count in found.values():
        by_phrase.setdefault(count.phrase.figure_start, count)
    broken_down = _broken_down(chunks)
    for index, item in enumerate(chunks.items):
        phrase = item.phrase
        if phrase is None:
            continue
        of_whom = phrase.partitive or _after_of_whom(chunks, index)
        broken = index in broken_down
        inclusive = broken or _after_including(chunks, index)
        known = by_phrase.get(phrase.figure_start)
        whole = _whole_before(chunks, by_phrase, index) if of_whom or inclusive else None
        if known is not None:
            _link(known, whole, of_whom, inclusive)
            continue
        if whole is None or whole.phrase.value.high == 0 or (whole.attribute == "strength" and phrase.vague):
            continue  # of nobody there are no parts
        if whole.attribute == "killed" and _ALIVE.match(chunks.text, phrase.end):
            continue  # "17 dead, four of them critical": those are not of the dead
        if not of_whom and not broken and not _fits(chunks, phrase, whole.attribute, True):
            continue
        named = _scope_of_complement(chunks, index) if of_whom and not phrase.head else phrase.scope
        scope = None if named == "total" else named
        part = Count(phrase, whole.attribute, "part", min(whole.first, index), max(whole.last, index), scope, whole)
        found[phrase.figure_start, whole.attribute] = part
        by_phrase[phrase.figure_start] = part


def _link(known: Count, whole: Count | None, of_whom: bool, inclusive: bool) -> None:
    """Make a count that has a verb of its own a part of the one before it."""
    if of_whom and known.scope == "total" and known.rule not in ("fatally", "toll"):
        known.scope = None  # "of whom 15 were killed"
    linked = inclusive and whole is not None and whole is not known and known.rule != "among-the-dead"
    if linked and not (whole is not None and whole.attribute == "strength" and known.phrase.vague):
        known.whole = whole


_GRADES: Final = re.compile(
    r"(?:seriously|critically|gravely|badly|severely|slightly|lightly|fatally|mortally)\b(?! (?:injured|wounded|hurt))",
    re.IGNORECASE,
)


def _add_grades(chunks: Chunks, found: dict[tuple[int, str], Count]) -> None:
    """Read "ten were hurt, three seriously", "stabbed six men, two of them fatally"."""
    whole: Count | None = None
    by_phrase = {count.phrase.figure_start: count for count in found.values()}
    for index, item in enumerate(chunks.items):
        phrase = item.phrase
        if phrase is None:
            continue
        known = by_phrase.get(phrase.figure_start)
        grade = None if phrase.head or phrase.article else _GRADES.match(chunks.text, phrase.end + 1)
        if grade is not None and grade[0].lower() in ("fatally", "mortally"):
            if known is not None:
                found.pop((phrase.figure_start, known.attribute), None)
            scope = None if phrase.partitive else "total"
            phrase.end = grade.end()
            found[phrase.figure_start, "killed"] = Count(phrase, "killed", "fatally", index, index, scope)
        elif grade is not None and known is None and whole is not None and chunks.codes[index - 1] in ",-(&":
            phrase.end = grade.end()
            part = Count(phrase, "injured", "part", whole.first, index, grades()[grade[0].lower()], whole)
            found[phrase.figure_start, "injured"] = part
        elif known is not None and known.attribute == "injured":
            if grade is not None and known.whole is not None and known.scope is None:
                known.scope, phrase.end = grades()[grade[0].lower()], grade.end()  # "55 hurt, five of them critically"
            whole = known


_SUMMED: Final = frozenset(["total", "tally", "count", "number", "figure"])
_RAISED: Final = re.compile(r"(?:bring|brought|tak|took|push|rais)")


def _add_totals(chunks: Chunks, found: dict[tuple[int, str], Count]) -> None:
    """Read "five more died, bringing the total to 17" as another count of what was counted before it."""
    for match in _TOTALLED.finditer(chunks.codes):
        trigger, noun, index = match.start(), match.start("n"), match.start("s")
        phrase = chunks.items[index].phrase
        before = [c for c in found.values() if c.last < trigger and c.whole is None]
        if phrase is None or phrase.article or not before or (phrase.head and not phrase.person):
            continue
        if chunks.items[noun].text in _SUMMED and _RAISED.match(chunks.items[trigger].text):
            latest = max(before, key=lambda c: c.last)
            found.setdefault(
                (phrase.figure_start, latest.attribute),
                Count(phrase, latest.attribute, "total", latest.first, index, "total"),
            )


_TOTALLED: Final = re.compile(r"xd?x?(?P<n>x)(?:[op][dx]{1,4})?t(?P<s>[NE])")


_VOICE: Final = re.compile(r"(?:,r|[,;]?&|,|;r?)(?P<w>d?x{1,5}|Nx{0,4})(?P<s>E)(?=[.,;&]|$)")
_VOICE_AFTER: Final = re.compile(r"[,;]?&(?P<s>E)(?P<p>p)(?P<w>d?x{1,5})(?=[.,;&]|$)")
_PUTS: Final = frozenset(("put", "puts", "gave", "gives", "set", "sets"))


def _add_voices(chunks: Chunks, found: dict[tuple[int, str], Count]) -> None:
    """Read "the police put the toll at 12, while the union says 15 and the hospital 14"."""
    toll = next((c for c in found.values() if c.rule in ("toll", "inverted-toll")), None)
    if toll is None:
        return
    spoken = any(item.text in _PUTS for item in chunks.items[: toll.last])
    for match in _VOICE_AFTER.finditer(chunks.codes, toll.last):
        phrase, last = chunks.items[match.start("s")].phrase, match.end("w") - 1
        if phrase is None or not spoken or chunks.items[match.start("p")].text not in words("agents"):
            continue
        voice = (match.start("w") + (chunks.codes[match.start("w")] == "d"), last)
        key = (phrase.figure_start, toll.attribute)
        found.setdefault(key, Count(phrase, toll.attribute, "voice", toll.first, last, toll.scope, None, voice))
    for match in _VOICE.finditer(chunks.codes, toll.last):
        first, last, index = match.start("w"), match.end("w") - 1, match.start("s")
        phrase = chunks.items[index].phrase
        verb = chunks.items[last].text in speech("reporting")
        if phrase is None or not (verb or spoken) or phrase.value.low == 0:
            return
        spoken, last = True, last - verb
        if last < first + (chunks.codes[first] == "d"):
            return  # "and said 15": the same one again
        voice = (first + (chunks.codes[first] == "d"), last)
        key = (phrase.figure_start, toll.attribute)
        found.setdefault(key, Count(phrase, toll.attribute, "voice", toll.first, index, toll.scope, None, voice))


def _together(phrases: list[Phrase], surface: str) -> Phrase | None:
    """Return several counted phrases as one, read from `surface`: "a guard and an employee" are two."""
    try:
        value = parse_count(surface)
    except ValueProblem:
        return None
    first, last = phrases[0], phrases[-1]
    return Phrase(
        first.first, last.last, first.start, last.end, first.start, last.end, surface, value, person=True, head="people"
    )


_BROKEN_DOWN: Final = re.compile(r"N-(?P<s>E[^-KVGDAb.;]{1,40})-")
"""four tourists - two from the north, one from the south - were killed"""
_IN_BRACKETS: Final = re.compile(r"[NE]\((?P<s>N(?:,N)*,?(?:&N)?)\)")
"""nine farmers (five women, three men and a boy) were killed"""


def _broken_down(chunks: Chunks) -> set[int]:
    """Return the chunks of the figures that break the one before them down."""
    dashed = {
        n
        for found in _BROKEN_DOWN.finditer(chunks.codes)
        for n in range(found.start("s"), found.end("s"))
        if chunks.codes[n] == "E" and chunks.items[n + 1].text in ("from", "in")
    }
    bracketed = {
        n
        for found in _IN_BRACKETS.finditer(chunks.codes)
        for n in range(found.start("s"), found.end("s"))
        if (phrase := chunks.items[n].phrase) is not None and phrase.person
    }
    return dashed | bracketed


def _after_including(chunks: Chunks, index: int) -> bool:
    """Return whether the phrase stands in a list after "including" or "among them"."""
    back = re.search(r"(?:i|p[xZ])[;,]?(?:[dx]*[NE][^bhKVGD;.]{0,6}?(?:,&?|&))*$", chunks.codes[:index])
    if back is None:
        return False
    opening = chunks.items[back.start()]
    return opening.code == "i" or (opening.text == "among" and chunks.items[back.start() + 1].text in ("them", "whom"))


def _after_of_whom(chunks: Chunks, index: int) -> bool:
    """Return whether the phrase stands after "of whom", "of which"."""
    return chunks.codes[max(0, index - 2) : index] == "or" and chunks.items[index - 1].text in ("whom", "which")


def _scope_of_complement(chunks: Chunks, index: int) -> str:
    """Return the scope of what a part is said to be: "(of whom) 12 were children", "12 of them children"."""
    found = re.match(r"(b?)[dx]{1,3}", chunks.codes[index + 1 :])
    first = 0 if found is None else index + 1 + found.end(1)
    named = [] if found is None else [item.text for item in chunks.items[first : index + 1 + found.end()]]
    last = next((n for n, word in enumerate(named) if is_person(word)), None)
    return "total" if last is None else scope_of(tuple(named[:last]), named[last])


def _whole_before(chunks: Chunks, by_phrase: dict[int, Count], index: int) -> Count | None:
    for earlier in range(index - 1, -1, -1):
        phrase = chunks.items[earlier].phrase
        if phrase is None:
            continue
        count = by_phrase.get(phrase.figure_start)
        if count is None and not phrase.article and (phrase.person or not phrase.head):
            return None  # "another 30 were taken to hospital, 12 of them": the 12 are of the 30
        if count is not None and count.whole is None:
            return count
    return None


@cache
def _attack_words(name: str) -> frozenset[str]:
    return frozenset(load("attacks")[name])


def _attackers(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "twenty masked men stormed the post": people on the attacking side as the subject of an attack."""
    index = match.start("s")
    phrase = chunks.items[index].phrase
    trigger = match.start("k")
    if phrase is None or not phrase.person or phrase.event or phrase.value.low == 0:
        return
    gang = index > 1 and chunks.codes[index - 1] == "o" and chunks.items[index - 2].text in _attack_words("bands")
    hostile = (
        gang or phrase.scope == "attackers" or any(word in _attack_words("attacker_words") for word in phrase.modifiers)
    )
    if not hostile:
        return
    while (
        trigger + 1 < len(chunks.items)
        and trigger < match.start("k") + 3
        and chunks.codes[trigger] in "px"
        and chunks.codes[trigger + 1] in "px"
        and chunks.codes[index + 1 : index + 2] == "r"
        and chunks.items[trigger].text not in _attack_words("attack_verbs")
    ):
        trigger += 1  # "two men who in May attacked a church"
    text = chunks.items[trigger].text
    following = " ".join(item.text for item in chunks.items[trigger : trigger + 2])
    longer = " ".join(item.text for item in chunks.items[trigger : trigger + 3])
    verbs = _attack_words("attack_verbs")
    killing = chunks.codes[trigger] in "KV" and _is_active(chunks, trigger)
    if not ({text, following, longer} & verbs or killing) or _is_unreal(chunks, trigger):
        return
    if re.search(r"b$", chunks.codes[:trigger]):
        return
    yield Count(phrase, "attackers", "", index, trigger, "total")


_HITS: Final = frozenset(["hit", "struck", "landed", "fell", "exploded"])
"""What shells do: after "hit with several bullets" nobody has counted the shots."""


def _ordnance(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "fired ten rockets", "five rockets landed"."""
    index = match.start("s")
    phrase = chunks.items[index].phrase
    if phrase is None or phrase.head not in _attack_words("ordnance") or phrase.article:
        return
    verbs = _attack_words("fire_verbs")
    for trigger in (*range(index - 1, max(-1, index - 4), -1), *range(index + 1, min(len(chunks.items), index + 6))):
        text = chunks.items[trigger].text
        if text in verbs and not (trigger < index and text in _HITS) and not _is_unreal(chunks, trigger):
            yield Count(phrase, "shots", "", min(index, trigger), max(index, trigger), "total")
            return


def _strength(chunks: Chunks, match: re.Match[str]) -> Iterator[Count]:
    """Read "has 300 fighters", "numbering 2,000 members"."""
    index, trigger = match.start("s"), match.start("k")
    phrase = chunks.items[index].phrase
    if phrase is None or phrase.article or phrase.head not in _attack_words("strength_nouns") or phrase.partitive:
        return
    if chunks.items[trigger].text not in _attack_words("strength_verbs") or phrase.event:
        return
    if chunks.codes[index + 1 : index + 2] in ("K", "A", "D", "b"):
        return
    yield Count(phrase, "strength", "", trigger, index, "total")
