"""HTML and PDF through the parser process, and what hostile files may cost: themselves."""

import os
import re
import signal
from pathlib import Path

import pytest

from claims.findings import Finding
from claims.intake import Document, Limits, read_documents
from claims.intake.documents import Limits as DocumentLimits
from claims.intake.parser import NoArticleError, Parser, ParserFailedError

SENTENCES = [
    f"In street {n} the fire service counted {n + 2} damaged houses and {n + 5} cars by noon." for n in range(12)
]
PARAGRAPHS = "".join(f"<p>{' '.join(SENTENCES[n : n + 3])}</p>" for n in range(0, 12, 3))
HEAD = (
    '<meta charset="{charset}"><title>Mill burns | Gazette</title><meta property="og:site_name" content="The Gazette">'
    '<meta property="article:published_time" content="2020-02-03T10:11:12Z">'
    '<link rel="canonical" href="https://gazette.example/mill">'
)
PAGE = f"<html><head>{HEAD}</head><body><article><h1>Mill burns – at night</h1>{PARAGRAPHS}</article></body></html>"


def make_pdf(*pages: str, info: str = "/Title (Mill burns)") -> bytes:
    """Return a PDF with one line of text on each page, written by hand."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< {info} /CreationDate (D:20200203101112Z) >>",
    ]
    for n, text in enumerate(pages):
        contents = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET" if text else ""
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {6 + 2 * n} 0 R >>"
        )
        objects.append(f"<< /Length {len(contents)} >>\nstream\n{contents}\nendstream")
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def read(path: Path, data: bytes | str, limits: DocumentLimits = Limits()) -> Document | Finding:  # noqa: B008
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    (result,) = read_documents([path], limits=limits)
    return result


def read_document(path: Path, data: bytes | str) -> Document:
    result = read(path, data)
    assert isinstance(result, Document), result
    return result


@pytest.mark.whole
@pytest.mark.parametrize(("charset", "codec"), [("utf-8", "utf-8"), ("iso-8859-1", "cp1252")])
def test_a_page_gives_its_article_and_what_it_says_about_it(tmp_path: Path, charset: str, codec: str) -> None:
    document = read_document(tmp_path / "a.html", PAGE.format(charset=charset).encode(codec))
    assert all(sentence in document.text for sentence in SENTENCES)
    assert document.title == "Mill burns – at night"
    assert (document.publisher, document.published) == ("The Gazette", "2020-02-03T10:11:12Z")
    assert (document.url, document.complete) == ("https://gazette.example/mill", True)
    assert (document.encoding, document.how_decided) == (codec, "declared")
    assert document.notes[0].startswith("text extracted by trafilatura ")
    assert [(date.edtf, date.start, date.how) for date in document.stated_dates] == [
        ("2020-02-03T10:11:12Z", None, "metadata")
    ]


@pytest.mark.whole
def test_text_the_parser_drops_below_255_levels_marks_the_article_incomplete(tmp_path: Path) -> None:
    page = f"<html><body>{PARAGRAPHS}{'<div>' * 300}{PARAGRAPHS}{'</div>' * 300}</body></html>"
    document = read_document(tmp_path / "a.html", page)
    assert not document.complete
    assert "the HTML parser dropped text" in document.notes[1]


@pytest.mark.whole
def test_hidden_parts_of_a_page_do_not_count_as_dropped(tmp_path: Path) -> None:
    long = "x" * 9999
    hidden = f"<script>var a = '{long}'</script><style>{long}</style><!-- {long} --><a title='{long}> {long}'></a>"
    assert read_document(tmp_path / "a.html", PAGE.replace("<article>", hidden + "<article>")).complete


@pytest.mark.whole
def test_characters_xml_cannot_hold_do_not_cost_the_page(tmp_path: Path) -> None:
    odd = "<p>Ten\x1b[31m were\0 hurt &#27;[0m and &#xD800; four &#155; died &#60;later&#62; that night.</p>"
    text = read_document(tmp_path / "a.html", f"<html><body>{PARAGRAPHS}{odd}{PARAGRAPHS}</body></html>").text
    assert "Ten\ufffd[31m were\ufffd hurt \ufffd[0m and \ufffd four › died <later> that night." in text


@pytest.mark.whole
@pytest.mark.parametrize(
    "page", ["<html><body></body></html>", "<" * 100_000, "<html><body><script>1</script></body></html>"]
)
def test_a_page_without_an_article_is_a_finding(tmp_path: Path, page: str) -> None:
    result = read(tmp_path / "a.html", page)
    assert isinstance(result, Finding)
    assert result.about == "not-an-article"


def test_a_pdf_gives_its_pages_with_a_blank_line_between(tmp_path: Path) -> None:
    document = read_document(tmp_path / "a.pdf", make_pdf("Two were hurt.", "None died."))
    assert document.text == "Two were hurt.\n\nNone died."
    assert (document.title, document.published, document.complete) == ("Mill burns", None, True)
    assert document.media_type == "application/pdf"
    assert "the PDF says it was made 2020-02-03" in document.notes


def draw(*words: tuple[int, int, int, str]) -> bytes:
    """Return a PDF of one page with words at (x, y) in points, each in its size."""
    contents = " ET BT ".join(f"/F1 {size} Tf {x} {y} Td ({text}) Tj" for x, y, size, text in words)
    return make_pdf("@").replace(b"BT /F1 12 Tf 72 700 Td (@) Tj ET", f"BT {contents} ET".encode())


def test_columns_of_a_pdf_are_read_down(tmp_path: Path) -> None:
    left = ["On Tuesday a fire at the", "mill of Lorne hurt twelve", "people, the mayor said."]
    right = ["On Friday a ferry sank in", "the port of Ostby and forty", "sailors were saved."]
    rows = [(72, 700 - 14 * n, 10, text) for n, text in enumerate(left)]
    rows += [(300, 700 - 14 * n, 10, text) for n, text in enumerate(right)]
    assert read_document(tmp_path / "a.pdf", draw(*sorted(rows, key=lambda row: -row[1]))).text == "\n\n".join(
        "\n".join(column) for column in (left, right)
    )


def test_raised_marks_of_notes_in_a_pdf_never_join_a_figure(tmp_path: Path) -> None:
    page = draw(
        (72, 700, 10, "The fire hurt 12"), (143, 704, 6, "3"), (150, 700, 10, "people on 7 km"), (218, 704, 6, "2")
    )
    assert read_document(tmp_path / "a.pdf", page).text == "The fire hurt 12 people on 7 km²"


def test_kerned_digits_of_a_pdf_are_one_figure(tmp_path: Path) -> None:
    page = make_pdf("@").replace(b"(@) Tj", b"[(The fire hurt 1) -180 (2 people)] TJ")
    assert read_document(tmp_path / "a.pdf", page).text == "The fire hurt 12 people"


def test_figures_of_spaced_out_digits_are_one_figure(tmp_path: Path) -> None:
    page = make_pdf("@").replace(b"(@) Tj", b"(In 2019, ) Tj 1.4 Tc (1,245) Tj 0 Tc ( died) Tj")
    assert read_document(tmp_path / "a.pdf", page).text == "In 2019, 1,245 died"


def test_a_mark_that_is_drawn_apart_or_hardly_smaller_joins_no_figure(tmp_path: Path) -> None:
    page = draw(
        (72, 700, 12, "The fire hurt 12"), (160, 704, 10, "3"), (72, 680, 12, "It killed 3"), (135, 704, 8, "4")
    )
    assert read_document(tmp_path / "a.pdf", page).text == "The fire hurt 12\n\nIt killed 3"


def test_the_head_of_a_table_of_several_lines_is_one_row_with_a_rule_below(tmp_path: Path) -> None:
    rows = [["Town or", "People", "People"], ["district", "killed", "hurt"], ["Orsa", "12", "40"]]
    rows.append(["Lorne", "3", "1,250"])
    cells = [(72 + 130 * n, 700 - 14 * row, 10, cell) for row, each in enumerate(rows) for n, cell in enumerate(each)]
    assert read_document(tmp_path / "a.pdf", draw(*cells)).text.splitlines() == [
        "| Town or district | People killed | People hurt |",
        "| --- | --- | --- |",
        "| Orsa | 12 | 40 |",
        "| Lorne | 3 | 1,250 |",
    ]


def test_large_initials_and_indented_lines_go_on_in_their_paragraph(tmp_path: Path) -> None:
    page = draw(
        (72, 690, 30, "T"), (92, 700, 10, "he fire hurt 12 people in the"), (92, 688, 10, "town of Lorne, it said."),
        (92, 660, 10, "The mayor said that the other"), (72, 648, 10, "people of the quarter were to stay"),
    )  # fmt: skip
    assert read_document(tmp_path / "a.pdf", page).text == (
        "The fire hurt 12 people in the\ntown of Lorne, it said.\n\n"
        "The mayor said that the other\npeople of the quarter were to stay"
    )


def test_justified_lines_with_wide_gaps_are_read_in_order(tmp_path: Path) -> None:
    """The font has letters of one width, 6 points: each line but the last is 30 letters wide."""
    lines = ["The mayor said 120 people were", "aboard,    among    them    45", "children, and that no cause of"]
    lines += ["the sinking    was    known so", "far."]
    pieces = [
        (left + 6 * piece.start(), 700 - 12 * n, 10, piece[0])
        for left in (72, 264)
        for n, line in enumerate(lines)
        for piece in re.finditer(r"\S+(?: \S+)*", line)
    ]
    page = draw(*pieces).replace(b"Helvetica", b"Courier")
    column = "\n".join(" ".join(line.split()) for line in lines)
    assert read_document(tmp_path / "a.pdf", page).text == f"{column}\n\n{column}"


@pytest.mark.whole
def test_a_page_without_text_is_noted(tmp_path: Path) -> None:
    document = read_document(tmp_path / "a.pdf", make_pdf("Two were hurt.", ""))
    assert not document.complete
    assert "pages without text: 2" in document.notes


@pytest.mark.whole
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_pdf("", ""), "PDF without text"),
        (b"%PDF-1.4\n" + b"garbage " * 100, "PDF"),
        (make_pdf("Words").replace(b"/Type /Page ", b"/Type /Pag "), "PDF"),
        (
            make_pdf("Words").replace(
                b"/Info 4 0 R",
                b"/Info 4 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4"
                b" /O <" + b"00" * 32 + b"> /U <" + b"00" * 32 + b"> >>",
            ),
            "encrypted",
        ),
    ],
)
def test_a_pdf_without_readable_text_says_why(tmp_path: Path, data: bytes, reason: str) -> None:
    result = read(tmp_path / "a.pdf", data)
    assert isinstance(result, Finding)
    assert reason in result.message


@pytest.mark.whole
def test_what_takes_too_long_is_stopped_and_the_next_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_text(f"<p {' '.join(f'a{n}=1' for n in range(1_000_000))}>{PARAGRAPHS}")
    (tmp_path / "2.html").write_text(PAGE)
    finding, document = read_documents([tmp_path], limits=Limits(wall_s=3))
    assert isinstance(finding, Finding)
    assert (finding.about, "longer than 3 seconds" in finding.message) == ("parser-failed", True)
    assert isinstance(document, Document)


@pytest.mark.whole
def test_what_takes_too_much_memory_is_stopped_and_the_next_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_text("<html><body>" + "<p>x</p>" * 1_000_000)
    (tmp_path / "2.html").write_text(PAGE)
    finding, document = read_documents([tmp_path], limits=Limits(memory_mb=200))
    assert isinstance(finding, Finding)
    assert finding.about == "parser-failed"
    assert isinstance(document, Document)


@pytest.mark.whole
def test_more_text_than_a_file_may_have_is_refused(tmp_path: Path) -> None:
    pages = ["Two were hurt. " * 20] * 40
    result = read(tmp_path / "a.pdf", make_pdf(*pages), Limits(max_bytes=11_000))
    assert isinstance(result, Finding)
    with Parser(Limits(max_bytes=5_000)) as parser, pytest.raises(NoArticleError, match="more text than"):
        parser.parse("pdf", make_pdf(*pages))


@pytest.mark.whole
def test_a_parser_that_is_killed_is_replaced() -> None:
    with Parser(Limits()) as parser:
        assert parser.parse("pdf", make_pdf("One."))["text"] == "One."
        process = parser._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        with pytest.raises(ParserFailedError, match="made the parser stop"):
            parser.parse("pdf", make_pdf("Two."))
        assert parser.parse("pdf", make_pdf("Three."))["text"] == "Three."


@pytest.mark.whole
def test_the_process_ends_with_the_reading_even_when_it_is_left_halfway(tmp_path: Path) -> None:
    for name in ("1.pdf", "2.pdf"):
        (tmp_path / name).write_bytes(make_pdf("Words stand here."))
    reading = read_documents([tmp_path])
    next(reading)
    (child,) = children()
    reading.close()  # type: ignore[attr-defined]
    assert child not in children()


def children() -> set[int]:
    listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if not listed.is_file():
        pytest.skip("this system does not list child processes")
    return {int(pid) for pid in listed.read_text().split()}


@pytest.mark.whole
def test_the_parser_takes_no_code_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json.py", "trafilatura.py", "claims.py", "sitecustomize.py"):
        (tmp_path / name).write_text("raise SystemExit('taken from the working folder')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Parser(Limits()) as parser:
        assert parser.parse("pdf", make_pdf("Words."))["text"] == "Words."
