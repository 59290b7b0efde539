"""Arrow: a row a mark, as a file (`.parquet`, or Arrow's own `.arrow`) or as a table for pandas and Polars.

    >>> from kehoach.integrations.tables import table
    >>> from kehoach.integrations.marks import Mark, Marked
    >>> table([Marked("a.txt", "số 1", (Mark("m1", "number", 3, 4, "1"),))]).num_rows
    1

`table(…).to_pandas()` and `polars.from_arrow(table(…))` copy next to nothing. The columns are those of `rows`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any

from kehoach.integrations import files, rows
from kehoach.integrations.marks import EVERY, DoorError, Marked, Texts, Written

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

UNITS = rows.UNITS
KINDS = EVERY
FOLDER = False
TEXT = False

_NUMBERS = ("start", "end", "page")


def table(documents: Iterable[Marked], unit: str = UNITS[0]) -> pyarrow.Table:
    """All marks of the documents as one table.

    Raises:
        DoorError: the extra `doors` is not installed.
    """
    arrow = files.needed("pyarrow", "doors", "arrow")
    kept = [row for document in documents for row in rows.rows(document, unit)]
    return arrow.Table.from_pylist(kept, schema=_schema(arrow))


def to_pandas(documents: Iterable[Marked], unit: str = UNITS[0]) -> pandas.DataFrame:
    """All marks as a pandas frame; numbers that may lack are pandas' own `Int64`."""
    pandas = files.needed("pandas", "pandas", "pandas")
    arrow = files.needed("pyarrow", "doors", "arrow")
    return table(documents, unit).to_pandas(types_mapper={arrow.int64(): pandas.Int64Dtype()}.get)


def to_polars(documents: Iterable[Marked], unit: str = UNITS[0]) -> polars.DataFrame:
    """All marks as a Polars frame."""
    polars = files.needed("polars", "polars", "polars")
    return polars.from_arrow(table(documents, unit))  # type: ignore[no-any-return]


def from_frame(frame: Any, texts: Texts, unit: str = UNITS[0]) -> Iterator[Marked]:
    """The documents of an Arrow table, a pandas or a Polars frame.

    Raises:
        DoorError: a column lacks, or a row does not fit its text.
    """
    arrow = files.needed("pyarrow", "doors", "arrow")
    if hasattr(frame, "to_arrow"):
        frame = frame.to_arrow()
    elif not isinstance(frame, arrow.Table):
        frame = arrow.Table.from_pandas(frame, preserve_index=False)
    yield from rows.collected(_rows(frame, Path("frame")), Path("frame"), texts, unit)


def export(documents: Iterable[Marked], out: Path, unit: str = UNITS[0]) -> Written:
    """Write a row a mark, a document at a time: Parquet where the file's name ends so, else Arrow."""
    arrow = files.needed("pyarrow", "doors", out)
    schema = _schema(arrow)
    count = marks = 0
    with files.writing(out) as file, _writer(file, out, schema, arrow) as writer:
        for document in documents:
            writer.write(arrow.RecordBatch.from_pylist(list(rows.rows(document, unit)), schema=schema))
            count, marks = count + 1, marks + len(document.marks)
    return Written(count, marks)


def _writer(file: Any, out: Path, schema: Any, arrow: Any) -> Any:
    if out.suffix != ".parquet":
        return files.needed("pyarrow.ipc", "doors", out).new_file(file, schema)
    return files.needed("pyarrow.parquet", "doors", out).ParquetWriter(file, schema, compression="zstd")


def _schema(arrow: Any) -> Any:
    types = {name: arrow.int64() if name in _NUMBERS else arrow.string() for name in rows.COLUMNS}
    return arrow.schema(types.items())


def load(source: Path, texts: Texts | None = None, unit: str = UNITS[0]) -> Iterator[Marked]:
    """The documents of a file, told by its first bytes."""
    arrow = files.needed("pyarrow", "doors", source)
    with files.reading(source) as file:
        parquet = file.read(4) == b"PAR1"
    try:
        if parquet:
            found = files.needed("pyarrow.parquet", "doors", source).read_table(source)
        else:
            with files.reading(source) as file:
                found = files.needed("pyarrow.ipc", "doors", source).open_file(file).read_all()
        found.validate(full=True)  # Arrow trusts a file: what is read past its end would end the process
        found.column_names  # noqa: B018  # decoded here
    except (arrow.ArrowException, OSError, UnicodeDecodeError):
        raise DoorError(source, "is neither Parquet nor Arrow, or is damaged") from None
    yield from rows.collected(_rows(found, source), source, texts, unit)


def _rows(found: Any, source: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    if missing := [name for name in rows.NEEDED if name not in found.column_names]:
        raise DoorError(source, f"has no column {', '.join(missing)}")
    number = 0
    for batch in found.to_batches():
        for row in batch.to_pylist():
            number += 1
            if wrong := [name for name in rows.COLUMNS if not isinstance(row.get(name), (str, int, NoneType))]:
                raise DoorError(source, f"{wrong[0]} is neither text nor a whole number", f"row {number}")
            yield f"row {number}", row
