"""Who did it, who says that they did, who is blamed, and who denies it.

Owns the patterns of responsibility over one sentence. Refuses a name that the vocabulary does not know, except where
the words say that nobody has claimed it; a group called "the group" is the one last named.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from claims.extract.lexicon import load
from claims.extract.names import Gazetteer, Name
from claims.extract.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Blame:
    """A statement on responsibility, in spans of the view."""

    attribute: str
    name: Name
    start: int
    end: int
    rule: str
    by_actor: bool = False
    """The actor itself is the speaker."""
    general: bool = False
    """Of attacks at large and not of the one in question: "numerous attacks", "recent raids"."""
    speaker: Name | None = None
    """Who blames or denies, where the pattern itself says so."""


@cache
def _word(name: str) -> str:
    return "|".join(sorted(load("blame")[name].split(), key=len, reverse=True))


_ADVERB: Final = r"(?:(?:also|later|now|then|soon|quickly|initially|immediately|officially|\w+ly|all|so far) )*"
_SAID: Final = r"(?:said |thought |believed |reported |suspected |alleged |understood |known )"

_NO_CLAIM: Final = re.compile(
    r"there (?:was|were|has been|had been|is) no (?:immediate |public )?claims? of responsibility"
)
_COUNTERCLAIM: Final = re.compile(
    r"(?:an? |the |that )?(?:claim|accusation|allegation|charge|assertion)s? (?:that |which )?(?:the )?"
    r"(?P<who>[a-z][\w' -]{1,40}?) (?:has |have |had )?(?:\w+ly )?"
    r"(?:denies|denied|deny|rejects|rejected|reject|dismissed|dismisses)"
)
_REJECTED: Final = re.compile(
    r"(?:the )?(?P<who>[a-z][\w' ]{1,50}?) (?:too |also |later |initially )?"
    r"(?:rejected|rejects|denied|denies|dismissed|dismisses|refuted) (?:the |this |its )?[\w' -]{0,40}?"
    r"claims?(?: as [^.;\x00]{1,40})?"
)
_GROUP: Final = r"the (?:jihadist |militant |terrorist |extremist |armed |rebel |islamist |insurgent )?(?:GROUPS)"
_WEAK: Final = ("suspected", "did", "deed-of", "their-men")
"""Rules that say nothing new where a stronger one has read the same name."""
_OF_LOSSES: Final = ("suspected", "their-men")
_HIT: Final = r"\b(?:kill|arrest|captur|detain|wound|injur|held|hold|round)"
_HIT_BEFORE: Final = re.compile(_HIT + r"[a-z]* (?:up )?(?:[\w-]+ ){0,4}$", re.IGNORECASE)
_HIT_AFTER: Final = re.compile(r"\s*[\w-]+s? (?:(?:were|was|have been|had been|are) )?(?:also )?" + _HIT, re.IGNORECASE)
_OPERATION: Final = re.compile(r"\b(?:raid|operation|air ?strike|drone|offensive|crackdown)s?\b", re.IGNORECASE)
_COMMITTED: Final = re.compile(
    r"\b(?:attack|ambush|storm|bomb|assault|assailant|gunm[ae]n|opened fire|massacre|siege|kidnap|hijack)",
    re.IGNORECASE,
)
_SHORT_FORM: Final = re.compile(r"""(?:"|'(?!s))?(?:\s?[(\[]["']?[A-Z][\w -]{1,11}["']?[)\]])?(?:"|'(?!s))?""")
_CUE: Final = re.compile(
    r"responsib|credit|claim|blam|den[iy]|behind|involve|"
    r"attribut|accus|pinned|ascrib|members?\b|militants?|fighters?|linked|tied|work of|by |"
    r"behind|suspected|alleged|pledg|sworn|attack|fired|killed|raid|bomb|rocket|detonat|ambush|storm|launch|kidnap|abduct|execut|murder|assassin|shot|massacr"
)


def responsibility_rules() -> tuple[str, ...]:
    """Return the names of the rules, the strongest first."""
    return tuple(row["rule"] for row in load("blame")["statement"])


