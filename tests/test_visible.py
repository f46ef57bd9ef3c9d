"""tui.visible: nothing that acts or hides gets through, nothing is lost, and a quote keeps its place."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.visible import MOST_MARKS, fence, safe_link, visible, visible_spans

ACTING = {
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
}
HIDING = {
    *"\u200b\u200e\u200f\u2060\u2061\u2063\ufeff\u061c\u180e\u3164\u2028\u2029\u00ad\u2065\ufff0",
    *map(chr, range(0xE0000, 0xE0080)),
}
nasty = st.text(
    st.one_of(
        st.characters(), st.sampled_from(sorted(ACTING | HIDING)), st.sampled_from("\u0301\u200d\u200c\ufe0fक्👩a")
    )
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words, “quoted” – 12½ €", "plain words, “quoted” – 12½ €"),
        ("\x1b]52;c;eA==\x07", "␛]52;c;eA==␇"),
        ("a\x9b2J\x9d8;;x\x9c", "a‹9B›2J‹9D›8;;x‹9C›"),
        ("17\r15", "17␍15"),
        ("a\nb\tc", "a␊b␉c"),
        ("no \u202eevil", "no ‹202E›evil"),
        ("1\u200b7", "1‹200B›7"),
        ("\U000e0041", "‹E0041›"),
        ("\ud800", "‹D800›"),
        ("line\u2028line", "line‹2028›line"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("naïve: e\u0301", "naïve: e\u0301"),
        ("a\U000e0101", "a‹E0101›"),
    ],
)
def test_what_acts_or_hides_becomes_a_symbol(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # Persian: the joiner is spelling
        "क्\u200dष",  # Devanagari half form
        "👩\u200d👩\u200d👧",
        "❤\ufe0f and 🏳\ufe0f\u200d🌈",
        "Việt Nam, Türkçe, Ελληνικά, Кириллица, 日本語, 한국어, עברית, العربية",
    ],
)
def test_joiners_that_writing_needs_are_kept(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize("text", ["a\u200db", "a\u200d", "\u200d", "👩\u200da", "می\u200c\u200cخ"])
def test_joiners_elsewhere_are_shown(text: str) -> None:
    assert "‹200" in visible(text)


def test_a_flood_of_combining_marks_is_counted_instead_of_drawn() -> None:
    assert visible("Z" + "\u0301" * 500) == "Z" + "\u0301" * MOST_MARKS + "‹+496›"


def test_newlines_and_tabs_pass_where_asked() -> None:
    assert visible("a\nb\tc\rd", keep="\n\t") == "a\nb\tc␍d"


def test_a_long_text_is_cut_before_it_costs_anything() -> None:
    assert visible("x" * 10_000_000, limit=10) == "xxxxxxxxx…"


@given(nasty, st.sampled_from(["", "\n", "\n\t"]))
@example("\U000e0000\u2065\ufff0", "")
def test_nothing_that_acts_or_hides_gets_through(text: str, keep: str) -> None:
    shown = visible(text, keep=keep)
    assert not set(shown) & ((ACTING | HIDING) - set(keep))
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} and c not in keep for c in shown)
    shown.encode("utf-8")
    assert fence(shown.replace("\n", "").replace("\t", "")) == shown.replace("\n", "").replace("\t", "")


@given(nasty)
def test_showing_twice_changes_nothing(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S", "Zs"])))
def test_printable_ascii_is_left_alone(text: str) -> None:
    assert visible(text) == text


@given(nasty, st.data())
def test_a_quote_keeps_its_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    shown, [(low, high)] = visible_spans(text, [(start, end)], keep="")
    assert shown == visible(text)
    assert 0 <= low <= high <= len(shown)
    letters = [c for c in text[start:end] if c.isascii() and c.isalnum()]
    rest = iter(shown[low:high])
    assert all(letter in rest for letter in letters)


@given(
    st.text(st.sampled_from("ab\x1b\x9b\u202e\n")), st.text("xyz", min_size=1), st.text(st.sampled_from("c\x00\u200b"))
)
def test_the_highlight_covers_exactly_the_quote(before: str, quote: str, after: str) -> None:
    shown, [(low, high)] = visible_spans(before + quote + after, [(len(before), len(before) + len(quote))])
    assert shown[low:high] == quote


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "http://a b",
        "https://exämple.org",
        "https://x/\x1b]8",
        "file:///etc",
        "",
        None,
        "https://x\n",
    ],
)
def test_only_plain_web_addresses_become_links(url: str | None) -> None:
    assert safe_link(url) is None


def test_a_web_address_is_a_link() -> None:
    assert safe_link("https://example.org/a?b=c#d") == "https://example.org/a?b=c#d"
