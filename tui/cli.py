"""The command line: one function a command, exit codes, and nothing heavy imported before it is needed.

Exit status: 0 done, 1 findings under --check, 2 usage or bad input, 3 the dossier is damaged.
"""

import io
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="variorum",
    help="Settle what several reports of the same event say, with every step checkable by a stranger.",
    epilog="Start with `variorum demo`. A dossier of your own: `variorum add ARTICLE...`, `variorum claims import "
    "FILE`, `variorum conflicts`, `variorum review`, `variorum report`. The dossier is --dossier PATH, else "
    "VARIORUM_DOSSIER, else the only *.variorum file here, else dossier.variorum.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
claims_app = typer.Typer(help="Claims files, in and out.", no_args_is_help=True)
articles_app = typer.Typer(help="The articles of the dossier.", no_args_is_help=True)
events_app = typer.Typer(help="Which articles speak of the same event.", no_args_is_help=True)
audit_app = typer.Typer(help="Where an answer comes from; is it intact.", no_args_is_help=True)
policies_app = typer.Typer(help="What each codebook would say.")
vocabulary_app = typer.Typer(help="The words in force, and your own.")
app.add_typer(articles_app, name="articles")
app.add_typer(events_app, name="events")
app.add_typer(claims_app, name="claims")
app.add_typer(vocabulary_app, name="vocabulary")
app.add_typer(audit_app, name="audit")
app.add_typer(policies_app, name="policies")

Json = Annotated[str, typer.Option("--format", help="text for people, json for programs", metavar="text|json")]
Check = Annotated[bool, typer.Option("--check", help="exit with status 1 where there is anything to report")]


AcceptedOnly = Annotated[bool, typer.Option("--accepted-only", help="leave out unconfirmed proposals")]
KnownAt = Annotated[str | None, typer.Option(help="only what had been published by then", metavar="DATE")]
RecordedAt = Annotated[str | None, typer.Option(help="only what the dossier held by then", metavar="DATE")]


class _Given:
    """What stood before the command."""

    dossier: Path | None = None
    reviewer: str = ""


def dossier_path() -> Path:
    """Return the dossier a command is about: --dossier, VARIORUM_DOSSIER, the only *.variorum here,
    dossier.variorum.
    """
    if _Given.dossier is not None:
        return _Given.dossier
    if named := os.environ.get("VARIORUM_DOSSIER"):
        return Path(named)
    here = sorted(Path().glob("*.variorum"))
    return here[0] if len(here) == 1 else Path("dossier.variorum")


def reviewer_name(kept: str = "") -> str:
    """Return who reviews: --reviewer, VARIORUM_REVIEWER, the name in the settings, git's user.name, or nobody yet."""
    if _Given.reviewer:
        return _Given.reviewer
    if named := os.environ.get("VARIORUM_REVIEWER", "").strip():
        return named
    if kept.strip():
        return kept.strip()
    import shutil
    import subprocess

    if shutil.which("git") is None:
        return ""
    found = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, timeout=5, check=False)
    return found.stdout.strip()


def open_lens(accepted_only: bool, known_at: str | None, recorded_at: str | None) -> Any:
    """Return the lens the options ask for.

    Raises:
        typer.BadParameter: a date cannot be read.
    """
    from claims.values import ValueProblem
    from reconcile.lens import Lens, instant

    try:
        return Lens(accepted_only, instant(known_at), instant(recorded_at))
    except ValueProblem as error:
        raise typer.BadParameter(str(error)) from error


def is_json(format_: str) -> bool:
    """Return whether JSON is asked for.

    Raises:
        typer.BadParameter: the format is neither.
    """
    if format_ not in {"text", "json"}:
        raise typer.BadParameter(f"{format_!r} is neither text nor json", param_hint="--format")
    return format_ == "json"


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        sys.stdout.write(f"variorum {version('variorum')}\n")
        raise typer.Exit


