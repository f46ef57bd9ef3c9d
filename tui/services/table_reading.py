"""The rows of a table read in a process of its own and encoded there: it takes as long as storing them."""

import pickle
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import IO, Any, Final, NamedTuple

from claims.datasets.profile import ProfileError, check_words, load_profile
from claims.datasets.rows import TableError, read_rows
from claims.datasets.table import DatasetRow, TableReader
from claims.errors import VariorumError
from claims.findings import Finding
from claims.grouping import in_parts
from claims.processes import start_python
from claims.store.dossier import Addition, Dossier, RowAddition, encode_content, encode_ordered
from claims.store.tables.projection import Placement
from tui.services.claims_reading import PIPE_BYTES, send_messages

AT_ONCE: Final = 500
"""Rows that are sent and stored together: some 4,000 statements, as other imports commit at once."""
_READ: Final = f"from {__name__} import serve; serve(*sys.argv[1:])"


class EncodedRow(NamedTuple):
    """A row ready for the dossier, under the subject of its own event."""

    name: str
    text_sha256: str
    facts: dict[str, Any]
    """Its mention, as plain content."""
    addition: RowAddition


def read_table(dossier: Path, table: Path, profile: str, published: str | None) -> Iterator[list[EncodedRow | Finding]]:
    """Yield the rows of a table, some hundred at once, with findings among them.

    Raises:
        TableError, ProfileError: the table or the profile cannot be used, or not any further.
    """
    arguments = [str(dossier), str(table), profile, published or ""]
    with start_python(_READ, *arguments, stdin=DEVNULL, stdout=PIPE, pipesize=PIPE_BYTES) as child:
        assert child.stdout is not None
        try:
            while True:
                kind, content = _receive(child.stdout, table)
                if kind == "end":
                    return
                if kind != "rows":
                    raise (ProfileError if kind == "profile" else TableError)(*content)
                yield list(map(_unpack, content))
        finally:
            child.kill()


def _receive(stream: IO[bytes], table: Path) -> tuple[str, Any]:
    try:
        message: tuple[str, Any] = pickle.load(stream)
    except (EOFError, pickle.UnpicklingError) as error:
        problem = "the process that reads it ended early; what it had read is in, add the table again for the rest"
        raise TableError(table, problem) from error
    return message


def serve(dossier: str, table: str, profile: str, published: str) -> None:
    """Send the rows of a table to standard output."""
    send_messages(_messages(Path(dossier), Path(table), profile, published or None))


def _messages(dossier: Path, table: Path, name: str, published: str | None) -> Iterator[tuple[str, object]]:
    try:
        profile = load_profile(name)
        with Dossier(dossier) as store:
            vocabulary = store.vocabulary()
        check_words(profile, vocabulary, name)
        rows = TableReader(profile, vocabulary, table.name, published).read(read_rows(table))
        for part in in_parts(map(_encode, rows), AT_ONCE):
            yield "rows", part
        yield "end", ()
    except ProfileError as error:
        yield "profile", (error.where, error.problem)
    except TableError as error:
        yield "table", (error.where, error.problem)
    except VariorumError as error:
        yield "table", (str(table), str(error))


def _encode(row: DatasetRow | Finding) -> object:
    """Return a row as bare tuples, which are sent at a third of the cost of named ones."""
    if isinstance(row, Finding):
        return row
    article = row.article
    statements = [(one.id, one.body, tuple(one.placement or ())) for one in map(encode_content, row.statements)]
    encoded = encode_ordered(article)
    return (
        *(article["name"], article["text_sha256"], row.mention),
        (bytes.fromhex(article["id"]), encoded.body),
        statements,
        tuple(encode_ordered(row.mention))[:2],
    )


def _unpack(one: Any) -> EncodedRow | Finding:
    if isinstance(one, Finding):
        return one
    name, text_sha256, facts, article, statements, mention = one
    listed = [Addition(id_, body, Placement._make(place)) for id_, body, place in statements]
    return EncodedRow(name, text_sha256, facts, RowAddition(Addition(*article), listed, Addition(*mention)))
