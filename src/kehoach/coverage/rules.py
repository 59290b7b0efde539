"""What a statement does, told by rule: the role where no model is trained, and a baseline where one is."""

from __future__ import annotations

import re

from kehoach.coverage.features import Signs
from kehoach.coverage.statements import Statement
from kehoach.frameworks import Framework
from kehoach.record import StatementRole

ACCEPT, REJECT = 0.62, 0.5
"""From which likeness a statement is taken where the framework's words alone judge, and up to which it is not."""

_BASIS = re.compile(r"(?:căn cứ|thực hiện|triển khai thực hiện|xét đề nghị|theo đề nghị) ")
_PAST = re.compile(
    r"\b(?:đã (?:đạt|có|được|tổ chức|triển khai|giảm|tăng)|kết quả|ước đạt|hiện (?:có|nay|đang)|còn (?:thấp|hạn chế|cao|ở mức)|so với cùng kỳ|tính đến)"
)
# also of what is to be reached, where aims stand: `năm 2025 đạt 60 %`
_REACHED = re.compile(r"\bnăm #?\d* ?đạt")
_QUOTES = re.compile(
    r"(?:chiến lược|nghị quyết|quyết định|chương trình)[^.;]{0,80}(?:đề ra|đặt ra|quy định|xác định|yêu cầu|giao)"
)
_BACKWARD = re.compile(r"tình hình|kết quả|thực trạng|đánh giá|tồn tại|hạn chế")


def role_of(statement: Statement, signs: Signs, framework: Framework) -> StatementRole:
    """The role of a statement by its words, its headings and what was found in it."""
    low, kinds = statement.low, statement.context.kinds
    if not kinds and _BASIS.match(low):
        return "basis"
    aimed = bool(signs.units) and "objectives" in kinds
    if _BACKWARD.search(statement.context.headings) or _PAST.search(low) or (_REACHED.search(low) and not aimed):
        return "past_result"
    if any(name in low for name in framework.names) and _QUOTES.search(low):
        return "quotes_strategy"
    if signs.report:
        return "reporting"
    if signs.money or "budget" in kinds:
        return "budget"
    if signs.units or signs.aim or "objectives" in kinds:
        return "commitment"
    if signs.duty or "organisation" in kinds:
        return "assignment"
    if "purpose" in kinds or "requirements" in kinds:
        return "rationale"
    return "activity" if "tasks" in kinds else "other"
