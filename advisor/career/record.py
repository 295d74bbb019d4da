"""Results of the career tools as JSON, the same for the terminal, the API and MCP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from advisor.career.compare import Comparison, shared
from advisor.career.gap import Gap
from advisor.career.job_ad import AdCheck
from advisor.career.result import Cited
from advisor.career.transfer import Transfer


def as_record(value: Any) -> Any:
    """A result as JSON: a passage is path, start, end and text, or null where there is none."""
    if isinstance(value, Cited):
        return _passage(value)
    if is_dataclass(value):
        return {one.name: as_record(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: as_record(one) for key, one in value.items()}
    if isinstance(value, (tuple, list)):
        found = [one for one in value if not isinstance(one, Cited) or one.found]
        return [as_record(one) for one in found]
    return value.isoformat() if isinstance(value, date) else value


def _passage(cited: Cited) -> dict[str, Any] | None:
    names = ("path", "start", "end", "text")
    return {name: getattr(cited, name) for name in names} if cited.found else None


def transfer_record(found: Transfer) -> dict[str, Any]:
    distance = {name: getattr(found.distance, name) for name in ("value", "hours", "arithmetic")}
    whole: dict[str, Any] = as_record(found)
    return whole | {"distance": distance | whole["distance"]}


def gap_record(found: Gap) -> dict[str, Any]:
    whole: dict[str, Any] = as_record(found)
    return {"coverage": found.coverage, "arithmetic": found.arithmetic} | whole


def ads_record(found: AdCheck) -> dict[str, Any]:
    whole: dict[str, Any] = as_record(found)
    for ad, reading in zip(whole["ads"], found.ads, strict=True):
        ad["role"] = reading.role
    return whole


def comparison_record(found: Comparison) -> dict[str, Any]:
    """The comparison with the sentence on what is shared; an empty cell is an empty list."""
    shares = {"skills": shared(found, found.skills), "tools": shared(found, found.tools)}
    whole: dict[str, Any] = as_record(found)
    return whole | {"shared": as_record(shares)}
