"""Constructions as data: what a predicate or noun with its linked phrases states, matched on the analysis.

docs/reading.md tells the format of the files.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from claims.extract.analysis.governing import is_nobody
from claims.extract.analysis.language import (
    construction_files,
    load,
    look_up,
    noun_class,
    phrases_of,
    singular,
    verbs_of,
)
from claims.extract.analysis.linking import REPEATED, voices
from claims.extract.analysis.model import Analysis, Element, NounPhrase, Predicate
from claims.vocabulary.demonyms import country_of

IsKnown = Callable[[str, str], bool]

_PLAIN_KEYS: Final = frozenset(
    (
        *("name", "frame", "noun", "voice", "form", "beside", "without", "value", "counts", "is", "about", "gives"),
        *("topical", "needs", "maybe", "of_whom", "attribute", "scope", "speaker", "says", "ends", "open", "example"),
        "against",
    )
)
_PARTS_OF_NAME: Final = 2
_LONGEST_NAME: Final = 3
"""Words of a name after its first."""
_PALE: Final = frozenset(("be", "say", "bring", "lie", "reckon"))
"""Frames whose verbs say nothing of what is counted; the nouns beside them do."""
_PERSON: Final = frozenset(("person",))
_NO_PART: Final = frozenset(("deed", "figure", "units"))
_SEAT: Final = frozenset(("seat",))
_OF_SOMEBODY: Final = frozenset(("place", "cause", "weapon"))
"""What is told of nothing that nobody did."""
_WHERE: Final = frozenset(("place", "locality"))
_NOBODY: Final = "nobody"
"""The kind of those who are no one: "no group"."""
_WHOSE: Final = "whose"
"""Stands for a role: the person whose a noun is."""
_AROUND: Final = re.compile(",?(?:V?p)?N|oN|(?P<list>,?&N)")
_APART: Final = re.compile(",(?:NoN|pN&N)(?=,)")
"""Between a place and one around it: "Orsa, |50 km north of Lorne|, in Antal province"."""
_IN_NAMES: Final = frozenset(("given", "person", "name_part", "saintly"))
_ASIDE: Final = 3
_BESIDE: Final = re.compile("(?:[op]N)*,N")
_NEXT: Final = re.compile("(?:,N(?:[op]N)*)?,?&o?N|,N(?=,|&)")
_PREVIOUS: Final = re.compile("(?<![op])N,?&?$")
_OF_SEVERAL: Final = re.compile("N[op]N(?:,N)*,?&$")


class ConstructionError(Exception):
    """A file of constructions says what none can mean."""


@dataclass(frozen=True, slots=True)
class Construction:
    """One row of a file of constructions."""

    name: str
    attribute: str
    value: str
    """The role that fills the attribute; `predicate` is the verb or noun itself."""
    counts: bool = False
    """The value is the figure of the phrase that fills the role."""
    scope: str = "total"
    """`head` for the noun that is counted."""
    beside: str = ""
    """A class one of whose words is in the sentence."""
    topical: bool = False
    """It is enough that the lead of the article has a word of the class of `beside`."""
    without: str = ""
    """A class none of whose words is in the sentence."""
    about: str = ""
    """The role that names the person spoken of, where it is not the event."""
    gives: str = ""
    """The value, where it is the same whatever the words."""
    frames: frozenset[str] = frozenset()
    noun: str = ""
    voice: str = "active"
    form: str = ""
    """`finite` where a verb without auxiliary, subject or ending will not do."""
    roles: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Roles with the kinds, classes or words one of which each must be."""
    plain_roles: tuple[str, ...] = ()
    """Those of the roles that have one name and no second phrase: without them nothing matches."""
    of_whom: bool = False
    """The value is the body that the role's possessive stands for: "the front; |its| leaders"."""
    kind: str = ""
    """What the value must be beside its own role's kinds."""
    maybe: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Roles that may be missing, and what they are where they are there."""
    needs: tuple[str, ...] = ()
    """Roles of which one at least is there."""
    speaker: str = ""
    """The role that says it."""
    says: str = ""
    """The word for how the speaker says it."""
    ends: tuple[str, ...] = ()
    """Roles that belong to the quote."""
    open: bool = False
    """It is proposed only where another statement differs from it."""
    examples: tuple[tuple[str, str], ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """What a construction found, in tokens of the analysis."""

    construction: Construction
    value: tuple[int, int]
    quote: tuple[int, int]
    speaker: tuple[int, int] | None
    about: tuple[tuple[int, int], ...]
    """The names of the persons spoken of."""
    by_itself: bool
    """The one who says it is the value itself."""
    around: tuple[tuple[int, int], ...] = ()
    """Of a place, those around it: "Orsa, |Antal province|, |Ruritania|"."""


@cache
def constructions() -> tuple[Construction, ...]:
    """Return the constructions of the language."""
    return tuple(
        parse_construction(row)
        for path in construction_files()
        for row in tomllib.loads(path.read_text("utf-8"))["construction"]
    )


def parse_construction(row: dict[str, Any]) -> Construction:
    """Return the construction of a row.

    Raises:
        ConstructionError: the row can mean nothing.
    """
    roles = {role: tuple(kinds.split("|")) for role, kinds in row.items() if role not in _PLAIN_KEYS}
    if ("frame" in row) == ("noun" in row):
        raise ConstructionError(f"construction {row['name']}: give either a frame or a noun")
    return Construction(
        name=row["name"],
        attribute=row["attribute"],
        value=row["counts"] if "counts" in row else row["value"],
        counts="counts" in row,
        scope=row.get("scope", "total"),
        beside=row.get("beside", ""),
        topical=row.get("topical", False),
        without=row.get("without", ""),
        about=row.get("about", ""),
        gives=row.get("gives", ""),
        frames=frozenset(row.get("frame", "").split("|")) - {""},
        noun=row.get("noun", ""),
        form=row.get("form", ""),
        voice=row.get("voice", "active"),
        roles=tuple(roles.items()),
        plain_roles=tuple(role for role in roles if "|" not in role),
        of_whom=row.get("of_whom", False),
        kind=row.get("is", ""),
        maybe=tuple((role, tuple(kinds.split("|"))) for role, kinds in row.get("maybe", {}).items()),
        needs=tuple(row["needs"].split("|")) if "needs" in row else (),
        speaker=row.get("speaker", ""),
        says=row.get("says", ""),
        ends=tuple(row.get("ends", ())),
        open=row.get("open", False),
        examples=tuple(row["example"].items()),
        against=tuple(row["against"]),
    )


@cache
def _by_frame() -> dict[str, tuple[Construction, ...]]:
    found: dict[str, list[Construction]] = {}
    for one in constructions():
        for frame in one.frames:
            found.setdefault(frame, []).append(one)
    return {frame: tuple(rows) for frame, rows in found.items()}


@cache
def _by_frames(frames: frozenset[str]) -> tuple[Construction, ...]:
    """Return the constructions of some frames, each once."""
    rows = {id(one): one for frame in sorted(frames) for one in _by_frame().get(frame, ())}
    return tuple(rows.values())


@cache
def _names(role: str) -> tuple[str, ...]:
    """Return what a role goes by in links, one of several too: "in|at|near"."""
    return tuple(named for name in role.split("|") for named in (name, name + REPEATED))


@cache
def _by_noun() -> dict[str, tuple[Construction, ...]]:
    found: dict[str, list[Construction]] = {}
    for one in constructions():
        if one.noun:
            for word in noun_class(one.noun):
                found.setdefault(word, []).append(one)
    return {word: tuple(rows) for word, rows in found.items()}


def _nouns_asked(one: Construction) -> Iterator[str]:
    """Yield the words by which a sentence is known that a construction with a copula may match."""
    for role, kinds in one.roles:
        for kind in kinds:
            yield from (
                noun_class(kind) if kind in load("nouns") and role != "subject" else (role,) if role == "behind" else ()
            )


@cache
def cue_words_of(attribute: str) -> frozenset[str]:
    """Return the words one of which is in every quote of a count of `attribute` that a construction gives."""
    counting = (one for one in constructions() if one.attribute == attribute and one.counts)
    return frozenset().union(*map(_cue_words, counting))


def _cue_words(one: Construction) -> Iterator[str]:
    """Yield the nouns of what a construction counts, its verbs and, where these are pale, the nouns beside them."""
    nouns, pale = load("nouns").keys(), bool(one.frames) and one.frames <= _PALE
    counted = {kind for role, asked in one.roles if role == one.value for kind in asked}
    classes = [frozenset(load("kinds").get(kind, {}).get("classes", ())) for kind in counted]
    beside = {kind for _, asked in one.roles for kind in asked if pale}
    for name in ({one.noun} - {""}).union(beside & nouns, *(listed & nouns for listed in classes)):
        yield from noun_class(name)
    if not all(listed & nouns for listed in classes):
        yield from phrases_of(one.frames - _PALE)


@cache
def trigger_words() -> frozenset[str]:
    """Return the words one of which is in every sentence that a construction matches."""
    frames = frozenset().union(*(one.frames for one in constructions())) - {"be"}
    beside_be = frozenset(noun for one in constructions() if "be" in one.frames for noun in _nouns_asked(one))
    return beside_be | verbs_of(frames) | frozenset(_by_noun())


def find_matches(analysis: Analysis, is_known: IsKnown, topic: frozenset[str] = frozenset()) -> Iterator[Match]:
    """Yield what the constructions find in a sentence, in the order of its words.

    Args:
        analysis: the sentence.
        is_known: whether the vocabulary has a `group` or `place` of a lower-case name.
        topic: the words of the lead of the article.
    """
    reader = _Matcher(analysis, is_known, topic)
    for index, element in enumerate(analysis.elements):
        if element.predicate is not None:
            yield from reader.of_predicate(index, element.predicate)
        elif element.phrase is not None:
            for one in _by_noun().get(element.phrase.head, ()):
                if (match := reader.match(one, index, analysis.links.get(index, {}))) is not None:
                    yield match


class _Matcher:
    """Tries constructions on one analysis."""

    def __init__(self, analysis: Analysis, is_known: IsKnown, topic: frozenset[str]) -> None:
        self._analysis = analysis
        self._is_known = is_known
        self._topic = topic
        self._words = frozenset(token.text for token in analysis.tokens)

    def of_predicate(self, index: int, predicate: Predicate) -> Iterator[Match]:
        """Yield what the constructions of its frames find at a predicate, each name once."""
        rows = _by_frames(predicate.frames)
        if not rows or not self._is_meant(index, predicate):
            return
        analysis, seen = self._analysis, set[str]()
        spoken = voices(analysis.elements, analysis.codes, index)
        for one in rows:
            voiced = one.voice in spoken or "be" in one.frames
            if not voiced or one.form not in ("", predicate.form) or one.name in seen:
                continue
            if (match := self.match(one, index, analysis.links.get(index, {}))) is not None:
                seen.add(one.name)
                yield match

    def match(self, one: Construction, index: int, roles: dict[str, int]) -> Match | None:
        """Return what a construction finds at an element with its roles, or None."""
        filled = self._filled(one, roles)
        if filled is None:
            return None
        at = index if one.value == "predicate" else filled.get(one.value, roles.get(one.value))
        if at is None or (one.kind and not self.is_kind(at, one.kind)):
            return None
        value = self._value_of(one, at)
        about = self._people(one.about, index, roles) if one.about and value is not None else ()
        if value is None or (one.about and not about):
            return None
        parts = {index, at, *filled.values(), *(roles[role] for role in one.ends if role in roles)}
        quote = self._around_all(parts, None if one.of_whom else value)
        speaker = roles.get(one.speaker) if one.speaker else None
        said = self._bare(speaker) if speaker is not None else None
        around = tuple(self._around(at)) if one.attribute == "place" else ()
        return Match(one, value, quote, said, about, one.speaker == one.value, around)

    def _around_all(self, parts: Iterable[int], value: tuple[int, int] | None) -> tuple[int, int]:
        """Return the tokens from the first to the last of some elements and of the value, where it is among them."""
        elements = [self._analysis.elements[n] for n in parts]
        spans = [(e.first, e.last) for e in elements] + ([] if value is None else [value])
        return min(first for first, _ in spans), max(last for _, last in spans)

    def _filled(self, one: Construction, roles: dict[str, int]) -> dict[str, int] | None:
        """Return the elements that fill the roles of a construction; None where it asks for something else."""
        if not all(map(roles.__contains__, one.plain_roles)) or not self._is_set(one):
            return None
        if one.needs and not any(role in roles for role in one.needs):
            return None
        filled: dict[str, int] = {}
        for role, kinds in one.roles:
            at = self._fill(roles, role, kinds)
            if at is None:
                return None
            filled[role] = at
        if one.attribute in _OF_SOMEBODY and "subject" in roles and is_nobody(self._analysis, roles["subject"]):
            return None  # "no bomb exploded in Orsa"
        unlike = any(role in roles and not self._is_any(roles[role], kinds) for role, kinds in one.maybe)
        return None if unlike else filled

    def _is_set(self, one: Construction) -> bool:
        """Return whether the sentence has a word that a construction wants beside it, and none that it does not."""
        words = self._words | self._topic if one.topical else self._words
        if one.beside and noun_class(one.beside).isdisjoint(words):
            return False
        return not one.without or noun_class(one.without).isdisjoint(self._words)

    def _value_of(self, one: Construction, at: int) -> tuple[int, int] | None:
        """Return the tokens that give the value of a construction, where its element does."""
        if one.of_whom:
            return self._body_before(at)
        value = self._figure(at) if one.counts else self._value(at, (one.kind, *dict(one.roles).get(one.value, ())))
        if value is None and one.gives and one.scope == "head":
            return self._bare(at)  # "there is no shortage"
        return value

    def _body_before(self, index: int) -> tuple[int, int] | None:
        """Return the body named last before a phrase that a possessive opens."""
        phrase = self._analysis.elements[index].phrase
        if phrase is None or self._analysis.tokens[phrase.first].text not in noun_class("possessives"):
            return None
        before = (n for n in range(index - 1, -1, -1) if self._analysis.codes[n - 1 : n] != "o")
        at = next((n for n in before if self.is_kind(n, "named_body")), None)
        return None if at is None else self._value(at, ())

    def _fill(self, roles: dict[str, int], role: str, kinds: tuple[str, ...]) -> int | None:
        """Return the element that fills a role, or the first of several ("in|at|near"), and is of one of the kinds."""
        there = (roles[name] for name in _names(role) if name in roles)
        return next((index for index in there if self._is_any(index, kinds)), None)

    def _is_any(self, index: int, kinds: tuple[str, ...]) -> bool:
        return any(self.is_kind(index, kind) for kind in kinds)

    def _is_meant(self, index: int, predicate: Predicate) -> bool:
        """Return whether a predicate tells of something that happened: no wish, plan or supposition."""
        if not predicate.auxiliaries.isdisjoint(noun_class("unreal")) or self._is_supposed(index):
            return False
        perfect = not predicate.auxiliaries.isdisjoint(noun_class("perfect"))
        if not perfect and not predicate.auxiliaries.isdisjoint(noun_class("supposable")):
            return "be" in predicate.frames  # "a storm could destroy 300 houses"
        return predicate.form != "infinitive" or perfect

    def _is_supposed(self, index: int) -> bool:
        """Return whether the clause only asks or supposes: "if the group attacked"."""
        for at in range(index - 1, -1, -1):
            element = self._analysis.elements[at]
            if element.code in ";.,":
                return False
            if element.code == "s":
                return element.text in noun_class("supposing")
        return False

    def is_kind(self, index: int, kind: str) -> bool:
        """Return whether an element is of a kind, class or word."""
        element = self._analysis.elements[index]
        table = load("kinds").get(kind)
        if table is not None and table.get("called_by_name"):
            return self._name(index) is not None
        if element.phrase is None:
            return table is not None and element.predicate is not None and self._does(index, element.predicate, table)
        if table is None:
            return kind in element.phrase.classes or element.phrase.head == kind
        if not element.phrase.classes.isdisjoint(table.get("through", ())) and (of := self._whole(index)) is not None:
            return self.is_kind(of, kind)
        return self._is_of(index, element, element.phrase, table)

    def _does(self, index: int, predicate: Predicate, table: dict[str, Any]) -> bool:
        """Return whether a predicate is of the frames of a kind, and has one of the roles that it asks for."""
        roles, asked = self._analysis.links.get(index, {}), table.get("having", ())
        has = not asked or any(role in roles and self.is_kind(roles[role], kind) for role, kind in asked)
        return has and not predicate.frames.isdisjoint(table.get("doing", ()))

    def _is_of(self, index: int, element: Element, phrase: NounPhrase, table: dict[str, Any]) -> bool:
        classes = phrase.classes
        if not classes.isdisjoint(table.get("not", ())):
            return False
        if table.get("none"):
            return self._analysis.tokens[phrase.first].text in noun_class("nobody") and "times" not in classes
        if table.get("named") and phrase.named and not self._opens_sentence(element):
            return True
        if self._lacks(index, phrase, table):
            return False
        if table.get("any") or not classes.isdisjoint(table.get("classes", ())):
            return True
        return self._is_called_so(phrase, table) or self._is_put_so(index, phrase, table) or self._is_made(index, table)

    def _lacks(self, index: int, phrase: NounPhrase, table: dict[str, Any]) -> bool:
        """Return whether a phrase has no figure or article that a kind asks for, or a name that it shuts out."""
        if table.get("counted") and self._figure(index) is None:
            return True
        if table.get("definite") and not self._is_definite(phrase):
            return True
        inner = range(phrase.bare, phrase.last - 1)
        return bool(table.get("unnamed")) and any(n in self._analysis.capitals for n in inner)

    def _is_called_so(self, phrase: NounPhrase, table: dict[str, Any]) -> bool:
        """Return whether the vocabulary, or the word that opens it, shows that a name is of a kind."""
        if any(self._known_from(phrase, kind) is not None for kind in table.get("known", "").split("|")):
            return True
        return phrase.named and not self._opening(phrase).isdisjoint(table.get("opened", ()))

    def _is_put_so(self, index: int, phrase: NounPhrase, table: dict[str, Any]) -> bool:
        """Return whether what stands beside or in a phrase shows that it is a place."""
        if table.get("set_in_place") and self._is_set_in_place(index, phrase):
            return True
        if table.get("here") and self._seat(index) is not None:
            return True
        return not phrase.classes.isdisjoint(table.get("holding", ())) and self._held(phrase) is not None

    def _is_made(self, index: int, table: dict[str, Any]) -> bool:
        """Return whether the head of a phrase with its modifiers, or with what follows "of", is of a kind."""
        phrase, of = self._analysis.elements[index].phrase, self._analysis.links.get(index, {}).get("of")
        classes = frozenset[str]() if phrase is None else phrase.classes
        words = () if phrase is None else phrase.modifiers
        modifiers = {c for word in words for c in look_up(word).classes}
        if any(head in classes and word in modifiers for head, word in table.get("modified", ())):
            return True
        if classes.intersection(table.get("called", ())) and not all(map(_is_plain, words)):
            return True
        pairs = () if of is None else table.get("of", ())
        return any(head in classes and of is not None and self.is_kind(of, kind) for head, kind in pairs)

    def _is_definite(self, phrase: NounPhrase) -> bool:
        return phrase.bare > 0 and self._analysis.tokens[phrase.bare - 1].text in noun_class("definite")

    def _opening(self, phrase: NounPhrase) -> frozenset[str]:
        """Return the classes of the word that opens a name of several: "|Mount| Orsa"."""
        several = phrase.last - phrase.bare > 1 and phrase.bare in self._analysis.capitals
        return self._analysis.entries[phrase.bare].classes if several else frozenset()

    def _opens_sentence(self, element: Element) -> bool:
        return element.last == 1

    def _known_from(self, phrase: NounPhrase, kind: str) -> int | None:
        """Return the token from which on a phrase is a name of the vocabulary, or None."""
        words = [token.text for token in self._analysis.tokens[phrase.bare : phrase.last]]
        starts = range(len(words))
        return next((phrase.bare + n for n in starts if self._is_known(kind, " ".join(words[n:]))), None)

    def _whole(self, index: int) -> int | None:
        """Return the element of what something is a part of: "the north of |Orsa|"."""
        phrase = self._analysis.elements[index].phrase
        if phrase is None or any(not look_up(word).classes.isdisjoint(_NO_PART) for word in phrase.modifiers):
            return None  # "50 km north of Orsa", "a raid east of Orsa"
        return self._analysis.links.get(index, {}).get("of")

    def _seat(self, index: int) -> tuple[int, int] | None:
        """Return the tokens of "this city"."""
        phrase = self._analysis.elements[index].phrase
        if phrase is None or phrase.classes.isdisjoint(_SEAT):
            return None
        here = self._analysis.tokens[phrase.first].text in noun_class("here")
        return (phrase.first, phrase.last) if here else None

    def _held(self, phrase: NounPhrase) -> tuple[int, int] | None:
        """Return the place known to the vocabulary that stands before what is in it: "a downtown |Orsa| street"."""
        words = [_unowned(token.text) for token in self._analysis.tokens[phrase.bare : phrase.last - 1]]
        given = next((n for n in range(len(words)) if "given" in look_up(words[n]).classes), None)
        if given is not None and not self._analysis.cased:
            return (phrase.bare + given, phrase.last)  # "the |ana roe airport|"
        runs = ((n, end) for n in range(len(words)) for end in range(len(words), n, -1))
        found = (run for run in runs if self._is_known("place", " ".join(words[slice(*run)])))
        return next(((phrase.bare + n, phrase.bare + end) for n, end in found), None)

    def _figure(self, index: int) -> tuple[int, int] | None:
        """Return the tokens of a counted phrase from its figure on."""
        phrase, of = self._analysis.elements[index].phrase, self._analysis.links.get(index, {}).get("of")
        if phrase is not None and of is not None and "naught" in phrase.classes:
            return self._figure(of) if self.is_kind(of, "crowd") else None  # "none of |the ten|"
        if phrase is None or self._analysis.entries[phrase.bare].code != "#":
            return None
        return (phrase.bare, phrase.last)

    def _is_undone(self, phrase: NounPhrase) -> bool:
        return any("undone" in look_up(word).classes for word in phrase.modifiers)

    def _people(self, role: str, index: int, roles: dict[str, int]) -> tuple[tuple[int, int], ...]:
        """Return the names of a role: of all in a list, before a plural verb or after a verb or "of"."""
        if role == _WHOSE:
            own = self._owner(index)
            return () if own is None else (own,)
        at = roles[role]
        name = self._name(at)
        if name is None or (at < index and (self._is_of_another(at) or self._is_likened(at))):
            return ()
        if at > index:
            return (name, *self._following(at))
        return (*self._joined(at, index), name) if self._analysis.codes[at - 1 : at] == "&" else (name,)

    def _owner(self, index: int) -> tuple[int, int] | None:
        """Return the person whose the noun at `index` is: "|Ana Roe|'s murder", not "Ana Roe's murder of a guard"."""
        phrase = self._analysis.elements[index].phrase
        if phrase is None or "of" in self._analysis.links.get(index, {}) or singular(phrase.head) != phrase.head:
            return None
        tokens = self._analysis.tokens
        marked = (n for n in range(phrase.last - 1, phrase.first, -1) if tokens[n - 1].text.endswith(_possessive()))
        last = next(marked, None)
        return None if last is None else self._name_in(phrase._replace(last=last))

    def _following(self, at: int) -> Iterator[tuple[int, int]]:
        """Yield the further names of a list: "killed Ana Roe, a judge, and |Ben Doe|"."""
        codes = self._analysis.codes
        while (found := _NEXT.match(codes, at + 1)) is not None:
            at = found.end() - 1
            name = self._name(at)
            if name is None or self._acts(at) or codes[at + 1 : at + 2] in ("r", "o"):
                return
            yield name

    def _joined(self, at: int, predicate: int) -> list[tuple[int, int]]:
        """Return the names before the last one of a subject: "|Ana Roe|, |Ben Doe| and Olga Lund were killed"."""
        verb, codes = self._analysis.elements[predicate].predicate, self._analysis.codes
        names: list[tuple[int, int]] = []
        if verb is None or verb.auxiliaries.isdisjoint(noun_class("plural")):
            return names
        while (found := _PREVIOUS.search(codes, 0, at)) is not None:
            at = found.start()
            name = self._name(at)
            if name is None:
                break
            names.insert(0, name)
        return names

    def _name(self, index: int) -> tuple[int, int] | None:
        """Return the tokens of the person's name in which a phrase ends, or of the name set beside it."""
        elements = self._analysis.elements
        phrase = elements[index].phrase
        if phrase is None:
            return None
        beside = _BESIDE.match(self._analysis.codes, index + 1)
        set_beside = beside is not None and not phrase.named and phrase.classes & {"person", "title"}
        if beside is not None and set_beside and not self._acts(beside.end() - 1):
            named = elements[beside.end() - 1].phrase  # "the mayor, Olga Lund,"
            name = self._name_in(named) if named is not None else None
            if name is not None:
                return name
        if self._analysis.codes[index + 1 : index + _ASIDE] == "&N" and "title" in phrase.classes and not phrase.named:
            twice = elements[index + _ASIDE - 1].phrase  # "senator and candidate Olga Lund"
            return self._name_in(twice) if twice is not None and phrase.first == phrase.bare else None
        apart = beside is not None and beside.end() == index + _ASIDE
        after = elements[index + _ASIDE - 1].phrase if apart else None
        return self._name_in(phrase, called=after is not None and bool(after.classes & {"person", "title"}))

    def _acts(self, index: int) -> bool:
        """Return whether a noun is the subject of some verb: "killed a guard, |Ana Roe| said"."""
        return any(roles.get("subject") == index for roles in self._analysis.links.values())

    def _is_of_another(self, index: int) -> bool:
        """Return whether a name is the last of those whose somebody is: "the sons of Ana Roe and |Ben Doe|"."""
        return _OF_SEVERAL.search(self._analysis.codes, 0, index) is not None

    def _is_likened(self, index: int) -> bool:
        """Return whether a name is only what somebody is said to be: "the man suspected of being |Rick Roe| died"."""
        before = self._analysis.elements[index - 1].predicate if index else None
        return before is not None and "be" in before.frames

    def _name_in(self, phrase: NounPhrase, *, called: bool = False) -> tuple[int, int] | None:
        """Return the tokens of the name in which a phrase ends; in small letters one that is `called` what it is."""
        tokens, cased = self._analysis.tokens, self._analysis.cased
        first = phrase.last
        while first > phrase.bare and self._is_of_name(first - 1):
            first -= 1
        given = None if cased else self._given(first, phrase.last)
        first = first if given is None else given
        while first < phrase.last and self._is_particle(first):
            first += 1
        called |= first > phrase.bare and bool(look_up(tokens[first - 1].text).classes & {"title", "person"})
        if phrase.last - first < _PARTS_OF_NAME or not (cased or called or given is not None):
            return None
        whole = " ".join(token.text for token in tokens[first : phrase.last])
        if any(self._is_known(kind, whole) for kind in ("place", "group")):
            return None
        return (first, phrase.last)

    def _given(self, first: int, last: int) -> int | None:
        """Return the token of the given name that opens a name in small letters, if one does."""
        entries = self._analysis.entries
        at = next((n for n in range(first, last) if "given" in entries[n].classes), None)
        saintly = at is not None and at > 0 and "saintly" in entries[at - 1].classes
        return None if saintly else at

    def _is_particle(self, at: int) -> bool:
        return "name_part" in self._analysis.entries[at].classes and at not in self._analysis.capitals

    def _is_of_name(self, at: int) -> bool:
        """Return whether a word can be part of a person's name: a capital, and no noun for anything."""
        entry = self._analysis.entries[at]
        if "name_part" in entry.classes:
            return True
        if "given" in entry.classes:
            return at in self._analysis.capitals or not self._analysis.cased
        if entry.classes == _PERSON:  # many given names are nouns for people too
            if self._analysis.cased:
                return at in self._analysis.capitals
            entries = self._analysis.entries
            given = any("given" in entries[n].classes for n in range(max(0, at - _LONGEST_NAME), at))
            return given or (at > 0 and "title" in entries[at - 1].classes)
        if entry.classes or entry.code != "x":
            return False
        return not self._analysis.cased or at in self._analysis.capitals

    def _place(self, index: int) -> tuple[int, int] | None:
        """Return the tokens of a place's name: "the town of |Orsa|", "|Orsa| province", "downtown |Orsa|"."""
        phrase = self._analysis.elements[index].phrase
        if phrase is None:
            return None
        if (seat := self._seat(index)) is not None:
            return seat
        tokens, of = self._analysis.tokens, self._analysis.links.get(index, {}).get("of")
        if "piece" in phrase.classes and self._whole(index) is not None:
            return self._place(self._whole(index) or index)
        inner = self._analysis.elements[of].phrase if of is not None else None
        if inner is not None and self._is_known("place", f"{phrase.head} of {tokens[inner.last - 1].text}"):
            return (phrase.last - 1, inner.last)  # "the Gulf of |Orsa|"
        district = "district" in phrase.classes and not (self._analysis.cased and phrase.named)
        known = self._known_from(phrase, "place")
        if known is not None and not (district and known == phrase.last - 1):
            return (known, phrase.last - district)
        held = None if phrase.named and self._analysis.cased else self._held(phrase)
        owner = self._owning(phrase)
        first = 0 if owner is None else owner[1] - phrase.bare
        if owner is not None and not all(map(_is_plain, phrase.modifiers[first:])):
            held = None  # "Ruritania's |Antal| province"
        if not district or held is not None:
            return held or self._proper_place(phrase)
        named = [n for n, word in enumerate(phrase.modifiers) if n >= first and not _is_plain(word)]
        if of is not None and not (named and self._analysis.cased):
            return self._place(of) if self.is_kind(of, "place") else (inner.bare, inner.last) if inner else None
        if not named or not all(self._can_name(phrase.bare + n) for n in named):
            return None
        return (phrase.bare + named[0], phrase.last - 1)

    def _owning_place(self, at: int, first: int) -> tuple[int, int] | None:
        """Return the place whose the one named from the token `first` on is: "|Ruritania's| Antal province"."""
        phrase = self._analysis.elements[at].phrase
        owner = None if phrase is None else self._owning(phrase)
        if owner is None or owner[1] != first:
            return None
        return owner if self._is_known("place", _unowned(self._analysis.tokens[owner[0]].text)) else None

    def _owning(self, phrase: NounPhrase) -> tuple[int, int] | None:
        """Return the token of who or what the rest of a phrase belongs to: "|Ruritania's| Antal province"."""
        tokens = self._analysis.tokens
        marked = (n for n in range(phrase.last - 1, phrase.bare - 1, -1) if _unowned(tokens[n].text) != tokens[n].text)
        last = next(marked, None)
        return None if last is None else (last, last + 1)

    def _can_name(self, at: int) -> bool:
        """Return whether a word before "town" can be its name: a capital, or letters that nothing else has."""
        entry, cased = self._analysis.entries[at], self._analysis.cased
        return at in self._analysis.capitals if cased else entry.code == "x" and not entry.classes - _IN_NAMES

    def _around(self, at: int) -> Iterator[tuple[int, int]]:
        """Yield the places around one: "Orsa, in |Antal| province, |Ruritania|"."""
        inmost = self._place(at)
        if inmost is not None and (owner := self._owning_place(at, inmost[0])) is not None:
            yield owner
        while inmost is not None:
            aside = _APART.match(self._analysis.codes, at + 1)
            inner = at if aside is None else aside.end() - 1
            found = _AROUND.match(self._analysis.codes, inner + 1)
            if found is None:
                return
            at = found.end() - 1
            if self._analysis.elements[at].first < inmost[1] or self._is_called(at):
                continue  # "the town of |Orsa|", "the Gulf of |Orsa|", "Orsa, |a village| in"
            if found["list"]:
                place = self._place(at) if self.is_kind(at, "locality") else None
            else:
                place = self._place(at) if self.is_kind(at, "place") and self._is_within(inner + 1, at) else None
            if place is None:
                return
            yield place

    def _is_called(self, index: int) -> bool:
        """Return whether a phrase only says what the place before it is: "a village"."""
        phrase = self._analysis.elements[index].phrase
        return (
            phrase is not None and "district" in phrase.classes and self._analysis.codes[index + 1 : index + 2] == "p"
        )

    def _is_within(self, first: int, last: int) -> bool:
        """Return whether what stands between two places says that one is in the other."""
        between = self._analysis.elements[first:last]
        words = {e.predicate.lemma if e.predicate is not None else e.text for e in between if e.code != ","}
        return words <= noun_class("within")

    def _is_set_in_place(self, index: int, phrase: NounPhrase) -> bool:
        """Return whether words without capitals name a place by what follows: "|puerto lund|, a village in Antal"."""
        entries = self._analysis.entries[phrase.bare : phrase.last]
        if self._analysis.cased or any(entry.code != "x" or entry.classes - _IN_NAMES for entry in entries):
            return False
        if "saintly" in entries[0].classes and len(entries) >= _PARTS_OF_NAME:
            return True
        if self._analysis.codes[index + 1 : index + 3] != ",N":
            return False
        after = self._analysis.elements[index + 2].phrase
        return after is not None and ("district" in after.classes or self._known_from(after, "place") is not None)

    def _proper_place(self, phrase: NounPhrase) -> tuple[int, int] | None:
        """Return a name that no vocabulary knows: capitals after a direction at most, and no person's title."""
        first, analysis = phrase.last - 1, self._analysis
        while analysis.cased and first > phrase.bare and first - 1 in analysis.capitals:
            first -= 1
        if any("title" in entry.classes for entry in analysis.entries[first : phrase.last]):
            return None
        before = [token.text for token in analysis.tokens[phrase.bare : first]] if analysis.cased else []
        return (first if analysis.cased else phrase.bare, phrase.last) if all(map(_is_plain, before)) else None

    def _bare(self, index: int) -> tuple[int, int] | None:
        phrase = self._analysis.elements[index].phrase
        return None if phrase is None else (phrase.bare, phrase.last)

    def _value(self, index: int, kinds: tuple[str, ...]) -> tuple[int, int] | None:
        """Return the tokens of who or what is meant: of "members of the front" the front, else the phrase."""
        if not _WHERE.isdisjoint(kinds):
            return self._place(index)
        element = self._analysis.elements[index]
        phrase = element.phrase
        if element.predicate is not None:
            return (element.predicate.main, element.last)
        if phrase is not None and _NOBODY in kinds:
            return (phrase.first, phrase.last)
        if phrase is None or "pronouns" in phrase.classes or self._is_undone(phrase):
            return None
        if self._analysis.tokens[phrase.first].text in noun_class("none"):
            return None  # "no group has claimed it"
        of = self._analysis.links.get(index, {}).get("of")
        if of is not None and (inner := self._analysis.elements[of].phrase) is not None:
            if "members" in phrase.classes and self.is_kind(of, "body"):
                return (inner.bare, inner.last)
            if "group" in phrase.classes and self.is_kind(of, "side"):
                return (phrase.bare, inner.last)
        return (phrase.bare, phrase.last)


@cache
def _possessive() -> tuple[str, ...]:
    return tuple(noun_class("possessive"))


def _unowned(word: str) -> str:
    """Return a word without the ending that makes something another's."""
    return next((word.removesuffix(ending) for ending in _possessive() if word.endswith(ending)), word)


def person_span(analysis: Analysis, name: tuple[int, int]) -> tuple[int, int]:
    """Return the span of a name in the view, without the ending that makes it somebody's."""
    start, end = analysis.span(*name)
    word = analysis.tokens[name[1] - 1].text
    return start, end - max((len(ending) for ending in _possessive() if word.endswith(ending)), default=0)


def _is_plain(word: str) -> bool:
    """Return whether a word before "town" is part of no name: a direction, a figure, a nationality."""
    return bool(look_up(word).classes & {"direction", "figure"}) or country_of(word.capitalize()) is not None
