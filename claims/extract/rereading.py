"""Read the words of a proposal again by the tables of its article's language, for the verifier.

Each check returns what is wrong, or nothing. None of them knows who proposed it, or by which construction.
"""

from claims.extract.proposals import Proposal
from claims.extract.tables import Tables
from claims.extract.tabular import Count, Sentence, find_context, find_statements, is_read_as, sentences_of
from claims.models import Article
from claims.values.model import CountValue

_SHORT = 3
"""Letters of words that are seldom nouns: "54 en el mercado"."""


def find_count_problem(article: Article, proposal: Proposal, value: CountValue, tables: Tables) -> str:
    """Return why the figure of a proposal is not what stands there, with its hedges and what it counts."""
    if says_otherwise(article, proposal, tables):
        return ""
    start, sentence = _sentence_of(article, proposal, tables)
    place = proposal.number_start - start, proposal.number_end - start
    found = [count for count in sentence.counts if count.start < place[1] and place[0] < count.stop]
    if len(found) != 1:
        return f"{len(found)} counts are read there"
    [count] = found
    return (
        _find_span_problem(place, (proposal.start - start, proposal.end - start), count, sentence)
        or ("" if is_read_as(value, count) else f"the words there do not read as {proposal.value!r}")
        or _find_noun_problem(proposal.attribute, count, sentence, tables)
    )


def _find_span_problem(place: tuple[int, int], quote: tuple[int, int], count: Count, sentence: Sentence) -> str:
    """Return that a quote cuts a count, or that more is taken for it."""
    if count.start < quote[0] or count.stop > quote[1]:
        return f"{sentence.text[count.start : count.stop]!r} stands there: the quote cuts it"
    return "the span is more than the count" if place[1] > count.stop or place[0] < count.start else ""


def _find_noun_problem(attribute: str, count: Count, sentence: Sentence, tables: Tables) -> str:
    """Return that what is counted are no people, where the attribute counts people."""
    after = [word.strip(".,;:!?)\"'").lower() for word in sentence.text[count.stop :].split()[:3]]
    noun = next((word for word in after if len(word) > _SHORT), "")
    spoken = any(pattern.search(noun) for pattern in tables.words.values())
    if attribute not in tables.words or not noun or spoken or set(after) & set(tables.scopes):
        return ""
    return f"{noun!r} are counted there, which is no number of {attribute}" if after[0] == noun else ""


def says_otherwise(article: Article, proposal: Proposal, tables: Tables) -> bool:
    """Return whether a construction gives the value of a proposal in words that are neither count nor name."""
    if all(one.value != proposal.value for one, _ in tables.constructions):
        return False
    start, sentence = _sentence_of(article, proposal, tables)
    every = find_statements(sentence, tables, article.published)
    fixed = [one for one in every if one.construction.value == proposal.value != ""]
    about = proposal.attribute, proposal.number_start - start, proposal.number_end - start
    return any((one.construction.attribute, *one.number) == about for one in fixed)


def find_stance_problem(article: Article, proposal: Proposal, tables: Tables) -> str:
    """Return why the words of a sentence do not give the stance of a proposal."""
    start, sentence = _sentence_of(article, proposal, tables)
    context = find_context(sentence.text, tables, proposal.end - start, article.published)
    if context is None:
        return "the sentence tells of nothing that happened then"
    stance, place = context
    if stance == "asserts" and _is_own_denial(article, proposal, tables):
        stance = "denies"
    elif start + place >= proposal.start and says_otherwise(article, proposal, tables):
        stance = "asserts"
    if stance != proposal.stance:
        return f"the words of the sentence {stance.rstrip('s')} this; the proposal says {proposal.stance}"
    return "a word of denial or doubt stands before the quote; take it in" if start + place < proposal.start else ""


def _is_own_denial(article: Article, proposal: Proposal, tables: Tables) -> bool:
    """Return whether the one who is named in a proposal denies it by a construction."""
    if all((one.stance, one.attribute) != ("denies", proposal.attribute) for one, _ in tables.constructions):
        return False
    start, sentence = _sentence_of(article, proposal, tables)
    every = find_statements(sentence, tables, article.published)
    return any(one.stance == "denies" and start + one.number[0] == proposal.number_start for one in every)


def find_attribute_problem(article: Article, proposal: Proposal, tables: Tables) -> str:
    """Return that no word of a quote speaks of the attribute, where the tables have words for it."""
    pattern = tables.words.get(proposal.attribute)
    quote = " ".join(article.text[proposal.start : proposal.end].split())
    return "" if pattern is None or pattern.search(quote) else f"no word of the quote speaks of {proposal.attribute}"


def _sentence_of(article: Article, proposal: Proposal, tables: Tables) -> tuple[int, Sentence]:
    """Return the sentence in which a proposal's figure or name stands, and where it begins in the stored text."""
    place = proposal.number_start
    spans = sentences_of(article, tables.code)
    return next(((start, one) for (start, end), one in spans if start <= place < end), (place, Sentence(0, "", "", ())))
