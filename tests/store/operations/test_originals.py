"""Bytes as they were received are kept once, given back exactly, and checked against the hash in the ledger."""

import sqlite3
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.identity import digest_bytes
from claims.models import Article
from claims.store.dossier import Dossier
from tests.support.store_builders import make_article

PAGE = b"<html><p>Ten people died at the quay.</p></html>" * 50


def received(data: bytes, text: str = "Ten people died.") -> Article:
    return make_article(text).changed(original_sha256=digest_bytes(data))


@pytest.fixture
def dossier(tmp_path: Path) -> Iterator[Dossier]:
    with Dossier(tmp_path / "d.variorum", create=True) as dossier:
        dossier.add_articles([received(PAGE)], originals=[PAGE])
        yield dossier


def test_the_original_comes_back_byte_for_byte_and_is_kept_once(dossier: Dossier) -> None:
    dossier.add_articles([received(PAGE, "Another reading.")], originals=[PAGE, PAGE])
    assert dossier.original(received(PAGE)) == PAGE
    cost = dossier.originals_cost()
    assert (cost.number, cost.received) == (1, len(PAGE))
    assert 0 < cost.stored < len(PAGE)
    assert list(dossier.check_originals()) == []


def test_a_text_that_is_its_own_original_needs_none(dossier: Dossier) -> None:
    plain = make_article("Nine died.\r\n")
    dossier.add_articles([plain])
    assert dossier.original(plain) == b"Nine died.\r\n"
    assert dossier.originals_cost().number == 1
    assert dossier.original(received(b"not kept")) is None


def test_a_rebuild_and_a_backup_keep_originals(dossier: Dossier, tmp_path: Path) -> None:
    dossier.rebuild()
    dossier.backup(tmp_path / "copy.variorum")
    with Dossier(tmp_path / "copy.variorum") as copy:
        assert copy.original(received(PAGE)) == PAGE


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE originals SET data = x'00'", "its hash is another"),
        ("UPDATE originals SET size = size + 1", "its hash is another"),
        ("UPDATE originals SET sha256 = zeroblob(32)", "no article"),
    ],
)
def test_an_altered_original_is_found_and_not_given_out(dossier: Dossier, statement: str, problem: str) -> None:
    with sqlite3.connect(dossier.path) as connection:
        connection.execute(statement)
    connection.close()
    [finding] = dossier.check_originals()
    assert problem in finding.message
    if "data" in statement:
        assert dossier.original(received(PAGE)) is None


def test_no_more_is_unpacked_than_an_original_is_said_to_have(dossier: Dossier) -> None:
    with sqlite3.connect(dossier.path) as connection:
        connection.execute("UPDATE originals SET data = ?", [zlib.compress(bytes(30_000_000), 1)])
    connection.close()
    tracemalloc.start()
    try:
        [finding] = dossier.check_originals()
        assert dossier.original(received(PAGE)) is None
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
    assert "its hash is another" in finding.message
