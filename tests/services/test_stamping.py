"""Time-stamps of checkpoints: asked for, answered by an authority made here with OpenSSL, and checked offline."""

import hashlib
import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.authority import OPENSSL, answer, make_authority, needs_openssl
from tests.support.command_line import command
from tests.support.store_builders import make_dossier
from tui.services.stamping import BadStampError, StampError, check_stamp, make_request, sort_certificates

rfc3161_client = pytest.importorskip("rfc3161_client")


@pytest.fixture
def seal(tmp_path: Path) -> Path:
    dossier = make_dossier(tmp_path / "quay.variorum")
    assert command("--dossier", dossier, "audit", "seal", tmp_path / "seal.txt") == 0
    return tmp_path / "seal.txt"


@pytest.fixture
def stamped(seal: Path, tmp_path: Path) -> tuple[Path, Path, Path]:
    """A checkpoint, an authority's answer for it, and its root certificate."""
    authority, request = make_authority(tmp_path / "authority"), tmp_path / "seal.tsq"
    assert command("stamp", seal, "--request", request) == 0
    return seal, answer(authority, request, tmp_path / "seal.tsr"), authority / "root.pem"


@needs_openssl
def test_the_request_asks_openssl_for_the_digest_of_the_file_and_for_the_certificate(seal: Path) -> None:
    words = [OPENSSL, "ts", "-query", "-in", "/dev/stdin", "-text"]
    read = subprocess.run(words, input=make_request(seal), capture_output=True, check=True)
    lines = read.stdout.decode()
    assert "Hash Algorithm: sha256" in lines
    assert "Certificate required: yes" in lines
    dumped = "".join(line.split(" - ")[1][:49] for line in lines.splitlines() if " - " in line)
    assert dumped.replace(" ", "").replace("-", "")[:64] == hashlib.sha256(seal.read_bytes()).hexdigest()


@needs_openssl
def test_an_answer_is_checked_offline_and_gives_time_and_authority(
    stamped: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    seal, response, root = stamped
    found = check_stamp(seal, response, root)
    assert (found.authority, found.serial) == ("CN=Harbour Time", "2")
    assert abs(datetime.fromisoformat(found.time) - datetime.now(UTC)) < timedelta(hours=1)
    check = ("stamp", seal, "--response", response, "--authorities", root)
    assert command(*check) == 0
    assert f"was there at {found.time}, by CN=Harbour Time" in capsys.readouterr().out
    assert command(*check, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["time"] == found.time


@needs_openssl
def test_certificates_may_come_in_any_order(stamped: tuple[Path, Path, Path]) -> None:
    """OpenSSL puts the signer's first, which the library alone does not read."""
    seal, response, root = stamped
    whole = response.read_bytes()
    with pytest.raises(ValueError, match="InvalidSetOrdering"):
        rfc3161_client.decode_timestamp_response(whole)
    sorted_ = sort_certificates(whole)
    assert sort_certificates(sorted_) == sorted_ != whole
    response.write_bytes(sorted_)
    assert check_stamp(seal, response, root).authority == "CN=Harbour Time"


@needs_openssl
def test_a_stamp_is_of_these_bytes_by_one_of_these_authorities(
    stamped: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    seal, response, root = stamped
    other = make_authority(tmp_path / "other") / "root.pem"
    with pytest.raises(BadStampError):
        check_stamp(seal, response, other)
    later = tmp_path / "later.txt"
    later.write_bytes(seal.read_bytes().replace(b"time 2", b"time 1"))
    with pytest.raises(BadStampError, match="Mismatch"):
        check_stamp(later, response, root)
    assert command("stamp", later, "--response", response, "--authorities", root) == 3


@needs_openssl
def test_no_changed_byte_of_an_answer_passes_for_another_time(stamped: tuple[Path, Path, Path]) -> None:
    """A flipped bit makes no stamp, or one of the same time: some of its bytes are signed by nobody."""
    seal, response, root = stamped
    whole, time = response.read_bytes(), check_stamp(seal, response, root).time
    for at in range(0, len(whole), 7):
        response.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            assert check_stamp(seal, response, root).time == time
        except BadStampError:
            continue


@pytest.mark.parametrize("junk", [b"", b"0", b"\x30\x82\xff\xff", b"x" * 4000])
@needs_openssl
def test_what_is_no_answer_is_a_finding(stamped: tuple[Path, Path, Path], junk: bytes) -> None:
    seal, response, root = stamped
    response.write_bytes(junk)
    assert command("stamp", seal, "--response", response, "--authorities", root) == 3


def test_what_cannot_be_asked_is_said(seal: Path, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("no checkpoint\n")
    (tmp_path / "none.pem").write_text("none\n")
    assert command("stamp", seal) == 2
    assert command("stamp", tmp_path / "note.txt", "--request", tmp_path / "a.tsq") == 2
    assert command("stamp", seal, "--response", seal) == 2
    assert not (tmp_path / "a.tsq").exists()
    with pytest.raises(StampError, match="no certificates"):
        check_stamp(seal, seal, tmp_path / "none.pem")
