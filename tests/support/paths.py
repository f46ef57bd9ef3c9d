"""Where things lie: the checkout, its tests, and the real articles that some tests read where they are to be had."""

import os
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).resolve().parents[1]
ROOT: Final = TESTS.parent
CORPUS: Final = Path(os.environ.get("VARIORUM_CORPUS", ROOT.parent / "shared" / "corpus"))
