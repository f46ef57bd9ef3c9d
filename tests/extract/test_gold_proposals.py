"""Proposals against labelled text: news sentences with their counts, and the coded rows of real articles.

Texts and labels are read where they lie, and the tests are skipped where they are not. The floors are what was
measured, less a hair: they may rise.
"""

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from claims.articles import build_article
from claims.extract import ExtractResult, Proposer, parsed, propose_assertions
from claims.extract.extraction import Extracted
from claims.extract.lexical import LexicalProposer
from claims.findings import Finding
from claims.identity import digest
from claims.intake import read_documents
from claims.models import Article
from claims.values import ValueProblem, parse_value
from claims.values.dates import parse_date
from claims.values.model import CountValue
from claims.values.relative import parse_relative_date, parse_written_date
from claims.vocabulary.loading import builtin_vocabulary
from tests.support import register
from tests.support.command_line import command
from tests.support.paths import CORPUS, TESTS

HERE = TESTS
SENTENCES = CORPUS / "dev" / "sentences"
DATES = {
    "000_6bc5977153205dbe.txt": "2019-11-06",
    "001_fdf1bc076410a58d.txt": "2019-11-06",
    "002_3de7b33952f1e599.txt": "2024-03-26",
    "003_b20c09c3edeae8cf.txt": "2022-08-31",
    "004_e174690bef587e34.txt": "2023-04",
}
BOUNDS = {"exact": {"exact"}, "at_least": {"at_least"}, "more_than": {"more_than"}, "approx": {"about", "nearly"}}
COUNTS = ("killed", "injured", "detained", "attackers", "shots", "strength")
RESPONSIBILITY = ("claimed_by", "attributed_to", "perpetrator")

pytestmark = [pytest.mark.whole, pytest.mark.skipif(not SENTENCES.exists(), reason="the labelled texts are not here")]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").splitlines())


def extract(text: str, proposers: Sequence[Proposer]) -> ExtractResult:
    article = Article(
        id=digest(text), name="a", published=None, text=text, text_sha256=digest(text), original_sha256=""
    )
    return propose_assertions(article, builtin_vocabulary(), proposers)


def score_sentences(proposers: Sequence[Proposer], *, tier: str = "") -> tuple[int, int, int, list[str]]:
    """Return true positives, false positives, false negatives, and what went wrong; of one tier, if named."""
    labels = read_labels()
    labelled = {label["attribute"] for listed in labels.values() for label in listed}
    hits = false = missed = 0
    wrong = []
    for sentence in lines(SENTENCES / "sentences.jsonl"):
        mine = labels.get(sentence["sentence"], [])
        core = [label for label in mine if label["kind"] == "core"]
        optional = {label["attribute"] for label in mine if label["kind"] == "opt"}
        for found in extract(sentence["text"], proposers).found:
            name, value = found.assertion.attribute, found.assertion.value
            if tier not in ("", found.assertion.tier) or name not in labelled:
                continue
            if not isinstance(value, CountValue) or value.hedge == "vague":
                continue
            first = label_over(found, core)
            if first is not None and value.hedge in BOUNDS[first["bound"]] and stated(value) in (None, first["value"]):
                core.remove(first)
                hits += 1
            elif first is not None or name not in optional:
                false += 1
                wrong.append(f"{sentence['sentence']}: {name} {found.assertion.written!r} is not in the labels")
        missed += len(core)
        wrong += [f"{sentence['sentence']}: missed {label['attribute']} {label['value']}" for label in core]
    return hits, false, missed, wrong


def read_labels() -> dict[int, list[dict[str, Any]]]:
    """Return the labels of each sentence, under the names that the vocabulary has for their attributes."""
    vocabulary = builtin_vocabulary()
    labels: dict[int, list[dict[str, Any]]] = {}
    for label in lines(SENTENCES / "labels.jsonl"):
        attribute = vocabulary.attribute(label["attribute"])
        assert attribute is not None
        labels.setdefault(label["sentence"], []).append(label | {"attribute": attribute.name})
    return labels


