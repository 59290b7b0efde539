"""The page of coverage: the plan's text on one side with its evidence lit up, the matrix of targets on the other.

One file without a script: links inside the page do the work, a policy in its head forbids all else. It is read on a phone
(the matrix first, the text below), in print, and in grey: every state and verdict has a sign besides its colour.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from pathlib import PurePath

from kehoach.record import Coverage, Covered, CoveredItem, Message, Record
from kehoach.shown import STATUSES, VERDICTS, stated

SIGNS = {
    "quantified": "●",
    "qualitative": "◐",
    "mentioned": "○",
    "absent": "×",
    "not_applicable": "–",
    "needs_review": "?",
    "exceeds": "▲",
    "meets": "=",
    "below": "▼",
    "not_comparable": "≁",
}
_WORDS = {
    "title": {"vi": "Mức độ bao phủ", "en": "Coverage"},
    "plans": {"vi": "Kế hoạch", "en": "Plans"},
    "text": {"vi": "Văn bản", "en": "Text"},
    "item": {"vi": "Mục", "en": "Item"},
    "target": {"vi": "Chỉ tiêu", "en": "Target"},
    "status": {"vi": "Tình trạng", "en": "Status"},
    "plan": {"vi": "Kế hoạch", "en": "Plan"},
    "framework": {"vi": "Khung", "en": "Framework"},
    "verdict": {"vi": "Kết luận", "en": "Verdict"},
    "evidence": {"vi": "Trích", "en": "Evidence"},
    "period": {"vi": "Kỳ", "en": "Period"},
    "asked": {"vi": "Mốc hỏi", "en": "Milestone asked"},
    "level": {"vi": "Cấp", "en": "Level"},
    "measures": {"vi": "Nhóm giải pháp", "en": "Solution groups"},
    "searched": {"vi": "Đã tìm trong {n} câu; gần nhất:", "en": "Searched {n} statements; nearest:"},
    "legend": {"vi": "Chú giải", "en": "Legend"},
    "words": {
        "vi": "Chưa có mô hình cho khung này: chỉ xét theo từ ngữ của khung, độ tin cậy thấp hơn.",
        "en": "No model is trained for this framework: its own words judge, with lower confidence.",
    },
}


def page(read: Sequence[tuple[str, str, Record]], lang: str) -> str:
    """One self-contained HTML page.

    Args:
        read: for each file its name, its source text and its record.
        lang: `vi` or `en`.
    """
    style = files("kehoach.pages").joinpath("coverage.css").read_text(encoding="utf-8")
    return "".join(_page(read, lang, style))


def _page(read: Sequence[tuple[str, str, Record]], lang: str, style: str) -> Iterator[str]:
    names = [PurePath(name).name for name, _, _ in read]
    title = _WORDS["title"][lang] + (f" · {names[0]}" if len(names) == 1 else "")
    yield (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n"
    )
    if len(read) > 1:
        yield f'<nav aria-label="{_WORDS["plans"][lang]}"><ol>'
        for at, name in enumerate(names):
            yield f'<li><a href="#p{at}">{escape(name)}</a></li>'
        yield "</ol></nav>\n"
    yield _legend(lang)
    for at, (_, text, record) in enumerate(read):
        yield f'<article id="p{at}">\n<h2>{escape(names[at])}</h2>\n<div class="sides">\n<div class="matrices">\n'
        for judged in record.coverage:
            yield from _matrix(judged, lang, at)
        yield f'</div>\n<section class="text" aria-label="{_WORDS["text"][lang]}">'
        yield from _text(text, record.coverage, at)
        yield "</section>\n</div>\n</article>\n"
    yield "</body>\n</html>\n"


def _legend(lang: str) -> str:
    told = [(SIGNS[key], words[lang], key) for known in (STATUSES, VERDICTS) for key, words in known.items()]
    entries = "".join(f'<li class="{key}"><span class="sign">{sign}</span> {word}</li>' for sign, word, key in told)
    return f'<ul class="legend" aria-label="{_WORDS["legend"][lang]}">{entries}</ul>\n'


def _said(message: Message, lang: str) -> str:
    return escape(message.vi if lang == "vi" else message.en)


# --- the matrix -----------------------------------------------------------------------------------------------------


def _matrix(judged: Coverage, lang: str, plan: int) -> Iterator[str]:
    facts = [
        (_WORDS["period"][lang], judged.period),
        (_WORDS["asked"][lang], judged.milestone),
        (_WORDS["level"][lang], " · ".join(part for part in (judged.level, judged.field) if part)),
    ]
    told = " · ".join(f"{name}: {escape(str(value))}" for name, value in facts if value)
    yield f'<section class="matrix">\n<h3>{escape(judged.framework.id)}</h3>\n<p class="facts">{told}</p>\n'
    if judged.framework.model is None:
        yield f'<p class="facts">{_WORDS["words"][lang]}</p>\n'
    yield f"<table>\n<caption>{_tally(judged, lang)}</caption>\n<thead><tr>"
    for key in ("item", "target", "status", "plan", "framework", "verdict", "evidence"):
        yield f'<th scope="col">{_WORDS[key][lang]}</th>'
    yield "</tr></thead>\n"
    for goal in judged.goals:
        yield f'<tbody>\n<tr class="goal"><th scope="row">{escape(goal.id)}</th>'
        yield f'<th scope="rowgroup" colspan="5">{_said(goal.name, lang)} {_state(goal.status, STATUSES, lang)}</th>'
        yield f"<td>{_links(goal, plan)}</td></tr>\n"
        for item in judged.items:
            if item.goal == goal.id:
                yield from _rows(item, lang, plan)
        yield "</tbody>\n"
    loose = [item for item in judged.items if item.goal is None]
    if loose:
        yield "<tbody>\n"
        for item in loose:
            yield from _rows(item, lang, plan)
        yield "</tbody>\n"
    if judged.measures:
        yield f'<tbody>\n<tr class="goal"><th scope="rowgroup" colspan="7">{_WORDS["measures"][lang]}</th></tr>\n'
        for one in judged.measures:
            yield f'<tr><th scope="row">{escape(one.id)}</th><td class="name" colspan="4">{_said(one.name, lang)}</td>'
            yield f"<td>{_state(one.status, STATUSES, lang)}</td><td>{_links(one, plan)}</td></tr>\n"
        yield "</tbody>\n"
    yield "</table>\n</section>\n"


def _tally(judged: Coverage, lang: str) -> str:
    count: dict[str, int] = {}
    for item in judged.items:
        count[item.status] = count.get(item.status, 0) + 1
        if item.verdict:
            count[item.verdict] = count.get(item.verdict, 0) + 1
    words = STATUSES | VERDICTS
    return " · ".join(f"{SIGNS[key]} {count[key]} {words[key][lang]}" for key in words if key in count)


def _rows(item: CoveredItem, lang: str, plan: int) -> Iterator[str]:
    for one in (item, *item.parts):
        kind = "part" if one is not item else "item"
        values = "<br>".join(
            f'<a href="#p{plan}-{m.start}">{escape(stated(m.plan))}</a>'
            + (f" <small>({escape(m.due)})</small>" if m.due else "")
            for m in one.milestones
        )
        asked = escape(stated(one.asked)) if one.asked is not None and not one.parts else ""
        yield f'<tr class="{kind} {one.status}"><th scope="row">{escape(one.id)}</th><td class="name">{_said(one.name, lang)}</td>'
        yield _cell("", _state(one.status, STATUSES, lang)) + _cell(_WORDS["plan"][lang], values)
        yield _cell(_WORDS["framework"][lang], asked)
        yield _cell("", _state(one.verdict, VERDICTS, lang) if one.verdict else "")
        yield _cell(_WORDS["evidence"][lang], f"{_links(one, plan)}{_absence(one, lang, plan)}") + "</tr>\n"


def _cell(name: str, inside: str) -> str:
    """A cell that names itself where the head of the table has no room."""
    named = f' data-name="{name}"' if name else ""
    return f'<td class="value"{named}>{inside}</td>'


def _state(key: str, words: dict[str, dict[str, str]], lang: str) -> str:
    return (
        f'<span class="state {key}"><span class="sign" aria-hidden="true">{SIGNS[key]}</span> {words[key][lang]}</span>'
    )


def _links(one: Covered, plan: int) -> str:
    return " ".join(
        f'<a href="#p{plan}-{e.start}" title="{escape(_short(e.text), quote=True)}">{n}</a>'
        for n, e in enumerate(one.evidence, 1)
    )


def _absence(one: CoveredItem, lang: str, plan: int) -> str:
    """Where nothing was found: what was searched, and the nearest statements that were not taken."""
    if one.evidence or one.parts or not one.searched.candidates:
        return ""
    near = "".join(
        f'<li><a href="#p{plan}-{r.start}">{escape(_short(r.text))}</a> <small>{r.score:.2f}</small></li>'
        for r in one.searched.best_rejected
    )
    told = _WORDS["searched"][lang].format(n=one.searched.candidates)
    return f"<details><summary>{one.searched.candidates}</summary><p>{told}</p><ul>{near}</ul></details>"


def _short(text: str, width: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1].rsplit(" ", 1)[0] + "…"


# --- the text -------------------------------------------------------------------------------------------------------


def _text(text: str, covered: Sequence[Coverage], plan: int) -> Iterator[str]:
    """The source text with its evidence marked; a place that a link leads to has its anchor."""
    lit: list[tuple[int, int, str]] = []
    anchors: set[int] = set()
    for judged in covered:
        for item in judged.items:
            for one in item.parts or (item,):
                lit += [(e.start, e.end, one.id) for e in one.evidence]
                anchors.update(m.start for m in one.milestones)
                anchors.update(r.start for r in one.searched.best_rejected)
        for other in (*judged.goals, *judged.measures):
            anchors.update(e.start for e in other.evidence)
    anchors.update(start for start, _, _ in lit)
    edges = sorted({0, len(text), *anchors, *(edge for start, end, _ in lit for edge in (start, end))})
    shown: list[str] = []
    for start, end in itertools.pairwise(edges):
        if start in anchors:
            yield f'<a class="at" id="p{plan}-{start}"></a>'
        labels = sorted({label for first, last, label in lit if first <= start < last})
        words = escape(text[start:end])
        if labels:
            named = escape(", ".join(labels), quote=True)
            told = f'<span class="ids">{named}</span>' if labels != shown else ""
            yield f'<mark title="{named}">{told}{words}</mark>'
        else:
            yield words
        shown = labels