@app.callback()
def _root(
    dossier: Annotated[
        Path | None, typer.Option(help="the dossier file; stands before the command", show_default=False)
    ] = None,
    reviewer: Annotated[str, typer.Option(help="who reviews; else VARIORUM_REVIEWER, else git's user.name")] = "",
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    del version
    _Given.dossier = dossier
    _Given.reviewer = reviewer


@app.command(short_help="Try it on a bundled, invented event.")
def demo(
    keep: Annotated[Path | None, typer.Option(help="put the demo dossier here instead of somewhere temporary")] = None,
    report: Annotated[bool, typer.Option("--report", help="print the report even on a terminal")] = False,
) -> None:
    """Open the reviewer on a bundled dossier about an invented event; without a terminal, print its report."""
    from tui.commands.demo import run_demo

    run_demo(keep, reviewer_name(), report=report)


@app.command(short_help="Read articles into the dossier.")
def add(
    paths: Annotated[list[Path], typer.Argument(help="files or folders: text, Markdown, HTML, PDF, JSON Lines")],
    publisher: Annotated[str | None, typer.Option(help="who published them, where they do not say")] = None,
    published: Annotated[str | None, typer.Option(help="when they appeared: 2019-11-06, 2019-11")] = None,
    title: Annotated[str | None, typer.Option(help="the title, for a single article")] = None,
    url: Annotated[str | None, typer.Option(help="where it was published, for a single article")] = None,
    revises: Annotated[str | None, typer.Option(help="the article (name or id) this is a new edition of")] = None,
    format_: Json = "text",
) -> None:
    """Read articles into the dossier; it is made if there is none.

    A sidecar NAME.meta.json or NAME.meta.toml beside a file may give title, publisher, published and url. What is not
    an article costs one line on standard error that says what to do; the rest is in.
    """
    from tui.commands.add import run_add

    overrides = {"publisher": publisher, "published": published, "title": title, "url": url}
    run_add(dossier_path(), paths, overrides, revises, as_json=is_json(format_))


@articles_app.command("list")
def articles_list(format_: Json = "text") -> None:
    """List the articles: name, publisher, date, length, id."""
    from tui.commands.articles import run_list

    run_list(dossier_path(), as_json=is_json(format_))


@articles_app.command("show")
def articles_show(
    name: Annotated[str, typer.Argument(help="a name given to `add`, or an id (its first 8 digits do)")],
    raw: Annotated[bool, typer.Option("--raw", help="the stored text exactly, control characters and all")] = False,
    format_: Json = "text",
) -> None:
    """Show an article with the claims quoted from it; copy quotes from here."""
    from tui.commands.articles import run_show

    run_show(dossier_path(), name, raw=raw, as_json=is_json(format_))


@claims_app.command("import")
def claims_import(
    paths: Annotated[
        list[Path], typer.Argument(help="claims files, .jsonl or .csv; - for JSON Lines on standard input")
    ],
    check: Check = False,
    format_: Json = "text",
) -> None:
    """Read claims files. Each line is checked to the character; a bad line is named with file and line, the rest is in.

    The least a line needs:
    {"article": "post.txt", "quote": "17 people died", "subject": "ferry-2021", "attribute": "killed", "value": "17"}
    """
    from tui.commands.claims import run_import

    run_import(dossier_path(), paths, reviewer_name(), check=check, as_json=is_json(format_))


@claims_app.command("export")
def claims_export(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="a file; else standard output")] = None,
    status: Annotated[str, typer.Option(help="accepted, rejected, proposed or all")] = "accepted",
    format_: Annotated[str, typer.Option("--format", metavar="jsonl|csv")] = "jsonl",
    corrections: Annotated[
        bool, typer.Option("--corrections", help="instead: what reviewers mended in proposals, as JSON Lines")
    ] = False,
) -> None:
    """Write the dossier's claims as a claims file that imports to the same ids.

    With --corrections: test cases for proposers, a line for each proposal that was mended (proposed and corrected
    fields), rejected (corrected: null) or missed (proposed: null).
    """
    from tui.commands.claims import run_corrections, run_export

    if corrections:
        run_corrections(dossier_path(), output)
    else:
        run_export(dossier_path(), output, status, format_)


@claims_app.command("inbox")
def claims_inbox(format_: Json = "text") -> None:
    """How far the proposals of each article have been reviewed."""
    from tui.commands.inbox import run_inbox

    run_inbox(dossier_path(), as_json=is_json(format_))


Because = Annotated[str, typer.Option(help="why, in a sentence")]


@claims_app.command("confirm")
def claims_confirm(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="proposals, by the start of an id")] = None,
    article: Annotated[str | None, typer.Option(help="those of this article that two proposers agree on")] = None,
    every: Annotated[bool, typer.Option("--all", help="with --article: those of a single proposer too")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="with --article: do it; without it they are only listed")] = False,
    format_: Json = "text",
) -> None:
    """Make proposals evidence. With --article, odd ones are listed apart and left for you to name."""
    from tui.commands.inbox import run_confirm

    which = "all" if every else "agreed"
    run_confirm(dossier_path(), ids or [], article, which, reviewer_name(), yes=yes, as_json=is_json(format_))


@claims_app.command("reject")
def claims_reject(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="proposals, by the start of an id")],
    reason: Annotated[
        str, typer.Option(help="a code, or its digit; `variorum vocabulary reasons proposal` lists them")
    ],
    because: Because = "",
    format_: Json = "text",
) -> None:
    """Set proposals aside, in one act, because of how the article was read."""
    from tui.commands.inbox import run_reject

    run_reject(dossier_path(), ids, reason, because, reviewer_name(), as_json=is_json(format_))


