"""How often the way in which a figure was made comes first among those that `variorum derive` finds.

1,000 figures are made from the statements of random dossiers of 6 to 16 statements, each in one way drawn at random,
and 1,000 more of the size of these are drawn at random, made from nothing. Of the first kind the very formula that made
them, from the same statements, should come first in nine of ten; of the second, as many should be hit by chance as the
odds say. The same in dossiers of 32 statements on one event, which allow so many formulas that fewer can be told apart.
Beside it stands what somebody could do who knows how the figures were planted: no order of formulas puts more first.
Run it as `python -m tests.benchmarks.bench_derive`.
"""

import random
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from claims.vocabulary.loading import builtin_vocabulary  # noqa: E402 - run as a script from anywhere
from claims.vocabulary.model import TOTAL  # noqa: E402
from reconcile.derivation.figures import Figure, Question  # noqa: E402
from reconcile.derivation.operators import OPERATORS, Made  # noqa: E402
from reconcile.derivation.search import Derived, derive  # noqa: E402
from tui.services.deriving import convert_units  # noqa: E402

TREE = builtin_vocabulary().attributes["killed"].tree
PARTS = ("attackers", "civilians", "security_forces", "men", "women", "children")
DAYS = tuple(f"2031-03-{day:02d}" for day in range(3, 10))
UNITS = ("kilometer", "mile")


@dataclass(frozen=True)
class Planted:
    """A figure, and the formula that made it."""

    question: Question
    made: Made
    operator: str


def make_figures(lots: random.Random, size: int) -> list[Figure]:
    """A dossier of so many statements of one event: a toll that rises, its parts, other counts beside it."""
    toll = int(lots.lognormvariate(4.5, 1.2)) + 8
    days = sorted(lots.sample(DAYS, 4))
    figures = [
        Figure(Decimal(max(1, int(toll * lots.uniform(0.4, 1.1) * (n + 3) / 6))), "killed", TOTAL, day)
        for n, day in enumerate(days)
    ]
    while len(figures) < size:
        attribute = lots.choice(("killed", "killed", "injured", "missing", "detained"))
        scope = lots.choice(PARTS) if attribute == "killed" else TOTAL
        share = lots.uniform(0.05, 0.6) if attribute == "killed" else lots.uniform(0.1, 3)
        figures.append(Figure(Decimal(max(1, int(toll * share))), attribute, scope, lots.choice(days)))
    return [replace(figure, ids=(f"{n:064x}",)) for n, figure in enumerate(figures)]


def make_distances(lots: random.Random, size: int) -> list[Figure]:
    """A dossier of distances, each in one of two units."""
    return [
        Figure(Decimal(lots.randint(3, 400)), "distance", TOTAL, lots.choice(DAYS), lots.choice(UNITS), (f"{n:064x}",))
        for n in range(size)
    ]


def make_question(lots: random.Random, size: int) -> Question:
    """What a figure of unknown making would be asked about in a random dossier; its number is yet to be set."""
    if lots.random() < 1 / len(OPERATORS):
        target = Figure(Decimal(0), "distance", TOTAL, lots.choice(DAYS), lots.choice(UNITS))
        return Question(target, tuple(make_distances(lots, size // 2)), convert=convert_units)
    target = Figure(Decimal(0), "killed", TOTAL, lots.choice(DAYS))
    return Question(target, tuple(make_figures(lots, size)), TREE, convert_units)


def plant(seed: int, sizes: tuple[int, int]) -> Planted:
    """A figure made in a way that is drawn first, so that ways with many formulas come up no more than others."""
    lots = random.Random(f"{seed} {sizes}")
    while True:
        size = lots.randint(*sizes)
        question = make_question(lots, size)
        operator = lots.choice(OPERATORS)
        formulas = sorted(operator.make(question), key=lambda made: (made.shape, [f.ids for f in made.figures]))
        usable = [made for made in formulas if made.amount >= 10]
        if usable:
            made = lots.choice(usable)
            return Planted(replace(question, target=replace(question.target, amount=made.amount)), made, operator.name)


def is_right(planted: Planted, derived: Derived, place: int = 0) -> bool:
    """Whether the formula at a place is the one that was planted."""
    ids = tuple(figure.ids for figure in planted.made.figures)
    found = derived.derivations[place : place + 1]
    return any((each.operator, sorted(each.statements)) == (planted.operator, sorted(ids)) for each in found)


def find_likeliest(planted: Planted) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """The formula that most probably made the figure, for somebody who knows how they were planted."""
    shares: dict[tuple[str, tuple[tuple[str, ...], ...]], float] = defaultdict(float)
    for operator in OPERATORS:
        usable = [made for made in operator.make(planted.question) if made.amount >= 10]
        for made in usable:
            if made.amount == planted.made.amount:
                shares[operator.name, tuple(sorted(figure.ids for figure in made.figures))] += 1 / len(usable)
    return max(sorted(shares), key=lambda formula: shares[formula])


def draw_other(planted: Planted, lots: random.Random) -> Question:
    """The same question of a number of the same size that was made from nothing."""
    amount = int(planted.question.target.amount)
    drawn = Decimal(lots.randint(amount // 2 + amount % 2, 2 * amount))
    return replace(planted.question, target=replace(planted.question.target, amount=drawn))


def run(sizes: tuple[int, int], count: int) -> Iterator[str]:
    """Plant so many figures in dossiers of so many statements, and say what became of them."""
    every = [plant(seed, sizes) for seed in range(count)]
    found = [derive("event", planted.question) for planted in every]
    right = [is_right(planted, derived) for planted, derived in zip(every, found, strict=True)]
    by_operator: dict[str, list[bool]] = defaultdict(list)
    for planted, is_first in zip(every, right, strict=True):
        by_operator[planted.operator].append(is_first)
    yield f"{sizes[0]} to {sizes[1]} statements: the right one first {sum(right)} of {count} ({sum(right) / count:.1%})"
    wanted = [(each.operator, tuple(sorted(figure.ids for figure in each.made.figures))) for each in every]
    best = sum(find_likeliest(each) == right_one for each, right_one in zip(every, wanted, strict=True))
    yield f"    whoever knows how they were planted: {best} of {count} ({best / count:.1%})"
    for name, hits in sorted(by_operator.items()):
        yield f"    {name:<18} {sum(hits):4} of {len(hits):4} ({sum(hits) / len(hits):.0%})"
    yield f"    verdicts: {dict(sorted(Counter(d.verdict for d in found).items()))}"
    lots = random.Random(str(sizes))
    drawn = [derive("event", draw_other(planted, lots)) for planted in every]
    hit = sum(bool(derived.derivations) for derived in drawn)
    told = statistics.fmean(derived.reached / derived.sizes for derived in drawn)
    yield f"  made from nothing: hit {hit} of {count} ({hit / count:.1%}); the odds told {told:.1%}"
    yield f"    verdicts: {dict(sorted(Counter(d.verdict for d in drawn).items()))}"


def main() -> None:
    """Print the shares for dossiers of several sizes."""
    for sizes in ((6, 16), (32, 32)):
        for line in run(sizes, 1000):
            print(line)


if __name__ == "__main__":
    main()
