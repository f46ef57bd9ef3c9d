"""Signed notes (C2SP signed-note): below a text stand lines of signatures, to which witnesses can add their own.

Ed25519 only, type 1. A line names its key and has four bytes by which to find it, so lines of others are passed over.
"""

import base64
import hashlib
import re
from typing import NamedTuple

from claims.proof.signature import SignatureError, Signer, check_ed25519, fingerprint

_SIGNATURE_LINE = re.compile(r"\u2014 (?P<name>[^\s+]{1,300}) (?P<blob>[A-Za-z0-9+/]{8,20000}={0,2})")
_TYPE = b"\x01"
_SSH_KEY = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"
_MOST_LINES = 100


class NoteLine(NamedTuple):
    """One signature of a note."""

    name: str
    key_id: bytes
    signature: bytes


def compute_key_id(name: str, key: bytes) -> bytes:
    """Return the four bytes by which a key of this name is known."""
    return hashlib.sha256(name.encode() + b"\n" + _TYPE + key).digest()[:4]


def format_verifier(name: str, key: bytes) -> str:
    """Return a public key as those who check notes want it: `NAME+ID+KEY`."""
    return f"{name}+{compute_key_id(name, key).hex()}+{base64.b64encode(_TYPE + key).decode()}"


def format_line(name: str, key: bytes, signature: bytes) -> str:
    """Return the line of a signature."""
    return f"\u2014 {name} {base64.b64encode(compute_key_id(name, key) + signature).decode()}\n"


def is_note(signatures: str) -> bool:
    """Return whether what stands below a text are the signatures of a note."""
    return signatures.startswith("\u2014 ")


def parse_lines(signatures: str) -> list[NoteLine]:
    """Return the signatures below a text.

    Raises:
        SignatureError: a line is none, or there are too many.
    """
    lines = signatures.removesuffix("\n").split("\n")
    found = [_SIGNATURE_LINE.fullmatch(line) for line in lines]
    if len(lines) > _MOST_LINES or None in found:
        raise SignatureError("its lines are not those of a signed note")
    return [_parse(match) for match in found if match is not None]


def _parse(match: re.Match[str]) -> NoteLine:
    try:
        blob = base64.b64decode(match["blob"], validate=True)
    except ValueError as error:
        raise SignatureError("a signature of the note is not base64") from error
    return NoteLine(match["name"], blob[:4], blob[4:])


def find_note_signers(text: str, lines: list[NoteLine], signers: list[Signer]) -> list[str]:
    """Return in words which of the signers have signed a note; lines by keys of nobody among them count for nothing.

    Raises:
        SignatureError: a line claims to be by one of them and is not of this text.
    """
    names = []
    for signer in signers:
        if not signer.key.startswith(_SSH_KEY):
            continue
        key = signer.key[len(_SSH_KEY) :]
        for line in lines:
            if line.key_id == compute_key_id(line.name, key):
                if not check_ed25519(key, text.encode(), line.signature):
                    raise SignatureError(f"the signature of {line.name} is not one of this text")
                names.append(f"{signer.name or line.name} ({fingerprint(signer.key)})")
    return names
