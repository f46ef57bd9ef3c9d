"""The report as a Word file: well-formed, the same bytes each time, and readable by what reads Word files here."""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from claims.findings import Finding
from claims.intake import read_documents
from claims.intake.documents import Limits
from claims.intake.parser import Parser
from tests.support.command_line import Run
from tests.support.report_dossiers import CANARY, make_demo, make_hostile


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("docx") / "demo.variorum"
    make_demo(path)
    return path


def test_a_word_file_holds_table_disputes_decisions_and_articles(run: Run, demo: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.docx"
    assert run(*f"--dossier {demo} report -o {target}".split()).code == 0
    with Parser(Limits()) as parser:
        [part] = parser.split("word", target.read_bytes())["parts"]
    for words in ("The events", "UCDP; ", "Detained: resolved: 4", "The prosecutor names all four.", "SHA-256"):
        assert words in part["content"]
    assert "halden-quay-2021" not in part["content"]
    assert part["metadata"]["title"] == "demo"
    (finding,) = read_documents([target])  # nor is it ever read as one more article
    assert isinstance(finding, Finding)


def test_the_appendix_of_a_word_file_is_there_when_asked_for(run: Run, demo: Path, tmp_path: Path) -> None:
    short, long = tmp_path / "short.docx", tmp_path / "long.docx"
    run(*f"--dossier {demo} report -o {short}".split())
    run(*f"--dossier {demo} report --appendix -o {long}".split())
    assert "statement 18beaa671da2" not in _document(short)
    assert "statement 18beaa671da2" in _document(long)


def test_writing_a_word_file_twice_gives_the_same_bytes(run: Run, demo: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run(*f"--dossier {demo} report -o {tmp_path / name}.docx".split())
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()


def test_a_word_file_has_page_numbers_a_language_and_heads_that_repeat(run: Run, demo: Path, tmp_path: Path) -> None:
    run(*f"--dossier {demo} report -o {tmp_path / 'r.docx'}".split())
    with zipfile.ZipFile(tmp_path / "r.docx") as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert "NUMPAGES" in parts["word/footer1.xml"]
    assert 'w:lang w:val="en-GB"' in parts["word/styles.xml"]
    assert "<w:tblHeader/>" in parts["word/document.xml"]
    assert "Heading2" in parts["word/document.xml"]


def test_a_word_file_is_not_for_a_terminal(run: Run, demo: Path) -> None:
    shown = run(*f"--dossier {demo} report --format docx".split())
    assert shown.code == 2
    assert "name a file with -o FILE" in shown.err


@pytest.mark.whole
def test_hostile_text_stays_text_in_a_word_file(run: Run, tmp_path: Path) -> None:
    make_hostile(tmp_path / "h.variorum")
    run(*f"--dossier {tmp_path / 'h.variorum'} report --appendix -o {tmp_path / 'h.docx'}".split())
    document = _document(tmp_path / "h.docx")
    assert CANARY in document
    assert "<script" not in document
    assert {tag.rpartition("}")[2] for tag in re.findall(r"<w:(\w+)", document)} <= {
        *(
            "document",
            "body",
            "p",
            "pPr",
            "pStyle",
            "keepNext",
            "r",
            "rPr",
            "b",
            "t",
            "tbl",
            "tblPr",
            "tblW",
            "tblBorders",
        ),
        *("top", "bottom", "insideH", "tblLayout", "tblCellMar", "left", "right", "tblGrid", "gridCol", "tr", "trPr"),
        *("cantSplit", "tblHeader", "tc", "tcPr", "tcW", "fldSimple", "sectPr", "footerReference", "pgSz", "pgMar"),
    }
    links = [element for element in ET.fromstring(document).iter() if element.tag.endswith("fldSimple")]
    instructions = {value for link in links for value in link.attrib.values()}
    assert all(re.fullmatch(r' HYPERLINK "(https?|HTTPS)://[^"\\]*" ', words) for words in instructions)


def _document(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        text = archive.read("word/document.xml").decode("utf-8")
    ET.fromstring(text)
    return text
