"""An item's evidence as content to draw: cards with the quote in its article, sets that cannot all be true, relations.

Owns the words and marks of the conflict screen. Refuses markup: every text from an article is made visible and then
drawn as content, with the quote's place carried through the change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from textual.content import Content

from claims.models import Article, Decision
from claims.values import format_value
from claims.vocabulary.model import TOTAL
from reconcile.items.build import Item, Member
from reconcile.policies import Proposal
from tui.visible import safe_link, visible, visible_spans
from tui.writers.wording import act_words, decision_note, short_reason

MOST_CARDS: Final = 24
"""Cards drawn in full; further assertions are listed a line each."""
_MOST_LINES: Final = 200
_MOST_SAME: Final = 9
_CARD_CONTEXT: Final = 1_000
"""Characters of the article kept on each side of a quote; a card draws what fits it, the article view draws more."""
_VIEW_CONTEXT: Final = 4_000
_VERDICT_CONTEXT: Final = 80
_LONGEST_QUOTE: Final = 2_000
_STYLES = {"quote": "bold reverse", "mark": "bold $text-warning", "quiet": "$text-muted", "head": "bold $text-accent"}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote with the part of its article around it, as the article has it."""

    before: str
    quote: str
    after: str
    cut: tuple[bool, bool]
    """Whether the article goes on before and after what is shown."""
    orphan: bool
    title: str
    published: str
    url: str
    complete: bool


_BRIEFED: Final = 12
"""Statements that a preview lists."""


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


def build_cards(item: Item, articles: Mapping[str, Article]) -> list[Card]:
    """Return the item's members as cards, numbered from 1."""
    numbers: dict[str, list[int]] = {}
    for number, member in enumerate(item.members, start=1):
        numbers.setdefault(member.origin, []).append(number)
    few = {origin: shared[: _MOST_SAME + 1] for origin, shared in numbers.items()}
    return [
        Card(
            number=number,
            member=member,
            excerpt=build_excerpt(member, articles.get(member.assertion.passage.article)),
            same_origin=tuple(other for other in few[member.origin] if other != number),
        )
        for number, member in enumerate(item.members, start=1)
    ]


def build_excerpt(member: Member, article: Article | None, context: int = _CARD_CONTEXT) -> Excerpt | None:
    """Return the member's passage in its article; the passage's own words where they are no longer there."""
    if article is None:
        return None
    passage = member.assertion.passage
    orphan = article.text[passage.start : passage.end] != passage.exact
    start, end = passage.start, passage.end
    return Excerpt(
        before=passage.prefix if orphan else _from_word(article.text[max(0, start - context) : start], start > context),
        quote=passage.exact[:_LONGEST_QUOTE],
        after=passage.suffix
        if orphan
        else _to_word(article.text[end : end + context], end + context < len(article.text)),
        cut=(orphan or start > context, orphan or end + context < len(article.text)),
        orphan=orphan,
        title=article.title or "",
        published=article.published or "",
        url=article.url or "",
        complete=article.complete,
    )


def _from_word(text: str, cut: bool) -> str:
    """Begin at a word where the text was cut inside one."""
    head, blank, rest = text.partition(" ")
    return rest if cut and blank and len(head) < 40 else text


def _to_word(text: str, cut: bool) -> str:
    """End with a word where the text was cut inside one."""
    rest, blank, tail = text.rpartition(" ")
    return rest if cut and blank and len(tail) < 40 else text


# ---------------------------------------------------------------------- drawing


def draw_brief(item: Item) -> Content:
    """Draw an item as a preview has room for it."""
    members = item.members
    lines = [member_line(number, member) for number, member in enumerate(members[:_BRIEFED], start=1)]
    if len(members) > _BRIEFED:
        lines.append(f"… and {len(members) - _BRIEFED} more")
    decision = item.resolution.decision
    settled = f"\n{item.state}: {visible(item.resolution.answer or (decision.action if decision else ''), limit=200)}"
    return Content.assemble(draw_heading(item), "\n", "\n".join(lines), settled if decision else "")


