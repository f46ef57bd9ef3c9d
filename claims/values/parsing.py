"""Parse a value of any kind, within the limits that hold for every kind.

Surface forms over 500 characters, NUL, lone surrogates, and bounds for kinds that have none are errors.
"""

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final, get_args

from claims.values.counts import parse_count
from claims.values.model import Kind, Value
from claims.values.problems import ValueProblem

LONGEST: Final = 500

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BOUND_KEYS: Final = frozenset({"low", "high"})
_BESIDE_BOUNDS: Final[Mapping[Kind, frozenset[str]]] = {"measure": frozenset({"unit"}), "count": frozenset({"best"})}
_KINDS: Final = frozenset(get_args(Kind))
_WITH_BOUNDS: Final[frozenset[Kind]] = frozenset({"count", "measure", "date", "time"})


def parse_value(
    kind: Kind, written: str | Mapping[str, object], *, unit: str = "", choices: tuple[str, ...] = ()
) -> Value:
    """Read a value of `kind` from a surface form or from stated bounds.

    Args:
        kind: what the attribute declares.
        written: a surface form of at most 500 characters, or `{"low": .., "high": ..}`, both ends included, null open;
            a measure may add `"unit"`, a count the figure that is best between them, `"best"`.
        unit: what the attribute declares for a measure that names no unit.
        choices: what the attribute declares for a choice.

    Raises:
        ValueProblem: not understood, whatever the reason; nothing else is raised.
    """
    if isinstance(written, str):
        if len(written) > LONGEST:
            raise ValueProblem(written, f"it has {len(written)} characters", f"at most {LONGEST}")
        return _parse_count(written) if kind == "count" else _parse_surface(kind, written, unit, choices)
    if isinstance(written, Mapping):
        return _parse_bounds(kind, written, unit)
    raise ValueProblem(written, "it is neither text nor bounds", 'text, or {"low": 17, "high": null}')


def _parse_count(written: str) -> Value:
    """Read a count in English, or in another language where its words say more than English reads in them."""
    from claims.values.languages import has_script, is_grouped, parse_foreign_count

    try:
        value = parse_count(written)
    except ValueProblem:
        if written.isascii() and not any(map(str.isalpha, written)) and not is_grouped(written):
            raise
        if (foreign := parse_foreign_count(written)) is None:
            raise
        return foreign
    # "12 или более" has a figure that English reads, and a noun that it does not know.
    is_bare = value.hedge == "exact" and written[-1:].isalpha()
    foreign = parse_foreign_count(written) if is_bare else None
    if is_bare and foreign is None and has_script(written):
        raise ValueProblem(written, "what stands beside the figure is not understood", 'bounds such as {"low": 17}')
    return foreign or value


def _parse_surface(kind: Kind, written: str, unit: str, choices: tuple[str, ...]) -> Value:
    if _UNSTORABLE.search(written):
        raise ValueProblem(written, "it holds characters that no text may hold", "text without them")
    if kind not in _KINDS:
        raise ValueProblem(written, f"there is no kind of value {kind!r}", "a kind of the vocabulary")
    declared: dict[Kind, tuple[object, ...]] = {"measure": (unit,), "choice": (choices,)}
    return _import_reader(kind, f"parse_{kind}")(written, *declared.get(kind, ()))


def _import_reader(kind: Kind, name: str) -> Callable[..., Value]:
    """Return a function of the module of `kind`, which is imported only now: a count needs none of the others."""
    reader: Callable[..., Value] = getattr(import_module(f"claims.values.{kind}s"), name)
    return reader


def _parse_bounds(kind: Kind, written: Mapping[str, object], unit: str) -> Value:
    allowed = _BOUND_KEYS | _BESIDE_BOUNDS.get(kind, frozenset())
    unknown = sorted(repr(key)[:30] for key in written if key not in allowed)
    if unknown:
        raise ValueProblem(written, f"unknown key {unknown[0]}", " and ".join(sorted(allowed)))
    if kind not in _WITH_BOUNDS:
        raise ValueProblem(written, f"a {kind} has no bounds", f"a {kind} as text")
    declared = (unit,) if kind == "measure" else ()
    return _import_reader(kind, f"{kind}_from_bounds")(written, *declared)
