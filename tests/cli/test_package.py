"""Packages: the same bytes everywhere, read by libraries we did not write, taken over whole, and never trusted."""

import ast
import base64
import hashlib
import json
import os
import re
import shutil
import stat
import struct
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claims.models import EventDecision
from claims.proof import standalone
from claims.proof.merkle import check_consistency
from claims.proof.package import CHECKPOINT, COMPUTED, LEDGER, MANIFEST, PROOFS, Package, PackageError
from claims.proof.verdict import Verdict
from claims.store.dossier import Dossier
from reconcile.audit.names import NAMESPACE
from tests.support.command_line import command
from tests.support.hostile_dossier import TEXT, make_hostile_dossier
from tests.support.packages import make_decision, pack, relist
from tests.support.paths import ROOT
from tests.support.store_builders import make_article, make_claim
from tui.services.amending import amend_article, retract_article, undo_amendment
from tui.services.package_import import verify_package
from tui.services.workspace import Workspace

NOW = "2031-03-04T10:00:00Z"


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier of hostile articles, with decisions of every consequence."""
    folder = tmp_path_factory.mktemp("package")
    path = folder / "d.variorum"
    make_hostile_dossier(path, folder)
    claims = next(folder.glob("claims*.jsonl"))
    assert command("--dossier", path, "claims", "import", claims) == 0
    with Workspace(path) as workspace:
        workspace.refresh()
        store = workspace.dossier
        one, two = [row for row in store.item_page(store.item_numbers()) if row.attribute == "killed"][:2]
        first, second = store.evidence(one.key)[:2]
        told = {"subject": one.subject, "seen": sorted([first.id, second.id]), "rationale": 'Said "so"\n\\x\x1b[31m'}
        store.decide(make_decision("a", "accept", assertion=first.id, **told))
        store.decide(make_decision("b", "undo", undoes="a" * 32, based_on="a" * 32, **told))
        store.decide(make_decision("c", "reject", assertion=second.id, reason="x", based_on="b" * 32, **told))
        store.decide(make_decision("d", "contested", subject=two.subject))
        workspace.refresh()
    return path


@pytest.fixture(scope="module")
def package(dossier: Path) -> Path:
    path = dossier.with_name("p.zip")
    assert command("--dossier", dossier, "audit", "export", path) == 0
    return path


@pytest.fixture
def folder(package: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "package")
    return tmp_path / "package"


def bare(package: Path, *options: object, program: Path | None = None) -> tuple[int, str]:
    program = program or (package / "verify.py" if package.is_dir() else package.with_name("verify.py"))
    if not program.exists():
        program.write_text(standalone.build_program())
    arguments = [str(option) for option in (package, *options)]
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(program), *arguments], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.mark.whole
def test_a_package_is_intact_as_a_zip_and_unpacked(package: Path, folder: Path) -> None:
    for path in (package, folder):
        assert command("audit", "verify", path) == 0
        code, said = bare(path)
        assert code == 0
        assert said.startswith("intact: ")
        assert "not signed" in said


@pytest.mark.whole
def test_the_program_is_the_code_of_audit_verify_and_its_names_do_not_collide(folder: Path) -> None:
    joined = (folder / "verify.py").read_text()
    defined: list[str] = []
    for node in ast.parse(joined).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined.append(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            defined += [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
    assert sorted(name for name, times in Counter(defined).items() if times > 1) == []
    assert "import claims" not in joined
    assert "from claims" not in joined


@pytest.mark.whole
@pytest.mark.parametrize("options", [[], ["--no-texts"]])
def test_the_same_dossier_gives_the_same_bytes_in_every_surrounding(
    dossier: Path, tmp_path: Path, options: list[str]
) -> None:
    made = []
    for number, (zone, language, seed) in enumerate(
        (("UTC", "C", "0"), ("Asia/Kathmandu", "de_DE.UTF-8", "1"), ("America/St_Johns", "tr_TR", "2"))
    ):
        path = tmp_path / f"{number}.zip"
        environment = {
            **os.environ,
            "TZ": zone,
            "LANG": language,
            "LC_ALL": language,
            "PYTHONHASHSEED": seed,
            "COLUMNS": str(80 + number),
            "PYTHONPATH": str(ROOT),
        }
        line = [sys.executable, "-m", "tui.cli.main", "--dossier", str(dossier), "audit", "export", str(path), *options]
        subprocess.run(line, env=environment, check=True, capture_output=True, cwd=tmp_path)
        made.append(path.read_bytes())
    assert made[0] == made[1] == made[2]


@pytest.mark.whole
def test_audits_are_the_same_bytes_in_every_surrounding(dossier: Path, tmp_path: Path) -> None:
    with Dossier(dossier) as store:
        assertion = next(a for a in store.assertions() if a.chain)
    item, speaker = "/".join(assertion.item), assertion.speakers[0]
    commands = [["audit", "trace", item, "--format", format_] for format_ in ("json", "md", "svg")]
    commands += [["audit", "who", speaker, "--format", "json"], ["audit", "verify", "--format", "json"]]
    for command_ in commands:
        printed = set()
        for zone, language, seed in (("UTC", "C.UTF-8", "0"), ("Asia/Kathmandu", "de_DE.UTF-8", "1")):
            environment = {**os.environ, "TZ": zone, "LANG": language, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
            line = [sys.executable, "-m", "tui.cli.main", "--dossier", str(dossier), *command_]
            done = subprocess.run(line, env=environment, check=True, capture_output=True, cwd=tmp_path)
            printed.add(done.stdout)
        assert len(printed) == 1


def everything(path: Path) -> list[tuple[str, str, bytes]]:
    with Dossier(path) as store:
        return sorted((entry.kind, entry.id.hex(), entry.body) for entry in store.entries())


@pytest.mark.whole
def test_a_package_taken_into_another_dossier_keeps_every_id_and_the_answers(
    dossier: Path, package: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.variorum"
    for _ in range(2):
        assert command("--dossier", other, "audit", "import", package) == 0
        assert everything(other) == everything(dossier)
    assert command("--dossier", other, "audit", "verify") == 0
    reports = []
    for path in (dossier, other):
        capfd.readouterr()
        assert command("--dossier", path, "items", "--format", "json") == 0
        items = json.loads(capfd.readouterr().out)
        reports.append([{**i, "members": [{**m, "recorded_at": ""} for m in i["members"]]} for i in items])
    assert reports[0] == reports[1]


@pytest.mark.whole
def test_a_package_with_merged_and_split_events_is_taken_over_whole(tmp_path: Path) -> None:
    path, other = tmp_path / "d.variorum", tmp_path / "other.variorum"
    articles = [make_article(f"{n} people died on the quay.", name=f"{n}.txt") for n in (4, 5)]
    acts: list[dict[str, Any]] = [
        {"action": "merge", "subject": "fire-0", "other": "fire-1"},
        {"action": "undo", "subject": "fire-0", "undoes": "1" * 32},
        {"action": "merge", "subject": "fire-1", "other": "fire-0"},
        {"action": "split", "subject": "fire-1", "other": "fire-2", "article": articles[0].id},
    ]
    with Workspace(path, create=True) as workspace:
        store = workspace.dossier
        store.add_articles(articles)
        for number, article in enumerate(articles):
            quote = article.text.partition(" on")[0]
            store.add_assertions([make_claim(article, quote, quote[0], subject=f"fire-{number}")])
        store.decide(make_decision("a", "contested", subject="fire-0"))
        for number, act in enumerate(acts, start=1):
            act["based_on"] = str(number - 1) * 32 if number > 1 else ""
            store.decide_event(EventDecision(id=str(number) * 32, reviewer="Ada", decided_at=NOW, **act))
        store.decide(make_decision("b", "needs_evidence", subject="fire-1", based_on="a" * 32))
        workspace.refresh()
        expected = [(row.key, row.state) for row in store.item_page(store.item_numbers(empty=True))]
    assert command("--dossier", path, "audit", "export", tmp_path / "p.zip") == 0
    assert bare(tmp_path / "p.zip")[0] == 0
    assert command("--dossier", other, "audit", "import", tmp_path / "p.zip") == 0
    assert everything(other) == everything(path)
    assert command("--dossier", other, "audit", "verify") == 0
    with Workspace(other) as workspace:
        workspace.refresh()
        store = workspace.dossier
        assert [(row.key, row.state) for row in store.item_page(store.item_numbers(empty=True))] == expected


@pytest.mark.whole
def test_a_package_with_amended_and_retracted_articles_is_taken_over_whole(tmp_path: Path) -> None:
    path, other = tmp_path / "d.variorum", tmp_path / "other.variorum"
    articles = [make_article(f"{n} people died on the quay.", name=f"{n}.txt", published=None) for n in (4, 5, 6)]
    with Workspace(path, create=True) as workspace:
        workspace.dossier.add_articles(articles)
        workspace.dossier.add_assertions(make_claim(a, f"{a.text[0]} people", a.text[0]) for a in articles)
        amend_article(workspace, "4.txt", {"published": "2031-03-05"}, "Ada", "the printed page")
        amend_article(workspace, "5.txt", {"publisher": "Valley Times"}, "Ada", "")
        undo_amendment(workspace, "5.txt", "Ada", "another outlet's")
        retract_article(workspace, "6.txt", "Ada", "withdrawn on 6 March")
    assert command("--dossier", path, "audit", "export", tmp_path / "p.zip") == 0
    assert bare(tmp_path / "p.zip")[0] == 0
    for _ in range(2):
        assert command("--dossier", other, "audit", "import", tmp_path / "p.zip") == 0
        assert everything(other) == everything(path)
    assert command("--dossier", other, "audit", "verify") == 0
    with Workspace(other) as workspace:
        assert [row.published for row in workspace.dossier.article_rows()] == ["2031-03-05", None, None]


@pytest.mark.whole
def test_a_decision_that_another_dossier_has_settled_otherwise_is_left_out_and_named(
    package: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.variorum"
    assert command("--dossier", other, "audit", "import", package) == 0
    with Dossier(other) as store:
        rows = [d for d in store.recent_decisions() if d.id == "d" * 32]
        store.decide(make_decision("e", "needs_evidence", subject=rows[0].subject, based_on="d" * 32))
    fresh = tmp_path / "fresh.variorum"
    assert command("--dossier", other, "audit", "export", tmp_path / "newer.zip") == 0
    assert command("--dossier", fresh, "audit", "import", package) == 0
    with Dossier(fresh) as store:
        store.decide(make_decision("f", "contested", subject=rows[0].subject, based_on="d" * 32))
    capfd.readouterr()
    assert command("--dossier", fresh, "audit", "import", tmp_path / "newer.zip") == 0
    said = capfd.readouterr().err
    assert "eeeeeeeeeeee by Ada is left out" in said
    assert command("--dossier", fresh, "audit", "verify") == 0


@pytest.mark.whole
def test_without_the_texts_everything_but_the_quotes_is_checked_and_with_them_all(
    dossier: Path, folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path, other = tmp_path / "hashes.zip", tmp_path / "other.variorum"
    capfd.readouterr()
    assert command("--dossier", dossier, "audit", "export", path, "--no-texts") == 0
    told = re.search(r"still holds (\d+) quotes? .* the names of (\d+) speakers?", capfd.readouterr().err)
    with Dossier(dossier) as store:
        every = list(store.assertions())
    assert told is not None
    assert list(map(int, told.groups())) == [len(every), len({name for each in every for name in each.speakers})]
    with zipfile.ZipFile(path) as archive:
        assert told[0] in archive.read("README.md").decode()
        held = b"".join(archive.read(name) for name in archive.namelist() if not name.startswith("report"))
        assert not [name for name in archive.namelist() if name.startswith("texts/")]
    assert TEXT.splitlines()[0].encode() + b"\n" + TEXT.splitlines()[1].encode() not in held
    code, said = bare(path)
    assert (code, "could not be checked without the texts" in said) == (0, True)
    code, said = bare(path, "--texts", folder / "texts")
    assert (code, "could not be checked" in said) == (0, False)
    assert command("--dossier", other, "audit", "import", path) == 2
    assert "lacks texts" in capfd.readouterr().err
    assert command("--dossier", other, "audit", "import", path, "--texts", folder / "texts") == 0
    assert everything(other) == everything(dossier)
    [text, *_] = sorted((folder / "texts").iterdir())
    text.write_bytes(text.read_bytes() + b"x")
    assert bare(path, "--texts", folder / "texts")[0] == 0, "a text of another hash is not taken for it"


@pytest.mark.whole
def test_a_signed_package_pins_every_file(dossier: Path, tmp_path: Path) -> None:
    keys = {}
    for name in ("mine", "other"):
        keys[name] = tmp_path / name
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(keys[name])], check=True)
    path, unpacked = tmp_path / "p.zip", tmp_path / "unpacked"
    assert command("--dossier", dossier, "audit", "export", path, "--key", keys["mine"]) == 0
    mine, theirs = (("--signers", keys[name].with_suffix(".pub")) for name in ("mine", "other"))
    assert command("audit", "verify", path, *mine) == 0
    assert bare(path, *mine)[0] == 0
    for code, said in (bare(path, *theirs), (command("audit", "verify", path, *theirs), "not among")):
        assert code == 3
        assert "not among" in said
    with zipfile.ZipFile(path) as archive:
        archive.extractall(unpacked)
    (unpacked / "report.md").write_text("All is well.\n")
    relist(unpacked)
    for code, said in (bare(unpacked), (command("audit", "verify", unpacked), "manifest.txt")):
        assert code == 3
        assert "manifest.txt" in said
    (unpacked / "manifest.txt.sig").unlink()
    assert bare(unpacked)[0] == 0, "unsigned, the report rests on the list of files alone, as the README in it says"
    assert bare(unpacked, *mine)[0] == 3


@pytest.mark.whole
def test_growth_since_a_checkpoint_is_proved_in_the_package(dossier: Path, tmp_path: Path) -> None:
    other, first, path = tmp_path / "d.variorum", tmp_path / "first.txt", tmp_path / "p.zip"
    shutil.copy(dossier, other)
    assert command("--dossier", other, "audit", "seal", first) == 0
    with Dossier(other) as store:
        store.add_articles([make_article("Nine boats sank.")])
    assert command("--dossier", other, "audit", "export", path, "--since", first) == 0
    with zipfile.ZipFile(path) as archive:
        proofs = json.loads(archive.read("proofs.json"))
    [grown] = proofs["consistency"]
    root = base64.b64decode(first.read_text().splitlines()[2])
    steps = [bytes.fromhex(part) for part in grown["path"]]
    assert check_consistency(grown["size"], proofs["size"], root, bytes.fromhex(proofs["root"]), steps)
    assert bare(path, "--against", first)[0] == 0
    assert command("--dossier", dossier, "audit", "export", tmp_path / "q.zip", "--since", f"9999:{'0' * 64}") == 2


# ---------------------------------------------------------------------- tampering


def alter(name: str, edit: Callable[[bytes], bytes], *, listed: bool = True) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        path = folder / name
        path.write_bytes(edit(path.read_bytes()))
        if listed:
            relist(folder)

    return act


def edit_line(line: int, **changes: Any) -> Callable[[Path], None]:
    def edit(data: bytes) -> bytes:
        lines = data.splitlines()
        place = line - 1 if line > 0 else line
        content = {**json.loads(lines[place]), **changes}
        lines[place] = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        return b"\n".join(lines) + b"\n"

    return alter("ledger.jsonl", edit)


def some_text(folder: Path) -> str:
    return sorted(path.name for path in (folder / "texts").iterdir())[0]


def replace_text(folder: Path) -> None:
    alter(f"texts/{some_text(folder)}", lambda data: data.replace(b"dead", b"hurt"))(folder)


def drop_text(folder: Path) -> None:
    (folder / "texts" / some_text(folder)).unlink()


def add_file(folder: Path) -> None:
    (folder / "note.txt").write_text("Trust me.")


def add_listed(name: str, content: str = "") -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content)
        relist(folder)

    return act


def drop(name: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        (folder / name).unlink()
        relist(folder)

    return act


def rename(old: str, new: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        (folder / old).rename(folder / new)
        relist(folder)

    return act


def drop_one_text(folder: Path) -> None:
    drop_text(folder)
    relist(folder)


def edit_proofs(edit: Callable[[dict[str, Any]], None]) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        path = folder / "proofs.json"
        content = json.loads(path.read_text())
        edit(content)
        path.write_text(json.dumps(content, indent=2) + "\n")
        relist(folder)

    return act


def swap_proofs(content: dict[str, Any]) -> None:
    one, two = content["inclusion"][:2]
    one["decision"], two["decision"] = two["decision"], one["decision"]


def prove_another(content: dict[str, Any]) -> None:
    """A proof that holds, of another entry than the decision's."""
    content["inclusion"][1] |= {key: content["inclusion"][0][key] for key in ("seq", "digest", "path")}


