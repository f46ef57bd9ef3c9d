"""Counts in the languages of the United Nations, German and Ukrainian, entered by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.claimsfile import ArticleText, ClaimsReader, number_span
from claims.values import ValueProblem, parse_value
from claims.values.counts import parse_count
from claims.values.languages import load_languages, parse_foreign_count
from claims.values.model import CountValue
from claims.vocabulary.loading import builtin_vocabulary


def read(written: str) -> tuple[str, int, int | None]:
    value = parse_value("count", written)
    assert isinstance(value, CountValue)
    return value.hedge, value.low, value.high


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("moins d'une centaine", ("less_than", 0, 99)),
        ("entre dix et quinze personnes", ("range", 10, 15)),
        ("entre treinta y cinco y cuarenta", ("range", 35, 40)),
        ("بين عشرة وخمسة عشر", ("range", 10, 15)),
        ("десятки тысяч", ("vague", 20000, 99999)),
        ("decenas de miles de personas", ("vague", 20000, 99999)),
        ("数十万人", ("vague", 200000, 999999)),
        ("十几人", ("vague", 11, 19)),
        ("二十几人", ("more_than", 21, None)),
        ("не менее 12", ("at_least", 12, None)),
        ("не менее двенадцати человек", ("at_least", 12, None)),
        ("более 1 200 человек", ("more_than", 1201, None)),
        ("от 10 до 15", ("range", 10, 15)),
        ("двести сорок один погибший", ("exact", 241, 241)),
        ("1,5 тысячи", ("exact", 1500, 1500)),
        ("15 и более", ("at_least", 15, None)),
        ("никто", ("exact", 0, 0)),
        ("сорок четыре", ("exact", 44, 44)),
        ("одна тысяча", ("exact", 1000, 1000)),
        ("щонайменше 12", ("at_least", 12, None)),
        ("триста п’ятдесят", ("exact", 350, 350)),
        ("понад двадцять", ("more_than", 21, None)),
        ("не менше п’яти", ("at_least", 5, None)),
        ("mindestens zwölf", ("at_least", 12, None)),
        ("mehr als 1.200 Menschen", ("more_than", 1201, None)),
        ("zweitausenddreihundertfünfundvierzig", ("exact", 2345, 2345)),
        ("zwischen 10 und 15", ("range", 10, 15)),
        ("12 oder mehr", ("at_least", 12, None)),
        ("bis zu 20 Tote", ("up_to", 0, 20)),
        ("Dutzende", ("vague", 24, 99)),
        ("au moins douze", ("at_least", 12, None)),
        ("quatre-vingt-dix-sept", ("exact", 97, 97)),
        ("soixante et onze", ("exact", 71, 71)),
        ("une vingtaine de personnes", ("about", 18, 22)),
        ("trois cent vingt", ("exact", 320, 320)),
        ("al menos 12", ("at_least", 12, None)),
        ("más de mil doscientos", ("more_than", 1201, None)),
        ("doscientas cuarenta y una", ("exact", 241, 241)),
        ("unos 100", ("about", 90, 110)),
        ("12 o más", ("at_least", 12, None)),
        ("至少十二人", ("at_least", 12, None)),
        ("超过一千二百人", ("more_than", 1201, None)),
        ("两万三千人", ("exact", 23000, 23000)),
        ("12人以上", ("at_least", 12, None)),
        ("数十人", ("vague", 20, 99)),
        ("ما لا يقل عن ١٢ شخصا", ("at_least", 12, None)),
        ("أكثر من مئة شخص", ("more_than", 101, None)),
        ("خمسة وعشرون قتيلا", ("exact", 25, 25)),
        ("ثلاثة عشر", ("exact", 13, 13)),
        # Words that count by tens, dozens and hundreds.
        ("dos docenas", ("exact", 24, 24)),
        ("más de una docena", ("more_than", 13, None)),
        ("media docena", ("exact", 6, 6)),
        ("zwei Dutzend", ("exact", 24, 24)),
        ("mehr als ein Dutzend", ("more_than", 13, None)),
        ("trois douzaines", ("exact", 36, 36)),
        ("plus d'une dizaine", ("more_than", 11, None)),
        ("более десятка", ("more_than", 11, None)),
        ("две сотни", ("exact", 200, 200)),
        ("около сотни", ("about", 90, 110)),
        ("двоє", ("exact", 2, 2)),
        ("семеро", ("exact", 7, 7)),
        ("شخصان", ("exact", 2, 2)),
        # A plural alone.
        ("тысячи людей", ("vague", 2000, 9999)),
        ("آلاف", ("vague", 2000, 9999)),
        ("des milliers", ("vague", 2000, 9999)),
        # What makes a figure a bound stands behind it, or behind what is counted.
        ("20多人", ("more_than", 21, None)),
        ("十余人", ("more_than", 11, None)),
        ("12 personas como mínimo", ("at_least", 12, None)),
        ("12 personnes au moins", ("at_least", 12, None)),
        ("12 Menschen oder mehr", ("at_least", 12, None)),
        ("12 muertos y más heridos", ("exact", 12, 12)),
        ("至少有12人", ("at_least", 12, None)),
        ("بين 10 و12", ("range", 10, 12)),
        # A count has no fraction.
        ("1.200", ("exact", 1200, 1200)),
        ("1.234.567 personas", ("exact", 1_234_567, 1_234_567)),
    ],
)
def test_counts_are_read_with_their_bounds(written: str, count: tuple[str, int, int | None]) -> None:
    assert read(written) == count


@pytest.mark.parametrize(
    "written",
    [
        "20多万人",
        "2.5 Menschen",
        "двадцать процентов",
        "zwölf Prozent",
        "fast",
        "не менее",
        "zwei drei",
        "veinte treinta",
        "не менее 12 из 20",
    ],
)
def test_what_is_no_count_is_an_error(written: str) -> None:
    with pytest.raises(ValueProblem):
        parse_value("count", written)


@pytest.mark.parametrize(
    "written", ["at least 12", "12 people", "dozens", "12 animals", "a guard", "three of the four"]
)
def test_english_is_read_as_before(written: str) -> None:
    assert parse_value("count", written) == parse_count(written)


def test_every_number_word_is_its_number_and_every_hedge_is_read() -> None:
    for language in load_languages():
        for word, number in language.words.items():
            value = parse_foreign_count(word)
            assert value is None or number in (value.low, value.high), (language.code, word)
        for entry in language.hedge:
            for word in entry.words:
                written = {"before": f"{word} 100", "after": f"100 {word}", "alone": word}[entry.place]
                reading = parse_foreign_count(written)
                assert reading is not None, (language.code, word)
                assert reading.hedge == entry.family, (language.code, word)
                assert entry.rule
                assert entry.source


@given(st.integers(1, 99_999))
def test_chinese_numerals_are_their_numbers(number: int) -> None:
    value = parse_foreign_count(_in_chinese(number) + "人")
    assert value is not None
    assert (value.low, value.high) == (number, number)


def _in_chinese(number: int) -> str:
    written, zero = "", False
    for place, unit in ((10_000, "万"), (1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            written += ("零" if zero and written else "") + "零一二三四五六七八九"[digit] + unit
        zero = not digit
    return written


def test_a_claim_by_hand_is_a_count_and_its_figure_is_found_in_the_quote() -> None:
    text = "По словам мэра, погибли не менее 12 человек."
    article = ArticleText(id="ab" * 32, published="2031-03-04", text=text)
    reader = ClaimsReader(lambda name: article, builtin_vocabulary(), "Ann")
    line = {"article": "a", "quote": "погибли не менее 12 человек", "subject": "fire", "attribute": "killed"}
    assertion = reader.assertion({**line, "value": "не менее 12"})
    assert isinstance(assertion.value, CountValue)
    assert (assertion.value.low, assertion.value.high) == (12, None)
    assert text[slice(*number_span(assertion))] == "12"
    assert not reader.notes
