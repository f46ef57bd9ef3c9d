"""Auditing provenance: the trail from an answer to the words, and whether the record is intact.

Owns what a trail holds and what a check looks at. Refuses to read anything itself: it is handed entries and a way to
get an article's text, and gives back records and findings.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from pydantic import ValidationError

from claims.decisions import effective
from claims.findings import Finding
from claims.identity import NotCanonicalError, canonical_json, digest, digest_bytes
from claims.models import Article, Assertion, Decision, MentionRecord, Passage, article_id, identify
from claims.passages import CONTEXT_LENGTH
from claims.records import Record
from claims.store.ledger import DamagedLedgerError, Entry, entry_digest
from claims.vocabulary.loading import VocabularyError, build_vocabulary
from reconcile.conflicts import Item


class Hop(Record):
    """One step of a chain, from the outlet towards the origin."""

    speaker: str
    part: str
    """`outlet`, `relay` or `origin`."""


class Step(Record):
    """One assertion of a trail, down to the article's hash."""

    assertion: str
    stance: str
    value: str
    scope: str | None
    as_of: str | None
    quote: str
    start: int
    end: int
    orphan: bool
    """The words no longer stand where the assertion says."""
    hops: tuple[Hop, ...]
    article: str
    article_name: str
    publisher: str | None
    published: str | None
    url: str | None
    text_sha256: str
    original_sha256: str
    removed: str = ""
    accepted: bool = False
    """The decision accepted this assertion."""
    seen: bool = True
    """The decision had it before it."""


class Trail(Record):
    """From an answer back to the words."""

    item: str
    state: str
    answer: str
    explanation: str
    decisions: tuple[Decision, ...]
    """Every decision on the item, oldest first, undone ones included."""
    standing: tuple[str, ...]
    """Ids of those that still hold."""
    steps: tuple[Step, ...]
    head: tuple[int, str]
    """Number and digest of the ledger's newest entry when the trail was made."""


def build_trail(
    item: Item, decisions: Sequence[Decision], articles: Mapping[str, Article], head: tuple[int, str], answer: str
) -> Trail:
    """Return the trail of `item`; `articles` holds every article it quotes, by id."""
    decision = item.resolution.decision
    steps = []
    for member in item.members:
        assertion = member.assertion
        article = articles[assertion.passage.article]
        speakers = [article.outlet, *assertion.speakers]
        hops = [Hop(speaker=name, part="relay") for name in speakers]
        hops[0] = Hop(speaker=speakers[0], part="outlet")
        if len(hops) > 1:
            hops[-1] = Hop(speaker=speakers[-1], part="origin")
        steps.append(
            Step(
                assertion=assertion.id,
                stance=assertion.stance,
                value=_printed(assertion),
                scope=member.scope,
                as_of=assertion.as_of,
                quote=assertion.passage.exact,
                start=assertion.passage.start,
                end=assertion.passage.end,
                orphan=not stands(assertion.passage, article.text),
                hops=tuple(hops),
                article=article.id,
                article_name=article.name,
                publisher=article.publisher,
                published=article.published,
                url=article.url,
                text_sha256=article.text_sha256,
                original_sha256=article.original_sha256,
                removed=member.removed,
                accepted=decision is not None and decision.assertion == assertion.id,
                seen=decision is None or assertion.id in decision.seen,
            )
        )
    return Trail(
        item=item.id,
        state=item.state,
        answer=answer,
        explanation=item.explanation,
        decisions=tuple(decisions),
        standing=tuple(d.id for d in effective(decisions)),
        steps=tuple(steps),
        head=head,
    )


def _printed(assertion: Assertion) -> str:
    from claims.values import format_value

    return format_value(assertion.value)


def stands(passage: Passage, text: str) -> bool:
    """Return whether the passage's words stand in `text` exactly where it says."""
    start, end = passage.start, passage.end
    return (
        text[start:end] == passage.exact
        and text[max(0, start - CONTEXT_LENGTH) : start] == passage.prefix
        and text[end : end + CONTEXT_LENGTH] == passage.suffix
    )


class _Seen:
    """What the entries so far have brought into being."""

    def __init__(self) -> None:
        self.articles: set[str] = set()
        self.assertions: set[str] = set()
        self.decisions: set[str] = set()
        self.items: set[tuple[str, str]] = set()
        self.heads: dict[tuple[str, str], str] = {}
        self.vocabularies: list[dict[str, object]] = []


def check_entries(entries: Iterable[Entry], text_of: Callable[[str], str | None]) -> Iterable[Finding]:
    """Yield a finding for everything in the ledger that cannot be what was recorded; nothing for an intact one.

    Args:
        entries: the whole ledger, in order.
        text_of: gives the stored text of an article by id, or None.
    """
    seen = _Seen()
    expected = 1
    for entry in entries:
        where = f"ledger entry {entry.seq}"
        if entry.seq < 1:
            yield _finding(where, "entries are numbered from 1: this one was put in by hand", "numbering")
            continue
        if entry.seq != expected:
            yield _finding(where, f"entry {expected} is missing before it", "missing-entry")
        expected = entry.seq + 1
        if entry.digest != entry_digest(entry.seq, entry.kind, entry.id, entry.recorded_at, entry.body):
            yield _finding(where, "its digest does not match its content: it was altered", "digest")
        try:
            problems = list(_check_entry(entry, seen, text_of))
        except Exception as error:
            # A verifier treats whatever it stumbles over as a finding: damaged bytes can break any parser.
            problems = [f"it cannot be read ({type(error).__name__}: {error})"]
        yield from (_finding(where, problem, "content") for problem in problems)


