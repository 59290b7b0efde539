"""The head and foot of a document: type, number, issuer, place, date, title, recipients and signatory."""

from __future__ import annotations

import unicodedata

import pytest

import kehoach
from kehoach.record import Header

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
BODY = "\n\nI. MỤC ĐÍCH\n\n1. Giúp cán bộ thôn, bản nắm chắc việc phải làm và hạn phải xong.\n"


def header(text: str) -> Header:
    return kehoach.extract(text=text).header


def name(part: object) -> str | None:
    return getattr(part, "name", None)


def plan(
    number: str = "Số: 217/KH-UBND",
    issuer: str = "ỦY BAN NHÂN DÂN\nTỈNH KHÁNH HÒA",
    date: str = "Khánh Hòa, ngày 18 tháng 5 năm 2021",
    title: str = "Triển khai công tác bình đẳng giới năm 2021",
    foot: str = "",
) -> str:
    return f"{issuer}\n-------\n{MOTTO}\n-------\n{number}\n{date}\n\nKẾ HOẠCH\n{title}{BODY}\n{foot}"


# --- number ---------------------------------------------------------------------------------------------------------

NUMBERS = [
    # printed line, span, normalised, serial, year, symbol
    ("Số: 217/KH-UBND", "217/KH-UBND", "217/KH-UBND", "217", None, "KH-UBND"),
    ("Số 217/KH-UBND", "217/KH-UBND", "217/KH-UBND", "217", None, "KH-UBND"),
    ("Số:217/KH-UBND", "217/KH-UBND", "217/KH-UBND", "217", None, "KH-UBND"),
    ("Số:\n217/KH-UBND", "217/KH-UBND", "217/KH-UBND", "217", None, "KH-UBND"),
    ("**Số: 217/KH-UBND**", "217/KH-UBND", "217/KH-UBND", "217", None, "KH-UBND"),
    ("Số: **217**/KH-UBND", "217**/KH-UBND", "217/KH-UBND", "217", None, "KH-UBND"),
    ("Số: 1904/ KH-UBND", "1904/ KH-UBND", "1904/KH-UBND", "1904", None, "KH-UBND"),
    ("Số: 85 /KH-UBND", "85 /KH-UBND", "85/KH-UBND", "85", None, "KH-UBND"),
    ("Số: 85 / KH - UBND", "85 / KH - UBND", "85/KH-UBND", "85", None, "KH-UBND"),
    ("Số: 3142/SNV- XDCQ&CTTN", "3142/SNV- XDCQ&CTTN", "3142/SNV-XDCQ&CTTN", "3142", None, "SNV-XDCQ&CTTN"),
    ("Số: 739/BNV-CTTN&BĐG", "739/BNV-CTTN&BĐG", "739/BNV-CTTN&BĐG", "739", None, "BNV-CTTN&BĐG"),
    ("Số: 09/KH-UBND", "09/KH-UBND", "09/KH-UBND", "09", None, "KH-UBND"),
    ("Số: 0125/KH-SYT", "0125/KH-SYT", "0125/KH-SYT", "0125", None, "KH-SYT"),
    ("Số: 30c/NQ-CP", "30c/NQ-CP", "30c/NQ-CP", "30c", None, "NQ-CP"),
    ("Số: 66.22/2026/NQ-CP", "66.22/2026/NQ-CP", "66.22/2026/NQ-CP", "66.22", 2026, "NQ-CP"),
    ("Số: 31/2025/QĐ-UBND", "31/2025/QĐ-UBND", "31/2025/QĐ-UBND", "31", 2025, "QĐ-UBND"),
    ("Số: 333/2004/QĐ-UB", "333/2004/QĐ-UB", "333/2004/QĐ-UB", "333", 2004, "QĐ-UB"),
    ("SỐ 19/2002/ QĐ-TTG", "19/2002/ QĐ-TTG", "19/2002/QĐ-TTg", "19", 2002, "QĐ-TTg"),
    ("Số: 670/QĐ-UBND-HC", "670/QĐ-UBND-HC", "670/QĐ-UBND-HC", "670", None, "QĐ-UBND-HC"),
    ("Số: 214/KH-SYT.DS", "214/KH-SYT.DS", "214/KH-SYT.DS", "214", None, "KH-SYT.DS"),
    ("Số: 52/KH-BCĐQG-XHHT", "52/KH-BCĐQG-XHHT", "52/KH-BCĐQG-XHHT", "52", None, "KH-BCĐQG-XHHT"),
    ("Số: 531/TTg", "531/TTg", "531/TTg", "531", None, "TTg"),
    ("Số 16-KH/ĐU", "16-KH/ĐU", "16-KH/ĐU", "16", None, "KH/ĐU"),
    ("Số: 25 - KH/TU", "25 - KH/TU", "25-KH/TU", "25", None, "KH/TU"),
    ("Số 49-CTr/TU", "49-CTr/TU", "49-CTr/TU", "49", None, "CTr/TU"),
    ("Số: 15/KHLT-SNV-HPN", "15/KHLT-SNV-HPN", "15/KHLT-SNV-HPN", "15", None, "KHLT-SNV-HPN"),
    ("Số: 15/KHLT-SNV-\nHPN", "15/KHLT-SNV-\nHPN", "15/KHLT-SNV-HPN", "15", None, "KHLT-SNV-HPN"),
    ("Số: 07/KHPH-CAT-HPN", "07/KHPH-CAT-HPN", "07/KHPH-CAT-HPN", "07", None, "KHPH-CAT-HPN"),
]


@pytest.mark.parametrize(("line", "printed", "normalised", "serial", "year", "symbol"), NUMBERS)
def test_number_is_read_in_every_form(
    line: str, printed: str, normalised: str, serial: str, year: int | None, symbol: str
) -> None:
    number = header(plan(number=line)).number
    assert number is not None
    assert number.text == printed
    assert (number.normalised, number.serial, number.year, number.symbol, number.complete) == (
        normalised,
        serial,
        year,
        symbol,
        True,
    )


