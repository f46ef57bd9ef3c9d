"""A dossier as a package for others: the same dossier gives the same bytes."""

import hashlib
import itertools
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from claims.models import Article, Assertion, Decision, ReviewerChange
from claims.proof.archive import EPOCH, MODE, UNIX
from claims.proof.checkpoint import Checkpoint, CheckpointError
from claims.proof.openings import parse_opening
from claims.proof.package import (
    CHECKPOINT,
    LEDGER,
    MANIFEST,
    MANIFEST_SIGNATURE,
    PROGRAM,
    PROOFS,
    pack_entry,
    text_name,
)
from claims.proof.standalone import build_program
from claims.store.addresses import place_name
from claims.store.dossier import Dossier
from reconcile.audit.crate import Makers, describe
from tui.output import counted, to_json
from tui.services.project import load_project
from tui.services.reporting import make_report
from tui.services.sealing import SealError, make_checkpoint, sign
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.formats import draw
from tui.writers.package_files import Derived, describe_article

_REPORTS: Final = ("md", "html", "json")


_README: Final = """# Variorum package of {name}

One record of sourced assertions, the conflicts among them and the decisions of reviewers, as of ledger head

    {head}

`python3 -I verify.py` checks it; any Python from 3.11 on will do, and nothing has to be installed. With `-I` no other
file in this folder is run. Who has Variorum need not run even that: `variorum audit verify` checks the same, and says
whether verify.py is the program that Variorum writes. Either says who signed the checkpoint; `--signers FILE` demands a
signature by somebody you know, `--against CHECKPOINT` compares with a checkpoint or head that you got in another way.
`ro-crate-metadata.json` says what each file is. `variorum audit import` takes the record into a dossier, where every id
stays what it is.

The ledger, the texts and the quotes are checked against each other and against the checkpoint. Report, annotations and
provenance are computed from the ledger; that they are those that were packed rests on the list of files{pinned}.
{texts}"""


_WITHOUT = """
The texts of the articles are not in this package. What their digests cover is checked; the quotes are not, unless you
have the texts: `python3 -I verify.py --texts FOLDER` finds them by their SHA-256.

The package still holds {still}.
"""

_REDACTED: Final = """
Something was taken out of {count} entries of the ledger: a field that is gone is listed with its commitment under
`opening`, and what stands in its place (█ for each character of a name) proves nothing. The entry's digest is over the
commitments, so that nobody can have added, dropped, moved or altered anything else; without the salt, which is not
here, no guess at what is gone can be confirmed. Ids that would confirm one are replaced by the digests of
their entries.
"""


class Contents(NamedTuple):
    """What a package says of articles and people, whether it has the texts of the articles or not."""

    articles: int
    quotes: int
    speakers: int
    redacted: int
    """Entries from which something was taken out."""

    def __str__(self) -> str:
        return (
            f"{counted(self.quotes, 'quote')} with the words around each, the names of "
            f"{counted(self.speakers, 'speaker')}, titles and addresses of {counted(self.articles, 'article')}, and "
            "what reviewers wrote"
        )


def build_package(
    workspace: Workspace,
    file: Any,
    key: Path | None = None,
    since: Sequence[Checkpoint] = (),
    *,
    texts: bool = True,
    step: Any = lambda done: None,
) -> Contents:
    """Write the package to an open file, and return what it says of articles and people."""
    store = workspace.dossier
    # Sealed as of the newest entry, so that packing twice gives the same bytes.
    checkpoint = make_checkpoint(workspace, key, now="")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        pack = _Packing(archive)
        with Derived(texts=texts) as derived:
            described, decided, contents = _pack_ledger(store, pack, checkpoint.size, derived, texts=texts, step=step)
            pack.add(CHECKPOINT, checkpoint.text())
            pack.add(PROOFS, to_json(_proofs(store, decided, checkpoint, since)) + "\n")
            pack.add("annotations.jsonld", derived.annotations())
            pack.add("provenance.json", derived.prov_json())
            pack.add("provenance.jsonld", derived.prov_o())
            pack.add("provenance.provn", derived.prov_n())
        report = make_report(workspace)
        for format_ in _REPORTS:
            pack.add(f"report.{format_}", draw(workspace, report, format_, to_file=True, appendix=True))
        pack.add(PROGRAM, build_program())
        head = f"{checkpoint.size}:{checkpoint.root.hex()}"
        left_out = "" if texts else _WITHOUT.format(still=contents)
        left_out += _REDACTED.format(count=contents.redacted) if contents.redacted else ""
        pack.add("README.md", _write_readme(place_name(store.path), head, left_out, is_signed=key is not None))
        sizes = pack.sizes | ({MANIFEST_SIGNATURE: 0} if key else {})
        crate = describe(
            sizes,
            described if texts else {},
            name=place_name(store.path),
            time=checkpoint.time,
            head=head,
            makers=_makers(workspace),
        )
        pack.add("ro-crate-metadata.json", to_json(crate) + "\n")
        manifest = "".join(f"{digest}  {name}\n" for name, digest in sorted(pack.digests.items()))
        pack.add(MANIFEST, manifest)
        if key is not None:
            pack.add(MANIFEST_SIGNATURE, sign(manifest.encode(), key))
    return contents


