"""Writes a plan as a Word file, as offices write them, part by part.

Two-column head without borders, bold headings, justified body with its first line indented, real tables with merged cells and
repeated header rows, footnotes, page number in the running head. In some plans, by their seed: automatic numbers, tracked
insertions beside tracked deletions, content controls, a text box, words cut into runs in mid-word. `Probe` tells where each
of these stands, so that what a reader loses can be told by name.
"""

from __future__ import annotations

import itertools
import random
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.saxutils import escape

from benchmarks.readers import legacy
from benchmarks.readers.plan import Close, Doc, Head, Para, Table

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable=""'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TWIPS = 9070  # width of the text on an A4 page with margins of 3 and 2 cm
_CHANGED = 'w:id="{id}" w:author="Văn phòng" w:date="2024-01-15T08:00:00Z"'
_MARKER = re.compile(
    r"(?:(?P<roman>[IVX]{1,5})\. |(?P<number>\d{1,2})\. |(?P<letter>[a-eghi])\) |(?P<dash>[-+]) )(?=\S)"
)
_NOTE = re.compile(r"\[(\d)\]")
_DATE = re.compile(r"(?:ngày \d{1,2}(?:/\d{1,2}/| tháng \d{1,2} năm )20\d\d|năm 20\d\d)")
_SMALL = '<w:sz w:val="24"/>'
_LEVELS = ("roman", "number", "letter", "dash")
_FORMATS = ("upperRoman", "decimal", "lowerLetter", "bullet")


@dataclass(frozen=True)
class Probe:
    """Words that a reader is to give (or, for `deleted`, not to give as the plan's text), by the feature they stand in."""

    feature: str
    text: str


@dataclass
class Written:
    """A Word file with what stands in it where."""

    data: bytes
    probes: list[Probe] = field(default_factory=list)


