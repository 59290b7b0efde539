"""The page of coverage: the plan's text on one side with its evidence lit up, the matrix of targets on the other.

One file without a script: links inside the page do the work, a policy in its head forbids all else. It is read on a phone
(the matrix first, the text below), in print, and in grey: every state and verdict has a sign besides its colour.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from pathlib import PurePath

from kehoach.frameworks import available
from kehoach.record import Coverage, Covered, CoveredItem, Message, Record
from kehoach.shown import DEPTHS, STATUSES, VERDICTS, about, stated

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
MEANINGS = {
    "quantified": {"vi": "nêu mức phải đạt", "en": "a value to be reached is stated"},
    "qualitative": {
        "vi": "có cam kết hoặc việc làm, không nêu mức",
        "en": "a commitment or an activity without a value",
    },
    "mentioned": {"vi": "chỉ nói tới, không giao việc", "en": "spoken of, nothing is to be done"},
    "absent": {"vi": "không câu nào nói tới", "en": "no statement speaks of it"},
    "not_applicable": {
        "vi": "khung không đặt ra cho cấp, lĩnh vực hoặc kỳ này",
        "en": "not asked of this level, field or period",
    },
    "needs_review": {"vi": "chưa chắc, người đọc cần xem", "en": "doubtful, a reader should look"},
    "exceeds": {"vi": "hơn mức của khung", "en": "more than the framework asks for"},
    "meets": {"vi": "bằng mức của khung", "en": "what the framework asks for"},
    "below": {"vi": "kém mức của khung", "en": "less than the framework asks for"},
    "not_comparable": {
        "vi": "khác năm, khác đơn vị hoặc khác hướng",
        "en": "another year, another unit or another direction",
    },
}
WORDS = {
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
    "depth": {"vi": "Kèm", "en": "With"},
    "measures": {"vi": "Nhóm giải pháp", "en": "Solution groups"},
    "nothing": {"vi": "Văn bản không có câu nào để tìm", "en": "The text holds no statement to search"},
    "none": {"vi": "Không thấy trong {n} câu đã tìm", "en": "Not found; statements searched: {n}"},
    "doubt": {"vi": "Chưa chắc; số câu đã tìm: {n}", "en": "Doubtful; statements searched: {n}"},
    "nearest": {"vi": "Câu gần nhất, kèm độ gần:", "en": "The nearest statements, and how near:"},
    "legend": {"vi": "Chú giải", "en": "Legend"},
    "stdin": {"vi": "đầu vào chuẩn", "en": "standard input"},
    "unjudged": {"vi": "Chưa đối chiếu với khung nào.", "en": "Judged against no framework."},
    "unread": {"vi": "Không có kế hoạch nào.", "en": "No plan was read."},
    "words": {
        "vi": "Chưa có mô hình cho khung này: chỉ xét theo từ ngữ của khung, độ tin cậy thấp hơn.",
        "en": "No model is trained for this framework: its own words judge, with lower confidence.",
    },
}
_LINE = re.compile("[\v\f\x85\u2028\u2029]")
_ODD = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def page(read: Sequence[tuple[str, str, Record]], lang: str) -> str:
    """One self-contained HTML page.

    Args:
        read: for each file its name, its source text and its record.
        lang: `vi` or `en`.
    """
    style = files("kehoach.pages").joinpath("coverage.css").read_text(encoding="utf-8")
    return "".join(_page(read, lang, style))


def _page(read: Sequence[tuple[str, str, Record]], lang: str, style: str) -> Iterator[str]:
    names = _names([name for name, _, _ in read], lang)
    word = WORDS["title"][lang]
    title = f"{word} · {safe(names[0])}" if len(names) == 1 else word
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    # no script, no picture, no frame, no request: the one style alone, told by its digest
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<h1>{word}</h1>\n"
    )
    if not read:
        yield f"<p>{WORDS['unread'][lang]}</p>\n"
    if len(read) > 1:
        yield f'<nav aria-label="{WORDS["plans"][lang]}"><ol>\n'
        for at, (name, (_, _, record)) in enumerate(zip(names, read, strict=True)):
            tallies = "".join(f'<span class="tally">{_tally(judged, lang)}</span>' for judged in record.coverage)
            yield f'<li><a href="#p{at}">{safe(name)}</a> {tallies}</li>\n'
        yield "</ol></nav>\n"
    yield _legend(lang)
    for at, (name, (_, text, record)) in enumerate(zip(names, read, strict=True)):
        yield f'<article id="p{at}">\n<h2>{safe(name)}</h2>\n{_head(record)}<div class="sides">\n<div class="matrices">\n'
        if not record.coverage:
            yield f"<p>{WORDS['unjudged'][lang]}</p>\n"
        for number, judged in enumerate(record.coverage):
            yield from _Matrix(judged, lang, at, number).html()
        yield f'</div>\n<section class="text" lang="vi" aria-label="{WORDS["text"][lang]}">'
        yield from _text(text, record.coverage, at)
        yield "</section>\n</div>\n</article>\n"
    yield "</body>\n</html>\n"


def _names(names: Sequence[str], lang: str) -> list[str]:
    """The files' names without their folders, unless two are then the same."""
    short = [PurePath(name).name or name for name in names]
    times = Counter(short)
    return [
        WORDS["stdin"][lang] if name == "-" else name if times[last] > 1 else last
        for name, last in zip(names, short, strict=True)
    ]


