"""What the functions of the service take: types with limits, and the words that an agent reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from advisor.career.compare import FEWEST, MOST
from advisor.career.interview import LONGEST_ANSWER
from advisor.career.job_ad import LONGEST_AD, MOST_ADS
from advisor.career.plan import State
from advisor.career.profile_text import LONGEST_TEXT
from advisor.programs.replies import Detail, File, Kind, Said

MOST_MESSAGES = 60
"""Of a history; what reads it looks at the newest of them."""
MOST_NAMES = 200
MOST_ROLES_RANKED = 40
MOST_PASSAGES = 20

Name = Annotated[str, Field(min_length=1, max_length=100)]
NameOrNone = Annotated[str, Field(max_length=100)]
Lean = Annotated[float, Field(ge=0, le=10)]


def _names(description: str, most: int = MOST_NAMES) -> Any:
    return Field(max_length=most, description=description)


# questions

Question = Annotated[
    str,
    Field(
        description="In plain English, follow-ups included.",
        examples=["I am a data engineer. How do I become an ML engineer?"],
    ),
]
History = Annotated[
    Sequence[Said],
    Field(
        max_length=MOST_MESSAGES,
        description="The conversation so far, oldest turn first, as {'role': 'user' or 'assistant', "
        "'content': ...}, so that a follow-up such as 'and "
        "how long does that take?' is understood.",
    ),
]
Query = Annotated[str, Field(description="A few words or a question.", examples=["feature store"])]
Count = Annotated[int, Field(ge=1, le=MOST_PASSAGES, description="Of passages.")]
NameKind = Annotated[Kind, Field(description="Of what.")]

# roles

Roles = Annotated[
    Sequence[Name],
    Field(
        min_length=FEWEST,
        max_length=MOST,
        description="Two to four roles, by id, title or abbreviation.",
        examples=[["data engineer", "ML engineer"]],
    ),
]
HowMuch = Annotated[
    Detail,
    Field(
        description="brief leaves out the row on skills, the skills that are core to none of the "
        "roles, and the tools that only one of them uses."
    ),
]
Origin = Annotated[
    Name, Field(description="The role that the person has.", examples=["data engineer"])
]
Wanted = Annotated[
    Name, Field(description="The role that the person wants.", examples=["ML engineer"])
]
Role = Annotated[
    Name,
    Field(
        description="A role: its id, title or an abbreviation, such as 'data engineer' or 'MLE'.",
        examples=["ML engineer"],
    ),
]
Build = Annotated[
    Lean | None, Field(description="Where they like to stand: 0 analyzing, 10 building.")
]
Production = Annotated[Lean | None, Field(description="0 research, 10 production.")]
Systems = Annotated[Lean | None, Field(description="0 people, 10 systems.")]
Engineering = Annotated[Lean | None, Field(description="0 mathematics, 10 engineering.")]
MostRoles = Annotated[int, Field(ge=1, le=MOST_ROLES_RANKED, description="Roles in the result.")]

# a person

Skills = Annotated[
    Sequence[Name],
    _names("Skills and tools that the person has, by any name: 'Python', 'k8s', 'dbt'."),
]
About = Annotated[
    str,
    Field(
        max_length=LONGEST_TEXT,
        description="What the person tells of themselves, or their résumé, in English. Negations "
        "and wishes are understood: 'no Kubernetes yet', 'want to learn Spark'.",
    ),
]
Have = Annotated[Sequence[Name], _names("Corrections: these they have, whatever is told.")]
NotHave = Annotated[Sequence[Name], _names("Corrections: these they lack, whatever is told.")]
_AD = "ML engineer. You build batch pipelines with Airflow and SQL, and Python is a must for you."
Ads = Annotated[
    Sequence[Annotated[str, Field(max_length=LONGEST_AD)]],
    Field(
        min_length=1,
        max_length=MOST_ADS,
        description="The text of each ad by itself.",
        examples=[[_AD]],
    ),
]

# plans

Target = Annotated[
    NameOrNone, Field(description="The role to get to; not needed with `previous_plan`.")
]
Hours = Annotated[
    float | None,
    Field(description="From 1 to 80; not needed when `text` or `previous_plan` tells it."),
]
Start = Annotated[
    str, Field(max_length=10, description="As 2026-03-02; today when it is not given.")
]
States = Annotated[
    Mapping[Name, State] | None,
    Field(max_length=MOST_NAMES, description="Ticks, as {'skill:sql': 'done'}, by id or name."),
]
PreviousPlan = Annotated[
    Mapping[str, Any] | None,
    Field(description="A plan as this function returned it: ticks and estimates stay."),
]
Files = Annotated[
    Sequence[File],
    Field(max_length=2, description="Also return the plan as Markdown or as .ics."),
]

# projects and interviews

ProjectRole = Annotated[NameOrNone, Field(description="The role to get to.")]
Gaps = Annotated[Sequence[Name], _names("Skills to practice; all of the role's without any.", 60)]
ProjectHours = Annotated[float, Field(description="For the whole project.")]
Chosen = Annotated[NameOrNone, Field(description="A project that `fitting` lists, else the best.")]
Topic = Annotated[
    Name,
    Field(
        description="A role, a skill, a tool, a project, or any words.", examples=["data engineer"]
    ),
]
QuestionId = Annotated[
    str,
    Field(
        max_length=200,
        description="As `interview_questions` gives it.",
        examples=["interview-data-engineer/batch-or-streaming"],
    ),
]
Spoken = Annotated[
    str,
    Field(
        max_length=LONGEST_ANSWER,
        description="The person's own words.",
        examples=["Batch, unless somebody acts on the data within minutes."],
    ),
]
