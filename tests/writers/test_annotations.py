"""The page of annotations in a package is what W3C's Web Annotation Data Model says that one MUST be."""

import copy
import json
import zipfile
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.support.annotation_musts import list_checks
from tests.support.command_line import command
from tests.support.report_dossiers import make_demo, make_hostile

Page = dict[str, Any]


@pytest.fixture(scope="module", params=[make_demo, make_hostile], ids=["demo", "hostile"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Page:
    folder = tmp_path_factory.mktemp("annotations")
    request.param(folder / "quay.variorum")
    assert command("--dossier", folder / "quay.variorum", "audit", "export", folder / "quay.zip") == 0
    with zipfile.ZipFile(folder / "quay.zip") as package:
        content: Page = json.loads(package.read("annotations.jsonld"))
    return content


def find_problems(page: Page) -> list[str]:
    return [name for name, schema, thing in list_checks(page) if not Draft202012Validator(schema).is_valid(thing)]


@pytest.mark.whole
def test_every_assertion_of_the_data_model_holds_of_every_annotation(page: Page) -> None:
    names = Counter(name for name, _, _ in list_checks(page))
    assert len(names) > 60
    assert find_problems(page) == []


@pytest.mark.whole
def test_the_pages_of_a_dossier_make_more_than_a_thousand_checks(page: Page) -> None:
    assert sum(1 for _ in list_checks(page)) > 1_000
    assert len({item["id"] for item in page["items"]}) == len(page["items"])
    for item in page["items"]:
        position, quote = item["target"]["selector"]
        assert position["end"] - position["start"] == len(quote["exact"])


BREAKS: dict[str, Callable[[Page], object]] = {
    "page 5.2 startIndex": lambda page: page.update(startIndex=-1),
    "page 5.2 partOf": lambda page: page.pop("partOf"),
    "page 5.2 context": lambda page: page.update({"@context": "http://example.org/other"}),
    "collection 5.1 total": lambda page: page["partOf"].update(total="5"),
    "collection 5.1 first": lambda page: page["partOf"].pop("first"),
    "annotation 3.1 id": lambda page: page["items"][0].pop("id"),
    "annotation 3.1 target": lambda page: page["items"][0].pop("target"),
    "annotation 3.2.5 not body and bodyValue": lambda page: page["items"][0].update(bodyValue="x"),
    "annotation 3.3.1 created": lambda page: page["items"][0].update(created="2031-03-04"),
    "annotation 3.2 body recognised": lambda page: page["items"][0].update(body=7),
    "body 3.2.4 a textual body has one value": lambda page: page["items"][0]["body"].update(value=["a", "b"]),
    "target 4 a specific resource has one source": lambda page: page["items"][0]["target"].update(source=["a", "b"]),
    "selector 4.2.4 exact": lambda page: page["items"][0]["target"]["selector"][1].pop("exact"),
    "selector 4.2.5 start": lambda page: page["items"][0]["target"]["selector"][0].update(start=-1),
}


@pytest.mark.whole
@pytest.mark.parametrize("name", BREAKS)
def test_an_assertion_that_does_not_hold_is_found(page: Page, name: str) -> None:
    broken = copy.deepcopy(page)
    BREAKS[name](broken)
    assert name in find_problems(broken)
