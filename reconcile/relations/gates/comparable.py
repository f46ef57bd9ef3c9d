"""Gates: whether two statements answer one question at all."""

from claims.values.model import ActorValue
from claims.vocabulary.model import Vocabulary, fold_name
from reconcile.evidence.reading import Reading
from reconcile.relations.gates.scope import is_balanced, relate_part
from reconcile.relations.gates.stance import stance_gate
from reconcile.relations.pairs import Pair, Verdict


def other_event_gate(pair: Pair) -> Verdict | None:
    if pair.a.assertion.subject == pair.b.assertion.subject:
        return None
    one, two = pair.a.assertion.subject, pair.b.assertion.subject
    return Verdict("different_event", f"{pair.both} speak of two subjects, {one} and {two}.")


def other_attribute_gate(pair: Pair) -> Verdict | None:
    one, two = pair.a.attribute.name, pair.b.attribute.name
    if one == two:
        return None
    vocabulary = pair.context.vocabulary
    if steps := _progression_of(one, two, vocabulary):
        first, second = sorted((one, two), key=steps.index)
        return Verdict("status_progression", f"{pair.both}: {second} comes after {first}; both can hold in turn.")
    if _meet(pair.a, pair.b, vocabulary):
        return _responsibility(pair)
    for whole, part in ((pair.a, pair.b), (pair.b, pair.a)):
        if is_balanced(whole, part, vocabulary):
            return relate_part(pair, whole, part)
    return Verdict("different_attribute", f"{pair.both} answer two questions, {one} and {two}.")


def answer_apart(a: Reading, b: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether two statements on one subject answer two questions, whatever they say of them."""
    if a.attribute.name == b.attribute.name or a.assertion.subject != b.assertion.subject:
        return False
    is_linked = _progression_of(a.attribute.name, b.attribute.name, vocabulary) or _meet(a, b, vocabulary)
    return not is_linked and not is_balanced(a, b, vocabulary) and not is_balanced(b, a, vocabulary)


def _progression_of(one: str, two: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the steps of the procedure that two attributes are of; none where there is no such procedure."""
    return next((steps for steps in vocabulary.progressions if one in steps and two in steps), ())


def _meet(a: Reading, b: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether two attributes name actors that meet in one data item."""
    if not a.attribute.kind == b.attribute.kind == "actor":
        return False
    return not vocabulary.bearing_on(a.attribute.name).isdisjoint(vocabulary.bearing_on(b.attribute.name))


def _responsibility(pair: Pair) -> Verdict:
    """A claim of responsibility and a finding are two attributes that meet at the perpetrator."""
    a, b = pair.a, pair.b
    if any(map(_denies_claim_of_others, (a, b))):
        return Verdict("claim_vs_attribution", f"{pair.both}: that it was not claimed contradicts no finding.")
    if (facets := facets_gate(pair)) is not None:
        return facets
    if "denies" in (a.stance, b.stance):
        return stance_gate(pair) or Verdict("claim_vs_attribution", f"{pair.both} exclude nothing of each other.")
    if _names_nobody(a) or _names_nobody(b):
        return Verdict("claim_vs_attribution", f"{pair.both}: that nobody has claimed it contradicts no finding.")
    return _named_actors(pair)


def _named_actors(pair: Pair) -> Verdict:
    """Return the verdict on the two actors that a claim and a finding name."""
    compared = pair.compared
    if compared.outcome == "equal":
        return Verdict("claim_vs_attribution", f"{pair.both}: the claim and the finding name the same actor.")
    if compared.reason == "affiliation":
        return Verdict("affiliation", f"{pair.both} agree at different depth: {compared.detail}.")
    if compared.outcome in {"inside", "contains"}:
        return Verdict("refinement", f"{pair.both}: one names whom the other leaves unnamed.")
    if compared.reason == "branches" and not pair.both_name_speakers:
        # An outlet's own label is not a finding: it names the organisation by the branch it has in mind.
        return Verdict("affiliation", f"{pair.both}: {compared.detail}, and one is only the outlet's own label.")
    if compared.outcome == "undecided":
        return Verdict("undecided", f"{pair.both}: {compared.detail}.")
    why = f": {compared.detail}" if compared.detail else ""
    return Verdict("competing_claims", f"{pair.both} cannot both have done it{why}.", conflict=True)


def _names_nobody(reading: Reading) -> bool:
    return isinstance(reading.value, ActorValue) and reading.value.known == "nobody"


def _denies_claim_of_others(reading: Reading) -> bool:
    is_claim = reading.attribute.claims_responsibility
    return is_claim and reading.stance == "denies" and not _speaks_for_itself(reading)


def _speaks_for_itself(reading: Reading) -> bool:
    """Return whether a group speaks of its own part, rather than somebody of what a group has said."""
    return isinstance(reading.value, ActorValue) and fold_name(reading.value.name) == fold_name(reading.origin)


def facets_gate(pair: Pair) -> Verdict | None:
    """Whom somebody acts for, which nationality they have and where they came from can all be true at once."""
    if pair.compared.reason != "facet":
        return None
    return Verdict("other_facet", f"{pair.both} tell of two sides of somebody: {pair.compared.detail}.")
