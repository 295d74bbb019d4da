"""The endpoints of the page as programs meet them: a real server, gradio's client and plain HTTP."""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from program_calls import MOVE, RIGHT, WRONG, Check, check_passages, keys

from advisor.answer import Advisor
from advisor.errors import AdvisorError
from advisor.generators import ModelLoader
from advisor.library.load import Library
from advisor.programs.calls import NAMES, calls
from advisor.settings import Settings
from advisor.ui import server
from advisor.ui.conversation import FAILED, Desk
from advisor.ui.endpoints import service_of, visitor
from advisor.ui.limits import Limits
from advisor.ui.opening import Opening


class Served:
    """The page on a port, without the limits that a person meets."""

    def __init__(self, advisor: Advisor) -> None:
        settings = Settings(writer="extractive")
        self.desk = Desk(settings, Opening(settings), Limits(per_minute=10_000))
        self.desk.opening.give(advisor)
        port = server.free_port("127.0.0.1", 0)
        self.page = server.serve(self.desk, ModelLoader(settings), "127.0.0.1", port)
        self.url = f"http://127.0.0.1:{port}"
        self.client = Client(self.url, verbose=False)

    def get(self, path: str, **options: Any) -> tuple[int, str]:
        request = urllib.request.Request(self.url + path, **options)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def post(self, path: str, record: Any) -> tuple[int, str]:
        body = record if isinstance(record, bytes) else json.dumps(record).encode()
        headers = {"content-type": "application/json"}
        return self.get(path, data=body, headers=headers, method="POST")

    def call(self, name: str, given: dict[str, Any]) -> tuple[str, Any]:
        """(event, its data) of a call as `agents.md` tells an agent to make it."""
        status, said = self.post(f"/gradio_api/call/v2/{name}", given)
        if status != 200:
            return str(status), json.loads(said)
        place = json.loads(said)["event_id"]
        events = self.get(f"/gradio_api/call/{name}/{place}")[1]
        event, data = re.findall(r"event: (\w+)\ndata: (.*)", events)[-1]
        return event, json.loads(data)


@pytest.fixture(scope="module")
def served(shipped: Advisor) -> Iterator[Served]:
    one = Served(shipped)
    yield one
    one.page.close(verbose=False)


# what there is


def test_the_public_endpoints_are_the_functions_and_every_event_of_the_page_is_private(
    served: Served,
) -> None:
    named = json.loads(served.get("/gradio_api/info")[1])
    assert list(named["named_endpoints"]) == [f"/{name}" for name in NAMES]
    assert named["unnamed_endpoints"] == {}
    config = json.loads(served.get("/config")[1])
    visible = {
        one["api_name"] for one in config["dependencies"] if one["api_visibility"] != "private"
    }
    assert visible == set(NAMES)


PARAMETERS = {
    "ask": "question, history=[]",
    "search": "query, count=5",
    "names": "kind='role'",
    "compare": "roles, detail='brief'",
    "transfer_map": "origin, target",
    "fit": "skills=[], text='', build=None, production=None, systems=None, engineering=None, most=5",
    "gap": "target, skills=[], text='', have=[], not_have=[]",
    "job_ads": "ads, skills=[], text=''",
    "plan": "target='', hours_per_week=None, skills=[], text='', start='', states=None, "
    "previous_plan=None, files=[]",
    "project": "role='', gaps=[], hours=40, chosen=''",
    "interview_questions": "topic",
    "check_answer": "question_id, answer",
}


@pytest.mark.parametrize("name", NAMES)
def test_an_endpoint_says_what_it_takes_and_gives(served: Served, name: str) -> None:
    info = json.loads(served.get("/gradio_api/info")[1])["named_endpoints"][f"/{name}"]
    shown = [
        f"{one['parameter_name']}={one['parameter_default']!r}"
        if one["parameter_has_default"]
        else one["parameter_name"]
        for one in info["parameters"]
    ]
    assert ", ".join(shown) == PARAMETERS[name]
    (call,) = (one for one in calls(service_of(served.desk)) if one.name == name)
    for one in info["parameters"]:
        schema = call.takes["properties"][one["parameter_name"]]
        assert schema.items() <= one["type"].items()
        assert one["python_type"]["description"] == schema["description"]
        assert "Any" not in one["python_type"]["type"] or one["parameter_name"] == "previous_plan"
    (result,) = info["returns"]
    assert result["type"] == call.gives
    assert result["python_type"]["type"].startswith("dict(")
    assert info["description"] == " ".join(call.description.split())


