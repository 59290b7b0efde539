"""Tables of an annex, made by a seed: tasks (việc | chủ trì | phối hợp | thời hạn) and targets (indicator | unit | years).

Merged cells, headers of two rows and rows that open a group come as offices make them. Each table knows what every cell says.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A cell: place, range and text."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Duty:
    """A row of a table of tasks: who answers for what, with whom, by when (EDTF; None: no date)."""

    task: str
    lead: str
    partners: tuple[str, ...]
    due: str | None


@dataclass(frozen=True)
class Goal:
    """A row of a table of targets: the value of each year."""

    indicator: str
    unit: str
    values: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Table:
    """A table with its merged cells once each.

    Attributes:
        header_rows: rows that are its header.
        columns: the header's words of each column, two rows of a header joined.
        rows: the body as a person reads it, merged cells in each row they reach; a row of one text opens a group.
        duties, goals: what the rows say, where they were made here.
    """

    cells: tuple[Cell, ...]
    header_rows: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    duties: tuple[Duty, ...] = ()
    goals: tuple[Goal, ...] = ()

    @property
    def height(self) -> int:
        """How many rows it has, the header's included."""
        return max(cell.row + cell.rows for cell in self.cells)


def plain_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table without merged cells."""
    cells = [Cell(0, column, text) for column, text in enumerate(header)]
    for number, row in enumerate(rows, 1):
        cells += [Cell(number, column, text) for column, text in enumerate(row)]
    return Table(tuple(cells), 1, tuple(header), tuple(tuple(row) for row in rows))


def lines(table: Table, *, once: bool = False) -> list[str]:
    """The table as lines with bars, merged cells in each row they reach, or in their first one only where `once`."""
    rows = once_each(table) if once else table.rows
    return ["| " + " | ".join(row) + " |" for row in (table.columns, *rows)]


def once_each(table: Table) -> list[tuple[str, ...]]:
    """The rows of the body with each merged cell in its first row alone."""
    shown = {(cell.row, cell.column): cell.text for cell in table.cells}
    return [
        tuple(shown.get((table.header_rows + number, column), "") for column in range(len(row)))
        for number, row in enumerate(table.rows)
    ]


_BODIES = (
    "Sở Nội vụ", "Sở Y tế", "Sở Tài chính", "Sở Tư pháp", "Sở Giáo dục và Đào tạo", "Công an tỉnh",
    "Hội Liên hiệp Phụ nữ tỉnh", "Sở Văn hóa, Thể thao và Du lịch", "Sở Công Thương", "Sở Khoa học và Công nghệ",
    "Đài Phát thanh và Truyền hình tỉnh", "Liên đoàn Lao động tỉnh", "Tỉnh đoàn",
)  # fmt: skip
_TASKS = (
    ("Truyền thông, nâng cao nhận thức", (
        "Phát sóng chuyên mục về bình đẳng giới trên truyền hình, mỗi tháng hai kỳ",
        "Biên soạn sổ tay hỏi đáp về phòng, chống bạo lực trên cơ sở giới bằng tiếng dân tộc",
        "Tổ chức hội thi tìm hiểu pháp luật cho công nhân nữ trong khu công nghiệp",
        "Làm mới pa nô, khẩu hiệu ở trung tâm các huyện trong Tháng hành động",
        "Mở trang hỏi đáp về giới trên cổng thông tin điện tử của tỉnh",
    )),
    ("Nâng cao năng lực", (
        "Tập huấn kỹ năng lồng ghép giới cho người làm công tác xây dựng văn bản",
        "Bồi dưỡng nữ cán bộ nguồn, nữ đại biểu hội đồng nhân dân lần đầu tham gia",
        "Mở lớp kỹ năng tiếp nhận, xử lý tin báo bạo lực gia đình cho công an xã",
        "Hướng dẫn thống kê số liệu tách theo giới tính ở các ngành",
        "Tập huấn cho cộng tác viên dân số về mất cân bằng giới tính khi sinh",
    )),
    ("Dịch vụ hỗ trợ, mô hình", (
        "Duy trì, nhân rộng mô hình địa chỉ tin cậy tại cộng đồng",
        "Lập phòng tiếp nhận, tư vấn người bị bạo lực tại bệnh viện tuyến tỉnh",
        "Thí điểm câu lạc bộ nam giới chia sẻ việc nhà tại bốn xã vùng cao",
        "Hỗ trợ phụ nữ bị mua bán trở về học nghề, vay vốn",
        "Xây dựng tổ tư vấn học đường ở các trường trung học phổ thông",
    )),
    ("Kiểm tra, tổng hợp", (
        "Kiểm tra việc thực hiện Luật Bình đẳng giới tại các địa phương, đơn vị",
        "Rà soát quy hoạch, đề bạt cán bộ nữ của từng sở, ngành",
        "Đánh giá giữa kỳ việc thực hiện các chỉ tiêu của tỉnh",
        "Tổng hợp kết quả thực hiện, trình Ủy ban nhân dân tỉnh",
    )),
)  # fmt: skip
_GOALS = (
    ("Lĩnh vực chính trị", (
        ("Cơ quan quản lý nhà nước, chính quyền các cấp có lãnh đạo chủ chốt là nữ", "%", 60, 75),
        ("Nữ trong cấp ủy các cấp", "%", 25, 30),
        ("Nữ đại biểu hội đồng nhân dân cấp tỉnh", "%", 32, 36),
    )),
    ("Lĩnh vực kinh tế, lao động", (
        ("Lao động nữ làm công hưởng lương", "%", 50, 60),
        ("Lao động nữ được đào tạo nghề", "người", 2400, 3200),
        ("Nữ giám đốc, chủ doanh nghiệp, hợp tác xã", "%", 27, 30),
        ("Phụ nữ được hỗ trợ khởi nghiệp", "người", 180, 260),
    )),
    ("Đời sống gia đình, bạo lực giới", (
        ("Người bị bạo lực gia đình được phát hiện, được tiếp cận dịch vụ hỗ trợ", "%", 80, 90),
        ("Địa chỉ tin cậy tại cộng đồng", "địa chỉ", 42, 64),
        ("Số giờ làm việc nhà của phụ nữ so với nam giới", "lần", 1.7, 1.4),
    )),
    ("Y tế, giáo dục", (
        ("Phụ nữ mang thai được khám thai đủ bốn lần", "%", 88, 93.5),
        ("Trạm y tế xã có nữ hộ sinh", "trạm", 118, 126),
        ("Nữ thạc sĩ trong tổng số thạc sĩ", "%", 46.5, 50),
        ("Trường học đưa nội dung giới vào sinh hoạt ngoại khóa", "trường", 210, 260),
    )),
)  # fmt: skip
_QUARTERS = ("I", "II", "III", "IV")


def _due(rng: random.Random, year: int) -> tuple[str, str | None]:
    month, day = rng.randint(3, 12), rng.randint(1, 28)
    quarter = rng.randint(1, 4)
    return rng.choice(
        (
            (f"Quý {_QUARTERS[quarter - 1]}/{year}", f"{year}-{32 + quarter}"),
            (f"Trước ngày {day:02}/{month}/{year}", f"{year}-{month:02}-{day:02}"),
            (f"Tháng {month}/{year}", f"{year}-{month:02}"),
            (f"Trước {day:02}/{month:02}/{year}", f"{year}-{month:02}-{day:02}"),
            ("Thường xuyên", None),
        )
    )


def tasks(rng: random.Random, year: int) -> Table:
    """A table of tasks with rows that open a group, bodies merged over several rows, perhaps a header of two rows."""
    double = rng.random() < 0.4
    cells, columns = _task_header(rng, double)
    top = 2 if double else 1
    rows: list[tuple[str, ...]] = []
    duties: list[Duty] = []
    number = 0
    for group, (title, works) in enumerate(rng.sample(_TASKS, rng.randint(2, 4))):
        row = top + len(rows)
        if rng.random() < 0.7:
            cells += [Cell(row, 0, _QUARTERS[group]), Cell(row, 1, title, 1, 4)]
            rows.append((_QUARTERS[group], title, "", "", ""))
        left = 0
        lead = ""
        for index, work in enumerate(rng.sample(works, rng.randint(3, len(works)))):
            row = top + len(rows)
            number += 1
            if left == 0:
                left = min(rng.choice((1, 1, 2, 3)), 3 - index if index < 3 else 1)
                left = max(left, 1)
                lead = rng.choice([b for b in _BODIES if b != lead])
                cells.append(Cell(row, 2, lead, left))
            left -= 1
            partners = tuple(rng.sample([b for b in _BODIES if b != lead], rng.randint(0, 3)))
            said, due = _due(rng, year)
            printed = "; ".join(partners)
            cells += [Cell(row, 0, str(number)), Cell(row, 1, work), Cell(row, 3, printed), Cell(row, 4, said)]
            rows.append((str(number), work, lead, printed, said))
            duties.append(Duty(work, lead, partners, due))
    return Table(tuple(_sorted(cells)), top, columns, tuple(rows), duties=tuple(duties))


def _task_header(rng: random.Random, double: bool) -> tuple[list[Cell], tuple[str, ...]]:
    first = rng.choice(("STT", "TT"))
    work = rng.choice(("Nội dung nhiệm vụ", "Nhiệm vụ", "Nội dung công việc"))
    due = rng.choice(("Thời gian hoàn thành", "Thời hạn", "Thời gian thực hiện"))
    if double:
        cells = [
            Cell(0, 0, first, 2), Cell(0, 1, work, 2), Cell(0, 2, "Đơn vị thực hiện", 1, 2), Cell(0, 4, due, 2),
            Cell(1, 2, "Chủ trì"), Cell(1, 3, "Phối hợp"),
        ]  # fmt: skip
        return cells, (first, work, "Đơn vị thực hiện Chủ trì", "Đơn vị thực hiện Phối hợp", due)
    body = rng.choice(("Cơ quan", "Đơn vị"))
    columns = (first, work, f"{body} chủ trì", f"{body} phối hợp", due)
    return [Cell(0, column, text) for column, text in enumerate(columns)], columns


def targets(rng: random.Random, year: int) -> Table:
    """A table of targets with rows that open a group, units merged over rows, perhaps the years under one heading."""
    double = rng.random() < 0.5
    years = sorted({max(2025, year), 2030} if rng.random() < 0.6 else {max(2025, year), 2028, 2030})
    first, what = rng.choice(("STT", "TT")), rng.choice(("Chỉ tiêu", "Tên chỉ tiêu"))
    unit = rng.choice(("Đơn vị tính", "ĐVT"))
    if double:
        cells = [Cell(0, 0, first, 2), Cell(0, 1, what, 2), Cell(0, 2, unit, 2), Cell(0, 3, "Mục tiêu", 1, len(years))]
        cells += [Cell(1, 3 + i, f"Năm {y}") for i, y in enumerate(years)]
        columns = (first, what, unit, *(f"Mục tiêu Năm {y}" for y in years))
    else:
        columns = (first, what, unit, *(f"Năm {y}" for y in years))
        cells = [Cell(0, column, text) for column, text in enumerate(columns)]
    top = 2 if double else 1
    rows: list[tuple[str, ...]] = []
    goals: list[Goal] = []
    merged = rng.random() < 0.5
    number = 0
    for group, (title, indicators) in enumerate(_GOALS):
        row = top + len(rows)
        cells += [Cell(row, 0, _QUARTERS[group]), Cell(row, 1, title, 1, len(columns) - 1)]
        rows.append((_QUARTERS[group], title, *("" for _ in columns[2:])))
        last: Cell | None = None
        for words, counted, low, high in indicators:
            row = top + len(rows)
            number += 1
            values = tuple((y, round(low + (high - low) * i / (len(years) - 1), 1)) for i, y in enumerate(years))
            printed = tuple(_printed(value) for _, value in values)
            cells += [Cell(row, 0, str(number)), Cell(row, 1, words)]
            cells += [Cell(row, 3 + i, text) for i, text in enumerate(printed)]
            if merged and last is not None and last.text == counted:
                cells.remove(last)
                last = Cell(last.row, 2, counted, last.rows + 1)
            else:
                last = Cell(row, 2, counted)
            cells.append(last)
            rows.append((str(number), words, counted, *printed))
            goals.append(Goal(words, counted, values))
    return Table(tuple(_sorted(cells)), top, columns, tuple(rows), goals=tuple(goals))


def _printed(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}".replace(",", ".")
    return f"{value:g}".replace(".", ",")


def _sorted(cells: list[Cell]) -> list[Cell]:
    return sorted(cells, key=lambda cell: (cell.row, cell.column))
