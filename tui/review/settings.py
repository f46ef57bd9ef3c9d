"""A reviewer's own settings: keys, theme, whether a reason is asked for.

Owns reading one TOML file and refusing what it cannot use, with the file's name and what to write instead; and writing
single settings into it, which leaves the rest of it as somebody wrote it. It is not part of a dossier: nothing here
changes what a decision says.
"""

import json
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal, Self

from claims.errors import VariorumError
from tui.output import save_text
from tui.review.keymap import Keymap, load_keymap


class SettingsError(VariorumError):
    """The settings file cannot be used; the message names it and what to write."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a reviewer has set; the defaults are those of somebody who has set nothing."""

    reviewer: str = ""
    """Who reviews, where neither the command line nor VARIORUM_REVIEWER says it."""
    preset: str = "default"
    """The keymap to start from."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys of one's own, by action."""
    theme: str = ""
    reasons: Literal["required", "optional"] = "required"
    """`optional`: accepting an assertion takes one press, and a reason can be given afterwards."""
    blind: bool = False
    """What others decided on an item is not shown before one has decided it oneself."""
    source: str = "settings"
    """Where they were read, for messages."""

    def over(self, given: Mapping[str, object]) -> Self:
        """Return the settings with what was given on the command line on top.

        Raises:
            SettingsError: something given is not understood.
        """
        for name, value in given.items():
            if problem := _problem(name, value):
                raise SettingsError(f"--{name}: {problem}")
        return replace(self, **dict[str, Any](given))

    @property
    def path(self) -> Path:
        """The file they are kept in, whether there is one yet or not."""
        return Path(self.source) if self.source != "settings" else settings_path()

    def keymap(self) -> Keymap:
        """Return the keys in force.

        Raises:
            KeymapError: they clash, or name what does not exist.
        """
        return load_keymap(self.preset, self.keys, self.source)


def settings_path() -> Path:
    """Return where the settings are read (XDG_CONFIG_HOME, else ~/.config)."""
    config = os.environ.get("XDG_CONFIG_HOME", "")
    root = Path(config) if Path(config).is_absolute() else Path.home() / ".config"
    return root / "variorum" / "review.toml"


def save_settings(changed: Mapping[str, str | bool], path: Path | None = None) -> Path:
    """Write single settings into the file, whose other lines stay as they are; return where that is.

    Raises:
        SettingsError: the file cannot be read as settings or written, or would not be settings any more.
    """
    where = path or settings_path()
    try:
        lines = where.read_text(encoding="utf-8").splitlines() if where.exists() else []
        if where.exists():
            load_settings(where)
        for name, value in changed.items():
            line = f"{name} = {json.dumps(value)}"  # a JSON string or truth value is one of TOML
            end = next((n for n, old in enumerate(lines) if old.lstrip().startswith("[")), len(lines))
            at = [n for n, old in enumerate(lines[:end]) if old.split("=", 1)[0].strip().strip("\"'") == name]
            lines[at[0] if at else end : at[0] + 1 if at else end] = [line]
        where.parent.mkdir(parents=True, exist_ok=True)
        save_text(where, ["\n".join((*lines, ""))])
    except OSError as error:
        raise SettingsError(f"{where}: cannot be written ({error}); nothing was saved") from error
    return where


def load_settings(path: Path | None = None) -> Settings:
    """Return the settings in a file; the defaults where there is none at the usual place.

    Raises:
        SettingsError: the file named is not there, is no TOML, or says what is not understood.
    """
    where = path or settings_path()
    if path is None and not where.exists():
        return Settings()
    try:
        content = tomllib.loads(where.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{where}: cannot be read ({error}); mend or move it") from error
    for name, value in content.items():
        if problem := _problem(name, value):
            raise SettingsError(f"{where}: {name}: {problem}; the settings are {', '.join(_MEANT)}")
    keys = {action: tuple(given) for action, given in content.pop("keys", {}).items()}
    return Settings(**content, keys=keys, source=str(where))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _are_keys(value: object) -> bool:
    lists = value.values() if isinstance(value, dict) else (None,)
    return all(isinstance(keys, list | tuple) and all(map(_is_text, keys)) for keys in lists)


_MEANT: Final[dict[str, tuple[Callable[[Any], bool], str]]] = {
    "reviewer": (_is_text, "a text"),
    "preset": (_is_text, "a text"),
    "keys": (_are_keys, "a table of lists of keys"),
    "theme": (_is_text, "a text"),
    "reasons": (lambda value: value in ("required", "optional"), "'required' or 'optional'"),
    "blind": (lambda value: isinstance(value, bool), "true or false"),
}
"""What a setting may be, and in words."""


def _problem(name: str, value: object) -> str:
    """Return what is the matter with a setting, if anything."""
    if name not in _MEANT:
        return "is no setting"
    fits, words = _MEANT[name]
    return "" if fits(value) else f"should be {words}"
