"""A text that was cut off says so, and a whole one does not."""

import pytest

from claims.intake.cuts import find_cuts, find_unread


@pytest.mark.parametrize(
    "text",
    [
        "Ten people died, the mayor said. Forty others were [+1234 chars]",
        "Ten people died, the mayor said. Forty others were... Read more",
        "Ten people died, the mayor said. Forty others […]",
        "Ten people died.\n\nSubscribe to continue reading. Already a subscriber? Log in.",
        "Ten people died, the mayor said. The governor of the province told the",
        "Ten people died.\n\nRead the full story at harbourpost.example",
        "Ten people died.\n\nTo continue reading this article, log in.",
        "Zehn Menschen starben.\n\nDieser Artikel ist kostenpflichtig.",
        "Ten people died.\n\nThis article is for subscribers only.",
        "Zehn Menschen starben.\n\nWeiterlesen mit dem Probeabo",
        "Dix personnes sont mortes.\n\nLa suite de cet article est réservée.",
        "Murieron diez personas.\n\nContenido exclusivo para suscriptores",
        "Погибли десять человек. Читать далее →",
    ],
)
def test_a_text_that_was_cut_off_says_so(text: str) -> None:
    [note] = find_cuts(text)
    assert note.startswith("incomplete: ")


@pytest.mark.parametrize(
    "text",
    [
        "Ten people died, the mayor said.",
        "Ten people died, the mayor said. Additional reporting by Jane Roe in Orsa",
        "Ten people died, the mayor said. — Harbour Post, with agencies",
        "“I was told to read more,” the clerk said. He read more books.",
        "Subscribers to the harbour post were told to log in. " + "Ten people died at the quarry. " * 40,
        "",
    ],
)
def test_a_whole_text_does_not(text: str) -> None:
    assert list(find_cuts(text)) == []


def test_a_page_that_is_longer_by_its_own_word_or_paid_for_is_incomplete() -> None:
    words = "word " * 60
    assert list(find_unread([{"articleBody": words}], words)) == []
    assert "30 of the 60 words" in "".join(find_unread([{"articleBody": words}], words[: len(words) // 2]))
    assert "30 of the 60 words" in "".join(find_unread([{"wordCount": "60"}], words[: len(words) // 2]))
    assert list(find_unread([{"wordCount": 12}], "word")) == [], "too few words for a share to say anything"
    assert "not free" in "".join(find_unread([{"isAccessibleForFree": False}], words))
    assert list(find_unread([{"isAccessibleForFree": True, "wordCount": "many"}], words)) == []
