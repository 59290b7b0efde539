"""Finds every mention of another document and says which one it is, in what role, and where each part stands.

Found: numbers of every grammar in `lexicon/numbering.toml` with the type word, date, issuer, title and pinpoint that
stand with them; laws, codes and ordinances by name; congress resolutions; nicknames made of a type word and a bare serial
(`Đề án 06`); short forms that point to a document cited before (`Nghị quyết này`, `Kế hoạch nêu trên`, an alias).
Left alone: the document's own number, `CÔNG BÁO/Số …`, addresses, ratios, articles of the document itself.

A short form is resolved only where exactly one document cited before answers to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from kehoach.extractors.dates import Found
from kehoach.lexicon import load, patterns
from kehoach.record import Citation, CitationForm, CitationRole, DocumentType
from kehoach.text.clean import CleanText
from kehoach.text.normal import lower


@dataclass(slots=True)
class Mention:
    """A citation in the cleaned text, before its spans are led back to the source."""

    start: int
    end: int
    code: str
    form: CitationForm = "number"
    number: str | None = None
    number_span: tuple[int, int] | None = None
    name: str | None = None
    year: int | None = None
    issued: str | None = None
    issued_span: tuple[int, int] | None = None
    issuer: str | None = None
    issuer_span: tuple[int, int] | None = None
    title_span: tuple[int, int] | None = None
    pinpoint: str | None = None
    pinpoint_span: tuple[int, int] | None = None
    role: CitationRole = "mention"
    refers_to: Mention | None = None
    listed: bool = False  # a member of "các Quyết định của X …: A; B"
    distributes: bool = False  # its issuer counts for the bare numbers that follow it
    extra_dates: list[tuple[int, int]] = field(default_factory=list)


# --- document types -------------------------------------------------------------------------------------------------


@cache
def type_names() -> dict[str, str]:
    """Name of each type by its code."""
    return {entry["code"]: entry["words"][0] for entry in load("document_types")["type"]}


@cache
def _codes_by_word() -> dict[str, str]:
    return {lower(word): entry["code"] for entry in load("document_types")["type"] for word in entry["words"]}


@cache
def _aliases() -> dict[str, str]:
    return dict(load("document_types")["aliases"])


@cache
def _longer_words() -> dict[str, list[str]]:
    """Type words that end with another one: `kết luận` → `thông báo kết luận`."""
    words = list(_codes_by_word())
    table = {word: sorted((w for w in words if w.endswith(" " + word)), key=len, reverse=True) for word in words}
    return {word: longer for word, longer in table.items() if longer}


@cache
def _type_words() -> tuple[str, ...]:
    return tuple(_codes_by_word())


@cache
def _type_word() -> str:
    words = sorted(_codes_by_word(), key=len, reverse=True)
    return "|".join(re.escape(word) for word in words)


def code_of_symbol(symbol: str) -> str | None:
    """The type that a number's letters name (`QĐ-TTg` → `QĐ`); None for a công văn or an unknown code."""
    head = symbol.split("-")[0].strip()
    head = _aliases().get(head, head)
    return head if head in type_names() and not head.startswith(("Luật", "Bộ", "Hiến")) else None


def document_type(code: str) -> DocumentType:
    """The type with code `code`."""
    return DocumentType(code, type_names().get(code, code))


# --- numbers --------------------------------------------------------------------------------------------------------

_OFFICIAL = {
    "TTG": "TTg",
    "CTR": "CTr",
    "Ctr": "CTr",
    "TTR": "TTr",
    "CTRHĐ": "CTrHĐ",
    "QYĐ": "QyĐ",
}
_SMALL = {"ttg": "TTg", "ctr": "CTr", "ttr": "TTr"}


@lru_cache(maxsize=4096)
def normalise_number(text: str) -> str:
    """A document number without blanks and with the official letters: `06/QĐ- TTG` → `06/QĐ-TTg`."""
    text = "".join(text.split())
    head, slash, tail = text.partition("/")
    if not slash:
        return text
    if tail.islower() or (tail[:4].isdigit() and tail[4:].islower()):
        tail = "-".join(_SMALL.get(part, part.upper()) for part in tail.split("-"))
        tail = re.sub(r"/(ttg|ctr)\b", lambda m: "/" + _SMALL[m[1]], tail)
    groups = re.split(r"([-/])", tail)
    tail = "".join(_OFFICIAL.get(group, group) for group in groups)
    head = re.sub(r"-(CTR|TTR|Ctr|Ttr)$", lambda m: "-" + _OFFICIAL[m[1]], head)
    return head + "/" + tail


# law-like numbers have no type letters
_ASSEMBLY = re.compile(r"(?:QH|UBTVQH)\d*$")
_SO = re.compile(r"(?:\bsố:?|\bs[oó]:?|\()\s?$")


_BEFORE = 90


@cache
def _type_before() -> re.Pattern[str]:
    # the last type word before the number; between them "số" and, with it, a few small words (the issuer, "liên ngành")
    return re.compile(
        r".*(?<![a-zà-ỹđ])(?P<word>"
        + _type_word()
        + r")(?:(?P<middle> [^;.:()\n\d]{1,60}?)?(?P<so>,? ?\(?(?:số hiệu|số|so|sô) ?:?))? ?$",
        re.DOTALL,
    )


@dataclass(slots=True)
class _Number:
    start: int
    end: int
    text: str
    code: str | None
    party: bool = False


# What may stand before the slash of a document number: its serial, or a Party number's serial and type.
_SERIAL = re.compile(
    r"(?:(?P<serial>[0-9]{1,5}(?:\.[0-9]{1,3})?[a-zA-ZđĐ]?)|(?P<party>[0-9]{1,5}) ?-? ?[A-ZĐ][A-Za-zĐđ]{1,4}) ?$"
)
_LONGEST_SERIAL = 20


def _openings(text: str) -> tuple[list[int], list[int]]:
    """Offsets at which a number could begin: those with a slash behind the serial, and the Party's with a type between."""
    slashed: list[int] = []
    hyphened: list[int] = []
    at = text.find("/")
    while at >= 0:
        before = text[at - 1 : at]
        if before == " ":
            before = text[at - 2 : at - 1]
        if before.isalnum():
            begin = max(0, at - _LONGEST_SERIAL)
            for match in _SERIAL.finditer(text[begin:at]):
                if match["serial"]:
                    slashed.append(begin + match.start())
                else:
                    hyphened.append(begin + match.start())
        at = text.find("/", at + 1)
    return slashed, hyphened


def _at(rule: re.Pattern[str], text: str, openings: list[int] | None) -> Iterator[re.Match[str]]:
    if openings is None:
        yield from rule.finditer(text)
        return
    end = 0
    for start in openings:
        if start >= end and (match := rule.match(text, start)):
            end = match.end()
            yield match


