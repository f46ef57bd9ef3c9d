"""Baselines from the truth-discovery literature, for large dossiers whose statements have no chains.

`truthfinder`: Yin, Han, Yu, Truth discovery with multiple conflicting information providers on the Web (IEEE TKDE 20,
2008). `accu_copy`: Dong, Berti-Equille, Srivastava, Integrating conflicting data: the role of source dependence (PVLDB
2, 2009), a variant of it: of two origins the less accurate is taken to copy the other; and what two share in the first
round is not yet held against either, so that copies that outnumber the others do not decide what copying is. Both learn
from many items how far each origin can be relied on, and apply that to one. `pop_accu`: Dong, Saha, Srivastava, Less is
more (PVLDB 6, 2013): the same, but an error that many make is taken to be popular rather than copied. They need values
that are equal or not, and how far one value bears out another, so they judge counts and every other kind alike. What
they propose depends on the whole dossier, so they take part in `variorum replay` and `variorum policies explain` alone;
from too few items they propose a blank.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Protocol, Self

from reconcile.policies.case import Case, Policy, Proposal, Ruling, enter_figure, explain_all, make_proposal
from reconcile.policies.sources import POPULARITY, SOURCE_DEPENDENCE, TRUTHFINDER, Source, cite

LEAST_ITEMS = 30
"""Items with two origins or more from which reliability is learned at the least (declared by Variorum)."""

_MOST_ALIKE = 0.3
"""Same errors among those of independent origins up to which they count as spread (declared by Variorum)."""

_LEAST_ORIGINS = 5
"""Origins an item, on average, from which it is seen how popular errors are (declared by Variorum)."""

_NEVER_RIGHT = 0.05
"""Share of true values below which an origin is held to be hardly ever right (declared by Variorum)."""

_CLOSE_MINUTES = 30
"""Two times this far apart bear each other out no more (declared by Variorum)."""

_ROUNDS = 20
_ENOUGH = 1e-4
"""No origin's reliability moves more than this in a round: learning is done."""

Claim = int | str
"""A figure, or another value by what it is equal with."""

Claims = Mapping[str, Claim]
"""By origin: what it gives for one item."""

Weights = Mapping[str, float]
"""By origin: how far it can be relied on."""

Pair = tuple[str, str]
"""Two origins, sorted."""

Copying = Mapping[Pair, float]
"""The probability that one of two origins copies the other."""


class Learner(Policy, Protocol):
    """A policy that first learns from the cases of many items."""

    def learn(self, cases: Iterable[Case]) -> "Learner":
        """Return the policy as these cases teach it, the same in any order."""
        ...

    def learn_claims(self, items: Iterable[Claims]) -> "Learner":
        """Return the same as what origins give for many items teaches it."""
        ...

    def score(self, claims: Claims) -> Mapping[Claim, float]:
        """Return how far each value of one item is borne out."""
        ...

    @property
    def lack(self) -> str:
        """Why it has learned too little to say anything, in a sentence; empty where it has enough."""
        ...


def read_claims(case: Case) -> dict[str, Claim]:
    """Return what each origin gives: its newest figure; vague words give none."""
    return {f.origin: f.entered for f in case.latest_of_each_origin() if f.point is not None}


def order(claim: Claim) -> tuple[int, str]:
    """Sort figures as numbers and other values by their letters."""
    return (claim, "") if isinstance(claim, int) else (0, claim)


def choose(scores: Mapping[Claim, float]) -> Claim:
    """Return the value with the best score; of equal ones the lowest figure, or the first by its letters."""
    return min(scores, key=lambda claim: (-round(scores[claim], 9), order(claim)))