def _head(record: Record) -> str:
    """Whose plan it is and what it is about, as its head says."""
    told = [part.name for part in (record.header.issuer, record.header.title) if part is not None]
    return f'<p class="facts" lang="vi">{safe(" ".join(" · ".join(told).split()))}</p>\n' if told else ""


def _legend(lang: str) -> str:
    entries = "".join(
        f"<div><dt>{_state(key, words, lang)}:</dt> <dd>{MEANINGS[key][lang]}</dd></div>"
        for words in (STATUSES, VERDICTS)
        for key in words
    )
    return f'<details class="legend"><summary>{WORDS["legend"][lang]}</summary><dl>{entries}</dl></details>\n'


def readable(text: str) -> str:
    """Text of as many characters in which nothing turns the direction of what follows or cannot be written as UTF-8."""
    return _ODD.sub("\ufffd", _LINE.sub("\n", text))


def safe(text: str) -> str:
    """Text as markup: nothing in it is a tag, turns the direction of what follows, or cannot be written as UTF-8."""
    return escape(readable(text), quote=True)


def _said(message: Message, lang: str) -> str:
    return safe(message.vi if lang == "vi" else message.en)


# --- the matrix -----------------------------------------------------------------------------------------------------


class _Matrix:
    """The matrix of one plan against one framework; `plan` and `number` tell its places from those of others."""

    def __init__(self, judged: Coverage, lang: str, plan: int, number: int) -> None:
        self._judged = judged
        self._lang = lang
        self._plan = plan
        self._rows = {id(one): _row(plan, number, at) for at, one in enumerate(_entries(judged))}

    def html(self) -> Iterator[str]:
        judged, lang = self._judged, self._lang
        told = " · ".join(f"{name}: {safe(value)}" for name, value in about(judged, lang))
        known = available().get(judged.framework.id)
        yield f'<section class="matrix">\n<h3>{safe(judged.framework.id)}</h3>\n'
        if known is not None and known.version == judged.framework.version:
            yield f'<p class="facts">{_said(known.title, lang)}</p>\n'
        yield f'<p class="facts">{told}</p>\n'
        if judged.framework.model is None:
            yield f'<p class="facts">{WORDS["words"][lang]}</p>\n'
        yield f'<table>\n<caption class="tally">{_tally(judged, lang)}</caption>\n<thead><tr>'
        for key in ("item", "target", "status", "plan", "framework", "verdict"):
            yield f'<th scope="col" class="of-{key}">{WORDS[key][lang]}</th>'
        yield "</tr></thead>\n"
        under: dict[str | None, list[CoveredItem]] = {}
        for item in judged.items:
            under.setdefault(item.goal, []).append(item)
        for goal in judged.goals:
            yield f"<tbody>\n{self._group(goal, 'goal', '')}"
            for item in under.pop(goal.id, []):
                yield from self._item(item)
            yield "</tbody>\n"
        for items in under.values():
            yield "<tbody>\n"
            for item in items:
                yield from self._item(item)
            yield "</tbody>\n"
        if judged.measures:
            yield f'<tbody>\n<tr class="goal"><th scope="rowgroup" colspan="6">{WORDS["measures"][lang]}</th></tr>\n'
            for one in judged.measures:
                yield self._group(one, "measure", self._absence(one))
            yield "</tbody>\n"
        yield "</table>\n</section>\n"

    def _opening(self, one: Covered, kind: str, below: str) -> str:
        """The row up to its state: id, name with what stands below it, state."""
        cell = 'th scope="rowgroup"' if kind == "goal" else "td"
        return (
            f'<tr class="{kind}" id="{self._rows[id(one)]}"><th scope="row">{safe(one.id)}</th>'
            f'<{cell} class="name">{_said(one.name, self._lang)}{self._links(one)}{below}</{cell[:2]}>'
            f"<td>{_state(one.status, STATUSES, self._lang)}</td>"
        )

    def _group(self, one: Covered, kind: str, below: str) -> str:
        return self._opening(one, kind, below) + '<td colspan="3"></td></tr>\n'

    def _item(self, item: CoveredItem) -> Iterator[str]:
        lang = self._lang
        for one in (item, *item.parts):
            values = "".join(
                f'<div><a href="#{_value(self._plan, m.start)}">{safe(stated(m.plan, lang)) or "…"}</a>'
                + (f" <small>({safe(m.due)})</small></div>" if m.due else "</div>")
                for m in one.milestones
            )
            asked = safe(stated(one.asked, lang)) if one.asked is not None and not one.parts else ""
            yield self._opening(one, "item" if one is item else "part", self._depth(one) + self._absence(one))
            yield f'<td data-name="{WORDS["plan"][lang]}">{values}</td>'
            yield f'<td data-name="{WORDS["framework"][lang]}">{asked}</td>'
            yield f"<td>{_state(one.verdict, VERDICTS, lang) if one.verdict else ''}</td></tr>\n"

    def _links(self, one: Covered) -> str:
        if not one.evidence:
            return ""
        word = WORDS["evidence"][self._lang]
        links = " ".join(
            f'<a href="#{_statement(self._plan, e.start)}" title="{safe(short(e.text))}" aria-label="{word} {n}">{n}</a>'
            for n, e in enumerate(one.evidence, 1)
        )
        return f'<div class="refs">{word}: {links}</div>'

    def _depth(self, one: CoveredItem) -> str:
        told = [words[self._lang] for key, words in DEPTHS.items() if getattr(one.depth, key)]
        if not told or one.parts or not one.evidence:
            return ""
        return f'<div class="depth">{WORDS["depth"][self._lang]}: {", ".join(told)}</div>'

    def _absence(self, one: Covered) -> str:
        """Where nothing was found: what was searched, and the nearest statements that were not taken."""
        if one.evidence or getattr(one, "parts", ()):
            return ""
        lang, searched = self._lang, one.searched
        doubtful = one.status == "needs_review"
        told = WORDS["doubt" if doubtful else "none"][lang].format(n=searched.candidates)
        if not searched.candidates:
            told = WORDS["nothing"][lang]
        if not searched.best_rejected:
            return f'<div class="depth">{told}</div>'
        near = "".join(
            f'<li><a href="#{_statement(self._plan, r.start)}">{safe(short(r.text))}</a>'
            f" <small>{r.score * 100:.0f} %</small></li>"
            for r in searched.best_rejected
        )
        opened = " open" if doubtful else ""
        return f"<details{opened}><summary>{told}</summary><p>{WORDS['nearest'][lang]}</p><ul>{near}</ul></details>"


