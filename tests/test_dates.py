"""Dates: span, EDTF, kind, relation and role, and the look-alikes that are none."""

from __future__ import annotations

import unicodedata

import pytest

import kehoach
from kehoach.record import Date

PLAN = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
Số: 47/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lào Cai, ngày 05 tháng 02 năm 2025

KẾ HOẠCH
{title}

I. MỤC ĐÍCH
{body}
"""
PLAN_OF_2025 = "Triển khai công tác bình đẳng giới năm 2025"


def read(text: str) -> list[tuple[str, str, str, str]]:
    """The dates of `text`: span, EDTF, kind, relation."""
    return [(date.text, date.edtf, date.kind, date.relation) for date in kehoach.extract(text=text).dates]


def roles(text: str) -> list[tuple[str, str]]:
    """The dates of `text`: span and role."""
    return [(date.text, date.role) for date in kehoach.extract(text=text).dates]


def body(sentence: str, title: str = PLAN_OF_2025) -> list[Date]:
    """The dates of a sentence that stands in the body of a plan with this title."""
    text = PLAN.format(title=title, body=sentence)
    return [date for date in kehoach.extract(text=text).dates if date.start >= text.index("I. MỤC ĐÍCH")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("họp ngày 23/10/2021 tại", ("ngày 23/10/2021", "2021-10-23", "date", "on")),
        ("họp ngày 3/9/2021 tại", ("ngày 3/9/2021", "2021-09-03", "date", "on")),
        ("họp ngày 03/09/2021 tại", ("ngày 03/09/2021", "2021-09-03", "date", "on")),
        ("họp ngày 28-2-2022 tại", ("ngày 28-2-2022", "2022-02-28", "date", "on")),
        ("họp ngày 28–2–2022 tại", ("ngày 28–2–2022", "2022-02-28", "date", "on")),
        ("họp ngày 31.12.2020 tại", ("ngày 31.12.2020", "2020-12-31", "date", "on")),
        ("họp ngày 15 - 11 - 2017 tại", ("ngày 15 - 11 - 2017", "2017-11-15", "date", "on")),
        ("cập nhật 23-10-2021.", ("23-10-2021", "2021-10-23", "date", "on")),
        ("họp ngày 23 tháng 10 năm 2021 tại", ("ngày 23 tháng 10 năm 2021", "2021-10-23", "date", "on")),
        ("họp ngày 05 tháng 02 năm 2021 tại", ("ngày 05 tháng 02 năm 2021", "2021-02-05", "date", "on")),
        ("HỌP NGÀY 19 THÁNG 11 NĂM 2024 TẠI", ("NGÀY 19 THÁNG 11 NĂM 2024", "2024-11-19", "date", "on")),
        ("Thứ tư, Ngày 02 Tháng 04 Năm 2025", ("Ngày 02 Tháng 04 Năm 2025", "2025-04-02", "date", "on")),
        ("ngày 16/7/20 21 của", ("ngày 16/7/20 21", "2021-07-16", "date", "on")),
        ("họp lúc 8 giờ 30 ngày 12/3/2025 tại", ("ngày 12/3/2025", "2025-03-12", "date", "on")),
    ],
)
def test_full_date(text: str, expected: tuple[str, str, str, str]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("họp ngày 15/6 tại", ("ngày 15/6", "XXXX-06-15", "date", "on")),
        ("họp ngày 10.10 tại", ("ngày 10.10", "XXXX-10-10", "date", "on")),
        ("họp ngày 24-10 tại", ("ngày 24-10", "XXXX-10-24", "date", "on")),
        ("họp ngày 15 tháng 6 tại", ("ngày 15 tháng 6", "XXXX-06-15", "date", "on")),
        ("Lào Cai, ngày … tháng 02 năm 2024", ("ngày … tháng 02 năm 2024", "2024-02-XX", "date", "on")),
        ("Lào Cai, ngày tháng 3 năm 2026", ("ngày tháng 3 năm 2026", "2026-03-XX", "date", "on")),
        ("Lào Cai, ngày     tháng 3 năm 2026", ("ngày     tháng 3 năm 2026", "2026-03-XX", "date", "on")),
        ("Lào Cai, ngày … tháng … năm 2026", ("ngày … tháng … năm 2026", "2026-XX-XX", "date", "on")),
        ("Lào Cai, ngày ..... tháng ..... năm 2026", ("ngày ..... tháng ..... năm 2026", "2026-XX-XX", "date", "on")),
        ("Lào Cai, ngày ___ tháng 5 năm 2026", ("ngày ___ tháng 5 năm 2026", "2026-05-XX", "date", "on")),
        ("Lào Cai, ngày 22 tháng năm 2019", ("ngày 22 tháng năm 2019", "2019-XX-22", "date", "on")),
        ("họp ngày /5/2024 tại", ("ngày /5/2024", "2024-05-XX", "date", "on")),
        ("họp ngày …/…/2025 tại", ("ngày …/…/2025", "2025-XX-XX", "date", "on")),
    ],
)
def test_partial_and_blank_date_keeps_what_is_open(text: str, expected: tuple[str, str, str, str]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("xong trong tháng 6/2025", ("tháng 6/2025", "2025-06", "month", "during")),
        ("xong trong tháng 06 năm 2025", ("tháng 06 năm 2025", "2025-06", "month", "during")),
        ("xong trong tháng 6-2025.", ("tháng 6-2025", "2025-06", "month", "during")),
        ("xong trong tháng 3.", ("tháng 3", "XXXX-03", "month", "during")),
        ("đến tháng 9/2025 có", ("tháng 9/2025", "2025-09", "month", "by")),
        ("trước tháng 9/2025,", ("tháng 9/2025", "2025-09", "month", "before")),
        ("từ tháng 6/2018,", ("tháng 6/2018", "2018-06", "month", "from")),
        ("báo cáo trong quý IV/2025", ("quý IV/2025", "2025-36", "quarter", "during")),
        ("báo cáo trong quý 4 năm 2025", ("quý 4 năm 2025", "2025-36", "quarter", "during")),
        ("báo cáo trong quý I năm 2025", ("quý I năm 2025", "2025-33", "quarter", "during")),
        ("báo cáo trong Quý III/2025", ("Quý III/2025", "2025-35", "quarter", "during")),
        ("báo cáo trong quý II.", ("quý II", "XXXX-34", "quarter", "during")),
        ("đến quý II/2026 hoàn thành", ("quý II/2026", "2026-34", "quarter", "by")),
        ("sơ kết 6 tháng đầu năm 2025", ("6 tháng đầu năm 2025", "2025-40", "quarter", "during")),
        ("sơ kết 06 tháng cuối năm 2025", ("06 tháng cuối năm 2025", "2025-41", "quarter", "during")),
        ("sơ kết 6 tháng cuối năm.", ("6 tháng cuối năm", "XXXX-41", "quarter", "during")),
        ("trong năm 2025 có", ("năm 2025", "2025", "year", "during")),
        ("đến năm 2030 có", ("năm 2030", "2030", "year", "by")),
        ("trước năm 2026 có", ("năm 2026", "2026", "year", "before")),
        ("cuối năm 2025 có", ("năm 2025", "2025", "year", "during")),
        ("đến hết năm 2025 có", ("năm 2025", "2025", "year", "by")),
        ("từ năm 2025 trở đi,", ("năm 2025", "2025/..", "year", "from")),
        ("năm học 2025-2026", ("năm học 2025-2026", "2025/2026", "interval", "during")),
        ("giai đoạn 2021 - 2025", ("giai đoạn 2021 - 2025", "2021/2025", "interval", "during")),
        ("giai đoạn 2021 – 2030", ("giai đoạn 2021 – 2030", "2021/2030", "interval", "during")),
        ("giai đoạn 2022- 2025", ("giai đoạn 2022- 2025", "2022/2025", "interval", "during")),
        ("giai đoạn 2021-30,", ("giai đoạn 2021-30", "2021/2030", "interval", "during")),
        ("nhiệm kỳ 2020-2025", ("nhiệm kỳ 2020-2025", "2020/2025", "interval", "during")),
        ("thời kỳ 2021-2030", ("thời kỳ 2021-2030", "2021/2030", "interval", "during")),
        ("từ năm 2021 đến năm 2025", ("năm 2021 đến năm 2025", "2021/2025", "interval", "during")),
    ],
)
def test_month_quarter_half_year_year_and_period(text: str, expected: tuple[str, str, str, str]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "span", "edtf"),
    [
        ("từ ngày 15/11 đến ngày 15/12/2024", "ngày 15/11 đến ngày 15/12/2024", "2024-11-15/2024-12-15"),
        ("từ ngày 15/11/2016 đến 15/12/2016", "ngày 15/11/2016 đến 15/12/2016", "2016-11-15/2016-12-15"),
        ("đợt 15/11-15/12/2023 tại", "15/11-15/12/2023", "2023-11-15/2023-12-15"),
        ("đợt 15/11 – 15/12/2023 tại", "15/11 – 15/12/2023", "2023-11-15/2023-12-15"),
        ("từ ngày 15-11 đến 15-12-2018", "ngày 15-11 đến 15-12-2018", "2018-11-15/2018-12-15"),
        ("từ 15-11 đến 15-12-2018", "15-11 đến 15-12-2018", "2018-11-15/2018-12-15"),
        ("từ ngày 18 đến ngày 20/11/2025", "ngày 18 đến ngày 20/11/2025", "2025-11-18/2025-11-20"),
        ("từ ngày 20 - 26/11/2024", "ngày 20 - 26/11/2024", "2024-11-20/2024-11-26"),
        ("từ ngày 10 - 15/11 tại", "ngày 10 - 15/11", "XXXX-11-10/XXXX-11-15"),
        ("từ ngày 15/11 đến ngày 15/12 tại", "ngày 15/11 đến ngày 15/12", "XXXX-11-15/XXXX-12-15"),
        ("từ ngày 25/12/2024 đến 05/01/2025", "ngày 25/12/2024 đến 05/01/2025", "2024-12-25/2025-01-05"),
        ("từ ngày 15 tháng 11 đến ngày 15 tháng 12 năm 2024", None, "2024-11-15/2024-12-15"),
        ("từ tháng 3 đến tháng 6 năm 2026", "tháng 3 đến tháng 6 năm 2026", "2026-03/2026-06"),
        ("từ tháng 3-11/2026", "tháng 3-11/2026", "2026-03/2026-11"),
        ("từ quý II đến quý IV/2025", "quý II đến quý IV/2025", "2025-34/2025-36"),
        ("từ quý I/2025 đến quý II/2026", "quý I/2025 đến quý II/2026", "2025-33/2026-34"),
    ],
)
def test_range_is_one_interval_with_left_out_parts_filled_in(text: str, span: str | None, edtf: str) -> None:
    assert read(text) == [(span or text.removeprefix("từ "), edtf, "interval", "during")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("họp ngày 18, 19/11/2025", [("ngày 18", "2025-11-18"), ("19/11/2025", "2025-11-19")]),
        ("họp ngày 18 và 19/11/2025", [("ngày 18", "2025-11-18"), ("19/11/2025", "2025-11-19")]),
        ("nộp ngày 15/6 và ngày 15/12/2025", [("ngày 15/6", "2025-06-15"), ("ngày 15/12/2025", "2025-12-15")]),
        ("các năm 2021, 2022 và 2023", [("năm 2021", "2021"), ("2022", "2022"), ("2023", "2023")]),
        ("năm 2025 và năm 2030", [("năm 2025", "2025"), ("năm 2030", "2030")]),
        ("các tháng 3, 6, 9 năm 2025", [("tháng 3", "2025-03"), ("6", "2025-06"), ("9 năm 2025", "2025-09")]),
        ("tháng 11 và tháng 12 năm 2025", [("tháng 11", "2025-11"), ("tháng 12 năm 2025", "2025-12")]),
        ("quý III, quý IV năm 2025", [("quý III", "2025-35"), ("quý IV năm 2025", "2025-36")]),
    ],
)
def test_list_gives_each_member_with_the_month_and_year_they_share(text: str, expected: list[tuple[str, str]]) -> None:
    assert [found[:2] for found in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nộp trước ngày 15 hằng tháng", ("ngày 15 hằng tháng", "XXXX-XX-15", "recurring", "before")),
        ("nộp trước ngày 15 hàng tháng", ("ngày 15 hàng tháng", "XXXX-XX-15", "recurring", "before")),
        ("nộp trước ngày 15/12 hằng năm", ("ngày 15/12 hằng năm", "XXXX-12-15", "recurring", "before")),
        ("nộp trước ngày 15/12/hằng năm", ("ngày 15/12/hằng năm", "XXXX-12-15", "recurring", "before")),
        ("nộp trước ngày 15 tháng 12 hằng năm", ("ngày 15 tháng 12 hằng năm", "XXXX-12-15", "recurring", "before")),
        ("nộp chậm nhất ngày 10/6 hằng năm", ("ngày 10/6 hằng năm", "XXXX-06-10", "recurring", "by")),
        ("tổ chức vào tháng 6 hằng năm", ("tháng 6 hằng năm", "XXXX-06", "recurring", "during")),
        ("tổ chức vào ngày 30/7 hằng năm", ("ngày 30/7 hằng năm", "XXXX-07-30", "recurring", "on")),
    ],
)
def test_recurring_day_and_month(text: str, expected: tuple[str, str, str, str]) -> None:
    assert read(text) == [expected]


def test_recurring_range_is_told_from_a_single_one() -> None:
    (date,) = kehoach.extract(text="từ ngày 15/11 đến ngày 15/12 hằng năm").dates
    assert (date.text, date.edtf) == ("ngày 15/11 đến ngày 15/12 hằng năm", "XXXX-11-15/XXXX-12-15")
    assert date.kind == "recurring"


def test_each_day_of_a_recurring_list_recurs() -> None:
    dates = kehoach.extract(text="nộp trước ngày 10/6 và ngày 01/12 hằng năm").dates
    assert [(d.text, d.edtf, d.kind) for d in dates] == [
        ("ngày 10/6", "XXXX-06-10", "recurring"),
        ("ngày 01/12 hằng năm", "XXXX-12-01", "recurring"),
    ]


@pytest.mark.parametrize(
    ("word", "relation"),
    [
        ("trước", "before"),
        ("xong trước", "before"),
        ("chậm nhất", "by"),
        ("chậm nhất là", "by"),
        ("muộn nhất", "by"),
        ("không quá", "by"),
        ("đến", "until"),
        ("đến hết", "until"),
        ("từ", "from"),
        ("kể từ", "from"),
        ("vào", "on"),
        ("trong", "on"),
    ],
)
def test_the_word_before_a_day_gives_its_relation(word: str, relation: str) -> None:
    text = f"Các đơn vị làm việc này {word} ngày 15/6/2025."
    assert read(text) == [("ngày 15/6/2025", "2025-06-15", "date", relation)]


def test_the_hour_between_word_and_day_is_passed_over() -> None:
    assert read("Gửi trước 16 giờ 30 ngày 15/6/2025") == [("ngày 15/6/2025", "2025-06-15", "date", "before")]


def test_the_second_day_of_a_list_has_the_relation_of_the_first() -> None:
    found = read("Gửi báo cáo trước ngày 15/6/2025 và 15/12/2025")
    assert [(text, relation) for text, _, _, relation in found] == [
        ("ngày 15/6/2025", "before"),
        ("15/12/2025", "before"),
    ]


@pytest.mark.parametrize(
    ("text", "span", "edtf"),
    [
        ("họp ngày\n23/10/2021 tại", "ngày\n23/10/2021", "2021-10-23"),
        ("họp ngày 04\ntháng 5 năm 2013 tại", "ngày 04\ntháng 5 năm 2013", "2013-05-04"),
        ("họp ngày 19 tháng\n11 năm 2024 tại", "ngày 19 tháng\n11 năm 2024", "2024-11-19"),
        ("họp ngày 19 tháng 11 \nnăm 2024 tại", "ngày 19 tháng 11 \nnăm 2024", "2024-11-19"),
        ("họp ngày 19 tháng 11 năm\r\n2024 tại", "ngày 19 tháng 11 năm\r\n2024", "2024-11-19"),
        ("giai đoạn\n2021 - 2025 của", "giai đoạn\n2021 - 2025", "2021/2025"),
        ("từ ngày 15/11 đến\nngày 15/12/2024", "ngày 15/11 đến\nngày 15/12/2024", "2024-11-15/2024-12-15"),
        ("họp **17/11/2024** tại", "17/11/2024", "2024-11-17"),
        ("họp ngày **17/11/2024** tại", "ngày **17/11/2024", "2024-11-17"),
        ("họp **ngày 17/11/2024** tại", "ngày 17/11/2024", "2024-11-17"),
        ("họp ngày **17** tháng **11** năm **2024**.", "ngày **17** tháng **11** năm **2024", "2024-11-17"),
        ("trong năm **2025** có", "năm **2025", "2025"),
        ("họp ngày22/5/2013 tại", "ngày22/5/2013", "2013-05-22"),
        ("họp ngày 04tháng 5 năm2013 tại", "ngày 04tháng 5 năm2013", "2013-05-04"),
        ("họp ngày\u00a022/5/2013 tại", "ngày\u00a022/5/2013", "2013-05-22"),
        ("họp ngày 22/\u200b5/2013 tại", "ngày 22/\u200b5/2013", "2013-05-22"),
        ("họp ngày 1O/6/2O21 tại", "ngày 1O/6/2O21", "2021-06-10"),
        ("họp ngày 15/l1/2024 tại", "ngày 15/l1/2024", "2024-11-15"),
        ("giaiđoạn 2021-2025", "giaiđoạn 2021-2025", "2021/2025"),
    ],
)
def test_wrapped_bold_glued_and_misread_date_is_one_span_of_the_source(text: str, span: str, edtf: str) -> None:
    assert [found[:2] for found in read(text)] == [(span, edtf)]


@pytest.mark.parametrize(
    "text", ["họp ngày 23 tháng 10 năm 2021 tại", "đến hết quý IV/2025", "từ tháng 3 đến tháng 6 năm 2026"]
)
def test_decomposed_letters_give_the_same_dates(text: str) -> None:
    composed, decomposed = read(text), read(unicodedata.normalize("NFD", text))
    assert [(unicodedata.normalize("NFC", span), *rest) for span, *rest in decomposed] == composed


# --- roles ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gửi báo cáo trước ngày 15/6/2025.", [("ngày 15/6/2025", "deadline")]),
        ("Nộp báo cáo chậm nhất ngày 30/9.", [("ngày 30/9", "deadline")]),
        ("Hoàn thành trong quý II/2026.", [("quý II/2026", "deadline")]),
        ("Báo cáo gửi về Sở Nội vụ trước ngày 15 hằng tháng.", [("ngày 15 hằng tháng", "deadline")]),
        ("Đến năm 2030 đạt 60% số xã.", [("năm 2030", "milestone")]),
        ("Đạt 60% vào năm 2025 và 75% vào năm 2030.", [("năm 2025", "milestone"), ("năm 2030", "milestone")]),
        ("Chương trình giai đoạn 2021-2025.", [("giai đoạn 2021-2025", "period")]),
        ("Đại biểu nhiệm kỳ 2021-2026.", [("nhiệm kỳ 2021-2026", "period")]),
        ("Áp dụng từ năm học 2025-2026.", [("năm học 2025-2026", "period")]),
        ("Văn bản có hiệu lực từ ngày 01/7/2025.", [("ngày 01/7/2025", "other")]),
        ("Thực hiện Chỉ thị số 21-CT/TW ngày 20/01/2018.", [("ngày 20/01/2018", "citation")]),
        ("Căn cứ Luật Bình đẳng giới năm 2006;", [("năm 2006", "citation")]),
        ("Căn cứ Luật Trẻ em ngày 05 tháng 4 năm 2016;", [("ngày 05 tháng 4 năm 2016", "citation")]),
    ],
)
def test_role_of_a_date(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5. Thời gian hoàn thành: Quý IV/2026.", [("Quý IV/2026", "deadline")]),
        ("Thời hạn gửi sổ theo dõi: 20/8/2026; nơi nhận: trạm y tế.", [("20/8/2026", "deadline")]),
        ("Nhận sổ đến khi kết thúc vào 17 giờ 00 ngày 09/4/2026.", [("ngày 09/4/2026", "deadline")]),
        ("Hội thi kết thúc vào ngày 09/4/2026.", [("ngày 09/4/2026", "other")]),
        (
            "Báo cáo nhanh của các thôn qua điện thoại hoặc hộp thư yte.xa@vidu.vn trong ngày 16/5/2026.",
            [("ngày 16/5/2026", "deadline")],
        ),
        ("Thời gian chậm nhất gửi báo cáo về Trạm Y tế xã ngày 21/9/2026.", [("ngày 21/9/2026", "deadline")]),
        ("Thu phí sổ (đối với hộ đã nhận sổ trước ngày 27/02/2024).", [("ngày 27/02/2024", "other")]),
        ("Thu phí sổ (nộp trước ngày 27/02/2024).", [("ngày 27/02/2024", "deadline")]),
        ("Lập ngày .... tháng .... năm 2026\nTM. TỔ KIỂM TRA\n", [("ngày .... tháng .... năm 2026", "other")]),
    ],
)
def test_labels_and_words_at_a_distance_make_a_deadline(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles(f"Nội dung của xã.\n{text}") == expected


def test_by_what_is_sent_at_the_latest_is_a_bound() -> None:
    (date,) = kehoach.extract(text="Thời gian chậm nhất gửi báo cáo về Trạm Y tế xã ngày 21/9/2026.").dates
    assert date.relation == "by"


def test_the_column_of_a_table_says_what_its_dates_are_for() -> None:
    table = """
