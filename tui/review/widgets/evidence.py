"""An item's evidence as content to draw: heading, contradictions, relations, origins, proposals, decisions."""

import re
from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from textual.content import Content

from claims.assertions import describe_assertion
from claims.grouping import group_by
from claims.models import Decision
from reconcile.items.item import Clash, Item
from reconcile.relations.pairs import Relation
from tui.review.text_layout import cut_middle
from tui.review.widgets.cards import STYLES, Card, build_cards, card_line, draw_excerpt
from tui.review.widgets.linelist import fitted
from tui.review.widgets.statements import draw_lines, group_cards
from tui.services.numbering import pair_numbers, side_numbers
from tui.visible import visible
from tui.writers.wording import (
    act_words,
    decision_note,
    head_words,
    odd_lines,
    settled_words,
    short_reason,
    verdict_lines,
    way_lines,
)

_MOST_LINES: Final = 200
_MOST_FINDINGS: Final = 40
_VERDICT_CONTEXT: Final = 80

_RESTING: Final = re.compile(r" \(Rests [a-z ]+\.\)\Z")

_Parts = list[str | tuple[str, str]]


def draw_brief(item: Item, width: int, room: int) -> Content:
    """Draw an item in a preview of so many lines of `width` cells."""
    title = draw_title(item, "", width, 2)
    groups = group_cards(item, build_cards(item, {}))
    lines = [line.content for line in draw_lines(groups, "", width, max(1, room - 3))]
    decision = item.resolution.decision
    settled = visible(settled_words(item) or (decision.action if decision else ""), limit=200)
    return Content("\n").join([title, *([Content(f"{item.state}: {settled}")] if decision else []), *lines])


def draw_heading(item: Item, keys: str = "") -> Content:
    """Draw what the item is, its state, why it is one, and what is asked of the odd one out; `keys` answer that."""
    asked = [f"\n{visible(words, limit=400)}{keys}" for words in odd_lines(item)]
    tags = "".join(f"  #{visible(tag, limit=40)}" for tag in item.tags)
    notes = [("\n", ""), *((visible(note, limit=600) + "\n", STYLES["quiet"]) for note in item.notes)]
    return Content.assemble(
        (visible(item.name, limit=200), "bold"),
        "  ",
        (visible(item.attribute, limit=100), STYLES["head"]),
        f"   {visible(_state_words(item), limit=200)}, "
        f"{_count(len(item.members), 'assertion')} from {_count(len(item.origins), 'independent origin')}",
        (f"{tags}\n", STYLES["head"]),
        (visible(item.explanation, limit=400), "italic" if item.minimal_sets else ""),
        *asked,
        *(notes if item.notes else ()),
    ).rstrip()


def _state_words(item: Item) -> str:
    return head_words(item) + (f", severity {item.severity}" if item.severity != "none" else "")


