"""Signatures of reviewers, made by OpenSSH without asking: from an agent, or from a key that has no passphrase."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from subprocess import DEVNULL

from claims.errors import VariorumError
from claims.processes import run_tool
from claims.proof.reviewers import SIGNED_AS, Listed
from claims.proof.signature import SignatureError, parse_signers
from claims.temporary import TemporaryFolder

_AT_ONCE = 200
"""Texts signed by one run of ssh-keygen."""
_PATIENCE_S = 60


class SigningError(VariorumError):
    """A reviewer signs with a key, and it is not at hand. Nothing was recorded."""

    def __init__(self, listed: Listed, problem: str) -> None:
        self.listed = listed
        super().__init__(
            f"{listed.name} signs with the key {listed.fingerprint}, and {problem}: put it into an agent with "
            "`ssh-add`, or name its file in VARIORUM_KEY; nothing was recorded"
        )


def sign_texts(texts: Sequence[bytes], listed: Listed) -> list[str]:
    """Return the signature of each text with the key of a listed reviewer; nobody is asked for anything.

    Raises:
        SigningError: the key is not at hand, or OpenSSH is not.
    """
    signatures: list[str] = []
    with TemporaryFolder() as folder:
        key = _private_file(listed)
        if key is None:
            key = folder.path / "key.pub"
            key.write_text(f"{listed.key}\n")
        for start in range(0, len(texts), _AT_ONCE):
            signatures += _sign_files(texts[start : start + _AT_ONCE], key, listed, folder.path)
    return signatures


def _sign_files(texts: Sequence[bytes], key: Path, listed: Listed, folder: Path) -> list[str]:
    files = [folder / str(number) for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_bytes(text)
        file.with_suffix(".sig").unlink(missing_ok=True)
    # In a session of its own it has no terminal to ask for a passphrase on, as it would below a screen.
    environment = os.environ | {"SSH_ASKPASS_REQUIRE": "never"}
    arguments = ["-q", "-Y", "sign", "-n", SIGNED_AS, "-f", str(key), *map(str, files)]
    try:
        signing = run_tool(
            "ssh-keygen",
            *arguments,
            timeout_s=_PATIENCE_S,
            stdin=DEVNULL,
            env=environment,
            start_new_session=True,
        )
    except FileNotFoundError as error:
        raise SigningError(listed, "OpenSSH's `ssh-keygen` is not installed") from error
    except TimeoutError as error:
        raise SigningError(listed, "the agent did not answer") from error
    if signing.returncode:
        raise SigningError(listed, _describe(signing.stderr.decode("utf-8", "replace")))
    return [file.with_suffix(".sig").read_text("ascii") for file in files]


def _describe(said: str) -> str:
    lines = said.strip().splitlines() or ["ssh-keygen gives no reason"]
    if "No private key found" in said:
        return "no agent has it" if os.environ.get("SSH_AUTH_SOCK") else "there is no agent that could have it"
    if "passphrase" in said:
        return "its file has a passphrase, which is not asked for here"
    return f"it does not sign ({lines[-1]})"


def _private_file(listed: Listed) -> Path | None:
    """Return a file of the listed key: the one VARIORUM_KEY names, else one in the usual folder; None: an agent's."""
    if named := os.environ.get("VARIORUM_KEY"):
        path = Path(named).expanduser()
        return path if _holds(path, listed) else None
    return next((path for path in _usual_files() if _holds(path, listed)), None)


def _usual_files() -> Iterator[Path]:
    try:
        yield from sorted(path.with_suffix("") for path in (Path.home() / ".ssh").glob("*.pub"))
    except (OSError, RuntimeError):
        return


def _holds(path: Path, listed: Listed) -> bool:
    """Return whether the public half beside a private key, or the file itself, is the listed key."""
    public = path if path.suffix == ".pub" else path.with_name(f"{path.name}.pub")
    try:
        return read_public_key(public) == listed.key and (path.is_file() or path.suffix == ".pub")
    except (OSError, UnicodeDecodeError, SignatureError):
        return False


def read_public_key(path: Path) -> str:
    """Return the one key of a public key file, as `TYPE BASE64`.

    Raises:
        SignatureError: it holds none, or several.
        OSError: it cannot be read.
    """
    text = path.read_text("utf-8")
    if len(text) > 20_000 or len(parse_signers(text)) != 1:
        raise SignatureError("it does not hold one public key")
    [line] = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    words = line.split()
    place = 0 if words[0].startswith("ssh-") else 1
    return " ".join(words[place : place + 2])
