"""Figures and statements on which the codebooks differ."""

from dataclasses import replace
from typing import Any

from claims.models import Assertion
from reconcile.policies.case import Figure
from tests.support.builders import MONDAY, make_assertion


def figure(id_: str, low: int, high: int | None = None, **changes: object) -> Figure:
    exact = Figure(
        id=id_,
        origin=id_,
        outlet=f"outlet {id_}",
        point=low,
        low=low,
        high=low if high is None else high,
        words=str(low),
        time=None,
        doubtful=False,
        by_perpetrator=False,
    )
    return replace(exact, **changes)  # type: ignore[arg-type]


def say(value: str, *chain: str, **changes: Any) -> Assertion:
    return make_assertion(value, *chain, **changes)


MORNING = [
    say("19", "governor", outlet="Harbour Post", as_of=f"{MONDAY}T10:00:00"),
    say("15", "rescue service", outlet="Evening Bell", as_of=f"{MONDAY}T10:30:00"),
    say("17", "hospital", outlet="Valley Times", as_of=f"{MONDAY}T14:00:00"),
]

ORIGINALS = [say("15", outlet="Harbour Post"), say("15", outlet="Evening Bell")]

WIRE = [
    *(
        say("17", "Reuters", outlet=f"Paper {n}", quote="At least it is known that 17 people died there")
        for n in range(4)
    ),
    *ORIGINALS,
]
