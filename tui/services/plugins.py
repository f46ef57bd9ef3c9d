"""Policies from installed packages, beside the built-in ones.

A package offers its own decision rule through the entry point group `variorum.policies`: the name is the policy's, the
object a class without arguments, or an instance, with what `reconcile.policies.Policy` asks for. A policy that
cannot be loaded is a finding, one that fails on an item proposes nothing there and says why, and none can replace a
built-in one.
"""

import functools
from importlib.metadata import EntryPoint, entry_points
from operator import attrgetter

from claims.findings import Finding
from reconcile.policies import POLICIES, Policy, Proposal
from reconcile.policies.case import Case, Ruling, make_proposal

GROUP = "variorum.policies"


class GuardedPolicy:
    """A policy of another package: an error in it costs the proposal on that item and nothing else."""

    def __init__(self, policy: Policy) -> None:
        """Read its name, version, title and source.

        Raises:
            AttributeError: one is missing.
        """
        self._policy = policy
        self.name, self.version, self.title = str(policy.name), str(policy.version), str(policy.title)
        self.source, self.independent = str(policy.source), bool(policy.independent)
        self._propose = policy.propose

    def propose(self, case: Case) -> Proposal:
        """Return its proposal, or a blank that says what went wrong."""
        known = {figure.id for figures in (case.figures, *case.by_scope.values()) for figure in figures}
        known |= {id_ for id_, _ in case.left_out}
        try:
            proposal = self._propose(case)
            if not isinstance(proposal, Proposal):
                raise TypeError(f"it returned {type(proposal).__name__}, not a Proposal")
            if unknown := {*proposal.used, *(id_ for id_, _ in proposal.left_out)} - known:
                raise ValueError(f"it names {sorted(unknown)[0][:12]}, which is no statement of the item")
        except (Exception, SystemExit) as error:  # somebody else's code: a blank that says so is better than no item
            problem = f"{type(error).__name__}: {error}"
            return make_proposal(self, case, Ruling("failed: blank", f"The policy failed: {problem}.", warning=problem))
        return proposal.changed(policy=self.name, version=self.version)


@functools.cache
def load_policies() -> tuple[tuple[Policy, ...], tuple[Finding, ...]]:
    """Return the policies, built-in ones first, and a finding for each one that cannot be used."""
    policies: list[Policy] = list(POLICIES)
    findings: list[Finding] = []
    for entry in sorted(entry_points(group=GROUP), key=attrgetter("name", "value")):
        try:
            policies.append(_load(entry, {policy.name for policy in policies}))
        except (Exception, SystemExit) as error:  # code of others: one package's trouble is not the next one's
            package = entry.dist.name if entry.dist is not None else entry.module
            message = f"cannot be used ({type(error).__name__}: {error}); update or uninstall {package}"
            findings.append(
                Finding(where=f"policy {entry.name}", message=message, about="policy-unusable", severity="warning")
            )
    return tuple(policies), tuple(findings)


def _load(entry: EntryPoint, names: set[str]) -> Policy:
    loaded = entry.load()
    policy = GuardedPolicy(loaded() if isinstance(loaded, type) else loaded)
    if policy.name != entry.name:
        raise ValueError(f"it calls itself {policy.name!r}; its entry point must bear the same name")
    if policy.name in names:
        raise ValueError("there is another policy of that name")
    return policy
