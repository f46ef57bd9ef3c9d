"""Documents are added many at once, and each is treated as if it had come alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.intake import Document, read_documents
from claims.models import Article
from tui.services.adding import Adder
from tui.services.workspace import Workspace

PAGE = (
    '<html><head><meta property="og:url" content="https://post.example/a"></head><body><article><p>{}</p></body></html>'
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "d.variorum", create=True) as workspace:
        yield workspace


def read(folder: Path, **files: str) -> list[Document]:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return [each for each in read_documents([folder]) if isinstance(each, Document)]


def add(workspace: Workspace, documents: list[Document], **options: bool) -> Adder:
    adder = Adder(workspace, {"publisher": "Harbour Post", "published": "2031-03-02"}, **options)  # type: ignore[arg-type]
    for document in documents:
        adder.add(document)
    adder.flush()
    return adder


def count_commits(workspace: Workspace) -> int:
    """Return the change counter in the header of the file, which each commit moves (sqlite.org/fileformat2.html)."""
    return int.from_bytes(workspace.dossier.path.read_bytes()[24:28], "big")


def test_many_articles_are_one_commit(workspace: Workspace, tmp_path: Path) -> None:
    before = count_commits(workspace)
    documents = read(tmp_path / "in", **{f"n{n}_txt": "Fire. " * (n + 1) for n in range(40)})
    added = add(workspace, documents).added
    assert [one.article.name for one in added] == [document.name for document in documents]
    assert all(one.new for one in added)
    assert count_commits(workspace) == before + 1


def test_editions_and_copies_among_them_are_known_as_such(workspace: Workspace, tmp_path: Path) -> None:
    text = (
        "Four people died at the quarry on Tuesday, the council said, and the road was closed until the evening. " * 3
    )
    documents = read(tmp_path / "in", a_html=PAGE.format(text), b_html=PAGE.format(text + "Two more were found."))
    documents += read(tmp_path / "more", c_txt="The same.", d_txt="The same.")
    first, second, third, fourth = add(workspace, documents).added
    assert (first.article.revises, second.article.revises) == (None, first.article.id)
    assert (third.new, fourth.new) == (True, False)


def test_a_text_that_is_there_is_said_and_makes_no_second_article(workspace: Workspace, tmp_path: Path) -> None:
    met: list[tuple[str, str]] = []
    [document] = read(tmp_path / "in", a_txt="Ten died.")
    Adder(workspace, {}).add(document)
    adder = Adder(workspace, {}, there=lambda old, new: met.append((old.name, new.name)))
    adder.add(document)
    adder.flush()
    again = Adder(workspace, {"publisher": "Post"}, there=lambda old, new: met.append((old.name, new.name)))
    again.add(document)
    assert met == [("a.txt", "a.txt")]
    assert [one.new for one in again.added] == [False]


def test_originals_are_kept_but_for_texts_that_are_theirs(workspace: Workspace, tmp_path: Path) -> None:
    files = {
        "a_html": PAGE.format("Four people died at the quarry on Tuesday, the council said. " * 5),
        "b_txt": "Ten died.",
    }
    documents = read(tmp_path / "in", **files)
    assert add(workspace, documents, keep=False).kept == 0
    assert add(workspace, documents).kept == len(files["a_html"])
    articles: dict[str, Article] = {one.article.name: one.article for one in add(workspace, documents).added}
    for name, article in articles.items():
        assert workspace.dossier.original(article) == files[name.replace(".", "_")].encode()


def test_a_mail_of_a_box_is_an_original_of_its_own(workspace: Workspace, tmp_path: Path) -> None:
    mails = "".join(
        f"From desk@post.example Tue Mar  4 10:00:00 2031\nSubject: Fire {n}\n\nFire {n} killed two people.\n\n"
        for n in (1, 2)
    )
    added = add(workspace, read(tmp_path / "in", box_mbox=mails)).added
    for number, one in enumerate(added, start=1):
        original = workspace.dossier.original(one.article)
        assert original is not None
        assert original.startswith(b"Subject: Fire %d" % number)