@dataclass(frozen=True, slots=True)
class _Learned:
    """What many items have taught."""

    items: int = 0
    weights: Weights = field(default_factory=dict)
    copying: Copying = field(default_factory=dict)
    misfit: str = ""
    """Why the items do not bear out what the policy assumes, in a sentence; empty where they do."""

    @property
    def lack(self) -> str:
        """Why that is too little, in a sentence; empty where it is enough."""
        if self.items >= LEAST_ITEMS:
            return self.misfit
        return f"It has {self.items} items with several origins to learn from and needs {LEAST_ITEMS}."


_UNTAUGHT = _Learned()


def _gather(items: Iterable[Claims]) -> list[Claims]:
    """Return the items that more than one origin speaks of, in an order that depends on nothing but them."""
    several = (claims for claims in items if len(claims) > 1)
    return sorted(several, key=lambda claims: sorted((origin, order(claim)) for origin, claim in claims.items()))


def _answer(policy: Policy, learned: _Learned, case: Case, scores: Mapping[Claim, float]) -> Proposal:
    """Return the figure with the best score; a tie goes to the lower."""
    if learned.lack:
        return make_proposal(policy, case, Ruling("too few items to learn from: blank", learned.lack))
    if not scores:
        return make_proposal(policy, case, Ruling("no usable figure: blank", "No origin gives a figure."))
    best = choose(scores)
    assert isinstance(best, int)
    pointed = (figure for figure in case.latest_of_each_origin() if figure.point is not None)
    sentence = f"{best} rests on the origins that {learned.items} items show to be the more reliable."
    why_not = explain_all(case.figures, "less reliable origins, or not their newest")
    return make_proposal(policy, case, enter_figure("most reliable origins", sentence, pointed, best, why_not))


def _start(items: Iterable[Claims], weight: float) -> dict[str, float]:
    """Return the same weight for every origin."""
    return dict.fromkeys(sorted({origin for claims in items for origin in claims}), weight)


def _by_figure(claims: Claims) -> dict[Claim, list[str]]:
    givers: dict[Claim, list[str]] = defaultdict(list)
    for origin in sorted(claims):
        givers[claims[origin]].append(origin)
    return givers


def _mean_scores(items: Sequence[Claims], scores: Sequence[Mapping[Claim, float]]) -> dict[str, float]:
    """Return, by origin, the mean score of the figures it gives; `scores` are those of each item's figures."""
    by_origin: dict[str, list[float]] = defaultdict(list)
    for claims, of_figures in zip(items, scores, strict=True):
        for origin, figure in claims.items():
            by_origin[origin].append(of_figures[figure])
    return {origin: math.fsum(values) / len(values) for origin, values in sorted(by_origin.items())}


def _is_settled(old: Weights, new: Weights) -> bool:
    return all(abs(new[origin] - old[origin]) < _ENOUGH for origin in new)


class TruthFinder:
    """Origins are as reliable as the figures they give, figures as likely as their origins are reliable."""

    name = "truthfinder"
    version = "1"
    title = "TruthFinder (learned baseline)"
    sources = TRUTHFINDER
    source = cite(TRUTHFINDER)
    independent = True

    _START = 0.9
    _DAMPING = 0.3
    _RELATED = 0.5

    def __init__(self, learned: _Learned = _UNTAUGHT) -> None:
        """Make it as taught; without an argument it has learned nothing and says so."""
        self.learned = learned

    @property
    def lack(self) -> str:
        """Why it has learned too little to say anything; empty where it has enough."""
        return self.learned.lack

    def learn(self, cases: Iterable[Case]) -> "TruthFinder":
        """Return it with the reliability of every origin in `cases`."""
        return self.learn_claims(map(read_claims, cases))

    def learn_claims(self, items: Iterable[Claims]) -> "TruthFinder":
        """Return it with the reliability of every origin in `items`."""
        items = _gather(items)
        trust = _start(items, self._START)
        for _ in range(_ROUNDS):
            old, trust = trust, _mean_scores(items, [self._confidence(claims, trust) for claims in items])
            if _is_settled(old, trust):
                break
        return TruthFinder(_Learned(len(items), trust))

    def propose(self, case: Case) -> Proposal:
        """Return the figure with the highest confidence."""
        return _answer(self, self.learned, case, self.score(read_claims(case)))

    def score(self, claims: Claims) -> Mapping[Claim, float]:
        """Return the confidence of each value."""
        return self._confidence(claims, self.learned.weights)

    def _confidence(self, claims: Claims, trust: Weights) -> dict[Claim, float]:
        """Return the confidence of each figure of one item: its origins' scores, and a share of those of near ones."""
        scores = {
            figure: math.fsum(-math.log(1 - min(trust.get(origin, self._START), 0.999)) for origin in origins)
            for figure, origins in _by_figure(claims).items()
        }
        adjusted = {
            figure: score
            + self._RELATED
            * math.fsum(scores[other] * similarity(other, figure) for other in scores if other != figure)
            for figure, score in scores.items()
        }
        return {figure: 1 / (1 + math.exp(-self._DAMPING * score)) for figure, score in adjusted.items()}


