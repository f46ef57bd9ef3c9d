"""Values are grouped by a key, in the order in which they come."""

from claims.grouping import group_by


def test_groups_and_their_values_keep_the_order_they_came_in() -> None:
    assert list(group_by([3, 1, 4, 1, 5], lambda n: n % 2).items()) == [(1, [3, 1, 1, 5]), (0, [4])]