def _numbers(clean: CleanText, *, naive: bool = False) -> list[_Number]:
    """The document numbers of the text, in order, none overlapping another.

    Args:
        naive: try every rule everywhere, as the reference that the fast way is held against.
    """
    rules = patterns("numbering")
    text, low = clean.text, clean.low
    found: list[_Number] = []
    if "/" not in text:
        return found
    slashed: list[int] | None = None
    hyphened: list[int] | None = None
    if not naive:
        slashed, hyphened = _openings(text)
    for m in _at(rules["normative"], text, slashed):
        symbol = m["symbol"].replace(" ", "")
        code = None if _ASSEMBLY.match(symbol) else code_of_symbol(symbol)
        found.append(_Number(m.start(), m.end(), normalise_number(m[0]), code))
    for m in _at(rules["party"], text, hyphened):
        code = _aliases().get(m["type"], m["type"])
        number = f"{m['serial']}-{_OFFICIAL.get(m['type'], m['type'])}/{m['issuer'].replace(' ', '')}"
        found.append(_Number(m.start(), m.end(), number, code, party=True))
    for m in _at(rules["individual"], text, slashed):
        symbol = m["symbol"].replace(" ", "")
        end = m.end()
        while text[end - 1] in ".-&":
            end -= 1
        if "-" not in symbol and not _after_so(low, m.start()):
            continue
        code = code_of_symbol(normalise_number("1/" + symbol)[2:])
        if code is None and not _after_so(low, m.start()) and not _goes_on_list(low, m.start(), m.end()):
            continue
        found.append(_Number(m.start(), end, normalise_number(text[m.start() : end]), code))
    for m in _at(rules["individual-small"], text, slashed):
        written = normalise_number(m[0])
        found.append(_Number(m.start(), m.end(), written, code_of_symbol(written.rpartition("/")[2])))
    found.sort(key=lambda n: (n.start, -n.end))
    kept: list[_Number] = []
    for candidate in found:
        if not kept or candidate.start >= kept[-1].end:
            kept.append(candidate)
    return kept


_LIST_BEFORE = re.compile(r"/[a-zđ&.\-]{2,}(?: ngày [\d/.\- a-zà-ỹ]{6,28})?(?: của [^,;.\n]{2,40})?(?:, ?|; ?| và )$")


def _goes_on_list(low: str, start: int, end: int) -> bool:
    """Whether a công văn's number follows another number in a list: `58/LĐLĐ-CSPL ngày … của …, 21/CĐKCN-NC ngày …`."""
    return low.startswith(" ngày", end) and bool(_LIST_BEFORE.search(low, max(0, start - 110), start))


def _after_so(low: str, start: int) -> bool:
    before = low[max(0, start - 30) : start].rstrip(" :(")
    return before.endswith(("số", *_type_words()))


_LAW_WORD = re.compile(r"(?<![a-zà-ỹđ])(?:bộ luật|luật|pháp lệnh)(?= )")
_CLAUSE_END = re.compile(r'[;\n“”"]|\((?!số )|\. ')
_HAS_NUMBER = re.compile(r"\d/\d{4}/|ngày \d|năm \d{4}")


def _law_before(low: str, start: int) -> tuple[int, str] | None:
    """Start and code of the law whose number begins at `start`: `Luật <name> số`, an amending law from its `sửa đổi`."""
    begin = max(0, start - 420)
    window = low[begin:start]
    if not window.rstrip(" :").endswith("số") and not window.endswith(("luật ", "lệnh ")):
        if not _LAW_WORD.search(window[-140:]):
            return None
    cut = [m.end() for m in _CLAUSE_END.finditer(window)]
    floor = cut[-1] if cut else 0
    words = [m for m in _LAW_WORD.finditer(window, floor) if not window[: m.start()].endswith(_NOT_LAW_BEFORE)]
    for word in words:
        rest = window[word.end() :]
        if rest.startswith((" sửa đổi", " sử đổi", " sữa đổi", " bổ sung")) and not _HAS_NUMBER.search(rest):
            return begin + word.start(), _law_code(word[0])
    for word in reversed(words):
        rest = window[word.end() :]
        if _HAS_NUMBER.search(rest):
            return None
        if "được sửa đổi" in rest:
            return None
        return begin + word.start(), _law_code(word[0])
    return None


def _law_code(word: str) -> str:
    return {"luật": "Luật", "bộ luật": "Bộ luật", "pháp lệnh": "PL"}[word]


# --- what follows a number ------------------------------------------------------------------------------------------

_TO_DATE = re.compile(r",? ?(?:ban hành |ký |được ban hành |\()?$")


class _Dates:
    """The dates of the text by start, to find the one that follows an offset directly."""

    def __init__(self, dates: list[Found]) -> None:
        self._dates = dates
        self._starts = [d.start for d in dates]

    def following(self, low: str, offset: int) -> Found | None:
        at = bisect_left(self._starts, offset)
        if at < len(self._dates):
            date = self._dates[at]
            if date.start - offset <= 14 and _TO_DATE.match(low[offset : date.start]):
                return date
        return None


def _take_date(mention: Mention, date: Found, low: str) -> None:
    if date.kind == "date" or (date.kind == "year" and not date.edtf.endswith("/..")):
        between = low[mention.end : date.start]
        if date.kind == "year" and "(" in between and ")" not in low[date.end : date.end + 1]:
            return
        mention.end = date.end
        mention.issued = date.edtf
        mention.issued_span = (date.start, date.end)


_JOINT_NUMBER = re.compile(r"/(?:\d{4}/)?(?:CTPH|KHPH|KHLT|KHLN|QCPH|NQLT|TTLT|HDLN|HDLT|CTLT)")


@cache
def _issuer_rule() -> re.Pattern[str]:
    data = load("issuers")
    fixed = "|".join(re.escape(lower(name)) for name in sorted(data["fixed"], key=len, reverse=True))
    heads = "|".join(re.escape(lower(name)) for name in sorted(data["heads"], key=len, reverse=True))
    stops = "|".join(re.escape(word) for word in data["stops"])
    word = rf"(?!(?:{stops})\b)[^\s,;.:()“”\"\n]+"
    tail = rf"(?: {word})"
    # a head such as "Ban" or "Sở" cannot stand alone: the word behind it is part of the name whatever it is
    bare = "|".join(re.escape(lower(name)) for name in sorted(data["bare_heads"], key=len, reverse=True))
    # "A, B và C" inside one name, or "Bộ trưởng, Chủ nhiệm …"
    joint = r"(?:, (?:chủ nhiệm|thể thao|thông tin|thanh tra|tổng thanh tra|khánh tiết)[^,;.:()\n]*?)?"
    return re.compile(
        rf"(?: ?,? (?:của|do) )(?P<name>(?:{fixed})(?: khóa [ivx]+)?(?![a-zà-ỹđ])|(?:các )?(?:(?:{bare})(?![a-zà-ỹđ]) (?!và\b)[^\s,;.:()“”\"\n]+|(?:{heads})(?![a-zà-ỹđ])){tail}{{0,14}}?{joint}(?=$|[,;.:()“”\"\n]| [(“\"]| (?:{stops})\b))"
    )


