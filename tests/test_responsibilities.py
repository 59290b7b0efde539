"""Responsibilities: who is charged with what, in which role, with whom and by when; and what charges no one."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_texts import organisation, plan, tasks, wrong
from spans import spans

import kehoach
from kehoach.record import Responsibility
from kehoach.text.clean import clean


def duties(text: str) -> tuple[Responsibility, ...]:
    return kehoach.extract(text=text).responsibilities


def told(text: str) -> list[tuple[str, str, str]]:
    """Agency, role and duty of each responsibility."""
    return [(d.agency.text if d.agency else "", d.role, d.task) for d in duties(text)]


def agencies(text: str) -> list[str]:
    return [d.agency.text for d in duties(text) if d.agency]


def assigned(lines: str) -> list[tuple[str, str, str]]:
    """What these lines of a section of organisation charge whom with."""
    return told(organisation(lines + "\n"))


def sentence(text: str) -> Responsibility:
    """The one duty of a sentence in a section of organisation."""
    (found,) = duties(organisation(f"- {text}\n"))
    return found


def partners(duty: Responsibility) -> list[str]:
    return [agency.text for agency in duty.partners]


# --- headings that name a body --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "1. Sở Nội vụ",
        "1. Sở Nội vụ:",
        "1. Sở Nội vụ.",
        "1) Sở Nội vụ",
        "1.1. Sở Nội vụ",
        "a) Sở Nội vụ",
        "1. Trách nhiệm của Sở Nội vụ",
        "1. Nhiệm vụ của Sở Nội vụ",
        "1. Đối với Sở Nội vụ",
        "1. Giao Sở Nội vụ",
        "1. Sở Nội vụ (Cơ quan thường trực)",
        "1. Sở Nội vụ có trách nhiệm:",
        "**1. Sở Nội vụ**",
    ],
)
@pytest.mark.parametrize("item", ["- Xây dựng chuyên trang.", "Xây dựng chuyên trang.", "+ Xây dựng chuyên trang."])
def test_item_under_a_body_s_heading_is_its_duty(heading: str, item: str) -> None:
    assert assigned(f"{heading}\n{item}") == [("Sở Nội vụ", "implement", "Xây dựng chuyên trang")]


def test_each_item_is_a_duty_of_the_nearest_heading() -> None:
    lines = """1. Sở Nội vụ
- Chủ trì triển khai Kế hoạch.
- Theo dõi, đôn đốc việc thực hiện.
2. Sở Tài chính
- Bố trí kinh phí thực hiện.
3. Sở Y tế
Tham mưu kế hoạch chăm sóc sức khỏe.
Phối hợp với các địa phương khám sàng lọc.
"""
    assert assigned(lines) == [
        ("Sở Nội vụ", "lead", "Chủ trì triển khai Kế hoạch"),
        ("Sở Nội vụ", "monitor", "Theo dõi, đôn đốc việc thực hiện"),
        ("Sở Tài chính", "fund", "Bố trí kinh phí thực hiện"),
        ("Sở Y tế", "advise", "Tham mưu kế hoạch chăm sóc sức khỏe"),
        ("Sở Y tế", "coordinate", "Phối hợp với các địa phương khám sàng lọc"),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Công an tỉnh",
        "Hội Liên hiệp Phụ nữ tỉnh",
        "Công an xã",
        "Đoàn Thanh niên phường",
        "Văn phòng Ủy ban nhân dân tỉnh",
        "Ban Tổ chức Tỉnh ủy",
        "Công an tỉnh:",
        "Công an tỉnh\n",
    ],
)
def test_heading_that_ends_in_a_unit_s_name_is_a_heading(heading: str) -> None:
    assert assigned(f"1. {heading}\nĐôn đốc các xã, phường thực hiện.\n2. Sở Y tế\nKhám sàng lọc.") == [
        (heading.rstrip(":\n"), "monitor", "Đôn đốc các xã, phường thực hiện"),
        ("Sở Y tế", "implement", "Khám sàng lọc"),
    ]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("1. Sở Nội vụ, Sở Y tế", ["Sở Nội vụ", "Sở Y tế"]),
        ("1. Sở Nội vụ và Sở Y tế", ["Sở Nội vụ", "Sở Y tế"]),
        ("1. Sở Tài chính, Kho bạc Nhà nước khu vực:", ["Sở Tài chính", "Kho bạc Nhà nước khu vực"]),
        (
            "1. Sở Văn hóa, Thể thao và Du lịch, Báo và phát thanh, truyền hình tỉnh",
            ["Sở Văn hóa, Thể thao và Du lịch", "Báo và phát thanh, truyền hình tỉnh"],
        ),
        ("1. Sở Nội vụ, Ủy ban nhân dân các xã, phường", ["Sở Nội vụ", "Ủy ban nhân dân các xã, phường"]),
        ("1. Hội Nông dân tỉnh, Tỉnh đoàn", ["Hội Nông dân tỉnh", "Tỉnh đoàn"]),
        ("1. Các sở, ban, ngành", ["Các sở, ban, ngành"]),
        ("1. Các cơ quan, đơn vị liên quan", ["Các cơ quan, đơn vị liên quan"]),
        ("1. Các Sở: Nội vụ, Y tế", ["Các Sở: Nội vụ", "Y tế"]),
        ("1. Giám đốc các Sở: Nội vụ, Y tế:", ["Giám đốc các Sở: Nội vụ", "Y tế"]),
        ("1. Phòng Kinh tế/Phòng Kinh tế, Hạ tầng và Đô thị", ["Phòng Kinh tế/Phòng Kinh tế, Hạ tầng và Đô thị"]),
        pytest.param(
            "1. Trạm Y tế xã, các trường học trên địa bàn",
            ["Trạm Y tế xã", "các trường học trên địa bàn"],
            marks=wrong("a name is taken into the generic list behind it"),
        ),
        ("1. Chi bộ các thôn, bản", ["Chi bộ các thôn, bản"]),
    ],
)
def test_each_body_of_a_joint_heading_has_the_duty(heading: str, expected: list[str]) -> None:
    assert assigned(f"{heading}\n- Xây dựng chuyên trang.") == [
        (agency, "implement", "Xây dựng chuyên trang") for agency in expected
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("3. Sở Tài chính: Cân đối kinh phí thực hiện.", ("Sở Tài chính", "fund", "Cân đối kinh phí thực hiện")),
        ("3. Sở Tài chính cân đối kinh phí thực hiện.", ("Sở Tài chính", "fund", "cân đối kinh phí thực hiện")),
        ("3. Sở Tài chính có trách nhiệm bố trí kinh phí.", ("Sở Tài chính", "fund", "bố trí kinh phí")),
        (
            "8. Các sở, ban, ngành và địa phương tổ chức triển khai thực hiện.",
            ("Các sở, ban, ngành và địa phương", "implement", "tổ chức triển khai thực hiện"),
        ),
        ("3. Giao Sở Y tế chủ trì khám sàng lọc.", ("Sở Y tế", "lead", "chủ trì khám sàng lọc")),
    ],
)
def test_heading_with_its_text_run_in_is_a_duty(line: str, expected: tuple[str, str, str]) -> None:
    assert assigned(line) == [expected]


@pytest.mark.parametrize(
    "heading",
    [
        "Sở Y tế",
        "Hội Liên hiệp Phụ nữ xã:",
        "Công đoàn cơ sở, Đoàn Thanh niên",
        pytest.param("Khoa Phụ sản", marks=wrong("the outline does not know Khoa as a body among tasks")),
        pytest.param("Các khoa, phòng", marks=wrong("the outline does not know Khoa as a body among tasks")),
    ],
)
def test_heading_that_names_a_body_among_the_tasks(heading: str) -> None:
    found = told(tasks(f"1. {heading}\n- Xây dựng chuyên trang.\n"))
    assert [row[1:] for row in found] == [("implement", "Xây dựng chuyên trang")] * len(heading.split(","))


def test_what_is_nested_deeper_belongs_to_its_item() -> None:
    lines = """1. Sở Nội vụ
- Theo dõi Kế hoạch, gồm:
+ Kiểm tra tại các xã;
+ Kiểm tra tại các thôn.
- Xây dựng chuyên trang.
"""
    found = duties(organisation(lines))
    assert [d.role for d in found] == ["monitor", "implement"]
    assert found[0].task.startswith("Theo dõi Kế hoạch")


def test_marked_item_that_ends_in_a_colon_is_the_duty_and_not_what_is_below_it() -> None:
    lines = """1. Sở Nội vụ
a) Chủ trì, phối hợp với Sở Y tế:
- Hỗ trợ nữ doanh nhân;
- Kết nối thị trường.
b) Xây dựng chuyên trang.
"""
    first, second = duties(organisation(lines))
    assert (first.role, partners(first), first.task) == ("lead", ["Sở Y tế"], "Chủ trì, phối hợp với Sở Y tế")
    assert second.task == "Xây dựng chuyên trang"


def test_an_item_with_a_title_of_its_own_is_one_duty() -> None:
    lines = """1. Sở Nội vụ