@cache
def _compiled() -> tuple[tuple[str, str, bool, re.Pattern[str]], ...]:
    attackers = load("roles")["heads"]["attackers"].split()
    table = []
    for row in load("blame")["statement"]:
        pattern = "".join(row["parts"]).replace("ADV", _ADVERB).replace("SAID", _SAID).replace("DEEDS", _word("deeds"))
        pattern = pattern.replace("MEMBERS", _word("members")).replace("ATTACKERS", "|".join(attackers))
        pattern = pattern.replace("FIRED", rf"(?:{'|'.join(load('attacks')['ordnance'])})")
        pattern = pattern.replace("%", "\x01(?P<n>\\d+)\x02")
        compiled = re.compile(r"(?<![\w-])" + pattern + r"(?!\w)", re.IGNORECASE)
        table.append((row["rule"], row["attribute"], row["own"], compiled))
    return tuple(table)


@cache
def _group() -> re.Pattern[str]:
    return re.compile(rf"\b{_GROUP.replace('GROUPS', _word('group_nouns'))}\b(?! (?:of|in|from) )")


def find_blame(
    text: str, lower: str, sentence: Sentence, gazetteer: Gazetteer, named: Sequence[Name], last_group: Name | None
) -> list[Blame]:
    """Return the statements on responsibility in one sentence.

    `named` are the armed groups that it names, `last_group` is the one named before it.
    """
    start, end = sentence.start, sentence.end
    if _CUE.search(lower, start, end) is None:
        return []
    found = list(_no_claims(lower, start, end))
    groups = [gazetteer.branch(text, name) for name in named]
    names = sorted(groups + _outside(gazetteer.find(text, start, end, gazetteer.states), groups), key=lambda n: n.start)
    known = [(name, name in groups) for name in names]
    masked, places = _masked(text, lower, start, end, known, last_group)
    if not places:
        return found
    taken: set[tuple[str, int]] = set()
    for rule, attribute, own, pattern in _compiled():
        for match in pattern.finditer(masked.text):
            name, armed = places[int(match["n"])]
            if rule in _OF_LOSSES and _is_of_losses(masked.text, match):
                continue
            if not armed and rule not in ("blamed", "attributed", "denied-own"):
                continue
            key = (attribute, name.start)
            if key in taken or (rule in _WEAK and {("claimed_by", name.start), ("attributed_to", name.start)} & taken):
                continue
            taken.add(key)
            a, b = masked.span(match.start(), match.end())
            name = _widened(text, name, rule, names)
            b = max(b, name.end) if a <= name.start < b else b
            general = _is_general(lower, max(start, a - _BEFORE), min(end, b + _AFTER), name)
            found.append(Blame(attribute, name, a, b, rule, own, general))
    found = _with_claims_for(found)
    found += _denials(text, lower, start, end, found)
    return found


_BEFORE: Final = 40
_AFTER: Final = 70


@cache
def _deed() -> re.Pattern[str]:
    plural = "|".join(word for word in _word("deeds").split("|") if word.endswith("s") and not word.endswith("ss"))
    return re.compile(
        rf"(?P<before>(?:[\w'-]+ ){{0,3}})\b(?:(?P<many>(?:{plural}|plots|offensives|campaigns))|{_word('deeds')})\b"
    )


_DEFINITE: Final = re.compile(
    r"\b(?:the|these|those|both|two|three|four|five|six|seven|\d+|twin|double|coordinated|tuesday|monday|wednesday"
    r"|thursday|friday|saturday|sunday)(?:'s)? "
)
_VAGUE: Final = re.compile(
    r"\b(?:numerous|several|many|multiple|other|previous|earlier|past|recent|similar|dozens of|number of|series of"
    r"|string of|spate of|most|all|such|frequent|regular|hundreds of) "
)


def _is_of_losses(masked: str, match: re.Match[str]) -> bool:
    """Return whether members of a group are only killed or caught, in a sentence that tells of no deed of theirs."""
    if _COMMITTED.search(masked):
        return False
    if _OPERATION.search(masked):
        return True
    return bool(_HIT_BEFORE.search(masked[: match.start()]) or _HIT_AFTER.match(masked, match.end()))


def _is_general(lower: str, start: int, end: int, name: Name) -> bool:
    """Return whether the deed nearest to the name is told in the plural and not as known."""
    deeds = list(_deed().finditer(lower, start, end))
    if not deeds:
        return False
    near = min(deeds, key=lambda deed: (max(deed.start() - name.end, name.start - deed.end(), 0), deed.start()))
    if not near["many"]:
        return False
    between = lower[near.start() : near.start("many")]
    # "the Taliban raids": the article is the group's
    named = name.start >= near.start() and name.end <= near.end()
    return named or _VAGUE.search(between) is not None or _DEFINITE.search(between) is None


