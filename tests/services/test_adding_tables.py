"""Tables of data sets are added row by row, under the events they are of; later editions replace what changed."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import pytest

from claims.errors import VariorumError
from claims.extract.proposers import make_proposers
from claims.findings import Finding
from claims.values import format_value
from tests.support.dataset_tables import ACLED_ROW, GED_ROW, GTD_ROW, write_table
from tests.support.store_builders import make_article
from tui.services import adding_tables, table_reading
from tui.services.adding_tables import TableCounts, add_table
from tui.services.extraction import propose
from tui.services.workspace import Workspace

TOWN = {"where_coordinates": "Kathmandu city", "adm_1": "Bagmati province"}
GED = GED_ROW | TOWN
ACLED = ACLED_ROW | {"location": "Kathmandu", "admin1": "Bagmati"}
GTD = GTD_ROW | {"city": "Kathmandu", "vicinity": "0", "iday": "2"}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "d.variorum", create=True) as workspace:
        yield workspace


def add(workspace: Workspace, profile: str, *rows: Mapping[str, str]) -> tuple[TableCounts, list[Finding]]:
    table = write_table(workspace.dossier.path.with_name(f"{profile}.csv"), rows)
    findings: list[Finding] = []
    return add_table(workspace, table, profile, "2032-01", findings.append), findings


def events(workspace: Workspace) -> dict[str, set[str]]:
    """Return the names of the rows and articles of each event."""
    names = {row.id: row.name for row in workspace.dossier.article_rows()}
    under: dict[str, set[str]] = {}
    for mention in workspace.dossier.mentions():
        under.setdefault(mention.subject, set()).add(names[mention.article])
    return under


@pytest.mark.whole
def test_three_data_sets_and_an_article_tell_of_one_event_and_differ_in_its_figures(workspace: Workspace) -> None:
    other = GED | {"id": "502", "date_start": "2031-03-09", "date_end": "2031-03-09"}
    assert add(workspace, "ged", GED, other)[0].joined == 0
    assert add(workspace, "acled", ACLED)[0].joined == 1
    assert add(workspace, "gtd", GTD)[0].joined == 1
    told = "KATHMANDU, Nepal - At least 17 people were killed in an attack in Kathmandu on 2 March 2031, police said."
    article = make_article(told, name="post.txt", publisher="Harbour Post", published="2031-03-03", title="17 killed")
    workspace.dossier.add_articles([article])
    propose(workspace.dossier, [article.id], make_proposers(["lexical"]))
    assert events(workspace) == {
        "ged:501": {"ged:501", "acled:NPL77", "gtd:203103020001", "post.txt"},
        "ged:502": {"ged:502"},
    }
    item = workspace.item(("ged:501", "killed"))
    assert item.state == "open"
    says = {member.assertion.id: format_value(member.assertion.value) for member in item.members}
    told_apart = [{says[relation.a], says[relation.b]} for relation in item.relations if relation.conflict]
    assert {"15 to 20, best 17", "21"} in told_apart


@pytest.mark.whole
def test_two_rows_that_fit_an_event_alike_are_left_to_a_reviewer(workspace: Workspace) -> None:
    add(workspace, "ged", GED)
    counts, _ = add(workspace, "acled", ACLED, ACLED | {"event_id_cnty": "NPL78"})
    assert counts.joined == 0
    assert len(events(workspace)) == 3


@pytest.mark.whole
def test_rows_of_places_that_nobody_knows_to_be_one_are_not_joined(workspace: Workspace) -> None:
    add(workspace, "ged", GED_ROW | {"where_coordinates": "Lower Orsa town"})
    assert add(workspace, "acled", ACLED_ROW | {"location": "Upper Karsk"})[0].joined == 0


@pytest.mark.whole
def test_a_later_edition_replaces_the_rows_that_changed_and_no_others(workspace: Workspace) -> None:
    kept = GED | {"id": "502", "date_start": "2031-03-09", "date_end": "2031-03-09"}
    add(workspace, "ged", GED, kept)
    before = workspace.dossier.newest_entry()
    counts, _ = add(workspace, "ged", GED | {"best": "18"}, kept, kept | {"id": "503"})
    assert (counts.new, counts.changed, counts.unchanged) == (1, 1, 1)
    again, _ = add(workspace, "ged", GED | {"best": "18"}, kept)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    assert workspace.dossier.newest_entry() > before
    item = workspace.item(("ged:501", "killed"))
    assert item.state != "open", "the later edition of a row is no rival of the earlier"
    revised = [row for row in workspace.dossier.article_rows() if row.revises]
    assert [row.name for row in revised] == ["ged:501"]


@pytest.mark.whole
def test_an_id_that_stands_twice_in_a_table_keeps_its_first_row(workspace: Workspace) -> None:
    counts, findings = add(workspace, "ged", GED, GED | {"best": "18"})
    assert counts.new == 1
    assert ["ged:501 stands there more than once" in finding.message for finding in findings] == [True]


@pytest.mark.whole
def test_what_was_interrupted_goes_on_where_it_was(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [GED | {"id": str(n)} for n in range(1, 1_203)]
    read = table_reading.read_table
    with monkeypatch.context() as patch:
        patch.setattr(adding_tables, "read_table", lambda *given: islice(read(*given), 1))
        first, _ = add(workspace, "ged", *rows)
    assert first.new == 500
    second, _ = add(workspace, "ged", *rows)
    assert (second.new, second.unchanged) == (702, 500)
    assert len(list(workspace.dossier.article_rows())) == 1_202


@pytest.mark.whole
def test_rows_are_not_read_for_proposals(workspace: Workspace) -> None:
    add(workspace, "ged", GED)
    ids = [row.id for row in workspace.dossier.article_rows()]
    assert workspace.dossier.unread_articles() == []
    assert propose(workspace.dossier, ids, make_proposers(["lexical"])).assertions == ()


@pytest.mark.whole
def test_what_cannot_be_used_names_the_table_or_the_profile(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(VariorumError, match=r"ged\.csv: has no column"):
        add(workspace, "ged", {"id": "1"})
    with pytest.raises(VariorumError, match="is none of acled, ged, gtd"):
        add_table(workspace, tmp_path / "ged.csv", "xyz", None, lambda finding: None)
