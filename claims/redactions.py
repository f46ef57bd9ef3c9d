"""Say what is taken out of the fields of a record, and what stands in its place: a mark for each character."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from claims.proof.openings import IDENTIFYING, QUOTE, split_fields
from claims.records import plain_content
from claims.values.model import CountValue, DateValue, MeasureValue, TimeValue

MARK: Final = "█"
_WORD: Final = MARK * 4
"""Stands for a word whose length is not to be told."""
_NO_DIGEST: Final = "0" * 64
_CONTEXT: Final = 32
"""Characters kept on either side of a quote."""
_ID: Final = re.compile(r"[0-9a-f]{8,64}")
_BETWEEN: Final = r"(?:[\W_]|%20)*"
"""Stands between the words of a name: much, or nothing in handles and tags."""
_SEAM: Final = r"(?:\u00ad|[-\u2010]\s*\n\s*)?"
"""Stands between the letters of a word that is broken over lines."""
_WORDS: Final = frozenset({"note", "translation", "evidential", "translator"})

Spans = Mapping[str, Sequence[tuple[int, int]]]
"""Parts of texts, by the ids of their articles."""


class Selection(NamedTuple):
    """What is to be taken out."""

    names: tuple[str, ...] = ()
    quotes: frozenset[str] = frozenset()
    """Ids of assertions whose words go, from their articles too."""
    statements: frozenset[str] = frozenset()
    """Ids of assertions of which only the place, the subject and the attribute stay."""
    every_quote: bool = False
    """The words of all assertions go, and the texts of all articles."""


class Masker:
    """Takes what was selected out of the bodies of entries, in their order; a second pass finds what was renamed."""

    def __init__(self, selection: Selection, spans: Spans) -> None:
        """Prepare; `spans` are those of the selected quotes and statements."""
        self.found: set[str] = set()
        """The names as they stood where they were taken out."""
        self._selection = selection
        self._spans = spans
        self._names = _compile_names(selection.names)
        self._texts: dict[str, str] = {}
        self._renamed: dict[str, dict[str, str]] = {}
        """By how an id begins: the ids that begin so, with what is written for them."""

    def write_for(self, before: str, now: str) -> bool:
        """From here on write `now` for the id `before`; return whether that is new."""
        alike = self._renamed.setdefault(before[:8], {})
        if before == now or before in alike:
            return False
        alike[before] = now
        return True

    def mask(self, kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of a body as they are to stand."""
        fields = split_fields(kind, content)
        masked = {name: self._mask_value(value) for name, value in fields.items()}
        if kind == "article":
            self._mask_article(content, masked)
        elif kind == "assertion":
            self._mask_assertion(content, masked)
        elif kind == "vocabulary":  # its keys are words too, and a table with marks for keys may not load
            masked = {name: value if self._keeps(fields[name]) else {} for name, value in masked.items()}
        return masked

    def finds(self, text: str) -> bool:
        """Return whether a text holds one of the names."""
        return self._names is not None and self._names.search(text) is not None

    def _keeps(self, value: Any) -> bool:
        return not any(map(self.finds, _strings_in(value)))

    def _mask_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._mask_text(value)
        if isinstance(value, Mapping):
            return {key: self._mask_value(part) for key, part in value.items()}
        return list(map(self._mask_value, value)) if isinstance(value, Sequence) else value

    def _mask_text(self, text: str) -> str:
        if self._renamed:
            text = _ID.sub(self._rename_match, text)
        return text if self._names is None else self._names.sub(self._mark_match, text)

    def _mark_match(self, match: re.Match[str]) -> str:
        self.found.add(match[0])
        return MARK * len(match[0])

    def _rename_match(self, match: re.Match[str]) -> str:
        alike = self._renamed.get(match[0][:8], {}).items()
        return next((now[: len(match[0])] for before, now in alike if before.startswith(match[0])), match[0])

    def _mask_article(self, content: Mapping[str, Any], masked: dict[str, Any]) -> None:
        text = masked["text"]
        for start, end in self._spans.get(content["id"], ()):
            text = text[:start] + MARK * (end - start) + text[end:]
        if self._selection.every_quote:
            text = MARK * len(text)
        masked["text"] = text
        if text != content["text"]:
            masked["text_sha256"] = hashlib.sha256(text.encode("utf-8")).hexdigest()
            self._texts[content["id"]] = text
        if any(masked[name] != content.get(name) for name in masked.keys() - {"revises", "revised_by"}):
            masked["original_sha256"] = _NO_DIGEST

    def _mask_assertion(self, content: Mapping[str, Any], masked: dict[str, Any]) -> None:
        passage = content["passage"]
        text = self._texts.get(passage["article"])
        if text is not None:
            start, end = passage["start"], passage["end"]
            around = (text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT])
            masked[QUOTE] = {"exact": text[start:end], "prefix": around[0], "suffix": around[1]}
        if content["id"] in self._selection.statements:
            masked.update(_blank_statement(content, masked))
        elif self._selection.every_quote or content["id"] in self._selection.quotes:
            masked.update(_blank_words(content))


