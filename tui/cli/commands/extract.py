"""`variorum extract`: proposals from the articles, each under the event it speaks of."""

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from claims.assertions import identify
from claims.errors import VariorumError
from claims.extract import EventMention, Extracted, Offer, Proposer, find_offers, make_proposers, propose_assertions
from claims.extract.proposers import find_problems
from claims.findings import Finding
from claims.mentions.fingerprints import read_fingerprint
from claims.models import Article, Assertion, MentionRecord, Stance
from claims.store.dossier import ArticleRow, Dossier
from claims.subjects import SubjectMap
from claims.values.dates import end_of, start_of
from claims.values.model import CountValue, Value
from claims.vocabulary.model import Vocabulary
from reconcile.events import NO_FINGERPRINT, Event, Mention, find_events
from reconcile.events.context import date_by_context
from tui.output import counted, progress, say, say_findings, write, write_json
from tui.services.event_review import apart_events
from tui.services.neighbours import Neighbours, load_neighbours
from tui.services.workspace import Workspace
from tui.visible import visible

MAIN = "main"
_NAMED = 5
"""Articles named before any of their text is sent."""


class BrokeOffError(VariorumError):
    """A proposer broke off on some articles."""

    def __init__(self, articles: int) -> None:
        super().__init__(f"{counted(articles, 'article')} not read to the end; the same command tries them again")


class NotSentError(VariorumError):
    """Nobody agreed that article text is sent away."""

    def __init__(self) -> None:
        super().__init__("nothing was sent and nothing read; --yes agrees where nobody can be asked")


@dataclass(slots=True)
class _Reads:
    """What became of the articles that were to be read."""

    found: dict[str, tuple[Article, list[Extracted]]] = field(default_factory=dict)
    refused: int = 0
    failures: list[Finding] = field(default_factory=list)
    stopped: VariorumError | None = None
    """What kept a proposer from going on with any article."""


def run_extract(
    dossier: Path,
    names: Sequence[str],
    proposers: Sequence[str],
    *,
    again: bool = False,
    agreed: bool = False,
    as_json: bool,
    quiet: bool = False,
) -> None:
    """Propose assertions from the articles named, or from every one not yet read; the same article is read once.

    Read again, an article gives only what nobody has proposed or entered from the same words, rejected or not.
    An article on which a proposer breaks off gives nothing and counts as not read.

    Args:
        dossier: where the articles are.
        names: articles; none for all that wait.
        proposers: who reads them; none for those that take part by themselves.
        again: whether articles that were read before are read once more.
        agreed: whether article text may be sent where a proposer sends it, without asking.
        as_json: whether to write JSON.
    """
    offers = find_offers()
    if not proposers:
        say_findings(find_problems(offers))
    chosen = make_proposers(proposers, offers)
    with Workspace(dossier) as workspace:
        store = workspace.dossier
        if names:
            wanted = [store.find_article(name) for name in names]
        else:
            wanted = [row.id for row in store.article_rows()] if again else store.unread_articles()
        read = {mention.article for mention in store.mentions_of(wanted)}
        waiting = [article for article in wanted if again or article not in read]
        _ask_to_send(chosen, store.article_rows_of(waiting), agreed=agreed)
        vocabulary = store.vocabulary()
        reads = _read(store, waiting, vocabulary, chosen)
        found, refused = reads.found, reads.refused
        for id_ in read & found.keys():
            article, extracted = found[id_]
            found[id_] = (article, _unseen(extracted, store.assertions_of(id_)))
        records, assertions = assign_subjects(store, found, vocabulary)
        with progress("saving proposals", len(assertions)) as step:
            new, there = store.add_assertions(assertions, progress=step)
        # Last, since they mark the articles as read: what is cut off here is read again, and found to be there.
        store.add_mentions(records)
    counts = Counter(assertion.attribute for assertion in assertions)
    tiers = Counter(assertion.tier for assertion in assertions)
    if quiet:
        pass
    elif as_json:
        numbers = {"articles": len(found), "proposed": new, "already_there": there, "refused": refused}
        lists = {"proposers": [proposer.name for proposer in chosen], "ids": sorted(a.id for a in assertions)}
        by = {"by_tier": dict(sorted(tiers.items())), "by_attribute": dict(sorted(counts.items()))}
        write_json({**numbers, **by, **lists})
    else:
        for article, extracted in found.values():
            write(visible(f"{article.name}: {len(extracted)} proposals"))
        for attribute, count in counts.most_common():
            write(f"{count:6} {attribute}")
    say_findings(reads.failures)
    say(
        f"{counted(new, 'assertion')} proposed from {counted(len(found), 'article')}, {there:,} already there, "
        f"{refused:,} refused" + (f"; {tiers['agreed']:,} agreed by two proposers" if len(chosen) > 1 else "")
    )
    if names and not waiting:
        say("read before; --again reads once more, with another --proposer for example, and keeps what is new")
    if new:
        say(
            "`variorum claims list --status proposed` lists them, `i` in `variorum review` goes through them; "
            "`variorum conflicts` weighs them, marked as proposed"
        )
    if reads.stopped is not None:
        raise reads.stopped
    if reads.failures:
        raise BrokeOffError(len(waiting) - len(found))


