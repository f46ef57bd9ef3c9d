"""Rewrite times of day in words ("half past nine in the morning", "late on Tuesday") into forms with figures.

`claims.values.times` reads the result. Text that is not understood is left as it is, and so is "half past nine" where
no word says which half of the day is meant.
"""

import calendar
import re
from typing import Final

from claims.values.numbers import NUMBER_WORDS, read_number

_DAYS: Final = "|".join((*calendar.day_name, "yesterday", "today"))
_WORD: Final = rf"(?:{NUMBER_WORDS})(?:-(?:{NUMBER_WORDS}))?"
_HOUR: Final = "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_DAY: Final = re.compile(rf",? ?\b(?:on )?(?:{_DAYS})\b,? ?", re.IGNORECASE)
_A_LITTLE: Final = "(?:(?:a few |several )?(?:minutes|moments)|a (?:little|bit|few)|slightly|right)"
_HEDGES: Final = (
    (re.compile(r"^at (?=about|around|approximately|roughly|dawn|dusk|daybreak|sunrise|sunset|nightfall)", re.I), ""),
    (re.compile(r"^(?:close to|near) (?=\d|noon|mid)", re.I), "about "),
    (re.compile(rf"^(?:nearly|almost|{_A_LITTLE} before)\b", re.I), "just before"),
    (re.compile(rf"^{_A_LITTLE} (?:after|past)\b", re.I), "just after"),
    (re.compile(r"^(?:some ?time after|no earlier than)\b", re.I), "after"),
    (re.compile(r"^(?:some ?time before|no later than)\b", re.I), "by"),
    (re.compile(r"^(early|late) in the (?=morning|afternoon|evening)", re.I), r"\1 "),
    (re.compile(r"\b(early|small) hours of the (?:morning|day)$", re.I), r"\1 hours"),
)
_HALVES: Final = (
    (re.compile(r" in the (?:early |late )?(?:morning|small hours)$", re.I), "am"),
    (re.compile(r" in the (?:early |late )?(?:afternoon|evening)$", re.I), "pm"),
)
_AT_NIGHT: Final = re.compile(r" at night$", re.I)
_PAST: Final = re.compile(
    rf"\b(?:(?P<share>half|an? quarter|quarter)|(?P<much>{_WORD}|\d{{1,2}})(?: minutes(?= )|(?= past))) "
    rf"(?P<side>past|after|to|before) "
    rf"(?P<hour>{_WORD}|\d{{1,2}})(?= ?[ap]\.?m)",
    re.I,
)
_SPOKEN: Final = re.compile(
    rf"\b(?P<hour>{_HOUR})(?:[- ](?P<minute>{_WORD}))?(?: o'clock(?= [ap]m))?(?= ?(?:[ap]\.?m\b|o'clock))", re.I
)
_EVENING: Final = 6
_NOON: Final = 12


def plain_clock(text: str) -> str:
    """Rewrite a time of day in words, as far as it is known.

    >>> plain_clock("half past nine in the morning"), plain_clock("around five p.m. on Tuesday")
    ('9:30 am', 'around 5 p.m.')
    """
    text = _DAY.sub(" ", text).strip() or text
    for pattern, instead in _HEDGES:
        text = pattern.sub(instead, text)
    return _SPOKEN.sub(_clock, _PAST.sub(_past, _with_half(text)))


def _with_half(text: str) -> str:
    """Write "am" or "pm" for "in the morning", "in the evening", "at night"."""
    for pattern, half in _HALVES:
        if (match := pattern.search(text)) and _names_hour(text[: match.start()]):
            text = f"{text[: match.start()]} {half}"
    if (match := _AT_NIGHT.search(text)) and (hour := _hour(text[: match.start()])) is not None:
        text = f"{text[: match.start()]} {'pm' if _EVENING <= hour < _NOON else 'am'}"
    return text


def _names_hour(text: str) -> bool:
    return _hour(text) is not None and not re.search(r"[ap]\.?m\b", text, re.I)


def _hour(text: str) -> int | None:
    """Return the hour that is named last: six in "quarter to six"."""
    match = re.search(rf"({_WORD}|\d{{1,2}})(?:[:.]\d\d| o'clock)?$", text, re.I)
    hour = _figure(match[1]) if match else None
    return hour if hour in range(1, _NOON + 1) else None


def _figure(words: str) -> int | None:
    number = read_number(words.lower(), 0)
    return int(number.value) if number is not None and number.end == len(words) else None


def _past(match: re.Match[str]) -> str:
    share = (match["share"] or "").lower()
    minutes = _figure(match["much"]) if match["much"] else 30 if share == "half" else 15
    hour = _hour_of(match)
    if minutes is None or hour is None or not 0 < minutes < 60:
        return match[0]
    if match["side"].lower() in {"past", "after"}:
        return f"{hour}:{minutes:02}"
    return f"{(hour - 2) % _NOON + 1}:{60 - minutes:02}"


def _clock(match: re.Match[str]) -> str:
    hour = _hour_of(match)
    if hour is None or match["minute"] is None:
        return match[0] if hour is None else f"{hour}"
    minute = _figure(match["minute"])
    return match[0] if minute is None or minute > 59 else f"{hour}:{minute:02}"


def _hour_of(match: re.Match[str]) -> int | None:
    """Return the hour of a match, None where it is none of a dial."""
    hour = _figure(match["hour"])
    return hour if hour in range(1, _NOON + 1) else None
