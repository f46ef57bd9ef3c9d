"""Texts that wholly state one kind of thing are compared as that, and other words decide nothing."""

from typing import Final

import pytest

from claims.values import parse_value
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.comparison.comparing import compare_values

APART: Final = [
    ("USD 102 million", "USD 108 million"),
    ("80M EUR", "85M EUR"),
    ("10 m", "24-30 ft"),
    ("three hours", "90 minutes"),
    ("magnitude 6.1", "magnitude 6.4"),
    ("about 20 km", "60 km"),
    ("12 men, 11 women", "13 men, 11 women"),
    ("23 Orsans", "12 Orsans, 11 Lornians"),
    ("three rifles and two knives", "4 rifles"),
    ("two red boats", "three red boats"),
    ("23", "12 + 10"),
    ("55 km south of Orsa", "55 km west of Orsa"),
    ("20 miles from Orsa", "50 miles from Orsa"),
    ("10 km (six miles) from Orsa", "some 10 miles from Orsa"),
    ("early Tuesday", "afternoon"),
    ("morning", "evening"),
    ("07:30", "just after 9 am"),
    ("early December", "end of November"),
    ("18 July", "19 July 2000"),
    ("March 2031", "April 2031"),
    ("the left bank", "the right bank"),
    ("a day before the vote", "a day after the vote"),
    ("northern gate", "southern gate"),
    ("signed", "not signed"),
    ("none", "some fled"),
    ("inland", "off the coast of Orsa"),
    ("wife and a boy", "wife and another woman"),
    ("a car, a truck and 2 knives", "a car, a truck and 2 pistols"),
    ("a tanker and a skiff", "tanker, three dinghies"),
    ("3 machine guns", "3 automatic rifles"),
    ("boarded from boats", "boarded from a helicopter"),
    ("the raiders fled by car", "fled on foot"),
    ("Ivory Coast", "the Horn of Africa"),
]
OPEN: Final = [
    ("a gas leak", "faulty wiring"),
    ("a gun and a knife", "two guns"),
    ("23 pirates", "12 Orsans, 11 Lornians"),
    ("two men", "two men and a woman"),
    ("three hours after the blast", "two hours before dawn"),
    ("10 m", "3 hours"),
    ("EUR 75 million", "USD 100 million"),
    ("$137 million", "$160 million"),
    ("55 km south of Orsa", "55 km south of the town of Lorne"),
    ("yesterday", "18 July"),
    ("last March", "April"),
    ("since March", "in April"),
    ("Mr March", "Mr April"),
    ("end of November", "will replace it"),
    ("north gate", "northwest gate"),
    ("the left bank", "the right wing"),
    ("signed", "not yet signed"),
    ("none", "most likely arson"),
    ("nothing was stolen", "several windows broken"),
    ("some", "2"),
    ("nearly all", "all"),
    ("offices", "inland"),
    ("Salahuddin", "Salahaddin"),
    ("child", "man"),
    ("a rifle", "a pistol"),
    ("3 machine guns", "2 automatic rifles"),
    ("wife and a boy", "wife and a child"),
    ("a skiff and two knives", "a dhow and two pistols"),
    ("a tanker and skiffs", "a tanker and a skiff"),
    ("fled by car", "hid on foot"),
    ("Marseille", "France"),
]
ALIKE: Final = [
    ("50 km", "50 kilometres"),
    ("12 men, 11 women", "eleven women and twelve men"),
    ("23", "12 + 11"),
    ("A gas leak.", "a  gas leak"),
    ("6 pm", "18:00"),
]


def compare(one: str, two: str) -> str:
    vocabulary = builtin_vocabulary()
    a, b = parse_value("text", one), parse_value("text", two)
    there, back = compare_values(a, b, vocabulary), compare_values(b, a, vocabulary)
    assert there.outcome == back.mirrored().outcome
    return there.outcome


@pytest.mark.parametrize(("one", "two"), APART)
def test_texts_exclude_each_other_by_what_both_wholly_state(one: str, two: str) -> None:
    assert compare(one, two) == "disjoint"


@pytest.mark.parametrize(("one", "two"), OPEN)
def test_other_words_are_no_contradiction(one: str, two: str) -> None:
    assert compare(one, two) != "disjoint"


@pytest.mark.parametrize(("one", "two"), ALIKE)
def test_texts_agree_by_what_they_state(one: str, two: str) -> None:
    assert compare(one, two) in {"equal", "contains", "inside"}
