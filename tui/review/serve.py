"""The reviewer in a browser, through textual-serve: the same app, the same ledger, one process for each page.

Whoever has the printed address decides under the reviewer's name: it carries a random token, which a visit turns into a
cookie. No page of another origin can read, frame or drive the reviewer, and none of its own asks other hosts.
"""

import asyncio
import contextlib
import hmac
import ipaddress
import os
import secrets
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any, Final

from claims.errors import VariorumError, reason_of
from claims.store.addresses import absolute_place, format_place, place_name
from tui.output import say

_WIDTHS: Final = (20, 500)
_HEIGHTS: Final = (5, 200)
"""Columns and lines a page may ask for: a screen is held in memory cell by cell."""

_LONGEST_MESSAGE: Final = 1 << 20
_PATIENCE_S: Final = 5.0
"""How long the process of a page that is gone may take to end."""

_PAGE: Final = "from tui.review.serve import end_with_server; end_with_server(); from tui.cli.main import main; main()"

_FILES: Final = {"served.css": "text/css", "served.js": "text/javascript"}
"""Files of our own beside those of textual-serve."""

_HEADERS: Final = {
    # xterm.js sets its colours in style elements; scripts come as files only.
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self' ws://{host}; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class ServeError(VariorumError):
    """The reviewer cannot be served; the message says what to install or change."""


def is_loopback(host: str) -> bool:
    """Return whether an address can only be reached from this machine.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    return host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_own_host(named: str, host: str, port: int) -> bool:
    """Return whether a request that names a host means this server, listening on `host`.

    A name that somebody else's DNS leads here is none of ours; an address always is.

    >>> is_own_host("localhost:8000", "127.0.0.1", 8000), is_own_host("evil.example:8000", "127.0.0.1", 8000)
    (True, False)
    """
    name, _, number = named.rpartition(":") if named.count(":") == 1 or "]:" in named else (named, "", "80")
    name = name.strip("[]").casefold()
    if number != str(port):
        return False
    if is_loopback(host):
        return is_loopback(name)
    return name == host.casefold() or _is_address(name) or name == socket.gethostname().casefold()


def clamp(value: object, bounds: tuple[int, int]) -> int:
    """Return a size within its bounds; what is no number is the least.

    >>> clamp("100", (20, 500)), clamp(10**9, (20, 500)), clamp(None, (20, 500)), clamp("9" * 5000, (20, 500))
    (100, 500, 20, 20)
    """
    try:
        number = int(value) if isinstance(value, int | str) else bounds[0]
    except ValueError:
        number = bounds[0]
    return max(bounds[0], min(number, bounds[1]))


def run_serve(dossier: Path, reviewer: str, host: str, port: int, options: Sequence[str] = ()) -> None:
    """Serve the reviewer, started with these options of `variorum review`, until it is interrupted.

    Raises:
        ServeError: textual-serve is not installed, nobody is named, or the address cannot be listened on.
    """
    if not reviewer.strip():
        raise ServeError("name who reviews: --reviewer NAME; every decision made in the browser goes under that name")
    try:
        from aiohttp import web
        from textual_serve.server import Server as _  # noqa: F401
    except ImportError as error:
        raise ServeError(
            "serving needs textual-serve: `pip install -r requirements/serve.txt` in the folder Variorum came in"
        ) from error
    arguments = ["--dossier", format_place(absolute_place(dossier)), "--reviewer", reviewer, "review", *options]
    token = secrets.token_urlsafe(24)
    if not is_loopback(host):
        say(
            f"WARNING: {host} can be reached from other machines, and nothing is encrypted; "
            "leave --host out to serve this machine only"
        )
    shown = f"[{host}]" if ":" in host else host
    say(f"serving {place_name(dossier)} on http://{shown}:{port}/?token={token}")
    say(f"whoever has this address decides as {reviewer}; ctrl+c ends it")
    try:
        app = _make_app(arguments, host, port, token)
        web.run_app(app, host=host, port=port, print=None, access_log=None, shutdown_timeout=2)
    except OSError as error:
        raise ServeError(f"{host}:{port} cannot be listened on ({reason_of(error)}); name a --port") from error


def _make_app(arguments: Sequence[str], host: str, port: int, token: str) -> Any:
    """Return the web application: a page, its files, and the socket on which the page's own process draws."""
    import textual_serve
    from aiohttp import web

    cookie = f"variorum-{port}"
    statics = Path(textual_serve.__file__).parent / "static"

    def is_known(request: Any) -> bool:
        return hmac.compare_digest(request.cookies.get(cookie, "").encode(), token.encode())

    @web.middleware
    async def check(request: Any, handler: Any) -> Any:
        origin = request.headers.get("Origin")
        is_socket = request.path == "/ws"
        if not is_own_host(request.host, host, port):
            raise web.HTTPForbidden(text="this address is not the one that is served")
        if origin != f"http://{request.host}" and (is_socket or origin is not None):
            raise web.HTTPForbidden(text="pages of other sites may not use the reviewer")
        if is_known(request):
            return await handler(request)
        if request.path == "/" and hmac.compare_digest(request.query.get("token", "").encode(), token.encode()):
            answer = web.HTTPSeeOther("/")
            answer.set_cookie(cookie, token, httponly=True, samesite="Strict", path="/")
            return answer
        raise web.HTTPForbidden(text="open the whole address that `variorum review --serve` printed, with its token")

    async def add_headers(request: Any, response: Any) -> None:
        for name, value in _HEADERS.items():
            response.headers[name] = value.replace("{host}", request.host)

    async def index(request: Any) -> Any:
        page = _own_file("served.html").replace("{socket}", escape(f"ws://{request.host}/ws"))
        return web.Response(text=page, content_type="text/html")

    async def own_file(request: Any) -> Any:
        name = request.path.removeprefix("/")
        return web.Response(text=_own_file(name), content_type=_FILES[name])

    async def socket_(request: Any) -> Any:
        return await _serve_page(request, arguments)

    app = web.Application(middlewares=[check])
    app.on_response_prepare.append(add_headers)
    app.add_routes([web.get("/", index), web.get("/ws", socket_), *(web.get(f"/{name}", own_file) for name in _FILES)])
    app.add_routes([web.static("/static", statics)])
    return app


def _own_file(name: str) -> str:
    return resources.files("tui").joinpath("templates", name).read_text("utf-8")


async def _serve_page(request: Any, arguments: Sequence[str]) -> Any:
    """Run the reviewer for one page until either ends, and the other with it."""
    from aiohttp import web
    from textual_serve.app_service import AppService
    from textual_serve.download_manager import DownloadManager

    from claims.processes import start_python_aside

    class Page(AppService):  # type: ignore[misc,unused-ignore]
        """The process of one page."""

        async def _open_app_process(self, width: int = 80, height: int = 24) -> Any:
            environment = self._build_environment(width=width, height=height)
            self._process = process = await start_python_aside(_PAGE, [str(os.getpid()), *arguments], environment)
            self._stdin = process.stdin
            return process

        async def end(self) -> None:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.stop(), _PATIENCE_S)
            if self._process is not None:
                with contextlib.suppress(ProcessLookupError):
                    self._process.kill()
                await self._process.wait()

    page = web.WebSocketResponse(heartbeat=15, max_msg_size=_LONGEST_MESSAGE)
    await page.prepare(request)

    async def close() -> None:
        await page.close()

    service = Page(
        "", write_bytes=page.send_bytes, write_str=page.send_str, close=close, download_manager=DownloadManager()
    )
    width, height = map(request.query.get, ("width", "height"))
    try:
        await service.start(clamp(width, _WIDTHS), clamp(height, _HEIGHTS))
        async for message in page:
            if message.type == web.WSMsgType.TEXT:
                await _pass_on(message, service, page)
    finally:
        await asyncio.shield(service.end())
    return page


async def _pass_on(message: Any, service: Any, page: Any) -> None:
    """Hand what a page sends to its process; what is no message of a page is dropped."""
    try:
        kind, *rest = message.json()
    except (ValueError, TypeError, RecursionError):
        return
    content = rest[0] if rest else None
    if kind == "stdin" and isinstance(content, str):
        await service.send_bytes(content.encode("utf-8", "replace"))
    elif kind == "resize" and isinstance(content, Mapping):
        width, height = content.get("width"), content.get("height")
        await service.set_terminal_size(clamp(width, _WIDTHS), clamp(height, _HEIGHTS))
    elif kind == "ping" and isinstance(content, str):
        await page.send_json(["pong", content[:100]])
    elif kind in ("blur", "focus"):
        await getattr(service, kind)()


def end_with_server() -> None:
    """Have this process, a page's, end with the server, whose number is the first argument and is taken off."""
    server = int(sys.argv.pop(1))

    def wait_for_its_end() -> None:
        while os.getppid() == server:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_PATIENCE_S)
        os._exit(1)

    threading.Thread(target=wait_for_its_end, daemon=True).start()
