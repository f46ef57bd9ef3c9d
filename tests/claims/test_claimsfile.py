"""Claims files: what a line means, what it may not say, and that writing and reading again changes nothing."""

import io
import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.assertions import identify
from claims.claimsfile import COLUMNS, export_line
from claims.findings import Finding
from claims.identity import canonical_json
from claims.intake.csvclaims import read_csv_claims, write_csv_claims
from claims.intake.jsonlines import read_json_lines
from claims.models import Article, Assertion
from claims.store.dossier import encode_assertion, encode_content
from claims.store.ledger import encode_record
from tests.support.profiles import examples
from tests.support.store_builders import make_article, make_claim, make_line, make_reader, read_lines
from tui.output import to_json_line

ARTICLE = make_article("Police said “at least 17 people” died at the quay.\nA second count at the quay gave 15 dead.")


def refused(line: dict[str, object]) -> Finding:
    """The one finding that a line on ARTICLE costs."""
    assertions, findings = read_lines(make_reader([ARTICLE]), [line])
    assert assertions == []
    return findings[0]


def export(article: Article, assertions: Iterable[Assertion]) -> list[dict[str, object]]:
    return [
        export_line(a, article=article.name, status="accepted", recorded_at="2031-03-05T00:00:00Z") for a in assertions
    ]


def as_json_lines(lines: Iterable[dict[str, object]]) -> bytes:
    return "".join(to_json_line(line) + "\n" for line in lines).encode()


def as_csv(lines: Iterable[dict[str, object]]) -> str:
    table = io.StringIO()
    write_csv_claims(lines, table)
    return table.getvalue()


def read_again(article: Article, entries: Iterable[tuple[int, dict[str, object]] | Finding]) -> list[Assertion]:
    found = list(make_reader([article]).read(entries, "claims"))
    assert not [entry for entry in found if isinstance(entry, Finding)], found
    return [entry for entry in found if isinstance(entry, Assertion)]


# ---------------------------------------------------------------------- the round trip

NASTY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
PLAIN_NAMES = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
    .map(str.strip)
    .filter(lambda name: name and name.isprintable() and name == name.strip())
)
TRICKY_NAMES = st.sampled_from(["=1+1", "-x", "@a", "+7", "'tis", "null", "[", "[a]", "a < b", "{", "<", "true", "17"])
NAMES = PLAIN_NAMES | TRICKY_NAMES
VALUES = st.sampled_from(
    [
        ("killed", "at least 17"),
        ("killed", {"low": 3, "high": None}),
        ("killed", {"low": 0, "high": 9}),
        ("date", "2031-03"),
        ("date", {"low": "2031-03-01", "high": "2031-03-02"}),
        ("date", {"low": "2031-03~", "high": None}),
        ("length", {"low": "1.5", "high": None, "unit": "kilometer"}),
        ("time", {"low": "22:00", "high": "04:30"}),
        ("length", "50 miles"),
        ("cause", '{"low": 1}'),
        ("cause", "=HYPERLINK(1)"),
        ("cause", "'quoted'"),
        ("cause", "null"),
        ("perpetrator", "-Front"),
        ("occurred", "yes"),
    ]
)


LATE_TABLES = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=examples(60))
"""The first measure loads the units, which takes longer than drawing anything."""


@st.composite
def claims_on_an_article(draw: st.DrawFn) -> tuple[Article, list[Assertion]]:
    quotes = draw(st.lists(NASTY.filter(str.strip), min_size=1, max_size=4))
    text = draw(NASTY)
    spans = []
    for quote in quotes:
        spans.append((len(text), quote))
        text += quote + draw(NASTY)
    article = make_article(text, published=draw(st.sampled_from(["2031-03-02", "2031-03", None])))
    reader = make_reader([article])
    lines = []
    for start, quote in spans:
        attribute, value = draw(VALUES)
        line = make_line(article, quote, value, attribute=attribute, start=start, subject=draw(NAMES))
        line |= {
            "scope": draw(st.none() | NAMES),
            "stance": draw(st.sampled_from(["asserts", "denies", "suspects", "retracts"])),
            "chain": draw(st.lists(NAMES, max_size=3)),
            "as_of": draw(st.sampled_from([None, "2031-03-01"])),
            "exhaustive": draw(st.booleans()),
            "note": draw(NASTY),
        }
        lines.append(line)
    assertions, findings = read_lines(reader, lines)
    assert findings == []
    return article, assertions


