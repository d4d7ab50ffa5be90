"""A section of records that a test states: columns that it leaves out are NULL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any

from artmeta.report.render import row_of
from artmeta.report.rows import typed


def built(section: ModuleType, records: Iterable[Mapping[str, Any]]) -> Any:
    kind = row_of(section)
    empty = dict.fromkeys(kind.__dataclass_fields__)
    return section.build(typed([{**empty, **record} for record in records], kind))
