"""The RO-Crate metadata of a package (RO-Crate 1.1), which describes each file for people and programs.

Who made something and under which terms are entities of their own, as its checkers recommend.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from reconcile.audit.names import local_agent

_FILES: Mapping[str, tuple[str, str, str]] = {
    "ledger.jsonl": ("Ledger", "application/jsonl", "Every entry of the record, one a line, in order."),
    "checkpoint.txt": ("Checkpoint", "text/plain", "The root over the ledger, with its time and, if signed, by whom."),
    "proofs.json": (
        "Proofs",
        "application/json",
        "Inclusion proofs of the decisions, and of growth since a checkpoint.",
    ),
    "annotations.jsonld": ("Annotations", "application/ld+json", "The assertions as W3C Web Annotations."),
    "provenance.json": ("Provenance (PROV-JSON)", "application/json", "W3C PROV."),
    "provenance.jsonld": ("Provenance (PROV-O)", "application/ld+json", "W3C PROV."),
    "provenance.provn": ("Provenance (PROV-N)", "text/provenance-notation", "W3C PROV."),
    "report.md": ("Report", "text/markdown", "Conflicts, their evidence and the decisions."),
    "report.html": ("Report", "text/html", "Conflicts, their evidence and the decisions."),
    "report.json": ("Report", "application/json", "The same for programs."),
    "verify.py": ("Check", "text/x-python", "Checks this package with nothing but Python."),
    "README.md": ("Read me", "text/markdown", "What is in this package and how to check it."),
    "manifest.txt": ("List of files", "text/plain", "The SHA-256 of each file but this one."),
    "manifest.txt.sig": ("Signature", "text/plain", "The SSH signature of the list of files."),
}


CONTEXT: list[str | dict[str, str]] = [
    "https://w3id.org/ro/crate/1.1/context",
    {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"},
]
"""With the one term that RO-Crate 1.1 lacks, as Workflow Run RO-Crate defines it."""

_TERMS = "The articles belong to their publishers; ask whoever made this package about the rest."


class Makers(NamedTuple):
    """Who made a package, and under which terms it may be used."""

    publisher: str = ""
    """Empty where nobody says."""
    terms: str = ""
    """The address of a licence; empty where none is given."""
    reviewers: Sequence[tuple[str, str, str]] = ()
    """Name, role and fingerprint of the key (or an empty text) of each who is listed."""
    deciders: Sequence[str] = ()
    """The names of all who decided, sorted."""


def describe(
    sizes: Mapping[str, int],
    texts: Mapping[str, Mapping[str, Any]],
    *,
    name: str,
    time: str,
    head: str,
    makers: Makers,
) -> dict[str, Any]:
    """Return the content of ro-crate-metadata.json.

    Args:
        sizes: bytes of each file but the metadata and the list of files, by name.
        texts: `name`, `author`, `publisher`, `datePublished`, `url`, `sha256` of each article's file, by file name.
        name: of the dossier.
        time: when the record was last added to.
        head: the ledger's head.
        makers: who made it.
    """
    parts = [*sizes, "manifest.txt"]
    people = _people(makers)
    publisher = makers.publisher or f"The keepers of {name}"
    authors = [{"@id": each["@id"]} for each in people] or [{"@id": _local("organisation", publisher)}]
    graph: list[dict[str, Any]] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": f"Variorum package of {name}",
            "description": "Sourced assertions, the conflicts among them and the decisions of reviewers, as one "
            "record that can be checked: `python3 -I verify.py`.",
            "datePublished": time,
            "license": {"@id": makers.terms or _local("licence", _TERMS)},
            "publisher": {"@id": _local("organisation", publisher)},
            "author": authors[0] if len(authors) == 1 else authors,
            "identifier": head,
            "hasPart": [{"@id": part} for part in sorted(parts)],
        },
    ]
    if makers.reviewers:
        graph[1]["contributor"] = [{"@id": each["@id"]} for each in people[: len(makers.reviewers)]]
    graph += [_licence(makers.terms), *people]
    graph += [_file(part, sizes, texts) for part in sorted(parts)]
    return {"@context": CONTEXT, "@graph": [*graph, *_organisations(publisher, texts)]}


def _licence(terms: str) -> dict[str, Any]:
    described = {"name": terms} if terms else {"name": "Terms", "description": _TERMS}
    return {"@id": terms or _local("licence", _TERMS), "@type": "CreativeWork", **described}


def _people(makers: Makers) -> list[dict[str, Any]]:
    """Return who is listed, then who decided without being listed."""
    listed = [_person(*each) for each in makers.reviewers]
    names = {name for name, _, _ in makers.reviewers}
    return listed + [_person(name, "", "") for name in makers.deciders if name not in names]


def _organisations(publisher: str, texts: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the publisher of the package, and each outlet once."""
    names = {publisher, *(str(text["publisher"]) for text in texts.values() if text.get("publisher"))}
    return [{"@id": _local("organisation", name), "@type": "Organization", "name": name} for name in sorted(names)]


def _local(kind: str, name: str) -> str:
    return f"#{local_agent(kind, name)}"


def _file(part: str, sizes: Mapping[str, int], texts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    entity: dict[str, Any] = {"@id": part, "@type": "File"}
    if part in sizes:
        entity["contentSize"] = str(sizes[part])
    if part in texts:
        stated: dict[str, Any] = {key: value for key, value in texts[part].items() if value}
        if "publisher" in stated:
            stated["publisher"] = {"@id": _local("organisation", stated["publisher"])}
        return {**entity, "encodingFormat": "text/plain", **stated}
    title, media_type, description = _FILES[part]
    return {**entity, "name": title, "encodingFormat": media_type, "description": description}


def _person(name: str, role: str, key: str) -> dict[str, Any]:
    more = {"jobTitle": role, "identifier": key}
    known = {name: stated for name, stated in more.items() if stated}
    return {"@id": _local("reviewer", name), "@type": "Person", "name": name, **known}
