"""Citations: every grammar of numbers, laws by name, lists, short forms, and what is no citation."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

import kehoach
from kehoach.record import Citation

PLAN = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
Số: 47/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lào Cai, ngày 05 tháng 02 năm 2025

KẾ HOẠCH
{title}

{preamble}

I. MỤC ĐÍCH
{body}
"""
TITLE = "Triển khai công tác bình đẳng giới năm 2025"


def cited(text: str) -> tuple[Citation, ...]:
    return kehoach.extract(text=text).citations


def value(citation: Citation, name: str) -> Any:
    if name == "type":
        return citation.type and citation.type.code
    return getattr(citation, name)


def check(text: str, expected: list[dict[str, Any]]) -> None:
    """Each citation of `text` has the expected values, and there are no more."""
    found = cited(text)
    assert len(found) == len(expected), [c.text for c in found]
    assert [{name: value(c, name) for name in row} for c, row in zip(found, expected, strict=True)] == expected


def plan(preamble: str = "", body: str = "1. Giữ nề nếp đã có.", title: str = TITLE) -> str:
    return PLAN.format(title=title, preamble=preamble, body=body)


def in_plan(**parts: str) -> list[Citation]:
    """The citations of a plan."""
    return list(kehoach.extract(text=plan(**parts)).citations)


# --- numbers --------------------------------------------------------------------------------------------------------

NUMBERS = [
    # nd_individual
    ("Kế hoạch", "169/KH-UBND", "KH"),
    ("Quyết định", "1790/QĐ-TTg", "QĐ"),
    ("Quyết định", "5658/QĐ-BYT", "QĐ"),
    ("Báo cáo", "300/BC-CP", "BC"),
    ("Tờ trình", "221/TTr-BDT", "TTr"),
    ("Thông báo", "1230/TB-VPQH", "TB"),
    ("Nghị quyết", "28/NQ-CP", "NQ"),
    ("Nghị quyết", "01/NQ-CP", "NQ"),
    ("Kế hoạch", "140/KH-BCĐTKNQ18", "KH"),
    ("Chỉ thị", "08/CT-TTg", "CT"),
    ("Nghị quyết", "74/NQ-HĐND", "NQ"),
    ("Quyết định", "670/QĐ-UBND-HC", "QĐ"),
    ("Kế hoạch", "215/KH-BCA-C11", "KH"),
    ("Báo cáo thẩm định", "18/BCTĐ-STP", "BC"),
    ("Tờ trình", "60/TTr-CATP(PV11)", "TTr"),
    ("Nghị quyết", "30c/NQ-CP", "NQ"),
    ("Quyết định", "531/TTg", "QĐ"),
    # cong_van: no type letters
    ("Công văn", "739/BNV-CTTN&BĐG", "CV"),
    ("Công văn", "2792/LĐTBXH-BĐG", "CV"),
    ("Công văn", "456/UBDT-DTTS", "CV"),
    ("Công văn", "535/BTP-TGPL", "CV"),
    ("Công văn", "7236/BYT-UBQG50", "CV"),
    ("Công văn", "5677/ĐCT-BCTPN", "CV"),
    ("văn bản", "3229/UBND-KGVX", "CV"),
    ("văn bản", "3142/SNV-XDCQ&CTTN", "CV"),
    # normative_gov
    ("Nghị định", "70/2008/NĐ-CP", "NĐ"),
    ("Nghị định", "48/2009/NĐ-CP", "NĐ"),
    ("Quyết định", "56/2011/QĐ-TTg", "QĐ"),
    ("Thông tư", "10/2019/TT-BKHĐT", "TT"),
    ("Nghị quyết", "20/2018/NQ-HĐND", "NQ"),
    ("Quyết định", "29/2025/QĐ-UBND", "QĐ"),
    ("Nghị quyết", "66.25/2026/NQ-CP", "NQ"),
    ("Thông tư liên tịch", "09/2016/TTLT-BLĐTBXH-BTC", "TTLT"),
    ("Thông tư liên tịch", "19/2012/TTLT-BTC-BKH&ĐT-BTTTT", "TTLT"),
    ("Thông tư liên tịch", "07/2013/TTLT/BNV-BTC", "TTLT"),
    ("Nghị quyết liên tịch", "15/2021/NQLT/CP-UBTVQH15-ĐCTUBTWMTTQVN", "NQLT"),
    # national_assembly
    ("Luật", "73/2006/QH11", "Luật"),
    ("Luật", "13/2022/QH15", "Luật"),
    ("Luật", "202/2025/QH15", "Luật"),
    ("Luật", "30/2026/QH16", "Luật"),
    ("Bộ luật", "45/2019/QH14", "Bộ luật"),
    ("Nghị quyết", "136/2024/QH15", "NQ"),
    # standing_committee
    ("Nghị quyết", "76/2025/UBTVQH15", "NQ"),
    ("Pháp lệnh", "06/2003/PL-UBTVQH11", "PL"),
    ("Nghị quyết", "1365/NQ-UBTVQH15", "NQ"),
    ("Nghị quyết", "237/NQ-UBTVQH16", "NQ"),
    # president_order
    ("Lệnh", "17/2022/L-CTN", "L"),
    # consolidated
    ("Văn bản hợp nhất", "52/VBHN-VPQH", "VBHN"),
    ("Văn bản hợp nhất", "05/VBHN-BGDĐT", "VBHN"),
    # party
    ("Chỉ thị", "21-CT/TW", "CT"),
    ("Thông báo", "196-TB/TW", "TB"),
    ("Nghị quyết", "11-NQ/TW", "NQ"),
    ("Kết luận", "127-KL/TW", "KL"),
    ("Hướng dẫn", "36-HD/VPTW", "HD"),
    ("Công văn", "1350-CV/BDVTW", "CV"),
    ("Nghị quyết", "15-NQ/TU", "NQ"),
    ("Kế hoạch", "16-KH/ĐU", "KH"),
    ("Chương trình hành động", "49-CTr/TU", "CTr"),
    ("Quyết định", "12-QĐ/HU", "QĐ"),
    ("Quy định", "294-QĐ/TW", "QyĐ"),
    ("Quy chế", "07-QC/TU", "QC"),
    ("Báo cáo", "88-BC/ĐUK", "BC"),
    ("Tờ trình", "31-TTr/BTGTU", "TTr"),
    ("Đề án", "04-ĐA/TU", "ĐA"),
    ("Chương trình", "09-CTrHĐ/TU", "CTr"),
]
ADMINISTRATIVE = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "HĐ": "Hợp đồng",
    "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép",
    "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển",
    "PB": "Phiếu báo",
}


