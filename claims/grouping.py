"""Group values by a key, and name the first of many."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


def group_by(values: Iterable[_Value], key: Callable[[_Value], _Key]) -> dict[_Key, list[_Value]]:
    """Return the values by key, keys and values in the order in which they come.

    >>> group_by(["oak", "elm", "ash", "beech"], len)
    {3: ['oak', 'elm', 'ash'], 5: ['beech']}
    """
    groups: dict[_Key, list[_Value]] = {}
    for value in values:
        groups.setdefault(key(value), []).append(value)
    return groups


def in_parts(values: Iterable[_Value], size: int) -> Iterator[list[_Value]]:
    """Yield the values in their order, at most `size` at a time.

    >>> list(in_parts(range(5), 2))
    [[0, 1], [2, 3], [4]]
    """
    every = iter(values)
    while part := list(islice(every, size)):
        yield part


def first_of(names: Sequence[str], most: int) -> str:
    """Return the first names, and how many more there are.

    >>> first_of(["oak", "elm", "ash", "beech"], 2)
    'oak, elm and 2 more'
    """
    return ", ".join(names[:most]) + (f" and {len(names) - most:,} more" if len(names) > most else "")
