"""The verdicts of several reviewers on one data item: what each says today, and whether somebody settled between them.

A reviewer who decides with another's verdict in view takes its place, as long as both work in the open and the dossier
asks for one review. Verdicts given blind, or where the protocol asks for several, stand side by side until they agree
or a decision that saw them all settles between them: one made to adjudicate, or that of a reviewer more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from claims.amendments import RETRACTED
from claims.models import Assertion, Decision
from claims.surroundings import Surroundings
from claims.values import format_value, parse_value
from claims.values.model import ActorValue, Kind, Value
from claims.vocabulary.model import TOTAL, Attribute
from reconcile.evidence.clocks import Clock
from reconcile.evidence.reading import Reading, stated_words
from reconcile.items.evidence import ItemReadings
from reconcile.items.item import Verdict


@dataclass(slots=True)
class Bench:
    """The verdicts that stand side by side, one of each reviewer."""

    reviews: int
    """How many the dossier's protocol asks for."""
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    """By reviewer, the latest last."""
    independent: set[str] = field(default_factory=set)
    """Reviewers who gave a verdict blind: what another says later does not take its place."""
    is_adjudicated: bool = False

    @property
    def differ(self) -> bool:
        """Whether reviewers say different things."""
        return len(set(map(says, self.verdicts.values()))) > 1

    def add(self, verdict: Verdict, aware: frozenset[str]) -> None:
        """Add the next verdict; `aware` are the ids of the decisions that it was made in view of."""
        reviewer = verdict.decision.reviewer
        if self._settles_between(verdict, aware):
            self.verdicts, self.independent, self.is_adjudicated = {}, set(), True
        elif verdict.decision.blind:
            self.independent.add(reviewer)
        elif self.reviews == 1 and reviewer not in self.independent:
            self.verdicts = {
                name: other
                for name, other in self.verdicts.items()
                if name in self.independent or other.decision.id not in aware
            }
        self.verdicts.pop(reviewer, None)
        self.verdicts[reviewer] = verdict

    def _settles_between(self, verdict: Verdict, aware: frozenset[str]) -> bool:
        others = {other.decision.id for other in self.verdicts.values()}
        if len(others) < 2 or not others <= aware:
            return False
        if verdict.decision.adjudicates:
            return True
        return self.differ and verdict.decision.reviewer not in self.verdicts and len(others) >= self.reviews


def hear_reviewers(readings: ItemReadings) -> Bench:
    """Return the verdicts on an item that stand today."""
    standing = readings.standing
    bench = Bench(readings.vocabulary.protocol.reviews)
    before = dict(standing.before)
    for place, decision in enumerate(standing.answers):
        aware = () if decision.blind else _find_known(decision, standing.answers[:place], before)
        bench.add(read_verdict(decision, readings), frozenset(aware))
    return bench


def _find_known(decision: Decision, earlier: Sequence[Decision], before: Mapping[str, str | None]) -> Iterator[str]:
    """Yield the ids of the decisions that a decision was made in view of.

    Of those that a merge of events has put before it, only the ones on evidence that was before its reviewer too.
    """
    seen = set(decision.seen)
    yield from (other.id for other in earlier if not seen.isdisjoint(other.seen))
    yield from _trace(decision, before)


def _trace(decision: Decision, before: Mapping[str, str | None]) -> Iterator[str]:
    """Yield the ids of the decisions that a decision builds on, latest first."""
    seen = {decision.id}
    current = decision.based_on
    while current is not None and current not in seen:
        yield current
        seen.add(current)
        current = before.get(current)


def read_verdict(decision: Decision, readings: ItemReadings) -> Verdict:
    """Return what a decision makes of an item, by the evidence there is now."""
    accepted = find_accepted(decision, readings)
    if accepted is None:
        gone = _explain_gone(decision, readings) if decision.action in {"accept", "range"} else ""
        return Verdict(decision=decision, gone=gone, low=decision.low, high=decision.high)
    stance = accepted.assertion.stance
    is_value = stance not in {"denies", "retracts"}
    return Verdict(
        decision=decision,
        answer=format_value(accepted.value) if is_value else stated_words(accepted.assertion, accepted.attribute),
        stance=stance,
        scope=accepted.scope,
        low=end_of(accepted.value, "low") if is_value else None,
        high=end_of(accepted.value, "high") if is_value else None,
    )


def _explain_gone(decision: Decision, readings: ItemReadings) -> str:
    """Return what a decision accepted that is evidence no longer, and why."""
    reading = next((each for each in readings.every if each.id == decision.assertion), None)
    if reading is None:
        return "what is evidence no longer"
    why = {id_: (reason, words) for id_, reason, words in readings.standing.why_removed}
    reason, words = why.get(reading.id, ("", ""))
    article = readings.articles.get(reading.assertion.passage.article)
    if reason == RETRACTED and article is not None:
        act = f"{article.name} was retracted"
    else:
        removed = readings.standing.removed_by().get(reading.id)
        act = "it was rejected" if removed == "reject" else "it speaks of a different event"
        words = ": ".join(filter(None, (reason.replace("_", " "), words)))
    return f"{reading.phrase}, which is evidence no longer, because {act}{f' ({words})' if words else ''}"


def says(verdict: Verdict) -> tuple[str, ...]:
    """Return what a verdict comes to, equal where two reviewers agree; a figure is one however it was given."""
    if verdict.answer:
        return (verdict.answer, verdict.scope or "")
    decision = verdict.decision
    return (decision.action, decision.assertion or "", decision.relation or "")


def find_accepted(decision: Decision, readings: ItemReadings) -> Reading | None:
    """Return the accepted assertion, or the accepted range as if the reviewer had stated it; None for other acts."""
    if decision.action == "accept" and decision.assertion:
        return readings.by_id.get(decision.assertion)
    if decision.action != "range" or not readings.in_force:
        return None
    value = parse_range(decision.low, decision.high, readings.attribute)
    return _read_range(decision, value, readings.attribute, readings.in_force[0].assertion)


def parse_range(low: str | None, high: str | None, attribute: Attribute) -> Value:
    """Return the value of a range a reviewer gave.

    Raises:
        ValueProblem: the bounds make no value of the attribute's kind.
    """
    kind: Kind = attribute.kind
    if kind == "count":
        bounds: dict[str, object] = {"low": _whole(low), "high": _whole(high)}
        return parse_value(kind, bounds)
    if kind in {"measure", "date"}:
        return parse_value(kind, {"low": low, "high": high}, unit=attribute.unit)
    return parse_value(kind, low or high or "", unit=attribute.unit, choices=attribute.values)


def _whole(text: str | None) -> object:
    return int(text) if text is not None and text.strip().isdigit() else text


def _read_range(decision: Decision, value: Value, attribute: Attribute, pattern: Assertion) -> Reading:
    """Return the reviewer's range as a statement of the whole by the reviewer, at no particular time."""
    changes = {"id": decision.id, "scope": TOTAL, "value": value, "stance": "asserts", "chain": ()}
    reviewer = f"reviewer {decision.reviewer}"
    return Reading(
        assertion=Assertion.model_validate({**dict(pattern), **changes}),
        attribute=attribute,
        scope=TOTAL,
        origin=reviewer,
        outlet=reviewer,
        relays=frozenset(),
        clock=Clock(),
        around=Surroundings("", ""),
        phrase=f"the accepted {format_value(value)}",
        key=format_value(value),
    )


def end_of(value: Value, side: str) -> str | None:
    """Return an end of a value as text; None where it is open or has none."""
    end = None if isinstance(value, ActorValue) else getattr(value, side, None)
    return None if end is None else str(end)