@pytest.mark.parametrize(
    ("line", "normalised", "symbol"),
    [
        ("Số: /KH-TTYT", "/KH-TTYT", "KH-TTYT"),
        ("Số:         /KH-TTYT", "/KH-TTYT", "KH-TTYT"),
        ("Số: …/KH-TTYT", "/KH-TTYT", "KH-TTYT"),
        ("Số: ......./KH-TTYT", "/KH-TTYT", "KH-TTYT"),
        ("Số: ____/KH-TTYT", "/KH-TTYT", "KH-TTYT"),
        ("Số:      / KH-TTYT", "/KH-TTYT", "KH-TTYT"),
        ("Số:      /SNV-CTTN&BĐG", "/SNV-CTTN&BĐG", "SNV-CTTN&BĐG"),
    ],
)
def test_blank_serial_stays_blank(line: str, normalised: str, symbol: str) -> None:
    number = header(plan(number=line)).number
    assert number is not None
    assert (number.normalised, number.serial, number.symbol, number.complete) == (normalised, None, symbol, False)
    assert number.text.startswith("/")


def test_blank_serial_of_a_party_number_stays_blank() -> None:
    number = header(plan(number="Số:      -KH/ĐU", issuer="TỈNH ỦY LÀO CAI\nĐẢNG ỦY XÃ BẢO HÀ")).number
    assert number is not None
    assert (number.serial, number.symbol, number.complete) == (None, "KH/ĐU", False)


@pytest.mark.parametrize("line", ["", "Số lượng người dự: 45 người/lớp", "Điện thoại số: 0225.3821.055"])
def test_no_number_where_none_is_printed(line: str) -> None:
    assert header(plan(number=line)).number is None


# --- issuer ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "issuer", "parent"),
    [
        ("ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI", "ỦY BAN NHÂN DÂN TỈNH LÀO CAI", None),
        ("UBND TỈNH LÀO CAI\nSỞ Y TẾ", "SỞ Y TẾ", "UBND TỈNH LÀO CAI"),
        ("ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSỞ Y TẾ", "SỞ Y TẾ", "ỦY BAN NHÂN DÂN TỈNH LÀO CAI"),
        ("UBND TỈNH LÀO CAI SỞ Y TẾ", "SỞ Y TẾ", "UBND TỈNH LÀO CAI"),
        ("**UBND TỈNH LÀO CAI**\n**SỞ Y TẾ**", "SỞ Y TẾ", "UBND TỈNH LÀO CAI"),
        ("SỞ Y TẾ AN GIANG\nTRUNG TÂM Y TẾ\nTHỊ XÃ TÂN CHÂU", "TRUNG TÂM Y TẾ THỊ XÃ TÂN CHÂU", "SỞ Y TẾ AN GIANG"),
        (
            "UBND HUYỆN PHÚ NINH\nPHÒNG GIÁO DỤC\nVÀ ĐÀO TẠO",
            "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
            "UBND HUYỆN PHÚ NINH",
        ),
        (
            "SỞ GIÁO DỤC VÀ ĐÀO TẠO HUẾ\nTRƯỜNG THPT\nHÓA CHÂU",
            "TRƯỜNG THPT HÓA CHÂU",
            "SỞ GIÁO DỤC VÀ ĐÀO TẠO HUẾ",
        ),
        (
            "UBND TỈNH KHÁNH HÒA\nBAN VÌ SỰ TIẾN BỘ\nCỦA PHỤ NỮ",
            "BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ",
            "UBND TỈNH KHÁNH HÒA",
        ),
        ("TỈNH ỦY LÀO CAI\nĐẢNG ỦY XÃ BẢO HÀ\n*", "ĐẢNG ỦY XÃ BẢO HÀ", "TỈNH ỦY LÀO CAI"),
        (
            "HỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM\nBAN THƯỜNG VỤ\nTỈNH HƯNG YÊN",
            "BAN THƯỜNG VỤ TỈNH HƯNG YÊN",
            "HỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM",
        ),
        ("BỘ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI", "BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", None),
        ("BỘ NỘI VỤ", "BỘ NỘI VỤ", None),
        ("CHÍNH PHỦ", "CHÍNH PHỦ", None),
        ("THỦ TƯỚNG CHÍNH PHỦ", "THỦ TƯỚNG CHÍNH PHỦ", None),
    ],
)
def test_issuer_and_its_superior_are_told_apart(column: str, issuer: str, parent: str | None) -> None:
    found = header(plan(issuer=column))
    assert (name(found.issuer), name(found.parent_issuer)) == (issuer, parent)


def test_title_ends_before_the_body_that_decides_and_before_itself() -> None:
    head = f"HỘI ĐỒNG NHÂN DÂN\nXÃ TÂN AN\n{MOTTO}\nSố: 5/NQ-HĐND\nTân An, ngày 06 tháng 3 năm 2024\n\nNGHỊ QUYẾT\n"
    decided = (
        "VỀ GIỜ MỞ CỬA THƯ VIỆN VÀ TỦ SÁCH CỦA CÁC THÔN\nHỘI ĐỒNG NHÂN DÂN XÃ TÂN AN\nCăn cứ Luật Thư viện năm 2019;\n"
    )
    assert name(header(head + decided).title) == "VỀ GIỜ MỞ CỬA THƯ VIỆN VÀ TỦ SÁCH CỦA CÁC THÔN"
    title = "Hướng dẫn giờ mở cửa thư viện, tủ sách và nhà văn hóa của các thôn"
    again = f"Thông tư số 4/2019/TT-BVHTTDL ngày 06 tháng 3 năm 2019 của Bộ trưởng h{title[1:]}, có hiệu lực từ tháng 5 năm 2019:"
    text = f"{MOTTO}\n\nTHÔNG TƯ\n{title} {again}\n\nĐiều 1. Thư viện mở cửa 06 ngày mỗi tuần.\n"
    assert name(header(text).title) == title


def test_left_column_ends_where_the_foot_begins() -> None:
    text = (
        f"SỞ Y TẾ TỈNH HÒA BÌNH\nTRẠM Y TẾ XÃ TÂN AN\n{MOTTO}\nKính gửi: Các thôn\nKT. TRẠM TRƯỞNG\nPHÓ TRẠM TRƯỞNG\n"
    )
    found = header(text)
    assert (name(found.parent_issuer), name(found.issuer)) == ("SỞ Y TẾ TỈNH HÒA BÌNH", "TRẠM Y TẾ XÃ TÂN AN")