| TT | Việc | Đơn vị chủ trì | Thời gian hoàn thành | Ngày ban hành |
|---|---|---|---|---|
| 1 | Lập sổ theo dõi | Trạm Y tế xã | 2026 | 05/3/2019 |
| 2 | Mua tủ sách | Văn hóa xã | Quý III/2026, báo cáo năm 2027 | 07/8/2020 |
| 3 | Sửa mái che của năm 2021 | Văn phòng xã | Trong tháng 9/2026 | 11/8/2020 |
"""
    found = dict(roles(table))
    assert found["2026"] == found["Quý III/2026"] == found["tháng 9/2026"] == "deadline"
    assert found["năm 2027"] == found["năm 2021"] == "other"
    assert {found[day] for day in ("05/3/2019", "07/8/2020", "11/8/2020")} == {"other"}


def test_the_year_over_a_target_column_is_a_milestone() -> None:
    table = """
| TT | Chỉ tiêu | Thực hiện năm 2023 | Năm 2020 | Mục tiêu năm 2026 | Năm 2030 | Từ năm 2031 trở đi |
|---|---|---|---|---|---|---|
| 1 | Thôn có tủ sách | 20% | 10% | 40% | 80% | 90% |
| 2 | Thôn có đội đọc sách | 25% | 12% | 50% | 90% | 95% |
"""
    found = dict(roles(PLAN.format(title="Phát triển văn hóa đọc", body=table)))
    assert found["năm 2023"] == found["Năm 2020"] == "other"
    assert found["năm 2026"] == found["Năm 2030"] == "milestone"


def test_days_in_the_text_of_a_task_keep_their_role() -> None:
    table = """
