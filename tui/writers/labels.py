"""Keeps the labels of a picture apart: one that would cover another stands a row above it."""

from typing import Final

ROW_PX: Final = 12
_DIGIT_PX: Final = 7.0
_MOST_ROWS: Final = 8
"""So far above its place a label still belongs to it."""


class Labels:
    """The labels of one picture that have their places."""

    def __init__(self) -> None:
        """Begin with none."""
        self._taken: list[tuple[float, float, float]] = []
        """Left and right end, and height."""

    def place(self, left: float, y: float, text: str) -> float | None:
        """Return how high a label is to stand that begins at `left`; None where there is no room near `y`."""
        right = left + _DIGIT_PX * len(text)
        for row in range(_MOST_ROWS):
            height = y - ROW_PX * row
            if not any(a < right and left < b and abs(height - h) < ROW_PX for a, b, h in self._taken):
                self._taken.append((left, right, height))
                return round(height, 1)
        return None

    def place_centred(self, x: float, y: float, text: str) -> float | None:
        """Return the same for a label whose middle is at `x`."""
        return self.place(x - _DIGIT_PX * len(text) / 2, y, text)
