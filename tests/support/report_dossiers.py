"""Whole dossiers for tests of reports: the demo with decisions, and one in which every foreign text is an attack."""

from pathlib import Path

from claims.articles import build_article
from claims.claimsfile import ClaimsReader
from claims.identity import digest_bytes
from claims.intake.documents import Document
from claims.models import Decision
from claims.store.dossier import Dossier
from tests.support.templates import write_built
from tui.cli.commands.demo import fill
from tui.services.workspace import Workspace

CANARY = "canary.invalid"
PAYLOADS = [
    "<script>window.owned=1;alert(1)</script>",
    f"<img src=http://{CANARY}/1 onerror=alert(1)>",
    "\"><svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    f"</style><style>@import url(http://{CANARY}/2);body{{background:url(//{CANARY}/3)}}</style>",
    f"<iframe src=http://{CANARY}/4></iframe><object data=http://{CANARY}/5></object>",
    f"<base href=http://{CANARY}/><form action=x><input autofocus onfocus=alert(1)></form>",
    f"<meta http-equiv=refresh content='0;url=http://{CANARY}/6'>",
    "</title></textarea></noscript><!--<img title='--><img src=x onerror=alert(1)>'>",
    f"{{{{ 7*7 }}}}{{% include '/etc/passwd' %}}<link rel=stylesheet href=http://{CANARY}/7>",
    f"<details open ontoggle=alert(1)><video src=http://{CANARY}/8 autoplay></video>",
    "\u202e</bdi>\u2066\x1b[31m\x00 ]]> <![CDATA[ &lt;script&gt; &#60;script&#62;",
]
URLS = [
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    " https://blank.invalid/",
    "https://good.invalid/a?b=c&d='<\">",
    "vbscript:x",
    "HTTPS://user@other.invalid/",
]


def make_undecided_demo(path: Path) -> Path:
    """The bundled demo as it comes."""
    return write_built(path, _build_undecided_demo)


def make_demo(path: Path) -> Path:
    """The bundled demo, with one item settled by name and one kept as contested."""
    return write_built(path, _build_demo)


def make_hostile(path: Path) -> Path:
    """Every text, name, link, speaker and rationale is an attack, each in a conflict, so that all of it is drawn."""
    return write_built(path, _build_hostile)


def _build_undecided_demo(path: Path) -> None:
    with Workspace(path, create=True) as workspace:
        fill(workspace)


def _build_demo(path: Path) -> None:
    with Workspace(path, create=True) as workspace:
        fill(workspace)
        for id_, attribute, act, why in (
            ("a" * 32, "detained", "accept", "The prosecutor names all four."),
            ("b" * 32, "attributed_to", "contested", "Both have a stake."),
        ):
            item = workspace.find_item(f"halden-quay-2021/{attribute}")
            content = {
                "id": id_,
                "subject": item.subject,
                "attribute": attribute,
                "action": act,
                "assertion": next((m.assertion.id for m in item.members if m.assertion.written == "four"), None),
                "rationale": why,
                "reviewer": "R. Ames",
                "decided_at": "2021-04-01T10:00:00Z",
                "seen": tuple(sorted(m.assertion.id for m in item.members)),
            }
            workspace.dossier.decide(Decision.model_validate(content))


def _build_hostile(path: Path) -> None:
    body = "".join(f"Part {n} {payload} ended with {n} dead.\n" for n, payload in enumerate(PAYLOADS))
    articles = []
    for number, url in enumerate(URLS):
        payload = PAYLOADS[number]
        document = Document(
            name=f"{payload} {number}.txt",
            text=body + f"Edition {number}.\n",
            original_sha256=digest_bytes(str(number).encode()),
            media_type="text/plain",
            encoding="utf-8",
            how_decided="utf-8",
            title=payload,
            publisher=f"Post {number} {payload}",
            author=None,
            published="2031-03-02",
            modified=None,
            language=None,
            url=url,
            stated_dates=(),
            complete=True,
            notes=(),
        )
        articles.append(build_article(document))
    with Dossier(path, create=True) as dossier:
        dossier.add_articles(articles)
    with Workspace(path) as workspace:
        reader = ClaimsReader(workspace.article_text, workspace.dossier.vocabulary(), "test")
        claims = [
            {
                "article": article.id,
                "start": body.index(f"Part {n} "),
                "end": body.index(f" ended with {n} dead."),
                "subject": f"quay {n} {shown}",
                "attribute": attribute,
                "value": value,
                "chain": [shown[:60].strip()],
                "note": payload,
            }
            for n, payload in enumerate(PAYLOADS)
            for shown in ["".join(c for c in payload if c.isprintable())]  # names and texts may hold no more
            for number, article in enumerate(articles)
            for attribute, value in (("killed", str(n + number)), ("cause", shown), ("perpetrator", shown[:40]))
        ]
        workspace.dossier.add_assertions(reader.assertion(claim) for claim in claims)
        workspace.refresh()
        for n, payload in enumerate(PAYLOADS):
            decision = {
                "id": f"{n:032x}",
                "subject": claims[n * len(URLS) * 3]["subject"],
                "attribute": "killed",
                "action": "contested",
                "rationale": payload,
                "reviewer": payload,
                "decided_at": "2031-04-01T10:00:00Z",
            }
            workspace.dossier.decide(Decision.model_validate(decision))
