"""Who is said to have said it: speakers before and after, "according to", "told", cited outlets in brackets.

Owns finding the hops of a sentence, each with its own span. Refuses pronouns it cannot resolve: a chain that is not in
the text is left empty, and one that is taken from another sentence is marked as inferred.
"""

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from claims.extract.dates import read_date
from claims.extract.lexicon import is_person, words
from claims.extract.sentences import Sentence
from claims.extract.stance import speech


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


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    verbs = "|".join(sorted(speech("reporting") | speech("denying"), key=len, reverse=True))
    past = "|".join(verb for verb in verbs.split("|") if verb.endswith(("ed", "id", "old", "ote", "s")))
    adverb = r"(?:also |later |earlier |subsequently |initially |meanwhile |has |have |had |then |strongly |\w+ly )?"
    when = r"(?P<when>(?: (?:on|in|at|late|early) [^,.;\"]{2,40})?)"
    return {
        "according": re.compile(
            rf"\b[Aa]ccording to (?P<who>{_NAME}){_APPOSITION}"
            r"(?=[,;:\")]|\.?$|\.\"|\. | on [A-Z]| in an? | was| were| is)"
        ),
        "told": re.compile(
            r"(?:^|(?<=[,\"] ))(?P<who>(?:[Tt]he |[Aa]n? )?[^\s,;:()\"][^,;:()\"]{1,70}?)(?:, (?P<role>[^,\"]{3,90}),)?"
            r" (?:has |have |had |later |also )?told"
            r" (?:(?P<outlet>(?:the )?[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,4})|[a-z])"
        ),
        "put": re.compile(
            rf"^(?P<who>(?:The |An? )?{_NAME}) (?:has |have |had |later )?(?P<verb>put|puts|set|sets) "
            r"(?:the |its |their )?[\w -]{0,40}?\b(?:toll|number|figure|count|total|tally|losses)\b"
        ),
        "quoted": re.compile(
            rf"(?:^|(?<=, ))(?P<outlet>(?:The |the |An? )?{_NAME}) (?:has |have |had )?"
            rf"(?:quoted|quotes|quote|cited|cites) (?P<who>{_NAME}) (?:as saying|saying)\b"
        ),
        "quoted-by": re.compile(
            rf"(?:^|(?<=, ))(?P<who>(?:The |the |An? )?{_NAME}) (?:was|were) (?:quoted|cited) by (?P<outlet>{_NAME})"
            r" (?:as saying|saying)\b"
        ),
        "citing": re.compile(rf"\b(?:[Cc]iting|[Qq]uoting) (?P<who>{_NAME})(?=[,;.]|$| on \w+day)"),
        "inverted": re.compile(rf"[,\"?!]\s?\"?\s?(?P<verb>{past}) (?P<who>{_NAME}){_APPOSITION}{when}(?=[,.;]|\"|$)"),
        "trailing": re.compile(
            rf"[,\"]\s?\"?\s?(?P<who>(?:[Tt]he |[Aa]n? )?{_NAME}) {adverb}(?P<verb>{verbs}){when}"
            r"(?=[,.;]|\"|$|\s(?:adding|citing))"
        ),
        "nested": re.compile(
            rf"{when},? that (?P<who>(?:the |an? )?{_NAME}) (?:has |have |had )?(?P<verb>{past}|said|told) (?:that )?"
            r"(?!by |in |on |at )"
        ),
        "trailing-bare": re.compile(
            rf"(?<=[a-z0-9]) (?P<who>(?:the |an? )?(?:[\w'-]+ ){{0,3}}[\w'-]+) (?P<verb>said|reported|says){when}\.?$"
        ),
        "leading": re.compile(
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
    words_of = text[start:end]
    found: list[Speech] = []
    cited = _CITED.search(words_of)
    if cited is not None:
        outlet = cited["outlet"].split("/")[-1].strip()
        at = start + cited.start("outlet") + cited["outlet"].rindex(outlet)
        date = read_date(cited["date"], published)
        hop = Hop(outlet, "", at, at + len(outlet))
        found.append(Speech((hop,), start + cited.start(), end, start, start + cited.start(), date))
    relayed = _relayed(words_of, start, end, text)
    found += [relayed] if relayed is not None else []
    for rule in ("inverted", "trailing", "trailing-bare", "put", "leading"):
        match = None if relayed is not None else _patterns()[rule].search(words_of)
        if match is not None and (match["verb"] == "told" or (rule == "inverted" and _COUNTED.match(match["who"]))):
            match = None  # "the paper, citing the mayor, reported nine killed"
        hops = None if match is None else _hops(match, match["verb"], start, text)
        if match is None or hops is None or any(_overlap(s, start + match.start(), start + match.end()) for s in found):
            continue
        after = words_of[match.end() :]
        if rule == "put":
            covers = (start + match.start("verb"), end)
        elif rule == "leading":
            covers = (start + match.end(), end)
        else:
            covers = (start, end if _GOES_ON.match(after) else start + match.start())
        found.append(Speech(hops, start + match.start(), start + match.end("verb" if rule == "put" else 0), *covers))
        break
    found = [_nested(s, words_of, start, text) for s in found]
    citing = _patterns()["citing"].search(words_of)
    hops = None if citing is None else _hops(citing, "cited", start, text)
    if citing is not None and hops is not None:
        found = [replace(s, hops=(*s.hops, *hops)) if s.hops[0].verb else s for s in found]
    for turn in _TURN.finditer(words_of):
        match = _patterns()["leading"].match(words_of[turn.end() :])
        at = start + turn.end()
        hops = None if match is None else _hops(match, match["verb"], at, text)
        if match is None or hops is None or any(_overlap(s, at, at + match.end()) for s in found):
            continue
        found = [
            replace(s, covers_to=min(s.covers_to, start + turn.start())) if s.covers_from < at else s for s in found
        ]
        found.append(Speech(hops, at, at + match.end(), at + match.end(), end))
    for match in _patterns()["according"].finditer(words_of):
        hops = _hops(match, "according to", start, text)
        if hops is not None:
            found.append(Speech(hops, start + match.start(), start + match.end(), start, end))
    return found


def _nested(speech_: Speech, words_of: str, start: int, text: str) -> Speech:
    """Return a speech with whom it cites in turn: "the mayor said that the army had reported"."""
    match = _patterns()["nested"].match(words_of, speech_.end - start)
    hops = None if match is None else _hops(match, match["verb"], start, text)
    if match is None or hops is None or speech_.covers_from > start + match.start("who"):
        return speech_
    end = start + match.end()
    return replace(speech_, hops=(*speech_.hops, *hops), end=end, covers_from=max(speech_.covers_from, end))


def _relayed(words_of: str, start: int, end: int, text: str) -> Speech | None:
    """Return who told it whom: "Roe told the Meridian Wire", "state radio quoted the mayor as saying"."""
    for rule in ("quoted-by", "quoted", "told"):
        match = _patterns()[rule].search(words_of)
        hops = None if match is None else _hops(match, rule if rule == "told" else "said", start, text)
        if match is None or hops is None:
            continue
        outlet = match["outlet"]
        if outlet is not None:
            bare = _DETERMINER.sub("", outlet)
            at = start + match.end("outlet") - len(bare)
            bare = bare if _ABBREVIATED.search(bare) else bare.rstrip(".")
            hops = (Hop(bare, "told" if rule == "told" else "quoted", at, at + len(bare)), *hops)
        return Speech(hops, start + match.start(), start + match.end(), start, end)
    return None


_COUNTED: Final = re.compile(r"(?:[\w]+ )+?(?:killed|dead|died|wounded|injured|hurt|missing|arrested)\b")
_GOES_ON: Final = re.compile(r",? (?:adding|and added|noting)\b")
_TURN: Final = re.compile(r"[,;] (?:but|while|whereas|and|though|although) ")
"""Where another speaker may take over: "police said 12, but the mayor said 15"."""


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
