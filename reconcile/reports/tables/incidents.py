"""The table of incidents: by which codes a dossier knows each, and by which it was known before."""

from collections.abc import Iterable, Sequence
from typing import Final

from reconcile.reports.tables.codes import Codes, format_digits
from reconcile.reports.tables.model import Row, Table, columns

INCIDENTS: Final = Table(
    name="incidents",
    row_of="event",
    columns=columns(
        "Variorum",
        ("subject", "the event's key, which never changes"),
        ("code", "the dossier's code of it, which never changes; the last four digits of `eventid` in gtd"),
        ("number", "the number of it, which never changes; `id` in ucdp_ged", "integer"),
        ("name", "what people call it"),
        ("former_names", "what it was called before, joined by `; `"),
        ("former_subjects", "keys of the events that reviewers merged into it, joined by `; `"),
        ("former_codes", "their codes, in that order"),
        ("former_numbers", "their numbers, in that order"),
    ),
)


def incident_row(
    subject: str, codes: Codes, name: str, former_names: Iterable[str], merged: Sequence[tuple[str, Codes]]
) -> Row:
    """Return the row of an event; `merged` are those that are part of it now, with their codes."""
    return {
        "subject": subject,
        "code": format_digits(codes),
        "number": codes.number,
        "name": name,
        "former_names": "; ".join(former_names) or None,
        "former_subjects": "; ".join(key for key, _ in merged) or None,
        "former_codes": "; ".join(format_digits(each) for _, each in merged) or None,
        "former_numbers": "; ".join(str(each.number) for _, each in merged) or None,
    }
