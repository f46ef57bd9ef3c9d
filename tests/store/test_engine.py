"""Opening a dossier: pragmas, tables, migrations, and what is refused."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from claims.store.addresses import DossierError
from claims.store.dossier import Dossier
from claims.store.migrations import MIGRATIONS
from claims.store.tables import schema
from tests.support.paths import ROOT
from tests.support.store_builders import make_article, make_dossier
from tui.services.workspace import Workspace


def test_every_connection_journals_and_syncs_before_a_commit_returns(tmp_path: Path) -> None:
    with Dossier(tmp_path / "d.variorum", create=True) as dossier, dossier._reading() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    assert found == ["truncate", 2, 1]


def test_every_table_is_strict_and_rows_of_one_item_lie_together(tmp_path: Path) -> None:
    make_dossier(tmp_path / "d.variorum")
    with sqlite3.connect(tmp_path / "d.variorum") as connection:
        tables = {row[1]: row for row in connection.execute("PRAGMA table_list") if row[1] in schema.metadata.tables}
        key = [row[1] for row in connection.execute("PRAGMA table_info(assertions)") if row[5]]
    connection.close()
    assert set(tables) == set(schema.metadata.tables)
    assert all(row[5] for row in tables.values()), "a table is not STRICT"
    assert {name for name, row in tables.items() if row[4]} == {
        "item_facets",
        *("assertions", "decisions", "article_names", "mentions", "mention_terms", "terms", "tree", "text_marks"),
    }
    assert key == ["item", "scope", "seq"]


def test_an_empty_file_becomes_a_dossier_when_one_is_to_be_made(tmp_path: Path) -> None:
    path = tmp_path / "d.variorum"
    path.touch()
    with Dossier(path, create=True) as dossier:
        assert dossier.head() == (0, "")
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT number FROM migrations").fetchall() == [(n,) for n, _ in MIGRATIONS]
    connection.close()


def test_a_version_1_file_opens_and_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.variorum"
    with sqlite3.connect(path) as connection:
        connection.executescript(VERSION_1)
    connection.close()
    with Dossier(path) as dossier:
        assert dossier.add_articles([make_article("Nine boats sank.")]) == [True]
        assert dossier.check_tables() == []
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT max(number) FROM migrations").fetchone() == (MIGRATIONS[-1][0],)
    connection.close()


@pytest.mark.parametrize("create", [False, True])
def test_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path, create: bool) -> None:
    path = make_dossier(tmp_path / "d.variorum")
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO migrations VALUES (9999, '2099-01-01T00:00:00Z')")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(DossierError, match="newer Variorum.*upgrade") as caught:
        Dossier(path, create=create)
    assert caught.value.exit_code == 2
    assert path.read_bytes() == before


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize("content", [b"not a database, but long enough to be taken for one. " * 20, None])
def test_what_is_not_a_dossier_is_refused_and_left_as_it_is(
    tmp_path: Path, create: bool, content: bytes | None
) -> None:
    path = tmp_path / "d.variorum"
    if content is None:
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(DossierError, match="not a dossier") as caught:
        Dossier(path, create=create)
    assert caught.value.exit_code == 3
    assert path.read_bytes() == before


@pytest.mark.parametrize("create", [False, True])
def test_what_cannot_be_a_file_is_told_apart_at_once(tmp_path: Path, create: bool) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", Path("/dev/zero"), Path("/proc/self")):
        with pytest.raises(DossierError, match="is no file but"):
            Dossier(path, create=create)
    with pytest.raises(DossierError, match="cannot be a dossier"):
        Dossier(tmp_path / ("x" * 300), create=create)


def test_a_missing_dossier_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(DossierError, match=r"no dossier here; `variorum add"):
        Dossier(tmp_path / "d.variorum")
    assert not (tmp_path / "d.variorum").exists()


def test_a_path_with_signs_that_mean_something_in_a_url_is_just_a_path(tmp_path: Path) -> None:
    path = tmp_path / "a?mode=memory#x%20y.variorum"
    make_dossier(path)
    assert path.exists()
    with Dossier(path) as dossier:
        assert len(dossier.article_rows()) == 2


def test_a_dossier_and_its_backup_are_for_their_user_alone(tmp_path: Path) -> None:
    with Dossier(tmp_path / "d.variorum", create=True) as dossier:
        dossier.add_articles([make_article("Nine boats sank.")])
        dossier.backup(tmp_path / "b.variorum")
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_an_entry_that_the_file_did_not_take_is_not_acknowledged(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum")
    alter = "UPDATE ledger SET recorded_at = '' WHERE seq = new.seq"  # by a temporary trigger, which no file shows
    with Dossier(path) as dossier:
        with dossier._engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE TEMP TRIGGER t AFTER INSERT ON ledger BEGIN {alter}; END")
            connection.commit()
        with pytest.raises(DossierError, match="did not take what was to be recorded; nothing was recorded"):
            dossier.add_articles([make_article("Nine died.", name="n.txt")])


HINDRANCES = {
    "a trigger": "CREATE TRIGGER quiet AFTER INSERT ON decisions BEGIN DELETE FROM decisions; END",
    "a trigger named as SQLite's own": "CREATE TRIGGER sqlite_t INSERT ON decisions BEGIN DELETE FROM ledger; END",
    "a view": "CREATE VIEW reports AS SELECT * FROM ledger",
    "a table that swallows": "CREATE TABLE terms (term TEXT, mentions INTEGER, UNIQUE (term) ON CONFLICT IGNORE)",
}


def alter(path: Path, sql: str) -> None:
    """Write to the file, names that SQLite keeps for itself included."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        if sql.startswith("CREATE TABLE"):
            connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'terms'", (sql,))
        elif "sqlite_t" in sql:
            connection.execute(sql.replace("sqlite_t", "plain_t"))
            named = "name = 'sqlite_t', sql = replace(sql, 'plain_t', 'sqlite_t')"
            connection.execute(f"UPDATE sqlite_master SET {named} WHERE name = 'plain_t'")
        else:
            connection.execute(sql)
    connection.close()


