"""One analysis of a sentence that every construction reads: words, phrases, predicates and what links them."""

from claims.extract.analysis.building import analyse
from claims.extract.analysis.model import Analysis, NounPhrase, Predicate

__all__ = ["Analysis", "NounPhrase", "Predicate", "analyse"]
