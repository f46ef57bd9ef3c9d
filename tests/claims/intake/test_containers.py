"""Files that desks have: word-processor documents, mail, feeds, spreadsheets and web archives; and hostile ones."""

import csv
import gzip
import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from claims.findings import Finding
from claims.intake import Document, Limits, read_documents
from claims.intake.containers import split_file
from claims.intake.htmlpage import parse_html
from claims.intake.kinds import Reader

SENTENCE = "Twelve people died in a fire at the mill in Harbin on Tuesday, the fire service said."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
KEPT = '<w:strike w:val="0"/>'
RAISED = '<w:vertAlign w:val="superscript"/>'
CORE = (
    '<p xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/"><dc:title>Mill burns</dc:title>'
    "<dc:creator>Ann Lee</dc:creator><t:created>2020-02-03T10:11:12Z</t:created></p>"
)
BOMB = (
    "<!DOCTYPE x [" + '<!ENTITY a0 "fire ">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
)


def make_zip(members: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def make_docx(body: str) -> bytes:
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return make_zip({"word/document.xml": document, "docProps/core.xml": CORE})


def make_odt(body: str, styles: str = "") -> bytes:
    names = ("office", "text", "table", "style")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return make_zip({"content.xml": content})


def make_xlsx(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def make_warc(*pages: tuple[str, str, bytes, str], compressed: bool = True) -> bytes:
    """Return a WARC written by hand: for each page its address, content type, bytes and status."""
    records = []
    for address, kind, data, status in pages:
        block = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + data
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2023-05-01T10:11:12Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        record = head.encode() + block + b"\r\n\r\n"
        records.append(gzip.compress(record) if compressed else record)
    return b"".join(records)


def page(*sentences: str, title: str = "Mill burns") -> bytes:
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return f"<html><head><title>{title}</title></head><body><article>{text}</article></body></html>".encode()


def read(path: Path, data: bytes | str, limits: Limits = Limits()) -> list[Document | Finding]:  # noqa: B008
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_documents([path], limits=limits))


def read_articles(path: Path, data: bytes | str) -> list[Document]:
    results = read(path, data)
    assert all(isinstance(result, Document) for result in results), results
    return [result for result in results if isinstance(result, Document)]


def read_one(path: Path, data: bytes | str) -> Document:
    (document,) = read_articles(path, data)
    return document


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_each_kind_is_read_by_a_reader_of_its_own() -> None:
    files: list[tuple[Reader, bytes, str]] = [
        ("word", make_docx(f"<w:p>{run('Two died.')}</w:p>"), "Two died.\n"),
        ("opendocument", make_odt("<text:p>Two died.</text:p>"), "Two died.\n"),
        ("rtf", rb"{\rtf1 Two died.}", "Two died."),
        ("mail", b"Subject: Fire\n\nTwo died.\n", "Two died.\n"),
        ("mbox", b"From a\n\nTwo died.\n", "Two died.\n"),
        ("table", b"text\nTwo died.\n", "Two died."),
        ("web", make_warc(("https://post.example/1", "text/html", b"Two died.", "200 OK")), "Two died."),
    ]
    for reader, data, text in files:
        answer = split_file(reader, data, 1000)
        assert [part["content"] for part in answer["parts"]] == [text], reader
        assert answer["problems"] == []


def test_raised_footnote_marks_and_struck_out_words_join_no_figure_in_odt_and_rtf() -> None:
    raised = '<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/></style:style>'
    odt = make_odt('<text:p>Killed: 12<text:span text:style-name="T1">5</text:span>.</text:p>', raised)
    (part,) = split_file("opendocument", odt, 1000)["parts"]
    assert part["content"] == "Killed: 12.\n"
    for rtf in (
        rb"{\rtf1 Killed: 12\super 5\nosupersub .}",
        rb"{\rtf1 Killed: 12{\super [5]}.}",
        rb"{\rtf1 Killed: 12{\strike 15}.}",
        rb"{\rtf1 Killed: 12\strike 15\strike0 .}",
    ):
        (part,) = split_file("rtf", rtf, 1000)["parts"]
        assert part["content"] == "Killed: 12."


def test_a_sheet_that_says_it_has_a_million_rows_is_read_as_it_is() -> None:
    members = zipfile.ZipFile(io.BytesIO(make_xlsx(("text",), ("Two died.",))))
    parts = {name: members.read(name) for name in members.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'<dimension ref="A1:A2"', b'<dimension ref="A1:XFD1048576"')
    assert b"XFD" in parts[sheet]
    answer = split_file("table", make_zip(parts), 1000)
    assert [part["content"] for part in answer["parts"]] == ["Two died."]


def test_a_page_kept_in_a_coding_that_is_not_read_costs_itself() -> None:
    page_type = "text/html\r\nContent-Encoding: br"
    kept = ("https://post.example/2", "text/html", b"Two died.", "200 OK")
    answer = split_file("web", make_warc(("https://post.example/1", page_type, b"\x1b\x07", "200 OK"), kept), 1000)
    assert [part["content"] for part in answer["parts"]] == ["Two died."]
    assert [(place, "save the page" in message) for place, message in answer["problems"]] == [
        ("https://post.example/1", True)
    ]


def test_what_is_beyond_the_room_for_one_file_is_left_out_and_named() -> None:
    answer = split_file("table", b"text\nTwo died.\nThree died.\n", 15)
    assert [part["content"] for part in answer["parts"]] == ["Two died."]
    assert answer["problems"] == [("3", "and what comes after it is more text than one file may hold; add it in parts")]


@pytest.mark.whole
def test_a_word_document_is_read_as_its_printed_page(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('Twelve people')}<w:ins>{run(' and 3 guests')}</w:ins><w:del><w:r><w:delText>13</w:delText></w:r>"
        f"</w:del>{run(' 99', '<w:strike/>')}{run(' 88', '<w:vanish/>')}{run(' died', KEPT)}"
        f"{run('2', RAISED)}{run('.')}</w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('Dead')}</w:p></w:tc><w:tc><w:p>{run('12')}</w:p></w:tc></w:tr></w:tbl>"
        f"<w:sdt><w:sdtContent><w:p>{run('On the')}<w:r><w:tab/></w:r>{run('5')}"
        f"{run('th', RAISED)}</w:p></w:sdtContent></w:sdt>"
    )
    data = make_docx(body)
    document = read_one(tmp_path / "mill.docx", data)
    assert document.text == "Twelve people and 3 guests died.\nDead | 12\nOn the\t5th\n"
    assert (document.title, document.author, document.published) == ("Mill burns", "Ann Lee", None)
    assert document.notes == ("the file states that it was made 2020-02-03T10:11:12Z",)
    assert document.original_sha256 == hashlib.sha256(data).hexdigest()
    assert document.media_type.endswith("wordprocessingml.document")


