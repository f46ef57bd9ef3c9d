"""The HTML report in a browser: nothing runs, nothing is asked for, everybody can read it.

Skipped where no Chromium is installed; the accessibility check also where axe-core is not (`npm install axe-core` in a
folder above the tests, or AXE_CORE=/path/to/axe.min.js).
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.browser import CHROMIUM, Browser, find_axe
from tests.support.pages import page_of
from tests.support.paths import CORPUS
from tests.support.report_dossiers import make_demo, make_hostile

pytestmark = [pytest.mark.whole, pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed")]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made: dict[str, Callable[[Path], object]] = {"demo": make_demo, "hostile": make_hostile}
    if (CORPUS / "seeds").exists():
        from tests.support.seeds_dossier import fill_seeds

        made["seeds"] = fill_seeds
    for name, make in made.items():
        make(folder / f"{name}.variorum")
        (folder / f"{name}.html").write_text(page_of(folder / f"{name}.variorum"), "utf-8")
    return {name: folder / f"{name}.html" for name in made}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as started:
        yield started


def test_hostile_text_runs_nothing_and_the_page_asks_for_nothing(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["hostile"])
    browser.settle()
    assert browser.dialogs == []
    assert browser.requests == []
    assert browser.run("typeof window.owned") == "undefined"
    assert browser.run("document.querySelectorAll('script,iframe,object,img,form,base,link,video').length") == 0
    assert browser.run("document.location.href") == pages["hostile"].resolve().as_uri()


def test_the_browser_that_watches_would_see_a_request_and_a_dialog(browser: Browser, tmp_path: Path) -> None:
    """The tests above can fail: a page without our escaping and policy is caught."""
    (tmp_path / "bad.html").write_text("<img src=http://canary.invalid/x onerror=alert(1)>")
    with Browser() as watched:
        watched.open(tmp_path / "bad.html")
        watched.settle()
        assert watched.requests == ["http://canary.invalid/x"]
        assert watched.dialogs == ["1"]


def test_the_policy_of_the_page_alone_stops_what_escaping_would_let_through(
    pages: dict[str, Path], tmp_path: Path
) -> None:
    html = pages["demo"].read_text("utf-8")
    attack = "<script>window.owned=1</script><img src=http://canary.invalid/y onerror='window.owned=2'>"
    (tmp_path / "injected.html").write_text(html.replace('<main id="main">', f'<main id="main">{attack}'), "utf-8")
    with Browser() as watched:
        watched.open(tmp_path / "injected.html")
        watched.settle()
        assert watched.requests == []
        assert watched.run("typeof window.owned") == "undefined"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["demo", "hostile", "seeds"])
def test_an_accessibility_check_finds_nothing(browser: Browser, pages: dict[str, Path], name: str, scheme: str) -> None:
    axe = find_axe()
    if axe is None or name not in pages:
        if os.environ.get("AXE_CORE"):
            pytest.fail(f"AXE_CORE names {os.environ['AXE_CORE']}, which is no file")
        pytest.skip("axe-core is not installed")
    browser.open(pages[name])
    browser.emulate(scheme)
    browser.run(axe.read_text("utf-8") + ";0")
    only = ", runOnly: ['color-contrast']" if scheme == "dark" else ""  # nothing else differs
    found = browser.run(
        f"axe.run(document, {{resultTypes: ['violations']{only}}}).then(found => found.violations.map("
        "v => v.id + ' (' + v.impact + '): ' + v.nodes.map(n => n.html).slice(0, 3).join(' ')))"
    )
    assert found == []


def test_the_page_follows_light_dark_and_paper(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["demo"])
    colours = {}
    for scheme, media in (("light", "screen"), ("dark", "screen"), ("dark", "print")):
        browser.emulate(scheme, media)
        colours[scheme, media] = browser.run("getComputedStyle(document.body).backgroundColor")
    assert colours["light", "screen"] == colours["dark", "print"] == "rgb(255, 255, 255)"
    assert colours["dark", "screen"] != "rgb(255, 255, 255)"
    assert browser.run("getComputedStyle(document.querySelector('.skip')).display") == "none"
    browser.emulate()


def test_nothing_is_wider_than_a_small_screen(pages: dict[str, Path]) -> None:
    with Browser(width=360) as small:
        for page in pages.values():
            small.open(page)
            assert small.run("document.documentElement.scrollWidth") <= 360, page.name


def test_the_keyboard_reaches_every_link_in_the_order_of_the_page(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["demo"])
    browser.emulate()
    browser.run("document.querySelectorAll('details').forEach(e => { e.open = true })")
    wanted = browser.run("[...document.querySelectorAll('a[href], summary')].map(e => e.outerHTML)")
    reached = []
    for _ in wanted:
        browser.press("Tab", 9)
        reached.append(browser.run("document.activeElement.outerHTML"))
    assert reached == wanted
    assert browser.run("getComputedStyle(document.activeElement).outlineStyle") != "none"
