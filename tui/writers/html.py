"""A report as one HTML page that needs nothing else: no network, no script, no file beside it.

Every value passes `visible` and is escaped by Jinja, a link leaves the page only for http or https, and the page's own
policy forbids scripts, frames, forms and requests. Anchors are derived from ids, so a link to an answer or a quote
holds in every later report.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from claims.identity import digest
from claims.models import Article
from reconcile.items.item import Item, Member
from reconcile.relations.pairs import Relation
from reconcile.reports.answers import GRADE_OF, Figure, Row, build_rows
from reconcile.reports.report import Entry, Report
from tui.output import counted
from tui.services.briefing import Shelf, event_lines
from tui.services.numbering import number_members
from tui.visible import safe_link, visible
from tui.writers.brief import (
    COLUMNS,
    Chronicle,
    background_lines,
    cells_of,
    method_lines,
    policy_name,
    report_title,
    scope_lines,
    sources_of,
)
from tui.writers.disputes import SAME_SENTENCE, Dispute, build_dispute, disputed_events, subject_name
from tui.writers.plot import draw_plot
from tui.writers.timeaxis import draw_time
from tui.writers.tolls import Toll, draw_toll, find_tolls
from tui.writers.wording import (
    decision_words,
    odd_lines,
    open_words,
    scope_words,
    state_words,
    statement_words,
    statements_of,
    verdict_lines,
    way_lines,
)
from tui.writers.worldmap import draw_map

_CONTEXT: Final = 240
"""Characters of the article shown on either side of a quote."""
_MOST_RELATIONS: Final = 60
"""Pairs of one item spelled out; `variorum explain` prints all of them."""
_LETTERS: Final = "bcdef"
"""Further sources of a figure: beside a figure, a digit would be read as part of it."""
_BUFFER: Final = 400
"""Pieces of the page written at once."""


@dataclass(frozen=True, slots=True)
class _Evidence:
    """One statement as the page shows it."""

    number: int
    anchor: str
    says: str
    source: str
    as_of: str
    before: str
    quote: str
    translated: str
    after: str
    is_in_text: bool
    """The article has these words at this place."""
    article: Article
    link: str | None
    where: str
    id: str
    removed: str
    accepted: bool
    conflicting: bool


@dataclass(frozen=True, slots=True)
class _ItemView:
    item: Item
    anchor: str
    rows: tuple[Row, ...]
    state: str
    plot: Markup
    tolls: tuple[tuple[Toll, Markup], ...]
    """Its counts over time, each with its picture."""
    evidence: tuple[_Evidence, ...]
    sets: tuple[tuple[tuple[int, ...], str], ...]
    odd: tuple[str, ...]
    """What is asked of the odd one out, and the ways out."""
    relations: tuple[tuple[str, Relation], ...]
    more_relations: int
    decisions: tuple[tuple[str, str, bool], ...]
    """(anchor, sentence, whether it is in force)."""
    verdicts: tuple[str, ...]
    """What each reviewer says, where no decision answers the item yet."""
    open: str


@dataclass(frozen=True, slots=True)
class _EventView:
    subject: str
    name: str
    anchor: str
    items: tuple[_ItemView, ...]


@dataclass(frozen=True, slots=True)
class _DisputedEvent:
    name: str
    anchor: str
    disputes: tuple[Dispute, ...]


def report_html(report: Report, shelf: Shelf, *, appendix: bool = False) -> Iterator[str]:
    """Yield the page, a part at a time.

    Args:
        appendix: the full evidence is unfolded, and goes on paper too.
    """
    chronicle = Chronicle(shelf)
    stream = _template().stream(
        report=report,
        title=report_title(report, shelf),
        scope=scope_lines(report),
        columns=COLUMNS,
        lines=chronicle.gather(event_lines(report, shelf)),
        chronicle=chronicle,
        disputed=(_disputed_event(*event, shelf) for event in disputed_events(report)),
        background=background_lines(report, shelf),
        sources=sources_of(shelf.article_rows(), shelf),
        method=method_lines(report),
        is_printed=appendix,
        same_sentence=SAME_SENTENCE,
        events=(_event_view(subject, entries, shelf) for subject, entries in report.events),
    )
    stream.enable_buffering(_BUFFER)
    yield from stream


def _disputed_event(subject: str, name: str, entries: Sequence[Entry], shelf: Shelf) -> _DisputedEvent:
    disputes = tuple(build_dispute(item, shelf) for item in shelf.read(entries))
    return _DisputedEvent(subject_name(name, disputes, shelf), f"brief-{event_anchor(subject)}", disputes)


def event_anchor(subject: str) -> str:
    """Return the anchor of an event, in every report."""
    return f"event-{digest(subject)[:16]}"


def item_anchor(item: str) -> str:
    """Return the anchor of a data item, in every report."""
    return f"item-{digest(item)[:16]}"


def evidence_anchor(item: str, assertion: str) -> str:
    """Return the anchor of an assertion under a data item: it may bear on several."""
    return f"{item_anchor(item)}-{assertion[:16]}"


def make_environment() -> Environment:
    """Return the environment for templates: it makes foreign text visible and escapes it."""
    environment = Environment(
        loader=PackageLoader("tui", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters |= {
        "counted": counted,
        "scope_words": scope_words,
        "state_words": _state_word,
        "cells": cells_of,
        "link": safe_link,
    }
    environment.globals |= {
        "event_anchor": event_anchor,
        "item_anchor": item_anchor,
        "evidence_anchor": evidence_anchor,
        "figure": _figure,
        "map_of": lambda chronicle: Markup(draw_map(chronicle.spots, "map")),  # made by ElementTree, which escapes
        "time_of": lambda chronicle: Markup(draw_time(chronicle.moments, "time")),
        "grade_by": policy_name(GRADE_OF),
    }
    return environment


@cache
def _template() -> Template:
    return make_environment().get_template("report.html.j2")


def _finalize(value: Any) -> Any:
    """Make the value of any expression in a template visible, so that no foreign text is let through by oversight."""
    if isinstance(value, Markup):
        return value
    return "" if value is None else visible(str(value), keep="\n")


def _state_word(state: str) -> str:
    return state.replace("_", " ")


def _figure(row: Row, figure: Figure | None) -> Markup:
    """Return a figure linked to the evidence that gives it: itself to the first, the others by letters in brackets."""
    if figure is None:
        return Markup('<span class="none">–</span>')
    text = visible(figure.text)
    if not figure.evidence:
        return Markup("{}").format(text)
    first, *others = (f"#{evidence_anchor(row.item, id_)}" for id_ in figure.evidence)
    linked = Markup('<a href="{}">{}</a>').format(first, text)
    if not others:
        return linked
    more = (
        Markup('<a href="{}" aria-label="{}">{}</a>').format(other, f"{text}, source {number}", letter)
        for number, (other, letter) in enumerate(zip(others, _LETTERS, strict=False), start=2)
    )
    return linked + Markup(' <span class="sources">({})</span>').format(Markup(", ").join(more))


def _event_view(subject: str, entries: Sequence[Entry], shelf: Shelf) -> _EventView:
    items = tuple(_item_view(item, shelf) for item in shelf.read(entries))
    return _EventView(subject, entries[0].name or subject, event_anchor(subject), items)


def _item_view(item: Item, shelf: Shelf) -> _ItemView:
    anchor = item_anchor(item.id)
    numbers = number_members(item)
    pairs = _relations(item, numbers)
    decision = item.resolution.decision
    is_drawn = item.is_conflict or item.state == "held"
    plot = draw_plot(item, anchor) if is_drawn else ""
    tolls = find_tolls(item) if is_drawn else []
    return _ItemView(
        item=item,
        anchor=anchor,
        rows=build_rows(item),
        state=state_words(item),
        plot=Markup(plot),  # made by ElementTree, which escapes
        tolls=tuple((toll, Markup(draw_toll(toll, f"{anchor}-toll{n}"))) for n, toll in enumerate(tolls)),
        evidence=_all_evidence(item, shelf),
        sets=_sets(item, numbers),
        odd=(*odd_lines(item), *way_lines(item)),
        relations=pairs[:_MOST_RELATIONS],
        more_relations=len(pairs[_MOST_RELATIONS:]),
        decisions=tuple(
            (f"decision-{d.id}", decision_words(d, statements_of(item)), decision is not None and d.id == decision.id)
            for d in shelf.decisions_on(item)
        ),
        verdicts=tuple(verdict_lines(item)),
        open=open_words(item),
    )


def _sets(item: Item, numbers: Mapping[str, int]) -> tuple[tuple[tuple[int, ...], str], ...]:
    return tuple(
        (tuple(sorted(numbers[id_] for side in clash.sides for id_ in side if id_ in numbers)), clash.explanation)
        for clash in item.clashes
    )


def _relations(item: Item, numbers: Mapping[str, int]) -> tuple[tuple[str, Relation], ...]:
    """Return the relations of an item's members under the numbers of both, conflicts first."""
    relations = [r for r in item.relations if {r.a, r.b} <= numbers.keys() and r.relation != "different_attribute"]
    relations.sort(key=lambda r: (not r.conflict, r.relation, numbers[r.a], numbers[r.b]))
    return tuple((" and ".join(f"#{n}" for n in sorted((numbers[r.a], numbers[r.b]))), r) for r in relations)


