"""Which keys do what: presets as data, a reviewer's own keys on top, and the check that no key means two things.

Keys belong to screens, never to the app: there they would fire while someone is typing.
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
        clashes = []
        owners: dict[str, str] = {}
        for action in actions_on(screen):
            for key in dict.fromkeys(map(long_name, self.of(action))):
                if key in owners:
                    clashes.append((key, owners[key], action.name))
                owners.setdefault(key, action.name)
        return clashes

    def as_toml(self) -> str:
        """Return the keymap as the lines of a settings file."""
        lines = [f"{name} = [{', '.join(map(_quoted, keys))}]" for name, keys in self.keys.items()]
        return "\n".join(("[keys]", *lines, ""))


def load_keymap(preset: str = "default", own: Mapping[str, Iterable[str]] | None = None, where: str = "keys") -> Keymap:
    """Return a preset with a reviewer's own keys on top.

    An own key takes that key from whatever the preset gave it to; an action keeps its other keys.

    Raises:
        KeymapError: an unknown preset or action, or own keys that mean two things on one screen.
    """
    if preset not in PRESETS:
        raise KeymapError(f"{where}: there is no preset {preset!r}; there are {', '.join(PRESETS)}")
    keys = _preset("default")
    if preset != "default":
        keys = _override(keys, _preset(preset))
    own_keys = {name: tuple(names) for name, names in (own or {}).items()}
    _check_own_keys(own_keys, where)
    keymap = Keymap(_override(keys, own_keys))
    for screen in screen_names():
        for key, one, other in keymap.clashes(screen):
            raise KeymapError(
                f"{where}: on the {screen} screen {shown_key(key)!r} would mean both {one} and {other}; give one of "
                "them another key"
            )
    return keymap


def _check_own_keys(keys: Mapping[str, tuple[str, ...]], where: str) -> None:
    unknown = sorted(set(keys) - {action.name for action in ACTIONS})
    if unknown:
        raise KeymapError(f"{where}: there is no action {unknown[0]!r}; `variorum review --print-keys` lists them")
    for name, own in keys.items():
        for key in own:
            if not _is_key(key):
                raise KeymapError(f"{where}: {name}: {key!r} is no key; write them as in {PRESETS[0]}, one a string")


def _is_key(key: str) -> bool:
    return bool(key) and key.isprintable() and (len(key) == 1 or not any(c.isspace() or c == "," for c in key))


def _override(keys: Mapping[str, tuple[str, ...]], own: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return `keys` with `own` on top; a key of `own` is taken from the other actions of the same screens."""
    screens = {action.name: frozenset(action.screens) for action in ACTIONS}
    nowhere: frozenset[ScreenName] = frozenset()
    merged = {}
    for name in keys:
        beside = (other for other in own if screens.get(other, nowhere) & screens.get(name, nowhere))
        lost = {long_name(key) for other in beside for key in own[other]}
        merged[name] = tuple(key for key in keys[name] if long_name(key) not in lost)
    return {**merged, **own}


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
        return "+".join(map(str.capitalize, short.split("+")))
    return _SHOWN.get(short, short)


def _quoted(key: str) -> str:
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'
