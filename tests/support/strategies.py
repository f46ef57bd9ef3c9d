"""Strategies of small sets of assertions on one toll, for Hypothesis."""

from typing import Any

from hypothesis import strategies as st

from claims.models import Assertion
from tests.support.builders import make_assertion

DAYS = ("2031-03-03", "2031-03-04", "2031-03-05T10:00:00", "2031-03-05", None)

SPEAKERS = ("governor", "hospital", "rescue service", "Al-Shabaab")

WORDS = ("{n}", "at least {n}", "about {n}", "up to {n}", "more than {n}", "{n} to {m}")


@st.composite
def statements(draw: st.DrawFn, vague: bool = True, scopes: tuple[str, ...] = ("total",)) -> Assertion:
    n = draw(st.integers(0, 40))
    words = draw(st.sampled_from((*WORDS, "dozens", "several") if vague else WORDS))
    return make_assertion(
        words.format(n=n, m=n + 5),
        draw(st.sampled_from(SPEAKERS)),
        outlet=draw(st.sampled_from(("Harbour Post", "Evening Bell", "Valley Times"))),
        as_of=draw(st.sampled_from(DAYS)),
        stance=draw(st.sampled_from(("asserts", "asserts", "asserts", "suspects", "denies"))),
        scope=draw(st.sampled_from(scopes)),
        start=draw(st.integers(0, 9)) * 100,
    )


PARTS = ("total", "total", "attackers", "civilians", "border_guards")


def lists_of_statements(**options: Any) -> st.SearchStrategy[list[Assertion]]:
    return st.lists(statements(**options), min_size=1, max_size=6, unique_by=lambda a: a.id)


statements_on_parts = lists_of_statements(scopes=PARTS)
