"""Small archives of one province over some years, in our own words, for the tests of what compares plans."""

from __future__ import annotations

from pathlib import Path

_PLAN = """{parent}{issuer}
Số: {number}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{place}, ngày {day} tháng {month} năm {year}

KẾ HOẠCH
{title}

Căn cứ Luật Bình đẳng giới ngày 29 tháng 11 năm 2006;
Thực hiện Nghị quyết số 28/NQ-CP ngày {strategy} của Chính phủ về Chiến lược quốc gia về bình đẳng giới giai đoạn 2021 - 2030{cited}, {issuer} ban hành Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
- Nâng cao nhận thức của cán bộ và nhân dân về bình đẳng giới trong mọi mặt của đời sống.
- Tiếp tục thực hiện đường dây tư vấn của tỉnh đã hoạt động từ năm 2021 tại trung tâm công tác xã hội.

II. CHỈ TIÊU
{targets}

III. NHIỆM VỤ
- Sở Nội vụ tổ chức hội nghị sơ kết, đánh giá kết quả thực hiện kế hoạch tại các huyện, thành phố trước ngày {meeting}.
- Mở lớp tập huấn cho cán bộ làm công tác bình đẳng giới của các đơn vị.

IV. TỔ CHỨC THỰC HIỆN
- Các sở, ngành báo cáo kết quả về Sở Nội vụ trước ngày 15/11/{of}.
"""
LEADERS = "- Phấn đấu có ít nhất {}% cơ quan hành chính có lãnh đạo chủ chốt là nữ."
WAGES = "- Tỷ lệ lao động nữ làm công hưởng lương đạt tối thiểu {}%."
VICTIMS = "- Có ít nhất {}% nạn nhân bạo lực gia đình được tư vấn, hỗ trợ tại cơ sở trợ giúp."
TRAINED = (
    "- Tăng tỷ lệ lao động nữ ở nông thôn được đào tạo nghề và giới thiệu việc làm qua các trung tâm của tỉnh và doanh nghiệp"
    " trên địa bàn từ {}% năm {} lên {}% năm {}."
)
PROVINCE = "ỦY BAN NHÂN DÂN TỈNH LÀO CAI"


def plan(
    number: str,
    issued: str,
    title: str,
    *targets: str,
    issuer: str = PROVINCE,
    parent: str = "",
    place: str = "Lào Cai",
    cited: str = "",
    meeting: str | None = None,
    strategy: str = "03/3/2021",
    of: int | None = None,
) -> str:
    """The text of a plan; `issued` is day/month/year, `cited` follows the strategy in the preamble."""
    day, month, year = issued.split("/")
    return _PLAN.format(
        parent=f"{parent}\n" if parent else "",
        issuer=issuer,
        number=number,
        place=place,
        day=day,
        month=month,
        year=year,
        title=title,
        strategy=strategy,
        cited=f"; {cited}" if cited else "",
        targets="\n".join(targets),
        meeting=meeting or f"30/9/{of or year}",
        of=of or year,
    )


def written(folder: Path, plans: dict[str, str]) -> Path:
    """Write texts under their paths."""
    for name, text in plans.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder
