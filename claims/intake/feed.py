"""Read the articles of feeds, RSS 0.9 to 2.0 and Atom (RFC 4287), in the parser process only."""

from collections.abc import Iterator
from html import escape
from typing import Final

from lxml.etree import QName, _Element, tostring

from claims.intake.answers import NoTextError, Part, Parts, make_part, seal_part
from claims.intake.dates import parse_mail_date
from claims.intake.publishers import clean_site_name
from claims.intake.zipped import parse_xml

_TEXTS: Final = ("encoded", "content", "description", "summary")
"""Names of the elements that hold an article, the fullest first."""
_DATES: Final = ("pubDate", "published", "date", "issued")
_CHANGES: Final = ("updated", "modified")
_NOT_OURS: Final = "{http://search.yahoo.com/mrss/}"
"""Media RSS, whose `content` and `title` are those of a picture."""


def split_feed(data: bytes, _: int) -> Parts:
    """Return the articles of a feed's entries."""
    root = parse_xml(data)
    entries = [element for element in root.iter("{*}item", "{*}entry") if not str(element.tag).startswith(_NOT_OURS)]
    if QName(root).localname not in ("rss", "feed", "RDF") or not entries:
        raise NoTextError("is not a feed (RSS or Atom) with entries; save the page or its text and add that")
    head = root if QName(root).localname == "feed" else root.find("{*}channel")
    outlet = _text(head, ("title",)) if head is not None else None
    answer = Parts(parts=[], problems=[])
    for number, entry in enumerate(entries, start=1):
        part = _read_entry(entry, outlet)
        if part is None:
            answer["problems"].append((str(number), "has no text in the feed; save its page and add that"))
        else:
            part["place"] = str(number)
            answer["parts"].append(part)
    return answer


def _read_entry(entry: _Element, outlet: str | None) -> Part | None:
    name, content = next(_contents(entry), ("", ""))
    if not content:
        return None
    part = make_part(f"<html><body><article>{content}</article></body></html>", kind="html")
    seal_part(part, tostring(entry, with_tail=False))
    title = _text(entry, ("title",))
    source = entry.find("{*}source")
    credit = None if source is None else _text(source, ("title",)) or (source.text or "").strip()
    part["metadata"] = {
        "title": title,
        "publisher": clean_site_name(credit or outlet, title),
        "author": _text(entry, ("creator",)) or _author(entry),
        "url": _address(entry),
        "published": parse_mail_date(_text(entry, _DATES)),
        "modified": parse_mail_date(_text(entry, _CHANGES)),
    }
    if name == "summary":
        part["complete"] = False
        part["notes"].append("incomplete: the feed holds a summary only; save the page and add that")
    elif name == "description":
        part["notes"].append("the feed's description, which may be a part of the article")
    return part


def _contents(entry: _Element) -> Iterator[tuple[str, str]]:
    """Yield the name and HTML of each element that may hold the article, the fullest first."""
    for name in _TEXTS:
        for element in _children(entry, name):
            kind = element.get("type", "html")
            if kind in ("xhtml", "application/xhtml+xml"):
                content = "".join(tostring(child, encoding="unicode", method="html") for child in element)
            else:
                content = "".join(map(str, element.itertext())).strip()
                content = escape(content) if kind in ("text", "text/plain") else content
            if content.strip():
                yield name, content


def _children(entry: _Element, name: str) -> Iterator[_Element]:
    return (child for child in entry.iterchildren("{*}" + name) if not str(child.tag).startswith(_NOT_OURS))


def _text(element: _Element, names: tuple[str, ...]) -> str | None:
    texts = ("".join(map(str, child.itertext())).strip() for name in names for child in _children(element, name))
    return next(filter(None, texts), None)


def _author(entry: _Element) -> str | None:
    author = next(_children(entry, "author"), None)
    return None if author is None else _text(author, ("name",)) or (author.text or "").strip() or None


def _address(entry: _Element) -> str | None:
    links = [*_children(entry, "link")]
    page = next((link.get("href") for link in links if link.get("rel", "alternate") == "alternate"), None)
    return page or next(((link.text or "").strip() for link in links if link.text), None)
