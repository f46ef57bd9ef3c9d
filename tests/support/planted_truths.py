"""Sets of items with a known truth: copying sources, two camps that mean different things, ties, popular errors."""

import random
from collections.abc import Callable, Mapping

from reconcile.policies.learning import Claim

Item = tuple[dict[str, Claim], Claim]
"""What each origin gives, and what is true."""

ITEMS = 240


def wrong(rng: random.Random, number: int) -> Claim:
    return f"gate X{number}-{rng.randrange(30)}"


def say(rng: random.Random, number: int, accuracy: float) -> Claim:
    return f"gate {number}" if rng.random() < accuracy else wrong(rng, number)


def copying_sources(rng: random.Random) -> list[Item]:
    """A careless wire, three outlets that print it, and three that work for themselves."""
    items: list[Item] = []
    for n in range(ITEMS):
        wire = say(rng, n, 0.45)
        copies = {f"print {k}": wire if rng.random() < 0.95 else say(rng, n, 0.45) for k in range(3)}
        own = {f"post {k}": say(rng, n, 0.85) for k in range(3)}
        items.append(({"wire": wire, **copies, **own}, f"gate {n}"))
    return items


def two_camps(rng: random.Random) -> list[Item]:
    """Two camps of copiers: one gives when a flight leaves the gate, the larger one when it leaves the ground."""
    items: list[Item] = []
    for n in range(ITEMS):
        gate, air = f"{n % 24:02}:10", f"{n % 24:02}:{25 + n % 20}"
        camps: dict[str, Claim] = {**{f"air {k}": air for k in range(5)}, **{f"gate {k}": gate for k in range(2)}}
        slips: dict[str, Claim] = {
            f"own {k}": gate if rng.random() < 0.85 else f"{n % 24:02}:{rng.randrange(10, 60)}" for k in range(3)
        }
        items.append((camps | slips, gate))
    return items


def ties(rng: random.Random) -> list[Item]:
    """As many reliable as careless origins, so that votes are often even."""
    items: list[Item] = []
    for n in range(ITEMS):
        slip = wrong(rng, n)
        careless: dict[str, Claim] = {f"bell {k}": f"gate {n}" if rng.random() < 0.4 else slip for k in range(2)}
        items.append((careless | {f"post {k}": say(rng, n, 0.9) for k in range(2)}, f"gate {n}"))
    return items


def popular_errors(rng: random.Random) -> list[Item]:
    """Each item has an error that most who err make, without copying each other."""
    items: list[Item] = []
    for n in range(ITEMS):
        popular, truth = f"gate A{n}", f"gate {n}"
        careless: dict[str, Claim] = {
            f"bell {k}": truth if rng.random() < 0.3 else popular if rng.random() < 0.8 else wrong(rng, n)
            for k in range(7)
        }
        items.append((careless | {f"post {k}": say(rng, n, 0.93) for k in range(3)}, truth))
    return items


SETS: Mapping[str, Callable[[random.Random], list[Item]]] = {
    "copying sources": copying_sources,
    "two camps": two_camps,
    "ties": ties,
    "popular errors": popular_errors,
}