@pytest.mark.whole
def test_an_open_document_is_read_as_its_printed_page(tmp_path: Path) -> None:
    style = '<style:style style:name="T1"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    body = (
        "<text:tracked-changes><text:p>Eleven</text:p></text:tracked-changes><text:h>Mill burns</text:h>"
        '<text:p>Twelve <text:span text:style-name="T1">13 </text:span><text:span>people</text:span><text:s/>died'
        "<text:note><text:note-body><text:p>2</text:p></text:note-body></text:note>.</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Dead</text:p></table:table-cell>"
        "<table:table-cell><text:p>12</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert read_one(tmp_path / "mill.odt", make_odt(body, style)).text == "Mill burns\nTwelve people died.\nDead | 12\n"


@pytest.mark.whole
def test_rich_text_is_read_with_the_letters_of_its_code_page(tmp_path: Path) -> None:
    rtf = rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Arial;}}\f0 \'c4\'e2\'e0 people died.\par Two \u8211? no more.}"
    document = read_one(tmp_path / "mill.rtf", rtf)
    assert document.text.split() == ["Два", "people", "died.", "Two", "–", "no", "more."]


@pytest.mark.whole
def test_the_sender_of_a_mail_is_its_author_and_never_its_publisher(tmp_path: Path) -> None:
    mail = (
        "From: =?utf-8?q?Ann_L=C3=A9e?= <ann@post.example>\r\nDate: Tue, 2 May 2023 10:11:12 +0200\r\n"
        'Subject: Mill burns\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        "=E4=D7=C1 people died.\r\nPolice said so.\r\n--b\r\nContent-Type: application/pdf\r\n"
        'Content-Disposition: attachment; filename="list.pdf"\r\n\r\nx\r\n--b--\r\n'
    )
    document = read_one(tmp_path / "mill.eml", mail)
    assert document.text == "Два people died.\nPolice said so."
    assert (document.title, document.author, document.publisher) == ("Mill burns", "Ann Lée", None)
    assert document.published == "2023-05-02T10:11:12+02:00"
    assert document.notes == ("attachments that were not read: list.pdf",)


