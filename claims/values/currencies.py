"""Find currencies by code, sign or name, each resolved to an ISO 4217 code or left open.

Currencies that share a sign or a name are never guessed apart: a bare dollar is `XXX` in a dimension of its own, not
the United States dollar.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

UNDETERMINED: Final = "XXX"
"""ISO 4217's code for "no currency involved", used here for one the text leaves open."""

# ISO 4217, list one (active codes), without funds, metals and testing codes.
_CODES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD "
    "HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL "
    "LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP "
    "PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT "
    "TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW"
)
CODES: Final = frozenset(_CODES.split())
_SIGNS: Final = {
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "NT$": "TWD",
    "R$": "BRL",
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₽": "RUB",
    "₴": "UAH",
    "₺": "TRY",
    "₪": "ILS",
    "₦": "NGN",
    "₱": "PHP",
    "₫": "VND",
    "₸": "KZT",
    "$": "",
    "¥": "",
    "₩": "",
}
"""An empty code: several currencies share the sign. The pound sign is read as sterling, its common use in English."""
_NAMES_OF: Final = {
    "EUR": ("euro",),
    "USD": ("us dollar", "u.s. dollar", "american dollar"),
    "AUD": ("australian dollar",),
    "CAD": ("canadian dollar",),
    "NZD": ("new zealand dollar",),
    "HKD": ("hong kong dollar",),
    "SGD": ("singapore dollar",),
    "GBP": ("pound sterling", "pounds sterling", "british pound"),
    "EGP": ("egyptian pound",),
    "CHF": ("swiss franc",),
    "CNY": ("yuan", "renminbi"),
    "JPY": ("japanese yen", "yen"),
    "RUB": ("russian rouble", "russian ruble"),
    "INR": ("indian rupee",),
    "PKR": ("pakistani rupee",),
    "UAH": ("hryvnia", "hryvnias"),
    "TRY": ("turkish lira",),
    "NGN": ("naira",),
    "AFN": ("afghani",),
    "TJS": ("somoni",),
    "KZT": ("tenge",),
    "PLN": ("zloty",),
    "ZAR": ("rand",),
    "ALL": ("lek", "leke", "lekë"),
    "TOP": ("pa'anga",),
    "THB": ("baht",),
    "MYR": ("ringgit",),
    "IDR": ("rupiah",),
    "KRW": ("won",),
    "HUF": ("forint",),
    "BDT": ("taka",),
    "ETB": ("birr",),
    "GHS": ("cedi",),
    "KES": ("kenyan shilling",),
    "UGX": ("ugandan shilling",),
    "MAD": ("moroccan dirham",),
    "AED": ("emirati dirham",),
    "IRR": ("iranian rial",),
    "SAR": ("saudi riyal",),
    "BRL": ("brazilian real", "brazilian reais"),
    "MXN": ("mexican peso",),
    "SEK": ("swedish krona",),
    "NOK": ("norwegian krone",),
    "DKK": ("danish krone",),
}
_SHARED_NAMES: Final = "rouble ruble dollar franc rupee peso dinar riyal rial lira krona krone kroner shilling dirham"
_NAMES: Final = {name: code for code, names in _NAMES_OF.items() for name in names} | dict.fromkeys(
    _SHARED_NAMES.split(), ""
)
_SHARED: Final = {
    "$": "ARS AUD BBD BMD BND BSD BZD CAD CLP COP CUP CVE DOP FJD GYD HKD JMD KYD LRD MXN NAD NIO NZD SBD SGD SRD TTD "
    "TWD USD UYU XCD",
    "¥": "CNY JPY",
    "₩": "KPW KRW",
    "franc": "BIF CDF CHF DJF GNF KMF RWF XAF XOF XPF",
    "rouble": "BYN RUB",
    "rupee": "INR LKR MUR NPR PKR SCR",
}
"""Who shares a sign or a name; for one that is not listed, anybody may."""
_NAMED_SIGN: Final = {"dollar": "$", "ruble": "rouble", "kroner": "krone"}


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency, or a sign or name that several share."""

    code: str
    dimension: str
    """`currency:EUR`, or `currency:$` where only the sign is known: amounts compare within one dimension only."""


def _alternation(words: set[str] | frozenset[str] | dict[str, str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<code>(?<![A-Za-z])(?:{_alternation(CODES)})(?![A-Za-z]))"
        rf"|(?P<sign>(?<![A-Za-z])(?:{_alternation(_SIGNS)})|[€£$¥])"
        rf"|(?P<name>(?<![A-Za-z])(?i:{_alternation(_NAMES)})(?i:e?s)?(?![A-Za-z]))"
    )


def currency_of(code: str) -> Currency | None:
    """Return the currency of an ISO 4217 code, None if there is none."""
    return Currency(code, f"currency:{code}") if code in CODES else None


def find_currency(text: str) -> tuple[set[Currency], str]:
    """Return the currencies that `text` names, and the text with a blank in place of each.

    >>> find_currency("about €85m")
    ({Currency(code='EUR', dimension='currency:EUR')}, 'about  85m')
    """
    currencies = set(map(_resolve, _pattern().finditer(text)))
    return currencies, _pattern().sub(" ", text) if currencies else text


def may_be_one(a: str, b: str) -> bool:
    """Return whether two dimensions may be of one currency: a bare dollar may be Canadian and is no euro.

    >>> may_be_one("currency:$", "currency:CAD"), may_be_one("currency:EUR", "currency:$")
    (True, False)
    """
    one, two = _possible_codes(a), _possible_codes(b)
    return one is None or two is None or not one.isdisjoint(two)


def _possible_codes(dimension: str) -> frozenset[str] | None:
    """Return the codes of the currencies that a word may mean; None if it is not listed."""
    name = dimension.removeprefix("currency:")
    return frozenset((name,)) if name in CODES else frozenset(_SHARED[name].split()) if name in _SHARED else None


def _resolve(match: re.Match[str]) -> Currency:
    if match["code"]:
        return Currency(match["code"], f"currency:{match['code']}")
    if match["sign"]:
        name, code = match["sign"], _SIGNS[match["sign"]]
    else:
        written = match["name"].lower()
        name = next(stem for ending in ("", "s", "es") if (stem := written.removesuffix(ending)) in _NAMES)
        code = _NAMES[name]
    return Currency(code or UNDETERMINED, f"currency:{code or _NAMED_SIGN.get(name, name)}")