@LATE_TABLES
@given(claims_on_an_article())
def test_json_lines_written_and_read_again_are_the_same_claims(case: tuple[Article, list[Assertion]]) -> None:
    article, assertions = case
    written = as_json_lines(export(article, assertions))
    again = read_again(article, read_json_lines(io.BytesIO(written), "claims"))
    assert again == assertions
    assert as_json_lines(export(article, again)) == written


@LATE_TABLES
@given(claims_on_an_article())
def test_a_table_written_and_read_again_is_the_same_claims(case: tuple[Article, list[Assertion]]) -> None:
    article, assertions = case
    written = as_csv(export(article, assertions))
    again = read_again(article, read_csv_claims(io.StringIO(written, newline=""), "claims"))
    assert again == assertions
    assert as_csv(export(article, again)) == written


def stored(assertion: Assertion) -> dict[str, Any]:
    """Return what the ledger holds of an assertion: fields that came later are not there where they are empty."""
    dumped = assertion.model_dump(mode="json")
    return {name: value for name, value in dumped.items() if name not in Assertion.later or value not in ("", None)}


def test_how_it_is_known_and_where_the_figure_stands_survive_a_round_trip() -> None:
    line = {**GOOD, "quote": "gave 15 dead", "value": "15", "evidential": "reportedly"}
    [plain] = export(ARTICLE, [make_reader([ARTICLE]).assertion(line)])
    start = int(str(plain["number_start"]))
    moved = {**plain, "number_start": start + 1, "number_end": start + 2}
    again = make_reader([ARTICLE]).assertion(moved)
    assert (again.evidential, again.number_start, again.id) == ("reportedly", start + 1, plain["id"])
    assert export(ARTICLE, [again])[0]["number_start"] == start + 1
    outside = make_reader([ARTICLE]).assertion({**plain, "number_start": 0, "number_end": 1})
    assert outside.number_start is None


@LATE_TABLES
@given(claims_on_an_article())
def test_an_id_is_the_digest_of_what_was_said_and_where(case: tuple[Article, list[Assertion]]) -> None:
    for assertion in case[1]:
        assert identify(assertion).id == assertion.id
        assert encode_record(assertion) == canonical_json(stored(assertion))


def test_an_export_has_every_column_in_the_order_of_the_format() -> None:
    claim = make_claim(ARTICLE, "15 dead", "15")
    assert tuple(export(ARTICLE, [claim])[0]) == COLUMNS


def test_an_export_says_where_the_figure_stands() -> None:
    line = export(ARTICLE, [make_claim(ARTICLE, "gave 15 dead", "15")])[0]
    assert ARTICLE.text[int(str(line["number_start"])) : int(str(line["number_end"]))] == "15"
    assert (line["low"], line["high"]) == (15, 15)


@pytest.mark.parametrize(
    ("attribute", "written", "bounds"),
    [
        ("length", "6.5 m", (6.5, 6.5)),
        ("value", "$85 million", (85_000_000, 85_000_000)),
        ("time", "07:37", (None, None)),
    ],
)
def test_an_export_gives_the_ends_of_measures_as_numbers_and_none_of_times(
    attribute: str, written: str, bounds: tuple[float | None, float | None]
) -> None:
    article = make_article(f"It was {written} then.")
    line = export(article, [make_claim(article, written, written, attribute=attribute)])[0]
    assert (line["low"], line["high"]) == bounds


# ---------------------------------------------------------------------- quotes


@pytest.mark.parametrize("quote", ['said "at least 17 people" died', "said «at least 17 people»  died"])
def test_a_quote_in_other_typography_is_matched_whole_and_kept_as_the_article_has_it(quote: str) -> None:
    assert make_claim(ARTICLE, quote, "at least 17").passage.exact == "said “at least 17 people” died"


