"""What a plan is about, by its title: the words that stay when year, place and the words of every plan are taken away."""

from __future__ import annotations

import re
from itertools import pairwise
from unicodedata import normalize

from kehoach.audit.across.issuers import even

_YEARS = re.compile(
    r"\b(?:giai đoạn|năm học|năm|nhiệm kỳ|quý|tháng|từ|đến|hết|cuối|sau|trước)?[ :]*(?:19|20)\d\d(?: ?[-–/] ?(?:19|20)?\d\d)*\b|\b[ivx]+/(?:19|20)\d\d\b"
)
_PLACE = re.compile(
    r"(?:(?:trên|tại|ở|trong)(?: địa bàn| phạm vi)?|địa bàn|của|ngành)? *\b(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|phường|xã|thị trấn)"
    r"(?<!thương binh và xã)(?<!- xã)(?<!hiểm xã)(?<!an sinh xã) [^,;.()]*?(?=$|[,;.(]| năm | giai đoạn | đến | từ )"
)
_USUAL = frozenset(
    "kế hoạch hành động thực hiện triển khai công tác về việc v ban hành của và các một số nhiệm vụ mục tiêu hoạt động tổ chức"
    " trên địa bàn năm giai đoạn đến tầm nhìn trong tại theo quyết định chương trình cho với là những quý tháng tiếp tục".split()
)
# a plan of its own beside the year's
_MONTH = re.compile(r"\btháng (?:cao điểm )?hành động\b")
_WORD = re.compile(r"[^\W\d_]+")


def subject(title: str) -> frozenset[str]:
    """The words of the subject, and each with the next one; empty where nothing but usual words is left."""
    even_title = _MONTH.sub(" thánghànhđộng ", even(normalize("NFC", title)))
    low = _PLACE.sub(" ", f"{_YEARS.sub(' ', even_title)} ")
    words = [word for word in _WORD.findall(low) if word not in _USUAL]
    return frozenset(words) | frozenset(f"{one} {two}" for one, two in pairwise(words))
