"""A conflict or a waiting question as an editor reads it: who says what, what was decided, what stays open.

Statements that say the same are one position, with everybody who says it and one quote in its sentence.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from claims.grouping import group_by
from claims.models import Decision
from claims.values import format_value
from reconcile.events.names import say_date
from reconcile.items.item import Item, Member
from reconcile.items.states import SETTLED_STATES
from reconcile.reports.report import Entry, Report
from tui.output import counted
from tui.services.briefing import Shelf
from tui.writers.wording import (
    decided_words,
    odd_lines,
    open_words,
    reason_words,
    scope_words,
    state_words,
    statement_words,
    statements_of,
    verdict_lines,
    way_lines,
)

MOST_POSITIONS: Final = 6
"""Positions of one dispute that are set out; the appendix has all."""
SAME_SENTENCE: Final = "in the sentence quoted above"
_MOST_SOURCES: Final = 4
_LONGEST_QUOTE: Final = 220
_LONGEST_EXPLANATION: Final = 320
_SENTENCE_END: Final = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[^a-z]|$)|\n+")
_MOMENT: Final = re.compile(
    r"(?P<day>[0-9]{4}-(?:0[1-9]|1[0-2])-[0-9]{2})T(?P<time>[0-9]{2}:[0-9]{2})[0-9:.]*(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2}|)"
)
_DAY: Final = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class Position:
    """What several statements say in common."""

    says: str
    sources: str
    """In words, with how many they are."""
    as_of: str
    before: str
    quote: str
    """Empty where its sentence is quoted for a position before this one."""
    after: str
    where: str
    """Outlet and day of the quote."""
    translated: str
    evidence: str
    """Id of the statement that is quoted."""
    is_accepted: bool
    is_conflicting: bool
    is_proposed: bool
    removed: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """One data item as an editor reads it."""

    item: Item
    about: str
    """What it is about: the attribute in words."""
    state: str
    explanation: str
    positions: tuple[Position, ...]
    more: int
    """Positions left to the appendix."""
    decision: str
    """With its reason; empty where nothing is decided."""
    open: tuple[str, ...]

    @property
    def open_label(self) -> str:
        """What stands before `open`: of what is settled nothing is open."""
        return "Note" if self.item.state in SETTLED_STATES else "Open"


def disputed_events(report: Report) -> tuple[tuple[str, str, tuple[Entry, ...]], ...]:
    """Return (key, name, entries) of each subject with something in dispute, in the order of the report."""
    events = []
    for subject, entries in report.events:
        disputed = tuple(entry for entry in entries if entry.is_conflict or entry.state == "held")
        if disputed:
            events.append((subject, entries[0].name or subject, disputed))
    return tuple(events)


def subject_name(name: str, disputes: Sequence[Dispute], shelf: Shelf) -> str:
    """Return what the subject of disputes is called: an article by its title and outlet, anything else by its name."""
    members = disputes[0].item.members if disputes else ()
    if not members or members[0].assertion.subject_kind != "article":
        return name
    article = shelf.quoted_article(members[0].assertion.passage.article)
    return f"“{article.title or article.name}” ({article.outlet})"


def build_dispute(item: Item, shelf: Shelf) -> Dispute:
    """Return an item as an editor reads it."""
    conflicting = item.conflicting
    accepted = item.resolution.decision.assertion if item.resolution.decision else None
    groups = list(group_by(item.members, _position_key).values())
    asked = frozenset({None}) if item.state == "held" else frozenset()
    groups.sort(key=lambda members: (members[0].scope not in asked, *_rank(members, conflicting, accepted)))
    shown = groups[: MOST_POSITIONS if len(groups) > MOST_POSITIONS + 1 else None]
    positions = tuple(_position(item, members, shelf, conflicting, accepted) for members in shown)
    return Dispute(
        item=item,
        about=attribute_words(item.attribute),
        state=state_words(item),
        explanation=_shorten(item.explanation, _LONGEST_EXPLANATION),
        positions=tuple(_without_repeats(positions)),
        more=len(groups) - len(shown),
        decision=decision_sentence(item.resolution.decision, item),
        open=tuple(_open_lines(item)),
    )


def attribute_words(attribute: str) -> str:
    """Return the name of an attribute as a heading: `Attributed to`."""
    words = scope_words(attribute)
    return words[:1].upper() + words[1:]


def decision_sentence(decision: Decision | None, item: Item) -> str:
    """Return what was decided, by whom, on which day and why, without the keys that the record has."""
    if decision is None:
        return ""
    words = decided_words(decision, statements_of(item), with_ids=False)
    sentence = f"{words[:1].upper()}{words[1:]} by {decision.reviewer}, {day_words(decision.decided_at[:10])}"
    return f"{sentence}: {reason_words(decision)}"


def day_words(edtf: str | None) -> str:
    """Return a day, month or year, or two of them with a slash between, in words; anything else as it is.

    >>> day_words("2019-11-06"), day_words("2019-11-05/2019-11-06"), day_words("2019-11~"), day_words(None)
    ('6 November 2019', '5–6 November 2019', '2019-11~', 'date not known')
    >>> day_words("2019-11-06T13:38:00Z"), day_words("2019-11-06T13:38:00+05:00")
    ('6 November 2019, 13:38 UTC', '6 November 2019, 13:38 +05:00')
    """
    if not edtf:
        return "date not known"
    if moment := _MOMENT.fullmatch(edtf):
        zone = moment["zone"].replace("Z", "UTC")
        return f"{say_date(moment['day'])}, {moment['time']} {zone}".rstrip()
    return say_date(edtf) if all(map(_DAY.fullmatch, edtf.split("/"))) and edtf.count("/") < 2 else edtf


def _position_key(member: Member) -> tuple[str, str, str, str, str]:
    """Return what all who say the same share, by whatever name they call it."""
    assertion = member.assertion
    said = member.key or format_value(assertion.value)
    return assertion.attribute, member.scope or "", assertion.stance, said, member.removed


def _usual_words(members: Iterable[Member]) -> str:
    """Return what statements that say the same say, in the words that most of them use."""
    words = Counter(map(_what_it_says, members))
    return min(words, key=lambda each: (-words[each], each))


def _what_it_says(member: Member) -> str:
    words = statement_words(member).removesuffix(", proposed")
    attribute = member.assertion.attribute
    if member.linked:
        words = words.replace(f"{attribute}:", f"{scope_words(attribute)}:", 1)
    return words


def _rank(members: Sequence[Member], conflicting: set[str], accepted: str | None) -> tuple[bool, bool, bool, int]:
    ids = {member.assertion.id for member in members}
    return bool(members[0].removed), accepted not in ids, ids.isdisjoint(conflicting), -len(ids)


def _position(
    item: Item, members: Sequence[Member], shelf: Shelf, conflicting: set[str], accepted: str | None
) -> Position:
    ids = {member.assertion.id for member in members}
    quoted = min(members, key=lambda m: (m.assertion.id != accepted, m.assertion.id not in conflicting))
    before, quote, after = _sentence(quoted, shelf)
    dates = sorted({member.assertion.as_of for member in members if member.assertion.as_of})
    article = shelf.quoted_article(quoted.assertion.passage.article)
    return Position(
        says=_usual_words(members),
        sources=_sources(item, members),
        as_of=day_words(dates[-1]) if dates else "",
        before=before,
        quote=quote,
        after=after,
        where=f"{quoted.outlet}, {day_words(article.published)}",
        translated=quoted.assertion.translated,
        evidence=quoted.assertion.id,
        is_accepted=accepted in ids,
        is_conflicting=not ids.isdisjoint(conflicting),
        is_proposed=all(member.status == "proposed" for member in members),
        removed=members[0].removed.replace("_", " "),
    )


def _without_repeats(positions: Iterable[Position]) -> Iterator[Position]:
    """Yield positions, those whose sentence was quoted before without it."""
    quoted: set[str] = set()
    for position in positions:
        sentence = position.before + position.quote + position.after
        yield replace(position, before="", quote="", after="") if sentence in quoted else position
        quoted.add(sentence)


def _sources(item: Item, members: Sequence[Member]) -> str:
    """Return who says it, in words: `police (in Post and Times); DW`, with the counts where they differ."""
    outlets = group_by(members, lambda member: member.origin)
    voices = [_voice(origin, sorted({m.outlet for m in said})) for origin, said in sorted(outlets.items())]
    more = len(voices) - _MOST_SOURCES
    words = "; ".join(voices if more < 2 else [*voices[:_MOST_SOURCES], f"{more} more"])
    origin_of = {id_: origin for origin, ids in item.origins for id_ in ids}
    origins = {origin_of.get(member.assertion.id, member.origin) for member in members}
    if len(members) == 1:
        return words
    return f"{words} – {counted(len(members), 'statement')}, {counted(len(origins), 'origin')}"


def _voice(origin: str, outlets: Sequence[str]) -> str:
    others = [outlet for outlet in outlets if outlet != origin]
    return f"{origin} (in {_listed(others)})" if others else origin


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _sentence(member: Member, shelf: Shelf) -> tuple[str, str, str]:
    """Return the words before a quote in its sentence, the quote, and the words after it."""
    passage = member.assertion.passage
    text = shelf.quoted_article(passage.article).text
    quote = _flat(passage.exact)
    if text[passage.start : passage.end] != passage.exact or len(quote) >= _LONGEST_QUOTE:
        return "", _shorten(quote, _LONGEST_QUOTE), ""
    room = _LONGEST_QUOTE - len(quote)
    before = text[max(0, passage.start - room) : passage.start]
    *_, start = _SENTENCE_END.split(before)
    is_cut = start == before and passage.start > room
    after = text[passage.end : passage.end + max(0, room - len(start))]
    rest = _end_sentence(after, goes_on=passage.end + len(after) < len(text))
    lead = f"… {start.partition(' ')[2]}" if is_cut else start
    return _flat(lead).lstrip(), quote, _flat(rest).rstrip()


def _end_sentence(after: str, *, goes_on: bool) -> str:
    """Return the rest of a sentence from the text after a quote, which itself may go on."""
    end = _SENTENCE_END.search(after)
    if end:
        return after[: end.start() + 1]
    return f"{after.rpartition(' ')[0]} …" if goes_on else after


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _shorten(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest].rpartition(' ')[0]} …"


def _open_lines(item: Item) -> list[str]:
    lines = [open_words(item), *verdict_lines(item), *odd_lines(item), *way_lines(item, most=2)]
    waiting = sum(member.status == "proposed" for member in item.evidence)
    if waiting:
        lines.append(f"{counted(waiting, 'statement')} of {len(item.members)} not confirmed by a person yet.")
    if item.resolution.unseen:
        lines.append(f"{counted(len(item.resolution.unseen), 'statement')} arrived since the decision.")
    return [_shorten(line, _LONGEST_EXPLANATION) for line in lines if line]
