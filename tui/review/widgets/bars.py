"""The lines at the top and bottom of a screen: progress, messages and keys."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from reconcile.items.states import CONFLICT_STATES, QUEUED_STATES, STATES
from tui.review.actions import ScreenName, actions_on
from tui.review.keymap import Keymap
from tui.review.workers import stop_timer
from tui.visible import visible

Severity = Literal["information", "warning", "error"]

_GAP = "  "
_TALL = 34
"""Lines from which a screen has room for every key of its own."""


class StatusBar(Static):
    """Progress, what the queue shows, the dossier's name, the reviewer."""

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._dossier = self._reviewer = self._place = ""
        self._counts: Mapping[str, int] = {}
        self._busy = "opening …"
        self._inbox = ""

    def show_state(
        self, dossier: str, reviewer: str, place: str, counts: Mapping[str, int], busy: str, inbox: str = ""
    ) -> None:
        """Show how far the review is: the counts of items by state and what waits in the inbox, or what is computed."""
        self._dossier = visible(dossier, limit=40)
        self._reviewer = visible(reviewer, limit=40)
        self._place = visible(place, limit=200)
        self._counts = counts
        self._busy = busy
        self._inbox = inbox
        self._draw()

    def on_resize(self) -> None:
        """Fit the new width."""
        self._draw()

    def _draw(self) -> None:
        width = max(20, self.size.width)
        progress = self._busy or _GAP.join(filter(None, (progress_text(self._counts), self._inbox)))
        right = self._reviewer or "no reviewer"
        # When room is short, progress and the place in the queue are the last to give way.
        for parts in (
            (self._dossier, self._place, progress, right),
            (self._place, progress, right),
            (self._place, progress),
            (self._place, progress_text(self._counts, brief=True) if not self._busy else self._busy),
        ):
            texts = list(filter(None, parts))
            if cell_len(_GAP.join(texts)) <= width:
                break
        if len(parts) > 2 and len(texts) > 1:
            left = _GAP.join(texts[:-1])
            line = set_cell_size(left, width - cell_len(texts[-1])) + texts[-1]
        else:
            line = _GAP.join(texts)
        self.update(Content(set_cell_size(line, width)))


def progress_text(counts: Mapping[str, int], *, brief: bool = False) -> str:
    """Return how far the review is, in words and numbers.

    >>> progress_text({"open": 3, "stale": 1, "held": 2, "resolved": 5, "explained": 1, "agreed": 90})
    '6/12 settled  3 open  1 stale  2 held'
    """
    settled = sum(counts.get(state, 0) for state in CONFLICT_STATES if STATES[state].is_settled)
    waiting = list(filter(counts.get, QUEUED_STATES))
    parts = [f"{settled:,}/{settled + sum(counts[state] for state in waiting):,} settled"]
    if not brief:
        parts += [f"{counts[state]:,} {state.replace('_', ' ')}" for state in waiting]
    return _GAP.join(parts)


class MessageLine(Static):
    """What was just done or went wrong: a line of its own, so that it covers nothing."""

    SHOWN_FOR_S: ClassVar[dict[Severity, float]] = {"information": 12.0, "warning": 12.0, "error": 60.0}

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self.message = ""
        self._timer: Timer | None = None

    def show_message(self, message: str, severity: Severity = "information") -> None:
        """Show a message until the next one, or for some seconds."""
        self.message = visible(message, limit=600)
        self.update(Content(self.message))
        self.set_classes(f"-shown -{severity}")
        stop_timer(self._timer)
        self._timer = self.set_timer(self.SHOWN_FOR_S[severity], self._rest)

    def _rest(self) -> None:
        self.set_classes("")


class KeyBar(Static):
    """What can be done on this screen, from the action registry, on as many lines as that takes."""

    def __init__(self, screen: ScreenName, keys: Keymap) -> None:
        super().__init__("", markup=False)
        self._screen_name = screen
        self._keys = keys

    def on_resize(self) -> None:
        """Break the lines between two keys, never inside one; on a short screen what is in the menu may give way."""
        keys = self._keys
        offered = [action for action in actions_on(self._screen_name) if action.footer and keys.shown(action)]
        words = {
            action.name: Content.assemble((keys.shown(action), "bold $text"), " ", action.label) for action in offered
        }
        most = 3 if self.app.size.height >= _TALL else 2
        lines = self._lines(list(words.values()))
        for action in reversed(offered):
            if len(lines) <= most:
                break
            if action.name not in {"menu", "help"}:
                del words[action.name]
                lines = self._lines(list(words.values()))
        self.styles.height = min(len(lines), most)
        self.update(Content("\n").join(map(Content(_GAP).join, lines)))

    def _lines(self, words: list[Content]) -> list[list[Content]]:
        lines: list[list[Content]] = [[]]
        used = 0
        for word in words:
            if used and used + len(_GAP) + word.cell_length > self.size.width:
                lines.append([])
                used = 0
            used += word.cell_length + (len(_GAP) if lines[-1] else 0)
            lines[-1].append(word)
        return lines
