"""Proposers of other packages: found through their metadata, joined with the built-in ones, and never trusted."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest

from claims.extract import find_offers, make_proposers, propose_assertions
from claims.extract.proposers import ProposerError, find_problems
from claims.identity import digest
from claims.models import Article
from claims.vocabulary.loading import builtin_vocabulary
from tests.support.command_line import command, read_output

TEXT = "Seventeen villagers were killed near the bridge, the mayor said. Some 40 rescuers wore orange.\n"

# What a stranger's package would hold: a class with a name and one method, over the text of the article.
MODULE = '''
import re

from claims.extract import Proposal


class OrangeProposer:
    """Finds whom it likes."""

    name = "orange"

    def propose(self, view, vocabulary):
        for found in re.finditer(r"(seventeen|(?:some )?40) [a-z]+ [a-z]+ [a-z]+", view.lower):
            start, end = view.span(*found.span())
            number_start, number_end = view.span(*found.span(1))
            yield Proposal(
                attribute="killed", value=view.text[found.start(1):found.end(1)], start=start, end=end,
                number_start=number_start, number_end=number_end, scope="civilians", rule="orange",
            )


class Breaking:
    name = "breaking"

    def propose(self, view, vocabulary):
        raise RuntimeError("out of paint")
        yield


class Leaving:
    name = "leaving"

    def propose(self, view, vocabulary):
        raise SystemExit(0)
        yield


class Far:
    name = "far"
    sends_to = "paint.example"

    def propose(self, view, vocabulary):
        with open("sent", "a") as file:
            file.write("x")
        return ()


class Nameless:
    pass
'''


def install(folder: Path, package: str, *entries: str) -> None:
    """Write what an installer leaves behind: the module, and the metadata with its entry points."""
    (folder / "orange_paint.py").write_text(MODULE, "utf-8")
    metadata = folder / f"{package.replace('-', '_')}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", "utf-8")
    (metadata / "entry_points.txt").write_text("[variorum.proposers]\n" + "\n".join(entries) + "\n", "utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def export(capsys: pytest.CaptureFixture[str]) -> list[str]:
    command("claims", "export", "--status", "all")
    return capsys.readouterr().out.splitlines()


def article(text: str = TEXT) -> Article:
    return Article(id=digest(text), name="a", published="2019-11-06", text=text, text_sha256="", original_sha256="")


def test_a_package_offers_a_proposer_through_its_entry_points(folder: Path) -> None:
    install(folder, "orange-paint", "orange = orange_paint:OrangeProposer")
    offer = next(offer for offer in find_offers() if offer.name == "orange")
    assert (offer.package, offer.problem, offer.summary) == ("orange-paint", "", "Finds whom it likes.")
    assert "orange" in [proposer.name for proposer in make_proposers()]


def test_what_two_proposers_read_alike_is_agreed_and_what_no_words_bear_out_is_refused(folder: Path) -> None:
    install(folder, "orange-paint", "orange = orange_paint:OrangeProposer")
    result = propose_assertions(article(), builtin_vocabulary(), make_proposers(["orange", "lexical"]))
    [killed] = [a for a in result.assertions if a.attribute == "killed"]
    assert (killed.tier, killed.extracted_by, killed.written) == ("agreed", "lexical+orange", "seventeen")
    assert [(r.proposal.proposer, r.reason) for r in result.refusals] == [("orange", "attribute")]


def test_one_proposer_alone_makes_no_agreement(folder: Path) -> None:
    install(folder, "orange-paint", "orange = orange_paint:OrangeProposer")
    result = propose_assertions(article(), builtin_vocabulary(), make_proposers(["orange"]))
    assert [(a.tier, a.extracted_by, a.rule) for a in result.assertions] == [("single", "orange", "orange")]


def test_another_scope_is_no_agreement(folder: Path) -> None:
    install(folder, "orange-paint", "orange = orange_paint:OrangeProposer")
    text = "Seventeen soldiers were killed near the bridge, the mayor said."
    result = propose_assertions(article(text), builtin_vocabulary(), make_proposers(["orange", "lexical"]))
    [killed] = [a for a in result.assertions if a.attribute == "killed"]
    assert (killed.tier, killed.extracted_by, killed.scope) == ("single", "lexical", "soldiers")


@pytest.mark.parametrize("target", ["orange_paint:Missing", "no_such_paint:Proposer"])
def test_a_package_that_cannot_be_loaded_costs_nobody_else(folder: Path, target: str) -> None:
    install(folder, "broken-paint", f"broken = {target}")
    offers = find_offers()
    assert "lexical" in [proposer.name for proposer in make_proposers((), offers)]
    [finding] = find_problems(offers)
    assert "broken-paint cannot be loaded" in finding.message
    with pytest.raises(ProposerError, match="broken-paint cannot be loaded"):
        make_proposers(["broken"], offers)


def test_no_package_takes_the_name_of_another_proposer(folder: Path) -> None:
    install(folder, "other-paint", "lexical = orange_paint:OrangeProposer")
    [finding] = find_problems(find_offers())
    assert "the name belongs to the one of variorum" in finding.message
    assert [proposer.name for proposer in make_proposers(["lexical"])] == ["lexical"]


def test_what_is_no_proposer_is_named(folder: Path) -> None:
    install(folder, "empty-paint", "nameless = orange_paint:Nameless")
    with pytest.raises(ProposerError, match="no `name` and `propose`"):
        make_proposers(["nameless"])


@pytest.mark.parametrize(
    ("name", "problem"), [("breaking", "RuntimeError: out of paint"), ("leaving", "SystemExit: 0")]
)
def test_a_proposer_that_breaks_off_leaves_the_article_unread(
    name: str, problem: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(folder, "broken-paint", f"{name} = orange_paint:{name.title()}")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("VARIORUM_REVIEWER", "ana")
    Path("a.txt").write_text(TEXT, "utf-8")

    def run(*arguments: str) -> tuple[int, str, str]:
        status = command(*arguments)
        return (status, *capsys.readouterr())

    run("add", "a.txt")
    status, _, errors = run("extract")
    assert (status, f"proposer {name} broke off ({problem})" in errors) == (2, True)
    assert run("claims", "list", "--status", "proposed")[1].strip() == ""
    status, out, _ = run("extract", "--proposer", "lexical", "--format", "json")
    assert (status, '"articles": 1' in out) == (0, True)


def test_a_proposer_that_sends_text_away_needs_a_yes(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(folder, "far-paint", "far = orange_paint:Far")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("VARIORUM_REVIEWER", "ana")
    for number in range(7):
        Path(f"{number}.txt").write_text(f"{number} {TEXT}", "utf-8")

    def run(*arguments: str) -> tuple[int, str]:
        return command(*arguments), capsys.readouterr().err

    run("add", *(f"{number}.txt" for number in range(7)))
    status, errors = run("extract", "--proposer", "far")
    assert status == 2
    assert "the whole text of 7 articles (679 characters) to paint.example: 0.txt, 1.txt" in errors
    assert "4.txt and 2 more" in errors
    assert "nothing was sent and nothing read" in errors
    assert not Path("sent").exists()
    assert run("extract", "--proposer", "far", "--yes")[0] == 0
    assert Path("sent").read_text("utf-8") == "x" * 7


def test_read_again_by_another_proposer_an_article_gives_only_what_is_new(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(folder, "orange-paint", "orange = orange_paint:OrangeProposer")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("VARIORUM_REVIEWER", "ana")
    Path("a.txt").write_text(TEXT + "Seventeen people would die in the story.\n", "utf-8")

    def run(*arguments: str) -> dict[str, Any]:
        return dict(json.loads(read_output(capsys, *arguments, "--format", "json")))

    run("add", "a.txt")
    first = run("extract", "--proposer", "lexical")
    assert run("extract", "--proposer", "orange")["articles"] == 0
    second = run("extract", "a.txt", "--proposer", "orange", "--again")
    assert (first["by_attribute"]["killed"], second["by_attribute"]) == (1, {"killed": 1})
    assert run("extract", "--again", "--proposer", "orange", "--proposer", "lexical")["proposed"] == 0
    exported = [json.loads(line) for line in export(capsys)]
    assert len({claim["subject"] for claim in exported if claim["attribute"] == "killed"}) == 1


@pytest.mark.whole
@pytest.mark.parametrize(("answer", "status", "sent"), [("n", 2, False), ("", 2, False), ("y", 0, True)])
def test_a_person_at_a_terminal_is_asked_once(folder: Path, answer: str, status: int, sent: bool) -> None:
    install(folder, "far-paint", "far = orange_paint:Far")
    (folder / "a.txt").write_text(TEXT, "utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "VARIORUM_REVIEWER": "ana"}
    command = [sys.executable, "-m", "tui.cli.main"]
    subprocess.run([*command, "add", "a.txt"], cwd=folder, env=environment, check=True)
    child = pexpect.spawn(command[0], [*command[1:], "extract", "--proposer", "far"], cwd=folder, env=environment)
    child.expect_exact("to paint.example: a.txt", timeout=30)
    child.expect_exact("Send it? [y/N]")
    child.sendline(answer)
    child.expect(pexpect.EOF, timeout=30)
    child.close()
    assert (child.exitstatus, (folder / "sent").exists()) == (status, sent)