@pytest.mark.whole
def test_a_mail_of_html_only_is_read_as_a_page(tmp_path: Path) -> None:
    mail = f"Subject: Fire\nContent-Type: text/html\n\n<p>{SENTENCE}<del> 13</del></p><script>9</script>"
    document = read_one(tmp_path / "mill.eml", mail)
    assert (document.text.strip(), document.title) == (SENTENCE, "Fire")


@pytest.mark.whole
def test_each_message_of_a_box_is_an_article_and_a_bad_one_costs_itself(tmp_path: Path) -> None:
    first = f"Subject: One\n\n{SENTENCE}\n>From there it spread.\n"
    box = f"From a@b.example Tue\n{first}\nFrom a@b.example Tue\nContent-Type: image/png\n\nx\n\nFrom a Tue\n\nTwo.\n"
    problem, one, two = read(tmp_path / "in.mbox", box)
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert isinstance(problem, Finding)
    assert (one.name, two.name) == ("in.mbox#1", "in.mbox#3")
    assert one.text.splitlines() == [SENTENCE, "From there it spread."]
    assert one.original_sha256 != two.original_sha256
    assert (problem.where, problem.about) == (f"{tmp_path / 'in.mbox'}#2", "not-an-article")
    assert "the message is left out" in problem.message


@pytest.mark.whole
def test_the_entries_of_a_feed_are_articles_of_its_outlet(tmp_path: Path) -> None:
    rss = (
        '<rss xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:d="http://purl.org/dc/elements/1.1/"><channel>'
        "<title>Harbour Post</title><item><title>Mill burns</title><link>https://post.example/1</link>"
        "<pubDate>Tue, 02 May 2023 10:11:12 GMT</pubDate><d:creator>Ann Lee</d:creator><description>Short</description>"
        f"<c:encoded><![CDATA[<p>{SENTENCE}</p>]]></c:encoded></item>"
        f"<item><title>Two</title><description>{SENTENCE}</description></item><item><title>No text</title></item>"
        "</channel></rss>"
    )
    problem, one, two = read(tmp_path / "news.rss", rss)
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert isinstance(problem, Finding)
    assert one.text.strip() == two.text.strip() == SENTENCE
    assert (one.name, one.publisher, one.author) == ("news.rss#1", "Harbour Post", "Ann Lee")
    assert (one.url, one.published) == ("https://post.example/1", "2023-05-02T10:11:12+00:00")
    assert any("may be a part of the article" in note for note in two.notes)
    assert "has no text in the feed" in problem.message
    assert problem.where.endswith("#3")


@pytest.mark.whole
def test_a_summary_in_an_atom_feed_is_not_the_whole_article(tmp_path: Path) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Post</title><entry><title>Mill</title>'
        '<link rel="self" href="https://post.example/self"/><link href="https://post.example/1"/>'
        "<published>2023-05-01T10:00:00Z</published><updated>2023-05-02T10:00:00Z</updated><author><name>Ann</name>"
        f'</author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{SENTENCE}</p></div></content>'
        f"</entry><entry><title>Two</title><summary>{SENTENCE}</summary></entry></feed>"
    )
    whole, part = read_articles(tmp_path / "news.atom", atom)
    assert (whole.complete, part.complete) == (True, False)
    assert whole.text.strip() == part.text.strip() == SENTENCE
    assert (whole.url, whole.author) == ("https://post.example/1", "Ann")
    assert (whole.published, whole.modified) == ("2023-05-01T10:00:00Z", "2023-05-02T10:00:00Z")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.whole
def test_the_rows_of_a_spreadsheet_are_articles(tmp_path: Path, ending: str) -> None:
    rows = (
        ("ID", "Title", "Publisher", "Published", "Text", "Remark"),
        ("a1", "Mill burns", "Harbour Post", "2023-05-01", "Twelve; died,\nsaid police.", "ours"),
        ("a2", "Empty", "Post", "2023-05-01", "", ""),
        ("a1", "Again", "Post", "2023-05-01", "Thirteen.", ""),
        ("", "", "", "", "Two more.", ""),
    )
    lines = "\n".join(";".join(f'"{cell}"' for cell in row) for row in rows)
    results = read(tmp_path / f"list.{ending}", lines if ending == "csv" else make_xlsx(*rows))
    one, two = (result for result in results if isinstance(result, Document))
    problems = [result.message for result in results if isinstance(result, Finding)]
    assert (one.name, one.text, one.title) == ("a1", "Twelve; died,\nsaid police.", "Mill burns")
    assert (one.publisher, one.published) == ("Harbour Post", "2023-05-01")
    assert (two.name, two.text) == (f"list.{ending}#5", "Two more.")
    assert [problem.split(";")[0] for problem in problems] == [
        "has columns that are not read: remark",
        "has no text",
        "the id 'a1' stands in row 2 already",
    ]


