"""`variorum redact`: what is taken out is nowhere left, what is left is still proved, in bare Python too."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from claims.proof.standalone import build_program
from claims.store.dossier import Dossier
from tests.benchmarks.bench_redaction import run as run_many
from tests.support.command_line import Run, command
from tests.support.keys import make_key
from tests.support.packages import relist
from tui.services.state_files import dossier_key

NAMES = ("Mira Solberg", "Solberg", "Jon Varga", "Varga", "Tomas Hale")
POST = "At the quay 12 people were killed, police chief Mira Solberg said. Tomas Hale, 34, was killed in the fire."
BELL = "The fire at the quay killed 9 people, hospital director Jon Varga said. Rain fell on Mira Solberg."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier that has begun, with signed decisions that hold names, and its checkpoint."""
    folder = tmp_path_factory.mktemp("redact")
    path, key = folder / "d.variorum", make_key(folder / "ada")
    for name, text in (("post.txt", POST), ("bell.txt", BELL)):
        (folder / name).write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VARIORUM_KEY", str(key))
        patch.setenv("VARIORUM_REVIEWER", "Ada")
        patch.delenv("SSH_AUTH_SOCK", raising=False)
        assert command("--dossier", path, "redact", "begin", "--because", "People are named here.") == 0
        assert command("--dossier", path, "reviewers", "add", "Ada", "--key", f"{key}.pub") == 0
        both = ("--publisher", "Harbour Post", "--published", "2031-03-02")
        assert command("--dossier", path, "add", folder / "post.txt", folder / "bell.txt", *both) == 0
        assert command("--dossier", path, "extract") == 0
        with Dossier(path) as store:
            item = next("/".join(one.item) for one in store.assertions() if one.attribute == "killed")
        why = "Mira Solberg was there."
        assert command("--dossier", path, "decide", item, "--contested", "--because", why) == 0
        assert command("--dossier", path, "audit", "seal", folder / "sealed") == 0
    return path


@pytest.fixture
def dossier(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VARIORUM_REVIEWER", "Ada")
    monkeypatch.setenv("VARIORUM_KEY", str(made.with_name("ada")))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return Path(shutil.copy(made, tmp_path / "d.variorum"))


def names_in(data: bytes) -> list[str]:
    return [name for name in NAMES if name.encode() in data or json.dumps(name)[1:-1].encode() in data]


def bare(folder: Path, *options: object) -> tuple[int, Any]:
    program = folder.with_name("verify.py")
    program.write_text(build_program())
    line = [sys.executable, "-I", "-S", *map(str, (program, "--json", *options, folder))]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout)


def unpack(dossier: Path, *options: object) -> Path:
    target = dossier.with_name("p.zip")
    assert command("--dossier", dossier, "audit", "export", target, *options) == 0
    folder = dossier.with_name("p")
    with zipfile.ZipFile(target) as archive:
        archive.extractall(folder)
    return folder


@pytest.mark.whole
def test_a_redacted_package_holds_no_name_and_fits_the_checkpoint(made: Path, dossier: Path) -> None:
    before = dossier.read_bytes()
    folder = unpack(dossier, "--redact", "speakers", "--redact", "victims", "--redact", "quotes")
    assert dossier.read_bytes() == before
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "verify.py":
            assert names_in(path.read_bytes()) == [], path.name
    code, verdict = bare(folder, "--against", made.with_name("sealed"))
    assert (code, verdict["intact"], verdict["findings"]) == (0, True, [])
    assert verdict["decided"] == [{"reviewer": "Ada", "decisions": 1, "signed": 1}]
    taken = {(each["kind"], each["field"]) for each in verdict["redacted"]}
    assert {("article", "text"), ("assertion", "quote"), ("decision", "rationale"), ("decision", "seen")} <= taken
    assert command("audit", "verify", folder, "--against", made.with_name("sealed")) == 0


