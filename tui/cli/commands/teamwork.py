"""`variorum assign`, `progress` and `agreement`: the work of several reviewers on one dossier."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Final

import typer
from typing_extensions import TypedDict

from claims.store.tables.queue import ItemFilter
from reconcile.reports.agreement import Agreement
from reconcile.reports.reliability import Alpha
from tui.cli.options import Because, Json, open_workspace, reviewer_name
from tui.output import counted, print_rows, progress, say, write_json
from tui.services.agreement import Concord, compare_all
from tui.services.assigning import Sharing, Wish, find_work, parse_quotas, share_out, undo_latest
from tui.services.bulk import record_plan
from tui.services.reporting import refresh
from tui.services.review_session import ReviewSession
from tui.services.teamwork import Share, Teamwork, read_blind_teamwork, read_teamwork
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.json_views.shapes import Shape, closed, fill_shape

app = typer.Typer()


@closed
class Changed(TypedDict):
    """Whom an item is given to and taken from."""

    item: str
    changes: list[str]
    """`+Ann` where Ann is asked, `-Ben` where Ben no longer is."""


@closed
class Lacking(TypedDict):
    """An item for which too few can be asked."""

    item: str
    reviews: int
    """How many it still lacks."""


@closed
class SharedOut(TypedDict):
    """Who is asked to do what."""

    recorded: bool
    """False for a dry run."""
    changed: list[Changed]
    overtaken: list[str]
    """Items that somebody decided meanwhile; they are as they were."""
    lacking: list[Lacking]
    waiting: dict[str, int]
    """How many items wait for each of those named, by name."""


@closed
class Part(TypedDict):
    """One reviewer's part of the work."""

    reviewer: str | None
    """null where you work blind and it is not yours."""
    assigned: int | None
    todo: int | None
    tenths_done: int | None
    """Rounded down; null where nothing is assigned."""


@closed
class Progress(TypedDict):
    """How far the work on a dossier is."""

    reviewers: list[Part]
    to_adjudicate: int | None
    """Items whose reviewers differ; null where you work blind."""


@closed
class Reliability(TypedDict):
    """Krippendorff's alpha."""

    items: int
    judgements: int
    alpha: str | None
    low: str | None
    """Ends of the 95 per cent interval."""
    high: str | None


@closed
class PairAgreement(TypedDict):
    """How far two reviewers agree."""

    one: str
    other: str
    both: int
    """Items settled by both."""
    same: int
    kappa: str | None
    """Cohen's."""


@closed
class Agreeing(TypedDict):
    """How far the reviewers of a dossier agree."""

    pairs: list[PairAgreement]
    answers: Reliability
    """Over all answers: equal or not."""
    figures: Reliability
    """Over the answers that are one figure each: by the square of their difference."""


SHAPES: Final[dict[str, Shape]] = {
    "assignments": (SharedOut, "variorum assign --format json"),
    "progress": (Progress, "variorum progress --format json"),
    "agreement": (Agreeing, "variorum agreement --format json"),
}