def _read(store: Dossier, waiting: Sequence[str], vocabulary: Vocabulary, chosen: Sequence[Proposer]) -> _Reads:
    reads = _Reads()
    with progress("reading articles", len(waiting)) as step:
        for number, id_ in enumerate(waiting, start=1):
            article = store.article(id_)
            try:
                result = propose_assertions(article, vocabulary, chosen)
            except VariorumError as error:
                reads.stopped = error  # what was read so far is kept
                break
            reads.failures += result.failures
            if not result.failures:
                reads.found[id_] = (article, list(result.found))
                reads.refused += len(result.refusals)
            step(number)
    return reads


def _unseen(extracted: Iterable[Extracted], there: Iterable[Assertion]) -> list[Extracted]:
    """Return what says nothing that one of `there` says already in overlapping words."""
    spans: dict[tuple[str, Stance, Value], list[tuple[int, int]]] = {}
    for one in there:
        spans.setdefault((one.attribute, one.stance, one.value), []).append((one.passage.start, one.passage.end))
    return [
        new
        for new in extracted
        if not any(
            start < new.assertion.passage.end and new.assertion.passage.start < end
            for start, end in spans.get((new.assertion.attribute, new.assertion.stance, new.assertion.value), ())
        )
    ]


def _ask_to_send(chosen: Sequence[Proposer], articles: Sequence[ArticleRow], *, agreed: bool) -> None:
    """Say what text would go where; go on only with a person's yes.

    Raises:
        NotSentError: there is none.
    """
    for proposer in chosen:
        where = getattr(proposer, "sends_to", "")
        if not where or not articles:
            continue
        characters = sum(row.length for row in articles)
        names = ", ".join(sorted(row.name for row in articles)[:_NAMED])
        more = f" and {len(articles) - _NAMED:,} more" if len(articles) > _NAMED else ""
        say(
            f"{proposer.name} would send the whole text of {counted(len(articles), 'article')} "
            f"({characters:,} characters) to {where}: {names}{more}"
        )
        if agreed:
            continue
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise NotSentError
        sys.stderr.write("Send it? [y/N] ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            raise NotSentError


def run_proposers(*, as_json: bool) -> None:
    """List the proposers, with what keeps one from being used."""
    offers = find_offers()
    if as_json:
        write_json(
            [
                {
                    "name": offer.name,
                    "package": offer.package,
                    "usable": not offer.problem,
                    "by_default": offer.by_default,
                    "summary": offer.summary,
                    "problem": offer.problem,
                }
                for offer in offers
            ]
        )
    else:
        for offer in offers:
            write(f"{visible(offer.name):<10} {describe_offer(offer)}")


def describe_offer(offer: Offer) -> str:
    """Return what a proposer is, made visible."""
    if offer.problem:
        return visible(f"{offer.summary} {offer.problem}".strip())
    use = "takes part" if offer.by_default else f"takes part with --proposer {offer.name}"
    return visible(f"{use}. {offer.summary} ({offer.package})")


def assign_subjects(
    store: Dossier, found: Mapping[str, tuple[Article, list[Extracted]]], vocabulary: Vocabulary
) -> tuple[list[MentionRecord], list[Assertion]]:
    """Return the mentions of newly read articles with their subjects, and the assertions under those subjects.

    A mention joins the subject that earlier mentions of its event have; a new event is named for what, when and where.
    Only mentions that share a block with a new one, and those of the same events, are read.
    """
    map_ = store.subject_map()
    there = {(m.article, m.key) for m in store.mentions_of(found)}
    fresh: dict[tuple[str, str], Mention] = {}
    for article, extracted in found.values():
        fresh |= {mention.id: mention for mention in _mentions(article, extracted) if mention.id not in there}
    near, events = _group(store, fresh, found, map_, vocabulary)
    main_events = {article: event for event in events for article, key in event.mentions if key == MAIN}
    if dated := date_by_context(fresh.values(), main_events):
        near, events = _group(store, fresh | dated, found, map_, vocabulary)
    subjects = dict(near.subjects)
    taken = set(subjects.values())
    for event in events:
        named = sorted({subjects[m] for m in event.mentions if m in subjects})
        subject = (
            named[0] if named else _free(event.id if event.low else _local_name(event.mentions[0], found), taken, store)
        )
        taken.add(subject)
        for key in event.mentions:
            subjects.setdefault(key, subject)
    records = [
        MentionRecord(
            article=mention.article,
            key=mention.key,
            subject=subjects[mention.id],
            kind=mention.kind,
            low=mention.low,
            high=mention.high,
            places=mention.places,
            figures=tuple(sorted(mention.figures)),
            main=mention.main,
        )
        for mention in sorted(fresh.values(), key=lambda m: m.id)
    ]
    assertions = [
        _under(extracted, subjects[id_, _key(extracted)]) for id_, (_, every) in found.items() for extracted in every
    ]
    return records, sorted(assertions, key=lambda assertion: assertion.id)


def _group(
    store: Dossier,
    fresh: Mapping[tuple[str, str], Mention],
    articles: Collection[str],
    map_: SubjectMap,
    vocabulary: Vocabulary,
) -> tuple[Neighbours, tuple[Event, ...]]:
    """Return the neighbours of new mentions, and the events that all of them are of."""
    near = load_neighbours(store, list(fresh.values()), articles, vocabulary)
    under: dict[str, list[tuple[str, str]]] = {}
    for key, subject in near.subjects.items():
        under.setdefault(subject, []).append(key)
    apart = {
        frozenset(pair)
        for one, two in (sorted(parted) for parted in apart_events(map_) if len(parted) == 2)
        for pair in product(under.get(one, ()), under.get(two, ()))
    }
    return near, find_events((*near.mentions, *fresh.values()), vocabulary, apart, near.counts)


def _key(extracted: Extracted) -> str:
    event = extracted.proposal.event
    return event.key if event is not None else MAIN


def _mentions(article: Article, extracted: Iterable[Extracted]) -> list[Mention]:
    """Return the event mentions of an article, its main one always among them."""
    events: dict[str, EventMention] = {MAIN: EventMention(MAIN)}
    trace = read_fingerprint(article)
    figures: dict[str, set[tuple[str, str, int]]] = {}
    for one in extracted:
        if one.proposal.event is not None:
            events[one.proposal.event.key] = one.proposal.event
        value = one.assertion.value
        if isinstance(value, CountValue) and value.low == value.high and not one.proposal.subject:
            told = (one.assertion.attribute, one.assertion.scope or "", value.low)
            figures.setdefault(_key(one), set()).add(told)
    return [
        Mention(
            article=article.id,
            key=key,
            kind=event.kind,
            low=start_of(event.date) if event.date else None,
            high=end_of(event.date) if event.date else None,
            places=tuple(dict.fromkeys((event.place, *event.border))) if event.place else event.border,
            figures=frozenset(figures.get(key, ())),
            main=key == MAIN,
            trace=trace if key == MAIN else NO_FINGERPRINT,
        )
        for key, event in sorted(events.items())
    ]


def _local_name(mention: tuple[str, str], found: Mapping[str, tuple[Article, list[Extracted]]]) -> str:
    """Return a subject for an event that no date ties to other articles."""
    article, key = mention
    name = found[article][0].name if article in found else article[:8]
    return f"{name} {key}"


def _free(name: str, taken: set[str], store: Dossier) -> str:
    """Return `name`, or with a number where it is another event's, or was before a merge or a split."""
    tied = store.subject_map()

    def is_free(one: str) -> bool:
        return one not in taken and len(tied.linked(one)) == 1 and not store.mentions_under([one])

    return next(one for n in range(1, 1_000_000) if is_free(one := name if n == 1 else f"{name}-{n}"))


def _under(extracted: Extracted, subject: str) -> Assertion:
    """Return the assertion under its event's subject; one about an organisation keeps its own."""
    if extracted.proposal.subject:
        return extracted.assertion
    return identify(extracted.assertion.changed(subject=subject))
