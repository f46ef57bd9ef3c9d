"""SSH signatures: vectors of RFC 8032, what ssh-keygen makes, and every way to forge one we could think of."""

import base64
import shutil
import subprocess
from pathlib import Path

import pytest

from claims.proof.checkpoint import Checkpoint, CheckpointError, check_signer, parse_checkpoint, parse_head
from claims.proof.signature import (
    SignatureError,
    check_ed25519,
    check_signature,
    find_signer,
    fingerprint,
    parse_signers,
)

# RFC 8032, 7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
MESSAGE = b"forty entries, and no more\n"
needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs OpenSSH's ssh-keygen")


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_ed25519_agrees_with_the_vectors_of_its_rfc(key: str, message: str, signature: str) -> None:
    public, text, signed = bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature)
    assert check_ed25519(public, text, signed)
    assert not check_ed25519(public, text + b"x", signed)
    assert not check_ed25519(public, text, signed[:-1])
    assert not check_ed25519(public[:-1], text, signed)
    for place in (0, 31, 32, 63):
        changed = bytearray(signed)
        changed[place] ^= 1
        assert not check_ed25519(public, text, bytes(changed))
    order = 2**252 + 27742317777372353535851937790883648493
    twin = signed[:32] + (int.from_bytes(signed[32:], "little") + order).to_bytes(32, "little")
    assert not check_ed25519(public, text, twin), "a second form of one signature"


def make_key(folder: Path, kind: str = "ed25519", name: str = "key") -> Path:
    path = folder / name
    size = ["-b", "2048"] if kind == "rsa" else []
    command = ["ssh-keygen", "-q", "-t", kind, *size, "-N", "", "-C", "ada@desk", "-f", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


def make_signature(key: Path, message: bytes = MESSAGE, namespace: str = "variorum") -> str:
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", str(key)]
    return subprocess.run(command, input=message, capture_output=True, check=True).stdout.decode()


@needs_ssh
@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
def test_what_ssh_keygen_signs_is_good_and_of_that_text_only(tmp_path: Path, kind: str) -> None:
    key = make_key(tmp_path, kind)
    signature = make_signature(key)
    [signer] = parse_signers(key.with_suffix(".pub").read_text())
    assert check_signature(signature, MESSAGE) == signer.key
    assert signer.name == "ada@desk"
    shown = subprocess.run(["ssh-keygen", "-lf", str(key)], capture_output=True, text=True, check=True).stdout
    assert fingerprint(signer.key) in shown
    with pytest.raises(SignatureError, match="changed"):
        check_signature(signature, MESSAGE + b" ")
    with pytest.raises(SignatureError, match="made for 'file'"):
        check_signature(make_signature(key, namespace="file"), MESSAGE)


@needs_ssh
def test_a_forged_signature_is_refused_whatever_was_changed_in_it(tmp_path: Path) -> None:
    key, other = make_key(tmp_path), make_key(tmp_path, name="other")
    signature = make_signature(key)
    lines = signature.strip().splitlines()
    blob = bytearray(base64.b64decode("".join(lines[1:-1])))
    for place in range(len(blob)):
        forged = blob.copy()
        forged[place] ^= 4
        armored = "\n".join([lines[0], base64.b64encode(forged).decode(), lines[-1]])
        with pytest.raises(SignatureError):
            check_signature(armored, MESSAGE)
    for text in ("", "\n".join(lines[:-1]), signature.replace("A", "*"), lines[0] + "\n\n" + lines[-1]):
        with pytest.raises(SignatureError):
            check_signature(text, MESSAGE)
    armored = "\n".join([lines[0], base64.b64encode(bytes(blob) + b"x").decode(), lines[-1]])
    with pytest.raises(SignatureError, match="follows its end"):
        check_signature(armored, MESSAGE)
    [mine] = parse_signers(key.with_suffix(".pub").read_text())
    theirs = parse_signers(other.with_suffix(".pub").read_text())
    assert find_signer(mine.key, theirs) is None


@needs_ssh
def test_a_key_that_is_not_checked_here_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(SignatureError, match="neither Ed25519 nor RSA"):
        check_signature(make_signature(make_key(tmp_path, "ecdsa")), MESSAGE)


@needs_ssh
def test_an_allowed_signers_file_names_the_signer_and_options_are_not_passed_over(tmp_path: Path) -> None:
    key = make_key(tmp_path)
    kind, data, _ = key.with_suffix(".pub").read_text().split()
    [signer] = parse_signers(f"# reviewers\n\nada@desk {kind} {data}\n")
    assert signer.name == "ada@desk"
    for text in ("", "ada ssh-dss AAAA", f'ada valid-before="20200101" {kind} {data}', f"{kind} not-base64!"):
        with pytest.raises(SignatureError):
            parse_signers(text)


def make_checkpoint(**changes: object) -> Checkpoint:
    return Checkpoint("ab" * 32, 40, bytes(range(32)), "2031-03-04T10:00:00Z")._replace(**changes)  # type: ignore[arg-type]


def test_a_checkpoint_is_read_back_as_it_was_written() -> None:
    for checkpoint in (make_checkpoint(), make_checkpoint(signature="-----BEGIN SSH SIGNATURE-----\nx\n")):
        assert parse_checkpoint(checkpoint.text()) == checkpoint
        assert parse_checkpoint(checkpoint.text().replace("\n", "\r\n")) == checkpoint
    assert make_checkpoint().text().splitlines()[1:3] == ["40", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="]


@pytest.mark.parametrize(
    "change",
    [
        ("40", "040"),
        ("40", "0"),
        ("40", "-1"),
        ("time", "Time"),
        ("variorum", "other"),
        ("\ntime", "\nx\ntime"),
        ("=", ""),
    ],
)
def test_what_is_almost_a_checkpoint_is_none(change: tuple[str, str]) -> None:
    with pytest.raises(CheckpointError):
        parse_checkpoint(make_checkpoint().text().replace(*change, 1))


def test_a_head_as_reports_print_it_is_a_checkpoint_without_time_or_name() -> None:
    head = parse_head("40:" + "ab" * 32)
    assert head is not None
    assert (head.size, head.root, head.dossier, head.time) == (40, b"\xab" * 32, "", "")
    assert parse_head("40:" + "ab" * 31) is None
    assert parse_head("checkpoint.txt") is None


@needs_ssh
def test_who_signed_is_asked_only_where_the_reader_names_somebody(tmp_path: Path) -> None:
    key, other = make_key(tmp_path), make_key(tmp_path, name="other")
    mine, theirs = (parse_signers(k.with_suffix(".pub").read_text()) for k in (key, other))
    plain = make_checkpoint()
    assert check_signer(plain, None) == ("not signed", "")
    assert check_signer(plain, mine)[1] == "it is not signed"
    signed = plain._replace(signature=make_signature(key, plain.body().encode()))
    assert check_signer(signed, mine) == (f"signed by ada@desk ({fingerprint(mine[0].key)})", "")
    assert "not among --signers" in check_signer(signed, theirs)[1]
    assert check_signer(signed, None)[1] == ""
    assert "not good" in check_signer(signed._replace(size=41), mine)[1]
    assert "not good" in check_signer(signed._replace(time="2031-03-04T10:00:01Z"), None)[1]
