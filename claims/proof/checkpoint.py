"""Read and write checkpoints: a few lines that pin a ledger up to an entry, to be kept away from the dossier.

The text is the body of a C2SP tlog-checkpoint (origin, size, root), with the time in a further line; after a blank line
comes the signature that `ssh-keygen -Y sign` makes of it, where somebody signed, or, in a signed note, lines of them.
"""

import base64
import re
from typing import NamedTuple

from claims.proof.notes import find_note_signers, is_note, parse_lines
from claims.proof.signature import SignatureError, Signer, check_signature, find_signer, fingerprint

_ORIGIN = "variorum.ledger/"
_TEXT = re.compile(
    rf"{re.escape(_ORIGIN)}(?P<dossier>[0-9a-f]{{64}})\n(?P<size>[1-9][0-9]{{0,15}})\n(?P<root>[A-Za-z0-9+/]{{43}}=)\n"
    r"time (?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)\n"
)


class CheckpointError(ValueError):
    """A checkpoint cannot be read; the message says why."""


class Checkpoint(NamedTuple):
    """The state of a ledger at one time."""

    dossier: str
    """The digest of its first entry, by which a dossier is known."""
    size: int
    root: bytes
    time: str
    signature: str = ""
    """As OpenSSH writes it, or the lines of a signed note; empty where nobody signed."""

    @property
    def origin(self) -> str:
        """The log that it is of, by which witnesses know it."""
        return f"{_ORIGIN}{self.dossier}"

    @property
    def name(self) -> str:
        """Its name in messages."""
        return f"the checkpoint of {self.time}" if self.time else f"the head {self.size}:{self.root.hex()[:12]}"

    def body(self) -> str:
        """Return the text that is signed."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\ntime {self.time}\n"

    def text(self) -> str:
        """Return the whole file."""
        return self.body() + "\n" + self.signature


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint a file holds.

    Raises:
        CheckpointError: it holds none.
    """
    body, blank, signature = text.replace("\r\n", "\n").partition("\n\n")
    match = _TEXT.fullmatch(body + "\n" if blank else body)
    if match is None:
        raise CheckpointError("is no checkpoint: it takes four lines, as `variorum audit seal` writes them")
    root = base64.b64decode(match["root"])
    return Checkpoint(match["dossier"], int(match["size"]), root, match["time"], signature)


def parse_head(text: str) -> Checkpoint | None:
    """Return a checkpoint of a head as reports print it, `SIZE:ROOT` in hex; None where it is none."""
    match = re.fullmatch(r"([1-9][0-9]{0,15}):([0-9a-f]{64})", text)
    return Checkpoint("", int(match[1]), bytes.fromhex(match[2]), "") if match else None


def check_signer(checkpoint: Checkpoint, signers: list[Signer] | None) -> tuple[str, str]:
    """Return (a sentence on who signed, the problem with the signature or an empty text).

    Args:
        checkpoint: the checkpoint.
        signers: people whose signatures are accepted; None if the caller names none.
    """
    if not checkpoint.signature.strip():
        return "not signed", "" if signers is None else "it is not signed"
    if is_note(checkpoint.signature):
        return _check_note(checkpoint, signers)
    try:
        key = check_signature(checkpoint.signature, checkpoint.body().encode())
    except SignatureError as problem:
        return "signature not good", f"its signature is not good: {problem}"
    if signers is None:
        return f"signed with the key {fingerprint(key)} (whose it is was not asked: name --signers)", ""
    name = find_signer(key, signers)
    if name is None:
        return (
            f"signed with the key {fingerprint(key)}",
            f"it is signed with {fingerprint(key)}, a key not among --signers",
        )
    return f"signed by {name} ({fingerprint(key)})", ""


def _check_note(checkpoint: Checkpoint, signers: list[Signer] | None) -> tuple[str, str]:
    try:
        lines = parse_lines(checkpoint.signature)
        found = find_note_signers(checkpoint.body(), lines, signers or [])
    except SignatureError as problem:
        return "signature not good", f"its signature is not good: {problem}"
    names = ", ".join(line.name for line in lines)
    if signers is None:
        return f"a note signed as {names} (with whose keys was not asked: name --signers)", ""
    if not found:
        return f"a note signed as {names}", "it is signed with no Ed25519 key among --signers"
    return f"a note signed by {', '.join(found)}", ""
