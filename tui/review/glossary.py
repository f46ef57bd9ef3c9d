"""The words that stand on the screens, each explained in a sentence for somebody who meets it there."""

from collections.abc import Sequence
from typing import Final

from tui.review.actions import ScreenName

_MEANINGS: Final[dict[str, str]] = {
    "open": "Some statements cannot all be true, and nobody has decided.",
    "held": "Nothing contradicts yet: a person must first say something, such as whose number one is.",
    "stale": "Decided, but evidence has come since that the decision had not seen and that does not agree.",
    "differ": "Reviewers gave different answers, and nobody has settled between them.",
    "contested": "A reviewer kept it as disputed: both sides stand, for the record.",
    "explained": "A relation accounts for the difference, such as a part beside its whole.",
    "unreviewed": "Only proposals of a program; nobody has looked at them.",
    "said once": "One origin says it, however many outlets print it.",
    "agreed": "Two independent origins or more say it, and a person has looked.",
    "origin": "Whoever said it first. What several outlets pass on from one origin counts once.",
    "as of": "Up to when a statement knows; it is compared with others of that time.",
    "scope": "Whose number it is: all, or attackers, children, civilians ...; “not stated” where no words say it.",
    "proposed": "Read by a program and looked at by nobody; deciding on it confirms it.",
    "denies": "The statement says that it is not so.",
    "minimal set": "Statements that cannot all be true, and could without any one of them.",
    "codebook": "A published rule for which figure to take, such as UCDP's; it proposes, it never decides.",
    "sev.": "How much depends on it, from high to low.",
    "said": "How many statements there are.",
    "orig.": "How many independent origins they have.",
    "prop.": "How many statements are proposals that nobody has looked at.",
    "differ in": "What differs: value, scope, who is meant, when.",
    "now": "With [ and ] only what was known on an earlier day is shown; 0 is all that is known now.",
    "2×": "Two proposers read the same.",
    "!": "Worth a look before it is accepted; the reason stands below the list.",
    "+": "Entered by a reviewer.",
    "construction": "The pattern of words by which the program read it.",
    "art.": "How many articles speak of it.",
    "event": "What happened; every article that tells of it puts its statements there, until you say otherwise.",
    "background": "Attached to be read with the event; it is no evidence, and no figure rests on it.",
    "halves": "The two events as they would be; nothing is recorded before you give a reason.",
    "waits": "Proposals of it that nobody has looked at.",
    "lang": "The language of its text.",
    "grade": "How reliable a reviewer holds it, A to F; codebooks read it, and it never becomes a number.",
    "party": "It fights in what it reports on.",
    "may be": "A name spelt like this one, or its initials; y says that they are one.",
    "missing": "What it does not say of itself, so that times or outlets cannot be told; c corrects it.",
}

_STATES: Final = (*("open", "held", "stale", "differ", "contested", "explained", "unreviewed", "said once", "agreed"),)
_ON: Final[dict[ScreenName, Sequence[str]]] = {
    "queue": ("sev.", *_STATES, "differ in", "said", "orig.", "prop.", "now"),
    "conflict": ("origin", "as of", "scope", "proposed", "denies", "minimal set", "codebook", *_STATES, "now"),
    "adjudication": ("origin", "as of", "scope", "codebook", "differ", "contested"),
    "inbox": ("proposed", "scope", "as of", "origin", "2×", "!", "+", "construction"),
    "events": ("event", "origin"),
    "desk": ("open", "art.", "said", "event"),
    "event": ("event", "halves", "background", "scope", "denies", "proposed"),
    "articles": ("waits", "lang", "missing"),
    "sources": ("grade", "party", "may be", "origin"),
    "report": ("codebook", "origin", "as of", *_STATES),
}


def words_on(screen: ScreenName) -> list[tuple[str, str]]:
    """Return the words of a screen with what each means, in the order in which they are met."""
    return [(word, _MEANINGS[word]) for word in _ON.get(screen, ())]
