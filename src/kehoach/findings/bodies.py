"""Bodies that were no longer there, names of other provinces, abbreviations that nobody explains."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from kehoach.findings.case import Case
from kehoach.findings.rule import Raised, finds
from kehoach.record import Agency
from kehoach.register import Province
from kehoach.register.days import first_day, last_day

_LATER = re.compile(r"^[\s*,]*(?:\(?(?:nay là|nay|trước đây|cũ|đã)\b)")


def _agencies(case: Case) -> Iterator[Agency]:
    """Every body that the record names, once for each place."""
    seen: set[tuple[int, int]] = set()
    record = case.record
    for duty in record.responsibilities:
        for agency in (*((duty.agency,) if duty.agency else ()), *duty.partners):
            if (agency.start, agency.end) not in seen:
                seen.add((agency.start, agency.end))
                yield agency
    for report in record.reports:
        for agency in (*report.who, *report.to, *((report.via,) if report.via else ())):
            if (agency.start, agency.end) not in seen:
                seen.add((agency.start, agency.end))
                yield agency


@finds("defunct-body")
def defunct_body(case: Case) -> Iterator[Raised]:
    on = case.issued_about
    if on is None or case.is_consolidated:
        return
    for agency in _agencies(case):
        if agency.kind in ("generic", "official"):
            continue
        body = case.register.body(agency.name, on) or case.register.body(" ".join(agency.text.split()), on)
        if body is None or body.until is None or body.state_on(on) != "ended":
            continue
        if body.approximate and not _well_after(on, body.until):
            continue
        if _LATER.match(case.clean.source[agency.end : agency.end + 40].lower()):
            continue
        steps = ", ".join(dict.fromkeys(step.body.name for step in case.register.successors_of(body, on)))
        values = {
            "name": body.name,
            "until": body.until,
            "successors_vi": steps or "chưa có trong sổ đăng ký",
            "successors_en": steps or "not in the register",
        }
        yield Raised(agency.start, agency.end, values)


def _well_after(on: str, until: str) -> bool:
    """Whether the plan came so long after the end that the day on which a province carried it out does not matter."""
    year, month = int(last_day(until)[:4]), int(last_day(until)[5:7])
    later = f"{year + (month + 4 > 12)}-{(month + 3) % 12 + 1:02d}"
    return first_day(on)[:7] >= later


_OTHER = re.compile(r"(?:tỉnh|thành phố|TP\.?) (?P<name>[A-ZĐÀ-Ỹ][^\s,;.:()]*(?: (?:- )?[A-ZĐÀ-Ỹ][^\s,;.:()]*){0,3})")
# what a plan of the province would say before its own name
_OF_ITS_OWN = re.compile(
    r"(?:\bUBND|\b[ỦủUu][Yyỷ] ban nhân dân|\bHĐND|\b[Hh]ội đồng nhân dân|\b[Tt]rên địa bàn|\b[Tt]oàn|\b[Cc]ông an|\b[Tt]ỉnh ủy|\bSở [^\s,;.]+(?: [^\s,;.]+){0,6}) $"
)
_BEFORE = 80


@finds("foreign-province")
def foreign_province(case: Case) -> Iterator[Raised]:
    """The territory or a body of another province stands where the plan's own would."""
    home = case.province
    on = case.issued_about
    if home is None or on is None or not case.is_plan:
        return
    own = {home.name, *home.predecessors, *(() if home.successor is None else (home.successor,))}
    text = case.clean.text
    cited = [(c.start, c.parts["title"][1] if c.parts and "title" in c.parts else c.end) for c in case.record.citations]
    heads = [h.document_type.start for h in case.record.attached if h.document_type]
    for match in _OTHER.finditer(text):
        whose = _OF_ITS_OWN.search(text, max(0, match.start() - _BEFORE), match.start())
        place = _provinces_name(case, match["name"], on) if whose else None
        if place is None or whose is None:
            continue
        named, province = place
        if province.name in own or home.name in province.predecessors or home.name == province.successor:
            continue
        start, end = case.clean.span(match.start("name"), match.start("name") + len(named))
        before = cited[max(0, (nearest := bisect_right(cited, (start, len(text)))) - _NEAREST) : nearest]
        if (
            _in_foot(case, start, heads)
            or any(case.clean.span(whose.start(), match.end())[0] < end + 60 for _, end in before)
            or _in_company(case, match.start("name"), on)
            or _NEIGHBOUR.search(text, max(0, whose.start() - 60), whose.start())
        ):
            continue
        yield Raised(start, end, {"name": province.name, "home": home.name})