@pytest.mark.parametrize(("word", "number", "code"), NUMBERS, ids=[number for _, number, _ in NUMBERS])
def test_every_grammar_of_numbers_is_read_with_date_and_type(word: str, number: str, code: str) -> None:
    check(
        f"Xã bám sát {word} số {number} ngày 23/10/2021 khi làm.",
        [{"text": f"{word} số {number} ngày 23/10/2021", "type": code, "number": number, "issued": "2021-10-23"}],
    )


@pytest.mark.parametrize(("word", "number", "code"), NUMBERS, ids=[number for _, number, _ in NUMBERS])
def test_every_grammar_of_numbers_is_read_without_so_and_date(word: str, number: str, code: str) -> None:
    check(f"Xã bám sát {word} {number} khi làm.", [{"text": f"{word} {number}", "type": code, "number": number}])


@pytest.mark.parametrize(("code", "word"), ADMINISTRATIVE.items())
def test_every_administrative_type_of_the_decree_is_cited_under_its_code(code: str, word: str) -> None:
    number = f"12/{code}-UBND"
    check(f"Xã bám sát {word} số {number} khi làm.", [{"text": f"{word} số {number}", "type": code, "number": number}])


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        (
            "Theo Chỉ thị 08/CT-TTg năm 2020, các xã rà soát.",
            {"text": "Chỉ thị 08/CT-TTg năm 2020", "type": "CT", "number": "08/CT-TTg", "issued": "2020"},
        ),
        (
            "Theo Quyết định số 488/QĐ-TTg, ngày 14/4/2017, các xã rà soát.",
            {"text": "Quyết định số 488/QĐ-TTg, ngày 14/4/2017", "issued": "2017-04-14"},
        ),
        (
            "Theo Quyết định số 2074/QĐ-TTg ngày 10-12-2021, các xã rà soát.",
            {"text": "Quyết định số 2074/QĐ-TTg ngày 10-12-2021", "issued": "2021-12-10"},
        ),
        (
            "Theo Nghị quyết số 28/NQ-CP ngày 03 tháng 3 năm 2021, các xã rà soát.",
            {"text": "Nghị quyết số 28/NQ-CP ngày 03 tháng 3 năm 2021", "issued": "2021-03-03"},
        ),
        (
            "Theo Kế hoạch số 281/KH-UBND ngày 31/6/2023, các xã rà soát.",
            {"text": "Kế hoạch số 281/KH-UBND ngày 31/6/2023", "issued": "2023-06-31"},
        ),
        (
            "Xem thêm 1790/QĐ-TTg ngày 23/10/2021.",
            {"text": "1790/QĐ-TTg ngày 23/10/2021", "type": "QĐ", "number": "1790/QĐ-TTg"},
        ),
        (
            "BÁO CÁO VIỆC LÀM THEO QUYẾT ĐỊNH SỐ 06/QĐ-TTG NGÀY 06/01/2022",
            {"text": "QUYẾT ĐỊNH SỐ 06/QĐ-TTG NGÀY 06/01/2022", "type": "QĐ", "number": "06/QĐ-TTg"},
        ),
        (
            "theo nghị quyết số 28/nq-cp của chính phủ",
            {"text": "nghị quyết số 28/nq-cp", "type": "NQ", "number": "28/NQ-CP"},
        ),
        ("theo thông tư 77/2014/tt-btc", {"text": "thông tư 77/2014/tt-btc", "type": "TT", "number": "77/2014/TT-BTC"}),
        (
            "Đạt QCVN 01:2021/BYT về nước sạch.",
            {"text": "QCVN 01:2021/BYT", "type": "QCVN", "name": "QCVN 01:2021/BYT"},
        ),
        ("Áp dụng TCVN 5507 khi chọn thiết bị.", {"text": "TCVN 5507", "type": "TCVN", "name": "TCVN 5507"}),
        (
            "Theo Nghị quyết số 66/NQ-СР của Chính phủ.",
            {"text": "Nghị quyết số 66/NQ-СР", "type": "NQ", "number": "66/NQ-CP"},
        ),
        (
            "Nghị quyết số 259/2025/QH ngày 11 tháng 12 năm 2025 của Quốc hội",
            {"text": "Nghị quyết số 259/2025/QH ngày 11 tháng 12 năm 2025", "type": "NQ", "number": "259/2025/QH"},
        ),
        ("Theo Nghị quyết 06/TU, các xã rà soát.", {"text": "Nghị quyết 06/TU", "type": "NQ", "number": "06/TU"}),
        (
            "Theo Tờ trình số 126/SKHĐT, các xã rà soát.",
            {"text": "Tờ trình số 126/SKHĐT", "type": "TTr", "number": "126/SKHĐT"},
        ),
        (
            "Theo Kế hoạch số 48/UBND-TP ngày 15/5/2025, các xã rà soát.",
            {"text": "Kế hoạch số 48/UBND-TP ngày 15/5/2025", "type": "KH", "number": "48/UBND-TP"},
        ),
        (
            "Theo kế hoạch số 05/KH-UBDTSĐHP ngày 05/5/2025, các xã rà soát.",
            {"text": "kế hoạch số 05/KH-UBDTSĐHP ngày 05/5/2025", "type": "KH", "number": "05/KH-UBDTSĐHP"},
        ),
        (
            "Theo Chương trình hành động số 49-Ctr/TU, các xã rà soát.",
            {"text": "Chương trình hành động số 49-Ctr/TU", "type": "CTr", "number": "49-CTr/TU"},
        ),
        (
            "Theo Chỉ thị số 21/CT-TU, ngày 01/02/2005.",
            {"text": "Chỉ thị số 21/CT-TU, ngày 01/02/2005", "type": "CT", "number": "21/CT-TU"},
        ),
        (
            "Theo Nghị định số 75/2017/NĐCP, các xã rà soát.",
            {"text": "Nghị định số 75/2017/NĐCP", "type": "NĐ", "number": "75/2017/NĐCP"},
        ),
    ],
)
def test_date_number_and_type_of_a_numbered_citation(sentence: str, row: dict[str, Any]) -> None:
    check(sentence, [row])


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("Theo Quyết định số 1790/QĐ-TTg ngày 23/10/2021 của Thủ tướng Chính phủ.", "Thủ tướng Chính phủ"),
        ("Theo Nghị quyết số 28/NQ-CP ngày 03/3/2021 của Chính phủ, các xã rà soát.", "Chính phủ"),
        ("Theo Chỉ thị số 21-CT/TW ngày 20/01/2018 của Ban Bí thư về phụ nữ.", "Ban Bí thư"),
        ("Theo Công văn số 739/BNV-CTTN&BĐG ngày 28/3/2025 của Bộ Nội vụ về kế hoạch.", "Bộ Nội vụ"),
        ("Theo Quyết định số 5658/QĐ-BYT của Bộ trưởng Bộ Y tế ban hành đề án.", "Bộ trưởng Bộ Y tế"),
        ("Theo Kế hoạch số 12/KH-SGDĐT của Sở Giáo dục và Đào tạo.", "Sở Giáo dục và Đào tạo"),
        (
            "Theo Công văn số 411/LĐTBXH-BĐG của Bộ Lao động - Thương binh và Xã hội về báo cáo.",
            "Bộ Lao động - Thương binh và Xã hội",
        ),
        ("Theo Kế hoạch số 164/KH-UBND của UBND tỉnh Lào Cai, các xã làm.", "UBND tỉnh Lào Cai"),
        ("Theo Nghị quyết số 74/NQ-HĐND của Hội đồng nhân dân tỉnh về ngân sách.", "Hội đồng nhân dân tỉnh"),
        ("Thủ tướng Chính phủ ban hành Quyết định số 2282/QĐ-TTg ngày 31/12/2020.", "Thủ tướng Chính phủ"),
        ("Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 86/TTr-SNV.", "Giám đốc Sở Nội vụ"),
        ("Theo Quyết định số 1790/QĐ-TTg ngày 23/10/2021, các xã rà soát.", None),
    ],
)
def test_issuer_is_kept_as_printed(sentence: str, row: str | None) -> None:
    check(sentence, [{"issuer": row}])


