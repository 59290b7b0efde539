"""Document numbers (`lexicon/numbering.toml`) and the type word that leads to each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from kehoach.extractors.citations.laws import NOT_LAW_BEFORE, law_code
from kehoach.extractors.citations.mention import Mention, one_line
from kehoach.extractors.citations.types import (
    aliases,
    code_of_symbol,
    codes_by_word,
    longer_words,
    type_word,
    type_words,
)
from kehoach.lexicon import load, patterns
from kehoach.text.clean import CleanText
from kehoach.text.normal import lower

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
_BEFORE = 90


@cache
def _type_before() -> re.Pattern[str]:
    # the last type word before the number; between them "số" and, with it, a few small words (the issuer, "liên ngành")
    return re.compile(
        r".*(?<![a-zà-ỹđ])(?P<word>"
        + type_word()
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


def numbers(clean: CleanText, *, naive: bool = False) -> list[_Number]:
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
        code = aliases().get(m["type"], m["type"])
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
    return before.endswith(("số", *type_words()))


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
    words = [m for m in _LAW_WORD.finditer(window, floor) if not window[: m.start()].endswith(NOT_LAW_BEFORE)]
    for word in words:
        rest = window[word.end() :]
        if rest.startswith((" sửa đổi", " sử đổi", " sữa đổi", " bổ sung")) and not _HAS_NUMBER.search(rest):
            return begin + word.start(), law_code(word[0])
    for word in reversed(words):
        rest = window[word.end() :]
        if _HAS_NUMBER.search(rest):
            return None
        if "được sửa đổi" in rest:
            return None
        return begin + word.start(), law_code(word[0])
    return None


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


def numbered(clean: CleanText, number: _Number, previous_end: int) -> Mention | None:
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
                mention.name = one_line(name)
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
            candidate = codes_by_word()[word]
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
    for longer in longer_words().get(word, ()):
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
