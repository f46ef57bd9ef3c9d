"""What is done to a dossier on a server from outside is refused or told, and a broken connection loses nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from claims.store.addresses import DossierError, format_place
from claims.store.dossier import Dossier
from tests.support.builders import make_decision
from tests.support.command_line import Run, command
from tests.support.postgres import make_place
from tests.support.store_builders import make_dossier
from tui.services.workspace import Workspace

pytestmark = pytest.mark.whole

_SWALLOW = "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "


@pytest.fixture
def there(socket: Path) -> Path:
    return make_dossier(make_place(socket), items=2)


def run_sql(place: Path, statement: str) -> None:
    """Run SQL on a dossier's database as its superuser, with no program of ours between."""
    import psycopg

    with psycopg.connect(format_place(place)) as connection:
        connection.execute(statement)


def decision(n: int) -> Callable[[Dossier], bool]:
    made = make_decision("contested", id=f"{n:032x}", subject=f"quay-{n}", attribute="killed")
    return lambda dossier: dossier.decide(made)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (_SWALLOW + "CREATE TRIGGER t BEFORE INSERT ON ledger FOR EACH ROW EXECUTE FUNCTION swallow()", "trigger t"),
        (_SWALLOW + "CREATE TRIGGER u AFTER INSERT ON decisions FOR EACH ROW EXECUTE FUNCTION swallow()", "trigger u"),
        ("CREATE RULE quiet AS ON INSERT TO ledger DO INSTEAD NOTHING", "rule quiet"),
        ("ALTER TABLE labels RENAME TO l2; CREATE VIEW labels AS SELECT * FROM l2", "view labels"),
        ("ALTER TABLE ledger ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON ledger USING (seq < 3)", "policy p"),
    ],
)
def test_what_could_keep_or_alter_a_record_stops_writing_and_is_told(
    there: Path, run: Run, statement: str, named: str
) -> None:
    with Dossier(there) as dossier:
        before = dossier.head()
        run_sql(there, statement)  # while it is open
        with pytest.raises(DossierError, match=named):
            decision(0)(dossier)
        assert dossier.head() == before
    told = run("--dossier", format_place(there), "audit", "verify")
    # A view in a table's place is told as a table that is not there.
    assert (told.code, named.replace("view ", "") in told.err) == (3, True)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE ledger SET body = 'x' WHERE seq = 2", "digest"),
        ("DELETE FROM text_marks; DELETE FROM assertions; UPDATE items SET subject = 'elsewhere' WHERE item = 1", ""),
    ],
)
def test_what_was_altered_is_found_by_the_audit(there: Path, run: Run, statement: str, words: str) -> None:
    assert run("--dossier", format_place(there), "audit", "verify").code == 0
    run_sql(there, statement)
    told = run("--dossier", format_place(there), "audit", "verify")
    assert told.code == 3
    assert words in told.err


def test_a_connection_that_breaks_loses_nothing_and_the_next_act_goes_on(there: Path) -> None:
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'variorum'"
    with Workspace(there) as workspace:
        dossier = workspace.dossier
        assert decision(0)(dossier)
        before = dossier.head()
        run_sql(there, end)
        with pytest.raises(DossierError, match="only what was acknowledged is saved"):
            decision(1)(dossier)
        assert dossier.head() == before
        assert decision(1)(dossier)
        assert not decision(1)(dossier)
        assert dossier.check_tables() == []
    assert command("--dossier", format_place(there), "audit", "verify") == 0


def break_off(dossier: Dossier) -> None:
    with dossier._writing() as connection:
        connection.exec_driver_sql("UPDATE items SET words = 'changed'")
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")


def test_a_transaction_that_breaks_in_the_middle_leaves_nothing(there: Path) -> None:
    with Dossier(there) as dossier:
        before = [tuple(entry) for entry in dossier.entries()]
        with pytest.raises(DossierError):
            break_off(dossier)
        assert [tuple(entry) for entry in dossier.entries()] == before
        assert dossier.check_tables() == []


def test_a_database_that_cannot_hold_every_text_is_not_begun(socket: Path, run: Run) -> None:
    import psycopg

    with psycopg.connect(f"postgresql://postgres@/postgres?host={socket}", autocommit=True) as connection:
        connection.execute("CREATE DATABASE ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
    refused = run("--dossier", f"postgresql://postgres@/ascii?host={socket}", "rebuild")
    assert (refused.code, "cannot keep a dossier safely" in refused.err) == (2, True)


def test_readers_wait_for_no_writer_and_see_one_state(there: Path) -> None:
    with Dossier(there) as writer, Dossier(there) as reader:
        with reader._reading() as seen, writer._writing() as connection:
            before = seen.exec_driver_sql("SELECT count(*) FROM items").scalar()
            connection.exec_driver_sql("DELETE FROM item_facets")
            connection.exec_driver_sql("UPDATE items SET words = 'changed'")
            assert reader.newest()
            assert seen.exec_driver_sql("SELECT count(*) FROM items WHERE words = 'changed'").scalar() == 0
            assert seen.exec_driver_sql("SELECT count(*) FROM items").scalar() == before
        assert reader.newest() == writer.newest()
