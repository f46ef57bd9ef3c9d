"""Gates: whose number each is, and what a part says of its whole."""

from collections.abc import Iterable
from typing import Final

from claims.vocabulary.model import TOTAL, Node, Vocabulary
from claims.vocabulary.scope_words import format_scope
from reconcile.evidence.reading import Reading
from reconcile.relations.gates.time import find_replaced, tell_growth
from reconcile.relations.pairs import Pair, Verdict, quantities

QUANTITY_FACTOR: Final = 3
"""A speaker who knows a figure does not give a bound this many times below it (Grice 1975, maxim of quantity); the
factor itself is declared by Variorum."""


def scope_gate(pair: Pair) -> Verdict | None:
    if pair.link == "same":
        return None if pair.a.scope is not None else _held(pair)
    if pair.link == "unknown":
        return _relate_to_nobody(pair) or _held(pair)
    if pair.link == "other" or pair.a.attribute.kind not in {"count", "measure"}:
        one, two = (_part_words(reading.scope) for reading in (pair.a, pair.b))
        return Verdict("other_facet", f"{pair.both} are about two parts of the matter, {one} and {two}.")
    whole, part = (pair.a, pair.b) if pair.link == "whole" else (pair.b, pair.a)
    return relate_part(pair, whole, part)


def _part_words(scope: str | None) -> str:
    return "the matter itself" if scope == TOTAL else format_scope(scope or "an unstated one")


def is_balanced(whole: Reading, part: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether a balance rule makes the count `part` a part of the count `whole` of another attribute."""
    return any(
        (balance.whole.attribute, balance.whole.scope) == (whole.attribute.name, whole.scope)
        and is_of_nodes(part, balance.parts)
        for balance in vocabulary.balances
    )


def is_of_nodes(reading: Reading, nodes: Iterable[Node]) -> bool:
    """Return whether a reading counts one of the nodes of a balance rule, or a part of one."""
    attribute = reading.attribute
    scopes = (node.scope for node in nodes if node.attribute == attribute.name)
    return any(attribute.tree.link(scope, reading.scope) in {"same", "whole"} for scope in scopes)


def _held(pair: Pair) -> Verdict:
    return Verdict("unknown_scope", f"{pair.both} wait until a reviewer says whose number each is.")


def _relate_to_nobody(pair: Pair) -> Verdict | None:
    """Return what somebody, whoever that is, says against "nobody was hurt"; None where neither counts nobody."""
    for whole, part in ((pair.a, pair.b), (pair.b, pair.a)):
        if (
            whole.attribute.kind == "count"
            and whole.scope == TOTAL
            and quantities(whole)[1] == 0
            and quantities(part)[0]
        ):
            return relate_part(pair, whole, part)
    return None


def relate_part(pair: Pair, whole: Reading, part: Reading) -> Verdict:
    if pair.context.sums & {(whole.id, part.id), (part.id, whole.id)}:
        return Verdict("refinement", f"{pair.both}: the parts reported add up to the whole exactly.")
    if (part.attribute.name, part.scope) in pair.context.uncounted.get(whole.id, ()):
        return Verdict("other_facet", f"{part.phrase} are beside {whole.phrase}, whose article counts them apart.")
    if not {whole.stance, part.stance} <= {"asserts", "suspects"}:
        return Verdict("part_of_whole", f"{part.phrase} is a part of {whole.phrase}.")
    if (exceeding := _relate_exceeding(pair, whole, part)) is not None:
        return exceeding
    if understates(whole, part):
        why = f"The part {part.phrase} is far past the bound {whole.phrase} that the same speaker gives for the whole."
        return Verdict("scope_violation", why, conflict=True)
    return Verdict("part_of_whole", f"{part.phrase} is a part of {whole.phrase}{_residual(whole, part)}.")


def _relate_exceeding(pair: Pair, whole: Reading, part: Reading) -> Verdict | None:
    """Return what a part is that is more than its whole; None where it is not, or each holds at its own time."""
    low, high = quantities(part)[0], quantities(whole)[1]
    if low is None or high is None or low <= high:
        return None
    if (replaced := find_replaced(pair)) is not None:
        return replaced
    is_later = whole.attribute.time == "cumulative" and part.order(whole) == "later"
    if is_later and pair.is_open:
        return tell_growth(pair)
    why = f"The part {part.phrase} is more than its whole {whole.phrase}."
    return Verdict("scope_violation", why, conflict=True) if is_later or _share_a_moment(whole, part) else None


def _share_a_moment(whole: Reading, part: Reading) -> bool:
    """Return whether the upper bound of `whole` and the lower bound of `part` hold at one moment."""
    classes = (whole.attribute.time, part.attribute.time)
    if "fixed" in classes:
        return True
    return part.clock.meets(whole.clock) if "state" in classes else part.order(whole) != "later"


def _residual(whole: Reading, part: Reading) -> str:
    (whole_low, whole_high), (part_low, part_high) = quantities(whole), quantities(part)
    if part_low is None or part_low != part_high or whole_low is None:
        return ""
    rest, bound = whole_low - part_low, "" if whole_low == whole_high else "at least "
    return f", which leaves {bound}{rest:g} for the others" if rest >= 0 else ""


def _may_have_risen(bound: Reading, figure: Reading) -> bool:
    """Return whether a toll may have grown between two articles of one day, of which no hours are known."""
    in_two = bound.assertion.passage.article != figure.assertion.passage.article
    return in_two and figure.attribute.time == "cumulative" and bound.clock.is_whole_day


def understates(bound: Reading, figure: Reading) -> bool:
    """Return whether one speaker, at one time, gives a lower bound far below a figure of their own."""
    if bound.origin != figure.origin or bound.order(figure) != "same" or bound.value.kind != "count":
        return False
    if _may_have_risen(bound, figure):
        return False
    hedge = getattr(bound.value, "hedge", "")
    low, floor = quantities(figure)[0], quantities(bound)[0]
    return hedge in {"at_least", "more_than"} and bool(low and floor) and (low or 0) >= QUANTITY_FACTOR * (floor or 0)
