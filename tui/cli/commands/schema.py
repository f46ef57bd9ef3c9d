"""`variorum schema`: the JSON Schema of what `--format json` prints."""

import importlib
from functools import cache
from typing import Annotated, Any, Final

import msgspec
import typer
from pydantic import TypeAdapter

from claims.claimsfile import ClaimLine
from claims.errors import VariorumError
from tui.cli.table import COMMANDS
from tui.output import write_json
from tui.writers.json_views.shapes import Shape

app = typer.Typer()

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class SchemaError(VariorumError):
    """No such output has a schema."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"no schema {name!r}; there are {', '.join(sorted(load_shapes()))}")


@app.command(short_help="The JSON Schema of what --format json prints.")
def schema(
    name: Annotated[str, typer.Argument(help="report, conflicts, items, claims, events or changes; all if none")] = "",
) -> None:
    """Print the JSON Schema (draft 2020-12) of what `--format json` prints, and of a line of a claims file."""
    if name and name not in load_shapes():
        raise SchemaError(name)
    write_json(build_schema(name) if name else {each: build_schema(each) for each in sorted(load_shapes())})


@cache
def load_shapes() -> dict[str, Shape]:
    """Return the shapes of all modules of commands, by name."""
    modules = [importlib.import_module(f"tui.cli.commands.{module}") for module, _ in COMMANDS.values()]
    return {name: shape for module in modules for name, shape in getattr(module, "SHAPES", {}).items()}


def build_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of an output."""
    shape, title = load_shapes()[name]
    schema = msgspec.json.schema(shape) if shape is ClaimLine else TypeAdapter(shape).json_schema(mode="serialization")
    return {"$schema": DIALECT, **schema, "title": title}
