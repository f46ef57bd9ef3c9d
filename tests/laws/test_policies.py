"""Laws that every policy keeps, whatever was asserted."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from claims.models import Assertion
from claims.surroundings import Surroundings
from reconcile.policies import POLICIES, Proposal
from reconcile.reports.tables import GED, build_facts
from tests.support.builders import make_assertion, make_item, make_vocabulary
from tests.support.strategies import lists_of_statements, statements_on_parts

_INDEPENDENT = {each.name for each in POLICIES if each.independent}


def _told(proposals: tuple[Proposal, ...]) -> dict[str, tuple[object, ...]]:
    return {p.policy: (p.low, p.best, p.high, p.pending, p.grade, p.clause, p.parts and _sides(p)) for p in proposals}


def _sides(proposal: Proposal) -> tuple[str, ...]:
    return tuple(part.shown for part in proposal.parts)


@settings(deadline=None)
@given(lists_of_statements(vague=False))
def test_an_answer_lies_within_what_was_asserted(assertions: list[Assertion]) -> None:
    values = [a.value for a in assertions]
    least = min(v.low for v in values if v.kind == "count")
    most = max((v.high if v.high is not None else 10**16) for v in values if v.kind == "count")
    for proposal in make_item(assertions).proposals:
        for figure in (proposal.low, proposal.best, proposal.high):
            assert figure is None or least <= figure <= most


@settings(deadline=None)
@given(lists_of_statements())
def test_an_answer_is_ordered_and_only_the_one_codebook_that_reads_words_leaves_their_range(
    assertions: list[Assertion],
) -> None:
    least = min(a.value.low for a in assertions if a.value.kind == "count")
    for proposal in make_item(assertions).proposals:
        figures = [f for f in (proposal.low, proposal.best, proposal.high) if f is not None]
        assert figures == sorted(figures)
        assert proposal.policy == "acled" or all(figure >= least for figure in figures)


@settings(deadline=None)
@given(statements_on_parts, st.data())
def test_a_copy_of_an_existing_origin_changes_nothing(assertions: list[Assertion], data: st.DataObject) -> None:
    """A later reprint of a statement, by whatever outlet, moves no policy that counts origins."""
    quote = "The figure given at the quay this morning was confirmed by the office"
    original = data.draw(st.sampled_from(assertions))
    wired = make_assertion(
        original.written or "",
        "North Wire",
        original.chain[-1].speaker,
        as_of=original.as_of,
        scope=original.scope,
        stance=original.stance,
        quote=quote,
        start=5000,
    )
    copy = make_assertion(
        original.written or "",
        "North Wire",
        original.chain[-1].speaker,
        outlet="Morning Sun",
        as_of="2031-03-09",
        scope=original.scope,
        stance=original.stance,
        quote=quote,
    )
    before = make_item([*assertions, wired])
    after = make_item([*assertions, wired, copy])
    told, now = _told(before.proposals), _told(after.proposals)
    assert {name: told.get(name) for name in _INDEPENDENT} == {name: now.get(name) for name in _INDEPENDENT}


@settings(deadline=None)
@given(statements_on_parts, st.data())
def test_a_reprint_of_a_text_without_its_credits_changes_nothing(
    assertions: list[Assertion], data: st.DataObject
) -> None:
    """Another outlet prints an article word for word and names nobody: it adds no origin, and makes nothing newer."""
    original = data.draw(st.sampled_from(assertions))
    copy = make_assertion(
        original.written or "",
        outlet="Morning Sun",
        as_of="2031-03-09",
        scope=original.scope,
        stance=original.stance,
        start=original.passage.start,
    )
    around = {a.id: Surroundings(a.id, a.id, "one" if a in (original, copy) else a.id) for a in (*assertions, copy)}
    told, now = (_told(make_item(each, around=around).proposals) for each in (assertions, [*assertions, copy]))
    assert {name: told.get(name) for name in _INDEPENDENT} == {name: now.get(name) for name in _INDEPENDENT}


@settings(deadline=None)
@given(statements_on_parts, st.randoms())
def test_the_order_of_the_input_changes_nothing(assertions: list[Assertion], random: Any) -> None:
    shuffled = random.sample(assertions, len(assertions))
    assert make_item(shuffled).proposals == make_item(assertions).proposals


@settings(deadline=None)
@given(statements_on_parts)
def test_a_row_of_deaths_adds_up_to_its_best_estimate_or_says_why_it_is_blank(assertions: list[Assertion]) -> None:
    item = make_item(assertions)
    facts = build_facts(item.subject, [item], make_vocabulary(), {})
    for row in GED.rows(facts):
        deaths = [row[f"deaths_{side}"] for side in ("a", "b", "civilians", "unknown")]
        if row["best"] is None:
            assert deaths == [None] * 4
            estimate = facts.estimate("killed", str(row["policy"]))
            assert estimate.point is None or str(row["notes"]).startswith("best and deaths are blank: ")
        else:
            assert all(isinstance(each, int) and each >= 0 for each in deaths)
            assert sum(map(int, map(str, deaths))) == row["best"]


@settings(deadline=None)
@given(statements_on_parts)
def test_every_statement_is_used_or_left_out_with_a_reason(assertions: list[Assertion]) -> None:
    for proposal in make_item(assertions).proposals:
        left = dict(proposal.left_out)
        assert all(left.values())
        assert set(proposal.used).isdisjoint(left)
        assert set(proposal.used) | set(left) == {a.id for a in assertions}
        assert proposal.clause
        assert proposal.sentence
