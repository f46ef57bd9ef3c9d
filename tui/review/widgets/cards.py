"""A statement of an item as a card: who said it through whom, and the quote in its article.

Every text from an article is made visible and then drawn as content, never as markup; the place of the quote is carried
through the change.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from textual.content import Content

from claims.articles import missing_figures
from claims.assertions import scope_note
from claims.models import Article, Assertion
from claims.values import format_value
from claims.vocabulary.model import TOTAL
from reconcile.items.item import Item, Member
from reconcile.items.values import stated_words
from tui.services.numbering import in_order, number_members
from tui.visible import safe_link, visible, visible_spans

_MOST_SAME: Final = 9
_CARD_CONTEXT: Final = 1_000
"""Characters of the article kept on each side of a quote; a card draws what fits it, the article view draws more."""
_VIEW_CONTEXT: Final = 4_000
_LONGEST_QUOTE: Final = 2_000
_MOST_HOPS: Final = 12
_EMPTY_LINES: Final = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
STYLES: Final = {
    "quote": "bold reverse",
    "mark": "bold $text-warning",
    "quiet": "$text-muted",
    "head": "bold $text-accent",
    "clash": "bold $text-error",
}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote with the part of its article around it, as the article has it."""

    before: str
    quote: str
    after: str
    cut: tuple[bool, bool]
    """Whether there is more of the article before and after what is shown."""
    orphan: bool
    title: str
    published: str
    url: str
    complete: bool
    missing_figures: str


@dataclass(frozen=True, slots=True)
class Card:
    """A numbered member of the item with its excerpt."""

    number: int
    member: Member
    excerpt: Excerpt | None
    """None where the article cannot be read."""
    same_origin: tuple[int, ...] = ()
    """The numbers of the first other members that rest on the same origin."""

    @property
    def id(self) -> str:
        """The assertion's id."""
        return self.member.assertion.id


def build_cards(item: Item, articles: Mapping[str, Article], numbers: Mapping[str, int] | None = None) -> list[Card]:
    """Return the item's members as cards by their numbers: from 1, where no others are given."""
    members = in_order(item, number_members(item) if numbers is None else numbers)
    sharing: dict[str, list[int]] = {}
    for number, member in members:
        sharing.setdefault(member.origin, []).append(number)
    few = {origin: shared[: _MOST_SAME + 1] for origin, shared in sharing.items()}
    return [
        Card(
            number=number,
            member=member,
            excerpt=build_excerpt(member, articles.get(member.assertion.passage.article)),
            same_origin=tuple(other for other in few[member.origin] if other != number),
        )
        for number, member in members
    ]


def build_excerpt(member: Member, article: Article | None, context: int = _CARD_CONTEXT) -> Excerpt | None:
    """Return the member's passage in its article; the passage's own words where they are no longer there."""
    if article is None:
        return None
    passage, text = member.assertion.passage, article.text
    start, end = passage.start, passage.end
    orphan = text[start:end] != passage.exact
    if orphan:
        before, after, cut = passage.prefix, passage.suffix, (True, True)
    else:
        cut = (start > context, end + context < len(text))
        before = _from_word(text[max(0, start - context) : start], cut[0])
        after = _to_word(text[end : end + context], cut[1])
    return Excerpt(
        before=before,
        quote=passage.exact[:_LONGEST_QUOTE],
        after=after,
        cut=cut,
        orphan=orphan,
        title=article.title or "",
        published=article.published or "",
        url=article.url or "",
        complete=article.complete,
        missing_figures=missing_figures(article),
    )


def _from_word(text: str, cut: bool) -> str:
    """Begin at a word where the text was cut inside one."""
    head, blank, rest = text.partition(" ")
    return rest if cut and blank and len(head) < 40 else text


def _to_word(text: str, cut: bool) -> str:
    """End with a word where the text was cut inside one."""
    rest, blank, tail = text.rpartition(" ")
    return rest if cut and blank and len(tail) < 40 else text


def view_card(card: Card, article: Article) -> Card:
    """Return the card with as much of its article as the article view draws."""
    return replace(card, excerpt=build_excerpt(card.member, article, _VIEW_CONTEXT))


def draw_card(card: Card, room: int = _CARD_CONTEXT) -> Content:
    """Draw one member: value, who said it through whom, and the quote in its article.

    `room` is how many characters are drawn before the quote; after it, twice as many.
    """
    assertion = card.member.assertion
    parts: list[Content | str | tuple[str, str]] = [
        (f" {card.number} ", "bold reverse"),
        " ",
        (visible(stated_words(card.member), limit=300), "bold"),
        "\n",
    ]
    parts += [(f"{mark}\n", STYLES["mark"]) for mark in list_marks(card)]
    parts += [" · ".join(list_facts(card.member)), "\n", draw_chain(card), "\n"]
    return Content.assemble(*parts, draw_excerpt(card, room, is_dense=True), *list_translation(assertion))


def list_translation(assertion: Assertion) -> Iterable[str | tuple[str, str]]:
    """Yield the translation of the quote with its translator, below it."""
    if assertion.translation:
        yield "\n"
        yield visible(assertion.translated, keep="\n", limit=_LONGEST_QUOTE), STYLES["quiet"]


