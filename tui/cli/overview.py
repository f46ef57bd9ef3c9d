"""What `variorum` prints where no command is given: what is here, and what to do next."""

from pathlib import Path

from tui.cli.options import dossier_path, has_dossier
from tui.output import write
from tui.visible import visible


def print_overview() -> None:
    """Print what the folder or its dossier has, and the next commands."""
    from tui.services.overview import overview_of_dossier, overview_of_folder

    path = dossier_path()
    overview = overview_of_dossier(path) if has_dossier(path) else overview_of_folder(Path())
    for line in overview.lines:
        write(visible(line))
    write("")
    width = max(len(command) for command, _ in overview.steps)
    for command, what in overview.steps:
        write(f"  {command:<{width}}  {what}")
    write("\n`variorum --help` lists all commands, `variorum COMMAND --help` explains one.")
