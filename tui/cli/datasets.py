"""`variorum add TABLE --as PROFILE`: what is printed of the rows of published data sets."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from claims.datasets.profile import load_profile
from claims.datasets.rows import TableError
from claims.findings import Finding
from claims.store.addresses import folder_of, format_place
from tui.cli.options import dossier_path, open_workspace, reviewer_name
from tui.output import FirstFindings, counted, findings_json, progress, say, say_findings, write, write_json
from tui.services.adding_tables import TableCounts, add_table
from tui.services.beginning import begin_dossier, check_project
from tui.services.project import load_project
from tui.visible import visible


def add_tables(
    tables: Sequence[Path], profile: str, published: str | None, others: Mapping[str, object], *, as_json: bool
) -> None:
    """Add the rows of tables; `others` are options of `add` that are for articles only.

    Raises:
        TableError, ProfileError: a table, the profile or an option cannot be used.
    """
    load_profile(profile)
    if given := [name for name, value in others.items() if value not in (None, False)]:
        raise TableError(f"--{given[0].replace('_', '-')}", "is for articles; of a table its profile says it")
    if folder := next((table for table in tables if not table.is_file()), None):
        raise TableError(folder, "is no file; name the tables one by one")
    findings = FirstFindings()
    with open_workspace(create=True) as workspace:
        if not workspace.dossier.newest_entry():
            dossier = dossier_path()
            project = load_project(dossier)
            check_project(project, folder_of(dossier), reviewer_name())
            begin_dossier(workspace.dossier, project, folder_of(dossier), reviewer_name())
        every: dict[str, TableCounts] = {}
        for table in tables:
            with progress(f"reading {table.name}") as step:
                every[table.name] = add_table(workspace, table, profile, published, findings.append, step)
    _print(every, findings, as_json=as_json)
    if findings and not any(counts.rows for counts in every.values()):
        raise TableError(", ".join(every), "no row could be read; see above")


def _print(tables: Mapping[str, TableCounts], findings: FirstFindings, *, as_json: bool) -> None:
    if as_json:
        rows = [{"table": name, **asdict(counts)} for name, counts in tables.items()]
        write_json({"tables": rows, "findings": findings_json(findings)})
    for name, counts in () if as_json else tables.items():
        write(visible(f"{name}: {_describe(counts)}"))
    say_findings(findings)
    left_out = counted(sum(map(_is_error, findings)) + findings.left_out, "problem")
    say(f"{left_out}; dossier {format_place(dossier_path())}")


def _is_error(finding: Finding) -> bool:
    return finding.severity == "error"


def _describe(counts: TableCounts) -> str:
    return (
        f"{counted(counts.new, 'row')} added, {counts.joined:,} of them of events that were there; "
        f"{counts.changed:,} changed since an earlier edition, {counts.unchanged:,} there already; "
        f"{counted(counts.statements, 'statement')}"
    )
