"""The policy a dossier goes by and what reviewers hold of its sources, as settings in its vocabulary."""

import re
from datetime import UTC, datetime
from typing import Final

from claims.errors import VariorumError
from claims.store.dossier import Dossier
from claims.vocabulary.model import Vocabulary
from reconcile.policies import DEFAULT_POLICY
from reconcile.policies.values import RULES
from tui.services.plugins import load_policies

WAYS_OF: Final = "every_casualty"
"""The policy that offers ways to deal with disagreement."""

WAYS: Final = ("range", "majority", "hierarchy", "discussion")


class PolicyError(VariorumError):
    """A policy, an attribute, a grade or a reviewer's name cannot be used; nothing was recorded."""


def use_policy(
    store: Dossier, policy: str, attribute: str | None, because: str, reviewer: str, *, way: str = ""
) -> str:
    """Make a policy the one the dossier goes by; return the attribute's name, or `default`. It still settles nothing.

    Raises:
        PolicyError: there is no such policy or attribute, it does not judge values of that kind, or nobody answers for
            the setting.
    """
    check_setter(reviewer)
    check_policy(policy)
    if way and (policy != WAYS_OF or way not in WAYS):
        offers = f"ways are {WAYS_OF}'s: {', '.join(WAYS)}"
        raise PolicyError(f"{policy} has no way {way!r}; {offers}; nothing was recorded")
    name = _check_attribute(store.vocabulary(), attribute, policy) if attribute else "default"
    setting = {"use": policy, "by": reviewer, "at": setting_time(), "because": because}
    if way:
        setting["way"] = way
    store.extend_vocabulary({"policies": {name: setting}})
    return name


def _check_attribute(words: Vocabulary, written: str, policy: str) -> str:
    """Return the name of an attribute whose values a policy judges."""
    attribute = words.attribute(written)
    if attribute is None:
        raise PolicyError(f"there is no attribute {written!r}; nothing was recorded")
    if attribute.kind != "count" and policy not in RULES:
        judges = f"{policy} judges counts; {' and '.join(RULES)} judge {attribute.kind} values too"
        raise PolicyError(f"{attribute.name} is no count; {judges}; nothing was recorded")
    return attribute.name


def grade_source(
    store: Dossier, source: str, grade: str | None, belligerent: bool | None, because: str, reviewer: str
) -> str:
    """Set what a reviewer holds of a source, and return it in words; None leaves grade or party as they are.

    Raises:
        PolicyError: it is no grade, nothing is set, or nobody answers for the setting.
    """
    check_setter(reviewer)
    _check_grade(grade)
    if grade is None and belligerent is None:
        raise PolicyError("give a grade, --belligerent or --no-belligerent; nothing was recorded")
    words = store.vocabulary()
    name, old = words.speaker_name(source), words.source_setting(source)
    is_party = old.belligerent if belligerent is None else belligerent
    reason = because if because or grade else old.because
    setting: dict[str, object] = {"by": reviewer, "at": setting_time(), "because": reason, "belligerent": is_party}
    if letter := grade or old.grade:
        setting["grade"] = letter
    store.extend_vocabulary({"sources": {name: setting}})
    return f"{name}: {letter or 'no grade'}{', belligerent' if is_party else ''}"


def _check_grade(grade: str | None) -> None:
    if grade is not None and not re.fullmatch("[A-F][2-6]?", grade):
        hint = "F for a source and 6 for information that cannot be judged; 1, confirmed, follows from the chains"
        raise PolicyError(f"{grade!r} is no grade; give a letter from A to F and, where it helps, a digit: {hint}")


def attributes_using(words: Vocabulary, policy: str) -> list[str]:
    """Return the attributes that go by a policy, `default` among them."""
    uses = {"default": DEFAULT_POLICY} | {name: setting.use for name, setting in words.policy_settings.items()}
    return [name for name, use in sorted(uses.items()) if use == policy]


def check_setter(reviewer: str) -> None:
    """Check that somebody answers for a setting.

    Raises:
        PolicyError: nobody does, or the name cannot be shown.
    """
    if not reviewer.strip() or not reviewer.isprintable() or len(reviewer) > 200:
        raise PolicyError(
            "a setting needs a reviewer with a short plain name: --reviewer NAME, or VARIORUM_REVIEWER; "
            "nothing was recorded"
        )


def check_policy(policy: str) -> None:
    """Check that there is a policy of this name.

    Raises:
        PolicyError: there is none.
    """
    known = [each.name for each in load_policies()[0]]
    if policy not in known:
        raise PolicyError(f"there is no policy {policy!r}; known are {', '.join(known)}; nothing was recorded")


def setting_time() -> str:
    """Return the time to the microsecond, which keeps two settings made in one second apart."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
