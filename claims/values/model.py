"""The kinds of values as records: each is a set of possible values, never a bare point.

Quantities that may have fractions are decimal strings, so that a record has one canonical JSON form on every machine.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from claims.records import Record, is_empty

Kind = Literal["count", "measure", "date", "time", "place", "actor", "choice", "text"]
"""The kinds an attribute of the vocabulary can declare."""

Hedge = Literal[
    "exact",
    "at_least",
    "more_than",
    "at_most",
    "less_than",
    "up_to",
    "about",
    "nearly",
    "either",
    "range",
    "vague",
]
"""The family of words that made the set: `either` is "three or four", `range` is "10 to 20", `vague` is "dozens"."""


class CountValue(Record):
    """Whole numbers from `low` to `high`, both ends included; `high` None is unbounded."""

    kind: Literal["count"] = "count"
    low: int = Field(ge=0, le=10**15)
    high: int | None = Field(default=None, ge=0, le=10**15)
    hedge: Hedge = "exact"
    of: int | None = None
    """In "three of the four" or "most of the 20": the stated size of the whole."""
    number_start: int | None = None
    number_end: int | None = None
    """Where the figure itself lies in the surface form, half-open, in characters; None for vague words."""
    best: int | None = Field(default=None, ge=0, le=10**15, exclude_if=is_empty)
    """Of a set that was given by its bounds: the one figure that its giver would enter, where they say."""

    later: ClassVar[frozenset[str]] = frozenset({"best"})


class MeasureValue(Record):
    """Quantities from `low` to `high` in `unit`, both ends included; None is unbounded."""

    kind: Literal["measure"] = "measure"
    low: str | None
    high: str | None
    """Decimal strings in `unit`, as stated."""
    unit: str
    """Canonical unit name: `kilometer`, `second`, `magnitude`, `EUR`; `XXX` is a currency the text leaves open."""
    dimension: str
    """What may be compared: `[length]`, `[time]`, `magnitude`, `currency:EUR`; a currency is its own dimension."""
    base_low: str | None
    base_high: str | None
    """The same set in base units of the dimension, widened by half a unit of the last stated digit."""
    hedge: Hedge = "exact"


class DateValue(Record):
    """Instants from `low` to `high`, both ends included, from an EDTF (ISO 8601-2) expression."""

    kind: Literal["date"] = "date"
    edtf: str
    low: str | None
    high: str | None
    """`YYYY-MM-DDTHH:MM:SS` in UTC where the expression states a zone, else as stated; None is open or unknown."""
    hedge: Literal["exact", "approximate", "uncertain", "open", "relative"] = "exact"
    """`relative`: counted from the day of writing ("Wednesday") and resolved against it."""


class TimeValue(Record):
    """Times of day from `low` to `high`, both ends included, in seconds after midnight in their own zone."""

    kind: Literal["time"] = "time"
    low: int = Field(ge=0, lt=86_400)
    high: int = Field(ge=0, lt=172_800)
    """Beyond 86,399 where the set runs past midnight: overnight is 18:00 to 09:00 of the day after. Low <= high."""
    offset_minutes: int | None = None
    """East of UTC; None where the text says "local" or nothing."""
    zone: str = ""
    """The zone as written: `GMT`, `+07:00`, `local`, or empty."""
    hedge: Hedge = "exact"


class PlaceValue(Record):
    """An area: a named place, or the area near it, off it, or at a distance from it."""

    kind: Literal["place"] = "place"
    name: str
    relation: Literal["in", "near", "off", "from"] = "in"
    low_km: str | None = None
    high_km: str | None = None
    """For `from`: distance from the named place, decimal strings, with the tolerance the wording gives."""
    bearing: int | None = Field(default=None, ge=0, lt=360)
    """Degrees clockwise from north, from the compass point in the text; None where no direction is given."""


class ActorValue(Record):
    """Who: a person, body or armed group by the name used; `unknown` and `nobody` are distinguished from names."""

    kind: Literal["actor"] = "actor"
    name: str
    known: Literal["named", "unknown", "nobody"] = "named"


class ChoiceValue(Record):
    """One of the exclusive values its attribute declares."""

    kind: Literal["choice"] = "choice"
    name: str


class TextValue(Record):
    """Free text. Two different texts never contradict each other by being in other words."""

    kind: Literal["text"] = "text"
    text: str
    normal: str
    """Case-folded NFKC text without punctuation or repeated blanks."""


Value = Annotated[
    CountValue | MeasureValue | DateValue | TimeValue | PlaceValue | ActorValue | ChoiceValue | TextValue,
    Field(discriminator="kind"),
]
