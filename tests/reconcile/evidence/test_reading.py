"""One voice is one origin, however its name is spelt."""

import pytest

from reconcile.evidence.reading import find_voices
from tests.support.builders import make_assertion, make_item


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Peñalver", "Jose\u0301 Pen\u0303alver"),
        ("José  Peñalver", "José Peñalver"),
        ("the Harbour Post", "The Harbour Post"),
        ("L’Étoile", "L'Étoile"),
        ("Harbour Post", "harbourpost.example"),
        ("Harbour Post", "www.harbourpost.co.example"),
        ("A.B.C. News", "ABC News"),
    ],
)
def test_spellings_of_one_name_are_one_voice(one: str, other: str) -> None:
    assert len(set(find_voices([one, other, one]).values())) == 1
    assert find_voices([one, other, other])[one] == other, "the most frequent spelling stands for all"


@pytest.mark.parametrize(("one", "other"), [("José Vale", "Jose Vale"), ("Harbour Post", "Harbour Times"), ("?", "!")])
def test_other_names_are_other_voices(one: str, other: str) -> None:
    assert find_voices([one, other]) == {one: one, other: other}


def test_one_speaker_spelt_in_two_ways_counts_once() -> None:
    one = make_assertion("12", "José Peñalver", outlet="Harbour Post")
    two = make_assertion("12", "Jose\u0301 Pen\u0303alver", outlet="Valley Times")
    origins = {member.origin for member in make_item([one, two]).members}
    assert len(origins) == 1
