"""Tables for researchers: tidy ones, and the columns of three published data sets, each with what its columns mean."""

from reconcile.tables.acled import ACLED
from reconcile.tables.events import EventFacts, build_facts
from reconcile.tables.ged import GED
from reconcile.tables.gtd import GTD
from reconcile.tables.model import DICTIONARY, Cell, Column, Table, dictionary_rows
from reconcile.tables.tidy import ASSERTIONS, DECISIONS, ITEMS, assertion_rows, decision_rows, item_row

EVENT_TABLES = (GED, GTD, ACLED)
TABLES: tuple[Table, ...] = (ASSERTIONS, ITEMS, DECISIONS, GED.table, GTD.table, ACLED.table, DICTIONARY)

__all__ = [
    "ASSERTIONS",
    "DECISIONS",
    "DICTIONARY",
    "EVENT_TABLES",
    "ITEMS",
    "TABLES",
    "Cell",
    "Column",
    "EventFacts",
    "Table",
    "assertion_rows",
    "build_facts",
    "decision_rows",
    "dictionary_rows",
    "item_row",
]
