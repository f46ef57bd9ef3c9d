"""The reviewer in a browser: on this machine only, for pages of its own, and what is decided there is in the ledger."""

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from claims.store.dossier import Dossier
from tests.support.paths import ROOT
from tests.support.review_builders import make_dossier

pytestmark = pytest.mark.whole

aiohttp = pytest.importorskip("aiohttp")
pytest.importorskip("textual_serve")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
RUN = "from tui.cli.main import main; main()"


@contextmanager
def served(path: Path, *options: str) -> Iterator[int]:
    """The reviewer on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            RUN,
            "--dossier",
            str(path),
            "--reviewer",
            "Ada",
            "review",
            "--serve",
            "--port",
            str(port),
            *options,
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(path.parent / "state")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        told = process.stderr.readline() + process.stderr.readline()
        assert "there is no password: whoever can open this address decides as Ada" in told
        assert f"http://127.0.0.1:{port}" in told
        yield port
    finally:
        process.terminate()
        process.wait(60)
        process.stderr.close() if process.stderr else None


async def answer(port: int, **headers: str) -> int:
    async with aiohttp.ClientSession() as session:
        for _ in range(600):
            try:
                async with session.get(f"http://127.0.0.1:{port}/", headers=headers) as response:
                    return int(response.status)
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.1)
    raise TimeoutError


def test_only_its_own_pages_may_talk_to_it(tmp_path: Path) -> None:
    with served(make_dossier(tmp_path)) as port:
        assert asyncio.run(answer(port)) == 200
        assert asyncio.run(answer(port, Origin=f"http://127.0.0.1:{port}")) == 200
        assert asyncio.run(answer(port, Origin="https://elsewhere.example")) == 403
        assert asyncio.run(answer(port, Host=f"elsewhere.example:{port}")) == 403


class Browser:
    """A page of a headless Chromium, driven through its debugging socket."""

    def __init__(self, socket_: Any) -> None:
        self._socket = socket_
        self._number = 0

    async def call(self, method: str, **parameters: object) -> dict[str, Any]:
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        while True:
            answer = json.loads((await self._socket.receive(timeout=60)).data)
            if answer.get("id") == self._number:
                return dict(answer.get("result", {}))

    async def click(self, x: int, y: int) -> None:
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    async def press(self, key: str) -> None:
        special = {"Enter": 13, "ArrowDown": 40}
        fields: dict[str, object] = {"key": key, "windowsVirtualKeyCode": special.get(key, ord(key[0].upper()))}
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        await self.call("Input.dispatchKeyEvent", type="keyDown", **fields, **({"text": text} if text else {}))
        await self.call("Input.dispatchKeyEvent", type="keyUp", **fields)


def test_a_served_reviewer_is_started_with_the_options_that_were_given(tmp_path: Path) -> None:
    path = make_dossier(tmp_path)

    async def first_words(port: int) -> str:
        assert await answer(port) == 200
        seen = ""
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"http://127.0.0.1:{port}/ws?width=100&height=30", max_msg_size=0) as page,
        ):
            async for message in page:
                seen += message.data.decode("utf-8", "replace") if isinstance(message.data, bytes) else message.data
                if "1 of 1 all attribute:injured (blind)" in seen:
                    break
        return seen

    with served(path, "--blind", "--filter", "attribute:injured", "--theme", "light") as port:
        seen = asyncio.run(asyncio.wait_for(first_words(port), 60))
    assert "1 of 1 all attribute:injured (blind)" in seen


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_decision_made_in_a_browser_is_in_the_ledger(tmp_path: Path) -> None:
    path = make_dossier(tmp_path)

    def decided() -> int:
        with Dossier(path) as dossier:
            return len(dossier.recent_decisions())

    async def drive(port: int, debugging: int) -> None:
        async with aiohttp.ClientSession() as session:
            for _ in range(150):
                try:
                    async with session.get(f"http://127.0.0.1:{debugging}/json") as response:
                        pages = [page for page in await response.json() if page["type"] == "page"]
                        if pages:
                            break
                except aiohttp.ClientConnectionError:
                    pass
                await asyncio.sleep(0.2)
            async with session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket_:
                browser = Browser(socket_)
                await browser.call("Page.enable")
                await browser.call("Page.navigate", url=f"http://127.0.0.1:{port}/")
                for _ in range(25):  # the page starts, then the app in it: press until the decision is there
                    await asyncio.sleep(1.0)
                    await browser.click(300, 230)
                    for key in ("Enter", "p"):
                        await browser.press(key)
                        await asyncio.sleep(1.0)
                    if decided():
                        break
                if folder := os.environ.get("VARIORUM_SCREENSHOTS"):
                    await asyncio.sleep(2)
                    shot = await browser.call("Page.captureScreenshot", format="png")
                    import base64

                    (Path(folder) / "served.png").write_bytes(base64.b64decode(shot["data"]))

    with served(path) as port, tempfile.TemporaryDirectory() as profile, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        debugging = int(probe.getsockname()[1])
        probe.close()
        assert CHROMIUM is not None
        browser = subprocess.Popen(
            [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--remote-debugging-port={debugging}",
             f"--user-data-dir={profile}", "--no-first-run", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            asyncio.run(drive(port, debugging))
        finally:
            browser.terminate()
            browser.wait(20)
    with Dossier(path) as dossier:
        first = dossier.recent_decisions()[-1]
    assert (first.reviewer, first.action, first.policy.split()[0]) == ("Ada", "range", "ucdp")
