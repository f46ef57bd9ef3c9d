"""Which keys do what: the default bindings, and the check that no key means two things on one screen.

Owns the keys. Every action has a key among arrows, Enter, digits, Esc and F-keys, because letters do nothing on a
Cyrillic or Arabic layout. Refuses keys on the app itself, which would fire while someone is typing.
"""

from typing import Final

from textual.binding import Binding, BindingType

from tui.actions import ReviewAction, ScreenName, actions_on

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "open": ("enter",),
    "filter": ("f", "f4"),
    "search": ("/", "f3"),
    "reload": ("R", "f5"),
    "up": ("up", "k"),
    "down": ("down", "j"),
    "page_up": ("pageup", "ctrl+b"),
    "page_down": ("pagedown", "space"),
    "first": ("home", "g"),
    "last": ("end", "G"),
    "accept": tuple("123456789"),
    "accept_any": ("a", "f2"),
    "range": ("r", "f3"),
    "proposal": ("p", "f11"),
    "contested": ("c", "f4"),
    "not_comparable": ("n", "f5"),
    "needs_evidence": ("e", "f6"),
    "reject": ("x", "f7"),
    "different_event": ("d", "f8"),
    "set_scope": ("s", "f9"),
    "view": ("v", "enter"),
    "previous": ("left",),
    "next": ("right",),
    "undo": ("u", "f12"),
    "back": ("escape",),
    "help": ("?", "f1"),
    "quit": ("q", "f10"),
}
"""By action, the key shown in the footer first."""

_SHOWN: Final = {
    "enter": "⏎",
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "space": "Space",
    "ctrl+b": "Ctrl+B",
}


def shown_key(action: ReviewAction, *, every: bool = False) -> str:
    """Return the action's key as printed, or all of its keys."""
    if action.numbered:
        return "1-9"
    keys = [_SHOWN.get(key, key.upper() if key[0] == "f" and key[1:].isdigit() else key) for key in KEYS[action.name]]
    return " ".join(keys) if every else keys[0]


def bindings_for(screen: ScreenName) -> list[BindingType]:
    """Return the bindings of a screen."""
    bindings: list[BindingType] = []
    for action in actions_on(screen):
        for key in KEYS[action.name]:
            call = f"{action.name}({key})" if action.numbered else action.name
            bindings.append(Binding(key, call, action.description, show=False))
    return bindings


def find_clashes(screen: ScreenName) -> list[str]:
    """Return the keys that mean more than one thing on a screen: there should be none."""
    keys = [key for action in actions_on(screen) for key in KEYS[action.name]]
    return sorted({key for key in keys if keys.count(key) > 1})
