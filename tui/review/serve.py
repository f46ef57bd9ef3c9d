"""The reviewer in a browser, through textual-serve: the same app, the same ledger, one process for each page.

There is no password: whoever reaches the address decides under the reviewer's name. It listens on this machine only,
unless another address is given, and answers no page of another site.
"""

import ipaddress
import shlex
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from claims.errors import VariorumError
from tui.output import say


class ServeError(VariorumError):
    """The reviewer cannot be served; the message says what to install or change."""


def is_loopback(host: str) -> bool:
    """Return whether an address can only be reached from this machine.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def run_serve(dossier: Path, reviewer: str, host: str, port: int, options: Sequence[str] = ()) -> None:
    """Serve the reviewer, started with these options of `variorum review`, until it is interrupted.

    Raises:
        ServeError: textual-serve is not installed, or nobody is named.
    """
    try:
        from aiohttp import web
        from textual_serve.server import Server
    except ImportError as error:
        raise ServeError("serving needs one more package: pip install 'variorum[serve]' (or textual-serve)") from error
    if not reviewer.strip():
        raise ServeError("name who reviews: --reviewer NAME; every decision made in the browser goes under that name")
    program = "from tui.cli.main import main; main()"
    arguments = ["--dossier", str(dossier.resolve()), "--reviewer", reviewer, "review", *options]
    command = shlex.join([sys.executable, "-c", program, *arguments])
    say(f"there is no password: whoever can open this address decides as {reviewer}")
    if not is_loopback(host):
        say(
            f"WARNING: {host} can be reached from other machines, and nothing is encrypted; "
            "leave --host out to serve this machine only"
        )

    class FencedServer(Server):  # type: ignore[misc,unused-ignore]
        """The server, for pages of its own only."""

        async def _make_app(self) -> Any:
            app = await super()._make_app()
            app.middlewares.append(_own_pages_only)
            return app

    @web.middleware  # type: ignore[misc,untyped-decorator,unused-ignore]
    async def _own_pages_only(request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
        # A page of another site may try to open the socket, or a name of its own that leads to this machine.
        name = request.host.rsplit(":", 1)[0].strip("[]")
        origin = request.headers.get("Origin")
        if is_loopback(host) and not is_loopback(name):
            raise web.HTTPForbidden(text="this address is served for this machine only")
        if origin is not None and origin.split("://", 1)[-1] != request.host:
            raise web.HTTPForbidden(text="pages of other sites may not use the reviewer")
        return await handler(request)

    server = FencedServer(command, host=host, port=port, title="Variorum")
    say(f"serving {dossier.name} on http://{'[' + host + ']' if ':' in host else host}:{port}; ctrl+c ends it")
    server.serve()