def test_date_behind_the_issuer_is_inside_the_span_with_the_issuer() -> None:
    check(
        "Theo Chỉ thị số 05/CT-TTg của Thủ tướng Chính phủ ngày 23/02/2023 về dữ liệu.",
        [
            {
                "text": "Chỉ thị số 05/CT-TTg của Thủ tướng Chính phủ ngày 23/02/2023",
                "issuer": "Thủ tướng Chính phủ",
                "issued": "2023-02-23",
            }
        ],
    )


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        (
            "Theo Quyết định số 1790/QĐ-TTg ngày 23/10/2021 của Thủ tướng Chính phủ phê duyệt Chương trình truyền thông;",
            "phê duyệt Chương trình truyền thông",
        ),
        (
            "Theo Nghị định số 70/2008/NĐ-CP ngày 04/6/2008 quy định chi tiết thi hành;",
            "quy định chi tiết thi hành",
        ),
        (
            "Theo Công văn số 739/BNV-CTTN&BĐG của Bộ Nội vụ về việc xây dựng kế hoạch năm;",
            "về việc xây dựng kế hoạch năm",
        ),
        (
            "Theo Kế hoạch số 81/KH-UBND ngày 05/5/2022 của UBND tỉnh về “Truyền thông, giáo dục giới”;",
            "về “Truyền thông, giáo dục giới”",
        ),
        ("Theo Quyết định số 1790/QĐ-TTg ngày 23/10/2021, các xã rà soát.", None),
    ],
)
def test_title_that_follows(sentence: str, title: str | None) -> None:
    (citation,) = cited(sentence)
    assert citation.title == title
    assert (citation.parts or {}).get("title") == (
        None if title is None else (sentence.index(title), sentence.index(title) + len(title))
    )


@pytest.mark.parametrize(
    ("sentence", "pinpoint", "text"),
    [
        ("Theo khoản 5 Điều 8 Luật Bình đẳng giới, xã báo cáo.", "khoản 5 Điều 8", "Luật Bình đẳng giới"),
        ("Theo khoản 5 Điều 8 của Luật Bình đẳng giới, xã báo cáo.", "khoản 5 Điều 8", "Luật Bình đẳng giới"),
        (
            "Theo điểm a khoản 2 Điều 5 Nghị định số 70/2008/NĐ-CP, xã báo cáo.",
            "điểm a khoản 2 Điều 5",
            "Nghị định số 70/2008/NĐ-CP",
        ),
        (
            "Theo các khoản 1, 2 và 4 Điều 6 Nghị định số 70/2008/NĐ-CP.",
            "khoản 1, 2 và 4 Điều 6",
            "Nghị định số 70/2008/NĐ-CP",
        ),
        ("Theo Điều 4 Nghị quyết số 76/2025/UBTVQH15.", "Điều 4", "Nghị quyết số 76/2025/UBTVQH15"),
        ("Theo Phụ lục II Thông tư số 10/2019/TT-BKHĐT.", "Phụ lục II", "Thông tư số 10/2019/TT-BKHĐT"),
        ("theo điều 52 của luật việc làm 2013", "điều 52", "luật việc làm 2013"),
        ("Nghị định số 70/2008/NĐ-CP được áp dụng.", None, "Nghị định số 70/2008/NĐ-CP"),
    ],
)
def test_pinpoint_stands_outside_the_span(sentence: str, pinpoint: str | None, text: str) -> None:
    check(sentence, [{"pinpoint": pinpoint, "text": text}])


