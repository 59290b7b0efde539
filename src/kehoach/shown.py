"""How states, verdicts and values are shown to people, in both languages, wherever they are shown."""

from __future__ import annotations

from kehoach.record import Stated

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
    "not_applicable": {"vi": "không hỏi", "en": "not applicable"},
    "needs_review": {"vi": "cần xem", "en": "needs review"},
}
VERDICTS = {
    "exceeds": {"vi": "vượt", "en": "exceeds"},
    "meets": {"vi": "đạt", "en": "meets"},
    "below": {"vi": "thấp hơn", "en": "below"},
    "not_comparable": {"vi": "không so được", "en": "not comparable"},
}


def stated(value: Stated) -> str:
    """A value in a few characters, with the decimal comma: `≥ 60 %`, `< 42/100.000`."""
    if value.value is None:
        return ""
    number = _number(value.value)
    if value.value_max is not None:
        number += f"-{_number(value.value_max)}"
    unit = {"percent": " %", "times": " lần"}.get(value.unit, f" {value.unit}" if value.unit != "per" else "")
    if value.unit == "per" and value.per:
        unit = f"/{_number(value.per)}"
    return f"{_SIGNS[value.comparator]}{number}{unit}"


def _number(value: float) -> str:
    return f"{value:,.10g}".replace(",", " ").replace(".", ",").replace(" ", ".")
