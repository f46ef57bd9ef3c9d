"""What a dossier asks of its reviewers, as a setting in its vocabulary: how many reviews, and what `contested` is."""

from typing import Final, Literal

from claims.store.dossier import Dossier
from claims.vocabulary.model import Protocol
from tui.services.policy_settings import PolicyError, check_setter, setting_time

Contested = Literal["settles", "waits", "policy"]
CONTESTED: Final[tuple[Contested, ...]] = ("settles", "waits", "policy")
"""`contested` is an answer, is none, or is what the policy in force makes of it."""
_MOST: Final = 9


def set_protocol(
    store: Dossier, *, reviews: int | None, contested: str | None, because: str, reviewer: str
) -> Protocol:
    """Change what the dossier asks of its reviewers and return it; None leaves as it is. The latest setting holds.

    Raises:
        PolicyError: it is no number of reviews or no word for contested, or nobody answers for the setting.
    """
    check_setter(reviewer)
    _check_setting(reviews, contested)
    old = store.vocabulary().protocol
    word = old.contested if contested is None else "" if contested == "policy" else contested
    setting: dict[str, object] = {
        "reviews": old.reviews if reviews is None else reviews,
        "contested": word,
        "because": because,
        "by": reviewer,
        "at": setting_time(),
    }
    store.extend_vocabulary({"protocol": {"default": setting}})
    return store.vocabulary().protocol


def _check_setting(reviews: int | None, contested: str | None) -> None:
    if reviews is not None and not 1 <= reviews <= _MOST:
        raise PolicyError(f"a protocol asks for 1 to {_MOST} reviews, not {reviews}; nothing was recorded")
    if contested is not None and contested not in CONTESTED:
        raise PolicyError(f"--contested {contested!r} is none of {', '.join(CONTESTED)}; nothing was recorded")


def protocol_words(protocol: Protocol) -> str:
    """Return what a protocol asks for, in a sentence."""
    reviews = "one review" if protocol.reviews == 1 else f"{protocol.reviews} reviews"
    contested = {
        "settles": "`contested` is an answer",
        "waits": "`contested` leaves an item waiting",
        "": "`contested` is an answer where the policy in force keeps it (airwars, every_casualty)",
    }
    return f"an item is settled by {reviews}; {contested[protocol.contested]}"