@claims_app.command("amend")
def claims_amend(
    id_: Annotated[str, typer.Argument(metavar="ID", help="the claim, by the start of its id")],
    value: Annotated[str | None, typer.Option(help="as in a claims file")] = None,
    scope: Annotated[str | None, typer.Option(help="whose number it is; empty: not stated")] = None,
    subject: Annotated[str | None, typer.Option(help="the event, organisation, person or place")] = None,
    attribute: Annotated[str | None, typer.Option(help="what is said of it")] = None,
    chain: Annotated[str | None, typer.Option(help="speakers back to the origin, as A < B; empty: the outlet")] = None,
    stance: Annotated[str | None, typer.Option(help="asserts, denies, suspects or retracts")] = None,
    as_of: Annotated[str | None, typer.Option(help="up to when it knows, in EDTF")] = None,
    because: Because = "",
    format_: Json = "text",
) -> None:
    """Read a claim's words otherwise: your reading becomes evidence, the claim is rejected and names it."""
    from tui.commands.inbox import run_amend

    changes = {"value": value, "scope": scope, "subject": subject, "attribute": attribute}
    changes |= {"chain": chain, "stance": stance, "as_of": as_of}
    run_amend(dossier_path(), id_, changes, because, reviewer_name(), as_json=is_json(format_))


@claims_app.command("undo")
def claims_undo(
    id_: Annotated[str, typer.Argument(metavar="ID", help="the claim, by the start of its id")], format_: Json = "text"
) -> None:
    """Undo what was last done with a claim: confirming, rejecting, mending, or your own entering of it."""
    from tui.commands.inbox import run_undo

    run_undo(dossier_path(), id_, reviewer_name(), as_json=is_json(format_))


@claims_app.command("list")
def claims_list(
    article: Annotated[str | None, typer.Option(help="only those quoted from this article")] = None,
    item: Annotated[str | None, typer.Option(help="only those of this data item")] = None,
    status: Annotated[str, typer.Option(help="accepted, rejected, proposed or all")] = "all",
    format_: Json = "text",
) -> None:
    """List claims, one a line."""
    from tui.commands.claims import run_list

    run_list(dossier_path(), article, item, status, as_json=is_json(format_))


class _ExtractCommand(typer.core.TyperCommand):
    """A command whose help ends with the proposers that are installed."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        from claims.extract import find_offers
        from tui.commands.extract import describe_offer
        from tui.visible import visible

        with formatter.section("Proposers"):
            formatter.write_dl([(visible(offer.name), describe_offer(offer)) for offer in find_offers()])


@app.command(short_help="Propose assertions from the articles.", cls=_ExtractCommand)
def extract(
    articles: Annotated[
        list[str] | None, typer.Argument(help="names or ids; every article not yet read, if none", show_default=False)
    ] = None,
    proposer: Annotated[
        list[str] | None, typer.Option(help="only this one; may be given again", metavar="NAME")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="articles read before too; adds only what is new")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="let a proposer send text away without asking")] = False,
    format_: Json = "text",
) -> None:
    """Propose assertions from the articles, each anchored to its exact words. Nothing is confirmed by itself.

    Proposals are weighed like entered claims, and marked; --accepted-only leaves them out. `variorum claims list
    --status proposed` lists them, `variorum decide ITEM --confirm ASSERTION` and `--reject` settle them one by one.
    What two proposers read alike is in the tier `agreed`, the rest in `single`.
    """
    from tui.commands.extract import run_extract

    run_extract(dossier_path(), articles or [], proposer or [], again=again, agreed=yes, as_json=is_json(format_))


@app.command(short_help="What reads the articles for `extract`.")
def proposers(format_: Json = "text") -> None:
    """List what reads the articles for `variorum extract`, and how to get what is not installed."""
    from tui.commands.extract import run_proposers

    run_proposers(as_json=is_json(format_))


@app.command(short_help="What cannot all be true, and why.")
def conflicts(
    state: Annotated[list[str] | None, typer.Option(help="only in this state; may be given again")] = None,
    search: Annotated[str, typer.Option(help="only where these words occur")] = "",
    check: Check = False,
    format_: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """What cannot all be true, most important first, with the arithmetic."""
    from tui.commands.items import run_conflicts

    lens = open_lens(accepted_only, known_at, recorded_at)
    run_conflicts(dossier_path(), lens, state or [], search, check=check, as_json=is_json(format_))


@app.command(short_help="Every data item, agreeing ones too.")
def items(
    state: Annotated[list[str] | None, typer.Option(help="only in this state; may be given again")] = None,
    search: Annotated[str, typer.Option(help="only where these words occur")] = "",
    format_: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Every data item, agreeing ones too."""
    from tui.commands.items import run_items

    lens = open_lens(accepted_only, known_at, recorded_at)
    run_items(dossier_path(), lens, state or [], search, as_json=is_json(format_))


