"""A time-stamping authority made with OpenSSL and a certificate of its own; nobody is asked over a network."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

OPENSSL = shutil.which("openssl") or ""
needs_openssl = pytest.mark.skipif(not OPENSSL, reason="an authority is made with openssl")

CONFIG = """
[tsa]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/root.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def make_authority(folder: Path) -> Path:
    """Make a root and a time-stamping certificate below it; return the folder."""
    folder.mkdir()
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    now = datetime.now(UTC)

    def build(subject: str, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        builder = x509.CertificateBuilder(issuer_name=name("Quay Root"), subject_name=name(subject), public_key=public)
        valid = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
        return valid.serial_number(x509.random_serial_number())

    authority = x509.BasicConstraints(ca=True, path_length=None)
    root = build("Quay Root", root_key.public_key()).add_extension(authority, critical=True)
    below = build("Harbour Time", key.public_key())
    below = below.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    for file, builder in (("root.pem", root), ("tsa.pem", below)):
        (folder / file).write_bytes(builder.sign(root_key, hashes.SHA256()).public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "tsa.key").write_bytes(private)
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    return folder


def answer(authority: Path, request: Path, response: Path) -> Path:
    """Have the authority answer a request."""
    words = ["ts", "-reply", "-config", str(authority / "tsa.cnf"), "-section", "tsa", "-queryfile", str(request)]
    subprocess.run([OPENSSL, *words, "-out", str(response)], check=True, capture_output=True)
    return response
