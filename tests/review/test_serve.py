"""The reviewer in a browser: on this machine only, for pages of its own, and what is decided there is in the ledger."""

import asyncio
import base64
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from claims.store.dossier import Dossier
from tests.support.paths import ROOT
from tests.support.review_builders import make_dossier

pytestmark = pytest.mark.whole

aiohttp = pytest.importorskip("aiohttp")
pytest.importorskip("aiohttp.web")
pytest.importorskip("textual_serve")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
RUN = "from tui.cli.main import main; main()"


@dataclass(frozen=True)
class Served:
    """A reviewer that is served: its port, the address it printed, and its process."""

    port: int
    address: str
    process: "subprocess.Popen[str]"

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def pages(self) -> set[int]:
        """Return the processes of its pages."""
        return children(self.process.pid)


def children(parent: int) -> set[int]:
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(status.read_text().rpartition(")")[2].split()[1]) == parent:
                found.add(int(status.parent.name))
    return found


def memory_mb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


async def until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    for _ in range(int(seconds * 10)):
        if is_so():
            return
        await asyncio.sleep(0.1)
    raise TimeoutError


@contextmanager
def served(path: Path, *options: str, folder: Path | None = None, reviewer: str = "Ada") -> Iterator[Served]:
    """The reviewer on a free port of this machine, started in a folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    given = ["--dossier", str(path), "--reviewer", reviewer, "review", "--serve", "--port", str(port), *options]
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", RUN, *given],
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(path.parent / "state")},
        cwd=folder or ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        words = process.stderr.readline() + process.stderr.readline()
        assert f"whoever has this address decides as {reviewer}" in words
        address = words.partition(" on ")[2].split()[0]
        assert address.startswith(f"http://127.0.0.1:{port}/?token=")
        yield Served(port, address, process)
    finally:
        process.terminate()
        process.wait(60)
        process.stderr.close() if process.stderr else None


@asynccontextmanager
async def visit(server: Served) -> AsyncIterator[Any]:
    """A client that has opened the printed address and holds its cookie."""
    jar = aiohttp.CookieJar(unsafe=True)  # an address has no name to hold cookies by
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        for _ in range(600):
            try:
                async with session.get(server.address) as response:
                    assert (response.status, response.url.path, response.url.query_string) == (200, "/", "")
                break
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.1)
        yield session


def open_socket(session: Any, server: Served, size: str = "width=100&height=30") -> Any:
    return session.ws_connect(
        f"ws://127.0.0.1:{server.port}/ws?{size}", max_msg_size=0, headers={"Origin": server.origin}
    )


async def read_until(page: Any, words: str) -> None:
    seen = ""
    async with asyncio.timeout(40):
        async for message in page:
            seen += message.data.decode("utf-8", "replace") if isinstance(message.data, bytes) else message.data
            if words in seen:
                return
    raise AssertionError(seen[-2000:])


def test_only_who_has_the_address_gets_in_and_only_from_its_own_pages(tmp_path: Path) -> None:
    async def ask(server: Served) -> None:
        own, rebound = {"Origin": server.origin}, f"elsewhere.example:{server.port}"
        async with visit(server) as session, aiohttp.ClientSession() as stranger:
            for path in ("/", "/ws", "/served.js", "/static/js/textual.js", "/static/", "/?token=", "/?token=x"):
                async with stranger.get(server.origin + path, headers=own) as response:
                    assert response.status == 403, path
                    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
            tried = [
                ({}, 200),
                (own, 200),
                ({"Origin": "https://elsewhere.example"}, 403),
                ({"Origin": "null"}, 403),
                ({"Origin": f"http://127.0.0.1:{server.port + 1}"}, 403),
                ({"Host": rebound}, 403),
                ({"Host": f"127.0.0.1:{server.port + 1}"}, 403),
                (
                    {"Host": rebound, "Origin": f"http://{rebound}"},
                    403,
                ),
            ]
            for headers, status in tried:
                for path in ("/", "/static/css/xterm.css"):
                    async with session.get(server.origin + path, headers=headers) as response:
                        assert response.status == status, headers
                        policy = response.headers["Content-Security-Policy"]
                        assert "default-src 'self'" in policy
                        assert "frame-ancestors 'none'" in policy
                        if path == "/" and status == 200:
                            assert "googleapis" not in await response.text()
            for client, headers in ((stranger, own), (session, {}), (session, {"Origin": "http://elsewhere.example"})):
                with pytest.raises(aiohttp.WSServerHandshakeError):
                    await client.ws_connect(f"{server.origin}/ws", headers=headers)
            assert server.pages() == set()

    with served(make_dossier(tmp_path)) as server:
        asyncio.run(ask(server))


def test_no_size_that_a_page_asks_for_fills_the_memory(tmp_path: Path) -> None:
    async def ask(server: Served) -> int:
        async with visit(server) as session, open_socket(session, server, "width=99999999&height=99999999") as page:
            await read_until(page, "1 of ")
            sizes: list[object] = [
                {"width": 10**9, "height": 10**9},
                {"width": "x"},
                {},
                [],
                {"width": -1, "height": 2.5},
            ]
            odd = ["", "{}", "[]", "[1]", '["stdin", {}]', '["ping"]', "[" * 100_000]
            for number, text in enumerate([*(json.dumps(["resize", size]) for size in sizes), *odd]):
                await page.send_str(text)
                await page.send_json(["ping", f"after {number}"])
                await read_until(page, f"after {number}")
            [process] = server.pages()
            return memory_mb(process)

    with served(make_dossier(tmp_path)) as server:
        assert asyncio.run(ask(server)) < 400


@pytest.mark.parametrize("end", ["page", "server"])
def test_the_process_of_a_page_ends_with_it_and_with_the_server(tmp_path: Path, end: str) -> None:
    async def ask(server: Served) -> None:
        async with visit(server) as session, open_socket(session, server) as page:
            await read_until(page, "1 of ")
            processes = server.pages()
            assert len(processes) == 1
            if end == "server":
                server.process.kill()
            else:
                await page.close()
            await until(lambda: not any(is_alive(pid) for pid in processes), 30)

    with served(make_dossier(tmp_path)) as server:
        asyncio.run(ask(server))


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_served_reviewer_runs_no_code_of_its_folder_and_takes_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    (folder / "tui").mkdir(parents=True)
    for name in ("tui/__init__.py", "json.py", "claims.py", "sitecustomize.py"):
        (folder / name).write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write(__name__)\n")

    async def ask(server: Served) -> None:
        async with visit(server) as session, open_socket(session, server) as page:
            await read_until(page, "1 of ")

    with served(make_dossier(tmp_path), folder=folder, reviewer="[/x] 'Ada'") as server:
        asyncio.run(ask(server))
    assert not (tmp_path / "ran").exists()


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

    async def ask(server: Served) -> None:
        async with visit(server) as session, open_socket(session, server) as page:
            await read_until(page, "1 of 1 all attribute:injured (blind)")

    with served(path, "--blind", "--filter", "attribute:injured", "--theme", "light") as server:
        asyncio.run(ask(server))


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A page of a headless Chromium."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        assert CHROMIUM is not None
        process = subprocess.Popen(
            [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
             f"--user-data-dir={profile}", "--no-first-run", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            told = Path(profile) / "DevToolsActivePort"
            await until(lambda: told.exists() and told.read_text().count("\n") == 1)
            debugging = told.read_text().splitlines()[0]
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{debugging}/json") as response:
                    [page] = [each for each in await response.json() if each["type"] == "page"]
                async with session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0) as socket_:
                    browser = Browser(socket_)
                    await browser.call("Page.enable")
                    yield browser
        finally:
            process.terminate()
            process.wait(20)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_decision_made_in_a_browser_is_in_the_ledger(tmp_path: Path) -> None:
    path = make_dossier(tmp_path)

    def decided() -> int:
        with Dossier(path) as dossier:
            return len(dossier.recent_decisions())

    async def drive(server: Served) -> None:
        async with chromium() as browser:
            await browser.call("Page.navigate", url=server.address)
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
                (Path(folder) / "served.png").write_bytes(base64.b64decode(shot["data"]))

    with served(path) as server:
        asyncio.run(drive(server))
    with Dossier(path) as dossier:
        first = dossier.recent_decisions()[-1]
    assert (first.reviewer, first.action) == ("Ada", "range")


ATTACK = """
<iframe id="frame" width="900" height="600"></iframe>
<script>
  const results = [];
  const socket = (name) => new Promise((done) => {{
    const one = new WebSocket("ws://127.0.0.1:{port}/ws?width=80&height=24");
    one.onopen = () => done(name + " opened");
    one.onclose = () => done(name + " refused");
  }});
  window.attack = async () => {{
    results.push(await socket("socket"));
    results.push(await fetch("{origin}/", {{credentials: "include"}}).then(() => "read", () => "unread"));
    const frame = document.getElementById("frame");
    await new Promise((done) => {{ frame.onload = done; frame.src = "{address}"; }});
    let reach = "framed";
    try {{ frame.contentWindow.document.body; }} catch {{ reach = "apart"; }}
    results.push(reach);
    return results;
  }};
