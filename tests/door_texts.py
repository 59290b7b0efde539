"""Texts with marks for the tests of the doors, and what makes any text of theirs hard."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from kehoach.integrations.marks import Mark, Marked

PLAN = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
Số: 47/KH-UBND
Lào Cai, ngày 05 tháng 02 năm 2025

KẾ HOẠCH
Thực hiện công tác bình đẳng giới năm 2025

Căn cứ Luật Bình đẳng giới ngày 29/11/2006;
Căn cứ Quyết định số
2282/QĐ-TTg ngày 31/12/2020 của Thủ tướng Chính phủ;

I. MỤC TIÊU
1. Phấn đấu 60% cơ quan có lãnh đạo chủ chốt là nữ vào năm 2025.
II. KINH PHÍ
Kinh phí thực hiện từ ngân sách tỉnh là 850 triệu đồng.
III. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ
- Chủ trì, phối hợp với Sở Y tế tập huấn cho cán bộ, xong trước ngày 30/10/2025;
- Tổ chức mít tinh ngày 8/3 hằng năm.
2. Các sở gửi báo cáo về Sở Nội vụ trước ngày 15/11/2025 và trong quý II/2025.

Nơi nhận:
- Lưu: VT.

CHỦ TỊCH
Nguyễn Văn An
"""
FORMS = {
    "NFC": PLAN,
    "NFD": unicodedata.normalize("NFD", PLAN),
    "astral": "😀𠀀" + PLAN.replace(" ", " 👨🏻\u200d🚒", 12).replace("số", "𠀀số"),
    "CRLF": PLAN.replace("\n", "\r\n"),
    "CR": PLAN.replace("\n", "\r"),
    "mark of byte order": "\ufeff" + PLAN,
}
HOSTILE = {
    "empty": "",
    "blank": "\n\n \t\n",
    "quotes": '"\'`“”\'=1+1\'""",,;\\n\\"',
    "markup": "]]><script>alert(1)</script><!-- --><a href='x'>&amp;&#10;</a> <?pi?> <!DOCTYPE x>",
    "formulas": "=cmd|' /C calc'!A0\n@SUM(1)\n+1\n-1\n\t=2\n'=3\n''4",
    "control": "a\x00b\x01c\x0bd\x0ce\x1ff\x7fg\x85h\u2028i\u2029j\ufffek\uffff",
    "tabs": "a\tb\t\tc\r\n\td\re\n\rf",
    "half characters": "a\ud800b\udc00c\udfff",
    "turned": "a\u202eb\u2066c\u200fd\u200be\ufeff",
    "ends of calendars": "END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x;y,z\\n",
    "long line": "x" * 5000 + "😀" * 100,
}


def every_pair(text: str, step: int = 1) -> list[tuple[int, int]]:
    """Ranges of a text that nest, cross, touch, equal each other and are empty."""
    size = len(text)
    cuts = sorted({*range(0, size + 1, step), size})
    pairs = [(a, b) for a in cuts[:7] for b in cuts[:7] if a <= b]
    return [*pairs, (0, size), (0, size), (size, size), *((max(0, at - 3), at) for at in cuts[-5:])]


def crowded(name: str, text: str, label: str | None = None) -> Marked:
    """A text with marks of all ways to stand to each other; their attributes hold the text too."""
    step = max(1, len(text) // 6)
    found = sorted(every_pair(text, step), key=lambda pair: (pair[0], -pair[1]))
    marks = tuple(
        Mark(
            f"m{i}",
            label or ("citation", "date", "due")[i % 3],
            a,
            b,
            text[a:b],
            {"note": text[:40], "n": i},
            i or None,
        )
        for i, (a, b) in enumerate(found)
    )
    return Marked(name, text, marks, {"title": text[:60]})


LETTERS = st.one_of(
    st.sampled_from(list("aă\u0301\u0323ế😀𠀀\n\r\t \"'<&]=,;\x00\x0b\u2028\ud800\udfff\ufeff")),
    st.characters(),
)


@st.composite
def marked(draw: st.DrawFn, label: str | None = None) -> Marked:
    """A text and marks of it, whatever they are."""
    text = "".join(draw(st.lists(LETTERS, max_size=30)))
    halves = [i for i in range(1, len(text)) if "\ud800" <= text[i - 1] <= "\udbff" and "\udc00" <= text[i] <= "\udfff"]
    for at in halves:  # two halves side by side are no text
        text = text[:at] + "-" + text[at + 1 :]
    places = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=8))
    pairs = sorted((min(pair), max(pair)) for pair in places)
    labels = st.just(label) if label else st.sampled_from(["date", "due", "a b", "=x", "'y", "Đ/€"])
    marks = [
        Mark(
            f"{draw(st.sampled_from(['m', '=', chr(39), 'đ:', ' ']))}{i}",
            draw(labels),
            a,
            b,
            text[a:b],
            {"i": [i, text]},
        )
        for i, (a, b) in enumerate(sorted(pairs, key=lambda pair: (pair[0], -pair[1])))
    ]
    return Marked("a b=ế.txt", text, tuple(marks), {"title": text})
