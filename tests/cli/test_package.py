"""Packages: the same bytes everywhere, read by libraries we did not write, taken over whole, and never trusted."""

import ast
import base64
import hashlib
import json
import os
import shutil
import stat
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
from claims.proof.package import Package, PackageError
from claims.store.dossier import Dossier
from tests.support.command_line import command
from tests.support.hostile_dossier import TEXT, make_hostile_dossier
from tests.support.packages import make_decision, relist
from tests.support.paths import ROOT
from tests.support.store_builders import make_article, make_claim
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


def bare(package: Path, *options: object) -> tuple[int, str]:
    program = package / "verify.py" if package.is_dir() else package.with_name("verify.py")
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
    assert command("--dossier", dossier, "audit", "export", path, "--no-texts") == 0
    with zipfile.ZipFile(path) as archive:
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
        content = {**json.loads(lines[line - 1]), **changes}
        lines[line - 1] = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
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
}


@pytest.mark.whole
@pytest.mark.parametrize("what", TAMPERING)
def test_a_package_that_was_tampered_with_is_found_by_both(
    folder: Path, capfd: pytest.CaptureFixture[str], what: str
) -> None:
    act, words = TAMPERING[what]
    act(folder)
    code, theirs = bare(folder)
    assert code == 3, theirs
    assert any(word in theirs for word in words.split("|")), theirs
    assert command("audit", "verify", folder) == 3
    ours = capfd.readouterr().err
    assert any(word in ours for word in words.split("|")), ours


# ---------------------------------------------------------------------- hostile zips


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
        names = {rdflib.URIRef(name.replace("v:", "urn:variorum:", 1)) for name in content[kind]}
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
