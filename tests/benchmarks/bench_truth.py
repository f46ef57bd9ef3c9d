"""How much of a known truth the policies find on planted sets: copying sources, two camps, ties, popular errors.

Each set is drawn anew for each seed, with 240 items; the shares are those of items whose true value the policy gives.
A learner that says it has learned too little stands as such. Run it as `python -m tests.benchmarks.bench_truth`.
"""

import random
import statistics
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from reconcile.policies.learning import LEARNERS, Claim, Learner, choose  # noqa: E402 - run as a script from anywhere
from tests.support.planted_truths import SETS, Item  # noqa: E402

SEEDS = range(1, 31)


def find_majority(claims: Mapping[str, Claim]) -> Claim:
    """The value of most origins; of several the first by its letters."""
    return choose(Counter(claims.values()))


def share_learned(learner: Learner, items: list[Item]) -> float | None:
    """The share of the truth that a learner finds that was taught by these items; None where it learned too little."""
    taught = learner.learn_claims([claims for claims, _ in items])
    if taught.lack:
        return None
    return statistics.fmean(choose(taught.score(claims)) == truth for claims, truth in items)


def measure(name: str, seed: int, count: int | None = None) -> dict[str, float | None]:
    """The share of the truth that each policy finds in a set, or in its first items."""
    items = SETS[name](random.Random(seed))[:count]
    majority = statistics.fmean(find_majority(claims) == truth for claims, truth in items)
    return {"majority": majority} | {learner.name: share_learned(learner, items) for learner in LEARNERS}


def main() -> None:
    """Print the shares, the least, the middle and the most of the seeds, and how often each beats the majority."""
    for name in SETS:
        found = [measure(name, seed) for seed in SEEDS]
        print(name)
        for policy in found[0]:
            shares = [each[policy] for each in found]
            known = [share for share in shares if share is not None]
            better = sum((each[policy] or 0) > (each["majority"] or 0) for each in found)
            spread = f"{min(known):.1%} {statistics.median(known):.1%} {max(known):.1%}" if known else ""
            print(f"  {policy:<12} {spread}  better {better}, too little {len(shares) - len(known)}, of {len(shares)}")
    few = [measure(name, seed, 20) for name in SETS for seed in SEEDS]
    silent = sum(share is None for each in few for policy, share in each.items() if policy != "majority")
    print(f"of 20 items: {silent} of {len(few) * len(LEARNERS)} say that they have learned too little")


if __name__ == "__main__":
    main()
