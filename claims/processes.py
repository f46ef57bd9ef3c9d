"""Start other programs, with nothing of the working folder: our own code in an interpreter of its own, and tools.

The working folder holds evidence, which others made: a `json.py` or a `git` in it must never run.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import claims

Process = subprocess.Popen[bytes]

_LAUNCH = "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); "


def python_command(code: str, *arguments: str) -> list[str]:
    """Return the command line that runs `code` with these arguments and this interpreter's import path.

    The interpreter is isolated (`-I`): the path comes from here, nothing from the working folder or the environment.
    """
    root, here = str(Path(claims.__file__).parent.parent), os.path.realpath(os.curdir)
    entries = (entry for entry in sys.path if entry and os.path.realpath(entry) != here)
    return [sys.executable, "-I", "-B", "-c", _LAUNCH + code, json.dumps([root, *entries]), *arguments]


def start_python(code: str, *arguments: str, **streams: Any) -> Process:
    """Start `python_command`; `streams` are those of `subprocess.Popen`."""
    return subprocess.Popen(python_command(code, *arguments), **streams)


async def start_python_aside(
    code: str, arguments: Sequence[str], environment: Mapping[str, str]
) -> asyncio.subprocess.Process:
    """Start `python_command` under asyncio, with a pipe to each of its streams."""
    pipe = asyncio.subprocess.PIPE
    command = python_command(code, *arguments)
    return await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment)


def run_tool(name: str, *arguments: str, timeout_s: float, **options: Any) -> "subprocess.CompletedProcess[bytes]":
    """Run a program of the search path to its end; folders named relative to the working folder are not searched.

    Raises:
        FileNotFoundError: there is no such program.
        TimeoutError: it did not end in time, and was ended.
        OSError: it cannot be started.
    """
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    found = shutil.which(name, path=os.pathsep.join(folder for folder in folders if Path(folder).is_absolute()))
    if found is None:
        raise FileNotFoundError(name)
    try:
        return subprocess.run([found, *arguments], capture_output=True, check=False, timeout=timeout_s, **options)
    except subprocess.TimeoutExpired as error:
        raise TimeoutError(f"{name} did not answer within {timeout_s:g} s") from error
