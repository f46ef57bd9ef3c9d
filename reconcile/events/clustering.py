"""Groups scored pairs by average links, so that one strong pair does not chain two groups together.

Two groups are joined while the mean over all pairs between them stays at `SAME` or above; a pair that no block brought
together counts as `APART`. Groups with two members that exclude each other are never joined.
"""

import heapq
from collections.abc import Callable, Iterator, Mapping
from itertools import product, starmap
from typing import Final

from reconcile.events.scoring import APART, SAME

_NEVER: Final = -(10**9)

Pair = tuple[int, int]
"""Two numbers, the smaller first."""
Links = list[dict[int, int]]
"""By group: what its pairs with another one have above `APART`, summed."""
_Offer = tuple[float, int, int, int, int]
"""Two groups to join: their mean score, negated, both numbers, and the sizes for which it holds."""


def cluster(count: int, points: Mapping[Pair, int], excluded: Callable[[int, int], bool]) -> list[list[int]]:
    """Return the groups that the numbers from 0 to `count` - 1 fall into, each sorted.

    `points` are those of the pairs that were compared; `excluded` says whether two numbers may not be in one group.
    """
    links: Links = [{} for _ in range(count)]
    for (i, j), score in points.items():
        links[i][j] = links[j][i] = score - APART
    members = [[n] for n in range(count)]
    queue: list[_Offer] = [(-float(score), i, j, 1, 1) for (i, j), score in points.items() if score >= SAME]
    heapq.heapify(queue)
    while queue:
        _, i, j, *sizes = heapq.heappop(queue)
        if [len(members[i]), len(members[j])] != sizes:
            continue
        if any(starmap(excluded, product(members[i], members[j]))):
            links[i][j] = links[j][i] = _NEVER
            continue
        members[i] = sorted(members[i] + members[j])
        members[j] = []
        _move_links(links, j, i)
        for offer in _find_offers(i, links, members):
            heapq.heappush(queue, offer)
    return list(filter(None, members))


def _move_links(links: Links, source: int, target: int) -> None:
    """Add the links of one group to those of another."""
    for k, link in links[source].items():
        del links[k][source]
        if k != target:
            links[target][k] = links[k][target] = links[target].get(k, 0) + link
    links[source] = {}


def _find_offers(i: int, links: Links, members: list[list[int]]) -> Iterator[_Offer]:
    """Yield the groups that may be joined with one."""
    for k, link in links[i].items():
        mean = link / (len(members[i]) * len(members[k])) + APART
        if mean >= SAME:
            one, two = sorted((i, k))
            yield -mean, one, two, len(members[one]), len(members[two])
