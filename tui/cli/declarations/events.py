"""`variorum events`, declared."""

from typing import Annotated

import typer

from tui.cli.options import Because, Json, KnownAt, RecordedAt, dossier_path, is_json, open_lens, reviewer_name

app = typer.Typer(help="Which articles speak of the same event.", no_args_is_help=True)


@app.command("find")
def events_find(format_: Json = "text") -> None:
    """Read the articles not yet read, and say which events may be one.

    `variorum extract` puts an article under an event where enough speaks for it: names few others have, days, ages,
    streets, the words around them. What reached the dossier apart and may be one is printed here, with each reason and
    its points: from 0 up it is likelier one event than two. Nothing is joined by itself.
    """
    from tui.cli.commands.events import run_find

    run_find(dossier_path(), as_json=is_json(format_))


@app.command("list")
def events_list(format_: Json = "text", known_at: KnownAt = None, recorded_at: RecordedAt = None) -> None:
    """List the events, each with the articles that speak of it and those that mainly report it.

    As of a date, only the articles there were then count; which of them are of one event is as reviewers see it now.
    """
    from tui.cli.commands.events import run_list

    run_list(dossier_path(), open_lens(False, known_at, recorded_at), as_json=is_json(format_))


@app.command("show")
def events_show(
    event: Annotated[str, typer.Argument(help="its id; `variorum events list` shows them")],
    format_: Json = "text",
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Show one event: its articles, and what reviewers merged into it or split from it."""
    from tui.cli.commands.events import run_show

    run_show(dossier_path(), open_lens(False, known_at, recorded_at), event, as_json=is_json(format_))


@app.command("merge")
def events_merge(
    keep: Annotated[str, typer.Argument(metavar="EVENT", help="the event that stays")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="events that go into it")],
    because: Because = "",
    format_: Json = "text",
) -> None:
    """Say that events are one. Their statements then meet; `variorum events undo` gives back what was there."""
    from tui.cli.commands.events import run_merge

    run_merge(dossier_path(), keep, others, because, reviewer_name(), as_json=is_json(format_))


@app.command("split")
def events_split(
    event: Annotated[str, typer.Argument(help="the event")],
    part: Annotated[str, typer.Argument(metavar="ARTICLE|EVENT", help="an article to take out, or another event")],
    because: Because = "",
    format_: Json = "text",
) -> None:
    """Say that an article is on another event, or that two events are two. Nothing joins them again by itself."""
    from tui.cli.commands.events import run_split

    run_split(dossier_path(), event, part, because, reviewer_name(), as_json=is_json(format_))


@app.command("undo")
def events_undo(
    event: Annotated[str, typer.Argument(help="the event, or the id of the merge or split")],
    because: Because = "",
    format_: Json = "text",
) -> None:
    """Take back the latest merge or split of an event. Undone, it stays in the record."""
    from tui.cli.commands.events import run_undo

    run_undo(dossier_path(), event, because, reviewer_name(), as_json=is_json(format_))
