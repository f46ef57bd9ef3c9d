"""Measures how often two judges of the same data items agree, and how much of that is more than chance."""

from collections import Counter
from collections.abc import Mapping, Sequence

from claims.records import Record
from claims.values import format_bounds
from reconcile.items.item import Resolution
from reconcile.policies import Proposal

Answer = tuple[str, ...]
"""What a judge made of an item, in a form that is equal where the judges agree."""


class Rate(Record):
    """How often two judges agree, over the items that both answer."""

    other: str
    same: int
    both: int

    @property
    def share(self) -> float | None:
        """The share of agreement; None where there is nothing to compare."""
        return self.same / self.both if self.both else None


class Differing(Record):
    """One item that two reviewers, or teams, settled differently."""

    item: str
    on: str
    """`value` or `reason`: the same value for another reason."""
    mine: str
    theirs: str
    my_reason: str = ""
    their_reason: str = ""


class Agreement(Record):
    """Two dossiers side by side."""

    both: int
    """Items settled in both."""
    only_mine: int
    only_theirs: int
    same: int
    """Of those settled in both: to the same answer."""
    kappa: float | None
    """Cohen's kappa over the answers; None where chance alone would give full agreement, or nothing was compared."""
    kappa_of_acts: float | None
    """The same over the acts: accepted, contested, needs evidence, not comparable."""
    differing: tuple[Differing, ...]

    @property
    def share(self) -> float | None:
        """The share of items settled to the same answer."""
        return self.same / self.both if self.both else None


def proposal_answer(proposal: Proposal) -> Answer | None:
    """Return a proposal's answer: its value, its best figure, else its range; None for pending or blank."""
    if proposal.pending or proposal.is_blank:
        return None
    if proposal.value:
        return (proposal.value,)
    if proposal.best is not None:
        return (str(proposal.best),)
    return _bounds(proposal.low, proposal.high)


def resolution_answer(resolution: Resolution) -> Answer | None:
    """Return a reviewer's answer to a count: a figure or a range; None where none was accepted."""
    decision = resolution.decision
    if decision is None or decision.action not in {"accept", "range"}:
        return None
    if resolution.low is resolution.high is None:
        return None
    return _bounds(resolution.low, resolution.high)


def _bounds(low: object, high: object) -> Answer:
    return (str(low),) if low == high else (str(low), str(high))


def answer_words(answer: Answer | None) -> str:
    """Return an answer as printed."""
    if answer is None:
        return "no figure"
    low, high = (None if side == "None" else side for side in (answer[0], answer[-1]))
    return answer[0] if len(answer) == 1 else format_bounds(low, high)


def cohens_kappa(pairs: Sequence[tuple[object, object]]) -> float | None:
    """Return Cohen's kappa of two judges' categories, pair by pair.

    Cohen 1960, A coefficient of agreement for nominal scales: (p_o - p_e) / (1 - p_e), p_e from both judges' own
    shares of each category. None where there are no pairs, or p_e is 1: both put everything into one category.

    >>> cohens_kappa([("yes", "yes"), ("yes", "no"), ("no", "no"), ("no", "no")])
    0.5
    """
    total = len(pairs)
    mine, theirs = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(mine[category] * theirs[category] for category in mine)  # whole numbers until the division
    if not total or by_chance == total * total:
        return None
    same = sum(a == b for a, b in pairs)
    return (same * total - by_chance) / (total * total - by_chance)


def compare_resolutions(mine: Mapping[str, Resolution], theirs: Mapping[str, Resolution]) -> Agreement:
    """Return how two dossiers settled their items, by item id; only settled ones are to be given."""
    shared = sorted(mine.keys() & theirs.keys())
    pairs = [(settled_words(mine[id_]), settled_words(theirs[id_])) for id_ in shared]
    acts = [(_act(mine[id_]), _act(theirs[id_])) for id_ in shared]
    differing = filter(None, (_compare(id_, mine[id_], theirs[id_]) for id_ in shared))
    return Agreement(
        both=len(shared),
        only_mine=len(mine.keys() - theirs.keys()),
        only_theirs=len(theirs.keys() - mine.keys()),
        same=sum(one == two for one, two in pairs),
        kappa=cohens_kappa(pairs),
        kappa_of_acts=cohens_kappa(acts),
        differing=tuple(differing),
    )


def _act(resolution: Resolution) -> str:
    action = resolution.decision.action if resolution.decision else "none"
    return "accept" if action == "range" else action  # one end of a range accepted is an answer like any other


def _compare(item: str, mine: Resolution, theirs: Resolution) -> Differing | None:
    """Return on what two resolutions of an item differ; None where they are the same."""
    one, two = settled_words(mine), settled_words(theirs)
    my_reason, their_reason = _reason(mine), _reason(theirs)
    if (one, my_reason) == (two, their_reason):
        return None
    on = "reason" if one == two else "value"
    return Differing(item=item, on=on, mine=one, theirs=two, my_reason=my_reason, their_reason=their_reason)


def settled_words(resolution: Resolution) -> str:
    """Return the answer as text: a value, or why there is none."""
    act = _act(resolution)
    decision = resolution.decision
    if act != "accept":
        return act if decision is None or not decision.relation else f"{act}: {decision.relation}"
    if resolution.low is not None or resolution.high is not None:
        return answer_words(_bounds(resolution.low, resolution.high))
    return resolution.answer or "an answer that no longer stands"


def _reason(resolution: Resolution) -> str:
    decision = resolution.decision
    return decision.reason if decision else ""
