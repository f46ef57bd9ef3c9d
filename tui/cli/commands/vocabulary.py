"""`variorum vocabulary`: the words in force, and a dossier's own."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from claims.errors import VariorumError
from claims.vocabulary.loading import builtin_vocabulary, merge_tables, parse_vocabulary
from claims.vocabulary.model import Vocabulary
from tui.output import console, deliver, say, write_json
from tui.services.workspace import Workspace
from tui.visible import visible

Row = dict[str, str]


class VocabularyFileError(VariorumError):
    """A vocabulary file cannot be read."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        super().__init__(f"{path}: {problem}")


def run_table(dossier: Path, name: str, search: str, *, as_json: bool) -> None:
    """Print one table of the words in force in the dossier, or of the built-in ones where there is no dossier."""
    words = builtin_vocabulary()
    if dossier.exists():
        with Workspace(dossier) as workspace:
            words = workspace.dossier.vocabulary()
    wanted = search.casefold().split()
    rows = [row for row in _TABLES[name](words) if all(w in " ".join(row.values()).casefold() for w in wanted)]
    if as_json:
        write_json(rows)
        return
    if not rows:
        say(f"no {name} match; leave out the words to see all")
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for column in rows[0]:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row.values()))
    console().print(table)


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

    for hedge in load_hedges():
        bounds = f"{hedge.low} to {'any' if hedge.high is None else hedge.high}" if hedge.low is not None else ""
        yield {
            "words": ", ".join(hedge.words),
            "place": hedge.place,
            "family": hedge.family,
            "bounds": bounds or (f"within {hedge.share} of the figure" if hedge.share else ""),
            "rule": hedge.rule,
            "source": hedge.source,
        }


def _actors(words: Vocabulary) -> Iterator[Row]:
    for actor in words.actors.values():
        parts = [f"{e.actor} {e.since or '..'}/{e.until or '..'}" for e in actor.part_of]
        also = ", ".join((*actor.aliases, *actor.metonyms))
        yield {
            "actor": actor.name,
            "kind": actor.kind,
            "also": also,
            "part of": "; ".join(parts),
            "source": actor.source,
        }


def _places(words: Vocabulary) -> Iterator[Row]:
    for place in words.places.values():
        yield {
            "place": place.name,
            "within": ", ".join(place.within),
            "also": ", ".join(place.aliases),
            "zone": place.zone,
        }


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


def run_import(dossier: Path, path: Path) -> None:
    """Add the entries of a vocabulary file to the dossier."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise VocabularyFileError(path, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise VocabularyFileError(path, f"is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    tables = parse_vocabulary(text, str(path))
    with Workspace(dossier, create=True) as workspace:
        new = workspace.dossier.extend_vocabulary(tables)
    counts = ", ".join(f"{len(entries)} {section}" for section, entries in tables.items())
    say(f"{'added' if new else 'already there'}: {counts or 'nothing'}")


def run_export(dossier: Path, output: Path | None) -> None:
    """Write the dossier's own additions as one vocabulary file."""
    import tomli_w

    with Workspace(dossier) as workspace:
        additions: Sequence[dict[str, object]] = workspace.dossier.vocabulary_additions()
    merged: dict[str, object] = {}
    for tables in additions:
        merged = merge_tables(merged, tables, "vocabulary export")
    deliver(tomli_w.dumps(merged), output)
