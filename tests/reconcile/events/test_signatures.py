"""Signatures: what the reports of an event share ties a stray report to it, and names alone never do."""

from dataclasses import replace

from claims.mentions.fingerprints import Fingerprint
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.events import Mention, find_events

WORDS = builtin_vocabulary()
NAMES = ("marra quill", "quill", "marra", "orrin dale", "orrin", "dale", "tessaly", "brookmere")
TOPIC = ("swimmer", "musicals", "career")


def report(article: str, names: frozenset[str], words: frozenset[str], day: int | None = 734_000) -> Mention:
    """Return the main mention of an article that tells names and words."""
    days = frozenset(() if day is None else (day,))
    trace = Fingerprint(names=names, words=words, days=days)
    return Mention(article, "main", "", None, None, (), frozenset(), main=True, trace=trace)


def archive(count: int = 600) -> list[Mention]:
    """Return reports on other things, each with names of its own."""
    return [
        report(f"x{n}", frozenset(f"other {n} {k}" for k in range(9)), frozenset({f"word{n}"}), 700_000 + 40 * n)
        for n in range(count)
    ]


def story(count: int = 8) -> list[Mention]:
    """Return full reports on one event, each with something of its own."""
    return [
        report(f"s{n}", frozenset({*NAMES, f"own {n} a", f"own {n} b"}), frozenset({*TOPIC, f"aside{n}"}))
        for n in range(count)
    ]


def other_members(mentions: list[Mention], article: str) -> set[str]:
    """Return the articles that are of the event of one."""
    event = next(e for e in find_events(mentions, WORDS) if (article, "main") in e.mentions)
    return {other for other, _ in event.mentions} - {article}


def stray(names: str = "marra quill,marra,quill", words: str = "swimmer", day: int | None = None) -> Mention:
    """Return a report of two sentences."""
    own = (f"far {n}" for n in range(12))
    return report("stray", frozenset((*names.split(","), *own)), frozenset(filter(None, words.split(","))), day)


def test_a_stray_report_joins_the_event_whose_signature_it_tells() -> None:
    assert other_members([*archive(), *story(), stray(words="swimmer,musicals")], "stray") == {
        f"s{n}" for n in range(8)
    }


def test_names_alone_do_not_join_it() -> None:
    assert not other_members([*archive(), *story(), stray("marra quill,marra,quill,orrin,orrin dale", "")], "stray")


def test_a_day_bears_names_out_and_one_far_off_speaks_against_them() -> None:
    names = "marra quill,marra,quill,orrin,orrin dale"
    assert other_members([*archive(), *story(), stray(names, "", 734_003)], "stray")
    assert not other_members([*archive(), *story(), stray(names, "swimmer,musicals", 735_000)], "stray")


def test_a_report_that_fits_two_events_is_left_for_a_person() -> None:
    twin = [replace(m, article=f"t{m.article}", trace=replace(m.trace, days=frozenset({734_900}))) for m in story()]
    assert not other_members([*archive(), *story(), *twin, stray(words="swimmer,musicals")], "stray")


def test_a_person_who_kept_it_apart_has_the_last_word() -> None:
    mentions = [*archive(), *story(), stray(words="swimmer,musicals")]
    apart = {frozenset((("stray", "main"), ("s0", "main")))}
    assert all(len(e.mentions) == 1 for e in find_events(mentions, WORDS, apart) if ("stray", "main") in e.mentions)