@pytest.mark.whole
def test_a_sheet_of_the_auto_archiver_is_read_with_where_its_copies_are(tmp_path: Path) -> None:
    sheet = (
        "Link,Destination folder,Archive status,Archive location,Archive date,Upload timestamp,Upload title,"
        "Text content,Hash,Perceptual hashes,WACZ,ReplayWebPage\n"
        "https://social.example/1,,telethon: success,https://bucket.example/1.html,2023-05-03T08:00:00,"
        f'2023-05-02T10:11:12+00:00,Mill burns,"{SENTENCE}",sha256:ab,,,\n'
    )
    document = read_one(tmp_path / "sheet.csv", sheet)
    assert (document.text, document.title) == (SENTENCE, "Mill burns")
    assert (document.url, document.published) == ("https://social.example/1", "2023-05-02T10:11:12+00:00")
    assert document.notes == (
        "archived at https://bucket.example/1.html",
        "archived on 2023-05-03T08:00:00",
        "hash of the archive sha256:ab",
    )


def test_the_results_of_the_auto_archiver_are_read_and_nothing_in_them_is_run() -> None:
    metadata = (
        "{'_processed_at': datetime.datetime(2023, 5, 3, 8, 0, tzinfo=datetime.timezone.utc), 'x': exit(1), 'title':"
        " 'Mill', 'url': 'https://social.example/1', 'content': 'Two died.',"
        " 'timestamp': datetime.datetime(2023, 5, 2, 10, 11)}"
    )
    table = f'status,metadata,media\ntelethon: success,"{metadata}",[]\nno archiver,"exit(1)",[]\n'
    answer = split_file("table", table.encode(), 1000)
    (part,) = answer["parts"]
    assert part["content"] == "Two died."
    assert part["notes"] == ["archived on 2023-05-03T08:00:00+00:00"]
    assert {key: value for key, value in part["metadata"].items() if value} == {
        "title": "Mill",
        "url": "https://social.example/1",
        "published": "2023-05-02T10:11:00",
    }
    assert answer["problems"] == [("3", "has no text; the row is left out")]


def test_a_table_leaves_the_limit_of_other_readers_as_it_was() -> None:
    before = csv.field_size_limit()
    assert split_file("table", b"text\n" + b"x" * 2000 + b"\n", 1000)["parts"] == []
    assert csv.field_size_limit() == before


def test_the_page_that_the_auto_archiver_makes_is_read_as_the_post_on_it() -> None:
    address = "https://social.example/1"
    rows = {"url": address, "title": "Mill", "content": "Two <b>died</b>.", "timestamp": "2023-05-02"}
    html = (
        "<html><body><h2>Media</h2><table class='content'><tr><th>about</th></tr><tr><td>9</td></tr></table>"
        "<table class='metadata'><tr><th>key</th><th>value</th></tr>"
        + "".join(f"<tr><td>{key}</td><td>{value}</td></tr>" for key, value in rows.items())
        + "</table><p>Made with <a href='https://github.com/bellingcat/auto-archiver'>it</a> v1</p></body></html>"
    )
    answer = parse_html(html)
    assert (answer["text"], answer["title"]) == ("Two died.\n", "Mill")
    assert (answer["url"], answer["published"]) == (address, "2023-05-02")
    article = f"<p>{SENTENCE}</p><a href='https://github.com/bellingcat/auto-archiver'>A tool</a>"
    assert SENTENCE in parse_html(f"<html><body><article>{article}</article></body></html>")["text"]


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.whole
def test_the_page_in_a_web_archive_comes_with_when_and_whence_it_was_captured(tmp_path: Path, compressed: bool) -> None:
    html = page("Два человека погибли, 12 ранены, сообщила полиция.").decode().encode("cp1251")
    kept = ("https://post.example/1", "text/html; charset=windows-1251", html, "200 OK")
    data = make_warc(
        ("https://post.example/logo", "image/png", b"\x89PNG", "200 OK"),
        ("https://post.example/old", "text/html", page("Moved."), "301 Moved"),
        kept,
        kept,
        compressed=compressed,
    )
    name = "crawl.warc.gz" if compressed else "crawl.warc"
    document = read_one(tmp_path / name, data)
    assert document.text.strip() == "Два человека погибли, 12 ранены, сообщила полиция."
    assert (document.name, document.url) == (name, "https://post.example/1")
    assert document.notes[0] == "captured 2023-05-01T10:11:12Z from https://post.example/1"