_PART_OF: Final = re.compile(
    r"(?:'s)? (?:(?!network|branch|affiliate|wing|cell)[\w-]+ ){0,2}(?:network|branch|affiliate|wing|cell)\b"
)
_AND: Final = re.compile(r" and (?:the )?")


def _widened(text: str, name: Name, rule: str, names: list[Name]) -> Name:
    """Return `name` with what belongs to it: "Israel and the US" were blamed, "the group's northern network" did it."""
    if rule == "blamed":
        joint = _AND.match(text, name.end)
        other = next((n for n in names if joint is not None and n.start == joint.end()), None)
        if other is not None:
            return Name(name.start, other.end, text[name.start : other.end])
    if rule == "attributed":
        part = _PART_OF.match(text, name.end)
        if part is not None:
            return Name(name.start, part.end(), text[name.start : part.end()])
    return name


def _outside(names: list[Name], others: list[Name]) -> list[Name]:
    return [n for n in names if not any(o.start <= n.start < o.end for o in others)]


@dataclass(frozen=True, slots=True)
class _Masked:
    """A sentence with its names replaced by numbers, and the way back."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the view for a span of the masked text."""
        return self.offsets[start], self.offsets[end]


def _masked(
    text: str, lower: str, start: int, end: int, known: list[tuple[Name, bool]], last_group: Name | None
) -> tuple[_Masked, list[tuple[Name, bool]]]:
    spans = [(name.start, name.end, name, armed) for name, armed in known]
    if last_group is not None:
        for match in _group().finditer(lower, start, end):
            if not any(a < match.end() and match.start() < b for a, b, _, _ in spans):
                before = [n for n, armed in known if armed and n.start < match.start()]
                name = before[-1] if before else last_group
                part = _PART_OF.match(text, match.end(), end)
                if part is not None:
                    name = Name(match.start() + 4, match.end(), text[match.start() + 4 : match.end()])
                spans.append((match.start(), match.end(), name, True))
    spans.sort(key=lambda span: span[0])
    parts: list[str] = []
    offsets: list[int] = []
    places: list[tuple[Name, bool]] = []
    position = start
    for a, b, name, armed in spans:
        if a < position:
            continue  # the short form in brackets, taken in with the name before it
        acronym = _SHORT_FORM.match(text, b, end)
        b = acronym.end() if acronym else b
        if text[a - 1] == '"' and a > position:
            a -= 1
        mark = f"\x01{len(places)}\x02"
        parts += (text[position:a], mark)
        offsets += (*range(position, a), *([a] * len(mark)))
        places.append((name, armed))
        position = b
    parts.append(text[position:end])
    offsets += range(position, end + 1)
    return _Masked("".join(parts), tuple(offsets)), places


def _no_claims(lower: str, start: int, end: int) -> Iterator[Blame]:
    for match in _NO_CLAIM.finditer(lower, start, end):
        at = match.start() + match[0].index(" no ") + 1
        yield Blame("claimed_by", Name(at, at + 2, "nobody"), match.start(), match.end(), "no-claim")


def _with_claims_for(found: list[Blame]) -> list[Blame]:
    """Return `found` with what a claimant attributes to a branch of its own as a claim for that branch."""
    claim = next((b for b in found if b.rule == "statement"), None)
    if claim is None:
        return found
    return [
        Blame("claimed_by", b.name, b.start, b.end, "claimed-for", True, b.general, claim.name)
        if b.rule == "attributed" and b.start > claim.start
        else b
        for b in found
    ]


def _denials(text: str, lower: str, start: int, end: int, found: list[Blame]) -> Iterator[Blame]:
    for match in _COUNTERCLAIM.finditer(lower, start, end):
        blamed = [b for b in found if b.attribute == "attributed_to" and b.end <= match.start()]
        if blamed:
            who = Name(match.start("who"), match.end("who"), text[match.start("who") : match.end("who")])
            yield Blame("attributed_to", blamed[-1].name, match.start(), match.end(), "counterclaim", False, False, who)
