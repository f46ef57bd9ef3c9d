"""The statements of an item as a list and over one axis: what is in conflict first, nothing else where there is any."""

from collections.abc import Callable, Sequence

from claims.models import Assertion
from reconcile.items.item import Item
from tests.support.builders import MONDAY, TUESDAY, make_assertion, make_item
from tests.support.store_builders import make_article
from tui.review.widgets.cards import build_cards, draw_card
from tui.review.widgets.evidence import draw_relations, draw_sets, draw_title
from tui.review.widgets.numberline import axis_of, draw_line
from tui.review.widgets.statements import Group, draw_lines, draw_quote, group_cards, order_of, share_room
from tui.services.numbering import number_members


def say(value: str, count: int, **changes: object) -> list[Assertion]:
    return [make_assertion(value, f"clerk {n}", outlet=f"{value} Post {n}", **changes) for n in range(count)]  # type: ignore[arg-type]


def lines_of(item: Item, width: int = 77, room: int = 99, cursor: int = 0) -> list[str]:
    groups = group_cards(item, build_cards(item, {}))
    return [line.content.plain.rstrip() for line in draw_lines(groups, order_of(groups)[cursor], width, room)]


def bars_of(item: Item) -> list[tuple[tuple[int, ...], float | None, float | None, str, str]]:
    return [(b.numbers, b.low, b.high, b.scope, b.day) for b in axis_of(item, number_members(item)).bars]


def test_a_card_says_what_its_article_lacks_of_the_page() -> None:
    note = "figures on the page that are not in the text: 771"
    article = make_article("Post said 17 died.").changed(notes=("text extracted", note))
    [card] = build_cards(make_item([make_assertion("17", outlet=article.id)]), {article.id: article})
    assert note in " ".join(draw_card(card).plain.split())


def counter(groups: Sequence[Group], cursor: str) -> Callable[[int, bool], int]:
    return lambda room, is_folded: len(draw_lines(groups, cursor, 77, room, is_folded=is_folded))


TWENTY = [*say("17", 12), *say("15", 6), *say("4", 2, scope="children")]


def test_each_statement_has_a_line_under_the_value_it_gives_and_what_clashes_is_marked_and_first() -> None:
    lines = lines_of(make_item(TWENTY))
    assert lines[0] == "▌     17 in all  12 statements, 12 origins                       2031-03-04"
    assert sum(line.startswith("▌") for line in lines) == 20
    assert lines[20] == "      4 children 2 statements, 2 origins                         2031-03-04"
    assert "clerk 0, in 4 Post 0" in lines[21]
    assert len(lines) == 20 + 3


def test_twenty_statements_fit_a_small_screen_with_the_quote_of_one() -> None:
    item = make_item(TWENTY)
    groups = group_cards(item, build_cards(item, {}))
    first = order_of(groups)[0]
    rooms = share_room(counter(groups, first), 24 - 1 - 2, is_beside=False)
    lines = lines_of(item, room=rooms.lines)
    assert rooms.heading + len(lines) + rooms.pane <= 21
    assert rooms.pane >= 4
    text = "\n".join(lines)
    for value in ("17 in all", "15 in all", "4 children"):
        assert value in text
    assert "6 origins: clerk 0" in text


def test_many_statements_of_one_of_many_values_leave_room_for_the_quote() -> None:
    values = [each for n in range(12) for each in say(str(n), 1)]
    item = make_item([*values, *say("99", 6)])
    groups = group_cards(item, build_cards(item, {}))
    chosen = next(card.id for group in groups if group.value == "99" for card in group.cards[3:])
    assert share_room(counter(groups, chosen), 21, is_beside=False).pane == 0
    rooms = share_room(counter(groups, chosen), 21, is_beside=False, is_chosen=True)
    assert (rooms.pane >= 4, rooms.is_folded) == (True, True)
    lines = [line.content.plain for line in draw_lines(groups, chosen, 77, rooms.lines, is_folded=True)]
    assert len(lines) == 13 + 1
    assert "6 origins: clerk 0" in next(line for line in lines if " 99 in all" in line)
    assert sum("clerk 3" in line for line in lines) == 1


def test_twenty_values_fit_a_small_screen_where_the_quote_gives_way() -> None:
    item = make_item([each for n in range(20, 40) for each in say(str(n), 1)])
    groups = group_cards(item, build_cards(item, {}))
    rooms = share_room(counter(groups, ""), 21, is_beside=False)
    assert (rooms.heading, rooms.lines, rooms.pane) == (1, 20, 0)


def test_what_one_origin_repeats_is_folded_before_other_values_are() -> None:
    repeated = [make_assertion("17", "police", outlet=f"Post {n}") for n in range(10)]
    item = make_item([*repeated, *say("15", 2)])
    lines = lines_of(item, room=7)
    assert "police, in Post 0" in lines[1]
    assert "9 times police" in lines[2]
    assert lines[3].startswith("▌     15 in all")
    assert len(lines) == 6


