"""Tables for researchers: tidy ones, and the columns of three published data sets, each with what its columns mean."""

from reconcile.reports.tables.acled import ACLED
from reconcile.reports.tables.codes import Codes, assign_codes
from reconcile.reports.tables.event_facts import EventFacts, build_facts
from reconcile.reports.tables.ged import GED
from reconcile.reports.tables.gtd import GTD
from reconcile.reports.tables.incidents import INCIDENTS, incident_row
from reconcile.reports.tables.model import DICTIONARY, Cell, Column, EventTable, Table, dictionary_rows
from reconcile.reports.tables.tidy import ASSERTIONS, DECISIONS, ITEMS, assertion_rows, decision_rows, item_row

EVENT_TABLES = (GED, GTD, ACLED)
TABLES: tuple[Table, ...] = (ASSERTIONS, ITEMS, DECISIONS, GED.table, GTD.table, ACLED.table, INCIDENTS, DICTIONARY)

__all__ = [
    "ACLED",
    "ASSERTIONS",
    "DECISIONS",
    "DICTIONARY",
    "EVENT_TABLES",
    "GED",
    "GTD",
    "INCIDENTS",
    "ITEMS",
    "TABLES",
    "Cell",
    "Codes",
    "Column",
    "EventFacts",
    "EventTable",
    "Table",
    "assertion_rows",
    "assign_codes",
    "build_facts",
    "decision_rows",
    "dictionary_rows",
    "incident_row",
    "item_row",
]
