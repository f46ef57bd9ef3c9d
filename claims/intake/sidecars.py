"""Read the metadata file beside an article: `NAME.meta.json` or `NAME.meta.toml`.

A sidecar is never an article. A wrong or unknown key is a finding and left out; where the whole file cannot be read,
its article is read without it.
"""

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

from claims.findings import Finding
from claims.intake.files import UnreadableError, is_regular_file, read_file, show_path
from claims.intake.jsonlines import StrictJsonError, parse_strict_json
from claims.intake.metadata import KEYS, Metadata, build_metadata

_ENDINGS: Final = (".meta.json", ".meta.toml")
_MAX_BYTES: Final = 65_536


class _BadSidecarError(ValueError):
    """The content of the file is not that of a sidecar."""


def is_sidecar(name: str) -> bool:
    """Whether `name` is that of a sidecar."""
    return name.lower().endswith(_ENDINGS)


def find_its_article(sidecar: Path, endings: Iterable[str]) -> Path | None:
    """Return the file beside `sidecar` that it describes, whose ending is one of `endings`."""
    stem = sidecar.name[: -len(_ENDINGS[0])]
    beside = list(map(sidecar.with_name, (stem, *(stem + ending for ending in endings))))
    return next((path for path in beside if path.suffix.lower() in endings and is_regular_file(path)), None)


def find_sidecar_name(file: Path, endings: Iterable[str]) -> str:
    """Return what a file would be called as the sidecar of an article beside it; empty where it can be none.

    `fire.txt.json` and `fire.json` beside `fire.txt` would be `fire.txt.meta.json` and `fire.meta.json`.
    """
    if file.suffix.lower() not in (".json", ".toml"):
        return ""
    named = file.with_name(f"{file.stem}.meta{file.suffix}")
    return named.name if find_its_article(named, endings) else ""


def load_sidecar(article: Path) -> tuple[Metadata, list[Finding]]:
    """Return what the sidecar of `article` says, nothing where there is none, and what is wrong with it.

    For `fire.txt` that is the first of `fire.txt.meta.json`, `fire.txt.meta.toml`, `fire.meta.json`, `fire.meta.toml`.
    """
    beside = (article.with_name(stem + ending) for stem in (article.name, article.stem) for ending in _ENDINGS)
    path = next(filter(is_regular_file, beside), None)
    if path is None:
        return Metadata(), []
    try:
        values = _parse(path)
        metadata = build_metadata(values)
    except (UnreadableError, _BadSidecarError) as error:
        return Metadata(), [_bad_sidecar(path, f"{error}; {article.name} is read without it")]
    unknown = sorted(set(values) - set(KEYS))
    problems = [f"has the unknown key {key[:60]!r}, left out; it may have {', '.join(KEYS)}" for key in unknown]
    problems += [f"{problem}; correct it and add the file again" for problem in metadata.problems]
    return metadata, [_bad_sidecar(path, problem) for problem in problems]


def _bad_sidecar(path: Path, message: str) -> Finding:
    return Finding(where=show_path(path), message=message, about="bad-sidecar")


def _parse(path: Path) -> dict[str, object]:
    data = read_file(path, _MAX_BYTES)
    try:
        values = parse_strict_json(data) if path.name.lower().endswith("json") else tomllib.loads(data.decode("utf-8"))
    except (StrictJsonError, tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _BadSidecarError(f"cannot be read: {error}") from error
    if not isinstance(values, dict):
        raise _BadSidecarError("is not an object with the keys " + ", ".join(KEYS))
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
