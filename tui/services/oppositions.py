"""Read what one article denies and another of the same event asserts, and what they tell differently."""

from collections.abc import Iterator, Mapping, Sequence

from claims.extract import Proposer, propose_assertions
from claims.extract.lexical import NAME
from claims.extract.polarity import OpposedProposer, telling_denials
from claims.extract.view import build_view
from claims.grouping import group_by
from claims.models import Article
from claims.store.dossier import Dossier
from claims.vocabulary.model import Vocabulary
from tui.services.alignment import EARLIER, Placed
from tui.services.mentions import MAIN, event_key


def read_oppositions(
    store: Dossier,
    fresh: Mapping[str, Article],
    subjects: Mapping[tuple[str, str], str],
    vocabulary: Vocabulary,
    proposers: Sequence[Proposer],
) -> Iterator[Placed]:
    """Yield what the articles of an event deny, and what they assert of it, where it is the main event of each.

    `subjects` gives the subject by article and mention; `fresh` are the articles read just now.
    """
    if all(proposer.name != NAME for proposer in proposers):
        return
    main = sorted(article for article, key in subjects if key == MAIN)
    for subject, ids in sorted(group_by(main, lambda article: subjects[article, MAIN]).items()):
        old = [id_ for id_ in ids if id_ not in fresh][:EARLIER]
        if new := fresh.keys() & ids:
            articles = [fresh[id_] if id_ in fresh else store.article(id_) for id_ in sorted((*new, *old))]
            yield from _read(articles, subject, vocabulary)


def _read(articles: Sequence[Article], subject: str, vocabulary: Vocabulary) -> Iterator[Placed]:
    proposer = OpposedProposer(telling_denials(map(build_view, articles)))
    for article in articles:
        for one in propose_assertions(article, vocabulary, [proposer]).found:
            plain = one.assertion.attribute == "occurred" and one.assertion.stance == "asserts"
            if event_key(one) == MAIN or (plain and one.assertion.written == "yes"):
                yield Placed(article.id, one, subject)
