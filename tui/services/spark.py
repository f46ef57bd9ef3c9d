"""Reconcile a dossier on a cluster that speaks Spark Connect: the same lines of the queue as one machine computes.

The tables go as Parquet in a folder that the cluster reads too. It finds by the screen the subjects with an item that
may be in conflict, groups what bears on a subject into one row, runs the exact function on whole subjects, those first,
and sends back lines of the queue, which are saved as they come. Nothing else of the dossier is written, so that what is
cut off goes on where it was when it is run again.
"""

import contextlib
import re
import socket
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy.engine.default import DefaultDialect

from claims.errors import VariorumError
from claims.grouping import in_parts
from claims.store.dossier import Summary
from claims.vocabulary.model import Vocabulary
from reconcile.bulk.screen import build_doubts
from tui.services.parquet_export import export_parquet, is_export_of
from tui.services.subject_batches import (
    ASSERTION,
    DECISION,
    ITEM,
    MISMATCH,
    cut_surroundings,
    gather_terms,
    read_summary,
)
from tui.services.worker_process import reconcile_apart
from tui.services.workspace import Workspace

_PATIENCE_S: Final = 5.0
"""How long a server may take to answer at all."""

_RETRIES: Final = 4
"""How often a server that has stopped answering is asked again, within some seconds."""

_SAVED_AT_ONCE: Final = 500

_ADDRESS: Final = re.compile(r"sc://(?P<host>\[[0-9a-fA-F:.]+\]|[^\s:/;@]+)(:(?P<port>[0-9]{1,5}))?(/.*)?")
_PORT: Final = 15_002

_ASKED: Final = (
    "SELECT DISTINCT subject FROM items LEFT SEMI JOIN doubts USING (item) WHERE dirty <> 0",
    "SELECT DISTINCT subject FROM items LEFT ANTI JOIN first USING (subject) WHERE dirty <> 0",
)
"""The subjects that are asked about first, and those that are asked about after them."""

PARTS: Final = """
    SELECT subject, {item} AS part, item AS number, attribute, subject_kind, dirty, CAST(NULL AS BINARY) AS body,
        {nothing}
    FROM items LEFT SEMI JOIN asked USING (subject)
    UNION ALL
    SELECT subject, {assertion}, said.seq, attribute, subject_kind, CAST(0 AS BIGINT), said.body,
        articles.name, articles.publisher, articles.published, articles.edition_of, articles.edition,
        around.passage, around.near, around.text
    FROM said JOIN articles ON articles.seq = said.article JOIN around ON around.quote = said.seq
    UNION ALL
    SELECT subject, {decision}, seq, attribute, subject_kind, CAST(0 AS BIGINT), body,
        {nothing}
    FROM decisions LEFT SEMI JOIN asked USING (subject)
"""
"""All that bears on the subjects that are asked about, each part in a row."""

OF_ASSERTIONS: Final = (
    *("name STRING", "publisher STRING", "published STRING", "edition_of STRING", "edition BIGINT"),
    *("passage STRING", "near STRING", "text STRING"),
)
"""Columns of a part that only assertions have."""

FIELDS: Final = (
    *("part", "number", "attribute", "subject_kind", "dirty", "body"),
    *(column.partition(" ")[0] for column in OF_ASSERTIONS),
)


class SparkError(VariorumError):
    """A cluster cannot be used, or was lost."""

    def __init__(self, remote: str, problem: str, remedy: str) -> None:
        self.remote = remote
        super().__init__(f"{remote}: {problem}; {remedy}")


class Cluster(NamedTuple):
    """Where a dossier is reconciled."""

    remote: str
    """`sc://HOST:PORT`."""
    folder: Path
    """For the tables."""
    seen_as: str
    """The same folder as the cluster finds it."""


def reconcile_remotely(
    workspace: Workspace, cluster: Cluster, progress: Callable[[int], None] = lambda done: None
) -> int:
    """Compute every line of the queue that is out of date on a cluster; return how many there were.

    Raises:
        SparkError: the library is not installed, the server is not there or is lost, or its program is another.
    """
    check_spark(cluster.remote)
    check_reachable(cluster.remote)
    waiting = len(workspace.dossier.dirty_numbers())
    if not waiting:
        return 0
    write_tables(workspace, cluster.folder)
    done = 0
    for part in in_parts(summaries_from(workspace, cluster), _SAVED_AT_ONCE):
        workspace.dossier.save_summaries(part)
        done += len(part)
        progress(done)
    return waiting


def write_tables(workspace: Workspace, folder: Path) -> None:
    """Write the dossier's tables into a folder; of what was exported before only the queue, which may have changed."""
    only = ("items",) if is_export_of(workspace, folder) else ()
    export_parquet(workspace, folder, force=True, only=only)


def check_spark(remote: str) -> None:
    """Check that the library is installed.

    Raises:
        SparkError: it is not.
    """
    try:
        _import_spark()
    except ImportError as error:
        remedy = "run `pip install -r requirements/spark.txt` in the folder Variorum came in"
        raise SparkError(remote, f"the client of Spark Connect is not installed ({error})", remedy) from error


def check_reachable(remote: str) -> None:
    """Check that something listens at an address.

    Raises:
        SparkError: it is no address of Spark Connect, or nothing does.
    """
    address = _ADDRESS.fullmatch(remote)
    if address is None:
        raise SparkError(remote, "is no address of Spark Connect", f"write it as sc://HOST:PORT ({_PORT} if none)")
    host, port = address["host"].strip("[]"), int(address["port"] or _PORT)
    try:
        socket.create_connection((host, port), _PATIENCE_S).close()
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SparkError(remote, f"no server answers there ({reason})", "start it, or mend the address") from error


