"""Gates: two values that can both be true."""

from reconcile.evidence.reading import Reading
from reconcile.relations.gates.scope import understates
from reconcile.relations.pairs import Pair, Verdict, quantities


def compatible_gate(pair: Pair) -> Verdict | None:
    compared = pair.compared
    if compared.outcome in {"disjoint", "undecided"}:
        return None
    bound, figure = (pair.a, pair.b) if _is_wider(pair.a, pair.b) else (pair.b, pair.a)
    if understates(bound, figure):
        why = f"One speaker gives both {bound.phrase} and, far past it, {figure.phrase}."
        return Verdict("contradiction", why, conflict=True)
    if compared.outcome == "equal":
        return _agreement(pair)
    detail = f": {compared.detail}" if compared.detail else ""
    if compared.reason in {"affiliation"}:
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
