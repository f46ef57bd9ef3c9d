"""Gates: two values that can both be true, that no rule compares, or that cannot both be true."""

from operator import attrgetter
from typing import Final

from claims.surroundings import sentence_around
from claims.vocabulary.corrections import contrasts, says_otherwise
from claims.vocabulary.model import TOTAL
from reconcile.evidence.copies import printed_otherwise
from reconcile.evidence.reading import Reading
from reconcile.relations.gates.scope import understates
from reconcile.relations.gates.time import find_replaced
from reconcile.relations.pairs import Pair, RelationName, Verdict, quantities
from reconcile.relations.undated import is_undated_change


def compatible_gate(pair: Pair) -> Verdict | None:
    compared = pair.compared
    if compared.outcome in {"disjoint", "undecided"}:
        return None
    bound, figure = (pair.a, pair.b) if _is_wider(pair.a, pair.b) else (pair.b, pair.a)
    if understates(bound, figure):
        why = f"One speaker gives both {bound.phrase} and, far past it, {figure.phrase}."
        return Verdict("contradiction", why, conflict=True)
    return _agreement(pair) if compared.outcome == "equal" else _fit(pair)


def _fit(pair: Pair) -> Verdict:
    """Return how two values that are not equal can both be true."""
    compared = pair.compared
    detail = f": {compared.detail}" if compared.detail else ""
    if compared.reason == "affiliation":
        return Verdict("affiliation", f"{pair.both} fit together: {compared.detail}.")
    if compared.reason == "bound":
        return Verdict("compatible_bound", f"{pair.both} fit together: one is a bound that the other keeps.")
    if compared.reason in {"precision", "zone", "currency"}:
        return Verdict("granularity", f"{pair.both} fit together at different precision{detail}.")
    if compared.outcome == "overlap":
        return Verdict("granularity", f"{pair.both} overlap.")
    return Verdict("refinement", f"{pair.both} fit together: one says more exactly what the other says loosely.")


def _is_wider(a: Reading, b: Reading) -> bool:
    return (quantities(a)[0] or 0) <= (quantities(b)[0] or 0)


def _agreement(pair: Pair) -> Verdict:
    if pair.compared.reason == "alias":
        return Verdict("alias", f"{pair.both} are two names of one: {pair.compared.detail}.")
    if pair.compared.reason == "precision":
        return Verdict("granularity", f"{pair.both} fit together: {pair.compared.detail}.")
    if pair.a.stance != pair.b.stance:
        return Verdict("modality_gap", f"{pair.both} say the same with different certainty.")
    detail = f", {pair.compared.detail}" if pair.compared.detail else ""
    if pair.same_origin:
        return Verdict("identical", f"{pair.both} are the same statement by {pair.a.origin}{detail}.")
    return Verdict("equivalent", f"{pair.both} agree from two origins, {pair.a.origin} and {pair.b.origin}{detail}.")


_ROUNDED_TO: Final = 10
"""A figure that it divides is one that words such as "more than" are put before when it is rounded."""


def rounded_gate(pair: Pair) -> Verdict | None:
    """ "More than 60" beside 60, "nearly 3,000" beside 3,000: one figure, rounded by one of the two."""
    if pair.compared.outcome != "disjoint" or pair.a.attribute.kind != "count":
        return None
    if not (_rounds(pair.a, pair.b) or _rounds(pair.b, pair.a)):
        return None
    return Verdict("granularity", f"{pair.both} are one figure, rounded.")


def _rounds(loose: Reading, exact: Reading) -> bool:
    """Return whether the bound of one is the figure of the other."""
    (low, high), (figure, other) = quantities(loose), quantities(exact)
    if figure is None or figure != other or not figure or figure % _ROUNDED_TO:
        return False
    hedge = getattr(loose.value, "hedge", "")
    above = hedge == "more_than" and low is not None and low - 1 == figure
    return above or (hedge in {"nearly", "less_than"} and high is not None and high + 1 == figure)


