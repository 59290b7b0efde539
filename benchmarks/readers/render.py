"""Writes the plans in every format, once: files lie in `build/readers` and are made anew when a renderer or a corpus changes."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from benchmarks.readers import legacy, office, render_docx, render_html, render_pdf
from benchmarks.readers.plan import Doc, plain
from benchmarks.readers.render_docx import Probe

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build" / "readers"

FORMATS = (
    "txt",
    "docx",
    "docx-resaved",  # the same, opened and saved by LibreOffice
    "docx-vntime",  # in the fonts .VnTime and .VnTimeH
    "pdf",
    "pdf-signed",  # number and day in the appearance of signature widgets
    "doc",
    "doc-vntime",
    "rtf",
    "odt",
    "html-office",  # saved by LibreOffice
    "html-word",
    "mht",
    "html-portal",
    "scan",
    "scan-png",  # the first page alone, as an image
    "txt-tcvn3",
    "txt-vni",
    "txt-viscii",
    "txt-cp1258",
    "txt-utf16",
    "txt-nfd",
    "txt-mojibake",
)
OFFICE = ("docx-resaved", "pdf", "pdf-signed", "doc", "doc-vntime", "rtf", "odt", "html-office", "scan", "scan-png")
QUICK = ("txt", "docx", "pdf", "pdf-signed", "doc", "html-word", "html-portal", "txt-tcvn3")


@dataclass(frozen=True)
class Files:
    """The files of one set of plans: where the file of a format lies, and what stands in the Word files."""

    folder: Path

    def path(self, form: str, doc: Doc) -> Path:
        """The file of a plan in a format; it is not there where the plan has none (no number to be stamped)."""
        return self.folder / form / f"{doc.name}.{_SUFFIX[form]}"

    def probes(self, doc: Doc) -> list[Probe]:
        """What stands in the Word file, by feature."""
        kept = json.loads((self.folder / "docx" / f"{doc.name}.json").read_text(encoding="utf-8"))
        return [Probe(**one) for one in kept]


_SUFFIX = (
    {
        "docx-resaved": "docx",
        "docx-vntime": "docx",
        "pdf-signed": "pdf",
        "doc-vntime": "doc",
        "html-office": "html",
        "html-word": "htm",
        "html-portal": "html",
        "scan": "pdf",
        "scan-png": "png",
    }
    | {form: form.split("-")[0] for form in FORMATS if form.startswith("txt")}
    | {form: form for form in ("docx", "pdf", "doc", "rtf", "odt", "mht")}
)


def render(docs: Sequence[Doc], forms: Sequence[str] = FORMATS, folder: Path = BUILD) -> Files:
    """The files of `docs` in `forms`, those that are not there yet written.

    Raises:
        RuntimeError: LibreOffice is not installed or does not write a file.
    """
    files = Files(folder)
    for doc in docs:
        _check(doc, files)
    for form in forms:
        lacking = [d for d in docs if not files.path(form, d).exists() and not _none(form, d)]
        if lacking:
            files.path(form, lacking[0]).parent.mkdir(parents=True, exist_ok=True)
            _MAKERS[form](lacking, files, form)
    return files


def _none(form: str, doc: Doc) -> bool:
    return form == "pdf-signed" and not render_pdf.stampable(doc)


@cache
def _way() -> bytes:
    """How PDFs are made of what LibreOffice writes: the renderer's own code, without comments and layout."""
    source = (Path(__file__).parent / "render_pdf.py").read_text(encoding="utf-8")
    return ast.dump(ast.parse(source)).encode()


_FAMILIES = {
    "text": tuple(form for form in FORMATS if form.startswith("txt")),
    "word": ("docx", "docx-resaved", "pdf", "doc", "rtf", "odt", "html-office"),
    "old fonts": ("docx-vntime", "doc-vntime"),
    "signed": ("pdf-signed",),
    "scans": ("scan", "scan-png"),
    "pages": ("html-word", "html-portal", "mht"),
}


