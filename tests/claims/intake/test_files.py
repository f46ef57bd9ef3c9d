"""Finding files and opening them: nothing waits, nothing leads elsewhere, nothing is left out in silence."""

import os
from pathlib import Path

import pytest

from claims.findings import Finding
from claims.intake.files import FoundFile, UnreadableError, find_files, read_file


def names(*paths: Path) -> list[str]:
    return [found.name if isinstance(found, FoundFile) else found.message for found in find_files(paths)]


def test_a_folder_gives_its_files_by_name_and_no_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", ".hidden.txt", ".git/x.txt", "c/d/e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("words")
    assert names(tmp_path) == ["b.txt", "a/1.txt", "a/2.txt", "c/d/e.txt"]
    assert names(tmp_path / "c" / "d" / "e.txt", tmp_path / ".hidden.txt") == ["e.txt", ".hidden.txt"]


def test_a_dossier_in_a_folder_is_no_article(tmp_path: Path) -> None:
    for name in ("a.txt", "mine.variorum", "mine.variorum-journal", "variorum.toml"):
        (tmp_path / name).touch()
    assert names(tmp_path) == ["a.txt"]
    assert names(tmp_path / "mine.variorum") == ["mine.variorum"]


def test_symbolic_links_in_a_folder_are_named_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "secret.txt").symlink_to("/etc/hostname")
    found = list(find_files([tmp_path]))
    assert [isinstance(one, Finding) and "symbolic link" in one.message for one in found] == [True] * 3


def test_a_link_that_leads_to_itself_is_a_clear_error_when_named(tmp_path: Path) -> None:
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    assert names(tmp_path / "self.txt") == ["self.txt"]
    with pytest.raises(UnreadableError, match="cannot be opened"):
        read_file(tmp_path / "self.txt", 10)


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableError, match="not a regular file"):
        read_file(tmp_path / "pipe.txt", 10)


@pytest.mark.parametrize("path", ["/dev/zero", "/", "/no/such/file", "nul\0byte", "x" * 5000])
def test_devices_folders_and_impossible_names_are_refused(path: str) -> None:
    with pytest.raises(UnreadableError, match="cannot be opened|not a regular file"):
        read_file(Path(path), 10)


def test_a_name_that_is_not_utf_8_is_a_finding_that_can_be_printed(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("words")
    except OSError:
        pytest.skip("this file system keeps only UTF-8 names")
    (finding,) = find_files([tmp_path])
    assert isinstance(finding, Finding)
    assert finding.where.endswith("caf\\xe9.txt")
    assert "not UTF-8" in finding.message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0)
    (tmp_path / "shut.txt").touch(mode=0)
    assert any("cannot be listed" in name for name in names(tmp_path))
    with pytest.raises(UnreadableError, match="cannot be opened"):
        read_file(tmp_path / "shut.txt", 10)


def test_a_file_over_the_limit_is_refused_and_one_at_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 11)
    assert read_file(tmp_path / "a.txt", 11) == b"x" * 11
    with pytest.raises(UnreadableError, match="larger than 10 bytes"):
        read_file(tmp_path / "a.txt", 10)


def test_folders_nested_beyond_the_recursion_limit_are_walked(tmp_path: Path) -> None:
    start = Path.cwd()
    try:
        os.chdir(tmp_path)
        for _ in range(1200):
            Path("d").mkdir()
            os.chdir("d")
        Path("a.txt").write_text("words")
        os.chdir(tmp_path)
        assert [name[-7:] for name in names(Path())] == ["d/a.txt"]
    finally:
        # Nobody else could: removing a tree is recursive in the standard library too.
        os.chdir(tmp_path)
        depth = 0
        while Path("d").is_dir():
            os.chdir("d")
            depth += 1
        Path("a.txt").unlink(missing_ok=True)
        for _ in range(depth):
            os.chdir("..")
            Path("d").rmdir()
        os.chdir(start)


def test_a_web_address_is_answered_with_how_to_save_the_page() -> None:
    (finding,) = find_files([Path("https://post.example/a.html")])
    assert isinstance(finding, Finding)
    assert finding.where == "https://post.example/a.html"
    assert "save the page first" in finding.message
