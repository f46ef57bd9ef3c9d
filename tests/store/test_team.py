"""What a team's roles may not do is refused by the server itself, whatever program asks."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from claims.identity import digest
from claims.store.addresses import DossierError
from claims.store.dossier import Dossier
from claims.store.ledger import encode_record, entry_digest
from claims.store.server import find_damage
from claims.store.team import Member, begin_team, grant_member, members_of, revoke_member
from tests.support.builders import make_decision
from tests.support.postgres import make_place, place_on
from tests.support.store_builders import make_article, make_claim, make_dossier
from tui.services.reviewers import add_reviewer
from tui.services.workspace import Workspace

pytestmark = pytest.mark.whole

ROLES = {"ada": "Ada", "cod": "Cod", "rea": "Rea", "rev": "Rev", "adj": "Adj"}
LISTED = (("Ada", "admin"), ("Cod", "coder"), ("Rea", "reader"), ("Rev", "reviewer"), ("Adj", "adjudicator"))


class Team(NamedTuple):
    """A dossier on a server that a team works on."""

    place: Path
    schema: str
    socket: Path

    def as_(self, role: str) -> Path:
        return place_on(self.socket, self.schema, role)

    def run(self, role: str, statement: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Run SQL as a role, with no program of ours between."""
        import psycopg

        with psycopg.connect(f"postgresql://{role}@/postgres?host={self.socket}") as connection:
            connection.execute(f"SET search_path = {self.schema}")
            done = connection.execute(statement, parameters)
            return done.fetchall() if done.description else []

    def append(self, role: str, kind: str, content: dict[str, Any]) -> None:
        """Append an entry that is as it should be but for who records it."""
        [[seq, at]] = self.run("postgres", "SELECT max(seq) + 1, max(recorded_at) FROM ledger")
        body, id_ = json.dumps(content, sort_keys=True).encode(), bytes.fromhex(digest({kind: content.get("id", "")}))
        row = (seq, kind, id_, at, body, entry_digest(seq, kind, id_, at, body))
        names = "seq, kind, id, recorded_at, body, digest"
        self.run(role, f"INSERT INTO {self.schema}.ledger ({names}) VALUES (%s, %s, %s, %s, %s, %s)", row)

    def damage(self) -> list[str]:
        with Dossier(self.place) as dossier, dossier._reading() as connection:
            return [message for _, message in find_damage(connection)]


@pytest.fixture(scope="module")
def team(socket: Path) -> Iterator[Team]:
    place = make_place(socket)
    schema = str(place).rpartition("%3D")[2]
    team = Team(place, schema, socket)
    make_dossier(place, items=2)
    with Workspace(place) as workspace:
        for name, role in LISTED:
            add_reviewer(workspace.dossier, name, role, None, "Ada", "")
    for role in (*ROLES, "out"):
        team.run("postgres", f"DROP ROLE IF EXISTS {role}")
        team.run("postgres", f"CREATE ROLE {role} LOGIN")
    begin_team(place)
    for role, name in ROLES.items():
        grant_member(place, role, name)
    yield team
    for role in (*ROLES, "out"):
        team.run("postgres", f"DROP OWNED BY {role}")


def decision(reviewer: str, action: str = "contested", **changes: Any) -> dict[str, Any]:
    made = make_decision(action, subject="quay-0", attribute="killed", reviewer=reviewer, **changes)
    content: dict[str, Any] = json.loads(encode_record(made))
    return content


def refused(team: Team, role: str, kind: str, content: dict[str, Any]) -> str:
    import psycopg

    before = team.run("postgres", "SELECT count(*) FROM ledger")
    with pytest.raises(psycopg.errors.InsufficientPrivilege) as caught:
        team.append(role, kind, content)
    assert team.run("postgres", "SELECT count(*) FROM ledger") == before
    return str(caught.value)


