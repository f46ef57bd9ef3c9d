"""`variorum extract`: proposals from the articles, each under the event it speaks of."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from claims.errors import VariorumError
from claims.extract import Offer, Proposer, find_offers, make_proposers
from claims.extract.proposers import find_problems
from claims.store.dossier import ArticleRow
from tui.output import counted, progress, say, say_findings, write, write_json
from tui.services.extraction import assign_subjects, read_articles, without_repeats
from tui.services.workspace import Workspace
from tui.visible import visible

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
        reads = read_articles(store, waiting, vocabulary, chosen)
        found, refused = reads.found, reads.refused
        for id_ in read & found.keys():
            article, extracted = found[id_]
            found[id_] = (article, without_repeats(extracted, store.assertions_of(id_)))
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