a) Công tác tuyên truyền: Xây dựng chuyên trang.
b) Đối với đơn thư: Sở Nội vụ chủ trì trả lời.
c) Đối với hồ sơ quá hạn: Sở Y tế theo dõi, đôn đốc.
"""
    assert assigned(lines) == [
        ("Sở Nội vụ", "implement", "Xây dựng chuyên trang"),
        ("Sở Nội vụ", "lead", "chủ trì trả lời"),
        ("Sở Y tế", "monitor", "theo dõi, đôn đốc"),
    ]


def test_a_duty_knows_its_section_and_that_its_body_stands_in_a_heading() -> None:
    record = kehoach.extract(
        text=organisation("1. Sở Nội vụ\n- Theo dõi Kế hoạch.\n- Sở Y tế chủ trì khám sàng lọc.\n")
    )
    first, second = record.responsibilities
    assert first.section is not None
    assert record.sections[first.section].start < first.start
    assert (first.inherited, second.inherited) == (True, False)
    assert first.agency and first.agency.start < first.start


# --- roles ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("duty", "role"),
    [
        ("Chủ trì triển khai Kế hoạch.", "lead"),
        ("Chủ trì, phối hợp với Sở Y tế triển khai Kế hoạch.", "lead"),
        ("Là cơ quan đầu mối theo dõi Kế hoạch.", "lead"),
        ("Là cơ quan thường trực giúp việc cho Ban Chỉ đạo.", "lead"),
        ("Chịu trách nhiệm chính về nội dung truyền thông.", "lead"),
        ("Có trách nhiệm chủ trì khám sàng lọc.", "lead"),
        ("Phối hợp với Sở Y tế khám sàng lọc.", "coordinate"),
        ("Chủ động phối hợp với Sở Y tế khám sàng lọc.", "coordinate"),
        ("Tham gia giám sát việc thực hiện.", "coordinate"),
        ("Hỗ trợ các xã tổ chức truyền thông.", "coordinate"),
        ("Tham mưu Ủy ban nhân dân tỉnh ban hành văn bản.", "advise"),
        ("Đề xuất khen thưởng tập thể, cá nhân.", "advise"),
        ("Trình Ủy ban nhân dân tỉnh phê duyệt.", "advise"),
        ("Kịp thời tham mưu Ủy ban nhân dân tỉnh.", "advise"),
        ("Theo dõi, đôn đốc việc thực hiện.", "monitor"),
        ("Đôn đốc các đơn vị thực hiện.", "monitor"),
        ("Kiểm tra, giám sát tại cơ sở.", "monitor"),
        ("Tổ chức kiểm tra, giám sát tại cơ sở.", "implement"),
        ("Kiến nghị cơ quan có thẩm quyền xử lý.", "implement"),
        ("Trình bày báo cáo tại hội nghị.", "implement"),
        pytest.param(
            "Thanh tra việc chấp hành pháp luật.", "monitor", marks=wrong("Thanh tra việc is read as a body's name")
        ),
        ("Báo cáo Ủy ban nhân dân tỉnh kết quả.", "report"),
        ("Tổng hợp, báo cáo Ủy ban nhân dân tỉnh.", "report"),
        ("Tổng hợp kết quả, gửi báo cáo về Sở Y tế.", "report"),
        ("Bố trí kinh phí thực hiện.", "fund"),
        ("Cân đối, bố trí ngân sách hằng năm.", "fund"),
        ("Bảo đảm kinh phí cho các hoạt động.", "fund"),
        ("Cấp kinh phí cho các hoạt động.", "fund"),
        ("Bố trí vốn đối ứng theo cam kết.", "fund"),
        ("Bố trí tiền độc hại đúng hạn.", "fund"),
        ("Xây dựng kế hoạch của ngành.", "implement"),
        ("Tuyên truyền trên hệ thống pa nô.", "implement"),
        ("Bảo đảm an ninh trật tự tại các sự kiện.", "implement"),
        ("Hướng dẫn, theo dõi việc thực hiện.", "implement"),
        ("Tổng hợp kết quả thực hiện.", "implement"),
        ("Sử dụng kinh phí đúng mục đích.", "implement"),
        ("Đào tạo đội ngũ báo cáo viên.", "implement"),
        # adverbs and what a duty rests on are passed over
        ("Theo chức năng, nhiệm vụ, phối hợp với Sở Y tế khám sàng lọc.", "coordinate"),
        ("Căn cứ Kế hoạch này, tham mưu văn bản hướng dẫn.", "advise"),
        ("Hằng năm, kiểm tra việc thực hiện.", "monitor"),
        ("Hằng quý, theo dõi việc chi trả.", "monitor"),
        ("Định kỳ 6 tháng, hằng năm báo cáo Sở Y tế.", "report"),
        ("Khi có vụ việc, phối hợp với Công an xã xác minh.", "coordinate"),
        ("Theo chức năng, nhiệm vụ của đơn vị phối hợp tuyên truyền.", "coordinate"),
        ("Theo dõi tiến độ, trình bày tại giao ban.", "monitor"),
        ("Trên cơ sở đề nghị của các đơn vị, bố trí kinh phí.", "fund"),
        ("Thường xuyên theo dõi việc thực hiện.", "monitor"),
    ],
)
def test_role_by_the_first_verb(duty: str, role: str) -> None:
    (found,) = duties(organisation(f"1. Sở Nội vụ\n- {duty}\n"))
    assert found.role == role


def test_leading_anywhere_in_the_first_clause_is_leading() -> None:
    (found,) = duties(organisation("1. Sở Nội vụ\n- Xây dựng và chủ trì triển khai chương trình. Theo dõi kết quả.\n"))
    assert found.role == "lead"


@pytest.mark.parametrize(
    "lines",
    [
        "1. Đề nghị Hội Liên hiệp Phụ nữ tỉnh:\n- Tuyên truyền, vận động hội viên.",
        "1. Đề nghị Hội Liên hiệp Phụ nữ tỉnh\n- Chủ trì tuyên truyền, vận động hội viên.",
        "1. Kính đề nghị Hội Liên hiệp Phụ nữ tỉnh\n- Tuyên truyền, vận động hội viên.",
        "- Đề nghị Hội Liên hiệp Phụ nữ tỉnh tuyên truyền, vận động hội viên.",
        "- Mời Hội Liên hiệp Phụ nữ tỉnh tham gia vận động hội viên.",
        "- Trong năm 2025, đề nghị Hội Liên hiệp Phụ nữ tỉnh vận động hội viên.",
    ],
)
def test_who_is_asked_is_requested_whatever_the_verb(lines: str) -> None:
    (found,) = duties(organisation(lines + "\n"))
    assert found.agency and found.agency.text == "Hội Liên hiệp Phụ nữ tỉnh"
    assert found.role == "requested"


# --- sentences that charge a body -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "agency", "role", "task"),
    [
        ("Sở Y tế chủ trì khám sàng lọc.", "Sở Y tế", "lead", "chủ trì khám sàng lọc"),
        ("Giao Sở Y tế chủ trì khám sàng lọc.", "Sở Y tế", "lead", "chủ trì khám sàng lọc"),
        ("Giao cho Sở Y tế theo dõi việc này.", "Sở Y tế", "monitor", "theo dõi việc này"),
        ("Yêu cầu Sở Y tế khám sàng lọc.", "Sở Y tế", "implement", "khám sàng lọc"),
        ("Phân công Sở Y tế khám sàng lọc.", "Sở Y tế", "implement", "khám sàng lọc"),
        ("Sở Y tế tham mưu văn bản hướng dẫn.", "Sở Y tế", "advise", "tham mưu văn bản hướng dẫn"),
        ("Sở Y tế có trách nhiệm cung cấp số liệu.", "Sở Y tế", "implement", "cung cấp số liệu"),
        ("Sở Y tế có nhiệm vụ cung cấp số liệu.", "Sở Y tế", "implement", "cung cấp số liệu"),
        (
            "Sở Y tế chịu trách nhiệm về số liệu.",
            "Sở Y tế",
            "implement",
            "chịu trách nhiệm về số liệu",
        ),
        ("Sở Y tế là cơ quan đầu mối tổng hợp.", "Sở Y tế", "lead", "là cơ quan đầu mối tổng hợp"),
        ("Sở Y tế chủ động phối hợp với các xã.", "Sở Y tế", "coordinate", "chủ động phối hợp với các xã"),
        ("Chương trình do Sở Y tế chủ trì thực hiện.", "Sở Y tế", "lead", "chủ trì thực hiện"),
        ("Hằng năm, Sở Y tế tổ chức sơ kết.", "Sở Y tế", "implement", "tổ chức sơ kết"),
        ("Căn cứ Kế hoạch này, Sở Y tế khẩn trương triển khai.", "Sở Y tế", "implement", "khẩn trương triển khai"),
        ("Giám đốc Sở Y tế theo dõi, đôn đốc.", "Giám đốc Sở Y tế", "monitor", "theo dõi, đôn đốc"),
        (
            "Thủ trưởng các cơ quan, đơn vị chịu trách nhiệm thi hành.",
            "Thủ trưởng các cơ quan, đơn vị",
            "implement",
            "chịu trách nhiệm thi hành",
        ),
        (
            "Yêu cầu các sở, ban, ngành nghiêm túc thực hiện.",
            "các sở, ban, ngành",
            "implement",
            "nghiêm túc thực hiện",
        ),
        (
            "Trên đây là Kế hoạch, yêu cầu các cơ quan, đơn vị triển khai thực hiện.",
            "các cơ quan, đơn vị",
            "implement",
            "triển khai thực hiện",
        ),
        ("Ủy ban nhân dân tỉnh giao Sở Y tế theo dõi.", "Sở Y tế", "monitor", "theo dõi"),
        ("Ủy ban nhân dân tỉnh thống nhất giao Sở Y tế theo dõi.", "Sở Y tế", "monitor", "theo dõi"),
    ],
)
def test_sentence_that_charges_a_body(text: str, agency: str, role: str, task: str) -> None:
    found = sentence(text)
    assert found.agency
    assert (found.agency.text, found.role, found.task) == (agency, role, task)
    assert not found.inherited


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Sở Y tế chủ trì khám sàng lọc.", "Sở Y tế"),
        ("Giao Sở Y tế khám sàng lọc.", "Sở Y tế"),
        ("Chương trình do Sở Y tế chủ trì thực hiện.", "Sở Y tế"),
        ("Sở Y tế có trách nhiệm cung cấp số liệu.", "Sở Y tế"),
    ],
)
def test_formula_charges_a_body_among_the_tasks_too(text: str, agency: str) -> None:
    assert agencies(tasks(f"1. {text}\n")) == [agency]


@pytest.mark.parametrize(
    "text",
    [
        "Sở Y tế tổ chức khám sàng lọc.",
        "Sở Xây dựng thẩm định hồ sơ trong 05 ngày làm việc.",
        "Sở Y tế cung cấp số liệu.",
        "Tuyên truyền qua Báo và phát thanh, truyền hình tỉnh.",
    ],
)
def test_among_the_tasks_other_verbs_charge_no_one(text: str) -> None:
    assert agencies(tasks(f"1. Chăm sóc sức khỏe\n- {text}\n")) == []


def test_sentence_with_its_own_subject_belongs_to_that_body() -> None:
    lines = "1. Sở Nội vụ\n- Theo dõi Kế hoạch.\n- Sở Y tế chủ trì khám sàng lọc."
    assert assigned(lines) == [
        ("Sở Nội vụ", "monitor", "Theo dõi Kế hoạch"),
        ("Sở Y tế", "lead", "chủ trì khám sàng lọc"),
    ]


def test_heading_s_own_body_named_again_is_marked_in_the_heading() -> None:
    text = organisation("1. Sở Nội vụ\n- Sở Nội vụ chủ trì sơ kết.\n")
    (found,) = duties(text)
    assert found.agency
    assert found.agency.start == text.index("Sở Nội vụ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Phòng Nội vụ theo dõi việc thực hiện; Phòng Tài chính bố trí kinh phí.",
            [("Phòng Nội vụ", "monitor", "theo dõi việc thực hiện"), ("Phòng Tài chính", "fund", "bố trí kinh phí")],
        ),
        (
            "Sở Nội vụ, Sở Y tế chủ trì sơ kết.",
            [("Sở Nội vụ", "lead", "chủ trì sơ kết"), ("Sở Y tế", "lead", "chủ trì sơ kết")],
        ),
        (
            "Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ và Chủ tịch UBND các xã, phường chịu trách nhiệm thi hành.",
            [
                ("Chánh Văn phòng UBND tỉnh", "implement", "chịu trách nhiệm thi hành"),
                ("Giám đốc Sở Nội vụ", "implement", "chịu trách nhiệm thi hành"),
                ("Chủ tịch UBND các xã, phường", "implement", "chịu trách nhiệm thi hành"),
            ],
        ),
    ],
)
def test_each_body_of_a_joint_subject_has_the_duty(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert assigned(f"- {text}") == expected


DECISION = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
Số: 310/QĐ-UBND
Lào Cai, ngày 05 tháng 02 năm 2025

QUYẾT ĐỊNH
Về việc ban hành Kế hoạch thực hiện công tác bình đẳng giới năm 2025

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH
Căn cứ Luật Bình đẳng giới năm 2006;
Theo đề nghị của Giám đốc Sở Nội vụ.

QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch thực hiện công tác bình đẳng giới năm 2025.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Điều 3. {article}

Nơi nhận:
- Như Điều 3;
- Lưu: VT.
CHỦ TỊCH
Vàng Thị Mỷ
"""


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (
            "Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ, Chủ tịch UBND các xã, phường chịu trách nhiệm thi hành Quyết định này.",
            ["Chánh Văn phòng UBND tỉnh", "Giám đốc Sở Nội vụ", "Chủ tịch UBND các xã, phường"],
        ),
        (
            "Chánh Văn phòng UBND tỉnh; Giám đốc các Sở: Nội vụ, Tài chính; Chủ tịch UBND các xã, phường chịu trách nhiệm thi hành Quyết định này.",
            ["Chánh Văn phòng UBND tỉnh", "Giám đốc các Sở: Nội vụ", "Tài chính", "Chủ tịch UBND các xã, phường"],
        ),
        (
            "Giám đốc các Sở: Nội vụ, Tài chính; Thủ trưởng các cơ quan liên quan chịu trách nhiệm thi hành Quyết định này.",
            ["Giám đốc các Sở: Nội vụ", "Tài chính", "Thủ trưởng các cơ quan liên quan"],
        ),
        (
            "Chánh Văn phòng UBND tỉnh, Giám đốc các Sở: Nội vụ, Tài chính, Trưởng Ban Dân tộc tỉnh chịu trách nhiệm thi hành Quyết định này.",
            ["Chánh Văn phòng UBND tỉnh", "Giám đốc các Sở: Nội vụ", "Tài chính", "Trưởng Ban Dân tộc tỉnh"],
        ),
        (
            "Các ông (bà): Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ chịu trách nhiệm thi hành Quyết định này.",
            ["Chánh Văn phòng UBND tỉnh", "Giám đốc Sở Nội vụ"],
        ),
        (
            "Thủ trưởng các sở, ngành và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này.",
            ["Thủ trưởng các sở, ngành", "các tổ chức, cá nhân có liên quan"],
        ),
        (
            "Thi hành\nThủ trưởng các sở, ngành cấp tỉnh;\nChủ tịch UBND cấp xã chịu trách nhiệm thi hành Quyết định này.",
            ["Thủ trưởng các sở, ngành cấp tỉnh", "Chủ tịch UBND cấp xã"],
        ),
        (
            "Chánh Văn phòng UBND tỉnh và Thủ trưởng các đơn vị chịu trách nhiệm thi hành Quyết định này./.",
            ["Chánh Văn phòng UBND tỉnh", "Thủ trưởng các đơn vị"],
        ),
    ],
)
def test_article_that_says_who_carries_a_decision_out(article: str, expected: list[str]) -> None:
    found = duties(DECISION.format(article=article))
    assert [d.agency.text for d in found if d.agency] == expected
    assert {(d.role, d.task) for d in found} == {("implement", "chịu trách nhiệm thi hành Quyết định này")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Giao Sở Nội vụ; Sở Y tế; UBND các xã, phường tổ chức sơ kết.",
            ["Sở Nội vụ", "Sở Y tế", "UBND các xã, phường"],
        ),
        (
            "Chủ tịch UBND tỉnh yêu cầu Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã, phường quán triệt Kế hoạch.",
            ["Thủ trưởng các sở, ban, ngành", "Chủ tịch UBND các xã, phường"],
        ),
        ("Đề nghị Tỉnh đoàn; Hội Nông dân tỉnh vận động hội viên.", ["Tỉnh đoàn", "Hội Nông dân tỉnh"]),
    ],
)
def test_bodies_that_semicolons_part_are_charged_together(text: str, expected: list[str]) -> None:
    assert agencies(organisation(f"- {text}\n")) == expected
    assert {d.role for d in duties(organisation(f"- {text}\n"))} == {
        "requested" if text.startswith("Đề nghị") else "implement"
    }