@app.command(short_help="Why an item, or a pair, is as it is.")
def explain(
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="SUBJECT/ATTRIBUTE, a subject with one item, or an assertion")
    ],
    other: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="a second assertion: explain just the two")
    ] = None,
    format_: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Why an item is as it is: every relation of its assertions, in a sentence each."""
    from tui.commands.items import run_explain

    lens = open_lens(accepted_only, known_at, recorded_at)
    run_explain(dossier_path(), lens, id_, other, as_json=is_json(format_))


@app.command(short_help="A toll over time, revisions marked.")
def timeline(
    id_: Annotated[str, typer.Argument(metavar="ITEM", help="the data item, as SUBJECT/ATTRIBUTE")],
    format_: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """A toll over time as a step plot: each origin with its bounds, downward revisions and self-corrections marked."""
    from tui.commands.timeline import run_timeline

    lens = open_lens(accepted_only, known_at, recorded_at)
    run_timeline(dossier_path(), lens, id_, as_json=is_json(format_))


@app.command(short_help="Settle conflicts on a screen.")
def review(
    reviewer: Annotated[str, typer.Option(help="who reviews")] = "",
    show: Annotated[
        str,
        typer.Option("--filter", help="begin with these items: state:stale source:Reuters", metavar="LINE"),
    ] = "",
    blind: Annotated[
        bool, typer.Option("--blind", help="hide what others decided on an item until you have decided it")
    ] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="one item at a time in plain lines, for screen readers and scripts")
    ] = False,
    keys: Annotated[str, typer.Option(help="the keymap to start from: default or vim")] = "",
    theme: Annotated[str, typer.Option(help="colours: high-contrast, no-color, or a Textual theme's name")] = "",
    reasons: Annotated[str, typer.Option(help="required, or optional: one press accepts")] = "",
    settings: Annotated[Path | None, typer.Option(help="settings file; else ~/.config/variorum/review.toml")] = None,
    print_keys: Annotated[bool, typer.Option("--print-keys", help="print the keys in force, as TOML, and end")] = False,
    serve: Annotated[bool, typer.Option("--serve", help="in a browser instead, on this machine only")] = False,
    host: Annotated[str, typer.Option(help="with --serve: the address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="with --serve: the port to listen on", min=1, max=65535)] = 8000,
) -> None:
    """Settle conflicts in the terminal, one after another, each with a reason. ? inside shows the keys."""
    from tui.settings import load_settings

    given = {"preset": keys, "theme": theme, "reasons": reasons, "blind": blind}
    in_force = load_settings(settings).over({name: value for name, value in given.items() if value})
    if print_keys:
        sys.stdout.write(in_force.keymap().as_toml())
        return
    if not dossier_path().exists():
        from claims.store.engine import DossierError

        raise DossierError(dossier_path(), "there is no dossier here; `variorum add ARTICLE...` starts one")
    name = reviewer or reviewer_name(in_force.reviewer)
    if serve:
        from tui.serve import run_serve

        run_serve(dossier_path(), name, host, port)
    elif plain:
        from tui.commands.plain import run_plain

        run_plain(dossier_path(), name, in_force, show)
    else:
        # A served page has no terminal of its own: its process is told how to draw by textual-serve.
        if not (sys.stdin.isatty() and sys.stderr.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
            raise typer.BadParameter("the reviewer needs a terminal; --plain and `variorum decide` work without one")
        from tui.app import run_review

        raise typer.Exit(run_review(dossier_path(), name, in_force, show))


@app.command(short_help="Decide a data item without a screen.")
def decide(
    id_: Annotated[str, typer.Argument(metavar="ID", help="the data item, as SUBJECT/ATTRIBUTE")],
    because: Annotated[str, typer.Option(help="the rationale, in a sentence")] = "",
    reason: Annotated[
        str, typer.Option(help="a reason code or its digit; `variorum vocabulary reasons` lists them")
    ] = "",
    accept: Annotated[str | None, typer.Option(help="accept this assertion", metavar="ASSERTION")] = None,
    range_: Annotated[
        tuple[str, str] | None, typer.Option("--range", help="accept LOW HIGH; - leaves one open", metavar="LOW HIGH")
    ] = None,
    contested: Annotated[bool, typer.Option("--contested", help="keep it as contested")] = False,
    needs_evidence: Annotated[bool, typer.Option("--needs-evidence", help="wait for more")] = False,
    undecided: Annotated[bool, typer.Option("--undecided", help="you looked and cannot tell")] = False,
    not_comparable: Annotated[
        str | None, typer.Option(help="the sides do not compare; the relation that explains it", metavar="RELATION")
    ] = None,
    reject: Annotated[str | None, typer.Option(help="set this assertion aside", metavar="ASSERTION")] = None,
    confirm: Annotated[str | None, typer.Option(help="confirm this proposal", metavar="ASSERTION")] = None,
    different_event: Annotated[
        str | None, typer.Option(help="this assertion is about another event", metavar="ASSERTION")
    ] = None,
    set_scope: Annotated[
        tuple[str, str] | None, typer.Option(help="say whose number it is", metavar="ASSERTION SCOPE")
    ] = None,
    independent: Annotated[
        str | None, typer.Option(help="this assertion is no copy, though it shares words", metavar="ASSERTION")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="undo the item's latest standing decision")] = False,
    based_on: Annotated[
        str | None,
        typer.Option(help="the decision you last saw on it; refused if another came since", metavar="DECISION"),
    ] = None,
    decision_id: Annotated[
        str | None, typer.Option("--id", help="32 hex digits of your own: trying again records it once")
    ] = None,
    format_: Json = "text",
) -> None:
    """Decide a data item without a screen. Give one act, and --because or --reason."""
    from tui.commands.decide import Asked, run_decide

    asked = Asked(
        accept=accept,
        range=range_,
        contested=contested,
        needs_evidence=needs_evidence,
        undecided=undecided,
        not_comparable=not_comparable,
        reject=reject,
        confirm=confirm,
        different_event=different_event,
        set_scope=set_scope,
        independent=independent,
        undo=undo,
    )
    run_decide(
        dossier_path(), id_, asked, because, reason, reviewer_name(), based_on, decision_id, as_json=is_json(format_)
    )


@app.command(short_help="Print the conflict report.")
def report(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="a file; else standard output")] = None,
    item: Annotated[list[str] | None, typer.Option(help="only this data item or event; may be given again")] = None,
    state: Annotated[list[str] | None, typer.Option(help="only items in this state; may be given again")] = None,
    attribute: Annotated[list[str] | None, typer.Option(help="only this attribute; may be given again")] = None,
    diff: Annotated[
        str | None, typer.Option(help="what changed since an earlier report in JSON, or a date", metavar="FILE|DATE")
    ] = None,
    tables: Annotated[
        Path | None, typer.Option(help="write every table into this folder instead", metavar="DIR")
    ] = None,
    table: Annotated[str, typer.Option(help="which table csv or parquet gives", metavar="NAME")] = "items",
    format_: Annotated[str, typer.Option("--format", metavar="terminal|md|html|json|csv|parquet")] = "terminal",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Print the conflict report: every conflict with its evidence, every resolution with its reason, what is open.

    html is one file to hand on: it needs no network and no script, prints well, and every figure links to the words it
    rests on. csv and parquet are tables: assertions, items, decisions, and one row for an event and a policy in the
    columns of ucdp_ged, gtd and acled; `--tables DIR` writes all of them with a dictionary of their columns. The same
    dossier gives the same bytes on every machine.
    """
    from tui.commands.report import Selection, run_report

    lens = open_lens(accepted_only, known_at, recorded_at)
    selection = Selection(tuple(item or ()), tuple(state or ()), tuple(attribute or ()))
    if diff is not None:
        from tui.commands.changes import run_changes

        run_changes(dossier_path(), lens, selection, diff, output, format_)
        return
    if tables is None and format_ not in {"csv", "parquet"}:
        run_report(dossier_path(), lens, output, selection, format_)
        return
    from tui.commands.tables import run_table, run_tables

    if tables is None:
        run_table(dossier_path(), lens, selection, table, output, format_)
    elif format_ in {"terminal", "csv", "parquet"}:
        run_tables(dossier_path(), lens, selection, tables, "parquet" if format_ == "parquet" else "csv")
    else:
        raise typer.BadParameter(f"tables are csv or parquet, not {format_}", param_hint="--format")


