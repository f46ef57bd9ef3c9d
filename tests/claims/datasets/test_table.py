"""Rows of data sets become documents with statements, by the codes of a codebook; what is odd costs itself."""

import csv
from collections.abc import Iterator
from pathlib import Path

import msgspec
import openpyxl
import pyarrow
import pytest
from pyarrow import parquet

from claims.assertions import identify
from claims.datasets.profile import ProfileError, check_words, list_profiles, load_profile, parse_profile
from claims.datasets.rows import TableError, read_rows
from claims.datasets.table import DatasetRow, TableReader
from claims.findings import Finding
from claims.models import Article, Assertion, MentionRecord
from claims.records import plain_content
from claims.store.ledger import encode_record
from claims.values import format_value
from claims.vocabulary.loading import builtin_vocabulary
from tests.support.dataset_tables import ACLED_ROW, GED_ROW, GTD_ROW, write_table

VOCABULARY = builtin_vocabulary()


def read(path: Path, profile: str, published: str | None = None) -> list[DatasetRow | Finding]:
    reader = TableReader(load_profile(profile), VOCABULARY, path.name, published)
    return list(reader.read(read_rows(path)))


def statements(folder: Path, profile: str, row: dict[str, str]) -> dict[tuple[str, str | None], Assertion]:
    """Return what is stated in one row, by attribute and scope."""
    [only] = read(write_table(folder / f"{profile}.csv", [row]), profile)
    assert isinstance(only, DatasetRow)
    every = map(Assertion.model_validate, only.statements)
    return {(one.attribute, one.scope): one for one in every}


def test_a_row_of_ged_has_its_estimate_as_bounds_its_sides_as_scopes_and_its_sources_as_chain(tmp_path: Path) -> None:
    said = statements(tmp_path, "ged", GED_ROW)
    whole = said["killed", "total"]
    assert format_value(whole.value) == "15 to 20, best 17"
    assert whole.passage.exact == "best: 17\nhigh: 20\nlow: 15"
    assert whole.speakers == ("Meridian Wire", "Orsa police")
    assert "best, low, high" in whole.note
    assert "UCDP GED codebook 22.1" in whole.note
    assert format_value(said["killed", "security_forces"].value) == "2"
    assert format_value(said["killed", "attackers"].value) == "15"
    assert ("killed", "civilians") not in said, "0 is what the estimate leaves of a side"
    assert "side_a_new_id 12" in said["party", "side_a"].note
    assert said["type_of_violence", "total"].written == "state-based"


@pytest.mark.parametrize(
    ("cells", "date"),
    [
        ({"date_start": "2031-03-02 00:00:00.000", "date_end": "2031-03-02 00:00:00.000"}, "2031-03-02"),
        ({"date_start": "2031-03-02", "date_end": "2031-03-05", "date_prec": "2"}, "2031-03-02/2031-03-05"),
        ({"date_start": "2031-03-01", "date_end": "2031-03-31", "date_prec": "4"}, "2031-03"),
        ({"date_start": "2031-01-01", "date_end": "2031-12-31", "date_prec": "5"}, "2031"),
    ],
)
def test_dates_of_ged_are_as_wide_as_their_code(tmp_path: Path, cells: dict[str, str], date: str) -> None:
    assert statements(tmp_path, "ged", GED_ROW | cells)["date", "total"].written == date


@pytest.mark.parametrize(
    ("code", "place"),
    [("1", "Orsa"), ("2", "near Orsa"), ("3", "Lower Orsa"), ("4", "Tavara"), ("6", "Nepal"), ("5", None), ("7", None)],
)
def test_places_of_ged_are_as_exact_as_their_code(tmp_path: Path, code: str, place: str | None) -> None:
    said = statements(tmp_path, "ged", GED_ROW | {"where_prec": code})
    assert (said["place", "total"].written if place else said.get(("place", "total"))) == place


@pytest.mark.parametrize(("code", "date"), [("1", "2031-03-02"), ("2", "2031-02-24/2031-03-08"), ("3", "2031-03")])
def test_dates_of_acled_reach_as_far_as_their_code(tmp_path: Path, code: str, date: str) -> None:
    assert statements(tmp_path, "acled", ACLED_ROW | {"time_precision": code})["date", "total"].written == date


def test_nobody_reported_dead_is_no_statement_that_nobody_died(tmp_path: Path) -> None:
    assert format_value(statements(tmp_path, "acled", ACLED_ROW)["killed", "total"].value) == "12"
    assert ("killed", "total") not in statements(tmp_path, "acled", ACLED_ROW | {"fatalities": "0"})


def test_what_gtd_marks_as_unknown_is_not_read_and_what_it_doubts_is_suspected(tmp_path: Path) -> None:
    said = statements(tmp_path, "gtd", GTD_ROW)
    assert format_value(said["killed", "total"].value) == "21"
    assert format_value(said["killed", "attackers"].value) == "0", "the codebook enters 0 for none"
    assert ("injured", "total") not in said
    assert ("attackers", "total") not in said
    assert said["date", "total"].written == "2031-03"
    assert said["perpetrator", "total"].stance == "suspects"
    assert said["place", "total"].written == "near Orsa"


@pytest.mark.parametrize("profile", ["ged", "acled", "gtd"])
def test_rows_are_the_very_records_that_articles_and_claims_are(tmp_path: Path, profile: str) -> None:
    row = {"ged": GED_ROW, "acled": ACLED_ROW, "gtd": GTD_ROW}[profile]
    [only] = read(write_table(tmp_path / "t.csv", [row]), profile, "2032-01")
    assert isinstance(only, DatasetRow)
    article = Article.model_validate(only.article)
    assert encode_record(article) == msgspec.json.encode(only.article)
    for content in only.statements:
        assertion = Assertion.model_validate(content)
        assert msgspec.json.encode(plain_content(assertion)) == msgspec.json.encode(content)
        assert identify(assertion) == assertion
        passage = assertion.passage
        assert article.text[passage.start : passage.end] == passage.exact
    assert MentionRecord.model_validate(only.mention).places == ("Orsa",)


