"""Audit packages and the decisions in them, for the tests that tamper with either."""

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

from claims.models import Decision
from claims.proof.archive import EPOCH, MODE, UNIX
from claims.proof.canonical import canonical_bytes, leaf_digest
from claims.proof.checkpoint import parse_checkpoint
from claims.proof.merkle import Frontier, fold_roots, hash_nodes, prove_inclusion


def make_decision(letter: str, action: str, **changes: object) -> Decision:
    fields = {"subject": "quay", "attribute": "killed", "reviewer": "Ada", "decided_at": "2031-03-04T10:00:00Z"}
    return Decision.model_validate({**fields, "id": letter * 32, "action": action, "rationale": "Seen.", **changes})


def relist(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("manifest"))
    lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}\n" for p in files]
    (folder / "manifest.txt").write_text("".join(sorted(lines, key=lambda line: line[66:])))


def write_proofs(folder: Path, leaves: list[bytes]) -> None:
    """Write the proofs that the tree over these leaves gives for the ledger of an unpacked package."""
    lines = [json.loads(line) for line in (folder / "ledger.jsonl").read_bytes().splitlines()]

    def node(level: int, index: int) -> bytes:
        if not level:
            return leaves[index]
        return hash_nodes(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))

    def prove(number: int) -> list[str]:
        return [part.hex() for part in prove_inclusion(number, len(leaves), node)]

    inclusion = [
        {"decision": line["body"].get("id"), "seq": line["seq"], "digest": line["digest"], "path": prove(number)}
        for number, line in enumerate(lines)
        if line["kind"] == "decision"
    ]
    roots, start = [], 0
    for level in reversed(range(len(leaves).bit_length())):
        if len(leaves) >> level & 1:
            roots.append(node(level, start >> level))
            start += 1 << level
    content: dict[str, Any] = {
        "size": len(leaves),
        "root": fold_roots(roots).hex(),
        "inclusion": inclusion,
        "consistency": [],
    }
    (folder / "proofs.json").write_text(json.dumps(content, indent=2) + "\n")


def pack(folder: Path, target: Path) -> Path:
    """Pack a folder as an export would."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EPOCH)
                info.external_attr, info.create_system = MODE, UNIX
                archive.writestr(info, path.read_bytes())
    return target


def reseal(folder: Path, lines: list[dict[str, Any]]) -> None:
    """Write a ledger anew as a forger would: its numbers, digests, checkpoint, proofs and list of files fit it."""
    for number, line in enumerate(lines, start=1):
        line["seq"] = number
        body = line.get("body_sha256") or hashlib.sha256(canonical_bytes(line["body"])).hexdigest()
        id_ = bytes.fromhex(line["id"])
        line["digest"] = leaf_digest(number, line["kind"], id_, line["recorded_at"], body).hex()
    (folder / "ledger.jsonl").write_bytes(b"".join(canonical_bytes(line) + b"\n" for line in lines))
    tree, leaves = Frontier(), [bytes.fromhex(line["digest"]) for line in lines]
    for leaf in leaves:
        tree.add(leaf)
    own = parse_checkpoint((folder / "checkpoint.txt").read_text())
    sealed = own._replace(dossier=lines[0]["digest"], size=len(lines), root=tree.root(), signature="")
    (folder / "checkpoint.txt").write_text(sealed.text())
    write_proofs(folder, leaves)
    relist(folder)