_JOINTS = re.compile(
    r"(?: và (?:ptnt|pt nông thôn|xh|đt|tt|gđ|mt)(?![a-zà-ỹđ])| - thương binh và xã hội|, thương binh và xã hội| và xã hội|, thể thao và du lịch| và du lịch| và thể thao| và đào tạo| và đầu tư"
    r"| và môi trường| và phát triển nông thôn| và công nghệ| và truyền thông| và tôn giáo| và gia đình| và dân vận| và ubnd| và bình đẳng giới"
    r"| - xã hội| - hạ tầng| - truyền hình| - thương binh| - ngân sách)(?: (?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường)(?: [^\s,;.:()\n]+){1,3}?)?"
    r"(?=$|[,;.:()“”\"\n]| [(“\"]| (?:về|quy|ban|phê|sửa|hướng|thực|triển|tổ|công|và|giao|đã|được|trong|để|tại|theo|có|cho|là)\b)"
)


_JOINT_TYPES = ("TTLT", "NQLT")
_NEXT_BODY = re.compile(
    r"(?:, | và |, và )(?=(?:bộ|sở|ủy ban|chính phủ|đoàn chủ tịch|hội|tòa án|viện kiểm sát|ban|mặt trận|liên đoàn)\b)"
)


def _take_issuer(mention: Mention, clean: CleanText) -> None:
    match = _issuer_rule().match(clean.low, mention.end)
    if not match:
        return
    start, end = match.span("name")
    while joint := _JOINTS.match(clean.low, end):
        end = joint.end()
    joined = mention.code in _JOINT_TYPES or (mention.number is not None and _JOINT_NUMBER.search(mention.number))
    while joined and (following := _NEXT_BODY.match(clean.low, end)) and clean.text[following.end()].isupper():
        # a joint document is issued by several bodies
        more = _issuer_rule().match(" của " + clean.low[following.end() : following.end() + 120])
        if more is None:
            break
        end = following.end() + more.end("name") - 5
        while joint := _JOINTS.match(clean.low, end):
            end = joint.end()
    if (
        clean.text[start].islower()
        and clean.low[start:end] not in ("chính phủ",)
        and not clean.text[mention.start].islower()
    ):
        first = clean.low[start:end].split()[0]
        if first not in ("các", "ủy", "liên", "tỉnh", "thành", "sở"):
            return
    mention.issuer = clean.text[start:end].strip()
    mention.issuer_span = (start, end)


_ISSUER_BEFORE = re.compile(
    r"(?:(?:đề nghị|đề xuất)(?: của)?|hướng dẫn của|chỉ đạo của|yêu cầu của) (?P<name>[^;.\n“]{3,90}?) (?:tại|trong) (?:các )?$"
)


@cache
def _issues() -> re.Pattern[str]:
    """`Thủ tướng Chính phủ ban hành Quyết định số …`: a body that stands before what it issued."""
    data = load("issuers")
    fixed = "|".join(re.escape(lower(name)) for name in sorted(data["fixed"], key=len, reverse=True))
    heads = "|".join(
        re.escape(lower(name)) for name in sorted(data["bare_heads"] + ["UBND", "HĐND"], key=len, reverse=True)
    )
    return re.compile(
        rf"(?<![a-zà-ỹđ])(?P<name>{fixed}|(?:{heads}) [^,;.:\n“]{{2,40}}?) (?:đã )?(?:ban hành|phê duyệt|ký ban hành)(?: tại)? $"
    )


_TITLE = re.compile(
    r" ?,? ?(?:\(?v/v|về việc|về|ban hành|phê duyệt|quy định|hướng dẫn|sửa đổi|triển khai|thực hiện|tổ chức|công bố|bãi bỏ|thành lập|giao|tăng cường)\b"
)
_TITLE_END = re.compile(
    r"[;\n]|\. (?=[A-ZĐ])|\.$|, (?=Nghị|Quyết|Thông tư|Chỉ thị|Kế hoạch|Công văn|Luật)| và (?=(?:Nghị|Quyết|Thông tư|Chỉ thị|Kế hoạch|Công văn)[^;.]{0,14}số)"
)


def _take_title(mention: Mention, clean: CleanText, limit: int) -> None:
    after = mention.issuer_span[1] if mention.issuer_span else mention.end
    match = _TITLE.match(clean.low, after)
    if not match:
        return
    start = match.start()
    while clean.text[start] in " ,(":
        start += 1
    stop = _TITLE_END.search(clean.text, start)
    end = min(stop.start() if stop else len(clean.text), start + 500, max(limit, start))
    end = start + len(clean.text[start:end].rstrip(" ,;.)(" if "(" not in clean.text[start:end] else " ,;."))
    if end - start > 8:
        mention.title_span = (start, end)


_UNIT = (
    r"(?:(?:điểm|các điểm) (?:[a-zđ]\d?|\d+(?:\.\d+)*)|(?:tiết) [a-zđ]\d?|(?:khoản) \d+[a-zđ]?|(?:điều) \d+[a-zđ]?|(?:mục|phần|chương) (?:[ivx]+|\d+)|phụ lục(?: số)? (?:[ivx]+|\d+)"
    r"|mẫu số \d+)(?:(?:, ?| và |, và | đến | hoặc )(?:(?:điểm|khoản|điều) )?(?:\d+[a-zđ]?|[a-zđ]|[ivx]+)(?![a-zà-ỹđ\d/]))*"
)
_PINPOINT = re.compile(
    rf"(?<![a-zà-ỹđ])(?P<pin>{_UNIT}(?:(?:,|;| và| của| tại|)? ?{_UNIT})*),? ?(?:của |tại |kèm theo |ban hành kèm theo )?(?:các )?$"
)


_PINPOINT_AFTER = re.compile(rf" \((?P<pin>{_UNIT}(?:(?:,|;| và| của| tại|)? ?{_UNIT})*)\)")


def _take_pinpoint(mention: Mention, clean: CleanText) -> None:
    if after := _PINPOINT_AFTER.match(clean.low, mention.end):
        mention.pinpoint_span = after.span("pin")
        mention.pinpoint = clean.text[slice(*mention.pinpoint_span)]
        return
    begin = max(0, mention.start - 200)
    before = clean.low[begin : mention.start]
    if not before.endswith(" ") or not any(c.isdigit() or c in "ivx" for c in before[-24:]):
        return
    if (
        "điều" not in before
        and "khoản" not in before
        and "phụ lục" not in before
        and "chương" not in before
        and "mục" not in before
        and "phần" not in before
    ):
        return
    match = _PINPOINT.search(before)
    if match and (not match["pin"].startswith("mẫu") or "phụ lục" in match["pin"]):
        start, end = match.span("pin")
        mention.pinpoint = clean.text[begin + start : begin + end]
        mention.pinpoint_span = (begin + start, begin + end)


