"""`variorum vocabulary`: the vocabulary in force, and a dossier's additions to it."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from typing_extensions import TypedDict

from claims.errors import VariorumError, reason_of
from claims.grouping import first_of, group_by
from claims.vocabulary.countries import codes_of
from claims.vocabulary.gazetteer import find_same
from claims.vocabulary.loading import merge_tables, parse_vocabulary
from claims.vocabulary.model import Place, Vocabulary
from reconcile.comparison.naming import NameSuggestion
from tui.cli.options import Because, Force, Json, Output, open_workspace, reviewer_name, vocabulary_in_force
from tui.output import counted, deliver, print_rows, say, write, write_json
from tui.services.name_suggestions import Suggestions, find_suggestions
from tui.services.review_session import ReviewSession
from tui.services.source_desk import SourceDesk
from tui.visible import visible
from tui.writers.json_views.shapes import Shape, closed

if TYPE_CHECKING:
    from claims.values.hedges import HedgeEntry

app = typer.Typer(help="The words in force, and your own.")

Row = dict[str, str]


class VocabularyFileError(VariorumError):
    """A vocabulary file cannot be read."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        super().__init__(f"{path}: {problem}")


_MOST_NAMED: Final = 3
"""Articles named for each name."""


@closed
class Suggestion(TypedDict):
    """A name that may be another's."""

    section: str
    name: str
    of: str
    score: int
    reason: str
    articles: list[str]
    """Names of the articles that use it."""


SHAPES: Final[dict[str, Shape]] = {"suggestions": (list[Suggestion], "variorum vocabulary suggest --format json")}


@app.callback(invoke_without_command=True)
def vocabulary(context: typer.Context, as_json: Json = "text") -> None:
    """Print the attributes in force; `vocabulary hedges`, `scopes`, `actors`, `places`, `reasons` print the other
    tables.
    """
    if context.invoked_subcommand is None:
        _print_words("attributes", "", as_json=as_json)


def _add_table_command(name: str, summary: str) -> None:
    def command(
        search: Annotated[str, typer.Argument(help="only entries that hold these words")] = "", as_json: Json = "text"
    ) -> None:
        _print_words(name, search, as_json=as_json)

    command.__doc__ = summary
    app.command(name)(command)


for _name, _summary in (
    ("attributes", "What can be asserted, its kind and how time enters."),
    ("scopes", "The scope tree of each attribute that has one."),
    ("hedges", "The words that make a number a set, with their sources."),
    ("actors", "Actors, their other names and dated affiliations."),
    ("places", "The gazetteer."),
    ("balances", "The sums that join attributes."),
    ("reasons", "The reason codes of decisions."),
):
    _add_table_command(_name, _summary)


@app.command("suggest")
def vocabulary_suggest(as_json: Json = "text") -> None:
    """Say which names in the dossier may be one actor or one place, as lines for `vocabulary import`.

    Compared are names that the vocabulary does not know, with each other and with those it knows: how they are spelt,
    transliterations set alike, and initials. Nothing is joined before you import it.
    """
    with open_workspace() as workspace:
        found = find_suggestions(workspace)
    if as_json:
        rows = [(section, one) for section, each in found.items() for one in each.found]
        write_json([{"section": s, **asdict(one), "articles": list(found[s].articles[one.name])} for s, one in rows])
        return
    _print_suggestions(found)


@app.command("import")
def vocabulary_import(path: Annotated[Path, typer.Argument(help="a TOML file")]) -> None:
    """Add attributes, actors and places to this dossier.

    [attributes.crowd]
    kind = "count"       # count | measure | date | time | place | actor | choice | text
    time = "fixed"       # fixed | cumulative | state
    """
    tables = parse_vocabulary(_read(path), str(path))
    with open_workspace(create=True) as workspace:
        new = workspace.dossier.extend_vocabulary(tables)
    counts = ", ".join(f"{len(entries)} {section}" for section, entries in tables.items())
    say(f"{'added' if new else 'already there'}: {counts or 'nothing'}")


