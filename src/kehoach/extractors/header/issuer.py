"""The left column's bodies: the issuer and its superior, put together where their lines were broken."""

from __future__ import annotations

import re

from kehoach.extractors.header.head import Head
from kehoach.text.clean import CleanText

BODY_WORDS = (
    "ỦY BAN|UBND|U B N D|HĐND|HỘI ĐỒNG|BỘ|SỞ|PHÒNG|BAN|TIỂU BAN|TRUNG TÂM|TRẠM|BỆNH VIỆN|TRƯỜNG|ĐẢNG ỦY|ĐẢNG BỘ|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY|QUẬN ỦY"
    "|THỊ ỦY|CHI BỘ|CĐCS|LĐLĐ|HỘI|LIÊN ĐOÀN|CÔNG ĐOÀN|CÔNG AN|CÔNG TY|ĐOÀN|TỈNH ĐOÀN|TỔNG CỤC|TỔNG LIÊN ĐOÀN|TỔNG CÔNG TY|CỤC|CHI CỤC|VĂN PHÒNG|VIỆN|TÒA ÁN|CHÍNH PHỦ"
    "|THỦ TƯỚNG|QUỐC HỘI|CHỦ TỊCH|MẶT TRẬN|NGÂN HÀNG|BẢO HIỂM|KHO BẠC|ĐẠI HỌC|HỌC VIỆN|TỔ CÔNG|BÁO|ĐÀI|QUỸ|THUẾ TỈNH|THUẾ THÀNH PHỐ|THUẾ CƠ SỞ|TẬP ĐOÀN|KIỂM TOÁN|THANH TRA|TRUNG ƯƠNG|UBMTTQ|BTV|BCH|LIÊN HIỆP|THƯỜNG TRỰC"
)
BODY_START = re.compile(rf"(?:{BODY_WORDS})(?![A-ZĐÀ-Ỹ])", re.IGNORECASE)
_OPEN_END = re.compile(
    r"(?:^|[\s\x00])(?:ỦY|NHÂN|VÀ|ĐỒNG|CỦA|THƯỜNG|VĂN|CÔNG|TỔ|TRUNG|BẢO|XÃ|MẶT|THỂ|TRUNG ƯƠNG HỘI)$|[-,–&]$"
    # bodies of a body, whose name stands on the next line
    r"|^(?:CÔNG ĐOÀN(?: CƠ SỞ)?|ĐẢNG (?:ỦY|BỘ)|CHI BỘ|BAN CHẤP HÀNH)$",
    re.IGNORECASE,
)


# what the left column never holds: who is addressed, and the foot of a page that has no body between
_BELOW = re.compile(r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ)[./] ?[A-ZĐÀ-Ỹ]|(?:KÍNH GỬI|NƠI NHẬN)\b", re.IGNORECASE)


def read_issuer(clean: CleanText, head: Head, rest: str, begin: int, top: int, limit: int, sure: bool) -> None:
    """Issuer and its superior: the lines of the left column over the number, put together where they were broken."""
    groups: list[list[tuple[int, int]]] = []
    line_start = top
    below = False
    for line in rest[top:limit].split("\n"):
        for piece in re.finditer(r"[^\x00]+", line):
            words = piece[0]
            start = line_start + piece.start() + len(words) - len(words.lstrip(" -_*.|,:/"))
            stop = line_start + piece.end() - (len(words) - len(words.rstrip(" -_*.|:")))
            if stop <= start or not any(c.isalpha() for c in rest[start:stop]):
                continue
            fragment = rest[start:stop]
            below = below or _BELOW.match(fragment) is not None
            if below:
                break
            opens = BODY_START.match(fragment) and " " in fragment.strip()
            opens = opens or fragment.strip().upper() in ("CHÍNH PHỦ", "QUỐC HỘI")
            if not groups:
                if opens and (fragment.isupper() or sure):
                    groups.append([(start, stop)])
                continue
            last = groups[-1][-1]
            unfinished = bool(_OPEN_END.search(rest[last[0] : last[1]]))
            if opens and not unfinished:
                groups.append([(start, stop)])
            elif fragment.isupper() or unfinished or not rest[last[0] : last[1]].isupper():
                groups[-1].append((start, stop))
        line_start += len(line) + 1
    groups = [group for group in groups if len(_joined(rest, group)) > 3]
    if not groups:
        return
    split = _split_line(rest, groups[-1])
    if split is not None:
        groups[-1:] = list(split)
    # the gazette prints the body once more over its document
    if len(groups) > 1 and _joined(rest, groups[-1]) == _joined(rest, groups[-2]):
        del groups[-2]
    start, stop = groups[-1][0]
    half = (stop - start) // 2
    if len(groups[-1]) == 1 and rest[start : start + half] == rest[stop - half : stop]:
        groups[-1] = [(stop - half, stop)]
    if len(groups) > 1 and head.number and _JOINT.search(head.number):
        name = f"{_joined(rest, groups[-2])}, {_joined(rest, groups[-1])}"
        head.issuer = (begin + groups[-2][0][0], begin + groups[-1][-1][1], name)
        return
    head.issuer = _body(begin, rest, groups[-1])
    if len(groups) > 1:
        head.parent = _body(begin, rest, groups[-2])


_JOINT = re.compile(r"/(?:\d{4}/)?(?:KHLT|KHLN|KHPH|CTPH|CTLT|QCPH|NQLT|TTLT|HDLN|HDLT)\b")  # two bodies issue together
_SPLIT = re.compile(
    r"(?<=\S) (?=(?:SỞ|PHÒNG|TRUNG TÂM|TRẠM Y TẾ|BỆNH VIỆN|TRƯỜNG|CHI CỤC|TIỂU BAN|BAN(?! NHÂN DÂN| CHẤP HÀNH| THƯỜNG VỤ| CHỈ HUY| THƯỜNG TRỰC)) [A-ZĐÀ-Ỹ])"
)


_CENTRE = re.compile(
    r"TRUNG ƯƠNG (?:HỘI|ĐOÀN)|TỔNG LIÊN ĐOÀN|(?:LIÊN MINH|HỘI|LIÊN HIỆP) [^\n]+ VIỆT NAM ", re.IGNORECASE
)
_BRANCH = re.compile(r"(?<=VIỆT NAM) (?=(?:HỘI|LIÊN ĐOÀN|CÔNG ĐOÀN|LIÊN MINH|LIÊN HIỆP|ĐOÀN) [A-ZĐÀ-Ỹ])", re.IGNORECASE)


def _split_line(rest: str, group: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]] | None:
    """`UBND TỈNH AN GIANG SỞ Y TẾ` on one line: superior and issuer."""
    if len(group) != 1:
        return None
    start, stop = group[0]
    text = rest[start:stop]
    if _CENTRE.match(text):
        match = _BRANCH.search(text)  # "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM LIÊN ĐOÀN LAO ĐỘNG TỈNH …"
    elif re.match(r"UBND|ỦY BAN NHÂN DÂN|SỞ|BỘ Y TẾ", text):
        match = _SPLIT.search(text)
    else:
        return None
    if match is None or match.start() < 6:
        return None
    return [(start, start + match.start())], [(start + match.end(), stop)]


def _joined(rest: str, group: list[tuple[int, int]]) -> str:
    return " ".join(" ".join(rest[start:stop] for start, stop in group).split())


def _body(begin: int, rest: str, group: list[tuple[int, int]]) -> tuple[int, int, str]:
    return begin + group[0][0], begin + group[-1][1], _joined(rest, group)
