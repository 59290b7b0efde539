"""The pages of an audit: static files that people open from a disk, without a server and without a network.

    index.html          the heat map of plans × targets with its filters and charts
    citations.html      which documents are cited, and by whom
    plan/d….html        a plan: its facts, coverage, findings, duties and its text with all that lit up
    data/*.js           what the first two show, as arrays: a page on a disk may load a script, and nothing else
    assets/             style and scripts

Nothing of a plan can run: what is from a plan is escaped in markup and set as text by the scripts, no address comes from a
plan, and each page's policy allows only the scripts that it names, by a digest of the page that no plan can know.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Literal

from kehoach.audit.site import archive, citations, plan
from kehoach.audit.site.markup import asset, data, page, words_data
from kehoach.audit.store import Store

Language = Literal["vi", "en"]
_STYLES = ("coverage.css", "site.css")
_SCRIPTS = ("common.js", "grid.js", "index.js", "citations.js", "plan.js")


def write_site(store: Store, folder: Path, *, language: Language = "vi") -> None:
    """Write the pages of a store into a folder, in the place of those that were there.

    Both languages stand in the pages; `language` is the one they open in. The pages are written beside the folder and take
    its place when they are whole.

    Raises:
        AuditError: the store is damaged.
        OSError: the folder cannot be written.
    """
    folder = Path(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.with_name(f".{folder.name}.new")
    before = folder.with_name(f".{folder.name}.old")
    for path in (beside, before):
        shutil.rmtree(path, ignore_errors=True)
    try:
        _write(store, beside, language)
        if folder.exists():
            folder.rename(before)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        shutil.rmtree(before, ignore_errors=True)


def _write(store: Store, folder: Path, language: Language) -> None:
    scripts: tuple[str, ...]
    title: tuple[str, ...]
    for name in ("assets", "data", "plan"):
        (folder / name).mkdir(parents=True)
    for name in (*_STYLES, *_SCRIPTS):
        _text(folder / "assets" / name, asset(name))
    _text(folder / "data" / "words.js", data("words", words_data()))
    with store.connect() as connection:
        manifest = store.manifest
        documents = archive.documents(connection)
        graph = citations.Graph(connection, documents)
        _text(folder / "data" / "archive.js", data("archive", archive.heat(connection, documents)))
        _text(folder / "data" / "citations.js", data("citations", graph.data()))
        pages = {
            "index": (("audit",), archive.body(connection, manifest), ("archive", "index")),
            "citations": (("graph", "audit"), citations.body(), ("citations", "citations")),
        }
        for name, (title, body, (held, script)) in pages.items():
            scripts = ("data/words.js", f"data/{held}.js", *(f"assets/{one}.js" for one in ("common", "grid", script)))
            _text(folder / f"{name}.html", page(title, body, scripts, language, styles=_STYLES))
        scripts = ("data/words.js", "assets/common.js", "assets/plan.js")
        for document, body in plan.bodies(connection, documents, graph):
            whole = page((), body, scripts, language, styles=_STYLES, up="../", name=document.label)
            _text(folder / "plan" / f"{document.id}.html", whole)


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


__all__ = ["write_site"]
