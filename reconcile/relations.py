"""Relations: what two assertions are to each other, by ordered gates; the first that applies wins.

Owns the names, the order of the gates and the sentence each gives. Symmetric: `relate(a, b)` and `relate(b, a)` give
one relation. Refuses everything that takes more than two assertions (sums, balances), which is reconcile.scopes' part.

Two choices differ from a plain reading of the gate list and are deliberate:
- growth comes before bounds: "at least 3" on Tuesday and "24" on Wednesday is a toll that rose, not corroboration;
- a source that reverses itself at two known times is explained (`position_change`), at one time it is a conflict.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, groupby
from typing import Final, Literal

from claims.records import Record
from claims.values.model import ActorValue, CountValue, MeasureValue
from claims.vocabulary.model import TOTAL, Vocabulary, fold_name
from reconcile.clocks import Clock
from reconcile.comparing import Comparison, compare_values
from reconcile.copies import find_shared_text, sketch
from reconcile.reading import Reading

RelationName = Literal[
    "different_event",
    "different_attribute",
    "identical",
    "same_origin",
    "relay_divergence",
    "equivalent",
    "compatible_bound",
    "refinement",
    "part_of_whole",
    "alias",
    "affiliation",
    "other_facet",
    "granularity",
    "self_update",
    "superseded",
    "downward_revision",
    "status_progression",
    "scope_violation",
    "contradiction",
    "competing_claims",
    "denial",
    "position_change",
    "misattribution",
    "claim_vs_attribution",
    "modality_gap",
    "silence",
    "unknown_scope",
    "undecided",
]

HELD: Final = frozenset({"unknown_scope", "undecided"})
"""Relations that wait for a person's word before anything follows from them."""

COPIED_WORDS: Final = 8
"""So many words in one and the same order in two articles are a copy, credit line or not (declared by Variorum)."""

QUANTITY_FACTOR: Final = 3
"""A speaker who knows a figure does not give a bound this many times below it (Grice 1975, maxim of quantity); the
factor itself is declared by Variorum."""


class Relation(Record):
    """What two assertions are to each other, with the reason in a sentence that holds both values."""

    a: str
    b: str
    """Ids, the smaller first."""
    relation: RelationName
    explanation: str
    conflict: bool = False


Revision = Literal["raised", "corrected"]
"""`raised`: the count has grown since, as such counts do; `corrected`: its origin no longer stands by it."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the gates may know beyond the pair."""

    vocabulary: Vocabulary
    breakdowns: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    """(whole, part) ids where exact parts add up to their exact whole."""
    revised: Mapping[str, Revision] = field(default_factory=dict)
    """Assertions whose own origin has since said otherwise (`find_revised`)."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    name: RelationName
    why: str
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two readings, `a` before `b` by clock and then by id, with what several gates ask of them."""

    a: Reading
    b: Reading
    context: Context
    compared: Comparison
    link: str
    same_origin: bool
    order: str

    @property
    def one_voice(self) -> bool:
        """Whether one source speaks: the same, or a body and what it is part of (a ministry for its government)."""
        if self.same_origin:
            return True
        affiliations = self.context.vocabulary.affiliations
        return self.b.origin in affiliations(self.a.origin) or self.a.origin in affiliations(self.b.origin)

    @property
    def both(self) -> str:
        return f"{self.a.phrase} and {self.b.phrase}"


def relate(a: Reading, b: Reading, context: Context) -> Relation:
    """Return the relation of two readings."""
    if (a.clock.order(b.clock) == "later") or (a.clock.order(b.clock) in {"same", "unknown"} and a.id > b.id):
        a, b = b, a
    pair = _Pair(
        a=a,
        b=b,
        context=context,
        compared=compare_values(a.value, b.value, context.vocabulary),
        link=a.attribute.tree.link(a.scope, b.scope) if a.attribute.name == b.attribute.name else "same",
        same_origin=a.origin == b.origin,
        order=a.clock.order(b.clock),
    )
    verdict = next(found for gate in _GATES if (found := gate(pair)) is not None)
    first, second = sorted((a.id, b.id))
    return Relation(a=first, b=second, relation=verdict.name, explanation=verdict.why, conflict=verdict.conflict)


