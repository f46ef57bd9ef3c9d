"""Check signatures that OpenSSH makes (`ssh-keygen -Y sign`) without OpenSSH: Ed25519 and RSA keys.

The format is PROTOCOL.sshsig, the arithmetic that of RFC 8032 and RFC 8017. Nothing here is secret, so nothing has to
take constant time.
"""

import base64
import binascii
import functools
import hashlib
import re
from typing import NamedTuple

NAMESPACE = "variorum"
"""What signatures are for, so that one made for something else never counts here."""

_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_ARMORED = re.compile(rf"{_BEGIN}\n(?:[A-Za-z0-9+/]{{70}}\n)*[A-Za-z0-9+/]{{1,70}}={{0,2}}\n{_END}\n")
_KEY_TYPES = ("ssh-ed25519", "ssh-rsa")


class SignatureError(ValueError):
    """A signature or key is not what it should be; the message says how."""


class Signer(NamedTuple):
    """Whose signature counts."""

    name: str
    key: bytes
    """The public key as OpenSSH encodes it."""


def fingerprint(key: bytes) -> str:
    """Return the SHA-256 fingerprint of a public key as `ssh-keygen -l` prints it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


def parse_signers(text: str) -> list[Signer]:
    """Return the keys of a public key file, or of an allowed-signers file (`NAME TYPE KEY`), a line each.

    Raises:
        SignatureError: a line is neither, or holds options, which are not read here.
    """
    signers = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        if not words or line.startswith("#"):
            continue
        place = 0 if words[0] in _KEY_TYPES else 1
        if len(words) < place + 2 or words[place] not in _KEY_TYPES:
            raise SignatureError(
                f"line {number} is no `TYPE KEY` or `NAME TYPE KEY` with an Ed25519 or RSA key and no options"
            )
        key = _decode(words[place + 1], f"the key in line {number}")
        name = " ".join(words[2:]) if place == 0 else words[0]
        signers.append(Signer(name, key))
    if not signers:
        raise SignatureError("it holds no key")
    return signers


def check_signature(armored: str, message: bytes, purpose: str = NAMESPACE) -> bytes:
    """Return the public key that made the signature over `message` for this purpose.

    Raises:
        SignatureError: it is no signature, was made for something else, or is not of this message.
    """
    key, namespace, reserved, hash_name, signature = _take_apart(armored)
    if namespace != purpose.encode():
        raise SignatureError(f"it was made for {namespace.decode('ascii', 'replace')!r}, not for {purpose!r}")
    if hash_name not in {b"sha512", b"sha256"}:
        raise SignatureError("it uses a hash that is not known here")
    hashed = hashlib.new(hash_name.decode(), message).digest()
    signed = b"SSHSIG" + b"".join(map(_string, (namespace, reserved, hash_name, hashed)))
    if not _is_made_with(key, signature, signed):
        raise SignatureError("it is not a signature of this text: one of the two was changed")
    return key


def _take_apart(armored: str) -> list[bytes]:
    """Return the five strings that an SSH signature of version 1 is made of."""
    lines = armored.strip().splitlines()
    if len(lines) < 3 or lines[0] != _BEGIN or lines[-1] != _END:
        raise SignatureError("it is no SSH signature")
    blob = _Blob(_decode("".join(lines[1:-1]), "the signature"))
    if blob.take(6) != b"SSHSIG" or blob.number() != 1:
        raise SignatureError("it is no SSH signature of version 1")
    strings = [blob.string() for _ in range(5)]
    blob.end()
    return strings


def _is_made_with(key: bytes, signature: bytes, signed: bytes) -> bool:
    """Return whether a signature over `signed` was made with this key."""
    parts = _Blob(signature)
    algorithm, raw = parts.string(), parts.string()
    parts.end()
    public = _Blob(key)
    kind = public.string()
    if kind == b"ssh-ed25519" and algorithm == b"ssh-ed25519":
        good = check_ed25519(public.string(), signed, raw)
    elif kind == b"ssh-rsa" and algorithm in {b"rsa-sha2-256", b"rsa-sha2-512"}:
        exponent, modulus = public.integer(), public.integer()
        good = _check_rsa(exponent, modulus, signed, raw, "sha256" if algorithm.endswith(b"256") else "sha512")
    else:
        raise SignatureError("its key is neither Ed25519 nor RSA")
    public.end()
    return good


def is_armored(text: str) -> bool:
    """Return whether a text is one signature as OpenSSH writes it, and nothing else."""
    return _ARMORED.fullmatch(text) is not None


def find_signer(key: bytes, signers: list[Signer]) -> str | None:
    """Return the name under which a key may sign; None where it may not."""
    return next((signer.name or fingerprint(key) for signer in signers if signer.key == key), None)


class _Blob:
    """Reads what OpenSSH has encoded."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        part = self._data[self._at : self._at + count]
        if len(part) != count:
            raise SignatureError("it is cut short")
        self._at += count
        return part

    def number(self) -> int:
        return int.from_bytes(self.take(4), "big")

    def string(self) -> bytes:
        return self.take(self.number())

    def integer(self) -> int:
        return int.from_bytes(self.string(), "big")

    def end(self) -> None:
        if self._at != len(self._data):
            raise SignatureError("something follows its end")


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _decode(text: str, what: str) -> bytes:
    if len(text) > 20_000 or not re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", text):
        raise SignatureError(f"{what} is not base64")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise SignatureError(f"{what} is not base64") from error