@app.command(short_help="The JSON Schema of what --format json prints.")
def schema(
    name: Annotated[str, typer.Argument(help="report, conflicts, items, claims, events or changes; all if none")] = "",
) -> None:
    """Print the JSON Schema (draft 2020-12) of what `--format json` prints, and of a line of a claims file."""
    from tui.commands.schema import run_schema

    run_schema(name)


@audit_app.command("trace")
def audit_trace(
    id_: Annotated[str, typer.Argument(metavar="ITEM", help="the data item, as SUBJECT/ATTRIBUTE")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="a file; else standard output")] = None,
    format_: Annotated[str, typer.Option("--format", metavar="terminal|md|json|svg")] = "terminal",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """From an answer through decision, assertions, passages and chain to the article and its hash."""
    from tui.commands.audit import run_trace

    lens = open_lens(accepted_only, known_at, recorded_at)
    run_trace(dossier_path(), lens, id_, output, format_)


@audit_app.command("verify")
def audit_verify(
    package: Annotated[
        Path | None, typer.Argument(help="a package instead of the dossier: a zip or the folder it was unpacked to")
    ] = None,
    against: Annotated[
        list[str] | None,
        typer.Option(
            help="a checkpoint file, or a head as reports print it (SIZE:ROOT); may be given again",
            metavar="CHECKPOINT",
            show_default=False,
        ),
    ] = None,
    signers: Annotated[
        Path | None,
        typer.Option(help="a public key or an allowed-signers file: the checkpoint must be signed with one of these"),
    ] = None,
    newest: Annotated[
        bool, typer.Option("--newest", help="only entries after the checkpoint, however many came before")
    ] = False,
    texts: Annotated[Path | None, typer.Option(help="a folder with the texts that a package was made without")] = None,
    ledger_only: Annotated[
        bool, typer.Option("--ledger-only", help="the record, not the tables computed from it")
    ] = False,
    format_: Json = "text",
) -> None:
    """Check that every quote, id, digest and reference of the ledger is intact; exit 3 if not.

    Who can write the file can rewrite all of it so that it fits. --against a checkpoint that was kept elsewhere,
    nothing that came before it can be altered, dropped, reordered or added unseen.
    """
    if package is not None:
        from tui.commands.package import run_verify_package

        return run_verify_package(package, against or [], signers, texts, as_json=is_json(format_))
    from tui.commands.audit import run_verify

    as_json = is_json(format_)
    return run_verify(dossier_path(), against or [], signers, newest=newest, ledger_only=ledger_only, as_json=as_json)


