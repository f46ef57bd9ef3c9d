"""Put dates of other languages into English: "12 марта 2024", "3 مارس", "am Dienstag", "2024年3月12日"."""

import calendar
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from claims.values.numbers import fold

_FILE: Final = Path(__file__).parents[1] / "vocabulary" / "data" / "months.toml"
_SAME: Final = str.maketrans({**dict.fromkeys("أإآٱ", "ا"), "ى": "ي", "ё": "е", "ʼ": "'"})
_AFTER_DAY: Final = r"(?:\.|er|º|°|-?(?:го|е|ого))?"
_AFTER_YEAR: Final = r"(?: ?(?:г|гг|года|году|р|рр|року|році|م))?"
_HAN: Final = re.compile(r"(?:(?P<year>\d{4}) ?年)? ?(?P<month>\d{1,2}) ?月 ?(?:(?P<day>\d{1,2}) ?[日号號])?", re.ASCII)
_HAN_DAYS: Final = re.compile("(?:在)?(?:星期|周|週|礼拜)(?P<day>[一二三四五六日天])")
_HAN_NEAR: Final = {"今天": "today", "今日": "today", "昨天": "yesterday", "昨日": "yesterday"}


class _Names(NamedTuple):
    """Names of all languages, folded, with what they mean in English."""

    months: dict[str, str]
    days: dict[str, str]
    leading: re.Pattern[str]
    written: re.Pattern[str]


def in_english(written: str) -> str | None:
    """Return the English words for a date of another language, or None where `written` is none.

    >>> in_english("в марте 2024 года"), in_english("am Dienstag"), in_english("12 March 2024")
    ('March 2024', 'Tuesday', None)
    """
    words = _fold(written)
    return _read_han(words) or _read_names(words)


@cache
def month_names() -> dict[str, int]:
    """Return the number of each month by its names in other languages, in lower case."""
    tables = tomllib.loads(_FILE.read_text("utf-8")).values()
    return {name: number for table in tables for number, names in enumerate(table["months"], 1) for name in names}


def _read_names(words: str) -> str | None:
    names = _names()
    words = names.leading.sub("", words, count=1)
    if words in names.days:
        return names.days[words]
    day, _, rest = words.partition(" ")
    match = names.written.fullmatch(rest if day.rstrip(",،") in names.days else words)
    return None if match is None else _join(match["day"], names.months[match["month"]], match["year"])


def _read_han(words: str) -> str | None:
    if day := _HAN_DAYS.fullmatch(words):
        return calendar.day_name["一二三四五六日".index(day["day"].replace("天", "日"))]
    match = _HAN.fullmatch(words)
    if match is None or not 1 <= int(match["month"]) <= 12:
        return _HAN_NEAR.get(words)
    return _join(match["day"], calendar.month_name[int(match["month"])], match["year"])


def _join(*parts: str | None) -> str:
    return " ".join(filter(None, parts))


def _by_name(english: Iterable[str], names: Iterable[Iterable[str]]) -> dict[str, str]:
    """Return the English word for each folded name of another language, which stand in the same order."""
    return {_fold(name): word for word, row in zip(english, names, strict=True) for name in row}


@cache
def _names() -> _Names:
    tables = tomllib.loads(_FILE.read_text("utf-8"))
    months: dict[str, str] = {}
    days: dict[str, str] = {}
    for table in tables.values():
        months |= _by_name(calendar.month_name[1:], table["months"])
        days |= _by_name(calendar.day_name, table["days"])
        days |= _by_name(("today", "yesterday"), (table["today"], table["yesterday"]))
    leading = _any(_fold(word) for table in tables.values() for word in table["leading"])
    year = rf",? (?:de |del )?(?P<year>[12]\d{{3}}){_AFTER_YEAR}"
    written = rf"(?:(?P<day>\d{{1,2}}){_AFTER_DAY} ?(?:de )?)?(?P<month>{_any(months)})\.?(?:{year})?"
    return _Names(months, days, re.compile(rf"(?:{leading}) "), re.compile(written, re.ASCII))


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))


def _fold(words: str) -> str:
    return fold(words)[0].translate(_SAME).strip(" .,،")
