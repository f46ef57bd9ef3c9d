"""Say who may record what in a dossier that lists its reviewers, and check what they signed.

What is signed is a commitment to the fields of an entry, each under a salt of its own, so that a field can be taken out
of a record later, its commitment staying, and the signature remains good. docs/signatures.md has the format.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from claims.proof.signature import SignatureError, check_signature, fingerprint, is_armored, parse_signers

SIGNED_AS = "decision@variorum"
"""The namespace of reviewers' signatures, in which no checkpoint is ever signed."""

ROLES = ("reader", "coder", "reviewer", "adjudicator", "admin")
"""Each may do what those before it may."""

ROLE_WORDS = {
    "reader": "read",
    "coder": "act on statements",
    "reviewer": "decide",
    "adjudicator": "settle between reviewers, share work out",
    "admin": "change reviewers and policies",
}
"""What each role adds to the one before it."""

_ON_STATEMENTS = {"confirm", "reject", "different_event", "set_scope", "tag"}
"""Acts that say what an article says, not what the answer is."""

_SETTINGS = {
    "policies": "admin",
    "protocol": "admin",
    "sources": "reviewer",
    "names": "reviewer",
    "memberships": "reviewer",
}
"""The tables of the vocabulary in which somebody sets something, with the role that it takes."""
_UNSIGNED = {"signature", "seed"}
_TAG = "variorum.{}/1\n"


class Listed(NamedTuple):
    """A reviewer in the list."""

    name: str
    role: str
    key: str
    """`TYPE BASE64`; empty where they do not sign."""

    def may(self, role: str) -> bool:
        """Return whether they may do what needs `role`."""
        return ROLES.index(self.role) >= ROLES.index(role)

    @property
    def fingerprint(self) -> str:
        """Their key as `ssh-keygen -l` prints it; empty where they do not sign."""
        return fingerprint(parse_signers(self.key)[0].key) if self.key else ""


class Refusal(NamedTuple):
    """Why an entry should not have been recorded."""

    name: str
    needs: str
    """The role; empty where it is not the role."""
    message: str


def field_salt(seed: str, name: str) -> bytes:
    """Return the salt of a field, made from the seed of its entry."""
    return hmac.digest(bytes.fromhex(seed), (_TAG.format("salt") + name).encode("utf-8"), "sha256")


def commit_field(salt: bytes, name: str, value: object, encode: Callable[[object], bytes]) -> str:
    """Return the commitment to a field."""
    return hashlib.sha256(_TAG.format("field").encode() + salt + encode([name, value])).hexdigest()


def commit_entry(kind: str, fields: Mapping[str, str], encode: Callable[[object], bytes]) -> str:
    """Return the commitment to an entry, from those to its fields."""
    return hashlib.sha256(_TAG.format("entry").encode() + encode({"fields": dict(fields), "kind": kind})).hexdigest()


def signed_text(kind: str, content: Mapping[str, Any], encode: Callable[[object], bytes]) -> bytes:
    """Return the text that is signed: a tag and the commitment, nothing of the entry itself.

    Raises:
        SignatureError: the entry has no seed.
    """
    seed = content.get("seed", "")
    if len(seed) != 64 or seed.strip("0123456789abcdef"):
        raise SignatureError("its salts cannot be made: it has no seed of 64 hex digits")
    fields = {
        name: commit_field(field_salt(seed, name), name, value, encode)
        for name, value in content.items()
        if name not in _UNSIGNED
    }
    return committed_text(kind, fields, encode)


def committed_text(kind: str, fields: Mapping[str, str], encode: Callable[[object], bytes]) -> bytes:
    """Return the text that is signed, from the commitments to the fields of an entry."""
    covered = {name: commitment for name, commitment in fields.items() if name not in _UNSIGNED}
    return (_TAG.format("entry") + commit_entry(kind, covered, encode) + "\n").encode()


