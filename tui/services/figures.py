"""Open figures: which of them are of one thing in several articles of an event, and under what words.

Figures of one kind are held to be of the same where rare words stand near both. The score of two is the sum, over the
words that they share, of how rare the word is in the articles of the event and how near it stands to either figure.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, combinations
from typing import Final

from claims.extract import Extracted, Proposal
from claims.extract.analysis.figures import NUMBER, is_asked_for, stem, stems_of
from claims.extract.analysis.language import noun_class
from claims.extract.sentences import split_sentences
from claims.extract.stance import read_stance
from claims.extract.verifier import Refusal, verify
from claims.models import Article
from claims.store.dossier import Dossier
from claims.values.model import CountValue, MeasureValue, TimeValue, Value
from claims.vocabulary.model import Vocabulary
from reconcile.comparison.comparing import compare_values
from tui.services.alignment import Placed

_ENOUGH: Final = 0.5
"""The score from which two figures are of the same."""
_MARGIN: Final = 0.05
"""Two partners that are no further apart in score are a tie."""
_NEAR: Final = 10
"""Words after which a word counts half."""
_OF_HEAD: Final = 2
"""Words from a figure within which what it counts stands: "34 Indian passengers"."""
_MOST_WORDS: Final = 2
_SAME: Final = 1.5
"""How much more likely figures that are equal are of the same."""
_AGED: Final = 0.8
"""The least that a word tells beside an age: few ages are told, and of few people."""
_ASIDE: Final = 8
_CALLED: Final = 3
"""Words from an age within which the person is named."""
_COMMON: Final = 0.25
"""How much a common noun tells of what is counted: people, houses."""
_ONLY: Final = 1.3
"""How much more a word tells beside which each article has no other figure of the dimension."""
_FEWEST: Final = 20
"""Sentences below which nothing can be said of how rare a word is."""
_ROUND: Final = 0.05
_HALF_DAY: Final = 43_200
_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Figure:
    """An open figure of one article with the words around it, by stem."""

    placed: Placed
    order: int
    words: Mapping[str, int]
    """How far each stands from it."""
    lemmas: Mapping[str, str]
    names: frozenset[str]
    """Those right beside it that are written with a capital."""
    proper: frozenset[str]
    """Those that are written with a capital, wherever they stand."""
    heads: frozenset[str]
    """Those that follow it at once: "16-year-old boy"."""
    own: frozenset[str]
    """Those beside which the article has no other figure of its dimension."""
    asked: bool
    """It is only asked for."""
    scope: str | None
    """The one under which it was proposed before."""

    @property
    def attribute(self) -> str:
        return self.placed.extracted.assertion.attribute

    @property
    def value(self) -> Value:
        return self.placed.extracted.assertion.value


def align_figures(store: Dossier, placed: Iterable[Placed], vocabulary: Vocabulary) -> Iterator[Placed]:
    """Yield the figures that another article contradicts, each under the words that they share."""
    by_subject: dict[str, list[Placed]] = defaultdict(list)
    for one in placed:
        by_subject[one.subject].append(one)
    for subject in sorted(by_subject):
        articles = {id_: store.article(id_) for id_ in sorted({one.article for one in by_subject[subject]})}
        if len(articles) > 1:
            figures = list(_figures(store, by_subject[subject], articles))
            weights = _weigh(articles.values())
            for group in _group(figures, weights):
                if any(_differ(a.value, b.value, vocabulary) for a, b in combinations(group, 2)):
                    yield from _under_words(group, weights, articles, vocabulary)


def _figures(store: Dossier, placed: Sequence[Placed], articles: Mapping[str, Article]) -> Iterator[_Figure]:
    scopes = _earlier_scopes(store, articles)
    beside = Counter((one.article, _kind(one), word) for one in placed for word in _stems_aside(one))
    ordered = sorted(placed, key=lambda one: (one.article, one.extracted.proposal.number_start, one.key[1]))
    for order, one in enumerate(ordered):
        proposal, text = one.extracted.proposal, articles[one.article].text
        words = {stem(word.lemma): word.distance for word in proposal.around}
        own = {w for w, far in words.items() if far <= _ASIDE and beside[one.article, _kind(one), w] == 1}
        yield _Figure(
            placed=one,
            order=order,
            words=words,
            lemmas={stem(word.lemma): word.lemma for word in proposal.around},
            names=_find_names(proposal, text, _CALLED),
            proper=_find_names(proposal, text, math.inf),
            heads=_find_heads(proposal, text),
            own=frozenset(own),
            asked=is_asked_for(text, proposal.number_start),
            scope=scopes.get((one.article, proposal.attribute, proposal.number_start)),
        )


def _earlier_scopes(store: Dossier, articles: Iterable[str]) -> dict[tuple[str, str, int], str | None]:
    """Return the scope of each figure that was proposed before, by article, attribute and place."""
    return {
        (one.passage.article, one.attribute, one.number_start): one.scope
        for article in articles
        for one in store.assertions_of(article)
        if one.number_start is not None
    }


def _stems_aside(one: Placed) -> Iterator[str]:
    return (stem(word.lemma) for word in one.extracted.proposal.around if word.distance <= _ASIDE)


def _find_names(proposal: Proposal, text: str, farthest: float) -> frozenset[str]:
    near = (word for word in proposal.around if word.distance <= farthest)
    return frozenset(stem(word.lemma) for word in near if text[word.start].isupper())


def _find_heads(proposal: Proposal, text: str) -> frozenset[str]:
    after = (word for word in proposal.around if not word.distance and word.start >= proposal.number_end)
    return frozenset(stem(word.lemma) for word in after if text[word.start].islower())


def _kind(one: Placed) -> tuple[str, str]:
    value = one.extracted.assertion.value
    return one.key[1], value.dimension if isinstance(value, MeasureValue) else ""


def _weigh(articles: Iterable[Article]) -> dict[str, float]:
    """Return how much each stem tells in these articles: nothing where it stands in every second sentence."""
    sentences = [article.text[one.start : one.end] for article in articles for one in split_sentences(article.text)]
    counted = Counter(chain.from_iterable(stems_of(_WORD.findall(text.lower())) for text in sentences))
    size = max(len(sentences), _FEWEST)
    rarest = math.log(size / 4)  # a word that stands in one sentence of either article
    return {word: min(1.0, max(0.0, math.log(size / (2 * n)) / rarest)) for word, n in counted.items()}


def _group(figures: Sequence[_Figure], weights: Mapping[str, float]) -> Iterator[tuple[_Figure, ...]]:
    """Yield the groups of figures of one thing, best pairs first; every two of a group are alike."""
    scores = _score_pairs(figures, weights)
    by_order = {figure.order: figure for figure in figures}
    group_of = {order: frozenset((order,)) for order in by_order}
    partners: dict[int, dict[int, float]] = defaultdict(dict)
    for (one, two), score in scores.items():
        partners[one][two] = partners[two][one] = score
    for pair in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        first, second = (group_of[order] for order in pair)
        if first is not second and _may_join(first, second, scores, by_order) and not _is_tie(pair, partners, by_order):
            joined = first | second
            group_of |= dict.fromkeys(joined, joined)
    for group in sorted({tuple(sorted(group)) for group in group_of.values()}):
        if len(group) > 1:
            yield tuple(by_order[order] for order in group)


def _score_pairs(figures: Sequence[_Figure], weights: Mapping[str, float]) -> dict[tuple[int, int], float]:
    """Return the score of each pair, of two articles, that may be of the same."""
    pairs = ((a, b) for a, b in combinations(figures, 2) if a.placed.article != b.placed.article)
    scores = {(a.order, b.order): _score(a, b, weights) for a, b in pairs}
    return {pair: score for pair, score in scores.items() if score >= _ENOUGH}


def _may_join(
    one: frozenset[int],
    two: frozenset[int],
    scores: Mapping[tuple[int, int], float],
    figures: Mapping[int, _Figure],
) -> bool:
    articles = [figures[order].placed.article for order in (*one, *two)]
    scopes = {scope for order in (*one, *two) if (scope := figures[order].scope) is not None}
    shared = set.intersection(*(set(figures[order].words) for order in (*one, *two)))
    if len(set(articles)) < len(articles) or len(scopes) > 1 or not shared:
        return False
    return all((min(a, b), max(a, b)) in scores for a in one for b in two)


def _is_tie(pair: tuple[int, int], partners: Mapping[int, Mapping[int, float]], figures: Mapping[int, _Figure]) -> bool:
    """Return whether one of two figures goes as well with another one of the other's article."""
    least = partners[pair[0]][pair[1]] - _MARGIN
    return any(
        score >= least and rival != other and _are_rivals(figures[rival], figures[other])
        for one, other in (pair, pair[::-1])
        for rival, score in partners[one].items()
    )


