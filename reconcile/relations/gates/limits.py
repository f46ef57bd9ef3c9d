"""Gates: statements that their own words limit to a part, a moment or a deed beside the event.

Only what rules proposed is read so: who enters a statement has said with its scope and attribute what it is of.
"""

from claims.values.model import CountValue, DateValue, MeasureValue, PlaceValue, TimeValue
from claims.vocabulary.limits import (
    clause_of,
    counts_rest,
    find_inside,
    find_moment,
    find_own_deed,
    find_share,
    is_included,
    is_moving,
    is_of_campaign,
    is_recalled,
    is_source,
    is_wide,
    says_changed,
    tells_centre,
)
from claims.vocabulary.model import TOTAL, Vocabulary
from reconcile.evidence.reading import Reading
from reconcile.relations.pairs import Pair, Verdict, quantities


def part_told_gate(pair: Pair) -> Verdict | None:
    """A count that its own words limit to some of those whom the other counts all of.

    "Three died at the scene" and "four died"; "seven rifles and three other rifles".
    """
    if pair.compared.outcome != "disjoint" or not isinstance(pair.a.value, CountValue):
        return None
    fewer, more = sorted((pair.a, pair.b), key=lambda reading: quantities(reading)[0] or 0)
    part, whole = _part_told(fewer), _part_told(more)
    if (place := _place_told(fewer, pair.context.vocabulary)) and place not in more.sentence:
        return Verdict("part_of_whole", f"{fewer.phrase} is a part of {more.phrase}: what there was in {place}.")
    if part and whole and part != whole:
        return Verdict("other_facet", f"{pair.both} count two parts: {part}, and {whole}.")
    if part and not whole:
        return Verdict("part_of_whole", f"{fewer.phrase} is a part of {more.phrase}: {part}.")
    if _counts_campaign(more) and not _counts_campaign(fewer):
        return Verdict("part_of_whole", f"{fewer.phrase} is a part of {more.phrase}, which counts a whole campaign.")
    return None


def _place_told(reading: Reading, vocabulary: Vocabulary) -> str:
    """Return the one place of an event of many that a figure is of; empty where it is of a whole region."""
    if not reading.assertion.rule or not is_wide(reading.assertion.subject):
        return ""
    name = find_inside(reading.assertion.passage.exact)
    is_region = any(vocabulary.places_within(vocabulary.place_name(name) or name))
    return "" if is_region or name.casefold() in reading.assertion.subject.casefold() else name


def _counts_campaign(reading: Reading) -> bool:
    is_toll = reading.attribute.time == "cumulative" and bool(reading.assertion.rule)
    return is_toll and is_of_campaign(reading.sentence)


def _part_told(reading: Reading) -> str:
    """Return which part a statement says that it counts; empty where it says none."""
    if reading.attribute.name == "killed" and (share := find_share(_clause(reading))):
        return f"those who died {share}"
    if reading.scope == TOTAL and is_included(_clause(reading)):
        return "those included in another figure"
    return "those beside others of the sort" if _counts_rest(reading) else ""


def _clause(reading: Reading) -> str:
    return clause_of(reading.sentence, reading.assertion.passage.exact) if reading.assertion.rule else ""


def _counts_rest(reading: Reading) -> bool:
    """Return whether a figure counts the other things of a sort, of which its text tells some before."""
    return reading.attribute.concern == "other" and counts_rest(_around_value(reading)[1])


def _around_value(reading: Reading) -> tuple[str, str]:
    """Return the words of a quote before the value, and those after it; nothing where its place is not known."""
    passage, start, end = reading.assertion.passage, reading.assertion.number_start, reading.assertion.number_end
    if start is None or end is None or not reading.assertion.rule:
        return "", ""
    return passage.exact[: max(start - passage.start, 0)], passage.exact[max(end - passage.start, 0) :]


def recalled_gate(pair: Pair) -> Verdict | None:
    """A lower count that a text recalls as the one first given, and a higher one that it sets beside it."""
    if pair.compared.outcome != "disjoint" or pair.a.attribute.time != "cumulative" or pair.in_two_articles:
        return None
    fewer, more = sorted((pair.a, pair.b), key=lambda reading: quantities(reading)[0] or 0)
    if not fewer.assertion.rule or not is_recalled(fewer.sentence) or is_recalled(more.sentence):
        return None
    return Verdict("superseded", f"{fewer.phrase} was given first, before {more.phrase}; to be confirmed.")


def other_deed_gate(pair: Pair) -> Verdict | None:
    """A day or a place of what was done afterwards, or from where something came, is not the event's."""
    if pair.compared.outcome != "disjoint" or not isinstance(pair.a.value, DateValue | PlaceValue | TimeValue):
        return None
    one, two = _deed_told(pair.a), _deed_told(pair.b)
    if one == two:
        return None
    told = " and ".join(f"“{words}”" for words in sorted({one, two} - {""}))
    return Verdict("other_facet", f"{pair.both} are not of one deed: {told}.")


def _deed_told(reading: Reading) -> str:
    """Return the words by which a day or a place is of another deed than the event; empty where it is the event's."""
    if reading.scope != TOTAL:
        return ""
    if isinstance(reading.value, PlaceValue) and (apart := _apart_in_place(reading)):
        return apart
    return find_own_deed(_clause(reading))


def _apart_in_place(reading: Reading) -> str:
    before = _around_value(reading)[0]
    if is_source(before):
        return before.split()[-1] + " there"
    is_spread = reading.assertion.rule and is_wide(reading.assertion.subject) and not tells_centre(reading.sentence)
    return "of what it did there" if is_spread else ""


def moments_gate(pair: Pair) -> Verdict | None:
    """A price or a share at two moments: what it opened at, what it closed at; what bail was set at and raised to."""
    is_apart = pair.compared.outcome == "disjoint" or pair.compared.reason == "unknown_unit"
    if not is_apart or not isinstance(pair.a.value, MeasureValue):
        return None
    clauses = [_clause(reading) for reading in (pair.a, pair.b)]
    one, two = map(find_moment, clauses)
    if one and two and one != two:
        return Verdict("superseded", f"{pair.both} are of two moments, {one} and {two}.")
    if pair.order == "earlier" and pair.a.scope == pair.b.scope and is_moving(pair.a.scope or ""):
        return Verdict("superseded", f"{pair.both} are of two days, and such a figure changes.")
    if says_changed(clauses[0]) != says_changed(clauses[1]):
        return Verdict("superseded", f"{pair.both}: one of them tells that it changed; to be confirmed.")
    return None