def test_consolidated_text_has_its_number_body_and_day_at_its_end() -> None:
    articles = "\n".join(f"Điều {n}. Thư viện xã mở cửa {n} ngày mỗi tháng." for n in range(1, 60))
    foot = "BỘ VĂN HÓA, THỂ THAO\nVÀ DU LỊCH\n\nSố: 31/VBHN-BVHTTDL\n\nXÁC THỰC VĂN BẢN HỢP NHẤT\n\nHà Nội, ngày 04 tháng 3 năm 2024"
    signed = "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\n\nTrần Văn Bình"
    found = header(f"{MOTTO}\n\nTHÔNG TƯ\nVề giờ mở cửa thư viện xã\n\n{articles}\n\n{foot}\n{signed}\n")
    assert found.number is not None and found.number.normalised == "31/VBHN-BVHTTDL"
    assert name(found.issuer) == "BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH"
    assert (name(found.place), found.issued and found.issued.edtf) == ("Hà Nội", "2024-03-04")
    assert name(found.title) == "Về giờ mở cửa thư viện xã"
    assert found.signatory is not None and found.signatory.name == "Trần Văn Bình"


def test_bodies_that_issue_together_are_one_issuer() -> None:
    found = header(plan("Số: 15/KHLT-SNV-HPN", "SỞ NỘI VỤ TỈNH ĐỒNG THÁP\nHỘI LIÊN HIỆP PHỤ NỮ\nTỈNH ĐỒNG THÁP"))
    assert name(found.issuer) == "SỞ NỘI VỤ TỈNH ĐỒNG THÁP, HỘI LIÊN HIỆP PHỤ NỮ TỈNH ĐỒNG THÁP"
    assert found.parent_issuer is None


# --- place and date -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "place", "edtf"),
    [
        ("Hoài Nhơn, ngày 05 tháng 3 năm 2024", "Hoài Nhơn", "2024-03-05"),
        ("*Hoài Nhơn, ngày **05** tháng **3** năm 2024*", "Hoài Nhơn", "2024-03-05"),
        ("Hà Nội, ngày 15/3/2024", "Hà Nội", "2024-03-15"),
        ("Quận 11, ngày 05 tháng 5 năm 2022", "Quận 11", "2022-05-05"),
        ("Phan Rang-Tháp Chàm, ngày 05 tháng 3 năm 2007", "Phan Rang-Tháp Chàm", "2007-03-05"),
        ("Cam Ly - Đà Lạt, ngày 27 tháng 10 năm 2025", "Cam Ly - Đà Lạt", "2025-10-27"),
        ("TP. Hồ Chí Minh, ngày 29 tháng 12 năm 2004", "TP. Hồ Chí Minh", "2004-12-29"),
        ("TP.Hồ Chí Minh, ngày 29 tháng 12 năm 2004", "TP.Hồ Chí Minh", "2004-12-29"),
        ("Thành phố Hồ Chí Minh, ngày 20 tháng 5 năm 2020", "Thành phố Hồ Chí Minh", "2020-05-20"),
        ("Bình Định,\nngày 29 tháng 5 năm 2018", "Bình Định", "2018-05-29"),
        ("Hải Dương, ngày\n05 tháng 6 năm 2023", "Hải Dương", "2023-06-05"),
        ("Bạc Liêu, ngày 16\ntháng 5 năm 2023", "Bạc Liêu", "2023-05-16"),
        ("Nghệ\nAn, ngày 20 tháng 10 năm\n2022", "Nghệ An", "2022-10-20"),
        ("Thành\nphố Hồ Chí Minh, ngày 09 tháng 8 năm 2012", "Thành phố Hồ Chí Minh", "2012-08-09"),
        ("Hoài Nhơn, ngày    tháng 02 năm 2024", "Hoài Nhơn", "2024-02-XX"),
        ("Hoài Nhơn, ngày … tháng 02 năm 2024", "Hoài Nhơn", "2024-02-XX"),
        ("Hoài Nhơn, ngày ..... tháng 02 năm 2024", "Hoài Nhơn", "2024-02-XX"),
        ("Hoài Nhơn, ngày ___ tháng 02 năm 2024", "Hoài Nhơn", "2024-02-XX"),
        ("Hoài Nhơn, ngày     tháng     năm 2024", "Hoài Nhơn", "2024-XX-XX"),
        ("Hoài Nhơn, ngày … tháng … năm 2024", "Hoài Nhơn", "2024-XX-XX"),
        ("Hoài Nhơn, ngày … tháng … năm 20…", "Hoài Nhơn", "XXXX-XX-XX"),
    ],
)
def test_place_and_date_keep_what_is_blank(line: str, place: str, edtf: str) -> None:
    found = header(plan(date=line))
    assert found.issued is not None
    assert (name(found.place), found.issued.edtf) == (place, edtf)
    assert found.issued.text.startswith("ngày")


def test_date_in_the_body_is_not_the_date_of_issue() -> None:
    text = plan(date="").replace("hạn phải xong", "hạn phải xong, ngày 30 tháng 9 năm 2021")
    assert (header(text).issued, header(text).place) == (None, None)


# --- type and title -------------------------------------------------------------------------------------------------

TITLE = "Triển khai Tháng hành động vì bình đẳng giới năm 2023 trên địa bàn huyện Hoài Ân"


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        (TITLE, TITLE),
        (TITLE.replace("năm 2023 ", "\nnăm 2023\n"), TITLE),
        (TITLE.upper(), TITLE.upper()),
        (TITLE.upper().replace("NĂM 2023 ", "\nNĂM 2023\n"), TITLE.upper()),
        (f"**{TITLE}**", TITLE),
        ("**Triển khai Tháng hành động** **vì bình đẳng giới**", "Triển khai Tháng hành động vì bình đẳng giới"),
        (f"Về việc t{TITLE[1:]}", f"Về việc t{TITLE[1:]}"),
        (f"V/v t{TITLE[1:]}", f"V/v t{TITLE[1:]}"),
        (f"{TITLE}\n-------", TITLE),
        (f"\n{TITLE}\n\nCăn cứ Luật Bình đẳng giới ngày 29/11/2006;", TITLE),
        (f"{TITLE}\n\nThực hiện Kế hoạch số 12/KH-UBND, Phòng Nội vụ xây dựng kế hoạch như sau:", TITLE),
    ],
)
def test_title_goes_over_as_many_lines_as_it_takes(printed: str, title: str) -> None:
    found = header(plan(title=printed))
    assert found.document_type is not None
    assert (found.document_type.code, found.document_type.text) == ("KH", "KẾ HOẠCH")
    assert name(found.title) == title


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("KẾ HOẠCH", "KH"),
        ("**KẾ HOẠCH**", "KH"),
        ("# KẾ HOẠCH", "KH"),
        ("KẾ HOẠCH LIÊN TỊCH", "KH"),
        ("QUYẾT ĐỊNH", "QĐ"),
        ("NGHỊ QUYẾT", "NQ"),
        ("CHỈ THỊ", "CT"),
        ("CHƯƠNG TRÌNH HÀNH ĐỘNG", "CTr"),
        ("HƯỚNG DẪN", "HD"),
        ("THÔNG BÁO", "TB"),
        ("ĐỀ ÁN", "ĐA"),
    ],
)
def test_type_is_the_word_over_the_title(word: str, code: str) -> None:
    found = header(plan().replace("\nKẾ HOẠCH\n", f"\n{word}\n"))
    assert found.document_type is not None
    assert found.document_type.code == code


