"""Who is said to have said it: speakers before and after, "according to", "told", cited outlets in brackets.

Owns finding the hops of a sentence, each with its own span. Refuses pronouns it cannot resolve: a chain that is not in
the text is left empty, and one that is taken from another sentence is marked as inferred.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from claims.extract.dates import read_date
from claims.extract.lexicon import is_person, words
from claims.extract.sentences import Sentence
from claims.extract.stance import speech
from claims.extract.view import find_words


@dataclass(frozen=True, slots=True)
class Hop:
    """One speaker, in spans of the view."""

    speaker: str
    verb: str
    start: int
    end: int
    """Where the speaker's name stands."""
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Speech:
    """The attribution of a sentence or of a part of it."""

    hops: tuple[Hop, ...]
    start: int
    end: int
    """The words of the attribution itself, whose dates are not the event's."""
    covers_from: int
    covers_to: int
    """What it is said of."""
    as_of: str | None = None


_NAME: Final = r"[^\s,;:\"()]+(?: [^\s,;:\"()]+){0,9}?"
_APPOSITION: Final = r"(?:, (?P<role>(?:an? |the |its |chief |head |director |deputy )[^,;\"]{3,90}))?"
_CITED: Final = re.compile(
    r"\((?:see )?(?P<outlet>[A-Z@][^();]{1,60}?), (?P<date>(?:[A-Z][a-z]+\.? )?(?:\d{1,2}, )?\d{4}|[A-Z][a-z]+ \d{1,2})"
    r"(?:;[^()]*)?\)\.?$"
)
_CREDITS: Final = re.compile(r"\(((?:[A-Z][\w .-]{1,30})(?:, ?[A-Z][\w .-]{1,30}){0,4})\)\s*$")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pattern, and the words one of which is in each of its matches."""

    pattern: re.Pattern[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The sentence that is read."""

    text: str
    """The whole view."""
    start: int
    end: int
    own: str
    """The words of the sentence itself."""

    def search(self, rule: str) -> re.Match[str] | None:
        """Return the first match of a rule in the sentence."""
        one = _rules()[rule]
        if one.words.isdisjoint(find_words(self.text, self.start, self.end)):
            return None
        return one.pattern.search(self.own)


@cache
def _rules() -> dict[str, _Rule]:
    verbs, past = _verbs()
    words_of = {
        "according": ("according", "According"),
        "told": ("told",),
        "put": ("put", "puts", "set", "sets"),
        "quoted": ("quoted", "quotes", "quote", "cited", "cites"),
        "quoted-by": ("quoted", "cited"),
        "citing": ("citing", "Citing", "quoting", "Quoting"),
        "inverted": past,
        "trailing-bare": ("said", "reported", "says"),
    }
    return {
        rule: _Rule(re.compile(pattern), frozenset(words_of.get(rule, verbs))) for rule, pattern in _patterns().items()
    }


def _verbs() -> tuple[list[str], list[str]]:
    """Return the verbs of speech, longest first, and those that may stand before the speaker: ", said Ana Roe"."""
    verbs = sorted(speech("reporting") | speech("denying"), key=len, reverse=True)
    return verbs, [verb for verb in verbs if verb.endswith(("ed", "id", "old", "ote", "s"))]


