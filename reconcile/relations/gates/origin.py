"""Gates: one statement passed on, and the same words attributed to two speakers."""

from functools import partial

from reconcile.evidence.copies import are_copies, have_same_words, printed_otherwise, shared_text
from reconcile.relations.pairs import Pair, Verdict


def misattributed_gate(pair: Pair) -> Verdict | None:
    a, b = pair.a, pair.b
    if pair.same_origin or pair.compared.outcome != "equal" or not pair.both_name_speakers:
        return None
    if not have_same_words(a, b):
        return None
    if a.origin in b.relays or b.origin in a.relays:  # a chain that stops short names nobody else
        return Verdict("same_origin", f"{pair.both}: the same words, one chain cut short.")
    shared = (a.relays & b.relays) - {a.outlet, b.outlet}
    if not shared:
        return None
    through = sorted(shared)[0]
    why = f"{pair.both}: the same words through {through} are put into two mouths, {a.origin} and {b.origin}."
    return Verdict("misattribution", why, conflict=True)


def one_statement_gate(pair: Pair) -> Verdict | None:
    if pair.compared.outcome != "equal" or pair.compared.reason == "alias" or pair.a.stance != pair.b.stance:
        return None
    if are_copies(pair.a, pair.b):
        return Verdict("same_origin", partial(_explain_passing_on, pair))
    if not pair.same_origin:
        return None
    return Verdict("identical", f"{pair.both} are the same statement by {pair.a.origin}.")


def two_values_gate(pair: Pair) -> Verdict | None:
    """One statement of one speaker, printed by two outlets with two values: their days are no clock of the speaker."""
    a, b = pair.a, pair.b
    if not pair.same_origin or not pair.both_name_speakers or pair.compared.outcome != "disjoint":
        return None
    alike = "" if a.has_own_time or b.has_own_time else printed_otherwise(a, b)
    if not alike:
        return None
    why = f"{pair.both}: one statement of {a.origin}, “{alike}”, printed with two values; somebody misreports."
    return Verdict("relay_divergence", why, conflict=True)


def _explain_passing_on(pair: Pair) -> str:
    through = sorted((pair.a.relays & pair.b.relays) or {pair.a.outlet, pair.b.outlet})[0]
    alike = shared_text(pair.a, pair.b)
    shown = f"; both print “{alike}”" if alike else ""
    return f"{pair.both} are one statement passed on through {through}; it counts once{shown}."