@pytest.mark.parametrize(
    "broken", ["QUYẾT\nĐỊNH\nVỀ VIỆC KIỆN TOÀN TỔ CÔNG TÁC", "QUYẾT ĐỊNH VỀ VIỆC KIỆN TOÀN TỔ CÔNG TÁC"]
)
def test_type_word_may_be_broken_or_share_its_line_with_the_title(broken: str) -> None:
    found = header(
        f"UBND XÃ TÂN LẬP\n{MOTTO}\nSố: 45/QĐ-UBND\nTân Lập, ngày 03 tháng 4 năm 2024\n\n{broken}\n\nĐiều 1. Kiện toàn tổ.\n"
    )
    assert found.document_type is not None
    assert found.document_type.code == "QĐ"
    assert name(found.title) == "VỀ VIỆC KIỆN TOÀN TỔ CÔNG TÁC"


# --- the two columns, flattened -------------------------------------------------------------------------------------

LEFT = "ỦY BAN NHÂN DÂN\nTỈNH KHÁNH HÒA\n-------\nSố: 217/KH-UBND"
RIGHT = f"{MOTTO}\n---------------\nKhánh Hòa, ngày 18 tháng 5 năm 2021"
TAIL = "\n\nKẾ HOẠCH\nTriển khai công tác bình đẳng giới năm 2021" + BODY
GAP = " " * 10

COLUMNS = {
    "left column, then right": f"{LEFT}\n{RIGHT}",
    "right column, then left": f"{RIGHT}\n{LEFT}",
    "motto, then the left column, then the date": f"{MOTTO}\n{LEFT}\nKhánh Hòa, ngày 18 tháng 5 năm 2021",
    "row by row": f"ỦY BAN NHÂN DÂN\nTỈNH KHÁNH HÒA\n-------\n{MOTTO}\n-------\nSố: 217/KH-UBND\n"
    "Khánh Hòa, ngày 18 tháng 5 năm 2021",
    "side by side with blanks": f"ỦY BAN NHÂN DÂN{GAP}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    f"  TỈNH KHÁNH HÒA{GAP}Độc lập - Tự do - Hạnh phúc\nSố: 217/KH-UBND{GAP}Khánh Hòa, ngày 18 tháng 5 năm 2021",
    "side by side with one blank": "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "TỈNH KHÁNH HÒA Độc lập - Tự do - Hạnh phúc\nSố: 217/KH-UBND Khánh Hòa, ngày 18 tháng 5 năm 2021",
    "side by side with tabs": "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "TỈNH KHÁNH HÒA\tĐộc lập - Tự do - Hạnh phúc\nSố: 217/KH-UBND\tKhánh Hòa, ngày 18 tháng 5 năm 2021",
    "side by side with a bar": "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "TỈNH KHÁNH HÒA | Độc lập - Tự do - Hạnh phúc\nSố: 217/KH-UBND | Khánh Hòa, ngày 18 tháng 5 năm 2021",
    "rows of a table": "| ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA ------- | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM "
    "Độc lập - Tự do - Hạnh phúc --------------- |\n| --- | --- |\n"
    "| Số: 217/KH-UBND | *Khánh Hòa, ngày 18 tháng 5 năm 2021* |",
    "cells between lone bars": "|\n**ỦY BAN NHÂN DÂN\nTỈNH KHÁNH HÒA**\n-------\n|\n**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\n"
    "**Độc lập - Tự do - Hạnh phúc**\n-------\n|\n|\nSố: 217/KH-UBND\n|\n*Khánh Hòa, ngày 18 tháng 5 năm 2021*\n|",
    "broken after the first word": "ỦY\nBAN NHÂN DÂN\nTỈNH KHÁNH HÒA\n|\nCỘNG\nHÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "Độc lập - Tự do - Hạnh phúc\n|\nSố: 217/KH-UBND\n|\nKhánh Hòa, ngày 18 tháng 5 năm 2021",
    "broken inside the fixed phrases": "ỦY BAN NHÂN\nDÂN TỈNH KHÁNH\nHÒA\n|\nCỘNG HÒA XÃ HỘI CHỦ\nNGHĨA VIỆT NAM\n"
    "Độc lập - Tự do -\nHạnh phúc\n|\nSố:\n217/KH-UBND\n|\nKhánh Hòa, ngày 18\ntháng 5 năm 2021",
    "agency and number on one row, motto and date on the next": "ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA ------- Số: 217/KH-UBND |\n"
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc ------- Khánh Hòa, ngày 18 tháng 5 năm 2021 |",
    "all on one line": f"{LEFT} {RIGHT}".replace("\n", " "),
    "old tone marks": f"{LEFT}\n{RIGHT}".replace("ỦY", "UỶ").replace("HÒA", "HOÀ"),
    "no accents on the bars, blank lines between": f"{LEFT}\n{RIGHT}".replace("\n", "\n\n"),
    "tight dashes in the motto": f"{LEFT}\n{RIGHT}".replace(" - ", "-"),
    "bold throughout": "\n".join(f"**{line}**" for line in f"{LEFT}\n{RIGHT}".split("\n")),
    "below a menu": f"Trang chủ » Giới thiệu » Tin tức » Liên hệ\nCỡ chữ: A- A A+ | Lượt xem: 1.204\n\n{LEFT}\n{RIGHT}",
    "below the gazette's running head": f"CÔNG BÁO/Số 286 + 287/Ngày 12-6-2021\n3\n\n{LEFT}\n{RIGHT}",
    "below the gazette's running head and page number": f"2 CÔNG BÁO/Số 286 + 287/Ngày 12-6-2021\n\n{LEFT}\n{RIGHT}",
    "below a list of related documents": "- 1Luật Bình đẳng giới 2006\n- 2Nghị quyết 28/NQ-CP năm 2021\n"
    f"- 3Quyết định 2282/QĐ-TTg năm 2020\n\n{LEFT}\n{RIGHT}",
    "below a numbered list of related documents": "1. Luật Bình đẳng giới 2006\n2. Quyết định 2282/QĐ-TTg năm 2020\n\n"
    f"{LEFT}\n{RIGHT}",
}  # fmt: skip


