"""A headless Chromium spoken to over its debugging pipe: what a page looks like, asks for and runs.

Needs nothing but the browser itself. Every request the page makes is answered with an error and remembered, so a test
reaches no network even where there is one.
"""

import base64
import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)


class Browser:
    """One page in a fresh profile. Use as a context manager."""

    def __init__(self, width: int = 1000, height: int = 900) -> None:
        self.requests: list[str] = []
        """Every URL the page asked for, itself left out."""
        self.dialogs: list[str] = []
        self._size = (width, height)
        self._events: list[dict[str, Any]] = []
        self._number = 0
        self._buffer = b""

    def __enter__(self) -> Self:
        self._profile = tempfile.TemporaryDirectory(prefix="variorum-browser-", ignore_cleanup_errors=True)
        to_browser, self._write = os.pipe()
        self._read, from_browser = os.pipe()

        def wire() -> None:
            # Out of the way first: either end may have the other's number, or already its own and not be inherited.
            spare = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (to_browser, from_browser)]
            os.dup2(spare[0], 3)
            os.dup2(spare[1], 4)

        arguments = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe"]
        arguments += ["--no-first-run", "--disable-background-networking", f"--user-data-dir={self._profile.name}"]
        self._process = subprocess.Popen(
            [*arguments, "about:blank"],
            preexec_fn=wire,
            close_fds=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        targets = self._call("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        self._session = self._call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network"):
            self._call(f"{domain}.enable")
        width, height = self._size
        self._call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self._call("Fetch.enable", patterns=[{"urlPattern": "*"}])
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)
        os.close(self._write)
        os.close(self._read)
        self._profile.cleanup()

    _session: str | None = None

    def open(self, path: Path) -> None:
        """Open a file and wait until it has loaded."""
        self._own = path.resolve().as_uri()
        self._call("Page.navigate", url=self._own)
        while not any(event["method"] == "Page.loadEventFired" for event in self._events):
            self._receive()
        self._events.clear()

    def emulate(self, scheme: str = "light", media: str = "") -> None:
        """Show the page as with this colour scheme and medium."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self._call("Emulation.setEmulatedMedia", media=media, features=features)

    def run(self, expression: str) -> Any:
        """Return what a script gives in the page; a promise is waited for."""
        found = self._call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def picture(self, path: Path, *, top: int = 0, height: int | None = None) -> None:
        """Save what the page looks like, from `top` for `height` pixels, or all of it."""
        full = self.run("document.documentElement.scrollHeight")
        clip = {"x": 0, "y": top, "width": self._size[0], "height": height or min(full - top, 16_000), "scale": 1}
        shot = self._call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        path.write_bytes(base64.b64decode(shot["data"]))

    def print(self, path: Path) -> None:
        """Save the page as the browser prints it, as PDF."""
        path.write_bytes(base64.b64decode(self._call("Page.printToPDF", printBackground=False)["data"]))

    def press(self, key: str, code: int) -> None:
        """Press a key."""
        for kind in ("rawKeyDown", "keyUp"):
            self._call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def settle(self, milliseconds: int = 300) -> None:
        """Let the page do what it means to do later."""
        self.run(f"new Promise(done => setTimeout(done, {milliseconds}))")

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = self._send(method, parameters)
        while True:
            message = self._receive()
            if message.get("id") == number:
                assert "error" not in message, (method, message["error"])
                result: dict[str, Any] = message["result"]
                return result

    def _send(self, method: str, parameters: dict[str, Any]) -> int:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        return self._number

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            part = os.read(self._read, 1 << 20)
            assert part, "the browser has ended"
            self._buffer += part
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        method = message.get("method", "")
        if method == "Fetch.requestPaused":
            self._answer(message["params"])
        elif method == "Page.javascriptDialogOpening":
            self.dialogs.append(message["params"]["message"])
            self._send("Page.handleJavaScriptDialog", {"accept": False})
        elif method:
            self._events.append(message)
        return message

    def _answer(self, paused: dict[str, Any]) -> None:
        url = paused["request"]["url"]
        if url.partition("#")[0] == getattr(self, "_own", "about:blank"):
            self._send("Fetch.continueRequest", {"requestId": paused["requestId"]})
        else:
            self.requests.append(url)
            self._send("Fetch.failRequest", {"requestId": paused["requestId"], "errorReason": "Failed"})


def find_axe() -> Path | None:
    """Return axe-core's script where one is installed: named by AXE_CORE, or in a `node_modules` above the tests."""
    named = os.environ.get("AXE_CORE")
    places: Sequence[Path] = [Path(named)] if named else []
    above = [folder / "node_modules" / "axe-core" / "axe.min.js" for folder in Path(__file__).resolve().parents]
    return next((path for path in (*places, *above) if path.is_file()), None)