def test_a_statement_of_the_same_origin_stands_under_it() -> None:
    one, other = (make_assertion("17", "police", outlet=outlet) for outlet in ("Post", "Bell"))
    lines = lines_of(make_item([one, other, *say("15", 2)]))
    place = next(n for n, line in enumerate(lines) if "police, in " in line)
    assert "└ in " in lines[place + 1]


def claim_and_denial() -> Item:
    claim = make_assertion("Northern Wing", "ministry", attribute="perpetrator", outlet="Morning Post")
    denial = make_assertion("Northern Wing", "its leader", attribute="perpetrator", outlet="Bell", stance="denies")
    return make_item([claim, denial], attribute="perpetrator")


def test_the_head_of_a_denial_does_not_read_like_what_it_denies() -> None:
    item = claim_and_denial()
    cards = build_cards(item, {})
    heads = {draw_card(card).plain.splitlines()[0].strip()[1:].strip() for card in cards}
    assert heads == {"Northern Wing", "not Northern Wing"}
    assert sorted(draw_quote(card, 60, 8).plain.split("  ")[1].strip() for card in cards) != ["Northern Wing"] * 2


def test_a_sentence_that_the_heading_says_is_not_said_again() -> None:
    item = make_item([make_assertion("17", "police"), make_assertion("15", "mayor", outlet="Bell")])
    cards = build_cards(item, {})
    assert "cannot both be true" in draw_title(item, "", 200, 3).plain
    assert draw_sets(item, cards).plain == "1 + 2  contradiction"
    assert draw_relations(item, cards).plain == ""


def test_pairs_that_say_the_same_are_said_once() -> None:
    item = make_item([*say("17", 3, scope=None), *say("15", 2, scope=None)])
    lines = draw_relations(item, build_cards(item, {})).plain.splitlines()
    assert len(lines) == 3
    assert any(line.startswith("1-5 unknown scope  6 pairs, such as ") for line in lines)


def test_the_axis_has_the_sets_in_conflict_and_nothing_else() -> None:
    attackers = make_assertion("5", "army", outlet="Bell", scope="attackers")
    item = make_item([*say("17", 1), *say("15", 1), attackers])
    assert [bar[1:4] for bar in bars_of(item)] == [(15, 15, ""), (17, 17, "")]
    assert "nothing lies both up to 15 and from 17 on" in draw_line(item, 80, number_members(item)).plain


def test_a_part_that_exceeds_its_whole_stands_beside_it() -> None:
    part = make_assertion("at least 5", "army", outlet="Bell", scope="attackers")
    item = make_item([*say("4", 1), part])
    assert sorted(bar[1:4] for bar in bars_of(item)) == [(4, 4, "in all"), (5, None, "attackers")]
    assert axis_of(item, number_members(item)).gap == (4, 5)


def test_three_that_are_too_many_together_leave_no_gap_between_two() -> None:
    parts = [
        make_assertion(str(n), "army", outlet=f"Bell {n}", scope=scope)
        for n, scope in ((10, "attackers"), (9, "civilians"))
    ]
    axis = axis_of(item := make_item([*say("17", 1), *parts]), number_members(item))
    assert len(axis.bars) == 3
    assert axis.gap is None


def days(*values: tuple[str, str]) -> Sequence[Assertion]:
    return [make_assertion(value, f"clerk {day}", outlet=f"{value} Post", as_of=day) for value, day in values]


def test_growth_stands_by_its_days_and_only_what_clashes_is_marked() -> None:
    item = make_item(days(("1", "2031-03-02"), ("5", MONDAY), ("24", TUESDAY), ("11", TUESDAY)))
    shown = bars_of(item)
    assert [bar[4] for bar in shown] == ["2031-03-02", MONDAY, TUESDAY, TUESDAY]
    assert axis_of(item, number_members(item)).gap == (11, 24)
    drawn = draw_line(item, 80, number_members(item)).plain
    assert drawn.count("○") == 2


def test_measures_in_two_units_stand_on_one_axis() -> None:
    minute, seconds = (say(value, 1, attribute="duration")[0] for value in ("1 minute", "15 seconds"))
    item = make_item([minute, seconds], attribute="duration")
    axis = axis_of(item, number_members(item))
    rate = {"minute": 60, "second": 1}[axis.unit]
    assert sorted(round((bar.low or 0) * rate) for bar in axis.bars) == [15, 60]
    assert {bar.scope for bar in axis.bars} == {""}
    assert f"on ({axis.unit})" in draw_line(item, 80, number_members(item)).plain


def test_a_value_without_room_loses_its_brackets_before_its_figures() -> None:
    wide = say("about 1,350", 2, scope="attackers")
    shown = lines_of(make_item([*wide, *say("4", 2, scope="attackers")]), width=70)
    assert any(line[1:].strip().startswith("about 1,350 attackers") for line in shown)
    assert any("about 1,350 (" in line for line in lines_of(make_item([*wide, *say("4", 2)]), width=160))
