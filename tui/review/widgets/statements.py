"""The statements of an item as a list: a line each under the value they give, those that exclude each other first.

Where there is no room for every line, the groups without the cursor are folded to one. Every text of an article is made
visible and then drawn as content.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from claims.grouping import group_by
from reconcile.items.item import Item
from reconcile.items.values import ValueGroup, group_values, stated_words
from tui.output import counted
from tui.review.text_layout import cut_middle
from tui.review.widgets.cards import STYLES, Card, draw_chain, draw_excerpt, list_facts, list_marks, list_translation
from tui.visible import visible

FEWEST: Final = 4
"""Statements from which an item is shown as a list; fewer are cards side by side."""
_CLASHING, _BESIDE = "▌", " "
_DATE: Final = 10
_PROPOSED: Final = "proposed"
_LONGEST: Final = 200
_WIDEST_VALUE: Final = 40
_BRACKETS: Final = re.compile(r" \([^()]*\)")
_LEAST_SCOPE: Final = 4
_LEAST_NAME: Final = 11
_NAME_BEGINS: Final = 4
"""Letters by which a name is known again."""
_HEADING: Final = 3
_SHARES: Final = ((3, 6, False), (3, 4, False), (2, 4, False), (2, 4, True), (1, 0, False))
"""Lines of the heading, the fewest of the quote, and whether every value is folded, from the most comfortable on."""


@dataclass(frozen=True, slots=True)
class Group:
    """The cards of the statements that say the same, or of those that were set aside."""

    value: str
    scope: str
    is_clashing: bool
    cards: tuple[Card, ...]
    """Those of one origin together."""
    is_aside: bool = False

    @property
    def origins(self) -> list[str]:
        """The independent origins, in the order of their statements."""
        return list(dict.fromkeys(card.member.origin for card in self.cards))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list with the statement that it is of; of a group's head, its first."""

    id: str
    content: Content


def group_cards(item: Item, cards: Sequence[Card]) -> list[Group]:
    """Return the cards of an item by what they say; what was set aside comes last."""
    by_id = {card.id: card for card in cards}
    groups = [_build_group(group, item.attribute, by_id) for group in group_values(item)]
    groups += [
        Group(f"{stated_words(card.member)} (set aside)", "", False, (card,), is_aside=True)
        for card in cards
        if card.member.removed
    ]
    return groups


def _build_group(group: ValueGroup, attribute: str, by_id: Mapping[str, Card]) -> Group:
    cards = sorted((by_id[member.assertion.id] for member in group.members), key=lambda card: card.number)
    first: dict[str, int] = {}
    for card in cards:
        first.setdefault(card.member.origin, card.number)
    cards.sort(key=lambda card: (first[card.member.origin], card.number))
    value = group.value if group.attribute == attribute else f"{group.value} {group.attribute.replace('_', ' ')}"
    return Group(value, group.scope_words, group.is_in_conflict, tuple(cards))


class Rooms(NamedTuple):
    """The lines that the parts of a screen have."""

    heading: int
    lines: int
    """The list."""
    pane: int
    """The quote under the list; 0 where there is no room for it."""
    is_folded: bool = False
    """Of the value under the cursor too only the statement there has a line of its own."""


