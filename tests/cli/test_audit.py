"""Tampering: every way we could think of to alter a dossier, each found and named, or found with a checkpoint.

What `audit verify` says of the file, the `verify.py` of a package says of the same record, in a bare Python.
"""

import base64
import hashlib
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from claims.assertions import identify
from claims.identity import canonical_json, digest
from claims.models import Assertion as AssertionRecord
from claims.models import MentionRecord
from claims.proof.checkpoint import Checkpoint
from claims.proof.merkle import Frontier
from claims.proof.package import pack_entry, text_name
from claims.store.dossier import Dossier
from claims.store.ledger import entry_digest
from tests.support.command_line import command
from tests.support.figures import Figures
from tests.support.keys import make_key
from tests.support.packages import make_decision, relist, write_proofs
from tests.support.store_builders import make_article, make_claim, make_dossier
from tui.services.sealing import sign
from tui.services.workspace import Workspace

Edit = Callable[[sqlite3.Connection], None]
THEIRS = "2031-03-05T23:59:59Z"
"""When a forger says that their checkpoint was made."""

# The dossier: 1, 2 articles; 3 another name; 4, 5 claims; 6 a word; 7 a mention; 8 accepts 4, 9 undoes that, 10 leaves
# it contested; here the checkpoint was made; 11 an article, 12 a claim.


@dataclass(frozen=True)
class Kept:
    """A dossier with what its reviewers keep elsewhere."""

    path: Path
    checkpoint: Path
    signers: Path
    package: Path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("kept")
    path, key = folder / "d.variorum", folder / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", str(key)], check=True)
    post = make_article("At the quay there were 12 dead. Rain fell.")
    bell = make_article("The pier counted 9 dead. Wind rose. " * 3, name="bell.txt", publisher="Evening Bell")
    minutes = (f"2031-03-05T10:{n:02d}:00Z" for n in range(60))
    with Dossier(path, create=True, clock=lambda: next(minutes)) as dossier:
        dossier.add_articles([post, bell])
        dossier.add_articles([post.changed(name="again.txt")])
        twelve = make_claim(post, "12 dead", "12", subject="quay", chain=["police"])
        nine = make_claim(bell, "pier counted 9 dead", "9", subject="quay", start=4)
        dossier.add_assertions([twelve])
        dossier.add_assertions([nine])
        dossier.extend_vocabulary({"actors": {"Quay Watch": {"aliases": ["QW"]}}})
        dossier.add_mentions([MentionRecord(article=post.id, key="main", subject="quay", main=True)])
        seen = sorted([twelve.id, nine.id])
        dossier.decide(make_decision("a", "accept", assertion=twelve.id, seen=seen))
        dossier.decide(make_decision("b", "undo", undoes="a" * 32, based_on="a" * 32, seen=seen))
        dossier.decide(make_decision("c", "contested", based_on="b" * 32, seen=seen))
    with Workspace(path) as workspace:
        workspace.refresh()
    with Dossier(path, clock=lambda: "2031-03-05T11:00:00Z") as dossier:
        checkpoint = dossier.proofs.seal("2031-03-05T11:00:00Z")
        assert checkpoint is not None
        signed = checkpoint._replace(signature=sign(checkpoint.body().encode(), key))
        (folder / "checkpoint.txt").write_text(signed.text())
        late = make_article("Later 13 dead were counted.", name="late.txt")
        dossier.add_articles([late])
        dossier.add_assertions([make_claim(late, "13 dead", "13", subject="quay")])
    with Workspace(path) as workspace:
        workspace.refresh()
    assert command("--dossier", path, "audit", "export", folder / "p.zip") == 0
    return Kept(path, folder / "checkpoint.txt", key.with_suffix(".pub"), folder / "p.zip")


def rehash(connection: sqlite3.Connection) -> None:
    """Make every digest fit, as a careful forger would."""
    rows = connection.execute("SELECT seq, kind, id, recorded_at, body FROM ledger").fetchall()
    for row in rows:
        connection.execute("UPDATE ledger SET digest = ? WHERE seq = ?", (entry_digest(*row), row[0]))


