"""The list of a dossier's reviewers: who is on it, added and retired."""

from pathlib import Path

from claims.errors import VariorumError
from claims.models import ReviewerChange
from claims.proof.reviewers import ROLES, Listed
from claims.proof.signature import SignatureError
from claims.store.dossier import Dossier
from tui.services.acts import check_words
from tui.services.session import sign
from tui.services.signing import read_public_key


class ReviewerError(VariorumError):
    """A reviewer cannot be listed so; nothing was recorded."""


def add_reviewer(
    store: Dossier, name: str, role: str | None, key: Path | None, reviewer: str, because: str = ""
) -> Listed:
    """List somebody, or give somebody listed another role or key; return what they are listed as.

    Whoever is listed first administers. Later ones are reviewers where no role is given.

    Raises:
        ReviewerError: the name, the role or the key cannot be used.
        NotPermittedError: the one who adds may not.
    """
    roster = store.roster()
    before = roster.listed.get(name)
    chosen = role or (before.role if before else "reviewer" if roster.exists else "admin")
    if chosen not in ROLES:
        raise ReviewerError(f"there is no role {chosen!r}; roles are {', '.join(ROLES)}; nothing was recorded")
    public = "" if key is None else _load_key(key)
    _change(store, "add", name, chosen, public, reviewer, because)
    return store.roster().listed[name]


def retire_reviewer(store: Dossier, name: str, reviewer: str, because: str = "") -> None:
    """Take somebody off the list; what they decided stays.

    Raises:
        NotPermittedError: the one who retires them may not, or they are the last who administers.
    """
    listed = store.roster().listed.get(name)
    _change(store, "retire", name, listed.role if listed else "reader", "", reviewer, because)


def _change(store: Dossier, action: str, name: str, role: str, key: str, reviewer: str, because: str) -> None:
    signed = sign(reviewer, because, ReviewerError)
    if not name.strip() or name != name.strip():
        raise ReviewerError("give a name without spaces around it; nothing was recorded")
    for each in (reviewer, name):
        check_words(each, because)
    fields = {"action": action, "name": name, "role": role, "key": key, **signed}
    store.change_reviewers(ReviewerChange.model_validate(fields))


def _load_key(path: Path) -> str:
    public = path if path.suffix == ".pub" else path.with_name(f"{path.name}.pub")
    try:
        return read_public_key(public if public.exists() else path)
    except (OSError, UnicodeDecodeError) as error:
        raise ReviewerError(f"{path}: no public key can be read there; nothing was recorded") from error
    except SignatureError as error:
        hint = "name the .pub file of an Ed25519 or RSA key (`ssh-keygen -t ed25519` makes one)"
        raise ReviewerError(f"{path}: {error}; {hint}; nothing was recorded") from error
