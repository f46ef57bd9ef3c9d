"""What a figure could have been made from: each way by its case, the odds of chance, and "not from these"."""

import random
from decimal import Decimal

import pytest

from claims.vocabulary.loading import builtin_vocabulary
from reconcile.derivation.figures import Figure, Question, gather_figures, list_usable
from reconcile.derivation.operators import OPERATORS, swap_digits
from reconcile.derivation.search import Derived, derive
from tests.benchmarks.bench_derive import draw_other, is_right, plant
from tests.support.builders import MONDAY, TUESDAY, WEDNESDAY, infos, make_article_info, make_assertion, make_item
from tui.services.deriving import convert_units

TREE = builtin_vocabulary().attributes["killed"].tree


def fig(amount: str, attribute: str = "killed", scope: str = "total", day: str = TUESDAY, unit: str = "") -> Figure:
    return Figure(Decimal(amount), attribute, scope, day, unit, (f"{amount}-{attribute}-{scope}-{day}",))


def ask(target: Figure, *figures: Figure) -> Derived:
    return derive("fire", Question(target, figures, TREE, convert_units))


CASES = [
    ("same", fig("31"), [fig("31")], "31 killed, as of 2031-03-04"),
    ("other_day", fig("31", day=WEDNESDAY), [fig("31", day=MONDAY)], "31 killed, as of 2031-03-03"),
    ("other_scope", fig("15"), [fig("15", scope="attackers")], "15 killed (attackers), as of 2031-03-04"),
    ("other_attribute", fig("40"), [fig("40", "injured")], "40 injured, as of 2031-03-04"),
    (
        "sum_of_parts",
        fig("17"),
        [fig("12", scope="men"), fig("5", scope="women")],
        "12 killed (men), as of 2031-03-04 + 5 killed (women), as of 2031-03-04 = 17",
    ),
    (
        "rest",
        fig("2", scope="civilians"),
        [fig("17"), fig("15", scope="attackers")],
        "17 killed, as of 2031-03-04 - 15 killed (attackers), as of 2031-03-04 = 2",
    ),
    (
        "growth",
        fig("9"),
        [fig("21", day=WEDNESDAY), fig("12", day=MONDAY)],
        "21 killed, as of 2031-03-05 - 12 killed, as of 2031-03-03 = 9",
    ),
    (
        "sum_of_attributes",
        fig("42"),
        [fig("12"), fig("30", "injured")],
        "30 injured, as of 2031-03-04 + 12 killed, as of 2031-03-04 = 42",
    ),
    (
        "sum_of_reports",
        fig("27"),
        [fig("12", day=MONDAY), fig("15")],
        "12 killed, as of 2031-03-03 + 15 killed, as of 2031-03-04 = 27",
    ),
    ("unit", fig("60"), [fig("5")], "5 killed, as of 2031-03-04 × 12 = 60"),
    (
        "unit",
        fig("80", "distance", unit="kilometer"),
        [fig("50", "distance", unit="mile")],
        "50 mile distance, as of 2031-03-04, in kilometer = 80",
    ),
    ("swapped_digits", fig("62"), [fig("26")], "26 killed, as of 2031-03-04, two digits swapped = 62"),
    (
        "interpolation",
        fig("20"),
        [fig("13", day=MONDAY), fig("27", day=WEDNESDAY)],
        "on the line from 13 killed, as of 2031-03-03 to 27 killed, as of 2031-03-05, at 2031-03-04 = 20",
    ),
]


@pytest.mark.parametrize(("operator", "target", "figures", "arithmetic"), CASES)
def test_each_way_is_found_with_its_arithmetic(
    operator: str, target: Figure, figures: list[Figure], arithmetic: str
) -> None:
    derived = ask(target, *figures)
    found = [each.arithmetic for each in derived.derivations if each.operator == operator]
    assert found
    assert set(found[0].replace(" = ", " + ").split(" + ")) == set(arithmetic.replace(" = ", " + ").split(" + "))


def test_what_is_of_no_stated_scope_may_be_a_part() -> None:
    unstated = [Figure(Decimal(n), "killed", None, TUESDAY, "", (str(n),)) for n in (12, 5)]
    assert [each.operator for each in ask(fig("17"), *unstated).derivations] == ["sum_of_parts"]


def test_every_way_has_a_case() -> None:
    assert {case[0] for case in CASES} == {operator.name for operator in OPERATORS}


def test_not_from_these_is_an_answer() -> None:
    derived = ask(fig("97"), fig("12"), fig("5", scope="women"))
    assert (derived.verdict, derived.derivations) == ("not_from_these", ())


def test_nothing_to_work_with_is_no_error() -> None:
    assert ask(fig("0")).verdict == "not_from_these"


def test_where_formulas_reach_most_figures_chance_does_as_well() -> None:
    figures = [fig(str(n), scope=scope) for n in range(1, 20) for scope in ("attackers", "civilians")]
    derived = ask(fig("11"), *figures)
    assert derived.verdict == "as_chance"
    assert derived.as_many / derived.sizes > 0.2


def test_the_odds_are_those_of_all_figures_of_that_size() -> None:
    derived = ask(fig("20"), fig("20", day=MONDAY))
    assert (derived.low, derived.high, derived.sizes) == ("10", "40", 31)
    other_day = next(each for each in derived.derivations if each.operator == "other_day")
    assert (other_day.formulas, other_day.reached, other_day.chance) == (1, 1, round(1 / 31, 4))


def test_the_answer_does_not_depend_on_the_order_of_statements() -> None:
    figures = list(plant(3, (12, 12)).question.figures)
    first = ask(fig("31"), *figures)
    random.Random(1).shuffle(figures)
    assert ask(fig("31"), *figures) == first


def test_too_many_figures_are_left_out_and_said_to_be() -> None:
    derived = ask(fig("500"), *(fig(str(n), "injured") for n in range(1, 90)))
    assert (derived.figures, derived.left_out) == (60, 29)


def test_digits_swapped_give_no_leading_nought() -> None:
    assert list(swap_digits(Decimal(10))) == []
    assert list(swap_digits(Decimal("1.5"))) == []


def test_a_figure_rests_on_no_later_statement_nor_on_itself_nor_on_what_was_set_aside() -> None:
    own = make_assertion("31", outlet="Harbour Post")
    early = make_assertion("26", outlet="Valley Times", as_of=MONDAY)
    late = make_assertion("40", outlet="Evening Bell", as_of=WEDNESDAY)
    item = make_item([own, early, late])
    asked = next(member for member in item.members if member.assertion.id == own.id)
    articles = infos([own, early]) | {
        "Harbour Post": make_article_info("Harbour Post", published=TUESDAY),
        "Evening Bell": make_article_info("Evening Bell", published=WEDNESDAY),
    }
    figures = gather_figures(list_usable(item.members, asked, articles))
    assert [int(figure.amount) for figure in figures] == [26]


@pytest.mark.parametrize(("words", "amount"), [("more than 20", 20), ("at least 17", 17), ("fewer than 9", 9)])
def test_a_figure_is_the_number_as_written(words: str, amount: int) -> None:
    (figure,) = gather_figures(make_item([make_assertion(words)]).members)
    assert figure.amount == amount


def test_vague_words_give_no_figure() -> None:
    assert gather_figures(make_item([make_assertion("dozens")]).members) == ()


def test_the_planted_formula_comes_first_in_nine_of_ten() -> None:
    planted = [plant(seed, (6, 16)) for seed in range(60)]
    assert sum(is_right(each, derive("event", each.question)) for each in planted) >= 51
    assert any(not derive("event", draw_other(each, random.Random(2))).derivations for each in planted)
