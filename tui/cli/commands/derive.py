"""`variorum derive`: what a figure without a source could have been made from."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Final

import typer

from claims.vocabulary.model import TOTAL
from reconcile.derivation.search import Derivation, Derived, Verdict
from tui.cli.options import AcceptedOnly, Json, KnownAt, RecordedAt, open_workspace
from tui.output import console, write_json
from tui.services.deriving import derive_figures
from tui.visible import visible
from tui.writers.json_views.shapes import Shape

app = typer.Typer()

SHAPES: Final[dict[str, Shape]] = {"derived": (list[Derived], "variorum derive ITEM --format json")}

_MOST: Final = 12
_VERDICTS: Final[Mapping[Verdict, str]] = {
    "not_from_these": "not from these",
    "as_chance": "chance does as well",
    "could_be": "could be made from these",
}


@app.command(short_help="What a figure could have been made from.")
def derive(
    id_: Annotated[
        str,
        typer.Argument(metavar="ITEM", help="SUBJECT/ATTRIBUTE: its figures without a source; or one statement's id"),
    ],
    value: Annotated[str, typer.Option(help="ask about this figure instead, from wherever it is")] = "",
    scope: Annotated[str, typer.Option(help="whose number --value is")] = TOTAL,
    as_of: Annotated[str, typer.Option(help="the day up to which --value knows")] = "",
    as_json: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """What a figure without a source could have been made from, out of the statements on the same subject.

    It tries sums of parts, what a whole leaves without a part, what was added between two days, figures of another day,
    scope or count, two counts or reports added up, other units, swapped digits, and what lies between two days. With
    each comes its arithmetic, and how many figures of that size can be made in that way: where that is most of them, it
    tells nothing. "Not from these" is an answer, and a formula that fits is no proof.
    """
    with open_workspace(accepted_only, known_at, recorded_at) as workspace:
        found = derive_figures(workspace, id_, value=value, scope=scope, as_of=as_of)
    if as_json:
        write_json([derived.model_dump(mode="json") for derived in found])
        return
    out = console()
    for number, derived in enumerate(found):
        if number:
            out.print("")
        for line in _lines(derived):
            out.print(visible(line))


def _lines(derived: Derived) -> Iterator[str]:
    stated = f" (#{derived.assertion[:12]})" if derived.assertion else ""
    yield f"{derived.figure}{stated}: {_VERDICTS[derived.verdict]}"
    yield (
        f"  {derived.figures} figures allow {derived.formulas} formulas; of the {derived.sizes} figures from "
        f"{derived.low} to {derived.high} they reach {derived.reached}"
    )
    if derived.left_out:
        yield f"  left out: {derived.left_out} more figures, which were too many"
    if derived.derivations:
        count = len(derived.derivations)
        times = "one formula" if count == 1 else f"{count} formulas"
        yield f"  {derived.as_many} of the {derived.sizes} ({derived.chance:.0%}) are reached by {times} or more"
    yield from _ways(derived.derivations[:_MOST], derived.sizes)
    if len(derived.derivations) > _MOST:
        yield f"  and {len(derived.derivations) - _MOST} more; --format json has them all"


def _ways(derivations: Sequence[Derivation], sizes: int) -> Iterator[str]:
    for number, each in enumerate(derivations, start=1):
        ids = " ".join(f"#{ids[0][:12]}" for ids in each.statements if ids)
        yield f"  {number}. {each.title}: {each.arithmetic}"
        yield f"     chance: {each.reached} of the {sizes} ({each.chance:.0%}) can be made so simply; from {ids}"
