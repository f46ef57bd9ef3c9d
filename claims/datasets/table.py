"""Read a table row by row: each row as the article it becomes, its statements, and the mention it is found by."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from claims.datasets.dates import read_days
from claims.datasets.documents import RowText, article_content, write_row
from claims.datasets.door import Door
from claims.datasets.profile import Profile
from claims.datasets.rows import Row, check_columns
from claims.datasets.statements import RowProblem, StatementReader, is_name
from claims.findings import Finding
from claims.mentions.terms import row_key
from claims.values import ValueProblem
from claims.vocabulary.model import Vocabulary

_LONGEST_ID: Final = 100
_LEFT_OUT: Final = "; the statement is left out, the rest of the row is in"


class DatasetRow(NamedTuple):
    """A row as plain content with its keys in order, the subject being that of its own event."""

    article: dict[str, Any]
    statements: list[dict[str, Any]]
    mention: dict[str, Any]


class TableReader:
    """Reads the rows of one table by its profile."""

    def __init__(self, profile: Profile, vocabulary: Vocabulary, where: str, published: str | None = None) -> None:
        """Prepare; `where` is what the file is called, `published` when the table appeared, as EDTF."""
        declared = {name: attribute.values for name, attribute in vocabulary.attributes.items()}
        self._profile, self._where, self._published = profile, where, published
        self._statements = StatementReader(profile, declared)
        self._door = Door(profile)
        self._columns: list[str] = []

    def read(self, rows: Iterable[Row | Finding]) -> Iterator[DatasetRow | Finding]:
        """Yield each row, and a finding for each that cannot be read and for each statement that is left out.

        Raises:
            TableError: it has not the columns that the profile names.
        """
        for row in rows:
            if isinstance(row, Finding):
                yield row
            elif self._columns:
                yield from self._read(*row)
            else:
                self._columns = [cell.strip() for cell in row[1]]
                check_columns(self._columns, self._profile.columns(), self._where)

    def _read(self, number: int, cells: list[str]) -> Iterator[DatasetRow | Finding]:
        stripped = list(map(str.strip, cells))
        try:
            yield from self._build(number, stripped)
        except UnicodeEncodeError:
            yield self._find(number, "is not UTF-8; it was read as Windows-1252", severity="warning")
            yield from self._build(number, list(map(_decode_again, stripped)))

    def _build(self, number: int, cells: list[str]) -> Iterator[DatasetRow | Finding]:
        row = write_row(self._columns, cells)
        told = {
            column: cell
            for column, cell in zip(self._columns, cells, strict=True)
            if cell and cell not in self._profile.unknown
        }
        id_ = told.get(self._profile.id, "")
        if not is_name(id_) or len(id_) > _LONGEST_ID:
            yield self._find(
                number, f"has no plain {self._profile.id}, by which it could be known again; it is left out"
            )
            return
        published = self._read_published(told)
        article = self._article(number, id_, row, published)
        subject = f"{self._profile.name}:{id_}"
        statements: list[dict[str, Any]] = []
        self._door.open(row.text)
        for one in self._statements.read(subject, article["id"], row, told, published):
            problem = f"{one.column}: {one.message}" if isinstance(one, RowProblem) else self._refuse(one)
            if problem:
                yield self._find(number, problem + _LEFT_OUT)
            elif not isinstance(one, RowProblem):
                statements.append(one)
        yield DatasetRow(article, statements, self._mention(article["id"], subject, told, statements))

    def _refuse(self, content: Mapping[str, Any]) -> str:
        reason = self._door.refuse(content)
        return f"{content['attribute']}: {reason}" if reason else ""

    def _article(self, number: int, id_: str, row: RowText, published: str | None) -> dict[str, Any]:
        profile = self._profile
        return article_content(
            row.text,
            name=f"{profile.name}:{id_}",
            title=f"{profile.publisher} {id_}",
            publisher=profile.publisher,
            published=published,
            note=f"row {number:,} of {self._where}, read by the profile {profile.name} ({profile.codebook})",
        )

    def _read_published(self, told: Mapping[str, str]) -> str | None:
        """Return when a row was written; where it does not say so in a form that is read, when its table was."""
        stated = self._profile.published
        cell = told.get(stated.column, "") if stated else ""
        if stated is None or not cell:
            return self._published
        try:
            return _read_moment(cell) if stated.form == "unix" else read_days([cell], "day")
        except (ValueProblem, ValueError, OverflowError, OSError):
            return self._published

    def _mention(
        self, article: str, subject: str, told: Mapping[str, str], statements: Iterable[Mapping[str, Any]]
    ) -> dict[str, Any]:
        profile = self._profile
        days = next((s["value"] for s in statements if s["attribute"] == "date"), None)
        kind = profile.kind.values.get(told.get(profile.kind.column, ""), "") if profile.kind else ""
        return {
            "article": article,
            "figures": sorted(filter(None, map(_figure, statements))),
            "high": days["high"] if days else None,
            "key": row_key(profile.name),
            "kind": kind,
            "low": days["low"] if days else None,
            "main": False,
            "places": [s["value"]["name"] for s in statements if s["attribute"] == "place"],
            "subject": subject,
        }

    def _find(self, number: int, message: str, severity: Any = "error") -> Finding:
        return Finding(where=f"{self._where}:{number}", message=message, about="bad-row", severity=severity)


def _figure(statement: Mapping[str, Any]) -> list[Any] | None:
    value = statement["value"]
    if value["kind"] != "count":
        return None
    best = value["low"] if value["low"] == value["high"] else value.get("best")
    return None if best is None else [statement["attribute"], statement["scope"], best]


def _read_moment(cell: str) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(float(cell), UTC).date().isoformat()


def _decode_again(cell: str) -> str:
    """Return a cell whose bytes are not UTF-8 as Windows-1252 has them."""
    return cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
