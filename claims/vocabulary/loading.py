"""Load the vocabulary from TOML and merge the additions of a dossier into the built-in tables.

The file format is in claims/README.md. Additions merge by union, so that their order never matters: of two additions
that define one attribute differently, the second is an error when it arrives.
"""

import functools
import itertools
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from claims.errors import VariorumError
from claims.identity import JsonValue
from claims.values.model import Kind
from claims.vocabulary.model import (
    TOTAL,
    Actor,
    Attribute,
    Balance,
    MembershipSetting,
    NameSetting,
    Node,
    Place,
    PolicySetting,
    Protocol,
    ScopeTree,
    SourceSetting,
    Vocabulary,
)

Tables = dict[str, Any]
"""Parsed TOML: plain dicts, lists, strings, booleans and integers."""

_LISTS = {"balances", "progressions"}
_SETTINGS = {"sources", "policies", "protocol", "names", "memberships"}
"""Sections whose entries can be changed: of two that differ, the later one (`at`) is in force."""
_ACTORS = ("actors", "bodies", "wires")
"""Sections whose entries are actors."""
_SECTIONS = {"attributes", "places", "trees", *_ACTORS, *_LISTS, *_SETTINGS}
_ACTOR_KEYS = {*Actor.model_fields, "country"} - {"name"}
_ATTRIBUTE_KEYS = {
    *("kind", "time", "scopes", "tree", "unit", "values", "choices", "negative", "final", "bears_on", "informs"),
    *("concern", "claims_responsibility", "aliases", "description", "source"),
}
_OF_ITS_KIND = frozenset({"unit", "values", "choices", "negative", "final", "scopes", "tree"})
"""Keys that say nothing to an attribute of another kind."""


class VocabularyError(VariorumError):
    """A vocabulary file or table cannot be used; the message names the file, the entry and the remedy."""

    def __init__(self, where: str, problem: str) -> None:
        self.where = where
        self.problem = problem
        super().__init__(f"{where}: {problem}")


