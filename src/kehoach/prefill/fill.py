"""Fills a form from plans: the way from records to a written file and what is said of each value in it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kehoach.errors import FormError
from kehoach.prefill.evidence import side_file
from kehoach.prefill.form import Filling, Form, scope_of
from kehoach.prefill.forms import open_form
from kehoach.prefill.forms.maps import Map
from kehoach.prefill.forms.tables import Table
from kehoach.prefill.paths import Plan
from kehoach.prefill.values import Filled
from kehoach.prefill.words import Language


@dataclass(frozen=True, slots=True)
class Result:
    """A filled form.

    Attributes:
        out: the file that was written.
        fields: what stands in each field, in the order of the form.
        sources: the side file that was written; None where comments in the form say all.
        warnings: what of the form could not be kept.
    """

    out: str
    fields: tuple[Filled, ...]
    sources: str | None = None
    warnings: tuple[str, ...] = ()

    def count(self, state: str) -> int:
        """How many fields are in this state."""
        return sum(filled.state == state for filled in self.fields)


def fill(
    plans: Sequence[Plan],
    form: Form | str,
    out: str | os.PathLike[str],
    *,
    lang: Language = "vi",
    least: float | None = None,
    sources: str | os.PathLike[str] | None = None,
    schema: Callable[[Any], None] | None = None,
) -> Result:
    """Fill a form and write it.

    Args:
        plans: one, or for a form that collects plans several.
        form: an opened form, its file, or the name of a shipped one.
        out: where it is written; the end of its name is the form's own.
        least: the confidence below which a field stays empty; None: 0.9 for what is found, 0.75 for what is inferred.
        sources: where the side file is written; beside `out` where none is given and the form holds no comments.
        schema: raises FormError for a filled map that is not of its form.

    Raises:
        FormError: the form is not of its form, does not fit the plans, or cannot be written. Nothing is written then.
    """
    form = open_form(form) if isinstance(form, str) else form
    target = os.fspath(out)
    if not target.lower().endswith(form.suffixes):
        raise FormError(target, f"a form of this kind is written as {' or '.join(form.suffixes)}")
    if _same(target, form.name):
        raise FormError(target, "is the form itself; give the filled one another name")
    if not plans:
        raise FormError(form.name, "no plan to fill it from")
    if len(plans) > 1 and not form.collects():
        raise FormError(form.name, "takes one plan: it has no row with {{ each plans }}")
    filling = Filling(scope_of(form, plans), lang, least)
    if schema is not None and isinstance(form, Map):
        schema(form.result(filling))
        filling.told.clear()
    beside = f"{target}.part{Path(target).suffix}"
    side = os.fspath(sources) if sources is not None else None
    if side is None and isinstance(form, (Map, Table)):
        side = f"{target}.sources.json"
    try:
        form.fill(filling, beside)
        if side is not None:
            digests = {plan.name: plan.record.source.sha256 for plan in plans}
            told = side_file(Path(form.name).name, Path(target).name, filling.told, digests)
            text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
            Path(side).write_text(text, encoding="utf-8", errors="surrogatepass")
        Path(beside).replace(target)
    except OSError as error:
        raise FormError(target, f"cannot be written ({(error.strerror or 'error').lower()})") from None
    finally:
        Path(beside).unlink(missing_ok=True)
    return Result(target, tuple(filling.told), side, tuple(getattr(form, "warnings", ())))


def _same(one: str, other: str) -> bool:
    try:
        return Path(one).samefile(other)
    except OSError:
        return False
