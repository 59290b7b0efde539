"""Quantities: every way of writing a value, what it is a value of, and how it binds."""

from __future__ import annotations

import unicodedata

import pytest
from plan_texts import objectives, tasks, wrong

import kehoach
from kehoach.extractors.quantities import number
from kehoach.record import Measurement


def measured(text: str) -> list[Measurement]:
    return [value for target in kehoach.extract(text=text).targets for value in target.measurements]


def values(item: str) -> list[tuple[str, float, float | None, str, int | None]]:
    """The values of an item under specific aims: words, value, upper end, unit, base of the ratio."""
    return [(m.text, m.value, m.value_max, m.unit, m.per) for m in measured(objectives(f"- {item}\n"))]


def bound(item: str) -> list[tuple[str, str]]:
    """The values of an item under specific aims: words and comparator."""
    return [(m.text, m.comparator) for m in measured(objectives(f"- {item}\n"))]


# --- numbers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("5", 5),
        ("05", 5),
        ("108,88", 108.88),
        ("0,42", 0.42),
        ("1.000", 1000),
        ("100.000", 100_000),
        ("1.234.567", 1_234_567),
        ("1.234,5", 1234.5),
        ("14.3", 14.3),
        ("14.35", 14.35),
        ("1000", 1000),
    ],
)
def test_number_is_read_with_decimal_comma_and_thousands_point(written: str, value: float) -> None:
    assert number(written) == value


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("Tỷ lệ nữ chủ trang trại đạt 27,5%.", ("27,5%", 27.5, None, "percent", None)),
        ("Tỷ lệ nữ chủ trang trại đạt 27.5%.", ("27.5%", 27.5, None, "percent", None)),
        ("Tỷ lệ nữ chủ trang trại đạt 30 %.", ("30 %", 30.0, None, "percent", None)),
        ("Tỷ lệ nữ chủ trang trại đạt 30\u00a0%.", ("30\u00a0%", 30.0, None, "percent", None)),
        ("Tỷ lệ nữ chủ trang trại đạt 30 phần trăm.", ("30 phần trăm", 30.0, None, "percent", None)),
        ("Dạy nghề cho 1.250 lao động nữ vùng cao.", ("1.250 lao động", 1250.0, None, "lao động", None)),
        ("Khám sàng lọc cho 12.000 phụ nữ vùng cao.", ("12.000 phụ nữ", 12000.0, None, "phụ nữ", None)),
        ("Tiếp cận 2,5 triệu lượt người qua mạng xã hội.", ("2,5 triệu lượt người", 2.5e6, None, "lượt người", None)),
        ("Phát 15 nghìn tờ rơi tại các chợ phiên.", ("15 nghìn tờ rơi", 15000.0, None, "tờ rơi", None)),
    ],
)
def test_value_of_one_number(item: str, expected: tuple[str, float, float | None, str, int | None]) -> None:
    assert values(item) == [expected]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("Tỷ lệ hộ có nước sạch đạt 85% - 90%.", ("85% - 90%", 85.0, 90.0, "percent", None)),
        ("Tỷ lệ hộ có nước sạch đạt 85-90%.", ("85-90%", 85.0, 90.0, "percent", None)),
        ("Tỷ lệ hộ có nước sạch đạt 85 – 90%.", ("85 – 90%", 85.0, 90.0, "percent", None)),
        ("Tỷ lệ hộ có nước sạch đạt 85—90 %.", ("85—90 %", 85.0, 90.0, "percent", None)),
        ("Tỷ lệ hộ có nước sạch đạt từ 85% đến 90%.", ("85% đến 90%", 85.0, 90.0, "percent", None)),
        ("Tỷ lệ hộ có nước sạch đạt từ 85 đến 90%.", ("85 đến 90%", 85.0, 90.0, "percent", None)),
        ("Tỷ lệ hộ có nước sạch đạt 87,5 - 90,2%.", ("87,5 - 90,2%", 87.5, 90.2, "percent", None)),
        ("Thành lập 17-19 mô hình hòa giải.", ("17-19 mô hình", 17.0, 19.0, "mô hình", None)),
        ("Thành lập từ 03 đến 05 mô hình hòa giải.", ("03 đến 05 mô hình", 3.0, 5.0, "mô hình", None)),
        ("Kết nạp 1.200 - 1.500 hội viên mới.", ("1.200 - 1.500 hội viên", 1200.0, 1500.0, "hội viên", None)),
        ("Huy động 2 - 3 tỷ đồng cho quỹ tín dụng.", ("2 - 3 tỷ đồng", 2e9, 3e9, "đồng", None)),
        (
            "Tỷ số giới tính khi sinh từ 108 - 109 bé trai/100 bé gái.",
            ("108 - 109 bé trai/100 bé gái", 108.0, 109.0, "per", 100),
        ),
    ],
)
def test_range_keeps_both_ends(item: str, expected: tuple[str, float, float | None, str, int | None]) -> None:
    assert values(item) == [expected]


