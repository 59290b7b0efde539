"""What a person types for a value, as the record would have it."""

from __future__ import annotations

import re

from kehoach.prefill.edit import EditError, shape, value_from
from kehoach.prefill.slots import canonical
from kehoach.prefill.words import Language

_THOUSANDS = {"vi": re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?"), "en": re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")}
_DECIMAL = re.compile(r"-?\d+(?:[.,]\d+)?")
_DAY = re.compile(r"(?P<d>\d{1,2}|…|\.{2,})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})")
_MONTH = re.compile(r"(?P<m>\d{1,2})/(?P<y>\d{4})")
_YEARS = re.compile(r"(?P<a>\d{4})\s*[-–—]\s*(?P<b>\d{4})")
_QUARTER = re.compile(r"(?:quý|quarter|q)\s*(?P<q>i{1,3}|iv|[1-4])\s*(?:/|năm|of)?\s*(?P<y>\d{4})", re.IGNORECASE)
_QUARTERS = {"i": 33, "ii": 34, "iii": 35, "iv": 36, "1": 33, "2": 34, "3": 35, "4": 36}
LONGEST = 10_000
"""Characters of a value."""


def from_typed(owner: str, key: str, typed: str, lang: Language) -> str:
    """A value in the characters of the record, from those that a person typed in a language.

    Raises:
        EditError: it is no such value.
    """
    if len(typed) > LONGEST:
        raise EditError("is too long")
    text = " ".join(typed.split())
    if not text:
        raise EditError("is empty")
    kind = shape(owner, key).kind
    if kind == "number":
        text = _number(text, lang)
    elif kind == "date":
        text = _date(text)
    return canonical(value_from(owner, key, text))


def _number(text: str, lang: Language) -> str:
    text = text.removesuffix("%").strip()
    if _THOUSANDS[lang].fullmatch(text):
        return text.replace(".", "").replace(",", ".") if lang == "vi" else text.replace(",", "")
    if _DECIMAL.fullmatch(text):
        return text.replace(",", ".")
    raise EditError("is no number")


def _date(text: str) -> str:
    if (day := _DAY.fullmatch(text)) is not None:
        found = day["d"] if day["d"].isdigit() else "XX"
        if int(day["m"]) > 12 or not int(day["m"]) or (found.isdigit() and not 1 <= int(found) <= 31):
            raise EditError("is no day")
        return f"{day['y']}-{int(day['m']):02}-{found.zfill(2)}"
    if (month := _MONTH.fullmatch(text)) is not None:
        if not 1 <= int(month["m"]) <= 12:
            raise EditError("is no month")
        return f"{month['y']}-{int(month['m']):02}"
    if (years := _YEARS.fullmatch(text)) is not None:
        return f"{years['a']}/{years['b']}"
    if (quarter := _QUARTER.fullmatch(text)) is not None:
        return f"{quarter['y']}-{_QUARTERS[quarter['q'].lower()]}"
    return text