def contrasted_gate(pair: Pair) -> Verdict | None:
    """Two speakers whom an article itself sets against each other exclude each other, in whatever words.

    "The ministry blames the Front, while local police speak of smugglers"; "it was actually a trawler".
    """
    if pair.compared.outcome != "undecided" or pair.in_two_articles or not pair.both_name_speakers or pair.one_voice:
        return None
    for speaking, other in ((pair.a, pair.b), (pair.b, pair.a)):
        if says_otherwise(speaking.assertion.passage.exact):
            return Verdict("denial", f"{speaking.phrase} is said against {other.phrase}.", conflict=True)
    if not _are_contrasted(pair):
        return None
    return Verdict("contradiction", f"One sentence sets {pair.a.phrase} against {pair.b.phrase}.", conflict=True)


def _are_contrasted(pair: Pair) -> bool:
    """Return whether both quotes stand in one sentence, on the two sides of a word such as "while"."""
    first, second = sorted((pair.a.assertion.passage, pair.b.assertion.passage), key=attrgetter("start"))
    gap, known = second.start - first.end, len(first.suffix) + len(second.prefix)
    if not 0 < gap <= known:
        return False
    between = first.suffix[:gap] + second.prefix[known - gap :] if gap > len(first.suffix) else first.suffix[:gap]
    sentence = sentence_around(f"{first.exact}{between}{second.exact}", first.exact)
    return sentence.endswith(second.exact) and contrasts(between)


def undecided_gate(pair: Pair) -> Verdict | None:
    if pair.compared.outcome != "undecided":
        return None
    if pair.compared.reason == "unknown_unit":
        return _unknown_money(pair)
    if pair.compared.reason == "unit":
        return Verdict("different_attribute", f"{pair.both} cannot be compared: {pair.compared.detail}.")
    detail = pair.compared.detail or "no rule compares them"
    return _succession(pair) or Verdict("undecided", f"{pair.both}: a person must say; {detail}.")


def _unknown_money(pair: Pair) -> Verdict | None:
    one, two = (getattr(reading.value, "dimension", "") for reading in (pair.a, pair.b))
    if pair.a.outlet == pair.b.outlet and one == two:
        return None  # one outlet writes of one money
    if one == two and pair.a.assertion.scope == pair.b.assertion.scope not in (None, TOTAL):
        return None  # so do two that speak of one thing
    return Verdict("unknown_scope", f"{pair.both} wait: {pair.compared.detail}.")


def _succession(pair: Pair) -> Verdict | None:
    """Return that one follows the other where time tells them apart, whatever they say."""
    if pair.a.attribute.time == "state" and pair.order == "earlier" and not pair.a.clock.meets(pair.b.clock):
        name: RelationName = "self_update" if pair.same_origin else "superseded"
        return Verdict(name, f"{pair.both} are each about their own time.")
    if pair.a.attribute.kind != "text" and pair.order == "earlier" and pair.one_voice:
        return Verdict("self_update", f"{pair.a.origin} said {pair.a.phrase}, then {pair.b.phrase}.")
    return None


def conflict_gate(pair: Pair) -> Verdict:
    a, b = pair.a, pair.b
    if (replaced := find_replaced(pair)) is not None:
        return replaced
    if alike := printed_otherwise(a, b):
        why = f"{pair.both} stand in one passage, “{alike}”, printed with two values; somebody misreports."
        return Verdict("relay_divergence", why, conflict=True)
    return _exclusion(pair)


def _exclusion(pair: Pair) -> Verdict:
    """Return which kind of contradiction two values are that no text explains."""
    a = pair.a
    if a.attribute.claims_responsibility and a.attribute.kind == "actor":
        return Verdict("competing_claims", f"{pair.both} cannot both be the claim that holds.", conflict=True)
    if pair.compared.reason == "branches" and not pair.both_name_speakers:
        return Verdict("affiliation", f"{pair.both}: {pair.compared.detail}, and one is only the outlet's own label.")
    if pair.same_origin and pair.in_two_articles and (a.assertion.chain or pair.b.assertion.chain):
        why = f"{pair.both}: {a.origin} is reported with two values; somebody misreports, go to the origin."
        return Verdict("relay_divergence", why, conflict=True)
    if is_undated_change((pair.a, pair.b)):
        why = "what is said in passing, without a time of its own, may be of an earlier one"
        return Verdict("contradiction", f"{pair.both} cannot both be true at one time; {why}.", conflict=True)
    detail = f"; {pair.compared.detail}" if pair.compared.detail else ""
    return Verdict("contradiction", f"{pair.both} cannot both be true{detail}.", conflict=True)