def test_bodies_told_by_another_are_not_charged_behind_a_semicolon() -> None:
    lines = "1. Sở Nội vụ\n- Hướng dẫn các sở, ban, ngành; các xã, phường tổ chức thực hiện."
    assert [agency for agency, _, _ in assigned(lines)] == ["Sở Nội vụ"]


@pytest.mark.parametrize(
    "deed", ["Phân công cán bộ theo dõi.", "Giao các phòng tổng hợp.", "Đề nghị cấp trên khen thưởng."]
)
def test_what_a_body_tells_others_under_its_own_name_is_its_duty(deed: str) -> None:
    assert [agency for agency, _, _ in assigned(f"1. Sở Nội vụ\n- {deed}")] == ["Sở Nội vụ"]


def test_closing_request_below_the_last_body_charges_those_it_names() -> None:
    lines = "1. Sở Nội vụ\n- Theo dõi Kế hoạch.\nYêu cầu các sở, ngành nghiêm túc thực hiện."
    assert [agency for agency, _, _ in assigned(lines)] == ["Sở Nội vụ", "các sở, ngành"]


def test_bodies_below_a_heading_of_duties_have_their_own_items() -> None:
    lines = """1. Nhiệm vụ của thành viên Ban Chỉ đạo
1.1. Trưởng Ban Chỉ đạo
- Phụ trách chung.
1.2. Sở Tài chính - Cơ quan thường trực Ban Chỉ đạo
- Tham mưu kế hoạch kiểm kê.
1.3. Sở Xây dựng (lĩnh vực giao thông)
- Hướng dẫn kiểm kê đường bộ.
"""
    assert [(d.agency.text if d.agency else "", d.role) for d in duties(tasks(lines))] == [
        ("Trưởng Ban Chỉ đạo", "implement"),
        ("Sở Tài chính", "advise"),
        ("Sở Xây dựng", "implement"),
    ]


