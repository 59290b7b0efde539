"""How states, verdicts and values are shown to people, in both languages, wherever they are shown."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from kehoach.record import Coverage, Stated

_SIGNS = {
    "=": "",
    ">=": "≥ ",
    "<=": "≤ ",
    ">": "> ",
    "<": "< ",
    "approximately": "≈ ",
    "increase": "+ ",
    "decrease": "− ",
    "maintain": "",
}
STATUSES = {
    "quantified": {"vi": "có số", "en": "quantified"},
    "qualitative": {"vi": "không số", "en": "qualitative"},
    "mentioned": {"vi": "nhắc đến", "en": "mentioned"},
    "absent": {"vi": "không có", "en": "absent"},
    "not_applicable": {"vi": "không áp dụng", "en": "not applicable"},
    "needs_review": {"vi": "cần xem", "en": "needs review"},
}
VERDICTS = {
    "exceeds": {"vi": "vượt", "en": "exceeds"},
    "meets": {"vi": "đạt", "en": "meets"},
    "below": {"vi": "chưa đạt", "en": "below"},
    "not_comparable": {"vi": "không so được", "en": "not comparable"},
}

LEVELS = {
    "central": {"vi": "trung ương", "en": "central"},
    "province": {"vi": "tỉnh", "en": "province"},
    "district": {"vi": "huyện", "en": "district"},
    "commune": {"vi": "xã", "en": "commune"},
    "unit": {"vi": "đơn vị", "en": "unit"},
}
FIELDS = {
    "health": {"vi": "y tế", "en": "health"},
    "education": {"vi": "giáo dục", "en": "education"},
    "information": {"vi": "thông tin, văn hóa", "en": "information and culture"},
    "agriculture": {"vi": "nông nghiệp", "en": "agriculture"},
    "economy": {"vi": "kinh tế", "en": "economy"},
    "security": {"vi": "an ninh, tư pháp", "en": "security and justice"},
}
DEPTHS = {
    "measure": {"vi": "giải pháp", "en": "measure"},
    "agency": {"vi": "cơ quan", "en": "agency"},
    "budget": {"vi": "kinh phí", "en": "money"},
    "deadline": {"vi": "thời hạn", "en": "deadline"},
}
FACTS = {
    "period": {"vi": "kỳ", "en": "period"},
    "milestone": {"vi": "mốc đối chiếu", "en": "milestone"},
    "level": {"vi": "cấp", "en": "level"},
    "field": {"vi": "lĩnh vực", "en": "field"},
}


@cache
def codes() -> dict[str, dict[str, dict[str, str]]]:
    """The words for the codes of the record in both languages, by the name of the value that holds them (`codes.toml`)."""
    told: dict[str, dict[str, dict[str, str]]] = tomllib.loads(
        files("kehoach").joinpath("codes.toml").read_text(encoding="utf-8")
    )
    return told | {"status": STATUSES, "verdict": VERDICTS}


def code_word(name: str, code: str, lang: str) -> str:
    """The words for a code of the record; the code itself where there are none."""
    known = codes().get(name, {})
    return known[code][lang] if code in known else code


def about(judged: Coverage, lang: str) -> list[tuple[str, str]]:
    """What a plan was judged as: the name and the words of each fact that is known, in one language.

    A field of a user's own framework has no word here and is shown as its file has it.
    """
    level, field = judged.level, judged.field
    told = {
        "period": judged.period.replace("/", "-") if judged.period else None,
        "milestone": str(judged.milestone) if judged.milestone else None,
        "level": LEVELS[level][lang] if level in LEVELS else level,
        "field": FIELDS[field][lang] if field in FIELDS else field,
    }
    return [(FACTS[key][lang], value) for key, value in told.items() if value]


def stated(value: Stated, lang: str = "vi") -> str:
    """A value in a few characters, its number as the language writes it: `≥ 60 %`, `< 42/100.000`, `1,7 lần`."""
    if value.value is None:
        return ""
    shown = number(value.value, lang)
    if value.value_max is not None:
        shown += f"-{number(value.value_max, lang)}"
    if value.unit == "per":
        unit = f"/{number(value.per, lang)}" if value.per else ""
    elif value.unit in ("times", "lần"):
        unit = {"vi": " lần", "en": " times"}[lang]
    else:
        unit = " %" if value.unit == "percent" else f" {value.unit}" if value.unit else ""
    return f"{_SIGNS[value.comparator]}{shown}{unit}"


def number(value: float, lang: str = "vi", decimals: int | None = None) -> str:
    """A number as the language writes it: `1.234,5` or `1,234.5`; with so many decimals, or as many as it has."""
    written = f"{value:,.{decimals}f}" if decimals is not None else f"{value:,.15g}"
    return written if lang == "en" else written.translate(_MARKS)


_MARKS = str.maketrans(",.", ".,")


_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def no_formula(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula."""
    # a sign alone (the comparator `=`, the file `-`) is no formula
    return f"'{value}" if isinstance(value, str) and value[:1] in _FORMULA and len(value) > 1 else value
