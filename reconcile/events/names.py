"""Names events for people: "Border outpost attack, Tajikistan, 6 November 2019".

A name follows from the key of the event and from the first mention that was recorded under it. Neither ever changes, so
that no evidence that is added later changes a name which people know the event by.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from claims.vocabulary.demonyms import is_country
from claims.vocabulary.model import Vocabulary
from reconcile.events.mentions import Mention, edtf_of_span, slug

LONGEST_NAME: Final = 120
"""Characters of a name that anybody gives or that is made."""
_LONGEST_TITLE: Final = 50
_NO_KIND: Final = ("", "event")

_KEY: Final = re.compile(
    r"(?P<kind>[^0-9]+?)-(?P<date>[0-9]{4}(?:-[0-9]{2}){0,2})(?:-(?P<place>[a-z0-9-]*[a-z]))?(?:-(?P<number>[0-9]{1,6}))?"
)
"""What `event_key` makes, with the number that a second event of the kind, day and place has."""
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DEED: Final = r"\b(?:in|at|on|after|by|from|the|an?|of|over|for|with)\s+((?:[a-z]+(?:-[a-z]+)*\s+){1,2}%s)\b"
"""The noun of a headline with the words that say which it was: "killed in border outpost attack"."""
_NO_KIND_OF_DEED: Final = re.compile(
    r"\b(?:an?|the|in|at|on|after|by|from|of|over|for|with|to|and|or|as|is|was|were|another|this|that|his|her|its|their|our|"
    r"deadl(?:y|iest)|fatal|brutal|horrific|terrible|bloody|massive|major|recent|latest|new|first|second|third|last|"
    r"alleged|suspected|apparent|claimed|attempted|worst|biggest|same|similar|two|three|four|five|several|many)\b"
)
"""Words that say of no deed which it was."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What an event was first told of."""

    mention: Mention
    """The first that was recorded under its key."""
    title: str = ""
    """Of the article that it is in."""
    outlet: str = ""
    published: str = ""
    """When that article was published, in EDTF; empty where it does not say."""


def name_subject(key: str, vocabulary: Vocabulary, founding: Founding | None = None) -> str:
    """Return what people call the subject of this key: an event by what, where and when, an actor by its name.

    A key that somebody wrote as words is the name.

    >>> from claims.vocabulary.loading import builtin_vocabulary
    >>> name_subject("attack-2019-11-06-tajikistan", builtin_vocabulary())
    'Attack, Tajikistan, 6 November 2019'
    >>> name_subject("quay fire", builtin_vocabulary()), name_subject("quay-fire", builtin_vocabulary())
    ('quay fire', 'Quay fire')
    """
    match = _KEY.fullmatch(key)
    if match and (when := _read_date(match["date"])):
        return _name_dated(match.groupdict(), when, vocabulary, founding)
    if founding is not None:
        return _name_undated(founding, vocabulary)
    if vocabulary.knows_actor(key):
        return vocabulary.actor_name(key)
    return key if re.search(r"[^a-z0-9_-]", key) else _capitalised(re.sub("[-_]+", " ", key).strip()) or key


