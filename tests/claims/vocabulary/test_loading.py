"""The words of a dossier: written as TOML, merged in any order, refused where they disagree."""

import itertools
import json
from pathlib import Path

import pytest
import tomli_w

from claims.identity import canonical_json
from claims.store.dossier import Dossier
from claims.values import format_value
from claims.vocabulary.loading import (
    Tables,
    VocabularyError,
    as_json,
    build_vocabulary,
    builtin_vocabulary,
    merge_tables,
    parse_vocabulary,
)
from claims.vocabulary.model import Vocabulary
from tests.support.builders import make_vocabulary
from tests.support.store_builders import make_article, make_line, make_reader, read_lines


def words(*texts: str) -> Vocabulary:
    return build_vocabulary([parse_vocabulary(text, f"words-{n}.toml") for n, text in enumerate(texts)])


CROWD = """
[attributes.crowd]
kind = "count"
time = "fixed"
scopes = {total = ["inside", "outside"]}
aliases = ["turnout"]
"""
CROWD_TOO = """
[attributes.crowd]
kind = "count"
scopes = {total = ["on_roofs"]}
description = "people who came"
[actors."Harbour Guild"]
aliases = ["HG"]
part_of = [{actor = "Coast League", from = "2015-01"}]
"""
PLACES = """
[places."Old Mole"]
within = "North Harbour"
lat = 54.25
lon = -3.0
[[balances]]
whole = "affected"
parts = ["crowd[inside]", "crowd[outside]"]
"""


def test_additions_mean_the_same_in_any_order(tmp_path: Path) -> None:
    tables = [parse_vocabulary(text, "words.toml") for text in (CROWD, CROWD_TOO, PLACES)]
    built = [build_vocabulary(order) for order in itertools.permutations(tables)]
    for other in built[1:]:
        assert other.attributes == built[0].attributes
        assert other.balances == built[0].balances
        assert (other.actors, other.places) == (built[0].actors, built[0].places)
    crowd = built[0].attributes["crowd"]
    assert set(crowd.tree.parent_of) == {"inside", "outside", "on_roofs"}
    assert built[0].containers("Old Mole") >= {"North Harbour"}


def test_what_a_dossier_exports_imports_to_the_same_words(tmp_path: Path) -> None:
    with Dossier(tmp_path / "d.variorum", create=True) as one, Dossier(tmp_path / "e.variorum", create=True) as two:
        for text in (CROWD, CROWD_TOO, PLACES):
            assert one.extend_vocabulary(parse_vocabulary(text, "words.toml"))
            assert not one.extend_vocabulary(parse_vocabulary(text, "words.toml")), "the same words twice"
        merged: Tables = {}
        for tables in one.vocabulary_additions():
            merged = merge_tables(merged, tables, "export")
        two.extend_vocabulary(parse_vocabulary(tomli_w.dumps(merged), "export.toml"))
        assert two.vocabulary().attributes == one.vocabulary().attributes
        assert two.vocabulary().balances == one.vocabulary().balances
        assert two.vocabulary().actors == one.vocabulary().actors
        assert two.vocabulary().places == one.vocabulary().places


def test_two_additions_that_disagree_are_refused_when_the_second_arrives(tmp_path: Path) -> None:
    with Dossier(tmp_path / "d.variorum", create=True) as dossier:
        dossier.extend_vocabulary(parse_vocabulary(CROWD, "words.toml"))
        with pytest.raises(VocabularyError, match="kind is 'count' in the dossier and 'text' here; rename"):
            dossier.extend_vocabulary({"attributes": {"crowd": {"kind": "text"}}})
        assert len(dossier.vocabulary_additions()) == 1


def test_a_dossiers_word_beats_the_built_in_one() -> None:
    assert builtin_vocabulary().attributes["killed"].time == "cumulative"
    extended = words('[attributes.killed]\ntime = "state"\naliases = ["perished"]\n')
    assert extended.attributes["killed"].time == "state"
    assert extended.attribute("perished") == extended.attribute("dead") == extended.attributes["killed"]


