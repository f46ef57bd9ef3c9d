"""A real PostgreSQL server for tests, on a socket in a temporary folder, and a fresh dossier's address on it.

Without Debian's package (or PG_BIN) tests that need it are skipped, unless VARIORUM_SERVER=required asks them to fail.
"""

import functools
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from claims.store.addresses import parse_place


def binaries() -> Path:
    """The folder of `initdb` and `postgres`; skips the test, or fails it, where there is none."""
    places = [
        Path(os.environ.get("PG_BIN", "/nowhere")),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
    ]
    found = next((place for place in places if (place / "initdb").exists()), None)
    if found is None:
        if os.environ.get("VARIORUM_SERVER") == "required":
            pytest.fail("no PostgreSQL here: install Debian's postgresql, or name its programs' folder in PG_BIN")
        pytest.skip("no PostgreSQL here")
    return found


def _as_nobody_special() -> list[str]:
    """What goes before a program of the server, which root may not run."""
    return ["runuser", "-u", server_user(), "--"] if os.geteuid() == 0 else []


@functools.cache
def server_user() -> str:
    """The user that the server runs as."""
    return "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


@contextmanager
def running_server() -> Iterator[Path]:
    """A server with an empty database `postgres` of a superuser `postgres`; its socket lies in the folder yielded."""
    programs, prefix = binaries(), _as_nobody_special()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: a socket's path has 107 characters at most
    try:
        shutil.chown(folder, server_user())
        data = folder / "data"
        initialise = [
            "initdb",
            "-D",
            str(data),
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        ]
        _run(programs, prefix, *initialise)
        options = f"-k {folder} -c listen_addresses= -c max_connections=200"
        control = ["pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log")]
        _run(programs, prefix, *control, "-o", options, "start")
        try:
            yield folder
        finally:
            _run(programs, prefix, *control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(programs: Path, prefix: list[str], program: str, *arguments: str) -> None:
    command = [*prefix, str(programs / program), *arguments]
    # To a file: a server that goes on would keep a pipe open.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False)
        output.seek(0)
        assert done.returncode == 0, output.read().decode(errors="replace")


def make_place(socket: Path, user: str = "postgres") -> Path:
    """The address of an empty schema of its own, where a dossier can be made."""
    import psycopg

    schema = f"s{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"postgresql://postgres@/postgres?host={socket}", autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
    return place_on(socket, schema, user)


def place_on(socket: Path, schema: str, user: str = "postgres") -> Path:
    """The address of a schema for one of the server's users."""
    place = parse_place(f"postgresql://{user}@/postgres?host={socket}&options=-csearch_path%3D{schema}")
    assert place is not None
    return place
