"""`variorum schema`: the JSON Schema of what `--format json` prints."""

from typing import Annotated, Any, Final

import msgspec
import typer
from pydantic import TypeAdapter

from claims.claimsfile import ClaimLine
from claims.errors import VariorumError
from claims.models import EventDecision
from reconcile.audit.trail import Trail
from reconcile.audit.usage import Usage
from reconcile.relations.pairs import Relation
from reconcile.reports.changes import Changes
from reconcile.reports.timeline import Timeline
from tui.output import write_json
from tui.services.event_review import EventView
from tui.writers.json_views import command_shapes as printed
from tui.writers.json_views import shapes

app = typer.Typer()

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
    "verification": (printed.Verification, "variorum audit verify --format json"),
    "verdict": (printed.Verdict, "variorum audit verify PACKAGE --format json, and verify.py --json"),
    "seal": (printed.Seal, "variorum audit seal --format json"),
    "taken": (printed.Taken, "variorum audit import --format json"),
    "explained": (printed.Explained, "variorum explain ITEM --format json"),
    "relation": (Relation, "variorum explain ASSERTION OTHER --format json"),
    "item": (shapes.Item, "variorum decide --format json"),
    "timelines": (list[Timeline], "variorum timeline --format json"),
    "proposals": (list[shapes.Proposal], "variorum policies explain --format json"),
    "replay": (printed.Replayed, "variorum replay --format json"),
    "comparison": (printed.Compared, "variorum compare --format json"),
    "articles": (list[printed.ArticleRow], "variorum articles list --format json"),
    "imported": (printed.Imported, "variorum claims import --format json"),
    "inbox": (printed.Inbox, "variorum claims inbox --format json"),
    "made": (printed.Made, "variorum claims confirm, reject, amend, undo --format json"),
    "extracted": (printed.Extracted, "variorum extract --format json"),
    "proposers": (list[printed.Proposer], "variorum proposers --format json"),
    "questions": (list[printed.Question], "variorum events find --format json"),
    "event": (printed.Event, "variorum events show --format json"),
    "event-decision": (EventDecision, "variorum events merge, split, undo --format json"),
    "suggestions": (list[printed.Suggestion], "variorum vocabulary suggest --format json"),
    "rows": (list[printed.Row], "variorum policies, policies sources and vocabulary tables --format json"),
}


class SchemaError(VariorumError):
    """No such output has a schema."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"no schema {name!r}; there are {', '.join(SHAPES)}")


@app.command(short_help="The JSON Schema of what --format json prints.")
def schema(
    name: Annotated[str, typer.Argument(help="report, conflicts, items, claims, events or changes; all if none")] = "",
) -> None:
    """Print the JSON Schema (draft 2020-12) of what `--format json` prints, and of a line of a claims file."""
    if name and name not in SHAPES:
        raise SchemaError(name)
    write_json(build_schema(name) if name else {each: build_schema(each) for each in SHAPES})


def build_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of an output."""
    shape, title = SHAPES[name]
    made = msgspec.json.schema(shape) if shape is ClaimLine else TypeAdapter(shape).json_schema(mode="serialization")
    return {"$schema": DIALECT, **made, "title": title}