@pytest.mark.parametrize("form", ["as printed", "decomposed", "CRLF", "no-break blanks"])
@pytest.mark.parametrize("columns", COLUMNS.values(), ids=COLUMNS)
def test_flattened_columns_give_the_same_header(columns: str, form: str) -> None:
    text = columns + TAIL
    if form == "decomposed":
        text = unicodedata.normalize("NFD", text)
    elif form == "CRLF":
        text = text.replace("\n", "\r\n")
    elif form == "no-break blanks":
        text = text.replace(" ", "\u00a0")
    found = header(text)
    assert found.number is not None
    assert found.issued is not None
    assert found.document_type is not None
    assert (found.document_type.code, found.number.normalised, found.issued.edtf) == ("KH", "217/KH-UBND", "2021-05-18")
    assert name(found.place) == "Khánh Hòa"
    assert (name(found.issuer), found.parent_issuer) == ("ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA", None)
    assert name(found.title) == "Triển khai công tác bình đẳng giới năm 2021"


# --- recipients and signatory ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "printed",
    [
        "Nơi nhận:\n- TT. Tỉnh ủy (để b/c);\n- CT, các PCT UBND tỉnh;\n- Sở Nội vụ, Sở Y tế;\n- Lưu: VT, VX.",
        "**Nơi nhận:**\n\n- TT. Tỉnh ủy (để b/c);\n\n- CT, các PCT UBND tỉnh;\n\n- Sở Nội vụ, Sở Y tế;\n\n- Lưu: VT, VX.",
        "*Nơi nhận:*\n\\- TT. Tỉnh ủy (để b/c);\n\\- CT, các PCT UBND tỉnh;\n\\- Sở Nội vụ, Sở Y tế;\n\\- Lưu: VT, VX.",
        "Nơi nhận: - TT. Tỉnh ủy (để b/c); - CT, các PCT UBND tỉnh; - Sở Nội vụ, Sở Y tế; - Lưu: VT, VX.",
        "Nơi nhận:\n+ TT. Tỉnh ủy (để b/c);\n+ CT, các PCT UBND tỉnh;\n+ Sở Nội vụ, Sở Y tế;\n+ Lưu: VT, VX.",
    ],
    ids=["lines", "bold with blank lines", "escaped dashes", "one line", "pluses"],
)
def test_recipients_are_one_span_each_up_to_the_archive_line(printed: str) -> None:
    foot = f"{printed}\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n\nTrần Thị Mỹ Hoa\n"
    recipients = [r.text for r in header(plan(foot=foot)).recipients]
    assert recipients == ["TT. Tỉnh ủy (để b/c)", "CT, các PCT UBND tỉnh", "Sở Nội vụ, Sở Y tế", "Lưu: VT, VX"]


def test_no_recipients_without_their_word() -> None:
    assert header(plan()).recipients == ()


SIGNATURES = [
    ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n\nTrần Thị Mỹ Hoa", "Trần Thị Mỹ Hoa", "CHỦ TỊCH", "TM."),
    ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nLò Văn Pánh", "Lò Văn Pánh", "PHÓ CHỦ TỊCH", "KT."),
    ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n(đã ký)\n\nVũ Hải Yến", "Vũ Hải Yến", "PHÓ GIÁM ĐỐC", "KT."),
    ("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\n\n\nĐỗ Quang Huy", "Đỗ Quang Huy", "CHÁNH VĂN PHÒNG", "TL."),
    ("TUQ. CHỦ TỊCH\nGIÁM ĐỐC SỞ NỘI VỤ\n\n\nMai Thị Lệ", "Mai Thị Lệ", "GIÁM ĐỐC SỞ NỘI VỤ", "TUQ."),
    ("Q. GIÁM ĐỐC\n\n\nNgô Bảo Trâm", "Ngô Bảo Trâm", "GIÁM ĐỐC", "Q."),
    ("Q. CHỦ TỊCH\n\n\nNgô Bảo Trâm", "Ngô Bảo Trâm", "CHỦ TỊCH", "Q."),
    ("HIỆU TRƯỞNG\n\n\nTô Thị Vân Anh", "Tô Thị Vân Anh", "HIỆU TRƯỞNG", None),
    ("**KT. BỘ TRƯỞNG**\n**THỨ TRƯỞNG**\n\n**Hà Thị Mây Lan**", "Hà Thị Mây Lan", "THỨ TRƯỞNG", "KT."),
    ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n\nTRẦN THỊ MỸ HOA", "TRẦN THỊ MỸ HOA", "CHỦ TỊCH", "TM."),
    ("GIÁM ĐỐC\n\n\nThS. Lý Thị Sen", "Lý Thị Sen", "GIÁM ĐỐC", None),
    ("GIÁM ĐỐC\n\n\nBSCKII. Lý Thị Sen", "Lý Thị Sen", "GIÁM ĐỐC", None),
    ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n\nĐại tá Đinh Công Tráng", "Đinh Công Tráng", "PHÓ GIÁM ĐỐC", "KT."),
    ("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ THƯỜNG TRỰC\n\n\nHoàng Thị Mai", "Hoàng Thị Mai", "PHÓ BÍ THƯ THƯỜNG TRỰC", "TM."),
    ("TRƯỞNG PHÒNG Bùi Đức Thịnh", "Bùi Đức Thịnh", "TRƯỞNG PHÒNG", None),
]


@pytest.mark.parametrize(("printed", "signer", "position", "authority"), SIGNATURES)
@pytest.mark.parametrize(
    "recipients", ["", "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\n"], ids=["alone", "below recipients"]
)
def test_signatory_has_name_position_and_authority(
    recipients: str, printed: str, signer: str, position: str, authority: str | None
) -> None:
    signatory = header(plan(foot=recipients + printed + "\n")).signatory
    assert signatory is not None
    assert (signatory.name, signatory.position, signatory.authority) == (signer, position, authority)
    assert signatory.text == signer


