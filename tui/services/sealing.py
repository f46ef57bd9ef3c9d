"""Checkpoints of a dossier, made, signed with OpenSSH and read back."""

import time
from pathlib import Path

from claims.errors import VariorumError, reason_of
from claims.processes import run_tool
from claims.proof.checkpoint import Checkpoint, CheckpointError, check_signer, parse_checkpoint, parse_head
from claims.proof.notes import format_line, format_verifier
from claims.proof.signature import NAMESPACE, SignatureError, Signer, parse_signers
from claims.store.addresses import format_place
from tui.services.workspace import Workspace

_LARGEST_FILE = 100_000


class SealError(VariorumError):
    """A checkpoint or a key cannot be used; the message names it."""


def make_checkpoint(workspace: Workspace, key: Path | None, *, now: str | None = None) -> Checkpoint:
    """Return a checkpoint of the dossier; `now` is its time, if that is later than the newest entry's."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()) if now is None else now
    checkpoint = workspace.dossier.proofs.seal(now)
    if checkpoint is None:
        place = format_place(workspace.dossier.path)
        raise SealError(f"{place}: holds nothing to seal yet; `variorum add ARTICLE...` adds something")
    if key is None:
        return checkpoint
    signed = checkpoint._replace(signature=sign(checkpoint.body().encode(), key))
    if problem := check_signer(signed, None)[1]:
        raise SealError(f"{key}: {problem}; sign with an Ed25519 or RSA key (`ssh-keygen -t ed25519` makes one)")
    return signed


def make_note(checkpoint: Checkpoint, key: Path) -> tuple[str, str]:
    """Return a checkpoint as a signed note, which witnesses can cosign, and the key by which they check it.

    Raises:
        SealError: the key is no Ed25519 key that can be read without a passphrase.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    try:
        private = load_ssh_private_key(read_small(key).encode(), None)
    except (ValueError, TypeError) as error:
        raise SealError(f"{key}: is no private key that can be read without a passphrase") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise SealError(f"{key}: notes take an Ed25519 key (`ssh-keygen -t ed25519` makes one)")
    public = private.public_key().public_bytes_raw()
    line = format_line(checkpoint.origin, public, private.sign(checkpoint.body().encode()))
    return f"{checkpoint.body()}\n{line}", format_verifier(checkpoint.origin, public)


def sign(message: bytes, key: Path) -> str:
    """Return the SSH signature of `message`; `ssh-keygen` may ask for a passphrase or a touch.

    Raises:
        SealError: there is no `ssh-keygen`, or it does not sign with this key.
    """
    if not key.is_file():
        raise SealError(f"{key}: there is no such key; `ssh-keygen -t ed25519 -f {key}` makes one")
    arguments = ["-q", "-Y", "sign", "-n", NAMESPACE, "-f", str(key)]
    try:
        signing = run_tool("ssh-keygen", *arguments, timeout_s=300, input=message)
    except FileNotFoundError as error:
        raise SealError("signing needs OpenSSH's `ssh-keygen`; install it, or seal without --key") from error
    except TimeoutError as error:
        raise SealError(f"{key}: ssh-keygen did not answer; nothing was written") from error
    if signing.returncode:
        lines = signing.stderr.decode("utf-8", "replace").strip().splitlines()
        raise SealError(f"{key}: ssh-keygen does not sign with it ({lines[0] if lines else 'no reason given'})")
    return signing.stdout.decode("ascii")


def load_checkpoint(name: str) -> Checkpoint:
    """Return the checkpoint in the file of that name, or a head as reports print it: `SIZE:ROOT`.

    Raises:
        SealError: it is neither.
    """
    if (head := parse_head(name)) is not None:
        return head
    try:
        return parse_checkpoint(read_small(Path(name)))
    except CheckpointError as error:
        raise SealError(f"{name}: {error}") from error


def load_signers(path: Path | None) -> list[Signer] | None:
    """Return the keys of a public key or allowed-signers file; None where none is named.

    Raises:
        SealError: it holds no keys.
    """
    if path is None:
        return None
    try:
        return parse_signers(read_small(path))
    except SignatureError as error:
        raise SealError(f"{path}: {error}") from error


def read_small(path: Path) -> str:
    """Return the text of a file that must be small.

    Raises:
        SealError: it cannot be read, is no text, or is too large.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_FILE + 1)
        if len(data) > _LARGEST_FILE:
            raise SealError(f"{path}: is too large to be what it should be")
        return data.decode("utf-8")
    except OSError as error:
        raise SealError(f"{path}: {reason_of(error)}") from error
    except UnicodeDecodeError as error:
        raise SealError(f"{path}: is no text") from error