# --- ratios, rates, shares ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("Tỷ số giới tính khi sinh ở mức 108,88 bé trai/100 bé gái.", ("108,88 bé trai/100 bé gái", 108.88, 100)),
        ("Tỷ số giới tính khi sinh ở mức 110 trẻ trai/100 trẻ gái.", ("110 trẻ trai/100 trẻ gái", 110.0, 100)),
        ("Tỷ số giới tính khi sinh ở mức 110/100.", ("110/100", 110.0, 100)),
        ("Tỷ số giới tính khi sinh ở mức 110 nam/100 nữ vào năm 2030.", ("110 nam/100 nữ", 110.0, 100)),
        ("Tử vong mẹ ở mức 30/100.000 trẻ sinh sống.", ("30/100.000 trẻ sinh sống", 30.0, 100_000)),
        ("Tử vong mẹ ở mức 30/100.000 trẻ đẻ sống đến năm 2026.", ("30/100.000 trẻ đẻ sống", 30.0, 100_000)),
        ("Tử vong mẹ ở mức 30 ca/100.000 ca sinh sống.", ("30 ca/100.000 ca sinh sống", 30.0, 100_000)),
        ("Tử vong mẹ ở mức 25 trên 100.000 trẻ đẻ sống.", ("25 trên 100.000 trẻ đẻ sống", 25.0, 100_000)),
        ("Tử vong mẹ ở mức 25 ca trên 100.000 trẻ đẻ sống.", ("25 ca trên 100.000 trẻ đẻ sống", 25.0, 100_000)),
        ("Tỷ suất sinh ở tuổi vị thành niên còn 18/1.000 phụ nữ.", ("18/1.000 phụ nữ", 18.0, 1000)),
        ("Tỷ suất sinh ở tuổi vị thành niên còn 18 ca sinh/1.000 phụ nữ.", ("18 ca sinh/1.000 phụ nữ", 18.0, 1000)),
        ("Tỷ suất sinh ở tuổi vị thành niên còn 18/1000 phụ nữ.", ("18/1000 phụ nữ", 18.0, 1000)),
        ("Tỷ suất tử vong sơ sinh ở mức 9,5‰.", ("9,5‰", 9.5, 1000)),
        ("Tỷ suất tử vong sơ sinh ở mức 9,5%o.", ("9,5%o", 9.5, 1000)),
        ("Tỷ suất tử vong sơ sinh ở mức 9,5 %0.", ("9,5 %0", 9.5, 1000)),
        ("Số điều dưỡng đạt 25 người/10.000 dân.", ("25 người/10.000 dân", 25.0, 10_000)),
        ("Số điều dưỡng đạt 25 người trên một nghìn dân.", ("25 người trên một nghìn dân", 25.0, 1000)),
        ("Số bác sĩ đạt 15 người trên một vạn dân.", ("15 người trên một vạn dân", 15.0, 10_000)),
        ("Số bác sĩ đạt 15 bác sĩ/vạn dân.", ("15 bác sĩ/vạn dân", 15.0, 10_000)),
    ],
)
def test_ratio_is_so_many_for_a_base(item: str, expected: tuple[str, float, int]) -> None:
    text, value, per = expected
    assert values(item) == [(text, value, None, "per", per)]


