"""`variorum tag`: words to find an item by."""

from typing import Annotated

import typer

from tui.cli.options import Because, Json, open_workspace, reviewer_name
from tui.output import say, write, write_json
from tui.services.acts import Act, tag_changes
from tui.services.review_session import ReviewSession
from tui.visible import visible

app = typer.Typer()


@app.command(short_help="Give a data item tags to find it by.")
def tag(
    id_: Annotated[str, typer.Argument(metavar="ID", help="the data item, as SUBJECT/ATTRIBUTE")],
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORD]...", help="tags to give it")] = None,
    remove: Annotated[
        list[str] | None, typer.Option(help="take this tag away; may be given again", metavar="WORD")
    ] = None,
    because: Because = "",
    as_json: Json = "text",
) -> None:
    """Give a data item tags, or take some away; without any, print those it has.

    Tags are decisions that settle nothing: they are in the ledger with who gave them, and `variorum decide ITEM --undo`
    takes back the latest. The reviewer filters by tag:WORD.
    """
    with open_workspace() as workspace:
        item = workspace.find_item(id_)
        if words or remove:
            added = [word.removeprefix("#") for word in words or ()]
            act = Act("tag", tags=tag_changes(added, remove or []), rationale=because)
            item = ReviewSession(workspace, reviewer_name()).decide(item, act)
    if as_json:
        write_json({"id": item.id, "tags": list(item.tags)})
    elif item.tags:
        write("".join(f"{visible(tag)}\n" for tag in item.tags))
    else:
        say(f"{item.id} has no tags")