_Name = Annotated[str, typer.Argument(help="a name as the articles have it, in quotes")]
_Day = Annotated[str, typer.Option(help="a year, month or day", metavar="DATE")]
_Undo = Annotated[bool, typer.Option("--undo", help="take it back")]


@app.command("join")
def vocabulary_join(
    name: _Name,
    other: Annotated[str, typer.Argument(help="whose name it is")],
    place: Annotated[bool, typer.Option("--place", help="they are places, not sources or actors")] = False,
    undo: _Undo = False,
    because: Because = "",
) -> None:
    """Say that two names are one. What was said under either then is of one source, actor or place."""
    with _source_desk() as desk:
        section = "places" if place else "actors"
        said = desk.part(name, other, because) if undo else desk.join(name, other, because, section)
        say(visible(f"recorded: {said}"))


@app.command("part-of")
def vocabulary_part_of(
    name: _Name,
    other: Annotated[str, typer.Argument(help="what it is part of")],
    since: _Day = "",
    until: _Day = "",
    undo: _Undo = False,
    because: Because = "",
) -> None:
    """Say that an actor is or was part of another: what one is said to have done then fits the other."""
    with _source_desk() as desk:
        said = desk.leave(name, other, because) if undo else desk.affiliate(name, other, since, until, because)
        say(visible(f"recorded: {said}"))


@contextlib.contextmanager
def _source_desk() -> Iterator[SourceDesk]:
    with open_workspace() as workspace:
        yield SourceDesk(ReviewSession(workspace, reviewer_name()))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise VocabularyFileError(path, reason_of(error)) from error
    except UnicodeDecodeError as error:
        raise VocabularyFileError(path, f"is not UTF-8 (byte {error.start}); save it as UTF-8") from error


@app.command("export")
def vocabulary_export(
    output: Output = None,
    force: Force = False,
) -> None:
    """Write this dossier's own additions as a vocabulary file."""
    import tomli_w

    with open_workspace() as workspace:
        additions: Sequence[dict[str, object]] = workspace.dossier.vocabulary_additions()
    merged: dict[str, object] = {}
    for tables in additions:
        merged = merge_tables(merged, tables, "vocabulary export")
    deliver(tomli_w.dumps(merged), output, force=force)


def _print_words(name: str, search: str, *, as_json: bool) -> None:
    """Print one table of the words in force in the dossier, or of the built-in ones where there is no dossier."""
    words = vocabulary_in_force()
    searched = search.casefold().split()
    rows = [row for row in _TABLES[name](words) if all(word in " ".join(row.values()).casefold() for word in searched)]
    if as_json:
        write_json(rows)
    elif rows:
        print_rows(rows)
    else:
        say(f"no {name} match; leave out the words to see all")


def _attributes(words: Vocabulary) -> Iterator[Row]:
    for a in words.attributes.values():
        about = a.description or (f"one of {', '.join(a.values)}" if a.values else "")
        yield {
            "attribute": a.name,
            "kind": a.kind,
            "time": a.time,
            "also": ", ".join(a.aliases),
            "unit": a.unit,
            "bears on": ", ".join(a.bears_on),
            "about": about,
        }


def _scopes(words: Vocabulary) -> Iterator[Row]:
    for a in words.attributes.values():
        for parent, facet, children in a.tree.facets:
            yield {"attribute": a.name, "whole": parent, "cut by": facet or "role", "parts": ", ".join(children)}


def _hedges(_: Vocabulary) -> Iterator[Row]:
    from claims.values.hedges import load_hedges
    from claims.values.languages import load_languages

    others = ((language.code, hedge) for language in load_languages() for hedge in language.hedge)
    for code, hedge in (*(("en", hedge) for hedge in load_hedges()), *others):
        yield {
            "words": ", ".join(hedge.words),
            "language": code,
            "place": hedge.place,
            "family": hedge.family,
            "bounds": _bounds_of(hedge),
            "rule": hedge.rule,
            "source": hedge.source,
        }


