"""Signed notes as others make and check them: the Go project's own package, and witnesses with libraries of others."""

import base64
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from claims.proof.checkpoint import Checkpoint, check_signer, parse_checkpoint
from claims.proof.notes import compute_key_id, format_line, format_verifier
from claims.proof.signature import Signer, parse_signers
from tests.support.paths import ROOT

CHECKPOINT = Checkpoint("a" * 64, 5, bytes(range(32)), "2031-03-04T05:06:07Z")
WITNESS = "witness.example/w1"
SECONDS = 1930367167
"""2031-03-04T05:06:07Z."""


def key(number: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)


def public(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes_raw()


def signer(private: Ed25519PrivateKey, name: str) -> Signer:
    line = private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    return parse_signers(f"{name} {line}")[0]


def make_note(*lines: str) -> Checkpoint:
    own = format_line(CHECKPOINT.origin, public(key(1)), key(1).sign(CHECKPOINT.body().encode()))
    return parse_checkpoint(CHECKPOINT._replace(signature=own + "".join(lines)).text())


def cosign(private: Ed25519PrivateKey, seconds: int = SECONDS, body: str = CHECKPOINT.body()) -> str:
    """A witness's line, as C2SP tlog-cosignature says, put together without the code that reads it."""
    signature = private.sign(f"cosignature/v1\ntime {seconds}\n{body}".encode())
    blob = compute_key_id(WITNESS, public(private), b"\x04") + seconds.to_bytes(8, "big") + signature
    return f"\u2014 {WITNESS} {base64.b64encode(blob).decode()}\n"


def test_a_witness_among_the_signers_counts_and_says_when_it_saw_the_checkpoint() -> None:
    words, problem = check_signer(make_note(cosign(key(2))), [signer(key(2), "Wim")])
    assert problem == ""
    assert words.startswith("a note signed by Wim (SHA256:")
    assert words.endswith("), who saw it at 2031-03-04T05:06:07Z")


@pytest.mark.parametrize(
    "line",
    [
        cosign(key(2), body=CHECKPOINT.body().replace("\n5\n", "\n6\n")),
        cosign(key(2))[:-10] + "AAAAAAA==\n",
        cosign(key(2), 2**62),
        f"\u2014 {WITNESS} {base64.b64encode(compute_key_id(WITNESS, public(key(2)), bytes([4]))).decode()}\n",
    ],
    ids=["of another size", "altered", "at no time", "without a signature"],
)
def test_a_line_that_claims_to_be_a_witness_and_is_not_spoils_the_note(line: str) -> None:
    _, problem = check_signer(make_note(line), [signer(key(2), "Wim")])
    assert problem


def test_lines_of_keys_that_nobody_named_are_passed_over() -> None:
    """Verifiers must ignore unknown keys, also where they share a name with a known one."""
    stranger = format_line(CHECKPOINT.origin, public(key(9)), bytes(64))
    words, problem = check_signer(make_note(stranger, cosign(key(8))), [signer(key(1), "Ada")])
    assert (problem, words.startswith("a note signed by Ada (")) == ("", True)
    many = make_note(*(cosign(key(number)) for number in range(10, 26)))
    assert check_signer(many, [signer(key(1), "Ada")])[1] == ""


@pytest.fixture(scope="module")
def go_checker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program around the package `sumdb/note` that the Go toolchain brings for itself."""
    go = shutil.which("go")
    if go is None:
        pytest.skip("the checker of the Go project is built with go")
    root = Path(subprocess.run([go, "env", "GOROOT"], capture_output=True, text=True, check=True).stdout.strip())
    folder = tmp_path_factory.mktemp("go")
    package = folder / "mod" / "sumdb" / "note"
    shutil.copytree(root / "src/cmd/vendor/golang.org/x/mod/sumdb/note", package)
    source = (package / "note.go").read_text("utf-8")
    (package / "note.go").write_text(source.replace("golang.org/x/crypto/ed25519", "crypto/ed25519"), "utf-8")
    (folder / "mod" / "go.mod").write_text("module golang.org/x/mod\ngo 1.17\n")
    replaced = "require golang.org/x/mod v0.0.0\nreplace golang.org/x/mod => ./mod\n"
    (folder / "go.mod").write_text(f"module checker\ngo 1.17\n{replaced}")
    shutil.copy(ROOT / "tests/support/go_note/main.go", folder)
    environment = os.environ | {"GOPROXY": "off", "GOFLAGS": "-mod=mod", "GOCACHE": str(folder / "cache")}
    subprocess.run([go, "build", "-o", "checker", "."], cwd=folder, check=True, env=environment)
    return folder / "checker"


def go_key(private: Ed25519PrivateKey, name: str) -> str:
    """A signer's key as the package wants it: name, id and seed."""
    identifier = compute_key_id(name, public(private)).hex()
    return f"PRIVATE+KEY+{name}+{identifier}+{base64.b64encode(bytes([1]) + private.private_bytes_raw()).decode()}"


@pytest.mark.whole
def test_the_go_project_s_own_checker_opens_a_note_cosigns_it_and_its_line_counts_here(go_checker: Path) -> None:
    note, verifier = make_note().text().encode(), format_verifier(CHECKPOINT.origin, public(key(1)))
    opened = subprocess.run([str(go_checker), verifier], input=note, capture_output=True, check=True)
    assert opened.stdout == note
    signing = [str(go_checker), verifier, go_key(key(3), "colleague.example")]
    cosigned = subprocess.run(signing, input=note, capture_output=True, check=True).stdout.decode()
    words, problem = check_signer(parse_checkpoint(cosigned), [signer(key(3), "Cato")])
    assert (problem, words.startswith("a note signed by Cato (")) == ("", True)
    altered = note.replace(b"\n5\n", b"\n6\n")
    refused = subprocess.run([str(go_checker), verifier], input=altered, capture_output=True, check=False)
    assert (refused.returncode, b"invalid signature" in refused.stderr) == (1, True)