def _check_rsa(exponent: int, modulus: int, message: bytes, signature: bytes, hash_name: str) -> bool:
    """RSASSA-PKCS1-v1_5 (RFC 8017, 8.2.2)."""
    size = (modulus.bit_length() + 7) // 8
    if not 2048 <= modulus.bit_length() <= 16384 or not 3 <= exponent < 2**33 or len(signature) > size:
        return False
    prefix = {"sha256": "3031300d060960864801650304020105000420", "sha512": "3051300d060960864801650304020305000440"}
    info = bytes.fromhex(prefix[hash_name]) + hashlib.new(hash_name, message).digest()
    padded = b"\x00\x01" + b"\xff" * (size - len(info) - 3) + b"\x00" + info
    number = int.from_bytes(signature, "big")
    return number < modulus and pow(number, exponent, modulus).to_bytes(size, "big") == padded


_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_Point = tuple[int, int, int, int]


def check_ed25519(key: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether `signature` is one of `message` under `key` (RFC 8032, 5.1.7)."""
    if len(signature) != 64:
        return False
    public, commitment = _decompress(key), _decompress(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or scalar >= _L:
        return False
    hashed = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % _L
    # The equation is scalar * base == commitment + hashed * key, here with all but the commitment on one side.
    left, right = _times_both(scalar, _base(), hashed, _minus(public)), commitment
    return (left[0] * right[2] - right[0] * left[2]) % _P == 0 == (left[1] * right[2] - right[1] * left[2]) % _P


def _decompress(data: bytes) -> _Point | None:
    if len(data) != 32:
        return None
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * _ROOT % _P
    if x * x % _P != square or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _P - x
    return (x, y, 1, x * y % _P)


@functools.cache
def _base() -> _Point:
    point = _decompress((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))
    assert point is not None
    return point


def _plus(a: _Point, b: _Point) -> _Point:
    one, two = (a[1] - a[0]) * (b[1] - b[0]) % _P, (a[1] + a[0]) * (b[1] + b[0]) % _P
    three, four = 2 * a[3] * b[3] * _D % _P, 2 * a[2] * b[2] % _P
    e, f, g, h = two - one, four - three, four + three, two + one
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _minus(point: _Point) -> _Point:
    return (-point[0] % _P, point[1], point[2], -point[3] % _P)


def _twice(a: _Point) -> _Point:
    """Double a point (RFC 8032, 5.1.4)."""
    one, two = a[0] * a[0] % _P, a[1] * a[1] % _P
    three, h = 2 * a[2] * a[2] % _P, one + two
    e, g = h - (a[0] + a[1]) ** 2 % _P, one - two
    f = three + g
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times_both(one: int, first: _Point, two: int, second: _Point) -> _Point:
    """Return one * first + two * second, the doublings shared (Shamir's trick)."""
    sums = (None, first, second, _plus(first, second))
    total: _Point = (0, 1, 1, 0)
    for place in reversed(range(max(one.bit_length(), two.bit_length()))):
        total = _twice(total)
        addend = sums[(one >> place & 1) | (two >> place & 1) << 1]
        if addend is not None:
            total = _plus(total, addend)
    return total
