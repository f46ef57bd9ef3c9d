"""Time-stamps (RFC 3161) of checkpoint files: the request that an authority answers, and the answer checked offline."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from claims.errors import VariorumError, reason_of
from tui.services.sealing import load_checkpoint

_LARGEST_FILE: Final = 1_000_000
_CERTIFICATES: Final = 0xA0
"""The tag of the certificates of a CMS SignedData (RFC 5652, 5.1)."""


class StampError(VariorumError):
    """A checkpoint, an answer or a certificate cannot be used, or the library for it is not installed."""


class BadStampError(VariorumError):
    """An answer is not a time-stamp of this checkpoint by an authority that counts; the message says why."""


class Stamp(NamedTuple):
    """What an authority vouches for: the file was as it is at this time."""

    time: str
    """In UTC."""
    authority: str
    """The name in its certificate."""
    serial: str


def make_request(checkpoint: Path) -> bytes:
    """Return the request for a time-stamp of a checkpoint file, as `openssl ts` and authorities read it.

    Raises:
        StampError: the file is no checkpoint, or the library is not installed.
    """
    library = _import_library()
    builder = library.TimestampRequestBuilder(_read_checkpoint(checkpoint))
    request: bytes = builder.hash_algorithm(library.HashAlgorithm.SHA256).build().as_bytes()
    return request


def check_stamp(checkpoint: Path, response: Path, authorities: Path) -> Stamp:
    """Return what an authority's answer says of a checkpoint file. Nothing is asked of anybody.

    Args:
        checkpoint: the file.
        response: the authority's answer, with its certificate or not.
        authorities: the certificates (PEM) of those whose word counts.

    Raises:
        StampError: a file cannot be read, or the library is not installed.
        BadStampError: the answer is none, is not of this file, or not by one of these authorities.
    """
    library = _import_library()
    data, answer, trusted = _read_checkpoint(checkpoint), _read(response), _read_certificates(authorities)
    try:
        stamp = library.decode_timestamp_response(sort_certificates(answer))
        _make_verifier(library, trusted).verify_message(stamp, data)
        return _describe(stamp)
    except Exception as problem:  # whatever goes wrong in hostile bytes, they are no good stamp
        raise BadStampError(f"{response}: no time-stamp of {checkpoint} by these authorities: {problem}") from problem


def _make_verifier(library: Any, trusted: list[Any]) -> Any:
    builder = library.VerifierBuilder()
    for certificate in trusted:
        builder = builder.add_root_certificate(certificate)
    return builder.build()


def sort_certificates(answer: bytes) -> bytes:
    """Return an authority's answer with its certificates in the order that DER asks of a set.

    OpenSSL leaves them as they come, and so do the many authorities that run on it, which the library does not read.
    Nobody has signed their order.
    """
    _, response = _split(answer)
    _, token = _split(response[_length(response) :])
    _, content = _split(token[_length(token) :])
    _, signed = _split(content)
    parts = list(_list_parts(signed))
    sets = [part for part in parts if part[0] == _CERTIFICATES]
    if not sets:
        return answer
    header, certificates = _split(sets[0])
    return answer.replace(sets[0], header + b"".join(sorted(_list_parts(certificates))), 1)


def _list_parts(data: bytes) -> Iterator[bytes]:
    """Yield the values of DER that stand one after another, each with its header."""
    while data:
        length = _length(data)
        yield data[:length]
        data = data[length:]


def _split(data: bytes) -> tuple[bytes, bytes]:
    """Return the header and the content of the first value of some DER."""
    more = data[1] & 0x7F if data[1] & 0x80 else 0
    size = int.from_bytes(data[2 : 2 + more], "big") if more else data[1]
    return data[: 2 + more], data[2 + more : 2 + more + size]


def _length(data: bytes) -> int:
    header, content = _split(data)
    return len(header) + len(content)


def _describe(stamp: Any) -> Stamp:
    from cryptography.x509 import load_der_x509_certificate

    info = stamp.tst_info
    (signer,) = stamp.signed_data.signer_infos
    certificates = map(load_der_x509_certificate, stamp.signed_data.certificates)
    names = (c.subject.rfc4514_string() for c in certificates if c.serial_number == signer.serial_number)
    name = next(names, f"issued by {signer.issuer.rfc4514_string()}")
    return Stamp(info.gen_time.strftime("%Y-%m-%dT%H:%M:%SZ"), name, f"{info.serial_number:x}")


def _read_checkpoint(path: Path) -> bytes:
    """Return the bytes of a file that holds a checkpoint."""
    data = _read(path)
    load_checkpoint(str(path))
    return data


def _read_certificates(path: Path) -> list[Any]:
    from cryptography.x509 import load_pem_x509_certificates

    data = _read(path)
    try:
        certificates = load_pem_x509_certificates(data)
    except ValueError as error:
        raise StampError(f"{path}: holds no certificates in PEM") from error
    return list(dict.fromkeys(certificates))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise StampError(f"{path}: {reason_of(error)}") from error
    if len(data) > _LARGEST_FILE:
        raise StampError(f"{path}: is too large to be what it should be")
    return data


def _import_library() -> Any:
    try:
        import rfc3161_client
    except ImportError as error:
        raise StampError(
            "time-stamps need rfc3161-client, which is not installed; run "
            "`pip install -r requirements/stamps.txt` in the folder Variorum came in"
        ) from error
    return rfc3161_client
