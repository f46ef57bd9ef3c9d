"""Tell the address of a dossier on a server from the name of a file, and say which dossier cannot be used."""

import re
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from claims.errors import VariorumError

PATIENCE_S: Final = 30.0
"""How long others who use a dossier are waited for."""

_SECRETS: Final = frozenset({"password", "sslpassword"})
_ADDRESS: Final = re.compile(r"postgres(?:ql)?:(/+)(.*)", re.DOTALL)


class DossierError(VariorumError):
    """The dossier cannot be used; the message names it and what to do."""

    def __init__(self, path: Path, problem: str, exit_code: int = 2) -> None:
        self.path = path
        self.problem = problem
        self.exit_code = exit_code
        super().__init__(f"{format_place(path)}: {problem}")


def is_damage(error: BaseException) -> bool:
    """Return whether an error says that a dossier is damaged, rather than that the machine cannot read or write now."""
    if isinstance(error, VariorumError):
        return error.exit_code == 3
    return not isinstance(error, OSError | MemoryError)


def is_address(path: Path) -> bool:
    """Return whether a path stands for the address of a server."""
    return path.parts[:1] == ("postgresql:",)


def parse_place(named: str) -> Path:
    """Return the path by which a dossier is known here: of its file, or one that stands for its address.

    Paths hold no `//`: `postgresql://ada@db.example/quay` becomes `postgresql:/ada@db.example/quay`.

    Raises:
        DossierError: an address holds a password, which others could read from the list of processes.

    >>> str(parse_place("postgresql:///quay?host=/run/postgresql"))
    'postgresql:/@/quay?host=/run/postgresql'
    """
    found = _ADDRESS.fullmatch(named)
    if found is None:
        return Path(named)
    rest = f"@/{found[2]}" if len(found[1]) > 2 else found[2]
    path = Path(f"postgresql:/{rest}")
    address = urlsplit(f"//{rest}")
    if address.password is not None or _SECRETS & {key.casefold() for key, _ in parse_qsl(address.query)}:
        shown = Path(re.sub(r":[^:@/]*@", "@", str(path).partition("?")[0], count=1))
        raise DossierError(shown, "holds a password; keep it in ~/.pgpass or PGPASSWORD, and leave it out here")
    return path


def format_place(path: Path) -> str:
    """Return a dossier's place as its user names it: the name of its file, or its address.

    >>> format_place(Path("postgresql:/ada@db.example/quay"))
    'postgresql://ada@db.example/quay'
    """
    return "postgresql://" + str(path).removeprefix("postgresql:/") if is_address(path) else str(path)


def place_name(path: Path) -> str:
    """Return what a dossier is called in short: its file's name, or that of its database.

    >>> place_name(Path("postgresql:/ada@db.example/quay?host=/run/postgresql"))
    'quay'
    """
    return urlsplit(format_place(path)).path.strip("/") or "postgresql" if is_address(path) else path.name


def folder_of(path: Path) -> Path:
    """Return the folder with the files that go with a dossier: the working folder for one on a server."""
    return Path() if is_address(path) else path.parent


def absolute_place(path: Path) -> Path:
    """Return the one path that stands for a dossier wherever a program works."""
    return path if is_address(path) else path.resolve()
