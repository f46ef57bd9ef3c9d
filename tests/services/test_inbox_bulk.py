"""Proposals that have something in common: which groups a claim stands for, and what of them is odd."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.inbox_builders import OLD, PLAIN, SUBSET, VAGUE, by_quote, make_inbox
from tui.services.inbox import InboxSession
from tui.services.inbox_bulk import Group, agreed_or_all, find_groups, in_order, preview_group
from tui.services.workspace import Workspace


@pytest.fixture
def session(tmp_path: Path) -> Iterator[InboxSession]:
    with Workspace(make_inbox(tmp_path)) as workspace:
        begun = InboxSession(workspace, "Ada")
        begun.load()
        begun.open(begun.counts[0].article)
        yield begun


def groups_of(session: InboxSession, quote: str) -> dict[str, Group]:
    [claim] = by_quote(session.workspace.dossier)[quote]
    return {group.words: group for group in find_groups(session, claim)}


def test_a_claim_stands_for_its_article_event_attribute_construction_and_speaker(session: InboxSession) -> None:
    groups = groups_of(session, SUBSET)
    assert {words: (len(group.claims), group.articles) for words, group in groups.items()} == {
        "this article": (5, 1),
        "the event quay fire": (5, 2),
        "killed of quay fire": (3, 2),
        "the attribute killed": (4, 2),
        "what Harbour Post said": (4, 1),
    }


def test_what_is_settled_is_in_no_group(session: InboxSession) -> None:
    session.reject(by_quote(session.workspace.dossier)[SUBSET], "1")
    assert len(groups_of(session, PLAIN)["this article"].claims) == 4


def test_odd_ones_stand_apart_as_the_act_has_it(session: InboxSession) -> None:
    group = groups_of(session, SUBSET)["this article"]
    odd = preview_group(session, group, "accept").odd
    assert [claim.passage.exact for claim, _ in odd] == [PLAIN, SUBSET, VAGUE, OLD]
    odd = preview_group(session, group, "reject").odd
    assert {why for _, why in odd} == {"two proposers read it so"}
    assert [claim.passage.exact for claim, _ in odd] == [PLAIN, "12 people", VAGUE]


def test_accepting_begins_with_all_where_no_two_proposers_agree(session: InboxSession) -> None:
    assert agreed_or_all(session).which == "agreed"
    session.open(session.counts[1].article)
    assert agreed_or_all(session).which == "all"
    claims = [*groups_of(session, SUBSET)["killed of quay fire"].claims]
    assert in_order(session, claims[::-1])[0].passage.exact == "Fourteen were killed"