def _bounds_of(hedge: "HedgeEntry") -> str:
    if hedge.low is not None:
        return f"{hedge.low} to {'any' if hedge.high is None else hedge.high}"
    return f"within {hedge.share} of the figure" if hedge.share else ""


def _actors(words: Vocabulary) -> Iterator[Row]:
    for actor in words.actors.values():
        parts = [f"{e.actor} {e.since or '..'}/{e.until or '..'}" for e in actor.part_of]
        also = ", ".join((*actor.aliases, *actor.metonyms))
        yield {
            "actor": actor.name,
            "kind": actor.kind,
            "also": also,
            "part of": "; ".join(parts),
            "same as": " ".join(actor.same_as),
            "source": actor.source,
        }


def _places(words: Vocabulary) -> Iterator[Row]:
    for place in words.places.values():
        yield {
            "place": place.name,
            "within": ", ".join(place.within),
            "also": ", ".join(place.aliases),
            "zone": place.zone,
            "iso": codes_of(place.name).alpha or "",
            "gw": str(codes_of(place.name).gleditsch_ward or ""),
            "same as": " ".join(_same_as(place)),
        }


def _same_as(place: Place) -> tuple[str, ...]:
    """Return the addresses of a place in other registers, with GeoNames' where only one of its name lies there."""
    found = find_same(place.name, place.lat, place.lon)
    return tuple(dict.fromkeys((*place.same_as, *((found.address,) if found else ()))))


def _balances(words: Vocabulary) -> Iterator[Row]:
    for balance in words.balances:
        sign = "=" if balance.exhaustive else ">="
        yield {"rule": f"{balance.whole} {sign} {' + '.join(map(str, balance.parts))}", "source": balance.source}


def _reasons(_: Vocabulary) -> Iterator[Row]:
    from claims.vocabulary.reasons import TABLES, reasons_in

    for what in TABLES:
        for reason in reasons_in(what):
            yield {
                "for": what,
                "digit": str(reason.digit),
                "code": reason.code,
                "label": reason.label,
                "help": reason.help,
            }


_TABLES: dict[str, Callable[[Vocabulary], Iterator[Row]]] = {
    "attributes": _attributes,
    "scopes": _scopes,
    "hedges": _hedges,
    "actors": _actors,
    "places": _places,
    "balances": _balances,
    "reasons": _reasons,
}


def _is_plain(one: NameSuggestion) -> bool:
    return all(visible(name) == name and "\n" not in name for name in (one.name, one.of))


def _print_suggestions(suggestions: Mapping[str, Suggestions]) -> None:
    """Print suggestions as a vocabulary file, without names that TOML cannot hold or nobody can check by eye."""
    printable = {section: list(filter(_is_plain, each.found)) for section, each in suggestions.items()}
    for section, group in printable.items():
        _write_section(section, group, suggestions[section].articles)
    total = sum(map(len, printable.values()))
    odd = sum(len(each.found) for each in suggestions.values()) - total
    say(
        f"{counted(total, 'suggestion')}; nothing was added. Keep the lines that are right, then "
        "`variorum vocabulary import FILE`"
    )
    if odd:
        say(f"{counted(odd, 'name')} with characters that cannot be shown as they are: left out, --format json has all")


def _comment(one: NameSuggestion, articles: Sequence[str]) -> str:
    names = first_of(articles, _MOST_NAMED)
    return visible(f"# {one.score} %: {one.name} ({names}): {one.reason}".replace("\n", " "))


def _write_section(section: str, suggestions: Iterable[NameSuggestion], where: Mapping[str, Sequence[str]]) -> None:
    import tomli_w

    for of, group in group_by(suggestions, attrgetter("of")).items():
        for one in group:
            write(_comment(one, where[one.name]))
        lines = tomli_w.dumps({section: {of: {"aliases": [one.name for one in group]}}})
        for line in lines.splitlines():
            write(line)
        write("")