def test_a_built_in_attribute_of_another_kind_starts_afresh() -> None:
    text = '[attributes.age]\nkind = "count"\n\n[attributes.status]\nkind = "text"\n'
    vocabulary = build_vocabulary([parse_vocabulary(text, "words.toml")])
    age, status = vocabulary.attributes["age"], vocabulary.attributes["status"]
    assert (age.kind, age.unit) == ("count", "")
    assert (status.kind, status.values, status.final) == ("text", (), ())


def test_scopes_are_added_to_a_tree_and_one_named_again_moves_to_its_new_parent() -> None:
    added = words('[attributes.killed]\nscopes = {police = ["mounted_police"]}\n').attributes["killed"].tree
    assert list(added.ancestors("mounted_police")) == ["police", "security_forces", "total"]
    moved = words('[attributes.killed]\nscopes = {civilians = ["police"]}\n').attributes["killed"].tree
    assert list(moved.ancestors("police")) == ["civilians", "total"]
    assert moved.link("police", "security_forces") == "other"
    assert moved.link("soldiers", "security_forces") == "part"


def test_an_attribute_answers_to_its_aliases_and_a_definition_beats_an_alias() -> None:
    assert words(CROWD).attribute("turnout") == words(CROWD).attributes["crowd"]
    both = words(CROWD, '[attributes.turnout]\nkind = "text"\n')
    assert both.attribute("turnout") == both.attributes["turnout"]
    assert words(CROWD).attribute("no such word") is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[attributes.x", "not valid TOML"),
        ("[colours.red]\n", "unknown section \\[colours\\]; known are actors"),
        ('[attributes.x]\nkind = "colour"\n', "kind"),
        ('[attributes.x]\ntime = "fixed"\n', "kind is missing; add one of"),
        ('[attributes.x]\nkind = "count"\ncolour = 3\n', "unknown key 'colour'"),
        ('[attributes.x]\nkind = "count"\ntree = "oak"\n', "no scope tree 'oak'"),
        ('[attributes."X y"]\nkind = "count"\n', "name"),
        ('[attributes.x]\nkind = "count"\nscopes = {a = ["b"]}\n', "hangs in the air"),
        (
            '[attributes.x]\nkind = "count"\nscopes = {total = ["a"], a = ["b"], b = ["a"]}\n',
            "two parents|inside itself",
        ),
        ('[attributes.x]\nkind = "choice"\nvalues = ["Yes", "yes"]\n', "differ by more than case"),
        ('[actors.A]\npart_of = [{from = "2015"}]\n', "actor"),
        ("[places.P]\nwithin = 3\n", "places.P"),
        ('[[balances]]\nwhole = "killed"\n', "needs whole = NODE and parts"),
        ("attributes = 3\n", "attributes"),
        ("[attributes]\nx = 3\n", "attributes.NAME"),
        ('[attributes.x]\nkind = "count"\nscopes = ["a"]\n', "scopes"),
        ("[[actors]]\nname = 3\n", "actors"),
        ("progressions = [3]\n", "progressions"),
    ],
)
def test_words_that_make_no_sense_are_refused_with_their_place(text: str, problem: str) -> None:
    with pytest.raises(VocabularyError, match=problem) as caught:
        parse_vocabulary(text, "words.toml")
    assert caught.value.where.startswith("words.toml")


def test_an_addition_has_one_canonical_form_coordinates_included() -> None:
    tables = parse_vocabulary(PLACES, "words.toml")
    assert json.loads(canonical_json(as_json(tables)))["places"]["Old Mole"]["lat"] == "54.25"