def _provinces_name(case: Case, written: str, on: str) -> tuple[str, Province] | None:
    """The longest name of a province with which some words begin."""
    while written:
        province = case.register.province(written, on)
        if province is not None:
            return written, province
        written = written.rpartition(" ")[0].removesuffix(" -")
    return None


# what is done together with another province, learnt there, or done by it
_NEIGHBOUR = re.compile(
    r"(?:[Hh]ợp tác(?! xã)|[Kk]ết nghĩa|[Gg]iáp ranh|[Hh]ọc tập|[Kk]inh nghiệm|[Tt]ham quan|[Kk]ý kết|[Gg]iao lưu|[Tt]rao đổi|[Mm]ời|làm việc|sinh sống|cư trú|tạm trú|[Tt]iếp nhận)\b[^.;:\n]{0,50}$|(?:[Pp]hối hợp với|\bdo|[Đđ]oàn(?: công tác)? của) $"
)
_NEAREST = 4  # citations do not hold each other: one of the last few reaches over the place, or none
_COMPANY = re.compile(
    r"[^,;.()\n]{3,24}(?:,| và) (?:(?:các )?(?:tỉnh|thành phố|TP\.?) )?(?P<name>[A-ZĐ][^\W\d_]*(?: (?:- )?[A-ZĐ][^\W\d_]*){0,3})"
)


def _in_foot(case: Case, offset: int, heads: list[int]) -> bool:
    """Whether it stands among the recipients, and before the head of a document that is issued with the first."""
    section = case.section_at(offset)
    return (
        section is not None
        and section.kind == "recipients"
        and not any(section.start < head <= offset for head in heads)
    )


def _in_company(case: Case, start: int, on: str) -> bool:
    """Whether a province is one of a list of provinces."""
    match = _COMPANY.match(case.clean.text, start)
    return match is not None and _provinces_name(case, match["name"], on) is not None


_ABBREVIATION = re.compile(r"[A-ZĐ]{5,}(?![\w/-])")
_LONGEST = 12


def _initials(text: str) -> Iterator[re.Match[str]]:
    """Runs of capitals without marks that stand alone, and in no number (`12/QĐ-UBND`)."""
    for match in _ABBREVIATION.finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else " "
        if end - start <= _LONGEST and not (before.isalnum() or before in "_/-"):
            yield match


@finds("unknown-abbreviation")
def unknown_abbreviation(case: Case) -> Iterator[Raised]:
    """An agency written in initials that neither the register nor the text explains."""
    source = case.clean.source
    told: set[str] = set()
    for agency in _agencies(case):
        if agency.kind == "generic" or agency.code is not None or (agency.text.isupper() and " " in agency.text):
            continue
        for match in _initials(agency.text):
            letters = match[0]
            if letters in told or case.register.body(letters, case.issued_about) is not None:
                continue
            if _explained(source, letters):
                continue
            if any(letters in variant for body in case.register.bodies_named(agency.name) for variant in body.variants):
                continue
            told.add(letters)
            start = agency.start + match.start()
            yield Raised(start, start + len(letters), {"letters": letters})
    if not case.is_plan:
        return
    for match in _initials(source):
        letters = match[0]
        if letters in told or letters in _WORLD or _SYLLABLE.fullmatch(letters) or not _acts(case, match):
            continue
        told.add(letters)
        if case.register.body(letters, case.issued_about) is None and not _explained(source, letters):
            yield Raised(*match.span(), {"letters": letters})


