"""Tampering with the file beside its entries: definitions, computed rows, twins of texts, the file's own header.

What `audit verify` does not see without a checkpoint changes no answer, and claims/README.md lists it.
"""

import contextlib
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from claims.models import MentionRecord, Redaction
from claims.store.dossier import Dossier
from claims.store.ledger import DamagedLedgerError, Entry
from tests.support.command_line import command
from tests.support.figures import Figures
from tests.support.packages import make_decision
from tests.support.paths import ROOT
from tests.support.store_builders import make_article, make_claim
from tui.cli.commands.items import items_json
from tui.output import to_json
from tui.services.reporting import find_items
from tui.services.workspace import Workspace

pytestmark = [pytest.mark.whole, pytest.mark.attack]

FIRST = "seq = (SELECT min(seq) FROM ledger WHERE kind = 'assertion')"
BEGIN = Redaction(id="e" * 32, action="begin", reviewer="Ada", decided_at="2031-03-04T10:00:00Z")
Edit = Callable[[sqlite3.Connection], None]


@pytest.fixture(scope="module", params=[1, 2], ids=["format 1", "format 2"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A dossier with an entry of every kind, its queue up to date, in either format of entries."""
    path = tmp_path_factory.mktemp("whole") / "d.variorum"
    post = make_article("At the quay there were 12 dead. Rain fell. Nine were hurt.")
    bell = make_article("The pier counted 9 dead. Wind rose.", name="bell.txt", publisher="Evening Bell", title="Pier")
    late = make_article("Eleven died.", name="late.txt", publisher=None)
    with Dossier(path, create=True) as dossier:
        if request.param == 2:
            dossier.begin_salting(BEGIN)
        dossier.add_articles([post, bell, late])
        dossier.add_articles([post.changed(name="again.txt")])
        claims = [
            make_claim(post, "12 dead", "12", subject="quay", chain=["police"]),
            make_claim(bell, "9 dead", "9", subject="quay", scope="civilians"),
            make_claim(bell, "counted 9 dead", "9", subject="pier"),
            make_claim(post, "Nine were hurt", "nine", subject="quay", attribute="injured").changed(tier="single"),
        ]
        dossier.add_assertions(claims)
        dossier.extend_vocabulary({"actors": {"Quay Watch": {"aliases": ["QW"]}}})
        dossier.add_mentions([MentionRecord(article=post.id, key="main", subject="quay", main=True)])
        dossier.decide(make_decision("a", "accept", assertion=claims[0].id, seen=sorted(c.id for c in claims[:2])))
    with Workspace(path) as workspace:
        workspace.refresh()
    return path.read_bytes()


def sql(*statements: str) -> Edit:
    def edit(connection: sqlite3.Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    return edit


def fitting_digest(entry: Entry) -> bytes:
    """The digest of what stands in an entry now; its own where its commitments cannot be opened any more."""
    try:
        return entry._expected()
    except DamagedLedgerError:
        return entry.digest


def entry(where: str, change: str) -> Edit:
    """Change entries and make their digests fit."""

    def edit(connection: sqlite3.Connection) -> None:
        connection.execute(f"UPDATE ledger SET {change} WHERE {where}")
        for row in connection.execute(f"SELECT {', '.join(Entry._fields)} FROM ledger").fetchall():
            connection.execute("UPDATE ledger SET digest = ? WHERE seq = ?", (fitting_digest(Entry(*row)), row[0]))

    return edit


def body(old: str, new: str) -> Edit:
    return entry("kind = 'assertion'", f"body = CAST(replace(CAST(body AS TEXT), '{old}', '{new}') AS BLOB)")


def definition(name: str, old: str, new: str) -> Edit:
    """Change how the file defines something, without the database noticing."""

    def edit(connection: sqlite3.Connection) -> None:
        (before,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        after = before.replace(old, new)
        assert after != before, before
        schema(f"UPDATE sqlite_master SET sql = '{after.replace(chr(39), chr(39) * 2)}' WHERE name = '{name}'")(
            connection
        )

    return edit


def schema(*statements: str) -> Edit:
    """Write to the table of definitions itself."""

    def edit(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA writable_schema=ON")
        sql(*statements)(connection)
        (version,) = connection.execute("PRAGMA schema_version").fetchone()
        connection.execute(f"PRAGMA schema_version={version + 1}")

    return edit


def exchange(one: str, other: str) -> Edit:
    """Let two objects stand for each other."""
    root = "(SELECT rootpage FROM sqlite_master WHERE name = '{}')".format
    return schema(
        f"CREATE TEMP TABLE roots AS SELECT {root(one)} AS one, {root(other)} AS other",
        f"UPDATE sqlite_master SET rootpage = (SELECT other FROM roots) WHERE name = '{one}'",
        f"UPDATE sqlite_master SET rootpage = (SELECT one FROM roots) WHERE name = '{other}'",
    )


def stale_index(connection: sqlite3.Connection) -> None:
    """Change rows that an index is not told about."""
    row = connection.execute("SELECT * FROM sqlite_master WHERE name = 'items_order'").fetchone()
    schema("DELETE FROM sqlite_master WHERE name = 'items_order'")(connection)
    connection.commit()
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE items SET subject = 'pear' WHERE subject = 'pier'")
        other.execute("PRAGMA writable_schema=ON")
        other.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)
        other.execute("UPDATE items SET subject = 'pier' WHERE subject = 'never'")
        other.commit()


QUIET = "AFTER INSERT ON decisions BEGIN DELETE FROM decisions; END"

ONE_MORE = (
    "INSERT INTO items SELECT item + 100, {}, attribute, subject_kind, dirty, state, severity, importance, members, "
    "explanation, words, competing, differing, origins, proposals FROM items "
    "WHERE subject = 'quay' AND attribute = 'killed'"
)

SEEN: dict[str, Edit] = {
    "a trigger": sql(f"CREATE TRIGGER quiet {QUIET}"),
    "a trigger under one of SQLite's names": schema(
        f"CREATE TRIGGER quiet {QUIET}",
        f"UPDATE sqlite_master SET name = 'sqlite_q', sql = 'CREATE TRIGGER sqlite_q {QUIET}' WHERE name = 'quiet'",
    ),
    "a view": sql("CREATE VIEW reports AS SELECT * FROM ledger"),
    "a view under one of SQLite's names": schema(
        "CREATE VIEW reports AS SELECT 1",
        "UPDATE sqlite_master SET name = 'sqlite_stat1', tbl_name = 'sqlite_stat1', sql = 'CREATE VIEW sqlite_stat1 AS "
        "SELECT 1' WHERE name = 'reports'",
    ),
    "a view in place of a table": sql(
        "ALTER TABLE labels RENAME TO labels2", "CREATE VIEW labels AS SELECT label, 'total' AS text FROM labels2"
    ),
    "another table": sql("CREATE TABLE notes (note TEXT)"),
    "another table under one of SQLite's names": sql(
        "CREATE TABLE counted (n INTEGER PRIMARY KEY AUTOINCREMENT)", "DROP TABLE counted"
    ),
    "a virtual table": sql("CREATE VIRTUAL TABLE words USING fts5(word)"),
    "another index": sql("CREATE INDEX more ON items (words)"),
    "an index that is unique": sql("CREATE UNIQUE INDEX more ON decisions (item)"),
    "an index that is gone": sql("DROP INDEX items_order"),
    "an index in another order of letters": definition("items_order", "subject", "subject COLLATE NOCASE"),
    "an index over nothing": definition("items_dirty", "dirty <> 0", '"dirty <> 0"'),
    "an index that is not up to date": stale_index,
    "two indexes exchanged": exchange("items_order", "assertions_article"),
    "two tables exchanged": exchange("terms", "item_facets"),
    "an index of SQLite's own that is gone": schema(
        "DELETE FROM sqlite_master WHERE name = 'sqlite_autoindex_items_1'"
    ),
    "a definition twice": schema("INSERT INTO sqlite_master SELECT * FROM sqlite_master WHERE name = 'labels'"),
    "a column in another order of letters": definition("labels", "text TEXT", "text TEXT COLLATE NOCASE"),
    "a table that ignores what is there": definition("ledger", "UNIQUE (id)", "UNIQUE (id) ON CONFLICT IGNORE"),
    "a table that replaces what is there": definition("decisions", "based_on)", "based_on) ON CONFLICT REPLACE"),
    "a condition": definition(
        "decisions", "based_on INTEGER NOT NULL", "based_on INTEGER NOT NULL CHECK (based_on < 99)"
    ),
    "a default": definition("items", "state TEXT NOT NULL", "state TEXT NOT NULL DEFAULT 'resolved'"),
    "a generated column": definition("items", "words TEXT NOT NULL", "words TEXT NOT NULL AS (subject)"),
    "a table that is not strict": definition("ledger", "STRICT", ""),
    "a reference that is gone": definition("decisions", "FOREIGN KEY(seq) REFERENCES ledger (seq)", "CHECK (1)"),
    "two columns exchanged": definition("articles", "publisher TEXT", "publisher2 TEXT"),
    "a claim on another item": sql(f"UPDATE assertions SET item = (SELECT max(item) FROM items) WHERE {FIRST}"),
    "a claim of another scope": sql(f"UPDATE assertions SET scope = 3 - scope WHERE {FIRST}"),
    "a claim of another article": sql(f"UPDATE assertions SET article = 3 WHERE {FIRST}"),
    "a claim twice": sql(
        "INSERT INTO assertions (item, scope, seq, article) "
        f"SELECT item, 3 - scope, seq, article FROM assertions WHERE {FIRST}"
    ),
    "a claim of another figure": sql(f"UPDATE assertions SET high = high + 1 WHERE {FIRST}"),
    "a claim of another speaker": sql(f"UPDATE assertions SET origin = origin + 1 WHERE {FIRST}"),
    "another name of a speaker": sql("UPDATE voices SET name = name || '.'"),
    "a decision on another item": sql("UPDATE decisions SET item = item + 1"),
    "a decision after another": sql("UPDATE decisions SET based_on = 5"),
    "two scopes exchanged": sql(
        "UPDATE labels SET text = 'x' WHERE label = 1",
        "UPDATE labels SET text = 'total' WHERE label = 2",
        "UPDATE labels SET text = 'civilians' WHERE label = 1",
    ),
    "an item's twin in other letters": sql("UPDATE items SET subject = 'qu\u0430y' WHERE subject = 'quay'"),
    "an item's twin with a NUL": sql("UPDATE items SET subject = 'quay' || char(0) WHERE subject = 'quay'"),
    "an item's twin with a mark": sql("UPDATE items SET subject = 'quay\ufeff' WHERE subject = 'quay'"),
    "text that is no UTF-8": sql("UPDATE items SET subject = CAST(X'71FF' AS TEXT) WHERE subject = 'pier'"),
    "another kind of subject": sql("UPDATE items SET subject_kind = 'place'"),
    "an item that nothing speaks of": sql(ONE_MORE.format("'x'")),
    "an item without a name": sql(ONE_MORE.format("''")),
    "a state": sql("UPDATE items SET state = 'agreed' WHERE members > 0"),
    "a severity": sql("UPDATE items SET severity = 'absurd' WHERE members > 0"),
    "an importance": sql("UPDATE items SET importance = -1 WHERE members > 0"),
    "a number of claims": sql("UPDATE items SET members = 0"),
    "an explanation": sql("UPDATE items SET explanation = 'They agree.' WHERE members > 0"),
    "words to be found by": sql("UPDATE items SET words = '' WHERE members > 0"),
    "a facet": sql("UPDATE item_facets SET value = 'Bo' WHERE facet = 'reviewer'"),
    "a facet more": sql("INSERT INTO item_facets SELECT 'tag', 'done', item FROM items"),
    "a facet of no item": sql("INSERT INTO item_facets VALUES ('tag', 'done', 999)"),
    "an act on a proposal": sql("UPDATE proposals SET act = 'confirm'"),
    "the place of a proposal": sql("UPDATE proposals SET start = start + 1"),
    "a proposal that is gone": sql("DELETE FROM proposals"),
    "an article's date": sql(
        "UPDATE articles SET published = '2001-01-01' WHERE seq = (SELECT min(seq) FROM articles)"
    ),
    "an article's length": sql("UPDATE articles SET length = length + 1"),
    "an article's name with a NUL": sql("UPDATE articles SET name = name || char(0)"),
    "another name for an article": sql("INSERT INTO article_names VALUES ('bell.txt', 1)"),
    "a term's count": sql("UPDATE terms SET mentions = mentions + 1"),
    "a term's mention": sql("DELETE FROM mention_terms"),
    "a term's day": sql("UPDATE mention_terms SET day = 1"),
    "an article that was not read": sql("INSERT INTO unread_articles VALUES (1)"),
    "an article that was read": sql("DELETE FROM unread_articles"),
    "words that count twice": sql("INSERT INTO vocabulary_changes VALUES (5)"),
    "a merge that is none": sql("INSERT INTO event_decisions VALUES (5)"),
    "a subtree": sql("INSERT INTO tree VALUES (2, 0, zeroblob(32))"),
    "a kind with a NUL": entry("seq = 5", "kind = kind || char(0)"),
    "a kind in capitals": entry("seq = 5", "kind = 'Assertion'"),
    "a kind in other letters": entry("seq = 5", "kind = '\u0430ssertion'"),
    "an entry before all others": entry("seq = 5", "seq = -9223372036854775807 - 1"),
    "an entry after all others": entry("seq = 5", "seq = 9223372036854775807"),
    "a time with a NUL": entry("seq = 5", "recorded_at = recorded_at || char(0)"),
    "a time in other digits": entry("seq = 5", "recorded_at = replace(recorded_at, '2', '\uff12')"),
    "an id cut short": entry("seq = 5", "id = substr(id, 1, 31)"),
    "a body with a mark before it": entry("kind = 'assertion'", "body = CAST(X'EFBBBF' || body AS BLOB)"),
    "a body with a line after it": entry("kind = 'assertion'", "body = CAST(body || X'0A' AS BLOB)"),
    "a body with a key twice": body('{"as_of"', '{"as_of":null,"as_of"'),
    "a body that writes a letter otherwise": body("dead", "d\\u0065ad"),
    "a body with another text": body("12 dead", "13 dead"),
    "a version of somebody else's": sql("PRAGMA user_version=7"),
    "a program of somebody else's": sql("PRAGMA application_id=7"),
    "a migration that is none": sql("INSERT INTO migrations VALUES (0, '2031-01-01T00:00:00Z')"),
}


def free_pages(connection: sqlite3.Connection) -> None:
    """Leave words in pages that nothing uses any more."""
    sql("CREATE TABLE t (x TEXT)", "INSERT INTO t VALUES (printf('%.*c', 9000, 'x'))", "DROP TABLE t")(connection)


HARMLESS: dict[str, Edit] = {
    "unused pages": free_pages,
    "a line marked as out of date": sql("UPDATE items SET state = 'agreed', explanation = 'x', dirty = 1"),
    "when a migration was applied": sql("UPDATE migrations SET applied_at = '2001-01-01T00:00:00Z'"),
    "a migration taken back": sql("DELETE FROM migrations WHERE number = (SELECT max(number) FROM migrations)"),
    "SQLite's statistics": sql("ANALYZE", "UPDATE sqlite_stat1 SET stat = '1 1 1 1'"),
    "SQLite's counters": sql("PRAGMA schema_version=99"),
}
"""Ways that go unseen without a checkpoint, as claims/README.md says."""


def tampered(whole: bytes, tmp_path: Path, edit: Edit) -> Path:
    path = tmp_path / "tampered.variorum"
    path.write_bytes(whole)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        edit(connection)
        connection.commit()
    return path


def answers(path: Path) -> str:
    with Workspace(path) as workspace:
        workspace.refresh()
        return to_json(list(items_json(workspace, workspace.items(find_items(workspace).numbers))))


@pytest.mark.parametrize("what", SEEN)
def test_what_is_altered_in_the_file_is_found(
    whole: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str], figures: Figures, what: str
) -> None:
    path = tampered(whole, tmp_path, SEEN[what])
    assert command("--dossier", path, "audit", "verify") == 3
    assert "Traceback" not in capfd.readouterr().err
    figures("tamper", ways=1, seen=1)


@pytest.mark.parametrize("what", HARMLESS)
def test_what_goes_unseen_changes_no_answer_and_is_written_down(
    whole: bytes, tmp_path: Path, figures: Figures, what: str
) -> None:
    untouched = tmp_path / "untouched.variorum"
    untouched.write_bytes(whole)
    path = tampered(whole, tmp_path, HARMLESS[what])
    assert command("--dossier", path, "audit", "verify") == 0
    assert answers(path) == answers(untouched)
    assert what in re.sub(r"\s+", " ", (ROOT / "claims" / "README.md").read_text("utf-8"))
    figures("tamper", ways=1, unseen_and_harmless=1)


@pytest.mark.parametrize("what", SEEN)
def test_no_command_ends_in_a_traceback_on_an_altered_file(
    whole: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str], what: str
) -> None:
    path = tampered(whole, tmp_path, SEEN[what])
    for words in (["conflicts"], ["decide", "quay/killed", "--contested", "--because", "x"], ["claims", "list"]):
        assert command("--dossier", path, "--reviewer", "Ada", *words) in {0, 2, 3}
        assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("kind", ["article", "name", "assertion", "vocabulary", "mention", "decision"])
def test_no_command_ends_in_a_traceback_on_an_entry_that_is_no_json(
    whole: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str], kind: str
) -> None:
    path = tampered(whole, tmp_path, sql(f"UPDATE ledger SET body = X'7B22' WHERE kind = '{kind}'"))
    for words in (
        ["conflicts"],
        ["report"],
        ["rebuild"],
        ["events", "list"],
        ["events", "find"],
        ["articles", "show", "post.txt"],
        ["claims", "inbox"],
        ["tag", "quay/killed", "later"],
        ["events", "merge", "quay", "pier", "--because", "One."],
        ["audit", "trace", "quay/killed"],
        ["audit", "export", str(tmp_path / "p.zip")],
    ):
        assert command("--dossier", path, "--reviewer", "Ada", *words) in {0, 2, 3}, words
        assert "Traceback" not in capfd.readouterr().err
