"""The built-in linker: which noun phrase is subject, object or complement of which predicate, by position.

It reads codes of elements only, so that it serves every language whose clauses run subject, verb, object.
"""

import re
from collections.abc import Iterator
from typing import Final

from claims.extract.analysis.language import noun_class
from claims.extract.analysis.model import Element

_FAR: Final = 14
"""Elements looked over on either side."""
_ACTIVE: Final = frozenset(("active",))
_PASSIVE: Final = frozenset(("passive",))
_AGENT: Final = next(iter(noun_class("agent")))
_THAT: Final = "that"
"""The role of a clause that a verb takes."""
_DOING: Final = "doing"
"""The role of what a verb takes without a conjunction: "denied carrying it out"."""
_ITSELF: Final = "itself"
"""The role of what somebody says to have done: "said it carried it out"."""
_ENDS_CLAUSE: Final = frozenset(";.")
REPEATED: Final = "+"
"""After a preposition: the second phrase with it, "in a clash in Orsa"."""
_COMPLEMENT: Final = frozenset("pot")
_OWN: Final = re.compile("(?:pN)?r?NV")
"""After a verb: what its subject says of itself."""
_OPENS: Final = re.compile("(?:pN(?:[op]N)*,?)+(?:N,)*")
"""Before the subject of the first clause."""
_LISTED: Final = re.compile("(?<![opV])N(?:,N)*,?&$")
"""Before the last of several subjects: "|seven rifles, ten magazines and| a boat were found"."""


def link(elements: tuple[Element, ...], codes: str) -> dict[int, dict[str, int]]:
    """Return the roles of each predicate and of each noun that has complements, by element."""
    links: dict[int, dict[str, int]] = {}
    for index, code in enumerate(codes):
        if code == "V":
            roles = _complements(elements, codes, index)
            subject = _subject(elements, codes, index, links)
            if subject is not None:
                roles["subject"] = subject
                if (listed := _LISTED.search(codes, 0, subject)) is not None and subject == index - 1:
                    roles["first"] = listed.start()
            elif codes[:index] == "pN" or codes[max(0, index - 3) : index] in (".pN", ";pN", ",pN"):
                roles.setdefault(elements[index - 2].text, index - 1)  # "among the dead are"
            for at in _opening(codes, index if subject is None else roles.get("first", subject)):
                roles.setdefault(elements[at].text, at + 1)
            links[index] = roles
        elif code == "N" and codes[index + 1 : index + 2] in ("p", "o"):
            links[index] = _complements(elements, codes, index)
    return links


def _opening(codes: str, subject: int) -> Iterator[int]:
    """Yield the prepositions with which a sentence opens before its subject: "|In| a shop |in| Orsa, two men"."""
    if _OPENS.fullmatch(codes, 0, subject):
        yield from (at for at in range(subject) if codes[at] == "p")


def voices(elements: tuple[Element, ...], codes: str, index: int) -> frozenset[str]:
    """Return the voices that a predicate can have: by its auxiliary or, without one, by what follows it."""
    predicate = elements[index].predicate
    if predicate is None or predicate.form != "participle" or predicate.passive:
        return _PASSIVE if predicate is not None and predicate.passive else _ACTIVE
    if codes[index + 1 : index + 2] == "N" or codes[index - 1 : index] == "&":
        return _ACTIVE
    by = index + 1 < len(elements) and elements[index + 1].text == _AGENT
    return _PASSIVE if by else _ACTIVE | _PASSIVE


def _complements(elements: tuple[Element, ...], codes: str, index: int) -> dict[str, int]:
    roles: dict[str, int] = {}
    at = index + 1
    if codes[index] == "V" and (clause := _clause(elements, codes, at)) is not None:
        roles[_THAT] = clause
    if codes[index] == "V" and codes[at : at + 1] == "V" and _is_reduced(elements[at]):
        roles[_DOING] = at  # "denied |carrying out| the raid"
    if codes[index] == "V" and (own := _OWN.match(codes, at)) and _is_own(*elements[own.end() - 2 : own.end()]):
        roles[_ITSELF] = own.end() - 1  # "said on Monday that it |attacked| the post"
    if codes[index] == "V" and codes[at : at + 1] == "N":
        roles["object"] = at
        at += 1
        while codes[at : at + 1] == "N":  # "blamed the group the Red Dawn": an apposition
            at += 1
    while at < min(len(codes), index + _FAR):
        code = codes[at]
        if code == "s" and codes[at + 1 : at + 2] == "N" and codes[at + 2 : at + 3] != "V" and _equates(elements[at]):
            roles.setdefault(elements[at].text, at + 1)
            if elements[at].text in noun_class("afterwards"):
                break  # "killed after a meeting in Orsa" does not say where
            at += 2
        elif code in _COMPLEMENT and at + 1 < len(codes) and codes[at + 1] in "NV":
            if (code != "o" or codes[index] == "V" or at == index + 1) and not _is_of_source(elements, codes, at):
                again = elements[at].text in roles
                roles.setdefault(elements[at].text + REPEATED * again, at + 1)
            if codes[at + 1] == "V":
                break
            at += 2
        elif code == "r" and codes[at + 1 : at + 3] == "Vp" and _is_copula(elements[at + 1]):
            at += 2  # "a bus that was on the bridge"
        elif code == "&" and codes[at + 1 : at + 2] == "N" and codes[at + 2 : at + 3] != "V":
            at += 2
        elif code == "N" or (code == "," and codes[at + 1 : at + 2] in ("p", "o")) or _is_located(elements[at]):
            at += 1
        elif code == "," and "object" not in roles and codes[at + 1 : at + 2] == "N" and codes[at + 2 : at + 3] == "o":
            roles["object"] = at + 1  # "claimed on Monday, through its agency, the killing of"
            at += 2
        else:
            break
    return roles


