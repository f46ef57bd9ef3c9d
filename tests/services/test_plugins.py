"""Policies of other packages, through the metadata that an installer leaves behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reconcile.policies import POLICIES
from tests.support.store_builders import make_dossier
from tui.services.plugins import load_policies
from tui.services.policy_settings import use_policy
from tui.services.workspace import Workspace

MODULE = '''
from reconcile.policies import Proposal


class Highest:
    """The highest figure."""

    name = "highest"
    version = "1"
    title = "Highest figure"
    source = "the harbour office's own manual, section 4"
    independent = True

    def propose(self, case):
        best = max(f.entered for f in case.figures)
        used = tuple(sorted(f.id for f in case.figures if f.entered == best))
        return Proposal(
            policy="highest", version="1", clause="section 4", sentence="The highest.",
            low=best, best=best, high=best, used=used,
        )


class Failing(Highest):
    name = "failing"

    def propose(self, case):
        raise RuntimeError("out of paper")


class Leaving(Highest):
    name = "leaving"

    def propose(self, case):
        raise SystemExit(0)


class Inventing(Highest):
    name = "inventing"

    def propose(self, case):
        return Proposal(policy="x", version="1", clause="c", sentence="s.", used=("f" * 64,))


class Nameless:
    pass
'''


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(tmp_path)
    load_policies.cache_clear()
    yield tmp_path
    load_policies.cache_clear()


def install(folder: Path, package: str, *entries: str) -> None:
    """Write what an installer leaves behind: the module, and the metadata with its entry points."""
    (folder / "harbour_rules.py").write_text(MODULE, "utf-8")
    metadata = folder / f"{package.replace('-', '_')}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", "utf-8")
    (metadata / "entry_points.txt").write_text("[variorum.policies]\n" + "\n".join(entries) + "\n", "utf-8")


def test_a_package_offers_a_policy_and_a_dossier_goes_by_it(folder: Path) -> None:
    install(folder, "harbour-rules", "highest = harbour_rules:Highest")
    dossier = make_dossier(folder / "quay.variorum")
    with Workspace(dossier) as workspace:
        use_policy(workspace.dossier, "highest", "killed", "it is our manual", "Ada")
    with Workspace(dossier) as workspace:
        item = workspace.find_item("quay-0/killed")
        workspace.refresh()
        (row,) = workspace.dossier.item_page(workspace.dossier.item_numbers(states=["open"]))
    assert [p.policy for p in item.proposals] == ["highest", *(each.name for each in POLICIES)]
    assert (item.proposals[0].shown, item.proposals[0].clause) == ("12", "section 4")
    assert row.explanation.endswith("(highest proposes 12.)")


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("gone = harbour_rules:Missing", "cannot be used (AttributeError"),
        ("gone = no_such_rules:Rule", "cannot be used (ModuleNotFoundError"),
        ("nameless = harbour_rules:Nameless", "cannot be used (AttributeError"),
        ("other = harbour_rules:Highest", "must bear the same name"),
        ("gtd = harbour_rules:Highest", "must bear the same name"),
    ],
)
def test_a_package_that_cannot_be_used_is_named_and_costs_nobody_else(folder: Path, entry: str, problem: str) -> None:
    install(folder, "harbour-rules", entry)
    policies, (finding,) = load_policies()
    assert policies == POLICIES
    assert problem in finding.message
    assert "uninstall harbour-rules" in finding.message


def test_no_package_takes_the_place_of_another_policy(folder: Path) -> None:
    install(folder, "harbour-rules", "highest = harbour_rules:Highest")
    install(folder, "pier-rules", "highest = harbour_rules:Highest")
    policies, (finding,) = load_policies()
    assert [each.name for each in policies].count("highest") == 1
    assert "another policy of that name" in finding.message


@pytest.mark.parametrize("name", ["failing", "leaving", "inventing"])
def test_a_policy_that_fails_on_an_item_is_a_blank_that_says_so(folder: Path, name: str) -> None:
    install(folder, "harbour-rules", f"{name} = harbour_rules:{name.title()}")
    with Workspace(make_dossier(folder / "quay.variorum")) as workspace:
        proposal = workspace.find_item("quay-0/killed").proposals[-1]
    assert (proposal.policy, proposal.shown, proposal.clause) == (name, "blank", "failed: blank")
    assert proposal.warning