def second_text(folder: Path) -> None:
    """Another text in the line of an article, which the text beside it hides."""

    def edit(data: bytes) -> bytes:
        lines = data.splitlines()
        content = json.loads(lines[0])
        content["body"]["text"] = "Nobody died."
        lines[0] = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        return b"\n".join(lines) + b"\n"

    alter("ledger.jsonl", edit)(folder)


def in_line(number: int, old: bytes, new: bytes) -> Callable[[Path], None]:
    def edit(data: bytes) -> bytes:
        lines = data.splitlines(keepends=True)
        assert old in lines[number - 1]
        lines[number - 1] = lines[number - 1].replace(old, new, 1)
        return b"".join(lines)

    return alter("ledger.jsonl", edit)


def in_file(name: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    return alter(name, lambda data: data.replace(old, new, 1))


def add_link(folder: Path) -> None:
    (folder / "link.txt").symlink_to("/etc/hostname")


def other_root(data: bytes) -> bytes:
    return data.replace(data.splitlines()[2], b"A" * 43 + b"=")


PROOF_PATH = b'"path": [\n        "'
TAMPERING: dict[str, tuple[Callable[[Path], None], str]] = {
    "a text": (replace_text, "does not match its hash"),
    "a text that is gone": (drop_text, "it is gone"),
    "a digest": (edit_line(1, digest="0" * 64), "ledger entry 1: its digest"),
    "a time": (edit_line(3, recorded_at="2001-01-01T00:00:00Z"), "ledger entry 3: "),
    "a number": (edit_line(3, seq=7), "entry 3 is missing"),
    "a key more": (edit_line(3, note="x"), "line 3 of ledger.jsonl is no entry"),
    "a fraction": (edit_line(3, seq=3.5), "line 3 of ledger.jsonl is no entry"),
    "a ledger cut short": (alter("ledger.jsonl", lambda data: data[:-5000]), "line "),
    "a ledger without its last line": (
        alter("ledger.jsonl", lambda data: b"\n".join(data.splitlines()[:-1]) + b"\n"),
        "is gone",
    ),
    "a report": (alter("report.md", lambda data: data + b"!", listed=False), "report.md: it was altered"),
    "an annotation": (alter("annotations.jsonld", lambda data: data + b" ", listed=False), "annotations.jsonld"),
    "a checkpoint": (alter("checkpoint.txt", other_root), "history was rewritten"),
    "no checkpoint": (alter("checkpoint.txt", lambda _: b"none"), "is no checkpoint"),
    "a proof": (alter("proofs.json", lambda data: data.replace(PROOF_PATH, PROOF_PATH + b"00", 1)), "its proof does"),
    "a list of files that is none": (alter("manifest.txt", lambda _: b"x\n", listed=False), "no list of files"),
    "a file put in": (add_file, "note.txt: it was put in"),
    "a link put in": (add_link, "holds what no package has"),
    "a module put in and listed": (add_listed("hashlib.py"), "hashlib.py: it was put in: no export"),
    "a note put in and listed": (add_listed("NOTE.md", "Trust me."), "NOTE.md: it was put in: no export"),
    "a text of no article": (add_listed(f"texts/{'0' * 64}.txt"), "it is the text of no article"),
    "a text under another name": (add_listed("texts/note.txt"), "it is the text of no article"),
    "a folder put in": (
        add_listed("json/__init__.py"),
        "no export",
    ),
    "a twin by case": (add_listed("readme.md"), "capitals do not count"),
    "a name in capitals": (rename("report.md", "REPORT.md"), "report.md: it is gone"),
    "one text taken out": (drop_one_text, "it is gone, and other texts are there"),
    "a report taken out": (drop("report.json"), "report.json: it is gone"),
    "the program taken out": (drop("verify.py"), "verify.py: it is gone"),
    "a key twice": (in_line(1, b'"seq":1', b'"seq":9,"seq":1'), "line 1 of ledger.jsonl is no entry"),
    "a key twice within": (in_line(1, b'"name":', b'"name":"x","name":'), "line 1 of ledger.jsonl is no entry"),
    "a space in a line": (in_line(2, b'"kind":', b'"kind": '), "line 2 of ledger.jsonl is no entry"),
    "a sign written as an escape": (in_line(2, b'"kind"', b'"k\\u0069nd"'), "line 2 of ledger.jsonl is no entry"),
    "capitals in a digest": (edit_line(2, digest="A" * 64), "line 2 of ledger.jsonl is no entry"),
    "a number as text": (edit_line(2, seq="2"), "line 2 of ledger.jsonl is no entry"),
    "yes for one": (edit_line(1, seq=True), "line 1 of ledger.jsonl is no entry"),
    "lines as Windows ends them": (alter("ledger.jsonl", lambda d: d.replace(b"\n", b"\r\n")), "line 1 of ledger"),
    "a mark before the ledger": (alter("ledger.jsonl", lambda d: b"\xef\xbb\xbf" + d), "line 1 of ledger"),
    "an empty line in the ledger": (alter("ledger.jsonl", lambda d: d + b"\n"), "is no entry"),
    "a ledger without its last sign": (alter("ledger.jsonl", lambda d: d[:-1]), "is no entry"),
    "a second text of an article": (second_text, "line 1 of ledger.jsonl is no entry"),
    "another digest of a body": (edit_line(1, body_sha256="0" * 64), "the digest of its body is not the one"),
    "a digest of a body too many": (edit_line(-1, body_sha256="0" * 64), "of ledger.jsonl is no entry"),
    "no proofs": (drop("proofs.json"), "proofs.json: it is gone"),
    "a proof taken out": (edit_proofs(lambda p: p["inclusion"].pop()), "there is no proof of it"),
    "a proof twice": (edit_proofs(lambda p: p["inclusion"].append(p["inclusion"][0])), "is not one of the decision"),
    "two proofs exchanged": (edit_proofs(swap_proofs), "is not one of the decision"),
    "a proof of another entry": (edit_proofs(prove_another), "is not one of the decision"),
    "a part more in the proofs": (edit_proofs(lambda p: p.update(note="x")), "other parts than an export writes"),
    "a part more in a proof": (edit_proofs(lambda p: p["inclusion"][0].update(note="x")), "its proof does not hold"),
    "proofs of another size": (edit_proofs(lambda p: p.update(size=1)), "another state of the ledger"),
    "growth from nothing": (
        edit_proofs(lambda p: p["consistency"].append({"size": 1, "root": "0" * 64, "path": []})),
        "not shown to have grown",
    ),
    "a key twice in the proofs": (in_file("proofs.json", b'"size"', b'"size": 1,\n  "size"'), "as an export writes it"),
    "a checkpoint as Windows ends lines": (
        alter("checkpoint.txt", lambda d: d.replace(b"\n", b"\r\n")),
        "as an export writes it",
    ),
    "a word after the checkpoint": (alter("checkpoint.txt", lambda d: d + b"Trust me.\n"), "as an export writes it"),
    "a list as Windows ends lines": (
        alter("manifest.txt", lambda d: d.replace(b"\n", b"\r\n"), listed=False),
        "no list of files",
    ),
    "a list in another order": (
        alter("manifest.txt", lambda d: b"".join(reversed(d.splitlines(keepends=True))), listed=False),
        "no list of files",
    ),
    "a name twice in the list": (
        alter("manifest.txt", lambda d: d.splitlines(keepends=True)[0] + d, listed=False),
        "no list of files",
    ),
    "a word after the list": (alter("manifest.txt", lambda d: d + b"Trust me.\n", listed=False), "no list of files"),
}


@pytest.mark.whole
@pytest.mark.parametrize("what", TAMPERING)
def test_a_package_that_was_tampered_with_is_found_by_both(
    folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], what: str
) -> None:
    act, words = TAMPERING[what]
    shutil.copy(folder / "verify.py", tmp_path / "verify.py")
    act(folder)
    code, theirs = bare(folder, program=tmp_path / "verify.py")
    assert code == 3, theirs
    assert any(word in theirs for word in words.split("|")), theirs
    assert command("audit", "verify", folder) == 3
    ours = capfd.readouterr().err
    assert any(word in ours for word in words.split("|")), ours


