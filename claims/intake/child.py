"""The parser process: one document in, one answer out, under limits it first sets on itself.

The limits are address space, processor time and no writing of files. A document that breaks the process costs one
answer: the parent starts another process.
"""

import json
import math
import os
import signal
import sys
from contextlib import suppress
from typing import BinaryIO

from claims.intake.answers import Answer, NoTextError, Parts


def serve(memory_mb: int, wall_s: float, max_characters: int) -> None:
    """Answer requests from standard input until it ends. A request is a JSON line, then as many bytes as it says."""
    # Whatever a library prints must not land among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(memory_mb)
    try:
        import claims.intake.containers
        import claims.intake.htmlpage
        import claims.intake.pdffile  # noqa: F401
    except Exception as error:
        _send(answers, {"failed": f"{type(error).__name__}: {error}"})
        return
    _send(answers, {})
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        _limit_time(wall_s)
        data = sys.stdin.buffer.read(request["size"])
        _send(answers, _answer(request["format"], data, max_characters))


def _answer(kind: str, data: bytes, max_characters: int) -> Answer | Parts | dict[str, str]:
    from claims.intake.containers import split_file
    from claims.intake.htmlpage import parse_html
    from claims.intake.pdffile import parse_pdf

    try:
        if kind not in ("html", "pdf"):
            return split_file(kind, data, max_characters)
        answer = parse_html(data.decode("utf-8")) if kind == "html" else parse_pdf(data, max_characters)
    except NoTextError as error:
        return {"no_text": str(error)}
    except MemoryError:
        return {"failed": "needed more memory than it may have; save its text as .txt and add that"}
    except RecursionError:
        return {"failed": "found it nested too deeply; save its text as .txt and add that"}
    except Exception as error:
        return {
            "failed": f"stopped with {type(error).__name__}: {str(error)[:200]}; save its text as .txt and add that"
        }
    if len(answer["text"]) > max_characters:
        return {"no_text": "holds more text than one article may have; add it in parts"}
    return answer


def _send(answers: BinaryIO, answer: Answer | Parts | dict[str, str]) -> None:
    # PDF fonts can yield lone surrogates; the parent replaces them.
    data = json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")
    answers.write(len(data).to_bytes(8, "big") + data)
    answers.flush()


def _limit_memory(memory_mb: int) -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))


def _limit_time(wall_s: float) -> None:
    """Allow `wall_s` more seconds of processor time: the parent keeps the clock, but it may be gone."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        allowed = math.ceil(used.ru_utime + used.ru_stime + wall_s) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.getrlimit(resource.RLIMIT_CPU)[1]))