def alter(folder: Path, kind: str, change: Any) -> None:
    lines = (folder / "ledger.jsonl").read_bytes().splitlines()
    number = next(n for n, line in enumerate(lines) if json.loads(line)["kind"] == kind)
    entry = json.loads(lines[number])
    change(entry)
    lines[number] = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    (folder / "ledger.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    relist(folder)


def give_another_answer(entry: Any) -> None:
    entry["body"]["action"] = "accept"


def point_elsewhere(entry: Any) -> None:
    entry["opening"]["links"]["seen"].reverse()


def exchange_commitment(entry: Any) -> None:
    entry["opening"]["gone"]["rationale"] = "0" * 64


def make_known(entry: Any) -> None:
    entry["opening"]["gone"]["action"] = entry["opening"]["gone"].pop("rationale")


def make_plain(entry: Any) -> None:
    del entry["opening"]


@pytest.mark.whole
@pytest.mark.attack
@pytest.mark.parametrize("change", [give_another_answer, point_elsewhere, exchange_commitment, make_known, make_plain])
def test_what_is_left_of_a_redacted_entry_cannot_be_altered(dossier: Path, change: Any) -> None:
    folder = unpack(dossier, "--redact", "name=Mira Solberg")
    alter(folder, "decision", change)
    code, verdict = bare(folder)
    assert code == 3
    assert verdict["findings"]
    assert command("audit", "verify", folder) == 3


@pytest.mark.whole
def test_a_redacted_package_is_taken_into_no_dossier_and_a_whole_one_is(
    dossier: Path, run: Run, tmp_path: Path
) -> None:
    assert command("--dossier", dossier, "audit", "export", tmp_path / "whole.zip") == 0
    assert command("--dossier", dossier, "audit", "export", tmp_path / "less.zip", "--redact", "quotes") == 0
    other = tmp_path / "other.variorum"
    refused = run("--dossier", other, "audit", "import", tmp_path / "less.zip")
    assert (refused.code, "something was taken out of it" in refused.err) == (2, True)
    fresh = tmp_path / "fresh.variorum"
    assert command("--dossier", fresh, "redact", "begin") == 0
    assert command("--dossier", fresh, "audit", "import", tmp_path / "whole.zip") == 0
    assert run("--dossier", fresh, "audit", "verify", "--format", "json").json["format_1"] == 0
    found = run("--dossier", fresh, "redact", "find", "name=Mira Solberg", "--format", "json").json
    assert found["found"] == ["Mira Solberg"]


@pytest.mark.whole
def test_random_redactions_verify_in_bare_python_and_confirm_no_guess() -> None:
    outcome = run_many(200)
    assert (outcome.packages, outcome.verified) == (200, 200)
    assert (outcome.names_found, outcome.guesses_confirmed) == (0, 0)
    assert min(outcome.guesses, outcome.fields) > 1000


@pytest.mark.whole
def test_what_is_destroyed_is_nowhere_left_and_who_when_and_why_is_told(made: Path, dossier: Path, run: Run) -> None:
    drafts = dossier.parent / "state" / "variorum" / "drafts"
    drafts.mkdir(parents=True)
    draft = drafts / f"{dossier_key(dossier)}.json"
    draft.write_text(json.dumps({"item": "ask Mira Solberg"}))
    line = ("--dossier", dossier, "redact", "destroy", "name=Mira Solberg", "name=Solberg", "--format", "json")
    assert run(*line, "--yes").code == 2
    assert run(*line, "--yes", "--because", "Solberg asked for it.").code == 2
    asked = run(*line, "--because", "She is in danger.")
    assert (asked.code, names_in(dossier.read_bytes())) == (2, list(NAMES))
    done = run(*line, "--yes", "--because", "She is in danger.")
    assert (done.code, done.json["remaining"], done.json["drafts"]) == (0, 0, [str(draft)])
    left = [name for name in NAMES if "Solberg" not in name]
    for path in dossier.parent.rglob("*"):
        if path.is_file():
            assert set(names_in(path.read_bytes())) <= set(left), path.name
    assert names_in(dossier.read_bytes()) == left
    checked = run("--dossier", dossier, "audit", "verify", "--against", made.with_name("sealed"), "--format", "json")
    assert (checked.code, checked.json["intact"], checked.json["redacted"] > 3) == (0, True, True)
    [_, order] = run("--dossier", dossier, "redact", "list", "--format", "json").json
    assert (order["reviewer"], order["rationale"]) == ("Ada", "She is in danger.")
    assert len(order["entries"]) == checked.json["redacted"]
    for words in (["report"], ["conflicts"], ["claims", "list"], ["audit", "export", dossier.with_name("after.zip")]):
        assert command("--dossier", dossier, *words) == 0


def test_only_an_admin_takes_anything_out(dossier: Path, run: Run) -> None:
    line = ("--dossier", dossier, "--reviewer", "Bo", "redact", "destroy", "name=Jon Varga", "--because", "x", "--yes")
    refused = run(*line)
    assert (refused.code, "Bo is not among the listed reviewers" in refused.err) == (2, True)


@pytest.mark.parametrize("what", ["names", "name=", "quote=zz", "statement=abcdef", "=x"])
def test_what_is_not_understood_takes_nothing_out(dossier: Path, run: Run, what: str) -> None:
    refused = run("--dossier", dossier, "redact", "find", what)
    assert (refused.code, refused.out) == (2, "")


def test_a_copy_is_a_dossier_without_it_under_the_same_head(dossier: Path, run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.variorum"
    assert run("--dossier", dossier, "redact", "copy", copy, "speakers", "victims").code == 0
    assert names_in(copy.read_bytes()) == []
    with Dossier(dossier) as whole, Dossier(copy) as less:
        assert whole.head() == less.head()
