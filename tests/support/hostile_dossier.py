"""A dossier of hostile articles and a claims file on them, for the tests of the command line."""

import json
from pathlib import Path

from claims.models import Article
from claims.store.dossier import Dossier
from tests.support.store_builders import make_article

HOSTILE = {
    "escape": "\x1b[2J\x1b[31mred\x1b[0m and \x1b]0;owned\x07",
    "clipboard": "\x1b]52;c;cm0gLXJm\x07 taken",
    "c1": "\x9b31m and \x9d52;c;AAAA\x9c",
    "query": "\x1b[6n\x05\x90q\x9c",
    "markup": "[/markup] [bold]x[/] [@click=app.quit]press[/] [sic] \\[",
    "bidi": "\u202etxt.exe\u202c \u2066iso\u2069 \u200fmark\u061c",
    "nul": "a\x00b",
    "return": "good news\rbad news",
    "flood": "e" + "\u0301" * 400,
    "invisible": "pass\u200bword \u2060\ufeff\u00ad",
    "tags": "flag\U000e0068\U000e0069\U000e007f",
    "fillers": "\u3164\u115f\u2800",
    "lines": "one\u2028two\u2029three\x85four\x0bfive\x0c",
    "markdown": "](javascript:alert(1)) | `x` <script>alert(1)</script> ![i](http://x)",
    "formula": '=HYPERLINK("http://x")',
}

TEXT = "".join(f"Part {name}: {part} ended with {n} dead.\n" for n, (name, part) in enumerate(HOSTILE.items(), start=1))

NAME = "wire\x1b[31m\u202e[@click=app.quit].txt"

SPEAKER = "[@click=app.quit]clerk[/] =1+1"

SUBJECT = "[/quay] [@click=app.quit]e\u0301\u0301"


def hostile_article() -> Article:
    return make_article(TEXT, name=NAME, publisher="Post\x1b[5m\u202e[blink]", title="Title\x9b1m\r[/x]")


def make_hostile_dossier(path: Path, folder: Path) -> None:
    """A dossier whose claims quote every part twice, with values that differ, so that each part is in a conflict."""
    article = hostile_article()
    other = make_article(TEXT + "Second edition.\n", name="second\x07.txt", publisher="B\u202eell")
    with Dossier(path, create=True) as dossier:
        dossier.add_articles([article, other])
    lines: list[dict[str, object]] = []
    for n, (name, part) in enumerate(HOSTILE.items(), start=1):
        quote = f"Part {name}: {part} ended with {n} dead"
        for source, value in ((article, n), (other, n + 1)):
            line = {"article": source.id, "quote": quote, "subject": f"{SUBJECT} {name}", "attribute": "killed"}
            lines.append({**line, "value": str(value), "chain": [SPEAKER], "note": part})
    claims = folder / "claims\x1b[31m.jsonl"
    lines.append({**lines[0], "quote": "never \x1b[31m said \u202e"})
    lines.append({**lines[0], "\x1b[31mkey\u202e": 1})
    lines.append({**lines[0], "subject": "\x9b31m"})
    lines.append({**lines[0], "attribute": "at\x1btribute"})
    claims.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


ITEM = f"{SUBJECT} escape/killed"
