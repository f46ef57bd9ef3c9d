"""Appending to a dossier and reading it back: nothing twice, nothing lost, nothing settled by accident."""

import itertools
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from claims.models import Decision
from claims.saving import OutputError
from claims.store.addresses import DossierError
from claims.store.dossier import AmbiguousNameError, DecisionIdError, Dossier, HeadMovedError, UnknownRecordError
from claims.store.ledger import DamagedLedgerError
from claims.vocabulary.loading import VocabularyError
from tests.support.paths import ROOT
from tests.support.store_builders import make_article, make_claim, make_dossier
from tui.cli.commands.items import items_json
from tui.output import to_json
from tui.services.reporting import find_items
from tui.services.summaries import summarise
from tui.services.verification import check_summaries
from tui.services.workspace import Workspace


def make_decision(n: int = 1, **changes: object) -> Decision:
    fields: dict[str, object] = {
        "id": f"{n:032x}",
        "subject": "quay-0",
        "attribute": "killed",
        "action": "contested",
        "rationale": "Both counts come from people who were there.",
        "reviewer": "Ada",
        "decided_at": "2031-03-04T10:00:00Z",
    }
    return Decision.model_validate(fields | changes)


def dump(path: Path) -> list[str]:
    """Every row and definition of a dossier, as SQL."""
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def conflicts_json(path: Path) -> str:
    with Workspace(path) as workspace:
        return to_json(list(items_json(workspace, workspace.items(find_items(workspace).numbers))))


# ---------------------------------------------------------------------- the same thing twice


def test_the_same_article_and_claim_added_twice_are_there_once(place: Path) -> None:
    article = make_article("At least 12 people died at the quay.")
    claim = make_claim(article, "At least 12 people died", "at least 12")
    with Dossier(place, create=True) as dossier:
        assert dossier.add_articles([article, article]) == [True, False]
        assert dossier.add_assertions([claim, claim]) == (1, 1)
        head = dossier.head()
        assert dossier.add_articles([article]) == [False]
        assert dossier.add_assertions([claim]) == (0, 1)
        assert dossier.head() == head
        assert dossier.evidence(("quay-fire", "killed")) == (claim,)


def test_an_article_added_under_a_second_name_answers_to_both(place: Path) -> None:
    article = make_article("Nine boats sank.")
    with Dossier(place, create=True) as dossier:
        dossier.add_articles([article])
        dossier.add_articles([make_article("Nine boats sank.", name="copy.txt")])
        dossier.add_articles([make_article("Nine boats sank.", name="copy.txt")])
        assert len(dossier.article_rows()) == 1
        assert dossier.find_article("post.txt") == dossier.find_article("copy.txt") == article.id
        assert [entry.kind for entry in dossier.entries()] == ["article", "name"]


def test_a_name_two_articles_bear_must_be_said_by_id(place: Path) -> None:
    one, two = make_article("Nine boats sank."), make_article("Ten boats sank.")
    with Dossier(place, create=True) as dossier:
        dossier.add_articles([one, two])
        with pytest.raises(AmbiguousNameError, match=one.id[:12]):
            dossier.find_article("post.txt")
        assert dossier.find_article(two.id[:10]) == two.id
        assert dossier.article_labels() == {one.id: one.id, two.id: two.id}


def test_a_claim_on_an_article_that_is_not_there_costs_nothing_but_itself(place: Path) -> None:
    here, elsewhere = make_article("Nine died."), make_article("Ten died.", name="other.txt")
    with Dossier(place, create=True) as dossier:
        dossier.add_articles([here])
        with pytest.raises(UnknownRecordError, match="variorum add"):
            dossier.add_assertions([make_claim(elsewhere, "Ten died", "10", subject="new")])
        assert dossier.add_assertions([make_claim(here, "Nine died", "9")]) == (1, 0)
        assert dossier.check_tables() == []
        assert [row.key for row in dossier.item_page(dossier.dirty_numbers()) if row.subject == "new"] == []


# ---------------------------------------------------------------------- rebuild and backup