@pytest.mark.parametrize("quote", ["at least 18 people", "At least 17 people", "at least 17 persons", "at least 17  x"])
def test_a_quote_with_one_changed_letter_or_digit_is_refused(quote: str) -> None:
    finding = refused(make_line(ARTICLE, quote, "17"))
    assert finding.about == "quote-not-found"
    assert "word for word" in finding.message


def test_a_quote_that_stands_there_twice_needs_its_start() -> None:
    line = make_line(ARTICLE, "at the quay", "17")
    first, second = (ARTICLE.text.index("at the quay"), ARTICLE.text.rindex("at the quay"))
    assert f"(at {first} and {second})" in refused(line).message
    assert make_claim(ARTICLE, "at the quay", "17", start=second).passage.start == second
    assert "is not at character 3" in refused({**line, "start": 3}).message


def test_a_span_alone_is_enough_and_one_outside_the_text_is_refused() -> None:
    line = make_line(ARTICLE, "", "17", start=12, end=16)
    del line["quote"]
    assert read_lines(make_reader([ARTICLE]), [line])[0][0].passage.exact == ARTICLE.text[12:16]
    assert "not a span" in refused({**line, "end": 9999}).message
    assert '"start" and "end"' in refused({key: line[key] for key in line if key != "end"}).message


# ---------------------------------------------------------------------- lines that cannot be used

GOOD = make_line(ARTICLE, "15 dead", "15")