def test_examples_of_code_can_be_run_as_they_stand(served: Served) -> None:
    info = json.loads(served.get("/gradio_api/info")[1])["named_endpoints"]
    for name in ("compare", "transfer_map", "interview_questions"):
        code = info[f"/{name}"]["code_snippets"]["python"]
        call = code[code.index("client.predict(") :].partition("\n)")[0] + "\n)"
        found = eval(call, {"client": served.client})  # noqa: S307 - what the page shows to copy
        assert found["roles" if name == "compare" else next(iter(found))]


def test_the_example_of_the_readme_runs(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"(?s)```python\n(.*?)```", readme)
    exec(code.replace("http://127.0.0.1:7860", served.url), {})  # noqa: S102
    assert re.search(r"(?m)^\d+ \[.*'Kubernetes'", capsys.readouterr().out)


# calls


@pytest.mark.parametrize(("name", "given", "is_right"), RIGHT)
def test_every_endpoint_is_right(
    served: Served,
    shipped_library: Library,
    name: str,
    given: dict[str, Any],
    is_right: Check,
) -> None:
    found = served.client.predict(**given, api_name=f"/{name}")
    assert is_right(found)
    check_passages(shipped_library, found)
    assert "path" not in keys(found)
    assert served.call(name, given) == ("complete", [found])


def taken(name: str, given: dict[str, Any]) -> bool:
    """Whether gradio passes the call on: no argument is missing or unknown."""
    shown = PARAMETERS[name].split(", ")
    required = {one for one in shown if "=" not in one}
    return required <= given.keys() <= {one.split("=")[0] for one in shown}


REFUSED = [one for one in WRONG if taken(*one[:2])]


@pytest.mark.parametrize(("name", "given", "sentence"), REFUSED)
def test_every_endpoint_refuses_in_a_sentence(
    served: Served, name: str, given: dict[str, Any], sentence: str
) -> None:
    event, said = served.call(name, given)
    assert event == "error"
    assert re.match(sentence, said["error"])


def test_the_client_raises_the_sentence(served: Served) -> None:
    assert {name for name, _, _ in REFUSED} == set(NAMES)
    with pytest.raises(AppError, match=r"^'zookeeper' is no role of the library; the nearest"):
        served.client.predict("zookeeper", api_name="/gap")


@pytest.mark.parametrize(
    ("name", "given", "status", "sentence"),
    [
        ("gap", {}, "422", "gap takes target, skills, text, have, not_have, and needs target"),
        ("gap", {"targt": "x"}, "422", "gap takes target, skills, text, have, not_have, and needs"),
        ("fit", {"skils": 1}, "422", "fit takes skills, text, build, production, systems, engine"),
        ("salary", {}, "404", "There is no such endpoint; there are ask, search, names, compare"),
    ],
)
def test_what_gradio_cannot_read_is_refused_in_a_sentence_too(
    served: Served, name: str, given: dict[str, Any], status: str, sentence: str
) -> None:
    code, said = served.call(name, given)
    assert code == status and said["detail"].startswith(sentence)
    status_of_old_form, _ = served.post("/gradio_api/call/salary", {"data": []})
    assert status_of_old_form == 404


def test_a_plan_goes_back_and_forth(served: Served) -> None:
    first = served.client.predict(target="mle", hours_per_week=8, api_name="/plan")
    again = served.client.predict(
        previous_plan=first, states={"statistics": "done"}, api_name="/plan"
    )
    assert again["progress"] > first["progress"] == 0


def test_no_file_of_the_server_comes_through_a_plan(served: Served) -> None:
    forged = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}, "target": "ml-engineer"}
    event, said = served.call("plan", {"previous_plan": forged})
    assert event == "error" and "root:" not in json.dumps(said)