@audit_app.command("who")
def audit_who(
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="an outlet, agency, speaker or reviewer")],
    role: Annotated[
        list[str] | None,
        typer.Option(
            "--as", help="only where it is outlet, relay, origin, or reviewer; may be given again", metavar="ROLE"
        ),
    ] = None,
    format_: Json = "text",
) -> None:
    """Everything that rests on a source, an origin or a reviewer, and what would change without it.

    The question of the day on which a source turns out to be bad. What would change is computed: each data item is
    resolved again as if those assertions had not been made, or that reviewer had decided nothing.
    """
    from tui.commands.who import run_who

    run_who(dossier_path(), name, role or [], as_json=is_json(format_))


@audit_app.command("export")
def audit_export(
    output: Annotated[Path, typer.Argument(metavar="FILE", help="the package, a zip")],
    key: Annotated[
        Path | None, typer.Option(help="an SSH key to sign checkpoint and list of files with", envvar="VARIORUM_KEY")
    ] = None,
    since: Annotated[
        list[str] | None,
        typer.Option(help="prove growth since this checkpoint; may be given again", metavar="CHECKPOINT"),
    ] = None,
    texts: Annotated[bool, typer.Option("--texts/--no-texts", help="the articles, or only their hashes")] = True,
) -> None:
    """Write the dossier as a package for others: an RO-Crate with all that a stranger needs to check it.

    Ledger, articles, checkpoint and proofs; assertions as W3C Web Annotations; provenance as W3C PROV; the report; and
    verify.py, which needs only Python. The same dossier gives the same bytes.
    """
    from tui.commands.package import run_export

    run_export(dossier_path(), output, key, since or [], texts=texts)


@audit_app.command("import")
def audit_import(
    package: Annotated[Path, typer.Argument(help="a package, or the folder it was unpacked to")],
    against: Annotated[
        list[str] | None, typer.Option(help="a checkpoint or head to check it against first", metavar="CHECKPOINT")
    ] = None,
    signers: Annotated[Path | None, typer.Option(help="who must have signed it")] = None,
    texts: Annotated[Path | None, typer.Option(help="a folder with the texts it was made without")] = None,
    format_: Json = "text",
) -> None:
    """Check a package and take its record into the dossier; every id stays what it is, nothing is added twice.

    A decision on an item that this dossier has decided otherwise is left out and named.
    """
    from tui.commands.package import run_import

    run_import(dossier_path(), package, against or [], signers, texts, as_json=is_json(format_))


@audit_app.command("seal")
def audit_seal(
    checkpoint: Annotated[Path, typer.Argument(help="a new file, to be kept where the dossier is not")],
    key: Annotated[
        Path | None,
        typer.Option(
            help="an SSH key, Ed25519 or RSA; its .pub where an agent or token holds it", envvar="VARIORUM_KEY"
        ),
    ] = None,
    format_: Json = "text",
) -> None:
    """Write a checkpoint: five lines that pin every entry up to now.

    Publish it, commit it or mail it. The signature is OpenSSH's: `ssh-keygen -Y verify -n variorum` checks it too.
    """
    from tui.commands.seal import run_seal

    run_seal(dossier_path(), checkpoint, key, as_json=is_json(format_))


