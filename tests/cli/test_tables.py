"""Tables for researchers: rows that can be traced, codebook columns, and no cell that a spreadsheet would run."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from claims.store.dossier import Dossier
from reconcile.reports.tables import TABLES
from reconcile.reports.tables.codes import event_number
from tests.support.command_line import Run, command
from tests.support.paths import ROOT
from tests.support.published_headers import PUBLISHED_HEADERS, READERS
from tests.support.report_dossiers import make_demo, make_hostile, make_undecided_demo
from tests.support.store_builders import make_dossier

COLLIDING = ("raid-138", "raid-243")
"""Keys of two events whose digests give the same four digits."""

NAMES = [table.name for table in TABLES]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("tables") / "demo.variorum")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_hostile(tmp_path_factory.mktemp("tables") / "hostile.variorum")


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def table_of(run: Run, dossier: Path, name: str, *options: str) -> list[dict[str, str]]:
    done = run("--dossier", str(dossier), "report", "--format", "csv", "--table", name, *options)
    assert done.code == 0, done.err
    return rows_of(done.out)


def test_every_assertion_item_and_decision_has_one_row(run: Run, demo: Path) -> None:
    with Dossier(demo) as dossier:
        ids = {assertion.id for assertion in dossier.assertions()}
    assertions = table_of(run, demo, "assertions")
    assert Counter(row["id"] for row in assertions) == Counter(ids)
    items = table_of(run, demo, "items")
    assert len({row["id"] for row in items}) == len(items) == 7
    assert [(row["action"], row["settles"]) for row in table_of(run, demo, "decisions")] == [
        ("contested", "true"),
        ("accept", "true"),
    ]
    guards = next(row for row in assertions if row["scope"] == "port_guards")
    assert (guards["low"], guards["high"], guards["exhaustive"]) == ("4", "4", "true")
    assert guards["chain"] == "Interior Ministry"
    assert guards["origin"] == "Interior Ministry of Tavara"


def test_an_event_has_a_row_for_each_policy_in_the_columns_of_each_codebook(run: Run, demo: Path) -> None:
    ged = {row["policy"]: row for row in table_of(run, demo, "ucdp_ged")}
    assert set(ged) == {"gtd", "ucdp", "acled", "airwars", "every_casualty", "majority", "latest", "widest"}
    ucdp = ged["ucdp"]
    assert [ucdp[name] for name in ("low", "best", "high")] == ["17", "", "23"]
    assert {ucdp[f"deaths_{side}"] for side in ("a", "b", "civilians", "unknown")} == {""}
    assert ucdp["notes"].startswith(
        "best and deaths are blank: 4 of side A, 12 of side B and 3 civilians are 19, more than the best estimate, 17."
    )
    assert (ucdp["relid"], ucdp["side_b"]) == ("halden-quay-2021", "Tavaran Dawn Front")
    assert (ucdp["date_prec"], ucdp["date_start"], ucdp["date_end"]) == ("1", "2021-03-14", "2021-03-14")
    assert ucdp["source_original"] == "Ilse Varn; Interior Ministry of Tavara"
    assert ged["every_casualty"]["best"] == ""
    gtd = {row["policy"]: row for row in table_of(run, demo, "gtd")}["gtd"]
    assert [gtd[name] for name in ("iyear", "imonth", "iday", "nkill", "nkillter", "nwound")] == [
        *("2021", "3", "14", "17", "12", ""),
    ]
    assert (gtd["gname"], gtd["gsubname"], gtd["guncertain1"]) == ("Tavaran Dawn Front", "Northern Wing", "1")
    assert (gtd["claimed"], gtd["compclaim"], gtd["nperpcap"]) == ("1", "0", "")
    acled = {row["policy"]: row for row in table_of(run, demo, "acled")}["acled"]
    assert (acled["fatalities"], acled["time_precision"], acled["geo_precision"]) == ("17", "1", "")
    assert "and such a count does not fall" in acled["notes"]


PLACES = ("Dushanbe", "Gaziantep", "Mogadishu")


def make_placed(path: Path) -> None:
    """A dossier whose events have days, towns with positions, dead and a group that claims it."""
    claims = []
    for number, place in enumerate(PLACES, start=3):
        killed = f"{number} people were killed"
        file = path.with_name(f"{place}.txt")
        file.write_text(f"On 4 March 2031 in {place} {killed}. Al-Shabaab said it did it.")
        assert command("--dossier", path, "add", file, "--publisher", "Post", "--published", "2031-03-05") == 0
        values = {"date": ("4 March 2031", "2031-03-04"), "place": (place, place), "killed": (killed, str(number))}
        values["claimed_by"] = ("Al-Shabaab said it did it", "Al-Shabaab")
        for attribute, (quote, value) in values.items():
            line = {"article": file.name, "quote": quote, "attribute": attribute, "value": value}
            claims.append(json.dumps({**line, "subject": f"raid-{number}"}))
    path.with_suffix(".jsonl").write_text("\n".join(claims))
    assert command("--dossier", path, "claims", "import", path.with_suffix(".jsonl")) == 0


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tables") / "placed.variorum"
    make_placed(path)
    return path


DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")


def check_deaths(rows: list[dict[str, str]]) -> int:
    """Every row keeps best = the sum of its deaths, or has neither; return how many have them."""
    for row in rows:
        if row["best"]:
            assert sum(int(row[name]) for name in DEATHS) == int(row["best"]), row
        else:
            assert not any(row[name] for name in DEATHS), row
            assert "blank" in row["notes"] or not row["low"] or row["low"] != row["high"], row
    return sum(bool(row["best"]) for row in rows)


def test_every_row_keeps_the_identity_of_deaths(run: Run, demo: Path, hostile: Path) -> None:
    assert check_deaths(table_of(run, demo, "ucdp_ged"))
    check_deaths(table_of(run, hostile, "ucdp_ged"))


@pytest.mark.whole
def test_every_row_of_the_other_dossiers_keeps_it_too(run: Run, placed: Path, tmp_path: Path) -> None:
    rows = table_of(run, make_dossier(tmp_path / "quays.variorum", items=40), "ucdp_ged")
    assert check_deaths(rows) > 40
    assert check_deaths(table_of(run, placed, "ucdp_ged")) > len(PLACES)
    assert check_deaths(table_of(run, make_undecided_demo(tmp_path / "undecided.variorum"), "ucdp_ged"))


@pytest.mark.parametrize("name", PUBLISHED_HEADERS)
def test_the_header_begins_with_the_published_columns_and_they_read_as_their_types(
    run: Run, demo: Path, name: str
) -> None:
    """As a reader in R would that is given the published names and types."""
    rows = table_of(run, demo, name)
    published = PUBLISHED_HEADERS[name]
    assert list(rows[0])[: len(published)] == list(published)
    for row in rows:
        for column, kind in published.items():
            if row[column]:
                READERS[kind](row[column])


R_CLASSES = {"integer": "integer", "number": "numeric", "date": "Date", "text": "character", "event": "numeric"}


@pytest.mark.whole
@pytest.mark.skipif(shutil.which("Rscript") is None, reason="read by R where there is one")
@pytest.mark.parametrize("make", [make_demo, make_hostile, make_placed], ids=["demo", "hostile", "placed"])
def test_r_reads_every_published_table_by_its_columns_and_types(
    run: Run, tmp_path: Path, make: Callable[[Path], object]
) -> None:
    make(tmp_path / "events.variorum")
    run("--dossier", str(tmp_path / "events.variorum"), "report", "--tables", "tables")
    for name, published in PUBLISHED_HEADERS.items():
        classes = [f"{column}={R_CLASSES[kind]}" for column, kind in published.items()]
        words = ["Rscript", "--vanilla", str(ROOT / "tests/support/read_table.R"), f"tables/{name}.csv", *classes]
        read = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert read.returncode == 0, read.stderr
        rows = rows_of((tmp_path / "tables" / f"{name}.csv").read_text("utf-8"))
        assert read.stdout.split() == [str(len(rows)), str(len(published))]


def test_what_a_reviewer_settled_has_a_row_of_its_own(run: Run, tmp_path: Path) -> None:
    texts = {"a.txt": "Police counted 12 dead in Dushanbe.", "b.txt": "Nine died in Dushanbe, the clerk said."}
    for name, text in texts.items():
        (tmp_path / name).write_text(f"---\npublished: 2031-03-02\npublisher: {name}\n---\n{text}\n")
    run("add", *texts)
    claims: list[dict[str, object]] = [
        {"article": "a.txt", "quote": "12 dead", "attribute": "killed", "value": "12", "chain": ["police"]},
        {"article": "b.txt", "quote": "Nine died", "attribute": "killed", "value": "9", "chain": ["clerk"]},
        {"article": "a.txt", "quote": "in Dushanbe", "attribute": "place", "value": "Dushanbe"},
        {"article": "a.txt", "quote": "counted", "attribute": "date", "value": "2031-03"},
        {"article": "b.txt", "quote": "said", "attribute": "date", "value": "2031-03-01/2031-03-02"},
    ]
    (tmp_path / "c.jsonl").write_text("".join(json.dumps({**line, "subject": "quay"}) + "\n" for line in claims))
    assert run("claims", "import", "c.jsonl").code == 0
    assert run("decide", "quay/killed", "--range", "9", "12", "--because", "Both counted.").code == 0
    rows = table_of(run, tmp_path / "dossier.variorum", "ucdp_ged")
    reviewer = rows[-1]
    assert [reviewer[name] for name in ("policy", "low", "best", "high")] == ["reviewer", "9", "", "12"]
    assert reviewer["notes"].startswith("Ada: Both counted.")
    assert (reviewer["country"], reviewer["where_coordinates"]) == ("Tajikistan", "Dushanbe")
    assert (reviewer["date_prec"], reviewer["date_end"]) == ("2", "2031-03-02")
    assert float(reviewer["latitude"]) > 38


@pytest.mark.whole
def test_a_filter_narrows_the_tidy_tables_and_leaves_the_facts_of_an_event_whole(run: Run, demo: Path) -> None:
    assert [row["attribute"] for row in table_of(run, demo, "items", "--attribute", "date")] == ["date"]
    narrowed = table_of(run, demo, "ucdp_ged", "--attribute", "date")
    assert narrowed == table_of(run, demo, "ucdp_ged")


@pytest.mark.whole
def test_every_cell_is_quoted_and_none_is_a_formula(run: Run, hostile: Path, tmp_path: Path) -> None:
    formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\u00a0=1", "\ufeff=1"]
    (tmp_path / "f.txt").write_text("---\npublished: 2031-03-02\npublisher: '=cmd|x'\n---\n" + "\n".join(formulas))
    assert run("add", "f.txt").code == 0
    lines = [
        {
            "article": "f.txt",
            "quote": f,
            "start": None,
            "subject": f"quay {n}",
            "attribute": "cause",
            "value": f.strip(),
        }
        for n, f in enumerate(["=1+1", "@SUM(A1)"])
    ]
    (tmp_path / "c.jsonl").write_text(
        "".join(json.dumps({k: v for k, v in line.items() if v is not None}) + "\n" for line in lines)
    )
    assert run("claims", "import", "c.jsonl").code == 0
    for dossier in (hostile, tmp_path / "dossier.variorum"):
        assert run("--dossier", str(dossier), "report", "--tables", "out", "--force").code == 0
        for name in NAMES:
            text = (tmp_path / "out" / f"{name}.csv").read_text("utf-8")
            for row in csv.reader(io.StringIO(text)):
                for cell in row:
                    bare = cell.lstrip(" \n\v\f\u00a0\u200b\u2060\ufeff")
                    assert not bare.startswith(("=", "+", "@", "＝", "\t", "\r")), cell
                    assert not bare.startswith("-") or re.fullmatch(r"-\d+", bare), cell
            assert all(line.startswith('"') for line in text.splitlines()[:1])


@pytest.mark.whole
def test_the_dictionary_says_what_every_column_means_and_whose_it_is(run: Run, demo: Path, tmp_path: Path) -> None:
    assert run("--dossier", str(demo), "report", "--tables", "out", "--force").code == 0
    described = rows_of((tmp_path / "out" / "dictionary.csv").read_text("utf-8"))
    columns = {(row["table"], row["column"]) for row in described}
    for name in NAMES:
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert {(name, column) for column in next(csv.reader(file))} <= columns
    assert all(row["meaning"] and row["source"] for row in described)
    assert {row["source"] for row in described} == {"Variorum", "UCDP GED", "GTD", "ACLED"}


@pytest.mark.whole
def test_parquet_holds_the_same_rows_with_their_types(run: Run, demo: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for format_ in ("csv", "parquet"):
        assert run("--dossier", str(demo), "report", "--tables", "out", "--format", format_).code == 0
    for table in TABLES:
        read = parquet.read_table(tmp_path / "out" / f"{table.name}.parquet")
        assert read.column_names == [column.name for column in table.columns]
        flat = [[_as_csv(value) for value in row.values()] for row in read.to_pylist()]
        with (tmp_path / "out" / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            assert flat == list(csv.reader(file))[1:]
    first = (tmp_path / "out" / "gtd.parquet").read_bytes()
    run("--dossier", str(demo), "report", "--format", "parquet", "--table", "gtd", "-o", "again.parquet")
    assert (tmp_path / "again.parquet").read_bytes() == first


def _as_csv(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.whole
def test_without_its_library_parquet_says_what_to_install(demo: Path, tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None\nfrom tui.cli.main import main\n"
        f"main(['--dossier', {str(demo)!r}, 'report', '--format', 'parquet', '--tables', {str(tmp_path / 'out')!r}])"
    )
    root = ROOT
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=False)
    assert done.returncode == 2
    assert "requirements/parquet.txt" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.whole
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--format", "csv", "--table", "people"], "none of assertions, items"),
        (["--format", "parquet"], "-o FILE"),
        (["--format", "html", "--tables", "out"], "none of csv, parquet"),
        (["--format", "csv", "-o", "no/such/folder.csv"], "nothing was written there"),
        (["--tables", "no/such/folder"], "no/such/folder"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_left_behind(
    run: Run, demo: Path, tmp_path: Path, options: list[str], words: str
) -> None:
    done = run("--dossier", str(demo), "report", *options)
    assert done.code == 2
    assert words in " ".join(done.err.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.whole
def test_the_same_dossier_gives_the_same_tables(run: Run, demo: Path, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        run("--dossier", str(demo), "report", "--tables", folder)
    for name in NAMES:
        assert (tmp_path / "one" / f"{name}.csv").read_bytes() == (tmp_path / "two" / f"{name}.csv").read_bytes()


@pytest.mark.whole
def test_a_merged_incident_keeps_its_code_and_those_of_what_went_into_it(run: Run, tmp_path: Path) -> None:
    dossier = make_dossier(tmp_path / "quays.variorum", items=3)

    def incidents() -> dict[str, dict[str, str]]:
        return {row["subject"]: row for row in table_of(run, dossier, "incidents")}

    before = incidents()
    assert len({row["code"] for row in before.values()}) == len({row["number"] for row in before.values()}) == 3
    act = ("--dossier", str(dossier), "--reviewer", "Ada", "events")
    assert run(*act, "merge", "quay-0", "quay-1", "--because", "one night").code == 0
    assert run(*act, "rename", "quay-0", "The night of the quays", "--because", "so it is called").code == 0
    after = incidents()
    assert after.keys() == {"quay-0", "quay-2"}
    row, other = after["quay-0"], before["quay-1"]
    assert (row["code"], row["number"]) == (before["quay-0"]["code"], before["quay-0"]["number"])
    assert [row[f"former_{name}"] for name in ("subjects", "codes", "numbers")] == [
        *(other[name] for name in ("subject", "code", "number")),
    ]
    assert (row["name"], row["former_names"]) == ("The night of the quays", before["quay-0"]["name"])
    assert run(*act, "undo", "quay-0", "--because", "not so").code in {0, 2}
    assert {row["id"] for row in table_of(run, dossier, "ucdp_ged")} <= {row["number"] for row in before.values()}


@pytest.mark.whole
def test_incidents_of_one_day_have_different_ids_and_keep_them(run: Run, tmp_path: Path) -> None:
    first, second = COLLIDING
    assert event_number(first) % 9_999 == event_number(second) % 9_999
    (tmp_path / "a.txt").write_text("Three people were killed at the mill. Five people were killed at the dam.")
    assert run("add", "a.txt", "--published", "2031-03-04").code == 0
    ids = []
    for subject, quote in ((second, "Three people were killed"), (first, "Five people were killed")):
        lines = [{"article": "a.txt", "quote": quote, "subject": subject, "attribute": "killed", "value": "3"}]
        lines.append(lines[0] | {"attribute": "date", "value": "2031-03-04"})
        (tmp_path / "c.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
        assert run("claims", "import", "c.jsonl").code == 0
        ids.append({row["eventid"] for row in table_of(run, tmp_path / "dossier.variorum", "gtd")})
    assert (len(ids[0]), len(ids[1])) == (1, 2)
    assert ids[0] < ids[1]
    assert run("rebuild").code == 0
    assert {row["eventid"] for row in table_of(run, tmp_path / "dossier.variorum", "gtd")} == ids[1]
