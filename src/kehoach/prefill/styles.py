"""How values are written: dates and numbers as Vietnamese offices write them, codes in words, lists joined.

A style is a function from what is to be written to what is written then; `STYLES` holds them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kehoach import shown
from kehoach.prefill.catalogue import catalogue
from kehoach.prefill.language import FieldError, Style
from kehoach.prefill.words import Language, word
from kehoach.record import Measurement, Message, Stated

if TYPE_CHECKING:
    from kehoach.prefill.values import Value


@dataclass(frozen=True, slots=True)
class Written:
    """What is written for a field.

    Attributes:
        text: all of it.
        data: a value for each entry, for JSON: as the record has them where no style changed them.
    """

    text: str
    data: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """One value on its way: as the record has it, and as words; `plain` while no style has changed it."""

    value: Value
    words: str
    plain: bool = True


@dataclass(slots=True)
class _State:
    parts: list[_Part]
    lang: Language
    joint: str = "; "


_STYLE_FORMS: dict[str, tuple[int, int]] = {}
STYLES: dict[str, Callable[..., None]] = {}


def _style(least: int = 0, most: int = 0) -> Callable[[Callable[..., None]], Callable[..., None]]:
    def keep(function: Callable[..., None]) -> Callable[..., None]:
        name = function.__name__.strip("_").removesuffix("_style")
        STYLES[name], _STYLE_FORMS[name] = function, (least, most)
        return function

    return keep


def check(styles: Sequence[Style]) -> None:
    """Whether all styles are known and told what they need.

    Raises:
        FieldError: one is not.
    """
    from difflib import get_close_matches

    for style in styles:
        if style.name not in STYLES:
            near = get_close_matches(style.name, STYLES, 1, 0.5)
            raise FieldError(
                f"style {style.name!r} is not known; "
                + (f"nearest: {near[0]}" if near else f"known are: {', '.join(sorted(STYLES))}")
            )
        least, most = _STYLE_FORMS[style.name]
        if not least <= len(style.arguments) <= most:
            raise FieldError(f"style {style.name} takes {least if least == most else f'{least} to {most}'} arguments")
        if style.name == "number" and style.arguments:
            if style.arguments[0] not in ("vi", "en", "plain") and not re.fullmatch(r"\d", style.arguments[0]):
                raise FieldError("style number takes vi, en, plain, or how many decimals")
        if style.name == "cut" and not re.fullmatch(r"[1-9]\d*", style.arguments[0]):
            raise FieldError("style cut takes a number of characters")
        if (
            style.name == "date"
            and style.arguments
            and not (_named(style.arguments[0]) or re.search(r"d|m|y", style.arguments[0]))
        ):
            raise FieldError('style date takes long, short, iso or a pattern such as "dd/mm/yyyy"')


def write(values: Sequence[Value], styles: Sequence[Style], lang: Language) -> Written:
    """The values in these styles."""
    state = _State([_Part(value, value.text) for value in values], lang)
    for style in styles:
        STYLES[style.name](state, *style.arguments)
    parts = list({(part.words, part.value.path): part for part in state.parts if part.words}.values())
    data = tuple(_data(part) if part.plain else part.words for part in parts)
    return Written(state.joint.join(dict.fromkeys(part.words for part in parts)), data)


def _data(part: _Part) -> Any:
    raw = part.value.raw
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return int(raw)
    return raw if isinstance(raw, (str, bool, int, float)) else part.words


def words_of(raw: Any, kind: str, lang: Language) -> str:
    """A value as it is written where no style is asked for.

    Args:
        raw: as the record has it.
        kind: its class and name (`Target.indicator`).
    """
    owner, _, name = kind.partition(".")
    if isinstance(raw, Measurement):
        return shown.stated(Stated(raw.comparator, raw.value, raw.value_max, raw.unit, raw.per), lang)
    if isinstance(raw, Stated):
        return shown.stated(raw, lang)
    if isinstance(raw, Message):
        return raw.vi if lang == "vi" else raw.en
    if isinstance(raw, bool):
        return word("words", "yes" if raw else "no", lang)
    if isinstance(raw, (int, float)):
        counted = name not in ("year", "milestone", "against", "page", "start", "end")
        return shown.number(raw, lang) if counted else str(raw)
    words = str(raw)
    if kind in catalogue().dated:
        return date(words, "short", lang)
    if owner not in ("DocumentType", "HeadType", "Agency", "Finding") or name == "severity":
        return " ".join(shown.code_word(name, words, lang).split())
    return " ".join(words.split())


# --- dates -----------------------------------------------------------------------------------------------------------

_DAY = re.compile(r"(?P<y>[\dX]{4})(?:-(?P<m>[\dX]{2}))?(?:-(?P<d>[\dX]{2}))?")
_QUARTERS = {"33": "I", "34": "II", "35": "III", "36": "IV"}
_HALVES = {"40": ("6 tháng đầu năm", "first half of"), "41": ("6 tháng cuối năm", "second half of")}
_PATTERNS = {"short": "dd/mm/yyyy", "long": "long", "iso": "iso"}
_PARTS = re.compile(r"yyyy|mm?|dd?")


def _named(pattern: str) -> bool:
    return pattern in _PATTERNS


def date(edtf: str, pattern: str = "short", lang: Language = "vi") -> str:
    """A date in EDTF as offices write it; what is blank stays blank (`…/02/2024`), and nothing is made more exact.

    Args:
        pattern: `short` (15/06/2024), `long` (ngày 15 tháng 6 năm 2024: Nghị định 30/2020/NĐ-CP, appendix I, II.4),
            `iso` (as it is), or a pattern of dd, d, mm, m and yyyy.
    """
    pattern = _PATTERNS.get(pattern, pattern)
    if pattern == "iso":
        return edtf
    if "/" in edtf:
        first, _, last = edtf.partition("/")
        if last in ("..", ""):
            return f"{'từ' if lang == 'vi' else 'from'} {date(first, pattern, lang)}"
        if first in ("..", ""):
            return f"{'đến' if lang == 'vi' else 'until'} {date(last, pattern, lang)}"
        between = "-" if len(first) == len(last) == 4 else " - "
        return date(first, pattern, lang) + between + date(last, pattern, lang)
    match = _DAY.fullmatch(edtf)
    if match is None:
        return edtf
    year, month, day = match["y"], match["m"], match["d"]
    if month in _QUARTERS:
        return (f"quý {_QUARTERS[month]}" if lang == "vi" else f"quarter {_QUARTERS[month]}") + _of_year(
            year, lang, "/"
        )
    if month in _HALVES:
        return _HALVES[month][lang == "en"] + (_of_year(year, lang, " ") if year != "XXXX" else "")
    if year == "XXXX":
        return _recurring(month, day, lang)
    if month is None:
        return year
    if pattern == "long":
        if lang == "en":
            return " ".join(filter(None, (_blank(day), _MONTHS.get(month, "…"), year)))
        told = f"tháng {_month(month)} năm {year}"
        return told if day is None else f"ngày {_blank(day)} {told}"
    if day is None:
        pattern = re.sub(r"dd?[^\w]*", "", pattern) if "y" in pattern else "mm/yyyy"
    held = {"yyyy": year, "mm": _blank(month), "m": _short(month), "dd": _blank(day), "d": _short(day)}
    return _PARTS.sub(lambda part: held[part[0]], pattern)


_MONTHS = dict(
    zip(
        (f"{n:02}" for n in range(1, 13)),
        "January February March April May June July August September October November December".split(),
        strict=True,
    )
)


def _recurring(month: str | None, day: str | None, lang: Language) -> str:
    if month in (None, "XX"):
        if day in (None, "XX"):
            return "hằng năm" if lang == "vi" else "every year"
        return f"ngày {_short(day)} hằng tháng" if lang == "vi" else f"day {_short(day)} of every month"
    if day is None:
        return f"tháng {_short(month)} hằng năm" if lang == "vi" else f"every {_MONTHS.get(month, '…')}"
    return (
        f"{_blank(day)}/{_blank(month)} hằng năm" if lang == "vi" else f"every {_short(day)} {_MONTHS.get(month, '…')}"
    )


def _of_year(year: str, lang: Language, joint: str) -> str:
    if year == "XXXX":
        return " hằng năm" if lang == "vi" else " of every year"
    return f"{joint}{year}"


def _blank(part: str | None) -> str:
    return "" if part is None else "…" if "X" in part else part


def _short(part: str | None) -> str:
    return _blank(part).lstrip("0")


def _month(month: str) -> str:
    # days below 10 and months 1 and 2 carry a zero (Nghị định 30/2020/NĐ-CP, appendix I, II.4.a)
    return _blank(month) if month in ("01", "02") else _short(month)


# --- the styles ------------------------------------------------------------------------------------------------------


def _each(state: _State, change: Callable[[_Part], str]) -> None:
    state.parts = [_Part(part.value, change(part), False) for part in state.parts]


@_style(0, 1)
def _date(state: _State, pattern: str = "short") -> None:
    """Dates by a pattern; what is no date stays."""

    def change(part: _Part) -> str:
        raw = part.value.raw
        # what a person wrote is a date where the record has it as one
        dated = part.value.name in catalogue().dated and (part.value.correction is None or raw != part.value.text)
        return date(str(raw), pattern, state.lang) if dated else part.words

    _each(state, change)


@_style(0, 1)
def _number(state: _State, form: str = "") -> None:
    """A number alone: `vi` 1.234,5 (as is), `en` 1,234.5, `plain` 1234.5, or with so many decimals."""

    def change(part: _Part) -> str:
        raw = part.value.raw
        if isinstance(raw, (Measurement, Stated)):
            raw = raw.value
        if isinstance(raw, bool) or not isinstance(raw, (int, float)):
            return part.words
        if form == "plain":
            return f"{raw:.15g}"
        if form.isdigit():
            return shown.number(raw, state.lang, int(form))
        return shown.number(raw, "en" if form == "en" else "vi" if form == "vi" else state.lang)

    _each(state, change)


@_style()
def _code(state: _State) -> None:
    """A code as the record has it (`lead`), not in words."""
    _each(state, lambda part: str(part.value.raw) if isinstance(part.value.raw, str) else part.words)


@_style()
def words_style(state: _State) -> None:
    """The plan's own words, on one line."""
    _each(state, lambda part: " ".join(" … ".join(span.text for span in part.value.spans).split()) or part.words)


