"""Counts read off dependency trees. The trees are written out, as spaCy's small English pipeline gave them once."""

import re

import pytest

from claims.extract.chunks import chunk
from claims.extract.quantities import tokenize
from claims.extract.trees import Word, find_tree_counts

TREES = {
    "Fifteen raiders were shot dead, as were a guard and two clerks.": (
        "fifteen/CD/nummod/1 raider/NNS/nsubjpass/3 be/VBD/auxpass/3 shoot/VBN/ROOT/3 dead/JJ/oprd/3 ,/,/punct/3 "
        "as/IN/mark/7 be/VBD/advcl/3 a/DT/det/9 guard/NN/nsubj/7 and/CC/cc/9 two/CD/nummod/12 "
        "clerk/NNS/conj/9 ././punct/3"
    ),
    "The blast tore through the market, killing 20 shoppers and wounding nine others.": (
        "the/DT/det/1 blast/NN/nsubj/2 tear/VBD/ROOT/2 through/IN/prep/2 the/DT/det/5 market/NN/pobj/3 ,/,/punct/2 "
        "kill/VBG/advcl/2 20/CD/nummod/9 shopper/NNS/dobj/7 and/CC/cc/7 wound/VBG/conj/7 nine/CD/nummod/13 "
        "other/NNS/dobj/11 ././punct/2"
    ),
    "Twelve sailors drowned and four more are missing.": (
        "twelve/CD/nummod/1 sailor/NNS/nsubj/2 drown/VBN/ROOT/2 and/CC/cc/2 four/CD/nsubj/7 more/JJR/amod/4 "
        "be/VBP/aux/7 miss/VBG/conj/2 ././punct/2"
    ),
    "The death toll from the landslide rose to 31.": (
        "the/DT/det/2 death/NN/compound/2 toll/NN/nsubj/6 from/IN/prep/2 the/DT/det/5 landslide/NN/pobj/3 "
        "rise/VBD/ROOT/6 to/IN/prep/6 31/CD/pobj/7 ././punct/6"
    ),
    "Villagers found the bodies of three climbers.": (
        "villager/NNS/nsubj/1 find/VBD/ROOT/1 the/DT/det/3 body/NNS/dobj/1 of/IN/prep/3 three/CD/nummod/6 "
        "climber/NNS/pobj/4 ././punct/1"
    ),
    "Eight people, including two children, were hurt when the stand collapsed.": (
        "eight/CD/nummod/1 people/NNS/nsubjpass/8 ,/,/punct/1 include/VBG/prep/1 two/CD/nummod/5 child/NNS/pobj/3 "
        ",/,/punct/8 be/VBD/auxpass/8 hurt/VBN/ROOT/8 when/WRB/advmod/12 the/DT/det/11 stand/NN/nsubj/12 "
        "collapse/VBD/advcl/8 ././punct/8"
    ),
    "At least six miners killed in pit fire": (
        "at/RB/advmod/1 least/JJS/advmod/2 six/CD/nummod/3 miner/NNS/ROOT/3 kill/VBN/acl/3 in/IN/prep/4 "
        "pit/NN/compound/7 fire/NN/pobj/5"
    ),
    "The storm left five villagers dead.": (
        "the/DT/det/1 storm/NN/nsubj/2 leave/VBD/ROOT/2 five/CD/nummod/4 villager/NNS/dobj/2 dead/JJ/oprd/2 ././punct/2"
    ),
    "The group has 300 fighters.": (
        "the/DT/det/1 group/NN/nsubj/2 have/VBZ/ROOT/2 300/CD/nummod/4 fighter/NNS/dobj/2 ././punct/2"
    ),
    "Two nurses were among those killed.": (
        "two/CD/nummod/1 nurse/NNS/nsubj/2 be/VBD/ROOT/2 among/IN/prep/2 those/DT/pobj/3 kill/VBN/acl/4 ././punct/2"
    ),
    "The gang threatened to kill ten hostages.": (
        "the/DT/det/1 gang/NN/nsubj/2 threaten/VBD/ROOT/2 to/TO/aux/4 kill/VB/xcomp/2 ten/CD/nummod/6 "
        "hostage/NNS/dobj/4 ././punct/2"
    ),
    "A car bomb would have killed dozens of people.": (
        "a/DT/det/2 car/NN/compound/2 bomb/NN/nsubj/5 would/MD/aux/5 have/VB/aux/5 kill/VBN/ROOT/5 dozen/NNS/dobj/5 "
        "of/IN/prep/6 people/NNS/pobj/7 ././punct/5"
    ),
    "Three officers are dead and several more are injured.": (
        "three/CD/nummod/1 officer/NNS/nsubj/2 be/VBP/ccomp/8 dead/JJ/acomp/2 and/CC/cc/2 several/JJ/amod/6 "
        "more/JJR/conj/2 be/VBP/auxpass/8 injure/VBN/ROOT/8 ././punct/8"
    ),
}


def read(sentence: str) -> dict[tuple[str, str], str | None]:
    """Return the scope of each (attribute, figure) read off the tree of `sentence`."""
    lower = sentence.lower()
    tokens = tokenize(lower, 0, len(lower))
    rows = [row.rsplit("/", 3) for row in TREES[sentence].split()]
    places = list(re.finditer(r"\w+|[,.]", lower))
    words = [
        Word(place.start(), place.end(), place[0], lemma, tag, function)
        for place, (lemma, tag, function, _) in zip(places, rows, strict=True)
    ]
    for index, (word, row) in enumerate(zip(words, rows, strict=True)):
        word.head, word.previous = words[int(row[3])], words[index - 1] if index else None
        if word.head is not word:
            word.head.children.append(word)
    found = find_tree_counts(words, chunk(tokens, sentence, lower, len(lower)))
    return {(count.attribute, count.phrase.surface): count.scope for count in found}


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "Fifteen raiders were shot dead, as were a guard and two clerks.",
            {("killed", "fifteen"), ("killed", "a guard"), ("killed", "two")},
        ),
        (
            "The blast tore through the market, killing 20 shoppers and wounding nine others.",
            {("killed", "20"), ("injured", "nine")},
        ),
        ("Twelve sailors drowned and four more are missing.", {("killed", "twelve"), ("missing", "four")}),
        ("The death toll from the landslide rose to 31.", {("killed", "31")}),
        ("Villagers found the bodies of three climbers.", {("killed", "three")}),
        (
            "Eight people, including two children, were hurt when the stand collapsed.",
            {("injured", "eight"), ("injured", "two")},
        ),
        ("At least six miners killed in pit fire", {("killed", "at least six")}),
        ("The storm left five villagers dead.", {("killed", "five")}),
        ("The group has 300 fighters.", {("strength", "300")}),
        ("Two nurses were among those killed.", {("killed", "two")}),
    ],
)
def test_the_tree_shows_whom_it_befell(sentence: str, wanted: set[tuple[str, str]]) -> None:
    assert set(read(sentence)) == wanted


def test_the_figure_has_the_scope_of_its_noun() -> None:
    assert read("Eight people, including two children, were hurt when the stand collapsed.") == {
        ("injured", "eight"): "total",
        ("injured", "two"): "children",
    }


@pytest.mark.parametrize(
    "sentence", ["The gang threatened to kill ten hostages.", "A car bomb would have killed dozens of people."]
)
def test_what_is_only_planned_or_supposed_counts_nobody(sentence: str) -> None:
    assert read(sentence).keys() <= {("hostages", "ten")}


def test_another_subject_between_two_verbs_keeps_the_first_one_out() -> None:
    assert ("injured", "three") not in read("Three officers are dead and several more are injured.")
