"""Every colour that words are drawn in can be read on its ground."""

import itertools
import re
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

import tui
from tui.review.themes import HIGH_CONTRAST, LIGHT, NO_COLOR

FOLDER = Path(tui.__file__).parent
TONES = ("text-accent", "text-warning", "text-error", "text-success", "foreground")


def luminance(color: Color) -> float:
    """As WCAG 2 has it."""
    parts = [part / 255 for part in color.rgb]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: Theme, tone: str, ground: str) -> float:
    variables = theme.to_color_system().generate() | theme.variables
    below = Color.parse(variables[ground])
    above = Color.parse(variables[tone])
    dark, light = sorted((luminance(below), luminance(below.blend(above, above.a, 1.0))))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("theme", "least"),
    [
        (HIGH_CONTRAST, 7.0),
        (NO_COLOR, 7.0),
        (LIGHT, 4.5),
        (BUILTIN_THEMES["textual-dark"], 4.5),
        (BUILTIN_THEMES["textual-light"], 3.0),  # what Textual gives; `light` is ours
    ],
    ids=lambda value: value.name if isinstance(value, Theme) else "",
)
def test_words_stand_out_from_their_ground(theme: Theme, least: float) -> None:
    tones = (*TONES, "text-muted") if "text-muted" in theme.variables else TONES
    for tone, ground in itertools.product(tones, ("background", "surface")):
        assert contrast(theme, tone, ground) >= least, (tone, ground)


def test_nothing_is_written_in_a_colour_that_is_made_for_grounds() -> None:
    written = re.compile(r"(?<!-)color: \$(accent|warning|error|success)\b|bold \$(accent|warning|error|success)\b")
    files = [*FOLDER.rglob("*.py"), *FOLDER.rglob("*.tcss")]
    assert [file.name for file in files if written.search(file.read_text("utf-8"))] == []


@pytest.mark.parametrize("name", [*BUILTIN_THEMES, *(theme.name for theme in (HIGH_CONTRAST, LIGHT, NO_COLOR))])
def test_the_line_under_the_cursor_can_be_read_in_every_theme(name: str) -> None:
    """The cursor is drawn with the ground and the words of the theme changed over."""
    themes = BUILTIN_THEMES | {theme.name: theme for theme in (HIGH_CONTRAST, LIGHT, NO_COLOR)}
    rule = next(
        line
        for line in (FOLDER / "review" / "review.tcss").read_text("utf-8").splitlines()
        if "linelist--cursor" in line
    )
    assert "background: $background; color: $foreground; text-style: bold reverse" in rule
    if "ansi" not in name:  # its colours are the terminal's own
        assert contrast(themes[name], "foreground", "background") >= 4.5
