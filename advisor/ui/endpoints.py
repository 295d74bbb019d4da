"""The page's endpoints for programs: every function of the service, under its own name.

The Hub makes the `agents.md` of a Space from the list of endpoints at `/gradio_api/info`, and this
server has one of its own at `/agents.md`; both say what the docstrings of the service say.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterable
from functools import partial
from inspect import Parameter, Signature
from typing import Any

import gradio as gr

from advisor.answer import Advisor, Answer
from advisor.errors import AdvisorError
from advisor.programs.calls import Call, calls
from advisor.programs.service import Service
from advisor.types import Draft
from advisor.ui.conversation import (
    FAILED,
    GRACE_SECONDS,
    NOT_YET,
    Desk,
    follow,
    wait_until_open,
)

_log = logging.getLogger(__name__)


def add_endpoints(page: gr.Blocks, desk: Desk) -> None:
    """Give the page, while it is being built, an endpoint for each function of the service."""
    for call in calls(service_of(desk)):
        endpoint = _endpoint(desk, call)
        gr.api(
            endpoint,
            api_name=call.name,
            api_description=call.description.replace("\n\n", " "),
            concurrency_limit=None,  # the desk has its own limits, which answer in a sentence
        )
        _describe(page.fns[max(page.fns)], call)


def service_of(desk: Desk) -> Service:
    """The service over the desk's library; a call waits until that is open."""

    def advisor() -> Advisor:
        for _ in wait_until_open(desk.opening, threading.Event()):
            pass
        found = desk.opening.advisor
        if found is None:
            raise AdvisorError(desk.opening.failure or NOT_YET)
        return found

    def settle(answer: Answer) -> Draft:
        stop = threading.Event()
        draft = answer.first
        for step in follow(answer, stop, desk.settings.answer_seconds + GRACE_SECONDS):
            draft = step.draft
        return draft

    return Service(advisor, lambda: advisor().shelf, settle)


def _endpoint(desk: Desk, call: Call) -> Callable[..., Any]:
    """The call as gradio wants it: positional, its request first, every failure a `gr.Error`."""
    parameters = call.signature.parameters

    def endpoint(request: gr.Request, *given: Any) -> Any:
        try:
            values = dict(zip(parameters, given, strict=True))
            return _seated(desk, visitor(request), call, values)
        except AdvisorError as error:
            raise gr.Error(str(error), print_exception=False) from None
        except Exception:
            _log.exception("A call of %s failed", call.name)
            raise gr.Error(FAILED, print_exception=False) from None

    request = Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=gr.Request)
    signature = Signature([request, *parameters.values()], return_annotation=dict)
    endpoint.__signature__ = signature  # type: ignore[attr-defined]
    endpoint.__annotations__ = {"request": gr.Request, **call.hints}
    return endpoint


def _seated(desk: Desk, who: str, call: Call, given: dict[str, Any]) -> Any:
    """The result of a call that counts towards what one visitor, and all of them, may ask.

    Raises:
        AdvisorError: too many calls, or as the call says.
    """
    refusal = desk.limits.enter(who)
    if refusal:
        raise AdvisorError(refusal)
    try:
        return call(given)
    finally:
        desk.limits.leave()


def visitor(request: gr.Request | None) -> str:
    """What tells one calling program from another: its address, for it can invent its session."""
    headers = getattr(request, "headers", None) or {}
    if "SPACE_ID" in os.environ and headers.get("x-forwarded-for"):
        return f"program {headers['x-forwarded-for'].partition(',')[0].strip()[:60]}"
    client = getattr(request, "client", None)
    return f"program {getattr(client, 'host', 'nobody')}"


def _describe(endpoint: Any, call: Call) -> None:
    """Put our schemas in the place of those that gradio derives, which have no descriptions."""
    required = call.takes.get("required", ())
    for part, (name, schema) in zip(endpoint.inputs, call.takes["properties"].items(), strict=True):
        part._api_info = {**schema, "additional_description": schema.get("description", "")}
        part.label = name
        part.value = None if name in required else schema.get("default")
        if "examples" in schema:  # what gradio fills its own examples of code with
            part.example_payload = partial(schema["examples"].__getitem__, 0)
    (result,) = endpoint.outputs
    result._api_info = call.gives
    result.label = "result"


# for agents

_HOW = """# Career Advisor

Facts about data and AI careers from a library of cited pages: roles, changes of role, skills, tools,
projects, interviews. No key is needed. All paths are on this host.

- Call: `POST /gradio_api/call/v2/{endpoint}` with the arguments as a JSON object; the reply is
  `{"event_id": "..."}`.
- Result: `GET /gradio_api/call/{endpoint}/{event_id}`, a stream of events. Behind `event: complete`
  stands a list with the result; behind `event: error` one sentence that says what to change.
- Schemas of arguments and results: `GET /gradio_api/info`.
- A passage is `document`, `start`, `end` and `text`; null means that the library says nothing there.
  Cite the passages, and add no facts of your own.
- Names may be abbreviated or misspelt.
"""


def agents_page(desk: Desk) -> str:
    """What an agent has to know to call the endpoints, as Markdown."""
    parts = [
        f"## {call.name}\n\n{call.description}\n\n{_arguments(call)}\n"
        for call in calls(service_of(desk))
    ]
    return "\n".join([_HOW, *parts])


def _arguments(call: Call) -> str:
    required = call.takes.get("required", ())
    return "\n".join(
        f"- `{name}` ({_kind(schema)}{', required' if name in required else ''}): "
        f"{schema['description']}"
        for name, schema in call.takes["properties"].items()
    )


def _kind(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "enum" in schema:
        return " or ".join(f"`{one}`" for one in schema["enum"])
    if schema["type"] == "array":
        most = f", up to {schema['maxItems']}" if "maxItems" in schema else ""
        return f"list of {_kind(schema['items'])}{most}"
    kind: str = schema["type"]
    return {"string": "text", "integer": "whole number"}.get(kind, kind)


# beneath the endpoints


def routes(desk: Desk) -> list[Any]:
    """The web server's own routes for programs."""
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    async def agents(request: Any) -> PlainTextResponse:
        return PlainTextResponse(agents_page(desk), media_type="text/markdown")

    return [Route("/agents.md", agents, methods=["GET", "HEAD"])]


def refusals(desk: Desk) -> dict[Any, Any]:
    """By exception: how a call is refused that gradio itself cannot read, else an error 500."""
    from gradio.route_utils import FnIndexInferError
    from starlette.responses import JSONResponse

    known = {call.name: call for call in calls(service_of(desk))}

    async def refuse(request: Any, error: Exception) -> JSONResponse:
        _, is_call, place = request.url.path.partition("/gradio_api/call/")
        if not is_call:
            raise error
        call = known.get(place.removeprefix("v2/").partition("/")[0])
        return JSONResponse({"detail": _refusal(call, known)}, status_code=422 if call else 404)

    return dict.fromkeys((TypeError, KeyError, FnIndexInferError), refuse)


def _refusal(call: Call | None, known: Iterable[str]) -> str:
    if call is None:
        return f"There is no such endpoint; there are {', '.join(known)}."
    required = call.takes.get("required")
    needs = f", and needs {' and '.join(required)}" if required else ""
    return f"{call.name} takes {', '.join(call.takes['properties'])}{needs}: as one JSON object."