def _patterns() -> dict[str, str]:
    verbs, past = map("|".join, _verbs())
    adverb = r"(?:also |later |earlier |subsequently |initially |meanwhile |has |have |had |then |strongly |\w+ly )?"
    when = r"(?P<when>(?: (?:on|in|at|late|early) [^,.;\"]{2,40})?)"
    return {
        "according": (
            rf"\b[Aa]ccording to (?P<who>{_NAME}){_APPOSITION}"
            r"(?=[,;:\")]|\.?$|\.\"|\. | on [A-Z]| in an? | was| were| is)"
        ),
        "told": (
            r"(?:^|(?<=[,\"] ))(?P<who>(?:[Tt]he |[Aa]n? )?[^\s,;:()\"][^,;:()\"]{1,70}?)(?:, (?P<role>[^,\"]{3,90}),)?"
            r" (?:has |have |had |later |also )?told"
            r" (?:(?P<outlet>(?:the )?[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,4})|[a-z])"
        ),
        "put": (
            rf"^(?P<who>(?:The |An? )?{_NAME}) (?:has |have |had |later )?(?P<verb>put|puts|set|sets) "
            r"(?:the |its |their )?[\w -]{0,40}?\b(?:toll|number|figure|count|total|tally|losses)\b"
        ),
        "quoted": (
            rf"(?:^|(?<=, ))(?P<outlet>(?:The |the |An? )?{_NAME}) (?:has |have |had )?"
            rf"(?:quoted|quotes|quote|cited|cites) (?P<who>{_NAME}) (?:as saying|saying)\b"
        ),
        "quoted-by": (
            rf"(?:^|(?<=, ))(?P<who>(?:The |the |An? )?{_NAME}) (?:was|were) (?:quoted|cited) by (?P<outlet>{_NAME})"
            r" (?:as saying|saying)\b"
        ),
        "citing": rf"\b(?:[Cc]iting|[Qq]uoting) (?P<who>{_NAME})(?=[,;.]|$| on \w+day)",
        "inverted": rf"[,\"?!]\s?\"?\s?(?P<verb>{past}) (?P<who>{_NAME}){_APPOSITION}{when}(?=[,.;]|\"|$)",
        "trailing": (
            rf"[,\"]\s?\"?\s?(?P<who>(?:[Tt]he |[Aa]n? )?{_NAME}) {adverb}(?P<verb>{verbs}){when}"
            r"(?=[,.;]|\"|$|\s(?:adding|citing))"
        ),
        "nested": (
            rf"{when},? that (?P<who>(?:the |an? )?{_NAME}) (?:has |have |had )?(?P<verb>{past}|said|told) (?:that )?"
            r"(?!by |in |on |at )"
        ),
        "trailing-bare": (
            rf"(?<=[a-z0-9]) (?P<who>(?:the |an? )?(?:[\w'-]+ ){{0,3}}[\w'-]+) (?P<verb>said|reported|says){when}\.?$"
        ),
        "leading": (
            r"^[\"']?(?:[A-Z]+: )?"
            r"(?:(?:On|In|At|Later|Meanwhile|Earlier|However|Moreover|But|And|Still|Then|Also|Last)\b[^,]{0,40},? "
            r"|[Cc]iting [^,]{3,60}, )?"
            rf"(?P<who>(?:The |the |An? )?{_NAME})(?:, (?P<role>[^,\"]{{3,90}}),)?"
            r"(?: who (?:asked|spoke|declined|requested|wished|refused|did not|was not|were not) [^,;]{3,60}?)?"
            rf" {adverb}(?P<verb>{verbs})\b"
            r"(?! to (?!have )\w+(?! \w+ that)| responsib| credit| the lives)"
            r"(?P<when>(?: on [A-Z][a-z]+| late [A-Z][a-z]+)?)(?= |,|:|$)"
        ),
    }


_DETERMINER: Final = re.compile(r"^(?:the|a|an|its|their|his|her)\s+", re.IGNORECASE)
_OPENING: Final = re.compile(
    r"(?:Only |Just )?(?:[Aa]n?|[Oo]ne|\w+) (?:days?|weeks?|months?|hours?) (?:earlier|later|before),? "
)
_ABBREVIATED: Final = re.compile(r"\b(?:[A-Z]\.|Jr\.|Inc\.|Corp\.|Co\.|Ltd\.)$")
_BODY_OF: Final = re.compile(
    r"(?:spokes(?:man|woman|person)|official|officer|minister|head|director|chief|representative|commander|secretary)"
    r"s? (?:for|of|at|in|from|with) (?:the |its |their )?"
    r"(?P<body>[A-Z][\w.'’-]*(?: (?:of|for|and|the|[A-Z][\w.'’-]*))*)"
)
_CUT: Final = re.compile(
    r" (?:on (?:[A-Z]\w+day|\w+day)|in (?:a|an|its|the) .*|via .*|by .*|late .*|early .*|yesterday|today)$"
)
_GENERIC: Final = frozenset(
    (
        *(
            "ministry",
            "committee",
            "agency",
            "department",
            "police",
            "report",
            "statement",
            "service",
            "office",
            "group",
        ),
        *("council", "authorities", "officials", "investigators", "court", "embassy", "government"),
    )
)


def find_speeches(text: str, sentence: Sentence, published: str | None) -> list[Speech]:
    """Return the attributions of one sentence."""
    start, end = sentence.start, sentence.end
    said = _Sentence(text, start, end, text[start:end])
    found = list(_cited(said, published))
    first = _relayed(said) or _direct(said, found)
    found += [] if first is None else [first]
    found = _with_cited([_nested(speech_, said) for speech_ in found], said)
    found = _with_turns(found, said)
    return [*found, *_according(said)]


def _cited(said: _Sentence, published: str | None) -> Iterator[Speech]:
    """Yield the outlet that a sentence cites at its end: "(Meridian Wire, May 4)"."""
    cited = _CITED.search(said.own)
    if cited is not None:
        outlet = cited["outlet"].split("/")[-1].strip()
        at = said.start + cited.start("outlet") + cited["outlet"].rindex(outlet)
        covered, date = said.start + cited.start(), read_date(cited["date"], published)
        yield Speech((Hop(outlet, "", at, at + len(outlet)),), covered, said.end, said.start, covered, date)


