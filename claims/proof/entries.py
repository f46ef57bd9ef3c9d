"""Check a ledger entry by entry: digests, ids, quotes, references, order, and the tree over all of them.

Damaged bytes can break any reader, so whatever a check runs into is reported as a problem, never raised.
"""

import hashlib
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple, Protocol

from claims.proof.canonical import STANDARD, Codec, canonical_bytes, digest_of, leaf_digest
from claims.proof.checkpoint import Checkpoint
from claims.proof.merkle import Frontier
from claims.proof.openings import (
    PLAIN,
    Opened,
    RedactionCheck,
    commit_fields,
    find_links,
    is_renamed,
    parse_opening,
    salted_digest,
)
from claims.proof.reviewers import ReviewerCheck, Roster

CONTEXT = 32
"""Characters of prefix and suffix kept beside a quote."""

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")

_FIELDS = """
article author complete encoding id language media_type modified moments name notes original_sha256 published publisher revised_by revises text text_sha256 title url
name article name
amendment action article batch changes decided_at decision id rationale reviewer seed signature undoes
assertion as_of attribute chain evidential exhaustive extracted_by id note number_end number_start passage rule scope stance subject subject_kind tier translation translator value written
decision action adjudicates assertion assignees attribute based_on batch blind decided_at grade high id low policy rationale reason relation replaced_by reviewer scope seed seen signature subject tags undoes
mention article figures high key kind low main places subject
event action article based_on decided_at id name other rationale reviewer seed signature subject undoes
reviewer action decided_at id key name rationale reviewer role seed signature
redaction action decided_at entries id rationale reviewer seed signature
"""  # noqa: E501 - a table, a kind a line
FIELDS = {kind: frozenset(names) for kind, *names in map(str.split, _FIELDS.strip().splitlines())}
"""What an entry of each kind may hold; a vocabulary holds what it likes."""

_WITH_ID = frozenset({"amendment", "event", "redaction", "reviewer"})
_WITHOUT_ID = frozenset({"name", "mention", "vocabulary"})
"""Kinds whose content as a whole is what their id is the digest of."""

_OF_ARTICLES = frozenset({"amendment", "name", "mention"})