# --- laws by name ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        (
            "Theo Luật Bình đẳng giới, cơ quan có trách nhiệm.",
            [{"text": "Luật Bình đẳng giới", "type": "Luật", "name": "Luật Bình đẳng giới", "year": None}],
        ),
        (
            "Theo Luật Bình đẳng giới năm 2006, cơ quan có trách nhiệm.",
            [{"text": "Luật Bình đẳng giới năm 2006", "name": "Luật Bình đẳng giới", "year": 2006, "issued": None}],
        ),
        (
            "Theo Bộ luật Lao động 2019 thì hai bên thỏa thuận.",
            [{"text": "Bộ luật Lao động 2019", "type": "Bộ luật", "name": "Bộ luật Lao động", "year": 2019}],
        ),
        (
            "Theo Luật Bình đẳng giới ngày 29/11/2006, cơ quan có trách nhiệm.",
            [{"text": "Luật Bình đẳng giới ngày 29/11/2006", "issued": "2006-11-29", "year": None, "form": "name"}],
        ),
        (
            "Theo Luật Trẻ em ngày 05 tháng 4 năm 2016.",
            [{"text": "Luật Trẻ em ngày 05 tháng 4 năm 2016", "name": "Luật Trẻ em", "issued": "2016-04-05"}],
        ),
        (
            "Theo Luật Bình đẳng giới số 73/2006/QH11 ngày 29/11/2006.",
            [
                {
                    "text": "Luật Bình đẳng giới số 73/2006/QH11 ngày 29/11/2006",
                    "name": "Luật Bình đẳng giới",
                    "number": "73/2006/QH11",
                    "issued": "2006-11-29",
                    "form": "number",
                }
            ],
        ),
        (
            "Theo Luật Tổ chức chính quyền địa phương số 72/2025/QH15.",
            [
                {
                    "text": "Luật Tổ chức chính quyền địa phương số 72/2025/QH15",
                    "name": "Luật Tổ chức chính quyền địa phương",
                    "number": "72/2025/QH15",
                }
            ],
        ),
        (
            "Theo Luật số 87/2025/QH15.",
            [{"text": "Luật số 87/2025/QH15", "type": "Luật", "number": "87/2025/QH15", "name": None}],
        ),
        (
            "Theo Luật Phòng, chống bạo lực gia đình năm 2022.",
            [
                {
                    "text": "Luật Phòng, chống bạo lực gia đình năm 2022",
                    "name": "Luật Phòng, chống bạo lực gia đình",
                    "year": 2022,
                }
            ],
        ),
        (
            "theo luật phòng, chống bạo lực gia đình 2007",
            [{"text": "luật phòng, chống bạo lực gia đình 2007", "type": "Luật", "year": 2007}],
        ),
        (
            "Theo Luật Ban hành văn bản quy phạm pháp luật của Hội đồng nhân dân, Ủy ban nhân dân ngày 03/12/2004.",
            [
                {
                    "name": "Luật Ban hành văn bản quy phạm pháp luật của Hội đồng nhân dân, Ủy ban nhân dân",
                    "issued": "2004-12-03",
                }
            ],
        ),
        (
            "Theo Luật Bảo vệ môi trường ngày 23/6/2014 và Luật Bảo vệ môi trường ngày 17/11/2020 (có hiệu lực từ ngày 01/01/2022).",
            [{"issued": "2014-06-23"}, {"text": "Luật Bảo vệ môi trường ngày 17/11/2020", "issued": "2020-11-17"}],
        ),
        (
            "Theo Luật Hôn nhân và gia đình và Luật Trẻ em.",
            [{"text": "Luật Hôn nhân và gia đình"}, {"text": "Luật Trẻ em"}],
        ),
        (
            "Theo Luật Giao dịch điện tử (sửa đổi) ngày 22/6/2023.",
            [{"name": "Luật Giao dịch điện tử", "issued": "2023-06-22"}],
        ),
        (
            "Theo Pháp lệnh Dân số năm 2003.",
            [{"text": "Pháp lệnh Dân số năm 2003", "type": "PL", "name": "Pháp lệnh Dân số", "year": 2003}],
        ),
        (
            "Theo Hiến pháp năm 2013, nam nữ bình đẳng.",
            [{"text": "Hiến pháp năm 2013", "type": "Hiến pháp", "name": "Hiến pháp", "year": 2013}],
        ),
        (
            (
                "Theo Luật sửa đổi, bổ sung một số điều của Luật Kinh doanh bảo hiểm và Luật Sở hữu trí tuệ ngày 14/6/2019."
            ),
            [
                {
                    "text": "Luật sửa đổi, bổ sung một số điều của Luật Kinh doanh bảo hiểm và Luật Sở hữu trí tuệ "
                    "ngày 14/6/2019",
                    "type": "Luật",
                    "issued": "2019-06-14",
                }
            ],
        ),
        (
            (
                "Theo Luật sửa đổi, bổ sung một số điều của Luật Quy hoạch, Luật Đầu tư và Luật Đấu thầu ngày 29 tháng 11 "
                "năm 2024."
            ),
            [
                {
                    "text": "Luật sửa đổi, bổ sung một số điều của Luật Quy hoạch, Luật Đầu tư và Luật Đấu thầu "
                    "ngày 29 tháng 11 năm 2024",
                    "issued": "2024-11-29",
                }
            ],
        ),
        (
            "Theo Luật sửa đổi, bổ sung một số điều và Phụ lục Danh mục phí, lệ phí của Luật Phí và lệ phí ngày 20/11/2020.",
            [
                {
                    "name": "Luật sửa đổi, bổ sung một số điều và Phụ lục Danh mục phí, lệ phí của Luật Phí và lệ phí",
                    "issued": "2020-11-20",
                }
            ],
        ),
        (
            "Theo Luật sửa đổi, bổ sung Điều 6 và Phụ lục 4 của Luật Đầu tư năm 2016.",
            [{"name": "Luật sửa đổi, bổ sung Điều 6 và Phụ lục 4 của Luật Đầu tư", "year": 2016}],
        ),
        (
            "Theo Luật sửa đổi, bổ sung một số điều của Luật Dược số 44/2024/QH15.",
            [
                {
                    "text": "Luật sửa đổi, bổ sung một số điều của Luật Dược số 44/2024/QH15",
                    "type": "Luật",
                    "number": "44/2024/QH15",
                    "name": "Luật sửa đổi, bổ sung một số điều của Luật Dược",
                }
            ],
        ),
        (
            ("Theo Luật Công chứng số 53/2014/QH13 được sửa đổi, bổ sung bởi Luật số 28/2018/QH14."),
            [
                {
                    "text": "Luật Công chứng số 53/2014/QH13",
                    "name": "Luật Công chứng",
                    "number": "53/2014/QH13",
                },
                {"text": "Luật số 28/2018/QH14", "number": "28/2018/QH14"},
            ],
        ),
        (
            (
                "Theo Nghị định số 107/2021/NĐ-CP ngày 06/12/2021 sửa đổi, bổ sung một số điều của Nghị định số "
                "61/2018/NĐ-CP ngày 23/4/2018."
            ),
            [
                {"text": "Nghị định số 107/2021/NĐ-CP ngày 06/12/2021", "issued": "2021-12-06"},
                {"text": "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018", "issued": "2018-04-23"},
            ],
        ),
    ],
)
def test_law_by_name_year_date_number_and_amendment(sentence: str, rows: list[dict[str, Any]]) -> None:
    check(sentence, rows)


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("Nối với Đề án 06 của Chính phủ.", {"text": "Đề án 06", "type": "ĐA", "name": "Đề án 06"}),
        ("Nối với Nghị quyết 57 của Bộ Chính trị.", {"text": "Nghị quyết 57", "type": "NQ", "name": "Nghị quyết 57"}),
        ("Lồng ghép trong Chương trình 1719.", {"text": "Chương trình 1719", "type": "CTr"}),
        ("Lồng ghép trong Dự án 8.", {"text": "Dự án 8", "type": "DA", "name": "Dự án 8"}),
        ("Nối với Chỉ thị số 17 của Ban Bí thư.", {"text": "Chỉ thị số 17", "type": "CT", "name": "Chỉ thị số 17"}),
        ("Thi đua chào mừng Nghị quyết Đại hội XIV.", {"text": "Nghị quyết Đại hội XIV", "type": "NQ"}),
    ],
)
def test_nickname_is_kept_as_name_without_a_number(sentence: str, row: dict[str, Any]) -> None:
    check(sentence, [{**row, "form": "name", "number": None}])


