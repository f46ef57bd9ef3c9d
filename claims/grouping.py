"""Group values by a key."""

from collections.abc import Callable, Hashable, Iterable
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
