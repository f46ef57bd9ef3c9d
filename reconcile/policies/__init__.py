"""Decision rules as published codebooks state them: each proposes and names its clause, none settles."""

from collections.abc import Sequence

from claims.vocabulary.model import Vocabulary
from reconcile.evidence.reading import Reading
from reconcile.policies.accounts import NO_ACCOUNTS, Accounts
from reconcile.policies.acled import Acled
from reconcile.policies.airwars import Airwars
from reconcile.policies.baselines import BASELINES
from reconcile.policies.case import DEFAULT_POLICY, Policy, Proposal, build_case
from reconcile.policies.every_casualty import EveryCasualty
from reconcile.policies.gtd import Gtd
from reconcile.policies.ucdp import Ucdp
from reconcile.relations.origins import Grouping

__all__ = ["DEFAULT_POLICY", "POLICIES", "Policy", "Proposal", "propose"]

POLICIES: tuple[Policy, ...] = (Gtd(), Ucdp(), Acled(), Airwars(), EveryCasualty(), *BASELINES)


def propose(
    readings: Sequence[Reading],
    revised: frozenset[str],
    vocabulary: Vocabulary,
    grouping: Grouping,
    policies: Sequence[Policy] = POLICIES,
    accounts: Accounts = NO_ACCOUNTS,
) -> tuple[Proposal, ...]:
    """Return every policy's proposal for an item's own counts; nothing where there is no figure to go by."""
    case = build_case(readings, revised, vocabulary, grouping, accounts) if policies else None
    return () if case is None else tuple(policy.propose(case) for policy in policies)