def find_revised(readings: Sequence[Reading], vocabulary: Vocabulary) -> dict[str, Revision]:
    """Return the ids of readings that their own origin later replaced by a value that excludes them, or retracted.

    A copy that does not name its origin goes with what it copies.
    """
    revised = _revised_by_origin(readings, vocabulary)
    if not revised:
        return revised
    alike: dict[object, list[Reading]] = {}
    for reading in readings:
        alike.setdefault(said_alike(reading), []).append(reading)
    for group in alike.values():
        if any(reading.id in revised for reading in group) and any(reading.id not in revised for reading in group):
            for copies in join_copies(group, link_copies(group)):
                verdicts = [revised[copy.id] for copy in copies if copy.id in revised]
                judged = {copy.origin for copy in copies if copy.id in revised}  # their own origin has had its say
                revised |= {copy.id: min(verdicts) for copy in copies if verdicts and copy.origin not in judged}
    return revised


def said_alike(reading: Reading) -> object:
    """Return what two statements share that say the same of the same, whichever way a figure is written."""
    value: object = reading.value
    if isinstance(reading.value, CountValue):
        value = (reading.value.low, reading.value.high)
    return reading.attribute.name, reading.scope, reading.stance, value


def _revised_by_origin(readings: Iterable[Reading], vocabulary: Vocabulary) -> dict[str, Revision]:
    groups: dict[tuple[str, str, str | None], list[Reading]] = {}
    for reading in readings:
        if reading.attribute.time != "state":
            groups.setdefault((reading.origin, reading.attribute.name, reading.scope), []).append(reading)
    revised: dict[str, Revision] = {}
    for group in groups.values():
        if len(group) == 1:
            continue
        clocks = _first_clocks(group)
        dated = sorted((r for r in group if clocks[r.id].end), key=lambda r: (clocks[r.id].end or "", r.id))
        later: list[Reading] = []
        for _, statements in groupby(reversed(dated), key=lambda r: clocks[r.id].end):
            at_once = list(statements)
            for old in at_once:
                if (verdict := _revision(old, later, vocabulary)) is not None:
                    revised[old.id] = verdict
            later = _telling([*later, *at_once])
    return revised


def _telling(readings: Iterable[Reading]) -> list[Reading]:
    """Return those of an origin's statements that can revise an earlier one where any can: of plain counts the lowest
    and the highest, of all others one of each kind.
    """
    counts = [r for r in readings if r.stance == "asserts" and isinstance(r.value, CountValue)]
    told: dict[object, Reading] = {}
    for reading in readings:
        if reading.stance != "suspects" and not (reading.stance == "asserts" and isinstance(reading.value, CountValue)):
            told.setdefault((reading.value, reading.stance), reading)
    if counts:
        lowest = min(counts, key=lambda r: math.inf if (high := _quantities(r)[1]) is None else high)
        highest = max(counts, key=lambda r: _quantities(r)[0] or 0)
        told |= {"lowest": lowest, "highest": highest}
    return list(told.values())


def _revision(old: Reading, later: Iterable[Reading], vocabulary: Vocabulary) -> Revision | None:
    """Return what its origin's later statements make of an earlier one."""
    if old.stance in {"denies", "retracts"}:
        return None
    found: Revision | None = None
    for new in later:
        outcome = compare_values(old.value, new.value, vocabulary).outcome
        if new.stance == "asserts":
            gone = outcome == "disjoint"
        else:
            gone = new.stance in {"denies", "retracts"} and outcome in {"equal", "inside", "contains"}
        if gone and not _has_grown(old, new):
            return "corrected"
        if gone:
            found = "raised"
    return found


def _first_clocks(group: Sequence[Reading]) -> dict[str, Clock]:
    """Return the clock of each statement of one origin, by id: one passed on knows no more than its first copy."""
    alike: dict[object, list[Reading]] = {}
    for reading in sorted(group, key=lambda r: (r.clock.end or "", r.id)):
        alike.setdefault((reading.value, reading.stance), []).append(reading)
    clocks = {reading.id: reading.clock for reading in group}
    for readings in alike.values():
        for first, *copies in join_copies(readings, link_copies(readings)):
            clocks |= {copy.id: first.clock for copy in copies}
    return clocks


_FEW: Final = 40
"""So many statements are compared pair by pair; of more, each with the first ones it shares a name or words with."""