RULES = """QUY CHẾ
Hoạt động của Quỹ Bảo trợ trẻ em

Điều 5. {article}
"""


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("Bảo quản thiết bị\n1. Văn thư cơ quan có trách nhiệm bảo quản thiết bị.", ["Văn thư cơ quan"]),
        (
            "Thu hồi\n1. Trong thời hạn 05 ngày, kể từ ngày nhận được thông báo, cơ quan quản lý trực tiếp có trách nhiệm thu hồi thẻ.",
            ["cơ quan quản lý trực tiếp"],
        ),
        (
            "Sự cố\n1. Khi hệ thống có sự cố thì Giám đốc Sở Nội vụ có trách nhiệm chủ trì khắc phục.",
            ["Giám đốc Sở Nội vụ"],
        ),
        (
            "Quyết định\n1. Thủ trưởng cơ quan là người quyết định và chịu trách nhiệm trước pháp luật.",
            ["Thủ trưởng cơ quan"],
        ),
        ("Ban Kiểm soát có các nhiệm vụ và quyền hạn sau:\na) Kiểm tra việc chi.", ["Ban Kiểm soát"]),
        (
            "Giải quyết\n1. Đối với kiến nghị đã tiếp nhận, giải quyết nhưng chưa đủ thì trong thời hạn 10 ngày, các sở, ngành có trách nhiệm rà soát lại.",
            ["các sở, ngành"],
        ),
        (
            "Chủ trì\n1. Cơ quan được giao chủ trì có trách nhiệm lấy ý kiến các bên.",
            ["Cơ quan được giao chủ trì"],
        ),
        (
            "Hạ tầng\n1. Khi cải tạo đường phố, khu dân cư, chủ đầu tư có trách nhiệm bố trí hào kỹ thuật.",
            ["chủ đầu tư"],
        ),
        ("Đề án\n1. Cơ quan lập đề án có trách nhiệm lấy ý kiến.", ["Cơ quan lập đề án"]),
        ("Đề án\n1. Cơ quan phối hợp có trách nhiệm cử người tham gia.", ["Cơ quan phối hợp"]),
        ("Đề án\n1. Các đơn vị tổ chức triển khai và chịu trách nhiệm trước pháp luật.", ["Các đơn vị"]),
        (
            "Trả lời\n1. Chậm nhất 20 ngày, kể từ ngày nhận được đơn, các cơ quan, đơn vị phải có trách nhiệm trả lời.",
            ["các cơ quan, đơn vị"],
        ),
        ("Đề án\n1. Sở Nội vụ có quyền hạn và trách nhiệm:\na) Thẩm tra hồ sơ.", ["Sở Nội vụ"]),
        (
            "Dự toán\n1. Cơ quan, đơn vị trực tiếp quản lý, sử dụng tài sản công có trách nhiệm cập nhật thông tin.",
            ["Cơ quan, đơn vị trực tiếp quản lý, sử dụng tài sản công"],
        ),
        ("Quỹ\n1. Sở Nội vụ có trách nhiệm:\nTheo dõi nguồn vốn.\nLập báo cáo năm.", ["Sở Nội vụ", "Sở Nội vụ"]),
        (
            "Quy hoạch\n1. Các bên thực hiện cam kết và chịu trách nhiệm về số liệu.",
            ["Các bên"],
        ),
        ("Kế hoạch\n1. Cơ quan chủ trì kế hoạch phối hợp với lực lượng tại chỗ.", ["Cơ quan chủ trì kế hoạch"]),
        (
            "Trách nhiệm của công chứng viên, nhân viên nghiệp vụ\n1. Cập nhật thông tin.",
            ["công chứng viên", "nhân viên nghiệp vụ"],
        ),
        (
            "Trách nhiệm của tổ chức đánh giá an toàn, vệ sinh lao động\n1. Cập nhật thông tin.",
            ["tổ chức đánh giá an toàn, vệ sinh lao động"],
        ),
        ("Tài khoản\n1. Về cấp tài khoản: Sở Nội vụ có trách nhiệm tổng hợp danh sách.", ["Sở Nội vụ"]),
        # what a body is, whom it has, what it may
        ("Đối tượng áp dụng\n1. Sở Nội vụ\n2. Ủy ban nhân dân các xã, phường.", []),
        ("Thủ tục\n1. Cơ quan có thẩm quyền quyết định: Ủy ban nhân dân xã.", []),
        ("Mẫu\n1. Hộ nghèo ở thôn đặc biệt khó khăn ban hành kèm theo Nghị định này.", []),
        ("Nội dung phân cấp\n1. Sở Tài chính\na) Quyết định mua xe.", []),
        ("Trách nhiệm của Sở Nội vụ\n1. Thành phần Hội đồng gồm:\na) Sở Y tế;\nb) Sở Tư pháp.", []),
        ("Sở Nội vụ\n1. Cơ quan thẩm định: Sở Quy hoạch - Kiến trúc.", []),
        ("Hội đồng quản lý Quỹ\n1. Hội đồng quản lý Quỹ gồm Chủ tịch và các thành viên.", []),
        ("Hội đồng quản lý Quỹ\n1. Hội đồng quản lý Quỹ làm việc theo chế độ kiêm nhiệm.", []),
        ("Hội đồng quản lý Quỹ\n1. Kinh phí hoạt động của Hội đồng được tính vào chi phí của Quỹ.", []),
        ("Giám đốc Quỹ\n1. Giám đốc Quỹ do Chủ tịch UBND tỉnh bổ nhiệm theo nhiệm kỳ 05 năm.", []),
        ("Quyền hạn của Hội đồng quản lý\n1. Quyết định mức cho vay.", []),
        ("Quyền của Sở Nội vụ\n1. Mời chuyên gia dự họp.", []),
        ("Thành phần\n1. Chủ tịch Hội đồng là đại diện lãnh đạo Sở Nội vụ.", []),
    ],
)
def test_who_is_charged_by_an_article_of_rules(article: str, expected: list[str]) -> None:
    assert agencies(RULES.format(article=article)) == expected


# --- lead-ins -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lead_in",
    [
        "Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính:",
        "Sở Y tế chủ trì, phối hợp với Sở Tài chính thực hiện các nội dung sau:",
        "1. Sở Y tế chủ trì, phối hợp với Sở Tài chính:",
        "1. Sở Y tế\nChủ trì, phối hợp với Sở Tài chính:",
    ],
)
def test_items_behind_a_lead_in_are_the_duties_and_take_role_and_partners_from_it(lead_in: str) -> None:
    found = duties(organisation(f"{lead_in}\n- Tập huấn cán bộ y tế;\n- Kiểm tra tại cơ sở.\n"))
    assert [d.task for d in found] == ["Tập huấn cán bộ y tế", "Kiểm tra tại cơ sở"]
    assert {d.role for d in found} == {"lead"}
    assert {d.agency.text for d in found if d.agency} == {"Sở Y tế"}
    assert [partners(d) for d in found] == [["Sở Tài chính"], ["Sở Tài chính"]]


def test_items_behind_a_lead_in_without_a_role_have_their_own() -> None:
    assert assigned("1. Giao Sở Y tế:\n- Chủ trì khám sàng lọc;\n- Theo dõi kết quả.") == [
        ("Sở Y tế", "lead", "Chủ trì khám sàng lọc"),
        ("Sở Y tế", "monitor", "Theo dõi kết quả"),
    ]


def test_a_lead_in_without_items_is_the_duty() -> None:
    (found,) = duties(organisation("- Giao Sở Y tế chủ trì các nội dung sau:\n"))
    assert found.role == "lead"


# --- labels ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        "1. Tập huấn cho cán bộ cơ sở.\n- Cơ quan chủ trì: Sở Y tế.\n- Cơ quan phối hợp: Sở Tài chính, Sở Nội vụ.",
        "1. Tập huấn cho cán bộ cơ sở.\n- Đơn vị chủ trì: Sở Y tế.\n- Đơn vị phối hợp: Sở Tài chính, Sở Nội vụ.",
        "1. Tập huấn cho cán bộ cơ sở. Cơ quan chủ trì: Sở Y tế. Cơ quan phối hợp: Sở Tài chính, Sở Nội vụ.",
    ],
)
@pytest.mark.parametrize("place", [tasks, organisation])
def test_label_names_who_leads_and_who_helps(lines: str, place: Any) -> None:
    (found,) = duties(place(lines + "\n"))
    assert found.agency
    assert (found.agency.text, found.role) == ("Sở Y tế", "lead")
    assert partners(found) == ["Sở Tài chính", "Sở Nội vụ"]
    assert found.task.rstrip(".") == "Tập huấn cho cán bộ cơ sở"


def test_label_behind_each_of_several_tasks() -> None:
    lines = """1. Tập huấn cho cán bộ cơ sở.
Cơ quan chủ trì: Sở Y tế.
2. Khám sàng lọc cho phụ nữ vùng cao.
Cơ quan chủ trì: Sở Nội vụ và Sở Y tế.
"""
    found = duties(tasks(lines))
    assert [(d.agency.text if d.agency else "", d.task.rstrip(".")) for d in found] == [
        ("Sở Y tế", "Tập huấn cho cán bộ cơ sở"),
        ("Sở Nội vụ", "Khám sàng lọc cho phụ nữ vùng cao"),
        ("Sở Y tế", "Khám sàng lọc cho phụ nữ vùng cao"),
    ]


def test_who_leads_in_brackets_behind_the_task() -> None:
    first, second = duties(
        tasks(
            "1. Tập huấn cho cán bộ cơ sở (Sở Y tế chủ trì).\n2. Khám sàng lọc (Sở Y tế chủ trì, Sở Nội vụ phối hợp).\n"
        )
    )
    assert [(d.agency.text, d.role) for d in (first, second) if d.agency] == [("Sở Y tế", "lead")] * 2
    assert (first.task, partners(second)) == ("Tập huấn cho cán bộ cơ sở", ["Sở Nội vụ"])


def test_brackets_that_close_one_item_after_another_say_who_does_it() -> None:
    lines = """- Khảo sát đầu năm bằng phiếu kín (Tổ Khoa học tự nhiên).
- Ký cam kết ba bên (Giáo viên chủ nhiệm).
- Kiểm tra hồ sơ chủ nhiệm lớp (Ban Giám hiệu).
- Kiện toàn tổ tư vấn tâm lý (Đ/c Vân - Phó Hiệu trưởng, Tổ Văn phòng).
"""
    assert [(d.agency.text, d.role) for d in duties(tasks(lines)) if d.agency] == [
        ("Tổ Khoa học tự nhiên", "implement"),
        ("Giáo viên chủ nhiệm", "implement"),
        ("Ban Giám hiệu", "monitor"),
        ("Đ/c Vân - Phó Hiệu trưởng", "implement"),
        ("Tổ Văn phòng", "implement"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "- Gửi kết quả về cơ quan thường trực (Sở Nội vụ).",
        "- Báo cáo Ủy ban nhân dân tỉnh (qua Sở Nội vụ).",
        "- Tổ chức gặp mặt nữ cán bộ (Sở Nội vụ).",  # one alone says too little
        "- Tham gia lớp tập huấn (do Sở Nội vụ mở).",
    ],
)
def test_other_brackets_charge_no_one(line: str) -> None:
    assert agencies(tasks(f"1. Tuyên truyền\n{line}\n")) == []


# --- partners -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("phối hợp với Sở Tài chính", ["Sở Tài chính"]),
        ("phối hợp với Sở Tài chính, Sở Tư pháp và Công an tỉnh", ["Sở Tài chính", "Sở Tư pháp", "Công an tỉnh"]),
        ("phối hợp chặt chẽ với Sở Tài chính", ["Sở Tài chính"]),
        ("phối hợp cùng Sở Tài chính", ["Sở Tài chính"]),
        ("phối hợp với các sở, ban, ngành, đoàn thể", ["các sở, ban, ngành, đoàn thể"]),
        ("phối hợp với các đơn vị liên quan", ["các đơn vị liên quan"]),
        ("phối hợp với Sở Tài chính và các đơn vị liên quan", ["Sở Tài chính", "các đơn vị liên quan"]),
        ("phối hợp với UBND các xã, phường", ["UBND các xã, phường"]),
        ("phối hợp với các Sở: Tài chính, Tư pháp", ["các Sở: Tài chính", "Tư pháp"]),
        ("phối hợp với Hội Nông dân tỉnh, Tỉnh đoàn, Công an tỉnh", ["Hội Nông dân tỉnh", "Tỉnh đoàn", "Công an tỉnh"]),
        ("phối hợp tốt", []),
        (
            "phối hợp với Ban Vì sự tiến bộ của phụ nữ tỉnh, Sở Tư pháp",
            ["Ban Vì sự tiến bộ của phụ nữ tỉnh", "Sở Tư pháp"],
        ),
    ],
)
def test_partners(words: str, expected: list[str]) -> None:
    found = sentence(f"Sở Y tế chủ trì, {words} tổ chức khám sàng lọc.")
    assert found.agency and found.agency.text == "Sở Y tế"
    assert partners(found) == expected