@pytest.mark.parametrize(
    ("role", "kind", "content", "why"),
    [
        ("rev", "decision", decision("Ada"), "rev records as Rev and not as Ada"),
        ("ada", "decision", decision("Rev"), "ada records as Ada and not as Rev"),
        ("cod", "decision", decision("Cod"), "takes the role reviewer"),
        ("rea", "decision", decision("Rea", "tag", tags="x"), "takes the role coder"),
        ("rev", "decision", decision("Rev", adjudicates=True), "takes the role adjudicator"),
        ("rev", "decision", decision("Rev", "assign", assignees=["+Cod"]), "takes the role adjudicator"),
        (
            "adj",
            "reviewer",
            {"reviewer": "Adj", "name": "Adj", "role": "admin", "action": "list"},
            "takes the role admin",
        ),
        ("rev", "reviewer", {"reviewer": "Ada", "name": "Rev", "role": "admin", "action": "list"}, "and not as Ada"),
        ("rev", "vocabulary", {"policies": {"*": {"name": "ucdp", "by": "Rev"}}}, "takes the role admin"),
        ("rev", "vocabulary", {"policies": {"*": {"name": "ucdp", "by": "Ada"}}}, "and not as Ada"),
        ("cod", "event", {"reviewer": "Cod", "action": "rename"}, "takes the role reviewer"),
        ("cod", "amendment", {"reviewer": "Rev"}, "and not as Rev"),
        ("rea", "article", {"text": "Nine died."}, "takes the role coder"),
        ("out", "article", {"text": "Nine died."}, "permission denied"),
    ],
)
def test_an_entry_that_its_role_may_not_record_is_refused(
    team: Team, role: str, kind: str, content: dict[str, Any], why: str
) -> None:
    assert why in refused(team, role, kind, content)


CHANGES = (
    "UPDATE ledger SET body = 'x'",
    "DELETE FROM ledger",
    "TRUNCATE ledger CASCADE",
    "DELETE FROM originals",
    "ALTER TABLE ledger DISABLE TRIGGER ledger_stays",
    "DROP TRIGGER ledger_stays ON ledger",
    "DROP TABLE ledger CASCADE",
    "ALTER TABLE ledger ENABLE ROW LEVEL SECURITY",
    "CREATE RULE quiet AS ON INSERT TO ledger DO INSTEAD NOTHING",
    "CREATE OR REPLACE FUNCTION variorum_refuse() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
    "CREATE TABLE other (a int)",
    "INSERT INTO team VALUES ('cod', 'Ada')",
    "UPDATE team SET reviewer = 'Ada'",
    "SET session_replication_role = replica",
)


@pytest.mark.parametrize("statement", CHANGES)
@pytest.mark.parametrize("role", ["ada", "cod"])
def test_a_change_of_the_record_or_of_what_protects_it_is_refused(team: Team, role: str, statement: str) -> None:
    import psycopg

    before = team.run("postgres", "SELECT seq, digest FROM ledger ORDER BY seq")
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.DuplicateFunction)):
        team.run(role, statement)
    assert team.run("postgres", "SELECT seq, digest FROM ledger ORDER BY seq") == before
    assert team.damage() == []


@pytest.mark.parametrize(("later", "at"), [(2, ""), (-1, ""), (1, "2000-01-01T00:00:00Z")])
def test_an_entry_out_of_its_turn_is_refused(team: Team, later: int, at: str) -> None:
    import psycopg

    [[seq, newest]] = team.run("postgres", "SELECT max(seq), max(recorded_at) FROM ledger")
    row = (seq + later, "decision", b"x" * 32, at or newest, b"{}", b"y" * 32)
    statement = (
        f"INSERT INTO {team.schema}.ledger (seq, kind, id, recorded_at, body, digest) VALUES (%s, %s, %s, %s, %s, %s)"
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="out of its turn"):
        team.run("ada", statement, row)


@pytest.mark.parametrize("statement", CHANGES[:4])
def test_even_the_owner_and_a_superuser_have_to_take_the_protection_away_first(team: Team, statement: str) -> None:
    import psycopg

    owner, _ = begin_team(team.place)
    for begin in ("", f'SET ROLE "{owner}"; '):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="what is recorded stays"):
            team.run("postgres", begin + statement)