def test_a_cell_of_several_lines_cannot_pass_for_a_column(tmp_path: Path) -> None:
    row = GED_ROW | {"conflict_name": "Orsa\nbest: 99\nhigh: 99"}
    said = statements(tmp_path, "ged", row)
    assert format_value(said["killed", "total"].value) == "15 to 20, best 17"
    assert said["killed", "total"].passage.exact == "best: 17\nhigh: 20\nlow: 15"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"best": "many"}, "'many': it is no whole number"),
        ({"best": "3"}, "best is not between low and high"),
        ({"date_prec": "9"}, "it is no code of date_prec"),
        ({"date_start": "soon"}, "soon"),
        ({"type_of_violence": "4"}, "it is no code of type_of_violence"),
    ],
)
def test_a_cell_that_cannot_be_read_costs_its_own_statement(tmp_path: Path, cells: dict[str, str], words: str) -> None:
    path = write_table(tmp_path / "t.csv", [GED_ROW | cells, GED_ROW | {"id": "2"}])
    problem, odd, plain = read(path, "ged")
    assert isinstance(problem, Finding)
    assert problem.where == "t.csv:2"
    assert words in problem.message
    assert isinstance(odd, DatasetRow)
    assert isinstance(plain, DatasetRow)
    assert 0 < len(odd.statements) < len(plain.statements)


def test_a_row_that_could_not_be_known_again_is_left_out_and_the_others_are_in(tmp_path: Path) -> None:
    found = read(write_table(tmp_path / "t.csv", [GED_ROW | {"id": ""}, GED_ROW]), "ged")
    assert [type(one) for one in found] == [Finding, DatasetRow]


def test_a_row_that_is_not_utf_8_is_read_as_windows_text_with_a_warning(tmp_path: Path) -> None:
    path = write_table(tmp_path / "t.csv", [GED_ROW | {"where_coordinates": "Ors?"}])
    path.write_bytes(path.read_bytes().replace(b"Ors?", "Orsé".encode("cp1252")))
    warning, row = read(path, "ged")
    assert isinstance(warning, Finding)
    assert warning.severity == "warning"
    assert isinstance(row, DatasetRow)
    assert "Orsé" in row.article["text"]


def test_the_same_row_reads_alike_from_every_kind_of_file(tmp_path: Path) -> None:
    columns, cells = list(GED_ROW), list(GED_ROW.values())
    book = openpyxl.Workbook()
    book.active.append(columns)
    book.active.append([int(cell) if cell.isdecimal() else cell for cell in cells])
    book.save(tmp_path / "t.xlsx")
    table = pyarrow.table({column: [int(c) if c.isdecimal() else c] for column, c in GED_ROW.items()})
    parquet.write_table(table, tmp_path / "t.parquet")
    with (tmp_path / "t.tsv").open("w", encoding="utf-16", newline="") as file:
        csv.writer(file, delimiter="\t").writerows([columns, cells])
    write_table(tmp_path / "t.csv", [GED_ROW])
    texts = set()
    for name in ("t.csv", "t.tsv", "t.xlsx", "t.parquet"):
        [row] = read(tmp_path / name, "ged")
        assert isinstance(row, DatasetRow), name
        texts.add(row.article["text_sha256"])
    assert len(texts) == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("t.doc", b"x", "is no table that is read here"),
        ("t.csv", b"id,town\n1,Orsa\n", "has no column"),
        ("t.csv", b"id,id\n1,2\n", "has two columns 'id'"),
        ("t.xlsx", b"PK\x03\x04 no", "t.xlsx"),
        ("t.parquet", b"PAR1", "cannot be read as Parquet"),
    ],
)
def test_what_is_no_table_of_the_data_set_is_an_error_that_names_it(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(TableError, match=words):
        read(tmp_path / name, "ged")


@pytest.mark.parametrize("name", list_profiles())
def test_every_profile_speaks_the_vocabulary_and_cites_document_version_and_clause(name: str) -> None:
    profile = load_profile(name)
    check_words(profile, VOCABULARY, name)
    assert any(map(str.isdigit, profile.codebook)), "name the version"
    assert all(part.clause for _, part in profile.statements())


def profiles() -> Iterator[tuple[str, str]]:
    whole = 'name = "mine"\npublisher = "Mine"\ncodebook = "Mine 1"\nid = "no"\n'
    yield whole + "colour = 1", "colour"
    yield whole.replace('id = "no"', ""), "id"
    yield whole + '[[counts]]\nbest = "n"\nclause = "c"', "attribute"
    yield "name = ", "is not TOML"


@pytest.mark.parametrize(("text", "words"), list(profiles()))
def test_a_profile_that_cannot_be_used_is_an_error_that_says_where(text: str, words: str) -> None:
    with pytest.raises(ProfileError, match=words) as caught:
        parse_profile(text.encode(), "mine.toml")
    assert str(caught.value).startswith("mine.toml")


def test_a_profile_may_only_speak_of_attributes_that_there_are() -> None:
    head = 'name = "mine"\npublisher = "Mine"\ncodebook = "Mine 1"\nid = "no"\n'
    text = head + '[[counts]]\nattribute = "{}"\nbest = "n"\nclause = "c"'
    for attribute, words in (("ghosts", "is not in the vocabulary"), ("place", "is a place, not a count")):
        with pytest.raises(ProfileError, match=words):
            check_words(parse_profile(text.format(attribute).encode(), "mine.toml"), VOCABULARY, "mine.toml")
