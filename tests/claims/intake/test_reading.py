"""Reading files and folders into documents: what is kept, what is said about it, and what is only a finding."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claims.findings import Finding
from claims.intake import Document, Limits, StatedDate, read_documents
from tests.support.paths import CORPUS, ROOT
from tests.support.profiles import one_quick

ARTICLE = "Mill burns down\nTuesday, 2 July 2013\n\nAt least two people were hurt on Tuesday, the fire service said.\n"
# Real articles may not be part of the project; where they lie beside it, they are read.


def read(*paths: Path, **limits: float) -> list[Document | Finding]:
    return list(read_documents(paths, limits=Limits(**limits)))  # type: ignore[arg-type]


def read_one(path: Path, data: bytes | str) -> Document:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    (document,) = read(path)
    assert isinstance(document, Document), document
    return document


def finding_for(path: Path, data: bytes | str) -> Finding:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    (finding,) = read(path)
    assert isinstance(finding, Finding)
    assert finding.where == str(path)
    return finding


def test_a_text_is_kept_exactly_and_what_it_states_is_read(tmp_path: Path) -> None:
    document = read_one(tmp_path / "mill.txt", ARTICLE)
    assert document == Document(
        name="mill.txt",
        text=ARTICLE,
        original=ARTICLE.encode(),
        original_sha256=hashlib.sha256(ARTICLE.encode()).hexdigest(),
        media_type="text/plain",
        encoding="utf-8",
        how_decided="utf-8",
        title="Mill burns down",
        publisher=None,
        author=None,
        modified=None,
        language="en",
        url=None,
        published="2013-07-02",
        stated_dates=(StatedDate("2013-07-02", 16, 36, "line"),),
        complete=True,
        notes=(),
    )


@pytest.mark.parametrize(
    "text",
    [
        "lone\rreturn\r\n",
        "nul \0 and the rest of a long enough line",
        "\u202eright to left\u2066",
        "\x1b]0;t\x07",
        "e\u0301 \u00a0\u200b",
    ],
)
def test_odd_characters_stay_as_they_are(tmp_path: Path, text: str) -> None:
    assert read_one(tmp_path / "odd.txt", text).text == text


def test_the_decision_about_the_encoding_is_on_record(tmp_path: Path) -> None:
    document = read_one(tmp_path / "a.txt", b"\xef\xbb\xbf" + ARTICLE.encode())
    assert (document.text, document.encoding, document.how_decided) == (ARTICLE, "utf-8-sig", "bom")
    assert document.notes == ("a byte order mark was removed",)
    document = read_one(tmp_path / "b.txt", "“Naïve” mill".encode("cp1252"))
    assert (document.text, document.encoding, document.how_decided) == ("“Naïve” mill", "cp1252", "fallback")


def test_front_matter_is_about_the_text_and_not_in_it(tmp_path: Path) -> None:
    header = "---\ntitle: Mill\npublisher: The Gazette\npublished: 2013-07-04 (page: 4 July)\nurl: not stored\n---\n"
    document = read_one(tmp_path / "a.md", header + ARTICLE)
    assert document.text == ARTICLE
    assert (document.title, document.publisher, document.url) == ("Mill", "The Gazette", None)
    assert document.published == "2013-07-04"
    assert document.stated_dates[0] == StatedDate("2013-07-04", None, None, "front matter")
    assert document.original_sha256 == hashlib.sha256((header + ARTICLE).encode()).hexdigest()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \r\n\t", "is empty"),
        ("a.txt", b"\xef\xbb\xbf", "has no text"),
        ("a.txt", b"---\ntitle: x\n---\n\n", "no text after its header"),
        ("a.txt", b"26 were killed. Ledger head 9:" + b"0a" * 32 + b" pins it.", "written from a dossier"),
        ("zip.txt", b"PK\x03\x04\x14\0\0\0\x08\0rest", "ZIP archive"),
        ("a.txt", b"\x81\x8d\x8f broken", "neither UTF-8 nor Windows-1252"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "not of a kind that is read here"),
        ("no-ending", b"words", "not of a kind that is read here"),
        ("a.pdf", b"words", "not a PDF"),
        ("a.html", b"%PDF-1.4 words", "is a PDF"),
    ],
)
def test_what_is_no_article_is_named_with_what_to_do(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    assert reason in finding_for(tmp_path / name, data).message


def test_one_bad_file_costs_no_other_and_nothing_hangs(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "0.txt")
    (tmp_path / "1.txt").write_bytes(b"x" * 2000)
    (tmp_path / "2\n\x1b[31m.txt").write_text(ARTICLE)
    (tmp_path / "3.txt").symlink_to(tmp_path)
    (tmp_path / "4.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "5").mkdir()
    (tmp_path / "5" / "a.text").write_text(ARTICLE)
    seen: list[str] = []
    results = list(read_documents([tmp_path], limits=Limits(max_bytes=1000), progress=seen.append))
    assert [one.name if isinstance(one, Document) else one.about for one in results] == [
        *("unreadable", "unreadable", "2\n\x1b[31m.txt", "unreadable", "unknown-kind", "5/a.text"),
    ]
    assert seen == ["0.txt", "1.txt", "2\n\x1b[31m.txt", "4.png", "5/a.text"]
    (alone,) = read(tmp_path / ".." / tmp_path.name / "5" / "a.text")
    assert isinstance(alone, Document)
    assert (alone.name, alone.text) == ("a.text", ARTICLE)


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    (finding,) = read(tmp_path / "none.txt")
    assert "No such file" in str(finding)


@pytest.mark.parametrize("name", ["a.txt.meta.json", "a.meta.json", "a.txt.meta.toml", "a.meta.toml"])
def test_a_sidecar_says_what_the_file_does_not(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    values = {"publisher": "The Gazette", "url": "https://gazette.example/1"}
    (tmp_path / name).write_text(
        json.dumps(values | {"published": "2013-07-05"})
        if name.endswith("json")
        else "published = 2013-07-05\n" + "".join(f'{key} = "{value}"\n' for key, value in values.items())
    )
    (document,) = read(tmp_path)
    assert isinstance(document, Document)
    assert (document.title, document.publisher) == ("Mill burns down", "The Gazette")
    assert (document.published, document.url) == ("2013-07-05", "https://gazette.example/1")
    assert [date.edtf for date in document.stated_dates] == ["2013-07-02"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.meta.json", '{"title": "x", "title": "y"}', "stands twice"),
        ("a.meta.json", '{"titel": "x"}', "unknown key 'titel'"),
        ("a.meta.json", "[]", "not an object"),
        ("a.meta.json", '{"title": 3}', "title is not a string"),
        ("a.meta.json", '{"published": "03/04/2013"}', "read one way"),
        ("a.meta.toml", "title = ", "cannot be read"),
        ("a.meta.json", " " * 70_000, "larger than"),
        ("b.meta.json", "{}", "describes no article"),
    ],
)
def test_a_bad_sidecar_costs_a_finding_and_not_the_article(
    tmp_path: Path, name: str, content: str, reason: str
) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / name).write_text(content)
    results = read(tmp_path)
    assert [reason in one.message for one in results if isinstance(one, Finding)] == [True]
    assert [one.text for one in results if isinstance(one, Document)] == [ARTICLE]


@pytest.mark.parametrize(
    ("name", "called"),
    [("a.txt.json", "a.txt.meta.json"), ("a.json", "a.meta.json"), ("A.TXT.toml", "A.TXT.meta.toml")],
)
def test_a_file_that_should_be_a_sidecar_is_told_its_name(tmp_path: Path, name: str, called: str) -> None:
    for article in ("a.txt", "A.TXT"):
        (tmp_path / article).write_text(ARTICLE)
    assert f"call it {called}" in finding_for(tmp_path / name, b"{}").message
    assert "not of a kind" in finding_for(tmp_path / "b.json", b"{}").message


def test_articles_in_json_lines_cost_each_other_nothing(tmp_path: Path) -> None:
    good = {
        "id": "../../etc/x\n",
        "text": "a\r\n\0b",
        "title": "T",
        "publisher": "P",
        "published": "2020-01-02",
        "url": None,
    }
    lines = [json.dumps(good), '{"id": "2"}', '{"id": "3", "text": "x", "editor": "y"}', "{", json.dumps(good)]
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(lines))
    first, *rest = read(path)
    assert isinstance(first, Document)
    assert (first.name, first.text, first.published) == ("../../etc/x\n", "a\r\n\0b", "2020-01-02")
    assert [str(finding).removeprefix(str(path))[:25] for finding in rest] == [
        ":2: no text; the line is ",
        ":3: unknown key 'editor';",
        ":4: not JSON: Expecting p",
        ":5: the id '../../etc/x\\n",
    ]


def test_a_bad_first_line_is_reported_before_the_articles(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": 1}\n{"id": "2", "text": "x"}\n')
    finding, document = read(tmp_path)
    assert isinstance(finding, Finding)
    assert isinstance(document, Document)


def test_json_lines_of_another_kind_are_one_finding(tmp_path: Path) -> None:
    finding = finding_for(tmp_path / "claims.jsonl", '{"quote": "x"}\n' * 50)
    assert "none of its 50 lines is an article" in finding.message
    assert finding_for(tmp_path / "empty.jsonl", "\n\n").message == "is empty"


def test_importing_and_reading_text_loads_no_parser() -> None:
    code = (
        "import sys; from claims.intake import read_documents; from pathlib import Path;"
        "list(read_documents([Path('/dev/null')]));"
        "print([name for name in ('trafilatura', 'lxml', 'pdfminer') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def shared_texts() -> Iterator[Path]:
    yield from sorted(CORPUS.glob("seeds/*.txt"))
    yield from sorted(CORPUS.glob("dev/*/*.txt"))


@pytest.mark.whole
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared articles are not on this machine")
def test_real_articles_are_read_as_they_lie() -> None:
    paths = list(shared_texts())
    documents = [one for one in read(*paths) if isinstance(one, Document)]
    assert [document.name for document in documents] == [path.name for path in paths]
    for path, document in zip(paths, documents, strict=True):
        stored = path.read_bytes().decode()
        header_end = stored.index("\n---\n", 3) + 5 if stored.startswith("---\n") else 0
        assert document.text == stored[header_end:]
    stated = {document.name[:3]: [date.edtf for date in document.stated_dates] for document in documents[:5]}
    assert stated == {
        "000": ["2019-05-20", "2019-11-06"],
        "001": [],
        "002": [],
        "003": ["2022-08-31"] * 3,
        "004": [],
    }
    quake = [
        document
        for path, document in zip(paths, documents, strict=True)
        if path.parent.name == "aceh-quake-2013" and document.url and document.published
    ]
    assert {document.published for document in quake} == {"2013-07-02", "2013-07-03"}
    assert all(document.title and document.publisher for document in quake)


@pytest.mark.parametrize(
    "place", one_quick("the police said.{}</p><p>", "{}the police said.</p><p>", "&nbsp;{}</p>\n<p>")
)
def test_a_page_with_a_hundred_thousand_blanks_is_read_at_once(tmp_path: Path, place: str) -> None:
    body = f"<p>Nine people died at the quay on Monday, {place.format(' ' * 110_000)}The mayor spoke.</p>"
    page = f"<html><head><title>T</title></head><body><article>{body}</article></body></html>"
    document = read_one(tmp_path / "blanks.html", page)
    assert "Nine people died at the quay on Monday" in document.text
    assert len(document.text) < 200


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cn", "Cc", "Co"], include_characters="\n\r\tﬁ\u00ad\u2028"), min_size=1
)


@given(TEXTS)
def test_text_in_is_text_out_byte_for_byte(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    assume(any(map(str.isalnum, text)))
    assume(not text.lstrip().startswith(("---", "\ufeff")))
    data = text.encode()
    folder = tmp_path_factory.mktemp("text", numbered=True)
    document = read_one(folder / "a.txt", data)
    assert document.text.encode() == data
    assert document.original == data


def test_the_day_of_a_dateline_is_the_publication_where_nothing_else_is_and_is_said_to_be(tmp_path: Path) -> None:
    told = "LORNE, May 4, 2031 (Meridian) - Ten people died at the quay.\n"
    document = read_one(tmp_path / "a.txt", told)
    assert document.published == "2031-05-04"
    assert any("dateline" in note for note in document.notes)
    assert read_one(tmp_path / "b.txt", f"---\npublished: 2031-05-05\n---\n{told}").published == "2031-05-05"