def _entries(judged: Coverage) -> Iterator[Covered]:
    """All that has a row, in the order in which rows are numbered."""
    yield from judged.goals
    for item in judged.items:
        yield from (item, *item.parts)
    yield from judged.measures


def _row(plan: int, number: int, at: int) -> str:
    return f"p{plan}m{number}r{at}"


def _statement(plan: int, start: int) -> str:
    return f"p{plan}s{start}"


def _value(plan: int, start: int) -> str:
    return f"p{plan}v{start}"


def _tally(judged: Coverage, lang: str) -> str:
    count: Counter[str] = Counter(key for item in judged.items for key in (item.status, item.verdict) if key)
    words = STATUSES | VERDICTS
    return " ".join(
        f'<span class="state {key}"><span class="sign" aria-hidden="true">{SIGNS[key]}</span> '
        f"{count[key]} {words[key][lang]}</span>"
        for key in words
        if count[key]
    )


def _state(key: str, words: dict[str, dict[str, str]], lang: str) -> str:
    return (
        f'<span class="state {key}"><span class="sign" aria-hidden="true">{SIGNS[key]}</span> {words[key][lang]}</span>'
    )


def short(text: str, width: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1].rsplit(" ", 1)[0] + "…"


# --- the text -------------------------------------------------------------------------------------------------------