@pytest.mark.parametrize(
    ("statement", "seen"),
    [
        ("ALTER TABLE ledger DISABLE TRIGGER ledger_stays", "ledger_stays"),
        ("DROP TRIGGER originals_stay ON originals", "originals_stay"),
        ("DROP TRIGGER ledger_is_signed_for ON ledger", "ledger_is_signed_for"),
        (
            "CREATE OR REPLACE TRIGGER ledger_is_signed_for BEFORE INSERT ON ledger FOR EACH ROW WHEN (false) "
            "EXECUTE FUNCTION variorum_check()",
            "ledger_is_signed_for",
        ),
        (
            "CREATE OR REPLACE TRIGGER ledger_stays BEFORE TRUNCATE ON ledger EXECUTE FUNCTION variorum_refuse()",
            "ledger_stays",
        ),
        ("ALTER FUNCTION variorum_check() SECURITY INVOKER", "ledger_is_signed_for"),
        ("GRANT UPDATE ON ledger TO cod", "cod may UPDATE"),
        ("ALTER TABLE ledger OWNER TO cod", "cod owns the record"),
        ("CREATE POLICY odd ON ledger USING (true)", "policy odd"),
    ],
)
def test_what_a_superuser_took_away_is_told_by_the_audit_and_put_back(team: Team, statement: str, seen: str) -> None:
    team.run("postgres", statement)
    assert any(seen in message for message in team.damage())
    team.run("postgres", "DROP POLICY IF EXISTS odd ON ledger")
    begin_team(team.place)
    assert team.damage() == []


def test_members_record_what_they_may_and_all_of_it_is_intact(team: Team) -> None:
    article = make_article("Five died at the pier.", name="later.txt")
    with Dossier(team.as_("cod")) as dossier:
        dossier.add_articles([article])
        dossier.add_assertions([make_claim(article, "Five died", "5", subject="quay-1")])
    decided = make_decision("contested", subject="quay-1", attribute="killed", reviewer="Rev")
    with Workspace(team.as_("rev")) as workspace:
        workspace.dossier.decide(decided)
        workspace.refresh()
        assert workspace.dossier.check_tables() == []
        with pytest.raises(DossierError, match="rev records as Rev"):
            workspace.dossier.decide(decided.changed(id="e" * 32, reviewer="Adj", based_on=decided.id))
    assert [member.reviewer for member in members_of(team.place)] == sorted(ROLES.values())


def test_who_left_the_team_reads_nothing_and_another_name_is_another_reviewer(team: Team) -> None:
    import psycopg

    team.run("postgres", "DROP ROLE IF EXISTS gone")
    team.run("postgres", "CREATE ROLE gone LOGIN")
    grant_member(team.place, "gone", "Cod")
    grant_member(team.place, "gone", "Rea")
    assert Member("gone", "Rea") in members_of(team.place)
    assert team.run("gone", "SELECT count(*) > 0 FROM ledger") == [(True,)]
    assert "takes the role coder" in refused(team, "gone", "decision", decision("Rea", "tag", tags="x"))
    revoke_member(team.place, "gone")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        team.run("gone", f"SELECT count(*) FROM {team.schema}.ledger")
    with pytest.raises(DossierError, match="nobody in this team"):
        revoke_member(team.place, "gone")
    grant_member(team.place, "gone", "Cod")
    team.run("postgres", "DROP ROLE gone")
    with pytest.raises(DossierError, match="no role 'gone'"):
        grant_member(team.place, "gone", "Cod")
    revoke_member(team.place, "gone")


def test_before_there_is_a_team_it_is_said_how_to_begin_one(socket: Path) -> None:
    place = make_dossier(make_place(socket))
    for ask in (
        members_of,
        lambda place: grant_member(place, "postgres", "Ada"),
        lambda place: revoke_member(place, "x"),
    ):
        with pytest.raises(DossierError, match="variorum team init"):
            ask(place)


def test_the_roles_of_two_dossiers_are_never_one(socket: Path) -> None:
    places = [make_dossier(make_place(socket)) for _ in range(2)]
    assert len({role for place in places for role in begin_team(place)}) == 4


def test_a_team_needs_a_server_and_a_superuser(team: Team, tmp_path: Path) -> None:
    with pytest.raises(DossierError, match="is a file"):
        begin_team(make_dossier(tmp_path / "d.variorum"))
    with pytest.raises(DossierError, match="your role may not do this"):
        begin_team(team.as_("ada"))
    with pytest.raises(DossierError, match="your role may not do this"):
        grant_member(team.as_("ada"), "cod", "Ada")