@dataclass
class _Writer:
    doc: Doc
    rng: random.Random
    vntime: bool = False
    blank: bool = False
    ids: int = 100
    notes: list[tuple[int, str]] = field(default_factory=list)
    numberings: list[tuple[int, int]] = field(default_factory=list)  # level and start of each list
    counters: dict[int, tuple[int, int]] = field(default_factory=dict)  # level: list, last number in it
    probes: list[Probe] = field(default_factory=list)

    def id(self) -> int:
        self.ids += 1
        return self.ids

    # --- runs

    def run(self, text: str, marks: str = "") -> str:
        """One run; in a legacy font where asked for, capitals in the font of capitals."""
        if not self.vntime:
            return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
        out = []
        for font, coded in legacy.vntime_runs(text):
            fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>'
            out.append(f'<w:r><w:rPr>{fonts}{marks}</w:rPr><w:t xml:space="preserve">{escape(coded)}</w:t></w:r>')
        return "".join(out)

    def runs(self, text: str, marks: str = "", *, cut: bool = False) -> str:
        """The runs of a paragraph's text, notes made real; cut anywhere, as Word does, where `cut`."""
        out = []
        at = 0
        for note in _NOTE.finditer(text):
            number = int(note[1])
            if number not in self.doc.notes:
                continue
            out.append(self._cut(text[at : note.start()], marks, cut))
            self.notes.append((len(self.notes) + 1, self.doc.notes[number]))
            out.append(
                f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
            )
            self.probes.append(Probe("footnote", self.doc.notes[number]))
            at = note.end()
        out.append(self._cut(text[at:], marks, cut))
        return "".join(out)

    def _cut(self, text: str, marks: str, cut: bool) -> str:
        if not text:
            return ""
        if not cut or len(text) < 12 or self.vntime:
            return self.run(text, marks)
        places = sorted({0, len(text), *(self.rng.randrange(1, len(text)) for _ in range(self.rng.randint(0, 5)))})
        pieces = [self.run(text[a:b], marks) for a, b in itertools.pairwise(places)]
        between = (
            "",
            '<w:proofErr w:type="spellStart"/>',
            f'<w:bookmarkStart w:id="{self.id()}" w:name="_m{self.ids}"/><w:bookmarkEnd w:id="{self.ids}"/>',
        )
        return "".join(piece + self.rng.choice(between) for piece in pieces)

    def paragraph(self, content: str, *, align: str = "both", indent: int = 0, extra: str = "") -> str:
        first = f'<w:ind w:firstLine="{indent}"/>' if indent else ""
        spacing = '<w:spacing w:before="60" w:after="60"/>' if align == "both" else ""
        return f'<w:p><w:pPr>{extra}{spacing}{first}<w:jc w:val="{align}"/></w:pPr>{content}</w:p>'

    def centred(self, text: str, marks: str = "<w:b/>") -> str:
        return self.paragraph(self.runs(text, marks), align="center")

    # --- blocks

    def body(self) -> str:
        features = self._features()
        paras = [b for b in self.doc.blocks if isinstance(b, Para) and b.kind == "body" and len(b.text) > 60]
        chosen = {name: self.rng.choice(paras) for name in sorted(features) if paras and name != "numbers"}
        dated = [b for b in paras if _DATE.search(b.text) and b is not chosen.get("box")]
        if "tracked" in chosen and dated:
            chosen["tracked"] = self.rng.choice(dated)
        out = []
        for block in self.doc.blocks:
            match block:
                case Head():
                    out.append(self.head(block, controls="controls" in features))
                case Table():
                    out.append(self.table(block))
                case Close():
                    out.append(self.close(block))
                case Para():
                    out.append(self.para(block, features, chosen))
        return "".join(out)

    def _features(self) -> set[str]:
        """What this plan's file holds besides plain paragraphs; a file in an old font is kept plain."""
        rng = self.doc.rng("features")
        shares = (("numbers", 0.5), ("tracked", 0.3), ("controls", 0.35), ("box", 0.25), ("block control", 0.2))
        drawn = {name for name, share in shares if rng.random() < share}
        return drawn if not self.vntime else set()

    def para(self, block: Para, features: set[str], chosen: dict[str, Para]) -> str:
        if block.kind == "centre":
            return self.centred(block.text)
        marks = "<w:b/>" if block.kind == "heading" else ""
        text, extra = block.text, ""
        if "numbers" in features:
            text, extra = self._numbered(text)
            if extra and block.text[0] not in "-+":
                self.probes.append(Probe("automatic number", block.text[:40]))
        if block is chosen.get("tracked"):
            content = self._tracked(text, marks)
        else:
            content = self.runs(text, marks, cut=True)
        made = self.paragraph(content, indent=0 if extra else 720, extra=extra)
        if block is chosen.get("box"):
            self.probes.append(Probe("text box", block.text[:60]))
            return self._box(made)
        if block is chosen.get("block control"):
            self.probes.append(Probe("content control", block.text[:60]))
            return f'<w:sdt><w:sdtPr><w:id w:val="{self.id()}"/></w:sdtPr><w:sdtContent>{made}</w:sdtContent></w:sdt>'
        return made

    def _numbered(self, text: str) -> tuple[str, str]:
        """The text without its marker, and the list that prints it again; a list goes on where its numbers do."""
        marker = _MARKER.match(text)
        if marker is None or not marker.lastgroup or text[0] == "+":
            return text, ""
        level = _LEVELS.index(marker.lastgroup)
        word = marker[marker.lastgroup]
        if level == 0:
            value = _roman(word)
        elif level == 1:
            value = int(word)
        elif level == 2:
            value = "abcdefghi".index(word) + 1
        else:
            value = 1
        if value is None or (level == 2 and value > 4):  # Word's list of letters has no đ: a, b, c, d, e
            return text, ""
        known = self.counters.get(level)
        if level == 3 and known is not None:
            number = known[0]
        elif known is not None and known[1] + 1 == value:
            number = known[0]
        else:
            self.numberings.append((level, value))
            number = len(self.numberings)
        self.counters = {k: v for k, v in self.counters.items() if k <= level} | {level: (number, value)}
        return text[marker.end() :], f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'

    def _tracked(self, text: str, marks: str) -> str:
        """A part of the text inserted while changes were tracked, the words it took the place of still there, deleted."""
        found = _DATE.search(text)
        if found is not None and "20" in found[0]:
            start, end = found.span()
            year = re.search(r"20\d\d", found[0])
            assert year is not None
            old = found[0].replace(year[0], str(int(year[0]) - 1))
        else:
            start = text.find(" ", len(text) // 2) + 1
            end = text.find(" ", start + 12)
            end = end if end > 0 else len(text)
            old = "việc khác"
        deleted = f'<w:r><w:rPr>{marks}</w:rPr><w:delText xml:space="preserve">{escape(old)}</w:delText></w:r>'
        self.probes.append(Probe("tracked insertion", text[max(0, start - 20) : end]))
        return (
            self.runs(text[:start], marks)
            + f"<w:del {_CHANGED.format(id=self.id())}>{deleted}</w:del>"
            + f"<w:ins {_CHANGED.format(id=self.id())}>{self.run(text[start:end], marks)}</w:ins>"
            + self.runs(text[end:], marks)
        )

    def _box(self, paragraph: str) -> str:
        """A text box in the text, as Word writes it: a drawing, and its fallback of older versions with the same words."""
        size = '<wp:extent cx="5700000" cy="1400000"/>'
        shape = (
            '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5700000" cy="1400000"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr>'
            f"<wps:txbx><w:txbxContent>{paragraph}</w:txbxContent></wps:txbx><wps:bodyPr><a:spAutoFit/></wps:bodyPr></wps:wsp>"
        )
        drawing = (
            f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">{size}<wp:docPr id="{self.id()}" name="Khung {self.ids}"/>'
            '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
            f"{shape}</a:graphicData></a:graphic></wp:inline></w:drawing>"
        )
        fallback = (
            '<w:pict><v:shape style="width:449pt;height:110pt" type="#_x0000_t202"><v:textbox>'
            f"<w:txbxContent>{paragraph}</w:txbxContent></v:textbox></v:shape></w:pict>"
        )
        alternate = (
            f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
            f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
        )
        return f"<w:p><w:r>{alternate}</w:r></w:p>"

    def _control(self, content: str) -> str:
        return f'<w:sdt><w:sdtPr><w:id w:val="{self.id()}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'

    def head(self, head: Head, *, controls: bool) -> str:
        number, date = shown_number(head, self.blank), shown_date(head, self.blank)
        left = "".join(
            self.centred(line, ("<w:b/>" if index == len(head.left) - 1 else "") + _SMALL)
            for index, line in enumerate(head.left)
        )
        right = "".join(self.centred(line, "<w:b/>" + _SMALL) for line in head.right)
        typed = self.runs(number)
        if controls and head.serial and not self.blank:
            before, after = number.split(head.serial, 1)
            typed = self.runs(before) + self._control(self.run(head.serial)) + self.runs(after)
            self.probes.append(Probe("content control", number))
        lower_left = self.paragraph(typed, align="center") + "".join(self.centred(line, "") for line in head.below)
        lower_right = self.paragraph(self.runs(date, "<w:i/>"), align="center")
        if self.doc.rng("head").random() < 0.3:  # all in one row
            return self._columns([(left + lower_left, right + lower_right)])
        return self._columns([(left, right), (lower_left, lower_right)])

    def _columns(self, rows: Iterable[tuple[str, str]]) -> str:
        widths = (3600, 5470)
        out = ['<w:tbl><w:tblPr><w:tblW w:w="9070" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>']
        out += [f'<w:gridCol w:w="{width}"/>' for width in widths]
        out.append("</w:tblGrid>")
        for row in rows:
            out.append("<w:tr>")
            for width, cell in zip(widths, row, strict=True):
                out.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell or "<w:p/>"}</w:tc>')
            out.append("</w:tr>")
        return "".join(out) + "</w:tbl><w:p/>"

    def close(self, close: Close) -> str:
        left = "".join(
            self.paragraph(self.runs(line, "<w:b/><w:i/>" if not index else ""), align="left")
            for index, line in enumerate(close.left)
        )
        right = []
        for index, line in enumerate(close.right):
            if index == len(close.right) - 1 and index:
                right += ["<w:p/>"] * 3
            right.append(self.centred(line))
        return "<w:p/>" + self._columns([(left, "".join(right))])

    def table(self, table: Table) -> str:
        widths = _widths(table)
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        out = [
            (
                f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
                '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
            )
        ]
        out += [f'<w:gridCol w:w="{width}"/>' for width in widths]
        out.append("</w:tblGrid>")
        at = {(cell.row, cell.column): cell for cell in table.cells}
        reached = {(c.row + r, c.column): c for c in table.cells for r in range(1, c.rows)}
        repeat = self.doc.rng("repeat").random() < 0.6
        for row in range(table.height):
            top = row < table.header_rows
            out.append("<w:tr><w:trPr>" + ("<w:tblHeader/>" if top and repeat else "") + "</w:trPr>")
            column = 0
            while column < len(widths):
                cell = at.get((row, column)) or reached.get((row, column))
                wide = cell.columns if cell is not None else 1
                merge = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
                if cell is not None and cell.rows > 1:
                    merge += '<w:vMerge w:val="restart"/>' if cell.row == row else "<w:vMerge/>"
                    merge += '<w:vAlign w:val="center"/>'
                text = cell.text if cell is not None and cell.row == row else ""
                marks = "<w:b/>" if top or wide > 1 else ""
                align = "center" if top or len(text) < 6 else "left"
                made = self.paragraph(self.runs(text, marks), align=align) if text else "<w:p/>"
                width = sum(widths[column : column + wide])
                out.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}</w:tcPr>{made}</w:tc>')
                column += wide
            out.append("</w:tr>")
        return "".join(out) + "</w:tbl><w:p/>"