def name_article(title: str, outlet: str, published: str) -> str:
    """Return what people call an article: its title, where it has none its outlet and day; empty where it has neither.

    >>> name_article("Nine die in quay fire", "Harbour Post", "2022-08-03"), name_article("", "Harbour Post", "2022-08")
    ('“Nine die in quay fire” (Harbour Post, 2022)', 'Harbour Post, August 2022')
    """
    when = say_date(published) if _read_date(published) else ""
    if not title:
        return ", ".join(filter(None, (outlet[:_LONGEST_TITLE], when)))
    title = title if len(title) <= _LONGEST_TITLE else title[:_LONGEST_TITLE].rpartition(" ")[0] + " …"
    source = ", ".join(filter(None, (outlet[: _LONGEST_TITLE // 2], when and published[:4])))
    return f"“{title}”" + (f" ({source})" if source else "")


def _name_undated(founding: Founding, vocabulary: Vocabulary) -> str:
    """Return the name of an event without a day: what and where, when as the words have it, in which article."""
    mention = founding.mention
    place = next(iter(mention.places), "")
    article = name_article(founding.title, "", founding.published) if founding.title else _article_of(founding)
    when = _say_key(mention.key, place)
    return ", ".join(
        (_deed_of(mention.kind, founding), *_locate(place, vocabulary), *filter(None, (when, f"in {article}")))
    )


def _article_of(founding: Founding) -> str:
    return name_article("", founding.outlet, founding.published) or "an article without a title"


def _say_key(key: str, place: str) -> str:
    """Return the words by which an article tells an event from its main one; empty for that.

    >>> _say_key("told last year Kabul", "Kabul"), _say_key("since 2022-04", ""), _say_key("main", "")
    ('“last year”', 'since April 2022', '')
    """
    how, _, words = key.partition(" ")
    words = words.removesuffix(f" {place}")[: _LONGEST_TITLE // 2]
    if _read_date(words):
        return f"{how} {say_date(words)}"
    return f"“{words}”" if words else ""


def _deed_of(kind: str, founding: Founding) -> str:
    return _deed(kind, founding.title if founding.mention.main else "")


def _deed_titled(kind: str, founding: Founding) -> str:
    """Return what happened on a day; the title of its article says it where nothing says what kind of deed it was."""
    mention, title = founding.mention, name_article(founding.title, "", "")
    if kind not in _NO_KIND or not title or (mention.places and not mention.main):
        return _deed_of(kind, founding)
    return title if mention.main else f"{_deed(kind, '')} in {title}"


def _name_dated(parts: Mapping[str, str | None], when: str, vocabulary: Vocabulary, founding: Founding | None) -> str:
    deed = _deed(parts["kind"] or "", "")
    place = _place_of_slug(parts["place"] or "", (), vocabulary)
    if founding is not None:
        mention, deed = founding.mention, _deed_titled(parts["kind"] or "", founding)
        place = _place_of_slug(parts["place"] or "", mention.places, vocabulary)
        if mention.low and mention.high and mention.low.startswith(when) and mention.high.startswith(when):
            when = edtf_of_span(mention.low, mention.high)
    number = f" ({parts['number']})" if parts["number"] else ""
    return ", ".join((deed, *_locate(place, vocabulary), say_date(when))) + number


def _read_date(written: str) -> str:
    """Return a date of a key; empty where there is no such day."""
    try:
        date.fromisoformat(f"{written}-01-01"[:10] if len(written) < 10 else written)
    except ValueError:
        return ""
    return written


def _deed(kind: str, title: str) -> str:
    """Return what happened, in the words of a headline where it says which attack, which fire it was.

    >>> _deed("attack", "Tajikistan: 17 killed in border outpost attack"), _deed("attack", "9 die in deadly attack")
    ('Border outpost attack', 'Attack')
    """
    kind = kind or "event"
    match = re.search(_DEED % re.escape(kind), title[:500])
    if match and not _NO_KIND_OF_DEED.search(match[1]):
        return _capitalised(" ".join(match[1].split()))
    return _capitalised(kind)


def _place_of_slug(wanted: str, places: tuple[str, ...], vocabulary: Vocabulary) -> str:
    """Return the one of these places that lies at the place of a key; that place where none or several do."""
    if not wanted:
        return ""
    words = wanted.replace("-", " ")
    here = next((place for place in places if slug(place) == wanted), "")
    here = vocabulary.place_name(here or words) or here or " ".join(map(_capitalised, words.split()))
    inner = [place for place in places if here in vocabulary.containers(place)]
    return inner[0] if len(inner) == 1 else here


def _locate(place: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return a place with the country it lies in, where it is known to lie in one."""
    if not place:
        return ()
    name = (vocabulary.place_name(place) or place)[: LONGEST_NAME // 2]
    countries = list(filter(is_country, vocabulary.containers(place)))
    return (name,) if is_country(name) or len(countries) != 1 else (name, countries[0])


def say_date(edtf: str) -> str:
    """Return a date, or two days with a slash between them, in words.

    >>> say_date("2019-11-06"), say_date("2019-11"), say_date("2019-11-05/2019-11-06")
    ('6 November 2019', 'November 2019', '5–6 November 2019')
    >>> say_date("2019-10-31/2019-11-01"), say_date("2019-12-31/2020-01-01")
    ('31 October – 1 November 2019', '31 December 2019 – 1 January 2020')
    """
    one, two = map(_date_words, (edtf.partition("/")[0], edtf.partition("/")[2]))
    if not two:
        return " ".join(one)
    if one[1:] == two[1:] != []:
        return f"{one[0]}–{' '.join(two)}"
    first = one[:-1] if one[-1] == two[-1] else one
    return f"{' '.join(first)} – {' '.join(two)}"


def _date_words(day: str) -> list[str]:
    """Return day, month and year of an ISO date in words, those that it has."""
    year, month, number = (*day.split("-"), "", "")[:3]
    words = (str(int(number)) if number else "", _MONTHS[int(month) - 1] if month else "", year)
    return list(filter(None, words))


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
