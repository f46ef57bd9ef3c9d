"""The numbers of the statements of an item while it is open: nothing that is set aside or arrives moves them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from threading import Lock

from reconcile.items.item import Clash, Item, Member


def number_members(item: Item) -> dict[str, int]:
    """Return the number of each statement of an item, by id, as every face gives them at first."""
    return {member.assertion.id: number for number, member in enumerate(item.members, start=1)}


def side_numbers(clash: Clash, numbers: Mapping[str, int]) -> list[str]:
    """Return the numbers of the statements on each side of a clash, the side with the lowest first: `1-6`, `7/9`."""
    sides = sorted(sorted(numbers.get(id_, 0) for id_ in side) for side in clash.sides)
    return ["/".join(_runs(side)) for side in sides]


def pair_numbers(pairs: Iterable[Sequence[str]], numbers: Mapping[str, int]) -> str:
    """Return the numbers of the statements in pairs: `2–5` of one pair, `1-4/9` of several."""
    every = [sorted(numbers.get(id_, 0) for id_ in pair) for pair in pairs]
    if len(every) == 1:
        return "–".join(map(str, every[0]))
    return "/".join(_runs(sorted(set(chain.from_iterable(every)))))


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Yield runs of three and more consecutive numbers as `1-3`, others one by one."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        yield from [f"{members[0]}-{members[-1]}"] if len(members) > 2 else map(str, members)


class HeldNumbers:
    """The numbers in each item that was opened, until it is opened anew."""

    def __init__(self) -> None:
        self._by_item: dict[tuple[str, str], dict[str, int]] = {}
        self._lock = Lock()

    def open(self, key: tuple[str, str]) -> None:
        """Number an item afresh when it is next read."""
        with self._lock:
            self._by_item.pop(key, None)

    def of(self, item: Item) -> Mapping[str, int]:
        """Return the number of each statement by id: those it has had since the item was opened, what is new last."""
        with self._lock:
            numbers = self._by_item.setdefault((item.subject, item.attribute), {})
            for member in item.members:
                numbers.setdefault(member.assertion.id, len(numbers) + 1)
            return {member.assertion.id: numbers[member.assertion.id] for member in item.members}

    def move(self, old: tuple[str, str], new: tuple[str, str]) -> None:
        """Keep the numbers of an open item whose event was merged or split, under the key that it has now."""
        with self._lock:
            self._by_item[new] = self._by_item.pop(old, {})


def in_order(item: Item, numbers: Mapping[str, int]) -> Sequence[tuple[int, Member]]:
    """Return the statements of an item with their numbers, by number."""
    return sorted(((numbers[m.assertion.id], m) for m in item.members), key=lambda pair: pair[0])