class AnyEntry(Protocol):
    """An entry of a ledger, from any source."""

    @property
    def seq(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> bytes: ...
    @property
    def recorded_at(self) -> str: ...
    @property
    def body(self) -> bytes: ...
    @property
    def digest(self) -> bytes: ...
    @property
    def opening(self) -> bytes | None: ...


class Problem(NamedTuple):
    """A part of the record that is not as it was recorded."""

    where: str
    about: str
    message: str


class Withheld:
    """Marks the text of an article that is in the record but not available."""


WITHHELD = Withheld()
TextOf = Callable[[str], "str | Withheld | None"]
"""Gives the text of an article by id; None where there is no such article."""


class LedgerCheck:
    """One pass over a ledger: `check` every entry in order, then `finish`."""

    def __init__(
        self,
        text_of: TextOf,
        sealed: Iterable[Checkpoint] = (),
        *,
        tree: Frontier | None = None,
        earlier: "Earlier | None" = None,
        last_time: str = "",
        codec: Codec = STANDARD,
        is_copy: bool = True,
    ) -> None:
        """Prepare to check.

        Args:
            text_of: gives the text of an article by id.
            sealed: checkpoints kept elsewhere.
            tree: the tree over the entries before the pass, if it does not start with the first.
            earlier: answers questions about those entries.
            last_time: when the last of them was recorded.
            codec: reads and writes JSON.
            is_copy: fields may be gone without an order in the ledger, as in a package that was redacted.
        """
        self.tree = tree or Frontier()
        self.redaction = RedactionCheck(is_copy=is_copy)
        self.quotes_checked = 0
        self.quotes_withheld = 0
        self._sealed = sorted(sealed, key=attrgetter("size"))
        # The caller has compared the tree with the checkpoints up to here.
        self._good = self.tree.size
        self._next = sum(checkpoint.size <= self._good for checkpoint in self._sealed)
        self._due = self._size_due()
        self._text_of = text_of
        self._codec = codec
        self._earlier = earlier or Earlier()
        self._expected = self.tree.size + 1
        self._last_time = last_time
        self._articles: dict[bytes, int] = {}
        self._assertions: dict[bytes, int] = {}
        self._masked: set[bytes] = set()
        self._decisions: set[str] = set()
        self._heads: dict[tuple[str, str], str] = {}
        self._tied: set[str] = set()
        self.reviewers = ReviewerCheck(Roster(self._earlier.reviewer_changes()), self._earlier.role_of)

    def check(self, entry: AnyEntry, withheld_sha256: str = "") -> list[Problem]:
        """Return the problems of the next entry.

        Args:
            entry: the entry.
            withheld_sha256: if the given body lacks an article's text, the digest of the body, or the commitment to
                the text.
        """
        problems: list[Problem] = []
        try:
            self._check(entry, withheld_sha256, problems)
        except Exception as error:
            problems.append(_problem(entry.seq, "content", f"it cannot be read ({_describe(error)})"))
        return problems

    def _check(self, entry: AnyEntry, withheld_sha256: str, problems: list[Problem]) -> None:
        seq = entry.seq
        if seq < 1:
            problems.append(_problem(seq, "numbering", "entries are numbered from 1: this one was put in by hand"))
            return
        if seq != self._expected:
            problems.append(self._describe_gap(seq))
        self._expected = seq + 1
        leaf, opened, odd = self._open(entry, withheld_sha256)
        odd = odd or self.redaction.count(seq, entry.kind, opened)
        problems += [_problem(seq, "content", odd)] if odd else []
        if entry.digest != leaf:
            problems.append(_problem(seq, "digest", "its digest does not match its content: it was altered"))
        if seq == 1:
            problems += self._check_origin(leaf)
        if entry.recorded_at != self._last_time or self._next:
            problems += self._check_time(entry)
        self.tree.add(leaf)
        if entry.kind != "assertion" or opened.gone or not self._is_sound(entry):
            problems += [
                _problem(seq, "content", message) for message in self._try_content(entry, withheld_sha256, opened)
            ]
        if self._due <= seq:
            problems += self._check_sealed(seq)

    def _describe_gap(self, seq: int) -> Problem:
        if seq < self._expected:
            return _problem(seq, "missing-entry", "it stands out of order")
        return _problem(seq, "missing-entry", f"entry {self._expected} is missing before it")

    def _open(self, entry: AnyEntry, withheld: str) -> tuple[bytes, Opened, str]:
        """Return the leaf that an entry gives, its commitments, and what is odd about these."""
        if entry.opening is None:
            sha256 = withheld or hashlib.sha256(entry.body).hexdigest()
            return leaf_digest(entry.seq, entry.kind, entry.id, entry.recorded_at, sha256), PLAIN, ""
        try:
            opening, content = parse_opening(entry.opening), self._codec.read(entry.body)
            links = find_links(entry.kind, content, self._number_of)
            if withheld:
                content = {**content, "text": ""}
            fields = commit_fields(entry.kind, content, opening, self._codec.write)
        except Exception as error:
            return b"", PLAIN, f"its commitments cannot be opened ({_describe(error)})"
        fields |= {"text": withheld} if withheld else {}
        leaf = salted_digest(entry.seq, entry.kind, entry.recorded_at, fields, opening.links)
        odd = "" if links == opening.links else "it names other entries than were recorded"
        return leaf, Opened(opening.gone, fields), odd

    def _number_of(self, id_: bytes) -> int:
        """Return the number of the article or assertion of this id; 0 where there is none."""
        return (
            self._articles.get(id_)
            or self._assertions.get(id_)
            or self._earlier.number_of("article", id_)
            or self._earlier.number_of("assertion", id_)
        )

    def _try_content(self, entry: AnyEntry, withheld_sha256: str, opened: Opened) -> list[str]:
        try:
            return self._check_content(entry, bool(withheld_sha256), opened)
        except Exception as error:
            return [f"it cannot be read ({_describe(error)})"]

    def finish(self) -> Iterator[Problem]:
        """Yield the problems that show only after the last entry, such as entries that are missing."""
        yield from (_problem(seq, "redaction", message) for seq, message in self.redaction.finish())
        for checkpoint in self._sealed[self._next :]:
            gone = self._expected
            until = f"entries {gone} to {checkpoint.size} are" if gone < checkpoint.size else f"entry {gone} is"
            message = f"{until} gone: {checkpoint.name} was made over {checkpoint.size} entries"
            yield _problem(gone, "checkpoint", message)

    def _check_origin(self, leaf: bytes) -> Iterator[Problem]:
        for checkpoint in self._sealed:
            if checkpoint.dossier not in {"", leaf.hex()}:
                message = (
                    f"{checkpoint.name} is of a ledger with another first entry: it is of another dossier, or this "
                    "entry was rewritten"
                )
                yield _problem(1, "checkpoint", message)

    def _check_time(self, entry: AnyEntry) -> Iterator[Problem]:
        if not _TIME.fullmatch(entry.recorded_at):
            yield _problem(entry.seq, "time", "the time it was recorded is no time")
            return
        if entry.recorded_at < self._last_time:
            message = f"back-dated: recorded at {entry.recorded_at}, after an entry of {self._last_time}"
            yield _problem(entry.seq, "back-dated", message)
        else:
            self._last_time = entry.recorded_at
            for checkpoint in self._sealed[: self._next]:
                if entry.recorded_at < checkpoint.time:
                    message = f"back-dated: it says {entry.recorded_at}, and {checkpoint.name} lacks it"
                    yield _problem(entry.seq, "back-dated", message)
                    break

    def _size_due(self) -> float:
        """Return how many entries the next checkpoint was made over."""
        return self._sealed[self._next].size if self._next < len(self._sealed) else math.inf

    def _check_sealed(self, seq: int) -> Iterator[Problem]:
        while self._due <= seq:
            checkpoint = self._sealed[self._next]
            self._next += 1
            self._due = self._size_due()
            if self.tree.size == checkpoint.size and self.tree.root() == checkpoint.root:
                self._good = checkpoint.size
                continue
            first = self._good + 1
            message = (
                f"history was rewritten: entries {first} to {checkpoint.size} are not those of "
                f"{checkpoint.name}; entry {first} is the first that may be bad"
                + (f", entries 1 to {self._good} are as sealed" if self._good else "")
            )
            yield Problem(f"ledger entry {first}", "checkpoint", message)

    def _is_sound(self, entry: AnyEntry) -> bool:
        """Return whether the fast check shows that an assertion is intact; if not, the full check names the problem."""
        gist = self._codec.gist(entry.body)
        if gist is None or gist.expected != entry.id or gist.id != entry.id.hex():
            return False
        passage = gist.passage
        article, start, end = passage.article, passage.start, passage.end
        text = self._text_of(article) if self._has_article(article) else None
        if not isinstance(text, str) or not _is_quote(text, start, end, passage.exact, passage.prefix, passage.suffix):
            return False
        for first, last in gist.spans:
            if last is None or not 0 <= first <= last <= len(text):
                return False
        self.quotes_checked += 1
        self._assertions[entry.id] = entry.seq
        return True

    def _check_content(self, entry: AnyEntry, withheld: bool, opened: Opened) -> list[str]:
        content, kind = self._codec.read(entry.body), entry.kind
        problems = []
        if self._codec.write(content) != entry.body and canonical_bytes(content) != entry.body:
            problems.append("its bytes are not canonical JSON")
        if not isinstance(content, dict):
            return [*problems, "its body is no object"]
        if kind in FIELDS and not content.keys() <= FIELDS[kind]:
            problems.append(f"it holds what no {kind} has ({min(content.keys() - FIELDS[kind])[:40]})")
        problems += self._check_kind(entry, content, withheld, opened)
        return problems

    def _check_kind(self, entry: AnyEntry, content: Mapping[str, Any], withheld: bool, opened: Opened) -> Iterator[str]:
        kind = entry.kind
        if kind == "assertion":
            yield from self._check_assertion(entry, content, opened)
        elif kind == "article":
            yield from self._check_article(entry, content, withheld, opened)
        elif kind == "decision":
            yield from self._check_decision(entry, content)
        elif kind in _WITH_ID or kind in _WITHOUT_ID:
            yield from self._check_other(entry, content, opened)
        else:
            yield f"unknown kind {kind!r}"
        if kind in {"amendment", "decision", "event", "redaction", "reviewer", "vocabulary"}:
            yield from self.reviewers.check(kind, content, self._codec.write, opened.fields)

    def _check_other(self, entry: AnyEntry, content: Mapping[str, Any], opened: Opened) -> Iterator[str]:
        kind = entry.kind
        expected = digest_of({kind: content["id"]} if kind in _WITH_ID else content)
        if entry.id != (entry.digest if is_renamed(kind, opened.gone) else expected):
            yield "its id does not match its content"
        if kind == "event" and content["other"]:
            self._tied |= {content["subject"], content["other"]}
        if kind == "redaction":
            self.redaction.order(entry.seq, content)
        if kind in _OF_ARTICLES and not self._has_article(content["article"]):
            yield f"it is of an article that is not there ({str(content['article'])[:12]})"

    def _follows_elsewhere(self, content: Mapping[str, Any]) -> bool:
        """Return whether a merge or a split of events let the decision follow those on another item."""
        if content["subject"] not in self._tied and not self._earlier.tied(content["subject"]):
            return False
        before = content["based_on"]
        return before is None or before in self._decisions or self._earlier.has_decision(before)

    def _has_article(self, id_: str) -> bool:
        key = bytes.fromhex(id_)
        if key not in self._articles and (number := self._earlier.number_of("article", key)):
            self._articles[key] = number  # asked for once, however many quote it
        return key in self._articles

    def _has_assertion(self, id_: str) -> bool:
        key = bytes.fromhex(id_)
        return key in self._assertions or self._earlier.has("assertion", key)

    def _check_article(
        self, entry: AnyEntry, content: Mapping[str, Any], withheld: bool, opened: Opened
    ) -> Iterator[str]:
        if not withheld and content["text_sha256"] != hashlib.sha256(content["text"].encode("utf-8")).hexdigest():
            yield f"the text of {content['name']} does not match its hash"
        parts = {name: content[name] for name in ("publisher", "url", "published", "title")}
        expected = digest_of({**parts, "text": content["text_sha256"]})
        if is_renamed("article", opened.gone):
            expected = entry.digest
        if bytes.fromhex(content["id"]) != expected or entry.id != expected:
            yield f"the id of article {content['name']} does not match its content"
        self._articles[entry.id] = entry.seq
        if "text" in opened.gone:
            self._masked.add(entry.id)

    def _check_assertion(self, entry: AnyEntry, content: Mapping[str, Any], opened: Opened) -> Iterator[str]:
        passage, chain = content["passage"], content["chain"]
        label = f"assertion {content['id'][:12]}"
        identifying = identifying_content(content)
        expected = hashlib.sha256(self._codec.write(identifying)).digest()
        if entry.id != expected:
            expected = digest_of(identifying)
        if is_renamed("assertion", opened.gone):
            expected = entry.digest
        if entry.id != expected or content["id"] != expected.hex():
            yield f"the id of {label} does not match its content"
        yield from self._check_quote(label, passage, chain)
        self._assertions[entry.id] = entry.seq

    def _check_quote(self, label: str, passage: Mapping[str, Any], chain: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        text = self._text_of(passage["article"]) if self._has_article(passage["article"]) else None
        if text is None:
            yield f"{label} quotes an article that is not there ({passage['article'][:12]})"
        elif isinstance(text, Withheld):
            self.quotes_withheld += 1
        else:
            is_masked = bytes.fromhex(passage["article"]) in self._masked
            self.quotes_withheld += is_masked
            self.quotes_checked += not is_masked
            if not _is_quote(text, *(passage[name] for name in ("start", "end", "exact", "prefix", "suffix"))):
                yield f"the quote of {label} does not stand in its article: {passage['exact'][:60]!r}"
            for hop in chain:
                if hop["start"] is not None and not 0 <= hop["start"] <= hop["end"] <= len(text):
                    yield f"{label} names a speaker, {hop['speaker'][:40]!r}, outside its article"

    def _check_decision(self, entry: AnyEntry, content: Mapping[str, Any]) -> Iterator[str]:
        id_, seen, item = content["id"], content["seen"], (content["subject"], content["attribute"])
        label = f"decision {id_[:12]}"
        if digest_of({"decision": id_}) != entry.id:
            yield f"the id of {label} does not match its entry"
        yield from self._check_references(label, content, seen)
        head = self._heads[item] if item in self._heads else self._earlier.decided(item)
        if content["based_on"] != head and not self._follows_elsewhere(content):
            yield f"{label} does not build on the decision before it"
        self._heads[item] = id_
        self._decisions.add(id_)

    def _check_references(self, label: str, content: Mapping[str, Any], seen: Sequence[str]) -> Iterator[str]:
        """Yield what a decision names and is not there."""
        named = [("points at its assertion", content["assertion"])]
        named += [("points at evidence it saw", each) for each in seen]
        for what, each in (*named, ("names a replacement", content.get("replaced_by"))):
            if each is not None and not self._has_assertion(each):
                yield f"{label} {what}, {each[:12]}, which is not there"
        undone = content["undoes"]
        if undone is not None and undone not in self._decisions and not self._earlier.has_decision(undone):
            yield f"{label} undoes {undone[:12]}, which is not there"


class Earlier:
    """Answers about entries before a pass; in this base class there are none, since the pass starts with the first."""

    def number_of(self, kind: str, entry_id: bytes) -> int:
        """Return the number of an entry; 0 where there is none."""
        return 0

    def has(self, kind: str, entry_id: bytes) -> bool:
        """Return whether there is such an entry."""
        return self.number_of(kind, entry_id) > 0

    def has_decision(self, id_: str) -> bool:
        """Return whether there is a decision of this id."""
        return self.has("decision", digest_of({"decision": id_}))

    def decided(self, item: tuple[str, str]) -> str | None:
        """Return the latest decision on an item."""
        return None

    def tied(self, subject: str) -> bool:
        """Return whether a merge or a split names this subject."""
        return False

    def reviewer_changes(self) -> Iterable[Mapping[str, Any]]:
        """Return the changes to the list of reviewers, oldest first."""
        return ()

    def role_of(self, decision: str) -> str:
        """Return the role that a decision took, by its id."""
        return "reviewer"


def _is_quote(text: str, start: int, end: int, exact: str, prefix: str, suffix: str) -> bool:
    """Return whether the span of a text has these words, with this context on either side."""
    return (
        0 <= start <= end
        and text[start:end] == exact
        and text[max(0, start - CONTEXT) : start] == prefix
        and text[end : end + CONTEXT] == suffix
    )


def identifying_content(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content that the id of an assertion is the digest of, with its keys in order."""
    passage, written = content["passage"], content["written"]
    return {
        "article": passage["article"],
        "as_of": content["as_of"],
        "attribute": content["attribute"],
        "chain": [hop["speaker"] for hop in content["chain"]],
        "end": passage["end"],
        "exhaustive": content["exhaustive"],
        "scope": content["scope"],
        "stance": content["stance"],
        "start": passage["start"],
        "subject": content["subject"],
        "value": dict(sorted(given_bounds(content["value"]).items())) if written is None else written,
    }


def given_bounds(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the bounds a value without a surface form was given by."""
    if value["kind"] == "date":
        sides = value["edtf"].split("/")
        return {"low": _bound(sides[0]), "high": _bound(sides[-1])}
    bounds = {"low": value.get("low"), "high": value.get("high")}
    bounds |= {"best": value["best"]} if value.get("best") is not None else {}
    return {**bounds, "unit": value["unit"]} if value["kind"] == "measure" else bounds


def _bound(side: str) -> str | None:
    return None if side in {"", ".."} else side


def _describe(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error)[:200]}"


def _problem(seq: int, about: str, message: str) -> Problem:
    return Problem(f"ledger entry {seq}", about, message)


def check_ledger(entries: Iterable[AnyEntry], text_of: TextOf, sealed: Sequence[Checkpoint] = ()) -> Iterator[Problem]:
    """Yield every problem of a whole ledger, handed over in order."""
    check = LedgerCheck(text_of, sealed)
    for entry in entries:
        yield from check.check(entry)
    yield from check.finish()
