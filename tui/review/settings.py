"""A reviewer's own settings, read from and written to one TOML file that belongs to no dossier."""

import json
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal, Self

from claims.errors import VariorumError
from claims.saving import save_text
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
    """What others decided on an item is hidden until the reviewer has decided it."""
    source: str = "settings"
    """Where they were read, for messages."""

    def over(self, changes: Mapping[str, object]) -> Self:
        """Return the settings with those of the command line on top.

        Raises:
            SettingsError: one of them is not understood.
        """
        for name, value in changes.items():
            if problem := _problem(name, value):
                raise SettingsError(f"--{name}: {problem}")
        return replace(self, **dict[str, Any](changes))

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
        lines: list[str] = []
        if where.exists():
            lines = where.read_text(encoding="utf-8").splitlines()
            load_settings(where)
        for name, value in changed.items():
            _set_line(lines, name, value)
        where.parent.mkdir(parents=True, exist_ok=True)
        save_text(where, ["\n".join((*lines, ""))], force=True)
    except OSError as error:
        raise SettingsError(f"{where}: cannot be written ({error}); nothing was saved") from error
    return where


def _set_line(lines: list[str], name: str, value: str | bool) -> None:
    """Replace the line of a setting before the first table, or add it there."""
    line = f"{name} = {json.dumps(value)}"  # a JSON string or truth value is one of TOML
    end = next((n for n, old in enumerate(lines) if old.lstrip().startswith("[")), len(lines))
    for n, old in enumerate(lines[:end]):
        if old.split("=", 1)[0].strip().strip("\"'") == name:
            lines[n] = line
            return
    lines.insert(end, line)


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
            raise SettingsError(f"{where}: {name}: {problem}; the settings are {', '.join(_ALLOWED)}")
    keys = {action: tuple(names) for action, names in content.pop("keys", {}).items()}
    return Settings(**content, keys=keys, source=str(where))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _are_keys(value: object) -> bool:
    lists = value.values() if isinstance(value, dict) else (None,)
    return all(isinstance(keys, list | tuple) and all(map(_is_text, keys)) for keys in lists)


_ALLOWED: Final[dict[str, tuple[Callable[[Any], bool], str]]] = {
    "reviewer": (_is_text, "a text"),
    "preset": (_is_text, "a text"),
    "keys": (_are_keys, "a table of lists of keys"),
    "theme": (_is_text, "a text"),
    "reasons": (lambda value: value in ("required", "optional"), "'required' or 'optional'"),
    "blind": (lambda value: isinstance(value, bool), "true or false"),
}
"""What a setting may be, and in words."""


def _problem(name: str, value: object) -> str:
    """Return what is wrong with a setting; empty where nothing is."""
    if name not in _ALLOWED:
        return "is no setting"
    fits, words = _ALLOWED[name]
    return "" if fits(value) else f"should be {words}"
