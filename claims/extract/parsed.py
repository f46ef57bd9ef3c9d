"""The proposer `nlp`: counts read off the dependency trees of whichever English spaCy pipeline is installed.

Owns loading the pipeline and turning its parse into trees. Everything around a count (figure, quote, chain, event) is
read as the lexical grammar reads it. Refuses to fetch a model: what is not installed is named, with how to get it.
"""

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import Any, Final

from claims.errors import VariorumError
from claims.extract.chunks import Chunks, triggers
from claims.extract.counts import Count
from claims.extract.lexical import Reader
from claims.extract.proposals import Proposal
from claims.extract.sentences import Sentence, split_sentences
from claims.extract.trees import Word, find_tree_counts
from claims.extract.view import WIDE_DASH, ArticleView
from claims.vocabulary.model import Vocabulary

INSTALL: Final = "pip install -r requirements/nlp.txt"
_LANGUAGE: Final = "en_"
_UNUSED: Final = ("ner", "senter", "entity_linker", "textcat")
_BATCH: Final = 64
_LONG_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_MOSTLY: Final = 0.7
_PLAIN: Final = str.maketrans({WIDE_DASH: "–", "\n": " "})


class NoPipelineError(VariorumError):
    """The parser or its English pipeline is not installed."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"proposer nlp: {problem}")


def installed_pipelines() -> list[str]:
    """Return the names of the English pipelines that are installed, without loading spaCy."""
    return sorted({entry.name for entry in entry_points(group="spacy_models") if entry.name.startswith(_LANGUAGE)})


def find_problem() -> str:
    """Return what keeps the parser from being used, and what to do; nothing where nothing does."""
    if find_spec("spacy") is None:
        return f"Not installed; {INSTALL}"
    if not installed_pipelines():
        return f"SpaCy has no English pipeline here; {INSTALL}"
    return ""


class ParsedProposer:
    """Finds counts by dependency patterns over a spaCy parse."""

    languages = frozenset({"en"})

    def __init__(self, pipeline: str | None = None) -> None:
        """Load `pipeline`, or the first of the English ones installed.

        Raises:
            NoPipelineError: there is none, or no parser in it.
        """
        if problem := find_problem():
            raise NoPipelineError(problem)
        import spacy

        name = pipeline or installed_pipelines()[0]
        self._nlp: Any = spacy.load(name, exclude=_UNUSED)
        if not {"parser", "tagger"} <= set(self._nlp.pipe_names):
            raise NoPipelineError(f"the pipeline {name} has no tagger and parser; {INSTALL}")
        self.name = f"nlp:{name}-{self._nlp.meta['version']}"

    def propose(self, view: ArticleView, vocabulary: Vocabulary) -> Iterable[Proposal]:
        """Return the counts found in `view`, in the order of the text."""
        trees = self._trees(view)
        start, tree = next(trees, (-1, []))

        def counts(chunks: Chunks, sentence: Sentence) -> list[Count]:
            nonlocal start, tree
            while 0 <= start < sentence.start:
                start, tree = next(trees, (-1, []))
            return find_tree_counts(tree, chunks) if start == sentence.start else []

        return Reader(view, vocabulary, counts).proposals()

    def _trees(self, view: ArticleView) -> Iterator[tuple[int, list[Word]]]:
        """Yield where a sentence that says what happened begins, and its tree; parsed a batch ahead."""
        told = (s for s in split_sentences(view.text) if triggers().is_in(view.lower, s.start, s.end))
        texts = ((_readable(view.text[s.start : s.end]), s.start) for s in told)
        for doc, start in self._nlp.pipe(texts, as_tuples=True, batch_size=_BATCH):
            yield start, build_tree(doc, start)


def _readable(sentence: str) -> str:
    """Return a sentence as parsers know them: a Headline in Capitals becomes lower case, one mark stays one mark."""
    plain = sentence.translate(_PLAIN)
    long = _LONG_WORD.findall(plain)
    capitals = sum(word[0].isupper() for word in long)
    return plain.lower() if len(long) > 2 and capitals >= _MOSTLY * len(long) else plain


def build_tree(doc: Any, offset: int) -> list[Word]:
    """Return the words of a parsed spaCy document whose text begins at `offset` of the view."""
    words = [
        Word(
            start=offset + token.idx,
            end=offset + token.idx + len(token.text),
            text=token.lower_,
            lemma=token.lemma_.lower(),
            tag=token.tag_,
            dep=token.dep_,
        )
        for token in doc
    ]
    for index, (token, word) in enumerate(zip(doc, words, strict=True)):
        word.head = words[token.head.i]
        word.previous = words[index - 1] if index else None
        if word.head is not word:
            word.head.children.append(word)
    return words