def _makers(workspace: Workspace) -> Makers:
    """Return who made what is in the dossier, and under which terms its project file lets it be used."""
    store, project = workspace.dossier, load_project(workspace.dossier.path)
    listed = [(each.name, each.role, each.fingerprint) for each in store.roster().those_who("reader")]
    deciders = sorted({d.reviewer for key in store.decided_keys() for d in store.decisions(key)})
    return Makers(project.publisher, project.license, listed, deciders)


def _write_readme(name: str, head: str, left_out: str, *, is_signed: bool) -> str:
    pinned = f", which is signed: `{MANIFEST_SIGNATURE}`" if is_signed else ", which nobody signed"
    return _README.format(name=visible(name), head=head, pinned=pinned, texts=left_out)


class _Packing:
    """Adds files to a zip and keeps their digests and sizes."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.digests: dict[str, str] = {}
        self.sizes: dict[str, int] = {}

    def add(self, name: str, content: str | Iterable[str] | Iterable[bytes]) -> None:
        """Add a file, whole or in parts."""
        info = zipfile.ZipInfo(name, EPOCH)
        info.external_attr, info.create_system = MODE, UNIX
        hashed, size = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=name == LEDGER) as file:
            for part in [content] if isinstance(content, str) else content:
                data = part.encode("utf-8") if isinstance(part, str) else part
                hashed.update(data)
                size += file.write(data)
        self.digests[name], self.sizes[name] = hashed.hexdigest(), size


def _pack_ledger(
    store: Dossier, pack: _Packing, size: int, derived: Derived, *, texts: bool, step: Any
) -> tuple[dict[str, dict[str, Any]], dict[str, bytes], Contents]:
    """Pack ledger and texts; return what the crate says of each text, the entry of each decision, and what is told."""
    described: dict[str, dict[str, Any]] = {}
    articles: dict[str, str] = {}
    decided: dict[str, bytes] = {}
    speakers: Counter[str] = Counter()
    kinds: Counter[str] = Counter()

    redacted = 0

    def lines() -> Iterator[bytes]:
        nonlocal redacted
        for entry in itertools.takewhile(lambda entry: entry.seq <= size, store.entries()):
            entry.intact()
            kinds[entry.kind] += 1
            redacted += entry.opening is not None and bool(parse_opening(entry.opening).gone)
            if entry.kind == "article":
                article = Article.model_validate_json(entry.body)
                articles.setdefault(article.text_sha256, article.id)
                described[text_name(article.text_sha256)] = describe_article(article)
                derived.add_article(article)
            elif entry.kind == "assertion":
                assertion = Assertion.model_validate_json(entry.body)
                speakers.update(assertion.speakers)
                derived.add_assertion(assertion, entry.recorded_at)
            elif entry.kind == "decision":
                decision = Decision.model_validate_json(entry.body)
                derived.add_decision(decision)
                decided[decision.id] = entry.id
            elif entry.kind == "reviewer":
                derived.add_reviewer(ReviewerChange.model_validate_json(entry.body))
            yield pack_entry(
                entry.seq, entry.kind, entry.id, entry.recorded_at, entry.body, entry.digest, entry.opening
            )
            step(entry.seq)

    pack.add(LEDGER, lines())
    if texts:
        for sha256, article_id in sorted(articles.items()):
            pack.add(text_name(sha256), store.article(article_id).text)
    return described, decided, Contents(kinds["article"], kinds["assertion"], len(speakers), redacted)


def _proofs(
    store: Dossier, decided: Mapping[str, bytes], checkpoint: Checkpoint, since: Sequence[Checkpoint]
) -> dict[str, Any]:
    proofs = store.proofs.inclusion(decided.values(), checkpoint.size)
    inclusion = []
    for decision, entry in decided.items():
        seq, digest, path = proofs[entry]
        inclusion.append({"decision": decision, "seq": seq, "digest": digest.hex(), "path": list(map(bytes.hex, path))})
    consistency = []
    for earlier in since:
        try:
            steps = list(map(bytes.hex, store.proofs.consistency(earlier.size, checkpoint.size)))
        except CheckpointError as error:
            raise SealError(f"{earlier.name}: {error}") from error
        consistency.append({"size": earlier.size, "root": earlier.root.hex(), "path": steps})
    return {"size": checkpoint.size, "root": checkpoint.root.hex(), "inclusion": inclusion, "consistency": consistency}
