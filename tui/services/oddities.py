"""Why a claim of an article should be looked at alone before it is accepted together with others."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from claims.grouping import group_by
from claims.models import Assertion
from claims.values import format_value
from claims.values.model import CountValue


def find_oddities(claims: Sequence[Assertion], names: Mapping[str, str]) -> dict[str, str]:
    """Return what is odd about the claims of one article, by id; claims with nothing odd are left out.

    `names` are what people call their subjects, by key; a key without one stands for itself.
    """
    main_event = _find_main_event(claims)
    siblings = group_by(claims, _likeness)
    oddities = {}
    for claim in claims:
        others = [one for one in siblings[_likeness(claim)] if one.id != claim.id]
        reasons = (*_reasons_to_look(claim), *_reasons_beside(claim, others, main_event, names))
        oddities[claim.id] = "; ".join(reasons)
    return {id_: reasons for id_, reasons in oddities.items() if reasons}


def _likeness(claim: Assertion) -> tuple[str | None, ...]:
    return (*claim.item, claim.scope, claim.stance)


def _find_main_event(claims: Sequence[Assertion]) -> str:
    """Return the event that more than half of the claims on events are on; an empty text where there is none."""
    subjects = Counter(claim.subject for claim in claims if claim.subject_kind == "event")
    main = min(subjects, key=lambda name: (-subjects[name], name), default="")
    return main if 2 * subjects[main] > subjects.total() else ""


def _reasons_to_look(claim: Assertion) -> Iterator[str]:
    """Yield what is odd about a claim alone."""
    if claim.scope is None:
        yield "nobody says whose number it is"
    if isinstance(claim.value, CountValue) and claim.value.hedge == "vague":
        yield "vague"
    if claim.stance != "asserts":
        yield claim.stance
    if any(hop.inferred for hop in claim.chain):
        yield "speaker taken from another sentence"
    if claim.as_of is None:
        yield "no date"


def _reasons_beside(
    claim: Assertion, siblings: Sequence[Assertion], main_event: str, names: Mapping[str, str]
) -> Iterator[str]:
    """Yield what is odd beside the other claims; siblings are on the same item, of the same scope and stance."""
    if main_event and claim.subject_kind == "event" and claim.subject != main_event:
        yield f"under {names.get(claim.subject, claim.subject)}, not under {names.get(main_event, main_event)}"
    here = claim.passage
    if differing := sorted({format_value(one.value) for one in siblings if not _may_agree(claim, one)}):
        yield f"the article also has {', '.join(differing[:3])}"
    elif any(one.passage.start < here.end and here.start < one.passage.end for one in siblings):
        yield "the same words are proposed twice"


def _may_agree(a: Assertion, b: Assertion) -> bool:
    """Return whether both could be so; counts may overlap, any other values have to be equal."""
    if not (isinstance(a.value, CountValue) and isinstance(b.value, CountValue)):
        return a.value == b.value
    low = max(a.value.low, b.value.low)
    return all(value.high is None or low <= value.high for value in (a.value, b.value))
