"""`--limit` and `--page` cut the same list in every format."""

import json
from pathlib import Path

import pytest

from tests.support.command_line import read_output
from tests.support.store_builders import make_dossier

ITEMS = 5


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_dossier(tmp_path_factory.mktemp("pages") / "quays.variorum", ITEMS)


@pytest.mark.parametrize("what", [("conflicts",), ("conflicts", "--known-at", "2032"), ("items",), ("claims", "list")])
def test_pages_make_up_the_whole_list(dossier: Path, what: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    def read(*options: str) -> list[dict[str, object]]:
        listed = read_output(capsys, "--dossier", dossier, *what, "--format", "json", *options)
        rows: list[dict[str, object]] = json.loads(listed)
        return rows

    whole = read()
    assert len(whole) in {ITEMS, 2 * ITEMS}
    pages = [read("--limit", "2", "--page", str(page)) for page in range(1, ITEMS + 2)]
    assert [row for page in pages for row in page] == whole
    assert read("--limit", "3") == whole[:3]
    assert read("--page", "1") == whole
    assert read("--page", "2") == []


def test_a_page_of_lines_is_a_page_of_the_list(
    dossier: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    first, second = (
        read_output(capsys, "--dossier", dossier, "conflicts", "--limit", "1", "--page", page) for page in "12"
    )
    assert "quay-0/killed" in first
    assert "quay-0/killed" not in second


def test_claims_are_listed_with_the_date_that_their_article_has_now(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make_dossier(tmp_path / "own.variorum", 1)
    list_claims = ("--dossier", path, "claims", "list", "--format", "json")
    before = json.loads(read_output(capsys, *list_claims))
    amend = ("articles", "amend", before[0]["article"], "--published", "2032-01-02")
    read_output(capsys, "--dossier", path, "--reviewer", "ana", *amend)
    after = json.loads(read_output(capsys, *list_claims))
    followed = {**before[0], "as_of": "2032-01-02"}
    assert (before[0]["as_of"], after[0]) != ("2032-01-02", before[0])
    assert after[0] == followed
