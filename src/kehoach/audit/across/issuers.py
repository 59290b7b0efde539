"""Whose number a number is: `12/KH-UBND` is given by every People's Committee each year, `28/NQ-CP` by the Government alone.

A number's letters name the kind of body; what tells two bodies of one kind apart is the place. The scope of a document or
citation is `national`, or tier and place: `province|Lào Cai`, `district|bảo thắng|Lào Cai`; None where it cannot be told.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from kehoach.register import Register

NATIONAL = "national"

_STATE = re.compile(
    r"[/-](?:TTg|CP|TW|CTN|QH|QH\d+|UBTVQH|UBTVQH\d+|VPCP|TTCP|NHNN|TANDTC|VKSNDTC|KTNN|UBDT|BCA|BQP|BNG|BNV|BTP|BTC|BKHĐT"
    r"|BCT|BNN|BNNPTNT|BNNMT|BGTVT|BXD|BTNMT|BTTTT|BLĐTBXH|BVHTTDL|BKHCN|BGDĐT|BYT|BDTTG|BDTTGCP)$"
)
_CENTRAL = re.compile(
    r"^(?:thủ tướng|phó thủ tướng|chính phủ|quốc hội|ủy ban thường vụ quốc hội|chủ tịch nước|bộ chính trị|ban bí thư"
    r"|(?:bộ trưởng )?bộ (?!chỉ huy|tư lệnh|phận|môn)|văn phòng chính phủ|văn phòng quốc hội|thanh tra chính phủ"
    r"|tổng cục|liên bộ|ngân hàng nhà nước việt nam|kiểm toán nhà nước)|\btrung ương\b|\btổng liên đoàn\b|\bquốc hội\b"
)
_SOCIAL = re.compile(r"(?:(?<=và)|(?<=&)|(?<=hiểm)|(?<=sách)|(?<=-)|(?<=sinh)) ?xã hội|tb ?& ?xh")
_TIER = re.compile(r"\b(tỉnh|thành phố|tp|huyện|quận|thị xã|tx|xã|phường|thị trấn|đặc khu)\b\.? ?")
_TIERS = {
    "tỉnh": "province",
    "thành phố": "city",
    "tp": "city",
    "huyện": "district",
    "quận": "district",
    "thị xã": "district",
    "tx": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "đặc khu": "commune",
}
_PARTY = re.compile(r"\b(tỉnh|thành|huyện|quận|thị) ủy\b")
_OF_PROVINCE = re.compile(
    r"^(?:(?:phó )?giám đốc |trưởng |thường trực |ban thường vụ |ban chấp hành )*(?:sở|ban|hội|liên đoàn|công an|đoàn|mặt trận|ủy ban mặt trận"
    r"|bảo hiểm|kho bạc|cục|thanh tra|bộ chỉ huy|văn phòng)\b"
)
_END = re.compile(r"[,;(|]| - | tỉnh | thành phố | huyện | về | ban hành | ngày ")


def number_key(number: str) -> str:
    """A number in one form: `20-NQ/TW` and `20/NQ-TW`, `08/KH-UBND` and `8/KH-UBND` are the same."""
    parts = re.split(r"[/\-\s]+", number.strip())
    parts[0] = re.sub(r"^0(\d)$", r"\1", parts[0])
    return "/".join(parts)


def even(issuer: str) -> str:
    """A body's name in small composed letters, its kind spelt out."""
    name = " ".join(normalize("NFC", issuer).lower().replace("uỷ", "ủy").replace("*", "").split())
    name = re.sub(r"\bubnd\b", "ủy ban nhân dân", name)
    return re.sub(r"\bhđnd\b", "hội đồng nhân dân", name)


@lru_cache(65536)
def scope_of(
    number: str | None, issuer: str | None, province: str | None, level: str | None, register: Register
) -> str | None:
    """The scope of a number.

    Args:
        issuer: the body's name as printed.
        province: of the document that is numbered, or of the one that cites it.
        level: of the document that is numbered; None for a citation.
    """
    if (number is not None and _STATE.search(number)) or level == "central":
        return NATIONAL
    if issuer is None:
        return f"province|{province}" if level == "province" and province else None
    name = _SOCIAL.sub(" ", even(issuer))
    if level is None and _CENTRAL.search(name):
        return NATIONAL
    named = [(_TIERS[found[1]], _place(name[found.end() :])) for found in _TIER.finditer(name)]
    if level == "province":
        return f"province|{province}" if province else None
    party = _PARTY.search(name)
    if party is not None:
        place = _place(name[party.end() :])
        if party[1] in ("tỉnh", "thành"):
            own = _known(place, register) or (province if not place else None)
            return f"province|{own}" if own else f"district|{place}|{province or ''}" if place else None
        return f"district|{place}|{province or ''}" if place else None
    for tier, place in named:
        if tier == "city":
            found = register.province(f"thành phố {place}") if place else None
            if found is not None:
                return f"province|{found.name}"
            if not place:
                city = province and register.province(f"thành phố {province}")
                return f"province|{province}" if city else None
            return f"district|{place}|{province or ''}"
        if tier == "province":
            own = _known(place, register) or (province if not place else None)
            return f"province|{own}" if own else None
        return f"{tier}|{place}|{province or ''}" if place else None
    if level is None and _OF_PROVINCE.match(name):
        own = _known(_last_words(name), register) or province
        return f"province|{own}" if own else None
    return f"{level or 'unit'}|{name}|{province or ''}"


def _place(rest: str) -> str:
    return _END.split(f"{rest.strip()} ")[0].strip(" .-")


def _known(name: str, register: Register) -> str | None:
    """The province that a name begins with; the longest counts."""
    parts = name.split(" ")
    for count in range(min(4, len(parts)), 0, -1):
        found = register.province(" ".join(parts[:count]))
        if found is not None:
            return found.name
    return None


def _last_words(name: str) -> str:
    """The last two words: `sở y tế lào cai`."""
    return " ".join(name.split(" ")[-2:])
