"""The review session without a screen: every act is stored as the decision that was asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.store.dossier import Dossier
from claims.vocabulary.reasons import reasons_for
from tests.support.review_builders import KILLED, make_dossier
from tui.services.acts import Act
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(make_dossier(tmp_path, reconciled=True)) as workspace:
        yield workspace


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ({"action": "accept"}, 2),
        ({"action": "range", "low": "8", "high": "12"}, None),
        ({"action": "range", "low": "8", "high": None}, None),
        ({"action": "contested"}, None),
        ({"action": "not_comparable", "relation": "part_of_whole"}, None),
        ({"action": "needs_evidence"}, None),
        ({"action": "undecided"}, None),
        ({"action": "reject"}, 1),
        ({"action": "different_event"}, 3),
        ({"action": "set_scope", "scope": "civilians"}, 2),
    ],
)
def test_every_act_is_stored_with_its_reason(
    workspace: Workspace, asked: dict[str, str | None], about: int | None
) -> None:
    item = workspace.item(KILLED)
    members = [member.assertion.id for member in item.members]
    if about is not None:
        asked = {**asked, "assertion": members[about - 1]}
    ReviewSession(workspace, "Ada").decide(item, Act(**asked, reason="4", rationale="why"))  # type: ignore[arg-type]
    with Dossier(workspace.dossier.path) as dossier:
        [decision] = dossier.decisions(KILLED)
    assert {name: getattr(decision, name) for name in asked} == asked
    assert (decision.rationale, decision.reviewer) == ("why", "Ada")
    assert decision.reason == reasons_for(decision.action)[3].code
    assert decision.seen == tuple(sorted(members))
