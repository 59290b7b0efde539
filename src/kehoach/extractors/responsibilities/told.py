"""What reads like a duty and charges no one: how many may be praised, what a word means, whose step it is in a procedure."""

from __future__ import annotations

import re

from kehoach.extractors.responsibilities.duty import Duty
from kehoach.text.clean import CleanText

# "mỗi đơn vị đề nghị không quá 01 tập thể, 03 cá nhân"
_QUOTA = re.compile(
    r"(?:chỉ tiêu |mỗi (?:[^\W\d]+ ){1,3})?(?:được )?(?:xét|đề nghị|chọn|lựa chọn|bình chọn|bình xét|giới thiệu)(?: (?!không|tối)[^\s,;.:\d]+){0,6}"
    r"(?: không quá| tối đa| từ)? ?\d+(?: [^\W\d]+)? (?:tập thể|cá nhân)\b"
)
# "là cơ quan, tổ chức có tư cách pháp nhân", but "là cơ quan được giao chủ trì"
_MEANS = re.compile(
    r"là (?:(?:các )?(?:cơ quan|tổ chức|đơn vị|người|cá nhân|doanh nghiệp|cán bộ)(?:, )?)+ (?:có tư cách|có con dấu|có quyền|sử dụng|trực tiếp sử dụng|được cấp|được thành lập|được hưởng|hoạt động|ở|tại)\b"
)
# "Việc đền bù chi phí … được thực hiện theo …" tells how something is done
_MATTER = re.compile(r"việc [^.;]{5,160}? (?:được (?:thực hiện|tiến hành|áp dụng)|thực hiện theo|áp dụng theo)\b")
# "Cơ quan tổ chức lập quy hoạch: Ban A": a label, whose words name no body
_LABEL = re.compile(
    r"(?:cơ quan|đơn vị|tổ chức|bộ phận|người|cá nhân|cấp) (?!chủ trì |phối hợp )[^:;.,]{2,60}?: ?(?=[^\W\d])"
)
_WORDS = frozenset(("cơ quan", "đơn vị", "tổ chức", "bộ phận", "người", "cá nhân", "cấp"))


def charges(clean: CleanText, duty: Duty) -> bool:
    """Whether a duty is one."""
    low = clean.low
    if low.endswith(" họp", duty.body.start, duty.body.end):
        return False  # "Ban Chỉ đạo họp định kỳ hằng quý"
    if low.startswith("là ", duty.start):
        return _MEANS.match(low, duty.start) is None
    if low.startswith("việc ", duty.start):
        return _MATTER.match(low, duty.start) is None
    if low.startswith(_PRAISES, duty.start) and _QUOTA.match(low, duty.start) is not None:
        return False
    named = low[duty.body.start : duty.body.end] in _WORDS and 0 <= duty.start - duty.body.end <= 1
    return not (named and _LABEL.match(low, duty.body.start) is not None)


_PRAISES = ("chỉ tiêu", "mỗi ", "được ", "xét ", "đề nghị ", "chọn ", "lựa chọn ", "bình ", "giới thiệu ")