@vocabulary_app.callback(invoke_without_command=True)
def vocabulary(context: typer.Context, format_: Json = "text") -> None:
    """Print the attributes in force; `vocabulary hedges`, `scopes`, `actors`, `places`, `reasons` print the other
    tables.
    """
    if context.invoked_subcommand is None:
        from tui.commands.vocabulary import run_table

        run_table(dossier_path(), "attributes", "", as_json=is_json(format_))


def _table_command(name: str, summary: str) -> None:
    def command(
        search: Annotated[str, typer.Argument(help="only entries that hold these words")] = "", format_: Json = "text"
    ) -> None:
        from tui.commands.vocabulary import run_table

        run_table(dossier_path(), name, search, as_json=is_json(format_))

    command.__doc__ = summary
    vocabulary_app.command(name)(command)


_table_command("attributes", "What can be asserted, its kind and how time enters.")
_table_command("scopes", "The scope tree of each attribute that has one.")
_table_command("hedges", "The words that make a number a set, with their sources.")
_table_command("actors", "Actors, their other names and dated affiliations.")
_table_command("places", "The gazetteer.")
_table_command("balances", "The sums that join attributes.")
_table_command("reasons", "The reason codes of decisions.")


@vocabulary_app.command("suggest")
def vocabulary_suggest(format_: Json = "text") -> None:
    """Say which names in the dossier may be one actor or one place, as lines for `vocabulary import`.

    Compared are names that the vocabulary does not know, with each other and with those it knows: how they are spelt,
    transliterations set alike, and initials. Nothing is joined before you import it.
    """
    from tui.commands.suggest import run_suggest

    run_suggest(dossier_path(), as_json=is_json(format_))


@vocabulary_app.command("import")
def vocabulary_import(path: Annotated[Path, typer.Argument(help="a TOML file")]) -> None:
    """Add attributes, actors and places to this dossier.

    [attributes.crowd]
    kind = "count"       # count | measure | date | time | place | actor | choice | text
    time = "fixed"       # fixed | cumulative | state
    """
    from tui.commands.vocabulary import run_import

    run_import(dossier_path(), path)


@vocabulary_app.command("export")
def vocabulary_export(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="a file; else standard output")] = None,
) -> None:
    """Write this dossier's own additions as a vocabulary file."""
    from tui.commands.vocabulary import run_export

    run_export(dossier_path(), output)


@events_app.command("find")
def events_find(format_: Json = "text") -> None:
    """Read the articles not yet read, and say which events may be one.

    `variorum extract` puts an article under an event where enough speaks for it: names few others have, days, ages,
    streets, the words around them. What reached the dossier apart and may be one is printed here, with each reason and
    its points: from 0 up it is likelier one event than two. Nothing is joined by itself.
    """
    from tui.commands.events import run_find

    run_find(dossier_path(), as_json=is_json(format_))


@events_app.command("list")
def events_list(format_: Json = "text") -> None:
    """List the events, each with the articles that speak of it and those that mainly report it."""
    from tui.commands.events import run_list

    run_list(dossier_path(), as_json=is_json(format_))


@events_app.command("show")
def events_show(
    event: Annotated[str, typer.Argument(help="its id; `variorum events list` shows them")], format_: Json = "text"
) -> None:
    """Show one event: its articles, and what reviewers merged into it or split from it."""
    from tui.commands.events import run_show

    run_show(dossier_path(), event, as_json=is_json(format_))


@events_app.command("merge")
def events_merge(
    keep: Annotated[str, typer.Argument(metavar="EVENT", help="the event that stays")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="events that go into it")],
    because: Because = "",
    format_: Json = "text",
) -> None:
    """Say that events are one. Their statements then meet; `variorum events undo` gives back what was there."""
    from tui.commands.events import run_merge

    run_merge(dossier_path(), keep, others, because, reviewer_name(), as_json=is_json(format_))


@events_app.command("split")
def events_split(
    event: Annotated[str, typer.Argument(help="the event")],
    part: Annotated[str, typer.Argument(metavar="ARTICLE|EVENT", help="an article to take out, or another event")],
    because: Because = "",
    format_: Json = "text",
) -> None:
    """Say that an article is on another event, or that two events are two. Nothing joins them again by itself."""
    from tui.commands.events import run_split

    run_split(dossier_path(), event, part, because, reviewer_name(), as_json=is_json(format_))


@events_app.command("undo")
def events_undo(
    event: Annotated[str, typer.Argument(help="the event, or the id of the merge or split")],
    because: Because = "",
    format_: Json = "text",
) -> None:
    """Take back the latest merge or split of an event. Undone, it stays in the record."""
    from tui.commands.events import run_undo

    run_undo(dossier_path(), event, because, reviewer_name(), as_json=is_json(format_))


