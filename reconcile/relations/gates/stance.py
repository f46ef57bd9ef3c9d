"""Gates: what is denied, and what is taken back."""

from claims.values.model import CountValue, MeasureValue
from claims.vocabulary.corrections import says_admitted
from claims.vocabulary.openness import says_denied, says_pending
from reconcile.evidence.reading import Reading
from reconcile.relations.gates.origin import one_statement_gate
from reconcile.relations.pairs import Pair, RelationName, Verdict


def stance_gate(pair: Pair) -> Verdict | None:
    a, b = pair.a, pair.b
    stances = (a.stance, b.stance)
    if "retracts" in stances:
        return _retraction(pair)
    if "denies" not in stances:
        return _negative(pair) if a.attribute.negative else None
    if a.stance == b.stance:
        return _both_deny(pair)
    return _denial(pair, a, b) if a.stance == "denies" else _denial(pair, b, a)


def _both_deny(pair: Pair) -> Verdict:
    if pair.compared.outcome == "equal":
        name: RelationName = "identical" if pair.same_origin else "equivalent"
        return one_statement_gate(pair) or Verdict(name, f"{pair.both} deny the same.")
    return Verdict("compatible_bound", f"{pair.both} deny two things; what they leave is not worked out.")


def _denial(pair: Pair, denier: Reading, asserter: Reading) -> Verdict:
    within = pair.compared if denier is pair.b else pair.compared.mirrored()
    if within.outcome in {"disjoint", "contains"} or (within.outcome == "overlap" and _is_figure(denier)):
        return Verdict("compatible_bound", f"{denier.phrase} leaves room for {asserter.phrase}.")
    if within.outcome == "undecided":
        return Verdict("undecided", f"{pair.both}: whether the denial is of that statement, a person must say.")
    return _opposed(pair, denier, asserter)


def _is_figure(reading: Reading) -> bool:
    """Return whether the value is a plain interval, of which a denial of one end leaves the other."""
    return isinstance(reading.value, CountValue | MeasureValue)


def _negative(pair: Pair) -> Verdict | None:
    """`occurred: no` denies `occurred: yes`, whatever stance it was coded with."""
    negative = pair.a.attribute.negative.casefold()
    names = [getattr(r.value, "name", "").casefold() for r in (pair.a, pair.b)]
    if names.count(negative) != 1:
        return None
    denier, asserter = (pair.a, pair.b) if names[0] == negative else (pair.b, pair.a)
    return _opposed(pair, denier, asserter)


def _opposed(pair: Pair, denier: Reading, asserter: Reading) -> Verdict:
    if (held := _held_until(pair, denier, asserter)) is not None:
        return held
    if pair.one_voice and pair.order == "earlier":
        return Verdict("position_change", f"{pair.a.origin} changed position: {pair.a.phrase}, then {pair.b.phrase}.")
    if denier.order(asserter) == "earlier" and says_admitted(asserter.sentence):
        return Verdict("position_change", f"{asserter.phrase} admits what {denier.phrase} denied before.")
    if pair.same_origin:
        return _self_contradiction(pair)
    if denier.stance != "denies" and not denier.assertion.chain:  # an outlet that finds the contrary is nobody's denial
        return Verdict("contradiction", f"{denier.phrase} is the contrary of {asserter.phrase}.", conflict=True)
    interest = _interest(denier)
    return Verdict("denial", f"{denier.phrase} denies {asserter.phrase}{interest}.", conflict=True)


def _held_until(pair: Pair, denier: Reading, asserter: Reading) -> Verdict | None:
    """Return that a denial was true until what it denies came about, where that may be so."""
    order, is_pending = denier.order(asserter), says_pending(denier.sentence)
    if order == "later" or pair.compared.reason == "affiliation" or not _can_come_later(pair, is_pending):
        return None
    if order == "earlier":
        return Verdict("superseded", f"{denier.phrase} was said before {asserter.phrase} and can have been true then.")
    if not is_pending and not _tells_of_others(pair, denier):
        return None
    return Verdict("superseded", f"{denier.phrase} can have held until {asserter.phrase}, which may have come later.")


def _can_come_later(pair: Pair, is_pending: bool) -> bool:
    """Return whether what was denied at first may have come true since."""
    return _are_claims(pair) or is_pending or pair.a.attribute.time == "cumulative"


def _are_claims(pair: Pair) -> bool:
    return pair.a.attribute.name == pair.b.attribute.name and pair.a.attribute.claims_responsibility


def _tells_of_others(pair: Pair, denier: Reading) -> bool:
    """Return whether somebody says that a group has not claimed it, who does not speak for the group."""
    own = getattr(denier.value, "name", None) == denier.origin
    return _are_claims(pair) and not denier.assertion.chain and not own and not says_denied(denier.sentence)


def _self_contradiction(pair: Pair) -> Verdict:
    if pair.in_two_articles:
        why = f"{pair.both}: one speaker is reported both to say and to deny it; somebody misreports."
        return Verdict("misattribution", why, conflict=True)
    return Verdict("contradiction", f"{pair.both}: one speaker says both at one time.", conflict=True)


def _interest(denier: Reading) -> str:
    named = getattr(denier.value, "name", None)
    if named is not None and named == denier.origin:
        return f"; {denier.origin} denies its own part"
    return f"; {denier.origin} speaks for itself" if not denier.assertion.chain else ""


def _retraction(pair: Pair) -> Verdict:
    withdrawn = pair.b if pair.b.stance == "retracts" else pair.a
    other = pair.a if withdrawn is pair.b else pair.b
    if pair.compared.outcome == "disjoint" or other.stance == "retracts":
        return Verdict("compatible_bound", f"{withdrawn.phrase} is withdrawn and says nothing against {other.phrase}.")
    if pair.same_origin and pair.order == "earlier" and withdrawn is pair.a:
        return Verdict("position_change", f"{other.origin} changed position: {withdrawn.phrase}, then {other.phrase}.")
    if pair.same_origin:
        return Verdict("self_update", f"{withdrawn.origin} took {other.phrase} back: {withdrawn.phrase}.")
    return Verdict("modality_gap", f"{withdrawn.phrase} is withdrawn, {other.phrase} is held up by another source.")
