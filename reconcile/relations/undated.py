"""States that an article mentions in passing: at two moments both can be true, but no word tells the moments apart.

Somebody who "leads the group" in a box of background beside somebody who was killed was alive at some time before.
"""

from collections.abc import Iterable

from reconcile.evidence.reading import Reading


def is_undated_change(readings: Iterable[Reading]) -> bool:
    """Return whether of some states one is the last there can be, and each other is told in passing."""
    states = [reading for reading in readings if reading.attribute.final]
    passing = [reading for reading in states if not is_final(reading)]
    return len(passing) < len(states) and bool(passing) and all(map(_is_in_passing, passing))


def is_final(reading: Reading) -> bool:
    """Return whether nothing comes after what is asserted."""
    return reading.stance == "asserts" and getattr(reading.value, "name", "") in reading.attribute.final


def _is_in_passing(reading: Reading) -> bool:
    """Return whether the outlet itself asserts something that nothing but the day of publication dates."""
    return reading.stance == "asserts" and not reading.has_own_time and not reading.assertion.chain