def test_a_partner_is_charged_with_nothing() -> None:
    assert agencies(organisation("1. Sở Nội vụ\n- Chủ trì, phối hợp với Sở Y tế và Công an tỉnh sơ kết.\n")) == [
        "Sở Nội vụ"
    ]


# --- deadlines ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("trước ngày 30/6/2025", "2025-06-30"),
        ("trước ngày 30/6", "2025-06-30"),
        ("chậm nhất ngày 30/6/2025", "2025-06-30"),
        ("hoàn thành trong quý III/2025", "2025-35"),
        ("xong trong tháng 6/2025", "2025-06"),
        ("trước ngày 15/12 hằng năm", "XXXX-12-15"),
        ("từ ngày 01/3/2025", None),
        ("theo Nghị quyết số 28/NQ-CP ngày 03/3/2021", None),
        ("nhân Ngày Quốc tế Phụ nữ 8/3", None),
        ("ngay sau khi ban hành", None),
    ],
)
def test_deadline_of_a_duty(words: str, edtf: str | None) -> None:
    found = sentence(f"Sở Y tế chủ trì khám sàng lọc {words}.")
    assert (found.due.edtf if found.due else None) == edtf


def test_a_deadline_points_at_its_date() -> None:
    record = kehoach.extract(text=organisation("- Sở Y tế chủ trì khám sàng lọc trước ngày 30/6.\n"))
    (found,) = record.responsibilities
    assert found.due and found.due.date is not None
    assert record.dates[found.due.date].text == found.due.text == "ngày 30/6"


# --- tables ---------------------------------------------------------------------------------------------------------

TABLE = [
    ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"],
    ["1", "Tập huấn cho cán bộ cơ sở", "Sở Nội vụ", "Sở Tài chính, các xã, phường", "Quý II/2025"],
    ["2", "Khám sàng lọc cho phụ nữ", "Sở Y tế", "Các địa phương", "Trước ngày 30/9"],
    ["3", "Kiểm tra liên ngành", "Sở Nội vụ; Công an tỉnh", "Sở Tư pháp và Sở Y tế", "Tháng 10"],
]
ROWS = [
    ("Sở Nội vụ", "lead", ["Sở Tài chính", "các xã, phường"], "Tập huấn cho cán bộ cơ sở", "2025-34"),
    ("Sở Y tế", "lead", ["Các địa phương"], "Khám sàng lọc cho phụ nữ", "2025-09-30"),
    ("Sở Nội vụ", "lead", ["Sở Tư pháp", "Sở Y tế"], "Kiểm tra liên ngành", "2025-10"),
    ("Công an tỉnh", "lead", ["Sở Tư pháp", "Sở Y tế"], "Kiểm tra liên ngành", "2025-10"),
]


def bars(rows: list[list[str]]) -> str:
    return "".join("".join(f"|\n{cell}\n" if cell else "|\n" for cell in row) + "|\n" for row in rows)


def lines(rows: list[list[str]]) -> str:
    return "".join(" | ".join(row) + "\n" for row in rows)


def markdown(rows: list[list[str]]) -> str:
    head, *body = [f"| {' | '.join(row)} |\n" for row in rows]
    return head + "|" + "---|" * len(rows[0]) + "\n" + "".join(body)


SHAPES = [pytest.param(bars, id="bars"), pytest.param(lines, id="lines"), pytest.param(markdown, id="markdown")]


def rows_of(text: str) -> list[tuple[Any, ...]]:
    return [
        (d.agency.text if d.agency else "", d.role, partners(d), d.task, d.due.edtf if d.due else None)
        for d in duties(text)
    ]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("place", [tasks, organisation])
def test_row_of_a_task_table_is_a_duty(shape: Any, place: Any) -> None:
    assert rows_of(place(f"1. Danh mục\n\n{shape(TABLE)}\n")) == ROWS


@pytest.mark.parametrize(
    "header",
    [
        ["STT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn hoàn thành"],
        ["TT", "Nội dung", "Chủ trì", "Phối hợp", "Tiến độ"],
        ["TT", "Tên nhiệm vụ", "Cơ quan, đơn vị chủ trì", "Cơ quan, đơn vị phối hợp", "Thời gian thực hiện"],
        ["TT", "Hoạt động", "Đơn vị thực hiện", "Phối hợp thực hiện", "Thời gian"],
    ],
)
def test_headers_of_task_tables(header: list[str]) -> None:
    assert rows_of(tasks(f"1. Danh mục\n\n{markdown([header, *TABLE[1:]])}\n")) == ROWS


def test_task_table_without_bars() -> None:
    rows = [
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"],
        ["1", "Biên soạn tài liệu", "Sở Y tế", "UBND các xã, phường", "Tháng 6/2025"],
        ["2", "Tập huấn cho cán bộ cơ sở", "Sở Nội vụ", "Các sở, ngành", "Quý III/2025"],
    ]
    found = duties(organisation("\n".join(cell for row in rows for cell in row) + "\n"))
    assert [
        (d.agency.text, d.task, [p.text for p in d.partners], d.due and d.due.edtf)
        for d in found
        if d.agency and d.task
    ] == [
        ("Sở Y tế", "Biên soạn tài liệu", ["UBND các xã, phường"], "2025-06"),
        ("Sở Nội vụ", "Tập huấn cho cán bộ cơ sở", ["Các sở, ngành"], "2025-35"),
    ]


def test_table_without_partners_and_time() -> None:
    rows = [[row[0], row[1], row[2]] for row in TABLE]
    found = rows_of(tasks(f"1. Danh mục\n\n{markdown(rows)}\n"))
    assert found == [(agency, role, [], task, None) for agency, role, _, task, _ in ROWS]


@pytest.mark.parametrize("shape", [lines, markdown])
def test_row_without_an_owner_is_no_duty(shape: Any) -> None:
    rows = [TABLE[0], TABLE[1], ["2", "Khám sàng lọc cho phụ nữ", "", "Các địa phương", ""], TABLE[3]]
    assert rows_of(tasks(f"1. Danh mục\n\n{shape(rows)}\n")) == [ROWS[0], *ROWS[2:]]


def test_table_of_something_else_is_no_task_table() -> None:
    rows = [
        ["TT", "Họ và tên", "Chức vụ"],
        ["1", "Nguyễn Thị Hoa", "Giám đốc Sở Nội vụ"],
        ["2", "Lý A Páo", "Chủ tịch UBND xã"],
    ]
    assert rows_of(tasks(f"1. Danh sách\n\n{markdown(rows)}\n")) == []


# --- what charges no one --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        # rights
        "Sở Y tế được hưởng kinh phí hỗ trợ.",
        "Sở Y tế được sử dụng trụ sở cũ.",
        "Sở Y tế có quyền yêu cầu các đơn vị cung cấp số liệu.",
        # past deeds
        "Sở Y tế đã tổ chức 05 lớp tập huấn.",
        "Năm 2024, Sở Y tế đã chủ trì 05 lớp tập huấn.",
        # bodies that only stand somewhere
        "Tổ chức hội nghị tại Sở Y tế.",
        "Kết quả được gửi về Sở Y tế.",
        "Trụ sở của Sở Y tế đặt tại phường Cam Đường.",
        "Bộ chỉ số được Sở Y tế công bố.",
        "Giao ban trực tuyến hằng tháng.",
        "Ban giám sát cộng đồng có tối thiểu một phần ba là nữ.",
        "Nhân viên các tổ chức cung cấp dịch vụ.",
    ],
)
def test_rights_past_deeds_and_places_are_no_duties(text: str) -> None:
    assert agencies(organisation(f"- {text}\n")) == []


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Sở Y tế thực hiện các nhiệm vụ được giao.", "Sở Y tế"),
        ("Các đơn vị thực hiện nhiệm vụ được giao chủ trì.", "Các đơn vị"),
        ("Sở Y tế sử dụng kinh phí được giao.", "Sở Y tế"),
        ("Sở Y tế được giao chủ trì khám sàng lọc.", "Sở Y tế"),
    ],
)
def test_what_is_given_is_no_part_of_a_name(text: str, agency: str) -> None:
    assert agencies(organisation(f"- {text}\n")) == [agency]


@pytest.mark.parametrize(
    "text",
    [
        plan("I. MỤC ĐÍCH\nNâng cao nhận thức.\n").replace("Căn cứ Luật", "Theo đề nghị của Giám đốc Sở Nội vụ; căn cứ Luật"),
        plan("I. MỤC ĐÍCH\nNâng cao nhận thức.\n").replace("- Các sở, ngành;", "- Sở Nội vụ (chủ trì theo dõi);"),
        plan("I. MỤC ĐÍCH\nNâng cao nhận thức.\n").replace("KẾ HOẠCH\n", "KẾ HOẠCH\nKính gửi: Sở Nội vụ\n", 1),
    ],
    ids=["preamble", "recipients", "addressee"],
)  # fmt: skip
def test_preamble_recipients_and_addressee_are_charged_with_nothing(text: str) -> None:
    assert agencies(text) == []


