"""The functions of the service as other programs call them: by name, with JSON of any kind.

A `Call` knows the schema of what it takes and gives, and checks what came in: whatever is wrong with
it is one sentence. The endpoints and MCP are both made from these.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from inspect import Signature, getdoc, signature
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, create_model
from pydantic_core import ErrorDetails

from advisor.career.result import CareerError
from advisor.programs.service import Service

NAMES = (
    "ask",
    "search",
    "names",
    "compare",
    "transfer_map",
    "fit",
    "gap",
    "job_ads",
    "plan",
    "project",
    "interview_questions",
    "check_answer",
)
"""Of the functions of `Service`, and so of the endpoints and of the MCP tools."""

Schema = dict[str, Any]


def calls(service: Service) -> tuple[Call, ...]:
    """Every function of the service."""
    return tuple(Call(name, getattr(service, name)) for name in NAMES)


@dataclass(frozen=True)
class Call:
    """One function of the service."""

    name: str
    function: Callable[..., Any]

    @cached_property
    def description(self) -> str:
        """What the function is for, in paragraphs without line breaks."""
        paragraphs = (getdoc(self.function) or "").split("\n\n")
        return "\n\n".join(" ".join(one.split()) for one in paragraphs)

    @cached_property
    def signature(self) -> Signature:
        return signature(self.function)

    @cached_property
    def hints(self) -> dict[str, Any]:
        """Types of the parameters, and of the result under `return`."""
        return get_type_hints(self.function, include_extras=True)

    @cached_property
    def takes(self) -> Schema:
        """JSON Schema of the arguments, an object."""
        schema = self._arguments.model_json_schema()
        whole: Schema = _untitled(_inlined(schema, schema.get("$defs", {})))
        return whole

    @cached_property
    def gives(self) -> Schema:
        """JSON Schema of the result, an object."""
        whole: Schema = _untitled(TypeAdapter(self.hints["return"]).json_schema())
        return whole

    @cached_property
    def _arguments(self) -> type[BaseModel]:
        fields: dict[str, Any] = {
            name: (self.hints[name], ... if one.default is one.empty else one.default)
            for name, one in self.signature.parameters.items()
        }
        return create_model(self.name, __config__=ConfigDict(extra="forbid"), **fields)

    def __call__(self, given: Mapping[str, Any]) -> Any:
        """The result for arguments as they came; null stands for an argument that is left out.

        Raises:
            CareerError: an argument is missing, unknown, of a wrong type or too large.
            AdvisorError: as the function says.
        """
        fields = self._arguments.model_fields
        kept = {
            name: _read(value) if name in fields else value
            for name, value in given.items()
            if value is not None
        }
        try:
            checked = self._arguments.model_validate(kept)
        except ValidationError as error:
            raise CareerError(self._explained(error.errors()[0])) from None
        return self.function(**{name: getattr(checked, name) for name in fields})

    def _explained(self, error: ErrorDetails) -> str:
        """What is wrong with an argument, in one sentence that repeats nothing of its value."""
        where = _place(error["loc"])
        kind, limits = error["type"], error.get("ctx", {})
        if kind == "missing":
            return f"{self.name} needs {where}; it takes {', '.join(self._arguments.model_fields)}."
        if kind == "extra_forbidden":
            takes = ", ".join(self._arguments.model_fields)
            return f"{self.name} takes no {where}; it takes {takes}."
        if kind == "string_too_long":
            found, most = len(error["input"]), limits["max_length"]
            return f"{where} has {found:,} characters, and the limit is {most:,}; shorten it."
        if kind == "too_long":
            most, found = limits["max_length"], limits["actual_length"]
            return f"{where} has {found or 'more'} entries; give at most {most}."
        if kind == "too_short":
            least, found = limits["min_length"], limits["actual_length"]
            return f"{where} has too few entries ({found}); give at least {least}."
        expected = _EXPECTED.get(kind) or error["msg"].removeprefix("Input should be ")
        return f"{where} should be {expected}."


_EXPECTED = {
    "string_type": "text",
    "string_sub_type": "text",
    "string_unicode": "text in Unicode",
    "string_too_short": "a name, and it is empty",
    "sequence_str": "a list",
    "is_instance_of": "a list",
    "list_type": "a list",
    "mapping_type": "an object",
    "dict_type": "an object",
    "float_type": "a number",
    "float_parsing": "a number",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
}


def _place(parts: Sequence[str | int]) -> str:
    """Where an error is: `skills[0]`, `states.skill:sql`; long keys are left out."""
    shown = (
        f"[{part}]" if isinstance(part, int) or part == "[key]" else f".{_short(part)}"
        for part in parts
    )
    return f"`{''.join(shown).removeprefix('.').replace('[[key]]', '')}`"


def _short(key: str) -> str:
    return key if len(key) <= 40 and key.isprintable() else "…"


def _read(value: Any) -> Any:
    """The value; a list or an object that came as text of JSON is read, as some programs send it."""
    if isinstance(value, str) and value[:1] in "[{" and value[-1:] in "]}":
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _untitled(schema: Any) -> Any:
    """The schema without the titles that pydantic makes from the names."""
    if isinstance(schema, list):
        return [_untitled(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _untitled(one)
        for key, one in schema.items()
        if key != "title" or not isinstance(one, str)
    }


def _inlined(schema: Any, definitions: Mapping[str, Any]) -> Any:
    """The schema with definitions where they are used, and without null where that is the default.

    For schemas of arguments, which have no recursion; null is taken all the same.
    """
    if isinstance(schema, list):
        return [_inlined(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    same = {key: one for key, one in schema.items() if key != "$defs"}
    if "default" in same and same["default"] is None:
        (given,) = (one for one in same.pop("anyOf") if one != {"type": "null"})
        same = {**given, **same}
        del same["default"]
    return {key: _inlined(one, definitions) for key, one in same.items()}