def _text(text: str, covered: Sequence[Coverage], plan: int) -> Iterator[str]:
    """The source text with its evidence lit; each lit statement leads back to the rows that it stands for."""
    lit, near, values = _places(covered, plan)
    opens: dict[int, list[tuple[int, int]]] = {}
    for start, end in {**dict.fromkeys(lit), **dict.fromkeys(near)}:
        opens.setdefault(start, []).append((start, end))
    edges = sorted({0, len(text), *(edge for span in (*lit, *near) for edge in span)})
    cuts = iter([*sorted(values.items()), (len(text), 0)])
    cut = next(cuts)
    until = 0  # how far the lit text goes, where statements lie over each other
    for start, end in itertools.pairwise(edges):
        begun = opens.get(start, [])
        until = max([until, *(last for first, last in begun if (first, last) in lit)])
        named = f' id="{_statement(plan, start)}"' if begun else ""
        rows = {row: label for span in begun for row, label in lit.get(span, {}).items()}
        back = "".join(f'<a class="back" href="#{row}">{safe(label)}</a> ' for row, label in rows.items())
        tag = "mark" if until > start else "span"
        yield f"<{tag}{named}>{back}" if named or tag == "mark" else ""
        at = start
        while cut[0] < end:
            first, last = max(cut[0], at), min(cut[1], end)
            anchor = _value(plan, cut[0])
            cut = next(cuts)
            last = max(first, min(last, cut[0]))
            yield f'{safe(text[at:first])}<b id="{anchor}">{safe(text[first:last])}</b>'
            at = last
        yield safe(text[at:end])
        yield f"</{tag}>" if named or tag == "mark" else ""


_Spans = dict[tuple[int, int], dict[str, str]]


def _places(covered: Sequence[Coverage], plan: int) -> tuple[_Spans, _Spans, dict[int, int]]:
    """Statements that are evidence with the rows they stand for, those that came near, and where each value stands."""
    lit: _Spans = {}
    near: _Spans = {}
    values: dict[int, int] = {}
    for number, judged in enumerate(covered):
        before = f"{judged.framework.id}: " if len(covered) > 1 else ""
        by_item = {(item.goal, e.start) for item in judged.items for e in item.evidence}
        goals = len(judged.goals)
        for at, one in enumerate(_entries(judged)):
            for e in one.evidence:
                rows = lit.setdefault((e.start, e.end), {})
                # a compound target's parts say it, and a goal's targets
                if not getattr(one, "parts", ()) and not (at < goals and (one.id, e.start) in by_item):
                    rows[_row(plan, number, at)] = before + one.id
            for r in one.searched.best_rejected:
                near.setdefault((r.start, r.end), {})
            for m in getattr(one, "milestones", ()):
                values[m.start] = max(m.end, values.get(m.start, 0))
    return lit, near, values