# --- lists ----------------------------------------------------------------------------------------------------------


def test_bare_numbers_of_a_list_share_type_date_and_issuer() -> None:
    shared = {"type": "QĐ", "issued": "2022-03-08", "issuer": "Thủ tướng Chính phủ", "form": "number"}
    check(
        "Theo các Quyết định số: 318, 319, 320 ngày 08/3/2022 của Thủ tướng Chính phủ về nông thôn mới.",
        [
            {"text": "Quyết định số: 318", **shared},
            {"text": "319", **shared},
            {"text": "320 ngày 08/3/2022", **shared},
        ],
    )


def test_full_numbers_of_a_list_share_date_and_issuer() -> None:
    shared = {"type": "QĐ", "issued": "2022-03-08", "issuer": "Thủ tướng Chính phủ"}
    check(
        "Theo các Quyết định số: 318/QĐ-TTg, 319/QĐ-TTg ngày 08/3/2022 của Thủ tướng Chính phủ về nông thôn mới.",
        [
            {"text": "Quyết định số: 318/QĐ-TTg", "number": "318/QĐ-TTg", **shared},
            {"text": "319/QĐ-TTg ngày 08/3/2022", "number": "319/QĐ-TTg", **shared},
        ],
    )


def test_numbers_joined_by_and_share_what_stands_at_the_end() -> None:
    check(
        "Theo Quyết định số 1521/QĐ-TTg và 2282/QĐ-TTg của Thủ tướng Chính phủ.",
        [
            {"text": "Quyết định số 1521/QĐ-TTg", "type": "QĐ", "issuer": "Thủ tướng Chính phủ"},
            {"text": "2282/QĐ-TTg", "type": "QĐ", "issuer": "Thủ tướng Chính phủ"},
        ],
    )


def test_an_issuer_named_before_a_list_counts_for_each_member() -> None:
    check(
        "Theo các Quyết định của Thủ tướng Chính phủ số: 1521/QĐ-TTg ngày 06/10/2020 về rừng; "
        "21/2021/QĐ-TTg ngày 21/6/2021 về biển; 25/2021/QĐ-TTg ngày 22/7/2021 về pháp luật.",
        [
            {"number": "1521/QĐ-TTg", "issued": "2020-10-06", "issuer": "Thủ tướng Chính phủ"},
            {
                "text": "21/2021/QĐ-TTg ngày 21/6/2021",
                "number": "21/2021/QĐ-TTg",
                "type": "QĐ",
                "issued": "2021-06-21",
                "issuer": "Thủ tướng Chính phủ",
            },
            {"number": "25/2021/QĐ-TTg", "issued": "2021-07-22", "issuer": "Thủ tướng Chính phủ"},
        ],
    )


def test_different_kinds_in_one_sentence_keep_their_own_values() -> None:
    check(
        "Theo Tờ trình số 14/TTr-SNV ngày 28/6/2018, Công văn số 22/SNV-CCHC ngày 28/9/2018 và Báo cáo thẩm định số "
        "18/BCTĐ-STP ngày 25/5/2018.",
        [
            {"type": "TTr", "number": "14/TTr-SNV", "issued": "2018-06-28"},
            {"type": "CV", "number": "22/SNV-CCHC", "issued": "2018-09-28"},
            {"type": "BC", "number": "18/BCTĐ-STP", "issued": "2018-05-25"},
        ],
    )


