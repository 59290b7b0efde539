"""Where each filled value came from: as the words of a comment, and as plain data for the side file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kehoach.prefill.values import Filled, Value
from kehoach.prefill.words import Language, word
from kehoach.record import Span

FORM = "kehoach.filled/1"
"""The form of the side file."""
_SHOWN = 3
"""Places that a comment quotes."""
_LONGEST = 160
"""Characters that it quotes of each."""


def comment(filled: Filled, lang: Language) -> str:
    """What a comment says of a field: state, confidence, the plan's words with their page and place, and why."""
    state = word("states", filled.state, lang)
    if filled.confidence is not None:
        state += f" ({word('words', 'confidence', lang)} {_share(filled.confidence, lang)})"
    lines = [state]
    if filled.reason:
        lines.append(filled.reason)
    for value in filled.values:
        if value.correction is not None:
            if value.correction.text is None:
                lines.append(word("words", "accepted", lang))
            else:
                lines.append(word("words", "corrected", lang, read=value.correction.read))
    places = list(dict.fromkeys(where(span, lang) for value in filled.values for span in value.spans))
    lines += places[:_SHOWN]
    if len(places) > _SHOWN:
        lines.append(word("words", "more", lang, count=len(places) - _SHOWN))
    grounds = dict.fromkeys(value.ground for value in filled.values if value.ground != "text")
    lines += [f"{word('words', 'source', lang)}: {word('words', ground, lang)}" for ground in grounds]
    return "\n".join(lines)


def where(span: Span, lang: Language) -> str:
    """A place of the plan: its words, its page where it has one, its characters."""
    quoted = " ".join(span.text.split())
    if len(quoted) > _LONGEST:
        quoted = quoted[: _LONGEST - 1].rstrip() + "…"
    at = [word("words", "page", lang, page=span.page)] if span.page is not None else []
    at.append(word("words", "characters", lang, start=span.start, end=span.end))
    return f"“{quoted}” ({', '.join(at)})"


def _share(share: float, lang: Language) -> str:
    return f"{share:.2f}".replace(".", "," if lang == "vi" else ".")


def side_file(form: str, out: str, told: Iterable[Filled], sources: dict[str, str]) -> dict[str, Any]:
    """All that was filled, as plain data.

    Args:
        sources: sha256 of each plan, by its name.
    """
    return {
        "schema": FORM,
        "form": form,
        "out": out,
        "plans": [{"name": name, "sha256": sha256} for name, sha256 in sources.items()],
        "fields": [told_of(filled) for filled in told],
    }


def told_of(filled: Filled) -> dict[str, Any]:
    """One filled field as plain data."""
    return {
        "place": filled.place,
        "field": filled.field,
        "plan": filled.plan,
        "text": filled.text,
        "state": filled.state,
        "confidence": _rounded(filled.confidence),
        "reason": filled.reason or None,
        "values": [_value(value) for value in filled.values],
        "left_out": [_value(value) for value in filled.left_out],
    }


def _value(value: Value) -> dict[str, Any]:
    plain = {
        "id": value.id,
        "path": value.path,
        "name": value.name,
        "text": value.text,
        "state": value.state,
        "confidence": _rounded(value.confidence),
        "stands_on": value.ground,
        "digest": value.digest,
        "spans": [{"text": span.text, "start": span.start, "end": span.end, "page": span.page} for span in value.spans],
    }
    if value.correction is not None:
        plain["read"] = value.correction.read
    return plain


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