@pytest.mark.parametrize(
    ("item", "text", "percent"),
    [
        ("Giảm 1/3 số hộ nghèo do phụ nữ làm chủ.", "1/3", 33.3333),
        ("Có 2/3 tổng số thôn thành lập tổ hòa giải.", "2/3", 66.6667),
        ("Có 3/4 số đơn vị đạt chuẩn.", "3/4", 75.0),
        ("Có một nửa số thôn thành lập tổ hòa giải.", "một nửa", 50.0),
        ("Có một phần ba số thôn thành lập tổ hòa giải.", "một phần ba", 33.3333),
        ("Có hai phần ba số thôn thành lập tổ hòa giải.", "hai phần ba", 66.6667),
        ("Có 27/27 thôn thành lập tổ hòa giải.", "27/27", 100.0),
        ("Có 9/12 xã thành lập tổ hòa giải.", "9/12", 75.0),
        ("Có 14/27 cơ quan có lãnh đạo chủ chốt là nữ.", "14/27", 51.8519),
        ("Tỷ lệ nam, nữ trong ban tổ chức là 50/50 vào năm 2025.", "50/50", 50.0),
        ("Tỷ lệ nam, nữ trong ban tổ chức là 50/50.", "50/50", 50.0),
    ],
)
def test_share_of_a_whole_is_a_percentage(item: str, text: str, percent: float) -> None:
    assert values(item) == [(text, pytest.approx(percent, abs=1e-4), None, "percent", None)]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("Tăng gấp đôi số câu lạc bộ gia đình.", ("gấp đôi", 2.0)),
        ("Số câu lạc bộ tăng gấp ba so với năm 2020.", ("gấp ba", 3.0)),
        ("Số câu lạc bộ tăng gấp hai lần.", ("gấp hai lần", 2.0)),
        ("Số câu lạc bộ gấp 1,5 lần năm 2020.", ("1,5 lần", 1.5)),
        ("Thu nhập của phụ nữ bằng 0,9 lần thu nhập của nam giới.", ("0,9 lần", 0.9)),
        ("Giờ làm việc nhà của phụ nữ còn 1,7 lần so với nam giới.", ("1,7 lần", 1.7)),
        ("Giờ làm việc nhà của phụ nữ còn 2 lần so với nam giới.", ("2 lần", 2.0)),
    ],
)
def test_multiple_is_a_value_in_times(item: str, expected: tuple[str, float]) -> None:
    assert values(item) == [(expected[0], expected[1], None, "times", None)]


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("Ít nhất 02 lần/năm đối thoại với phụ nữ.", "02 lần"),
        ("Mỗi quý sinh hoạt ít nhất 01 lần.", "01 lần"),
        ("Đối thoại với phụ nữ 02 lần mỗi năm.", "02 lần"),
    ],
)
def test_times_that_are_counted_are_no_multiple(item: str, text: str) -> None:
    assert values(item) == [(text, float(text[:2]), None, "lần", None)]


@pytest.mark.parametrize(
    ("item", "text", "value"),
    [
        ("Huy động xã hội hóa 1.500 tỷ đồng.", "1.500 tỷ đồng", 1.5e12),
        ("Huy động xã hội hóa 1,5 tỷ đồng.", "1,5 tỷ đồng", 1.5e9),
        ("Huy động xã hội hóa 2 tỉ đồng.", "2 tỉ đồng", 2e9),
        ("Huy động xã hội hóa 350 triệu đồng.", "350 triệu đồng", 350e6),
        ("Huy động xã hội hóa 1.250 triệu đồng.", "1.250 triệu đồng", 1.25e9),
        ("Huy động xã hội hóa 3,2 nghìn tỷ đồng.", "3,2 nghìn tỷ đồng", 3.2e12),
        ("Huy động xã hội hóa 500 nghìn đồng mỗi hội viên.", "500 nghìn đồng", 500e3),
        ("Huy động xã hội hóa 75.000.000 đồng.", "75.000.000 đồng", 75e6),
        ("Huy động xã hội hóa 75.000.000đ.", "75.000.000đ", 75e6),
        ("Thu nhập bình quân đạt 75 triệu đồng/người/năm.", "75 triệu đồng", 75e6),
    ],
)
def test_money_is_in_dong(item: str, text: str, value: float) -> None:
    assert values(item) == [(text, value, None, "đồng", None)]