def test_a_call_that_is_too_large_is_refused_before_it_is_read(served: Served) -> None:
    try:
        status, _ = served.post("/gradio_api/call/gap", b'{"data": ["' + b"x" * 600_000 + b'"]}')
    except (ConnectionError, urllib.error.URLError):  # the server hung up while we were sending
        status = 413
    assert status == 413
    assert served.get("/healthz")[0] == 200


# limits and failures


def test_a_program_may_call_so_often_whatever_session_it_invents(served: Served) -> None:
    served.desk.limits, kept = Limits(per_minute=2), served.desk.limits
    try:
        assert served.call("names", {})[0] == "complete"
        assert served.call("gap", {})[0] == "422"  # refused before it counts
        assert served.call("gap", {"target": "zookeeper"})[0] == "error"
        for name in ("names", "ask", "plan"):
            with pytest.raises(AppError, match=r"^That is more than 2 questions in a minute"):
                Client(served.url, verbose=False).predict(
                    *([MOVE] if name == "ask" else []), api_name=f"/{name}"
                )
    finally:
        served.desk.limits = kept


def test_a_seat_is_given_back_whether_a_call_succeeds_or_not(served: Served) -> None:
    served.desk.limits, kept = Limits(per_minute=100, at_once=1), served.desk.limits
    try:
        for _ in range(3):
            assert served.call("gap", {"target": "zookeeper"})[0] == "error"
            assert served.call("names", {})[0] == "complete"
        assert served.desk.limits.enter("somebody") == ""
        event, said = served.call("names", {})
        assert event == "error" and "Many people are asking" in json.dumps(said)
    finally:
        served.desk.limits = kept


def test_no_traceback_and_no_word_of_the_call_leaves_the_server(
    served: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("/secret/path sk-123")

    monkeypatch.setattr("advisor.career.gap.gap", fail)
    event, said = served.call("gap", {"target": "mle", "text": "I am Anna and I use SQL daily."})
    assert event == "error" and FAILED in json.dumps(said)
    assert "sk-123" not in json.dumps(said)
    assert "sk-123" in caplog.text and "Anna" not in caplog.text


def test_a_library_that_is_not_there_is_a_sentence() -> None:
    settings = Settings()
    opening = Opening(settings)
    opening.start = lambda: None  # type: ignore[method-assign]
    opening.failure = "No readable document in corpus; put Markdown there."
    service = service_of(Desk(settings, opening))
    for ask in (lambda: service.ask("x"), lambda: service.search("x"), service.names):
        with pytest.raises(AdvisorError, match=r"^No readable document in corpus"):
            ask()


def test_a_program_is_known_by_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def request(address: str, **headers: str) -> Any:
        return SimpleNamespace(
            client=SimpleNamespace(host=address),
            headers={name.replace("_", "-"): one for name, one in headers.items()},
            session_hash="invented",
        )

    monkeypatch.delenv("SPACE_ID", raising=False)
    assert visitor(request("10.0.0.1", x_forwarded_for="9.9.9.9")) == "program 10.0.0.1"
    monkeypatch.setitem(os.environ, "SPACE_ID", "someone/advisor")
    assert visitor(request("10.0.0.1", x_forwarded_for="9.9.9.9, 8.8.8.8")) == "program 9.9.9.9"
    assert visitor(request("10.0.0.1")) == "program 10.0.0.1"
    assert visitor(None) == "program nobody"


# for agents


def test_agents_read_how_to_call_and_every_endpoint_with_its_arguments(served: Served) -> None:
    status, text = served.get("/agents.md")
    assert status == 200
    parts = re.split(r"(?m)^## ", text)
    assert [one.split("\n")[0] for one in parts[1:]] == list(NAMES)
    for name, part in zip(NAMES, parts[1:], strict=True):
        for shown in PARAMETERS[name].split(", "):
            mark = "" if "=" in shown else ", required"
            assert re.search(rf"(?m)^- `{shown.split('=')[0]}` \([^)]*{mark}\): \w", part), shown
    assert "POST /gradio_api/call/v2/{endpoint}" in text
    assert served.get("/agents.md", method="HEAD") == (200, "")