def test_foot_in_two_columns_gives_recipients_and_signatory() -> None:
    left = ["Nơi nhận:", "- UBND tỉnh (b/c);", "- Các phòng chuyên môn;", "- Lưu: VT."]
    right = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "Vũ Hải Yến"]
    foot = "\n".join(f"{a:<40}{b}".rstrip() for a, b in zip(left, right, strict=True))
    found = header(plan(foot=foot))
    assert [r.text for r in found.recipients] == ["UBND tỉnh (b/c)", "Các phòng chuyên môn", "Lưu: VT"]
    assert found.signatory is not None
    assert (found.signatory.name, found.signatory.position, found.signatory.authority) == (
        "Vũ Hải Yến",
        "PHÓ GIÁM ĐỐC",
        "KT.",
    )


def test_signature_stands_before_a_long_annex() -> None:
    annex = "\n\nPHỤ LỤC\nDANH SÁCH THÔN, BẢN\n" + "\n".join(f"- Thôn số {n}, có tổ truyền thông" for n in range(120))
    found = header(plan(foot="Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTRƯỞNG PHÒNG\n\n\nBùi Đức Thịnh" + annex))
    assert found.signatory is not None
    assert found.signatory.name == "Bùi Đức Thịnh"
    assert [r.text for r in found.recipients] == ["Như trên", "Lưu: VT"]


def test_recipients_of_a_form_in_the_annex_are_not_the_documents() -> None:
    signed = "Các xã gửi vướng mắc về Bộ để được hướng dẫn./.\n\nBỘ TRƯỞNG\n\nLê Thị Hoài Thu\n\n"
    form = "Phụ lục I\n\nDANH SÁCH THÔN\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTRƯỞNG PHÒNG\n\nHà Văn Nam\n"
    found = header(plan(foot=signed + form))
    assert found.signatory is not None and found.signatory.name == "Lê Thị Hoài Thu"
    assert not found.recipients
    # recipients above the signature are the document's own
    own = "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nBỘ TRƯỞNG\n\nLê Thị Hoài Thu\n\n"
    assert len(header(plan(foot=own + form)).recipients) == 2


def test_head_of_a_body_signs_alone_before_a_long_annex() -> None:
    annex = "\n\nPHỤ LỤC\n\n" + "\n".join(
        f"{n}. Xã số {n} gửi danh sách thôn, bản có đội đọc sách." for n in range(1, 90)
    )
    foot = "Các xã gửi vướng mắc về Bộ để được hướng dẫn./.\n\nBỘ TRƯỞNG\n\nLê Thị Hoài Thu"
    found = header(plan(foot=foot + annex)).signatory
    assert found is not None
    assert (found.name, found.position, found.authority) == ("Lê Thị Hoài Thu", "BỘ TRƯỞNG", None)
    # a list of members signs nothing
    members = "Danh sách tổ công tác\n\nTRƯỞNG BAN\n\nLê Thị Hoài Thu"
    assert header(plan(foot=members + annex)).signatory is None


# --- several documents in a file, and none --------------------------------------------------------------------------

DECISION = f"""UBND TỈNH ĐẮK NÔNG
SỞ NỘI VỤ
-------
{MOTTO}
-------
Số: 88/QĐ-SNV
Đắk Nông, ngày 12 tháng 02 năm 2024

QUYẾT ĐỊNH
Về việc ban hành Kế hoạch vì sự tiến bộ của phụ nữ năm 2024

GIÁM ĐỐC SỞ NỘI VỤ

Căn cứ Luật Bình đẳng giới ngày 29 tháng 11 năm 2006;

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch vì sự tiến bộ của phụ nữ năm 2024.

Điều 2. Quyết định này có hiệu lực kể từ ngày ký.

Nơi nhận:
- Như Điều 2;
- Lưu: VT.

GIÁM ĐỐC


Y Thị Ngân

"""
ATTACHED = """KẾ HOẠCH
Vì sự tiến bộ của phụ nữ năm 2024
(Ban hành kèm theo Quyết định số 88/QĐ-SNV ngày 12/02/2024 của Giám đốc Sở Nội vụ)

I. MỤC TIÊU

1. Mỗi phòng có ít nhất 01 sáng kiến giúp nữ công chức.
"""


def test_plan_wrapped_in_a_decision_is_a_document_of_its_own() -> None:
    record = kehoach.extract(text=DECISION + ATTACHED)
    first = record.header
    assert first.document_type is not None
    assert first.number is not None
    assert first.signatory is not None
    assert (first.document_type.code, first.number.normalised) == ("QĐ", "88/QĐ-SNV")
    assert (name(first.issuer), name(first.parent_issuer)) == ("SỞ NỘI VỤ", "UBND TỈNH ĐẮK NÔNG")
    assert name(first.title) == "Về việc ban hành Kế hoạch vì sự tiến bộ của phụ nữ năm 2024"
    assert (first.signatory.name, first.signatory.position) == ("Y Thị Ngân", "GIÁM ĐỐC")
    assert [r.text for r in first.recipients] == ["Như Điều 2", "Lưu: VT"]

    (second,) = record.attached
    assert second.document_type is not None
    assert second.document_type.code == "KH"
    assert name(second.title) == "Vì sự tiến bộ của phụ nữ năm 2024"


@pytest.mark.parametrize("articles", [1, 12])
def test_attached_plan_without_a_head_of_its_own_has_no_number_issuer_or_date(articles: int) -> None:
    more = "".join(f"Điều {n}. Phòng chuyên môn số {n} báo cáo kết quả với Sở.\n\n" for n in range(3, 3 + articles))
    (second,) = kehoach.extract(text=DECISION.replace("Nơi nhận:", more + "Nơi nhận:") + ATTACHED).attached
    assert (second.number, second.issuer, second.parent_issuer, second.place) == (None, None, None, None)
    assert (second.issued, second.signatory, second.recipients) == (None, None, ())


