"""The queue of a blind reviewer follows the evidence and their own verdicts, and computes only what it has to."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from claims.errors import VariorumError
from claims.store.dossier import ItemRow, SubjectRecord, Summary
from tests.support.blindness import FERRY, do
from tests.support.review_builders import KILLED, make_article, make_assertion, make_dossier
from tui.services.acts import Act
from tui.services.blind_queue import BlindQueue
from tui.services.query import UNSETTLED
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return make_dossier(tmp_path, reconciled=True)


def test_only_subjects_with_verdicts_of_others_are_computed(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    do(dossier, "accepted one")
    computed: list[str] = []
    summaries_in = Workspace.summaries_in

    def note(self: Workspace, records: Sequence[SubjectRecord]) -> Iterator[tuple[ItemRow, Summary | VariorumError]]:
        computed.extend(record.subject for record in records)
        return summaries_in(self, records)

    monkeypatch.setattr(Workspace, "summaries_in", note)
    with Workspace(dossier) as workspace:
        lines = BlindQueue(workspace, "Ben")
        assert len(lines.queue(UNSETTLED)) == 3
        lines.queue(UNSETTLED)
        assert computed == ["quay fire"]
        session = ReviewSession(workspace, "Ben", reasons="optional", blind=True)
        session.decide(workspace.item(FERRY), Act("contested"))
        computed.clear()
        assert len(lines.queue(UNSETTLED)) == 3
        assert not computed  # one's own verdict is in the stored line
        assert BlindQueue(workspace, "Ann").queue(UNSETTLED) != lines.queue(UNSETTLED)


def test_new_evidence_and_new_words_reach_the_lines_in_memory(dossier: Path) -> None:
    do(dossier, "accepted one")
    with Workspace(dossier) as workspace:
        lines = BlindQueue(workspace, "Ben")
        number = workspace.dossier.item_row(KILLED).item
        assert lines.item_page([number])[0].members == 3
        article = make_article("By evening 14 were killed.", name="late.txt", publisher="Late Post")
        workspace.dossier.add_articles([article])
        workspace.dossier.add_assertions([make_assertion(article, "14 were killed", "14")])
        assert lines.item_page([number])[0].members == 4
        workspace.dossier.extend_vocabulary({"policies": {"default": {"use": "acled", "by": "Cy", "at": "2031"}}})
        assert "acled proposes" in lines.item_page([number])[0].explanation


def test_an_item_one_has_answered_leaves_the_queue_until_the_answer_is_stale(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        session = ReviewSession(workspace, "Ben", reasons="optional", blind=True)
        session.decide(session.item(KILLED), Act("needs_evidence"))
        number = workspace.dossier.item_row(KILLED).item
        session.load_queue()
        assert number not in session.queue
        article = make_article("By evening 14 were killed.", name="late.txt", publisher="Late Post")
        workspace.dossier.add_articles([article])
        workspace.dossier.add_assertions([make_assertion(article, "14 were killed", "14")])
        workspace.refresh()
        session.load_queue()
        assert number in session.queue
