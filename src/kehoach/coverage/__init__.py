"""Coverage: how a plan stands against a framework, goal by goal and target by target, with evidence.

`cover(reading, framework)` judges. The way: statements with their context (`statements`), the framework's own words
(`lexical`), features by name (`features`), a linear model of plain data (`model`), values and verdicts by rule (`values`),
and what the body and its period can be asked (`issuer`); `judge` joins them.
"""

from __future__ import annotations

from kehoach.coverage.judge import cover

__all__ = ["cover"]
