"""The command line: what each command prints, where, with which exit status, and what it says when it cannot."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from claims.store.dossier import Dossier
from tests.support.command_line import Run
from tests.support.paths import ROOT
from tests.support.store_builders import make_dossier


@pytest.fixture
def quay(run: Run, tmp_path: Path) -> str:
    """The id of the higher of two claims in conflict, in `dossier.variorum`."""
    make_dossier(tmp_path / "dossier.variorum")
    with Dossier(tmp_path / "dossier.variorum") as dossier:
        return next(a.id for a in dossier.assertions() if a.written == "12")


READING = [
    "articles list",
    "articles show post.txt",
    "claims list",
    "claims export",
    "conflicts",
    "items",
    "explain quay-0/killed",
    "report",
    "audit trace quay-0/killed",
    "audit verify",
    "policies explain quay-0/killed",
    "vocabulary export",
    "rebuild",
    "backup copy.variorum",
    "decide quay-0/killed --contested --because counts",
]
IN_JSON = [
    command
    for command in READING
    if command.split()[0] not in {"rebuild", "backup"} and command not in {"claims export", "vocabulary export"}
]
TABLES = ["", "attributes", "scopes", "hedges", "actors", "places", "balances", "reasons"]


# ---------------------------------------------------------------------- from nothing to a report


def test_a_first_session_from_articles_to_a_settled_report(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("At least 12 people died at the quay.\n")
    (tmp_path / "b.txt").write_text("Nine people died at the quay.\n")
    added = run("add", "a.txt", "b.txt", "--publisher", "Harbour Post", "--published", "2031-03-02")
    assert (added.code, added.out.count("added;")) == (0, 2)
    assert "2 added, 0 already there, 0 not read; dossier dossier.variorum" in added.err
    lines = [
        {"article": "a.txt", "quote": "At least 12 people died", "value": "at least 12", "chain": ["police"]},
        {"article": "b.txt", "quote": "Nine people died", "value": "Nine", "chain": ["clerk"]},
    ]
    claims = "".join(json.dumps({**line, "subject": "quay", "attribute": "killed"}) + "\n" for line in lines)
    (tmp_path / "claims.jsonl").write_text(claims)
    imported = run("claims", "import", "claims.jsonl")
    assert (imported.code, imported.out) == (0, "")
    assert imported.err == "2 claims added, 0 already there, 0 lines not used\n"
    assert run("conflicts", "--check").code == 1
    [conflict] = run("conflicts", "--format", "json").json
    assert (conflict["id"], conflict["state"], len(conflict["minimal_sets"])) == ("quay/killed", "open", 1)
    decided = run("decide", "quay/killed", "--accept", conflict["members"][0]["id"][:8], "--because", "It was there.")
    assert decided.code == 0
    assert decided.out.startswith("recorded ")
    assert run("conflicts", "--check").code == 0
    report = run("report", "--format", "md")
    assert "It was there" in report.out
    assert run("audit", "verify").out.startswith("intact: 5 entries, head ")


def test_the_demo_without_a_terminal_prints_its_report_and_can_be_kept(run: Run, tmp_path: Path) -> None:
    shown = run("demo", "--keep", "demo.variorum")
    assert shown.code == 0
    assert "Conflict report" in shown.out
    assert run("audit", "verify").code == 0
    again = run("demo", "--keep", "demo.variorum")
    assert (again.code, again.out) == (2, "")
    assert "exists already" in again.err


def test_standard_input_is_a_claims_file_too(quay: str, tmp_path: Path) -> None:
    line = {"article": "post.txt", "quote": "12 dead", "subject": "quay-0", "attribute": "injured", "value": "12"}
    done = subprocess.run(
        [sys.executable, "-m", "tui.cli.main", "claims", "import", "-", "--format", "json"],
        input=json.dumps(line) + "\n{\n",
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    assert (answer["new"], answer["findings"][0]["where"]) == (1, "standard input:2")
    assert "error: standard input:2: " in done.stderr


def test_help_and_version_go_to_standard_output(run: Run) -> None:
    assert run("--help").out.startswith("Usage: ")
    assert run("--version").out.startswith("variorum ")
    assert run("claims", "import", "--help").code == 0


# ---------------------------------------------------------------------- formats


@pytest.mark.parametrize("command", IN_JSON)
def test_every_printing_command_speaks_json(run: Run, quay: str, command: str) -> None:
    found = run(*command.split(), "--format", "json")
    assert found.code == 0, found.err
    assert found.json or found.json == []


@pytest.mark.whole
@pytest.mark.parametrize("table", TABLES)
def test_every_table_of_words_is_printed_with_or_without_a_dossier(run: Run, table: str) -> None:
    rows = run("vocabulary", *table.split(), "--format", "json").json
    assert rows
    assert all(isinstance(cell, str) for row in rows for cell in row.values())
    assert run("vocabulary", *table.split()).out.count("\n") > len(rows) // 2


@pytest.mark.parametrize("command", READING)
def test_every_reading_command_works_and_says_its_result_on_standard_output(run: Run, quay: str, command: str) -> None:
    found = run(*command.split())
    assert found.code == 0, found.err
    if command.split()[0] not in {"rebuild", "backup"} and command != "vocabulary export":
        assert found.out.strip()


@pytest.mark.parametrize(
    "command", ["articles list", "claims list", "conflicts", "items", "report", "audit verify", "claims export"]
)
def test_an_empty_dossier_is_no_error(run: Run, tmp_path: Path, command: str) -> None:
    with Dossier(tmp_path / "dossier.variorum", create=True):
        pass
    assert run(*command.split()).code == 0
    if command != "claims export":
        assert run(*command.split(), "--format", "json").code == 0


def test_articles_without_a_date_are_named_once(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"Nine people died on Monday near {name[0] * 9}.")
    assert "no publication date in a.txt, b.txt: " in run("add", "a.txt", "b.txt").err
    assert "no publication date" not in run("add", "a.txt").err
    assert "no publication date" not in run("add", "b.txt", "--published", "2031-03-02").err


def test_dates_may_be_written_out_in_english(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nine people died at the quay.\n")
    [added] = run("add", "a.txt", "--published", "2 March 2031", "--format", "json").json["articles"]
    assert added["published"] == "2031-03-02"
    line = {"article": "a.txt", "quote": "Nine people died", "value": "Nine", "subject": "quay", "attribute": "killed"}
    (tmp_path / "claims.jsonl").write_text(json.dumps({**line, "as_of": "March 1, 2031"}))
    run("claims", "import", "claims.jsonl")
    [item] = run("items", "--known-at", "March 2031", "--format", "json").json
    assert item["members"][0]["as_of"] == "2031-03-01"
    assert run("items", "--known-at", "1 March 2031", "--format", "json").json == []


def test_a_title_is_for_one_article(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"Nine people died at the quay, says {name}.\n")
    refused = run("add", "a.txt", "b.txt", "--title", "Nine dead")
    assert (refused.code, refused.out) == (2, "")
    assert "--title is for a single article; give each its own in a sidecar" in refused.err
    Path("lines.jsonl").write_text('{"id": "a", "text": "Nine died."}\n{"id": "b", "text": "Two died."}\n')
    refused = run("add", "lines.jsonl", "--title", "Nine dead")
    assert "--title is for a single article, and lines.jsonl holds several" in refused.err
    assert not (tmp_path / "dossier.variorum").exists()


@pytest.mark.parametrize("format_", ["jsonl", "csv"])
def test_claims_exported_import_into_a_copy_with_the_same_ids(
    run: Run, quay: str, tmp_path: Path, format_: str
) -> None:
    run("decide", "quay-0/killed", "--reject", quay, "--reason", "1")
    run("claims", "export", "--status", "all", "--format", format_, "-o", f"all.{format_}")
    with Dossier(tmp_path / "dossier.variorum") as old, Dossier(tmp_path / "new.variorum", create=True) as new:
        new.add_articles(old.article(row.id) for row in old.article_rows())
    assert run("--dossier", "new.variorum", "claims", "import", f"all.{format_}").code == 0
    with Dossier(tmp_path / "dossier.variorum") as old, Dossier(tmp_path / "new.variorum") as new:
        assert list(new.assertions()) == list(old.assertions())
    both = [
        run("--dossier", name, "claims", "export", "--status", "all").out.splitlines()
        for name in ("dossier.variorum", "new.variorum")
    ]
    kept = [
        [{k: v for k, v in json.loads(line).items() if k not in {"status", "recorded_at"}} for line in lines]
        for lines in both
    ]
    assert kept[0] == kept[1]
    rejected = run("claims", "export", "--status", "rejected").out.splitlines()
    assert [json.loads(line)["id"] for line in rejected] == [quay]


def test_help_before_a_command_is_its_help(run: Run) -> None:
    assert run("help", "decide").out == run("decide", "--help").out
    assert run("help").out == run("--help").out


# ---------------------------------------------------------------------- which dossier


def test_the_dossier_is_the_option_then_the_environment_then_the_only_one_here_then_the_default(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("given", "environment", "only")
    for name in names:
        (tmp_path / f"{name}.txt").write_text(f"News of {name}.\n")
    run("--dossier", "sub.db", "add", "given.txt")
    run("add", "only.txt")
    assert (tmp_path / "dossier.variorum").exists()
    (tmp_path / "dossier.variorum").rename(tmp_path / "mine.variorum")
    assert [row["name"] for row in run("articles", "list", "--format", "json").json] == ["only.txt"]
    monkeypatch.setenv("VARIORUM_DOSSIER", "env.db")
    run("add", "environment.txt")
    assert [row["name"] for row in run("articles", "list", "--format", "json").json] == ["environment.txt"]
    found = run("--dossier", "sub.db", "articles", "list", "--format", "json").json
    assert [row["name"] for row in found] == ["given.txt"]
    monkeypatch.delenv("VARIORUM_DOSSIER")


def test_a_backup_beside_a_dossier_hides_neither(run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("News.\n")
    run("--dossier", "selkie.variorum", "add", "note.txt")
    run("--dossier", "selkie.variorum", "backup", "selkie-backup.variorum")
    for command in ("items", "add note.txt"):
        found = run(*command.split())
        assert (found.code, found.out) == (2, "")
        assert "several dossiers are here: selkie-backup.variorum, selkie.variorum; name one as" in found.err
    assert sorted(path.name for path in tmp_path.glob("*.variorum")) == ["selkie-backup.variorum", "selkie.variorum"]
    (tmp_path / "selkie.variorum").rename(tmp_path / "dossier.variorum")
    assert run("items").code == 0


@pytest.mark.whole
def test_at_a_terminal_it_is_asked_which_of_several_dossiers_is_meant(run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("News.\n")
    run("--dossier", "one.variorum", "add", "note.txt")
    run("--dossier", "two.variorum", "items")
    (tmp_path / "two.variorum").write_bytes((tmp_path / "one.variorum").read_bytes())
    child = pexpect.spawn(
        sys.executable, ["-m", "tui.cli.main", "articles", "list"], env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    child.expect_exact("2  two.variorum")
    child.expect_exact("number: ")
    child.sendline("2")
    child.expect_exact("note.txt")
    child.expect(pexpect.EOF)


@pytest.mark.parametrize("command", [*READING, "claims import claims.jsonl"])
def test_a_missing_dossier_is_the_same_helpful_error_for_every_command(run: Run, command: str) -> None:
    found = run(*command.split())
    assert (found.code, found.out) == (2, "")
    assert found.err == ("variorum: dossier.variorum: there is no dossier here; `variorum add ARTICLE...` starts one\n")
    assert not Path("dossier.variorum").exists()


# ---------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("no-such-command", "No such command"),
        ("items --format xml", "neither text nor json"),
        ("items --state done", "none of differ, open, stale"),
        ("report --format pdf", "none of terminal, md, html, docx, json, csv, parquet"),
        ("report --item nothing", "no data item or event 'nothing'"),
        ("explain nothing/killed", "`variorum items` lists them"),
        ("explain ffffffff", "variorum"),
        ("articles show nothing.txt", "`variorum articles list`"),
        ("claims import nothing.jsonl", "nothing.jsonl: No such file"),
        ("claims export --format xml", "none of jsonl, csv"),
        ("claims export --status some", "none of accepted, rejected"),
        ("vocabulary import nothing.toml", "nothing.toml: No such file"),
        ("backup dossier.variorum", "is a dossier"),
        ("decide quay-0/killed --because x", "give one act, not 0"),
        ("decide quay-0/killed --contested --undo --because x", "give one act, not 2"),
        ("decide quay-0/killed --contested", "needs a reason"),
        ("decide quay-0/killed --contested --reason 77", "there is no reason '77'"),
        ("decide quay-0/killed --accept ffffff --because x", "no assertion 'ffffff'"),
        ("decide quay-0/killed --range 9 3 --because x", "low is above high"),
        ("decide quay-0/killed --not-comparable luck --because x", "different_event"),
        ("decide quay-0/killed --undo", "no decision to undo"),
        ("decide quay-0/killed --contested --because x --id 12", "32 lower-case hex digits"),
        ("decide quay-0/killed --contested --because x --based-on abcdef", "nobody has decided"),
        ("--reviewer= decide", "Missing argument"),
    ],
)
def test_a_mistake_is_one_message_that_says_what_to_do(run: Run, quay: str, command: str, words: str) -> None:
    found = run(*command.split())
    assert (found.code, found.out) == (2, "")
    assert words in " ".join(found.err.split())
    assert "Traceback" not in found.err


def test_a_bad_line_is_named_with_file_and_line_and_check_says_so_by_status(
    run: Run, quay: str, tmp_path: Path
) -> None:
    good = {"article": "post.txt", "quote": "12 dead", "subject": "quay-0", "attribute": "injured", "value": "12"}
    lines = [good, {**good, "quote": "13 dead"}, {**good, "attribute": "crowd"}, {**good, "article": "gone.txt"}]
    (tmp_path / "claims.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = run("claims", "import", "claims.jsonl", "--check")
    assert found.code == 1
    for number, words in ((2, "word for word"), (3, "[attributes."), (4, "`variorum add` adds one")):
        assert f"error: claims.jsonl:{number}: " in found.err
        assert words in found.err
    assert "1 claim added, 0 already there, 3 lines not used" in found.err
    assert run("claims", "import", "claims.jsonl").code == 0
    (tmp_path / "claims.jsonl").write_text("{\n")
    nothing = run("claims", "import", "claims.jsonl")
    assert nothing.code == 2
    assert "no line could be used" in nothing.err


def test_what_is_not_an_article_is_named_and_the_rest_is_in(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nine boats sank.\n")
    (tmp_path / "empty.txt").touch()
    found = run("add", "a.txt", "empty.txt", "gone.txt")
    assert found.code == 0
    assert "empty.txt" in found.err
    assert "gone.txt" in found.err
    assert "1 added, 0 already there, 2 not read" in found.err
    assert run("add", "gone.txt").code == 2


# ---------------------------------------------------------------------- decisions from scripts


def test_a_decision_tried_again_with_its_own_id_is_recorded_once(run: Run, quay: str, tmp_path: Path) -> None:
    command = ["decide", "quay-0/killed", "--accept", quay, "--because", "It was there.", "--id", "a" * 32]
    assert [run(*command).code for _ in range(3)] == [0, 0, 0]
    undo = ["decide", "quay-0/killed", "--undo", "--because", "It was not.", "--id", "b" * 32]
    assert [run(*undo).code for _ in range(3)] == [0, 0, 0]
    with Dossier(tmp_path / "dossier.variorum") as dossier:
        assert [d.id[0] for d in dossier.decisions(("quay-0", "killed"))] == ["a", "b"]
    other = run("decide", "quay-0/killed", "--contested", "--because", "Who knows.", "--id", "a" * 32)
    assert other.code == 2
    assert "belongs to another decision" in other.err
    assert run("audit", "verify").code == 0


def test_a_decision_based_on_an_older_one_is_refused_and_the_newer_one_shown(run: Run, quay: str) -> None:
    first = run("decide", "quay-0/killed", "--contested", "--because", "Who knows.", "--id", "a" * 32)
    assert first.code == 0
    assert run("decide", "quay-0/killed", "--accept", quay, "--because", "x", "--based-on", "a" * 8).code == 0
    late = run("--reviewer", "Bo", "decide", "quay-0/killed", "--contested", "--because", "x", "--based-on", "a" * 8)
    assert late.code == 2
    assert "Ada decided it meanwhile (accept" in late.err
    assert run("decide", "quay-0/killed", "--undo", "--based-on", "a" * 8).code == 2


def test_a_decision_needs_somebody_who_made_it(run: Run, quay: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARIORUM_REVIEWER", "")
    monkeypatch.setenv("PATH", "")
    for act in ("--contested", "--undo"):
        found = run("decide", "quay-0/killed", act, "--because", "x")
        assert found.code == 2
        assert "needs a reviewer" in found.err


def test_the_reviewer_without_a_terminal_points_to_decide(run: Run, quay: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui.cli.main", "review"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 2
    assert "variorum decide" in done.stderr


# ---------------------------------------------------------------------- files it writes


@pytest.mark.parametrize(
    ("command", "name", "start"),
    [
        ("report", "out.html", "<!doctype html>"),
        ("report", "out.MD", "# Conflict report"),
        ("report", "out.json", '{\n  "dossier"'),
        ("report", "out.csv", '"'),
        ("report", "out.txt", "\u2500"),
        ("report", "out", "\u2500"),
        ("report --format md", "out.html", "# Conflict report"),
        ("report --diff 2020-01-01", "out.json", "{"),
        ("audit trace quay-0/killed", "out.svg", "<svg"),
        ("audit trace quay-0/killed", "out.md", "# "),
        ("claims export", "out.csv", '"article"'),
        ("claims export", "out.jsonl", '{"article"'),
    ],
)
def test_the_ending_of_a_file_chooses_its_format(
    run: Run, quay: str, tmp_path: Path, command: str, name: str, start: str
) -> None:
    assert run(*command.split(), "-o", name).code == 0
    text = (tmp_path / name).read_text("utf-8").lstrip().removeprefix('<?xml version="1.0" encoding="UTF-8"?>').lstrip()
    assert text[: len(start)].casefold() == start.casefold(), text[:80]


@pytest.mark.parametrize("command", ["report", "audit trace quay-0/killed", "claims export"])
def test_an_ending_that_names_no_format_is_refused_unless_one_is_given(run: Run, quay: str, command: str) -> None:
    found = run(*command.split(), "-o", "out.pdf")
    assert (found.code, found.out) == (2, "")
    assert "out.pdf: '.pdf' names no format; add --format" in found.err
    assert not Path("out.pdf").exists()


def test_a_report_goes_to_a_file_whole_and_leaves_nothing_beside_it(run: Run, quay: str, tmp_path: Path) -> None:
    for format_ in ("terminal", "md", "json"):
        found = run("report", "--format", format_, "-o", "report.out", "--force")
        assert (found.code, found.out, found.err) == (0, "", "wrote report.out\n")
        assert (tmp_path / "report.out").read_text() == run("report", "--format", format_).out
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "dossier.variorum",
        "dossier.variorum-journal",
        "report.out",
    ]
    assert run("report", "-o", "no/such/folder/report.md").code == 2


def test_a_backup_is_a_dossier_with_the_same_head(run: Run, quay: str) -> None:
    assert run("backup", "copy.db").err == "wrote copy.db\n"
    heads = [run("--dossier", name, "audit", "verify").out for name in ("dossier.variorum", "copy.db")]
    assert heads[0] == heads[1]


# ---------------------------------------------------------------------- damage


def edit(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    try:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    finally:
        connection.close()


def test_query_tables_that_do_not_fit_the_ledger_are_found_and_rebuilt(run: Run, quay: str, tmp_path: Path) -> None:
    edit(tmp_path / "dossier.variorum", "DELETE FROM assertions WHERE seq = 3")
    found = run("audit", "verify")
    assert found.code == 3
    assert "variorum rebuild" in found.err
    assert run("rebuild").code == 0
    assert run("audit", "verify").code == 0


@pytest.mark.whole
def test_a_damaged_dossier_is_never_a_traceback(run: Run, quay: str, tmp_path: Path) -> None:
    """Flip bits all over the file; whatever a command makes of it, it says so and exits with a known status."""
    path, whole = tmp_path / "dossier.variorum", tmp_path / "whole"
    run("decide", "quay-0/killed", "--accept", quay, "--because", "It was there.")
    shutil.copy(path, whole)
    chance = random.Random(11)
    commands = ["items", "report --format md", "audit trace quay-0/killed", "audit verify", "articles show post.txt"]
    commands += ["claims list", "rebuild", "decide quay-0/killed --contested --because x", "vocabulary"]
    used = [n for n, byte in enumerate(whole.read_bytes()) if byte]
    for round_ in range(60):
        damaged = bytearray(whole.read_bytes())
        for _ in range(chance.choice((1, 1, 20))):
            damaged[chance.choice(used)] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        command = commands[round_ % len(commands)]
        found = run(*command.split())
        assert found.code in {0, 1, 2, 3}, command
        assert "Traceback" not in found.err, command


def test_a_file_that_is_no_dossier_is_exit_status_3(run: Run, tmp_path: Path) -> None:
    (tmp_path / "dossier.variorum").write_bytes(b"SQLite format 3\x00" + b"\xff" * 4000)
    for command in ("items", "audit verify", "add x.txt"):
        found = run(*command.split())
        assert found.code == 3
        assert "not a dossier" in found.err


def test_the_same_decision_tried_again_by_hand_is_recorded_once(run: Run, tmp_path: Path) -> None:
    path = str(make_dossier(tmp_path / "d.variorum"))
    words = ("decide", "quay-0/killed", "--contested", "--because", "Both counts come from people who were there.")
    assert run("--dossier", path, *words).out.startswith("recorded ")
    again = run("--dossier", path, *words)
    assert (again.code, again.out[:18]) == (0, "recorded already, ")
    assert "--id" in again.err
    assert run("--dossier", path, *words[:-1], "They were both there.").out.startswith("recorded ")
    assert run("--dossier", path, *words[:-1], "They were both there.", "--id", "a" * 32).out.startswith("recorded a")
    assert run("--dossier", path, *words).out.startswith("recorded ")
    with Dossier(Path(path)) as dossier:
        assert len(dossier.decisions(("quay-0", "killed"))) == 4