@_style()
def _upper(state: _State) -> None:
    """In capitals."""
    _each(state, lambda part: part.words.upper())


@_style()
def _lower(state: _State) -> None:
    """In small letters."""
    _each(state, lambda part: part.words.lower())


@_style()
def _capital(state: _State) -> None:
    """With a capital first letter."""
    _each(state, lambda part: part.words[:1].upper() + part.words[1:])


@_style(1, 1)
def _cut(state: _State, width: str) -> None:
    """In at most so many characters, cut between words, with `…` where something was cut."""

    def change(part: _Part) -> str:
        if len(part.words) <= int(width):
            return part.words
        head, blank, _ = part.words[: int(width)].rpartition(" ")
        return (head.rstrip(" ,;:–-") if blank else part.words[: int(width) - 1]) + "…"

    _each(state, change)


@_style(1, 1)
def _join(state: _State, joint: str) -> None:
    """Entries with this between them."""
    state.joint = joint


@_style()
def _lines(state: _State) -> None:
    """Entries on a line each."""
    state.joint = "\n"


@_style()
def _first(state: _State) -> None:
    """The first entry alone."""
    state.parts = state.parts[:1]


@_style()
def _count(state: _State) -> None:
    """How many entries there are; the places of all stand behind it."""
    if state.parts:
        state.parts = [_Part(state.parts[0].value, str(len(state.parts)), False)]