@pytest.mark.parametrize(
    ("item", "text", "value", "unit"),
    [
        ("Tổ chức 02 (hai) cuộc tọa đàm.", "02 (hai) cuộc", 2.0, "cuộc"),
        ("Mở 03 lớp tập huấn.", "03 lớp tập huấn", 3.0, "lớp tập huấn"),
        ("Mở 03 lớp xóa mù chữ.", "03 lớp", 3.0, "lớp"),
        ("Đăng ít nhất 04 tin, bài.", "04 tin, bài", 4.0, "tin"),
        ("Đăng ít nhất 04 tin bài.", "04 tin bài", 4.0, "tin"),
        ("Xây dựng 01 phóng sự về phụ nữ vùng cao.", "01 phóng sự", 1.0, "phóng sự"),
        ("Duy trì 12 câu lạc bộ gia đình.", "12 câu lạc bộ", 12.0, "câu lạc bộ"),
        ("Duy trì 12 CLB gia đình.", "12 CLB", 12.0, "clb"),
        ("Xây dựng 05 địa chỉ tin cậy.", "05 địa chỉ tin cậy", 5.0, "địa chỉ tin cậy"),
        ("Hỗ trợ 40 hộ nghèo thoát nghèo.", "40 hộ", 40.0, "hộ"),
        ("Trồng mới 250 ha rừng.", "250 ha", 250.0, "ha"),
        ("Kết nối với ít nhất 15 tỉnh bạn.", "15 tỉnh", 15.0, "tỉnh"),
        ("Tỷ lệ nữ tăng 2 điểm phần trăm.", "2 điểm phần trăm", 2.0, "điểm phần trăm"),
        ("Tỷ lệ nữ tăng 2 điểm %.", "2 điểm %", 2.0, "điểm phần trăm"),
        ("Mỗi xã có ít nhất một cán bộ nữ trong Thường trực.", "một cán bộ", 1.0, "cán bộ"),
        ("Tuổi thọ trung bình đạt 74,5 tuổi.", "74,5 tuổi", 74.5, "tuổi"),
    ],
)
def test_counted_thing_is_the_unit(item: str, text: str, value: float, unit: str) -> None:
    assert values(item) == [(text, value, None, unit, None)]