def _is_own(subject: Element, verb: Element) -> bool:
    """Return whether somebody says to have done what the verb tells: "said |it attacked| the post"."""
    done = verb.predicate is not None and verb.predicate.auxiliaries.isdisjoint(noun_class("unreal"))
    return done and subject.text in noun_class("selves")


def _equates(element: Element) -> bool:
    return element.text in noun_class("equating") or element.text in noun_class("afterwards")


def _is_of_source(elements: tuple[Element, ...], codes: str, at: int) -> bool:
    """Return whether a preposition goes with where something came from: "fired from Orsa |in| Antal"."""
    if codes[at - 2 : at] != "pN" or elements[at - 2].text not in noun_class("source"):
        return False
    return elements[at].text in noun_class("placing")


def _is_copula(element: Element) -> bool:
    return element.predicate is not None and "be" in element.predicate.frames


def _is_located(element: Element) -> bool:
    """Return whether a participle only says where the noun before it is: "the office located in Orsa"."""
    predicate = element.predicate
    return predicate is not None and predicate.form == "participle" and predicate.lemma in noun_class("within")


def _clause(elements: tuple[Element, ...], codes: str, at: int) -> int | None:
    """Return the predicate of the clause that a verb takes: "denied that |any raid| took place"."""
    while codes[at : at + 1] in ("N", "p", "o") and at < len(codes):
        at += 1  # "denied reports on Monday that"
    if codes[at : at + 1] != "r" or elements[at].text not in noun_class("complementing"):
        return None
    return next((n for n in range(at + 1, min(len(codes), at + _FAR)) if codes[n] == "V"), None)


def _subject(elements: tuple[Element, ...], codes: str, index: int, links: dict[int, dict[str, int]]) -> int | None:
    predicate = elements[index].predicate
    at = index - 1
    if at < 0 or predicate is None:
        return None
    if predicate.form == "infinitive" or codes[at] in "&o" or (codes[at] == "," and predicate.form == "gerund"):
        return _shared(codes, index, links)
    if codes[at] == "p" and predicate.form == "gerund":
        return _shared(codes, index, links)
    if codes[at] == "r":
        at -= 1
        apart = codes[at : at + 1] == ","
        while at >= 0 and codes[at] in ",p":
            at -= 1
        if at < 0 or codes[at] != "N":
            return None
        if apart and codes[at - 1 : at] == "p":
            return at  # "suspicion from the party, which ordered"
        first = _first_of_chain(codes, at)
        return at if first is None else first  # "in the raid, which took place in"
    if codes[at] == ",":
        return _before_aside(codes, at)
    if codes[at] != "N":
        return None
    if at > 1 and codes[at - 1] == "V" and codes[at - 2] == "N" and _is_reduced(elements[at - 1]):
        at -= 2  # "men wearing masks robbed": the masks are the object of a verb without a subject of its own
    first = _first_of_chain(codes, at)
    return at if first is None and predicate.form == "participle" else first  # "they spoke of a raid staged by"


def _is_reduced(element: Element) -> bool:
    return element.predicate is not None and element.predicate.form == "gerund"


def _shared(codes: str, index: int, links: dict[int, dict[str, int]]) -> int | None:
    """Return the subject of the predicate before: "attacked the town and killed five"."""
    for at in range(index - 1, max(-1, index - _FAR), -1):
        if codes[at] in _ENDS_CLAUSE:
            return None
        if codes[at] == "V":
            return links.get(at, {}).get("subject")
    return None


def _first_of_chain(codes: str, at: int) -> int | None:
    """Return the first noun of a chain of complements that ends at `at`: "members of the front"."""
    while at > 1 and codes[at - 1] in "po" and codes[at - 2] == "N":
        at -= 2
    if at > 0 and codes[at - 1] in "po":
        return None
    return at


def _before_aside(codes: str, comma: int) -> int | None:
    """Return the noun before an aside between commas: "the front, which is outlawed, attacked"."""
    for at in range(comma - 1, max(0, comma - _FAR), -1):
        if codes[at] in _ENDS_CLAUSE:
            return None
        if codes[at] == "," and codes[at - 1] == "N":
            return _first_of_chain(codes, at - 1)
    return None