def _import_spark() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own, on versions of pandas
        from pyspark.sql import SparkSession
        from pyspark.sql.connect.client.retries import DefaultPolicy
    return SparkSession, DefaultPolicy


def summaries_from(workspace: Workspace, cluster: Cluster) -> Iterator[Summary]:
    """Yield the lines of the queue that are out of date, as a cluster computes them from the tables in its folder.

    The subjects with an item that may be in conflict come first, so that the queue has them before it is complete.
    """
    terms = gather_terms(workspace)
    with _explaining(cluster), open_session(cluster.remote) as session:
        open_tables(session, cluster, workspace.dossier.vocabulary())
        for asked in _ASKED:
            grouped = _group(session, asked)
            lines = grouped.mapInArrow(partial(reconcile_apart, terms), "item BIGINT, summary BINARY")
            for row in lines.toLocalIterator():
                yield read_summary(bytes(row["summary"]))


def open_tables(session: Any, cluster: Cluster, vocabulary: Vocabulary) -> None:
    """Name the dossier's tables on a cluster, and as `doubts` the items that the screen does not clear.

    Raises:
        SparkError: a table is not there.
    """
    for name in ("items", "assertions", "decisions", "articles"):
        table = session.read.parquet(f"{cluster.seen_as}/{name}.parquet")
        if not table.columns:  # what some servers make of a file that is not there
            raise SparkError(cluster.remote, *_explain(f"{name}.parquet: no such file", cluster))
        table.createOrReplaceTempView(name)
    # The tables have scopes in words, where the dossier has their numbers.
    _name(session, "labels", "SELECT DISTINCT scope AS label, scope AS text FROM assertions")
    query = build_doubts(vocabulary).compile(
        dialect=DefaultDialect(paramstyle="named"), compile_kwargs={"render_postcompile": True}
    )
    _name(session, "doubts", str(query), query.params)
    _name(session, "first", _ASKED[0])


def _name(session: Any, name: str, query: str, values: Mapping[str, Any] | None = None) -> None:
    session.sql(query, args=dict(values or {})).createOrReplaceTempView(name)


def _group(session: Any, asked: str) -> Any:
    """Return a row for each subject that is asked about, with all that bears on it in `parts`."""
    _name(session, "asked", asked)
    _name(session, "said", "SELECT * FROM assertions LEFT SEMI JOIN asked USING (subject)")
    _name(
        session, "quotes", "SELECT article, collect_list(struct(seq, start, stop)) AS quotes FROM said GROUP BY article"
    )
    texts = session.sql("SELECT article, body, quotes FROM quotes JOIN articles ON articles.seq = quotes.article")
    around = texts.mapInArrow(cut_surroundings, "quote BIGINT, passage STRING, near STRING, text STRING")
    around.createOrReplaceTempView("around")
    nothing = ", ".join(f"CAST(NULL AS {column.split()[1]}) AS {column.split()[0]}" for column in OF_ASSERTIONS)
    _name(session, "parts", PARTS.format(item=ITEM, assertion=ASSERTION, decision=DECISION, nothing=nothing))
    fields = ", ".join(FIELDS)
    return session.sql(f"SELECT subject, collect_list(struct({fields})) AS parts FROM parts GROUP BY subject")


@contextlib.contextmanager
def open_session(remote: str) -> Iterator[Any]:
    """Yield a session on a cluster, which ends with the block."""
    builder, policy = _import_spark()
    session = builder.builder.remote(remote).create()
    session.client.set_retry_policies([policy(max_retries=_RETRIES)])
    try:
        yield session
    finally:
        with contextlib.suppress(Exception):  # it may be gone, and takes what was asked with it
            session.stop()


@contextlib.contextmanager
def _explaining(cluster: Cluster) -> Iterator[None]:
    """Say in our words what goes wrong on a cluster, where it is known what that means."""
    try:
        yield
    except VariorumError:
        raise
    except Exception as error:
        problem, remedy = _explain(str(error), cluster)
        raise SparkError(cluster.remote, problem, remedy) from error


def _explain(message: str, cluster: Cluster) -> tuple[str, str]:
    """Return what an error of a cluster means, and what to do."""
    first = " ".join(message.split())[:300]
    if MISMATCH in message:
        start = message.index(MISMATCH)
        return " ".join(message[start:].split(";")[0].split()), "install the same on both"
    for words, problem, remedy in _KNOWN:
        if re.search(words, message):
            return problem.format(first=first, folder=cluster.seen_as), remedy
    return f"the server reports: {first}", "what is done is kept; run it again once that is mended"


_KNOWN: Final = (
    (
        "No module named '(claims|reconcile|tui|msgspec|pydantic)",
        "its workers have no Variorum ({first})",
        "install the version that is here on each of them",
    ),
    (
        "(?i)PYTHON_VERSION_MISMATCH|different (minor )?version",
        "its workers run another Python ({first})",
        "use one minor version on both",
    ),
    (
        "(?i)PATH_NOT_FOUND|no such file|not found.*parquet|path.*does not exist|No files found",
        "it cannot read the tables in {folder} ({first})",
        "name with --parquet a folder on a disk that both reach, or say with --seen-as where the cluster finds it",
    ),
    (
        "(?i)UNAVAILABLE|RETRIES_EXCEEDED|Connection (reset|refused)|Socket closed|failed to connect|Stream removed",
        "the connection was lost",
        "what came is saved; run it again to go on",
    ),
)
"""What errors of servers and of the client's library say, what it means, and what to do."""
