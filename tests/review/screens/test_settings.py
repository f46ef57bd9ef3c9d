"""Settings changed while reviewing: in force at once, kept in the file, and the rest of the file left alone."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.support.pilot import choose, on, review, until
from tui.review.app import ReviewApp
from tui.review.screens.queue import QueueScreen
from tui.review.screens.settings import SettingsScreen
from tui.review.settings import SettingsError, load_settings, save_settings


def test_a_setting_is_written_among_the_lines_somebody_wrote(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "review.toml"
    save_settings({"theme": "nord"}, file)
    file.write_text("# mine\n" + file.read_text("utf-8") + '\n[keys]\nundo = ["U"]\n', "utf-8")
    save_settings({"theme": "high-contrast", "blind": True, "reviewer": 'Ada "A" \u00c5'}, file)
    kept = load_settings(file)
    assert (kept.theme, kept.blind, kept.reviewer) == ("high-contrast", True, 'Ada "A" \u00c5')
    assert kept.keys == {"undo": ("U",)}
    assert file.read_text("utf-8").startswith("# mine\n")


def test_a_file_that_is_no_settings_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "review.toml"
    file.write_text("theme = ", "utf-8")
    with pytest.raises(SettingsError, match="cannot be read"):
        save_settings({"blind": True}, file)
    assert file.read_text("utf-8") == "theme = "


def test_settings_are_in_force_at_once_and_kept(dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await choose(app, pilot, "S")
        await pilot.press("4")
        await until(pilot, lambda: app.session.reasons == "optional")
        await pilot.press("5")
        await until(pilot, lambda: app.session.blind)
        await choose(app, pilot, "1")
        await pilot.press("end", *" B", "enter")
        await until(pilot, lambda: app.session.reviewer == "Ada B")
        await until(pilot, on(app, SettingsScreen))
        await choose(app, pilot, "2", "1")
        await until(pilot, on(app, SettingsScreen))
        await pilot.press("escape")
        await until(pilot, on(app, QueueScreen))
        assert app.theme == sorted(app.available_themes)[0]
        assert "unsettled" in app.session.place()

    app = review(dossier, script)
    kept = load_settings()
    assert (kept.reasons, kept.blind, kept.reviewer, kept.theme) == ("optional", True, "Ada B", app.theme)
