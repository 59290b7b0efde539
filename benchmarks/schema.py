"""Writes `src/kehoach/record.schema.json` from the types of `kehoach.record`. A test holds the two equal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from kehoach.record import SCHEMA, Record

PATH = Path(__file__).resolve().parent.parent / "src" / "kehoach" / "record.schema.json"


def schema() -> dict[str, Any]:
    """The JSON Schema of a record, every field required: what is not there is null."""
    data = TypeAdapter(Record).json_schema(mode="serialization")
    for part in (data, *data["$defs"].values()):
        if part.get("type") == "object" and "properties" in part:
            part["required"] = list(part["properties"])
            part["additionalProperties"] = False
            for value in part["properties"].values():
                value.pop("default", None)
    data["properties"]["schema"] = {"const": SCHEMA}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **data}


if __name__ == "__main__":
    PATH.write_text(json.dumps(schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