# --- how a value binds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "text", "comparator"),
    [
        # the value itself
        ("Tỷ lệ nữ cấp ủy đạt 25%.", "25%", "="),
        ("Tỷ lệ nữ cấp ủy là 25%.", "25%", "="),
        ("Tỷ lệ nữ cấp ủy ở mức 25%.", "25%", "="),
        ("Tỷ lệ nữ cấp ủy chiếm 25%.", "25%", "="),
        ("100% xã có cán bộ phụ trách.", "100%", "="),
        ("Tỷ lệ nữ cấp ủy từ 25 - 30%.", "25 - 30%", "="),
        # floors
        ("Tỷ lệ nữ cấp ủy đạt ít nhất 25%.", "25%", ">="),
        ("Ít nhất 25% cấp ủy viên là nữ.", "25%", ">="),
        ("Tối thiểu 25% cấp ủy viên là nữ.", "25%", ">="),
        ("Tỷ lệ nữ cấp ủy đạt tối thiểu là 25%.", "25%", ">="),
        ("Tỷ lệ nữ cấp ủy không dưới 25%.", "25%", ">="),
        ("Tỷ lệ nữ cấp ủy không thấp hơn 25%.", "25%", ">="),
        ("Tỷ lệ nữ cấp ủy không ít hơn 25%.", "25%", ">="),
        ("Tỷ lệ nữ cấp ủy đạt 25% trở lên.", "25%", ">="),
        ("Tỷ lệ nữ cấp ủy đạt từ 25% trở lên.", "25%", ">="),
        ("Từ 25% cấp ủy viên trở lên là nữ.", "25%", ">="),
        ("Tỷ lệ nữ cấp ủy ≥ 25%.", "25%", ">="),
        ("Tỷ lệ nữ cấp ủy >= 25%.", "25%", ">="),
        ("Tỷ lệ nữ cấp ủy lên 25%.", "25%", ">="),
        ("Tỷ lệ nữ cấp ủy tăng lên 25%.", "25%", ">="),
        ("Tỷ lệ nữ cấp ủy tăng lên đạt 25%.", "25%", ">="),
        ("Nâng tỷ lệ nữ cấp ủy lên 25%.", "25%", ">="),
        ("Đưa tỷ lệ nữ cấp ủy lên mức 25%.", "25%", ">="),
        # above
        ("Tỷ lệ nữ cấp ủy đạt trên 25%.", "25%", ">"),
        ("Tỷ lệ nữ cấp ủy hơn 25%.", "25%", ">"),
        ("Tỷ lệ nữ cấp ủy vượt 25%.", "25%", ">"),
        ("Tỷ lệ nữ cấp ủy cao hơn 25%.", "25%", ">"),
        # ceilings
        ("Tỷ lệ hộ nghèo không quá 3%.", "3%", "<="),
        ("Tỷ lệ hộ nghèo không vượt quá 3%.", "3%", "<="),
        ("Tỷ lệ hộ nghèo tối đa 3%.", "3%", "<="),
        ("Tỷ lệ hộ nghèo từ 3% trở xuống.", "3%", "<="),
        ("Tỷ lệ hộ nghèo ≤ 3%.", "3%", "<="),
        ("Tỷ lệ hộ nghèo giảm còn 3%.", "3%", "<="),
        ("Tỷ lệ hộ nghèo giảm xuống còn 3%.", "3%", "<="),
        ("Giảm tỷ lệ hộ nghèo xuống 3%.", "3%", "<="),
        ("Kéo giảm tỷ lệ hộ nghèo xuống còn 3%.", "3%", "<="),
        ("Tỷ lệ hộ nghèo còn 3%.", "3%", "<="),
        # below
        ("Tỷ lệ hộ nghèo dưới 3%.", "3%", "<"),
        ("Giảm tỷ lệ hộ nghèo xuống dưới 3%.", "3%", "<"),
        ("Tỷ lệ hộ nghèo giảm còn dưới 3%.", "3%", "<"),
        ("Tỷ lệ hộ nghèo thấp hơn 3%.", "3%", "<"),
        ("Duy trì tỷ lệ hộ nghèo dưới 3%.", "3%", "<"),
        # about
        ("Tỷ lệ nữ cấp ủy đạt khoảng 25%.", "25%", "approximately"),
        ("Tỷ lệ nữ cấp ủy xấp xỉ 25%.", "25%", "approximately"),
        ("Tỷ lệ nữ cấp ủy đạt gần 25%.", "25%", "approximately"),
        # kept
        ("Duy trì 100% trạm y tế xã có nữ hộ sinh.", "100%", "maintain"),
        ("Duy trì tỷ lệ trẻ em tiêm chủng ở mức 95%.", "95%", "maintain"),
        ("Giữ vững 95% gia đình văn hóa.", "95%", "maintain"),
        ("Duy trì ít nhất 95% gia đình văn hóa.", "95%", ">="),
    ],
)
def test_comparator_stands_on_either_side(item: str, text: str, comparator: str) -> None:
    assert bound(item) == [(text, comparator)]


@pytest.mark.parametrize(
    ("item", "text", "comparator"),
    [
        ("Giảm 5% số vụ bạo lực gia đình.", "5%", "decrease"),
        ("Số vụ bạo lực gia đình giảm 5%.", "5%", "decrease"),
        ("Số vụ bạo lực gia đình giảm thêm 5%.", "5%", "decrease"),
        ("Số vụ bạo lực gia đình giảm ít nhất 5%.", "5%", "decrease"),
        ("Số vụ bạo lực gia đình giảm từ 5% trở lên.", "5%", "decrease"),
        ("Số vụ bạo lực gia đình giảm bình quân 5%/năm.", "5%", "decrease"),
        ("Mức sinh giảm bình quân 0,5%o mỗi năm.", "0,5%o", "decrease"),
        ("Tỷ lệ hộ nghèo giảm 0,46 điểm phần trăm mỗi năm.", "0,46 điểm phần trăm", "decrease"),
        ("Giảm số vụ bạo lực gia đình 5% so với năm 2024.", "5%", "decrease"),
        ("Giảm 1/3 số hộ nghèo do phụ nữ làm chủ.", "1/3", "decrease"),
        ("Giảm 20 hộ nghèo do phụ nữ làm chủ.", "20 hộ", "decrease"),
        ("Tăng 5% số hội viên.", "5%", "increase"),
        ("Số hội viên tăng từ 10 - 15% so với năm 2025.", "10 - 15%", "increase"),
        ("Số hội viên tăng thêm ít nhất 20%.", "20%", "increase"),
        ("Tăng thêm 03 câu lạc bộ gia đình.", "03 câu lạc bộ", "increase"),
        ("Tăng gấp đôi số câu lạc bộ gia đình.", "gấp đôi", "increase"),
        ("Số hội viên tăng 1,5 lần so với năm 2020.", "1,5 lần", "increase"),
    ],
)
def test_change_by_a_value(item: str, text: str, comparator: str) -> None:
    assert bound(item) == [(text, comparator)]


