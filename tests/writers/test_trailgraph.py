"""The picture of a trail: well-formed, everything in it, nothing live, nothing on top of anything else."""

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.command_line import command
from tests.support.hostile_dossier import ITEM, make_hostile_dossier
from tui.services.workspace import Workspace

SVG = "{http://www.w3.org/2000/svg}"


def draw(path: Path, item: str, target: Path) -> ElementTree.Element:
    assert command("--dossier", path, "audit", "trace", item, "--format", "svg", "-o", target, "--force") == 0
    return ElementTree.fromstring(target.read_text())


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "demo.variorum"
    assert command("demo", "--keep", path) == 0
    return path


@pytest.mark.whole
def test_every_statement_speaker_and_article_has_its_box_and_no_two_share_a_place(demo: Path, tmp_path: Path) -> None:
    decide = ("decide", "halden-quay-2021/killed", "--contested", "--because", "Two lists differ.")
    assert command("--dossier", demo, "--reviewer", "Ada", *decide) == 0
    with Workspace(demo) as workspace:
        items = list(workspace.items(workspace.dossier.item_numbers()))
    for item in items:
        root = draw(demo, item.id, tmp_path / "t.svg")
        titles = [box.findtext(f"{SVG}title") or "" for box in root.iter(f"{SVG}g")]
        for member in item.members:
            assert any(member.assertion.id[:12] in title for title in titles)
            assert any(member.article_name in title for title in titles)
            for speaker in member.assertion.speakers:
                assert any(title.startswith(speaker) for title in titles)
        places = Counter((box.get("x"), box.get("y")) for box in root.iter(f"{SVG}rect"))
        assert max(places.values()) == 1
        width, height = float(root.get("width") or 0), float(root.get("height") or 0)
        for box in root.iter(f"{SVG}rect"):
            assert float(box.get("x") or 0) + float(box.get("width") or 0) <= width
            assert float(box.get("y") or 0) + float(box.get("height") or 0) <= height


def test_a_hostile_article_draws_nothing_live(tmp_path: Path) -> None:
    path = tmp_path / "d.variorum"
    make_hostile_dossier(path, tmp_path)
    assert command("--dossier", path, "claims", "import", next(tmp_path.glob("claims*.jsonl"))) == 0
    for name in ("markdown", "escape", "nul", "bidi"):
        item = ITEM.replace("escape", name)
        root = draw(path, item, tmp_path / "t.svg")
        assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
            *("svg", "title", "style", "path", "g", "rect", "text")
        }
        attributes = {name for element in root.iter() for name in element.attrib}
        assert not [name for name in attributes if name.startswith("on") or "href" in name]
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", (tmp_path / "t.svg").read_text())


def test_the_same_trail_is_the_same_picture(demo: Path, tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        draw(demo, "halden-quay-2021/killed", tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
