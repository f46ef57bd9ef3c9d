"""Every module of ours has its test file, or is named here with the test file through which it is tested."""

import ast
import functools
import re
from pathlib import Path
from typing import get_args

import pytest

from claims.values.model import Kind
from tests.support.imports import imports_of, module_files
from tests.support.paths import ROOT, TESTS

THROUGH: list[tuple[str, str, str]] = [
    ("claims.articles", "cli/test_changes.py", "an article is built wherever one is added"),
    ("claims.decisions", "store/test_proposals.py", "its folding of acts is held to the stored decisions"),
    ("claims.errors", "cli/test_main.py", "the one base of the errors a command explains"),
    ("claims.findings", "claims/test_claimsfile.py", "a record of three fields; bad lines give them"),
    ("claims.models", "claims/test_claimsfile.py", "records that are written and read back"),
    ("claims.records", "claims/test_claimsfile.py", "the base of every record"),
    ("claims.subjects", "cli/test_events.py", "subjects are merged and split there"),
    ("claims.surroundings", "reconcile/evidence/test_copies.py", "the words around a quote, by which copies are known"),
    ("claims.values.relative", "extract/test_lexical.py", "days counted from an article's own are read in sentences"),
    ("claims.values.*", "claims/values/test_kinds.py", "every kind of value is read, printed and refused there"),
    ("claims.vocabulary.demonyms", "extract/test_lexical.py", "names of peoples are read in sentences"),
    ("claims.vocabulary.reasons", "review/test_app.py", "reasons are chosen by their digits"),
    ("claims.vocabulary.*", "claims/vocabulary/test_loading.py", "tables of words are read as one vocabulary"),
    ("claims.mentions.terms", "services/test_neighbours.py", "terms find the articles to compare"),
    ("claims.intake.csvclaims", "claims/test_claimsfile.py", "a claims file is the same in both its formats"),
    ("claims.intake.*", "claims/intake/test_reading.py", "formats are read through the reading of files"),
    ("claims.datasets.*", "claims/datasets/test_table.py", "a step on the way from a row to its statements"),
    ("claims.proof.*", "cli/test_package.py", "what stands alone in a package is run on packages"),
    ("claims.store.**", "store/test_dossier.py", "the parts of a dossier are called through it"),
    ("claims.extract.build_persons", "", "run by hand, to make a table of names"),
    ("claims.extract.parsed", "extract/test_proposers.py", "it needs a parser that is not always installed"),
    ("claims.extract.extraction", "extract/test_proposers.py", "extraction with more than one proposer"),
    ("claims.extract.**", "extract/test_lexical.py", "a part of reading a sentence, called through the proposer"),
    ("reconcile.audit.trail", "writers/test_trailgraph.py", "a trail is looked at as it is drawn"),
    ("reconcile.audit.usage", "cli/test_who.py", "what rests on a source is asked by command"),
    ("reconcile.audit.*", "cli/test_package.py", "provenance is read back from packages"),
    ("reconcile.comparison.*", "reconcile/comparison/test_comparing.py", "called through the comparison of two values"),
    ("reconcile.derivation.*", "reconcile/derivation/test_search.py", "figures and ways are tried through the search"),
    ("reconcile.events.context", "cli/test_events.py", "what an event is asked about needs a dossier"),
    ("reconcile.events.*", "reconcile/events/test_events.py", "a step of finding events"),
    ("reconcile.evidence.*", "reconcile/evidence/test_copies.py", "what is read of assertions before they are related"),
    ("reconcile.items.*", "reconcile/items/test_resolution.py", "a step on the way to a resolution"),
    ("reconcile.policies.*", "reconcile/policies/test_literature.py", "all codebooks answer the same cases"),
    ("reconcile.relations.**", "reconcile/relations/test_relate.py", "gates are passed in their order"),
    ("reconcile.reports.report", "stories/test_stories.py", "whole reports are held to files"),
    ("reconcile.reports.tables.*", "cli/test_tables.py", "tables are looked at as they are written"),
    ("tui.cli.**", "cli/test_main.py", "commands are run as a user runs them"),
    ("tui.review.**", "review/test_app.py", "screens and widgets are tried with keys"),
    ("tui.services.article_desk", "review/screens/test_articles.py", "a desk is worked at by key"),
    ("tui.services.table_reading", "services/test_adding_tables.py", "rows are read in a process of its own there"),
    ("tui.services.positions", "writers/test_worldmap.py", "a position is looked at on the map"),
    ("tui.writers.timeaxis", "writers/test_worldmap.py", "the other picture of the same events"),
    ("tui.writers.labels", "writers/test_worldmap.py", "what keeps the numbers in both pictures apart"),
    ("tui.services.source_desk", "review/screens/test_sources.py", "a desk is worked at by key"),
    ("tui.services.moving", "cli/test_server.py", "a dossier is moved to a server and back there"),
    ("tui.services.name_suggestions", "cli/test_suggest.py", "what is suggested is printed by the command"),
    ("tui.services.event_desk", "review/screens/test_desk.py", "a desk is worked at by key"),
    ("tui.services.event_review", "cli/test_events.py", "events are merged and split there"),
    ("tui.services.oppositions", "services/test_alignment.py", "denials are read where statements are aligned"),
    ("tui.services.lookback", "review/test_lookback.py", "days are stepped through by key"),
    ("tui.services.drafts", "review/test_app.py", "drafts are left and taken up by key"),
    ("tui.services.corrections", "cli/test_package.py", "amendments go along in packages"),
    ("tui.services.claim_fields", "services/test_inbox.py", "a claim is mended by its fields"),
    ("tui.services.pending_act", "services/test_inbox.py", "the acts of the inbox"),
    ("tui.services.claims_export", "cli/test_main.py", "claims are exported by command"),
    ("tui.services.deriving", "cli/test_derive.py", "figures are asked about by command"),
    ("tui.services.parquet_export", "cli/test_export.py", "tables are exported by command"),
    ("tui.services.extraction", "cli/test_extract.py", "proposals are made by command"),
    ("tui.services.package_import", "cli/test_package.py", "packages are taken in by command"),
    ("reconcile.reports.event_lines", "writers/test_brief.py", "an event's line is looked at as it is printed"),
    ("tui.services.briefing", "writers/test_brief.py", "what a report for an editor is read from"),
    ("tui.writers.brief_markdown", "writers/test_brief.py", "one of the formats of a report for an editor"),
    ("tui.writers.docx_parts", "writers/test_docx.py", "the parts of a Word file are read back from one"),
    ("tui.writers.disputes", "writers/test_brief.py", "a part of a report for an editor"),
    ("tui.services.overview", "cli/test_starting.py", "what is here is printed where no command is given"),
    ("tui.services.beginning", "cli/test_project.py", "a new dossier follows its project file"),
    ("tui.services.project", "cli/test_project.py", "a project file is followed by the commands"),
    ("tui.services.protocol", "cli/test_protocol.py", "how many reviews are asked for is set there"),
    ("tui.services.replaying", "cli/test_replay.py", "policies are replayed by command"),
    ("tui.services.report_changes", "cli/test_changes.py", "changes are looked at as they are printed"),
    ("tui.services.reporting", "review/screens/test_report.py", "reports are read on screen as they are printed"),
    ("tui.services.redacting", "cli/test_redact.py", "things are taken out by command"),
    ("tui.services.reviewers", "cli/test_reviewers.py", "reviewers are listed by command, and sign"),
    ("tui.services.signing", "cli/test_reviewers.py", "reviewers are listed by command, and sign"),
    ("tui.services.sealing", "cli/test_audit.py", "checkpoints are made and held against dossiers there"),
    ("tui.services.verification", "cli/test_audit.py", "every way to alter a dossier is tried there"),
    ("tui.services.table_rows", "cli/test_tables.py", "tables are looked at as they are written"),
    ("tui.services.assigning", "cli/test_teamwork.py", "work is shared out by command"),
    ("tui.services.teamwork", "cli/test_teamwork.py", "how far the work is, is asked by command"),
    ("tui.services.usage", "cli/test_who.py", "what rests on a source is asked by command"),
    ("tui.services.reconciling", "services/test_reconcilers.py", "it runs in the processes that are started there"),
    ("tui.services.*", "services/test_bulk.py", "a workspace and its bookmark, with a session on them"),
    ("tui.writers.json_views.*", "cli/test_schema.py", "what is printed is held to its schema"),
    ("tui.writers.changes", "cli/test_changes.py", "changes are looked at as they are printed"),
    ("tui.writers.tables", "cli/test_tables.py", "tables are looked at as they are written"),
    ("tui.writers.canvas", "cli/test_timeline.py", "plots are looked at as they are printed"),
    ("tui.writers.plot", "cli/test_timeline.py", "plots are looked at as they are printed"),
    ("tui.writers.*", "cli/test_main.py", "reports are printed by command"),
]
"""Modules without a test file of their own (`*` is one name, `**` any number), the test file through which they are
tested, and why there. The first row that fits counts."""


