"""The law of the two databases: the same acts give the same answers, the same head and the same report on either."""

import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.errors import VariorumError
from claims.models import Decision, EventDecision, MentionRecord
from claims.store.dossier import Dossier
from tests.support.command_line import command
from tests.support.postgres import make_place
from tests.support.profiles import few_examples
from tests.support.store_builders import make_article, make_claim
from tui.services.workspace import Workspace

pytestmark = pytest.mark.whole

QUOTE = "they said what there was to say"
NAMES = ("post.txt", "Post.txt", "Ärger.txt", "z%s?.txt", "tab\tname.txt", "nul\x00.txt", "\U0001f525.txt", "_.txt")
SUBJECTS = ("quay", "Quay", "pier 9", "Ärmel", "quay_1", "q%", "\U0001f525")
VALUES = (("killed", "3"), ("killed", "at least 4"), ("killed", "5 to 7"), ("injured", "9"), ("date", "2031-03"))
EVENT_ACTS = ("merge", "rename", "undo", "split")
_number = st.integers(0, 7)
_acts = st.one_of(
    st.tuples(st.just("article"), _number, st.sampled_from(("Harbour Post", "evening bell", None))),
    st.tuples(st.just("claim"), _number, st.sampled_from(VALUES), st.sampled_from(SUBJECTS), st.booleans()),
    st.tuples(st.just("claim"), _number, st.sampled_from(VALUES), st.sampled_from(SUBJECTS), st.booleans()),
    st.tuples(st.just("decide"), st.sampled_from(SUBJECTS), st.sampled_from(("Ada", "bo", "Çem")), st.integers(0, 4)),
    st.tuples(st.just("event"), st.sampled_from(SUBJECTS), st.sampled_from(SUBJECTS), st.sampled_from(EVENT_ACTS)),
    st.tuples(st.just("mention"), _number, st.sampled_from(SUBJECTS)),
    st.tuples(st.just("vocabulary"), _number),
    st.tuples(st.sampled_from(("refresh", "rebuild"))),
)


class _Side:
    """A dossier, and how each act on it went."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.clock = 0
        self.answers: list[str] = []
        self.workspace = Workspace(place, create=True)
        self.store = self.workspace.dossier
        self.store._clock = self._now

    def _now(self) -> str:
        self.clock += 1
        return f"2031-03-04T{self.clock // 3600:02}:{self.clock // 60 % 60:02}:{self.clock % 60:02}Z"

    def act(self, number: int, act: Sequence[Any]) -> None:
        """Do it; what is refused is an answer too."""
        try:
            self.answers.append(str(getattr(self, f"_{act[0]}")(number, *act[1:])))
        except VariorumError as error:
            self.answers.append(f"{type(error).__name__}: {error}".replace(str(self.place), ""))

    def _made(self, article: int, publisher: str | None = "Harbour Post") -> Any:
        return make_article(f"On day {article} {QUOTE} \x00 %s \\.", name=NAMES[article], publisher=publisher)

    def _article(self, _: int, article: int, publisher: str | None) -> object:
        return self.store.add_articles([self._made(article, publisher)])

    def _claim(self, _: int, article: int, about: tuple[str, str], subject: str, proposed: bool) -> object:
        claim = make_claim(self._made(article), QUOTE, about[1], attribute=about[0], subject=subject)
        return self.store.add_assertions([claim.changed(tier="single") if proposed else claim])

    def _decide(self, number: int, subject: str, reviewer: str, what: int) -> object:
        item = (subject, "killed")
        earlier, evidence = self.store.decisions(item), self.store.evidence(item)
        about: dict[str, Any] = {"action": "contested"}
        if evidence and what < 2:
            action = ("accept", "reject")[what]
            about = {
                "action": action,
                "assertion": evidence[0].id,
                "reason": "itemised" if what == 0 else "misattributed",
            }
        elif earlier and what == 2:
            about = {"action": "undo", "undoes": earlier[-1].id}
        elif what == 3:
            about = {"action": "tag", "tags": "+Ärger"}
        made = {
            "id": f"{number:032x}",
            "subject": subject,
            "attribute": "killed",
            "rationale": "so",
            "reviewer": reviewer,
            "decided_at": "2031-03-06T10:00:00Z",
            "seen": tuple(sorted(one.id for one in evidence)),
            "based_on": earlier[-1].id if earlier else None,
        }
        return self.store.decide(Decision.model_validate(made | about))

    def _event(self, number: int, subject: str, other: str, action: str) -> object:
        earlier = self.store.event_decisions()
        articles = self.store.article_rows()
        about = {
            "merge": {"other": other},
            "rename": {"name": f"The {other}"},
            "undo": {"undoes": earlier[-1].id if earlier else "0" * 32},
            "split": {"other": other, "article": articles[0].id if articles else "0"},
        }[action]
        made = {"id": f"{number:032x}", "action": action, "subject": subject, "reviewer": "Ada", "rationale": "so"}
        made |= {"decided_at": "2031-03-06T10:00:00Z", "based_on": earlier[-1].id if earlier else ""}
        return self.store.decide_event(EventDecision.model_validate(made | about))

    def _mention(self, _: int, article: int, subject: str) -> object:
        record = MentionRecord(article=self._made(article).id, key="main", subject=subject, main=True)
        self.store.add_mentions([record])
        return len(self.store.mentions_of([record.article]))

    def _vocabulary(self, _: int, number: int) -> object:
        return self.store.extend_vocabulary({"actors": {f"Watch {number}": {"aliases": [f"w{number}"]}}})

    def _refresh(self, _: int) -> object:
        return self.workspace.refresh()

    def _rebuild(self, _: int) -> object:
        return self.store.rebuild()

    def end(self) -> None:
        self.answers.append(str(self.store.check_tables()))
        self.answers.append(str([tuple(entry) for entry in self.store.entries()]))
        self.answers.append(str(self.store.head()) if self.store.newest() else "")
        self.workspace.__exit__(None, None, None)

    def report(self) -> str:
        output = StringIO()
        with redirect_stdout(output):
            assert command("--dossier", self.place, "report", "--format", "json") == 0
            assert command("--dossier", self.place, "items", "--format", "json") == 0
            assert command("--dossier", self.place, "audit", "verify") == 0
        return output.getvalue()


@settings(max_examples=few_examples(5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(_acts, min_size=1, max_size=20))
def test_the_same_acts_give_the_same_head_and_report_on_a_file_and_on_a_server(
    acts: list[tuple[Any, ...]], socket: Path
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sides = [_Side(Path(folder) / "postgres"), _Side(make_place(socket))]
        for side in sides:
            for number, act in enumerate(acts, start=1):
                side.act(number, act)
            side.end()
        assert sides[0].answers == sides[1].answers
        assert sides[0].report() == sides[1].report()
        with Dossier(sides[1].place) as server:
            server.backup(Path(folder) / "back")
        with Dossier(Path(folder) / "back") as back:
            assert back.check_tables() == []
