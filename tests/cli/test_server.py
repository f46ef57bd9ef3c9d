"""Commands on a dossier that lies on a server do what they do on a file, and say what stands in the way."""

import sys
from pathlib import Path

import pytest

from claims.store.addresses import DossierError, format_place, parse_place
from claims.store.dossier import Dossier
from claims.store.server import load_driver
from tests.support.command_line import Run
from tests.support.postgres import make_place, place_on
from tests.support.store_builders import make_article, make_claim, make_dossier

ITEM = "event-2022-08-02/killed"


def entries(place: Path) -> list[tuple[object, ...]]:
    with Dossier(place) as dossier:
        return [tuple(entry) for entry in dossier.entries()]


def computed(place: Path) -> list[str]:
    with Dossier(place) as dossier:
        return [finding.message for finding in dossier.check_tables()]


@pytest.mark.whole
def test_a_session_reads_decides_reports_and_verifies_on_either(
    place: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("VARIORUM_DOSSIER", format_place(place))
    monkeypatch.setenv("VARIORUM_REVIEWER", "R. Ames")
    steps = (
        ("demo", "--articles", "."),
        ("add", ".", "--extract"),
        ("conflicts",),
        ("extract",),
        ("events", "find"),
        ("items",),
        ("decide", ITEM, "--accept", "1f409f6fa74c", "--reason", "itemised", "--because", "The mayor read out names."),
        ("report", "-o", "report.html"),
        ("audit", "trace", ITEM),
        ("audit", "verify"),
        ("backup", "copy.variorum"),
        ("audit", "export", "package.zip"),
        ("rebuild",),
        ("replay", "--policy", "majority"),
        ("export", "tables"),
        ("compare", "copy.variorum"),
        (),
    )
    for step in steps:
        done = run(*step)
        assert done.code == 0, (step, done.err)
    assert run("audit", "verify", "package.zip").code == 0
    assert [row["state"] for row in run("items", "--format", "json").json if row["id"] == ITEM] == ["resolved"]
    assert entries(folder / "copy.variorum") == entries(place)
    assert computed(folder / "copy.variorum") == computed(place) == []


@pytest.mark.whole
def test_every_byte_of_a_dossier_is_moved_to_a_server_and_back(tmp_path: Path, socket: Path, run: Run) -> None:
    source, back, there = make_dossier(tmp_path / "d.variorum", items=3), tmp_path / "b.variorum", make_place(socket)
    odd = make_article("Zehn \x00 fielen; \U0001f525 100% — 'x' \\N?\tten\nDie.", name="a\x00b?%s.txt")
    with Dossier(source) as dossier:
        dossier.add_articles([odd])
        dossier.add_assertions([make_claim(odd, "Zehn \x00 fielen", "10", subject="Quai?%s'\\")])
    assert run("move", source, format_place(there)).code == 0
    moved = run("move", format_place(there), back)
    with Dossier(source) as one, Dossier(there) as two, Dossier(back) as three:
        assert one.head()[1] in moved.err
        assert one.head() == two.head() == three.head()
    assert entries(source) == entries(there) == entries(back)
    assert computed(there) == computed(back) == []
    assert run("--dossier", format_place(there), "audit", "verify").code == 0
    again = run("move", source, format_place(there))
    assert (again.code, "holds a dossier already" in again.err) == (2, True)
    assert run("move", format_place(there), back).code != 0
    assert entries(source) == entries(there) == entries(back)


@pytest.mark.whole
def test_what_stands_in_the_way_of_a_server_is_said(socket: Path, run: Run) -> None:
    def words(address: str) -> str:
        done = run("--dossier", address, "items")
        assert done.code == 2
        assert "Traceback" not in done.err
        return done.err

    assert 'database "none" does not exist' in words(f"postgresql://postgres@/none?host={socket}")
    assert 'role "nobody" does not exist' in words(f"postgresql://nobody@/postgres?host={socket}")
    assert "check that it runs" in words("postgresql://ada@127.0.0.1:1/quay")
    assert "there is no dossier here" in words(format_place(make_place(socket)))
    assert "there is no dossier here" in words(format_place(place_on(socket, "no_schema")))


@pytest.mark.parametrize("command", ["items", "review", "add", "rebuild"])
@pytest.mark.parametrize(
    "address", ["ada:se%20cret@db.example/quay", "ada@db.example/quay?password=se%20cret", "/quay?SSLpassword=secret"]
)
def test_a_password_in_an_address_is_refused_and_not_repeated(address: str, command: str, run: Run) -> None:
    done = run("--dossier", f"postgresql://{address}", command, *(["."] if command == "add" else ()))
    assert done.code == 2
    assert "~/.pgpass" in done.err
    assert "cret" not in done.err + done.out


def test_without_the_driver_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DossierError, match=r"requirements/team\.txt"):
        load_driver(parse_place("postgresql://ada@db.example/quay"))
