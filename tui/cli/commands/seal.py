"""`variorum audit seal`: a checkpoint to keep elsewhere; reading checkpoints and keys back."""

from pathlib import Path

from claims.proof.checkpoint import check_signer
from tui.output import deliver, say, write, write_json
from tui.services.sealing import SealError, make_checkpoint
from tui.services.workspace import Workspace


def run_seal(dossier: Path, target: Path, key: Path | None, *, as_json: bool) -> None:
    """Write a checkpoint of the dossier to `target`, signed with `key` if there is one."""
    if target.exists():
        raise SealError(f"{target}: exists already; a checkpoint is never overwritten, name a new file")
    with Workspace(dossier) as workspace:
        checkpoint = make_checkpoint(workspace, key)
    deliver(checkpoint.text(), target)
    words, _ = check_signer(checkpoint, None)
    if as_json:
        pinned = {"dossier": checkpoint.dossier, "entries": checkpoint.size, "root": checkpoint.root.hex()}
        write_json({**pinned, "time": checkpoint.time, "signed": bool(key), "file": str(target)})
    else:
        write(f"sealed {checkpoint.size} entries, head {checkpoint.size}:{checkpoint.root.hex()}")
    if key is None:
        say("not signed: it proves what was, not who says so; --key FILE signs it")
    else:
        say(words)
    say("keep it where who can write the dossier cannot write: commit, mail or publish it")
