"""Where a dossier of these tests lies: in a file, and, in the whole tier, on a server too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.postgres import make_place, running_server


@pytest.fixture(scope="session")
def socket() -> Iterator[Path]:
    """The folder of the socket of a running server."""
    with running_server() as folder:
        yield folder


@pytest.fixture(params=["file", pytest.param("server", marks=pytest.mark.whole)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where a new dossier can be made."""
    if request.param == "file":
        return tmp_path / "d.variorum"
    return make_place(request.getfixturevalue("socket"))
