"""Which names in a dossier may be of one actor or of one place, with the articles that use each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from claims.models import Assertion
from claims.vocabulary.model import Vocabulary
from reconcile.comparison.naming import NameSuggestion, suggest_names
from tui.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The suggestions on the names of one section of the vocabulary."""

    found: tuple[NameSuggestion, ...]
    """Likeliest first."""
    articles: Mapping[str, tuple[str, ...]]
    """Names of the articles that use each name, sorted."""


def find_suggestions(workspace: Workspace) -> dict[str, Suggestions]:
    """Return the suggestions by section, `actors` and `places`: every statement is read."""
    words = workspace.dossier.vocabulary()
    titles = {row.id: row.name for row in workspace.dossier.article_rows()}
    used = _collect(workspace.dossier.assertions(), words)
    return {section: _suggest(words, section, names, titles) for section, names in used.items()}


def _suggest(words: Vocabulary, section: str, used: Mapping[str, list[str]], titles: Mapping[str, str]) -> Suggestions:
    counts = {name: len(articles) for name, articles in used.items()}
    articles = {name: tuple(sorted({titles[id_] for id_ in ids})) for name, ids in used.items()}
    return Suggestions(suggest_names(counts, dict(_known(words, section))), articles)


def _collect(assertions: Iterable[Assertion], words: Vocabulary) -> dict[str, dict[str, list[str]]]:
    """Return the article of each use of each name that the vocabulary does not know, by section."""
    used: dict[str, dict[str, list[str]]] = {"actors": defaultdict(list), "places": defaultdict(list)}
    for assertion in assertions:
        article, value = assertion.passage.article, assertion.value
        for name in _actor_names(assertion):
            if not words.knows_actor(words.speaker_name(name)):
                used["actors"][name].append(article)
        if value.kind == "place" and words.place_name(value.name) is None:
            used["places"][value.name].append(article)
    return used


def _actor_names(assertion: Assertion) -> Iterator[str]:
    yield from assertion.speakers
    if assertion.value.kind == "actor" and assertion.value.known == "named":
        yield assertion.value.name


def _known(words: Vocabulary, section: str) -> Iterator[tuple[str, str]]:
    """Yield every name in the vocabulary with the canonical one; a country that acts is a place."""
    for one in (words.actors if section == "actors" else words.places).values():
        yield from ((name, one.name) for name in (one.name, *one.aliases))