def change(seq: int, *, readdress: bool = False, **changes: Any) -> Edit:
    """Change an entry's content and make its digest fit; with `readdress` its id too."""

    def edit(connection: sqlite3.Connection) -> None:
        (body,) = connection.execute("SELECT body FROM ledger WHERE seq = ?", (seq,)).fetchone()
        content = json.loads(body)
        for key, value in changes.items():
            content[key] = {**content[key], **value} if isinstance(value, dict) else value
        if readdress:
            content["id"] = identify(AssertionRecord.model_validate(content)).id
            new_id = bytes.fromhex(content["id"])
            connection.execute("UPDATE ledger SET id = ? WHERE seq = ?", (new_id, seq))
        connection.execute("UPDATE ledger SET body = ? WHERE seq = ?", (canonical_json(content), seq))
        rehash(connection)

    return edit


def sql(*statements: str, fit: bool = False) -> Edit:
    def edit(connection: sqlite3.Connection) -> None:
        for statement in statements:
            connection.execute(statement)
        if fit:
            rehash(connection)

    return edit


def swap(one: int, two: int, *, fit: bool) -> Edit:
    def edit(connection: sqlite3.Connection) -> None:
        times = dict(connection.execute("SELECT seq, recorded_at FROM ledger").fetchall())
        for old, new in ((one, 99), (two, one), (99, two)):
            connection.execute("UPDATE ledger SET seq = ? WHERE seq = ?", (new, old))
        if fit:
            for seq in (one, two):
                connection.execute("UPDATE ledger SET recorded_at = ? WHERE seq = ?", (times[seq], seq))
            rehash(connection)

    return edit