@pytest.mark.parametrize("what", HINDRANCES)
def test_nothing_is_written_where_something_could_swallow_it(tmp_path: Path, what: str) -> None:
    path = make_dossier(tmp_path / "d.variorum")
    with Dossier(path) as dossier:  # also where it is put in while somebody is at work
        alter(path, HINDRANCES[what])
        with pytest.raises(
            DossierError, match="Variorum did not make so.*nothing was recorded.*audit verify"
        ) as caught:
            dossier.add_articles([make_article("Nine died.", name="n.txt")])
        assert caught.value.exit_code == 3
        assert any(finding.about == "schema" for finding in dossier.check_tables())


def test_a_file_under_two_names_is_read_and_not_written(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum")
    other = tmp_path / "snapshot.variorum"
    article = make_article("Nine died.", name="n.txt")
    with Workspace(path) as workspace:
        os.link(path, other)
        before = path.read_bytes()
        with pytest.raises(DossierError, match="one file under 2 names.*cp d.variorum"):
            workspace.dossier.add_articles([article])
    with Workspace(other) as workspace:
        workspace.refresh()
        assert workspace.dossier.state_counts() == {"open": 1}
        with pytest.raises(DossierError, match="one file under 2 names"):
            workspace.dossier.add_articles([article])
    assert path.read_bytes() == before
    shutil.copy(path, tmp_path / "own")
    (tmp_path / "own").replace(path)  # as the message says
    with Workspace(path) as workspace:
        assert workspace.dossier.add_articles([article]) == [True]


@pytest.mark.whole
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_copy_of_a_dossier_stays_behind(tmp_path: Path, ending: signal.Signals) -> None:
    path, temporary = make_dossier(tmp_path / "d.variorum"), tmp_path / "temporary"
    os.link(path, tmp_path / "snapshot.variorum")  # so that it is read from a copy
    temporary.mkdir()
    command = [sys.executable, "-c", "from tui.cli.main import main; main()", "--dossier", str(path)]
    surroundings = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path)}
    with subprocess.Popen(
        [*command, "--reviewer", "Ada", "review", "--plain"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=surroundings,
    ) as review:
        assert review.stdout is not None
        assert review.stdout.readline()
        assert len(list(temporary.iterdir())) == 1
        review.send_signal(ending)
        review.communicate()
    if ending == signal.SIGKILL:
        assert len(list(temporary.iterdir())) == 1
        subprocess.run([*command, "conflicts"], env=surroundings, check=True, capture_output=True)
    else:
        assert review.returncode == 128 + ending
    assert list(temporary.iterdir()) == []


def test_a_table_that_is_gone_is_damage(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum")
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE decisions")
        connection.execute("CREATE VIEW decisions AS SELECT 1 AS item, 0 AS based_on, 1 AS seq WHERE 0")
    connection.close()
    with pytest.raises(DossierError, match="lacks the table 'decisions'") as caught:
        Dossier(path)
    assert caught.value.exit_code == 3


READ_AND_TRY_TO_WRITE = """
import sys
from pathlib import Path
from claims.store.dossier import Dossier
from claims.store.addresses import DossierError
from tests.support.store_builders import make_article, make_claim
from tui.services.workspace import Workspace
with Workspace(Path(sys.argv[1])) as workspace:
    workspace.refresh()
    print(workspace.dossier.state_counts())
    article = make_article("Another word.")
    for write in (
        lambda: workspace.dossier.add_articles([article]),
        lambda: workspace.dossier.add_assertions([make_claim(article, "Another word", "9")]),
        lambda: workspace.dossier.extend_vocabulary({"attributes": {"crowd": {"kind": "count"}}}),
    ):
        try:
            write()
        except DossierError as error:
            print("read-only" in str(error))
"""


@pytest.mark.whole
def test_a_dossier_on_read_only_media_is_read_and_refuses_what_it_could_not_keep(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum")
    command = [sys.executable, "-c", READ_AND_TRY_TO_WRITE, str(path)]
    if os.geteuid() == 0:  # no mode stops root; without this capability modes hold for it too
        if shutil.which("setpriv") is None:
            pytest.skip("needs setpriv where the tests run as root")
        command = ["setpriv", "--bounding-set=-dac_override", *command]
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
        )
    finally:
        tmp_path.chmod(0o755)
    assert done.stdout.splitlines() == ["{'open': 1}", "True", "True", "True"], done.stderr


VERSION_1 = """
CREATE TABLE ledger (seq INTEGER NOT NULL, kind TEXT NOT NULL, id BLOB NOT NULL, recorded_at TEXT NOT NULL,
  body BLOB NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (seq), UNIQUE (id)) STRICT;
CREATE TABLE migrations (number INTEGER NOT NULL, applied_at TEXT NOT NULL, PRIMARY KEY (number)) STRICT;
CREATE TABLE articles (seq INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, publisher TEXT, published TEXT,
  title TEXT, length INTEGER NOT NULL, PRIMARY KEY (seq), FOREIGN KEY(seq) REFERENCES ledger (seq), UNIQUE (id)) STRICT;
CREATE TABLE article_names (name TEXT NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (name, article),
  FOREIGN KEY(article) REFERENCES articles (seq)) WITHOUT ROWID, STRICT;
CREATE TABLE items (item INTEGER NOT NULL, subject TEXT NOT NULL, attribute TEXT NOT NULL, subject_kind TEXT NOT NULL,
  dirty INTEGER NOT NULL, state TEXT NOT NULL, severity TEXT NOT NULL, importance INTEGER NOT NULL,
  members INTEGER NOT NULL, explanation TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (item),
  UNIQUE (subject, attribute)) STRICT;
CREATE INDEX items_queue ON items (state, importance);
CREATE INDEX items_dirty ON items (item) WHERE dirty <> 0;
CREATE TABLE labels (label INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (label), UNIQUE (text)) STRICT;
CREATE TABLE assertions (item INTEGER NOT NULL, scope INTEGER NOT NULL, seq INTEGER NOT NULL, article INTEGER NOT NULL,
  PRIMARY KEY (item, scope, seq), FOREIGN KEY(item) REFERENCES items (item), FOREIGN KEY(scope) REFERENCES labels
  (label), FOREIGN KEY(seq) REFERENCES ledger (seq), FOREIGN KEY(article) REFERENCES articles (seq))
  WITHOUT ROWID, STRICT;
CREATE INDEX assertions_article ON assertions (article);
CREATE TABLE decisions (item INTEGER NOT NULL, based_on INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (item, based_on), FOREIGN KEY(item) REFERENCES items (item), FOREIGN KEY(seq) REFERENCES ledger (seq))
  WITHOUT ROWID, STRICT;
CREATE TABLE vocabulary_changes (seq INTEGER NOT NULL, PRIMARY KEY (seq), FOREIGN KEY(seq) REFERENCES ledger (seq))
  STRICT;
INSERT INTO migrations VALUES (1, '2026-01-01T00:00:00Z');
"""
"""The tables as the first numbered migration made them: later ones start from here."""


def test_a_file_that_is_moved_while_it_is_open_is_said_to_be_moved(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum")
    with Dossier(path) as dossier:
        dossier.head()
        path.rename(tmp_path / "moved.variorum")
        with pytest.raises(DossierError, match="was moved or removed while it was open"):
            dossier.add_articles([make_article("Another text.", name="other.txt")])


def test_a_clock_that_was_once_ahead_is_named_whenever_something_is_added(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = place
    with Dossier(path, create=True, clock=lambda: "2099-01-01T00:00:00Z") as dossier:
        dossier.add_articles([make_article("A text.", name="a.txt")])
        assert dossier.ahead == ""
    with Workspace(path) as workspace:
        assert workspace.dossier.ahead == ""
        workspace.dossier.add_articles([make_article("Another text.", name="b.txt")])
    said = capsys.readouterr().err
    assert "the dossier's time is 2099-01-01T00:00:00Z, while the clock of this machine says 20" in said
