"""Forms filled from records: what a clerk would type, with where it comes from.

`fill` writes a Word, Excel, JSON, YAML or CSV form; `open_form` looks its fields up; `plan_of` makes a record ready for it. The
language of the fields is told in `language`, what may be asked for in `fields.toml`.
"""

from __future__ import annotations

from kehoach.prefill.fill import Result, fill
from kehoach.prefill.form import Form
from kehoach.prefill.forms import SHIPPED, open_form
from kehoach.prefill.paths import Corrected, Plan
from kehoach.prefill.values import Filled, Value

__all__ = ["SHIPPED", "Corrected", "Filled", "Form", "Plan", "Result", "Value", "fill", "open_form"]
