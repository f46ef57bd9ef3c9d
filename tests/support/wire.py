"""A wire story as two papers printed it, beside a third paper's own words."""

from pathlib import Path

from claims.store.dossier import Dossier
from tests.support.store_builders import make_article, make_claim

WIRE = (
    "Officials in Lorne said late on Tuesday that 17 people were killed when the ferry Selkie struck the harbour wall"
)

OTHER = "The coastguard counted 17 people were killed in what it called the worst accident on the strait for a decade"


def make_wire(folder: Path) -> Path:
    path = folder / "ferry.variorum"
    outlets = {"Harbour Post": WIRE, "Evening Bell": WIRE.replace("late on", "on"), "Valley Times": OTHER}
    with Dossier(path, create=True) as dossier:
        for outlet, text in outlets.items():
            article = make_article(f"{text}. More was not known.", name=f"{outlet}.txt", publisher=outlet)
            dossier.add_articles([article])
            dossier.add_assertions([make_claim(article, "17 people were killed", "17", subject="selkie")])
    return path
