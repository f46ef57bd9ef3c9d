"""The RO-Crate metadata of a package (RO-Crate 1.1), which describes each file for people and programs."""

from collections.abc import Mapping, Sequence
from typing import Any

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


def describe(
    sizes: Mapping[str, int],
    texts: Mapping[str, Mapping[str, Any]],
    *,
    name: str,
    time: str,
    head: str,
    reviewers: Sequence[tuple[str, str, str]] = (),
) -> dict[str, Any]:
    """Return the content of ro-crate-metadata.json.

    Args:
        sizes: bytes of each file but the metadata and the list of files, by name.
        texts: `name`, `author`, `datePublished`, `url`, `sha256` of each article's file, by file name.
        name: of the dossier.
        time: when the record was last added to.
        head: the ledger's head.
        reviewers: name, role and fingerprint of the key (or an empty text) of each who is listed.
    """
    parts = [*sizes, "manifest.txt"]
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
            "license": "The articles belong to their publishers; ask whoever made this package about the rest.",
            "identifier": head,
            "hasPart": [{"@id": part} for part in sorted(parts)],
        },
    ]
    if reviewers:
        graph[1]["contributor"] = [{"@id": f"#{local_agent('reviewer', each[0])}"} for each in reviewers]
        graph += [_person(*each) for each in reviewers]
    graph += [_file(part, sizes, texts) for part in sorted(parts)]
    return {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}


def _file(part: str, sizes: Mapping[str, int], texts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    entity: dict[str, Any] = {"@id": part, "@type": "File"}
    if part in sizes:
        entity["contentSize"] = str(sizes[part])
    if part in texts:
        return {**entity, "encodingFormat": "text/plain", **{k: v for k, v in texts[part].items() if v}}
    title, media_type, description = _FILES[part]
    return {**entity, "name": title, "encodingFormat": media_type, "description": description}


def _person(name: str, role: str, key: str) -> dict[str, Any]:
    signs = {"identifier": key} if key else {}
    return {"@id": f"#{local_agent('reviewer', name)}", "@type": "Person", "name": name, "jobTitle": role, **signs}