# --- laws by name ---------------------------------------------------------------------------------------------------


@cache
def _law_names() -> dict[str, list[str]]:
    """Known names by their first syllable, longest first."""
    data = load("laws")
    table: dict[str, list[str]] = {}
    for name in {lower(n) for key in ("laws", "codes", "ordinances") for n in data[key]}:
        table.setdefault(name.split()[0].rstrip(","), []).append(name)
    for names in table.values():
        names.sort(key=len, reverse=True)
    return table


_LAW_STOP = re.compile(
    r"[;.:()“”\"\n\[\]…]|, | (?:và|được|quy định|của|tại|theo|về|trong|để|cho|năm|ngày|số|đã|có|là|nhằm|thì|khi|với|đến|này|hiện hành|do|nêu|từ|ban|bằng|không|phải|hoặc|như|trên)\b| \d"
)
_NAME_GOES_ON = re.compile(
    r"(?:bảo vệ|sử dụng|chống|chăm sóc|thúc đẩy|khai thác|kiểm soát|hỗ trợ|giám sát|xử lý|trưng dụng|bổ nhiệm) "
)
_JOINED_NAME = re.compile(
    r" (?!các|những|luật|nghị|bộ|văn|quy|pháp|thông|quyết|một|chỉ|các|theo|được|phải|có)[a-zà-ỹđ]{2,}"
)
_LONGEST_NAME = 110  # characters of a law's name
_LAW_TAIL = re.compile(r"(?: \(sửa đổi(?:, bổ sung)?\))?(?:,? ?(?:năm |\(năm |\()?(?P<y>(?:19|20)\d\d)(?![\d/%])\)?)?")


def _name_end(clean: CleanText, start: int) -> int | None:
    """End of the law's name that begins at `start` (behind the type word); None where no name stands there."""
    low = clean.low
    if start >= len(low):
        return None
    first = re.compile(r"[^\s,;.]+").match(low, start)
    if not first:
        return None
    for name in _law_names().get(first[0], ()):
        if low.startswith(name, start) and not low[start + len(name) : start + len(name) + 1].isalnum():
            return start + len(name)
    if not clean.text[start].isupper():
        return None
    at = start
    limit = start + _LONGEST_NAME
    while True:
        stop = _LAW_STOP.search(low, at, limit + 40)
        end = stop.start() if stop else len(low)
        # an unknown name may hold a comma: Luật Quản lý, bảo vệ công trình quốc phòng
        if stop and stop[0] == " và" and _JOINED_NAME.match(low, stop.end()) and clean.text[stop.end() + 1].islower():
            at = stop.end()
            continue
        if stop and stop[0] == ", " and _NAME_GOES_ON.match(low, stop.end()) and clean.text[stop.end()].islower():
            at = stop.end()
            continue
        break
    if end > limit or end <= start:
        return None
    return end


def _amending_end(clean: CleanText, start: int) -> int | None:
    """End of `sửa đổi, bổ sung một số điều của Luật X, Luật Y và Luật Z`, which begins at `start`."""
    low = clean.low
    match = re.compile(
        r"s[ửữ]a? đổi,?(?: bổ sung)?(?: (?:một số|các|nội dung một số))?(?: điều(?:, khoản)?)?(?: của| tại)?(?: các| \d+)?(?: ?luật có liên quan đến [^;.,\n(]{3,60}?(?= ngày| số|;|,|\.))?"
    ).match(low, start)
    if not match:
        return None
    end = match.end()
    while True:
        item = re.compile(r"(?:,? và |[,;] ?| )(?:bộ luật|luật|pháp lệnh) ").match(low, end)
        if not item:
            return end
        name_end = _name_end(clean, item.end())
        if name_end is None:
            return end
        end = name_end


_NOT_LAW_BEFORE = ("pháp ", "kỷ ", "kỉ ", "quy ", "dự án ", "dự thảo ", "âm ", "đúng ", "trái ")


def _law_words(low: str) -> Iterator[tuple[int, str]]:
    """Where `luật`, `bộ luật` or `pháp lệnh` stands before a blank: offset and word, in order."""
    found = []
    for tail, words in (("luật ", ("bộ luật", "luật")), ("lệnh ", ("pháp lệnh",))):
        at = low.find(tail)
        while at >= 0:
            end = at + len(tail) - 1
            for word in words:
                start = end - len(word)
                if start >= 0 and low.startswith(word, start) and not low[start - 1 : start].isalpha():
                    found.append((start, word))
                    break
            at = low.find(tail, end)
    return iter(sorted(found))


def _laws(clean: CleanText, taken: list[Mention], dates: _Dates) -> list[Mention]:
    low, text = clean.low, clean.text
    found: list[Mention] = []
    covered = sorted((m.start, m.end) for m in taken)
    at = 0
    position = 0
    for start, word in _law_words(low):
        if start < position:
            continue
        while at < len(covered) and covered[at][1] <= start:
            at += 1
        if at < len(covered) and covered[at][0] <= start:
            continue
        if low[max(0, start - 8) : start].endswith(_NOT_LAW_BEFORE) and not text[start].isupper():
            continue
        name_start = start + len(word) + 1
        if low.startswith(("sửa đổi", "sử đổi", "sữa đổi"), name_start):
            end = _amending_end(clean, name_start)
        else:
            end = _name_end(clean, name_start)
        if end is None or end <= name_start:
            continue
        end = name_start + len(text[name_start:end].rstrip())
        mention = Mention(start, end, _law_code(word), "name")
        _finish_law(mention, clean, dates)
        if at < len(covered) and covered[at][0] < mention.end:
            continue
        found.append(mention)
        position = mention.end
    for match in re.finditer(
        r"hiến pháp(?: nước cộng hòa xã hội chủ nghĩa việt nam)?(?:,? (?:năm )?(?P<y>\d{4})(?!\d))?", low
    ):
        if not text[match.start()].isupper():
            continue
        end = match.end()
        mention = Mention(match.start(), end, "Hiến pháp", "name", name="Hiến pháp")
        if match["y"]:
            mention.year = int(match["y"])
            mention.extra_dates.append((match.start("y"), match.end("y")))
        elif date := dates.following(low, end):
            _take_date(mention, date, low)
        found.append(mention)
    return found


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _finish_law(mention: Mention, clean: CleanText, dates: _Dates) -> None:
    """Name, then year or date behind it, of a law that is cited without a number."""
    low = clean.low
    mention.name = _one_line(clean.text[mention.start : mention.end])
    tail = _LAW_TAIL.match(low, mention.end)
    sticky = mention.end
    if tail and tail.end() > mention.end:
        if tail["y"]:
            mention.year = int(tail["y"])
            mention.end = tail.end("y")
            if low[tail.end("y") : tail.end("y") + 1] == ")" and "(" in low[sticky : mention.end]:
                mention.end += 1
            mention.extra_dates.append((tail.start("y"), tail.end("y")))
        else:
            sticky = tail.end()
    if mention.year is None and (date := dates.following(low, sticky)):
        if date.kind == "date":
            _take_date(mention, date, low)
        elif date.kind == "year" and low[date.start : date.start + 3] == "năm" and date.relation == "during":
            mention.end = date.end
            mention.year = int(date.edtf[:4])


