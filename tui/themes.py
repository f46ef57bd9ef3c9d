"""The reviewer's own colours: high contrast, and none.

Owns two themes beside Textual's. Nothing on a screen is told by colour alone: marks and words say it too.
"""

from typing import Final

from textual.theme import Theme

HIGH_CONTRAST: Final = Theme(
    name="high-contrast",
    primary="#00ffff",
    secondary="#ffffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff8080",
    success="#80ff80",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    dark=True,
    variables={"text-muted": "#e0e0e0", "block-cursor-text-style": "bold reverse"},
)
"""White, yellow and cyan on black: each at least 15:1 against its ground."""

NO_COLOR: Final = Theme(
    name="no-color",
    primary="#808080",
    secondary="#808080",
    accent="#ffffff",
    warning="#ffffff",
    error="#ffffff",
    success="#ffffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    dark=True,
    variables={"text-muted": "#ffffff", "block-cursor-text-style": "bold reverse"},
)
"""For NO_COLOR, where Textual drops hues: what stands out is bold, underlined or reversed."""
