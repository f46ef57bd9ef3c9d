"""Other names of an actor are known where two outlets give them."""

import pytest

from claims.models import Assertion
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.evidence.aliases import add_told_aliases
from tests.support.builders import make_assertion, make_item, make_readings

QUOTE = "the Red Hill Front, also known as the Lake Brigade, did it"


def blamed(name: str, outlet: str, quote: str = "") -> Assertion:
    return make_assertion(name, attribute="attributed_to", outlet=outlet, quote=quote)


@pytest.mark.parametrize(
    ("quotes", "is_one"),
    [
        ((QUOTE, "the Lake Brigade (Red Hill Front) did it"), True),
        ((QUOTE, "the Lake Brigade did it"), False),
        (("the Red Hill Front fought the Lake Brigade", "the Lake Brigade or Red Hill Front did it"), False),
    ],
)
def test_two_outlets_that_agree_make_an_alias(quotes: tuple[str, str], is_one: bool) -> None:
    pair = [blamed("Red Hill Front", "Harbour Post", quotes[0]), blamed("Lake Brigade", "Evening Bell", quotes[1])]
    assert (make_item(pair, attribute="attributed_to").state != "open") is is_one


def test_a_name_that_the_vocabulary_knows_is_never_made_anothers() -> None:
    vocabulary = builtin_vocabulary()
    known = sorted(vocabulary.actors)[:2]
    quote = f"{known[0]}, also known as {known[1]}, did it"
    readings = make_readings([blamed(known[0], "Harbour Post", quote), blamed(known[1], "Evening Bell", quote)])
    assert add_told_aliases(readings, vocabulary) is vocabulary
