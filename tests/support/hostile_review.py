"""A dossier whose every text attacks the terminal, for the tests of the reviewer."""

from pathlib import Path

from claims.store.dossier import Dossier
from tests.support.review_builders import make_article, make_assertion

HOSTILE = (
    "\x1b]0;pwned\x07 \x1b]52;c;cHduZWQ=\x07 \x1b[2J\x1b[31337;1H \x1bPpwned\x1b\\ \x1b[6n \x1b]8;;http://evil/\x1b\\x "
    "\x9b31337m \x9d52;c;cHduZWQ=\x9c \x90pwned\x9c \u202eevil\u2066\u2069\u200f \x00\x08\x7f 17\r15 "
    "[@click=app.quit]more[/] [/] [sic] [/* deps */] x [/ y [bold red]z Z"
    + "\u0301" * 100
    + " \u200b\u2060\ufeff\U000e0041 end"
)
"""Titles, clipboard, device control, links, 8-bit controls, bidi, markup that acts and markup that crashes, a flood."""


def hostile_dossier(folder: Path) -> Path:
    path = folder / "hostile.variorum"
    texts = (f"Before {HOSTILE} killed 12 {HOSTILE} after.", f"killed 9 {HOSTILE}")
    value = HOSTILE.replace("\x00", "")  # a value may not hold it; the article may
    subject = "night " + HOSTILE.replace("\u0301", "")
    articles = [
        make_article(
            text, name=f"{HOSTILE}{n}", publisher=f"Post {n} {HOSTILE}", title=HOSTILE, url=f"http://x/{HOSTILE}"
        )
        for n, text in enumerate(texts)
    ]
    with Dossier(path, create=True) as dossier:
        dossier.add_articles(articles)
        dossier.add_assertions(
            [
                make_assertion(
                    articles[0], f"killed 12 {HOSTILE}", "12", subject=subject, speakers=[f"office {HOSTILE}"]
                ),
                make_assertion(articles[1], f"killed 9 {HOSTILE}", "9", subject=subject),
                make_assertion(articles[0], HOSTILE, value, subject=subject, attribute="cause", kind="text"),
                make_assertion(articles[1], HOSTILE, f"not {value}", subject=subject, attribute="cause", kind="text"),
            ]
        )
    return path
