"""The line at the top and the line at the bottom: what is being reviewed, how far, and what the keys do.

Owns their words. Everything that comes from a dossier is made visible first and drawn as content, never as markup.
"""

from collections.abc import Mapping

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.widgets import Static

from tui.actions import ScreenName, actions_on
from tui.keymap import shown_key
from tui.visible import visible

_GAP = "  "


class StatusBar(Static):
    """Name, progress, reviewer."""

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._dossier = self._reviewer = ""
        self._counts: Mapping[str, int] = {}
        self._busy = "opening …"

    def tell(
        self,
        *,
        dossier: str | None = None,
        reviewer: str | None = None,
        counts: Mapping[str, int] | None = None,
        busy: str | None = None,
    ) -> None:
        """Show what has changed; what is not given stays."""
        self._dossier = self._dossier if dossier is None else visible(dossier, limit=40)
        self._reviewer = self._reviewer if reviewer is None else visible(reviewer, limit=40)
        self._counts = self._counts if counts is None else counts
        self._busy = self._busy if busy is None else busy
        self._draw()

    def on_resize(self) -> None:
        """Fit the new width."""
        self._draw()

    def _draw(self) -> None:
        right = self._reviewer or "no reviewer"
        middle = self._busy or progress_text(self._counts)
        width = max(20, self.size.width)
        left = f"{self._dossier}{_GAP}{middle}"
        space = width - cell_len(right) - len(_GAP)
        if cell_len(left) > space:
            left = middle
        # The right end gives way first: the counts are what tells whether the work is done.
        line = set_cell_size(left, max(space, 0)) + _GAP + right if cell_len(left) <= space else left
        self.update(Content(set_cell_size(line, width)))


def progress_text(counts: Mapping[str, int]) -> str:
    """Return how far the review is, in words and numbers.

    >>> progress_text({"open": 3, "stale": 1, "resolved": 6, "agreed": 90})
    '6/10 settled  3 open  1 stale'
    """
    conflicts = ("open", "stale", "contested", "needs_evidence", "resolved")
    total = sum(counts.get(state, 0) for state in conflicts)
    told = [f"{counts.get('resolved', 0):,}/{total:,} settled"]
    told += [
        f"{counts[state]:,} {state.replace('_', ' ')}"
        for state in ("open", "stale", "contested", "needs_evidence", "held")
        if counts.get(state)
    ]
    return _GAP.join(told)


class KeyBar(Static):
    """What can be done on this screen, from the action registry, on as many lines as that takes."""

    def __init__(self, screen: ScreenName) -> None:
        super().__init__("", markup=False)
        self._keys = [(shown_key(action), action.label) for action in actions_on(screen) if action.footer]

    def on_resize(self) -> None:
        """Break the lines between two keys, never inside one."""
        lines: list[list[Content]] = [[]]
        used = 0
        for key, label in self._keys:
            word = Content.assemble((key, "bold $text"), " ", label)
            if used and used + len(_GAP) + word.cell_length > self.size.width:
                lines.append([])
                used = 0
            used += word.cell_length + (len(_GAP) if lines[-1] else 0)
            lines[-1].append(word)
        self.update(Content("\n").join(Content(_GAP).join(line) for line in lines))
