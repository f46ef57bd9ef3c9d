"""Counts read off a dependency tree: which counted phrase the verb, noun or adjective of an event governs.

Owns the patterns over trees in ClearNLP labels (nsubjpass, dobj, acl, appos ...), as a reading of its own beside the
grammar of chunks. Refuses to read a number: figure, bound and scope are the counted phrase's, which the grammar found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from claims.extract.chunks import Chunks
from claims.extract.counts import Count
from claims.extract.lexicon import EventWord, event_words, is_person, load, words
from claims.extract.quantities import Phrase


@dataclass(slots=True, eq=False)
class Word:
    """A word of a parsed sentence. Its place is in the view."""

    start: int
    end: int
    text: str
    """In lower case."""
    lemma: str
    tag: str
    """Penn Treebank."""
    dep: str
    """What it is to its head; "ROOT" for a head of its own."""
    head: "Word" = field(init=False, repr=False)
    previous: "Word | None" = field(default=None, repr=False)
    children: list["Word"] = field(default_factory=list, repr=False)

    def kids(self, *deps: str) -> list["Word"]:
        """Return the children that are one of `deps` to it."""
        return [child for child in self.children if child.dep in deps]


@dataclass(frozen=True, slots=True)
class _Link:
    target: Word
    trigger: Word
    attribute: str
    strict: bool
    rule: str
    whole: "_Link | None" = None


_SUBJECTS: Final = ("nsubj", "nsubjpass")
_RELATIVES: Final = ("WDT", "WP", "WP$")
_PLANNED: Final = frozenset(("would", "will", "should", "could", "can", "'ll", "wo", "ca"))
_REPORTED: Final = frozenset(
    ("believe", "report", "fear", "presume", "think", "say", "allege", "know", "suspect", "appear", "seem", "confirm")
)
_LEAVE: Final = frozenset(("leave", "find", "shoot", "report", "have", "get"))
_SUFFER: Final = frozenset(("suffer", "sustain", "receive"))
_HARM: Final = frozenset(("injury", "wound", "burn", "bruise"))
_TAKES_LIVES: Final = frozenset(("claim", "take", "cost", "lose"))
_KILLINGS: Final = frozenset(("murder", "homicide", "killing", "slaying"))
_STRENGTH_VERBS: Final = frozenset(("have", "command", "number", "field", "boast", "comprise"))
_OWN_SIDE: Final = ("attackers", "shots", "strength")
"""Attributes that say themselves whose number it is."""
_UNJOINED: Final = ("counted-noun", "state-noun")
_DEPTH: Final = 6


def find_tree_counts(tree: Sequence[Word], chunks: Chunks) -> list[Count]:
    """Return the counts that the tree of a sentence shows, each phrase and attribute once.

    Args:
        tree: the words in the order of the text.
        chunks: the same sentence as the grammar cut it.
    """
    found: dict[tuple[int, str], Count] = {}
    for link in _links(tree):
        for target in _coordinated(link.target, 0 if link.rule in _UNJOINED else _DEPTH):
            phrase = _phrase_of(chunks, target)
            if phrase is None or not _fits(phrase, target, link):
                continue
            whole = None
            if link.whole is not None:
                whole_phrase = _phrase_of(chunks, link.whole.target)
                whole = None if whole_phrase is None else found.get((whole_phrase.figure_start, link.attribute))
            indices = [_index(chunks, phrase.start), _index(chunks, link.trigger.start)]
            scope = _scope(phrase, link, is_part=whole is not None)
            count = Count(phrase, link.attribute, link.rule, min(indices), max(indices), scope, whole)
            found.setdefault((phrase.figure_start, link.attribute), count)
    return sorted(found.values(), key=lambda count: (count.phrase.start, count.attribute))


def _scope(phrase: Phrase, link: _Link, *, is_part: bool) -> str | None:
    """Return whose number it is; None for a part of which the text names only the whole."""
    if link.attribute in _OWN_SIDE:
        return "total"
    part = is_part or phrase.partitive or link.rule == "of-the-dead"
    return None if part and phrase.scope == "total" else phrase.scope


def _links(tree: Sequence[Word]) -> Iterator[_Link]:
    events: dict[Word, list[EventWord]] = {}
    for trigger, event in _events(tree):
        events.setdefault(trigger, []).append(event)
        if _is_unreal(trigger):
            continue
        for rule, target in _targets(trigger, event):
            link = _Link(target, trigger, event.attribute, event.strict, rule)
            yield link
            yield from _parts(link)
    for word in tree:
        for attribute, rule, target in _others(word, events):
            if not _is_unreal(word):
                yield _Link(target, word, attribute, attribute != "injured", rule)


def _events(tree: Sequence[Word]) -> Iterator[tuple[Word, EventWord]]:
    """Yield the words that say what happened; of a phrase ("shot dead", "death toll") its verb, else its last word."""
    by_first = _phrases()
    index = 0
    while index < len(tree):
        for parts, uses in by_first.get(tree[index].text, ()):
            matched = tree[index : index + len(parts)]
            if len(matched) == len(parts) and all(w.text == p for w, p in zip(matched, parts, strict=True)):
                verbs = [word for word in matched if word.tag.startswith("VB")]
                for use in uses:
                    yield (verbs[-1] if verbs and use.form not in ("noun", "heads", "toll") else matched[-1]), use
                index += len(parts) - 1
                break
        index += 1


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], tuple[EventWord, ...]], ...]]:
    table: dict[str, list[tuple[tuple[str, ...], tuple[EventWord, ...]]]] = {}
    for phrase, uses in event_words().items():
        parts = tuple(phrase.split())
        table.setdefault(parts[0], []).append((parts, uses))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in table.items()}


def _targets(word: Word, event: EventWord) -> Iterator[tuple[str, Word]]:
    if event.form == "toll":
        yield from _toll(word)
    elif event.form == "died" and word.tag.startswith("VB"):
        yield from (("died", target) for target in _subject(word))
    elif event.form in ("past", "state") and word.dep in (*_SUBJECTS, "pobj"):
        yield from _are_the_dead(word)
    elif event.form in ("past", "present", "gerund") and word.tag.startswith(("VB", "JJ")):
        yield from _undergoers(word)
    elif event.form == "state":
        yield from _in_state(word)
    elif event.form in ("noun", "gerund") and word.tag.startswith(("NN", "VBG")):
        yield from (("noun-of", target) for target in _after(word, "of"))
    elif event.form == "heads" and word.text != "lives":
        yield "counted-noun", word


def _subject(verb: Word, depth: int = _DEPTH) -> Iterator[Word]:
    """Yield the subject of a verb: its own, the noun it qualifies, or that of the verb it is joined to."""
    own = verb.kids(*_SUBJECTS)
    if own:
        nearest = max((word for word in own if word.start < verb.start), default=own[0], key=lambda word: word.start)
        yield verb.head if nearest.tag in _RELATIVES and verb.dep in ("relcl", "acl") else nearest
    elif verb.dep in ("relcl", "acl"):
        yield verb.head
    elif verb.head.tag.startswith("VB") and depth:
        joined = verb.dep == "conj" and _has_no_subject(verb)
        if joined or (verb.dep in ("xcomp", "ccomp") and verb.head.lemma in _REPORTED):
            yield from _subject(verb.head, depth - 1)


def _has_no_subject(verb: Word) -> bool:
    """Return whether a joined verb follows its conjunction or comma directly: no "several more" stands between."""
    before = verb.previous
    while before is not None and (before.dep in ("aux", "auxpass", "neg") or before.tag == "RB"):
        before = before.previous
    return before is not None and (before.tag in ("CC", ",") or before.tag.startswith("VB"))


def _is_passive(verb: Word, depth: int = _DEPTH) -> bool:
    if verb.kids("auxpass", "nsubjpass"):
        return True
    joined = verb.dep == "conj" and verb.tag in ("VBN", "VBD", "JJ") and not verb.kids(*_SUBJECTS, "dobj", "aux")
    joined = joined and _has_no_subject(verb)
    return joined and depth > 0 and _is_passive(verb.head, depth - 1)


def _undergoers(verb: Word) -> Iterator[tuple[str, Word]]:
    """Yield whom a transitive verb befalls."""
    if _is_passive(verb):
        yield from (("passive", target) for target in _subject(verb))
    elif verb.dep == "amod":
        yield "premodifier", verb.head
    elif objects := [child for child in verb.kids("dobj") if not _is_told_apart(child)]:
        yield from (("active", target) for target in objects)
    elif verb.dep == "acl" and verb.tag in ("VBN", "VBD", "JJ"):
        yield "reduced", verb.head
    elif verb.dep in ("acomp", "oprd", "attr") or (verb.head.lemma == "find" and not verb.kids("aux", *_SUBJECTS)):
        yield from _in_state(verb)  # "were found shot to death"
    elif verb.tag in ("VBN", "VBD", "JJ") and not verb.kids("aux"):
        yield from (("elided", target) for target in _subject(verb))


def _is_told_apart(figure: Word) -> bool:
    """Return whether a bare figure has its own event: the 13 of "two people killed, 13 injured"."""
    return figure.tag == "CD" and any(participle.text in event_words() for participle in figure.kids("acl"))


def _in_state(word: Word) -> Iterator[tuple[str, Word]]:
    """Yield who is dead, missing, in custody."""
    if word.dep == "pobj" and word.head.dep == "prep":
        word = word.head  # "in custody"
    verb = word.head
    if word.kids("nummod", "quantmod"):
        yield "state-noun", word
    elif word.dep in ("amod", "acl", "relcl") and not word.kids(*_SUBJECTS):
        yield "premodifier", verb
    elif word.kids(*_SUBJECTS):
        yield from (("small-clause", target) for target in _subject(word))
    elif word.dep in ("acomp", "attr", "oprd", "ccomp", "xcomp", "prep", "advcl", "dep", "dobj"):
        if verb.lemma in _LEAVE and verb.kids("dobj") and not _is_passive(verb):
            yield from (("left", target) for target in verb.kids("dobj") if target is not word)
        elif word.dep != "dobj" and verb.tag.startswith("VB"):
            yield from (("state", target) for target in _subject(verb))


def _are_the_dead(word: Word) -> Iterator[tuple[str, Word]]:
    """Yield who is told of "the dead": "the wounded included two nurses", "two of the killed", "20 wounded"."""
    if word.kids("nummod"):
        yield "state-noun", word
    elif word.dep == "pobj":
        if word.head.text == "of" and word.head.head.tag == "CD":
            yield "of-the-dead", word.head.head
    elif word.head.lemma in ("include", "be"):
        yield from (("among-the-dead", target) for target in word.head.kids("dobj", "attr"))


def _after(word: Word, *prepositions: str) -> Iterator[Word]:
    for preposition in word.kids("prep"):
        if preposition.text in prepositions:
            yield from preposition.kids("pobj")


def _toll(noun: Word) -> Iterator[tuple[str, Word]]:
    """Yield the total: "the toll rose to 24", "brought the toll to 24", "a toll of 24"."""
    yield from (("toll", target) for target in _after(noun, "of") if target.kids("nummod") or target.tag == "CD")
    yield from (("toll", target) for target in noun.kids("appos") if target.tag == "CD")
    verb = noun.head
    if noun.dep not in (*_SUBJECTS, "dobj") or not verb.tag.startswith(("VB", "MD")):
        return
    verbs = [verb, *verb.kids("xcomp", "conj")]
    for each in verbs:
        if noun.dep != "dobj":
            yield from (("toll", target) for target in each.kids("dobj", "attr") if target is not noun)
        yield from (("toll", target) for target in _after(each, "to", "at", "past", "above", "beyond"))


def _others(word: Word, events: Mapping[Word, list[EventWord]]) -> Iterator[tuple[str, str, Word]]:
    """Yield (attribute, rule, target) of what no single word of an event says."""
    if word.lemma in _SUFFER and any(
        harm.lemma in _HARM for harm in (*word.kids("dobj"), *_after(word, "from", "with"))
    ):
        yield from (("injured", "suffered", target) for target in _subject(word))
    if word.lemma in _KILLINGS:
        multiple = [word, *word.kids("amod")]  # "a triple murder", "two counts of murder"
        charge = [word.head.head] if word.head.text == "of" and word.head.head.lemma == "count" else []
        yield from (("killed", "multiple", target) for target in (*multiple, *charge))
    if word.text == "lives":
        verb = word.head if word.dep in ("dobj", *_SUBJECTS) else None
        if verb is not None and verb.lemma in _TAKES_LIVES:
            yield "killed", "lives", word
            yield from (("killed", "lives", target) for target in _after(word, "of"))
    if word.text == "among":
        yield from _among(word, events)
    if word.lemma == "be" and word.kids(*_SUBJECTS, "attr") and any(k.text in ("as", "so") for k in word.children):
        for event in events.get(word.head, ()):
            if _is_passive(word.head) or event.form in ("state", "died"):
                yield from ((event.attribute, "as-were", target) for target in word.kids(*_SUBJECTS, "attr"))
    if word.text in _attack_verbs() and word.tag.startswith("VB") and not _is_passive(word):
        yield from (("attackers", "attackers", target) for target in _subject(word))
    if word.text in _fire_verbs() and word.tag.startswith(("VB", "JJ")):
        fired = (*word.kids("dobj"), *_subject(word), *([word.head] if word.dep in ("amod", "acl") else ()))
        yield from (("shots", "fired", target) for target in fired)
    if word.lemma in _STRENGTH_VERBS and word.tag.startswith("VB"):
        yield from (("strength", "has", target) for target in word.kids("dobj"))


def _among(preposition: Word, events: Mapping[Word, list[EventWord]]) -> Iterator[tuple[str, str, Word]]:
    """Yield who is among the dead: "two nurses were among those killed"."""
    if preposition.head.lemma != "be":
        return
    for group in preposition.kids("pobj"):
        named = [event for word in (group, *group.kids("acl", "amod")) for event in events.get(word, ())]
        attribute = next((event.attribute for event in named if event.form in ("past", "state", "heads")), None)
        if attribute is not None:
            yield from ((attribute, "among", target) for target in _subject(preposition.head))


@cache
def _attack_verbs() -> frozenset[str]:
    return frozenset(word for word in load("attacks")["attack_verbs"] if " " not in word)


@cache
def _fire_verbs() -> frozenset[str]:
    return frozenset(word for word in load("attacks")["fire_verbs"] if " " not in word)


def _parts(link: _Link) -> Iterator[_Link]:
    """Yield the parts of a total: "20 people, including two children", "five, two of them women"."""
    for child in link.target.kids("prep"):
        if child.text == "including":
            for part in child.kids("pobj"):
                yield _Link(part, link.trigger, link.attribute, False, "including", link)
    for child in link.target.kids("appos"):
        if any(grandchild.text in ("them", "whom") for of in child.kids("prep") for grandchild in of.children):
            yield _Link(child, link.trigger, link.attribute, False, "of-them", link)


def _coordinated(word: Word, depth: int) -> Iterator[Word]:
    """Yield a noun and those joined to it ("a guard, two nurses and an employee"), those named after "those" too."""
    yield word
    if depth:
        if word.tag == "DT":
            for named in word.kids("appos"):
                yield from _coordinated(named, depth - 1)
        for child in word.kids("conj"):
            if not child.tag.startswith("VB") and child.text not in event_words():
                yield from _coordinated(child, depth - 1)


def _phrase_of(chunks: Chunks, word: Word) -> Phrase | None:
    """Return the counted phrase that a noun or number heads."""
    figures = sorted((child.start for child in word.kids("nummod")), reverse=True)  # the nearest before it first
    for place in (*figures, word.start):
        for item in chunks.items:
            phrase = item.phrase
            if phrase is None or not phrase.start <= place < phrase.end:
                continue
            if phrase.inner is not None and place >= phrase.inner.figure_start:
                return phrase.inner
            return phrase
    return None


def _index(chunks: Chunks, place: int) -> int:
    found = [n for n, item in enumerate(chunks.items) if item.start <= place]
    return found[-1] if found else 0


def _fits(phrase: Phrase, target: Word, link: _Link) -> bool:
    """Return whether what is counted can be what the attribute counts."""
    if phrase.event not in ("", link.attribute) or (phrase.article and (not phrase.head or link.rule == "toll")):
        return False
    if link.attribute == "attackers":
        hostile = phrase.scope == "attackers" or bool(set(phrase.modifiers) & set(load("attacks")["attacker_words"]))
        return hostile and phrase.person and phrase.value.low > 0
    if link.attribute == "shots":
        return phrase.head in load("attacks")["ordnance"] and not phrase.article
    if link.attribute == "strength":
        return phrase.head in load("attacks")["strength_nouns"] and not (phrase.article or phrase.event)
    if phrase.head in words("not_persons") or (link.rule == "multiple" and not phrase.event):
        return False
    if not phrase.head or phrase.person or phrase.event or is_person(target.lemma):
        return True
    if link.rule in ("counted-noun", "state-noun", "lives", "toll"):
        return not phrase.article
    if link.strict:
        return False
    return not phrase.article or target.tag.startswith("NNP")


def _is_unreal(word: Word) -> bool:
    """Return whether an event is planned, wished, supposed or denied: "would kill", "to kill", "did not kill"."""
    while word.dep == "conj" and word.head.tag.startswith("VB") and not word.kids("aux", "neg", *_SUBJECTS):
        word = word.head
    auxiliaries = {child.text for child in word.kids("aux", "auxpass")}
    if auxiliaries & _PLANNED and not ("could" in auxiliaries and "have" in auxiliaries):
        return True
    if word.kids("neg") and word.tag.startswith("VB"):
        return True
    if any(child.text in ("if", "unless") for child in word.kids("mark")):
        return True
    return "to" in auxiliaries and "have" not in auxiliaries and word.head.lemma not in _REPORTED
