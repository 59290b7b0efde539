"""Plans to put a sentence into: what the tests of targets, duties, reports, money and findings share."""

from __future__ import annotations

from typing import Any

import pytest

TITLE = "Thực hiện công tác bình đẳng giới năm 2025"
_PLAN = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
Số: 47/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lào Cai, ngày 05 tháng 02 năm 2025

KẾ HOẠCH
{title}

Căn cứ Luật Bình đẳng giới năm 2006, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:

{body}

Nơi nhận:
- Các sở, ngành;
- Lưu: VT, VX.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Vàng Thị Mỷ
"""


def wrong(reason: str) -> Any:
    """A mark for what the library does not do yet; the test fails as soon as it does."""
    return pytest.mark.xfail(strict=True, reason=reason)


def plan(body: str, title: str = TITLE) -> str:
    """A plan of 2025 with this body."""
    return _PLAN.format(title=title, body=body)


def objectives(items: str, title: str = TITLE) -> str:
    """A plan with these lines under its specific aims."""
    return plan(f"I. MỤC TIÊU\n1. Mục tiêu chung\nThu hẹp khoảng cách giới.\n2. Mục tiêu cụ thể\n{items}", title)


def tasks(items: str, title: str = TITLE) -> str:
    """A plan with these lines under its tasks."""
    return plan(f"I. MỤC ĐÍCH\nNâng cao nhận thức.\nII. NHIỆM VỤ, GIẢI PHÁP\n{items}", title)


def organisation(items: str, title: str = TITLE) -> str:
    """A plan with these lines under its assignment of duties."""
    return plan(f"I. MỤC ĐÍCH\nNâng cao nhận thức.\nII. TỔ CHỨC THỰC HIỆN\n{items}", title)


def funding(items: str, title: str = TITLE) -> str:
    """A plan with these lines under its funding."""
    return plan(f"I. MỤC ĐÍCH\nNâng cao nhận thức.\nII. KINH PHÍ THỰC HIỆN\n{items}", title)