# --- nicknames and short forms --------------------------------------------------------------------------------------


_BARE_SERIAL = re.compile(r" [0-9]{1,4}(?![0-9/%])")


@cache
def _nickname_words() -> tuple[str, ...]:
    words = "Nghị quyết liên tịch|Thông tư liên tịch|Đề án|Dự án|Chương trình|Nghị quyết|Quyết định|Chỉ thị|Kế hoạch|Công văn|Kết luận|Nghị định|Thông tư|Quy định|Công điện|Hướng dẫn|Thông báo"
    words += "|" + words.lower() + "|" + words.upper()
    return tuple(words.split("|"))


_NICKNAME_ENDS = frozenset("nNhHtTịỊưƯoOốỐ:")  # the last letters of the words, of "số" and its colon


def _nicknames(text: str, *, naive: bool = False) -> Iterator[re.Match[str]]:
    """Type words with a bare serial behind them."""
    if naive:
        yield from _nickname().finditer(text)
        return
    words = _nickname_words()
    end = 0
    for serial in _BARE_SERIAL.finditer(text):
        if text[serial.start() - 1] not in _NICKNAME_ENDS:
            continue
        before = text[max(0, serial.start() - 28) : serial.start()]
        before = before.removesuffix(":").removesuffix(" số").removesuffix(" SỐ")
        if not before.endswith(words):
            continue
        start = max(0, serial.start() - 28) + len(before) - max(len(word) for word in words if before.endswith(word))
        if start >= end and (match := _nickname().match(text, start)):
            end = match.end()
            yield match


@cache
def _nickname() -> re.Pattern[str]:
    words = "|".join(_nickname_words())
    return re.compile(
        rf"(?<![\wÀ-ỹ])(?P<word>{words})(?P<so> (?:số|SỐ):?)? (?P<serial>[0-9]{{1,4}})(?![\w%°/]|[.,]\d|[\-:] ?\d| ?[/\-] ?[A-ZĐ]|(?: \([a-zà-ỹ ]+\))? (?:năm|tháng|ngày|giai|người|cuộc|lớp|đợt|xã|mục tiêu|chỉ tiêu|nội dung|bước|trọng|điều|khoản|dự án|đề án|nhiệm vụ|thủ tục|tỉnh|đơn vị|cấp|nhóm|phần|kỳ|triệu|tỷ|quy trình|tiểu dự án|loại|con|công|cơ quan)\b)"
    )


_NICKNAME_LIST = re.compile(
    r"(?:, | và |, và )(?P<serial>\d{2,4})(?![\w%°]|[.,]\d|[/\-:] ?\d| ?[/\-] ?[A-ZĐ]| (?:năm|tháng|ngày|người|cuộc|lớp|đợt|xã|mục|chỉ|đơn|điểm|hộ|mô)\b)"
)
_CONGRESS = re.compile(
    r"nghị quyết đại hội(?: đại biểu)?(?: [^,;.:\n()\d]{0,60}?)??(?: lần thứ)? (?P<ord>[ivx]+|\d{1,2})(?![\w/])"
)
_POINTERS = ("này", "nêu trên", "nói trên", "trên đây")


def _pointers(low: str) -> Iterator[tuple[int, str]]:
    """Where a word stands that points back: offset and word, in order."""
    found = []
    for word in _POINTERS:
        at = low.find(word)
        while at >= 0:
            end = at + len(word)
            if at and low[at - 1] == " " and not low[end : end + 1].isalpha():
                found.append((at, word))
            at = low.find(word, end)
    return iter(sorted(found))


_NEAR = (300, 1500)  # a pointer means the document cited nearest, if only one of its type is as near
_DEFINED = re.compile(
    r"\((?:sau đây )?(?:gọi|viết) (?:tắt|chung) là:? ?[“\"']?(?P<alias>[^)”\"'\n]{3,40})[”\"']?\)", re.IGNORECASE
)


def _short_forms(clean: CleanText, full: list[Mention], own_codes: set[str]) -> list[Mention]:
    low = clean.low
    found: list[Mention] = []
    words = _codes_by_word()
    by_code: dict[str, list[Mention]] = {}
    for mention in full:
        if mention.form != "short":
            by_code.setdefault(mention.code, []).append(mention)
    for at, pointer in _pointers(low):
        end = at + len(pointer)
        stop = at - 1
        if low[stop - 3 : stop] == " số":
            stop -= 3
        before = low[max(0, stop - 26) : stop]
        if not before.endswith(_type_words()):
            continue
        best = max((word for word in words if before.endswith(word)), key=len)
        start = stop - len(best)
        if start and low[start - 1].isalpha():
            continue
        code = words[best]
        if pointer == "này" and (code in own_codes or code in ("CV", "DA", "BC", "HĐ", "BB")):
            continue
        if low[max(0, start - 4) : start] == "các " or (pointer == "này" and code in ("QyĐ", "HD", "TB")):
            continue
        if code == "CV" and best == "văn bản" and pointer == "này":
            continue
        same = by_code.get(code, [])
        count = bisect_right(same, start, key=_end)
        if not count:
            continue
        mention = Mention(start, end, code, "short")
        nearest = same[count - 1]
        if pointer == "này" or _only_one(same, count, start):
            mention.refers_to = nearest
        found.append(mention)
    return found


def _start(mention: Mention) -> int:
    return mention.start


def _end(mention: Mention) -> int:
    return mention.end


def _only_one(same: list[Mention], count: int, start: int) -> bool:
    """Whether the mentions that are as near to `start` as the last of the first `count` all name one document.

    Near is near by the first reach that holds any; where none does, all that came before are looked at.
    """
    last = same[count - 1]
    reach = next((reach for reach in _NEAR if last.start > start - reach), start + 1)
    for index in range(count - 1, -1, -1):
        other = same[index]
        if other.start <= start - reach:
            break
        if (other.number or other.name) != (last.number or last.name):
            return False
    return True


_NAMED_BY_DOCUMENTS = frozenset(("chiến lược", "điều lệ", "quy hoạch", "phong trào"))
_GOES_ON = re.compile(
    r" (?:[A-ZĐÀ-Ỹ\d“\"]|(?:số|này|nêu|nói|mục tiêu|hành động|quốc gia|phối hợp|công tác|giáo dục|tổng thể|phát triển|khung|năm|của|về|hỗ trợ|đào tạo)\b)"
)