def drop_and_renumber(gone: int) -> Edit:
    def edit(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM ledger WHERE seq = ?", (gone,))
        for (seq,) in connection.execute("SELECT seq FROM ledger WHERE seq > ? ORDER BY seq", (gone,)).fetchall():
            connection.execute("UPDATE ledger SET seq = ? WHERE seq = ?", (seq - 1, seq))
        rehash(connection)

    return edit


def swap_texts(connection: sqlite3.Connection) -> None:
    bodies = [json.loads(row[0]) for row in connection.execute("SELECT body FROM ledger WHERE seq < 3 ORDER BY seq")]
    bodies[0]["text"], bodies[1]["text"] = bodies[1]["text"], bodies[0]["text"]
    for seq, body in enumerate(bodies, start=1):
        connection.execute("UPDATE ledger SET body = ? WHERE seq = ?", (canonical_json(body), seq))
    rehash(connection)


def add_late(recorded_at: str) -> Edit:
    """Append an article in somebody's name."""

    def edit(connection: sqlite3.Connection) -> None:
        article = make_article("A word nobody wrote.", name="forged.txt")
        content = canonical_json(article.model_dump(mode="json"))
        values = (13, "article", bytes.fromhex(article.id), recorded_at, content)
        connection.execute("INSERT INTO ledger VALUES (?,?,?,?,?,?,NULL)", (*values, entry_digest(*values)))

    return edit


GONE = "0" * 64
REPLACE = "UPDATE ledger SET body = CAST(replace(CAST(body AS TEXT), '{}', '{}') AS BLOB) WHERE seq = {}"

# name: (edit, entry named, words). Found by `audit verify` alone.
SEEN: dict[str, tuple[Edit, int, str]] = {
    "an edited article": (change(1, text="At the quay there were 19 dead. Rain fell."), 1, "its hash"),
    "an edited article with its hash": (
        change(1, text="x", text_sha256=hashlib.sha256(b"x").hexdigest()),
        1,
        "the id of article",
    ),
    "an article's date": (change(1, published="2031-03-09"), 1, "the id of article"),
    "two articles with each other's text": (swap_texts, 1, "its hash"),
    "a name for an article that is not there": (change(3, article=GONE), 3, "not there"),
    "a changed quote": (change(4, passage={"exact": "13 dead"}), 4, "the quote of"),
    "a shifted span": (change(4, passage={"start": 24, "end": 31}), 4, "the id of assertion"),
    "a shifted span with a new id": (
        change(4, readdress=True, passage={"start": 24, "end": 31}),
        4,
        "the quote of",
    ),
    "a changed context": (change(4, passage={"prefix": "no such "}), 4, "the quote of"),
    "a changed value": (change(4, written="13"), 4, "the id of assertion"),
    "a changed speaker": (change(4, chain=[]), 4, "the id of assertion"),
    "a changed date of knowledge": (change(4, as_of="2031-01-01"), 4, "the id of assertion"),
    "a claim moved to another item": (change(4, subject="pier"), 4, "the id of assertion"),
    "a claim on an article that is not there": (change(4, passage={"article": GONE}), 4, "not there"),
    "a claim with a key of its own": (change(4, extra="x"), 4, "no assertion has"),
    "bytes changed in place": (sql(REPLACE.format("12", "13", 4)), 4, "altered"),
    "bytes that are no longer canonical": (sql(REPLACE.format('":', '" :', 5), fit=True), 5, "canonical"),
    "a body that is no JSON": (sql("UPDATE ledger SET body = X'7B' WHERE seq = 5", fit=True), 5, "cannot be read"),
    "a changed digest": (sql("UPDATE ledger SET digest = zeroblob(32) WHERE seq = 6"), 6, "altered"),
    "a changed id": (sql("UPDATE ledger SET id = zeroblob(32) WHERE seq = 5", fit=True), 5, "the id of assertion"),
    "a changed kind": (sql("UPDATE ledger SET kind = 'note' WHERE seq = 7", fit=True), 7, "unknown kind"),
    "a changed vocabulary": (change(6, actors={"Quay Watch": {"aliases": ["Coast Guard"]}}), 6, "its id"),
    "a changed mention": (change(7, subject="pier"), 7, "its id"),
    "a dropped entry": (sql("DELETE FROM ledger WHERE seq = 6"), 7, "entry 6 is missing"),
    "a dropped claim, the rest renumbered": (drop_and_renumber(5), 7, "evidence it saw"),
    "a dropped decision, the rest renumbered": (drop_and_renumber(9), 9, "the decision before it"),
    "two entries in the other order": (swap(4, 5, fit=False), 4, "altered"),
    "two decisions in the other order": (swap(8, 9, fit=True), 8, "undoes"),
    "an entry under number 0": (sql("UPDATE ledger SET seq = 0 WHERE seq = 6"), 0, "put in by hand"),
    "a back-dated entry": (sql("UPDATE ledger SET recorded_at = '2001-01-01T00:00:00Z' WHERE seq = 9"), 9, "altered"),
    "a back-dated entry with its digest": (
        sql("UPDATE ledger SET recorded_at = '2001-01-01T00:00:00Z' WHERE seq = 9", fit=True),
        9,
        "back-dated",
    ),
    "a time that is none": (sql("UPDATE ledger SET recorded_at = 'once' WHERE seq = 9", fit=True), 9, "no time"),
    "an entry added with an old date": (add_late("2031-03-05T10:00:00Z"), 13, "back-dated"),
    "a decision on a claim that is not there": (change(8, assertion=GONE), 8, "not there"),
    "a decision that saw what is not there": (change(8, seen=[GONE]), 8, "evidence it saw"),
    "a decision that undoes what is not there": (change(9, undoes="0" * 32), 9, "undoes"),
    "a decision on another head": (change(9, based_on=None), 9, "the decision before it"),
    "a decision under another id": (change(8, id="0" * 32), 8, "does not match its entry"),
}


def rewrite_from_the_first(connection: sqlite3.Connection) -> None:
    for seq in (4, 5):
        change(seq, note="Doubtful.")(connection)
    sql("UPDATE ledger SET recorded_at = '2031-03-05T09:59:30Z' WHERE seq = 1", fit=True)(connection)


# Fits in itself: found only against a checkpoint that was kept elsewhere. As claims/README.md says.
UNSEEN: dict[str, tuple[Edit, int, str]] = {
    "a changed rationale": (change(8, rationale="It suits us."), 1, "history was rewritten"),
    "another reviewer": (change(8, reviewer="Bo"), 1, "history was rewritten"),
    "another claim accepted": (change(10, action="needs_evidence"), 1, "history was rewritten"),
    "other bounds than the words give": (change(4, value={"low": 2, "high": 2}), 1, "history was rewritten"),
    "a claim's note": (change(4, note="Doubtful."), 1, "history was rewritten"),
    "another name for an article": (change(1, name="other.txt"), 1, "history was rewritten"),
    "two claims in the other order": (swap(4, 5, fit=True), 1, "history was rewritten"),
    "an entry nothing refers to left out": (drop_and_renumber(7), 1, "history was rewritten"),
    "a later date": (
        sql("UPDATE ledger SET recorded_at = '2031-03-05T10:59:00Z' WHERE seq = 10", fit=True),
        1,
        "history was rewritten",
    ),
    "the newest entries dropped": (
        sql("DELETE FROM decisions WHERE seq > 9", "DELETE FROM ledger WHERE seq > 9"),
        10,
        "entry 10 is gone",
    ),
    "history rewritten from the first entry on": (
        rewrite_from_the_first,
        1,
        "another first entry",
    ),
}


def tampered(kept: Kept, tmp_path: Path, edit: Edit, *, rebuild: bool = False) -> Path:
    path = Path(shutil.copy(kept.path, tmp_path / "tampered.variorum"))
    connection = sqlite3.connect(path)
    edit(connection)
    connection.commit()
    connection.close()
    if rebuild:
        with Workspace(path) as workspace:
            workspace.dossier.rebuild()
            workspace.refresh()
    return path


def verify(capfd: pytest.CaptureFixture[str], path: Path, *options: object) -> tuple[int, Any]:
    capfd.readouterr()
    code = command("--dossier", path, "audit", "verify", "--format", "json", *options)
    return code, json.loads(capfd.readouterr().out)


def named(findings: list[dict[str, str]], seq: int, words: str) -> bool:
    return any(found["where"] == f"ledger entry {seq}" and words in found["message"] for found in findings)


def repack(kept: Kept, dossier: Path, folder: Path) -> Path:
    """The package that a forger makes of an altered record: its files, their list and its checkpoint fit."""
    with zipfile.ZipFile(kept.package) as archive:
        archive.extractall(folder)
    connection = sqlite3.connect(dossier)
    rows = connection.execute("SELECT * FROM ledger ORDER BY seq").fetchall()
    connection.close()
    (folder / "ledger.jsonl").write_bytes(b"".join(pack_entry(*row) for row in rows))
    for old in (folder / "texts").iterdir():
        old.unlink()
    for row in rows:
        if row[1] == "article":
            body = json.loads(row[4])
            (folder / text_name(body["text_sha256"])).write_bytes(body["text"].encode())
    tree = Frontier()
    leaves = [entry_digest(*row[:5]) for row in rows]
    for leaf in leaves:
        tree.add(leaf)
    sealed = Checkpoint(rows[0][5].hex(), len(rows), tree.root(), THEIRS)
    (folder / "checkpoint.txt").write_text(sealed.text())
    write_proofs(folder, leaves)
    relist(folder)
    return folder


def bare(package: Path, *options: object) -> tuple[int, Any]:
    """What `verify.py` says in a Python without anything installed."""
    program = package / "verify.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(program), "--json", *map(str, options)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def places(findings: list[dict[str, str]]) -> set[tuple[str, str]]:
    """Where something was found in the ledger, and what; what a package's own checkpoint adds to that left out."""
    own = [f for f in findings if f["where"].startswith("ledger entry") and f["about"] != "proof"]
    mine = [f for f in own if THEIRS not in f["message"]]
    return {(f["where"], f["message"]) for f in mine}


def test_the_record_is_intact_before_anybody_touches_it(kept: Kept, capfd: pytest.CaptureFixture[str]) -> None:
    for options in ((), ("--against", kept.checkpoint, "--signers", kept.signers)):
        code, said = verify(capfd, kept.path, *options)
        assert (code, said["findings"], said["entries"]) == (0, [], 12)


@pytest.mark.attack
@pytest.mark.whole
@pytest.mark.parametrize("what", SEEN)
def test_tampering_is_found_and_the_entry_named(
    kept: Kept, tmp_path: Path, capfd: pytest.CaptureFixture[str], figures: Figures, what: str
) -> None:
    edit, seq, words = SEEN[what]
    path = tampered(kept, tmp_path, edit)
    code, said = verify(capfd, path)
    assert (code, said["intact"]) == (3, False)
    assert named(said["findings"], seq, words), said["findings"]
    if what not in {"a body that is no JSON", "bytes that are no longer canonical"}:  # a package holds parsed JSON
        package = repack(kept, path, tmp_path / "package")
        code, theirs = bare(package, "--against", kept.checkpoint)
        assert code == 3
        _, ours = verify(capfd, path, "--ledger-only", "--against", kept.checkpoint)
        readable = {place for place in places(ours["findings"]) if "is not a valid" not in place[1]}
        assert places(theirs["findings"]) == readable
        assert named(theirs["findings"], seq, words)
    figures("tamper", ways=1, seen=1)


@pytest.mark.attack
@pytest.mark.whole
@pytest.mark.parametrize("what", UNSEEN)
def test_what_fits_in_itself_is_found_against_a_checkpoint(
    kept: Kept, tmp_path: Path, capfd: pytest.CaptureFixture[str], figures: Figures, what: str
) -> None:
    edit, seq, words = UNSEEN[what]
    path = tampered(kept, tmp_path, edit, rebuild=True)
    code, said = verify(capfd, path)
    assert (code, said["findings"]) == (0, []), "the docs say that this goes unseen"
    package = repack(kept, path, tmp_path / "package")
    assert bare(package)[0] == 0
    code, ours = verify(capfd, path, "--ledger-only", "--against", kept.checkpoint)
    assert code == 3
    assert named(ours["findings"], seq, words), ours["findings"]
    code, theirs = bare(package, "--against", kept.checkpoint)
    assert (code, places(theirs["findings"])) == (3, places(ours["findings"]))
    code, newest = verify(capfd, path, "--newest", "--against", kept.checkpoint)
    assert code == 3, newest
    figures("tamper", ways=1, seen_with_a_checkpoint=1)


def test_entries_added_after_the_checkpoint_may_not_claim_to_be_older(
    kept: Kept, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    old = "UPDATE ledger SET recorded_at = '2031-03-05T10:59:00Z' WHERE seq > 10"
    path = tampered(kept, tmp_path, sql(old, fit=True), rebuild=True)
    assert verify(capfd, path)[0] == 0
    for options in ((), ("--newest",)):
        code, said = verify(capfd, path, "--against", kept.checkpoint, *options)
        assert code == 3
        assert named(said["findings"], 11, "back-dated")


def test_of_several_checkpoints_the_last_that_fits_says_where_the_bad_entries_begin(
    kept: Kept, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    tree, heads = Frontier(), []
    with Dossier(kept.path) as dossier:
        for entry in dossier.entries():
            tree.add(entry.digest)
            heads.append(f"{tree.size}:{tree.root().hex()}")
    path = tampered(kept, tmp_path, UNSEEN["a changed rationale"][0], rebuild=True)
    given = [option for head in (heads[4], heads[6], heads[8]) for option in ("--against", head)]
    code, said = verify(capfd, path, "--ledger-only", *given)
    assert code == 3
    assert named(said["findings"], 8, "entries 8 to 9 are not those")


COMPUTED: dict[str, tuple[Edit, str]] = {
    "articles": (sql("UPDATE articles SET published = '2001-01-01' WHERE seq = 1"), "table articles"),
    "article_names": (sql("DELETE FROM article_names WHERE name = 'again.txt'"), "table article_names"),
    "items": (sql("UPDATE items SET subject = 'pier' WHERE attribute = 'killed'"), "table items"),
    "what an item says": (sql("UPDATE items SET state = 'resolved' WHERE attribute = 'killed'"), "item quay/killed"),
    "item_facets": (sql("DELETE FROM item_facets"), "item quay/killed"),
    "labels": (sql("UPDATE labels SET text = 'women'"), "table labels"),
    "assertions": (sql("DELETE FROM assertions WHERE seq = 4"), "table assertions"),
    "decisions": (sql("DELETE FROM decisions WHERE seq = 10"), "table decisions"),
    "vocabulary_changes": (sql("DELETE FROM vocabulary_changes"), "table vocabulary_changes"),
    "mentions": (sql("UPDATE mentions SET key = 'second'"), "table mentions"),
    "tree": (sql("INSERT INTO tree VALUES (1, 0, zeroblob(32))"), "table tree"),
    "a trigger": (
        sql("CREATE TRIGGER quiet AFTER INSERT ON decisions BEGIN DELETE FROM decisions; END"),
        "database file",
    ),
    "an index that is another one": (
        sql("DROP INDEX items_order", "CREATE INDEX items_order ON items (state)"),
        "database file",
    ),
    "a table that is another one": (
        sql(
            "CREATE TABLE other AS SELECT * FROM mentions",
            "DROP TABLE mentions",
            "ALTER TABLE other RENAME TO mentions",
        ),
        "database file",
    ),
    "a view": (sql("CREATE VIEW reports AS SELECT * FROM ledger"), "database file"),
}


@pytest.mark.attack
@pytest.mark.whole
@pytest.mark.parametrize("what", COMPUTED)
def test_computed_tables_are_held_to_the_record(
    kept: Kept, tmp_path: Path, capfd: pytest.CaptureFixture[str], figures: Figures, what: str
) -> None:
    edit, where = COMPUTED[what]
    code, said = verify(capfd, tampered(kept, tmp_path, edit))
    assert code == 3
    assert where in [found["where"] for found in said["findings"]], said["findings"]
    figures("tamper", ways=1, seen=1)


def dump(path: Path) -> list[str]:
    """All that a dossier says; the blanks of a definition and when a migration was applied say nothing."""
    with sqlite3.connect(path) as connection:
        connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")  # a flipped bit makes no text
        lines = [line for line in connection.iterdump() if not line.startswith('INSERT INTO "migrations"')]
    connection.close()
    return [" ".join(line.split()) if line.startswith("CREATE") else line for line in lines]


@pytest.mark.attack
@pytest.mark.whole
def test_flipped_bits_are_found_or_change_nothing(
    kept: Kept, tmp_path: Path, capfd: pytest.CaptureFixture[str], figures: Figures
) -> None:
    whole, path = kept.path.read_bytes(), tmp_path / "flipped.variorum"
    before = dump(kept.path)
    chance, used = random.Random(7), [n for n, byte in enumerate(whole) if byte]
    found = 0
    for _ in range(60):
        damaged = bytearray(whole)
        damaged[chance.choice(used)] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        capfd.readouterr()
        code = command("--dossier", path, "audit", "verify", "--against", kept.checkpoint)
        said = capfd.readouterr()
        assert "Traceback" not in said.err
        found += code == 3
        if code == 0:  # a counter or free space
            assert dump(path) == before
    figures("bit flips", dossiers=60, found=found)
    assert found > 30


def test_a_truncated_file_is_found_wherever_it_was_cut(
    kept: Kept, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole, path = kept.path.read_bytes(), tmp_path / "cut.variorum"
    for size in (10, 100, 4096, len(whole) // 2, len(whole) - 4096, len(whole) - 1):
        path.write_bytes(whole[:size])
        assert command("--dossier", path, "audit", "verify") == 3
        assert "Traceback" not in capfd.readouterr().err


def test_an_old_copy_put_back_is_found(kept: Kept, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    newer = f"12:{verify(capfd, kept.path)[1]['head']}"
    gone = sql("DELETE FROM assertions WHERE seq > 10", "DELETE FROM article_names WHERE article > 10")
    drop = sql("DELETE FROM articles WHERE seq > 10", "DELETE FROM ledger WHERE seq > 10")
    path = tampered(kept, tmp_path, lambda c: (gone(c), drop(c))[0], rebuild=True)
    assert verify(capfd, path, "--against", kept.checkpoint)[0] == 0
    code, said = verify(capfd, path, "--against", newer)
    assert code == 3
    assert named(said["findings"], 11, "entries 11 to 12 are gone")


def test_the_checkpoint_of_another_dossier_and_a_forged_one_are_told(
    kept: Kept, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True)
    text = kept.checkpoint.read_text()
    root = text.splitlines()[2]
    forged = {
        "signed by another": (None, "not among --signers"),
        "not signed": (text.partition("\n\n")[0] + "\n", "is not signed"),
        "changed": (text.replace("\n10\n", "\n9\n"), "signature is not good"),
        "of another ledger": (text.replace(text[16:80], digest("x")), "another first entry"),
        "of another root": (text.replace(root, "A" + root[1:]), "history was rewritten"),
    }
    for name, (content, words) in forged.items():
        path = tmp_path / f"{name}.txt"
        if content is None:
            assert command("--dossier", kept.path, "audit", "seal", path, "--key", other) == 0
        else:
            path.write_text(content)
        code, said = verify(capfd, kept.path, "--ledger-only", "--against", path, "--signers", kept.signers)
        assert code == 3, name
        assert any(words in finding["message"] for finding in said["findings"]), said["findings"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--against", "nothing.txt"], "No such file"),
        (["--against", "junk.txt"], "is no checkpoint"),
        (["--against", "12:abc"], "No such file"),
        (["--signers", "junk.txt"], "line 1 is no"),
        (["--newest"], "needs a checkpoint"),
    ],
)
def test_a_mistake_with_checkpoints_is_one_message(
    kept: Kept,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    options: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "junk.txt").write_text("Not one of ours.\n")
    assert command("--dossier", kept.path, "audit", "verify", *options) == 2
    assert words in " ".join(capfd.readouterr().err.split())


def test_sealing_refuses_what_it_cannot_do_and_overwrites_nothing(
    kept: Kept, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ecdsa = tmp_path / "ecdsa"
    subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", str(ecdsa)], check=True)
    new = tmp_path / "new.txt"
    for key, words in (
        (ecdsa, "Ed25519 or RSA"),
        (tmp_path / "none", "no such key"),
        (kept.checkpoint, "does not sign"),
    ):
        assert command("--dossier", kept.path, "audit", "seal", new, "--key", key) == 2
        assert words in capfd.readouterr().err
        assert not new.exists()
    before = kept.checkpoint.read_text()
    assert command("--dossier", kept.path, "audit", "seal", kept.checkpoint) == 2
    assert kept.checkpoint.read_text() == before
    assert command("--dossier", kept.path, "audit", "seal", new) == 0
    assert "not signed" in capfd.readouterr().err
    with Dossier(tmp_path / "empty.variorum", create=True):
        pass
    assert command("--dossier", tmp_path / "empty.variorum", "audit", "seal", tmp_path / "none.txt") == 2


def test_openssh_alone_checks_a_checkpoint(kept: Kept, tmp_path: Path) -> None:
    """The lines that claims/README.md gives."""
    signers = tmp_path / "allowed_signers"
    signers.write_text(f"ada {' '.join(kept.signers.read_text().split()[:2])}\n")
    script = (
        f"sed '/^$/Q' '{kept.checkpoint}' > body; sed '1,/^$/d' '{kept.checkpoint}' > sig\n"
        "ssh-keygen -Y verify -f allowed_signers -I ada -n variorum -s sig < body"
    )
    done = subprocess.run(["bash", "-eu", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert 'Good "variorum" signature for ada' in done.stdout


# ---------------------------------------------------------------------- signed notes


@pytest.fixture
def note(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A dossier, the key, and the dossier's checkpoint as a note signed with it."""
    dossier, key, written = make_dossier(tmp_path / "quay.variorum"), make_key(tmp_path / "key"), tmp_path / "note"
    assert command("--dossier", dossier, "audit", "seal", tmp_path / "seal", "--key", key, "--note", written) == 0
    return dossier, key, written


def test_a_note_is_what_its_specification_says(note: tuple[Path, Path, Path]) -> None:
    """Taken apart by C2SP signed-note and checked with a library of others."""
    _, key, written = note
    text, _, below = written.read_text("utf-8").partition("\n\n")
    text += "\n"
    name, blob = below.removeprefix("\u2014 ").removesuffix("\n").split(" ")
    assert text.split("\n")[0] == name
    public = load_ssh_public_key(key.with_name("key.pub").read_bytes())
    assert isinstance(public, Ed25519PublicKey)
    raw, signed = public.public_bytes_raw(), base64.b64decode(blob)
    assert signed[:4] == hashlib.sha256(name.encode() + b"\n\x01" + raw).digest()[:4]
    public.verify(signed[4:], text.encode())


def test_a_note_is_checked_against_the_dossier_and_the_keys_that_count(
    note: tuple[Path, Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier, key, written = note
    witness = f"\u2014 witness.example/w {base64.b64encode(bytes(80)).decode()}\n"
    written.write_text(written.read_text("utf-8") + witness, "utf-8")
    against = ("--dossier", dossier, "audit", "verify", "--against", written)
    capsys.readouterr()
    assert command(*against, "--signers", key.with_name("key.pub")) == 0
    assert "a note signed by" in capsys.readouterr().out
    other = make_key(tmp_path / "other")
    assert command(*against, "--signers", other.with_name("other.pub")) == 3


@pytest.mark.parametrize("broken", ["\u2014 x !!\n", "\u2014 x QUJD\n" * 101, "\u2014 x AAAAAAA\n", "\u2014  \n"])
def test_what_is_no_line_of_a_note_is_a_finding(note: tuple[Path, Path, Path], broken: str) -> None:
    dossier, _, written = note
    written.write_text(written.read_text("utf-8").partition("\u2014")[0] + broken, "utf-8")
    assert command("--dossier", dossier, "audit", "verify", "--against", written) in {2, 3}


def test_a_note_needs_an_ed25519_key_without_a_passphrase(tmp_path: Path) -> None:
    dossier = make_dossier(tmp_path / "quay.variorum")
    seal = ("--dossier", dossier, "audit", "seal", tmp_path / "seal", "--note", tmp_path / "note")
    assert command(*seal) == 2
    locked = make_key(tmp_path / "rsa", kind="rsa")
    assert command(*seal, "--key", locked) == 2
    assert not (tmp_path / "seal").exists()
