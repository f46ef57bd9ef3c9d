"""What the cheapest ways out of contradictions cost: seconds of processor for the hitting sets of 100,000 data items.

Run it as `python -m tests.benchmarks.bench_hitting`. Each item has two to four values, each said by one to twelve
statements, that exclude each other, and every fifth two sums of three parts besides. The target: under 60 s.
"""

import random
import time
from collections.abc import Iterator
from itertools import combinations, product

from reconcile.items.hitting import find_hitting_sets
from reconcile.items.oddity import MOST_WAYS

ITEMS = 100_000
TARGET_S = 60


def make_family(chance: random.Random, *, has_sums: bool) -> tuple[dict[frozenset[str], float], dict[str, str]]:
    """Return the sets of an item in conflict, and who said each statement."""
    values = {str(value): chance.randint(1, 12) for value in chance.sample(range(1, 40), chance.randint(2, 4))}
    said = {value: [f"{value}-{n}" for n in range(times)] for value, times in values.items()}
    sets = {
        frozenset(pair): abs(float(a) - float(b))
        for a, b in combinations(said, 2)
        for pair in product(said[a], said[b])
    }
    if has_sums:
        sets |= {
            frozenset({whole, "part-0", f"part-{n}"}): float(n) for whole in next(iter(said.values())) for n in (1, 2)
        }
    return sets, {id_: f"origin {chance.randrange(8)}" for each in sets for id_ in sorted(each)}


def make_items(count: int) -> Iterator[tuple[dict[frozenset[str], float], dict[str, str]]]:
    """Yield the families of so many items, the same each time."""
    chance = random.Random(16)
    for number in range(count):
        yield make_family(chance, has_sums=number % 5 == 0)


def main() -> None:
    """Print the seconds, and how many items were not searched to the end."""
    seconds, cut = 0.0, 0
    for family, origin_of in make_items(ITEMS):
        started = time.process_time()
        cut += not find_hitting_sets(family, origin_of, MOST_WAYS).is_complete
        seconds += time.process_time() - started
    print(f"{ITEMS:,} items in {seconds:.1f} s (target: under {TARGET_S} s); {cut:,} not searched to the end")


if __name__ == "__main__":
    main()