def _aliases_used(clean: CleanText, full: list[Mention]) -> list[Mention]:
    """Uses of a name that the text itself gave to a document: `(sau đây gọi tắt là Chương trình)`."""
    text = clean.text
    meanings: dict[str, list[tuple[int, str, Mention]]] = {}  # by alias: where it is defined, type, document
    for match in _DEFINED.finditer(text):
        alias = match["alias"].strip()
        word = lower(alias)
        count = bisect_right(full, match.start(), key=_end)
        if not count or (word not in _codes_by_word() and word not in _NAMED_BY_DOCUMENTS):
            continue
        meant = full[count - 1]
        if match.start() - meant.end < _DEFINED_WITHIN and "\n" not in text[meant.end : match.start()]:
            meanings.setdefault(alias, []).append((match.end(), _codes_by_word().get(word, meant.code), meant))
    found: list[Mention] = []
    for alias, defined in meanings.items():
        pattern = re.compile(rf"{re.escape(alias)}(?!\w)(?<![\w“]{re.escape(alias)})")
        for use in pattern.finditer(text, defined[0][0]):
            if not _GOES_ON.match(text, use.end()):
                _, code, meant = defined[bisect_right(defined, use.start(), key=lambda d: d[0]) - 1]
                found.append(Mention(use.start(), use.end(), code, "short", refers_to=meant))
    return found


_DEFINED_WITHIN = 400
_BARE_LIST_WORD = re.compile(
    r"(?P<word>quyết định|nghị quyết|kế hoạch|thông tư|nghị định|công văn|chỉ thị)(?: của [^;.\n]{3,40}?)? $"
)
_BARE_LIST = re.compile(r"số:? ?(?P<first>\d{1,5})(?P<rest>(?:, ?\d{1,5})+(?:,? và \d{1,5})?)(?![\w/]|-[A-ZĐa-zđ])")


# --- all of them ----------------------------------------------------------------------------------------------------


def scan(
    clean: CleanText,
    found_dates: list[Found],
    own_numbers: set[str],
    own_codes: set[str],
    titles: list[tuple[int, int]] | None = None,
) -> list[Mention]:
    """All mentions of other documents in the cleaned text, in order.

    Args:
        own_numbers: normalised numbers of the documents in the file, which are not mentions of others.
        own_codes: their type codes, so that `Quyết định này` in a decision is not a pointer to another one.
        titles: where their titles stand; `Triển khai Quyết định số …` there names what is carried out.
    """
    low, text = clean.low, clean.text
    dates = _Dates(found_dates)
    mentions: list[Mention] = []
    numbers = [n for n in _numbers(clean) if n.text not in own_numbers]
    previous_end = 0
    for number in numbers:
        mention = _numbered(clean, number, previous_end)
        if mention is None:
            continue
        _finish_numbered(mention, clean, dates)
        mentions.append(mention)
        previous_end = mention.end
    mentions += _bare_lists(clean, dates)
    mentions += _laws(clean, mentions, dates)
    taken = sorted((m.start, m.end) for m in mentions)
    for match in _nicknames(text):
        if _free(taken, match.start(), match.end()) and _is_nickname(clean, match):
            code = _codes_by_word()[lower(match["word"])]
            name = _one_line(match[0])
            mention = Mention(match.start(), match.end(), code, "name", name=name)
            listed = [mention]
            while item := _NICKNAME_LIST.match(text, listed[-1].end):
                name = f"{_one_line(match['word'])} {item['serial']}"
                listed.append(Mention(item.start("serial"), item.end(), code, "name", name=name))
            last = listed[-1]
            _finish_numbered(last, clean, dates)
            for other in listed[:-1]:
                other.issued, other.issued_span = last.issued, last.issued_span
                other.issuer, other.issuer_span = last.issuer, last.issuer_span
            mentions += listed
    for match in _CONGRESS.finditer(low):
        start, end = match.span()
        if text[start].isupper() and text[match.start("ord")].isupper() != text[match.start("ord")].isdigit():
            if _free(taken, start, end):
                mention = Mention(start, end, "NQ", "name", name=_one_line(text[start:end]))
                _take_issuer(mention, clean)
                mentions.append(mention)
    for match in patterns("numbering")["standard"].finditer(text) if "CVN" in text or "TCXD" in text else ():
        mentions.append(Mention(match.start(), match.end(), match["kind"][:4], "name", name=_one_line(match[0])))
    mentions.sort(key=lambda m: (m.start, -m.end))
    mentions = _disjoint(mentions)
    _share(clean, mentions)
    shorts = _short_forms(clean, mentions, own_codes) + _aliases_used(clean, mentions)
    if shorts:
        mentions = _disjoint(sorted(mentions + shorts, key=lambda m: (m.start, m.form == "short", -m.end)))
    for index, mention in enumerate(mentions):
        _take_pinpoint(mention, clean)
        if mention.form != "short":
            limit = mentions[index + 1].start if index + 1 < len(mentions) else len(text)
            _take_title(mention, clean, len(text) if mention.form == "number" else limit)
    _give_roles(clean, mentions, titles or [])
    return mentions


def _finish_numbered(mention: Mention, clean: CleanText, dates: _Dates) -> None:
    """Date and issuer behind a number, in either order."""
    if date := dates.following(clean.low, mention.end):
        _take_date(mention, date, clean.low)
    _take_issuer(mention, clean)
    if mention.issued is None and mention.issuer_span and mention.issuer_span[0] >= mention.end:
        date = dates.following(clean.low, mention.issuer_span[1])
        if date is not None and date.kind == "date":
            _take_date(mention, date, clean.low)
    words = clean.text[mention.start : mention.end]
    if words.count("(") > words.count(")") and clean.text[mention.end : mention.end + 1] == ")":
        mention.end += 1  # Công văn (số 73/TTg-CN)


def _free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_left(taken, (start, end))
    if at < len(taken) and taken[at][0] < end:
        return False
    return at == 0 or taken[at - 1][1] <= start


def _is_nickname(clean: CleanText, match: re.Match[str]) -> bool:
    serial, word = match["serial"], match["word"]
    if match["so"]:
        return not word.isupper() or len(serial) > 1
    if clean.text[match.start() - 1 : match.start()] in ("", "\n") and clean.text[match.end() : match.end() + 1] in (
        ":",
        ".",
    ):
        return False  # a heading "Dự án 1:" of this document
    if word[0].islower():
        return len(serial) >= 2 and word in ("đề án", "nghị quyết", "quyết định", "chỉ thị")
    return True


