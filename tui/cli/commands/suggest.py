"""`variorum vocabulary suggest`: names in the dossier that may be one actor or one place, as lines to import.

Owns where the names come from and the file that is printed. Refuses to add anything to the vocabulary.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

from claims.models import Assertion
from claims.vocabulary.model import Vocabulary
from reconcile.comparison.naming import NameSuggestion, suggest_names
from tui.output import counted, say, write, write_json
from tui.services.workspace import Workspace
from tui.visible import visible

_NAMED: Final = 3
"""Articles named for each name."""


def run_suggest(dossier: Path, *, as_json: bool) -> None:
    """Print, for each name in use that may be another's spelling, the lines that would make it an alias."""
    with Workspace(dossier) as workspace:
        words = workspace.dossier.vocabulary()
        names = {row.id: row.name for row in workspace.dossier.article_rows()}
        used = _collect(workspace.dossier.assertions(), words)
    found: dict[str, tuple[NameSuggestion, ...]] = {}
    for section, places in used.items():
        counts = {name: len(articles) for name, articles in places.items()}
        found[section] = suggest_names(counts, dict(_known(words, section)))
    where = {
        section: {name: sorted({names[a] for a in articles}) for name, articles in places.items()}
        for section, places in used.items()
    }
    if as_json:
        rows = [(section, one) for section, suggested in found.items() for one in suggested]
        write_json([{"section": s, **asdict(one), "articles": where[s][one.name]} for s, one in rows])
        return
    # A TOML file cannot hold these raw, and nobody could check them by eye.
    safe = {s: [one for one in suggested if _is_plain(one)] for s, suggested in found.items()}
    for section, suggested in safe.items():
        _write_section(section, suggested, where[section])
    total = sum(map(len, safe.values()))
    odd = sum(map(len, found.values())) - total
    say(
        f"{counted(total, 'suggestion')}; nothing was added. Keep the lines that are right, then "
        "`variorum vocabulary import FILE`"
    )
    if odd:
        say(f"{counted(odd, 'name')} with characters that cannot be shown as they are: left out, --format json has all")


def _collect(assertions: Iterable[Assertion], words: Vocabulary) -> dict[str, dict[str, list[str]]]:
    """Return the article of each use of each name that the vocabulary does not know, by section."""
    used: dict[str, dict[str, list[str]]] = {"actors": defaultdict(list), "places": defaultdict(list)}
    for assertion in assertions:
        article, value = assertion.passage.article, assertion.value
        actors = list(assertion.speakers)
        if value.kind == "actor" and value.known == "named":
            actors.append(value.name)
        for name in actors:
            if not words.knows_actor(words.speaker_name(name)):
                used["actors"][name].append(article)
        if value.kind == "place" and words.place_name(value.name) is None:
            used["places"][value.name].append(article)
    return used


def _known(words: Vocabulary, section: str) -> Iterator[tuple[str, str]]:
    """Yield every name in the vocabulary with the canonical one; a country that acts is a place."""
    for one in (words.actors if section == "actors" else words.places).values():
        for name in (one.name, *one.aliases):
            yield name, one.name


def _is_plain(one: NameSuggestion) -> bool:
    return all(visible(name) == name and "\n" not in name for name in (one.name, one.of))


def _write_section(section: str, suggested: Iterable[NameSuggestion], where: dict[str, list[str]]) -> None:
    import tomli_w

    aliases: dict[str, list[NameSuggestion]] = defaultdict(list)
    for one in suggested:
        aliases[one.of].append(one)
    for of, group in aliases.items():
        for one in group:
            articles = where[one.name]
            more = f" and {len(articles) - _NAMED} more" if len(articles) > _NAMED else ""
            there = ", ".join(articles[:_NAMED]) + more
            write(visible(f"# {one.score} %: {one.name} ({there}): {one.reason}".replace("\n", " ")))
        lines = tomli_w.dumps({section: {of: {"aliases": [one.name for one in group]}}})
        for line in lines.splitlines():
            write(line)
        write("")