def list_facts(member: Member) -> Iterable[str]:
    """Yield what a member says, in what way and as of when, besides its value."""
    assertion = member.assertion
    if member.linked:
        yield visible(assertion.attribute, limit=80)
    counted = assertion.value.kind in {"count", "measure"}
    if member.scope and (counted or member.scope != TOTAL):
        yield visible(member.scope, limit=80)
    elif counted and not member.scope:
        yield "scope not stated"
    yield visible(assertion.stance)
    yield f"as of {visible(assertion.as_of, limit=40)}" if assertion.as_of else "as of unknown"


def list_marks(card: Card, *, briefly: bool = False) -> Iterable[str]:
    """Yield what is out of the ordinary with a statement; `briefly`, where it is said elsewhere that it is proposed."""
    if card.member.status == "proposed" and not briefly:
        yield "PROPOSED, looked at by nobody yet"
    if card.member.removed:
        yield f"SET ASIDE ({card.member.removed.replace('_', ' ')})"
    if card.excerpt is None:
        yield "ARTICLE MISSING"
    else:
        if card.excerpt.orphan:
            yield "ORPHAN: these words are not at their place in the article"
        if not card.excerpt.complete:
            yield "article incomplete"
        if card.excerpt.missing_figures:
            yield visible(card.excerpt.missing_figures, limit=300)
    if card.same_origin:
        others = ", ".join(map(str, card.same_origin[:_MOST_SAME]))
        yield f"= same origin as {others}{' …' if len(card.same_origin) > _MOST_SAME else ''}"


def draw_chain(card: Card) -> Content:
    """Draw outlet <- hop <- origin as a tree."""
    assertion = card.member.assertion
    published = f", {visible(card.excerpt.published, limit=40)}" if card.excerpt and card.excerpt.published else ""
    lines = [f"{visible(card.member.outlet, limit=80)}{published}"]
    for depth, hop in enumerate(assertion.chain[:_MOST_HOPS]):
        verb = f" ({visible(hop.verb, limit=40)})" if hop.verb else ""
        inferred = ", inferred" if hop.inferred else ""
        lines.append(f"{'   ' * depth}└─ {visible(hop.speaker, limit=80)}{verb}{inferred}")
    if len(assertion.chain) > _MOST_HOPS:
        lines.append(f"   … {len(assertion.chain) - _MOST_HOPS} more hops")
    parts: list[str | tuple[str, str]] = [line + "\n" for line in lines[:-1]]
    return Content.assemble(*parts, lines[-1], ("  ◂ origin", STYLES["quiet"]))


def draw_excerpt(
    card: Card, room: int = _VIEW_CONTEXT, *, within_paragraph: bool = False, is_dense: bool = False
) -> Content:
    """Draw the quote, highlighted, in its article, with at most `room` characters before it and twice that after.

    Args:
        card: whose quote it is.
        room: characters.
        within_paragraph: end at the paragraph that the quote stands in.
        is_dense: leave no lines empty.
    """
    if card.excerpt is None:
        passage = card.member.assertion.passage
        return Content.assemble((visible(passage.exact, keep="\n", limit=_LONGEST_QUOTE), STYLES["quote"]))
    excerpt = card.excerpt
    # One text, so that a letter and its marks or joiners are judged together across the quote's edges.
    before = excerpt.before if len(excerpt.before) <= room else _from_word(excerpt.before[-room:], True)
    after = _to_word(excerpt.after[: 2 * room], len(excerpt.after) > 2 * room)
    if within_paragraph:
        before, after = before.rpartition("\n")[2], after.partition("\n")[0]
    if is_dense:
        before, after = (_EMPTY_LINES.sub("\n", part) for part in (before, after))
    text = before + excerpt.quote + after
    quote = (len(before), len(before) + len(excerpt.quote))
    shown, [(start, end)] = visible_spans(text, [quote], keep="\n")
    return Content.assemble(
        "… " if excerpt.cut[0] or len(before) < len(excerpt.before) else "",
        shown[:start],
        (shown[start:end], STYLES["quote"]),
        shown[end:],
        " …" if excerpt.cut[1] or len(after) < len(excerpt.after) else "",
    )


def draw_source(card: Card) -> Content:
    """Draw where the article is from, for the article view."""
    excerpt = card.excerpt
    name = visible(card.member.article_name, limit=100)
    if excerpt is None:
        return Content.assemble((name, "bold"))
    passage = card.member.assertion.passage
    lines = [
        f"{visible(excerpt.published, limit=40) or 'no date'}, characters {passage.start:,} to {passage.end:,}",
        visible(excerpt.title, limit=150),
        safe_link(excerpt.url) or visible(excerpt.url, limit=150),
    ]
    text = "\n".join(filter(None, lines))
    return Content.assemble((f" {card.number} ", "bold reverse"), " ", (name, "bold"), "\n", text)


def card_line(card: Card) -> str:
    """Return a member in one line, for lists and choices."""
    return member_line(card.number, card.member)


def member_line(number: int, member: Member) -> str:
    """Return a member in one line with its number."""
    assertion = member.assertion
    stance = "" if assertion.stance == "asserts" else f" {assertion.stance}"
    origin = "" if member.origin == member.outlet else f" < {member.origin}"
    aside = " (set aside)" if member.removed else ", proposed" if member.status == "proposed" else ""
    value, when = format_value(assertion.value), assertion.as_of or "no date"
    return visible(
        f"{number}  {value}{scope_note(member.scope)}{stance}  {member.outlet}{origin}, {when}{aside}", limit=300
    )
