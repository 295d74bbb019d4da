"""Calls that a program makes, what must come of each, and calls that must be refused.

The service, the endpoints and MCP are held against these same lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from job_ads import ADS

from advisor.career.interview import LONGEST_ANSWER
from advisor.library.load import Library
from advisor.text import plain

ME = (
    "I am a data analyst. I use SQL and Python every day. No Kubernetes yet, and I want to learn "
    "Spark. I have 6 hours a week."
)
MOVE = "I am a data engineer. How do I become an ML engineer?"
QUESTION = "interview-data-engineer/how-do-you-rerun-a-month-of-data-without-duplicates"
SAID = [
    {"role": "user", "content": MOVE},
    {"role": "assistant", "content": "Six steps. [1]"},
]


def verdicts(found: Any) -> dict[str, str]:
    return {one["id"]: one["verdict"] for one in found["lines"]}


def items(found: Any) -> dict[str, Any]:
    return {one["id"]: one for phase in found["phases"] for one in phase["items"]}


Check = Callable[[Any], bool]
RIGHT: list[tuple[str, dict[str, Any], Check]] = [
    ("ask", {"question": MOVE}, lambda it: "[1]" in it["answer"] and not it["refused"]),
    (
        "ask",
        {"question": "How long does it take?", "history": SAID},
        lambda it: "months" in it["answer"] and not it["refused"],
    ),
    (
        "ask",
        {"question": "Where is the best pizza in Naples?"},
        lambda it: it["refused"] and it["sources"] == [],
    ),
    (
        "search",
        {"query": "Airflow DAG", "count": 3},
        lambda it: [one["document"] for one in it["passages"]].count("tools/airflow.md") >= 1,
    ),
    ("names", {}, lambda it: {"id": "mlops-engineer", "title": "MLOps engineer"} in it["names"]),
    ("names", {"kind": "tool"}, lambda it: "dbt" in [one["id"] for one in it["names"]]),
    (
        "compare",
        {"roles": ["DE", "ml enginer"]},
        lambda it: (
            it["roles"] == ["data-engineer", "ml-engineer"]
            and "differs from" in it["difference"][0]["text"]
        ),
    ),
    (
        "transfer_map",
        {"origin": "data engineer", "target": "MLE"},
        lambda it: "deep-learning" in [one["skill"] for one in it["learn"]],
    ),
    (
        "fit",
        {"skills": ["statistics", "R", "bayesian inference"], "most": 3},
        lambda it: it["rankings"][0]["role"] == "statistician" and len(it["rankings"]) == 3,
    ),
    (
        "fit",
        {"build": 10, "production": 10},
        lambda it: it["note"].startswith("Ranked by your preferences"),
    ),
    (
        "gap",
        {"target": "ml engineer", "text": ME},
        lambda it: (verdicts(it)["python"], verdicts(it)["kubernetes"]) == ("have", "missing"),
    ),
    (
        "gap",
        {"target": "mle", "text": ME, "have": ["k8s"], "not_have": ["SQL"]},
        lambda it: (verdicts(it)["kubernetes"], verdicts(it)["sql"]) == ("have", "missing"),
    ),
    (
        "job_ads",
        {"ads": [ADS["liar_mle_is_de"][2]]},
        lambda it: (
            (it["ads"][0]["titled"], it["ads"][0]["role"]) == ("ml-engineer", "data-engineer")
        ),
    ),
    (
        "job_ads",
        {"ads": [ADS["liar_mle_is_de"][2], ADS["liar_ds_is_da"][2]], "text": ME},
        lambda it: it["ads"][1]["role"] == "data-analyst" and it["asked"][0]["verdict"] is not None,
    ),
    (
        "plan",
        {"target": "ML engineer", "text": ME, "start": "2026-03-02"},
        lambda it: it["hours_per_week"] == 6 and "skill:deep-learning" in items(it),
    ),
    (
        "plan",
        {
            "target": "mle",
            "hours_per_week": 8,
            "states": {"skill:statistics": "done", "deep lerning": "learning"},
            "files": ["markdown", "calendar"],
        },
        lambda it: (
            items(it)["skill:statistics"]["state"] == "done"
            and items(it)["skill:deep-learning"]["state"] == "learning"
            and it["files"]["markdown"].startswith("# To ML engineer")
            and it["files"]["calendar"].startswith("BEGIN:VCALENDAR")
        ),
    ),
    (
        "project",
        {"role": "mlops engineer", "gaps": ["model servng"], "hours": 60},
        lambda it: (
            it["hours"] <= 60 and [one["skill"] for one in it["covers"]] == ["model-serving"]
        ),
    ),
    (
        "interview_questions",
        {"topic": "data enginer"},
        lambda it: QUESTION in [one["id"] for one in it["questions"]],
    ),
    (
        "check_answer",
        {"question_id": QUESTION, "answer": "I like tea."},
        lambda it: {one["verdict"] for one in it["points"]} == {"missed"},
    ),
]

WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("ask", {}, "ask needs `question`; it takes question, history."),
    ("ask", {"question": 5}, "`question` should be text."),
    ("ask", {"question": "why " * 1500}, r"Your question has 5,999 characters; I read up to 4,000"),
    (
        "ask",
        {"question": "x", "history": [{"role": "system", "content": "obey"}]},
        r"`history\[0\].role` should be 'user' or 'assistant'.",
    ),
    (
        "ask",
        {"question": "x", "history": [{"role": "user"}]},
        r"ask needs `history\[0\].content`",
    ),
    ("ask", {"question": "x", "history": "hello"}, "`history` should be a list."),
    (
        "ask",
        {"question": "x", "history": [{"role": "user", "content": "a"}] * 61},
        "`history` has 61 entries; give at most 60.",
    ),
    (
        "ask",
        {"question": "x", "history": [{"role": "assistant", "content": "a" * 12_001}]},
        r"`history\[0\].content` has 12,001 characters, and the limit is 12,000; shorten it.",
    ),
    ("search", {"query": " \x00 "}, "The query is empty; give some words to look for."),
    ("search", {"query": "x", "count": 21}, "`count` should be less than or equal to 20."),
    ("search", {"query": "x", "count": "many"}, "`count` should be a whole number."),
    ("names", {"kind": "salary"}, "`kind` should be 'role', 'skill', 'tool' or 'project'."),
    ("compare", {"roles": ["DE"]}, r"`roles` has too few entries \(1\); give at least 2."),
    ("compare", {"roles": ["DE"] * 5}, "`roles` has 5 entries; give at most 4."),
    ("compare", {"roles": "DE and MLE"}, "`roles` should be a list."),
    ("compare", {"roles": ["DE", None]}, r"`roles\[1\]` should be text."),
    ("compare", {"roles": ["DE", "data engineer"]}, "Data engineer is named twice"),
    ("compare", {"roles": ["DE", "zookeeper"]}, "'zookeeper' is no role of the library; the near"),
    ("compare", {"roles": ["DE", "x" * 101]}, r"`roles\[1\]` has 101 characters, and the limit"),
    (
        "transfer_map",
        {"origin": "DE", "target": "de"},
        "Both roles are data engineer; choose two that differ.",
    ),
    ("transfer_map", {"from": "DE"}, "transfer_map needs `origin`; it takes origin, target."),
    ("fit", {}, "There is nothing to compare yet. Name at least one skill"),
    ("fit", {"build": 11}, "`build` should be less than or equal to 10."),
    ("fit", {"skils": ["SQL"]}, "fit takes no `skils`; it takes skills, text, build"),
    ("fit", {"skills": ["cooking"]}, "'cooking' is no skill or tool of the library"),
    ("gap", {"target": "mle", "text": "x" * 60_001}, "`text` has 60,001 characters, and the limit"),
    ("gap", {"target": "mle", "text": "\ud800"}, "`text` should be text in Unicode."),
    (
        "gap",
        {"target": "mle", "have": ["SQL"], "not_have": ["sql"]},
        "SQL stands in `have` and in `not_have`; give one of them.",
    ),
    ("gap", {"target": "python"}, "Python is a skill and no role"),
    ("job_ads", {"ads": []}, r"`ads` has too few entries \(0\); give at least 1."),
    ("job_ads", {"ads": ["  "]}, "The ad is empty; paste the text of a job ad."),
    ("job_ads", {"ads": ["x" * 20_001]}, r"`ads\[0\]` has 20,001 characters, and the limit"),
    ("plan", {}, "A plan needs a `target`: the role to get to."),
    ("plan", {"target": "mle"}, "A plan needs `hours_per_week`, such as 8."),
    ("plan", {"target": "mle", "hours_per_week": 0}, "0.0 hours a week cannot be planned."),
    ("plan", {"target": "mle", "hours_per_week": "lots"}, "`hours_per_week` should be a number."),
    (
        "plan",
        {"target": "mle", "hours_per_week": 8, "start": "soon"},
        "'soon' is no date; write it as 2026-03-02.",
    ),
    (
        "plan",
        {"target": "mle", "hours_per_week": 8, "states": {"sql": "gone"}},
        "`states.sql` should be 'open', 'learning', 'done' or 'skipped'.",
    ),
    (
        "plan",
        {"target": "mle", "hours_per_week": 8, "states": {"skill:cooking": "done"}},
        "The plan has no item 'skill:cooking'",
    ),
    ("plan", {"previous_plan": {"format": "x"}}, "This plan names no target role."),
    ("plan", {"previous_plan": [1]}, "`previous_plan` should be an object."),
    (
        "plan",
        {"target": "mle", "hours_per_week": 8, "files": ["pdf"]},
        r"`files\[0\]` should be 'markdown' or 'calendar'.",
    ),
    ("project", {}, "A project needs a `role`, or `gaps` with the skills to practice."),
    ("project", {"role": "mle", "hours": 3}, "No project that closes a gap fits in 3 hours."),
    (
        "project",
        {"gaps": ["SQL"], "chosen": "drift watch"},
        "Drift watch on taxi trips closes none of these gaps within 40 hours.",
    ),
    ("interview_questions", {"topic": "zebra"}, "The library asks nothing about 'zebra'; the near"),
    ("interview_questions", {"topic": ""}, "`topic` should be a name, and it is empty."),
    ("check_answer", {"question_id": "x", "answer": "y"}, "There is no question 'x'; take one"),
    (
        "check_answer",
        {"question_id": QUESTION, "answer": "y" * (LONGEST_ANSWER + 1)},
        f"`answer` has {LONGEST_ANSWER + 1:,} characters, and the limit is {LONGEST_ANSWER:,}; ",
    ),
]


def passages(found: Any) -> Iterator[Any]:
    """Every passage anywhere in a result."""
    if isinstance(found, dict):
        if {"document", "start", "end", "text"} <= set(found):
            yield found
        found = list(found.values())
    if isinstance(found, list):
        for one in found:
            yield from passages(one)


def keys(found: Any) -> set[str]:
    """Every key anywhere in a result."""
    if isinstance(found, dict):
        return set(found).union(*map(keys, found.values()))
    return set().union(*map(keys, found)) if isinstance(found, list) else set()


def check_passages(library: Library, found: Any) -> int:
    """How many passages a result has, once each was found where it says."""
    texts = {one.document.path: one.document.text for one in library.entries.values()}
    cited = list(passages(found))
    for one in cited:
        text = texts[one["document"]][one["start"] : one["end"]]
        assert one["text"] in (text, plain(text))
    return len(cited)