@pytest.mark.parametrize(
    ("item", "text", "comparator"),
    [
        ("Đóng góp của phụ nữ vào tăng trưởng đạt khoảng 45%.", "45%", "approximately"),
        ("Tăng trưởng kinh tế của xã đạt 8%.", "8%", "="),
        ("Nữ trưởng thôn từ 20% trở lên (năm 2024 có 03/42 người).", "20%", ">="),
        ("Sinh hoạt không dưới 02 buổi mỗi quý.", "02 buổi", ">="),
    ],
)
def test_what_is_no_change_is_a_level(item: str, text: str, comparator: str) -> None:
    assert bound(item) == [(text, comparator)]


@pytest.mark.parametrize(
    ("item", "text", "comparator", "base"),
    [
        ("Giờ làm việc nhà của phụ nữ giảm còn 1,7 lần so với nam giới.", "1,7 lần", "<=", None),
        ("Tỷ lệ hộ nghèo giảm từ 5,2% xuống 3%.", "3%", "<=", 5.2),
        ("Tỷ lệ hộ nghèo giảm từ 5,2% xuống còn 3%.", "3%", "<=", 5.2),
        ("Tỷ lệ hộ nghèo giảm từ 5,2% xuống dưới 3%.", "3%", "<", 5.2),
        ("Tỷ suất sinh vị thành niên giảm từ 23 xuống 18/1.000 phụ nữ.", "18/1.000 phụ nữ", "<=", 23.0),
        ("Tỷ suất sinh vị thành niên giảm từ 23 ca xuống 18 ca/1.000 phụ nữ.", "18 ca/1.000 phụ nữ", "<=", 23.0),
        (
            "Giảm tỷ suất sinh vị thành niên từ 23 ca/1.000 phụ nữ xuống dưới 18 ca/1.000 phụ nữ.",
            "18 ca/1.000 phụ nữ",
            "<",
            23.0,
        ),
        ("Tỷ lệ nữ cấp ủy tăng từ 15% lên 25%.", "25%", ">=", 15.0),
        ("Tỷ lệ nữ cấp ủy từ 15% năm 2020 lên 25% năm 2025.", "25%", ">=", 15.0),
        ("Tỷ lệ nữ cấp ủy tăng từ 15% năm 2020 lên trên 25% năm 2025.", "25%", ">", 15.0),
        ("Số hộ nghèo do phụ nữ làm chủ giảm từ 131 hộ xuống còn 48 hộ.", "48 hộ", "<=", 131.0),
    ],
)
def test_change_to_a_value(item: str, text: str, comparator: str, base: float | None) -> None:
    (found,) = measured(objectives(f"- {item}\n"))
    assert (found.text, found.comparator, found.baseline and found.baseline.value) == (text, comparator, base)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (
            "Tỷ lệ nữ cấp ủy đạt ít nhất 20% vào năm 2025 và 25% vào năm 2030.",
            [("20%", ">="), ("25%", ">=")],
        ),
        ("Tỷ lệ hộ nghèo dưới 5% vào năm 2025, 3% vào năm 2030.", [("5%", "<"), ("3%", "<")]),
        ("Tỷ lệ nữ cấp ủy đạt khoảng 20% vào năm 2025 và 25% vào năm 2030.", [("20%", "approximately"), ("25%", "=")]),
        ("Tỷ lệ nữ cấp ủy đạt 20% vào năm 2025 và trên 25% vào năm 2030.", [("20%", "="), ("25%", ">")]),
        (
            "Giảm ít nhất 20% số ca tảo hôn, 30% số ca hôn nhân cận huyết thống.",
            [("20%", "decrease"), ("30%", "decrease")],
        ),
        ("Giảm 5% số vụ bạo lực vào năm 2025 và 10% vào năm 2030.", [("5%", "decrease"), ("10%", "decrease")]),
        ("Số hội viên tăng 5% vào năm 2025 và 10% vào năm 2030.", [("5%", "increase"), ("10%", "increase")]),
    ],
)
def test_comparator_is_carried_over_an_elliptic_second_value(item: str, expected: list[tuple[str, str]]) -> None:
    assert bound(item) == expected