def _disjoint(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _numbered(clean: CleanText, number: _Number, previous_end: int) -> Mention | None:
    low, text = clean.low, clean.text
    symbol = number.text.rsplit("/", 1)[-1]
    assembly = number.code is None and bool(_ASSEMBLY.match(symbol) or symbol in ("QH", "UBTVQH"))
    ordinance = number.code == "PL" or symbol.startswith(("UBTVQH", "PL-"))
    span = (number.start, number.end)
    if assembly or ordinance:
        law = _law_before(low, number.start)
        if law and law[0] >= previous_end:
            start, law_code = law
            mention = Mention(start, number.end, law_code, number=number.text, number_span=span)
            name = re.sub(r"[ ,(]*(?:số:?)?[ ]*$", "", text[start : number.start], flags=re.IGNORECASE)
            if "(" in text[start : number.start] and text[number.end : number.end + 1] == ")":
                mention.end += 1
            if len(name.split()) > (2 if law_code in ("Bộ luật", "PL") else 1):
                mention.name = _one_line(name)
            return mention
    floor = max(previous_end, number.start - _BEFORE)
    before = low[floor : number.start]
    line_break = before.rfind("\n")
    if line_break >= 0 and not before[line_break:].strip():
        line_break = before.rfind("\n", 0, line_break)
    base = floor
    if line_break >= 0:
        base = floor + line_break + 1
        before = before[line_break + 1 :]
    start = number.start
    code = number.code
    word_code: str | None = None
    shared: tuple[int, int] | None = None
    match = _type_before().match(before)
    if match:
        so = (match["so"] or "").strip(" ,:")
        middle = match["middle"] or ""
        if not middle or so:
            word, at = _whole_word(before, match["word"], match.start("word"))
            candidate = _codes_by_word()[word]
            if _agrees(candidate, number, middle):
                start = base + at
                word_code = candidate
                if middle.startswith(" của ") and len(middle) > 8:
                    shared = (base + match.start("middle") + 5, base + match.end("middle"))
    if start == number.start and not _after_so(low, number.start) and code is None and not assembly:
        return None
    if low[max(0, start - 8) : start].endswith(("mẫu số ", "mẫu ", "biểu số ", "biểu ")):
        return None
    if code is None:
        code = word_code
    elif word_code in ("NQLT", "TTLT", "Bộ luật", "Luật") or (word_code == "QyĐ" and number.party):
        code = word_code
    if code is None:
        code = "NQ" if assembly else "CV"
    mention = Mention(start, number.end, code, number=number.text, number_span=span)
    begin = max(previous_end, mention.start - 100)
    if shared is not None:
        mention.issuer_span, mention.distributes = shared, True
    elif m := _ISSUER_BEFORE.search(low[begin : mention.start]) or _issues().search(low[begin : mention.start]):
        if text[begin + m.start("name")].isupper() and "(" not in m["name"]:
            mention.issuer_span = (begin + m.start("name"), begin + m.end("name"))
    if mention.issuer_span is not None:
        mention.issuer = text[slice(*mention.issuer_span)].strip()
    return mention


def _whole_word(before: str, word: str, at: int) -> tuple[str, int]:
    """The longest type word that ends with `word` where it stands: `thông báo kết luận`, not `kết luận`."""
    for longer in _longer_words().get(word, ()):
        if before[: at + len(word)].endswith(longer):
            return longer, at + len(word) - len(longer)
    return word, at


def _agrees(word_code: str, number: _Number, middle: str) -> bool:
    """Whether the type word may belong to the number: at once, or with small words between and the same type."""
    if not middle:
        return True
    if "," in middle and word_code not in ("TTr", "BC", "CV"):
        return False
    if any(
        f" {word} " in f"{middle} "
        for word in (
            "thực hiện",
            "triển khai",
            "theo",
            "hướng dẫn",
            "sửa đổi",
            "tại",
            "và",
            "kèm",
            "này",
            "hoặc",
            "mẫu",
        )
    ):
        return False
    return number.code is None or number.code == word_code or word_code in ("TTr", "BC", "CV")


def _bare_lists(clean: CleanText, dates: _Dates) -> list[Mention]:
    """`các Quyết định số: 318, 319, 320 ngày 8/3/2022`: numbers that share type, date and issuer."""
    found: list[Mention] = []
    for match in _BARE_LIST.finditer(clean.low):
        begin = max(0, match.start() - 64)
        word = _BARE_LIST_WORD.search(clean.low[begin : match.start()])
        if word is None:
            continue
        code = _codes_by_word()[word["word"]]
        members = [(begin + word.start(), match.end("first"), match["first"])]
        for item in re.finditer(r"\d{1,5}", match["rest"]):
            at = match.start("rest") + item.start()
            members.append((at, at + len(item[0]), item[0]))
        group = [Mention(s, e, code, "number", number=n, number_span=(e - len(n), e)) for s, e, n in members]
        last = group[-1]
        if date := dates.following(clean.low, last.end):
            _take_date(last, date, clean.low)
        _take_issuer(last, clean)
        for mention in group[:-1]:
            mention.issued, mention.issued_span = last.issued, last.issued_span
            mention.issuer, mention.issuer_span = last.issuer, last.issuer_span
        found += group
    return found


# "các Quyết định của Thủ tướng Chính phủ về …: Quyết định số …; Quyết định số …"
_SEVERAL = re.compile(r"các (?P<word>quyết định|nghị định|nghị quyết|thông tư|chỉ thị|kế hoạch|công văn)(?= của )")
_SHARED = re.compile(r"(?:,|;| và|, và) ?(?:số:? )?$")
_LISTED = re.compile(r"(?:, ?|,? và |; ?)(?:các )?$")


def _share(clean: CleanText, mentions: list[Mention]) -> None:
    """What stands once in a list counts for its members: the last one's date and issuer, an issuer named first."""
    for left, right in zip(reversed(mentions[:-1]), reversed(mentions[1:]), strict=True):
        if left.form != "number" or right.form != "number" or right.number_span is None:
            continue
        between = clean.low[left.end : right.start]
        bare = right.start == right.number_span[0]
        if bare and left.code == right.code and _SHARED.match(between):
            if left.issued is None:
                left.issued, left.issued_span = right.issued, right.issued_span
            if left.issuer is None:
                left.issuer, left.issuer_span = right.issuer, right.issuer_span
        elif left.issuer is None and _LISTED.match(between) and _same_issuer(left.number, right.number):
            left.issuer, left.issuer_span = right.issuer, right.issuer_span
    lists = list(_SEVERAL.finditer(clean.low))
    for several, following in zip(lists, [*lists, None][1:], strict=True):
        if not (issuer := _issuer_rule().match(clean.low, several.end())):
            continue
        stop = following.start() if following else len(clean.low)
        _, line_end = clean.line_span(clean.line_at(issuer.end()))
        code = _codes_by_word()[several["word"]]
        for index in range(bisect_left(mentions, issuer.end(), key=_start), len(mentions)):
            mention = mentions[index]
            if mention.start >= min(stop, line_end):
                break
            if mention.code == code:
                mention.listed = True
                if mention.issuer is None and mention.form == "number":
                    mention.issuer_span = issuer.span("name")
                    mention.issuer = clean.text[slice(*mention.issuer_span)]
    source: Mention | None = None
    for mention in mentions:
        if mention.distributes:
            source = mention
        elif source is not None and mention.form == "number" and mention.number_span is not None:
            same_line = clean.line_at(source.end) == clean.line_at(mention.start)
            if same_line and mention.code == source.code and mention.issuer is None:
                mention.issuer, mention.issuer_span = source.issuer, source.issuer_span


def _same_issuer(left: str | None, right: str | None) -> bool:
    """Whether two numbers bear one issuer's letters: `383/QĐ-BGDĐT` and `3899/BGDĐT-GDTrH`."""
    if not left or not right:
        return False
    mine = set(re.split(r"[-/]", left.partition("/")[2]))
    its = set(re.split(r"[-/]", right.partition("/")[2]))
    return bool({code for code in mine & its if len(code) > 1 and code not in type_names()})


# --- roles ----------------------------------------------------------------------------------------------------------

_BASIS = re.compile(r"\W*(?:căn cứ|theo căn cứ)\b")
_CARRIES_OUT = re.compile(
    r"\W*(?:thực hiện|triển khai|tiếp tục thực hiện|để triển khai|để thực hiện|nhằm triển khai|nhằm thực hiện)\b"
)
_JOIN_WORDS = re.compile(
    r"(?:căn cứ(?: vào| theo)?|;|,|và|được sửa đổi(?:, bổ sung)?(?:[^;.\n]{0,40}?)?(?:bởi|tại|theo)|bổ sung(?: một số điều)?(?: bởi| tại| theo)?)(?: các)?$"
)


_TITLE_LEAD = re.compile(r"(?<!hướng dẫn )(?<!quy định )(?:thực hiện|triển khai|thi hành)(?: (?:theo|các))?$")


_LEAD = 600  # so many characters before a citation say how it is cited: a line may be the whole text


def _give_roles(clean: CleanText, mentions: list[Mention], titles: list[tuple[int, int]]) -> None:
    """Legal basis, implements or mention, from the line the citation stands in and the words that lead to it."""
    low = clean.low
    body = _body_start(clean)
    previous: Mention | None = None
    previous_line = last_line = -1
    last_opener: CitationRole | None = None
    for mention in mentions:
        line = clean.line_at(mention.start)
        start, _ = clean.line_span(line)
        lead = low[max(start, mention.start - _LEAD) : mention.start]
        if any(first <= mention.start < last for first, last in titles):
            if _TITLE_LEAD.search(lead.rstrip()) or (
                previous is not None and previous.role == "implements" and lead.endswith(" và ")
            ):
                mention.role = "implements"
            previous, previous_line = mention, line
            continue
        basis = _BASIS.match(low, start, mention.start)
        if mention.start >= body and not (basis and _in_preamble(clean, line)):
            previous, previous_line = mention, line
            continue
        opener: CitationRole | None = None
        if line == last_line:
            opener = last_opener
        elif not lead.strip() and line == last_line + 1 and clean.text[start - 2 : start - 1] in (";", ","):
            opener = last_opener  # a list of bases that goes on in the next line
        elif basis:
            opener = "legal_basis"
        elif _CARRIES_OUT.match(low, start, mention.start):
            opener = "implements"
        last_line, last_opener = line, opener
        if opener:
            same_line = previous is not None and previous_line == line
            floor = previous.end if same_line and previous is not None else start
            if same_line and previous is not None and previous.issuer_span and previous.issuer_span[1] <= mention.start:
                floor = max(floor, previous.issuer_span[1])
            floor = max(floor, mention.start - _LEAD)
            gap = low[
                floor : min(mention.pinpoint_span[0] if mention.pinpoint_span else mention.start, mention.start)
            ].rstrip(' (“"')
            gap = re.sub(r"(?: các)?(?: số:?)?$", "", gap).rstrip()
            if mention.listed and low[floor : mention.start].rstrip(" số").endswith((":", ";", "(", ",", " và")):
                mention.role = opener
            elif not same_line:
                words = gap.lstrip(" -*").split()
                mention.role = opener if len(words) <= 5 else ("mention" if not _JOIN_WORDS.search(gap) else opener)
            elif _JOIN_WORDS.search(gap):
                short = len(gap) < 14 and "sửa đổi" not in gap and not gap.endswith(";")
                if short and previous is not None:
                    mention.role = previous.role
                elif mention.form == "number" or gap.endswith(";") or len(gap) < 40:
                    mention.role = opener  # a name far behind a title belongs to the title
        previous, previous_line = mention, line


_PREAMBLE_LINE = re.compile(r"\W*(?:căn cứ|xét |theo đề nghị|thực hiện|sau khi xem xét)\b")


def _in_preamble(clean: CleanText, line: int) -> bool:
    """Whether a `Căn cứ` line below the first marker stands in a list of legal bases, not in running text."""
    start, end = clean.line_span(line)
    if not clean.text[max(start, end - 4) : end].rstrip().endswith(";"):
        return False
    for other in (line - 1, line + 1):
        if 0 <= other < len(clean.starts) and _PREAMBLE_LINE.match(clean.low, *clean.line_span(other)):
            return True
    return False


_BODY = re.compile(r"^(?:[ivx]{1,4}[./\-]|điều 1\b|phần (?:i|thứ nhất)\b|1\. |chương i\b|a\. )", re.MULTILINE)


def _body_start(clean: CleanText) -> int:
    match = _BODY.search(clean.low)
    return match.start() if match else len(clean.low)


# --- the record -----------------------------------------------------------------------------------------------------


def finish(clean: CleanText, mentions: list[Mention], known: dict[str, str]) -> tuple[Citation, ...]:
    """The citations with their spans in the source.

    Args:
        known: identifiers in the register of known documents by number or folded name.
    """
    source = clean.source
    index = {id(mention): i for i, mention in enumerate(mentions)}
    citations = []
    for mention in mentions:
        start, end = clean.span(mention.start, mention.end)
        parts = {}
        for key, span in (
            ("number", mention.number_span),
            ("issued", mention.issued_span),
            ("issuer", mention.issuer_span),
            ("title", mention.title_span),
            ("pinpoint", mention.pinpoint_span),
        ):
            if span is not None:
                parts[key] = clean.span(*span)
        title = _one_line(clean.text[slice(*mention.title_span)]) if mention.title_span else None
        meant = mention.refers_to or mention
        citations.append(
            Citation(
                source[start:end],
                start,
                end,
                type=document_type(mention.code),
                number=mention.number,
                name=mention.name,
                year=mention.year,
                issued=mention.issued,
                issuer=mention.issuer,
                title=title,
                pinpoint=mention.pinpoint,
                role=mention.role,
                form=mention.form,
                refers_to=index.get(id(mention.refers_to)) if mention.refers_to else None,
                known_as=known.get(meant.number or "") or (known.get(lower(meant.name)) if meant.name else None),
                parts=parts or None,
            )
        )
    return tuple(citations)