def _check(doc: Doc, files: Files) -> None:
    """Take away the files of a plan that were made of something else than would be now, family by family."""
    word = render_docx.write(doc).data
    made_of = {
        "text": b"".join(legacy.encoded(plain(doc)).values()),
        "word": word,
        "old fonts": render_docx.write(doc, vntime=True).data,
        "signed": render_docx.write(doc, blank=True).data + _way(),
        "scans": word + _way(),
        "pages": render_html.word(doc) + render_html.portal(doc).encode(),
    }
    for family, source in made_of.items():
        digest = hashlib.sha256(source).hexdigest()
        mark = files.folder / "made" / family / doc.name
        if not mark.is_file() or mark.read_text() != digest:
            for form in _FAMILIES[family]:
                files.path(form, doc).unlink(missing_ok=True)
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.write_text(digest)


def _txt(docs: Sequence[Doc], files: Files, form: str) -> None:
    for doc in docs:
        files.path(form, doc).write_text(plain(doc), encoding="utf-8", newline="")


def _legacy_txt(docs: Sequence[Doc], files: Files, form: str) -> None:
    for doc in docs:
        files.path(form, doc).write_bytes(legacy.encoded(plain(doc))[form.removeprefix("txt-")])


def _docx(docs: Sequence[Doc], files: Files, form: str) -> None:
    for doc in docs:
        written = render_docx.write(doc, vntime=form == "docx-vntime")
        files.path(form, doc).write_bytes(written.data)
        kept = [asdict(probe) for probe in written.probes]
        files.path(form, doc).with_suffix(".json").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def _converted(source: str, kind: str) -> Callable[[Sequence[Doc], Files, str], None]:
    def make(docs: Sequence[Doc], files: Files, form: str) -> None:
        render(docs, (source,), files.folder)
        office.convert([files.path(source, doc) for doc in docs], kind, files.folder / form)

    return make


def _signed(docs: Sequence[Doc], files: Files, form: str) -> None:
    blank = files.folder / "blank"
    blank.mkdir(exist_ok=True)
    for doc in docs:
        (blank / f"{doc.name}.docx").write_bytes(render_docx.write(doc, blank=True).data)
    made = office.convert([blank / f"{doc.name}.docx" for doc in docs], "pdf", blank)
    for doc, path in zip(docs, made, strict=True):
        data = path.read_bytes()
        files.path(form, doc).write_bytes(render_pdf.sign(data, render_pdf.stamps(doc, data)))


def _scan(docs: Sequence[Doc], files: Files, form: str) -> None:
    render(docs, ("pdf",), files.folder)
    for doc in docs:
        data = render_pdf.scan(files.path("pdf", doc).read_bytes(), doc.rng("scan"))
        files.path(form, doc).write_bytes(data)


def _scan_png(docs: Sequence[Doc], files: Files, form: str) -> None:
    import pypdfium2 as pdfium

    render(docs, ("scan",), files.folder)
    for doc in docs:
        opened = pdfium.PdfDocument(files.path("scan", doc))
        opened[0].render(scale=200 / 72, grayscale=True).to_pil().save(files.path(form, doc))
        opened.close()


def _pages(docs: Sequence[Doc], files: Files, form: str) -> None:
    for doc in docs:
        path = files.path(form, doc)
        made = {"mht": render_html.mht, "html-word": render_html.word}.get(form)
        path.write_bytes(made(doc) if made is not None else render_html.portal(doc).encode())


_MAKERS: dict[str, Callable[[Sequence[Doc], Files, str], None]] = {
    "txt": _txt,
    "docx": _docx,
    "docx-vntime": _docx,
    "docx-resaved": _converted("docx", "docx"),
    "pdf": _converted("docx", "pdf"),
    "pdf-signed": _signed,
    "doc": _converted("docx", "doc"),
    "doc-vntime": _converted("docx-vntime", "doc"),
    "rtf": _converted("docx", "rtf"),
    "odt": _converted("docx", "odt"),
    "html-office": _converted("docx", "html"),
    "html-word": _pages,
    "mht": _pages,
    "html-portal": _pages,
    "scan": _scan,
    "scan-png": _scan_png,
} | {form: _legacy_txt for form in FORMATS if form.startswith("txt-")}