@pytest.mark.whole
def test_only_the_listed_pages_of_a_wacz_are_read(tmp_path: Path) -> None:
    warc = make_warc(
        ("https://ads.example/frame", "text/html", page("Buy 12 now, or 13 tomorrow."), "200 OK"),
        ("https://post.example/1", "text/html", page(SENTENCE), "200 OK"),
    )
    pages = '{"format": "json-pages-1.0", "id": "pages"}\n{"url": "https://post.example/1", "title": "Mill"}\n'
    data = make_zip({"archive/data.warc.gz": warc, "pages/pages.jsonl": pages, "datapackage.json": "{}"})
    document = read_one(tmp_path / "crawl.wacz", data)
    assert (document.text.strip(), document.url) == (SENTENCE, "https://post.example/1")
    assert document.original_sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.whole
def test_a_sidecar_describes_the_only_article_of_a_file_and_not_one_of_several(tmp_path: Path) -> None:
    (tmp_path / "mill.docx.meta.toml").write_text('publisher = "Harbour Post"\n')
    assert read_one(tmp_path / "mill.docx", make_docx(f"<w:p>{run('Two died.')}</w:p>")).publisher == "Harbour Post"
    (tmp_path / "list.csv.meta.toml").write_text('publisher = "Harbour Post"\n')
    problem, *documents = read(tmp_path / "list.csv", "text\nTwo died.\nThree died.\n")
    assert isinstance(problem, Finding)
    assert problem.about == "bad-sidecar"
    assert [document.publisher for document in documents if isinstance(document, Document)] == [None, None]


DEEP = 3000
WHAT_TO_DO = ("save", "add it", "give it", "rename", "left out", "an article has", "no row")


def make_hostile() -> dict[str, bytes]:
    """Files that are broken, or no files of their kind, or bombs, by name."""
    return {
        "entities.docx": make_zip(
            {"word/document.xml": f"{BOMB}]><w:document {W}><w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:document>"}
        ),
        "deep.docx": make_docx("<w:sdt>" * DEEP + "</w:sdt>" * DEEP),
        "bomb.docx": make_zip({"word/document.xml": b" " * 120_000_000}),
        "broken.docx": make_docx(f"<w:p>{run(SENTENCE)}</w:p>")[:-60],
        "other.docx": b"Twelve people died.",
        "sheet.docx": make_zip({"xl/workbook.xml": "<x/>"}),
        "empty.odt": make_odt(""),
        "deep.odt": make_odt("<text:p>" + "<text:span>" * DEEP + "</text:span>" * DEEP + "</text:p>"),
        "other.rtf": b"Twelve people died.",
        "deep.eml": b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(DEEP)),
        "picture.eml": b"Content-Type: image/png\n\nx",
        "other.mbox": b"Twelve people died.",
        "entities.rss": f"{BOMB}]><rss><channel><item><description>&a9;</description></item></channel></rss>".encode(),
        "file.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><description>&a;</description></item></rss>',
        "deep.rss": b"<rss>" + b"<item>" * DEEP + b"</item>" * DEEP + b"</rss>",
        "other.xml": b"<html><p>Twelve people died.</p></html>",
        "no-text.csv": b"id,title\n1,Mill\n",
        "twice.csv": b"text,text\nOne,Two\n",
        "quotes.csv": b'text\n"Twelve "people" died.\n',
        "broken.xlsx": make_zip({"xl/workbook.xml": "<x"}),
        "bomb.xlsx": make_zip({"xl/sharedStrings.xml": b" " * 120_000_000}),
        "other.warc": b"Twelve people died.",
        "cut.warc.gz": make_warc(("https://post.example/1", "text/html", page(SENTENCE), "200 OK"))[:90],
        "bomb.warc.gz": gzip.compress(b"WARC/1.0\r\n" + b" " * 60_000_000),
        "none.wacz": make_zip({"datapackage.json": "{}"}),
    }


@pytest.mark.whole
def test_a_hostile_or_broken_file_costs_itself_and_says_what_to_do(tmp_path: Path) -> None:
    hostile = make_hostile()
    for name, data in hostile.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "z.html").write_bytes(page(SENTENCE))
    *problems, good = read_documents([tmp_path], limits=Limits(memory_mb=600, wall_s=5))
    assert isinstance(good, Document)
    assert good.text.strip() == SENTENCE
    for problem in problems:
        assert isinstance(problem, Finding), problem
        assert any(words in problem.message for words in WHAT_TO_DO), problem
        assert len(problem.message) < 400
    files = {Path(problem.where.partition("#")[0]).name for problem in problems if isinstance(problem, Finding)}
    assert files == set(hostile)
