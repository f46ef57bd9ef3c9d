"""Gates: two values that cannot both be true, or that no rule compares."""

from reconcile.evidence.copies import printed_otherwise
from reconcile.relations.gates.time import find_replaced
from reconcile.relations.pairs import Pair, RelationName, Verdict


def undecided_gate(pair: Pair) -> Verdict | None:
    if pair.compared.outcome != "undecided":
        return None
    if pair.compared.reason == "unknown_unit":
        if pair.a.outlet == pair.b.outlet and getattr(pair.a.value, "dimension", "") == getattr(
            pair.b.value, "dimension", ""
        ):
            return None  # one outlet writes of one money
        return Verdict("unknown_scope", f"{pair.both} wait: {pair.compared.detail}.")
    if pair.compared.reason == "unit":
        return Verdict("different_attribute", f"{pair.both} cannot be compared: {pair.compared.detail}.")
    if pair.a.attribute.time == "state" and pair.order == "earlier" and not pair.a.clock.meets(pair.b.clock):
        name: RelationName = "self_update" if pair.same_origin else "superseded"
        return Verdict(name, f"{pair.both} are each about their own time.")
    if pair.a.attribute.kind != "text" and pair.order == "earlier" and pair.one_voice:
        return Verdict("self_update", f"{pair.a.origin} said {pair.a.phrase}, then {pair.b.phrase}.")
    detail = pair.compared.detail or "no rule compares them"
    return Verdict("undecided", f"{pair.both}: a person must say; {detail}.")


def conflict_gate(pair: Pair) -> Verdict:
    a, b = pair.a, pair.b
    if (replaced := find_replaced(pair)) is not None:
        return replaced
    if alike := printed_otherwise(a, b):
        why = f"{pair.both} stand in one passage, “{alike}”, printed with two values; somebody misreports."
        return Verdict("relay_divergence", why, conflict=True)
    if a.attribute.claims_responsibility and a.attribute.kind == "actor":
        return Verdict("competing_claims", f"{pair.both} cannot both be the claim that holds.", conflict=True)
    if pair.compared.reason == "branches" and not (a.assertion.chain and b.assertion.chain):
        return Verdict("affiliation", f"{pair.both}: {pair.compared.detail}, and one is only the outlet's own label.")
    if (
        pair.same_origin
        and a.assertion.passage.article != b.assertion.passage.article
        and (a.assertion.chain or b.assertion.chain)
    ):
        why = f"{pair.both}: {a.origin} is reported with two values; somebody misreports, go to the origin."
        return Verdict("relay_divergence", why, conflict=True)
    detail = f"; {pair.compared.detail}" if pair.compared.detail else ""
    return Verdict("contradiction", f"{pair.both} cannot both be true{detail}.", conflict=True)