def _explained(source: str, letters: str) -> bool:
    return (
        re.search(rf"(?:viết tắt|gọi tắt|gọi chung|sau đây)[^)]{{0,40}}{letters}|\(\s*{letters}\s*\)", source)
        is not None
    )


def _acts(case: Case, match: re.Match[str]) -> bool:
    """Whether initials stand where a body is charged: alone at the head of an item, behind a word of charging, before a verb."""
    source = case.clean.source
    section = case.section_at(match.start())
    if section is None or section.kind == "recipients":
        return False
    before, after = source[max(0, match.start() - 40) : match.start()], source[match.end() : match.end() + 40]
    if re.search(r"[A-ZĐÀ-Ỹ]{2,}[ *]*$", before) or re.match(r"[ *]*[A-ZĐÀ-Ỹ]{2,}\b", after):
        return False  # a line in capitals
    if _CHARGED.search(before) and _END_OF_NAME.match(after):
        return True
    listed = _ITEM_HEAD.search(before) or _BODY_BEFORE.search(before)
    return bool(
        (listed and _END_OF_NAME.match(after))
        or ((listed or before.endswith((". ", ".\n", "; ", ", "))) and _ACTS.match(after))
    )


_WORLD = frozenset(
    (
        "ASEAN",
        "UNICEF",
        "UNFPA",
        "UNESCO",
        "UNWOMEN",
        "COVID",
        "USAID",
        "CEDAW",
        "SEAMEO",
        "INTERNET",
        "FACEBOOK",
        "TIKTOK",
        "YOUTUBE",
        "VNEID",
    )
)
# a word in capitals without its marks is no initials
_SYLLABLE = re.compile(r"(?:NGH?|[CGKNPT]H|GI|QU|TR|[BCDĐGHKLMNPRSTVX])?[AEIOUY]{1,3}(?:NG|NH|CH|[CMNPT])?")
_CHARGED = re.compile(
    r"(?:[GgĐÐđ]iao|[ĐÐđ]ề nghị|[Yy]êu cầu|phối hợp(?: chặt chẽ)?(?: với)?|chỉ đạo|\bdo|cùng với|cùng)\s+$"
)
_ITEM_HEAD = re.compile(r"(?:^|\n|\|)[\s*#]*(?:(?:[-+•–]|\d{1,2}(?:\.\d{1,2})*[.)/-]|[a-zđ][.)])[\s*]*)?$")
_BODY_BEFORE = re.compile(
    r"(?:Sở|Phòng|Ban|Vụ|Cục|Hội|Công an|Công đoàn|Trung tâm|Đoàn|[ĐÐ]ội|Đài|Báo|UBND|nhân dân|Viện|Toà án|Tòa án|Văn phòng|Trường|Khoa|Tổ|Liên đoàn)\b[^.;:\n]{0,30}(?:,| và)\s+$"
)
_END_OF_NAME = re.compile(
    r"[\s*]*(?:$|\n|[,:;)|]| và\b|\s(?:chủ|phối hợp|thực hiện|theo dõi|tổng hợp|báo|chịu|có trách nhiệm|bố trí|tham mưu|hướng dẫn|tổ chức|kiểm tra|giám sát|thành lập|chỉ đạo|xây dựng|chọn|sửa|huy động|rà soát|triển khai|đôn đốc|cung cấp|mở|lập|đưa|và))"
)
_ACTS = re.compile(
    r"\s+(?:chủ\s+trì|phối\s+hợp|có\s+trách\s+nhiệm|chịu\s+trách\s+nhiệm|tổng\s+hợp|tham\s+mưu|theo\s+dõi|báo\s+cáo|báo\s+lại|chỉ\s+đạo|hướng\s+dẫn|đôn\s+đốc|bố\s+trí|huy\s+động)\b"
)
