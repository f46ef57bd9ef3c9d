"""Which keys do what: presets as data, a reviewer's own keys on top, and the check that no key means two things.

Owns reading and checking keymaps. Refuses keys on the app itself, which would fire while someone is typing, and a
keymap in which a key means two things on one screen.
"""

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Final

from claims.errors import VariorumError
from tui.review.actions import ACTIONS, ReviewAction, ScreenName, actions_on, screen_names

PRESETS: Final = ("default", "vim")

_NAMES: Final = {
    "?": "question_mark", "/": "slash", "*": "asterisk", "+": "plus", "-": "minus", ".": "full_stop", ",": "comma",
    ";": "semicolon", ":": "colon", "'": "apostrophe", "[": "left_square_bracket", "]": "right_square_bracket",
    "<": "less_than_sign", ">": "greater_than_sign", "=": "equals_sign", "!": "exclamation_mark", "#": "number_sign",
    "{": "left_curly_bracket", "}": "right_curly_bracket",
}  # fmt: skip
"""What Textual calls the keys that are written as one sign."""

_SHOWN: Final = {
    "enter": "⏎", "escape": "esc", "up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "PgUp",
    "pagedown": "PgDn", "home": "Home", "end": "End", "space": "Space", "backspace": "⌫", "tab": "Tab",
}  # fmt: skip


class KeymapError(VariorumError):
    """A keymap names what does not exist, or gives one key two meanings; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of every action, as written; the first is the one that is shown."""

    keys: Mapping[str, tuple[str, ...]]

    def of(self, action: ReviewAction) -> tuple[str, ...]:
        """Return the action's keys."""
        return self.keys.get(action.name, ())

    def shown(self, action: ReviewAction, *, every: bool = False) -> str:
        """Return the action's key as printed, or all of its keys; an empty string where it has none."""
        keys = self.of(action)
        if action.numbered and keys:
            return f"{shown_key(keys[0])}-{shown_key(keys[-1])}"
        return " ".join(map(shown_key, keys if every else keys[:1]))

    def clashes(self, screen: ScreenName) -> list[tuple[str, str, str]]:
        """Return each key that means two things on a screen, with both actions."""
        found = []
        taken: dict[str, str] = {}
        for action in actions_on(screen):
            for key in dict.fromkeys(map(long_name, self.of(action))):
                if key in taken:
                    found.append((key, taken[key], action.name))
                taken.setdefault(key, action.name)
        return found

    def as_toml(self) -> str:
        """Return the keymap as the lines of a settings file."""
        lines = [f"{name} = [{', '.join(_quoted(key) for key in keys)}]" for name, keys in self.keys.items()]
        return "\n".join(("[keys]", *lines, ""))


def load_keymap(preset: str = "default", own: Mapping[str, Iterable[str]] | None = None, where: str = "keys") -> Keymap:
    """Return a preset with a reviewer's own keys on top.

    An own key takes that key from whatever the preset gave it to; an action keeps its other keys.

    Raises:
        KeymapError: an unknown preset or action, or own keys that mean two things on one screen.
    """
    if preset not in PRESETS:
        raise KeymapError(f"{where}: there is no preset {preset!r}; there are {', '.join(PRESETS)}")
    keys = dict(_preset("default"))
    if preset != "default":
        keys = _over(keys, _preset(preset))
    mine = {name: tuple(given) for name, given in (own or {}).items()}
    unknown = sorted(set(mine) - {action.name for action in ACTIONS})
    if unknown:
        raise KeymapError(f"{where}: there is no action {unknown[0]!r}; `variorum review --print-keys` lists them")
    for name, given in mine.items():
        for key in given:
            if not key or not key.isprintable() or any(c.isspace() or c == "," for c in key if len(key) > 1):
                raise KeymapError(f"{where}: {name}: {key!r} is no key; write them as in {PRESETS[0]}, one a string")
    keymap = Keymap(_over(keys, mine))
    for screen in screen_names():
        for key, one, other in keymap.clashes(screen):
            raise KeymapError(
                f"{where}: on the {screen} screen {shown_key(key)!r} would mean both {one} and {other}; give one of "
                "them another key"
            )
    return keymap


def _over(keys: Mapping[str, tuple[str, ...]], mine: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return `keys` with `mine` on top; what `mine` takes is taken from the other actions of the same screens."""
    screens = {action.name: frozenset(action.screens) for action in ACTIONS}
    merged = {}
    for name, had in keys.items():
        taken = {
            long_name(key)
            for other, given in mine.items()
            if other != name and name not in mine and screens.get(other, frozenset()) & screens.get(name, frozenset())
            for key in given
        }
        merged[name] = mine[name] if name in mine else tuple(key for key in had if long_name(key) not in taken)
    return merged | {name: given for name, given in mine.items() if name not in keys}


@functools.cache
def _preset(name: str) -> dict[str, tuple[str, ...]]:
    text = resources.files("tui.review").joinpath("keymaps", f"{name}.toml").read_text("utf-8")
    return {action: tuple(keys) for action, keys in tomllib.loads(text)["keys"].items()}


def long_name(key: str) -> str:
    """Return a key as Textual names it.

    >>> long_name("?"), long_name("ctrl+b")
    ('question_mark', 'ctrl+b')
    """
    return _NAMES.get(key, key)


def shown_key(key: str) -> str:
    """Return a key as printed.

    >>> shown_key("escape"), shown_key("f10"), shown_key("ctrl+b"), shown_key("question_mark")
    ('esc', 'F10', 'Ctrl+B', '?')
    """
    short = next((sign for sign, name in _NAMES.items() if name == key), key)
    if len(short) > 1 and (short[1:].isdigit() or "+" in short):
        return "+".join(part.capitalize() for part in short.split("+"))
    return _SHOWN.get(short, short)


def _quoted(key: str) -> str:
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'
