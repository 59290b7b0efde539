"""Reporting duties: who reports to whom, through whom, by when and how often; and papers that are no duties."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_texts import TITLE, organisation, plan
from spans import spans

import kehoach
from kehoach.record import Report
from kehoach.text.clean import clean

PERIOD = "Thực hiện Chiến lược bình đẳng giới giai đoạn 2026 - 2030"


def reports(line: str, title: str = TITLE) -> tuple[Report, ...]:
    """The reports of a line in a section of organisation."""
    return kehoach.extract(text=organisation(line + "\n", title)).reports


def told(line: str) -> list[tuple[list[str], list[str], str | None, str | None, str | None]]:
    """Who, to whom, through whom, by when and how often."""
    return [
        ([a.text for a in r.who], [a.text for a in r.to], r.via and r.via.text, r.due and r.due.edtf, r.frequency)
        for r in reports(line)
    ]


def under(body: str, item: str) -> str:
    return f"1. {body}\n- {item}"


# --- one step -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "who", "to", "due"),
    [
        (under("Các xã, phường", "Báo cáo Sở Nội vụ trước ngày 15/11/2025."), ["Các xã, phường"], ["Sở Nội vụ"], "2025-11-15"),
        (under("Các xã, phường", "Gửi báo cáo về Sở Nội vụ trước ngày 15/11."), ["Các xã, phường"], ["Sở Nội vụ"], "2025-11-15"),
        (under("Các xã, phường", "Báo cáo kết quả thực hiện về Sở Nội vụ."), ["Các xã, phường"], ["Sở Nội vụ"], None),
        (under("Các xã, phường", "Gửi kết quả thực hiện về Sở Nội vụ trong tháng 11/2025."), ["Các xã, phường"], ["Sở Nội vụ"], "2025-11"),
        (under("Các xã, phường", "Tổng hợp, báo cáo Sở Nội vụ chậm nhất ngày 15/11/2025."), ["Các xã, phường"], ["Sở Nội vụ"], "2025-11-15"),
        (under("Các xã, phường", "Trước ngày 15/11/2025, báo cáo Sở Nội vụ."), ["Các xã, phường"], ["Sở Nội vụ"], "2025-11-15"),
        ("- Giao Sở Nội vụ theo dõi, tổng hợp và báo cáo Ủy ban nhân dân tỉnh.", ["Sở Nội vụ"], ["Ủy ban nhân dân tỉnh"], None),
        ("- Sở Nội vụ báo cáo Ủy ban nhân dân tỉnh và Bộ Nội vụ trước ngày 20/12/2025.", ["Sở Nội vụ"], ["Ủy ban nhân dân tỉnh", "Bộ Nội vụ"], "2025-12-20"),
        ("- Các địa phương báo cáo kết quả về Sở Nội vụ trước ngày 15/11/2025.", ["Các địa phương"], ["Sở Nội vụ"], "2025-11-15"),
        ("- Các cơ quan báo cáo Sở Nội vụ trước ngày 15/11/2025.", ["Các cơ quan"], ["Sở Nội vụ"], "2025-11-15"),
        ("- Các cơ quan, đơn vị báo cáo Sở Nội vụ trước ngày 15/11/2025.", ["Các cơ quan, đơn vị"], ["Sở Nội vụ"], "2025-11-15"),
        ("- Các đơn vị báo cáo Sở Nội vụ trước ngày 15/11/2025.", ["Các đơn vị"], ["Sở Nội vụ"], "2025-11-15"),
        ("- Đề nghị các đơn vị gửi kết quả về Sở Nội vụ trước ngày 15/11/2025.", ["các đơn vị"], ["Sở Nội vụ"], "2025-11-15"),
        ("- Thủ trưởng các đơn vị báo cáo Sở Nội vụ trước ngày 15/11/2025.", ["Thủ trưởng các đơn vị"], ["Sở Nội vụ"], "2025-11-15"),
        ("- Các xã, phường gửi báo cáo về Sở Nội vụ trước ngày 15/11/2025.", ["Các xã, phường"], ["Sở Nội vụ"], "2025-11-15"),
        ("- Các xã, phường nộp báo cáo về Sở Nội vụ trước ngày 15/11/2025.", ["Các xã, phường"], ["Sở Nội vụ"], "2025-11-15"),
        (under("Các xã, phường", "Định kỳ báo cáo Sở Nội vụ trước ngày 15/11/2025."), ["Các xã, phường"], ["Sở Nội vụ"], "2025-11-15"),
        (under("Các xã, phường", "Thực hiện chế độ báo cáo định kỳ về Sở Nội vụ trước ngày 15/11/2025."), ["Các xã, phường"], ["Sở Nội vụ"], "2025-11-15"),
    ],
)  # fmt: skip
def test_one_step(line: str, who: list[str], to: list[str], due: str | None) -> None:
    assert [row[:4] for row in told(line)] == [(who, to, None, due)]


@pytest.mark.parametrize(
    ("item", "to", "via"),
    [
        ("Báo cáo Ủy ban nhân dân tỉnh (qua Sở Nội vụ) trước ngày 15/11/2025.", ["Ủy ban nhân dân tỉnh"], "Sở Nội vụ"),
        ("Gửi báo cáo về Ủy ban nhân dân tỉnh (thông qua Sở Nội vụ).", ["Ủy ban nhân dân tỉnh"], "Sở Nội vụ"),
        ("Báo cáo Ủy ban nhân dân tỉnh qua Sở Nội vụ trước ngày 15/11/2025.", ["Ủy ban nhân dân tỉnh"], "Sở Nội vụ"),
        (
            "Gửi báo cáo về Sở Nội vụ (qua Phòng Công tác thanh niên và Bình đẳng giới) trước ngày 15/11/2025.",
            ["Sở Nội vụ"],
            "Phòng Công tác thanh niên và Bình đẳng giới",
        ),
        ("Báo cáo Ủy ban nhân dân tỉnh qua các năm.", ["Ủy ban nhân dân tỉnh"], None),
    ],
)
def test_via(item: str, to: list[str], via: str | None) -> None:
    ((_, receivers, through, _, _),) = told(under("Các xã, phường", item))
    assert (receivers, through) == (to, via)


def test_difficulties_are_reported_when_they_arise() -> None:
    line = "Khi triển khai mà gặp vướng mắc, {} kịp thời báo cáo Ủy ban nhân dân tỉnh (qua Sở Nội vụ) để tháo gỡ."
    for who in ("các địa phương", "các sở, ban, ngành", "các cơ quan, đơn vị"):
        assert told(line.format(who)) == [([who], ["Ủy ban nhân dân tỉnh"], "Sở Nội vụ", None, "ad_hoc")]


# --- chains ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "steps"),
    [
        (
            "Báo cáo kết quả về Sở Nội vụ trước ngày 15/11/2025 để tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 30/11/2025.",
            [("Các xã, phường", "Sở Nội vụ", None, "2025-11-15"), ("Sở Nội vụ", "Ủy ban nhân dân tỉnh", None, "2025-11-30")],
        ),
        (
            "Báo cáo kết quả về Sở Nội vụ trước ngày 15/11/2025 để tổng hợp, báo cáo Ủy ban nhân dân tỉnh.",
            [("Các xã, phường", "Sở Nội vụ", None, "2025-11-15"), ("Sở Nội vụ", "Ủy ban nhân dân tỉnh", None, None)],
        ),
        (
            "Gửi báo cáo về Ủy ban nhân dân tỉnh (qua Sở Nội vụ) trước ngày 15/11/2025 để tổng hợp, báo cáo Bộ Nội vụ.",
            [
                ("Các xã, phường", "Ủy ban nhân dân tỉnh", "Sở Nội vụ", "2025-11-15"),
                ("Sở Nội vụ", "Bộ Nội vụ", None, None),
            ],
        ),
        (
            "Gửi kết quả về Sở Nội vụ trước ngày 15/11/2025 để báo cáo Ủy ban nhân dân tỉnh trước ngày 30/11/2025.",
            [("Các xã, phường", "Sở Nội vụ", None, "2025-11-15"), ("Sở Nội vụ", "Ủy ban nhân dân tỉnh", None, "2025-11-30")],
        ),
    ],
)  # fmt: skip
def test_chain_has_a_report_for_each_step(item: str, steps: list[tuple[str, str, str | None, str | None]]) -> None:
    found = told(under("Các xã, phường", item))
    assert [(to, via, due) for _, (to,), via, due, _ in found] == [step[1:] for step in steps]
    assert found[0][0] == ["Các xã, phường"]
    if steps[0][2] is None:  # else either the receiver or the body on the way may be meant
        assert found[1][0] == [steps[1][0]]


def test_each_receiver_of_a_step_may_have_its_own_deadline() -> None:
    line = under("Sở Nội vụ", "Báo cáo Ủy ban nhân dân tỉnh trước ngày 10/12/2025 và Bộ Nội vụ trước ngày 20/12/2025.")
    assert [(to, due) for _, to, _, due, _ in told(line)] == [
        (["Ủy ban nhân dân tỉnh"], "2025-12-10"),
        (["Bộ Nội vụ"], "2025-12-20"),
    ]


def test_a_report_may_go_to_others_at_the_same_time() -> None:
    line = "- Sở Y tế báo cáo Ủy ban nhân dân tỉnh, đồng thời gửi Bộ Y tế trước ngày 10/12/2025."
    assert told(line) == [(["Sở Y tế"], ["Ủy ban nhân dân tỉnh", "Bộ Y tế"], None, "2025-12-10", None)]


def test_two_reports_of_one_sentence_each_have_their_receiver() -> None:
    line = "- Phòng Kinh tế tổng hợp, báo cáo Ủy ban nhân dân xã phê duyệt danh sách, báo cáo Ủy ban nhân dân tỉnh (qua Sở Y tế)."
    assert [(to, via) for _, to, via, *_ in told(line)] == [
        (["Ủy ban nhân dân xã"], None),
        (["Ủy ban nhân dân tỉnh"], "Sở Y tế"),
    ]


def test_who_carries_a_chain_on() -> None:
    line = under("Các xã, phường", "Gửi kết quả về Sở Nội vụ để tham mưu Ủy ban nhân dân tỉnh báo cáo Bộ Nội vụ.")
    assert [(who, to) for who, to, *_ in told(line)] == [
        (["Các xã, phường"], ["Sở Nội vụ"]),
        (["Ủy ban nhân dân tỉnh"], ["Bộ Nội vụ"]),
    ]


def test_who_may_be_asked_earlier_in_the_paragraph() -> None:
    line = "- Đề nghị các sở, ban, ngành tích cực hưởng ứng; định kỳ báo cáo kết quả về Sở Nội vụ."
    assert told(line)[0][:2] == (["các sở, ban, ngành"], ["Sở Nội vụ"])


def test_who_stands_before_the_verb_or_in_the_heading_and_not_behind_a_preposition() -> None:
    named = "- Sau khi có ý kiến của Sở Tài chính, Sở Y tế có trách nhiệm báo cáo Ủy ban nhân dân tỉnh."
    assert told(named)[0][0] == ["Sở Y tế"]
    inherited = under("Sở Y tế", "Hướng dẫn các trạm y tế; lấy ý kiến của Bộ Y tế, báo cáo Ủy ban nhân dân tỉnh.")
    assert told(inherited)[0][0] == ["Sở Y tế"]


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("- Cấp xã gửi số liệu báo cáo trước ngày 10/6.", ["Cấp xã"]),
        ("- Khi phát hiện sai sót, người cập nhật danh bạ báo cáo ngay Sở Nội vụ.", ["người cập nhật danh bạ"]),
        ("- Khi có cháy, tổ chức quản lý chợ có trách nhiệm lập biên bản và báo cáo Sở Nội vụ.", ["tổ chức quản lý chợ"]),
        ("- Cán bộ, công chức, viên chức phải tự đánh giá, gửi báo cáo về Sở Nội vụ.", ["Cán bộ, công chức, viên chức"]),
    ],
)  # fmt: skip
def test_who_may_be_no_known_body(line: str, who: list[str]) -> None:
    assert told(line)[0][0] == who


@pytest.mark.parametrize(
    "item",
    [
        "Cử công chức theo dõi, báo cáo Sở Nội vụ trước ngày 15/11.",
        "Phân công cán bộ theo dõi, báo cáo Sở Nội vụ trước ngày 15/11.",
        "Rà soát hồ sơ công chức, viên chức để báo cáo Sở Nội vụ trước ngày 15/11.",
        "Theo yêu cầu của cơ quan, người có thẩm quyền, báo cáo Sở Nội vụ trước ngày 15/11.",
    ],
)
def test_who_is_the_heading_s_body_where_others_are_only_named(item: str) -> None:
    assert told(under("Các xã, phường", item))[0][0] == ["Các xã, phường"]


def test_who_is_advised_to_keep_up_reporting() -> None:
    line = under("Sở Nội vụ", "Tham mưu Ủy ban nhân dân tỉnh thực hiện chế độ báo cáo Bộ Nội vụ trước ngày 15/11.")
    assert told(line)[0][:2] == (["Ủy ban nhân dân tỉnh"], ["Bộ Nội vụ"])


@pytest.mark.parametrize(
    ("item", "to"),
    [
        ("Báo cáo các cấp thẩm quyền xem xét.", ["các cấp thẩm quyền"]),
        ("Báo cáo HĐND cùng cấp và Sở Nội vụ.", ["HĐND cùng cấp", "Sở Nội vụ"]),
        ("Báo cáo ngay cho người đứng đầu cơ quan, đơn vị mình để xử lý.", ["người đứng đầu cơ quan, đơn vị mình"]),
        ("Báo cáo kết quả với hội đồng trường trước ngày 25/5.", ["hội đồng trường"]),
        ("Báo cáo cơ quan quản lý Quỹ trước ngày 25/5.", ["cơ quan quản lý Quỹ"]),
        ("Báo cáo Bộ Nội vụ, cơ quan quản lý Quỹ về tình hình.", ["Bộ Nội vụ", "cơ quan quản lý Quỹ"]),
        ("Gửi Bộ Văn hóa, Thể thao và Du lịch kết quả thực hiện.", ["Bộ Văn hóa, Thể thao và Du lịch"]),
    ],
)  # fmt: skip
def test_receivers_by_the_words_that_say_which(item: str, to: list[str]) -> None:
    assert told(under("Các xã, phường", item))[0][1] == to


@pytest.mark.parametrize(
    ("item", "to", "due"),
    [
        ("Tổng hợp gửi Sở Nội vụ trước ngày 15/11.", ["Sở Nội vụ"], "2025-11-15"),
        ("Thống kê số tin, bài gửi Sở Nội vụ trước ngày 15/11.", ["Sở Nội vụ"], "2025-11-15"),
        ("Kết quả các đợt gửi từ ngày 16 đến ngày 20/12/2025.", [], "2025-12-16/2025-12-20"),
    ],
)
def test_figures_gathered_and_sent_are_a_report(item: str, to: list[str], due: str) -> None:
    assert [(row[1], row[3]) for row in told(under("Các xã, phường", item))] == [(to, due)]


def test_what_is_sent_on_need_not_be_named_again() -> None:
    found = told("- Các thôn gửi báo cáo về xã trước ngày 10/11/2025. Xã gửi Sở Nội vụ trước ngày 15/11/2025.")
    assert [(who, to, due) for who, to, _, due, _ in found] == [
        (["Các thôn"], ["xã"], "2025-11-10"),
        (["Xã"], ["Sở Nội vụ"], "2025-11-15"),
    ]
    assert told("- Các thôn treo cờ. Xã gửi Sở Nội vụ trước ngày 15/11.") == []


def test_who_gathers_reports_as_often_as_what_it_got() -> None:
    line = "- Các xã gửi báo cáo 6 tháng về Sở Nội vụ trước ngày 05/6 để tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 10/6."
    assert [often for *_, often in told(line)] == ["half_yearly", "half_yearly"]


def test_word_at_once_is_a_report_to_a_superior_and_not_a_call_for_help() -> None:
    assert told("- Nếu có vướng mắc, các thôn báo ngay Ủy ban nhân dân xã (qua Phòng Văn hóa - Xã hội).") == [
        (["các thôn"], ["Ủy ban nhân dân xã"], "Phòng Văn hóa - Xã hội", None, "ad_hoc")
    ]
    assert told("- Khi có bạo lực, các thôn báo Công an xã.") == []
    assert told("- Khi mất dữ liệu, người dùng báo ngay cho Sở Nội vụ.") == []


def test_an_occasion_may_stand_behind_far_receivers() -> None:
    what = "đầy đủ, chính xác các nội dung liên quan đến việc thực hiện nhiệm vụ được giao và hoạt động của đơn vị mình, kể cả số liệu về người lao động nữ và lao động trẻ, "
    (row,) = told(under("Các xã, phường", f"Báo cáo {what}với Sở Nội vụ khi được yêu cầu."))
    assert (row[1], row[4]) == (["Sở Nội vụ"], "ad_hoc")


def test_places_in_hardship_are_no_occasion() -> None:
    line = under("Các xã, phường", "Rà soát vùng đặc biệt khó khăn, báo cáo Ủy ban nhân dân tỉnh.")
    assert told(line)[0][-1] is None


def test_a_list_is_no_report_but_who_gets_it_may_make_one() -> None:
    line = under("Các xã, phường", "Gửi danh sách về Sở Nội vụ trước ngày 15/3/2025 để tổng hợp, báo cáo Bộ Nội vụ.")
    assert told(line) == [(["Sở Nội vụ"], ["Bộ Nội vụ"], None, None, None)]


def test_what_is_only_heard_of_is_no_report_but_what_is_made_of_it_is() -> None:
    line = "- Nếu có vướng mắc, đề nghị gửi phản ánh về Sở Nội vụ để tổng hợp, báo cáo Ủy ban nhân dân tỉnh."
    assert told(line) == [(["Sở Nội vụ"], ["Ủy ban nhân dân tỉnh"], None, None, "ad_hoc")]


# --- deadlines and frequencies --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("Báo cáo Sở Nội vụ trước ngày 15/12 hằng năm.", [("XXXX-12-15", "yearly")]),
        ("Báo cáo Sở Nội vụ trước ngày 15/12 hàng năm.", [("XXXX-12-15", "yearly")]),
        ("Báo cáo Sở Nội vụ trước ngày 15/6 và ngày 15/12 hằng năm.", [("XXXX-06-15", "yearly"), ("XXXX-12-15", "yearly")]),
        ("Báo cáo Sở Nội vụ trước ngày 25 hằng tháng.", [("XXXX-XX-25", "monthly")]),
        ("Hằng quý báo cáo Sở Nội vụ.", [(None, "quarterly")]),
        ("Hằng năm báo cáo Sở Nội vụ.", [(None, "yearly")]),
        ("Hằng tháng báo cáo Sở Nội vụ.", [(None, "monthly")]),
        ("Định kỳ 6 tháng báo cáo Sở Nội vụ.", [(None, "half_yearly")]),
        ("Báo cáo đột xuất Sở Nội vụ khi có yêu cầu.", [(None, "ad_hoc")]),
        ("Báo cáo 6 tháng gửi Sở Nội vụ trước ngày 15/6/2025.", [("2025-06-15", "half_yearly")]),
        ("Báo cáo Sở Nội vụ trước ngày 15/6 (báo cáo 6 tháng) và trước ngày 15/12 (báo cáo năm).", [("2025-06-15", "half_yearly"), ("2025-12-15", "yearly")]),
        ("Báo cáo 6 tháng trước ngày 15/6, báo cáo năm trước ngày 15/12 về Sở Nội vụ.", [("2025-06-15", "half_yearly"), ("2025-12-15", "yearly")]),
        ("Báo cáo sơ kết 6 tháng trước ngày 15/6/2025; báo cáo tổng kết năm trước ngày 15/12/2025 gửi Sở Nội vụ.", [("2025-06-15", "half_yearly"), ("2025-12-15", "yearly")]),
        ("Định kỳ 6 tháng (trước ngày 15/6) và năm (trước ngày 15/12) báo cáo Sở Nội vụ.", [("2025-06-15", "half_yearly"), ("2025-12-15", "yearly")]),
        ("Báo cáo tuần gửi Sở Nội vụ vào thứ Sáu.", [(None, "weekly")]),
        ("Định kỳ hằng quý, 6 tháng, năm hoặc đột xuất báo cáo Sở Nội vụ.", [(None, "quarterly")]),
        ("Báo cáo Sở Nội vụ trước ngày 20 của tháng cuối quý.", [(None, "quarterly")]),
        (
            "Báo cáo Sở Nội vụ định kỳ 6 tháng (trước ngày 10/6 của năm), năm (trước ngày 10/12 hằng năm).",
            [("XXXX-06-10", "half_yearly"), ("XXXX-12-10", "yearly")],
        ),
        (
            "Định kỳ 06 tháng, hằng năm báo cáo Sở Nội vụ trước ngày 10/6 và ngày 10/12.",
            [("XXXX-06-10", "half_yearly"), ("XXXX-12-10", "yearly")],
        ),
        (
            "Gửi về Sở Nội vụ trước ngày 05/6 đối với báo cáo sơ kết 6 tháng và trước ngày 05/12 đối với báo cáo tổng kết năm.",
            [("2025-06-05", "half_yearly"), ("2025-12-05", "yearly")],
        ),
        (
            "Báo cáo quý trước ngày 20 của tháng cuối quý, báo cáo năm trước ngày 20/12/2025 gửi Sở Nội vụ.",
            [(None, "quarterly"), ("2025-12-20", "yearly")],
        ),
        (
            "Báo cáo kết quả cho Sở Nội vụ. Thời gian gửi báo cáo: trước ngày 15/6/2025 và trước ngày 15/12/2025.",
            [("2025-06-15", None), ("2025-12-15", None)],
        ),
        (
            "Báo cáo Sở Nội vụ trước ngày 15/12/2025, báo cáo đột xuất khi có yêu cầu.",
            [("2025-12-15", None), (None, "ad_hoc")],
        ),
        ("Báo cáo ngay Sở Nội vụ khi có vụ việc nghiêm trọng.", [(None, "ad_hoc")]),
    ],
)  # fmt: skip
def test_deadline_and_frequency(item: str, expected: list[tuple[str | None, str]]) -> None:
    found = told(under("Các xã, phường", item))
    assert [(due, frequency) for *_, due, frequency in found] == expected
    assert ["Sở Nội vụ"] in [to for _, to, *_ in found]


@pytest.mark.parametrize(
    "item",
    [
        "Báo cáo 6 tháng trước ngày 15/6, báo cáo năm trước ngày 15/12 về Sở Nội vụ.",
        "Báo cáo Sở Nội vụ trước ngày 15/6 và ngày 15/12 hằng năm.",
    ],
)
def test_second_deadline_is_a_report_of_its_own_words(item: str) -> None:
    first, second = reports(under("Các xã, phường", item))
    assert first.due and second.due
    assert first.end <= second.start
    assert first.due.end <= first.end
    assert second.start <= second.due.start and second.due.end <= second.end


def test_first_deadline_s_words_end_before_the_second_report() -> None:
    first, second = reports(
        under("Các xã, phường", "Báo cáo 6 tháng trước ngày 15/6, báo cáo năm trước ngày 15/12 về Sở Nội vụ.")
    )
    assert (first.text, second.text) == (
        "Báo cáo 6 tháng trước ngày 15/6",
        "báo cáo năm trước ngày 15/12 về Sở Nội vụ",
    )


def test_a_day_without_its_year_is_open_in_a_plan_of_several_years() -> None:
    (found,) = reports(under("Các xã, phường", "Báo cáo Sở Nội vụ trước ngày 15/12 hằng năm."), PERIOD)
    assert found.due and found.due.edtf == "XXXX-12-15"


def test_a_deadline_points_at_its_date() -> None:
    record = kehoach.extract(text=organisation(under("Các xã, phường", "Báo cáo Sở Nội vụ trước ngày 15/11.\n")))
    (found,) = record.reports
    assert found.due and found.due.date is not None
    assert record.dates[found.due.date].text == found.due.text == "ngày 15/11"


# --- spans ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("Báo cáo kết quả về Sở Nội vụ trước ngày 15/11/2025.", "Báo cáo kết quả về Sở Nội vụ trước ngày 15/11/2025"),
        ("Tổng hợp, báo cáo Sở Nội vụ trước ngày 15/11/2025.", "Tổng hợp, báo cáo Sở Nội vụ trước ngày 15/11/2025"),
        ("Hằng quý báo cáo Sở Nội vụ.", "báo cáo Sở Nội vụ"),
        (
            "Báo cáo Sở Nội vụ (qua Văn phòng Sở) khi có vướng mắc.",
            "Báo cáo Sở Nội vụ (qua Văn phòng Sở) khi có vướng mắc",
        ),
        ("Trước ngày 15/11/2025, báo cáo Sở Nội vụ.", "báo cáo Sở Nội vụ"),
        (
            "Gửi báo cáo về Sở Nội vụ trước ngày 15/11/2025 theo quy định.",
            "Gửi báo cáo về Sở Nội vụ trước ngày 15/11/2025",
        ),
        ("Báo cáo Ủy ban nhân dân tỉnh (qua Sở Nội vụ).", "Báo cáo Ủy ban nhân dân tỉnh (qua Sở Nội vụ)"),
    ],
)
def test_span_goes_from_the_verb_to_the_last_stated_part(item: str, text: str) -> None:
    (found,) = reports(under("Các xã, phường", item))
    assert found.text == text


# --- what is no report ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "item",
    [
        "Gửi dự toán về Sở Tài chính trước ngày 15/7/2025.",
        "Gửi danh sách cán bộ về Sở Nội vụ trước ngày 10/3/2025.",
        "Gửi hồ sơ về Sở Nội vụ trước ngày 10/3/2025.",
        "Trình Ủy ban nhân dân tỉnh ban hành văn bản trước ngày 10/3/2025.",
        "Phản ánh vướng mắc về Sở Nội vụ.",
        "Thông báo lịch tập huấn cho các xã trước ngày 10/3/2025.",
        "Xây dựng đội ngũ báo cáo viên tại các xã.",
        "Thực hiện theo Báo cáo số 12/BC-UBND ngày 10/01/2025.",
        "Hoàn thiện mẫu báo cáo trước ngày 10/3/2025.",
        "Tập huấn kỹ năng viết báo cáo.",
        "Tổ chức hội nghị báo cáo chuyên đề.",
        "Sở Nội vụ đã báo cáo Ủy ban nhân dân tỉnh trong năm 2024.",
        "Các xã có báo cáo tốt được khen thưởng.",
        "Thực hiện chế độ báo cáo theo quy định.",
        "Thông báo về việc tổ chức ngày hội trước ngày 10/3/2025.",
        "Lập dự toán kinh phí báo cáo Sở Tài chính.",
        "Hoàn thiện báo cáo trình Quốc hội.",
        "Xây dựng báo cáo kết quả thực hiện trình Ủy ban nhân dân tỉnh trước ngày 10/12/2025.",
        "Gửi phản ánh, kiến nghị về Sở Nội vụ.",
        "Đăng tải thông tin và gửi Sở Nội vụ để niêm yết.",
        "Sau khi nhận được báo cáo rà soát của các xã thì thẩm định.",
        "Thời hạn gửi báo cáo: theo hướng dẫn của Sở Nội vụ.",
    ],
)
def test_no_report(item: str) -> None:
    assert reports(under("Các xã, phường", item)) == ()


def test_difficulties_to_be_solved_are_no_occasion() -> None:
    line = under("Các xã, phường", "Báo cáo Ủy ban nhân dân tỉnh xem xét, giải quyết khó khăn, vướng mắc.")
    assert told(line)[0][-1] is None


def test_what_a_plan_is_for_holds_no_reports() -> None:
    text = plan(
        "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\n- Làm cơ sở để đánh giá, báo cáo Bộ Nội vụ trước ngày 15/12/2025.\n"
    )
    assert kehoach.extract(text=text).reports == ()


def test_recipients_and_preamble_hold_no_reports() -> None:
    text = plan("I. MỤC ĐÍCH\nNâng cao nhận thức.\n")
    text = text.replace("- Các sở, ngành;", "- Ủy ban nhân dân tỉnh (để báo cáo);\n- Bộ Nội vụ (báo cáo);")
    text = text.replace("Căn cứ Luật", "Xét báo cáo của Sở Nội vụ gửi Ủy ban nhân dân tỉnh; căn cứ Luật")
    assert kehoach.extract(text=text).reports == ()


# --- however it is written ------------------------------------------------------------------------------------------

LINES = """1. Các xã, phường
- Báo cáo kết quả về Sở Nội vụ trước ngày 15/11/2025 để tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 30/11/2025.
- Gửi báo cáo về Ủy ban nhân dân tỉnh (qua Sở Nội vụ) trước ngày 15/6 và ngày 15/12 hằng năm.
"""


def plain(text: str) -> list[Any]:
    return [
        ([a.name for a in r.who], [a.name for a in r.to], r.via and r.via.name, r.due and r.due.edtf, r.frequency,
         " ".join(clean(r.text).text.split()))
        for r in kehoach.extract(text=text).reports
    ]  # fmt: skip


def exact(text: str) -> None:
    found = kehoach.extract(text=text).reports
    assert found
    for report in found:
        for span in spans(report):
            assert span.text == text[span.start : span.end]
            assert span.text.strip(" \n\t;,.") == span.text


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: unicodedata.normalize("NFD", text), id="NFD"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: text.replace(" ", "\u00a0"), id="NBSP"),
        pytest.param(lambda text: text.replace("ngày 15/11/2025", "**ngày 15/11/2025**"), id="bold"),
        pytest.param(
            lambda text: text.replace("để tổng hợp", "để\ntổng hợp").replace("kết quả", "kết\nquả"), id="wrapped"
        ),
    ],
)
def test_reports_are_the_same_however_the_text_is_written(change: Any) -> None:
    text = organisation(LINES)
    changed = change(text)
    exact(text)
    exact(changed)
    assert len(plain(text)) == 4
    assert plain(changed) == plain(text)


@pytest.mark.parametrize(
    "unit", ["báo cáo ", "gửi ", "tổng hợp, báo cáo ", "qua Sở Y tế ", "trước ngày 15/6 ", "báo cáo Sở Y tế trước ngày 15/6, ", "đơn vị "]
)  # fmt: skip
def test_one_thing_repeated_gives_reports_with_exact_spans(unit: str) -> None:
    text = "I. CHẾ ĐỘ BÁO CÁO\n- Các xã " + unit * (2000 // len(unit))
    for report in kehoach.extract(text=text).reports:
        for span in spans(report):
            assert span.text == text[span.start : span.end]


FRAGMENTS = """
I. CHẾ ĐỘ BÁO CÁO|1. Các xã, phường|- |Báo cáo|báo cáo|gửi|nộp|tổng hợp,|để|về Sở Nội vụ|Ủy ban nhân dân tỉnh|(qua Sở Nội vụ)|qua|trước ngày 15/6|ngày 15/12 hằng năm|định kỳ 6 tháng
hằng quý|kết quả|của|và|;|,|.|theo|mẫu|đã|đột xuất|Bộ Nội vụ|đơn vị|(|)
""".replace("\n", "|").strip("|").split("|")  # fmt: skip


@pytest.mark.parametrize(
    "text", ["trước ngày 15/6 I. CHẾ ĐỘ BÁO CÁO gửi ", "CHẾ ĐỘ BÁO CÁO hằng quý gửi", "trước ngày 15/6 nộp"]
)
def test_a_verb_at_the_very_end_of_a_text(text: str) -> None:
    for report in kehoach.extract(text=text).reports:
        assert report.text == text[report.start : report.end]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(FRAGMENTS), st.sampled_from([" ", " ", " ", "\n", "; ", "", "**"])), max_size=25
    ).map(lambda parts: "".join(a + b for a, b in parts))
)
def test_fragments_in_any_order_give_reports_with_exact_spans(text: str) -> None:
    for source in (text, unicodedata.normalize("NFD", text)):
        for report in kehoach.extract(text=source).reports:
            for span in spans(report):
                assert span.text == source[span.start : span.end]
            assert report.start < report.end


# --- the same in other words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "- Các địa phương báo cáo kết quả thực hiện Kế hoạch gửi Sở Nội vụ trước ngày 15/11/2025.",
            [(["Các địa phương"], ["Sở Nội vụ"], None, "2025-11-15", None)],
        ),
        (
            "- Nếu có vướng mắc, các xã phản ánh về Sở Nội vụ để được hướng dẫn hoặc tổng hợp, báo cáo UBND tỉnh.",
            [(["Sở Nội vụ"], ["UBND tỉnh"], None, None, "ad_hoc")],
        ),
        (
            "- Nếu có vướng mắc, các xã báo cáo Sở Nội vụ để cùng giải quyết hoặc báo cáo UBND tỉnh.",
            [(["các xã"], ["Sở Nội vụ"], None, None, "ad_hoc"), (["Sở Nội vụ"], ["UBND tỉnh"], None, None, None)],
        ),
        (
            "- Các lớp gửi báo cáo về bộ phận Đội trước ngày 15/11/2025 để Văn phòng tổng hợp, báo cáo Ban Giám hiệu.",
            [
                (["Các lớp"], ["bộ phận Đội"], None, "2025-11-15", None),
                (["Văn phòng"], ["Ban Giám hiệu"], None, None, None),
            ],
        ),
        (
            "- Các đơn vị báo cáo kết quả trước ngày 15/11/2025, đồng thời gửi bản mềm về địa chỉ của Sở Nội vụ.",
            [(["Các đơn vị"], ["Sở Nội vụ"], None, "2025-11-15", None)],
        ),
        (
            "- Các bộ phận báo cáo Ban Giám hiệu (qua Phó Hiệu trưởng Lê Văn Tám) trước ngày 15/11/2025.",
            [(["Các bộ phận"], ["Ban Giám hiệu"], "Phó Hiệu trưởng Lê Văn Tám", "2025-11-15", None)],
        ),
        (
            "- Báo cáo kết quả: Các đơn vị gửi báo cáo về Sở Nội vụ trước ngày 15/11/2025.",
            [(["Các đơn vị"], ["Sở Nội vụ"], None, "2025-11-15", None)],
        ),
        (
            "- Cán bộ đầu mối của từng xóm có trách nhiệm báo cáo Trưởng ban trước ngày 15/11/2025.",
            [(["Cán bộ đầu mối của từng xóm"], ["Trưởng ban"], None, "2025-11-15", None)],
        ),
    ],
)
def test_reports_in_other_words(line: str, expected: list[Any]) -> None:
    assert told(line) == expected


@pytest.mark.parametrize("words", ["tình hình thực hiện", "tiến độ thực hiện", "số liệu thống kê"])
def test_what_is_reported_does_not_run_into_the_receiver(words: str) -> None:
    (report,) = kehoach.extract(
        text=organisation(f"1. Sở Nội vụ báo cáo Thủ tướng Chính phủ {words} Kế hoạch trước ngày 15/12/2025.")
    ).reports
    assert [one.text for one in report.to] == ["Thủ tướng Chính phủ"]


def test_the_work_that_is_reported_on_is_no_receiver() -> None:
    (report,) = reports("- Báo cáo tổng kết công tác Mặt trận gửi Ban Thường trực trước ngày 15/12/2025.")
    assert "Mặt trận" not in [a.text for a in report.to]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "- Các chi hội báo cáo kết quả lên Hội cấp trên trước ngày 15/11/2025.",
            [(["Các chi hội"], ["Hội cấp trên"], None, "2025-11-15", None)],
        ),
        (
            "- Nếu có vướng mắc, các xã phản ánh về Sở Nội vụ (qua Phòng Xây dựng chính quyền) để tổng hợp, báo cáo UBND tỉnh.",
            [(["Phòng Xây dựng chính quyền"], ["UBND tỉnh"], None, None, "ad_hoc")],
        ),
        (
            "- Các xã báo cáo Sở Nội vụ trước ngày 15/11/2025 và Sở Nội vụ báo cáo UBND tỉnh trước ngày 25/11/2025.",
            [
                (["Các xã"], ["Sở Nội vụ"], None, "2025-11-15", None),
                (["Sở Nội vụ"], ["UBND tỉnh"], None, "2025-11-25", None),
            ],
        ),
        (
            "- Văn phòng UBND theo dõi và báo cáo, tham mưu Chủ tịch UBND tỉnh chỉ đạo.",
            [(["Văn phòng UBND"], ["Chủ tịch UBND tỉnh"], None, None, None)],
        ),
        (
            "- Báo cáo năm: Trước ngày 15/11/2025, các xã gửi báo cáo về Sở Nội vụ.",
            [(["các xã"], ["Sở Nội vụ"], None, "2025-11-15", "yearly")],
        ),
        ("- Biên bản kết quả kiểm phiếu được gửi đến Ban bầu cử trước ngày 15/11/2025.", []),
    ],
)
def test_chains_labels_and_papers_in_other_words(line: str, expected: list[Any]) -> None:
    assert told(line) == expected