# --- short forms ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "short", "code", "meant"),
    [
        (
            "Xã triển khai Nghị quyết số 28/NQ-CP ngày 03/3/2021 của Chính phủ. Nghị quyết này được sơ kết mỗi năm.",
            "Nghị quyết này",
            "NQ",
            "28/NQ-CP",
        ),
        (
            "Xã bám sát Quyết định số 1790/QĐ-TTg và Kế hoạch số 81/KH-SNV. Kinh phí của Kế hoạch nêu trên do xã lo.",
            "Kế hoạch nêu trên",
            "KH",
            "81/KH-SNV",
        ),
        (
            "Xã bám sát Quyết định số 1790/QĐ-TTg ngày 23/10/2021. Kinh phí theo Quyết định nói trên.",
            "Quyết định nói trên",
            "QĐ",
            "1790/QĐ-TTg",
        ),
        (
            (
                "Quyết định số 1790/QĐ-TTg ngày 23/10/2021 của Thủ tướng Chính phủ (sau đây gọi tắt là Chương trình). "
                "Xã tuyên truyền mục tiêu của Chương trình."
            ),
            "Chương trình",
            "CTr",
            "1790/QĐ-TTg",
        ),
        (
            (
                "Quyết định số 1898/QĐ-TTg ngày 28/11/2017 của Thủ tướng Chính phủ (sau đây viết tắt là Đề án). "
                "Xã cân đối kinh phí để làm Đề án."
            ),
            "Đề án",
            "ĐA",
            "1898/QĐ-TTg",
        ),
        (
            "Xã bám sát Luật Bình đẳng giới năm 2006. Luật này giao việc cho cấp xã.",
            "Luật này",
            "Luật",
            "Luật Bình đẳng giới",
        ),
    ],
)
def test_short_form_means_the_one_document_cited_before(text: str, short: str, code: str, meant: str) -> None:
    found = cited(text)
    last = found[-1]
    assert (last.text, last.form, value(last, "type"), last.number) == (short, "short", code, None)
    assert last.refers_to is not None
    full = found[last.refers_to]
    assert meant in (full.number, full.name)


def test_short_form_with_two_candidates_side_by_side_is_left_open() -> None:
    found = cited("Xã bám sát Kế hoạch số 81/KH-SNV và Kế hoạch số 95/KH-SYT. Kinh phí của Kế hoạch nêu trên do xã lo.")
    assert [(c.text, c.refers_to) for c in found if c.form == "short"] == [("Kế hoạch nêu trên", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Các xã thực hiện Kế hoạch này trong năm.",
        "Chương trình được nhiều xã hưởng ứng.",
        "Thực hiện nội dung nêu trên đúng hạn.",
    ],
)
def test_short_form_without_a_document_before_it_is_none(text: str) -> None:
    assert cited(text) == ()


def test_this_plan_in_a_plan_is_the_plan_itself() -> None:
    body = "1. Cụ thể hóa Kế hoạch số 81/KH-SNV của Sở. Kế hoạch này được gửi tới các xã."
    assert [c.number for c in in_plan(body=body)] == ["81/KH-SNV"]


# --- roles ----------------------------------------------------------------------------------------------------------


def test_roles_in_preamble_and_body() -> None:
    found = in_plan(
        preamble="Căn cứ Luật Bình đẳng giới ngày 29/11/2006;\n"
        "Căn cứ Nghị định số 70/2008/NĐ-CP ngày 04/6/2008 của Chính phủ; Nghị định số 48/2009/NĐ-CP ngày 19/5/2009;\n"
        "Thực hiện Quyết định số 1790/QĐ-TTg ngày 23/10/2021 của Thủ tướng Chính phủ;\n"
        "Xét Tờ trình số 86/TTr-SNV ngày 10/01/2025 của Sở Nội vụ,\n"
        "Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:",
        body="1. Phổ biến Thông tư số 10/2019/TT-BKHĐT tới các xã.",
    )
    assert [(c.number or c.name, c.role) for c in found] == [
        ("Luật Bình đẳng giới", "legal_basis"),
        ("70/2008/NĐ-CP", "legal_basis"),
        ("48/2009/NĐ-CP", "legal_basis"),
        ("1790/QĐ-TTg", "implements"),
        ("86/TTr-SNV", "mention"),
        ("10/2019/TT-BKHĐT", "mention"),
    ]


def test_amending_document_joined_to_a_legal_basis_is_one_too_and_a_document_in_its_title_is_not() -> None:
    found = in_plan(
        preamble="Căn cứ Luật Công chứng số 53/2014/QH13 được sửa đổi, bổ sung bởi Luật số 28/2018/QH14;\n"
        "Căn cứ Quyết định số 95/QĐ-UBND ngày 10/01/2025 của UBND tỉnh phê duyệt danh mục theo Nghị quyết số "
        "74/NQ-HĐND;\n"
    )
    assert [(c.number, c.role) for c in found] == [
        ("53/2014/QH13", "legal_basis"),
        ("28/2018/QH14", "legal_basis"),
        ("95/QĐ-UBND", "legal_basis"),
        ("74/NQ-HĐND", "mention"),
    ]


def test_document_that_the_title_says_is_carried_out() -> None:
    found = in_plan(title="Thực hiện Quyết định số 1790/QĐ-TTg ngày 23/10/2021 của Thủ tướng Chính phủ")
    assert [(c.number, c.role) for c in found] == [("1790/QĐ-TTg", "implements")]