def draw_title(item: Item, keys: str, width: int, most: int) -> Content:
    """Draw the heading over a list, in at most so many lines of `width` cells."""
    noun = "proposal" if all(member.status == "proposed" for member in item.members) else "statement"
    counts = f"{_count(len(item.members), noun)}, {_count(len(item.origins), 'origin')}: {item.explanation}"
    rest = f"  {visible(item.attribute, limit=100)}   "
    state = visible(_state_words(item), limit=max(20, width // 2))
    name = cut_middle(visible(item.name, limit=200), max(8, width - cell_len(rest) - cell_len(state)))
    lines = [Content.assemble((name, "bold"), (rest, STYLES["head"]), state)]
    lines.append(Content.styled(fitted(visible(counts, limit=600), width), "italic"))
    lines += [Content(f"{fitted(visible(words, limit=600), width - len(keys))}{keys}") for words in odd_lines(item)]
    return Content("\n").join(lines[:most])


def draw_notes(item: Item) -> Content:
    """Draw what the heading over a list has no room for: the odd one out in full, tags, notes."""
    tags = " ".join(f"#{visible(tag, limit=40)}" for tag in item.tags)
    lines = [*odd_lines(item), *item.notes]
    notes = [(visible(line, limit=600) + "\n", STYLES["quiet"]) for line in lines]
    return Content.assemble((f"{tags}\n" if tags else "", STYLES["head"]), *notes).rstrip()


def draw_sets(item: Item, cards: Sequence[Card]) -> Content:
    """Draw what cannot all be true, a line each; what the heading says is not said again."""
    numbers = _numbers_of(cards)
    lines: _Parts = []
    for clash in item.clashes[:_MOST_FINDINGS]:
        members = " + ".join(side_numbers(clash, numbers))
        words = _beyond(item.explanation, clash.explanation)
        rest = f"  {_kind_of(clash, item)}  {visible(words, limit=600)}".rstrip()
        lines += [(members, STYLES["mark"]), f"{rest}\n"]
    if len(item.clashes) > _MOST_FINDINGS:
        lines.append(f"… and {len(item.clashes) - _MOST_FINDINGS} more\n")
    lines += [(visible(words, limit=600), STYLES["quiet"]) for words in way_lines(item, most=2)]
    return Content.assemble(*lines).rstrip()


def _beyond(said: str, words: str) -> str:
    """Return what a sentence says beyond another that has been said."""
    if said.startswith(words.rstrip(". ")):
        return ""
    head = _RESTING.sub("", said).rstrip(". ")
    return words.removeprefix(head).lstrip(":. ") if head and words.startswith(head) else words


def _kind_of(clash: Clash, item: Item) -> str:
    """Return in what relation the two sides of a clash are; of three and more, that they are too many together."""
    if len(clash.sides) != 2:
        return "together"
    pair = {clash.sides[0][0], clash.sides[1][0]}
    names = (r.relation for r in item.relations if r.conflict and {r.a, r.b} == pair)
    return next(names, "contradiction").replace("_", " ")


def draw_relations(item: Item, cards: Sequence[Card]) -> Content:
    """Draw what the assertions that can both be true are to each other, once for all pairs that say the same."""
    numbers = _numbers_of(cards)
    says = {m.assertion.id: (m.assertion.attribute, m.scope, m.assertion.stance, m.key) for m in item.members}

    def key(relation: Relation) -> tuple[str, frozenset[object]]:
        return relation.relation, frozenset(says.get(id_, id_) for id_ in (relation.a, relation.b))

    alike = group_by((relation for relation in item.relations if not relation.conflict), key).values()
    ranked = sorted(alike, key=lambda relations: relations[0].relation == "different_attribute")
    lines: _Parts = []
    for relations in ranked[:_MOST_FINDINGS]:
        count = f"{len(relations)} pairs, such as " if len(relations) > 1 else ""
        lines += [
            f"{pair_numbers([(each.a, each.b) for each in relations], numbers)} ",
            (relations[0].relation.replace("_", " "), "bold"),
            f"  {count}{visible(relations[0].explanation, limit=400)}\n",
        ]
    if len(ranked) > _MOST_FINDINGS:
        lines.append(f"… and {len(ranked) - _MOST_FINDINGS:,} more\n")
    return Content.assemble(*lines).rstrip()


def draw_origins(item: Item, cards: Sequence[Card]) -> Content:
    """Draw the independent origins with the numbers of the statements that rest on each."""
    numbers = _numbers_of(cards)
    lines = []
    for origin, ids in item.origins[:_MOST_LINES]:
        which = ", ".join(map(str, sorted(numbers.get(id_, 0) for id_ in ids)[:40]))
        lines.append(f"{visible(origin, limit=100)}: {which}")
    return Content("\n".join(lines))


def draw_proposals(item: Item) -> Content:
    """Draw what each codebook would say, with the clause that decided; that of the policy in force is marked."""
    lines: _Parts = []
    for proposal in item.proposals:
        warning = f"; mind: {proposal.warning}" if proposal.warning else ""
        lines += [
            f"{'p ' if proposal is item.proposal_in_force else '  '}{proposal.policy:<15}",
            (f"{visible(proposal.shown, limit=60)}", "bold"),
            f"  {visible(proposal.clause + warning, limit=300)}\n",
        ]
    return Content.assemble(*lines).rstrip() if lines else Content("")


def draw_resolution(item: Item, cards: Sequence[Card]) -> Content:
    """Draw the decision in force, and what has arrived since that it had not seen."""
    decision = item.resolution.decision
    if decision is None:
        lines = [visible(words, limit=600) for words in verdict_lines(item)]
        return Content("\n".join(lines) or "No decision yet.")
    numbers = _numbers_of(cards)
    parts: _Parts = [draw_decision(decision, cards)]
    if answer := settled_words(item):
        parts.insert(0, (f"{visible(answer, limit=200)}\n", "bold"))
    if item.resolution.unseen:
        unseen = ", ".join(str(numbers.get(id_, 0)) for id_ in item.resolution.unseen[:20])
        parts.append((f"\nStale: {unseen} came after it and does not agree with it.", STYLES["mark"]))
    return Content.assemble(*parts)


def draw_verdicts(verdicts: Sequence[Decision], cards: Sequence[Card]) -> Content:
    """Draw what each of several reviewers says, one after another, for whoever adjudicates."""
    if not verdicts:
        return Content("")
    lines = [f"{'(blind) ' if verdict.blind else ''}{draw_decision(verdict, cards)}" for verdict in verdicts]
    return Content.assemble(("Reviewers\n", STYLES["head"]), "\n".join(lines))


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


def draw_decision(decision: Decision, cards: Sequence[Card]) -> str:
    """Return a decision in two lines, made visible, with what the statement says that it is about."""
    numbers = _numbers_of(cards)
    said = {c.id: describe_assertion(c.member.assertion, c.member.outlet, c.member.scope) for c in cards}
    return visible(decision_note(decision, numbers, said), keep="\n", limit=2_000)


def _numbers_of(cards: Sequence[Card]) -> dict[str, int]:
    return {card.id: card.number for card in cards}


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