def _are_rivals(a: _Figure, b: _Figure) -> bool:
    return a.placed.article == b.placed.article and a.value != b.value


def _score(a: _Figure, b: _Figure, weights: Mapping[str, float]) -> float:
    """Return how likely two figures are of the same thing."""
    if (a.attribute, a.asked) != (b.attribute, b.asked) or not _comparable(a.value, b.value):
        return 0.0
    if a.attribute == "age":
        return _score_ages(a, b)
    shared = _shared(a, b, math.inf)
    if a.proper & b.proper >= {*shared}:
        return 0.0  # a name says of whom a figure is, and not of what
    score = sum(weights.get(w, 0.0) * _telling(w, a, b) * _nearness(a.words[w]) * _nearness(b.words[w]) for w in shared)
    score *= _SAME if a.value == b.value else 1.0
    if a.attribute != NUMBER:
        return score
    if not _shared(a, b, _OF_HEAD):
        return 0.0
    return score / 2 if _is_apart(a, b) else score


def _shared(a: _Figure, b: _Figure, farthest: float) -> list[str]:
    """Return the words that stand no further than this from either figure."""
    return sorted(w for w in a.words.keys() & b.words.keys() if max(a.words[w], b.words[w]) <= farthest)


def _telling(word: str, a: _Figure, b: _Figure) -> float:
    """Return how much more a word tells than its rareness."""
    if word in _common():
        return _COMMON
    return _ONLY if word in a.own and word in b.own else 1.0