def link_copies(readings: Sequence[Reading]) -> list[tuple[Reading, Reading]]:
    """Return pairs of copies among equal statements, enough of them to join every statement to its copies."""
    if len(readings) <= _FEW:
        return [(a, b) for a, b in combinations(readings, 2) if _are_copies(a, b)]
    entries: dict[_CopyKey, list[Reading]] = {}
    for reading in readings:
        for key in _found_under(reading):
            known = entries.setdefault(key, [])
            if not known or (len(known) == 1 and known[0].outlet != reading.outlet):
                known.append(reading)  # a second outlet, as no outlet copies itself
    found: dict[tuple[str, str], tuple[Reading, Reading]] = {}
    for reading in readings:
        for key in _copied_under(reading):
            for other in entries.get(key, ()):
                if _are_copies(other, reading):
                    found.setdefault((other.id, reading.id), (other, reading))
    return list(found.values())


_CopyKey = tuple[str, ...]
"""Something two statements share that makes them copies, as `_are_copies` has it, unless one outlet printed both."""


def _found_under(reading: Reading) -> Iterator[_CopyKey]:
    yield from _words_key(reading)
    yield "outlet", reading.outlet
    yield "origin", reading.origin
    for name in reading.relays:
        yield "relay", name, reading.origin
        if name != reading.outlet:
            yield "through", name


def _copied_under(reading: Reading) -> Iterator[_CopyKey]:
    yield from _words_key(reading)
    yield "origin", reading.outlet
    yield "through", reading.outlet
    yield "outlet", reading.origin
    for name in reading.relays:
        yield "relay", name, reading.origin
        yield "outlet", name


def _words_key(reading: Reading) -> Iterator[_CopyKey]:
    if reading.independent:
        return
    words = reading.assertion.passage.exact.casefold().split()
    if len(words) >= COPIED_WORDS:
        yield "words", " ".join(words)
    for shingle in sketch(reading.around):
        yield "shingle", shingle


def join_copies(readings: Sequence[Reading], links: Iterable[tuple[Reading, Reading]]) -> list[list[Reading]]:
    """Return the groups that `links` join, each in the order of `readings`."""
    group_of = {reading.id: [reading.id] for reading in readings}
    for a, b in links:
        one, two = group_of[a.id], group_of[b.id]
        if one is not two:
            if len(one) < len(two):
                one, two = two, one
            one += two
            group_of |= dict.fromkeys(two, one)
    groups: dict[int, list[Reading]] = {}
    for reading in readings:
        groups.setdefault(id(group_of[reading.id]), []).append(reading)
    return list(groups.values())


def _has_grown(old: Reading, new: Reading) -> bool:
    """Return whether `new` puts a cumulative count higher than `old`."""
    old_low, new_low = _quantities(old)[0], _quantities(new)[0]
    if new.attribute.time != "cumulative" or new.stance not in {"asserts", "suspects"}:
        return False
    return old_low is not None and new_low is not None and new_low > old_low


# ---------------------------------------------------------------------- gates: not comparable


def _other_event(pair: _Pair) -> _Verdict | None:
    if pair.a.assertion.subject == pair.b.assertion.subject:
        return None
    one, two = pair.a.assertion.subject, pair.b.assertion.subject
    return _Verdict("different_event", f"{pair.both} speak of two subjects, {one} and {two}.")


def _other_attribute(pair: _Pair) -> _Verdict | None:
    one, two = pair.a.attribute.name, pair.b.attribute.name
    if one == two:
        return None
    vocabulary = pair.context.vocabulary
    for steps in vocabulary.progressions:
        if one in steps and two in steps:
            first, second = sorted((one, two), key=steps.index)
            return _Verdict("status_progression", f"{pair.both}: {second} comes after {first}; both can hold in turn.")
    meet = vocabulary.bearing_on(one) & vocabulary.bearing_on(two)
    if meet and pair.a.attribute.kind == pair.b.attribute.kind == "actor":
        return _responsibility(pair)
    for whole, part in ((pair.a, pair.b), (pair.b, pair.a)):
        if is_balanced(whole, part, vocabulary):
            return _part(pair, whole, part)
    return _Verdict("different_attribute", f"{pair.both} answer two questions, {one} and {two}.")