# --- untidy forms ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "span", "number", "issued"),
    [
        ("Theo Quyết định số 1790/QĐ- TTg, xã làm.", "Quyết định số 1790/QĐ- TTg", "1790/QĐ-TTg", None),
        ("Theo Kế hoạch số 1904/ KH-UBND, xã làm.", "Kế hoạch số 1904/ KH-UBND", "1904/KH-UBND", None),
        ("Theo Nghị định 85/2012 /NĐ-CP, xã làm.", "Nghị định 85/2012 /NĐ-CP", "85/2012/NĐ-CP", None),
        ("Theo Kết luận số 100 - KL/TW, xã làm.", "Kết luận số 100 - KL/TW", "100-KL/TW", None),
        ("Theo Nghị quyết số 04 NQ/TW, xã làm.", "Nghị quyết số 04 NQ/TW", "04-NQ/TW", None),
        ("Theo Nghị quyết số 20NQ/TW, xã làm.", "Nghị quyết số 20NQ/TW", "20-NQ/TW", None),
        ("Theo văn bản số 31/SNV- XDCQ&CTTN, xã làm.", "văn bản số 31/SNV- XDCQ&CTTN", "31/SNV-XDCQ&CTTN", None),
        ("Theo Công văn (số 73/TTg-CN), xã làm.", "Công văn (số 73/TTg-CN)", "73/TTg-CN", None),
        ("Theo Nghị quyết số 21/NQ-TW, ngày 25/10/2017.", None, "21/NQ-TW", "2017-10-25"),
        ("Theo Quyết định số: 1790/QĐ-TTg ngày 23/10/2021.", None, "1790/QĐ-TTg", "2021-10-23"),
        (
            "Theo Quyết định số **1790/QĐ-TTg** ngày **23/10/2021** của Thủ tướng.",
            "Quyết định số **1790/QĐ-TTg** ngày **23/10/2021",
            "1790/QĐ-TTg",
            "2021-10-23",
        ),
        (
            "Theo **Quyết định số 1790/QĐ-TTg**, xã làm.",
            "Quyết định số 1790/QĐ-TTg",
            "1790/QĐ-TTg",
            None,
        ),
        ("Theo Quyết định số **1790**/QĐ-TTg, xã làm.", "Quyết định số **1790**/QĐ-TTg", "1790/QĐ-TTg", None),
        (
            "Theo Quyết định số\n1790/QĐ-TTg ngày 23/10/2021 của Thủ tướng.",
            "Quyết định số\n1790/QĐ-TTg ngày 23/10/2021",
            "1790/QĐ-TTg",
            "2021-10-23",
        ),
        (
            "Theo Quyết\nđịnh số 1790/QĐ-TTg ngày\n23/10/2021 của Thủ tướng.",
            "Quyết\nđịnh số 1790/QĐ-TTg ngày\n23/10/2021",
            "1790/QĐ-TTg",
            "2021-10-23",
        ),
        (
            "Theo Quyết định số 1790/QĐ-TTg\r\nngày 23 tháng\r\n10 năm 2021 của Thủ tướng.",
            "Quyết định số 1790/QĐ-TTg\r\nngày 23 tháng\r\n10 năm 2021",
            "1790/QĐ-TTg",
            "2021-10-23",
        ),
        (
            "Theo Quyết định số 1790/QĐ-\nTTg ngày 23/10/2021 của Thủ tướng.",
            "Quyết định số 1790/QĐ-\nTTg ngày 23/10/2021",
            "1790/QĐ-TTg",
            "2021-10-23",
        ),
        ("Theo Kếhoạch số45/KH-UBND, xã làm.", "Kếhoạch số45/KH-UBND", "45/KH-UBND", None),
        ("Theo Quyết địnhsố 531/TTg ngày 08/8/1996.", "Quyết địnhsố 531/TTg ngày 08/8/1996", "531/TTg", "1996-08-08"),
        (
            "Theo Quyết định số23/QĐ-TTgngày 07/01/2021 của Thủ tướng.",
            "Quyết định số23/QĐ-TTgngày 07/01/2021",
            "23/QĐ-TTg",
            "2021-01-07",
        ),
        ("Theo Quyết định23/QĐ-TTg, xã làm.", "Quyết định23/QĐ-TTg", "23/QĐ-TTg", None),
        (
            "Theo Quyết định số 692/QĐ-TTg ngày 04tháng 5 năm 2013.",
            "Quyết định số 692/QĐ-TTg ngày 04tháng 5 năm 2013",
            "692/QĐ-TTg",
            "2013-05-04",
        ),
        ("Theo Quyết định số 1790/QÐ-TTg, xã làm.", "Quyết định số 1790/QÐ-TTg", "1790/QĐ-TTg", None),
        ("Theo Quyết định số l790/QĐ-TTg, xã làm.", "Quyết định số l790/QĐ-TTg", "1790/QĐ-TTg", None),
        ("Theo Nghị định số 7O/2O08/NĐ-CP, xã làm.", "Nghị định số 7O/2O08/NĐ-CP", "70/2008/NĐ-CP", None),
        ("Theo Nghị định số 70/2OO8/NĐ-CP, xã làm.", "Nghị định số 70/2OO8/NĐ-CP", "70/2008/NĐ-CP", None),
        (
            "Theo Quyết\u00a0định số\u00a01790/QĐ\u2011TTg.",
            "Quyết\u00a0định số\u00a01790/QĐ\u2011TTg",
            "1790/QĐ-TTg",
            None,
        ),
        ("Theo Quyết định số 17\u200b90/QĐ-TTg.", "Quyết định số 17\u200b90/QĐ-TTg", "1790/QĐ-TTg", None),
        ("Theo Quyết định số 17\u00ad90/QĐ-TTg.", "Quyết định số 17\u00ad90/QĐ-TTg", "1790/QĐ-TTg", None),
        ("Theo Quyết định số 1790/QĐ–TTg.", "Quyết định số 1790/QĐ–TTg", "1790/QĐ-TTg", None),
    ],
)
def test_untidy_number_is_read_and_kept_as_written(
    sentence: str, span: str | None, number: str, issued: str | None
) -> None:
    check(sentence, [{"text": span or sentence[5:-1], "number": number, "issued": issued}])