def shown_number(head: Head, blank: bool) -> str:
    """The line of the number; the serial left blank where a stamp is to bear it."""
    return head.number.replace(head.serial, " " * 10, 1) if blank and head.serial else head.number


def shown_date(head: Head, blank: bool) -> str:
    """The line of place and date; the day left blank where a stamp is to bear it."""
    if not (blank and head.day):
        return head.date
    return re.sub(r"ngày\s+" + head.day + r"\b", "ngày" + " " * 9, head.date, count=1)


def _widths(table: Table) -> list[int]:
    """Widths of the columns by what stands in them, no word broken, as a typist draws them."""
    most, least = [0.0] * len(table.columns), [0.0] * len(table.columns)
    texts = [(c.column, c.text) for c in table.cells if c.columns == 1]
    for column, text in texts:
        most[column] = max(most[column], min(60, len(text)) ** 0.8)
        least[column] = max(least[column], 260 + 130 * max(map(len, text.split()), default=1))
    scale = max(0.0, _TWIPS - sum(least)) / max(1.0, sum(most))
    return [round(low + width * scale) for low, width in zip(least, most, strict=True)]


def _roman(word: str) -> int | None:
    return {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}.get(word)


def write(doc: Doc, *, blank: bool = False, vntime: bool = False) -> Written:
    """The plan as a Word file; with number and day left for a stamp where `blank`, in a legacy font where `vntime`."""
    writer = _Writer(doc, doc.rng("docx"), vntime, blank)
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>'
    )
    body = f"{_HEAD}<w:document {_NS}><w:body>{writer.body()}{section}</w:body></w:document>"
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _HEAD
        + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": _relations(),
        "word/document.xml": body,
        "word/styles.xml": _styles(),
        "word/settings.xml": f"{_HEAD}<w:settings {_NS}/>",
        "word/numbering.xml": _numbering(writer.numberings),
        "word/footnotes.xml": _footnotes(writer),
        "word/header1.xml": f'{_HEAD}<w:hdr {_NS}><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>',
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 15, 8, 0, 0)), text, zipfile.ZIP_DEFLATED)
    for table in doc.tables:
        merged = next((c for c in table.cells if c.rows > 1 and c.row >= table.header_rows), None)
        if merged is not None:
            writer.probes.append(Probe("merged cell", merged.text))
    return Written(packed.getvalue(), writer.probes)


