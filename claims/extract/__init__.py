"""From an article to proposed assertions: proposers find, one verifier reads the words again.

`propose_assertions` is the road; `Proposer` is what others may add, `verify` is what nobody gets around.
"""

from claims.extract.extraction import Extracted, ExtractResult, propose_assertions
from claims.extract.proposals import EventMention, Proposal, Proposer
from claims.extract.proposers import Offer, find_offers, make_proposers
from claims.extract.verifier import Refusal, verify

__all__ = [
    "EventMention",
    "ExtractResult",
    "Extracted",
    "Offer",
    "Proposal",
    "Proposer",
    "Refusal",
    "find_offers",
    "make_proposers",
    "propose_assertions",
    "verify",
]
