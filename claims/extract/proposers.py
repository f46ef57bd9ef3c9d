"""Which proposers there are: the built-in ones, and those that installed packages offer through entry points.

Owns finding them, saying what keeps one from being used, and making the chosen ones. Refuses to let one package's
trouble cost the others, and to let a package take the name of another proposer.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from claims.errors import VariorumError
from claims.extract import parsed, prompted
from claims.extract.lexical import LexicalProposer
from claims.extract.parsed import ParsedProposer
from claims.extract.prompted import PromptedProposer
from claims.extract.proposals import ENTRY_POINTS, Proposer
from claims.extract.tabular import TabularProposer
from claims.findings import Finding

BUILT_IN: Final = "variorum"


class ProposerError(VariorumError):
    """A proposer that was asked for does not exist or cannot be used."""

    def __init__(self, name: str, problem: str) -> None:
        self.name = name
        super().__init__(f"proposer {name}: {problem}")


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposer by name, whether or not it can be used here and now."""

    name: str
    package: str
    """The distribution it comes from."""
    make: Callable[[], object]
    summary: str = ""
    by_default: bool = True
    """Whether it takes part where none is named."""
    problem: str = ""
    """What keeps it from being used, and what to do; empty where nothing does."""


def find_offers() -> list[Offer]:
    """Return every proposer there is: the built-in ones, then those of other packages by name."""
    offers = [
        _offer("lexical", BUILT_IN, LexicalProposer),
        _offer("tables", BUILT_IN, TabularProposer),
        replace(_offer("nlp", BUILT_IN, ParsedProposer), problem=parsed.find_problem()),
        replace(_offer("llm", BUILT_IN, PromptedProposer), problem=prompted.find_problem()),
    ]
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: (entry.name, entry.value)):
        package = entry.dist.name if entry.dist is not None else entry.module
        same = next((offer for offer in offers if offer.name == entry.name), None)
        if same is None:
            offers.append(_load(entry, package))
        else:
            taken = f"the name belongs to the one of {same.package}; {package} has to offer its own under another"
            offers.append(Offer(entry.name, package, _nothing, problem=taken))
    return offers


def make_proposers(names: Sequence[str] = (), offers: Sequence[Offer] | None = None) -> list[Proposer]:
    """Return the proposers named, or those that take part where none is named, in the order of `find_offers`.

    Raises:
        ProposerError: one that was named is not there or cannot be used.
    """
    offers = find_offers() if offers is None else offers
    usable = {offer.name: offer for offer in offers if not offer.problem}
    for name in names:
        if name not in usable:
            known = ", ".join(dict.fromkeys(offer.name for offer in offers))
            problems = [offer.problem for offer in offers if offer.name == name]
            raise ProposerError(name, problems[0] if problems else f"there is none; known are {known}")
    wanted = [offer for offer in usable.values() if (offer.name in names if names else offer.by_default)]
    return [_made(offer) for offer in wanted]


def find_problems(offers: Sequence[Offer]) -> Iterator[Finding]:
    """Yield what is wrong with installed packages that offer proposers; one never installed is no problem."""
    for offer in offers:
        if offer.problem and offer.package != BUILT_IN:
            yield Finding(
                where=f"proposer {offer.name}", message=offer.problem, about="proposer-unusable", severity="warning"
            )


def _load(entry: EntryPoint, package: str) -> Offer:
    try:
        return _offer(entry.name, package, entry.load())
    except (Exception, SystemExit) as error:  # code of others: whatever it raises, the other proposers go on
        problem = f"{package} cannot be loaded ({type(error).__name__}: {error}); update or uninstall {package}"
        return Offer(entry.name, package, _nothing, problem=problem)


def _offer(name: str, package: str, make: Callable[[], object]) -> Offer:
    documented = (getattr(make, "__doc__", "") or "").strip().partition("\n")[0]
    return Offer(name, package, make, documented, getattr(make, "by_default", True))


def _made(offer: Offer) -> Proposer:
    try:
        made = offer.make()
    except VariorumError:
        raise
    except (Exception, SystemExit) as error:
        problem = f"{offer.package} cannot start it ({type(error).__name__}: {error})"
        raise ProposerError(offer.name, problem) from error
    if not isinstance(made, Proposer):
        raise ProposerError(offer.name, f"what {offer.package} offers has no `name` and `propose`")
    return made


def _nothing() -> object:
    raise NotImplementedError