def draw_heading(item: Item) -> Content:
    """Draw what the item is, its state, and why it is one."""
    tags = "".join(f"  #{visible(tag, limit=40)}" for tag in item.tags)
    notes = [("\n", ""), *((visible(note, limit=600) + "\n", _STYLES["quiet"]) for note in item.notes)]
    return Content.assemble(
        (visible(item.subject, limit=200), "bold"),
        "  ",
        (visible(item.attribute, limit=100), _STYLES["head"]),
        f"   {item.state.replace('_', ' ')}, severity {item.severity}, {_count(len(item.members), 'assertion')} "
        f"from {_count(len(item.origins), 'independent origin')}",
        (f"{tags}\n", _STYLES["head"]),
        (visible(item.explanation, limit=400), "italic" if item.minimal_sets else ""),
        *(notes if item.notes else ()),
    ).rstrip()


def draw_card(card: Card, room: int = _CARD_CONTEXT) -> Content:
    """Draw one member: value, who said it through whom, and the quote in its article.

    `room` is how many characters may stand before the quote; after it, twice as many.
    """
    assertion = card.member.assertion
    parts: list[Content | str | tuple[str, str]] = [
        (f" {card.number} ", "bold reverse"),
        " ",
        (visible(format_value(assertion.value), limit=300), "bold"),
        "\n",
    ]
    parts += [(f"{mark}\n", _STYLES["mark"]) for mark in _marks(card)]
    counted = assertion.value.kind in {"count", "measure"}
    facts = (
        [visible(card.member.scope, limit=80)] if card.member.scope and (counted or card.member.scope != TOTAL) else []
    )
    facts += ["scope not stated"] if counted and not card.member.scope else []
    if card.member.linked:
        facts.insert(0, visible(assertion.attribute, limit=80))
    facts.append(visible(assertion.stance))
    facts.append(f"as of {visible(assertion.as_of, limit=40)}" if assertion.as_of else "as of unknown")
    parts += [" · ".join(facts), "\n", draw_chain(card), "\n"]
    return Content.assemble(*parts, draw_excerpt(card, room))


def _marks(card: Card) -> Iterable[str]:
    if card.member.removed:
        yield f"SET ASIDE ({card.member.removed.replace('_', ' ')})"
    if card.excerpt is None:
        yield "ARTICLE MISSING"
    elif card.excerpt.orphan:
        yield "ORPHAN: these words are not at their place in the article"
    if card.excerpt is not None and not card.excerpt.complete:
        yield "article incomplete"
    if card.same_origin:
        others = ", ".join(str(number) for number in card.same_origin[:_MOST_SAME])
        yield f"= same origin as {others}{' …' if len(card.same_origin) > _MOST_SAME else ''}"


def draw_chain(card: Card) -> Content:
    """Draw outlet <- hop <- origin as a tree."""
    assertion = card.member.assertion
    published = f", {visible(card.excerpt.published, limit=40)}" if card.excerpt and card.excerpt.published else ""
    lines = [f"{visible(card.member.outlet, limit=80)}{published}"]
    for depth, hop in enumerate(assertion.chain[:12]):
        verb = f" ({visible(hop.verb, limit=40)})" if hop.verb else ""
        inferred = ", inferred" if hop.inferred else ""
        lines.append(f"{'   ' * depth}└─ {visible(hop.speaker, limit=80)}{verb}{inferred}")
    if len(assertion.chain) > 12:
        lines.append(f"   … {len(assertion.chain) - 12} more hops")
    parts: list[str | tuple[str, str]] = [line + "\n" for line in lines[:-1]]
    return Content.assemble(*parts, lines[-1], ("  ◂ origin", _STYLES["quiet"]))


