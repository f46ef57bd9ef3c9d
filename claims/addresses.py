"""Know a page by its address, however the address is spelled: scheme, `www`, trailing slash, tracking, mobile pages."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

_HOSTS: Final = ("", "www.", "m.", "amp.")
"""What may stand before the name of one host."""
_TRACKING: Final = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|ref|ref_src|cmpid|ocid|ns_\w+|at_\w+|amp|outputtype",
    re.IGNORECASE,
)
"""Parameters by which outlets and networks count visits, or that ask for the mobile page."""
_ENDINGS: Final = ("/amp", "/index.html", "/index.php", "/")


def page_key(url: str) -> str:
    """Return what the spellings of one page's address share; empty for a home page, which is no article's own.

    >>> page_key("http://www.post.example/fire/?utm_source=x#top") == page_key("https://post.example/fire")
    True
    """
    try:
        parts = urlsplit(url)
        host = _host_and_port(parts)
    except ValueError:
        return url
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query, True) if not _TRACKING.fullmatch(pair[0])))
    path = _bare_path(parts.path)
    return f"{host}{path}{'?' if query else ''}{query}" if path or query else ""


def page_prefixes(url: str) -> Iterator[str]:
    """Yield how addresses of the same page may begin, up to the end of the path."""
    parts = urlsplit(url)
    host, path = _bare_host(parts.netloc), _bare_path(parts.path)
    yield from (f"{scheme}://{before}{host}{path}" for scheme, before in product(("http", "https"), _HOSTS))


def _host_and_port(parts: SplitResult) -> str:
    """Return the host with the port where that is not the usual one."""
    return _bare_host(parts.hostname or "") + (f":{parts.port}" if parts.port not in (None, 80, 443) else "")


def _bare_host(host: str) -> str:
    host = host.lower()
    return next((host.removeprefix(before) for before in _HOSTS if before and host.startswith(before)), host)


def _bare_path(path: str) -> str:
    while ending := next(filter(path.endswith, _ENDINGS), ""):
        path = path.removesuffix(ending)
    return path