def _responsibility(pair: _Pair) -> _Verdict:
    """A claim of responsibility and a finding are two attributes that meet at the perpetrator."""
    a, b, compared = pair.a, pair.b, pair.compared
    if any(r.stance == "denies" and r.attribute.name == "claimed_by" and not _speaks_for_itself(r) for r in (a, b)):
        return _Verdict("claim_vs_attribution", f"{pair.both}: that it was not claimed contradicts no finding.")
    if (facets := _facets(pair)) is not None:
        return facets
    if "denies" in (a.stance, b.stance):
        return _stance(pair) or _Verdict("claim_vs_attribution", f"{pair.both} exclude nothing of each other.")
    nobody = [r for r in (a, b) if isinstance(r.value, ActorValue) and r.value.known == "nobody"]
    if nobody:
        return _Verdict("claim_vs_attribution", f"{pair.both}: that nobody has claimed it contradicts no finding.")
    if compared.outcome == "equal":
        return _Verdict("claim_vs_attribution", f"{pair.both}: the claim and the finding name the same actor.")
    if compared.reason == "affiliation":
        return _Verdict("affiliation", f"{pair.both} agree at different depth: {compared.detail}.")
    if compared.outcome in {"inside", "contains"}:
        return _Verdict("refinement", f"{pair.both}: one names whom the other leaves unnamed.")
    if compared.reason == "branches" and not (a.assertion.chain and b.assertion.chain):
        # An outlet's own label is not a finding: it names the organisation by the branch it has in mind.
        return _Verdict("affiliation", f"{pair.both}: {compared.detail}, and one is only the outlet's own label.")
    if compared.outcome == "undecided":
        return _Verdict("undecided", f"{pair.both}: {compared.detail}.")
    why = f": {compared.detail}" if compared.detail else ""
    return _Verdict("competing_claims", f"{pair.both} cannot both have done it{why}.", conflict=True)


def _speaks_for_itself(reading: Reading) -> bool:
    """Return whether a group speaks of its own part, rather than somebody of what a group has said."""
    return isinstance(reading.value, ActorValue) and fold_name(reading.value.name) == fold_name(reading.origin)


# ---------------------------------------------------------------------- gates: scope


def _part_words(scope: str | None) -> str:
    return "the matter itself" if scope == TOTAL else (scope or "an unstated one").replace("_", " ")


def _scope(pair: _Pair) -> _Verdict | None:
    if pair.link == "same":
        return None if pair.a.scope is not None else _held(pair)
    if pair.link == "unknown":
        return _held(pair)
    if pair.link == "other" or pair.a.attribute.kind not in {"count", "measure"}:
        one, two = (_part_words(reading.scope) for reading in (pair.a, pair.b))
        return _Verdict("other_facet", f"{pair.both} are about two parts of the matter, {one} and {two}.")
    whole, part = (pair.a, pair.b) if pair.link == "whole" else (pair.b, pair.a)
    return _part(pair, whole, part)


