"""Three themes beside Textual's: high contrast, a light background, and no colours.

Nothing on a screen is shown by colour alone: marks and words say it too.
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
"""White, yellow and cyan on black: each at least 15:1 against its background."""

LIGHT: Final = Theme(
    name="light",
    primary="#00508c",
    secondary="#00508c",
    accent="#7a3e00",
    warning="#7a3e00",
    error="#a00020",
    success="#005a1e",
    foreground="#101010",
    background="#fafafa",
    surface="#f2f2f2",
    panel="#e4e4e4",
    dark=False,
    variables={
        "text-muted": "#404040",
        "text-accent": "#7a3e00",
        "text-warning": "#7a3e00",
        "text-error": "#a00020",
        "text-success": "#005a1e",
        "block-cursor-text-style": "bold reverse",
    },
)
"""Dark on near white: each at least 6:1 against its background, where Textual's own light accent has 1.5:1."""

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
