"""Load the profile of a data set: which column says what, by which clause of its codebook."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from claims.errors import VariorumError, reason_of
from claims.values.model import Kind
from claims.vocabulary.model import TOTAL, Vocabulary

Conditions = dict[str, list[str]]
"""Cells that a row must have, by column: one of those listed, in each column."""
_Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_]{0,30}$")]
_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Span = Literal["given", "day", "week", "month", "year"]
"""How far a date reaches: as far as its cells say, or over the day, the days of any week around it, its month, year."""


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every statement of a row has."""

    attribute: _Text
    clause: _Text
    scope: str = TOTAL
    when: Conditions = {}
    suspects: Conditions = {}
    """The codebook marks the statement as doubtful in such a row."""


class Count(_Part, frozen=True, kw_only=True):
    """A figure, with the bounds of the estimate where the table gives them."""

    best: _Text
    low: str = ""
    high: str = ""
    zero: Literal["counts", "silent"] = "counts"
    """`silent` where the codebook enters 0 for what nobody reported."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the figure is read from."""
        return tuple(filter(None, (self.best, self.low, self.high)))


class Date(_Part, frozen=True, kw_only=True):
    """When it happened: one column, first and last day, or year, month and day."""

    columns: Annotated[list[_Text], msgspec.Meta(min_length=1, max_length=3)]
    precision: str = ""
    codes: dict[str, Span] = {}
    attribute: _Text = "date"


class Where(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The column that names the place at one code of precision, and whether it was near there."""

    column: _Text
    near: bool = False


class Place(_Part, frozen=True, kw_only=True):
    """Where it happened; a code without an entry names no place."""

    column: str = ""
    """For a table without codes of precision."""
    precision: str = ""
    codes: dict[str, Where] = {}
    near: Conditions = {}
    """Rows that say it was near the place named."""
    endings: list[str] = []
    """Words after a name that say what it is: " town"."""
    attribute: _Text = "place"


class Actor(_Part, frozen=True, kw_only=True):
    """Who, by the table's own name and number."""

    column: _Text
    id: str = ""


class Choice(_Part, frozen=True, kw_only=True):
    """A code of the table, and what it stands for; without `values` the cell itself is the value."""

    column: _Text
    values: dict[str, str] = {}


class Kinds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What kind of event it was, in the words that reports use."""

    column: _Text
    values: dict[str, str]


class Published(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When the row was written or last changed."""

    column: _Text
    form: Literal["date", "unix"] = "date"


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the columns of one data set mean."""

    name: _Name
    publisher: _Text
    codebook: _Text
    """Document and version."""
    id: _Text
    """The column by which a row is known again in another edition."""
    unknown: list[str] = []
    """Cells that say that nothing is known, besides empty ones."""
    chain: list[str] = []
    """Columns that say from whom the figures are, the informant first."""
    published: Published | None = None
    kind: Kinds | None = None
    counts: list[Count] = []
    dates: list[Date] = []
    places: list[Place] = []
    actors: list[Actor] = []
    choices: list[Choice] = []

    def statements(self) -> Iterator[tuple[Kind, _Part]]:
        """Yield what is read of a row, each with the kind of its value."""
        groups: tuple[tuple[Kind, list[_Part]], ...] = (
            ("count", [*self.counts]),
            ("date", [*self.dates]),
            ("place", [*self.places]),
            ("actor", [*self.actors]),
            ("choice", [*self.choices]),
        )
        for kind, parts in groups:
            yield from ((kind, part) for part in parts)

    def columns(self) -> Iterator[str]:
        """Yield the columns that a table must have."""
        yield self.id
        yield from (column for _, part in self.statements() for column in _columns_of(part))


def _columns_of(part: _Part) -> Iterator[str]:
    """Yield the columns that a statement cannot do without."""
    yield from part.when
    if isinstance(part, Count | Date):
        yield from part.columns
    elif isinstance(part, Place):
        yield from filter(None, (part.column, part.precision, *(where.column for where in part.codes.values())))
    else:
        yield from filter(None, (getattr(part, "column", ""),))


class ProfileError(VariorumError):
    """A profile cannot be used; the message says why and what to do."""

    def __init__(self, where: object, problem: str) -> None:
        self.where = where
        self.problem = problem
        super().__init__(f"{where}: {problem}")


_BUILTIN: Final = "claims.datasets"


def list_profiles() -> tuple[str, ...]:
    """Return the names of the profiles that come with Variorum."""
    return tuple(sorted(Path(entry.name).stem for entry in resources.files(_BUILTIN).joinpath("data").iterdir()))


def load_profile(name: str) -> Profile:
    """Return the built-in profile of this name, or that of a TOML file.

    Raises:
        ProfileError: there is none, or it is no profile.
    """
    if name in list_profiles():
        return parse_profile(resources.files(_BUILTIN).joinpath("data", f"{name}.toml").read_bytes(), name)
    path = Path(name)
    if path.suffix.casefold() != ".toml":
        raise ProfileError(
            name, f"is none of {', '.join(list_profiles())}, nor the name of a .toml file with a profile"
        )
    try:
        return parse_profile(path.read_bytes(), name)
    except OSError as error:
        raise ProfileError(name, reason_of(error)) from error


def parse_profile(data: bytes, where: str) -> Profile:
    """Return the profile in a TOML file.

    Raises:
        ProfileError: it is none.
    """
    try:
        content = tomllib.loads(data.decode("utf-8-sig"))
        return msgspec.convert(content, Profile)
    except msgspec.ValidationError as error:
        raise ProfileError(where, f"{_say(str(error))}; docs/datasets.md tells what a profile holds") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProfileError(where, f"is not TOML: {error}") from error


def _say(problem: str) -> str:
    what, _, at = problem.partition(" - at `$")
    return f"{at.rstrip('`').lstrip('.') or 'the file'}: {what[:1].lower()}{what[1:]}"


def check_words(profile: Profile, vocabulary: Vocabulary, where: str) -> None:
    """Check that the vocabulary has what a profile speaks of.

    Raises:
        ProfileError: an attribute is not there or of another kind, or a choice is none of its values.
    """
    for kind, part in profile.statements():
        attribute = vocabulary.attribute(part.attribute)
        if attribute is None or attribute.kind != kind:
            known = f"is a {attribute.kind}, not a {kind}" if attribute else "is not in the vocabulary"
            raise ProfileError(
                where, f"the attribute {part.attribute!r} {known}; `variorum vocabulary attributes` lists"
            )
        if isinstance(part, Choice) and (odd := sorted(set(part.values.values()) - set(attribute.values))):
            raise ProfileError(where, f"{part.attribute} has no value {odd[0]!r}; it has {', '.join(attribute.values)}")


def meets(conditions: Conditions, cells: Mapping[str, str]) -> bool:
    """Return whether a row has the cells that are asked for.

    >>> meets({"type": ["1", "2"]}, {"type": "2"}), meets({}, {})
    (True, True)
    """
    return all(cells.get(column, "") in wanted for column, wanted in conditions.items())