def _direct(said: _Sentence, others: list[Speech]) -> Speech | None:
    """Return who says it in the sentence's own words, before or after what is said."""
    start = said.start
    for rule in ("inverted", "trailing", "trailing-bare", "put", "leading"):
        match = said.search(rule)
        if match is None or match["verb"] == "told" or (rule == "inverted" and _COUNTED.match(match["who"])):
            continue  # "the paper, citing the mayor, reported nine killed"
        hops = _hops(match, match["verb"], start, said.text)
        if hops is None or any(_overlap(s, start + match.start(), start + match.end()) for s in others):
            continue
        if rule == "put":
            return Speech(hops, start + match.start(), start + match.end("verb"), start + match.start("verb"), said.end)
        covers = (start, start + match.start())
        if rule == "leading":
            covers = (start + match.end(), said.end)
        elif _GOES_ON.match(said.own, match.end()):
            covers = (start, said.end)
        return Speech(hops, start + match.start(), start + match.end(), *covers)
    return None


def _nested(speech_: Speech, said: _Sentence) -> Speech:
    """Return a speech with whom it cites in turn: "the mayor said that the army had reported"."""
    match = _rules()["nested"].pattern.match(said.own, speech_.end - said.start)
    hops = None if match is None else _hops(match, match["verb"], said.start, said.text)
    if match is None or hops is None or speech_.covers_from > said.start + match.start("who"):
        return speech_
    end = said.start + match.end()
    return replace(speech_, hops=(*speech_.hops, *hops), end=end, covers_from=max(speech_.covers_from, end))


def _with_cited(found: list[Speech], said: _Sentence) -> list[Speech]:
    """Return the speeches with whom they cite: "the mayor said, citing the army"."""
    citing = said.search("citing")
    hops = None if citing is None else _hops(citing, "cited", said.start, said.text)
    return found if hops is None else [replace(s, hops=(*s.hops, *hops)) if s.hops[0].verb else s for s in found]


def _with_turns(found: list[Speech], said: _Sentence) -> list[Speech]:
    """Return the speeches with those of others who take over: "police said 12, but the mayor said 15"."""
    for turn in _TURN.finditer(said.own):
        match = _rules()["leading"].pattern.match(said.own[turn.end() :])
        at = said.start + turn.end()
        hops = None if match is None else _hops(match, match["verb"], at, said.text)
        if match is None or hops is None or any(_overlap(s, at, at + match.end()) for s in found):
            continue
        last = said.start + turn.start()
        found = [replace(s, covers_to=min(s.covers_to, last)) if s.covers_from < at else s for s in found]
        found.append(Speech(hops, at, at + match.end(), at + match.end(), said.end))
    return found


def _according(said: _Sentence) -> Iterator[Speech]:
    if said.search("according") is None:
        return
    for match in _rules()["according"].pattern.finditer(said.own):
        hops = _hops(match, "according to", said.start, said.text)
        if hops is not None:
            yield Speech(hops, said.start + match.start(), said.start + match.end(), said.start, said.end)


def _relayed(said: _Sentence) -> Speech | None:
    """Return who told it whom: "Roe told the Meridian Wire", "state radio quoted the mayor as saying"."""
    start = said.start
    for rule in ("quoted-by", "quoted", "told"):
        match = said.search(rule)
        hops = None if match is None else _hops(match, rule if rule == "told" else "said", start, said.text)
        if match is None or hops is None:
            continue
        outlet = match["outlet"]
        if outlet is not None:
            bare = _DETERMINER.sub("", outlet)
            at = start + match.end("outlet") - len(bare)
            bare = bare if _ABBREVIATED.search(bare) else bare.rstrip(".")
            hops = (Hop(bare, "told" if rule == "told" else "quoted", at, at + len(bare)), *hops)
        return Speech(hops, start + match.start(), start + match.end(), start, said.end)
    return None


_COUNTED: Final = re.compile(r"(?:[\w]+ )+?(?:killed|dead|died|wounded|injured|hurt|missing|arrested)\b")
_GOES_ON: Final = re.compile(r",? (?:adding|and added|noting)\b")
_TURN: Final = re.compile(r"[,;] (?:but|while|whereas|and|though|although) ")
"""Where another speaker may take over."""


def _overlap(speech_: Speech, start: int, end: int) -> bool:
    return speech_.start < end and start < speech_.end