def _is_apart(a: _Figure, b: _Figure) -> bool:
    """Return whether each of two counted nouns is limited by what the other is not: "six crew", "six dead pilots"."""
    one, two = ({w for w, distance in f.words.items() if distance <= _OF_HEAD} for f in (a, b))
    return bool(one - two) and bool(two - one)


@cache
def _common() -> frozenset[str]:
    return frozenset(map(stem, noun_class("common")))


def _score_ages(a: _Figure, b: _Figure) -> float:
    """Return how likely two ages are of one person: two names are two people."""
    if a.names and b.names:
        return float(not a.names.isdisjoint(b.names))
    if a.heads and b.heads and a.heads.isdisjoint(b.heads):
        return 0.0
    return sum(_AGED * _nearness(a.words[w]) * _nearness(b.words[w]) for w in _shared(a, b, _ASIDE))


def _nearness(distance: int) -> float:
    return 1 / (1 + distance / _NEAR)


def _comparable(a: Value, b: Value) -> bool:
    return not (isinstance(a, MeasureValue) and isinstance(b, MeasureValue)) or a.dimension == b.dimension


def _differ(a: Value, b: Value, vocabulary: Vocabulary) -> bool:
    """Return whether two values exclude each other, as precisely as either is given."""
    compared = compare_values(a, b, vocabulary)
    if compared.outcome != "disjoint" and compared.reason != "unknown_unit":
        return False
    if isinstance(a, TimeValue) and isinstance(b, TimeValue):
        return (a.low - b.low) % _HALF_DAY != 0
    return not (_rounds_to(a, b) or _rounds_to(b, a))


def _rounds_to(exact: Value, rounded: Value) -> bool:
    """Return whether one figure is another one with fewer digits: 21.7 is 22, and 2,940 is 2,900."""
    figures = [_figure(value) for value in (exact, rounded)]
    if None in figures:
        return False
    more, less = (float(figure or 0) for figure in figures)
    digits = len(str(figures[1]).rstrip("0").rstrip(".").replace(".", "").strip("0"))
    return abs(more - less) <= _ROUND * less and float(f"{more:.{max(digits, 1)}g}") == less


def _figure(value: Value) -> str | None:
    if isinstance(value, CountValue):
        return str(value.low) if value.low == value.high else None
    return value.low if isinstance(value, MeasureValue) and value.low == value.high else None


def _under_words(
    group: Sequence[_Figure], weights: Mapping[str, float], articles: Mapping[str, Article], vocabulary: Vocabulary
) -> Iterator[Placed]:
    """Yield the verified figures of a group, the words that all of them share as their scope."""
    scope = next((figure.scope for figure in group if figure.scope), None) or _scope(group, weights)
    for figure in group:
        article = articles[figure.placed.article]
        proposal = _narrowed(figure.placed.extracted.proposal, scope, article)
        result = verify(article, proposal, vocabulary, subject=figure.placed.extracted.assertion.subject)
        if not isinstance(result, Refusal):
            yield figure.placed._replace(extracted=Extracted(result, proposal))


def _scope(group: Sequence[_Figure], weights: Mapping[str, float]) -> str:
    shared = set.intersection(*(set(figure.words) for figure in group))

    def told(word: str) -> float:
        return sum(weights.get(word, 0.0) * _nearness(figure.words[word]) for figure in group)

    best = sorted(shared, key=lambda word: (-told(word), word))
    kept = [word for word in best[:_MOST_WORDS] if told(word) >= told(best[0]) / 2]
    names = (min({figure.lemmas[word] for figure in group}, key=lambda name: (len(name), name)) for word in kept)
    return "_".join(sorted(names))


def _narrowed(proposal: Proposal, scope: str, article: Article) -> Proposal:
    """Return the proposal under a scope, its quote from the figure to the words of the scope."""
    stems = {stem(word) for word in scope.split("_")}
    spans = [(word.start, word.end) for word in proposal.around if stem(word.lemma) in stems]
    start = min([proposal.start, *(start for start, _ in spans)])
    end = max([proposal.end, *(end for _, end in spans)])
    inside = (proposal.number_start - start, proposal.number_end - start)
    stance = read_stance(article.text[start:end], *inside)
    return replace(proposal, scope=scope, start=start, end=end, stance=stance)