</script>
"""


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_page_of_another_origin_can_neither_frame_nor_drive_the_reviewer(tmp_path: Path) -> None:
    """The browser holds the reviewer's cookie, and the hostile page even the address: same machine, another port."""

    async def drive(server: Served) -> None:
        page = ATTACK.format(port=server.port, origin=server.origin, address=server.address)

        async def attack(_: Any) -> Any:
            return aiohttp.web.Response(text=page, content_type="text/html")

        app = aiohttp.web.Application()
        app.add_routes([aiohttp.web.get("/", attack)])
        runner = aiohttp.web.AppRunner(app)
        await runner.setup()
        site = aiohttp.web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        elsewhere = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        try:
            async with visit(server), chromium() as browser:
                await browser.call("Page.navigate", url=server.address)
                await until(lambda: len(server.pages()) == 1)
                await browser.call("Page.navigate", url=elsewhere)
                await until(lambda: not server.pages())
                await asyncio.sleep(0.5)
                found = await browser.call(
                    "Runtime.evaluate", expression="window.attack()", awaitPromise=True, returnByValue=True
                )
                assert found["result"].get("value") == ["socket refused", "unread", "apart"], found
                for _ in range(5):
                    await browser.click(300, 230)
                    await browser.press("Enter")
                    await browser.press("p")
                    await asyncio.sleep(0.3)
                    assert server.pages() == set()
        finally:
            await runner.cleanup()

    path = make_dossier(tmp_path)
    with served(path) as server:
        asyncio.run(drive(server))
    with Dossier(path) as dossier:
        assert dossier.recent_decisions() == []
