"""The last sheet: what the audit was made with, what its model is, and how the workbook is used."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kehoach.audit.workbook.book import Sheet, printed
from kehoach.audit.workbook.words import form, say
from kehoach.errors import FrameworkError

if TYPE_CHECKING:
    from kehoach.audit.store import Manifest


def write_method(sheet: Sheet, manifest: Manifest) -> None:
    """Write it; comes last, as it says what was cut from the other sheets."""
    book = sheet.book
    language = book.language
    told = form("method", language)
    sheet.raw.set_column(0, 0, 40)
    sheet.raw.set_column(1, 1, 110)
    sheet.raw.hide_gridlines(2)
    sheet.raw.set_tab_color(f"#{told.tab}")
    printed(sheet.raw, told.title, None)
    label, text = book.body(font_color="#5C5C5C"), book.body()
    large = book.format(bold=True, font_size=13, font_color="#22384A")
    mono = book.format(font_name="Consolas", font_size=9)
    row = 0

    def heading(words: str) -> None:
        nonlocal row
        row += 1 if row else 0
        sheet.put(row, 0, words, large)
        row += 1

    def fact(name: str, value: Any) -> None:
        nonlocal row
        sheet.put(row, 0, name, label)
        sheet.put(row, 1, value if isinstance(value, (int, float)) else str(value), text)
        row += 1

    heading(say("method.how", language))
    for key in ("how_1", "how_2", "how_3", "how_4"):
        sheet.put(row, 1, say(f"method.{key}", language), text)
        row += 1
    heading(say("method.run", language))
    fact(say("archive", language), manifest.archive)
    fact(say("finished", language), manifest.finished or say("running", language))
    fact("fingerprint", manifest.fingerprint)
    heading(say("method.versions", language))
    for name, value in manifest.versions.items():
        fact(name, value)
    heading(say("method.settings", language))
    for name, value in manifest.settings.items():
        fact(name, json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value)
    heading(say("method.limits", language))
    fact(say("method.cut_cells", language), book.cuts.cells)
    fact(say("method.cut_links", language), book.cuts.links)
    for name in manifest.settings.get("frameworks", ()):
        heading(f"{say('method.model', language)} · {name}")
        facts, card = _model(name, manifest, language)
        for one, value in facts:
            fact(one, value)
        if card:
            heading(say("method.card", language))
        for line in card:
            sheet.put(row, 0, line, mono)
            row += 1
    sheet.raw.print_area(0, 0, row, 1)


def _model(name: str, manifest: Manifest, language: Any) -> tuple[list[tuple[str, Any]], list[str]]:
    """Facts of the model of a framework, and its card: of the one that the audit was made with, or none."""
    from kehoach.coverage.model import MANIFEST, _folder
    from kehoach.frameworks import load

    try:
        framework = load(name)
    except FrameworkError:
        return [], []
    used = manifest.versions.get(f"model {framework.id}", "none")
    title = framework.title.vi if language == "vi" else framework.title.en
    facts: list[tuple[str, Any]] = [(say("framework", language), title)]
    if used == "none":
        return [*facts, (say("method.model", language), say("method.no_model", language))], []
    folder = _folder() / framework.id.lower().replace("/", "-").replace("đ", "d")
    try:
        raw = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raw = {"sha256": "", "about": {}}
    if not raw["sha256"].startswith(used):
        return [*facts, (used, say("method.other_model", language))], []
    facts.append(("sha256", raw["sha256"]))
    for key in ("plans", "statements", "issuers", "bank"):
        if key in raw["about"]:
            facts.append((say(f"method.about_{key}", language), raw["about"][key]))
    card = folder / "CARD.md"
    return facts, card.read_text(encoding="utf-8").splitlines() if card.is_file() else []