def _finding(where: str, message: str, about: str) -> Finding:
    return Finding(where=where, message=message, about=about)


def _check_entry(entry: Entry, seen: _Seen, text_of: Callable[[str], str | None]) -> Iterable[str]:
    try:
        content = entry.content()
        if canonical_json(content) != entry.body:
            yield "its bytes are not canonical JSON"
    except (DamagedLedgerError, NotCanonicalError) as error:
        yield f"its body cannot be read: {error}"
        return
    check = {
        "article": _check_article,
        "name": _check_name,
        "assertion": _check_assertion,
        "decision": _check_decision,
        "vocabulary": _check_vocabulary,
        "mention": _check_mention,
    }.get(entry.kind)
    if check is None:
        yield f"unknown kind {entry.kind!r}"
        return
    try:
        yield from check(entry, seen, text_of)
    except ValidationError as error:
        yield f"its body is not a valid {entry.kind}: {error.errors()[0]['msg']}"


_TextOf = Callable[[str], str | None]


def _check_article(entry: Entry, seen: _Seen, _: _TextOf) -> Iterable[str]:
    article = Article.model_validate_json(entry.body)
    if article.text_sha256 != digest_bytes(article.text.encode("utf-8")):
        yield f"the text of {article.name} does not match its hash"
    expected = article_id(
        publisher=article.publisher,
        url=article.url,
        published=article.published,
        title=article.title,
        text_sha256=article.text_sha256,
    )
    if article.id != expected or bytes.fromhex(article.id) != entry.id:
        yield f"the id of article {article.name} does not match its content"
    seen.articles.add(article.id)


def _check_name(entry: Entry, seen: _Seen, _: _TextOf) -> Iterable[str]:
    content = entry.content()
    if bytes.fromhex(digest(content)) != entry.id:
        yield "its id does not match its content"
    if content["article"] not in seen.articles:
        yield f"it names an article that is not there ({str(content['article'])[:12]})"


def _check_assertion(entry: Entry, seen: _Seen, text_of: _TextOf) -> Iterable[str]:
    assertion = Assertion.model_validate_json(entry.body)
    shown = f"assertion {assertion.id[:12]}"
    if identify(assertion) != assertion.id or bytes.fromhex(assertion.id) != entry.id:
        yield f"the id of {shown} does not match its content"
    text = text_of(assertion.passage.article) if assertion.passage.article in seen.articles else None
    if text is None:
        yield f"{shown} quotes an article that is not there ({assertion.passage.article[:12]})"
    elif not stands(assertion.passage, text):
        yield f"the quote of {shown} does not stand in its article: {assertion.passage.exact[:60]!r}"
    seen.assertions.add(assertion.id)
    seen.items.add(assertion.item)


def _check_decision(entry: Entry, seen: _Seen, _: _TextOf) -> Iterable[str]:
    decision = Decision.model_validate_json(entry.body)
    shown = f"decision {decision.id[:12]}"
    if bytes.fromhex(digest({"decision": decision.id})) != entry.id:
        yield f"the id of {shown} does not match its entry"
    for what, id_ in (("its assertion", decision.assertion), *(("evidence it saw", id_) for id_ in decision.seen)):
        if id_ is not None and id_ not in seen.assertions:
            yield f"{shown} points at {what}, {id_[:12]}, which is not there"
    if decision.replaced_by is not None and decision.replaced_by not in seen.assertions:
        yield f"{shown} names a replacement, {decision.replaced_by[:12]}, which is not there"
    if decision.undoes is not None and decision.undoes not in seen.decisions:
        yield f"{shown} undoes {decision.undoes[:12]}, which is not there"
    if decision.based_on != seen.heads.get(decision.item):
        yield f"{shown} does not build on the decision before it"
    seen.heads[decision.item] = decision.id
    seen.decisions.add(decision.id)


def _check_mention(entry: Entry, seen: _Seen, _: _TextOf) -> Iterable[str]:
    mention = MentionRecord.model_validate_json(entry.body)
    if bytes.fromhex(digest(entry.content())) != entry.id:
        yield "its id does not match its content"
    if mention.article not in seen.articles:
        yield f"it is of an article that is not there ({mention.article[:12]})"


def _check_vocabulary(entry: Entry, seen: _Seen, _: _TextOf) -> Iterable[str]:
    content = entry.content()
    if bytes.fromhex(digest(content)) != entry.id:
        yield "its id does not match its content"
    seen.vocabularies.append(dict(content))
    try:
        build_vocabulary(seen.vocabularies)
    except VocabularyError as error:
        seen.vocabularies.pop()
        yield f"its words do not fit those before it: {error.problem}"