def similarity(a: Claim, b: Claim) -> float:
    """Return how far one value bears out another, from 1 (as good as equal) down to -0.5 (far off).

    Figures do by nearness, times too, everything else by the words they share.

    >>> similarity("18:00", "18:03") > 0 > similarity("18:00", "21:00")
    True
    >>> similarity("gate B12", "gate C4")
    0.0
    """
    if isinstance(a, int) and isinstance(b, int):
        return max(1 - 3 * abs(a - b) / max(a, b, 1), -0.5)
    one, two = _minutes(str(a)), _minutes(str(b))
    if one is not None and two is not None:
        apart = min(abs(one - two), 1440 - abs(one - two))
        return max(1 - 1.5 * apart / _CLOSE_MINUTES, -0.5)
    words, others = set(str(a).casefold().split()), set(str(b).casefold().split())
    return 1.5 * len(words & others) / max(len(words | others), 1) - 0.5


def _minutes(written: str) -> int | None:
    hours, colon, minutes = written[:5].partition(":")
    return int(hours) * 60 + int(minutes) if colon and hours.isdecimal() and minutes.isdecimal() else None


class AccuCopy:
    """Origins vote by their accuracy; a vote that is probably copied counts for what is probably its own."""

    name = "accu_copy"
    version = "1"
    title = "ACCU, aware of copying (learned baseline)"
    sources: tuple[Source, ...] = SOURCE_DEPENDENCE
    source = cite(SOURCE_DEPENDENCE)
    independent = True

    _START = 0.8
    _FALSE_VALUES = 10
    _RATE = 0.8
    _PRIOR = 0.1
    _LEAST_SHARED = 5

    def __init__(self, learned: _Learned = _UNTAUGHT) -> None:
        """Make it as taught; without an argument it has learned nothing and says so."""
        self.learned = learned

    @property
    def lack(self) -> str:
        """Why it has learned too little to say anything; empty where it has enough."""
        return self.learned.lack

    def learn(self, cases: Iterable[Case]) -> Self:
        """Return it with the accuracy of every origin and the probable copying between them."""
        return self.learn_claims(map(read_claims, cases))

    def learn_claims(self, items: Iterable[Claims]) -> Self:
        """Return it with the same, as what origins give for many items teaches it."""
        items = _gather(items)
        accuracy = _start(items, self._START)
        shared = _shared_items(items, self._LEAST_SHARED)
        copying: dict[Pair, float] = {}
        for step in range(_ROUNDS):
            truths = [self._most_likely(claims, accuracy, copying) if step else None for claims in items]
            copying = {pair: self._copies(pair, numbers, items, truths, accuracy) for pair, numbers in shared.items()}
            chances = [self._chances(claims, accuracy, copying) for claims in items]
            old, accuracy = accuracy, _mean_scores(items, chances)
            if _is_settled(old, accuracy):
                break
        return type(self)(_Learned(len(items), accuracy, copying, self._find_misfit(items, accuracy, copying)))

    def _find_misfit(self, items: Sequence[Claims], accuracy: Weights, copying: Copying) -> str:
        """Return why errors are not spread as it assumes: those who do not copy each other often make the same."""
        erring = (self._pair_errors(claims, accuracy, copying) for claims in items)
        errors = [is_same for pairs in erring for is_same in pairs]
        if len(errors) < LEAST_ITEMS or sum(errors) <= _MOST_ALIKE * len(errors):
            return ""
        return (
            f"Origins that do not copy each other make the same error in {sum(errors)} of {len(errors)} cases, and it "
            "takes their errors to be spread."
        )

    def _pair_errors(self, claims: Claims, accuracy: Weights, copying: Copying) -> Iterator[bool]:
        """Yield, for any two origins of an item that err without copying each other, whether they err alike."""
        truth = self._most_likely(claims, accuracy, copying)
        erring = sorted(origin for origin, claim in claims.items() if claim != truth)
        for pair in combinations(erring, 2):
            if copying.get(pair, 0.0) < 0.5:
                yield claims[pair[0]] == claims[pair[1]]

    def propose(self, case: Case) -> Proposal:
        """Return the most probable figure."""
        return _answer(self, self.learned, case, self.score(read_claims(case)))

    def score(self, claims: Claims) -> Mapping[Claim, float]:
        """Return the probability of each value."""
        return self._chances(claims, self.learned.weights, self.learned.copying)

    def _votes(self, claims: Claims, accuracy: Weights, copying: Copying) -> dict[Claim, float]:
        votes: dict[Claim, float] = dict.fromkeys(_by_figure(claims), 0.0)
        for origin, own in self._own_votes(claims, accuracy, copying).items():
            sure = self._sureness(origin, accuracy)
            votes[claims[origin]] += own * math.log(self._FALSE_VALUES * sure / (1 - sure))
        return votes

    def _sureness(self, origin: str, accuracy: Weights) -> float:
        """Return an origin's accuracy, neither certainly right nor certainly wrong."""
        return min(max(accuracy.get(origin, self._START), 0.01), 0.99)

    def _own_votes(self, claims: Claims, accuracy: Weights, copying: Copying) -> dict[str, float]:
        """Return how much of each origin's vote is its own, the more accurate of those that agree first."""
        own: dict[str, float] = {}
        for origins in _by_figure(claims).values():
            ranked = sorted(origins, key=lambda origin: (-accuracy.get(origin, self._START), origin))
            own |= {origin: self._independence(origin, ranked[:n], copying) for n, origin in enumerate(ranked)}
        return own

    def _independence(self, origin: str, others: Iterable[str], copying: Copying) -> float:
        """Return how probably a vote is an origin's own rather than copied from one of the others."""
        return math.prod(1 - self._RATE * copying.get(_pair(origin, other), 0.0) for other in others)

    def _chances(self, claims: Claims, accuracy: Weights, copying: Copying) -> dict[Claim, float]:
        votes = self._votes(claims, accuracy, copying)
        if not votes:
            return {}
        top = max(votes.values())
        weights = {figure: math.exp(vote - top) for figure, vote in votes.items()}
        unsaid = self._count_unsaid(len(votes))
        others = unsaid * math.exp(-top) if unsaid else 0.0
        total = math.fsum([*weights.values(), others])
        return {figure: weight / total for figure, weight in weights.items()}

    def _count_unsaid(self, said: int) -> int:
        """Return how many values are possible that nobody gives."""
        return max(self._FALSE_VALUES + 1 - said, 0)

    def _most_likely(self, claims: Claims, accuracy: Weights, copying: Copying) -> Claim:
        return choose(self._chances(claims, accuracy, copying))

    def _copies(
        self,
        pair: Pair,
        numbers: Sequence[int],
        items: Sequence[Claims],
        truths: Sequence[Claim | None],
        accuracy: Weights,
    ) -> float:
        """Return the probability that one of the pair copies the other: errors they share say much."""
        one, two = (self._sureness(origin, accuracy) for origin in pair)
        right = one * two
        mean = (one + two) / 2
        log_ratio = math.log((1 - self._PRIOR) / self._PRIOR)
        for number in numbers:
            a, b = (items[number][origin] for origin in pair)
            if a != b:
                log_ratio -= math.log(1 - self._RATE)
            elif truths[number] in {a, None}:
                log_ratio += math.log(right / (mean * self._RATE + right * (1 - self._RATE)))
            else:
                wrong = (1 - one) * (1 - two) * self._error_chance(items[number], a, truths[number])
                log_ratio += math.log(wrong / ((1 - mean) * self._RATE + wrong * (1 - self._RATE)))
        return 1 / (1 + math.exp(min(log_ratio, 500)))

    def _error_chance(self, claims: Claims, error: Claim, truth: Claim | None) -> float:
        """Return the chance that who errs on an item gives this very error."""
        return 1 / self._FALSE_VALUES