@pytest.mark.parametrize(
    "sentence",
    [
        "Theo Quyết định số 1790/QĐ-TTg ngày 23/10/2021 của Thủ tướng Chính phủ, xã làm.",
        "Theo khoản 5 Điều 8 Luật Bình đẳng giới năm 2006, xã làm.",
        "Lồng ghép với Đề án 06 và Chương trình 1719.",
    ],
)
def test_decomposed_letters_give_the_same_citations(sentence: str) -> None:
    names = ("type", "number", "year", "issued", "form", "pinpoint", "issuer", "name")
    decomposed = unicodedata.normalize("NFD", sentence)
    found = cited(decomposed)
    assert [unicodedata.normalize("NFC", c.text) for c in found] == [c.text for c in cited(sentence)]
    assert [{n: value(c, n) for n in names} for c in found] == [
        {n: value(c, n) for n in names} for c in cited(sentence)
    ]
    assert all(decomposed[c.start : c.end] == c.text for c in found)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Theo Luật Phòng, chống thiên tai\nnăm 2013, xã làm.", "Luật Phòng, chống thiên tai"),
        ("Theo Luật Bình đẳng\ngiới năm 2006, xã làm.", "Luật Bình đẳng giới"),
        ("Theo Luật **Bình đẳng giới** năm 2006, xã làm.", "Luật Bình đẳng giới"),
    ],
)
def test_name_of_a_law_is_given_on_one_line_however_it_is_broken(sentence: str, name: str) -> None:
    (citation,) = cited(sentence)
    assert citation.name == name
    assert citation.text == sentence[len("Theo ") : -len(", xã làm.")]
    assert citation.year


# --- no citations ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "CÔNG BÁO/Số 286/Ngày 15-3-2020",
        "Trụ sở ở số 212 đường Nguyễn Nghiêm.",
        "Trụ sở ở 105B Quán Thánh, quận Ba Đình.",
        "Trụ sở ở số 12/4 phố Huế.",
        "Trụ sở ở 45/12/7 đường 3/2, phường 8.",
        "Đạt 42/100.000 trẻ đẻ sống, 111 bé trai/100 bé gái.",
        "Đã có 48/63 tỉnh tham gia.",
        "Tốc độ 60 km/h, liều 5 mg/kg, 02 lớp/năm.",
        "Thành lập 15 CLB/xã, đạt 3/CLB.",
        "Số điện thoại 024.38253875 máy lẻ 12.",
        "Theo khoản 2 Điều 5 của quy chế làm việc.",
        "Điền vào Mẫu số 05 gửi kèm.",
        "Theo pháp luật hiện hành, kỷ luật lao động.",
        "Đúng quy luật thị trường, dự án luật đang soạn.",
        "VĂN BẢN PHÁP LUẬT KHÁC",
        "GIỮ NGHIÊM KỶ LUẬT LAO ĐỘNG",
        "Kèm theo Kế hoạch số      /KH-UBND ngày    tháng 3 năm 2025.",
        "Kèm theo Quyết định số …/QĐ-UBND ngày …/…/2025.",
        "Chương trình truyền thông và phong trào thi đua.",
        "Kế hoạch năm 2025 được giao sớm.",
        "Bộ Luật gia, Hội Luật gia tỉnh phối hợp.",
        "Giám đốc/Chủ tịch ký thay.",
        "Đại biểu QH15, UBTVQH15 tiếp xúc cử tri.",
    ],
)
def test_no_citation(text: str) -> None:
    assert [c.text for c in cited(text)] == []


def test_the_plans_own_number_is_no_citation_even_where_an_annex_repeats_it() -> None:
    text = plan() + "\nPHỤ LỤC\n(Kèm theo Kế hoạch số 47/KH-UBND ngày 05/02/2025 của UBND tỉnh)\n"
    assert [c.text for c in cited(text)] == []


# --- the record -----------------------------------------------------------------------------------------------------


def test_parts_say_where_each_value_stands() -> None:
    text = (
        "Theo khoản 2 Điều 5 Quyết định số 1790/QĐ- TTg ngày 23/10/2021 của **Thủ tướng** Chính phủ "
        "phê duyệt Chương trình."
    )
    (citation,) = cited(text)
    assert citation.parts is not None
    assert {name: text[slice(*span)] for name, span in citation.parts.items()} == {
        "number": "1790/QĐ- TTg",
        "issued": "ngày 23/10/2021",
        "issuer": "Thủ tướng** Chính phủ",
        "title": "phê duyệt Chương trình",
        "pinpoint": "khoản 2 Điều 5",
    }
    assert citation.issuer == "Thủ tướng Chính phủ"


def test_pinpoint_issuer_and_title_are_read_over_the_line_ends_of_a_wrapped_paragraph() -> None:
    text = (
        "Ủy ban nhân dân các xã, phường bố trí cán bộ theo dõi công tác bình đẳng\n"
        "giới, bảo đảm mỗi thôn có ít nhất một cộng tác viên được tập huấn; việc\n"
        "này căn cứ vào trách nhiệm của cơ quan nhà nước đã nêu rõ ở khoản 5\n"
        "Điều 8 Luật Bình đẳng giới và theo hướng dẫn của Sở Nội vụ, bám sát cả\n"
        "Quyết định số 1790/QĐ-TTg ngày 23 tháng 10 năm 2021 của Thủ tướng\n"
        "Chính phủ phê duyệt Chương trình truyền thông về bình đẳng giới, phù hợp\n"
        "với điều kiện của từng thôn, bản trên địa bàn các xã vùng cao.\n"
    )
    check(
        text,
        [
            {"text": "Luật Bình đẳng giới", "pinpoint": "khoản 5 Điều 8"},
            {
                "text": "Quyết định số 1790/QĐ-TTg ngày 23 tháng 10 năm 2021",
                "issuer": "Thủ tướng Chính phủ",
                "pinpoint": None,
            },
        ],
    )


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Theo Quyết định số 1790/QĐ-TTg.", "1790/QĐ-TTg"),
        ("Theo Luật Bình đẳng giới.", "73/2006/QH11"),
        ("Theo Quyết định số 99999/QĐ-TTg.", None),
    ],
)
def test_known_document_is_named_by_its_identifier(text: str, known: str | None) -> None:
    check(text, [{"known_as": known}])


def test_short_form_is_known_as_the_document_it_means() -> None:
    found = cited("Theo Quyết định số 1790/QĐ-TTg ngày 23/10/2021. Quyết định này được phổ biến.")
    assert [c.known_as for c in found] == ["1790/QĐ-TTg", "1790/QĐ-TTg"]