| TT | Văn bản ban hành trong năm | Ngày ban hành |
|---|---|---|
| 1 | Kế hoạch, gửi các thôn trước ngày 20/8/2026 | 05/3/2019 |
| 2 | Quy chế, gửi các thôn trước ngày 21/8/2026 | 06/3/2019 |
"""
    found = dict(roles(table))
    assert found["ngày 20/8/2026"] == found["ngày 21/8/2026"] == "deadline"
    assert found["05/3/2019"] == found["06/3/2019"] == "other"


def test_the_heads_own_date_is_issued_and_the_titles_year_is_the_plan_year() -> None:
    text = PLAN.format(title=PLAN_OF_2025, body="1. Giữ nề nếp đã có.")
    assert roles(text) == [("ngày 05 tháng 02 năm 2025", "issued"), ("năm 2025", "plan_year")]


def test_the_plan_year_in_the_text_is_the_plan_year_and_another_year_is_not() -> None:
    dates = body("Nhiệm vụ của năm 2025 nối tiếp kết quả của năm 2024.")
    assert [(date.text, date.role) for date in dates] == [("năm 2025", "plan_year"), ("năm 2024", "other")]


@pytest.mark.parametrize(
    "text",
    [
        "Gặp mặt nhân dịp Ngày Quốc tế Phụ nữ 8/3.",
        "Mít tinh hưởng ứng Ngày Dân số Việt Nam 26/12.",
        "Tháng Tư có Ngày Người khuyết tật Việt Nam 18/4.",
        "Truyền thông nhân Ngày Quốc tế Trẻ em gái 11/10.",
        "Sinh hoạt hưởng ứng Ngày Pháp luật Việt Nam 09/11.",
        "Treo băng rôn hưởng ứng Ngày Quốc tế xóa bỏ bạo lực đối với phụ nữ và trẻ em gái (25/11).",
        "Diễu hành kỷ niệm Ngày Nhà giáo Việt Nam 20-11.",
    ],
)
def test_a_named_day_is_an_observance(text: str) -> None:
    (date,) = kehoach.extract(text=text).dates
    assert (date.role, date.kind, date.edtf[:5]) == ("observance", "date", "XXXX-")


@pytest.mark.parametrize("text", ["Gửi kết quả trước ngày 8/3.", "Gửi kết quả chậm nhất ngày 20/10/2025."])
def test_a_named_day_by_which_something_is_due_is_a_deadline(text: str) -> None:
    (date,) = kehoach.extract(text=text).dates
    assert date.role == "deadline"


# --- resolved -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "edtf", "resolved"),
    [
        ("Gửi báo cáo trước ngày 15/6.", "XXXX-06-15", "2025-06-15"),
        ("Tổ chức trong tháng 3.", "XXXX-03", "2025-03"),
        ("Hoàn thành trong quý II.", "XXXX-34", "2025-34"),
        ("Sơ kết 6 tháng cuối năm.", "XXXX-41", "2025-41"),
        ("Từ ngày 15/11 đến ngày 15/12.", "XXXX-11-15/XXXX-12-15", "2025-11-15/2025-12-15"),
        ("Từ ngày 20/12 đến ngày 10/01.", "XXXX-12-20/XXXX-01-10", "2025-12-20/2026-01-10"),
        ("Gửi báo cáo trước ngày 15/12 hằng năm.", "XXXX-12-15", "2025-12-15"),
        ("Họp ngày 12/3/2026.", "2026-03-12", None),
        ("Đến năm 2030 đạt 60%.", "2030", None),
    ],
)
def test_the_year_in_the_title_resolves_what_has_none(sentence: str, edtf: str, resolved: str | None) -> None:
    (date,) = body(sentence)
    assert (date.edtf, date.resolved) == (edtf, resolved)


def test_without_a_year_in_the_title_the_next_such_day_after_the_date_of_issue_is_meant() -> None:
    dates = body("Gửi trước ngày 15/6. Gửi trước ngày 10/01.", title="Triển khai công tác bình đẳng giới")
    assert [date.resolved for date in dates] == ["2025-06-15", "2026-01-10"]


def test_a_plan_for_several_years_resolves_nothing() -> None:
    (date,) = body("Gửi trước ngày 15/6.", title="Công tác bình đẳng giới giai đoạn 2026 - 2030")
    assert date.resolved is None


def test_without_a_head_nothing_is_resolved() -> None:
    (date,) = kehoach.extract(text="Gửi báo cáo trước ngày 15/6.").dates
    assert date.resolved is None


# --- look-alikes ----------------------------------------------------------------------------------------------------

OBSERVANCES = [
    ("ngày 8/3", "Tọa đàm ngày 8/3 tại hội trường.", ("ngày 8/3", "XXXX-03-08")),
    ("8/3", "Gặp mặt Quốc tế Phụ nữ 8/3.", ("8/3", "XXXX-03-08")),
    ("08/3", "Gặp mặt nhân dịp 08/3.", ("08/3", "XXXX-03-08")),
    ("ngày 20/10", "Tọa đàm ngày 20/10 tại hội trường.", ("ngày 20/10", "XXXX-10-20")),
    ("1/6", "Tặng quà Quốc tế Thiếu nhi 1/6.", ("1/6", "XXXX-06-01")),
    ("26/12", "Mít tinh Ngày Dân số Việt Nam 26/12.", ("26/12", "XXXX-12-26")),
    ("25/11", "Hưởng ứng Ngày xóa bỏ bạo lực đối với phụ nữ 25/11.", ("25/11", "XXXX-11-25")),
    ("28/6", "Liên hoan Ngày Gia đình Việt Nam 28/6.", ("28/6", "XXXX-06-28")),
    ("27/7", "Thăm hỏi Ngày Thương binh - Liệt sĩ 27/7.", ("27/7", "XXXX-07-27")),
    ("15/11 - 15/12", "Tháng hành động diễn ra 15/11 - 15/12.", ("15/11 - 15/12", "XXXX-11-15/XXXX-12-15")),
    ("nhân dịp", "Gặp mặt nhân dịp 20/10.", ("20/10", "XXXX-10-20")),
]
NO_DATES = [
    ("42/100.000", "Tử vong mẹ giảm còn 42/100.000 trẻ đẻ sống."),
    ("30/100.000", "Tử vong mẹ dưới 30/100.000 trẻ sinh sống."),
    ("18/1.000", "Tỷ suất sinh vị thành niên xuống 18/1.000 phụ nữ."),
    ("111/100", "Tỷ số giới tính khi sinh ở mức 111/100."),
    ("48/63 tỉnh", "Mô hình đã có ở 48/63 tỉnh, thành phố."),
    ("13/22 bộ", "Báo cáo của 13/22 bộ, cơ quan ngang bộ."),
    ("10/12 xã", "Đã có 10/12 xã thành lập câu lạc bộ."),
    ("461/465 đại biểu", "Biểu quyết với 461/465 đại biểu tán thành."),
    ("24/7", "Đường dây tư vấn hoạt động 24/7."),
    ("24/24", "Tổ phản ứng nhanh trực 24/24 giờ."),
    ("50/50", "Phấn đấu cân bằng nam nữ 50/50 trong ban."),
    ("khóa XIX", "Nghị quyết của Ban Chấp hành Đảng bộ tỉnh khóa XIX."),
    ("Đại hội XIV", "Chào mừng Đại hội XIV của Đảng."),
    ("lần thứ XIII", "Đại hội Phụ nữ toàn quốc lần thứ XIII."),
    ("Phần II", "Nội dung nêu ở Phần II của Chiến lược."),
    ("Điều 8 khoản 5", "Trách nhiệm nêu tại Điều 8 khoản 5 của Luật."),
    ("khoản 4 Điều 5", "Khái niệm theo khoản 4 Điều 5 của Luật."),
    ("điểm a", "Trường hợp tại điểm a nói trên."),
    ("Mục tiêu 5", "Góp phần đạt Mục tiêu 5 về phát triển bền vững."),
    ("chỉ tiêu 3", "Rà soát chỉ tiêu 3 của mục tiêu 1."),
    ("SDG 5", "Báo cáo tiến độ SDG 5 của tỉnh."),
    ("Dự án 8", "Lồng ghép với Dự án 8 của Hội."),
    ("Đề án 938", "Nối tiếp kết quả Đề án 938 đã làm."),
    ("Nghị quyết 11", "Tinh thần của Nghị quyết 11 được giữ."),
    ("chỉ tiêu 5.2", "Riêng chỉ tiêu 5.2 chưa có số liệu."),
    ("mục 1.2", "Như đã nêu tại mục 1.2 trên đây."),
    ("212 Nguyễn Nghiêm", "Trụ sở ở 212 Nguyễn Nghiêm, thành phố."),
    ("số 212 đường ...", "Trụ sở ở số 212 đường Nguyễn Nghiêm."),
    ("105B Quán Thánh", "Gửi về 105B Quán Thánh, Hà Nội."),
    ("đường 3/2", "Gửi về số 12 đường 3/2, phường 8."),
    ("024.38253875", "Điện thoại: 024.38253875 gặp văn phòng."),
    ("0962.867.888", "Đầu mối liên hệ: 0962.867.888."),
    ("1800 1567", "Tổng đài miễn phí 1800 1567."),
    ("111", "Gọi Tổng đài 111 khi thấy trẻ bị xâm hại."),
    ("113", "Gọi 113 khi có nguy hiểm."),
    ("16 ngày hành động", "Hưởng ứng chiến dịch 16 ngày hành động."),
    ("1.000 ngày đầu đời", "Chăm sóc dinh dưỡng 1.000 ngày đầu đời."),
    ("5 không 3 sạch", "Cuộc vận động gia đình 5 không 3 sạch."),
    ("3 giảm", "Cam kết 3 giảm trong sản xuất."),
    ('"4 tại chỗ"', 'Chuẩn bị theo phương châm "4 tại chỗ".'),
    ("5 tuổi", "Trẻ em 5 tuổi ra lớp đầy đủ."),
    ("trẻ dưới 16 tuổi", "Tư vấn cho trẻ dưới 16 tuổi."),
    ("từ 15 - 60 tuổi", "Người biết chữ từ 15 - 60 tuổi."),
    ("lần thứ 3", "Hội thi được tổ chức lần thứ 3."),
    ("QH15", "Đại biểu QH15 của đoàn tỉnh."),
    ("UBTVQH15", "Theo ý kiến của UBTVQH15."),
    ("QH16", "Đại biểu QH16 của đoàn tỉnh."),
    ("Lưu: VT, VX, 35b", "- Lưu: VT, VX, 35b."),
    ("02 cấp", "Chính quyền địa phương 02 cấp."),
    ("34 tỉnh", "Cả nước có 34 tỉnh, thành phố."),
    ("3 cấp", "Hội có tổ chức ở 3 cấp."),
    ("cấp 2", "Nữ giáo viên cấp 2 của xã."),
    ("Thông báo số 196-TB/TW", "Ý kiến tại Thông báo số 196-TB/TW của Ban Bí thư."),
    ("lãnh đạo chủ chốt", "Nữ giữ chức danh lãnh đạo chủ chốt."),
    ("phòng, chống", "Công tác phòng, chống bạo lực trên cơ sở giới."),
    ("phòng ngừa", "Lấy phòng ngừa làm chính."),
    ("Bộ chỉ số", "Bộ chỉ số về giới được cập nhật."),
    ("Ban hành", "Ban hành quy ước mẫu."),
    ("trên địa bàn", "Các xã trên địa bàn tỉnh."),
    ("trên cơ sở", "Lập dự toán trên cơ sở nhu cầu."),
    ("trên hệ thống", "Cập nhật trên hệ thống báo cáo."),
    ("nêu trên", "Thực hiện các nội dung nêu trên."),
    ("trên đây", "Những việc trên đây là bắt buộc."),
    ("dưới sự lãnh đạo", "Làm việc dưới sự lãnh đạo của cấp ủy."),
    ("dưới 5 tuổi", "Trẻ em dưới 5 tuổi suy dinh dưỡng."),
    ("dưới đây", "Các nhóm việc dưới đây."),
    ("dưới các hình thức", "Truyền thông dưới các hình thức."),
    ("từ nguồn", "Kinh phí từ nguồn xã hội hóa."),
    ("từ chối", "Không từ chối người cần giúp."),
    ("từ đó", "Học tập, từ đó nhân rộng."),
    ("từ tỉnh đến cơ sở", "Kiện toàn bộ máy từ tỉnh đến cơ sở."),
    ("không quá trình", "Hồ sơ không quá trình tự rườm rà."),
    ("quá trình", "Trong quá trình thực hiện."),
    ("đạt chuẩn", "Phấn đấu 12 trường đạt chuẩn."),
    ("đạt kết quả tốt", "Phong trào đạt kết quả tốt."),
    ("thành tích đạt được", "Những thành tích đạt được."),
    ("đã đạt", "Tỷ lệ nữ cấp ủy đã đạt 21%."),
    ("kết quả", "Kết quả 12/14 chỉ tiêu hoàn thành."),
    ("so với cùng kỳ", "Tăng 3% so với cùng kỳ."),
    ("2/3", "Được trên 2/3 số thành viên tán thành."),
    ("1/2 đại biểu", "Có ít nhất 1/2 đại biểu là nữ."),
    ("- list dash", "- 12 lớp tập huấn cho cán bộ nữ."),
    ("- range", "Mở 10 - 15 lớp, tăng từ 10 - 15%."),
    ("- minus", "Nhiệt độ bảo quản -5 độ."),
    ("- number-code hyphen", "Biên chế theo 12-KH/ĐU của đảng ủy."),
    ("/ ratio", "Đạt 108,88 bé trai/100 bé gái."),
    ("/ and/or", "Vợ/chồng, giám đốc/chủ cơ sở cùng ký."),
    ("/ document number", "Theo Thông tư số 05/2024/TT-BTC."),
    ("./. end mark", "Các đơn vị nghiêm túc thực hiện./."),
]
OTHER_KINDS = [
    ("15/11 - 15/12", "Tháng hành động diễn ra 15/11 - 15/12.", ("15/11 - 15/12", "XXXX-11-15/XXXX-12-15", "interval")),
    ("quý II/2026", "Khảo sát quý II/2026 tại cơ sở.", ("quý II/2026", "2026-34", "quarter")),
    ("tháng 6/2026", "Khảo sát tháng 6/2026 tại cơ sở.", ("tháng 6/2026", "2026-06", "month")),
    ("năm học 2025-2026", "Tài liệu cho năm học 2025-2026.", ("năm học 2025-2026", "2025/2026", "interval")),
    ("giai đoạn 2021-2025", "Tổng kết giai đoạn 2021-2025.", ("giai đoạn 2021-2025", "2021/2025", "interval")),
    ("nhiệm kỳ 2021-2026", "Nữ đại biểu nhiệm kỳ 2021-2026.", ("nhiệm kỳ 2021-2026", "2021/2026", "interval")),
    ("khóa XIII (2022-2027)", "Ban Chấp hành khóa XIII (2022-2027).", ("2022-2027", "2022/2027", "interval")),
    ("quý IV", "Khảo sát trong quý IV tại cơ sở.", ("quý IV", "XXXX-36", "quarter")),
]
PAST = [
    ("kết quả, thực hiện năm 2025 đạt", "Kết quả thực hiện năm 2025 đạt 45%.", "năm 2025"),
    ("ước đạt", "Năm 2024 ước đạt 45% kế hoạch.", "Năm 2024"),
    ("so với năm 2024", "Tăng 3% so với năm 2024.", "năm 2024"),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*row[1:], id=row[0]) for row in OBSERVANCES])
def test_look_alike_holiday_or_action_month_is_no_deadline(text: str, expected: tuple[str, str]) -> None:
    (date,) = kehoach.extract(text=text).dates
    assert (date.text, date.edtf) == expected
    assert date.role == "observance"


@pytest.mark.parametrize("text", [pytest.param(row[1], id=row[0]) for row in NO_DATES])
def test_look_alike_is_no_date(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*row[1:], id=row[0]) for row in OTHER_KINDS])
def test_look_alike_is_a_period_and_no_day(text: str, expected: tuple[str, str, str]) -> None:
    assert [found[:3] for found in read(text)] == [expected]


@pytest.mark.parametrize(("text", "span"), [pytest.param(*row[1:], id=row[0]) for row in PAST])
def test_look_alike_year_of_a_result_is_no_milestone_and_no_deadline(text: str, span: str) -> None:
    assert roles(text) == [(span, "other")]


@pytest.mark.parametrize(
    ("text", "codes_and_names"),
    [
        pytest.param("Lồng ghép với Dự án 8 của Hội.", [("DA", None, "Dự án 8")], id="Dự án 8"),
        pytest.param("Nối tiếp kết quả Đề án 938 đã làm.", [("ĐA", None, "Đề án 938")], id="Đề án 938"),
        pytest.param("Tinh thần của Nghị quyết 11 được giữ.", [("NQ", None, "Nghị quyết 11")], id="Nghị quyết 11"),
        pytest.param(
            "Ý kiến tại Thông báo số 196-TB/TW của Ban Bí thư.",
            [("TB", "196-TB/TW", None)],
            id="Thông báo số 196-TB/TW",
        ),
        pytest.param("Biên chế theo 12-KH/ĐU của đảng ủy.", [("KH", "12-KH/ĐU", None)], id="number-code hyphen"),
        pytest.param(
            "Theo Thông tư số 05/2024/TT-BTC.", [("TT", "05/2024/TT-BTC", None)], id="document number with a year"
        ),
    ],
)
def test_look_alike_names_a_document(text: str, codes_and_names: list[tuple[str, str | None, str | None]]) -> None:
    record = kehoach.extract(text=text)
    assert [(c.type.code, c.number, c.name) for c in record.citations if c.type] == codes_and_names
    assert record.header.document_type is None


NAMES_A_DOCUMENT = {"Dự án 8", "Đề án 938", "Nghị quyết 11", "Thông báo số 196-TB/TW", "- number-code hyphen"}
NAMES_A_DOCUMENT |= {"/ document number", "Đại hội XIV", "lần thứ XIII", "khóa XIX"}


@pytest.mark.parametrize(
    "text", [pytest.param(row[1], id=row[0]) for row in NO_DATES if row[0] not in NAMES_A_DOCUMENT]
)
def test_look_alike_is_no_citation(text: str) -> None:
    assert [citation.text for citation in kehoach.extract(text=text).citations] == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Nghị quyết của Ban Chấp hành Đảng bộ tỉnh khóa\nXIX. Các xã làm theo.", id="khóa XIX"),
        pytest.param("Chào mừng Đại hội XIV của Đảng.", id="Đại hội XIV"),
        pytest.param("Nghị quyết Đại hội Phụ nữ toàn quốc lần thứ\nXIII. Các cấp Hội làm theo.", id="lần thứ XIII"),
        pytest.param("Khảo sát trong quý\nIV. Các xã làm theo.", id="quý IV"),
        pytest.param("Nội dung nêu ở Phần II của Chiến lược.", id="Phần II"),
        pytest.param("Trách nhiệm nêu tại Điều 8 khoản 5 của Luật.", id="Điều 8 khoản 5"),
    ],
)
def test_look_alike_numeral_is_no_section(text: str) -> None:
    assert [section.marker for section in kehoach.extract(text=text).sections] == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Quyết định số 1790/QĐ-TTg ngày 23/10/2021 phòng, chống bạo lực.", id="phòng, chống"),
        pytest.param("Quyết định số 1790/QĐ-TTg ngày 23/10/2021, phòng ngừa là chính.", id="phòng ngừa"),
        pytest.param("Quyết định số 1790/QĐ-TTg ngày 23/10/2021 Ban hành Bộ chỉ số.", id="Ban hành, Bộ chỉ số"),
    ],
)
def test_look_alike_verb_is_no_issuer(text: str) -> None:
    (citation,) = kehoach.extract(text=text).citations
    assert citation.issuer is None


@pytest.mark.parametrize(
    "text",
    [
        "Thời hạn giải quyết là 15 ngày.",
        "Sau 10 ngày làm việc kể từ ngày ký.",
        "Đánh giá 06 tháng một lần.",
        "Trong 05 năm liên tục.",
        "Kinh phí hằng năm, họp hằng tháng, hằng quý.",
        "Cuối năm tổng kết, đầu năm giao chỉ tiêu, năm trước làm tốt.",
        "Ghi rõ ngày tháng năm sinh.",
        "CÔNG BÁO/Số 286",
    ],
)
def test_durations_and_relative_words_are_no_dates(text: str) -> None:
    assert read(text) == []