class PopAccu(AccuCopy):
    """The same, with errors as popular as they are seen to be, so that one that many make is no sign of copying."""

    name = "pop_accu"
    version = "1"
    title = "POPACCU, aware of copying (learned baseline)"
    sources = POPULARITY
    source = cite(POPULARITY)

    def _votes(self, claims: Claims, accuracy: Weights, copying: Copying) -> dict[Claim, float]:
        """Return the log likelihood of all that is said of an item, by the value that would be true."""
        own = self._own_votes(claims, accuracy, copying)
        said = {value: math.fsum(own[origin] for origin in origins) for value, origins in _by_figure(claims).items()}
        total = math.fsum(said.values())
        sure = {origin: self._sureness(origin, accuracy) for origin in claims}
        votes: dict[Claim, float] = {}
        for truth in said:
            errors = max(total - said[truth], 1e-9)
            votes[truth] = math.fsum(
                own[origin]
                * (math.log(sure[origin]) if value == truth else math.log((1 - sure[origin]) * said[value] / errors))
                for origin, value in claims.items()
            )
        return votes

    def _find_misfit(self, items: Sequence[Claims], accuracy: Weights, copying: Copying) -> str:
        """Return that too few speak of an item to see how popular an error is, or that it may be the truth."""
        origins = math.fsum(map(len, items)) / max(len(items), 1)
        if origins < _LEAST_ORIGINS:
            return f"It sees {origins:.1f} origins an item and needs {_LEAST_ORIGINS} to see how popular an error is."
        never = sorted(origin for origin, share in accuracy.items() if share < _NEVER_RIGHT)
        if not never:
            return ""
        return (
            f"It would take {', '.join(never)} to be hardly ever right: they copy each other's errors, or they are "
            "right and the rest share a popular error, and the items do not say which."
        )

    def _count_unsaid(self, said: int) -> int:
        """Return none: how popular an error is that nobody makes cannot be seen."""
        return 0

    def _error_chance(self, claims: Claims, error: Claim, truth: Claim | None) -> float:
        """Return how popular an error is among those who err beside the two that share it."""
        errors = Counter(claim for claim in claims.values() if claim != truth)
        others = max(errors.total() - 2, 0)
        return (max(errors[error] - 2, 0) + 1 / self._FALSE_VALUES) / (others + 1)


def _pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def _shared_items(items: Sequence[Claims], least: int) -> dict[Pair, list[int]]:
    """Return, by pair of origins, the numbers of the items that both speak of; only pairs with `least` or more."""
    shared: dict[Pair, list[int]] = defaultdict(list)
    for number, claims in enumerate(items):
        for pair in combinations(sorted(claims), 2):
            shared[pair].append(number)
    return {pair: numbers for pair, numbers in sorted(shared.items()) if len(numbers) >= least}


LEARNERS: tuple[Learner, ...] = (TruthFinder(), AccuCopy(), PopAccu())
