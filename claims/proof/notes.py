"""Signed notes (C2SP signed-note v1): below a text stand lines of signatures, to which witnesses can add their own.

Ed25519 only: signatures of the text (type 1), and what witnesses make of it (C2SP tlog-cosignature, type 4), which say
when. A line names its key and has four bytes by which to find it, so lines of others are passed over.
"""

import base64
import hashlib
import re
from datetime import UTC, datetime
from typing import NamedTuple

from claims.proof.signature import SignatureError, Signer, check_ed25519, fingerprint

_SIGNATURE_LINE = re.compile(r"\u2014 (?P<name>[^\s+]{1,300}) (?P<blob>[A-Za-z0-9+/]{8,20000}={0,2})")
_SIGNED, _COSIGNED = b"\x01", b"\x04"
_SSH_KEY = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"
_MOST_LINES = 100


class NoteLine(NamedTuple):
    """One signature of a note."""

    name: str
    key_id: bytes
    signature: bytes


def compute_key_id(name: str, key: bytes, kind: bytes = _SIGNED) -> bytes:
    """Return the four bytes by which a key of this name is known in signatures of a kind."""
    return hashlib.sha256(name.encode() + b"\n" + kind + key).digest()[:4]


def format_verifier(name: str, key: bytes) -> str:
    """Return a public key as those who check notes want it: `NAME+ID+KEY`."""
    return f"{name}+{compute_key_id(name, key).hex()}+{base64.b64encode(_SIGNED + key).decode()}"


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
        for line in lines:
            if (when := _check_note_line(line, signer.key[len(_SSH_KEY) :], text)) is not None:
                names.append(f"{signer.name or line.name} ({fingerprint(signer.key)}){when}")
    return names


def _check_note_line(line: NoteLine, key: bytes, text: str) -> str | None:
    """Return when a line says that its key has signed a text, in words, empty for one that does not say; None for
    another key's.

    Raises:
        SignatureError: it claims to be this key's and is not of this text.
    """
    if line.key_id == compute_key_id(line.name, key):
        signed, signature, when = text, line.signature, ""
    elif line.key_id == compute_key_id(line.name, key, _COSIGNED):
        seconds, signature = int.from_bytes(line.signature[:8], "big"), line.signature[8:]
        signed, when = f"cosignature/v1\ntime {seconds}\n{text}", f", who saw it at {_format_time(seconds)}"
    else:
        return None
    if not check_ed25519(key, signed.encode(), signature):
        raise SignatureError(f"the signature of {line.name} is not one of this text")
    return when


def _format_time(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError, OSError) as error:
        raise SignatureError("a witness gives a time that is none") from error
