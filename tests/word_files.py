"""Word files for the tests, written by hand: every construct as Word writes it, with our own words."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "header": "hdr",
    "footer": "ftr",
}


def word_file(body: str, *, space: str = W, pages: int | None = None, main: str = "document", **parts: str) -> bytes:
    """A .docx with that body; other parts by their kind (`styles`, `footnotes`, `header`, `header2` …)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/{main}.xml"/></Relationships>',
        )
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/{main}.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
            + "".join(
                f'<Override PartName="/word/{name}.xml" ContentType='
                f'"application/vnd.openxmlformats-officedocument.wordprocessingml.{name.rstrip("0123456789")}+xml"/>'
                for name in parts
            )
            + "</Types>",
        )
        links = ""
        for number, (name, content) in enumerate(parts.items(), 10):
            kind = name.rstrip("0123456789")
            links += f'<Relationship Id="rId{number}" Type="{_R}/{kind}" Target="{name}.xml"/>'
            root = _ROOTS[kind]
            archive.writestr(f"word/{name}.xml", f'<w:{root} xmlns:w="{space}" {_NAMES}>{content}</w:{root}>')
        archive.writestr(
            f"word/_rels/{main}.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'{links}<Relationship Id="rId99" Type="{_R}/hyperlink" Target="http://example.vn/" TargetMode="External"/>'
            "</Relationships>",
        )
        if pages is not None:
            archive.writestr(
                "docProps/app.xml",
                '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
                f"<Pages>{pages}</Pages></Properties>",
            )
        archive.writestr(
            f"word/{main}.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{space}" {_NAMES}><w:body>{body}</w:body></w:document>',
        )
    return out.getvalue()


def run(text: str, looks: str = "") -> str:
    """A run; `looks` is the inside of its properties."""
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*content: str, props: str = "") -> str:
    """A paragraph of runs, or of words."""
    inside = "".join(one if one.startswith("<") else run(one) for one in content)
    return f"<w:p><w:pPr>{props}</w:pPr>{inside}</w:p>"


def item(level: int, text: str, number: int = 1) -> str:
    """A paragraph with an automatic number."""
    return par(text, props=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def cell(*content: str, props: str = "") -> str:
    """A cell of paragraphs, or of words."""
    inside = "".join(one if one.startswith("<") else par(one) for one in content) or par()
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, props: str = "") -> str:
    """A row of cells, or of words."""
    inside = "".join(one if one.startswith("<w:tc>") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{props}</w:trPr>{inside}</w:tr>"


LINES = '<w:tblBorders><w:insideH w:val="single"/><w:insideV w:val="single"/></w:tblBorders>'


def table(*rows: str, props: str = LINES) -> str:
    """A table, ruled unless `props` says otherwise."""
    return f"<w:tbl><w:tblPr>{props}</w:tblPr>{''.join(rows)}</w:tbl>"


def span(columns: int) -> str:
    """Property of a cell that is merged over columns."""
    return f'<w:gridSpan w:val="{columns}"/>'


MERGE = '<w:vMerge w:val="restart"/>'
MERGED = "<w:vMerge/>"


def field(code: str, result: str) -> str:
    """A field as Word writes it: code, mark, result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def levels(*forms: tuple[str, str], name: int = 1, extra: dict[int, str] | None = None) -> str:
    """An abstract list with levels of (form, text), and the list that uses it under the same number."""
    written = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{(extra or {}).get(depth, "")}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(forms)
    )
    return f'<w:abstractNum w:abstractNumId="{name}">{written}</w:abstractNum>'


def use(number: int, of: int, inside: str = "") -> str:
    """A `w:num` of an abstract list."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{inside}</w:num>'