def _hops(match: re.Match[str], verb: str, offset: int, text: str) -> tuple[Hop, ...] | None:
    who = match["who"]
    start = offset + match.start("who")
    opening = _OPENING.match(who)
    if opening is not None:
        who, start = who[opening.end() :], start + opening.end()
    cut = _CUT.search(who)
    if cut is not None:
        who = who[: cut.start()]
    if not _ABBREVIATED.search(who):
        who = who.rstrip(".'\x00- ")
    determiner = _DETERMINER.match(who)
    if determiner is not None:
        who, start = who[determiner.end() :], start + determiner.end()
    lower = who.lower().split()
    if not lower or not who[0].isalnum() or lower[0] in speech("not_speakers") or lower[-1] in speech("not_speakers"):
        return None
    if any(
        word in words("relatives")
        or word in words("be")
        or word in words("have")
        or word in words("modals")
        or word in ("did", "does", "do", "not")
        for word in lower
    ):
        return None
    if any(
        word in speech("reporting") and word not in ("report", "reports", "notes", "state", "cited")
        for word in lower[:-1]
    ):
        return None
    hop = Hop(who, verb.lower(), start, start + len(who))
    hop = _named(hop, text, offset)
    role = match["role"] if "role" in match.re.groupindex else None
    body = _BODY_OF.search(role) if role else None
    if body is not None:
        at = offset + match.start("role") + body.start("body")
        name = body["body"].rstrip(".'")
        return hop, Hop(name, "", at, at + len(name))
    return (hop,)


_LOOK_BACK: Final = 6000


@cache
def _full_name(noun: str) -> re.Pattern[str]:
    return re.compile(rf"(?:[A-Z][\w.'-]+ (?:of |for )?){{1,4}}(?:{noun}|{noun.capitalize()})\b")


_TITLED: Final = re.compile(
    r"(?:[\w'.-]+ ){0,5}(?i:spokes(?:man|woman|person)|official|minister|chief|mayor|governor|director|commander"
    r"|resident|doctor|worker|officer|head|president|secretary|deputy|inspector|prosecutor|activist|witness|lawyer|analyst)"
    r" (?P<name>(?:[A-Z][\w'.-]+ ){1,3}[A-Z][\w'-]+)$"
)
_SURNAME: Final = re.compile(r"[A-Z][a-z'-]+(?:[A-Z][a-z]+)?")


@lru_cache(maxsize=256)
def _full_person(surname: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?<=[a-z,] )|(?<=[a-z]\. ))(?:[A-Z][a-z'-]+ |[A-Z]\. ){{1,2}}{re.escape(surname)}\b(?!')")


_LAST_NAME: Final = re.compile(r"(?<=[a-z] )[A-Z][\w.-]*(?: [A-Z][\w.-]*)*$")


def _named(hop: Hop, text: str, limit: int) -> Hop:
    """Return the hop by its proper name: "news agency TASS" is TASS, "the ministry" the one named before."""
    lower = hop.speaker.lower()
    last = _LAST_NAME.search(hop.speaker)
    if last is not None and re.search(
        r"(?:agency|newspaper|channel|website|outlet|network|broadcaster|daily)\s$", lower[: last.start()]
    ):
        return replace(hop, speaker=last[0], start=hop.start + last.start())
    title = _TITLED.match(hop.speaker)
    if title is not None:  # "disaster agency spokesman Ana Roe" is Ana Roe
        return replace(hop, speaker=title["name"], start=hop.start + title.start("name"))
    if _SURNAME.fullmatch(hop.speaker) and not is_person(lower):
        full = list(_full_person(hop.speaker).finditer(text, max(0, limit - _LOOK_BACK), limit))
        if full:
            name, at = full[-1][0], full[-1].start()
            first = name.split(" ")[0]
            if is_person(first.lower()) and name.count(" ") > 1:  # "Minister Ben Doe"
                name, at = name[len(first) + 1 :], at + len(first) + 1
            return replace(hop, speaker=name, start=at, end=full[-1].end(), inferred=True)
    if lower in _GENERIC:
        mentions = list(_full_name(lower).finditer(text, max(0, limit - _LOOK_BACK), limit))
        if mentions:
            named = mentions[-1]
            shift = re.match(r"(?:The|An?) ", named[0])
            at = named.start() + (shift.end() if shift else 0)
            return replace(hop, speaker=text[at : named.end()], start=at, end=named.end(), inferred=True)
    return hop


def find_credits(text: str) -> tuple[str, ...]:
    """Return the agencies credited in brackets at the very end: "(Reuters, AFP)"."""
    found = _CREDITS.search(text[-200:].rstrip())
    return tuple(name.strip() for name in found[1].split(",")) if found else ()