def _content_types() -> str:
    kinds = {
        "document": "document.main",
        "styles": "styles",
        "settings": "settings",
        "numbering": "numbering",
        "footnotes": "footnotes",
        "header1": "header",
    }
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{base}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def _relations() -> str:
    targets = ("styles", "settings", "numbering", "footnotes", "header1")
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name.rstrip("1")}" Target="{name}.xml"/>'
        for number, name in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def _styles() -> str:
    return (
        f'{_HEAD}<w:styles {_NS}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
        'w:cs="Times New Roman" w:eastAsia="Times New Roman"/><w:sz w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/><w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="20"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        "</w:styles>"
    )


def _numbering(lists: list[tuple[int, int]]) -> str:
    suffixes = ("%1.", "%1.", "%1)", "-")
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="{start}"/>'
        f'<w:numFmt w:val="{_FORMATS[level]}"/><w:lvlText w:val="{suffixes[level]}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="720"/></w:pPr></w:lvl></w:abstractNum>'
        for number, (level, start) in enumerate(lists, 1)
    )
    numbers = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in range(1, len(lists) + 1)
    )
    return f"{_HEAD}<w:numbering {_NS}>{abstract}{numbers}</w:numbering>"


def _footnotes(writer: _Writer) -> str:
    marks = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    marks += '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    for number, text in list(writer.notes):
        words = writer.run(" " + text, '<w:sz w:val="20"/>')
        marks += (
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
            '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
            f"{words}</w:p></w:footnote>"
        )
    return f"{_HEAD}<w:footnotes {_NS}>{marks}</w:footnotes>"
