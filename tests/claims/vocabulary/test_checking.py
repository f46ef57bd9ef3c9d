"""claims.vocabulary.checking: words that are well formed and cannot be meant."""

import time

import pytest

from claims.vocabulary.checking import DEEPEST, check_addition
from claims.vocabulary.loading import VocabularyError, build_vocabulary, builtin_tables, parse_vocabulary

DEEP = "".join(f'level-{n} = ["level-{n + 1}"], ' for n in range(DEEPEST + 1))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[actors."Red Pier"]\naliases = ["RP"]\n[actors."Rope Party"]\naliases = ["rp"]\n', "is a name of Rope Party"),
        ('[actors.A1]\npart_of = [{actor = "B1"}]\n[actors.B1]\npart_of = [{actor = "A1"}]\n', "part of itself"),
        ('[places.Upper]\nwithin = "Lower"\n[places.Lower]\nwithin = "Upper"\n', "lies within itself"),
        ('[[balances]]\nwhole = "killd"\nparts = ["injured"]\n', "no attribute 'killd'"),
        ('[[balances]]\nwhole = "date"\nparts = ["injured"]\n', "only quantities add up"),
        ('[[balances]]\nwhole = "killed"\nparts = ["killed[dragons]"]\n', "no scope 'dragons'"),
        ('[[balances]]\nwhole = "killed"\nparts = ["injured", "injured"]\n', "names one thing twice"),
        ('[[progressions]]\nsteps = ["detained", "hanged-up"]\n', "no attribute 'hanged-up'"),
        ('[[progressions]]\nsteps = ["detained", "killed", "detained"]\n', "comes back"),
        ('[attributes.x]\nkind = "count"\naliases = ["killed"]\n', "belongs to killed"),
        ('[attributes.x]\nkind = "count"\nbears_on = ["nothing"]\n', "no such attribute"),
        (f'[attributes.x]\nkind = "count"\nscopes = {{total = ["level-0"], {DEEP[:-2]}}}\n', "more than 50 deep"),
    ],
)
def test_a_name_for_two_things_a_circle_or_a_loose_end_is_refused(text: str, problem: str) -> None:
    tables = parse_vocabulary(text, "words.toml")
    with pytest.raises(VocabularyError, match=problem):
        check_addition(build_vocabulary((tables,)), tables, "words.toml")


def test_the_built_in_words_pass_their_own_checks() -> None:
    tables = {**builtin_tables("attributes"), **builtin_tables("actors"), **builtin_tables("places")}
    check_addition(build_vocabulary(()), {**tables, **builtin_tables("sources")}, "built-in")


def test_toml_nested_beyond_reading_is_refused() -> None:
    with pytest.raises(VocabularyError, match="nested too deeply"):
        parse_vocabulary("x = " + "[" * 100_000 + "]" * 100_000, "words.toml")


def test_a_dossier_may_know_a_built_in_actor_by_its_own_name() -> None:
    tables = parse_vocabulary("[actors.Daesh]\n", "words.toml")
    words = build_vocabulary((tables,))
    check_addition(words, tables, "words.toml")
    assert (words.actor_name("daesh"), words.actor_name("ISIL")) == ("Daesh", "Islamic State")


def test_thousands_of_actors_in_one_long_chain_are_checked_in_seconds() -> None:
    lines = [
        f'[actors."Brigade {n}"]\naliases = ["B{n}"]\npart_of = [{{actor = "Brigade {n + 1}"}}]' for n in range(3_000)
    ]
    started = time.process_time()
    tables = parse_vocabulary("\n".join(lines), "words.toml")
    check_addition(build_vocabulary((tables,)), tables, "words.toml")
    assert time.process_time() - started < 10
    circle = parse_vocabulary("\n".join([*lines, '[actors."Brigade 3000"]\npart_of = [{actor = "b0"}]']), "words.toml")
    with pytest.raises(VocabularyError, match=r"\[actors.Brigade 0\]: is part of itself"):
        check_addition(build_vocabulary((circle,)), circle, "words.toml")