@functools.cache
def builtin_tables(name: str) -> Tables:
    """Return the built-in table file `name` (`attributes`, `actors`, `places`, `sources`) as parsed."""
    text = resources.files("claims.vocabulary").joinpath("data", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


@functools.cache
def builtin_vocabulary() -> Vocabulary:
    """Return the vocabulary every dossier starts with."""
    return build_vocabulary(())


def parse_vocabulary(text: str, where: str) -> Tables:
    """Return the tables of a vocabulary file, checked.

    Raises:
        VocabularyError: not TOML, an unknown section or key, or an entry that makes no sense.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(where, f"not valid TOML: {error}") from error
    except RecursionError as error:
        raise VocabularyError(where, "is nested too deeply to be read; three levels are enough") from error
    if unknown := sorted(set(tables) - _SECTIONS):
        raise VocabularyError(where, f"unknown section [{unknown[0]}]; known are {', '.join(sorted(_SECTIONS))}")
    _check_shapes(tables, where)
    build_vocabulary((tables,), where)
    return tables


def _check_shapes(tables: Tables, where: str) -> None:
    """Check the form of the entries; their meaning is checked when they are built."""
    for section, entries in tables.items():
        if section in _LISTS:
            _check_list(section, entries, where)
        else:
            _check_section(section, entries, where)
    for entry in tables.get("progressions", ()):
        if not _is_texts(entry.get("steps")):
            raise VocabularyError(f"{where} [[progressions]]", 'needs steps = ["ATTRIBUTE", "ATTRIBUTE"]')


def _check_list(section: str, entries: object, where: str) -> None:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise VocabularyError(f"{where} [[{section}]]", f"write each entry under a [[{section}]] of its own")


def _check_section(section: str, entries: object, where: str) -> None:
    if not isinstance(entries, dict) or not all(isinstance(entry, dict) for entry in entries.values()):
        raise VocabularyError(f"{where} [{section}]", f"write each entry under a [{section}.NAME] of its own")
    for name, entry in entries.items():
        _check_entry(section, entry, f"{where} [{section}.{name}]")


def _check_entry(section: str, entry: Mapping[str, Any], where: str) -> None:
    scopes = entry if section == "trees" else entry.get("scopes", {})
    if section in {"trees", "attributes"} and not _is_scopes(scopes):
        raise VocabularyError(where, 'scopes are written {PARENT = ["PART", "PART"]}')
    if section in _ACTORS and (unknown := sorted(set(entry) - _ACTOR_KEYS)):
        raise VocabularyError(where, f"unknown key {unknown[0]!r}; known are {', '.join(sorted(_ACTOR_KEYS))}")


def _is_scopes(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_texts, value.values()))


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def build_vocabulary(additions: Iterable[Tables], where: str = "vocabulary") -> Vocabulary:
    """Return the built-in vocabulary extended by `additions`, in any order.

    Raises:
        VocabularyError: an entry is malformed, or two additions disagree about one entry.
    """
    extra: Tables = {}
    for tables in additions:
        extra = merge_tables(extra, tables, where)
    names = _settings(NameSetting, extra, "names", where)
    memberships = _settings(MembershipSetting, extra, "memberships", where)
    extra = with_names(extra, names.values(), memberships.values(), where)
    base = builtin_tables("attributes")
    trees = {**base.get("trees", {}), **extra.get("trees", {})}
    merged = {name: dict(entry) for name, entry in base["attributes"].items()}
    for name, entry in extra.get("attributes", {}).items():
        merged[name] = _extend_builtin(merged.get(name), entry)
    attributes = {name: _attribute(name, entry, trees, where) for name, entry in sorted(merged.items())}
    for section in _ACTORS:  # a dossier's own entries are checked at once, all others later
        _actors(extra.get(section, {}), where)
    _places(extra.get("places", {}), where)
    return Vocabulary(
        attributes=attributes,
        balances=tuple(_balance(entry, where) for entry in (*base.get("balances", ()), *extra.get("balances", ()))),
        progressions=tuple(
            tuple(entry["steps"]) for entry in (*base.get("progressions", ()), *extra.get("progressions", ()))
        ),
        source_settings=_settings(SourceSetting, extra, "sources", where),
        policy_settings=_settings(PolicySetting, extra, "policies", where),
        name_settings=names,
        membership_settings=memberships,
        protocol=_settings(Protocol, extra, "protocol", where).get("default", Protocol()),
        load_actors=lambda: _actors(_overlay(extra), where),
        load_places=lambda: _places(_union(builtin_tables("places")["places"], extra.get("places", {})), where),
        load_wires=lambda: _actors(_union(builtin_tables("sources")["wires"], extra.get("wires", {})), where),
    )


def with_names(
    tables: Tables, names: Iterable[NameSetting], memberships: Iterable[MembershipSetting], where: str
) -> Tables:
    """Return tables with what settings on names come to: aliases of actors and places, and what actors are part of."""
    entries: list[tuple[str, str, Tables]] = [(one.what, one.of, {"aliases": [one.name]}) for one in names if one.of]
    for one in memberships:
        edge = {"actor": one.of, "from": one.since, "to": one.until}
        entries += [("actors", one.actor, {"part_of": [edge]})] if one.holds else []
    for section, name, entry in entries:
        tables = merge_tables(tables, {section: {name: entry}}, where)
    return tables


def merge_tables(a: Tables, b: Tables, where: str) -> Tables:
    """Return the union of two additions.

    Raises:
        VocabularyError: both define one entry and disagree on a plain value.
    """
    merged = dict(a)
    for section, entries in b.items():
        if isinstance(entries, list):
            merged[section] = _joined(merged.get(section, []), entries)
            continue
        target = dict(merged.get(section, {}))
        for name, entry in entries.items():
            merge = _newer if section in _SETTINGS else _merge_entry
            target[name] = merge(target.get(name, {}), entry, f"{where} [{section}.{name}]")
        merged[section] = target
    return merged


def _joined(old: list[Any], new: list[Any]) -> list[Any]:
    return [*old, *(each for each in new if each not in old)]


def _newer(a: Mapping[str, Any], b: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return the setting made later; two made at one time must agree."""
    one, two = str(a.get("at", "")), str(b.get("at", ""))
    if not a or one < two:
        return dict(b)
    return dict(a) if two < one else _merge_entry(a, b, where)


def _merge_entry(a: Mapping[str, Any], b: Mapping[str, Any], where: str) -> dict[str, Any]:
    merged = dict(a)
    for key, value in b.items():
        old = merged.get(key)
        if old is None or old == value:
            merged[key] = value
        elif isinstance(old, list) and isinstance(value, list):
            merged[key] = sorted(_joined(old, value), key=str)
        elif isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _merge_entry(old, value, where)
        elif key in {"description", "source"}:
            merged[key] = min(old, value)
        else:
            raise VocabularyError(where, f"{key} is {old!r} in the dossier and {value!r} here; rename one of the two")
    return merged


def _extend_builtin(builtin: Mapping[str, Any] | None, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return the built-in entry with a dossier's changes: scopes are added, lists joined; another kind starts empty."""
    merged = _start_from(builtin or {}, entry)
    for key, value in entry.items():
        if key == "scopes":
            merged["scopes"] = _add_scopes(merged.get("scopes", {}), value)
        elif isinstance(value, list) and isinstance(merged.get(key), list) and key != "values":
            merged[key] = _joined(merged[key], value)
        else:
            merged[key] = value
    return merged


def _find_tree(name: object, trees: Mapping[str, Any], place: str) -> Mapping[str, list[str]]:
    """Return the declared scope tree of a name, an empty one for None."""
    if name is None:
        return {}
    if not isinstance(name, str) or name not in trees:
        raise VocabularyError(place, f"there is no scope tree {name!r}; known are {', '.join(sorted(trees))}")
    tree: Mapping[str, list[str]] = trees[name]
    return tree


def _start_from(builtin: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of the built-in entry an entry adds to: without what belongs to a kind where that is another one."""
    if builtin.get("kind") == entry.get("kind", builtin.get("kind")):
        return dict(builtin)
    return {key: value for key, value in builtin.items() if key not in _OF_ITS_KIND}


def _attribute(name: str, entry: Mapping[str, Any], trees: Mapping[str, Any], where: str) -> Attribute:
    place = f"{where} [attributes.{name}]"
    if unknown := sorted(set(entry) - _ATTRIBUTE_KEYS):
        raise VocabularyError(place, f"unknown key {unknown[0]!r}; known are {', '.join(sorted(_ATTRIBUTE_KEYS))}")
    if "kind" not in entry:
        raise VocabularyError(place, 'kind is missing; add one of kind = "count" | ' + " | ".join(get_args(Kind)[1:]))
    scopes = _add_scopes(_find_tree(entry.get("tree"), trees, place), entry.get("scopes", {}))
    try:
        return Attribute.model_validate({"name": name, "tree": _scope_tree(scopes), **_fields(entry)})
    except ValidationError as error:
        raise VocabularyError(place, _first_problem(error)) from error


def _fields(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an attribute takes over as written."""
    frozen = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    fields = {key: value for key, value in frozen.items() if key not in {"scopes", "tree", "choices"}}
    return fields | ({"values": tuple(entry["choices"])} if "choices" in entry else {})


def _add_scopes(base: Mapping[str, list[str]], added: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return `base` with the children of `added`; a child named again moves to its new parent."""
    moved = set(itertools.chain.from_iterable(added.values()))
    scopes = {parent: [child for child in children if child not in moved] for parent, children in base.items()}
    for parent, children in added.items():
        scopes[parent] = [*scopes.get(parent, []), *children]
    return {parent: children for parent, children in scopes.items() if children}


def _scope_tree(scopes: Mapping[str, list[str]]) -> ScopeTree:
    keys = ((key.partition("/"), children) for key, children in sorted(scopes.items()))
    return ScopeTree(facets=tuple((parent, facet, tuple(sorted(children))) for (parent, _, facet), children in keys))


def _actors(entries: Mapping[str, Mapping[str, Any]], where: str) -> dict[str, Actor]:
    actors = {}
    for name, entry in sorted(entries.items()):
        fields = {key: value for key, value in entry.items() if key in Actor.model_fields}
        try:
            actors[name] = Actor.model_validate({"name": name, **fields})
        except ValidationError as error:
            raise VocabularyError(f"{where} [actors.{name}]", _first_problem(error)) from error
    return actors


def _places(entries: Mapping[str, Mapping[str, Any]], where: str) -> dict[str, Place]:
    return {name: _place(name, entry, where) for name, entry in entries.items()}


def _place(name: str, entry: Mapping[str, Any], where: str) -> Place:
    fields = {key: (str(value) if key in {"lat", "lon"} else value) for key, value in entry.items()}
    within = fields.get("within", ())
    fields["within"] = (within,) if isinstance(within, str) else within
    try:
        return Place.model_validate({"name": name, **fields})
    except ValidationError as error:
        raise VocabularyError(f"{where} [places.{name}]", _first_problem(error)) from error


_Setting = TypeVar("_Setting", SourceSetting, PolicySetting, Protocol, NameSetting, MembershipSetting)


def _settings(record: type[_Setting], tables: Tables, section: str, where: str) -> dict[str, _Setting]:
    settings = {}
    for name, entry in sorted(tables.get(section, {}).items()):
        try:
            settings[name] = record.model_validate({**entry, "name": name})
        except ValidationError as error:
            raise VocabularyError(f"{where} [{section}.{name}]", _first_problem(error)) from error
    return settings


def _balance(entry: Mapping[str, Any], where: str) -> Balance:
    try:
        return Balance(
            whole=parse_node(entry["whole"]),
            parts=tuple(map(parse_node, entry["parts"])),
            exhaustive=entry.get("exhaustive", False),
            source=entry.get("source", ""),
        )
    except (KeyError, TypeError, AttributeError, ValidationError) as error:
        raise VocabularyError(f"{where} [[balances]]", "needs whole = NODE and parts = [NODE, ...]") from error


def parse_node(written: str) -> Node:
    """Return the node written `attribute` or `attribute[scope]`.

    >>> str(parse_node("killed[attackers]"))
    'killed[attackers]'
    """
    attribute, _, scope = written.partition("[")
    return Node(attribute=attribute, scope=scope.removesuffix("]") or TOTAL)


def _overlay(extra: Mapping[str, Any]) -> dict[str, Any]:
    """The actors of the built-in tables, the bodies reporting quotes, and a dossier's own."""
    builtin = _union(builtin_tables("actors")["actors"], builtin_tables("sources")["bodies"])
    return _union(builtin, {**extra.get("bodies", {}), **extra.get("actors", {})})


def _union(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(a)
    for name, entry in b.items():
        merged[name] = _extend_builtin(merged.get(name), entry)
    return merged


def _first_problem(error: ValidationError) -> str:
    first = error.errors()[0]
    path = ".".join(map(str, first["loc"]))
    return f"{path + ': ' if path else ''}{first['msg']}"


def as_json(tables: Tables) -> JsonValue:
    """Return `tables` as canonical JSON accepts them: TOML floats (coordinates) become decimal strings."""
    if isinstance(tables, dict):
        return {key: as_json(value) for key, value in tables.items()}
    if isinstance(tables, list):
        return list(map(as_json, tables))
    if isinstance(tables, str | bool | int):
        return tables
    return str(tables)