def _all_evidence(item: Item, shelf: Shelf) -> tuple[_Evidence, ...]:
    conflicting = item.conflicting
    accepted = item.resolution.decision.assertion if item.resolution.decision else None
    return tuple(
        _evidence(n, item, m, shelf, accepted=m.assertion.id == accepted, conflicting=m.assertion.id in conflicting)
        for n, m in enumerate(item.members, start=1)
    )


def _evidence(number: int, item: Item, member: Member, shelf: Shelf, *, accepted: bool, conflicting: bool) -> _Evidence:
    assertion = member.assertion
    passage = assertion.passage
    article = shelf.quoted_article(passage.article)
    is_in_text = article.text[passage.start : passage.end] == passage.exact
    before, after = context_of(article.text, passage.start, passage.end) if is_in_text else ("", "")
    return _Evidence(
        number=number,
        anchor=evidence_anchor(item.id, assertion.id),
        says=statement_words(member),
        source=" ← ".join((member.outlet, *assertion.speakers)),
        as_of=f"as of {assertion.as_of}" if assertion.as_of else "as of an unknown date",
        before=before,
        quote=passage.exact,
        translated=assertion.translated,
        after=after,
        is_in_text=is_in_text,
        article=article,
        link=safe_link(article.url),
        where=f"characters {passage.start:,} to {passage.end:,}",
        id=assertion.id,
        removed=member.removed.replace("_", " "),
        accepted=accepted,
        conflicting=conflicting,
    )


def context_of(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the text before and after a span: whole words of its own paragraph, with an ellipsis where cut.

    >>> context_of("One two. Three four five.", 9, 14)
    ('One two. ', ' four five.')
    """
    before = text[max(0, start - _CONTEXT) : start].rpartition("\n\n")[2]
    if len(before) == _CONTEXT and start > _CONTEXT:
        before = "… " + before.partition(" ")[2]
    after = text[end : end + _CONTEXT].partition("\n\n")[0]
    if len(after) == _CONTEXT and end + _CONTEXT < len(text):
        after = after.rpartition(" ")[0] + " …"
    return before, after
