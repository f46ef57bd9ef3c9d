"""Reviewers are listed by command; those with a key sign what they decide, and every way to get round it is found."""

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from claims.proof.canonical import canonical_bytes
from claims.proof.reviewers import SIGNED_AS, commit_entry, commit_field, field_salt, signed_text
from claims.proof.standalone import build_program
from claims.store.dossier import Dossier, NotSignedError
from tests.support.command_line import Run, command
from tests.support.keys import agent_with, judge, make_key, needs_ssh
from tests.support.packages import make_decision, reseal
from tests.support.store_builders import make_article, make_claim
from tui.services.workspace import Workspace

ITEM = "quay/killed"


def begin(path: Path) -> None:
    article = make_article("Nine people died on the quay. Five of them were children.")
    with Dossier(path, create=True) as store:
        store.add_articles([article])
        store.add_assertions([make_claim(article, "Nine people died", "nine", subject="quay")])


def test_the_list_begins_with_an_admin_and_says_who_may(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "d.variorum"
    begin(path)

    def reviewers(*arguments: object, name: str = "Ada") -> Any:
        return run("--dossier", path, "--reviewer", name, "reviewers", *arguments)

    assert "everybody decides" in reviewers().err
    assert reviewers("add", "Ada", "--role", "coder").code == 2
    assert reviewers("add", "Ada").code == 0
    assert reviewers("add", "Bo", "--role", "coder").code == 0
    assert reviewers("list", "--format", "json").json == [
        {"name": "Ada", "role": "admin", "key": ""},
        {"name": "Bo", "role": "coder", "key": ""},
    ]
    deciding = ("decide", ITEM, "--contested", "--because", "Both stand.")
    for name in ("Bo", "Eve"):
        refused = run("--dossier", path, "--reviewer", name, *deciding)
        assert (refused.code, "those who may decide in this dossier: Ada (admin)" in refused.err) == (2, True)
        assert reviewers("add", "Eve", name=name).code == 2
    assert reviewers("add", "Bo", "--role", "reviewer").code == 0
    assert run("--dossier", path, "audit", "seal", tmp_path / "sealed").code == 0
    assert run("--dossier", path, "--reviewer", "Bo", *deciding).code == 0
    assert reviewers("retire", "Bo").code == 0
    assert reviewers("retire", "Ada").code == 2
    assert run("--dossier", path, "--reviewer", "Bo", "decide", ITEM, "--undo").code == 2
    assert run("--dossier", path, "audit", "verify").code == 0
    assert run("--dossier", path, "audit", "verify", "--newest", "--against", tmp_path / "sealed").code == 0


@pytest.mark.parametrize("words", ["no key at all", "ssh-dss AAAA", "ssh-ed25519 AAAA\nssh-ed25519 AAAA", ""])
def test_a_file_that_holds_no_key_is_refused(run: Run, tmp_path: Path, words: str) -> None:
    path, key = tmp_path / "d.variorum", tmp_path / "key.pub"
    begin(path)
    key.write_text(words)
    refused = run("--dossier", path, "--reviewer", "Ada", "reviewers", "add", "Ada", "--key", key)
    assert (refused.code, "nothing was recorded" in refused.err) == (2, True)
    with Dossier(path) as store:
        assert not store.roster().exists


# ---------------------------------------------------------------------- signed


class Team(NamedTuple):
    """A dossier whose reviewers, Ada and Bo, each have a key."""

    path: Path
    ada: Path
    bo: Path

    def act(self, name: str, *line: object, key: Path | None = None) -> int:
        """Run a command as one of them, with the private key named."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("VARIORUM_KEY", str(key or getattr(self, name.lower())))
            return command("--dossier", self.path, "--reviewer", name, *line)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """The team, after two signed decisions, a merge and a change of the list."""
    folder = tmp_path_factory.mktemp("team")
    team = Team(folder / "d.variorum", make_key(folder / "ada"), make_key(folder / "bo"))
    begin(team.path)
    assert team.act("Ada", "reviewers", "add", "Ada", "--key", f"{team.ada}.pub") == 0
    assert team.act("Ada", "reviewers", "add", "Bo", "--key", f"{team.bo}.pub") == 0
    assert team.act("Ada", "decide", ITEM, "--contested", "--because", "Both stand.") == 0
    assert team.act("Bo", "decide", ITEM, "--undecided", "--because", "I cannot say.") == 0
    return team


@pytest.fixture
def team(made: Team, tmp_path: Path) -> Team:
    return made._replace(path=Path(shutil.copy(made.path, tmp_path / "d.variorum")))


@pytest.fixture(autouse=True)
def no_agent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the agent nor the keys of whoever runs the tests."""
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.delenv("VARIORUM_KEY", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


def unpack(team: Team, folder: Path) -> tuple[Path, list[dict[str, Any]]]:
    """A package of the dossier, unpacked, and the lines of its ledger."""
    assert command("--dossier", team.path, "audit", "export", folder / "p.zip") == 0
    with zipfile.ZipFile(folder / "p.zip") as archive:
        archive.extractall(folder / "p")
    lines = (folder / "p" / "ledger.jsonl").read_bytes().splitlines()
    return folder / "p", [json.loads(line) for line in lines]


def bare(folder: Path, *options: object) -> tuple[int, Any]:
    program = folder.with_name("verify.py")
    program.write_text(build_program())
    line = [sys.executable, "-I", "-S", *map(str, (program, "--json", *options, folder))]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout)


@needs_ssh
@pytest.mark.whole
def test_each_decision_carries_a_signature_that_ssh_keygen_takes(team: Team, tmp_path: Path) -> None:
    folder, lines = unpack(team, tmp_path)
    keys = {"Ada": team.ada, "Bo": team.bo}
    signed = [line for line in lines if line["kind"] in {"decision", "reviewer"}]
    assert len(signed) == 4
    for line in signed:
        body = line["body"]
        text = signed_text(line["kind"], body, canonical_bytes)
        public = keys[body["reviewer"]].with_suffix(".pub")
        assert judge(text, body["signature"], public, SIGNED_AS, tmp_path)
        assert not judge(text + b"x", body["signature"], public, SIGNED_AS, tmp_path)
        assert not judge(text, body["signature"], public, "variorum", tmp_path)
    assert command("--dossier", team.path, "audit", "verify") == command("audit", "verify", folder) == 0
    code, said = bare(folder)
    assert (code, said["findings"]) == (0, [])
    assert said["decided"] == [{"reviewer": name, "decisions": 1, "signed": 1} for name in ("Ada", "Bo")]


@needs_ssh
@pytest.mark.whole
def test_provenance_and_crate_carry_the_reviewers_and_what_they_signed(team: Team, tmp_path: Path) -> None:
    folder, lines = unpack(team, tmp_path)
    signatures = {line["body"]["signature"] for line in lines if "signature" in line["body"]}
    for name in ("provenance.json", "provenance.jsonld", "provenance.provn"):
        text = (folder / name).read_text()
        assert all(each.splitlines()[1] in text for each in signatures)
    provenance = json.loads((folder / "provenance.json").read_text())
    listed = [each for each in provenance["activity"].values() if each["prov:type"]["$"] == "v:ReviewerChange"]
    assert sorted((each["prov:label"], each["v:role"]) for each in listed) == [
        ("add Ada", "admin"),
        ("add Bo", "reviewer"),
    ]
    crate = json.loads((folder / "ro-crate-metadata.json").read_text())["@graph"]
    people = {each["name"]: each for each in crate if each["@type"] == "Person"}
    assert people.keys() == {"Ada", "Bo"}
    assert people["Ada"]["jobTitle"] == "admin"
    assert people["Ada"]["identifier"].startswith("SHA256:")
    assert crate[1]["contributor"] == [{"@id": people[name]["@id"]} for name in ("Ada", "Bo")]


@needs_ssh
@pytest.mark.whole
def test_a_field_can_be_taken_out_and_the_signature_stays_good(team: Team, tmp_path: Path) -> None:
    _, lines = unpack(team, tmp_path)
    [body] = [line["body"] for line in lines if line["kind"] == "decision" and line["body"]["reviewer"] == "Ada"]
    kept = {name: value for name, value in body.items() if name not in {"seed", "signature", "rationale"}}
    salts = {name: field_salt(body["seed"], name) for name in kept}
    taken_out = commit_field(field_salt(body["seed"], "rationale"), "rationale", body["rationale"], canonical_bytes)
    # From here on neither seed nor rationale is known.
    fields = {name: commit_field(salts[name], name, value, canonical_bytes) for name, value in kept.items()}
    commitment = commit_entry("decision", {**fields, "rationale": taken_out}, canonical_bytes)
    text = f"variorum.entry/1\n{commitment}\n".encode()
    assert judge(text, body["signature"], team.ada.with_suffix(".pub"), SIGNED_AS, tmp_path)
    guess = commit_field(b"\0" * 32, "rationale", body["rationale"], canonical_bytes)
    assert guess != taken_out, "who guesses the words cannot confirm the guess without the salt"


@needs_ssh
@pytest.mark.whole
def test_an_agent_signs_without_asking_and_without_a_private_key_on_disk(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    line = ("--dossier", team.path, "--reviewer", "Ada", "decide", ITEM, "--contested", "--because", "Still.")
    assert command(*line) == 2
    assert "there is no agent that could have it" in capfd.readouterr().err
    locked = make_key(tmp_path / "locked", passphrase="secret")
    with agent_with(team.ada) as address:
        monkeypatch.setenv("SSH_AUTH_SOCK", address)
        assert command(*line) == 0
        assert team.act("Ada", "reviewers", "add", "Ada", "--key", f"{locked}.pub") == 0
        assert command(*line) == 2
        assert "no agent has it" in capfd.readouterr().err
    monkeypatch.setenv("VARIORUM_KEY", str(locked))
    assert command(*line) == 2
    assert "a passphrase, which is not asked for" in capfd.readouterr().err
    with Dossier(team.path) as store:
        assert len(store.recent_decisions()) == 3
    assert command("--dossier", team.path, "audit", "verify") == 0


@needs_ssh
@pytest.mark.whole
def test_a_new_key_counts_from_then_on_and_rsa_keys_do_too(team: Team, tmp_path: Path) -> None:
    new = make_key(tmp_path / "new", kind="rsa")
    assert team.act("Ada", "reviewers", "add", "Bo", "--key", f"{new}.pub") == 0
    line = ("decide", ITEM, "--contested", "--because", "Now both.")
    assert team.act("Bo", *line) == 2, "the old key"
    assert team.act("Bo", *line, key=new) == 0
    assert command("--dossier", team.path, "audit", "verify") == 0
    folder, _ = unpack(team, tmp_path)
    assert bare(folder)[1]["decided"] == [
        {"reviewer": "Ada", "decisions": 1, "signed": 1},
        {"reviewer": "Bo", "decisions": 2, "signed": 2},
    ]


@needs_ssh
@pytest.mark.whole
def test_what_is_recorded_past_the_list_is_not_taken_by_the_store(team: Team) -> None:
    with Dossier(team.path) as store:
        head = store.recent_decisions()[0].id
        with pytest.raises(NotSignedError, match="it is not signed"):
            store.decide(make_decision("a", "contested", based_on=head))
        signed = store.recent_decisions()[0]
        stolen = make_decision("b", "contested", based_on=head, seed=signed.seed, signature=signed.signature)
        with pytest.raises(NotSignedError, match="its signature is not good"):
            store.decide(stolen)


@needs_ssh
@pytest.mark.whole
def test_a_list_that_changes_while_a_reviewer_signs_holds(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARIORUM_KEY", str(team.bo))
    with Workspace(team.path) as workspace:
        sign, head = workspace.dossier.sign, workspace.dossier.recent_decisions()[0].id
        assert sign is not None

        def retire_meanwhile(*arguments: Any) -> list[str]:
            signatures = sign(*arguments)
            assert team.act("Ada", "reviewers", "retire", "Bo") == 0
            return signatures

        workspace.dossier.sign = retire_meanwhile
        with pytest.raises(Exception, match="Bo is not among the listed reviewers"):
            workspace.dossier.decide(make_decision("a", "contested", reviewer="Bo", based_on=head))


# ---------------------------------------------------------------------- forged


def find(lines: list[dict[str, Any]], kind: str, reviewer: str, number: int = 0) -> dict[str, Any]:
    bodies: list[dict[str, Any]] = [line["body"] for line in lines if line["kind"] == kind]
    return [body for body in bodies if body["reviewer"] == reviewer][number]


def unsign(lines: list[dict[str, Any]]) -> None:
    for name in ("seed", "signature"):
        find(lines, "decision", "Ada").pop(name)


def change_words(lines: list[dict[str, Any]]) -> None:
    find(lines, "decision", "Ada")["rationale"] = "Neither stands."


def exchange(lines: list[dict[str, Any]]) -> None:
    one, two = find(lines, "decision", "Ada"), find(lines, "decision", "Bo")
    one["signature"], two["signature"] = two["signature"], one["signature"]


def pass_on(lines: list[dict[str, Any]]) -> None:
    """Ada's decision, given out as Bo's."""
    find(lines, "decision", "Ada")["reviewer"] = "Bo"


def borrow(lines: list[dict[str, Any]]) -> None:
    """Bo's decision under the signature and the seed of Ada's."""
    one, two = find(lines, "decision", "Ada"), find(lines, "decision", "Bo")
    two["signature"], two["seed"] = one["signature"], one["seed"]


def by_nobody(lines: list[dict[str, Any]]) -> None:
    body = find(lines, "decision", "Ada")
    body["reviewer"] = "Eve"
    del body["seed"], body["signature"]


def before_being_listed(lines: list[dict[str, Any]]) -> None:
    """Bo's decision moved before the entry that lists Bo."""
    place = next(n for n, line in enumerate(lines) if line["kind"] == "reviewer" and line["body"]["name"] == "Bo")
    where = next(n for n, line in enumerate(lines) if line["body"].get("rationale") == "I cannot say.")
    lines.insert(place, lines.pop(where))
    for line in lines:
        line["recorded_at"] = lines[0]["recorded_at"]


def take_the_key_away(lines: list[dict[str, Any]]) -> None:
    find(lines, "reviewer", "Ada", 1)["key"] = ""


def list_oneself(lines: list[dict[str, Any]]) -> None:
    body = find(lines, "reviewer", "Ada", 1)
    body |= {"reviewer": "Bo", "role": "admin"}


def no_admin(lines: list[dict[str, Any]]) -> None:
    find(lines, "reviewer", "Ada")["role"] = "reviewer"


def other_seed(lines: list[dict[str, Any]]) -> None:
    find(lines, "decision", "Ada")["seed"] = "0" * 64


def odd_seed(lines: list[dict[str, Any]]) -> None:
    find(lines, "decision", "Ada")["seed"] = ""


def more_in_the_signature(lines: list[dict[str, Any]]) -> None:
    find(lines, "decision", "Ada")["signature"] += "Trust me.\n"


FORGED: dict[str, tuple[Callable[[list[dict[str, Any]]], None], str]] = {
    "a signature taken off": (unsign, "it is not signed, and Ada signs with"),
    "other words under it": (change_words, "its signature is not good"),
    "two signatures exchanged": (exchange, "its signature is not good"),
    "another's name on it": (pass_on, "its signature is not good"),
    "the signature of another entry": (borrow, "its signature is not good"),
    "somebody who is not listed": (by_nobody, "Eve is not among the listed reviewers"),
    "somebody who was not listed yet": (before_being_listed, "Bo is not among the listed reviewers"),
    "a key taken away": (take_the_key_away, "its signature is not good"),
    "somebody who lists themselves": (list_oneself, "Bo is not among the listed reviewers"),
    "a list without an admin": (no_admin, "somebody must stay or become admin"),
    "another seed": (other_seed, "its signature is not good"),
    "no seed": (odd_seed, "no seed of 64 hex digits"),
    "more than a signature": (more_in_the_signature, "not written as OpenSSH writes it"),
}


@needs_ssh
@pytest.mark.whole
@pytest.mark.parametrize("what", FORGED)
def test_a_record_that_gets_round_the_list_is_found_by_both(team: Team, tmp_path: Path, run: Run, what: str) -> None:
    forge, words = FORGED[what]
    folder, lines = unpack(team, tmp_path)
    forge(lines)
    reseal(folder, lines)
    code, theirs = bare(folder)
    ours = run("audit", "verify", folder, "--format", "json")
    assert code == ours.code == 3
    assert theirs["findings"] == ours.json["findings"]
    assert any(words in finding["message"] for finding in theirs["findings"]), theirs["findings"]
    taken = run("--dossier", tmp_path / "other.variorum", "audit", "import", folder)
    assert (taken.code, (tmp_path / "other.variorum").exists()) == (3, False)


@needs_ssh
@pytest.mark.whole
def test_another_key_in_the_same_name_is_found(team: Team, tmp_path: Path, run: Run) -> None:
    """A forger with a key of their own signs anew, in Ada's name."""
    folder, lines = unpack(team, tmp_path)
    theirs, text = make_key(tmp_path / "theirs"), tmp_path / "text"
    body = find(lines, "decision", "Ada")
    body["rationale"] = "Neither stands."
    text.write_bytes(signed_text("decision", body, canonical_bytes))
    line = ["ssh-keygen", "-q", "-Y", "sign", "-n", SIGNED_AS, "-f", str(theirs), str(text)]
    subprocess.run(line, check=True, capture_output=True)
    body["signature"] = Path(f"{text}.sig").read_text()
    reseal(folder, lines)
    code, said = bare(folder)
    assert (code, "which is not the key of Ada" in said["findings"][0]["message"]) == (3, True)
    assert run("audit", "verify", folder).code == 3


@needs_ssh
@pytest.mark.whole
def test_a_package_keeps_its_list_and_signatures_and_no_dossier_takes_the_list_of_another(
    team: Team, tmp_path: Path, run: Run
) -> None:
    unpack(team, tmp_path)
    fresh, own = tmp_path / "fresh.variorum", tmp_path / "own.variorum"
    taken = run("--dossier", fresh, "audit", "import", tmp_path / "p.zip")
    assert "1 decision by Bo, signed by Bo" in taken.err
    with Dossier(team.path) as one, Dossier(fresh) as other:
        assert one.roster().listed == other.roster().listed
    assert run("--dossier", fresh, "audit", "verify").code == 0
    begin(own)
    assert run("--dossier", own, "--reviewer", "Cy", "reviewers", "add", "Cy").code == 0
    taken = run("--dossier", own, "audit", "import", tmp_path / "p.zip")
    assert taken.code == 0
    assert "this dossier has its own" in taken.err
    assert taken.err.count("is not among the listed reviewers") == 2
    with Dossier(own) as store:
        assert list(store.roster().listed) == ["Cy"]
        assert not store.recent_decisions()
    assert run("--dossier", own, "audit", "verify").code == 0
