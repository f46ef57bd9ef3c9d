"""What every test shares: nobody's own dossier or name is used, whatever the shell that starts them has set."""

import os

for name in ("VARIORUM_DOSSIER", "VARIORUM_REVIEWER"):
    os.environ.pop(name, None)