@pytest.mark.parametrize(
    "heading",
    [
        "Kinh phí thực hiện",
        "Chế độ thông tin, báo cáo",
        "Thời gian thực hiện",
        "Khen thưởng, kỷ luật",
        "Công tác kiểm tra, giám sát",
        "Phòng, chống bạo lực gia đình",
        "Tiến độ thực hiện",
        "Điều khoản thi hành",
        "Kiểm tra, giám sát",
        "Tuyên truyền",
        "Phân công trách nhiệm",
        "Danh mục nhiệm vụ",
    ],
)
def test_heading_that_names_no_body_charges_no_one(heading: str) -> None:
    assert agencies(organisation(f"1. Sở Nội vụ\n- Theo dõi Kế hoạch.\n2. {heading}\n- Xây dựng chuyên trang.\n")) == [
        "Sở Nội vụ"
    ]


def test_headings_of_time_place_and_people_charge_no_one() -> None:
    lines = """1. Thời gian: từ tháng 3 đến tháng 12 năm 2025.
2. Đối tượng: cán bộ, hội viên phụ nữ.
3. Địa điểm: Hội trường UBND xã.
4. Thành phần tham dự: đại diện các sở, ngành.
"""
    assert agencies(organisation(lines)) == []


def test_a_duty_ends_with_its_sentence() -> None:
    line = "Trên đây là Kế hoạch năm 2025, yêu cầu các đơn vị nghiêm túc thực hiện. Trong quá trình triển khai, nếu có vướng mắc, đề nghị phản ánh về Sở Nội vụ."
    assert assigned(line)[0] == ("các đơn vị", "implement", "nghiêm túc thực hiện")


# --- spans and robustness -------------------------------------------------------------------------------------------

LINES = """1. Sở Văn hóa, Thể thao và Du lịch
- Chủ trì, phối hợp với Sở Tài chính, Ủy ban nhân dân các xã, phường tuyên truyền trước ngày 30/6/2025.
2. Đề nghị Hội Liên hiệp Phụ nữ tỉnh:
- Vận động hội viên tham gia các hoạt động của Kế hoạch.
Giao Sở Nội vụ theo dõi, đôn đốc các cơ quan, đơn vị thực hiện Kế hoạch này.
"""


def words(value: str) -> str:
    """Words on one line, as cleaning leaves them."""
    return " ".join(clean(value).text.split())


def plain(text: str) -> list[Any]:
    return [
        (words(d.agency.name if d.agency else ""), d.role, [words(p.name) for p in d.partners], words(d.task), d.due and d.due.edtf, d.inherited)
        for d in duties(text)
    ]  # fmt: skip


def exact(text: str) -> None:
    found = duties(text)
    assert found
    for duty in found:
        for span in spans(duty):
            assert span.text == text[span.start : span.end]
            assert span.text.strip(' \n\t*|";') == span.text
        assert words(text[duty.start : duty.end]) == words(duty.task)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: unicodedata.normalize("NFD", text), id="NFD"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: text.replace(" ", "\u00a0"), id="NBSP"),
        pytest.param(lambda text: "\ufeff" + text, id="BOM"),
        pytest.param(lambda text: text.replace("Sở Nội vụ", "**Sở Nội vụ**").replace("Sở Tài chính", "*Sở Tài chính*"), id="bold"),
        pytest.param(lambda text: text.replace("1. Sở Văn hóa, Thể thao và Du lịch", "**1. Sở Văn hóa, Thể thao và Du lịch**"), id="bold heading"),
        pytest.param(lambda text: text.replace("Ủy ban", "Uỷ ban").replace("hóa", "hoá"), id="old tone placement"),
    ],
)  # fmt: skip
def test_duties_are_the_same_however_the_text_is_written(change: Any) -> None:
    text = organisation(LINES)
    changed = change(text)
    exact(text)
    exact(changed)
    assert plain(changed) == plain(text)


ITEM = LINES.splitlines()[1]
BREAKS = [match.start() for match in re.finditer(" ", ITEM)][1:]


@pytest.mark.parametrize(
    "at", [pytest.param(at, id=ITEM[at - 6 : at + 8].replace(" ", "_")) for at in BREAKS if not ITEM[at + 1].isupper()]
)
def test_duties_are_the_same_wherever_a_line_is_broken(at: int) -> None:
    text = organisation(LINES.replace(ITEM, ITEM[:at] + "\n" + ITEM[at + 1 :]))
    exact(text)
    assert plain(text) == plain(organisation(LINES))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("với", "Sở Tài chính"),
        ("và", "Bộ Chỉ huy"),
        ("Tài chính,", "Ủy ban nhân dân"),
        ("Sở", "Tài chính"),
        ("Bộ", "Chỉ huy"),
        ("Hội", "Nông dân"),
    ],
)
def test_a_list_of_bodies_is_the_same_wherever_a_line_is_broken(left: str, right: str) -> None:
    item = "- Chủ trì, phối hợp với Sở Tài chính, Ủy ban nhân dân các xã, phường, Hội Nông dân tỉnh và Bộ Chỉ huy quân sự tỉnh tuyên truyền."
    assert f"{left} {right}" in item
    text = organisation("1. Sở Nội vụ\n" + item.replace(f"{left} {right}", f"{left}\n{right}") + "\n")
    exact(text)
    assert plain(text) == plain(organisation(f"1. Sở Nội vụ\n{item}\n"))


@pytest.mark.parametrize(
    "unit",
    ["Sở Nội vụ, ", "Sở ", "các ", "các sở, ", "Giám đốc các Sở: ", "UBND các xã, ", "chủ trì ", "phối hợp với ", "Giao ", "Sở Y tế chủ trì; ", "1. Sở Y tế\n", "1. Sở Y tế:\n- Tập huấn;\n", "Cơ quan chủ trì: Sở Y tế. ", "a | b\n", "|\n1\n"],
)  # fmt: skip
def test_one_thing_repeated_gives_duties_with_exact_spans(unit: str) -> None:
    text = "I. TỔ CHỨC THỰC HIỆN\n- " + unit * (2000 // len(unit))
    for duty in duties(text):
        for span in spans(duty):
            assert span.text == text[span.start : span.end]


FRAGMENTS = """
I. TỔ CHỨC THỰC HIỆN|1. |2. |a) |- |+ |Điều 3.|Sở Nội vụ|Sở Văn hóa, Thể thao và Du lịch|Giám đốc các Sở: Nội vụ, Y tế|UBND các xã, phường|các cơ quan, đơn vị|Hội Liên hiệp Phụ nữ tỉnh
Giao|Đề nghị|Yêu cầu|do|chủ trì|phối hợp với|tham mưu|có trách nhiệm|chịu trách nhiệm|theo dõi|báo cáo|Cơ quan chủ trì:|Cơ quan phối hợp:|được|đã|các nội dung sau:
TT | Nhiệm vụ | Chủ trì | Phối hợp|1 | Tập huấn | Sở Y tế | Sở Nội vụ|---|---|trước ngày 15/6|của|và|;|,|.|Trách nhiệm của|Căn cứ Kế hoạch này,|Nơi nhận:
""".replace("\n", "|").strip("|").split("|")  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(FRAGMENTS), st.sampled_from([" ", " ", "\n", ":\n", "; ", ", ", "", "|", "\n|\n", "**"])
        ),
        max_size=30,
    ).map(lambda parts: "".join(a + b for a, b in parts))
)
def test_fragments_in_any_order_give_duties_with_exact_spans(text: str) -> None:
    for source in (text, unicodedata.normalize("NFD", text)):
        record = kehoach.extract(text=source)
        for duty in record.responsibilities:
            assert duty.agency is not None
            for span in spans(duty):
                assert span.text == source[span.start : span.end]
            assert duty.section is None or 0 <= duty.section < len(record.sections)
            assert duty.due is None or duty.due.date is None or duty.due.date < len(record.dates)


# --- lists of bodies --------------------------------------------------------------------------------------------------


def work(text: str) -> list[tuple[str, str]]:
    return [(duty.agency.name, duty.task) for duty in duties(text)]


class TestListsOfBodies:
    """Lists whose lines open with bodies assign, whatever the heading is called."""

    def test_a_heading_of_any_wording(self) -> None:
        found = work(
            "I. YÊU CẦU\nLàm thiết thực.\nII. AI LÀM VIỆC GÌ\n"
            "Bộ Chỉ huy Bộ đội Biên phòng tỉnh: tiếp nhận ban đầu người bị mua bán ở cửa khẩu.\n"
            "Sở Y tế: nói chuyện về hậu quả của lựa chọn giới tính.\n"
            "Sở Giáo dục và Đào tạo lo lớp bơi cho học sinh tiểu học.\n"
        )
        assert found == [
            ("Bộ Chỉ huy Bộ đội Biên phòng tỉnh", "tiếp nhận ban đầu người bị mua bán ở cửa khẩu"),
            ("Sở Y tế", "nói chuyện về hậu quả của lựa chọn giới tính"),
            ("Sở Giáo dục và Đào tạo", "lo lớp bơi cho học sinh tiểu học"),
        ]

    def test_a_name_on_a_line_of_its_own(self) -> None:
        found = work(
            "I. YÊU CẦU\nLàm thiết thực.\nII. PHÂN VAI\nSở Y tế\n- Cử cô đỡ thôn bản theo dõi thai phụ.\n- Vận hành đường dây tư vấn.\n"
            "Sở Tài chính\n- Thẩm định, trình cấp kinh phí.\nCông đoàn ngành\n- Vận động đoàn viên.\n"
            "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n"
        )
        assert found == [
            ("Sở Y tế", "Cử cô đỡ thôn bản theo dõi thai phụ"),
            ("Sở Y tế", "Vận hành đường dây tư vấn"),
            ("Sở Tài chính", "Thẩm định, trình cấp kinh phí"),
            ("Công đoàn ngành", "Vận động đoàn viên"),
        ]

    def test_numbered_headings_that_name_bodies(self) -> None:
        found = work(
            "6. PHÂN VIỆC\n6.1 Công an phường: trực đường dây báo tin.\n6.2 Trạm Y tế: thăm từng nhà.\n"
            "6.3 Hội Liên hiệp Phụ nữ phường: bảo lãnh vay vốn.\n"
        )
        assert [agency for agency, _ in found] == ["Công an phường", "Trạm Y tế", "Hội Liên hiệp Phụ nữ phường"]

    @pytest.mark.parametrize(
        "text",
        [
            "II. KẾT QUẢ NĂM 2023\nSở Y tế đã mở 12 lớp.\nSở Nội vụ đã cử 4 người đi học.\nSở Tài chính đã cấp đủ kinh phí.\n",
            "2. Thành phần dự họp\nSở Y tế cử lãnh đạo dự.\nSở Nội vụ cử lãnh đạo dự.\nSở Tài chính cử lãnh đạo dự.\n",
            "3. Các ủy viên\n- 01 Phó Trưởng ban Ban Tổ chức;\n- 01 Thứ trưởng Bộ Nội vụ;\n- 02 đại diện Bộ Tài chính.\n",
            "3. Đối tượng\n- Lãnh đạo Sở Tư pháp phụ trách công chứng;\n- Trưởng phòng theo dõi lĩnh vực;\n- Ủy ban nhân dân xã bao gồm công chức tư pháp;\n",
            "IV. NỘI DUNG\nSở Y tế ngành mình giao lưu.\nTổ chức hội thi vào quý III.\nMở lớp tập huấn.\nTuyên truyền trên loa.\n",
        ],
    )
    def test_lists_that_charge_nobody(self, text: str) -> None:
        assert work(text) == []

    def test_a_colon_behind_the_name_whatever_stands_between(self) -> None:
        found = duties(
            "AI LÀM GÌ\n* Phòng Trẻ em (Sở): lo lễ phát động, băng rôn.\n* CDC: giữ điểm tư vấn ở chợ.\n"
            "* Ban Tuyên giáo - Chính sách luật pháp: mở chuyên mục chị em làm giàu.\n"
            "* Chi cục Dân số - KHHGĐ: điều phối việc can thiệp ở hai huyện.\n"
        )
        assert [duty.agency.text for duty in found] == [
            "Phòng Trẻ em",
            "CDC",
            "Ban Tuyên giáo - Chính sách luật pháp",
            "Chi cục Dân số - KHHGĐ",
        ]

    def test_numbers_of_people_are_no_work(self) -> None:
        assert work("V. TỔ CHỨC THỰC HIỆN\n- Ban bầu cử xã: 01 cá nhân;\n- Công an xã: không quá 05 người.\n") == []