def draw_excerpt(card: Card, room: int = _VIEW_CONTEXT) -> Content:
    """Draw the quote, highlighted, in its article, with at most `room` characters before it and twice that after."""
    if card.excerpt is None:
        passage = card.member.assertion.passage
        return Content.assemble((visible(passage.exact, keep="\n", limit=_LONGEST_QUOTE), _STYLES["quote"]))
    excerpt = card.excerpt
    # One text, so that a letter and its marks or joiners are judged together across the quote's edges.
    before = excerpt.before if len(excerpt.before) <= room else _from_word(excerpt.before[-room:], True)
    after = _to_word(excerpt.after[: 2 * room], len(excerpt.after) > 2 * room)
    text = before + excerpt.quote + after
    quote = (len(before), len(before) + len(excerpt.quote))
    shown, [(start, end)] = visible_spans(text, [quote], keep="\n")
    return Content.assemble(
        "… " if excerpt.cut[0] or len(before) < len(excerpt.before) else "",
        shown[:start],
        (shown[start:end], _STYLES["quote"]),
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
    told = [
        f"{visible(excerpt.published, limit=40) or 'no date'}, characters {passage.start:,} to {passage.end:,}",
        visible(excerpt.title, limit=150),
        safe_link(excerpt.url) or visible(excerpt.url, limit=150),
    ]
    lines = "\n".join(line for line in told if line)
    return Content.assemble((f" {card.number} ", "bold reverse"), " ", (name, "bold"), "\n", lines)


def draw_more(cards: Sequence[Card]) -> Content:
    """Draw the assertions beyond the cards, a line each."""
    lines = [card_line(card) for card in cards[:_MOST_LINES]]
    if len(cards) > _MOST_LINES:
        lines.append(f"… and {len(cards) - _MOST_LINES:,} more; `variorum explain` lists them all")
    return Content("\n".join(lines))


def card_line(card: Card) -> str:
    """Return a member in one line, for lists and choices."""
    return member_line(card.number, card.member)


def member_line(number: int, member: Member) -> str:
    """Return a member in one line with its number."""
    assertion = member.assertion
    stance = "" if assertion.stance == "asserts" else f" {assertion.stance}"
    about = "" if member.scope == TOTAL else f" [{member.scope or 'scope not stated'}]"
    origin = "" if member.origin == member.outlet else f" < {member.origin}"
    aside = " (set aside)" if member.removed else ""
    value, when = format_value(assertion.value), assertion.as_of or "no date"
    return visible(f"{number}  {value}{about}{stance}  {member.outlet}{origin}, {when}{aside}", limit=300)


def draw_sets(item: Item, cards: Sequence[Card]) -> Content:
    """Draw what cannot all be true, a sentence each."""
    numbers = {card.id: card.number for card in cards}
    if not item.minimal_sets:
        return Content("Nothing here excludes anything else.")
    lines: list[str | tuple[str, str]] = []
    for found in item.minimal_sets[:40]:
        who = " + ".join(str(number) for number in sorted(numbers.get(id_, 0) for id_ in found.assertions))
        lines += [(who, _STYLES["mark"]), f"  {visible(found.explanation, limit=600)}\n"]
    if len(item.minimal_sets) > 40:
        lines.append(f"… and {len(item.minimal_sets) - 40} more\n")
    return Content.assemble(*lines).rstrip()


def draw_relations(item: Item, cards: Sequence[Card]) -> Content:
    """Draw what the assertions are to each other, conflicts first."""
    numbers = {card.id: card.number for card in cards}
    ranked = sorted(item.relations, key=lambda r: (not r.conflict, r.relation == "different_attribute"))
    lines: list[str | tuple[str, str]] = []
    for relation in ranked[:40]:
        pair = sorted((numbers.get(relation.a, 0), numbers.get(relation.b, 0)))
        lines += [
            f"{pair[0]}–{pair[1]} ",
            (relation.relation.replace("_", " "), _STYLES["mark"] if relation.conflict else "bold"),
            f"  {visible(relation.explanation, limit=400)}\n",
        ]
    if len(ranked) > 40:
        lines.append(f"… and {len(ranked) - 40:,} more\n")
    return Content.assemble(*lines).rstrip() if lines else Content("Only one assertion: nothing to compare.")


def draw_origins(item: Item, cards: Sequence[Card]) -> Content:
    """Draw the independent origins with the numbers of the statements that rest on each."""
    numbers = {card.id: card.number for card in cards}
    lines = []
    for origin, ids in item.origins[:_MOST_LINES]:
        which = ", ".join(str(number) for number in sorted(numbers.get(id_, 0) for id_ in ids)[:40])
        lines.append(f"{visible(origin, limit=100)}: {which}")
    return Content("\n".join(lines))


def draw_proposals(item: Item, default: Proposal | None = None) -> Content:
    """Draw what each codebook would say, with the clause that decided; the default one is marked."""
    lines: list[str | tuple[str, str]] = []
    for proposal in item.proposals:
        warning = f"; mind: {proposal.warning}" if proposal.warning else ""
        lines += [
            f"{'p ' if proposal is default else '  '}{proposal.policy:<15}",
            (f"{visible(proposal.shown, limit=60)}", "bold"),
            f"  {visible(proposal.clause + warning, limit=300)}\n",
        ]
    return Content.assemble(*lines).rstrip() if lines else Content("")


def draw_resolution(item: Item, cards: Sequence[Card]) -> Content:
    """Draw the decision that stands, and what has arrived since that it had not seen."""
    decision = item.resolution.decision
    if decision is None:
        return Content("No decision yet.")
    numbers = {card.id: card.number for card in cards}
    parts: list[str | tuple[str, str]] = [draw_decision(decision, numbers)]
    if item.resolution.answer:
        parts.insert(0, (f"{visible(item.resolution.answer, limit=200)}\n", "bold"))
    if item.resolution.unseen:
        unseen = ", ".join(str(numbers.get(id_, 0)) for id_ in item.resolution.unseen[:20])
        parts.append((f"\nStale: {unseen} came after it and does not agree with it.", _STYLES["mark"]))
    return Content.assemble(*parts)


def draw_verdicts(verdicts: Sequence[Decision], cards: Sequence[Card]) -> Content:
    """Draw what each of several reviewers says, one after another, for whoever adjudicates."""
    numbers = {card.id: card.number for card in cards}
    if not verdicts:
        return Content("")
    lines = [f"{'(blind) ' if verdict.blind else ''}{draw_decision(verdict, numbers)}" for verdict in verdicts]
    return Content.assemble(("Reviewers\n", _STYLES["head"]), "\n".join(lines))


def draw_verdict(number: int, verdict: Decision, cards: Sequence[Card]) -> Content:
    """Draw what one reviewer says: the act, why, and the words it rests on."""
    card = next((card for card in cards if card.id == verdict.assertion), None)
    parts: list[Content | str | tuple[str, str]] = [
        (f" {number} ", "bold reverse"),
        (f" {visible(verdict.reviewer, limit=80)}", "bold"),
        f"  {visible(verdict.decided_at)}{', blind' if verdict.blind else ''}\n",
        (f"{visible(act_words(verdict), limit=200)}", "bold"),
        f" {card_line(card)}" if card else f" {verdict.assertion[:12]}" if verdict.assertion else "",
        visible(f"\nas {verdict.policy}", keep="\n", limit=300) if verdict.policy else "",
        visible(f"\nbecause {short_reason(verdict) or 'no reason given'}", keep="\n", limit=2_000),
    ]
    if card is not None:
        parts += ["\n", draw_excerpt(card, _VERDICT_CONTEXT)]
    return Content.assemble(*parts)


def draw_decision(decision: Decision, numbers: Mapping[str, int] | None = None) -> str:
    """Return a decision in two lines, made visible."""
    return visible(decision_note(decision, numbers), keep="\n", limit=2_000)


def view_card(card: Card, article: Article) -> Card:
    """Return the card with as much of its article as the article view draws."""
    return replace(card, excerpt=build_excerpt(card.member, article, _VIEW_CONTEXT))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