def fill_in_several_ways(path: Path) -> None:
    """Articles, claims in runs of several sizes, words that link attributes, decisions: what a ledger can hold."""
    text = " ".join(f"Shed {n} lost {n + 1} goats and {n + 2} hens." for n in range(40))
    article = make_article(text)
    claims = [
        make_claim(article, f"lost {n + 1} goats", str(n + 1), subject=f"shed-{n % 7}", scope=f"herd-{n % 5}")
        for n in range(40)
    ]
    with Dossier(path, create=True) as dossier:
        dossier.add_articles([article])
        dossier.add_assertions(claims[:3])
        dossier.add_articles([make_article(text, name="again.txt"), make_article("Nothing to count.", name="none.txt")])
        dossier.add_assertions(claims[3:11])
        dossier.extend_vocabulary({"attributes": {"hens": {"kind": "count", "bears_on": ["killed", "missing"]}}})
        herds = {"attributes": {"killed": {"scopes": {"total/herd": ["herd-1", "herd-2"]}}}}
        balance = {"whole": "affected", "parts": ["killed[herd-1]", "injured"]}
        dossier.extend_vocabulary({**herds, "balances": [balance]})
        dossier.add_assertions(claims[11:])
        head = None
        for n in range(3):
            dossier.decide(make_decision(n, subject="shed-2", based_on=head))
            head = f"{n:032x}"


@pytest.mark.whole
def test_rebuilding_gives_the_same_tables_to_the_byte_and_the_same_conflicts(tmp_path: Path) -> None:
    path = tmp_path / "d.variorum"
    fill_in_several_ways(path)
    with Workspace(path) as workspace:
        before_reconciling = dump(path)
        workspace.dossier.rebuild()
        assert dump(path) == before_reconciling
        workspace.refresh()
    before, conflicts = dump(path), conflicts_json(path)
    with Workspace(path) as workspace:
        workspace.dossier.rebuild()
        workspace.refresh()
    assert dump(path) == before
    assert conflicts_json(path) == conflicts