def is_balanced(whole: Reading, part: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether a balance rule makes the count `part` a part of the count `whole` of another attribute."""
    for balance in vocabulary.balances:
        if (balance.whole.attribute, balance.whole.scope) == (whole.attribute.name, whole.scope):
            for node in balance.parts:
                if node.attribute == part.attribute.name and part.attribute.tree.link(node.scope, part.scope) in {
                    "same",
                    "whole",
                }:
                    return True
    return False


def _held(pair: _Pair) -> _Verdict:
    return _Verdict("unknown_scope", f"{pair.both} wait until a reviewer says whose number each is.")


def _breakdown(pair: _Pair) -> _Verdict | None:
    ids = (pair.a.id, pair.b.id)
    if ids in pair.context.breakdowns or ids[::-1] in pair.context.breakdowns:
        return _Verdict("refinement", f"{pair.both}: the parts reported add up to the whole exactly.")
    return None


def _part(pair: _Pair, whole: Reading, part: Reading) -> _Verdict:
    if (verdict := _breakdown(pair)) is not None:
        return verdict
    if not {whole.stance, part.stance} <= {"asserts", "suspects"}:
        return _Verdict("part_of_whole", f"{part.phrase} is a part of {whole.phrase}.")
    low, high = _quantities(part)[0], _quantities(whole)[1]
    if low is not None and high is not None and low > high:
        if (replaced := _replaced(pair)) is not None:
            return replaced
        if whole.attribute.time == "cumulative" and part.clock.order(whole.clock) == "later":
            return _growth(pair)
        if _share_a_moment(whole, part):
            return _Verdict(
                "scope_violation", f"The part {part.phrase} is more than its whole {whole.phrase}.", conflict=True
            )
    if _understates(whole, part):
        return _Verdict(
            "scope_violation",
            f"The part {part.phrase} is far past the bound {whole.phrase} that the same speaker gives for the whole.",
            conflict=True,
        )
    return _Verdict("part_of_whole", f"{part.phrase} is a part of {whole.phrase}{_residual(whole, part)}.")


def _share_a_moment(whole: Reading, part: Reading) -> bool:
    """Return whether the upper bound of `whole` and the lower bound of `part` hold at one moment (reconcile.scopes)."""
    classes = (whole.attribute.time, part.attribute.time)
    if "fixed" in classes:
        return True
    return part.clock.meets(whole.clock) if "state" in classes else part.clock.order(whole.clock) != "later"


def _quantities(reading: Reading) -> tuple[float | None, float | None]:
    value = reading.value
    if isinstance(value, CountValue):
        return value.low, value.high
    if isinstance(value, MeasureValue):
        return tuple(None if text is None else float(text) for text in (value.base_low, value.base_high))  # type: ignore[return-value]
    return None, None


def _residual(whole: Reading, part: Reading) -> str:
    (whole_low, whole_high), (part_low, part_high) = _quantities(whole), _quantities(part)
    if part_low is None or part_low != part_high or whole_low is None:
        return ""
    rest = whole_low - part_low
    if rest < 0:
        return ""
    bound = "" if whole_low == whole_high else "at least "
    return f", which leaves {bound}{rest:g} for the others"


def _understates(bound: Reading, figure: Reading) -> bool:
    """Return whether one speaker, at one time, gives a lower bound far below a figure of their own."""
    if bound.origin != figure.origin or bound.clock.order(figure.clock) != "same" or bound.value.kind != "count":
        return False
    hedge = getattr(bound.value, "hedge", "")
    low, floor = _quantities(figure)[0], _quantities(bound)[0]
    return hedge in {"at_least", "more_than"} and bool(low and floor) and (low or 0) >= QUANTITY_FACTOR * (floor or 0)


def _facets(pair: _Pair) -> _Verdict | None:
    """Whom somebody acts for, which nationality they have and where they came from can all be true at once."""
    if pair.compared.reason != "facet":
        return None
    return _Verdict("other_facet", f"{pair.both} tell of two sides of somebody: {pair.compared.detail}.")


# ---------------------------------------------------------------------- gates: stance


def _stance(pair: _Pair) -> _Verdict | None:
    a, b = pair.a, pair.b
    if "retracts" in (a.stance, b.stance):
        return _retraction(pair)
    if "denies" not in (a.stance, b.stance):
        return _negative(pair)
    if a.stance == b.stance:
        if pair.compared.outcome == "equal":
            name: RelationName = "identical" if pair.same_origin else "equivalent"
            return _one_statement(pair) or _Verdict(name, f"{pair.both} deny the same.")
        return _Verdict("compatible_bound", f"{pair.both} deny two things; what they leave is not worked out.")
    denier, asserter = (a, b) if a.stance == "denies" else (b, a)
    within = pair.compared if denier is pair.b else pair.compared.mirrored()
    if within.outcome in {"disjoint", "contains"} or (within.outcome == "overlap" and _is_figure(denier)):
        return _Verdict("compatible_bound", f"{denier.phrase} leaves room for {asserter.phrase}.")
    if within.outcome == "undecided":
        return _Verdict("undecided", f"{pair.both}: whether the denial is of that statement, a person must say.")
    return _opposed(pair, denier, asserter)


def _is_figure(reading: Reading) -> bool:
    """Return whether the value is a plain interval, of which a denial of one end leaves the other."""
    return isinstance(reading.value, CountValue | MeasureValue)


def _negative(pair: _Pair) -> _Verdict | None:
    """`occurred: no` denies `occurred: yes`, whatever stance it was coded with."""
    negative = pair.a.attribute.negative.casefold()
    if not negative:
        return None
    names = [getattr(r.value, "name", "").casefold() for r in (pair.a, pair.b)]
    if names.count(negative) != 1:
        return None
    denier, asserter = (pair.a, pair.b) if names[0] == negative else (pair.b, pair.a)
    return _opposed(pair, denier, asserter)


def _opposed(pair: _Pair, denier: Reading, asserter: Reading) -> _Verdict:
    nobody_yet = pair.a.attribute.name == pair.b.attribute.name == "claimed_by" or pair.a.attribute.time == "cumulative"
    if nobody_yet and denier.clock.order(asserter.clock) == "earlier" and pair.compared.reason != "affiliation":
        return _Verdict("superseded", f"{denier.phrase} was said before {asserter.phrase} and can have been true then.")
    if pair.one_voice and pair.order == "earlier":
        return _Verdict("position_change", f"{pair.a.origin} changed position: {pair.a.phrase}, then {pair.b.phrase}.")
    if pair.same_origin:
        if pair.a.assertion.passage.article != pair.b.assertion.passage.article:
            why = f"{pair.both}: one speaker is reported both to say and to deny it; somebody misreports."
            return _Verdict("misattribution", why, conflict=True)
        return _Verdict("contradiction", f"{pair.both}: one speaker says both at one time.", conflict=True)
    if denier.stance != "denies" and not denier.assertion.chain:  # an outlet that finds the contrary is nobody's denial
        return _Verdict("contradiction", f"{denier.phrase} is the contrary of {asserter.phrase}.", conflict=True)
    interest = _interest(denier)
    return _Verdict("denial", f"{denier.phrase} denies {asserter.phrase}{interest}.", conflict=True)


def _interest(denier: Reading) -> str:
    named = getattr(denier.value, "name", None)
    if named is not None and named == denier.origin:
        return f"; {denier.origin} denies its own part"
    return f"; {denier.origin} speaks for itself" if not denier.assertion.chain else ""


def _retraction(pair: _Pair) -> _Verdict:
    withdrawn = pair.b if pair.b.stance == "retracts" else pair.a
    other = pair.a if withdrawn is pair.b else pair.b
    if pair.compared.outcome == "disjoint" or other.stance == "retracts":
        return _Verdict("compatible_bound", f"{withdrawn.phrase} is withdrawn and says nothing against {other.phrase}.")
    if pair.same_origin and pair.order == "earlier" and withdrawn is pair.a:
        return _Verdict("position_change", f"{other.origin} changed position: {withdrawn.phrase}, then {other.phrase}.")
    if pair.same_origin:
        return _Verdict("self_update", f"{withdrawn.origin} took {other.phrase} back: {withdrawn.phrase}.")
    return _Verdict("modality_gap", f"{withdrawn.phrase} is withdrawn, {other.phrase} is held up by another source.")


# ---------------------------------------------------------------------- gates: same origin


def _shared_text(a: Reading, b: Reading) -> str:
    """Return the words that two outlets print alike, unless a reviewer holds one of the two to be independent, or one
    text gives the words of two speakers.
    """
    if a.independent or b.independent or (_have_two_speakers(a, b) and not _say_alike(a, b)):
        return ""
    if len(a.assertion.passage.exact.split()) >= COPIED_WORDS and _same_words(a, b):
        return a.assertion.passage.exact
    return find_shared_text(a.around, b.around)


def _have_two_speakers(a: Reading, b: Reading) -> bool:
    return bool(a.assertion.chain and b.assertion.chain) and a.origin != b.origin


def _say_alike(a: Reading, b: Reading) -> bool:
    """Return whether three quarters of the words of the shorter quote stand in the other."""
    one, two = (set(r.assertion.passage.exact.casefold().split()) for r in (a, b))
    return 4 * len(one & two) >= 3 * min(len(one), len(two))


def _same_words(a: Reading, b: Reading) -> bool:
    one, two = (" ".join(r.assertion.passage.exact.casefold().split()) for r in (a, b))
    return one == two


def _misattributed(pair: _Pair) -> _Verdict | None:
    a, b = pair.a, pair.b
    if pair.same_origin or pair.compared.outcome != "equal" or not (a.assertion.chain and b.assertion.chain):
        return None
    if not _same_words(a, b):
        return None
    if a.origin in b.relays or b.origin in a.relays:  # a chain that stops short names nobody else
        return _Verdict("same_origin", f"{pair.both}: the same words, one chain cut short.")
    shared = (a.relays & b.relays) - {a.outlet, b.outlet}
    if not shared:
        return None
    through = sorted(shared)[0]
    why = f"{pair.both}: the same words through {through} are put into two mouths, {a.origin} and {b.origin}."
    return _Verdict("misattribution", why, conflict=True)


def _one_statement(pair: _Pair) -> _Verdict | None:
    if not (pair.same_origin or _are_copies(pair.a, pair.b)):
        return None
    if pair.compared.outcome == "equal" and pair.compared.reason != "alias" and pair.a.stance == pair.b.stance:
        if _are_copies(pair.a, pair.b):
            through = sorted((pair.a.relays & pair.b.relays) or {pair.a.outlet, pair.b.outlet})[0]
            alike = _shared_text(pair.a, pair.b)
            shown = f"; both print “{alike}”" if alike else ""
            why = f"{pair.both} are one statement passed on through {through}; it counts once{shown}."
            return _Verdict("same_origin", why)
        return _Verdict("identical", f"{pair.both} are the same statement by {pair.a.origin}.")
    return None


def _are_copies(a: Reading, b: Reading) -> bool:
    """Return whether one text reached both outlets: through a shared relay, or one outlet quoting the other."""
    if a.assertion.passage.article == b.assertion.passage.article or a.outlet == b.outlet:
        return False
    if _shared_text(a, b):
        return True
    if a.outlet in b.relays | {b.origin} or b.outlet in a.relays | {a.origin}:
        return True
    return bool((a.relays & b.relays) - {a.outlet, b.outlet}) and a.origin == b.origin


def _printed_otherwise(a: Reading, b: Reading) -> str:
    """Return the words that two outlets print alike around two values of one speaker, or of none they name."""
    elsewhere = a.outlet != b.outlet and a.assertion.passage.article != b.assertion.passage.article
    if not elsewhere or a.stance != b.stance or a.independent or b.independent or _have_two_speakers(a, b):
        return ""
    if any(one.assertion.passage.exact in two.around.near for one, two in ((a, b), (b, a))):
        return ""  # the other prints these words too: one text that says both
    return find_shared_text(a.around._replace(text=""), b.around._replace(text=""))


# ---------------------------------------------------------------------- gates: time


def _grown(pair: _Pair) -> _Verdict | None:
    """A cumulative count that a later statement puts higher: growth, whether or not the bounds overlap."""
    if pair.a.attribute.time != "cumulative" or pair.order != "earlier":
        return None
    old_low, new_low = _quantities(pair.a)[0], _quantities(pair.b)[0]
    if old_low is None or new_low is None or new_low <= old_low:
        return None
    if pair.compared.outcome == "disjoint" or getattr(pair.a.value, "hedge", "") in {"at_least", "more_than"}:
        return _growth(pair)
    return None


def _growth(pair: _Pair) -> _Verdict:
    if pair.same_origin:
        return _Verdict("self_update", f"{pair.a.origin} updated {pair.a.phrase} to {pair.b.phrase}.")
    return _Verdict("superseded", f"{pair.a.phrase} was overtaken by {pair.b.phrase}: the count rose; to be confirmed.")


def _later(pair: _Pair) -> _Verdict | None:
    if pair.compared.outcome != "disjoint":
        return None
    a, b, time_class = pair.a, pair.b, pair.a.attribute.time
    if time_class == "state" and not a.clock.meets(b.clock):
        if getattr(a.value, "name", "") in a.attribute.final and not pair.same_origin:
            return None  # nothing comes after it, so the later statement speaks against it
        name: RelationName = "self_update" if pair.same_origin else "superseded"
        return _Verdict(name, f"{pair.both} are each about their own time.")
    if pair.order != "earlier":
        return None
    if time_class == "cumulative" and a.attribute.kind in {"count", "measure"}:
        why = f"{a.phrase} was followed by the lower {b.phrase}"
        if pair.same_origin or pair.context.revised.get(a.id) == "corrected":
            return _Verdict("downward_revision", f"{why}; {a.origin} corrects itself.")
        if b.id in pair.context.revised:
            return _replaced(pair)
        return _Verdict("downward_revision", f"{why}, and such a count does not fall.", conflict=True)
    if time_class == "cumulative" and isinstance(a.value, ActorValue) and a.value.known == "nobody":
        return _Verdict("superseded", f"{a.phrase} held until {b.phrase}.")
    if pair.one_voice:
        return _Verdict("self_update", f"{a.origin} replaced {a.phrase} by {b.phrase}.")
    return None


# ---------------------------------------------------------------------- gates: compatible


def _compatible(pair: _Pair) -> _Verdict | None:
    compared = pair.compared
    if compared.outcome in {"disjoint", "undecided"}:
        return None
    bound, figure = (pair.a, pair.b) if _is_wider(pair.a, pair.b) else (pair.b, pair.a)
    if _understates(bound, figure):
        why = f"One speaker gives both {bound.phrase} and, far past it, {figure.phrase}."
        return _Verdict("contradiction", why, conflict=True)
    if compared.outcome == "equal":
        return _agreement(pair)
    detail = f": {compared.detail}" if compared.detail else ""
    if compared.reason in {"affiliation"}:
        return _Verdict("affiliation", f"{pair.both} fit together: {compared.detail}.")
    if compared.reason == "bound":
        return _Verdict("compatible_bound", f"{pair.both} fit together: one is a bound that the other keeps.")
    if compared.reason in {"precision", "zone", "currency"}:
        return _Verdict("granularity", f"{pair.both} fit together at different precision{detail}.")
    if compared.outcome == "overlap":
        return _Verdict("granularity", f"{pair.both} overlap.")
    return _Verdict("refinement", f"{pair.both} fit together: one says more exactly what the other says loosely.")


def _is_wider(a: Reading, b: Reading) -> bool:
    return (_quantities(a)[0] or 0) <= (_quantities(b)[0] or 0)


def _agreement(pair: _Pair) -> _Verdict:
    if pair.compared.reason == "alias":
        return _Verdict("alias", f"{pair.both} are two names of one: {pair.compared.detail}.")
    if pair.compared.reason == "precision":
        return _Verdict("granularity", f"{pair.both} fit together: {pair.compared.detail}.")
    if pair.a.stance != pair.b.stance:
        return _Verdict("modality_gap", f"{pair.both} say the same with different certainty.")
    detail = f", {pair.compared.detail}" if pair.compared.detail else ""
    if pair.same_origin:
        return _Verdict("identical", f"{pair.both} are the same statement by {pair.a.origin}{detail}.")
    return _Verdict("equivalent", f"{pair.both} agree from two origins, {pair.a.origin} and {pair.b.origin}{detail}.")


# ---------------------------------------------------------------------- gates: conflict


def _undecided(pair: _Pair) -> _Verdict | None:
    if pair.compared.outcome != "undecided":
        return None
    if pair.compared.reason == "unknown_unit":
        if pair.a.outlet == pair.b.outlet and getattr(pair.a.value, "dimension", "") == getattr(
            pair.b.value, "dimension", ""
        ):
            return None  # one outlet writes of one money
        return _Verdict("unknown_scope", f"{pair.both} wait: {pair.compared.detail}.")
    if pair.compared.reason == "unit":
        return _Verdict("different_attribute", f"{pair.both} cannot be compared: {pair.compared.detail}.")
    if pair.a.attribute.time == "state" and pair.order == "earlier" and not pair.a.clock.meets(pair.b.clock):
        name: RelationName = "self_update" if pair.same_origin else "superseded"
        return _Verdict(name, f"{pair.both} are each about their own time.")
    if pair.a.attribute.kind != "text" and pair.order == "earlier" and pair.one_voice:
        return _Verdict("self_update", f"{pair.a.origin} said {pair.a.phrase}, then {pair.b.phrase}.")
    detail = pair.compared.detail or "no rule compares them"
    return _Verdict("undecided", f"{pair.both}: a person must say; {detail}.")


def _replaced(pair: _Pair) -> _Verdict | None:
    """What an origin has itself replaced no longer stands against anyone."""
    a, b = pair.a, pair.b
    if not {a.id, b.id} & pair.context.revised.keys():
        return None
    old, new = (a, b) if a.id in pair.context.revised else (b, a)
    return _Verdict("superseded", f"{old.phrase} was since replaced by its own origin, {old.origin}; {new.phrase}.")


def _conflict(pair: _Pair) -> _Verdict:
    a, b = pair.a, pair.b
    if (replaced := _replaced(pair)) is not None:
        return replaced
    if alike := _printed_otherwise(a, b):
        why = f"{pair.both} stand in one passage, “{alike}”, printed with two values; somebody misreports."
        return _Verdict("relay_divergence", why, conflict=True)
    if a.attribute.name in {"claimed_by"} and a.attribute.kind == "actor":
        return _Verdict("competing_claims", f"{pair.both} cannot both be the claim that holds.", conflict=True)
    if pair.compared.reason == "branches" and not (a.assertion.chain and b.assertion.chain):
        return _Verdict("affiliation", f"{pair.both}: {pair.compared.detail}, and one is only the outlet's own label.")
    if (
        pair.same_origin
        and a.assertion.passage.article != b.assertion.passage.article
        and (a.assertion.chain or b.assertion.chain)
    ):
        why = f"{pair.both}: {a.origin} is reported with two values; somebody misreports, go to the origin."
        return _Verdict("relay_divergence", why, conflict=True)
    detail = f"; {pair.compared.detail}" if pair.compared.detail else ""
    return _Verdict("contradiction", f"{pair.both} cannot both be true{detail}.", conflict=True)


_GATES: Final[tuple[Callable[[_Pair], _Verdict | None], ...]] = (
    _other_event,
    _other_attribute,
    _scope,
    _facets,
    _stance,
    _misattributed,
    _one_statement,
    _grown,
    _compatible,
    _later,
    _undecided,
    _conflict,
)