@app.command(short_help="Share items out among reviewers.")
def assign(
    to: Annotated[list[str] | None, typer.Option(help="who may be asked; once for each", metavar="NAME")] = None,
    reviews: Annotated[int | None, typer.Option(help="how many review an item; else as the protocol asks")] = None,
    quota: Annotated[
        list[str] | None,
        typer.Option(help="how many items may wait for everybody, or for one as NAME=NUMBER", metavar="NUMBER"),
    ] = None,
    take_from: Annotated[
        list[str] | None, typer.Option(help="take from them what they have not decided", metavar="NAME")
    ] = None,
    event: Annotated[str, typer.Option(help="only of this event", metavar="SUBJECT")] = "",
    attribute: Annotated[str, typer.Option(help="only of this attribute", metavar="NAME")] = "",
    show: Annotated[
        str, typer.Option("--filter", help="only these; else what is unsettled: severity:high", metavar="LINE")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say who would be asked, and record nothing")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="take back what you assigned last")] = False,
    because: Because = "",
    as_json: Json = "text",
) -> None:
    """Ask reviewers to review items, so many each; who has the least to do comes first.

    Nobody is asked to review an item of which they entered a statement. Whoever has decided an item is one of its
    reviewers. Assignments are decisions that settle nothing; --undo takes back those that you made at one stroke last.
    What waits for you is `variorum review --mine`.
    """
    with open_workspace() as workspace:
        session = ReviewSession(workspace, reviewer_name())
        if undo:
            _print_sharing(undo_latest(session, because), [], as_json=as_json)
            return
        refresh(workspace)
        people = tuple(dict.fromkeys(to or ()))
        asked = workspace.dossier.vocabulary().protocol.reviews if reviews is None else reviews
        wish = Wish(people, asked, parse_quotas(quota or (), people), tuple(dict.fromkeys(take_from or ())))
        numbers = workspace.dossier.queue(_wanted(workspace, show, event, attribute))
        with progress("sharing out", len(numbers)) as step:
            sharing = share_out(session, numbers, wish, lambda done, _: step(done))
        overtaken = [] if dry_run else record_plan(session, sharing.planned, "", because)[1]
    _print_sharing(sharing, [one.item.id for one in overtaken], as_json=as_json, recorded=not dry_run)


def _wanted(workspace: Workspace, line: str, event: str, attribute: str) -> ItemFilter:
    """Return the items that are to be shared out."""
    query = find_work(line)
    known = workspace.dossier.vocabulary().attribute(attribute) if attribute else None
    for field, value in (("subject", event), ("attribute", known.name if known else attribute)):
        query = query.having(field, (value,)) if value else query
    return query


def _print_sharing(sharing: Sharing, overtaken: Sequence[str], *, as_json: bool, recorded: bool = True) -> None:
    if as_json:
        write_json(_sharing_json(sharing, overtaken, recorded=recorded))
        return
    if sharing.changes:
        print_rows([{"item": id_, "reviewers": " ".join(changes)} for id_, changes in sharing.changes.items()])
    for id_ in overtaken:
        say(f"{id_} was decided by somebody meanwhile and is as it was")
    for id_, number in sharing.short:
        say(f"{id_} still lacks {counted(number, 'reviewer')}: nobody else may be asked")
    waiting = ", ".join(f"{name} {number:,}" for name, number in sharing.load.items())
    changed = f"{counted(len(sharing.changes) - len(overtaken), 'item')} {'changed' if recorded else 'would change'}"
    say(f"{changed}; waiting: {waiting}" if waiting else changed)


def _sharing_json(sharing: Sharing, overtaken: Sequence[str], *, recorded: bool) -> SharedOut:
    return {
        "recorded": recorded,
        "changed": [{"item": id_, "changes": list(changes)} for id_, changes in sharing.changes.items()],
        "overtaken": list(overtaken),
        "lacking": [{"item": id_, "reviews": number} for id_, number in sharing.short],
        "waiting": dict(sharing.load),
    }


@app.command("progress", short_help="What is assigned, done and to do.")
def show_progress(
    blind: Annotated[
        bool, typer.Option("--blind", help="name nobody but --reviewer, as in a round of blind reviews")
    ] = False,
    as_json: Json = "text",
) -> None:
    """What is assigned to each reviewer, how much of it is done, and how many items wait to be adjudicated.

    With --blind you see your own part, and of the others how much each has done, in tenths and without names.
    """
    with open_workspace() as workspace:
        refresh(workspace)
        work = read_blind_teamwork(workspace, reviewer_name()) if blind else read_teamwork(workspace)
    if as_json:
        write_json({"reviewers": list(map(_part_json, work.shares)), "to_adjudicate": work.to_adjudicate})
    else:
        _print_work(work)


def _part_json(share: Share) -> Part:
    return fill_shape(Part, share, reviewer=share.reviewer or None, tenths_done=share.tenths)


def _print_work(work: Teamwork) -> None:
    if work.shares:
        print_rows(
            [
                {
                    "reviewer": visible(share.reviewer) or "another",
                    "assigned": _number(share.assigned),
                    "to do": _number(share.todo),
                    "done": "" if share.tenths is None else f"{10 * share.tenths} %",
                }
                for share in work.shares
            ]
        )
    else:
        say("nothing is assigned to anybody; `variorum assign --to NAME` shares items out")
    if work.to_adjudicate:
        say(f"{counted(work.to_adjudicate, 'item')} to adjudicate: `variorum conflicts --state differ` lists them")


def _number(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


@app.command(short_help="How far reviewers agree.")
def agreement(as_json: Json = "text") -> None:
    """How far reviewers agree who settled the same items: Cohen's kappa of each two, Krippendorff's alpha of all.

    Alpha takes items that only some have settled, and is given with its 95 per cent interval. What was settled between
    reviewers does not count, since it says nothing about how they decided.
    """
    with open_workspace() as workspace:
        refresh(workspace)
        with progress("comparing reviewers") as step:
            concord = compare_all(workspace, lambda done, _: step(done))
    if as_json:
        write_json(_concord_json(concord))
    else:
        _print_concord(concord)


def _concord_json(concord: Concord) -> Agreeing:
    return {
        "pairs": [_pair_json(pair.one, pair.other, pair.agreement) for pair in concord.pairs],
        "answers": _alpha_json(concord.answers),
        "figures": _alpha_json(concord.figures),
    }


def _pair_json(one: str, other: str, agreement: Agreement) -> PairAgreement:
    return fill_shape(PairAgreement, agreement, one=one, other=other, kappa=_decimals(agreement.kappa))


def _alpha_json(alpha: Alpha) -> Reliability:
    ends = {name: _decimals(getattr(alpha, name)) for name in ("alpha", "low", "high")}
    return fill_shape(Reliability, alpha, **ends)


def _decimals(number: float | None) -> str | None:
    """Return a number as text that is the same on every machine."""
    return None if number is None else f"{number:.3f}"


def _print_concord(concord: Concord) -> None:
    if not concord.pairs:
        say("no item has been settled by two reviewers")
        return
    rows: list[Mapping[str, str]] = [
        {
            "reviewers": f"{pair.one}, {pair.other}",
            "both": f"{pair.agreement.both:,}",
            "alike": f"{pair.agreement.same:,}",
            "kappa": _decimals(pair.agreement.kappa) or "",
        }
        for pair in concord.pairs
    ]
    print_rows(rows)
    for words, alpha in (("answers", concord.answers), ("figures", concord.figures)):
        over = f"{counted(alpha.judgements, 'verdict')} on {counted(alpha.items, 'item')}"
        ends = "" if alpha.low is None else f", 95 % from {alpha.low:.3f} to {alpha.high:.3f}"
        said = f"{_decimals(alpha.alpha) or 'cannot be told where all are the same'}{ends}"
        say(f"Krippendorff's alpha of the {words}, {over}: {said}")
