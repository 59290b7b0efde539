"""Who reports: whom the sentence names before the verb, else who is charged in it, in its paragraph or by its heading."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache

from kehoach.extractors.bodies import Body, bodies, may_open
from kehoach.extractors.bodies.name import body_of
from kehoach.extractors.outline import Item
from kehoach.extractors.reports import receivers
from kehoach.extractors.responsibilities import Duty
from kehoach.lexicon import patterns
from kehoach.text.clean import CleanText
from kehoach.text.statements import Piece


@cache
def _rule(name: str) -> re.Pattern[str]:
    return patterns("reports")[name]


_WORD = re.compile(r"(?<![^\W_])[^\W_]")
_LONGEST_REACH = 500  # how far before the verb its subject is looked for
_FAR, _FAR_GENERIC = 130, 60  # farther from the verb the one charged by the duty is meant
_NEXT_TO = 12  # "trình Quốc hội xem xét và báo cáo …" leaves the report with the one who submits
_LEADS_ON = re.compile(r"(?: (?:thực hiện|chế độ|xem xét|có văn bản|để|định kỳ|kịp thời|và),?)* ")
_SUBMITS = re.compile(r"\b(?:trình|giúp|tham mưu(?: cho)?) ")
_CLOSING = (
    "trong quá trình",
    "quá trình",
)  # the closing words of a plan are said to all, whatever heading they stand under
_CLAUSE_ENDS = re.compile(r"[,;:.)](?= )\s|\b(?:thì|khi cần|nếu có) ")
# how a sentence opens whose subject stands behind a comma
_SETTING = re.compile(
    r"(?:khi|nếu|trường hợp|trong|trước|sau|định kỳ|hằng|hàng|cuối|đầu|quá trình|trên cơ sở|căn cứ|mỗi|chậm nhất|vướng|khó khăn|quý|tháng|ngày) "
)
_TOLD_OFF = ("phân công ", "cử ", "bố trí ", "cử 01 ", "bố trí 01 ", "phân công 01 ")
_HEARS = re.compile(r"\bđể [^;.]{0,80}$")


class Subjects:
    """Looks up who reports in one document."""

    def __init__(self, clean: CleanText, sections: list[Item], above: Sequence[int | None], duties: list[Duty]) -> None:
        self._clean = clean
        self._above = above
        self._duties = duties
        self._starts = [d.start for d in duties]
        self._charged: dict[int, list[Body]] = {}
        for duty in duties:
            section = duty.section
            while section is not None and not sections[section].start <= duty.body.start < sections[section].end:
                section = above[section]
            if section is not None:
                self._charged.setdefault(section, []).append(duty.body)
        self._line, self._last = -1, list[Body]()

    def of(self, piece: Piece, verb: int) -> list[Body]:
        """Who reports at `verb`: the one named before it, the one charged in this sentence, the one of its paragraph or heading."""
        if piece.line != self._line:
            self._line, self._last = piece.line, []
        first = bisect_left(self._starts, self._clean.starts[piece.line])
        here = bisect_left(self._starts, piece.start, first)
        last = bisect_right(self._starts, verb)
        named = self.between(piece.start, verb)
        bound = self._bound(piece.start, verb)
        if len(named) == 1 and named[0].kind == "generic" and bound and bound[0].start <= named[0].start < bound[0].end:
            named = bound  # "cán bộ đầu mối của từng đơn vị có trách nhiệm": the formula shows where the name ends
        who = (
            named
            or (self._of_heading(piece.section) if self._within(here, last) else [])
            or self._last_of(here, last)
            or self._opening(piece.start, verb)
            or bound
            or self._last
            or self._asked(self._clean.starts[piece.line], piece.start)
            or self._last_of(first, here)
            or (self._of_heading(piece.section) if not self._clean.low.startswith(_CLOSING, piece.start) else [])
        )
        self._last = who
        return who

    def between(self, start: int, verb: int) -> list[Body]:
        """The bodies that stand as the subject of the verb: `…, các đơn vị kịp thời báo cáo`."""
        low = self._clean.low
        found: list[Body] = []
        at = max(start, verb - _LONGEST_REACH)
        for word in _WORD.finditer(low, at, verb):
            if word.start() < at or not may_open(low, word.start()):
                continue
            opens = word.start() <= start or _rule("opens_clause").search(low, max(0, word.start() - 24), word.start())
            named = bodies(self._clean, word.start(), verb)
            if not named:
                continue
            at = named[-1].end
            if len(named) == 1 and " " not in named[0].name:
                continue  # "vụ", "huyện": a word, no body
            if opens and not _rule("possessed").match(low, at, verb):
                found = named
            elif found and _rule("charges").search(low, found[-1].end, word.start()):
                found = []  # told to do it by the one before: "Sở A hướng dẫn các xã báo cáo"
        if not found:
            return []
        far = _FAR_GENERIC if found[-1].kind == "generic" else _FAR
        return found if verb - found[-1].end <= far else []

    def trustee(self, start: int, verb: int) -> list[Body]:
        """The body that carries a chain on: `trình UBND tỉnh báo cáo Bộ`, `giúp UBND tỉnh báo cáo`."""
        submits = [match.end() for match in _SUBMITS.finditer(self._clean.low, start, verb)]
        named = bodies(self._clean, submits[-1], verb) if submits else []
        far = (
            bool(named)
            and verb - named[-1].end > _NEXT_TO
            and not _LEADS_ON.fullmatch(self._clean.low, named[-1].end, verb)
        )
        if not named or far or "ký" in self._clean.low[named[-1].end : verb]:
            return []
        return named

    def told(self, start: int, verb: int) -> list[Body]:
        """Who hears of it and then reports: `phản ánh về Sở A (qua B) để tổng hợp, báo cáo C`."""
        low = self._clean.low
        if _HEARS.search(low, max(start, verb - 90), verb) is None:
            return []
        for match in _rule("told").finditer(low, start, verb):
            if named := bodies(self._clean, match.end(), verb):
                behind = _rule("via").match(low, named[-1].end + 1, verb)
                through = receivers.through(self._clean, behind.start(), verb) if behind is not None else None
                return [through] if through is not None else named
        return []

    def _opening(self, start: int, verb: int) -> list[Body]:
        """The subject of the verb where its clause holds nothing else, though it be no body that is known."""
        low = self._clean.low
        since = max(start, verb - _LONGEST_REACH)
        for mark in _CLAUSE_ENDS.finditer(low, since, verb - 2):
            if mark[0] != ", " or _SETTING.match(low, start):
                since = mark.end()
        match = _rule("opening").match(low[since:verb]) if verb - since <= _FAR else None
        return [body_of(self._clean, since + match.start("x"), since + match.end("x"), "generic")] if match else []

    def _bound(self, start: int, verb: int) -> list[Body]:
        """The last one that a formula of duty binds before the verb, though it be no body that is known."""
        since = max(start, verb - _LONGEST_REACH)
        if self._clean.low.find("trách nhiệm", since, verb) < 0 and self._clean.low.find(" phải", since, verb) < 0:
            return []
        found = list(_rule("bound").finditer(self._clean.low[since:verb]))
        return (
            [body_of(self._clean, since + found[-1].start("x"), since + found[-1].end("x"), "generic")] if found else []
        )

    def _within(self, first: int, last: int) -> bool:
        """Whether the last one charged is told off for it by the body of the heading: `phân công công chức theo dõi, báo cáo`."""
        if first >= last:
            return False
        at = self._duties[last - 1].body.start
        return self._clean.low.endswith(_TOLD_OFF, max(0, at - 12), at)

    def _asked(self, start: int, end: int) -> list[Body]:
        """The bodies that an earlier sentence of the paragraph asks: `Yêu cầu các sở … thực hiện; định kỳ báo cáo …`."""
        found: list[Body] = []
        for match in _rule("asked").finditer(self._clean.low, start, end):
            found = bodies(self._clean, match.end(), end) or found
        return found

    def _last_of(self, first: int, last: int) -> list[Body]:
        """The bodies of the last of the duties, a joint one's together."""
        duties = self._duties[first:last]
        return list({d.body.start: d.body for d in duties if d.start == duties[-1].start}.values())

    def _of_heading(self, section: int | None) -> list[Body]:
        """The bodies that a heading above charges."""
        while section is not None:
            if (charged := self._charged.get(section)) is not None:
                return list({body.start: body for body in charged}.values())
            section = self._above[section]
        return []
