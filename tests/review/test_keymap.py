"""Keymaps: every action has a key that any layout has, no key means two things, and one's own keys are checked."""

from pathlib import Path

import pytest

from tui.review.actions import ACTIONS, ReviewAction, actions_on, screen_names
from tui.review.keymap import PRESETS, KeymapError, load_keymap
from tui.review.screens.adjudication import AdjudicationScreen
from tui.review.screens.base import ReviewScreen
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.events import EventsScreen
from tui.review.screens.inbox import InboxScreen
from tui.review.screens.queue import QueueScreen
from tui.review.screens.report import ReportScreen
from tui.review.settings import Settings, SettingsError, load_settings

SCREENS = [QueueScreen, ConflictScreen, AdjudicationScreen, InboxScreen, EventsScreen, ReportScreen]


def is_on_any_layout(key: str) -> bool:
    """Arrows, Enter, Esc, digits and F-keys; letters and signs are elsewhere or nowhere on another layout."""
    return len(key) > 1 or key.isdigit()


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("screen", screen_names())
def test_no_key_means_two_things_on_one_screen(preset: str, screen: str) -> None:
    assert load_keymap(preset).clashes(screen) == []


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_action_can_be_reached_without_a_letter(preset: str, action: ReviewAction) -> None:
    keys = load_keymap(preset)
    assert keys.of(action), "without a key it would be in no footer and no help"
    menu = next(action for action in ACTIONS if action.name == "menu")
    for screen in action.screens:
        in_menu = screen in menu.screens and any(map(is_on_any_layout, keys.of(menu))) and not action.moving
        assert in_menu or any(map(is_on_any_layout, keys.of(action)))


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.NAME)
def test_every_action_of_a_screen_has_a_method(screen: type[ReviewScreen]) -> None:
    for action in actions_on(screen.NAME):
        assert callable(getattr(screen, f"action_{action.name}"))


def test_a_printed_keymap_reads_back_as_the_same(tmp_path: Path) -> None:
    file = tmp_path / "review.toml"
    file.write_text(load_keymap("vim").as_toml(), "utf-8")
    assert load_settings(file).keymap().keys == load_keymap("vim").keys


def test_an_own_key_is_taken_from_the_action_that_had_it() -> None:
    keys = load_keymap(own={"contested": ["p"]}).keys
    assert keys["contested"] == ("p",)
    assert keys["proposal"] == ("f11",)


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"contested": ["y"], "range": ["y"]}, "on the conflict screen 'y' would mean both"),
        ({"contested": ["?"], "help": ["question_mark"]}, "would mean both"),
        ({"explode": ["y"]}, "there is no action 'explode'"),
        ({"range": ["a b"]}, "is no key"),
    ],
)
def test_own_keys_that_cannot_be_are_refused_with_a_message(own: dict[str, list[str]], message: str) -> None:
    with pytest.raises(KeymapError, match=message):
        load_keymap(own=own)


@pytest.mark.parametrize(
    ("text", "message"),
    [("preset = ", "cannot be read"), ("colour = 'red'", "colour"), ("reasons = 'never'", "reasons")],
)
def test_settings_that_cannot_be_used_are_named_with_their_file(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "review.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=message) as caught:
        load_settings(file)
    assert str(file) in str(caught.value)


def test_without_a_file_the_defaults_are_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert load_settings() == Settings()
