"""Groups scored pairs by average links, so that one strong pair does not chain two groups together.

Two groups are joined while the mean over all pairs between them stays at `SAME` or above; a pair that no block brought
together counts as `APART`. Groups with two members that exclude each other are never joined.
"""

import heapq
from collections.abc import Callable, Mapping
from typing import Final

from reconcile.events.scoring import APART, SAME

_NEVER: Final = -(10**9)

Pair = tuple[int, int]
"""Two numbers, the smaller first."""


def cluster(count: int, points: Mapping[Pair, int], excluded: Callable[[int, int], bool]) -> list[list[int]]:
    """Return the groups that the numbers from 0 to `count` - 1 fall into, each sorted.

    `points` are those of the pairs that were compared; `excluded` says whether two numbers may not be in one group.
    """
    links: list[dict[int, int]] = [{} for _ in range(count)]
    """By group: what its pairs with another one have above `APART`, summed."""
    members = [[n] for n in range(count)]
    queue: list[tuple[float, int, int, int, int]] = []
    for (i, j), score in points.items():
        links[i][j] = links[j][i] = score - APART
        if score >= SAME:
            queue.append((-float(score), i, j, 1, 1))
    heapq.heapify(queue)
    while queue:
        _, i, j, size_i, size_j = heapq.heappop(queue)
        if len(members[i]) != size_i or len(members[j]) != size_j:
            continue
        if any(excluded(one, two) for one in members[i] for two in members[j]):
            links[i][j] = links[j][i] = _NEVER
            continue
        members[i] = sorted(members[i] + members[j])
        members[j] = []
        for k, link in links[j].items():
            del links[k][j]
            if k != i:
                links[i][k] = links[k][i] = links[i].get(k, 0) + link
        links[j] = {}
        for k, link in links[i].items():
            mean = link / (len(members[i]) * len(members[k])) + APART
            if mean >= SAME:
                one, two = min(i, k), max(i, k)
                heapq.heappush(queue, (-mean, one, two, len(members[one]), len(members[two])))
    return list(filter(None, members))