def find_changes(kind: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    """Return the fields that are gone, the id among them where it would confirm a guess."""
    changed = {name for name, value in split_fields(kind, before).items() if now[name] != value}
    return changed | ({"id"} if changed & IDENTIFYING.get(kind, frozenset()) else set())


def find_spans(assertions: Iterable[Any]) -> dict[str, list[tuple[int, int]]]:
    """Return the spans of the passages of assertions, by article."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for passage in (assertion.passage for assertion in assertions):
        spans.setdefault(passage.article, []).append((passage.start, passage.end))
    return spans


def _strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield key
            yield from _strings_in(part)
    elif isinstance(value, Sequence):
        for part in value:
            yield from _strings_in(part)


def _compile_names(names: Collection[str]) -> re.Pattern[str] | None:
    r"""Return a pattern for names as whole words, however they are capitalised, joined or broken over lines.

    >>> [match[0] for match in _compile_names(["Jo Ray"]).finditer("JO\nRAY'S jo-ray, @joray, Jo R-\nay, Jo Rayner")]
    ['JO\nRAY', 'jo-ray', 'joray', 'Jo R-\nay']
    """
    written = {unicodedata.normalize(form, name) for name in names for form in ("NFC", "NFD")}
    forms = written | set(map(quote, written))
    words = sorted((re.split(r"[\W_]+", form) for form in forms), key=lambda each: (-sum(map(len, each)), each))
    joined = [_BETWEEN.join(map(_pattern_of, filter(None, each))) for each in words if any(each)]
    if not joined:
        return None
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(joined)})(?![^\W_])", re.IGNORECASE)


def _pattern_of(word: str) -> str:
    return _SEAM.join(map(re.escape, word))


def _blank_words(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands for the words of an assertion; of values, only those that are sentences themselves go."""
    told = dict.fromkeys(_WORDS & content.keys(), "")
    if content["value"]["kind"] != "text":
        return told
    return {**told, "value": _blank_value(content["value"]), "written": content["written"] and _WORD}


def _blank_statement(content: Mapping[str, Any], masked: Mapping[str, Any]) -> dict[str, Any]:
    told = {
        "as_of": None,
        "chain": [{**hop, "speaker": _WORD, "verb": ""} for hop in masked["chain"]],
        "scope": None,
        "value": _blank_value(content["value"]),
        "written": content["written"] and _WORD,
    }
    return {**_blank_words(content), **told}


def _blank_value(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a value of the same kind that may be anything."""
    kind = value["kind"]
    if kind == "count":
        return dict(plain_content(CountValue(low=0, hedge="vague")))
    if kind == "measure":
        open_ = dict.fromkeys(("low", "high", "base_low", "base_high"))
        return dict(plain_content(MeasureValue(**{**value, **open_, "hedge": "vague"})))
    if kind == "date":
        return dict(plain_content(DateValue(edtf="..", low=None, high=None, hedge="open")))
    if kind == "time":
        return dict(plain_content(TimeValue(low=0, high=86_399, hedge="vague")))
    return {name: _WORD if name in {"name", "normal", "text"} else part for name, part in value.items()}