def test_attached_plan_may_have_a_head_of_its_own() -> None:
    head = f"UBND TỈNH ĐẮK NÔNG\nSỞ NỘI VỤ\n-------\n{MOTTO}\n-------\nSố: 15/KH-SNV\nĐắk Nông, ngày 10 tháng 02 năm 2024\n\n"
    record = kehoach.extract(text=DECISION + head + ATTACHED)
    (second,) = record.attached
    assert second.number is not None
    assert second.issued is not None
    assert (second.number.normalised, second.issued.edtf) == ("15/KH-SNV", "2024-02-10")
    assert name(second.issuer) == "SỞ NỘI VỤ"
    assert record.header.number is not None
    assert record.header.number.normalised == "88/QĐ-SNV"


@pytest.mark.parametrize(
    ("word", "code"), [("QUY CHẾ", "QC"), ("ĐỀ ÁN", "ĐA"), ("CHƯƠNG TRÌNH", "CTr"), ("PHƯƠNG ÁN", "PA")]
)
def test_attached_documents_of_other_types_are_told_apart(word: str, code: str) -> None:
    (second,) = kehoach.extract(text=DECISION + ATTACHED.replace("KẾ HOẠCH", word, 1)).attached
    assert second.document_type is not None
    assert second.document_type.code == code


@pytest.mark.parametrize(
    "tail",
    [
        "Chương I\nQUY ĐỊNH CHUNG\n\nĐiều 3. Đối tượng áp dụng là công chức của Sở, kèm theo danh sách.\n",
        "CHƯƠNG I\nQUY ĐỊNH CHUNG\n\nĐiều 3. Đối tượng áp dụng là công chức của Sở, kèm theo danh sách.\n",
        "Phần thứ nhất\nQUY ĐỊNH CHUNG\n(kèm theo danh sách)\n",
        "PHỤ LỤC\nDANH MỤC NHIỆM VỤ\n(Kèm theo Quyết định số 88/QĐ-SNV ngày 12/02/2024)\n- Mở lớp tập huấn.\n",
        "PHỤ LỤC II\n(Kèm theo Quyết định số 88/QĐ-SNV ngày 12/02/2024)\nKẾ HOẠCH\nMở lớp tập huấn năm 20…\n",
        "Mẫu số 02\nTÊN CƠ QUAN\n-------\nKẾ HOẠCH\nMở lớp tập huấn năm 20…\n(Kèm theo Quyết định số 88/QĐ-SNV)\n",
        "Biểu số 1\nKẾ HOẠCH\nPhân bổ chỉ tiêu\n(Kèm theo Quyết định số 88/QĐ-SNV)\n",
    ],
    ids=["chapter", "chapter in capitals", "part", "list", "annex", "form", "table form"],
)  # fmt: skip
def test_chapters_annexes_and_forms_are_no_attached_documents(tail: str) -> None:
    record = kehoach.extract(text=DECISION + tail)
    assert record.attached == ()
    assert record.header.document_type is not None
    assert record.header.document_type.code == "QĐ"


NEWS = """Sở Nội vụ triển khai nhiều việc làm vì phụ nữ vùng cao

Sáng 5/8, tại hội trường xã, bà con đã nghe giới thiệu kế hoạch mới về bình đẳng giới của tỉnh.

Theo đó, Kế hoạch số 217/KH-UBND ngày 18/5/2021 đặt mục tiêu 60% thôn có tổ truyền thông vào năm 2025.
Các xã sẽ họp bàn trước ngày 30/9. Đồng chí chủ tịch xã cho biết, việc khó nhất là thiếu người biết tiếng dân tộc.
"""


def test_news_about_a_plan_has_no_header() -> None:
    record = kehoach.extract(text=NEWS)
    assert record.header == Header()
    assert record.attached == ()


@pytest.mark.parametrize("text", ["", "\n", "Xin chào.", "12", "|"])
def test_text_that_is_no_document_has_no_header(text: str) -> None:
    assert header(text) == Header()


def test_official_letter_is_known_by_its_subject_line() -> None:
    found = header(
        f"UBND TỈNH QUẢNG NINH\nSỞ NỘI VỤ\n-------\n{MOTTO}\n-------\nSố: 1207/SNV-XDCQ\n"
        "V/v báo cáo kết quả công tác phụ nữ năm 2024\n\nQuảng Ninh, ngày 06 tháng 11 năm 2024\n\n"
        "Kính gửi:\n- Các sở, ban, ngành;\n- UBND các xã, phường.\n\n"
        "Để có số liệu gửi cấp trên, Sở đề nghị các đơn vị gửi báo cáo trước ngày 20/11/2024.\n\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n\nPhạm Thị Xoan\n"
    )
    assert found.document_type is not None
    assert found.number is not None
    assert found.issued is not None
    assert found.signatory is not None
    assert (found.document_type.code, found.number.normalised) == ("CV", "1207/SNV-XDCQ")
    assert (name(found.issuer), name(found.parent_issuer)) == ("SỞ NỘI VỤ", "UBND TỈNH QUẢNG NINH")
    assert (name(found.place), found.issued.edtf) == ("Quảng Ninh", "2024-11-06")
    assert name(found.title) == "V/v báo cáo kết quả công tác phụ nữ năm 2024"
    assert found.signatory.name == "Phạm Thị Xoan"


def test_document_that_has_lost_its_head_keeps_the_title() -> None:
    found = header(f"KẾ HOẠCH\n{TITLE}{BODY}")
    assert found.document_type is not None
    assert found.document_type.code == "KH"
    assert name(found.title) == TITLE
    assert (found.number, found.issuer, found.issued, found.place) == (None, None, None, None)


def test_blank_form_in_an_annex_leaves_the_plan_its_own_header() -> None:
    foot = "Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.\n\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n\nVũ Hải Yến\n\n"
    form = (
        f"Mẫu số 01\n(Kèm theo Kế hoạch số 217/KH-UBND)\n\nTÊN CƠ QUAN\n-------\n{MOTTO}\n-------\nSố: …/KH-…\n"
        "…, ngày … tháng … năm 20…\n\nKẾ HOẠCH\nMở lớp học nghề năm 20…\n\nNơi nhận:\n- …;\n- Lưu: ….\n\nTHỦ TRƯỞNG ĐƠN VỊ\n"
    )
    record = kehoach.extract(text=plan(foot=foot + form))
    assert record.attached == ()
    assert record.header.number is not None
    assert record.header.signatory is not None
    assert (record.header.number.normalised, record.header.signatory.name) == ("217/KH-UBND", "Vũ Hải Yến")
    assert [r.text for r in record.header.recipients] == ["UBND tỉnh", "Lưu: VT"]