class TestHeadingsThatAreSentences:
    """A heading or an article that charges a body and leads in a list hands the list down."""

    def test_an_article_that_leads_in(self) -> None:
        found = work(
            "QUYẾT ĐỊNH\nĐiều 1. Phê duyệt danh mục kèm theo.\n"
            "**Điều 2. Chánh Thanh tra Sở có trách nhiệm:**\n1. Rà soát hồ sơ.\n2. Trả lời người hỏi.\n"
            "**Điều 3. Giao Trưởng Phòng Tài chính thực hiện các nhiệm vụ sau:**\na) Lập bảng chi.\nb) Giữ sổ.\n"
        )
        assert found == [
            ("Chánh Thanh tra Sở", "Rà soát hồ sơ"),
            ("Chánh Thanh tra Sở", "Trả lời người hỏi"),
            ("Trưởng Phòng Tài chính", "Lập bảng chi"),
            ("Trưởng Phòng Tài chính", "Giữ sổ"),
        ]

    def test_what_a_body_leads_in_a_regulation(self) -> None:
        text = (
            "Chương II\nNỘI DUNG PHỐI HỢP\nĐiều 5. Nội dung Sở Xây dựng có trách nhiệm chủ trì\n"
            "1. Thẩm tra bản vẽ nhà thờ họ.\n2. Trả lời về hành lang đường.\n"
            "Điều 6. Nội dung Công an tỉnh có trách nhiệm phối hợp\n1. Giữ trật tự ngày hội.\n2. Chốt đường.\n"
        )
        found = [(duty.agency.name, duty.role) for duty in duties(text)]
        assert found == [("Sở Xây dựng", "lead")] * 2 + [("Công an tỉnh", "coordinate")] * 2

    def test_powers_that_are_handed_over_are_no_duties(self) -> None:
        assert (
            work(
                "QUYẾT ĐỊNH\n**Điều 1. Ủy quyền cho Giám đốc Sở Y tế thực hiện các việc sau:**\n"
                "1. Cấp giấy phép hành nghề.\n2. Thu hồi giấy phép.\n"
            )
            == []
        )

    def test_an_item_that_names_one_of_the_headings_bodies(self) -> None:
        found = work(
            "QUYẾT ĐỊNH\n**Điều 2. Sở Y tế, UBND cấp xã có trách nhiệm:**\n"
            "1. Đối với thủ tục về dược: Giao Sở Y tế rút ngắn thời gian.\n2. Ghi sổ hằng ngày.\n"
        )
        assert found == [
            ("Sở Y tế", "rút ngắn thời gian"),
            ("Sở Y tế", "Ghi sổ hằng ngày"),
            ("Ủy ban nhân dân cấp xã", "Ghi sổ hằng ngày"),
        ]


class TestSentencesAnywhere:
    """Sentences that charge outside of the sections that assign."""

    @pytest.mark.parametrize(
        ("text", "agency"),
        [
            (
                "Hội đồng nhân dân thành phố thống nhất giao Ủy ban nhân dân thành phố bố trí vốn.",
                "Ủy ban nhân dân thành phố",
            ),
            ("Trong quá trình làm, nếu có vướng mắc, các đơn vị phản ánh về Sở Nội vụ.", "các đơn vị"),
            (
                "Quá trình thực hiện có khó khăn, đề nghị thủ trưởng các đơn vị báo cáo về Cục.",
                "thủ trưởng các đơn vị",
            ),
            (
                "Trên đây là Kế hoạch của Tiểu ban thông tin, tuyên truyền, khánh tiết xã, đề nghị các thôn làm tốt.",
                "các thôn",
            ),
            ("Thuê bao phải có trách nhiệm trả lại thiết bị.", "Thuê bao"),
            ("Người giữ hộp thư khi đổi việc phải có trách nhiệm bàn giao mật khẩu.", "Người giữ hộp thư"),
            ("Tổ chức quản lý chợ có trách nhiệm lập biên bản.", "Tổ chức quản lý chợ"),
        ],
    )
    def test_charged(self, text: str, agency: str) -> None:
        assert [found for found, _ in work(f"KẾ HOẠCH\nI. NỘI DUNG\n1. Phạm vi\n{text}\n")] == [agency]

    @pytest.mark.parametrize(
        "text",
        [
            "Bộ Y tế giao mỗi bệnh viện tuyến tỉnh có kế hoạch riêng.",
            "Ban Quản lý yêu cầu đơn vị bổ sung giấy tờ còn thiếu.",
            "Tổ chức quản lý hồ sơ tại kho và tra cứu khi cần.",
            "Năm qua còn vướng mắc, các đơn vị đã phản ánh.",
            "Ủy ban nhân dân tỉnh giao đất cho người trồng rừng.",
        ],
    )
    def test_told_of_others(self, text: str) -> None:
        assert work(f"KẾ HOẠCH\nI. CƠ SỞ\n1. Tình hình\n{text}\n") == []


class TestLabels:
    """`Cơ quan chủ trì: A`, in every place where a plan sets it."""

    def found(self, text: str) -> list[tuple[str, str, list[str]]]:
        return [
            (duty.agency.text, duty.task, [partner.text for partner in duty.partners])
            for duty in duties(f"KẾ HOẠCH\nI. NHIỆM VỤ\n{text}\n")
        ]

    def test_as_an_item_of_its_own(self) -> None:
        assert self.found(
            "1. Dựng sân khấu lưu động\na) Nội dung: Dựng ở ba chợ phiên.\nb) Cơ quan chủ trì: Sở Y tế\n"
            "c) Cơ quan phối hợp: Công an tỉnh, Sở Nội vụ\nd) Thời gian thực hiện: Quý I/2026"
        ) == [("Sở Y tế", "Dựng sân khấu lưu động", ["Công an tỉnh", "Sở Nội vụ"])]

    def test_as_dashes_below_each_task(self) -> None:
        assert self.found(
            "1. Vẽ tường rào trường học.\n- Đơn vị chủ trì: Sở Y tế.\n- Thời gian: tháng 3.\n"
            "2. Trồng cây ở sân đình.\n- Thời gian: tháng 4.\n- Đơn vị tham mưu: Sở Nội vụ.\n- Phối hợp: Công an tỉnh."
        ) == [
            ("Sở Y tế", "Vẽ tường rào trường học", []),
            ("Sở Nội vụ", "Trồng cây ở sân đình", ["Công an tỉnh"]),
        ]

    def test_as_a_heading_with_the_bodies_below(self) -> None:
        assert self.found(
            "1. Nội dung\na) Đọc chỉ thị ở thôn.\n2. Cơ quan chủ trì\n- Ban Chỉ đạo tỉnh.\n- Các sở, ngành liên quan.\n"
            "3. Cơ quan phối hợp\n- Công an tỉnh.\n4. Thời gian: tháng 12."
        ) == [
            ("Ban Chỉ đạo tỉnh", "NHIỆM VỤ", ["Công an tỉnh"]),
            ("Các sở, ngành liên quan", "NHIỆM VỤ", ["Công an tỉnh"]),
        ]

    def test_behind_its_task_on_the_line(self) -> None:
        assert self.found(
            "1. In tờ rơi. Chịu trách nhiệm: Phòng Tổng hợp.\n2. Mở cuộc thi (Sở Y tế chủ trì, phối hợp với Công an tỉnh)."
        ) == [
            ("Phòng Tổng hợp", "In tờ rơi", []),
            ("Sở Y tế", "Mở cuộc thi", ["Công an tỉnh"]),
        ]

    def test_a_sentence_behind_the_label_is_the_duty(self) -> None:
        assert self.found("1. Mở lớp bơi\na) Phân công: Sở Y tế chủ trì, phối hợp với Công an tỉnh mở lớp.") == [
            ("Sở Y tế", "chủ trì, phối hợp với Công an tỉnh mở lớp", ["Công an tỉnh"])
        ]

    def test_headings_that_only_begin_so(self) -> None:
        assert self.found("1. Cơ quan chủ trì\nHọp ba tháng một lần.\n2. Đơn vị thực hiện tốt\n- Sở Y tế.") == []


