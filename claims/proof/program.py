"""The program in each package: `python3 -I verify.py`, with nothing but the standard library.

Exit status: 0 intact, 2 wrong usage, 3 not as recorded or sealed.
"""

import argparse
import json
import sys
from pathlib import Path

from claims.proof.checkpoint import CheckpointError, parse_checkpoint, parse_head
from claims.proof.package import Package, PackageError
from claims.proof.signature import SignatureError, parse_signers
from claims.proof.verdict import Verdict, check_package


def describe_verdict(verdict: Verdict) -> str:
    """Return an intact package's verdict in words."""
    withheld = f", {verdict.withheld} could not be checked without the texts" if verdict.withheld else ""
    program = "its verify.py is the program that checked it"
    if not verdict.same_program:
        program = "its verify.py is not the program that checked it: do not run it unless you trust who packed it"
    decisions = sum(each.decisions for each in verdict.decided)
    signed = sum(each.signed for each in verdict.decided)
    carrying = f"{signed} of {decisions} decisions are signed by the reviewers listed in it; " if signed else ""
    return (
        f"intact: {verdict.entries} entries, head {verdict.entries}:{verdict.root}; "
        f"{verdict.quotes} quotes stand in their articles{withheld}; {carrying}"
        f"{describe_redactions(verdict)}checkpoint {verdict.seal}; {program}"
    )


def describe_redactions(verdict: Verdict) -> str:
    """Return what was taken out of a package, and why it is still proof; an empty text where nothing was."""
    if not verdict.redacted:
        return ""
    fields = ", ".join(f"{each.kind} {each.field} {each.entries}" for each in verdict.redactions)
    return (
        f"redacted: {verdict.redacted} entries lack fields ({fields}); the commitment to each of them stands in the "
        "entry's digest under the checkpoint, so that none was added, dropped or moved, while what stands in their "
        "places now proves nothing and their salts are not here; "
    )


def as_json(verdict: Verdict) -> dict[str, object]:
    """Return a verdict as JSON."""
    return {
        "intact": not verdict.problems,
        "entries": verdict.entries,
        "head": verdict.root,
        "quotes": verdict.quotes,
        "withheld": verdict.withheld,
        "signature": verdict.seal,
        "same_program": verdict.same_program,
        "format_1": verdict.plain,
        "redacted": [each._asdict() for each in verdict.redactions],
        "decided": [decided._asdict() for decided in verdict.decided],
        "findings": [
            {"where": each.where, "message": each.message, "about": each.about, "severity": "error"}
            for each in verdict.problems
        ],
    }


def plain_sign(text: str) -> str:
    """Return text without anything a terminal could act on."""
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)


def main() -> int:
    """Check the package in this file's folder, or the one named."""
    parser = argparse.ArgumentParser(description="Check a Variorum package: digests, quotes, ids, order, checkpoint.")
    parser.add_argument("package", nargs="?", type=Path, help="a package, or the folder it was unpacked to")
    parser.add_argument("--against", action="append", default=[], help="a checkpoint file, or SIZE:ROOT from a report")
    parser.add_argument("--signers", type=Path, help="a public key or an allowed-signers file: who must have signed")
    parser.add_argument("--texts", type=Path, help="a folder with the texts, where the package was made without them")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return _run(parser.parse_args())


def _run(options: argparse.Namespace) -> int:
    try:
        against = [parse_head(n) or parse_checkpoint(Path(n).read_text("utf-8")) for n in options.against]
        signers = None if options.signers is None else parse_signers(options.signers.read_text("utf-8"))
        with Package(options.package or Path(__file__).resolve().parent, options.texts) as package:
            verdict = check_package(package, against, signers, Path(__file__).read_bytes())
    except PackageError as error:
        print(f"error: package: {plain_sign(str(error))}", file=sys.stderr)  # noqa: T201
        return 3
    except (CheckpointError, SignatureError, OSError, UnicodeDecodeError) as error:
        print(f"verify.py: {plain_sign(str(error))}", file=sys.stderr)  # noqa: T201
        return 2
    return _print_verdict(verdict, as_lines=not options.json)


def _print_verdict(verdict: Verdict, *, as_lines: bool) -> int:
    """Print what was seen; return the status to leave with."""
    if not as_lines:
        print(json.dumps(as_json(verdict), indent=2))  # noqa: T201
    for each in verdict.problems:
        print(plain_sign(f"error: {each.where}: {each.message}"), file=sys.stderr)  # noqa: T201
    if not verdict.problems and as_lines:
        print(plain_sign(describe_verdict(verdict)))  # noqa: T201
    return 3 if verdict.problems else 0


if __name__ == "__main__":
    sys.exit(main())
