"""`variorum reconcile`."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from claims.store.addresses import is_address
from claims.temporary import TemporaryFolder, sweep
from tui.cli.options import dossier_path, open_workspace
from tui.output import counted, progress, say
from tui.services.reporting import refresh

if TYPE_CHECKING:
    from tui.services.workspace import Workspace

app = typer.Typer()

ENGINES: Final = ("local", "spark")


@app.command(short_help="Bring the queue up to date, here or on a cluster.")
def reconcile(
    engine: Annotated[str, typer.Option(help="what computes", metavar="local|spark")] = "local",
    remote: Annotated[
        str | None, typer.Option(help="the cluster, as sc://HOST:PORT", metavar="ADDRESS", show_default=False)
    ] = None,
    parquet: Annotated[
        Path | None,
        typer.Option(help="a folder for the dossier's tables that both reach; else a temporary one", metavar="FOLDER"),
    ] = None,
    seen_as: Annotated[
        str | None, typer.Option(help="that folder as the cluster finds it", metavar="ADDRESS", show_default=False)
    ] = None,
) -> None:
    """Compute every line of the queue that is out of date.

    Other commands do so by themselves where they need it; this one shows how far it is, and is for a night's run. What
    is interrupted goes on where it was.

    --engine spark has a cluster that speaks Spark Connect do the computing, for dossiers of many millions of
    statements: the dossier's tables are written as Parquet into a folder that the cluster reads too, and what comes
    back is what one machine computes, byte for byte. The workers need the Variorum that is here. On one machine `sail
    spark server` of the package pysail serves, or Spark's own `start-connect-server.sh`:

      variorum reconcile --engine spark --remote sc://localhost:50051

      variorum reconcile --engine spark --remote sc://gateway --parquet /mnt/shared/dossier --seen-as s3a://bucket/dossier

    Below a million statements a cluster costs more than it saves: docs/scale.md says when it is worth it. Needs
    `pip install -r requirements/spark.txt`.
    """
    _check_options(engine, remote, parquet, seen_as)
    with open_workspace() as workspace:
        done = refresh(workspace) if remote is None else _reconcile_remotely(workspace, remote, parquet, seen_as)
    say(f"{counted(done, 'item')} reconciled")


def _check_options(engine: str, remote: str | None, parquet: Path | None, seen_as: str | None) -> None:
    if engine not in ENGINES:
        raise typer.BadParameter(f"{engine!r} is none of {', '.join(ENGINES)}", param_hint="--engine")
    if engine == "spark" and remote is None:
        raise typer.BadParameter("--engine spark needs the address of a cluster", param_hint="--remote")
    if engine == "local" and (remote, parquet, seen_as) != (None, None, None):
        raise typer.BadParameter("--remote, --parquet and --seen-as go with --engine spark", param_hint="--engine")
    if seen_as is not None and parquet is None:
        raise typer.BadParameter("--seen-as is another name for the folder of --parquet", param_hint="--seen-as")


def _reconcile_remotely(workspace: "Workspace", remote: str, parquet: Path | None, seen_as: str | None) -> int:
    from tui.services.spark import Cluster, reconcile_remotely

    place = dossier_path()
    dossier = None if is_address(place) else place.absolute()
    with contextlib.ExitStack() as stack:
        if parquet is None:  # beside the dossier, where there is room for it
            if dossier:
                sweep(dossier)
            parquet = stack.enter_context(TemporaryFolder(dossier)).path
        step = stack.enter_context(progress("reconciling", len(workspace.dossier.dirty_numbers())))
        folder = parquet.absolute()
        return reconcile_remotely(workspace, Cluster(remote, folder, seen_as or str(folder)), step)
