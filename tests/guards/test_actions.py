"""Every action of the registry has a test that presses its key and looks at the session or the stored rows.

A new action fails here until its test is named; a test that no longer presses a key of its action fails too.
"""

import ast
import functools

import pytest

from tests.support.paths import TESTS
from tui.review.actions import ACTIONS
from tui.review.keymap import load_keymap, long_name

TESTED: dict[str, tuple[str, ...]] = {
    "review/test_app": (
        "test_queue_lists_conflicts_and_moves_by_key: up down page_up first last",
        "test_filter_and_search_narrow_the_queue: search filter clear",
        "test_every_act_is_stored_with_its_reason: accept accept_any range contested not_comparable needs_evidence "
        "undecided reject different_event set_scope",
        "test_the_default_proposal_takes_one_press_and_keeps_its_clause: proposal",
        "test_another_proposal_is_chosen_from_a_list: other_proposal",
        "test_the_next_item_opens_and_undo_returns_to_the_one_decided: undo",
        "test_left_and_right_leave_the_item_as_it_is: previous next back",
        "test_the_menu_does_what_the_letters_do: menu",
        "test_help_lists_every_action_and_its_keys: help",
        "test_the_article_view_shows_the_quote_and_turns_to_the_next: view",
    ),
    "support/pilot": ("open_killed: open",),
    "review/screens/test_queue": (
        "test_what_somebody_else_added_is_there_after_a_reload: reload",
        "test_marked_items_are_decided_after_a_preview_and_undone_at_once: mark bulk",
        "test_a_view_is_named_and_gone_to: views",
        "test_columns_are_chosen_and_kept_and_the_queue_is_sorted: columns sort",
        "test_reviewers_are_compared_and_what_they_share_is_adopted: agreement adopt",
        "test_a_reason_is_given_afterwards: why",
        "test_a_picture_of_the_screen_is_saved_in_any_theme: screenshot",
    ),
    "review/test_lookback": (
        "test_the_queue_steps_through_the_days_of_publication_and_back_to_now: earlier later present",
        "test_a_day_can_be_typed_and_what_is_no_day_is_refused: as_known",
    ),
    "review/screens/test_adjudication": (
        "go_to: adjudicate",
        "test_verdicts_stand_side_by_side_and_one_is_taken_up: take",
    ),
    "review/screens/test_conflict": ("test_a_mark_as_copy_is_overruled_and_given_back: independent",),
    "review/screens/test_mending": (
        "test_two_incidents_that_were_joined_are_parted_from_their_item_and_joined_by_undo: mend_event",
    ),
    "review/screens/test_events": (
        "asked: events",
        "test_two_events_are_joined_with_a_reason_and_the_act_is_undone: join",
        "test_two_events_are_kept_apart_and_not_asked_again: part",
        "test_an_event_gets_another_name_and_the_act_is_undone: rename",
    ),
    "review/screens/test_articles": (
        "opened: article_desk",
        "test_articles_are_searched_and_read: find_article open_article",
    ),
    "review/screens/test_sources": (
        "opened: source_desk",
        "test_a_suggestion_is_taken_with_one_press_and_given_back: same_name",
        "test_names_memberships_and_grades_are_set_by_keys_and_a_source_leads_to_its_items: open_source one_with "
        "part_of grade party find_source",
    ),
    "review/screens/test_desk": (
        "test_an_event_is_split_in_eight_presses_after_a_look_at_both_halves: desk open_event mark_line split",
        "test_events_are_merged_renamed_taken_back_and_each_act_undone: merge event_history",
        "test_a_statement_is_moved_and_its_date_is_settled_from_the_event: move_statement decide_date decide_place "
        "open_line",
        "test_events_are_searched_and_likely_joins_asked: find_event likely_joins",
        "test_background_is_attached_listed_apart_and_taken_back: attach_background",
    ),
    "review/screens/test_history": ("test_decisions_are_listed_newest_first_and_lead_to_their_items: history",),
    "review/screens/test_inbox": ("*: inbox confirm amend add_claim accept_agreed reject_many next_waiting "
                               "next_article previous_article articles amend_article",),
    "review/screens/test_report": (
        "preview: report",
        "test_the_report_is_searched_and_scrolled: seek page_down",
        "test_the_report_is_saved_in_the_format_asked_for_and_nothing_is_replaced_unasked: save",
    ),
    "review/screens/test_settings": ("test_settings_are_in_force_at_once_and_kept: settings",),
    "cli/test_tags": ("give: tag",),
    "review/test_hostile": ("test_a_conflict_is_decided_in_a_terminal_and_is_on_disk: quit",),
}  # fmt: skip
"""Modules with `function: actions`; `*` is any test of the module."""

PAIRS = [
    (action, module, line.partition(":")[0])
    for module, lines in TESTED.items()
    for line in lines
    for action in line.partition(":")[2].split()
]


@functools.cache
def pressed_in(module: str, function: str) -> frozenset[str]:
    """Return the texts that a function of a test module uses, with those of the tables it names."""
    tree = ast.parse((TESTS / f"{module}.py").read_text("utf-8"))
    found = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    tables = {
        target.id: node
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    nodes: list[ast.AST] = list(found.values()) if function == "*" else [found[function]]
    names = {node.id for root in nodes for node in ast.walk(root) if isinstance(node, ast.Name)}
    nodes += [tables[name] for name in names & tables.keys()]
    texts = {
        n.value for root in nodes for n in ast.walk(root) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }
    return frozenset(map(long_name, texts))


def test_every_action_has_a_test_that_is_named_here() -> None:
    assert sorted({action.name for action in ACTIONS} - {action for action, _, _ in PAIRS}) == []


@pytest.mark.parametrize(("name", "module", "function"), PAIRS)
def test_a_named_test_presses_a_key_of_its_action(name: str, module: str, function: str) -> None:
    [action] = [action for action in ACTIONS if action.name == name]
    keys = set(map(long_name, load_keymap().of(action)))
    assert pressed_in(module, function) & keys