@pytest.mark.parametrize(
    ("text", "sentence", "attribute", "value", "printed"),
    [
        (
            '[attributes.crest]\nkind = "measure"\nunit = "meter"\ntime = "state"\n',
            "The river stood at more than 6.2 m by noon.",
            "crest",
            "6.2 m",
            "6.2 m",
        ),
        (
            '[attributes.records_leaked]\nkind = "count"\ntime = "cumulative"\naliases = ["leaked"]\n',
            "Up to 40,000 patient records were copied.",
            "leaked",
            "up to 40,000",
            "up to 40,000",
        ),
        (
            '[attributes.marchers]\nkind = "count"\nscopes = {total = ["seated", "walking"]}\n',
            "Between 200 and 300 walked the whole way.",
            "marchers",
            "between 200 and 300",
            "200 to 300",
        ),
        (
            '[attributes.pathogen]\nkind = "choice"\nvalues = ["virus", "bacterium"]\n',
            "The laboratory named a bacterium as the cause.",
            "pathogen",
            "bacterium",
            "bacterium",
        ),
    ],
)
def test_floods_breaches_marches_and_outbreaks_need_words_and_no_code(
    text: str, sentence: str, attribute: str, value: str, printed: str
) -> None:
    article = make_article(sentence)
    reader = make_reader([article], words(text))
    assertions, findings = read_lines(reader, [make_line(article, sentence[:-1], value, attribute=attribute)])
    assert findings == []
    assert format_value(assertions[0].value) == printed
    assert assertions[0].attribute in text


def set_name(name: str, of: str, at: str, **more: str) -> Tables:
    return {"names": {name: {"of": of, "at": at, **more}}}


def test_a_name_is_anothers_until_a_later_setting_takes_it_back() -> None:
    joined = set_name("Red Brigade", "Northern Front", "2031-03-01")
    assert build_vocabulary([joined]).actor_name("Red Brigade") == "Northern Front"
    assert builtin_vocabulary().actor_name("Red Brigade") == "Red Brigade"
    back = set_name("Red Brigade", "", "2031-03-02")
    for order in ([joined, back], [back, joined]):
        assert build_vocabulary(order).actor_name("Red Brigade") == "Red Brigade"
    place = set_name("Old Quay", "Oslo", "2031-03-01", what="places")
    assert build_vocabulary([place]).place_name("Old Quay") == "Oslo"


def test_a_membership_holds_between_its_days_until_it_is_taken_back() -> None:
    edge = {"actor": "Red Brigade", "of": "Northern Front", "since": "2021-03", "at": "2031-03-01"}
    (found,) = build_vocabulary([{"memberships": {"one": edge}}]).affiliations("Red Brigade").values()
    assert (found.actor, found.since, found.until) == ("Northern Front", "2021-03", "")
    back = {"memberships": {"one": {**edge, "holds": False, "at": "2031-03-02"}}}
    assert not build_vocabulary([{"memberships": {"one": edge}}, back]).affiliations("Red Brigade")


def test_a_name_set_for_two_actors_or_an_actor_in_itself_is_refused(tmp_path: Path) -> None:
    with Dossier(tmp_path / "d.variorum", create=True) as dossier:
        with pytest.raises(VocabularyError, match="is a name of"):
            dossier.extend_vocabulary(set_name("Taliban", "Northern Front", "2031-03-01"))
        one, two = ({"actor": a, "of": b, "at": "1"} for a, b in (("A Front", "B Front"), ("B Front", "A Front")))
        dossier.extend_vocabulary({"memberships": {"one": one}})
        with pytest.raises(VocabularyError, match="part of itself"):
            dossier.extend_vocabulary({"memberships": {"two": two}})


def test_places_and_actors_have_addresses_in_other_registers() -> None:
    words = 'same_as = ["https://sws.geonames.org/1/"]\n'
    both = make_vocabulary(f'[places.Tarn]\n{words}[actors."Tarn Guard"]\n{words}')
    assert both.places["Tarn"].same_as == both.actors["Tarn Guard"].same_as == ("https://sws.geonames.org/1/",)
    with pytest.raises(VocabularyError, match="same_as"):
        make_vocabulary('[places.Tarn]\nsame_as = ["javascript:alert(1)"]\n')