@pytest.mark.whole
@pytest.mark.parametrize("options", [[], ["-I"], ["-P"], ["-S"]])
def test_checking_a_package_runs_nothing_that_lies_in_it(folder: Path, tmp_path: Path, options: list[str]) -> None:
    mark = tmp_path / "run"
    for name in ("hashlib", "json", "argparse", "re", "zipfile", "struct", "typing", "pathlib", "base64"):
        (folder / f"{name}.py").write_text(f"open({str(mark)!r}, 'w')\n")
    line = [sys.executable, *options, "verify.py"]
    environment = {**os.environ, "PYTHONPATH": str(folder)} if options else os.environ
    for variables in (os.environ, environment):
        done = subprocess.run(line, cwd=folder, env=variables, capture_output=True, text=True, check=False)
        assert "hashlib.py: it was put in" in done.stderr
        assert done.returncode == 3
    assert not mark.exists()


@pytest.mark.whole
def test_another_program_in_a_package_is_named(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert command("audit", "verify", folder) == 0
    assert "its verify.py is the program that checked it" in capfd.readouterr().out
    (folder / "verify.py").write_text("print('intact: all is well')\n")
    relist(folder)
    assert command("audit", "verify", folder) == 0
    assert "is not the program that checked it: do not run it" in capfd.readouterr().out
    (tmp_path / "verify.py").write_text(standalone.build_program())
    code, said = bare(folder, "--json", program=tmp_path / "verify.py")
    assert (code, json.loads(said)["same_program"]) == (0, False)


@pytest.mark.whole
def test_an_export_writes_the_files_that_a_check_allows(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        names = {name for name in archive.namelist() if not name.startswith("texts/")}
    assert names == {*COMPUTED, LEDGER, CHECKPOINT, PROOFS, MANIFEST}


@pytest.mark.whole
def test_an_import_names_whose_decisions_it_takes_and_takes_what_was_checked(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    copy, other = Path(shutil.copy(package, tmp_path / "copy.zip")), tmp_path / "other.variorum"

    def checked(*arguments: Any) -> Verdict:
        verdict = verify_package(*arguments)
        copy.write_bytes(b"")  # somebody changes the file between the check and the import
        return verdict

    monkeypatch.setattr("tui.cli.commands.audit.verify_package", checked)
    assert command("--dossier", other, "audit", "import", copy) == 0
    said = capfd.readouterr().err
    assert "4 decisions by Ada, which nobody signed" in said
    assert len(everything(other)) > 20


# ---------------------------------------------------------------------- hostile zips


HIDING: dict[str, Callable[[bytes], bytes]] = {
    "bytes before it": lambda data: b"#!/bin/sh\n" + data,
    "bytes after it": lambda data: data + b"x",
    "a comment": lambda data: data[:-2] + b"\x05\x00hello",
    "a member that the directory lacks": lambda data: hide_member(data),
    "a name that differs before the file": lambda data: data[:30] + b"L" + data[31:],
    "an extra field": lambda data: add_extra(data),
    "a time": lambda data: data[:10] + b"\x01" + data[11:],
}


def hide_member(data: bytes) -> bytes:
    """Put a file between the files and the directory, which does not have it."""
    end = data.rfind(b"PK\x05\x06")
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    hidden = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 33, 0, 1, 1, 5, 0) + b"a.txt" + b"x"
    moved = data[: end + 16] + (start + len(hidden)).to_bytes(4, "little") + data[end + 20 :]
    return moved[:start] + hidden + moved[start:]


def add_extra(data: bytes) -> bytes:
    """Note something with the last file of the directory."""
    end, last = data.rfind(b"PK\x05\x06"), data.rfind(b"PK\x01\x02")
    size = int.from_bytes(data[end + 12 : end + 16], "little") + 8
    noted = data[: last + 30] + b"\x08\x00" + data[last + 32 : end] + b"xx\x04\x00hide"
    return noted + data[end : end + 12] + size.to_bytes(4, "little") + data[end + 16 :]


@pytest.mark.whole
@pytest.mark.parametrize("what", HIDING)
def test_nothing_hides_in_a_zip(package: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], what: str) -> None:
    path = tmp_path / "hiding.zip"
    path.write_bytes(HIDING[what](package.read_bytes()))
    with zipfile.ZipFile(path) as archive:
        assert len(archive.namelist()) > 10, "other readers take it"
    assert bare(path)[0] == command("audit", "verify", path) == 3
    assert command("--dossier", tmp_path / "d.variorum", "audit", "import", path) == 3
    assert "unpack it, check the folder" in capfd.readouterr().err


@pytest.mark.whole
def test_a_folder_packed_as_an_export_does_is_intact(folder: Path, tmp_path: Path) -> None:
    path = pack(folder, tmp_path / "again.zip")
    assert bare(path)[0] == command("audit", "verify", path) == 0


def rezip(package: Path, target: Path, change: Callable[[zipfile.ZipFile], None], **options: Any) -> Path:
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(target, "w", **options) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        change(new)
    return target


def link(archive: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("evil.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(info, "/etc/passwd")


def named(name: str) -> Callable[[zipfile.ZipFile], None]:
    return lambda archive: archive.writestr(name, "x")


@pytest.mark.whole
@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "change",
    [
        *(named("../evil.txt"), named("/etc/evil"), named("a/b/c.txt"), named("texts/../evil"), named("a\\b.txt")),
        *(named("evil\x1b[31m.txt"), named("ledger.jsonl"), named("x" * 300), named(".hidden"), link),
    ],
)
def test_no_name_in_a_zip_reaches_anything(
    package: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], change: Callable[[zipfile.ZipFile], None]
) -> None:
    path = rezip(package, tmp_path / "evil.zip", change)
    assert bare(path)[0] == 3
    assert command("audit", "verify", path) == 3
    assert command("--dossier", tmp_path / "d.variorum", "audit", "import", path) == 3
    said = capfd.readouterr().err
    assert "\x1b" not in said
    assert not (tmp_path / "d.variorum").exists()
    assert not list(tmp_path.parent.rglob("evil.txt"))


@pytest.mark.whole
def test_a_bomb_is_not_opened(package: Path, tmp_path: Path) -> None:
    compressed = rezip(package, tmp_path / "c.zip", lambda archive: None, compression=zipfile.ZIP_DEFLATED)
    overlapping = bytearray(package.read_bytes())
    end = overlapping.rfind(b"PK\x01\x02")
    overlapping[end + 20 : end + 28] = (2**31).to_bytes(4, "little") * 2
    (tmp_path / "o.zip").write_bytes(overlapping)
    for path, words in ((compressed, "unpack it"), (tmp_path / "o.zip", "")):
        code, said = bare(path)
        assert code == 3
        assert words in said
    for data in (b"", b"PK", package.read_bytes()[:1000], package.read_bytes()[:-30], os.urandom(5000)):
        (tmp_path / "x.zip").write_bytes(data)
        assert bare(tmp_path / "x.zip")[0] == 3
    assert bare(tmp_path / "none.zip")[0] == command("audit", "verify", tmp_path / "none.zip") == 2


@pytest.mark.whole
def test_flipped_bits_in_a_zip_are_found_by_both_or_change_no_file(package: Path, tmp_path: Path) -> None:
    import random

    whole, chance, path = package.read_bytes(), random.Random(5), tmp_path / "x.zip"
    with zipfile.ZipFile(package) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(25):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        code, _ = bare(path)
        assert command("audit", "verify", path) == code
        if code == 0:
            with zipfile.ZipFile(path) as archive:
                assert {name: archive.read(name) for name in archive.namelist()} == files


@pytest.mark.whole
def test_a_ledger_of_one_endless_line_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("claims.proof.package.LARGEST", 5_000)
    (folder / "ledger.jsonl").write_bytes(b"{" * 20_000)
    with Package(folder) as opened, pytest.raises(PackageError, match="line 1"):
        list(opened.lines())
    (folder / "ledger.jsonl").write_bytes(b"[" * 4_000 + b"\n")
    with Package(folder) as opened, pytest.raises(PackageError, match="line 1"):
        list(opened.lines())


# ---------------------------------------------------------------------- read by others


old_parser = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
"""Which rdflib's own JSON-LD parser still uses."""


@pytest.mark.whole
def test_prov_reads_the_provenance_and_writes_the_same(folder: Path) -> None:
    model = pytest.importorskip("prov.model")
    document = model.ProvDocument.deserialize(content=(folder / "provenance.json").read_text(), format="json")
    again = model.ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    assert again == document
    theirs = {line.strip().replace("+00:00", "Z") for line in document.get_provn().splitlines()}
    ours = sorted(line.strip() for line in (folder / "provenance.provn").read_text().split("\n") if line.strip())
    assert len(ours) == len(list(document.get_records())) + len(("document", "prefix", "endDocument"))
    plain = [line for line in ours if "\\" not in line and line.isprintable()]
    assert len(plain) > 100
    assert set(plain) <= theirs
    kinds = {type(record).__name__ for record in document.get_records()}
    assert {"ProvEntity", "ProvActivity", "ProvAgent", "ProvInvalidation", "ProvUsage", "ProvAssociation"} <= kinds


@old_parser
@pytest.mark.whole
def test_rdflib_reads_the_provenance_and_it_says_the_same_as_the_other_notation(folder: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(data=(folder / "provenance.jsonld").read_text(), format="json-ld")
    again = rdflib.Graph().parse(data=graph.serialize(format="nt"), format="nt")
    assert set(again) == set(graph)
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    content = json.loads((folder / "provenance.json").read_text())
    for kind in ("entity", "activity", "agent"):
        names = {rdflib.URIRef(name.replace("v:", NAMESPACE, 1)) for name in content[kind]}
        assert set(graph.subjects(rdflib.RDF.type, prov[kind.capitalize()])) == names
    assert len(list(graph.triples((None, prov.used, None)))) == len(content["used"])
    quoted = [each for each in content["wasDerivedFrom"].values() if "prov:Quotation" in str(each.get("prov:type"))]
    assert len(list(graph.triples((None, prov.wasQuotedFrom, None)))) == len(quoted)


@old_parser
@pytest.mark.whole
def test_rdflib_reads_the_annotations_and_each_selects_its_words_twice(folder: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    page = json.loads((folder / "annotations.jsonld").read_text())
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    # What that context says of the words used here, so that nothing has to be fetched.
    oa = "http://www.w3.org/ns/oa#"
    words: dict[str, Any] = {
        name: oa + name for name in ("Annotation", "TextPositionSelector", "TextQuoteSelector", "TextualBody")
    }
    words |= {name: oa + name for name in ("exact", "prefix", "suffix", "start", "end")}
    linking = ("body", "target", "source", "selector")
    words |= {name: {"@id": oa + f"has{name.capitalize()}", "@type": "@id"} for name in linking}
    words["items"] = {"@id": "urn:items", "@container": "@list"}
    page["@context"][0] = {"id": "@id", "type": "@type", **words}
    graph = rdflib.Graph().parse(data=json.dumps(page), format="json-ld", publicID=folder.as_uri() + "/")
    oa = rdflib.Namespace(oa)
    found = 0
    for annotation in graph.subjects(rdflib.RDF.type, oa.Annotation):
        target = graph.value(annotation, oa.hasTarget)
        source = str(graph.value(target, oa.hasSource)).rsplit("/", 1)[-1]
        text = (folder / "texts" / source).read_bytes().decode()
        (position,) = [s for s in graph.objects(target, oa.hasSelector) if graph.value(s, oa.start) is not None]
        (quote,) = [s for s in graph.objects(target, oa.hasSelector) if graph.value(s, oa.exact) is not None]
        start, end = (int(graph.value(position, oa[name])) for name in ("start", "end"))
        exact, prefix, suffix = (str(graph.value(quote, oa[name])) for name in ("exact", "prefix", "suffix"))
        assert text[start:end] == exact
        assert text[:start].endswith(prefix)
        assert text[end:].startswith(suffix)
        found += 1
    assert found == len(page["items"]) > 20


def test_the_crate_has_its_makers_and_terms_as_entities_and_declares_every_term(folder: Path) -> None:
    crate = json.loads((folder / "ro-crate-metadata.json").read_text())
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    root = entities["./"]
    authors = root["author"] if isinstance(root["author"], list) else [root["author"]]
    kinds = {entities[each["@id"]]["@type"] for each in (root["license"], root["publisher"], *authors)}
    assert kinds <= {"CreativeWork", "Organization", "Person"}
    assert crate["@context"][1].keys() == {"sha256"}
    linked = [entity["publisher"]["@id"] for entity in entities.values() if "publisher" in entity]
    assert {entities[id_]["@type"] for id_ in linked} == {"Organization"}


def test_the_page_of_annotations_is_part_of_a_collection_of_all(folder: Path) -> None:
    page = json.loads((folder / "annotations.jsonld").read_text())
    assert (page["startIndex"], page["partOf"]["first"]) == (0, page["id"])
    assert page["partOf"]["total"] == len(page["items"])


@pytest.mark.whole
def test_rocrate_reads_the_crate_and_knows_every_file(folder: Path, tmp_path: Path) -> None:
    crate = pytest.importorskip("rocrate.rocrate").ROCrate(folder)
    ids = {entity.id for entity in crate.get_entities()}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files - {"ro-crate-metadata.json"} <= ids
    assert crate.root_dataset["datePublished"]
    crate.write(tmp_path / "again")
    again = json.loads((tmp_path / "again" / "ro-crate-metadata.json").read_text())
    ours = json.loads((folder / "ro-crate-metadata.json").read_text())
    assert {node["@id"] for node in again["@graph"]} == {node["@id"] for node in ours["@graph"]}
    for path in (folder / "texts").iterdir():
        assert hashlib.sha256((tmp_path / "again" / "texts" / path.name).read_bytes()).hexdigest() == path.stem
