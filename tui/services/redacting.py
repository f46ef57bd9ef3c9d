"""Take names, quotes and statements out: of a copy for others, or by an order out of the dossier itself."""

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from claims.extract.names import Gazetteer
from claims.extract.sentences import split_sentences
from claims.extract.victims import find_victims
from claims.models import Redaction
from claims.redactions import Masker, Selection
from claims.store.addresses import place_name
from claims.store.dossier import Dossier, Redacted, RedactionError
from claims.temporary import TemporaryFolder
from tui.services.acts import check_words
from tui.services.session import sign
from tui.services.state_files import dossier_key, state_folder, write_state

PRESETS: Final = ("quotes", "speakers", "victims")
WHAT: Final = "quotes|speakers|victims|name=NAME|quote=ID|statement=ID"


class Destroyed(NamedTuple):
    """What became of an order."""

    taken: Redacted
    drafts: tuple[Path, ...]
    """Files with drafts and places of reviewers that held a name, and are empty now."""
    remaining: tuple[str, ...]
    """Names that the file still holds, in whatever place."""


def parse_selection(store: Dossier, asked: Iterable[str]) -> Selection:
    """Return what is asked to be taken out.

    Raises:
        RedactionError: it is not understood.
        UnknownRecordError: there is no such assertion.
    """
    words = list(asked)
    given: dict[str, list[str]] = {"name": [], "quote": [], "statement": []}
    for word in words:
        key, equals, value = word.partition("=")
        if equals and key in given and value.strip():
            given[key].append(value.strip())
        elif word not in PRESETS:
            raise RedactionError(f"{word!r} cannot be taken out: it takes {WHAT}")
    names = list(given["name"])
    if "speakers" in words:
        names += _speakers(store)
    if "victims" in words:
        names += _victims(store)
    quotes, statements = (frozenset(store.assertion(id_).id for id_ in given[key]) for key in ("quote", "statement"))
    selection = Selection(tuple(sorted(set(names))), quotes, statements, "quotes" in words)
    if selection == Selection():
        raise RedactionError(f"nothing was found to take out; it takes {WHAT}")
    return selection


def _speakers(store: Dossier) -> Iterator[str]:
    for assertion in store.assertions():
        yield from (speaker for speaker in assertion.speakers if speaker.strip())


def _victims(store: Dossier) -> Iterator[str]:
    """Yield the persons whom statements are about, and the dead whom the texts name, whole and by their last names."""
    for assertion in store.assertions():
        if assertion.subject_kind == "person":
            yield from (assertion.subject, assertion.subject.split()[-1])
    gazetteer = Gazetteer(store.vocabulary())
    for row in store.article_rows():
        text = store.article(row.id).text
        for sentence in split_sentences(text):
            for victim in find_victims(text, sentence, gazetteer):
                yield from (victim.name, victim.name.split()[-1])


@contextlib.contextmanager
def redacted_copy(store: Dossier, asked: Sequence[str]) -> Iterator[tuple[Dossier, Redacted]]:
    """Yield a copy of a dossier without what is asked, and what was taken out; its head is the dossier's.

    Raises:
        RedactionError, UnknownRecordError: as for `parse_selection` and `Dossier.find_redactions`.
    """
    selection = parse_selection(store, asked)
    with TemporaryFolder() as folder:
        path = folder.path / place_name(store.path)
        store.backup(path)
        with Dossier(path) as copy:
            yield copy, copy.redact_copy(selection)


def write_copy(store: Dossier, target: Path, asked: Sequence[str]) -> Redacted:
    """Write a copy of the dossier without what is asked; its head is the dossier's.

    Raises:
        RedactionError, UnknownRecordError, OutputError: nothing was written.
    """
    with redacted_copy(store, asked) as (copy, taken):
        copy.backup(target)
    return taken


def begin_salting(store: Dossier, reviewer: str, because: str) -> bool:
    """Record that from here on entries have salted commitments; return False where they have already.

    Raises:
        RedactionError: nobody says who they are.
        NotPermittedError, NotSignedError: as for `Dossier.begin_salting`.
    """
    return not store.is_salted() and store.begin_salting(_make_order("begin", reviewer, because))


def destroy(
    store: Dossier, asked: Sequence[str], reviewer: str, because: str, confirm: Callable[[Redacted], bool]
) -> Destroyed | None:
    """Take something out of the dossier for good; None where there is nothing, or it is not confirmed.

    Raises:
        RedactionError: no reason is given, it holds what is to go, or something cannot be taken out.
        UnknownRecordError: there is no such assertion.
        NotPermittedError, NotSignedError: as for `Dossier.destroy`.
    """
    selection = parse_selection(store, asked)
    if not because.strip():
        raise RedactionError("say why with --because; who, when and why stay in the ledger")
    if Masker(selection, {}).finds(f"{because}\n{reviewer}"):
        raise RedactionError("the reason holds a name that is to go, and it stays; say it in other words")
    found = store.find_redactions(selection)
    if not found.entries or not confirm(found):
        return None
    order = _make_order("destroy", reviewer, because).changed(entries=found.entries)
    taken = store.destroy(selection, order)
    drafts = tuple(_drop_drafts(store.path, Masker(selection, {})))
    return Destroyed(taken, drafts, tuple(find_remaining(store.path, taken.found)))


def _make_order(action: str, reviewer: str, because: str) -> Redaction:
    signed = sign(reviewer, because, RedactionError)
    check_words(reviewer, because)
    return Redaction.model_validate({"action": action, **signed})


def find_remaining(path: Path, names: Iterable[str]) -> Iterator[str]:
    """Yield the names whose bytes a file holds, as they are or as JSON may write them."""
    data = path.read_bytes()
    for name in names:
        forms = {name.encode("utf-8"), json.dumps(name)[1:-1].encode()}
        if any(form in data for form in forms):
            yield name


def _drop_drafts(dossier: Path, masker: Masker) -> Iterator[Path]:
    """Empty what this machine keeps of reviewers' work on a dossier where it holds a name; yield what was emptied."""
    for path in sorted(state_folder().glob(f"*/{dossier_key(dossier)}*.json")):
        with contextlib.suppress(OSError, ValueError):
            kept = json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False)
            if masker.finds(kept) and write_state(path, {}):
                yield path