@policies_app.callback(invoke_without_command=True)
def policies(context: typer.Context, format_: Json = "text") -> None:
    """List the decision rules in force, with their sources. A policy proposes; a reviewer settles."""
    if context.invoked_subcommand is None:
        from tui.commands.policies import run_list

        run_list(dossier_path(), as_json=is_json(format_))


@policies_app.command("use")
def policies_use(
    policy: Annotated[str, typer.Argument(help="its name; `variorum policies` lists them")],
    attribute: Annotated[str | None, typer.Option("--for", help="only for this attribute, such as killed")] = None,
    because: Annotated[str, typer.Option(help="why, in a sentence")] = "",
) -> None:
    """Say which policy this dossier goes by, by default or for one attribute. Its proposals are then shown first.

    It goes on proposing and settles nothing. The latest setting holds; earlier ones stay in the ledger.
    """
    from tui.commands.policies import run_use

    run_use(dossier_path(), policy, attribute, because, reviewer_name())


@policies_app.command("grade")
def policies_grade(
    source: Annotated[str, typer.Argument(help="who speaks or publishes, by name")],
    grade: Annotated[str | None, typer.Argument(help="A to F, then 2 to 6; F, 6: cannot be judged")] = None,
    belligerent: Annotated[
        bool | None, typer.Option("--belligerent/--no-belligerent", help="a party to the fighting it reports on")
    ] = None,
    because: Annotated[str, typer.Option(help="why, in a sentence")] = "",
) -> None:
    """Grade a source by the Admiralty system: a letter for the source, and a digit for what it says where that helps.

    D, E, 4 and 5 make its figures doubtful; F and 6 are as if no grade were given; none ever becomes a number. 1,
    confirmed by others, is not typed: it follows from the chains.
    """
    from tui.commands.policies import run_grade

    run_grade(dossier_path(), source, grade, belligerent, because, reviewer_name())


@policies_app.command("sources")
def policies_sources(format_: Json = "text") -> None:
    """List the sources that reviewers graded."""
    from tui.commands.policies import run_sources

    run_sources(dossier_path(), as_json=is_json(format_))


@policies_app.command("explain")
def policies_explain(
    id_: Annotated[str, typer.Argument(metavar="ITEM", help="the data item, as SUBJECT/ATTRIBUTE")],
    format_: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """What each policy says of one item: the clause that fired, the assertions used and those left out, and why."""
    from tui.commands.policies import run_explain

    lens = open_lens(accepted_only, known_at, recorded_at)
    run_explain(dossier_path(), lens, id_, as_json=is_json(format_))


@app.command(short_help="What a policy would say of every open item.")
def replay(
    policy: Annotated[str, typer.Option(help="its name; `variorum policies` lists them")],
    beside: Annotated[
        list[str] | None, typer.Option(help="compare with this policy only; may be given again", show_default=False)
    ] = None,
    format_: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Apply a policy to all open items, as proposals and never as decisions.

    Prints what it proposes, where it differs from the other policies and from what reviewers accepted, and how often it
    agrees with each. `truthfinder` and `accu_copy` learn from the whole dossier first.
    """
    from tui.commands.replay import run_replay

    lens = open_lens(accepted_only, known_at, recorded_at)
    run_replay(dossier_path(), lens, policy, beside or [], as_json=is_json(format_))


@app.command(short_help="Where two dossiers settled an item differently.")
def compare(
    other: Annotated[Path, typer.Argument(help="the dossier of another reviewer or team; it is only read")],
    format_: Json = "text",
) -> None:
    """Compare what two dossiers settled: agreement, Cohen's kappa, and each item that differs on value or reason."""
    from tui.commands.replay import run_compare

    run_compare(dossier_path(), other, as_json=is_json(format_))


@app.command(short_help="Write a consistent copy of the dossier.")
def backup(path: Annotated[Path, typer.Argument(help="a new file for the copy")]) -> None:
    """Write a consistent copy of the dossier, complete or not at all. Copy dossiers this way while others write."""
    from tui.commands.upkeep import run_backup

    run_backup(dossier_path(), path)


@app.command(short_help="Compute the query tables afresh.")
def rebuild() -> None:
    """Compute the query tables afresh from the ledger."""
    from tui.commands.upkeep import run_rebuild

    run_rebuild(dossier_path())


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; errors a person can cause become one message and an exit status."""
    from claims.errors import VariorumError

    for stream in (sys.stdout, sys.stderr):
        # A character that the reader's encoding lacks is written as its code, rather than ending the program.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        return app(args=arguments, standalone_mode=True)
    except VariorumError as error:
        from tui.output import say

        say(f"variorum: {error}")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has read enough; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        from tui.output import say

        say(f"variorum: {error.filename or 'output'}: {error.strerror or error}; see to that and run it again")
        sys.exit(2)


if __name__ == "__main__":
    main()
