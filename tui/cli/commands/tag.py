"""`variorum tag`: words to find an item by."""

from collections.abc import Sequence
from pathlib import Path

from tui.output import say, write, write_json
from tui.services.acts import Act, tag_changes
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace
from tui.visible import visible


def run_tag(
    dossier: Path, id_: str, given: Sequence[str], taken: Sequence[str], because: str, reviewer: str, *, as_json: bool
) -> None:
    """Give tags and take tags away, in one decision; then print those there are."""
    with Workspace(dossier) as workspace:
        item = workspace.find_item(id_)
        words = [word.removeprefix("#") for word in given]
        if words or taken:
            act = Act("tag", tags=tag_changes(words, taken), rationale=because)
            item = ReviewSession(workspace, reviewer).decide(item, act)
    if as_json:
        write_json({"id": item.id, "tags": list(item.tags)})
    elif item.tags:
        write("".join(f"{visible(tag)}\n" for tag in item.tags))
    else:
        say(f"{item.id} has no tags")
