"""The law of the screen: no item that it clears has another line than the one that the exact function gives it."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from claims.assertions import build_assertion
from claims.models import Attribution
from claims.passages import passage_at
from claims.store.dossier import Dossier, ItemRow, Summary
from claims.values import parse_value
from reconcile.bulk.screen import build_screen
from tests.support.profiles import few_examples
from tests.support.review_builders import make_article
from tests.support.templates import write_built
from tui.services.acts import Act
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace

_VALUES: dict[str, tuple[str, ...]] = {
    "killed": ("3", "3", "4", "at least 3", "at least 1", "up to 9", "3 to 5", "dozens", "0"),
    "detained": ("2", "2", "at least 2"),
    "attackers": ("5", "4 to 6"),
    "casualties": ("3", "at least 3"),
    "distance": ("3 km", "3 km", "3.0004 km", "2 miles", "at least 3 km"),
    "value": ("5 EUR", "5 dollars", "$5"),
    "date": ("2031-03-04", "2031-03", "2031-03-05", "2031-03-04/.."),
    "time": ("07:00", "07:00 GMT", "overnight"),
    "place": ("Oslo", "near Oslo", "Norway", "5 km north of Oslo"),
    "perpetrator": ("the Front", "unknown", "nobody"),
    "claimed_by": ("the Front", "nobody"),
    "attributed_to": ("the Front", "the Band"),
    "occurred": ("yes", "no"),
    "cause": ("a fire", "a storm"),
}
_QUOTE = "They said what there was to say"
_OUTLETS = ("Harbour Post", "The Harbour Post", "Evening Bell", "")
_SPEAKERS: tuple[tuple[str, ...], ...] = (
    (),
    (),
    ("governor",),
    ("the governor",),
    ("Harbour Post",),
    ("wire", "governor"),
)

_fields: dict[str, st.SearchStrategy[Any]] = {
    "about": st.sampled_from([(name, value) for name, every in _VALUES.items() for value in every]),
    "subject": st.sampled_from(("quay", "quay", "quay", "pier")),
    "article": st.integers(0, 4),
    "scope": st.sampled_from(("total", "total", "total", "total", "attackers", "elsewhere", None)),
    "stance": st.sampled_from(("asserts", "asserts", "asserts", "suspects", "denies", "retracts")),
    "speakers": st.sampled_from(_SPEAKERS),
    "as_of": st.sampled_from(("2031-03-02", "2031-03-03", None)),
    "tier": st.sampled_from(("", "", "single")),
    "exhaustive": st.sampled_from((False, False, False, True)),
    "at": st.integers(0, 9),
}

_said = st.fixed_dictionaries(_fields)
_changes = st.fixed_dictionaries(
    {"pick": st.integers(0, 9), "at": _fields["at"]},
    optional={name: _fields[name] for name in ("as_of", "article", "scope", "stance", "speakers", "tier")},
)


def _vary(said: dict[str, Any], changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The statement with others on its item, most of which differ from it in little."""
    name, _ = said["about"]
    values = _VALUES[name]
    return [said, *({**said, **one, "about": (name, values[one["pick"] % len(values)])} for one in changes)]


_on_one_item = st.builds(_vary, _said, st.lists(_changes, min_size=1, max_size=4))
_any = st.lists(_said, min_size=1, max_size=9) | _on_one_item | st.builds(list.__add__, _on_one_item, _on_one_item)


def _articles() -> list[Any]:
    text = "\n".join(f"{_QUOTE} on page {n}." for n in range(10))
    made = [make_article(f"{text} Print {n}.", name=f"{n}.txt", publisher=name) for n, name in enumerate(_OUTLETS)]
    later = make_article(f"{text} Print later.", name="0.txt", publisher="", revises=made[3].id)
    return [*(one if one.publisher else one.changed(publisher=None) for one in made), later.changed(publisher=None)]


def _build(path: Path) -> None:
    with Dossier(path, create=True) as dossier:
        dossier.add_articles(_articles())


def _assertion(dossier: Dossier, said: dict[str, Any]) -> Any:
    article = _articles()[said["article"]]
    name, written = said["about"]
    attribute = dossier.vocabulary().attributes[name]
    start = article.text.index(f"{_QUOTE} on page {said['at']}")
    return build_assertion(
        subject=said["subject"],
        attribute=name,
        scope=said["scope"],
        written=written,
        value=parse_value(attribute.kind, written, unit=attribute.unit, choices=attribute.values),
        stance=said["stance"],
        as_of=said["as_of"],
        passage=passage_at(article.id, article.text, start, start + len(_QUOTE)),
        chain=tuple(Attribution(speaker=speaker, verb="said") for speaker in said["speakers"]),
        tier=said["tier"],
        exhaustive=said["exhaustive"],
    )


def _decide(workspace: Workspace) -> None:
    session = ReviewSession(workspace, "Ada")
    workspace.refresh()
    for row in workspace.dossier.item_page(workspace.dossier.item_numbers(subject="quay"))[:1]:
        session.decide(session.item(row.key), Act("contested", rationale="as they say"))


def _line(said: Summary | ItemRow) -> tuple[str, str, int, int, int, int]:
    return said.state, said.severity, said.importance, said.members, said.origins, said.proposals


@settings(deadline=None, max_examples=few_examples(600))
@given(every=_any, is_decided=st.sampled_from((False, False, False, True)))
def test_no_cleared_item_has_another_line_than_the_exact_function_gives_it(
    every: list[dict[str, Any]], is_decided: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, Workspace(write_built(Path(folder) / "d", _build)) as workspace:
        store = workspace.dossier
        store.add_assertions(_assertion(store, one) for one in every)
        if is_decided:
            _decide(workspace)
        cleared = {row[0]: row[1:] for row in store.find_items(build_screen(store.vocabulary()))}
        for first, last in ((1, 2), (3, 99)):
            store.set_states(build_screen(store.vocabulary(), (first, last)))
        stored = store.item_page(list(cleared))
        for row in stored:
            exact = workspace.summary(row)
            line = _line(exact)
            assert line == cleared[row.item], row.key
            assert not row.dirty or line == _line(row), row.key
        workspace.refresh()
        assert list(map(_line, store.item_page(list(cleared)))) == [cleared[row.item] for row in stored]