class TestTableWords:
    """The columns of task tables under words of any plan."""

    @pytest.mark.parametrize(
        ("header", "row", "agencies", "partners"),
        [
            ("| TT | Việc | Ai làm | Bao giờ xong |", "| 1 | Mở lớp bơi | Đội Trật tự | 6/2026 |", ["Đội Trật tự"], []),
            ("| TT | Nội dung | Đơn vị lo | Khi nào |", "| 1 | Mở lớp bơi | Trạm Y tế | 6/2026 |", ["Trạm Y tế"], []),
            (
                "| TT | Nội dung | CQ chủ trì/ phối hợp | Hạn |",
                "| 1 | Mở lớp bơi | Trạm Y tế chủ trì; Công an xã, Xã đội phối hợp | 6/2026 |",
                ["Trạm Y tế"],
                ["Công an xã"],
            ),
        ],
    )
    def test_found(self, header: str, row: str, agencies: list[str], partners: list[str]) -> None:
        second = row.replace("| 1 |", "| 2 |").replace("lớp bơi", "lớp vẽ")
        found = duties(f"KẾ HOẠCH\nI. NHIỆM VỤ\n\n{header}\n|---|---|---|---|\n{row}\n{second}\n")
        assert [duty.agency.text for duty in found] == agencies * 2
        assert [partner.text for partner in found[0].partners][: len(partners)] == partners


class TestListsOfPartners:
    """A list of partners that semicolons part belongs to the one who leads."""

    def test_the_deed_behind_the_list(self) -> None:
        found = work(
            "QUYẾT ĐỊNH\nĐiều 2. Giao Sở Xây dựng chủ trì, phối hợp với các sở, ngành; Ủy ban nhân dân các xã; "
            "các doanh nghiệp triển khai Kế hoạch này.\nĐiều 3. Chánh Văn phòng chịu trách nhiệm thi hành.\n"
        )
        assert [agency for agency, _ in found] == ["Sở Xây dựng", "Chánh Văn phòng"]

    def test_the_next_body_that_leads(self) -> None:
        found = work(
            "V. TỔ CHỨC THỰC HIỆN\nGiao Sở Xây dựng chủ trì, phối hợp với các sở, ngành; Sở Y tế tham mưu việc khám thai.\n"
        )
        assert [agency for agency, _ in found] == ["Sở Xây dựng", "Sở Y tế"]


def test_markers_that_the_outline_does_not_know() -> None:
    found = work(
        "A. MỤC ĐÍCH\nLàm thiết thực.\nB. PHÂN CÔNG, KINH PHÍ\nB.1. Ban Giám hiệu: giữ việc chung.\nB.2. Khoa Sư phạm: dạy học phần giới.\n"
        "B.3. Công đoàn: làm ngày hội.\n"
    )
    assert [agency for agency, _ in found] == ["Ban Giám hiệu", "Khoa Sư phạm", "Công đoàn"]


def test_the_plans_last_words_are_not_the_last_bodys_duty() -> None:
    found = work(
        "V. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- Mở lớp.\n2. Đoàn Thanh niên\n- Làm phim.\n"
        "Trong lúc triển khai nếu vướng mắc, đề nghị phản ánh qua số máy nội bộ.\n"
    )
    assert [task for _, task in found] == ["Mở lớp", "Làm phim"]


def test_a_heading_joined_to_its_text_ends_with_its_line() -> None:
    found = assigned(
        "1. Sở Tài chính, Sở Kế hoạch và Đầu tư\nTham mưu UBND tỉnh bố trí kinh phí.\n2. Sở Nội vụ\nTheo dõi."
    )
    assert [agency for agency, _, _ in found][:2] == ["Sở Tài chính", "Sở Kế hoạch và Đầu tư"]


@pytest.mark.parametrize(
    "line",
    [
        "1. Công an tỉnh, Sở Tài chính mỗi đơn vị đề nghị không quá 01 tập thể, 03 cá nhân.",
        "1. Ủy ban nhân dân xã: Xét tối đa 15 tập thể và 30 cá nhân.",
        "1. Cơ quan tổ chức lập quy hoạch: Ban Quản lý dự án.",
        "1. Cơ quan quản lý trực tiếp: là cơ quan, tổ chức có tư cách pháp nhân, có con dấu riêng.",
        "1. Ban Chỉ đạo họp định kỳ hằng quý.",
    ],
)
def test_quotas_meanings_and_labels_charge_no_one(line: str) -> None:
    assert assigned(line) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- Giao trách nhiệm cho Phòng Nội vụ theo dõi.", ("Phòng Nội vụ", "monitor")),
        (
            "- Trong quá trình tổ chức, triển khai nếu có khó khăn, đề nghị các đơn vị báo cáo Sở Nội vụ.",
            ("các đơn vị", "requested"),
        ),
        ("- Sở Y tế theo chức năng phối hợp thực hiện.", ("Sở Y tế", "coordinate")),
        ("- Sở Tài chính trên cơ sở đề nghị của các đơn vị tham mưu bố trí kinh phí.", ("Sở Tài chính", "advise")),
    ],
)
def test_charges_in_other_words(line: str, expected: tuple[str, str]) -> None:
    assert [(agency, role) for agency, role, _ in assigned(line)] == [expected]


def test_the_first_deed_parts_a_list_of_names_from_what_they_do() -> None:
    found = assigned("- Kế toán, thủ kho hành chính cơ quan lập dự toán và chuẩn bị hội trường.")
    assert found
    assert all(task.startswith("lập dự toán") and not agency.endswith(" và") for agency, _, task in found)


# --- subjects, deadlines and partners that stand apart from their duty ---------------------------------------------------


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        (
            "Trong thời hạn 07 ngày từ khi có đơn xin hỗ trợ vốn Hội Nông dân xã có trách nhiệm xác minh.",
            "Hội Nông dân xã",
        ),
        ("Sau khi nhận đủ phiếu khảo sát Sở Nội vụ có trách nhiệm công bố kết quả.", "Sở Nội vụ"),
    ],
)
def test_a_body_that_no_comma_parts_from_the_adverbial(line: str, agency: str) -> None:
    assert sentence(line).agency.text == agency  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "line",
    [
        "Khi thay đổi kế toán của Sở Nội vụ có trách nhiệm bàn giao.",
        "Trước khi ký hợp đồng với Công ty Điện lực có trách nhiệm đo đếm.",
    ],
)
def test_a_name_that_belongs_to_the_words_before_it_is_no_subject(line: str) -> None:
    assert duties(organisation(f"- {line}\n")) == ()


def test_items_have_the_deadline_of_their_lead_in() -> None:
    found = duties(
        organisation(
            "Trước ngày 15/11 hằng năm, Sở Y tế có trách nhiệm:\n\na) Thống kê số trẻ sinh ra;\n\n"
            "b) Gửi văn bản báo cáo trước ngày 20/11 hằng năm.\n"
        )
    )
    assert [(duty.role, duty.due and duty.due.edtf) for duty in found] == [
        ("implement", "XXXX-11-15"),
        ("report", "XXXX-11-20"),
    ]


def test_partners_behind_a_semicolon_do_the_body_s_work_and_not_their_own() -> None:
    found = duties(
        organisation("1. Sở Nội vụ\n\n- Phối hợp với Văn phòng Sở; Hội Nông dân tỉnh tổ chức niêm yết danh sách.\n")
    )
    assert [(duty.agency.text, duty.role) for duty in found if duty.agency] == [("Sở Nội vụ", "coordinate")]


def test_steps_of_a_procedure_are_no_duties() -> None:
    table = (
        "| Trình tự | Nội dung công việc | Phân công | Thời gian |\n|---|---|---|---|\n"
        "| Bước 1 | Nhận đơn | Công chức một cửa | 0,5 ngày |\n| Bước 2 | Xem xét đơn | Sở Nội vụ | 02 ngày |\n"
    )
    assert duties(plan(table)) == ()
    assert len(duties(plan(table.replace("Bước 1", "1").replace("Bước 2", "2")))) == 2


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Ủy ban Quốc gia phòng, chống AIDS và phòng, chống ma túy chủ trì kiểm tra.",
            ["Ủy ban Quốc gia phòng, chống AIDS và phòng, chống ma túy"],
        ),
        ("Đảng đoàn Mặt trận Tổ quốc tỉnh phối hợp với Sở Nội vụ rà soát.", ["Đảng đoàn Mặt trận Tổ quốc tỉnh"]),
        (
            "Thủ trưởng các cơ quan, đơn vị thuộc, trực thuộc Bộ chịu trách nhiệm thi hành Kế hoạch này.",
            ["Thủ trưởng các cơ quan, đơn vị thuộc, trực thuộc Bộ"],
        ),
        (
            "Các tập đoàn, tổng công ty nhà nước, hiệp hội xây dựng kế hoạch tuyển dụng nữ.",
            ["Các tập đoàn, tổng công ty nhà nước, hiệp hội"],
        ),
        (
            "Các sở, ngành, địa phương có thực hiện dự án chủ trì, phối hợp với Sở Tài chính đánh giá.",
            ["Các sở, ngành, địa phương"],
        ),
    ],
)
def test_names_end_where_the_body_ends(line: str, expected: list[str]) -> None:
    assert agencies(organisation(f"- {line}\n")) == expected


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Sở Nội vụ hằng tháng có báo cáo nhanh gửi Ủy ban nhân dân tỉnh.", "report"),
        ("Giao các Phó Chủ tịch xã theo nhiệm vụ được phân công kiểm tra các thôn.", "monitor"),
        ("Kiến nghị Bộ Nội vụ sửa đổi biểu mẫu.", "requested"),
    ],
)
def test_roles_behind_other_openings(line: str, role: str) -> None:
    assert sentence(line).role == role


def test_a_rate_of_pay_is_no_duty() -> None:
    assert duties(organisation("a) Đội trưởng: 561.600 đồng;\n\nb) Sở Nội vụ: 02 triệu đồng.\n")) == ()
