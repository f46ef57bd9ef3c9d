"""Which predicate or noun of a sentence a time, date or figure goes with."""

from typing import Final

from claims.extract.analysis.language import noun_class
from claims.extract.analysis.model import Analysis, NounPhrase

_ENDS: Final = frozenset(";.")
_FAR: Final = 16


def find_governor(analysis: Analysis, start: int) -> int | None:
    """Return the element that what begins at `start` of the view goes with, or None.

    It is the verb before it in its clause; a noun for a deed right before it, where the verb does not itself tell of a
    deed; the verb after it where it opens its clause.
    """
    here = next((n for n, e in enumerate(analysis.elements) if analysis.tokens[e.last - 1].end > start), None)
    if here is not None and (own := _own_noun(analysis, here, start)) is not None:
        return own
    here = len(analysis.elements) if here is None else here
    noun, verb = _deed_before(analysis, here), _verb_before(analysis, here)
    if verb is not None:
        return _of_verb(analysis, verb, here, noun)
    return _verb_after(analysis, here) if noun is None else noun


def _own_noun(analysis: Analysis, here: int, start: int) -> int | None:
    """Return the noun whose phrase holds what begins at `start`: "|Tuesday's| raid", "the |May 5| attack"."""
    phrase = analysis.elements[here].phrase
    if phrase is None or analysis.tokens[phrase.first].start > start:
        return None  # "protested today the murder"
    if "deed" in phrase.classes and analysis.tokens[phrase.last - 1].start > start:
        return here
    beside = analysis.elements[here + 1] if analysis.codes[here + 1 : here + 2] == "N" else None
    if beside is not None and beside.phrase and "deed" in beside.phrase.classes and _is_figure(analysis, beside.first):
        return here + 1
    return here if _opens_phrase(analysis, phrase, start) else None  # "the 5 May elections"


def _verb_before(analysis: Analysis, here: int) -> int | None:
    """Return the verb before in the same clause."""
    for at in range(here - 1, max(-1, here - _FAR), -1):
        if analysis.codes[at] == "V":
            return at
        if analysis.elements[at].code in _ENDS:
            return None
    return None


def _verb_after(analysis: Analysis, here: int) -> int | None:
    """Return the verb of the clause that what stands at an element opens."""
    codes = analysis.codes
    after = range(here, min(len(codes), here + _FAR))
    return next((at for at in after if codes[at] == "V" and codes[at - 1] != "r"), None)


def _of_verb(analysis: Analysis, verb: int, here: int, noun: int | None) -> int:
    """Return what governs after a verb: the noun for a deed in between, where the verb itself tells of none."""
    claimed = analysis.links[verb].get("object")
    if claimed is not None and claimed < here and frame_group(analysis, verb) == "claim":
        return claimed if is_deed(analysis, claimed) else verb  # "claimed the killing of four cyclists last year"
    return noun if noun is not None and not is_deed(analysis, verb) else verb


def _opens_phrase(analysis: Analysis, phrase: NounPhrase, start: int) -> bool:
    """Return whether a date stands between an article and a noun, and so goes with that noun."""
    if phrase.classes & {"times", "weekdays", "figure"} or phrase.bare == phrase.first:
        return False
    return analysis.tokens[phrase.bare].start == start and not phrase.head[0].isdigit()


def _deed_before(analysis: Analysis, here: int) -> int | None:
    """Return the noun for a deed that stands right before: "the raid on Monday", "Monday's raid in Orsa on"."""
    elements, at = analysis.elements, here - 1
    while at >= 0 and elements[at].code in "pot,":
        if elements[at].code == "," and not _is_day(analysis, at - 1):
            return None
        at -= 1
        if _is_day(analysis, at):
            at -= 1
            continue  # "of Sunday, July 29"
        phrase = elements[at].phrase if at >= 0 else None
        if phrase is not None and "deed" in phrase.classes:
            return at
        at -= 1
    return None


def _is_figure(analysis: Analysis, at: int) -> bool:
    return analysis.entries[at].code == "#"


def _is_day(analysis: Analysis, index: int) -> bool:
    phrase = analysis.elements[index].phrase if index >= 0 else None
    return phrase is not None and "weekdays" in phrase.classes


def is_deed(analysis: Analysis, index: int) -> bool:
    """Return whether an element tells of what happened: a noun for a deed, or a verb of such a frame."""
    element = analysis.elements[index]
    if element.phrase is not None:
        return "deed" in element.phrase.classes
    return element.predicate is not None and not element.predicate.frames.isdisjoint(noun_class("deed_frames"))


def is_undone(analysis: Analysis, index: int) -> bool:
    """Return whether a predicate says that somebody did not do it, or nobody did: "no shock |reached| magnitude 6"."""
    predicate, subject = analysis.elements[index].predicate, analysis.links.get(index, {}).get("subject")
    if predicate is None or predicate.negated or subject is None:
        return predicate is not None and predicate.negated
    return is_nobody(analysis, subject)


def is_undone_at(analysis: Analysis, start: int) -> bool:
    """Return whether nobody did what the verb at `start` of the view tells: "no one |blamed| the group"."""
    verbs = (n for n, e in enumerate(analysis.elements) if e.predicate and analysis.tokens[e.last - 1].end > start)
    at = next(verbs, None)
    subject = None if at is None else analysis.links.get(at, {}).get("subject")
    return subject is not None and is_nobody(analysis, subject)


def is_nobody(analysis: Analysis, index: int) -> bool:
    """Return whether a phrase names nobody: "no group", "none of them"."""
    phrase = analysis.elements[index].phrase
    return phrase is not None and analysis.tokens[phrase.first].text in noun_class("nobody")


def _comes_about(analysis: Analysis, index: int) -> bool:
    """Return whether a verb only says that a deed took place: "the attack came at 3pm"."""
    predicate, subject = analysis.elements[index].predicate, analysis.links.get(index, {}).get("subject")
    if predicate is None or predicate.frames.isdisjoint(
        noun_class("heard_frames" if predicate.passive else "coming_frames")
    ):
        return False  # "the attack |came|", "the blast |was heard|"
    return subject is not None and is_deed(analysis, subject)


def frame_group(analysis: Analysis, index: int) -> str:
    """Return what a governor makes the date or time of: `deed`, `thing` for another noun, another group, or nothing."""
    predicate = analysis.elements[index].predicate
    object_ = analysis.links.get(index, {}).get("object")
    if predicate is not None and object_ is not None and "gather" in predicate.frames and is_deed(analysis, object_):
        return "saying"  # "protested today the murder"
    if is_deed(analysis, index) or (object_ is None and _comes_about(analysis, index)):
        return "deed"
    if predicate is None:
        return "thing"
    for group in ("claim", "arrest", "discovery", "court", "felt", "saying", "moving", "hit"):
        if predicate.frames.isdisjoint(noun_class(f"{group}_frames")):
            continue
        phrase = analysis.elements[object_].phrase if object_ is not None else None
        if group == "claim" and (phrase is None or not phrase.classes & {"responsibility", "deed"}):
            continue
        return group
    return ""