def label_over(found: Extracted, labels: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the first label of the proposed attribute whose words the proposed figure stands in."""
    name, start, end = found.assertion.attribute, found.proposal.number_start, found.proposal.number_end
    same = (label for label in labels if label["attribute"] == name)
    return next((each for each in same if start < each["anchor_end"] and each["anchor_start"] < end), None)


def stated(value: CountValue) -> int | None:
    """Return the figure as the text states it; None where a tolerance hides it."""
    if value.hedge in ("about", "nearly"):
        return None
    return value.low - 1 if value.hedge == "more_than" else value.low


def test_counts_in_news_sentences_are_found_and_little_else_is() -> None:
    hits, false, missed, wrong = score_sentences([LexicalProposer()])
    assert hits / (hits + false) >= 0.98, "\n".join(wrong)
    assert hits / (hits + missed) >= 0.97, "\n".join(wrong)


@pytest.mark.skipif(bool(parsed.find_problem()), reason="the parser is not installed")
def test_with_the_parser_more_is_found_and_what_both_read_is_right() -> None:
    proposers: list[Proposer] = [LexicalProposer(), parsed.ParsedProposer()]
    hits, _, missed, wrong = score_sentences(proposers)
    assert hits / (hits + missed) >= 0.98, "\n".join(wrong)
    hits, false, missed, wrong = score_sentences(proposers, tier="agreed")
    assert hits / (hits + false) >= 0.99, "\n".join(wrong)
    assert hits / (hits + missed) >= 0.9, "\n".join(wrong)


@cache
def seeds() -> dict[str, tuple[Article, ExtractResult]]:
    found = {}
    for document in read_documents(sorted((CORPUS / "seeds").glob("*.txt"))):
        assert not isinstance(document, Finding), document
        article = build_article(document, published=DATES[document.name])
        found[document.name] = (article, propose_assertions(article, builtin_vocabulary(), [LexicalProposer()]))
    return found


def coded() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (row, claim) of every coded count, date and responsibility of the built-in attributes, once a passage."""
    seen = set()
    for row in lines(HERE / "gold" / "seeds.jsonl"):
        for claim in row["claims"]:
            key = (claim["article"], claim["start"], claim["attribute"], claim["value"])
            if claim["attribute"] in (*COUNTS, *RESPONSIBILITY, "date", "founded") and key not in seen:
                seen.add(key)
                yield row["row"], claim


def is_found(claim: dict[str, Any]) -> bool:
    article, result = seeds()[claim["article"]]
    return any(
        extracted.assertion.passage.start < claim["end"]
        and claim["start"] < extracted.assertion.passage.end
        and alike(claim, extracted.assertion.attribute, extracted.assertion.written or "", article)
        and (extracted.assertion.stance == "denies") == (claim["stance"] == "denies")
        for extracted in result.found
    )


def alike(claim: dict[str, Any], attribute: str, written: str, article: Article) -> bool:
    wanted = claim["value"]
    if claim["attribute"] != attribute and not {claim["attribute"], attribute} <= set(RESPONSIBILITY[1:]):
        return False
    if attribute in COUNTS:
        a, b = parse_value("count", wanted), parse_value("count", written)
        assert isinstance(a, CountValue)
        assert isinstance(b, CountValue)
        return (a.low, a.high) == (b.low, b.high) or (wanted.startswith("most of") and written == "most")
    if attribute in RESPONSIBILITY:
        if "unknown" in wanted:
            return "unknown" in written
        # "supporters of X", "the leadership of X" and a branch told by its place lie with X.
        if set(written.split()) <= set(wanted.split()) or "network" in written:
            return True
        return canonical(wanted) == canonical(written)
    return day_of(wanted, str(article.published)) == written


def day_of(words: str, published: str) -> str:
    with contextlib.suppress(ValueProblem):
        return parse_date(words).edtf
    with contextlib.suppress(ValueProblem):
        return parse_written_date(words).edtf
    return parse_relative_date(words, published).edtf


def canonical(names: str) -> set[str]:
    return {builtin_vocabulary().actor_name(name.removeprefix("the ")) for name in names.split(" and ")}


def test_coded_values_of_real_articles_are_proposed() -> None:
    claims = list(coded())
    missed = [
        f"{row} {claim['article'][:3]} {claim['attribute']} {claim['value']}"
        for row, claim in claims
        if not is_found(claim)
    ]
    assert 1 - len(missed) / len(claims) >= 0.92, f"{len(missed)} of {len(claims)}:\n" + "\n".join(missed)


def test_the_figure_of_a_register_is_among_the_proposed_values() -> None:
    incidents = register.read_incidents(CORPUS / "dev" / "gva")
    missed = [f"{incident.id}: {incident.killed}" for incident in register.missed(incidents)]
    assert 1 - len(missed) / len(incidents) >= 0.75, f"{len(missed)} of {len(incidents)}:\n" + "\n".join(missed)


def test_every_quote_of_a_proposal_is_what_stands_there() -> None:
    for article, result in seeds().values():
        for extracted in result.found:
            passage = extracted.assertion.passage
            assert article.text[passage.start : passage.end] == passage.exact


def test_counts_of_real_articles_have_the_right_immediate_source() -> None:
    """The first hop names whom the coder named, or both have none; short and full names of a body count as one."""
    wrong = []
    total = 0
    for row, claim in coded():
        _, result = seeds()[claim["article"]]
        mine = [
            e.assertion
            for e in result.found
            if claim["attribute"] in COUNTS
            and e.assertion.attribute == claim["attribute"]
            and e.assertion.passage.start < claim["end"]
            and claim["start"] < e.assertion.passage.end
            and alike(claim, e.assertion.attribute, e.assertion.written or "", seeds()[claim["article"]][0])
        ]
        if not mine:
            continue
        total += 1
        wanted, got = (set(chain[0].split()) if chain else set() for chain in (claim["chain"], mine[0].speakers))
        if bool(wanted) != bool(got) or (wanted and not wanted & got):
            wrong.append(f"{row}: {claim['chain']} but {mine[0].speakers}")
    assert 1 - len(wrong) / total >= 0.9, f"{len(wrong)} of {total}:\n" + "\n".join(wrong)


def test_adding_and_extracting_alone_shows_what_the_articles_disagree_on_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, published in DATES.items():
        run("add", str(CORPUS / "seeds" / name), "--publisher", name[:3], "--published", published)
    run("extract")
    capsys.readouterr()
    run("conflicts", "--format", "json")
    shown = {(c["subject"].split("-20")[0], c["attribute"]): c for c in json.loads(capsys.readouterr().out)}
    assert {attribute for _, attribute in shown} == {
        "attributed_to", "detained", "founded", "occurred", "perpetrator", "published", "status"
    }  # fmt: skip
    assert len(shown) == 8
    detained = {m["value"] for m in shown["attack", "detained"]["members"]}
    assert detained == {"at least five", "five", "four"}
    assert {m["value"] for m in shown["Islamic State Khorasan Province", "founded"]["members"]} == {
        "2015",
        "2015-01",
        "2016",
    }
    run("items", "--format", "json")
    [killed] = [
        item
        for item in json.loads(capsys.readouterr().out)
        if item["attribute"] == "killed" and item["subject"].startswith("attack-2019-11-06")
    ]
    assert killed["state"] == "held"
    assert {r["relation"] for r in killed["relations"]} & {"part_of_whole", "refinement"}


def test_articles_added_without_their_dates_still_meet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    run("add", *(str(CORPUS / "seeds" / name) for name in DATES))
    run("extract")
    capsys.readouterr()
    run("conflicts", "--format", "json")
    shown = {(c["subject"].split("-20")[0], c["attribute"]): c for c in json.loads(capsys.readouterr().out)}
    assert {m["value"] for m in shown["attack", "detained"]["members"]} == {"at least five", "five", "four"}
    assert not any(attribute == "killed" for _, attribute in shown)


def run(*arguments: str) -> None:
    assert command(*arguments) == 0