def test_rebuilding_mends_query_tables_that_were_tampered_with(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum", items=3)
    conflicts = conflicts_json(path)
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM assertions WHERE seq % 2")
    connection.close()
    with Workspace(path) as workspace:
        assert [finding.where for finding in workspace.dossier.check_tables()] == ["table assertions"]
        workspace.dossier.rebuild()
        workspace.refresh()
        assert workspace.dossier.check_tables() == []
    assert conflicts_json(path) == conflicts


WRITE_UNTIL_KILLED = """
import sys
from pathlib import Path
from claims.store.dossier import Dossier
from tests.support.store_builders import make_article
with Dossier(Path(sys.argv[1])) as dossier:
    print("writing", flush=True)
    for n in range(100_000):
        dossier.add_articles([make_article(f"Dispatch {n}. " + "Rain all day. " * 50, name=f"{n}.txt")])
"""


@pytest.mark.whole
def test_a_backup_taken_while_another_process_writes_is_whole(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum")
    with subprocess.Popen(
        [sys.executable, "-c", WRITE_UNTIL_KILLED, str(path)],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": str(ROOT)},
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        try:
            with Dossier(path) as dossier:
                for n in range(5):
                    dossier.backup(tmp_path / f"copy-{n}.variorum")
        finally:
            writer.kill()
    heads = []
    for n in range(5):
        with Dossier(tmp_path / f"copy-{n}.variorum") as copy:
            assert copy.check_tables() == []
            heads.append(copy.head()[0])
    assert heads == sorted(heads)
    assert heads[-1] > heads[0]
    assert not list(tmp_path.glob(".*"))


def test_a_backup_never_replaces_a_file(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum")
    with Dossier(path) as dossier:
        with pytest.raises(OutputError, match="is a dossier"):
            dossier.backup(path)
        with pytest.raises(DossierError):
            dossier.backup(tmp_path / "no such folder" / "copy.variorum")


def test_a_full_disk_loses_nothing_and_says_so(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum")
    big = make_article("The tide table. " * 20_000, name="big.txt")
    with Dossier(path) as dossier:
        with dossier._reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        head = dossier.head()
        with pytest.raises(DossierError, match="disk is full; only what was acknowledged is saved"):
            dossier.add_articles([big])
        assert dossier.head() == head
        assert dossier.check_tables() == []
        with dossier._reading() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1000000")
        assert dossier.add_articles([big]) == [True]


# ---------------------------------------------------------------------- decisions


def test_a_decision_tried_again_is_recorded_once(place: Path) -> None:
    with Dossier(make_dossier(place)) as dossier:
        assert dossier.decide(make_decision())
        assert not dossier.decide(make_decision())
        assert not dossier.decide(make_decision(decided_at="2031-03-04T10:00:09Z", based_on=f"{1:032x}"))
        assert dossier.decisions(("quay-0", "killed")) == (make_decision(),)


def test_another_decision_under_a_used_id_is_refused_rather_than_swallowed(place: Path) -> None:
    with Dossier(make_dossier(place)) as dossier:
        dossier.decide(make_decision())
        with pytest.raises(DecisionIdError, match="belongs to another decision"):
            dossier.decide(make_decision(action="needs_evidence", based_on=f"{1:032x}"))


def test_the_second_of_two_reviewers_on_one_item_is_told_and_sees_the_first(place: Path) -> None:
    with Dossier(make_dossier(place)) as dossier:
        first = make_decision(1)
        dossier.decide(first)
        second = make_decision(2, reviewer="Bo", action="needs_evidence")
        with pytest.raises(HeadMovedError, match="Ada decided it meanwhile") as caught:
            dossier.decide(second)
        assert (caught.value.mine, caught.value.theirs) == (second, first)
        assert dossier.decisions(first.item) == (first,)
        rebased = second.changed(based_on=first.id)
        dossier.decide(rebased)
        assert dossier.decisions(first.item) == (first, rebased)


def test_a_decision_cannot_build_on_one_nobody_made(place: Path) -> None:
    with (
        Dossier(make_dossier(place)) as dossier,
        pytest.raises(UnknownRecordError, match="nobody has decided"),
    ):
        dossier.decide(make_decision(based_on="f" * 32))


def test_the_table_itself_lets_one_decision_follow_another_only_once(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum")
    with Dossier(path) as dossier:
        dossier.decide(make_decision())
    connection = sqlite3.connect(path)
    try:
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            connection.execute("INSERT INTO decisions SELECT item, based_on, seq - 1 FROM decisions")
    finally:
        connection.close()


def test_a_decision_on_an_item_that_is_not_there_is_refused(place: Path) -> None:
    with Dossier(make_dossier(place)) as dossier, pytest.raises(UnknownRecordError, match="items"):
        dossier.decide(make_decision(subject="quay-99"))


# ---------------------------------------------------------------------- damage


def test_a_damaged_entry_is_named_as_damage_with_exit_code_3(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE ledger SET body = X'7B22' WHERE kind = 'assertion'")
    connection.close()
    with Dossier(path) as dossier, pytest.raises(DamagedLedgerError, match="ledger entry 3: .*audit verify") as caught:
        dossier.evidence(("quay-0", "killed"))
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("body", ["X'7B22'", "CAST(replace(CAST(body AS TEXT), '12 dead', '19 dead') AS BLOB)"])
def test_the_text_around_a_quote_comes_from_an_intact_article(tmp_path: Path, body: str) -> None:
    path = make_dossier(tmp_path / "d.variorum")
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE ledger SET body = {body} WHERE seq = 1")
    connection.close()
    with Dossier(path) as dossier, pytest.raises(DamagedLedgerError, match="ledger entry 1: "):
        dossier.surroundings(dossier.evidence(("quay-0", "killed")))


def test_new_evidence_marks_what_it_touches_and_nothing_else(place: Path) -> None:
    path = make_dossier(place, items=5)
    article = make_article("Five were injured at the pier.", name="later.txt")
    with Workspace(path) as workspace:
        workspace.refresh()
        workspace.dossier.add_articles([article])
        assert workspace.dossier.dirty_numbers() == []
        workspace.dossier.add_assertions(
            [make_claim(article, "Five were injured", "5", subject="quay-3", attribute="injured")]
        )
        touched = {row.key for row in workspace.dossier.item_page(workspace.dossier.dirty_numbers())}
    assert ("quay-3", "injured") in touched
    assert {subject for subject, _ in touched} == {"quay-3"}
    assert ("quay-3", "killed") not in touched


def test_what_arrives_while_an_item_is_reconciled_keeps_it_out_of_date(place: Path) -> None:
    path = make_dossier(place)
    article = make_article("Eleven died.", name="later.txt")
    with Workspace(path) as workspace:
        row = workspace.dossier.item_row(("quay-0", "killed"))
        summary = summarise(workspace.item(row.key), row)
        workspace.dossier.add_articles([article])
        workspace.dossier.add_assertions([make_claim(article, "Eleven died", "11", subject="quay-0")])
        workspace.dossier.save_summaries([summary])
        assert workspace.dossier.item_row(row.key).dirty


def test_a_slow_summary_does_not_replace_a_newer_one(place: Path) -> None:
    path = make_dossier(place)
    article = make_article("Eleven died.", name="later.txt", publisher="Valley Times")
    with Workspace(path) as workspace:
        store = workspace.dossier
        row = store.item_row(("quay-0", "killed"))
        slow = summarise(workspace.item(row.key), row)
        store.add_articles([article])
        store.add_assertions([make_claim(article, "Eleven died", "11", subject="quay-0")])
        workspace.refresh()
        newer = store.item_row(row.key), store.found_by([row.item])
        store.save_summaries([slow])
        assert (store.item_row(row.key), store.found_by([row.item])) == newer
        assert newer[0].members == 3
        assert check_summaries(workspace) == []


def test_a_refresh_ends_though_others_keep_touching_what_it_computes(place: Path) -> None:
    path = make_dossier(place, items=3)
    numbers = itertools.count(1)

    def decide_meanwhile(_done: int, _total: int) -> None:
        key = ("quay-0", "killed")
        head = workspace.dossier.decisions(key)[-1:]
        number = next(numbers)
        assert number <= 3 * (len(waiting) + 1), "it does not end"
        workspace.dossier.decide(make_decision(number, based_on=head[0].id if head else None))

    with Workspace(path) as workspace:
        waiting = workspace.dossier.dirty_numbers()
        assert workspace.refresh(decide_meanwhile) == len(waiting)
        dirty = {row.subject for row in workspace.dossier.item_page(workspace.dossier.dirty_numbers())}
        assert dirty == {"quay-0"}


def test_readings_of_the_whole_record_end_where_it_ended_when_they_began(place: Path) -> None:
    path = make_dossier(place, items=2)
    with Dossier(path) as dossier:
        read = 0
        for read, _entry in enumerate(itertools.islice(dossier.entries(), 20), start=1):
            dossier.add_articles([make_article(f"Dispatch {read}.", name=f"{read}.txt")])
        assert read == 6
        article = make_article("Nobody died.", name="late.txt")
        dossier.add_articles([article])
        subjects = []
        for record in itertools.islice(dossier.read_subjects(), 20):
            subjects.append(record.subject)
            claim = make_claim(article, "Nobody died", "0", subject=f"quay-{len(subjects) + 5}")
            dossier.add_assertions([claim])
        assert subjects == ["quay-0", "quay-1"]


def test_words_are_checked_before_anybody_has_to_wait(tmp_path: Path) -> None:
    path = make_dossier(tmp_path / "d.variorum")
    circle = {"actors": {"A1": {"part_of": [{"actor": "B1"}]}, "B1": {"part_of": [{"actor": "A1"}]}}}
    other = sqlite3.connect(path, isolation_level=None)
    with Dossier(path) as dossier:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(VocabularyError, match="part of itself"):
            dossier.extend_vocabulary(circle)
        other.execute("ROLLBACK")
    other.close()
