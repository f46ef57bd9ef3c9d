"""What the tests of the reviewer share."""

from pathlib import Path

import pytest

from tests.support.review_builders import make_dossier


@pytest.fixture(autouse=True)
def _own_state_folder(own_state_folder: None) -> None:
    """Keep drafts and settings in the test's own folder."""


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return make_dossier(tmp_path, reconciled=True)
