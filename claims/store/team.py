"""Hand a dossier on a server over to a team: each member a role of the database, who records under one name only.

The tables then belong to a role that nobody logs in as. Members add to the ledger and cannot change what is in it; what
a member may add follows from the list of reviewers, and the server itself checks it (`team.sql`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any, Final, NamedTuple

from claims.identity import digest
from claims.store import server
from claims.store.addresses import DossierError, format_place, is_address
from claims.store.tables import schema

_RECORDS: Final = (schema.ledger, schema.originals)
"""What is only ever added to."""
_OTHERS: Final = """
SELECT DISTINCT pg_get_userbyid(held.grantee) FROM pg_class c, LATERAL aclexplode(c.relacl) AS held
 WHERE c.oid = to_regclass(%s) AND held.grantee NOT IN (0, c.relowner) AND pg_get_userbyid(held.grantee) <> %s
"""
_READABLE: Final = 10
"""Letters of a database's name, of four bytes at the most, in the names of its roles."""
_READ: Final = ("team", schema.migrations.name)


class Member(NamedTuple):
    """A role of the database, and whose it is."""

    role: str
    reviewer: str


def _script() -> str:
    return resources.files("claims.store").joinpath("team.sql").read_text("utf-8")


@contextmanager
def _connected(path: Path) -> Iterator[tuple[Any, Any]]:
    """Yield a connection to the dossier's database, and what composes SQL from names.

    Raises:
        DossierError: it is no dossier on a server, or the server does not do it.
    """
    if not is_address(path):
        raise DossierError(
            path, "is a file, and whoever can write a file can write all of it; `variorum move` it first"
        )
    driver = server.load_driver(path)
    if not server.has_dossier(path):
        raise DossierError(path, "there is no dossier here; `variorum move FILE ADDRESS` brings one")
    try:
        with driver.connect(format_place(path)) as connection:
            yield connection, driver.sql
    except driver.Error as error:
        raise server.explain(path, error) from error


def _names(connection: Any) -> tuple[str, str, str]:
    """Return the schema, the role that owns it and the role of all members.

    Names of roles have 63 bytes at the most.
    """
    database, name = connection.execute("SELECT current_database(), current_schema()").fetchone()
    # Roles are of the whole server: no other database or schema may come to the same name.
    mark = f"{database[:_READABLE]}_{digest([database, name])[:12]}"
    return name, f"{mark}_owner", f"{mark}_team"


def _has_role(connection: Any, role: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is not None


def _find_members(connection: Any, path: Path) -> str:
    """Return the role of all members.

    Raises:
        DossierError: there is no team yet.
    """
    if connection.execute("SELECT to_regclass('team')").fetchone() == (None,):
        raise DossierError(path, "there is no team here yet; `variorum team init` begins one")
    return _names(connection)[2]


def begin_team(path: Path) -> tuple[str, str]:
    """Hand the dossier over to a role of its own; return that role and the one that members are in.

    Raises:
        DossierError: it is no dossier on a server, or who asks is no superuser there.
    """
    with _connected(path) as (connection, sql):
        name, owner, members = _names(connection)
        for role in (owner, members):
            if not _has_role(connection, role):
                connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
            connection.execute(sql.SQL("ALTER ROLE {} NOLOGIN NOSUPERUSER").format(sql.Identifier(role)))
        marks = {"schema": name, "owner": owner, "members": members}
        connection.execute(sql.SQL(_script()).format(**{key: sql.Identifier(each) for key, each in marks.items()}))
        records = [table.name for table in _RECORDS]
        for table in (*schema.metadata.tables, "team"):
            rights = "SELECT" if table in _READ else "SELECT, INSERT"
            rights += "" if table in (*_READ, *records) else ", UPDATE, DELETE"
            its_name = sql.Identifier(name, table)
            for (other,) in connection.execute(_OTHERS, (table, owner)).fetchall():
                connection.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(its_name, sql.Identifier(other)))
            connection.execute(sql.SQL("REVOKE ALL ON {} FROM PUBLIC").format(its_name))
            connection.execute(sql.SQL("ALTER TABLE {} OWNER TO {}").format(its_name, sql.Identifier(owner)))
            connection.execute(sql.SQL(f"GRANT {rights} ON {{}} TO {{}}").format(its_name, sql.Identifier(members)))
        return owner, members


def grant_member(path: Path, role: str, reviewer: str) -> None:
    """Let a role of the database record as a reviewer, and as nobody else.

    Raises:
        DossierError: there is no such role or no team yet, or who asks is no superuser there.
    """
    with _connected(path) as (connection, sql):
        members = _find_members(connection, path)
        if not _has_role(connection, role):
            raise DossierError(path, f"the server has no role {role!r}; `createuser` makes one")
        upsert = "INSERT INTO team VALUES (%s, %s) ON CONFLICT (role) DO UPDATE SET reviewer = excluded.reviewer"
        connection.execute(upsert, (role, reviewer))
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(members), sql.Identifier(role)))


def revoke_member(path: Path, role: str) -> None:
    """Let a role of the database neither read nor record any longer.

    Raises:
        DossierError: it is in no team, or who asks is no superuser there.
    """
    with _connected(path) as (connection, sql):
        members = _find_members(connection, path)
        if not connection.execute("DELETE FROM team WHERE role = %s", (role,)).rowcount:
            raise DossierError(path, f"{role!r} is nobody in this team; `variorum team list` lists it")
        if _has_role(connection, role):
            connection.execute(sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(members), sql.Identifier(role)))


def members_of(path: Path) -> list[Member]:
    """Return the team by role.

    Raises:
        DossierError: there is no team yet.
    """
    with _connected(path) as (connection, _):
        _find_members(connection, path)
        return [Member(*row) for row in connection.execute("SELECT role::text, reviewer FROM team ORDER BY 1")]