@pytest.mark.parametrize("name", ["H'Yâm Niê", "H’Yim Kđoh", "Y Biêr Niê", "K' Mák", "Lò Văn Mừng"])
def test_names_of_all_peoples_sign(name: str) -> None:
    text = f"KẾ HOẠCH\nVề bình đẳng giới\n\n1. Sở Nội vụ chủ trì.\n\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n{name}\n"
    signatory = kehoach.extract(text=text, frameworks=()).header.signatory
    assert signatory is not None and (signatory.name, signatory.position) == (name, "PHÓ CHỦ TỊCH")


@pytest.mark.parametrize(
    ("lines", "parent", "issuer"),
    [
        (
            "TRUNG ƯƠNG HỘI\nLIÊN HIỆP PHỤ NỮ VIỆT NAM\nHỘI LIÊN HIỆP PHỤ NỮ\nTỈNH HÀ NAM",
            "TRUNG ƯƠNG HỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM",
            "HỘI LIÊN HIỆP PHỤ NỮ TỈNH HÀ NAM",
        ),
        (
            "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM",
            "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM",
            "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM",
        ),
        (
            "CÔNG ĐOÀN NGÀNH Y TẾ\nCÔNG ĐOÀN\nBỆNH VIỆN SẢN NHI",
            "CÔNG ĐOÀN NGÀNH Y TẾ",
            "CÔNG ĐOÀN BỆNH VIỆN SẢN NHI",
        ),
        ("ĐẢNG BỘ TỈNH HÀ NAM\nĐẢNG ỦY\nSỞ Y TẾ", "ĐẢNG BỘ TỈNH HÀ NAM", "ĐẢNG ỦY SỞ Y TẾ"),
        (
            "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM\nCÔNG ĐOÀN VIÊN CHỨC",
            "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM",
            "CÔNG ĐOÀN VIÊN CHỨC",
        ),
    ],
)
def test_bodies_of_a_body_and_branches_of_a_centre(lines: str, parent: str, issuer: str) -> None:
    text = f"{lines}\nSố: 12/KH-HPN\nHà Nam, ngày 10 tháng 3 năm 2024\nKẾ HOẠCH\nVề bình đẳng giới\n\nI. MỤC ĐÍCH\nNâng cao nhận thức.\n"
    head = kehoach.extract(text=text, frameworks=()).header
    assert head.parent_issuer is not None and head.issuer is not None
    assert (head.parent_issuer.name, head.issuer.name) == (parent, issuer)


# --- heads as pages of other portals leave them -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "code"), [("71/KH-UBND", "KH"), ("/KH-SYT", "KH"), ("20-KH/TU", "KH"), ("1/2025/NQ-HĐND", "NQ")]
)
def test_a_page_without_its_title_is_known_by_its_number(printed: str, code: str) -> None:
    record = kehoach.extract(
        text=f"ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: {printed} | Kon Tum, ngày 9 tháng 4 năm 2021 |\n"
        "Căn cứ Nghị quyết số 28/NQ-CP ngày 03 tháng 3 năm 2021 của Chính phủ;\nỦy ban nhân dân tỉnh triển khai như sau:\n"
    )
    kind = record.header.document_type
    assert kind is not None
    assert (kind.code, kind.text) == (code, code)
    assert record.header.title is None
    assert (code == "KH") == ("not-a-plan" not in {finding.code for finding in record.findings})


def test_the_number_of_an_official_letter_names_no_type() -> None:
    text = "UBND TỈNH KON TUM\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/UBND-KGVX\nKính gửi: Các sở\n"
    assert kehoach.extract(text=text).header.document_type is None


@pytest.mark.parametrize("body", ["ỦY BAN NHÂN DÂN\nTỈNH BÌNH ĐỊNH", "UBND TỈNH LÂM ĐỒNG\nSỞ KẾ HOẠCH VÀ ĐẦU TƯ"])
def test_a_name_that_ends_like_a_type_keeps_its_line(body: str) -> None:
    record = kehoach.extract(
        text=f"{body}\nSố: 88/KH-X\nAn Lão, ngày 2 tháng 3 năm 2025\nKẾ HOẠCH\nDạy nghề cho phụ nữ\n"
    )
    assert record.header.number is not None
    assert record.header.number.normalised == "88/KH-X"
    assert record.header.issuer is not None


@pytest.mark.parametrize(
    ("title", "read"),
    [
        (
            "BAN HÀNH ĐỀ ÁN “NỮ GIỚI\nVÀ KHOA HỌC”\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH",
            "BAN HÀNH ĐỀ ÁN “NỮ GIỚI VÀ KHOA HỌC”",
        ),
        ("BAN HÀNH KẾ HOẠCH DÂN SỐ\nNĂM 2025\nỦY BAN NHÂN DÂN TỈNH", "BAN HÀNH KẾ HOẠCH DÂN SỐ NĂM 2025"),
        ("THỰC HIỆN NGHỊ QUYẾT SỐ 28\nBAN HÀNH CHIẾN LƯỢC", "THỰC HIỆN NGHỊ QUYẾT SỐ 28 BAN HÀNH CHIẾN LƯỢC"),
        ("QUY CHẾ LÀM VIỆC CỦA\nỦY BAN NHÂN DÂN TỈNH", "QUY CHẾ LÀM VIỆC CỦA ỦY BAN NHÂN DÂN TỈNH"),
    ],
)
def test_a_title_ends_before_the_body_that_decides(title: str, read: str) -> None:
    record = kehoach.extract(
        text=f"ỦY BAN NHÂN DÂN\nTỈNH KON TUM\nSố: 8/QĐ-UBND\nKon Tum, ngày 2 tháng 3 năm 2025\nQUYẾT ĐỊNH\n{title}\n"
        "Căn cứ Luật Bình đẳng giới ngày 29/11/2006;\n"
    )
    assert record.header.title is not None
    assert record.header.title.name == read


def test_a_date_without_its_first_word_is_the_citation_s() -> None:
    text = "Theo đề nghị của Sở Nội vụ tại Tờ trình số 214/TTr-SNV 13 tháng 5 năm 2021, kỳ họp thứ 12 tháng 5 năm 2021."
    record = kehoach.extract(text=text)
    assert [citation.issued for citation in record.citations] == ["2021-05-13"]
    assert [date.edtf for date in record.dates] == ["2021-05-13", "2021-05"]