BY_NAME = {
    "tui.cli.main": {module for module in module_files() if module.startswith("tui.cli.commands.")},
    "claims.intake.parser": {"claims.intake.child"},
    "tui.services.reconcilers": {"tui.services.reconciling"},
    "claims.proof.package": {"claims.proof.program"},
    "claims.values.parsing": {f"claims.values.{kind}s" for kind in get_args(Kind)},
}
"""Modules that load others by their names: a command when it is called, a program in a process of its own, a kind of
value when one is read."""


def mirror(module: str) -> Path:
    """Return where the tests of a module belong."""
    parts = module.split(".")
    if parts[0] == "tui" or parts[:2] in (["claims", "extract"], ["claims", "store"]):
        del parts[0]
    if parts[0] == "cli":
        parts = [parts[0], parts[-1]]  # commands are tested beside what they share
    return TESTS.joinpath(*parts[:-1], f"test_{parts[-1]}.py")


def row_for(module: str) -> tuple[str, str, str] | None:
    return next((row for row in THROUGH if fits(row[0], module)), None)


def fits(pattern: str, module: str) -> bool:
    wild = re.escape(pattern).replace(r"\*\*", ".+").replace(r"\*", "[^.]+")
    return re.fullmatch(wild, module) is not None


UNTESTED = [
    module for module, path in module_files().items() if path.name != "__init__.py" and not mirror(module).exists()
]
"""Modules without a test file of their own."""


