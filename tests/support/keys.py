"""SSH keys and an agent for the tests of signatures, made by OpenSSH."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

needs_ssh = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None or shutil.which("ssh-agent") is None, reason="needs OpenSSH"
)


def make_key(path: Path, *, passphrase: str = "", kind: str = "ed25519") -> Path:
    """Make a key; return its private file, beside which the public one lies."""
    line = ["ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-C", path.name, "-f", str(path)]
    subprocess.run(line, check=True, stdin=subprocess.DEVNULL)
    return path


@contextlib.contextmanager
def agent_with(*keys: Path) -> Iterator[str]:
    """Start an agent that has these keys; yield the address it is reached at."""
    said = subprocess.run(["ssh-agent", "-s"], capture_output=True, text=True, check=True).stdout
    found = dict(part.split("=", 1) for part in said.replace("\n", "").split(";") if "=" in part)
    environment = {**os.environ, **found}
    try:
        for key in keys:
            subprocess.run(["ssh-add", "-q", str(key)], env=environment, check=True, capture_output=True)
        yield found["SSH_AUTH_SOCK"]
    finally:
        subprocess.run(["ssh-agent", "-k"], env=environment, capture_output=True, check=False)


def judge(text: bytes, signature: str, public: Path, purpose: str, folder: Path) -> bool:
    """Whether `ssh-keygen -Y verify` takes the signature for one of `text` by the owner of `public`."""
    allowed, signed = folder / "allowed", folder / "signature"
    allowed.write_text(f"them {public.read_text()}")
    signed.write_text(signature)
    line = ["ssh-keygen", "-Y", "verify", "-f", str(allowed), "-I", "them", "-n", purpose, "-s", str(signed)]
    return subprocess.run(line, input=text, capture_output=True, check=False).returncode == 0