@pytest.mark.parametrize(
    ("change", "about", "words"),
    [
        ({"casualties": 3}, "bad-line", "unknown key 'casualties'; known are article"),
        ({"value": "17 in 3 boats"}, "bad-value", "value"),
        ({"value": 17}, "bad-line", "value"),
        ({"as_of": "one of these days"}, "bad-date", "as_of"),
        ({"stance": "maybe"}, "bad-line", "'maybe' is none of asserts, denies, suspects, retracts"),
        ({"chain": ["clerk"] * 101}, "bad-name", "101 speakers"),
        ({"stance": "insists"}, "bad-line", "stance"),
        ({"subject": " quay"}, "bad-name", "blanks around it"),
        ({"subject": "qu\x1bay"}, "bad-name", "control characters"),
        ({"chain": [""]}, "bad-name", "chain"),
        ({"scope": "x" * 301}, "bad-name", "301 characters"),
        ({"quote": "   "}, "quote-not-found", "empty quote"),
        ({"start": -1}, "bad-line", "start"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_in(change: dict[str, object], about: str, words: str) -> None:
    assertions, findings = read_lines(make_reader([ARTICLE]), [GOOD, {**GOOD, **change}, {**GOOD, "value": "15 dead"}])
    assert len(assertions) == 2
    assert [(finding.where, finding.about) for finding in findings] == [("claims.jsonl:2", about)]
    assert words in findings[0].message


def test_a_missing_key_is_named() -> None:
    assert refused({key: GOOD[key] for key in GOOD if key != "subject"}).message == "'subject' is missing"


def test_an_attribute_nobody_knows_shows_the_lines_that_would_add_it() -> None:
    finding = refused({**GOOD, "attribute": "crowd"})
    assert finding.about == "unknown-attribute"
    assert '[attributes."crowd"]\n    kind = "count"' in finding.message
    assert "vocabulary import" in finding.message


def test_a_misspelt_attribute_is_guessed_at() -> None:
    assert "(did you mean injured?)" in refused({**GOOD, "attribute": "injurd"}).message


@pytest.mark.parametrize(
    ("value", "quote", "doubted"),
    [
        ("16", "at least 17 people", True),
        ("seventeen", "at least 17 people", False),
        ("more than 16", "at least 17 people", True),
        ("more than sixteen", "at least 17 people", True),
        ("2", "Police said", False),
        ("15", "15 dead", False),
    ],
)
def test_a_figure_that_its_quote_has_not_is_used_and_pointed_out(value: str, quote: str, doubted: bool) -> None:
    reader = make_reader([ARTICLE])
    bad_line = {**GOOD, "value": "16", "as_of": "one of these days"}
    lines = [(1, bad_line), (2, {**GOOD, "quote": quote, "value": value})]
    assert len([entry for entry in reader.read(lines, "claims") if isinstance(entry, Assertion)]) == 1
    assert [note.where for note in reader.notes] == ["claims:2"] * doubted
    assert all("the figures of its quote are 17" in note.message for note in reader.notes)


def test_an_id_that_does_not_fit_its_line_is_refused() -> None:
    line = export(ARTICLE, [make_claim(ARTICLE, "15 dead", "15")])[0]
    assert refused({**line, "value": "16"}).about == "id-mismatch"
    assert refused({**line, "start": None, "subject": "elsewhere"}).about == "id-mismatch"
    assert read_lines(make_reader([ARTICLE]), [line])[1] == []


def test_defaults_are_the_total_the_asserting_and_the_articles_date() -> None:
    claim = make_claim(ARTICLE, "15 dead", "15")
    assert (claim.scope, claim.stance, claim.as_of, claim.chain) == ("total", "asserts", "2031-03-02", ())
    assert (claim.subject_kind, claim.exhaustive, claim.extracted_by) == ("event", False, "tests")


# ---------------------------------------------------------------------- tables


def read_csv(text: str) -> list[tuple[int, dict[str, object]] | Finding]:
    return list(read_csv_claims(io.StringIO(text, newline=""), "claims.csv"))


def test_a_cell_a_spreadsheet_would_run_is_written_harmless_and_read_back() -> None:
    article = make_article("=HYPERLINK(1) and ＝2+2 and '+3 died.")
    for quote in ("=HYPERLINK(1) and", "＝2+2 and", "'+3 died"):
        written = as_csv(export(article, [make_claim(article, quote, "3")]))
        assert f'"\'{quote}"' in written
        claims = read_again(article, read_csv_claims(io.StringIO(written, newline=""), "claims"))
        assert claims[0].passage.exact == quote


def test_a_table_by_hand_needs_only_the_columns_it_uses() -> None:
    text = "\ufeffarticle,quote,subject,attribute,value,chain\npost.txt,15 dead,quay-fire,killed,15,police < clerk\n\n"
    [(number, line)] = [entry for entry in read_csv(text) if not isinstance(entry, Finding)]
    assert number == 2
    assert line["chain"] == ["police", "clerk"]
    assert make_reader([ARTICLE]).assertion(line).speakers == ("police", "clerk")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("post.txt,15 dead", "2 cells under 4 columns"),
        ("post.txt,15 dead,x,maybe", "neither true nor false"),
        ("post.txt,15 dead,one,true", "not a whole number"),
        ('post.txt,"15 dead,1,true', "not a CSV row"),
    ],
)
def test_a_bad_row_is_named_by_its_line(row: str, words: str) -> None:
    found = read_csv(f"article,quote,start,exhaustive\npost.txt,15 dead,1,true\n{row}\n")
    findings = [entry for entry in found if isinstance(entry, Finding)]
    assert len(found) - len(findings) == 1
    assert findings[0].where.startswith("claims.csv:3")
    if words != "neither true nor false":
        assert words in findings[0].message


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_table_may_part_its_cells_as_spreadsheets_of_other_countries_do(mark: str) -> None:
    text = "Article,Quote,Subject,Attribute,Value\npost.txt,15 dead,quay-fire,killed,15\n".replace(",", mark)
    assert read_csv(text) == [
        (2, {"article": "post.txt", "quote": "15 dead", "subject": "quay-fire", "attribute": "killed", "value": "15"})
    ]


def test_an_open_quote_costs_its_own_line_and_no_other() -> None:
    rows = [
        f"post.txt,{cell},s{n},killed,15" for n, cell in enumerate(['"15 dead', "15 dead", '"15, dead"', '15" dead'])
    ]
    multi_line = 'post.txt,"15\ndead",s9,killed,15'
    found = read_csv("\n".join(["article,quote,subject,attribute,value", *rows, multi_line, ""]))
    assert [entry.where for entry in found if isinstance(entry, Finding)] == ["claims.csv:2"]
    read = {number: line["quote"] for number, line in (entry for entry in found if not isinstance(entry, Finding))}
    assert read == {3: "15 dead", 4: "15, dead", 5: '15" dead', 6: "15\ndead"}


def test_an_open_quote_at_the_end_of_a_large_table_costs_its_own_line() -> None:
    lines = ["article,quote", 'post.txt,"15 dead', *(f"post.txt,{n} dead and many more words" for n in range(20_000))]
    found = read_csv("\n".join(lines))
    assert [entry.where for entry in found if isinstance(entry, Finding)] == ["claims.csv:2"]
    assert len(found) == len(lines) - 1


def test_an_as_of_may_be_told_from_the_day_of_publication() -> None:
    [claim], findings = read_lines(make_reader([ARTICLE]), [{**GOOD, "as_of": "on Saturday"}])
    assert (claim.as_of, findings) == ("2031-03-01", [])


def test_a_column_that_stands_twice_refuses_the_table() -> None:
    [finding] = read_csv("article,quote,subject,subject\npost.txt,15 dead,a,b\n")
    assert isinstance(finding, Finding)
    assert "'subject' stands twice" in finding.message


def test_an_unknown_column_refuses_the_table_before_anything_is_read() -> None:
    [finding] = read_csv("article,dead\npost.txt,15\n")
    assert isinstance(finding, Finding)
    assert finding.where == "claims.csv:1"
    assert "unknown column 'dead'" in finding.message


@pytest.mark.parametrize("body", ['{"value": NaN}', '{"a": 1, "a": 2}', '["list"]', '{"x": "\\ud800"}', "{"])
def test_json_that_readers_disagree_about_costs_its_line(body: str) -> None:
    good = json.dumps(GOOD)
    stream = io.BytesIO(f"{good}\n{body}\n{good}\n".encode())
    found = list(make_reader([ARTICLE]).read(read_json_lines(stream, "claims.jsonl"), "claims.jsonl"))
    assert [isinstance(entry, Assertion) for entry in found] == [True, False, True]
    assert isinstance(found[1], Finding)
    assert found[1].where == "claims.jsonl:2"


VALUES_AND_WORDS = st.tuples(
    st.just("killed"),
    st.sampled_from(["15", "at least 15", "dozens", "10 to 20"]),
    st.lists(st.sampled_from(["Zoë <x>", "police", "汉"]), max_size=3),
    st.sampled_from(["total", "attackers", None]),
)


@given(VALUES_AND_WORDS)
def test_content_without_records_is_what_the_records_would_store(told: tuple[str, str, list[str], str | None]) -> None:
    """The road of large files and the road of single claims lead to the same bytes."""
    attribute, value, chain, scope = told
    line = {**GOOD, "attribute": attribute, "value": value, "chain": chain, "scope": scope, "note": "“x”"}
    reader = make_reader([ARTICLE])
    [content] = reader.read_content([(1, line)], "c", lambda _: {})
    assertion = reader.assertion(line)
    assert not isinstance(content, Finding)
    assert encode_content(content) == encode_assertion(assertion)
    assert encode_content(content).body == canonical_json(stored(assertion))


def test_a_translation_of_the_quote_comes_with_its_translator_and_goes_round() -> None:
    line = {**GOOD, "translation": "quinze morts", "translator": "R. Vale"}
    [read], [] = read_lines(make_reader([ARTICLE]), [line])
    assert (read.translation, read.translator, read.passage.exact) == ("quinze morts", "R. Vale", GOOD["quote"])
    assert read.translated == "“quinze morts” (translated by R. Vale)"
    [plain], [] = read_lines(make_reader([ARTICLE]), [GOOD])
    assert plain.id == read.id, "what was said is the quote"
    exported = export_line(read, article="post.txt", status="accepted", recorded_at="")
    assert (exported["translation"], exported["translator"]) == ("quinze morts", "R. Vale")
    [], [finding] = read_lines(make_reader([ARTICLE]), [{**GOOD, "translation": "quinze morts"}])
    assert "translator" in finding.message
