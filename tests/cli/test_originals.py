"""`variorum articles export-original`: the bytes as they came, with the hash that the record has."""

from hashlib import sha256
from pathlib import Path

import pytest

from claims.store.dossier import Dossier
from tests.support.command_line import Run
from tui.services.adding import LARGEST_KEPT

PAGE = (
    b"<html><body><article><h1>Fire</h1><p>Ten people died at the quay on Tuesday, police said.</p></article></body>"
    b"</html>\r\n"
)


@pytest.mark.whole
def test_the_original_is_exported_with_the_hash_of_the_record(run: Run, tmp_path: Path) -> None:
    (tmp_path / "fire.html").write_bytes(PAGE)
    assert run("add", "fire.html").code == 0
    exported = run("articles", "export-original", "fire.html", "-o", "out.html")
    assert exported.code == 0, exported.err
    data = (tmp_path / "out.html").read_bytes()
    with Dossier(tmp_path / "dossier.variorum") as dossier:
        article = dossier.article(dossier.find_article("fire.html"))
    assert data == PAGE
    assert sha256(data).hexdigest() == article.original_sha256
    assert article.original_sha256 in exported.err
    again = run("articles", "export-original", "fire.html", "-o", "out.html")
    assert again.code == 2, "no file is replaced"


@pytest.mark.whole
def test_a_large_original_is_kept_where_it_is_asked_for(run: Run, tmp_path: Path) -> None:
    large = PAGE + b"<!--" + b"x" * LARGEST_KEPT + b"-->"
    (tmp_path / "large.html").write_bytes(large)
    run("add", "large.html")
    missing = run("articles", "export-original", "large.html", "-o", "out.html")
    assert missing.code == 2
    assert "--keep-originals" in missing.err
    assert not (tmp_path / "out.html").exists()
    run("add", "large.html", "--keep-originals")
    assert run("articles", "export-original", "large.html", "-o", "out.html").code == 0
    assert (tmp_path / "out.html").read_bytes() == large


@pytest.mark.whole
def test_what_an_article_lacks_of_its_page_is_shown_with_it(run: Run, tmp_path: Path) -> None:
    words = "The mayor said that work goes on by day and by night until the road is open again to all. " * 4
    body = f"<p>{words}</p><p>In all <ruby>12<rt> of 771 </rt></ruby> died.</p><p>{words}</p>"
    (tmp_path / "a.html").write_text(f"<html><body><article>{body}</article></body></html>", encoding="utf-8")
    assert run("add", "a.html").code == 0
    assert "figures on the page that are not in the text: 771" in run("articles", "show", "a.html").out