def share_room(count: Callable[[int, bool], int], body: int, *, is_beside: bool, is_chosen: bool = False) -> Rooms:
    """Share the lines between bars among heading, list and quote; `count` says how many the list takes in a room.

    Heading and quote give way to a list that is too long even when folded, as long as that is of any use. Once a
    statement was chosen (`is_chosen`) its quote is in sight, and the value it gives is folded like the others.
    """
    if is_beside:
        return Rooms(_HEADING, body - _HEADING, body)
    for heading, least, is_folded in _SHARES:
        room = body - heading - least
        if is_chosen >= is_folded and (lines := count(room, is_folded)) <= room:
            pane = least and min(body // 2, body - heading - lines)
            return Rooms(heading, body - heading - pane, pane, is_folded)
    heading, least, _ = _SHARES[0]
    return Rooms(heading, body - heading - least, least)


def order_of(groups: Sequence[Group]) -> list[str]:
    """Return the ids of the statements in the order of their lines."""
    return [card.id for group in groups for card in group.cards]


def draw_lines(groups: Sequence[Group], cursor: str, width: int, room: int, *, is_folded: bool = False) -> list[Line]:
    """Draw the groups in lines of `width` cells.

    Where they are more than `room`, they are folded step by step: what is in no conflict, origins that repeat
    themselves, and last every group but that of the cursor; with `is_folded` all of them at once.
    """
    places = _Columns.of(groups, width)
    for is_open, draw_open in (_FOLDED,) if is_folded else _STEPS:
        lines: list[Line] = []
        for group in groups:
            has_cursor = any(card.id == cursor for card in group.cards)
            if has_cursor or is_open(group):
                lines += draw_open(group, cursor, places)
            else:
                lines.append(_draw_folded(group, _value_words(group), group.cards, places))
        if len(lines) <= room:
            break
    return lines


def _draw_group(group: Group, cursor: str, places: "_Columns") -> list[Line]:
    if len(group.cards) == 1:
        return [_draw_statement(group, group.cards[0], _value_words(group), "", cursor, places)]
    return [_draw_head(group, places), *_draw_statements(group, group.cards, cursor, places)]


def _draw_origins(group: Group, cursor: str, places: "_Columns") -> list[Line]:
    """Draw a group with a line for each of its origins, and one for the statement under the cursor."""
    if len(group.cards) == 1:
        return _draw_group(group, cursor, places)
    lines = [_draw_head(group, places)]
    for same in group_by(group.cards, lambda card: card.member.origin).values():
        here = [card for card in same if card.id == cursor]
        rest = [card for card in same if card.id != cursor]
        lines += _draw_statements(group, here, cursor, places)
        lines += [_draw_folded(group, "", rest, places)] if rest else []
    return lines


def _draw_chosen(group: Group, cursor: str, places: "_Columns") -> list[Line]:
    """Draw a group in a line, and below it the statement under the cursor where there are others."""
    if len(group.cards) == 1:
        return _draw_group(group, cursor, places)
    here = [card for card in group.cards if card.id == cursor]
    folded = _draw_folded(group, _value_words(group), group.cards, places)
    return [folded, *_draw_statements(group, here, cursor, places)]


def _draw_statements(group: Group, cards: Sequence[Card], cursor: str, places: "_Columns") -> Iterator[Line]:
    before = ""
    for card in cards:
        yield _draw_statement(group, card, "", before, cursor, places)
        before = card.member.origin


def _draw_head(group: Group, places: "_Columns") -> Line:
    count = f"{counted(len(group.cards), 'statement')}, {counted(len(group.origins), 'origin')}"
    return Line(group.cards[0].id, _assemble(group, "", _value_words(group), count, _newest(group.cards), "", places))


def _draw_folded(group: Group, value: str, cards: Sequence[Card], places: "_Columns") -> Line:
    """Draw several statements in a line: their numbers, origins, and the latest date."""
    if len(cards) == 1:
        return _draw_statement(group, cards[0], value, "", "", places)
    origins = list(dict.fromkeys(card.member.origin for card in cards))
    head = f"{len(cards)} times " if len(origins) == 1 else f"{len(origins)} origins: "
    most = max(1, (places.who - cell_len(head)) // _LEAST_NAME)
    shown = origins if len(origins) <= most else origins[: max(1, most - 1)]
    each = max(5, (places.who - cell_len(head) - (4 if shown is not origins else 0)) // len(shown) - 2)
    names = ", ".join(cut_middle(visible(origin, limit=_LONGEST), each, _NAME_BEGINS) for origin in shown)
    names += f", +{len(origins) - len(shown)}" if shown is not origins else ""
    numbers = f"{min(card.number for card in cards)}+{len(cards) - 1}"
    proposed = sum(card.member.status == "proposed" for card in cards)
    tag = f"{proposed} prop." if proposed else ""
    return Line(cards[0].id, _assemble(group, numbers, value, head + names, _newest(cards), tag, places))


def _newest(cards: Sequence[Card]) -> str:
    return max((card.member.assertion.as_of or "" for card in cards), default="")[:_DATE]


def _draw_statement(group: Group, card: Card, value: str, before: str, cursor: str, places: "_Columns") -> Line:
    member = card.member
    outlet, origin = visible(member.outlet, limit=_LONGEST), visible(member.origin, limit=_LONGEST)
    if member.origin == before:
        who = f"└ in {outlet}" if member.origin != member.outlet else f"└ {outlet}"
    else:
        who = outlet if member.origin == member.outlet else f"{origin}, in {outlet}"
    tag = _PROPOSED if member.status == "proposed" else ""
    as_of = visible(member.assertion.as_of or "no date", limit=40)[:_DATE]
    content = _assemble(group, str(card.number), value, who, as_of, tag, places)
    return Line(card.id, content.stylize("reverse") if card.id == cursor else content)


_STEPS: Final[tuple[tuple[Callable[[Group], bool], Callable[[Group, str, "_Columns"], list[Line]]], ...]] = (
    (lambda group: True, _draw_group),
    (lambda group: group.is_clashing, _draw_group),
    (lambda group: group.is_clashing, _draw_origins),
    (lambda group: False, _draw_origins),
)
"""Which groups stay open beside that of the cursor, and how those are drawn, from the most lines to the fewest."""
_FOLDED: Final = (lambda group: False, _draw_chosen)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The widths of the columns of a list, in cells."""

    number: int
    value: int
    who: int
    tag: int

    @classmethod
    def of(cls, groups: Sequence[Group], width: int) -> "_Columns":
        cards = [card for group in groups for card in group.cards]
        number = max(4, len(str(max(card.number for card in cards))))
        are_proposed = {card.member.status == "proposed" for card in cards}
        tag = len(_PROPOSED) if len(are_proposed) > 1 else 0  # where all are, the heading says so
        widest = max(cell_len(_value_words(group)) for group in groups)
        value = min(max(8, widest), _WIDEST_VALUE, max(8, width // 3))
        return cls(number, value, max(8, width - number - value - _DATE - tag - 6), tag)


def _value_words(group: Group) -> str:
    value = visible(group.value, limit=_LONGEST)
    return f"{value} {visible(group.scope, limit=80)}" if group.scope else value


def _fit_value(group: Group, width: int) -> str:
    """Return what a group says in so many cells: what is in brackets goes first, then the scope loses its middle."""
    words, value = _value_words(group), visible(group.value, limit=_LONGEST)
    if cell_len(words) <= width or group.is_aside:
        return words
    bare = _BRACKETS.sub("", value)
    scope = cut_middle(visible(group.scope, limit=80), max(0, width - cell_len(bare) - 1))
    return f"{bare} {scope}" if len(scope) >= _LEAST_SCOPE else bare


def _assemble(group: Group, number: str, value: str, who: str, date: str, tag: str, places: _Columns) -> Content:
    is_denial = any(card.member.assertion.stance in {"denies", "retracts"} for card in group.cards)
    value_style = STYLES["mark"] if is_denial else "bold"
    who_style = "italic" if tag else ""
    said = _fit_value(group, places.value) if value else ""
    return Content.assemble(
        (_CLASHING if group.is_clashing else _BESIDE, STYLES["clash"]),
        (f"{cut_middle(number, places.number):>{places.number}} ", "bold" if number else ""),
        (_fit(said, places.value), f"{value_style} strike" if group.is_aside else value_style),
        " ",
        (_fit(who, places.who), who_style),
        " ",
        (_fit(date, _DATE), STYLES["quiet"]),
        *([" ", (_fit(tag, places.tag), f"italic {STYLES['quiet']}")] if places.tag else ()),
    )


def _fit(text: str, width: int) -> str:
    return set_cell_size(cut_middle(text, width), width)


class StatementList(Static):
    """The list; one statement of it is under the cursor."""

    class Selected(Message):
        """A line was clicked."""

        def __init__(self, id_: str) -> None:
            self.id = id_
            super().__init__()

    def __init__(self) -> None:
        super().__init__("", id="statements", markup=False)
        self.groups: list[Group] = []
        self.cursor = ""
        """The id of the statement under it."""
        self.is_chosen = False
        """Whether the cursor was put there by the reviewer."""
        self.lines: list[Line] = []

    @property
    def card(self) -> Card | None:
        """The card of the statement under the cursor."""
        return next((card for group in self.groups for card in group.cards if card.id == self.cursor), None)

    def show(self, groups: list[Group]) -> None:
        """Show these groups, with the cursor where it was if that statement is among them."""
        self.groups = groups
        order = order_of(groups)
        if self.cursor not in order:
            self.cursor, self.is_chosen = order[0] if order else "", False

    def put(self, card: Card) -> None:
        """Put a card in place of the one of the same statement."""
        self.groups = [
            replace(group, cards=tuple(card if each.id == card.id else each for each in group.cards))
            for group in self.groups
        ]

    def move(self, by: int) -> bool:
        """Move the cursor by a statement; return False where there is none that way."""
        order = order_of(self.groups)
        place = order.index(self.cursor) + by if self.cursor in order else -1
        if not 0 <= place < len(order):
            return False
        self.cursor, self.is_chosen = order[place], True
        return True

    def count_lines(self, width: int, room: int, is_folded: bool) -> int:
        """Return how many lines the list has in a room of so many."""
        return len(draw_lines(self.groups, self.cursor, width, room, is_folded=is_folded))

    def draw(self, width: int, rooms: Rooms) -> None:
        """Draw the list in lines of `width` cells, folded where they are more than it has room for."""
        self.lines = draw_lines(self.groups, self.cursor, width, rooms.lines, is_folded=rooms.is_folded)
        self.update(Content("\n").join(line.content for line in self.lines))

    @property
    def cursor_line(self) -> int:
        """The line under the cursor, from 0."""
        return max((n for n, line in enumerate(self.lines) if line.id == self.cursor), default=0)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the clicked statement."""
        if 0 <= event.y < len(self.lines):
            self.post_message(self.Selected(self.lines[event.y].id))


def draw_quote(card: Card, width: int, height: int) -> Content:
    """Draw the statement under the cursor in so much room: the quote in its paragraph, who says it through whom."""
    member = card.member
    facts = [fact.replace("_", " ") for fact in list_facts(member)]
    facts += ["proposed, looked at by nobody yet"] if member.status == "proposed" else []
    head = f" {card.number} ", visible(stated_words(member), limit=300), " · ".join(facts)
    chain, beside = draw_chain(card), "\n".join(list_marks(card, briefly=True))
    spent = len(f"{chain.plain}\n{beside}".strip().splitlines()) + 1 + len(" ".join(head)) // max(20, width)
    room = max(0, (height - spent) * width - len(member.assertion.passage.exact)) // 3
    return Content.assemble(
        (head[0], "bold reverse"),
        (f" {head[1]}  ", "bold"),
        (f"{head[2]}\n", STYLES["quiet"]),
        draw_excerpt(card, room, within_paragraph=True),
        *list_translation(member.assertion),
        "\n",
        chain,
        (f"\n{beside}" if beside else "", STYLES["quiet"]),
    )
