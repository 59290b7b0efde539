"""The page of what two audits say differently: one file without a script, to be read, sent and printed."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from itertools import groupby

from kehoach.audit.diff import CHANGES, KINDS, Difference, Differences
from kehoach.pages.coverage import safe

WORDS = {
    "title": {"vi": "Khác nhau giữa hai lần rà soát", "en": "What two audits say differently"},
    "before": {"vi": "Trước", "en": "Before"},
    "after": {"vi": "Sau", "en": "After"},
    "documents": {"vi": "văn bản", "en": "documents"},
    "pairs": {"vi": "được so với nhau", "en": "compared with each other"},
    "kind": {"vi": "Loại", "en": "Kind"},
    "change": {"vi": "Thay đổi", "en": "Change"},
    "what": {"vi": "Mục", "en": "What"},
    "none": {"vi": "Không có gì khác.", "en": "Nothing differs."},
    "was": {"vi": "trước là", "en": "was"},
    "list": {"vi": "Văn bản có thay đổi", "en": "Documents with changes"},
}
KIND_WORDS = {
    "document": {"vi": "văn bản", "en": "document"},
    "coverage": {"vi": "bao phủ", "en": "coverage"},
    "finding": {"vi": "phát hiện", "en": "finding"},
    "target": {"vi": "chỉ tiêu", "en": "target"},
    "citation": {"vi": "viện dẫn", "en": "citation"},
    "responsibility": {"vi": "phân công", "en": "responsibility"},
}
CHANGE_WORDS = {
    "added": {"vi": "thêm", "en": "added"},
    "removed": {"vi": "bỏ", "en": "removed"},
    "moved": {"vi": "đổi tên", "en": "moved"},
    "changed": {"vi": "đổi", "en": "changed"},
    "lost": {"vi": "mất", "en": "lost"},
    "gained": {"vi": "có thêm", "en": "gained"},
}
# a sign besides the colour: the page is read in grey too
_SIGNS = {"added": "+", "gained": "+", "removed": "−", "lost": "−", "moved": "→", "changed": "~"}


def page(told: Differences, lang: str) -> str:
    """One self-contained HTML page; `lang` is `vi` or `en`."""
    style = files("kehoach.audit").joinpath("diff.css").read_text(encoding="utf-8")
    return "".join(_page(told, lang, style))


def _page(told: Differences, lang: str, style: str) -> Iterator[str]:
    def word(name: str) -> str:
        return WORDS[name][lang]

    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{word('title')}</title>\n<style>{style}</style>\n</head>\n<body>\n<h1>{word('title')}</h1>\n"
        f"<dl><dt>{word('before')}</dt><dd>{_safe(told.before)} · {told.documents[0]} {word('documents')}</dd>\n"
        f"<dt>{word('after')}</dt><dd>{_safe(told.after)} · {told.documents[1]} {word('documents')}</dd></dl>\n"
        f"<p>{told.pairs} {word('pairs')}</p>\n"
    )
    for note in told.notes:
        yield f"<p>{_safe(note)}</p>\n"
    if not told.found:
        yield f"<p>{word('none')}</p>\n</body>\n</html>\n"
        return
    yield from _counts(told, lang)
    groups = [(path, list(some)) for path, some in groupby(told.found, key=_path)]
    yield f'<nav aria-label="{word("list")}"><h2>{word("list")}</h2><ol>\n'
    for at, (path, some) in enumerate(groups):
        signs = Counter(one.change for one in some)
        tally = " ".join(f"{_SIGNS[c]} {CHANGE_WORDS[c][lang]} {signs[c]}" for c in CHANGES if signs[c])
        yield f'<li><a href="#d{at}">{_safe(path)}</a> <small>{tally}</small></li>\n'
    yield "</ol></nav>\n"
    for at, (path, some) in enumerate(groups):
        yield f'<section id="d{at}">\n<h2>{_safe(path)}</h2>\n'
        before = some[0].path_before
        if before is not None and before != path:
            yield f"<p>{word('was')} {_safe(before)}</p>\n"
        heads = "".join(f"<th>{word(name)}</th>" for name in ("change", "kind", "what", "before", "after"))
        yield f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        for one in some:
            yield _row(one, lang)
        yield "</tbody>\n</table>\n</section>\n"
    yield "</body>\n</html>\n"


def _counts(told: Differences, lang: str) -> Iterator[str]:
    counts = told.counts()
    shown = [change for change in CHANGES if any((kind, change) in counts for kind in KINDS)]
    heads = "".join(f'<th scope="col">{CHANGE_WORDS[change][lang]}</th>' for change in shown)
    yield f'<table class="counts">\n<thead><tr><th scope="col">{WORDS["kind"][lang]}</th>{heads}</tr></thead>\n<tbody>\n'
    for kind in KINDS:
        if not any((kind, change) in counts for change in shown):
            continue
        cells = "".join(f"<td>{counts.get((kind, change), '')}</td>" for change in shown)
        yield f'<tr><th scope="row">{KIND_WORDS[kind][lang]}</th>{cells}</tr>\n'
    yield "</tbody>\n</table>\n"


def _row(one: Difference, lang: str) -> str:
    change = f"{_SIGNS[one.change]} {CHANGE_WORDS[one.change][lang]}"
    return (
        f'<tr class="{one.change}"><td>{change}</td><td>{KIND_WORDS[one.kind][lang]}</td><td>{_safe(one.what)}</td>'
        f'<td lang="vi">{_safe(one.before)}</td><td lang="vi">{_safe(one.after)}</td></tr>\n'
    )


def _path(one: Difference) -> str:
    return one.path or one.path_before or ""


def _safe(text: str | None) -> str:
    """Words of a plan as text of a page: nothing in them is markup, and nothing invisible turns their order."""
    return safe(text) if text else ""
