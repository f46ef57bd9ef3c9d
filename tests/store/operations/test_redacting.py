"""Taking something out of a ledger: every digest stands, nothing of it is left, and only by an order."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.identity import digest
from claims.models import Redaction
from claims.proof.entries import LedgerCheck
from claims.redactions import Selection
from claims.store.dossier import Dossier, RedactionError
from tests.support.packages import make_decision
from tests.support.store_builders import make_article, make_claim

NOW = "2031-03-04T10:00:00Z"
NAME = "Mira Solberg"
WORDS = ("Mira Solberg", "Jon Varga", "quay", "nine", "9 dead", "Rain")


def order(action: str, **changes: object) -> Redaction:
    fields = {"id": "e" * 32, "action": action, "reviewer": "Ada", "decided_at": NOW, "rationale": "Asked for."}
    return Redaction.model_validate({**fields, **changes})


def build(path: Path) -> Dossier:
    post = make_article(f"At the quay 12 died, {NAME} said. Rain fell.", title=f"{NAME} speaks")
    bell = make_article("The pier counted 9 dead, Jon Varga told them.", name="bell.txt", publisher="Evening Bell")
    claims = [
        make_claim(post, "12 died", "12", subject="quay", chain=[NAME]),
        make_claim(bell, "9 dead", "9", subject="quay", chain=["Jon Varga"]),
    ]
    dossier = Dossier(path, create=True, clock=lambda: NOW)
    dossier.begin_salting(order("begin"))
    dossier.add_articles([post, bell], claims, originals=[post.text.encode()])
    dossier.extend_vocabulary({"actors": {NAME: {"aliases": ["M. S."]}}})
    seen = sorted(claim.id for claim in claims)
    dossier.decide(make_decision("a", "accept", assertion=claims[0].id, seen=seen, rationale=f"{NAME} was there."))
    return dossier


def check(dossier: Dossier, *, is_copy: bool = False) -> list[str]:
    walk = LedgerCheck(lambda id_: dossier.article(id_).text, is_copy=is_copy)
    problems = [problem for entry in dossier.entries() for problem in walk.check(entry)]
    assert walk.tree.root().hex() == dossier.head()[1]
    return [problem.message for problem in (*problems, *walk.finish())]


def test_by_an_order_a_name_is_gone_from_every_byte_and_the_tree_stands(tmp_path: Path) -> None:
    selection = Selection(names=(NAME,))
    with build(tmp_path / "d.variorum") as dossier:
        before = [entry.digest for entry in dossier.entries()]
        ids = [entry.id for entry in dossier.entries()]
        assert NAME.encode() in dossier.path.read_bytes()
        found = dossier.find_redactions(selection)
        assert NAME.encode() in dossier.path.read_bytes()
        taken = dossier.destroy(selection, order("destroy", id="f" * 32, entries=found.entries))
        assert taken == found
        assert [entry.digest for entry in dossier.entries()][:-1] == before
        data = dossier.path.read_bytes()
        for word in (NAME, NAME.casefold(), "Solberg", ids[1].hex(), ids[3].hex()):
            assert word.encode() not in data
        assert ids[1] not in data
        assert check(dossier) == []
        assert dossier.check_tables() == []
        assert list(dossier.check_originals()) == []
        assert [one.action for one in dossier.redactions()] == ["begin", "destroy"]


def test_no_digest_in_the_file_confirms_a_guess(tmp_path: Path) -> None:
    with build(tmp_path / "d.variorum") as dossier:
        whole = {entry.seq: entry for entry in dossier.entries()}
        found = dossier.find_redactions(Selection(names=(NAME,)))
        dossier.destroy(Selection(names=(NAME,)), order("destroy", id="f" * 32, entries=found.entries))
        data = dossier.path.read_bytes()
    guesses = [NAME, "Jon Varga", "Ann Orr"]
    for entry in whole.values():
        for guess in guesses:
            content = json.loads(entry.body.replace(NAME.encode(), guess.encode()))
            values = [content, *content.values(), *([name, value] for name, value in content.items())]
            digests = {digest(value) for value in values}
            digests |= {hashlib.sha256(value.encode()).hexdigest() for value in values if isinstance(value, str)}
            if NAME.encode() in entry.body:
                for each in digests:
                    assert each.encode() not in data
                    assert bytes.fromhex(each) not in data


def test_what_is_gone_without_an_order_is_a_finding(tmp_path: Path) -> None:
    with build(tmp_path / "d.variorum") as dossier:
        dossier.redact_copy(Selection(names=(NAME,)))
        assert check(dossier, is_copy=True) == []
        assert all("no order in the ledger says so" in message for message in check(dossier))
        assert check(dossier)


def test_an_order_that_names_something_else_takes_nothing_out(tmp_path: Path) -> None:
    with build(tmp_path / "d.variorum") as dossier:
        head = dossier.head()
        with pytest.raises(RedactionError, match="changed meanwhile"):
            dossier.destroy(Selection(names=(NAME,)), order("destroy", id="f" * 32))
        assert dossier.head() == head
        assert check(dossier) == []
        assert NAME.encode() in dossier.path.read_bytes()


def test_of_entries_of_format_1_nothing_is_taken_out(tmp_path: Path) -> None:
    with Dossier(tmp_path / "d.variorum", create=True) as dossier:
        dossier.add_articles([make_article(f"{NAME} spoke.")])
        with pytest.raises(RedactionError, match="is of format 1"):
            dossier.find_redactions(Selection(names=(NAME,)))


@given(st.data())
def test_whatever_is_taken_out_again_and_again_what_is_left_is_intact(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    with build(tmp_path_factory.mktemp("any") / "d.variorum") as dossier:
        head = dossier.head()
        for _ in range(data.draw(st.integers(1, 3))):
            ids = st.frozensets(st.sampled_from([one.id for one in dossier.assertions()]), max_size=2)
            names = tuple(sorted(data.draw(st.sets(st.sampled_from(WORDS), max_size=3))))
            selection = Selection(names, data.draw(ids), data.draw(ids), data.draw(st.booleans()))
            dossier.redact_copy(selection)
            assert dossier.head() == head
            assert check(dossier, is_copy=True) == []
            for name in names:
                assert all(name.encode() not in entry.body for entry in dossier.entries())
