"""`variorum schema`: the JSON Schema of what `--format json` prints."""

from typing import Any, Final

import msgspec
from pydantic import TypeAdapter

from claims.claimsfile import ClaimLine
from claims.errors import VariorumError
from reconcile.audit.trail import Trail
from reconcile.audit.usage import Usage
from reconcile.changes import Changes
from tui import shapes
from tui.events import EventView
from tui.output import write_json

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
SHAPES: Final[dict[str, tuple[Any, str]]] = {
    "report": (shapes.Report, "variorum report --format json"),
    "conflicts": (list[shapes.Item], "variorum conflicts --format json"),
    "items": (list[shapes.Item], "variorum items --format json"),
    "claims": (ClaimLine, "one line of a claims file, as read and as variorum claims export writes it"),
    "trail": (Trail, "variorum audit trace --format json"),
    "usage": (Usage, "variorum audit who --format json"),
    "events": (list[EventView], "variorum events list --format json"),
    "changes": (Changes, "variorum report --diff OLD --format json"),
}


class SchemaError(VariorumError):
    """No such output has a schema."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"no schema {name!r}; there are {', '.join(SHAPES)}")


def run_schema(name: str) -> None:
    """Print one schema, or all of them by name."""
    if name and name not in SHAPES:
        raise SchemaError(name)
    write_json(build_schema(name) if name else {each: build_schema(each) for each in SHAPES})


def build_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of an output."""
    shape, title = SHAPES[name]
    made = msgspec.json.schema(shape) if shape is ClaimLine else TypeAdapter(shape).json_schema(mode="serialization")
    return {"$schema": DIALECT, **made, "title": title}