def test_every_module_has_its_test_file_or_a_row() -> None:
    missing = [
        f"{module}: no {mirror(module).relative_to(ROOT)} and no row" for module in UNTESTED if not row_for(module)
    ]
    assert missing == []


def test_every_row_is_needed_and_names_a_test_file() -> None:
    used = {row[0] for module in UNTESTED if (row := row_for(module))}
    assert [pattern for pattern, _, _ in THROUGH if pattern not in used] == []
    assert [file for _, file, _ in THROUGH if file and not (TESTS / file).is_file()] == []


def reached_from(test_file: str) -> set[str]:
    """Return our modules that a test file can come to, through the helpers of the tests too."""
    seen: set[str] = set()
    waiting = set(named_in(TESTS / test_file))
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in module_files():
            waiting |= {each.target for each in imports_of(name)} | BY_NAME.get(name, set())
        elif name.startswith("tests.support."):
            waiting |= named_in(ROOT / f"{name.replace('.', '/')}.py")
    return seen


@functools.cache
def named_in(path: Path) -> frozenset[str]:
    """Return the modules that a file of the tests imports, `conftest` and its fixtures left out."""
    nodes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)]
    inner = {f"{node.module}.{alias.name}" for node in nodes for alias in node.names}
    return frozenset({str(node.module) for node in nodes} | (inner & module_files().keys()))


@pytest.mark.parametrize("test_file", sorted({file for _, file, _ in THROUGH if file}))
def test_a_test_file_can_come_to_what_is_said_to_be_tested_through_it(test_file: str) -> None:
    said = {module for module in UNTESTED if (row := row_for(module)) and row[1] == test_file}
    assert sorted(said - reached_from(test_file)) == []
