"""Gates: what was known when, for counts that rise, states that change and figures that were replaced."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from claims.values.model import ActorValue, CountValue
from claims.vocabulary.corrections import is_of_period, says_admitted, says_counted_late, says_guess
from claims.vocabulary.openness import shows_growth
from reconcile.evidence.reading import Reading
from reconcile.relations.pairs import Pair, RelationName, Verdict, quantities

_REPLACED: Final[Mapping[str | None, str]] = {
    "named": "the text says that an earlier figure is replaced",
    "edition": "a later edition of its article replaces it",
}


def late_count_gate(pair: Pair) -> Verdict | None:
    """Of two figures added to a toll one is of the last day or week, and the other counts older ones with it.

    It comes before growth: neither of the two is a toll.
    """
    if not _are_tolls_apart(pair):
        return None
    fewer, more = _by_size(pair)
    if not says_counted_late(more.sentence):
        return None
    recent, added = _exact(fewer), _exact(more)
    if recent is None or added is None:
        return None
    if not is_of_period(recent, fewer.sentence) or is_of_period(added, more.sentence):
        return None
    return Verdict(
        "late_count", f"{fewer.phrase} are new, and {more.phrase} are all that were added, older ones counted late."
    )


def _are_tolls_apart(pair: Pair) -> bool:
    """Return whether two figures of what only grows exclude each other."""
    return pair.a.attribute.time == "cumulative" and pair.compared.outcome == "disjoint"


def _by_size(pair: Pair) -> list[Reading]:
    return sorted((pair.a, pair.b), key=lambda reading: quantities(reading)[0] or 0)


def _exact(reading: Reading) -> int | None:
    """Return the figure of a reading that gives a single one."""
    low, high = quantities(reading)
    return int(low) if low is not None and low == high else None


def grown_gate(pair: Pair) -> Verdict | None:
    """A cumulative count that a later statement puts higher: growth, whether or not the bounds overlap."""
    if pair.a.attribute.time != "cumulative" or pair.order != "earlier" or not pair.is_open:
        return None
    old_low, new_low = quantities(pair.a)[0], quantities(pair.b)[0]
    if old_low is None or new_low is None or new_low <= old_low:
        return None
    if pair.compared.outcome == "disjoint" or getattr(pair.a.value, "hedge", "") in {"at_least", "more_than"}:
        return tell_growth(pair)
    return None


def tell_growth(pair: Pair) -> Verdict:
    if pair.same_origin:
        return Verdict("self_update", f"{pair.a.origin} updated {pair.a.phrase} to {pair.b.phrase}.")
    return Verdict("superseded", f"{pair.a.phrase} was overtaken by {pair.b.phrase}: the count rose; to be confirmed.")


def risen_in_day_gate(pair: Pair) -> Verdict | None:
    """Two counts of one day, or of no known day, are steps of a toll where words or what followed show it growing.

    Bounds come before it. Two figures in one article are set against each other by somebody who knew both.
    """
    if not _are_tolls_apart(pair):
        return None
    if not ((pair.is_of_one_day or pair.is_undated) and pair.is_open and pair.in_two_articles):
        return None
    lower, higher = _by_size(pair)
    if not _is_step(lower.value) or not _is_growing(pair):
        return None
    times = "of unknown days" if pair.is_undated else "of one day"
    why = f"{lower.phrase} and {higher.phrase} are {times}, in which the count rose; to be confirmed."
    return Verdict("self_update" if pair.same_origin else "superseded", why)


def _is_step(value: object) -> bool:
    """Return whether a value counts what was known, and is no limit to it."""
    return isinstance(value, CountValue) and value.high is not None and value.hedge in {"exact", "about", "either"}


def _is_growing(pair: Pair) -> bool:
    """Return whether the text calls one of two counts a step, or both were soon overtaken."""
    if any(shows_growth(reading.sentence) for reading in (pair.a, pair.b)):
        return True
    return all(_is_overtaken(reading, pair) for reading in (pair.a, pair.b))


def _is_overtaken(reading: Reading, pair: Pair) -> bool:
    """Return whether all that was counted soon after a statement is above both figures; of a floor, above it."""
    least = pair.context.overtaken.get(reading.id)
    tops = [low if high is None else high for low, high in map(quantities, (pair.a, pair.b))]
    return least is not None and all(top is not None and least > top for top in tops)


_LAGGING: Final = 0.8
"""How much of an older figure one that lags behind it has at least (declared by Variorum)."""


def lagging_gate(pair: Pair) -> Verdict | None:
    """A figure a little below one of the day before, both soon overtaken: its speaker knew less."""
    if not _are_tolls_apart(pair) or pair.order != "earlier" or pair.one_voice:
        return None
    if not (pair.is_open and pair.in_two_articles and _is_day_after(pair.a, pair.b)):
        return None
    if not _is_little_below(pair.b, pair.a) or not _is_overtaken(pair.b, pair):
        return None
    why = f"{pair.b.phrase} lags behind {pair.a.phrase} of the day before, in a count that rose past both"
    return Verdict("superseded", f"{why}; to be confirmed.")


def _is_little_below(new: Reading, old: Reading) -> bool:
    (least, most), before = quantities(new), quantities(old)[0]
    return before is not None and least is not None and most is not None and before * _LAGGING <= least < before


def _is_day_after(first: Reading, second: Reading) -> bool:
    if not (first.clock.is_whole_day and second.clock.is_whole_day):
        return False
    days = [datetime.fromisoformat(reading.clock.start or "") for reading in (first, second)]
    return days[1] - days[0] == timedelta(days=1)


def later_gate(pair: Pair) -> Verdict | None:
    if pair.compared.outcome != "disjoint":
        return None
    a, b, time_class = pair.a, pair.b, pair.a.attribute.time
    if time_class == "state" and not a.clock.meets(b.clock):
        return _changed_state(pair)
    if pair.order != "earlier":
        return None
    if time_class == "cumulative" and (overtaken := _overtaken(pair)) is not None:
        return overtaken
    if time_class == "fixed" and _is_suspicion_and_finding(pair):
        return Verdict(
            "position_change", f"{a.phrase} was a first hypothesis; {b.phrase} was found later, to be confirmed."
        )
    if pair.one_voice:
        return Verdict("self_update", f"{a.origin} replaced {a.phrase} by {b.phrase}.")
    return None


def _is_suspicion_and_finding(pair: Pair) -> bool:
    """Return whether the earlier statement is only a suspicion, and the later one is none.

    Whom one body suspects and another finds or claims responsible are two positions, and no change of one.
    """
    if pair.order != "earlier" or pair.b.stance != "asserts":
        return False
    if pair.a.stance == "suspects" and (pair.a.attribute.kind != "actor" or pair.one_voice):
        return True
    is_told = pair.a.attribute.kind == "choice" and (says_guess(pair.a.sentence) or says_admitted(pair.b.sentence))
    return is_told and not says_guess(pair.b.sentence)


def _overtaken(pair: Pair) -> Verdict | None:
    """Return what a later statement is to an earlier one of what only grows."""
    a, b = pair.a, pair.b
    if a.attribute.kind in {"count", "measure"}:
        return None if _has_risen(pair) else _fallen_count(pair)
    is_nobody = isinstance(a.value, ActorValue) and a.value.known == "nobody"
    return Verdict("superseded", f"{a.phrase} held until {b.phrase}.") if is_nobody else None


def _has_risen(pair: Pair) -> bool:
    """Return whether the later figure is the higher one, which after the toll was complete is no growth."""
    old, new = quantities(pair.a)[0], quantities(pair.b)[0]
    return old is not None and new is not None and new > old


def unclaimed_gate(pair: Pair) -> Verdict | None:
    """Nobody had claimed it so far, on the day on which somebody does: whichever was said first, both were true."""
    if not pair.a.attribute.claims_responsibility or pair.order not in {"same", "unknown"}:
        return None
    nobody = [isinstance(r.value, ActorValue) and r.value.known == "nobody" for r in (pair.a, pair.b)]
    if nobody.count(True) != 1 or {pair.a.stance, pair.b.stance} != {"asserts"}:
        return None
    before, claim = (pair.a, pair.b) if nobody[0] else (pair.b, pair.a)
    return Verdict("superseded", f"{before.phrase} held until {claim.phrase}, within one day.")


def _changed_state(pair: Pair) -> Verdict | None:
    if getattr(pair.a.value, "name", "") in pair.a.attribute.final and not pair.same_origin:
        return None  # nothing comes after it, so the later statement speaks against it
    name: RelationName = "self_update" if pair.same_origin else "superseded"
    return Verdict(name, f"{pair.both} are each about their own time.")


def _fallen_count(pair: Pair) -> Verdict | None:
    a, b = pair.a, pair.b
    why = f"{a.phrase} was followed by the lower {b.phrase}"
    revision = pair.context.revised.get(a.id)
    if pair.same_origin or revision == "corrected":
        return Verdict("downward_revision", f"{why}; {a.origin} corrects itself.")
    if revision in _REPLACED:
        return Verdict("downward_revision", f"{why}; {_REPLACED[revision]}.")
    if b.id in pair.context.revised:
        return find_replaced(pair)
    return Verdict("downward_revision", f"{why}, and such a count does not fall.", conflict=True)


def find_replaced(pair: Pair) -> Verdict | None:
    """Return `superseded` where one of the two was since replaced, and so excludes nothing."""
    a, b = pair.a, pair.b
    if not {a.id, b.id} & pair.context.revised.keys():
        return None
    old, new = (a, b) if a.id in pair.context.revised else (b, a)
    revision = pair.context.revised[old.id]
    by = {"named": "and is named as such", "edition": "in a later edition of its article"}.get(
        revision, f"by its own origin, {old.origin}"
    )
    return Verdict("superseded", f"{old.phrase} was since replaced {by}; {new.phrase}.")
