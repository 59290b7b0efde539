"""Where a plan comes from: the province of its issuer, and the lineage of its plans."""

from __future__ import annotations

import pytest

import kehoach
from kehoach.audit.origin import lineage_of, province_of
from kehoach.register import Register

HEAD = "{issuer}\nSố: 12/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n{place}, ngày 05 tháng {when}\n\nKẾ HOẠCH\nBình đẳng giới{more}\n\n"


def told(
    issuer: str, place: str, when: str = "02 năm 2025", more: str = "", body: str = ""
) -> tuple[str | None, str | None]:
    text = HEAD.format(issuer=issuer, place=place, when=when, more=more) + body
    return province_of(kehoach.extract(text=text, frameworks=()), Register.shipped())


@pytest.mark.parametrize(
    ("issuer", "place", "then", "now"),
    [
        ("ỦY BAN NHÂN DÂN\nTỈNH YÊN BÁI", "Yên Bái", "Yên Bái", "Lào Cai"),
        ("UBND TỈNH LÀO CAI\nSỞ Y TẾ", "Lào Cai", "Lào Cai", "Lào Cai"),
        ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI", "Hà Nội", "Hà Nội", "Hà Nội"),
        ("SỞ NỘI VỤ", "Sóc Trăng", "Sóc Trăng", "Cần Thơ"),
    ],
)
def test_head_and_place_name_the_province(issuer: str, place: str, then: str, now: str) -> None:
    assert told(issuer, place) == (then, now)


def test_a_ward_is_of_the_province_whose_plan_it_carries_out() -> None:
    body = "Thực hiện Kế hoạch số 45/KH-UBND ngày 10/01/2025 của Ủy ban nhân dân tỉnh Quảng Ngãi về bình đẳng giới, phường xây dựng kế hoạch như sau:\n"
    assert told("ỦY BAN NHÂN DÂN\nPHƯỜNG TRẦN PHÚ", "Trần Phú", body=body) == ("Quảng Ngãi", "Quảng Ngãi")


def test_what_is_not_said_is_not_guessed() -> None:
    assert told("ỦY BAN NHÂN DÂN\nPHƯỜNG TRẦN PHÚ", "Trần Phú") == (None, None)


def test_lineage_joins_what_is_written_in_two_ways() -> None:
    assert lineage_of("UBND TỈNH LÀO CAI", "Lào Cai") == lineage_of("Uỷ ban nhân dân  tỉnh Lào Cai", "Lào Cai")
    assert lineage_of("SỞ Y TẾ", "Lào Cai") != lineage_of("SỞ Y TẾ", "Sơn La")
    assert lineage_of("Sở Y tế", "Lào Cai") != lineage_of("Sở Nội vụ", "Lào Cai")