@pytest.mark.parametrize(
    ("item", "comparator"),
    [
        ("Tốc độ tăng trưởng bình quân đạt 8,5%/năm.", "="),
        ("Tốc độ tăng giá trị sản xuất bình quân 8,5%/năm.", "="),
        ("Tỷ lệ tăng dân số tự nhiên là 8,5%.", "="),
        ("Tỷ lệ tăng dân số tự nhiên dưới 8,5%.", "<"),
        ("Mức giảm tỷ lệ sinh là 8,5%.", "="),
    ],
)
def test_rate_of_growth_is_a_level(item: str, comparator: str) -> None:
    assert bound(item) == [("8,5%", comparator)]


@pytest.mark.parametrize(
    "item",
    [
        "Tỷ lệ nữ cấp ủy trên địa bàn tỉnh đạt 25%.",
        "Trên cơ sở rà soát, tỷ lệ nữ cấp ủy đạt 25%.",
        "Tỷ lệ tiếp cận trên hệ thống thông tin là 25%.",
        "Dưới sự lãnh đạo của cấp ủy, tỷ lệ nữ cấp ủy đạt 25%.",
        "Tỷ lệ nữ cấp ủy từ tỉnh đến cơ sở đạt 25%.",
        "Tỷ lệ nữ trong quá trình đào tạo đạt 25%.",
        "Không quá trình độ sơ cấp, tỷ lệ nữ đạt 25%.",
    ],
)
def test_preposition_is_no_comparator(item: str) -> None:
    assert bound(item) == [("25%", "=")]


# --- look-alikes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "item",
    [
        "Xây dựng gia đình 5 không 3 sạch tại các thôn.",
        "Hưởng ứng 16 ngày hành động phòng ngừa bạo lực giới.",
        "Chăm sóc dinh dưỡng 1.000 ngày đầu đời cho trẻ.",
        "Bảo vệ trẻ em dưới 16 tuổi trước nguy cơ xâm hại.",
        "Chăm sóc sức khỏe phụ nữ từ 15 - 49 tuổi.",
        "Duy trì hoạt động của Tổng đài 111 và đường dây nóng 1800 1567.",
        "Tiếp nhận tin báo qua số điện thoại 0962.867.888.",
        "Tiếp nhận tin báo 24/7 tại cơ sở.",
        "Bảo đảm trực tư vấn 24/24 giờ tại cơ sở.",
        "Thực hiện khoản 5 Điều 8 của quy định này.",
        "Góp phần thực hiện Mục tiêu 5 về phát triển bền vững.",
        "Lồng ghép hiệu quả với Dự án 8 và Đề án 938.",
        "Hướng tới Đại hội phụ nữ lần thứ 14 của tỉnh.",
        "Hoàn thành hồ sơ trong 05 ngày làm việc.",
        "Sơ kết 06 tháng một cách nghiêm túc, thực chất.",
        "Cung cấp dịch vụ công mức độ 4 cho phụ nữ.",
        "Xây dựng trường đạt chuẩn quốc gia mức độ 2.",
        "Thích ứng với cách mạng công nghiệp 4.0 và chuyển đổi số.",
        "Khắc phục hậu quả của dịch COVID-19 đối với lao động nữ.",
        "Đặt điểm tư vấn tại 212 Nguyễn Nghiêm, phường Trần Phú.",
        "Đặt điểm tư vấn tại số 212 đường Nguyễn Nghiêm.",
        "Thực hiện theo Biểu 01 và Phụ lục 2 kèm theo.",
        "Hỗ trợ phụ nữ tại vùng 3, khu vực 2 của huyện.",
        "Thực hiện mô hình chính quyền địa phương 02 cấp.",
        "Tuyên truyền nhân Ngày Quốc tế Phụ nữ 8/3 và ngày 20/10.",
        "Truyền thông đợt cao điểm 15/11 - 15/12 tại các chợ.",
        "Phổ biến thông điệp 5K trong phòng, chống dịch.",
        "Hưởng ứng phong trào “3 giảm, 3 tăng” tại cơ sở.",
        'Thực hiện phong trào thi đua "2 giỏi" trong nữ công nhân.',
        'Phát huy phương châm "4 tại chỗ" trong phòng, chống thiên tai.',
        "Giáo dục giới tính cho học sinh khối lớp 9 và lớp 12.",
        "Hỗ trợ phụ nữ khởi nghiệp trong 05 năm liên tục.",
    ],
)
def test_figure_of_another_kind_is_no_value(item: str) -> None:
    assert values(item) == []


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("Tỷ lệ suy dinh dưỡng thấp còi dưới 24%1 vào năm 2025.", "24%"),
        ("Tỷ lệ suy dinh dưỡng thấp còi dưới 24%[1] vào năm 2025.", "24%"),
        ("Tỷ lệ suy dinh dưỡng thấp còi dưới 24%(1) vào năm 2025.", "24%"),
        ("Tỷ lệ suy dinh dưỡng thấp còi dưới 24%\u00b9 vào năm 2025.", "24%"),
    ],
)
def test_footnote_digit_is_no_part_of_a_value(item: str, text: str) -> None:
    assert [(m.text, m.value, m.comparator) for m in measured(objectives(f"- {item}\n"))] == [(text, 24.0, "<")]