class Roster:
    """The list of reviewers, as far as it has been read."""

    def __init__(self, changes: Iterable[Mapping[str, Any]] = ()) -> None:
        """Start with the changes to the list, oldest first."""
        self.listed: dict[str, Listed] = {}
        self.exists = False
        """Whether anybody was ever listed: from then on only those listed decide."""
        for change in changes:
            self.apply(change)

    def apply(self, change: Mapping[str, Any]) -> None:
        """Take up a change."""
        self.exists = True
        name = change["name"]
        if change["action"] == "retire":
            self.listed.pop(name, None)
        else:
            before = self.listed.get(name)
            self.listed[name] = Listed(name, change["role"], change["key"] or (before.key if before else ""))

    def those_who(self, role: str) -> list[Listed]:
        """Return those who may do what needs `role`, by name."""
        return [each for _, each in sorted(self.listed.items()) if each.may(role)]

    def key_for(self, kind: str, content: Mapping[str, Any]) -> str:
        """Return the key that an entry is signed with, or an empty text.

        Whoever begins the list by naming themselves signs with the key they give.
        """
        name = content["reviewer"]
        if name in self.listed:
            return self.listed[name].key
        return content["key"] if kind == "reviewer" and content["name"] == name and not self.exists else ""

    def check_role(self, kind: str, content: Mapping[str, Any], undone: Callable[[str], str]) -> Iterator[Refusal]:
        """Yield why an entry should not be recorded by the one who records it.

        Args:
            kind: of the entry.
            content: its body.
            undone: gives the role that a decision needed, by its id.
        """
        if self.exists:
            for name, role in _needed(kind, content, undone):
                listed = self.listed.get(name)
                if listed is None:
                    yield Refusal(name, role, f"{name} is not among the listed reviewers")
                elif not listed.may(role):
                    yield Refusal(name, role, f"{name} is listed as {listed.role}, and this takes {_a(role)}")
        if kind == "reviewer":
            yield from self._check_change(content)

    def _check_change(self, change: Mapping[str, Any]) -> Iterator[Refusal]:
        name, after = change["name"], Roster()
        after.listed = dict(self.listed)
        if change["action"] == "retire" and name not in self.listed:
            yield Refusal(name, "", f"{name} is not listed, and cannot be retired")
        after.apply(change)
        if not after.those_who("admin"):
            yield Refusal(name, "", "somebody must stay or become admin, or nobody could change the list again")

    def check_signature(
        self,
        kind: str,
        content: Mapping[str, Any],
        encode: Callable[[object], bytes],
        fields: Mapping[str, str] | None = None,
    ) -> tuple[str, bytes | None]:
        """Return (the problem with the signature of an entry or an empty text, the key it was made with).

        `fields` are the commitments to its fields where they are known without its seed.
        """
        key, armored = self.key_for(kind, content), content.get("signature", "")
        expected = parse_signers(key)[0].key if key else None
        if not armored:
            signs = f"{content['reviewer']} signs with {fingerprint(expected)}" if expected else ""
            return signs and f"it is not signed, and {signs}", None
        try:
            if not is_armored(armored):
                raise SignatureError("it is not written as OpenSSH writes it")
            text = committed_text(kind, fields, encode) if fields else signed_text(kind, content, encode)
            made_with = check_signature(armored, text, SIGNED_AS)
        except SignatureError as error:
            return f"its signature is not good: {error}", None
        if expected is not None and made_with != expected:
            theirs = f"which is not the key of {content['reviewer']} ({fingerprint(expected)})"
            return f"it is signed with {fingerprint(made_with)}, {theirs}", made_with
        return "", made_with


class ReviewerCheck:
    """Checks who recorded each entry of a ledger, and counts what is whose."""

    def __init__(self, roster: Roster, role_before: Callable[[str], str]) -> None:
        """Start from the list as it is before the pass; `role_before` gives the role that an earlier decision took."""
        self.roster = roster
        self.decided: dict[str, tuple[int, int]] = {}
        """How many decisions are by each reviewer, and how many of them carry a good signature."""
        self._roles: dict[str, str] = {}
        self._role_before = role_before

    def check(
        self,
        kind: str,
        content: Mapping[str, Any],
        encode: Callable[[object], bytes],
        fields: Mapping[str, str] | None = None,
    ) -> Iterator[str]:
        """Yield what is not right about who recorded the next entry."""
        for refusal in self.roster.check_role(kind, content, self._role_of):
            yield f"it was recorded without the right to: {refusal.message}"
        if kind == "vocabulary":
            return
        problem, key = self.roster.check_signature(kind, content, encode, fields)
        if problem:
            yield problem
        if kind == "redaction":
            return
        if kind == "reviewer":
            self.roster.apply(content)
            return
        count, signed = self.decided.get(content["reviewer"], (0, 0))
        good = not problem and key is not None and content["reviewer"] in self.roster.listed
        self.decided[content["reviewer"]] = (count + 1, signed + good)
        if kind == "decision":
            self._roles[content["id"]] = role_of_act(content, self._role_of)

    def _role_of(self, decision: str) -> str:
        return self._roles.get(decision) or self._role_before(decision)


def role_of_act(content: Mapping[str, Any], undone: Callable[[str], str]) -> str:
    """Return the role that a decision needs; `undone` gives that of a decision by its id."""
    if content["action"] == "undo":
        return undone(content["undoes"]) if content["undoes"] else "reviewer"
    if content["adjudicates"] or _is_for_others(content):
        return "adjudicator"
    return "coder" if content["action"] in _ON_STATEMENTS else "reviewer"


def _is_for_others(content: Mapping[str, Any]) -> bool:
    """Return whether a decision assigns work to, or takes it from, others than the one who makes it."""
    return any(name[1:] != content["reviewer"] for name in content.get("assignees", ()))


def _needed(kind: str, content: Mapping[str, Any], undone: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield whoever answers for an entry, with the role that it takes."""
    if kind == "decision":
        yield content["reviewer"], role_of_act(content, undone)
    elif kind in {"amendment", "event"}:
        yield content["reviewer"], "reviewer"
    elif kind in {"redaction", "reviewer"}:
        yield content["reviewer"], "admin"
    elif kind == "vocabulary":
        for table, role in _SETTINGS.items():
            for setting in content.get(table, {}).values():
                yield setting.get("by") or "a setting without a name", role


def _a(role: str) -> str:
    return f"an {role}" if role[0] in "a" else f"a {role}"
