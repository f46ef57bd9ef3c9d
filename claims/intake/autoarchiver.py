"""Read what Bellingcat's auto-archiver writes beside sheets: its table of results (csv_db) and its page of one post.

Both hold a post's metadata as key and value; the table does so as a Python dictionary, of which only constants and
times are read, and nothing is run.
"""

import ast
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from lxml.html import HtmlElement

from claims.intake.answers import Answer, NoTextError

RESULT_COLUMNS: Final = {"status", "metadata", "media"}
_CREDIT: Final = "//a[@href='https://github.com/bellingcat/auto-archiver']"
_ROWS: Final = "//table[contains(concat(' ', @class, ' '), ' metadata ')]//tr[td]"
_KEYS: Final = {"url": "url", "title": "title", "content": "text", "timestamp": "published"}
_PROCESSED: Final = "_processed_at"


def parse_result(written: str) -> dict[str, str]:
    """Return the keys of an article in the `metadata` of a row; none where it is no dictionary.

    >>> parse_result("{'content': 'Two died.', 'timestamp': datetime.datetime(2023, 5, 2, 10, 11)}")
    {'text': 'Two died.', 'published': '2023-05-02T10:11:00'}
    """
    try:
        tree = ast.parse(written.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    pairs = zip(tree.keys, tree.values, strict=True) if isinstance(tree, ast.Dict) else ()
    values = {key.value: _read_value(value) for key, value in pairs if isinstance(key, ast.Constant)}
    return _name_keys({str(key): value for key, value in values.items() if value})


def read_result_page(tree: HtmlElement) -> Answer | None:
    """Return the post on a page that auto-archiver made, None for any other page.

    Raises:
        NoTextError: it made it, and the post has no text.
    """
    cells = [row.findall("td") for row in tree.xpath(_ROWS)]
    values = _name_keys({pair[0].text_content().strip(): pair[1].text_content().strip() for pair in cells if pair[1:]})
    if "url" not in values or not tree.xpath(_CREDIT):
        return None
    if "text" not in values:
        raise NoTextError("is auto-archiver's page of a post without text; add the page that it archived")
    return Answer(
        text=values["text"] + "\n",
        title=values.get("title"),
        url=values.get("url"),
        published=values.get("published"),
        complete=True,
        notes=[f"archived on {values['archive date']}"] if "archive date" in values else [],
    )


def _name_keys(values: Mapping[str, str]) -> dict[str, str]:
    names = {**_KEYS, _PROCESSED: "archive date"}
    return {names[key]: value for key, value in values.items() if key in names and value}


def _read_value(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value or "")
    if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "datetime.datetime"):
        return ""
    return _read_datetime(node)


def _read_datetime(node: ast.Call) -> str:
    """Return the time that a call of `datetime.datetime` makes; empty where it makes none."""
    numbers = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, int)]
    keywords = {word.arg: ast.unparse(word.value) for word in node.keywords}
    zone = UTC if "utc" in keywords.get("tzinfo", "") else None
    try:
        return datetime(*numbers, tzinfo=zone).isoformat()  # type: ignore[arg-type, misc]
    except (TypeError, ValueError, OverflowError):
        return ""