# --- spans ----------------------------------------------------------------------------------------------------------

SENTENCES = [
    ("Tỷ số giới tính khi sinh ở mức 108,88 bé trai/100 bé gái.", "108,88 bé trai/100 bé gái"),
    ("Tỷ lệ hộ có nước sạch đạt từ 85% đến 90%.", "85% đến 90%"),
    ("Tổ chức 02 (hai) cuộc tọa đàm.", "02 (hai) cuộc"),
    ("Đăng ít nhất 04 tin, bài.", "04 tin, bài"),
    ("Huy động xã hội hóa 1.500 tỷ đồng.", "1.500 tỷ đồng"),
    ("Tăng gấp đôi số câu lạc bộ gia đình.", "gấp đôi"),
]


@pytest.mark.parametrize(("item", "text"), SENTENCES)
def test_span_in_decomposed_text(item: str, text: str) -> None:
    source = unicodedata.normalize("NFD", objectives(f"- {item}\n"))
    (found,) = measured(source)
    assert found.text == source[found.start : found.end] == unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(("item", "text"), [row for row in SENTENCES if " " in row[1]])
@pytest.mark.parametrize("blank", ["\n", "\u00a0", "  ", "\r\n"], ids=["wrapped", "NBSP", "two blanks", "CRLF"])
def test_span_with_another_blank_inside(item: str, text: str, blank: str) -> None:
    head, tail = text.rsplit(" ", 1)
    source = objectives("- " + item.replace(text, head + blank + tail) + "\n")
    if blank == "\r\n":
        source = source.replace("\r\n", "\n").replace("\n", "\r\n")
    (found,) = measured(source)
    assert found.text == source[found.start : found.end] == head + blank + tail


@wrong("a line that opens with a bracket is never joined to the one before it")
def test_span_that_is_wrapped_before_a_bracket() -> None:
    source = objectives("- Tổ chức 02\n(hai) cuộc tọa đàm về bình đẳng giới.\n")
    (found,) = measured(source)
    assert found.text == "02\n(hai) cuộc"


@pytest.mark.parametrize(("item", "text"), SENTENCES)
def test_span_inside_bold_marks(item: str, text: str) -> None:
    source = objectives("- " + item.replace(text, f"**{text}**") + "\n")
    (found,) = measured(source)
    assert found.text == text


def test_percentage_in_words_after_the_aims_is_found_among_the_tasks_too() -> None:
    (found,) = measured(tasks("1. Phấn đấu ít nhất một nửa số thôn có câu lạc bộ.\n"))
    assert (found.text, found.value, found.comparator) == ("một nửa", 50.0, ">=")


@pytest.mark.parametrize(
    "item", ["Số bác sĩ trên 10.000 dân: 12 bác sĩ.", "Tỷ suất chết trẻ em trên 1.000 trẻ còn 11 ca."]
)
def test_what_is_counted_on_is_no_value(item: str) -> None:
    assert len(values(item)) == 1
