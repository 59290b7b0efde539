"""Bodies: names that hold commas and `và`, lists, posts, generic addressees, and words that only look like bodies."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_texts import organisation

import kehoach
from kehoach.extractors.bodies import Body, bodies, subjects
from kehoach.text.clean import clean


def read(text: str) -> list[Body]:
    """The bodies of the list that `text` begins with."""
    cleaned = clean(text)
    return bodies(cleaned, 0, len(cleaned.text))


def names(text: str) -> list[str]:
    return [body.name for body in read(text)]


# --- one body -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Sở Nội vụ", "department"),
        ("Sở Văn hóa, Thể thao và Du lịch", "department"),
        ("Sở Lao động - Thương binh và Xã hội", "department"),
        ("Sở Nông nghiệp và Môi trường", "department"),
        ("Sở Dân tộc và Tôn giáo", "department"),
        ("Sở GD&ĐT", "department"),
        ("Sở VHTTDL", "department"),
        ("Bộ Giáo dục và Đào tạo", "ministry"),
        ("Chính phủ", "government"),
        ("Văn phòng Sở", "office"),
        ("Phòng Văn hóa - Xã hội", "office"),
        ("Phòng Kinh tế, Hạ tầng và Đô thị", "office"),
        ("Văn phòng UBND tỉnh", "office"),
        ("Chi cục Dân số", "office"),
        ("Kho bạc Nhà nước khu vực IX", "office"),
        ("UBND tỉnh Sơn La", "people_committee"),
        ("UBND thành phố Hồ Chí Minh", "people_committee"),
        ("UBND tỉnh Bà Rịa - Vũng Tàu", "people_committee"),
        ("Ủy ban nhân dân phường Cam Đường", "people_committee"),
        ("HĐND tỉnh", "people_council"),
        ("Hội Liên hiệp Phụ nữ tỉnh", "organisation"),
        ("Hội LHPN xã Bảo Hà", "organisation"),
        ("Liên đoàn Lao động tỉnh", "organisation"),
        ("Thành đoàn", "organisation"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "front"),
        ("Công an tỉnh", "police"),
        ("Bộ Chỉ huy Quân sự tỉnh", "military"),
        ("Tòa án nhân dân tỉnh", "court"),
        ("Báo và phát thanh, truyền hình tỉnh", "media"),
        ("Bệnh viện Đa khoa tỉnh", "health"),
        ("Trạm Y tế xã Bảo Hà", "health"),
        ("Trường THPT số 1 thành phố Lào Cai", "education"),
        ("Ban Chỉ đạo Công tác dân số", "committee"),
        ("Đảng ủy các xã, phường", "party"),
        ("Trung tâm Dịch vụ việc làm tỉnh", "service"),
        ("Ngân hàng Chính sách xã hội tỉnh", "enterprise"),
        ("Tỉnh đoàn", "organisation"),
        ("Viện kiểm sát nhân dân tỉnh", "procuracy"),
        ("Hội đồng nhân dân các cấp", "people_council"),
        ("Trường Chính trị tỉnh", "education"),
        ("Ban Vì sự tiến bộ của phụ nữ tỉnh", "committee"),
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy", "party"),
        ("Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh", "office"),
    ],
)
def test_one_body_is_read_whole(name: str, kind: str) -> None:
    assert [(body.name, body.kind) for body in read(f"{name} tổ chức thực hiện.")] == [(name, kind)]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Thủ tướng Chính phủ", "official"),
        ("Giám đốc Sở Nội vụ", "official"),
        ("Chủ tịch UBND tỉnh", "official"),
        ("Chủ tịch UBND các xã, phường", "official"),
        ("Chánh Văn phòng UBND tỉnh", "official"),
        ("Trưởng phòng Nội vụ", "official"),
        ("Bí thư Tỉnh đoàn", "official"),
        ("Đồng chí Nguyễn Thị Hoa", "official"),
        ("Hiệu trưởng các trường học", "official"),
        ("Bộ trưởng Bộ Nội vụ", "official"),
    ],
)
def test_office_holder_is_named_with_the_body(name: str, kind: str) -> None:
    assert [(body.name, body.kind) for body in read(f"{name} chịu trách nhiệm.")] == [(name, kind)]


@pytest.mark.parametrize(
    "name",
    [
        "các sở, ban, ngành",
        "các sở, ban, ngành, đoàn thể và địa phương",
        "Các sở, ban, ngành tỉnh",
        "các cơ quan, đơn vị",
        "các cơ quan, đơn vị có liên quan",
        "các đơn vị liên quan",
        "các địa phương",
        "các cấp, các ngành",
        "các tổ chức chính trị - xã hội",
        "các hội, đoàn thể",
        "các phòng, ban chuyên môn",
        "các xã, phường",
        "các doanh nghiệp trên địa bàn",
        "các trường học",
        "các tổ dân phố",
    ],
)
def test_generic_addressee_is_one_agency(name: str) -> None:
    assert [(body.name, body.kind) for body in read(f"{name} tổ chức thực hiện.")] == [(name, "generic")]


@pytest.mark.parametrize(
    "verb",
    ["chủ trì", "phối hợp với", "tham mưu", "có trách nhiệm", "tổ chức", "căn cứ", "chịu trách nhiệm", "là đầu mối", "thực hiện", "theo dõi", "nộp", "được giao"],
)  # fmt: skip
def test_a_name_ends_before_the_verb(verb: str) -> None:
    text = f"Chi cục Dân số {verb} các nội dung này."
    assert names(text) == ["Chi cục Dân số"]


# --- lists ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở Nội vụ, Sở Y tế", ["Sở Nội vụ", "Sở Y tế"]),
        ("Sở Nội vụ và Sở Y tế", ["Sở Nội vụ", "Sở Y tế"]),
        ("Sở Nội vụ; Sở Y tế; Công an tỉnh", ["Sở Nội vụ", "Sở Y tế", "Công an tỉnh"]),
        ("Sở Nội vụ, Sở Y tế, và Công an tỉnh", ["Sở Nội vụ", "Sở Y tế", "Công an tỉnh"]),
        ("Sở Nội vụ cùng với Sở Y tế", ["Sở Nội vụ", "Sở Y tế"]),
        (
            "Sở Văn hóa, Thể thao và Du lịch, Sở Y tế và Sở Nông nghiệp và Môi trường",
            ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế", "Sở Nông nghiệp và Môi trường"],
        ),
        (
            "Sở Lao động - Thương binh và Xã hội và Sở Y tế",
            ["Sở Lao động - Thương binh và Xã hội", "Sở Y tế"],
        ),
        (
            "Các sở, ban, ngành, Ủy ban nhân dân các xã, phường",
            ["Các sở, ban, ngành", "Ủy ban nhân dân các xã, phường"],
        ),
        ("MTTQ và các đoàn thể", ["MTTQ", "các đoàn thể"]),
        (
            "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức chính trị - xã hội",
            ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "các tổ chức chính trị - xã hội"],
        ),
        (
            "Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ và Chủ tịch UBND các xã, phường",
            ["Chánh Văn phòng UBND tỉnh", "Giám đốc Sở Nội vụ", "Chủ tịch UBND các xã, phường"],
        ),
        ("Tỉnh đoàn, Hội Nông dân tỉnh", ["Tỉnh đoàn", "Hội Nông dân tỉnh"]),
        ("Chi bộ các thôn, bản", ["Chi bộ các thôn, bản"]),
    ],
)
def test_list_of_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Giám đốc các Sở: Nội vụ, Y tế và Giáo dục và Đào tạo",
            [
                ("Giám đốc Sở Nội vụ", "Giám đốc các Sở: Nội vụ"),
                ("Giám đốc Sở Y tế", "Y tế"),
                ("Giám đốc Sở Giáo dục và Đào tạo", "Giáo dục và Đào tạo"),
            ],
        ),
        (
            "Giám đốc các Sở Nội vụ, Tài chính",
            [("Giám đốc Sở Nội vụ", "Giám đốc các Sở Nội vụ"), ("Giám đốc Sở Tài chính", "Tài chính")],
        ),
        (
            "các Sở: Nội vụ; Văn hóa, Thể thao và Du lịch; Y tế",
            [
                ("Sở Nội vụ", "các Sở: Nội vụ"),
                ("Sở Văn hóa, Thể thao và Du lịch", "Văn hóa, Thể thao và Du lịch"),
                ("Sở Y tế", "Y tế"),
            ],
        ),
        ("Các Bộ: Nội vụ, Y tế", [("Bộ Nội vụ", "Các Bộ: Nội vụ"), ("Bộ Y tế", "Y tế")]),
        ("các Phòng: Nội vụ, Tư pháp", [("Phòng Nội vụ", "các Phòng: Nội vụ"), ("Phòng Tư pháp", "Tư pháp")]),
        (
            "các Chi cục: Thủy lợi, Kiểm lâm và Sở Y tế",
            [("Chi cục Thủy lợi", "các Chi cục: Thủy lợi"), ("Chi cục Kiểm lâm", "Kiểm lâm"), ("Sở Y tế", "Sở Y tế")],
        ),
        ("các Sở: Căn cứ chức năng được giao", [("các Sở", "các Sở")]),
    ],
)
def test_list_that_leaves_the_head_out(text: str, expected: list[tuple[str, str]]) -> None:
    cleaned = clean(text)
    found = bodies(cleaned, 0, len(text))
    assert [(body.name, cleaned.text[body.start : body.end]) for body in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "UBND các xã, phường",
        "UBND các huyện, thị xã, thành phố",
        "Ủy ban nhân dân các xã, phường, thị trấn",
        "UBND các tỉnh, thành phố trực thuộc Trung ương",
        "UBND xã, phường",
        "UBND cấp xã",
        "Hội Liên hiệp Phụ nữ các xã, phường",
    ],
)
def test_units_of_one_head_are_one_agency(text: str) -> None:
    assert names(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UBND các tỉnh: Lào Cai, Sơn La và Lai Châu", ["UBND các tỉnh: Lào Cai", "Sơn La", "Lai Châu"]),
        ("Các tỉnh Nghệ An, Hà Tĩnh", ["Các tỉnh Nghệ An", "Hà Tĩnh"]),
        ("các tỉnh, thành phố: Hà Nội, Nghệ An", ["các tỉnh, thành phố: Hà Nội", "Nghệ An"]),
    ],
)
def test_provinces_of_a_list_are_each_one(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ban Tuyên giáo và Dân vận Thành ủy và Sở Y tế", ["Ban Tuyên giáo và Dân vận Thành ủy", "Sở Y tế"]),
        ("Chi cục Dân số thuộc Sở Y tế, Công an tỉnh", ["Chi cục Dân số thuộc Sở Y tế", "Công an tỉnh"]),
        (
            "các đơn vị sự nghiệp thuộc Sở Lao động - Thương binh và Xã hội và các xã",
            ["các đơn vị sự nghiệp thuộc Sở Lao động - Thương binh và Xã hội", "các xã"],
        ),
        (
            "các tổ chức chính trị - xã hội thành phố Lào Cai, Sở Y tế",
            ["các tổ chức chính trị - xã hội thành phố Lào Cai", "Sở Y tế"],
        ),
        ("lực lượng Kiểm lâm, Công an xã", ["lực lượng Kiểm lâm", "Công an xã"]),
        (
            "Thủ trưởng các sở, ban, ngành thuộc Ủy ban nhân dân tỉnh, Sở Y tế",
            ["Thủ trưởng các sở, ban, ngành thuộc Ủy ban nhân dân tỉnh", "Sở Y tế"],
        ),
        ("người lao động thuộc các cơ quan, đơn vị", ["người lao động thuộc các cơ quan, đơn vị"]),
        ("Công đoàn các trường học và Sở Y tế", ["Công đoàn các trường học", "Sở Y tế"]),
        (
            "Hội đồng Thi đua - Khen thưởng các cơ quan, đơn vị, Công an xã",
            ["Hội đồng Thi đua - Khen thưởng các cơ quan, đơn vị", "Công an xã"],
        ),
    ],
)
def test_owner_and_place_belong_to_the_name(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "các doanh nghiệp viễn thông và Sở Y tế triển khai",
            ["các doanh nghiệp viễn thông", "Sở Y tế"],
        ),
        (
            "doanh nghiệp viễn thông, các đơn vị có liên quan rà soát",
            ["doanh nghiệp viễn thông", "các đơn vị có liên quan"],
        ),
        (
            "các cơ quan, đơn vị liên quan thanh tra việc sử dụng",
            ["các cơ quan, đơn vị liên quan"],
        ),
        (
            "các đơn vị trực thuộc Ủy ban nhân dân tỉnh, Sở Y tế",
            ["các đơn vị trực thuộc Ủy ban nhân dân tỉnh", "Sở Y tế"],
        ),
        (
            "Ủy ban nhân dân các xã và tổ chức, cá nhân có liên quan chịu trách nhiệm",
            ["Ủy ban nhân dân các xã", "tổ chức, cá nhân có liên quan"],
        ),
        ("Công an tỉnh tuyên truyền, các đơn vị tham gia", ["Công an tỉnh"]),
    ],
)
def test_generic_name_goes_on_where_the_list_does(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_body_behind_a_list_of_provinces_is_no_province() -> None:
    assert names("UBND các tỉnh Lào Cai, Sơn La, Sở Nội vụ")[-1] == "Sở Nội vụ"


def test_what_no_body_opens_belongs_to_the_one_before_it_where_all_is_known_to_be_names() -> None:
    text = "Ban Quản lý Vườn quốc gia Hoàng Liên, Khu du lịch; Sở Nội vụ"
    cleaned = clean(text)
    found = subjects(cleaned, 0, len(text))
    assert [body.name for body in found] == ["Ban Quản lý Vườn quốc gia Hoàng Liên, Khu du lịch", "Sở Nội vụ"]


# --- look-alikes ----------------------------------------------------------------------------------------------------

LOOK_ALIKES = [
    "giao thông nông thôn",
    "ban hành kế hoạch",
    "Ban hành kế hoạch",
    "ban đầu",
    "phòng, chống bạo lực",
    "Phòng, chống bạo lực gia đình",
    "Phòng chống tệ nạn",
    "Phòng ngừa xâm hại",
    "Bộ chỉ số về giới",
    "Bộ tiêu chí",
    "Bộ luật Lao động",
    "bộ máy",
    "Hội nghị sơ kết",
    "Hội thảo",
    "Hội thi",
    "Tổ chức tập huấn",
    "Đoàn kết các dân tộc",
    "Đoàn kiểm tra liên ngành",
    "Trường hợp vi phạm",
    "Khoa học và công nghệ",
    "Viện trợ không hoàn lại",
    "Sở hữu trí tuệ",
    "Báo cáo kết quả",
    "Vụ việc bạo lực",
    "quỹ đất",
    "đội ngũ cán bộ",
    "phụ nữ",
    "trẻ em gái",
    "Kế hoạch này",
    "",
    "60% xã",
]


@pytest.mark.parametrize(
    "text",
    [
        *LOOK_ALIKES,
        "lãnh đạo chủ chốt là nữ",
        "Lãnh đạo chủ chốt các cấp",
    ],
)
def test_look_alike_is_no_body(text: str) -> None:
    assert names(text) == []
    assert bodies(clean(text), 0, len(text)) == []


@pytest.mark.parametrize("text", [text for text in LOOK_ALIKES if text])
def test_look_alike_is_charged_with_nothing(text: str) -> None:
    assert kehoach.extract(text=organisation(f"- {text} trong năm 2025 tại các thôn.\n")).responsibilities == ()


@pytest.mark.parametrize(
    ("sentence", "agencies"),
    [
        ("Sở Xây dựng chủ trì nâng cấp giao thông nông thôn.", ["Sở Xây dựng"]),
        ("Sở Tư pháp chủ trì ban hành Bộ chỉ số.", ["Sở Tư pháp"]),
        ("Sở Nội vụ chủ trì bồi dưỡng lãnh đạo chủ chốt là nữ.", ["Sở Nội vụ"]),
        ("Công an tỉnh chủ trì công tác phòng, chống mua bán người.", ["Công an tỉnh"]),
    ],
)
def test_look_alike_in_a_duty_is_no_agency(sentence: str, agencies: list[str]) -> None:
    found = kehoach.extract(text=organisation(f"- {sentence}\n")).responsibilities
    assert [duty.agency.text for duty in found if duty.agency] == agencies
    assert [duty.partners for duty in found] == [()]


# --- the record's agency --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "name", "code", "kind"),
    [
        ("Sở Nội vụ", "Sở Nội vụ", "SNV", "department"),
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo", "SGDĐT", "department"),
        ("Giám đốc Sở Nội vụ", "Giám đốc Sở Nội vụ", None, "official"),
        ("Các cơ quan, đơn vị", "Các cơ quan, đơn vị", None, "generic"),
        ("Phòng Truyền thông cơ sở", "Phòng Truyền thông cơ sở", None, "office"),
    ],
)
def test_agency_has_the_register_s_name_where_it_is_known(printed: str, name: str, code: str | None, kind: str) -> None:
    (duty,) = kehoach.extract(text=organisation(f"1. {printed}\n- Theo dõi Kế hoạch.\n")).responsibilities
    assert duty.agency
    assert (duty.agency.text, duty.agency.name, duty.agency.kind) == (printed, name, kind)
    assert code is None or duty.agency.code == code


# --- spans ----------------------------------------------------------------------------------------------------------

LIST = "Sở Văn hóa, Thể thao và Du lịch, Giám đốc các Sở: Nội vụ, Y tế và UBND các xã, phường"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("blank", [" ", "\u00a0", "  "])
def test_names_are_the_same_however_they_are_written(form: str, blank: str) -> None:
    text = unicodedata.normalize(form, LIST).replace(" ", blank)  # type: ignore[arg-type]
    assert names(text) == [
        "Sở Văn hóa, Thể thao và Du lịch",
        "Giám đốc Sở Nội vụ",
        "Giám đốc Sở Y tế",
        "UBND các xã, phường",
    ]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "Sở Nội vụ|Y tế|các Sở:|Giám đốc|Chủ tịch|UBND|các|xã, phường|tỉnh|Tỉnh ủy|các tỉnh|Lào Cai|Sơn La|, |và|;|cơ quan|đơn vị|liên quan|Ban|Hội|Văn hóa, Thể thao và Du lịch|-|:|(|)|của|/|\n|".split(
                "|"
            )
        ),
        max_size=16,
    ).map(" ".join),
    st.integers(0, 40),
)
def test_any_words_give_bodies_in_order_inside_the_limits(text: str, at: int) -> None:
    cleaned = clean(text)
    limit = len(cleaned.text)
    for found in (bodies(cleaned, min(at, limit), limit), subjects(cleaned, min(at, limit), limit)):
        position = min(at, limit)
        for body in found:
            assert position <= body.start < body.end <= limit
            assert body.name and body.kind
            position = body.end


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ban bầu cử đại biểu xã: 01", "Ban bầu cử đại biểu xã"),
        ("Tổng công ty Cảng hàng không Việt Nam khẩn trương", "Tổng công ty Cảng hàng không Việt Nam"),
        ("BQL dự án đầu tư xây dựng tỉnh chủ trì", "BQL dự án đầu tư xây dựng tỉnh"),
        ("Viện Quy hoạch xây dựng lập đồ án", "Viện Quy hoạch xây dựng"),
        ("Tỉnh Đoàn phối hợp", "Tỉnh Đoàn"),
        ("các tổ chức chính trị-xã hội phát huy", "các tổ chức chính trị-xã hội"),
        ("Trạm Khuyến nông khu vực hướng dẫn", "Trạm Khuyến nông khu vực"),
        ("các Cụm, Khối thi đua thuộc tỉnh tổ chức", "các Cụm, Khối thi đua thuộc tỉnh"),
        ("Già làng, người có uy tín vận động", "Già làng, người có uy tín"),
        ("Cục Văn hóa cơ sở, Gia đình và Thư viện tham mưu", "Cục Văn hóa cơ sở, Gia đình và Thư viện"),
        ("Sở Kế hoạch và Đầu tư xây dựng kế hoạch", "Sở Kế hoạch và Đầu tư"),
    ],
)
def test_names_that_hold_a_verbs_word_or_a_rare_head(text: str, name: str) -> None:
    cleaned = clean(text)
    assert [body.name for body in bodies(cleaned, 0, len(cleaned.text))] == [name]
