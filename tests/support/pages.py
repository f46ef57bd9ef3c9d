"""A report as an HTML page, and what stands in it."""

from html.parser import HTMLParser
from pathlib import Path

from tui.services.reporting import Selection, make_report
from tui.services.workspace import Workspace
from tui.writers.html import report_html


class Page(HTMLParser):
    """What stands in a page: its elements with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += f"{data} " if self.elements[-1:] != [("style", {})] else ""

    def values(self, name: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(name)) is not None]


def page_of(path: Path, selection: Selection | None = None) -> str:
    with Workspace(path) as workspace:
        return "".join(report_html(make_report(workspace, selection or Selection()), workspace))
