"""The title (trích yếu): as many lines as it takes."""

from __future__ import annotations

import re

from kehoach.text.clean import CleanText

_AFTER_TITLE = re.compile(
    r"(?:căn cứ|kính gửi|xét đề nghị|xét tờ trình|theo đề nghị|(?!v/v)[ivx]{1,4}[./\-] ?|điều \d|phần (?:thứ|i)|chương i|\(? ?(?:ban hành )?kèm theo|\(? ?ban hành theo|1\. )"
)
_BODY_LINE = re.compile(
    r"(?:bộ trưởng|chủ tịch|ủy ban nhân dân|ủy ban|hội đồng nhân dân|chính phủ|thủ tướng|giám đốc|quốc hội|cục trưởng|thường trực|ban chấp hành|ban thường vụ|tổng|thống đốc|chủ nhiệm|chánh|viện trưởng)\b"
)
_PREAMBLE = re.compile(
    r"(?:thực hiện|triển khai|để|nhằm|trong thời gian|trên cơ sở|do |theo|năm \d{4}|ngày \d|qua |sau khi|tiếp tục|với mục tiêu|hưởng ứng|phát huy)\b"
)
_BUILDS = re.compile(
    r"\b(?:xây dựng|ban hành|triển khai|đề ra|cụ thể) (?:và |tổ chức |thực hiện )?(?:kế hoạch|như sau)|như sau ?:|cụ thể như sau"
)


def _basis_follows(clean: CleanText, line: int) -> bool:
    following = line + 1
    return following < len(clean.starts) and _AFTER_TITLE.match(clean.line(following).lower()) is not None


def read_title(clean: CleanText, after: int) -> tuple[int, int] | None:
    """The trích yếu: what stands between the type word and the legal basis, over as many lines as it takes."""
    text, low = clean.text, clean.low
    line = clean.line_at(after)
    first_line = line
    start: int | None = None
    end = after
    while line < len(clean.starts) and line - first_line < 14:
        begin, stop = clean.line_span(line)
        if line == first_line:
            begin = after
        while begin < stop and text[begin] in " :.-_":
            begin += 1
        if begin >= stop:
            line += 1
            continue
        piece = text[begin:stop]
        small = low[begin:stop]
        if _AFTER_TITLE.match(small):
            break
        if start is not None:
            previous = text[start:end]
            if _BODY_LINE.match(small) and piece.isupper() and not re.search(r"\b(?:của|và|,)$", low[start:end]):
                break
            same_style = previous.isupper() == piece.isupper()
            if not same_style and not piece[0].islower() and piece[0] not in "(“":
                if line not in clean.bold_lines:
                    break
            if _BUILDS.search(small) or len(piece) > 400:
                break
            if not piece.isupper() and piece[-1] in ";.:" and _PREAMBLE.match(small):
                break
            if (
                not previous.isupper()
                and not piece[0].islower()
                and line not in clean.bold_lines
                and (first_line in clean.bold_lines or _PREAMBLE.match(small) or len(piece) > 160)
            ):
                break
            if re.match(r"(?:đơn vị|lĩnh vực|địa điểm|thời gian) ?:", small):
                break
            if re.match(r"-+$|\(?dự thảo", small):
                line += 1
                continue
        elif (_BUILDS.search(small) and piece[-1] in ":;.") or len(piece) > 900:
            break
        elif piece.isupper() and _BODY_LINE.match(small) and _basis_follows(clean, line):
            break  # the body that decides, of a document without a title
        if start is None:
            start = begin
        end = stop
        line += 1
    if start is None:
        return None
    basis = re.search(r"\s(?:Căn cứ|CĂN CỨ|Kính gửi|KÍNH GỬI)\s", text[start:end])  # a line end was lost before it
    if basis:
        end = start + basis.start()
    cut = re.search(
        r"\s\( ?(?:ban hành )?kèm theo (?:quyết định|kế hoạch|nghị quyết|công văn|tờ trình)", low[start:end]
    )
    if cut:
        end = start + cut.start()
    while end > start and text[end - 1] in " -_*.;:/":
        end -= 1
    if text[start:end].count("”") > text[start:end].count("“") and text[end - 1] == "”":
        end -= 1
    return (start, end) if end > start else None
