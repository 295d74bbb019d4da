"""A library of six skills, two roles and one way between them, small enough to plan by hand.

Hours: math 40, code 80, checks 20, models 30, serving 21, charts 10.
"""

from __future__ import annotations

import re

from advisor.index.structure import parse
from advisor.library.load import Library, load_library

_SOURCE = "sources:\n  - name: A book\n    link: https://example.org/{id}\n    licence: MIT\n"


def corner() -> Library:
    """The library, fresh."""
    texts = {**_SKILLS, **_ROLES, **_OTHERS}
    documents = [parse(f"{id}.md", _page(id, text)) for id, text in texts.items()]
    library = load_library(documents)
    assert len(library.entries) == len(texts), "a page of the corner breaks the schema"
    return library


def _page(id: str, text: str) -> str:
    front, body = text.strip().split("\n\n", 1)
    source = _SOURCE.format(id=id)
    return f"---\nid: {id}\nupdated: 2026-01-01\n{source}{front}\n---\n{body}\n"


def _skill(title: str, hours: int, group: str, needs: str, more: str = "") -> str:
    return f"""
kind: skill
title: {title}
group: {group}
prerequisites: [{needs}]
hours: {hours}
hours_reason: "Practice."
proof: "A thing that works."

{title} is a skill of the corner. {more}

## How long it takes

About {hours} hours of {title} suffice.

## How to prove it

{title} is proved by a thing that works.
"""


_SKILLS = {
    "math": _skill("Math", 40, "mathematics", ""),
    "code": _skill("Code", 80, "programming", ""),
    "checks": _skill("Checks", 20, "programming", "code"),
    "models": _skill("Models", 30, "machine learning", "math, code", "Models build on Math."),
    "serving": _skill("Serving", 21, "operations", "models, checks"),
    "charts": _skill("Charts", 10, "analysis", ""),
}


def _role(title: str, core: str, useful: str) -> str:
    return f"""
kind: role
title: {title}
skills: {{core: [{core}], useful: [{useful}], rare: []}}
tools: []
neighbours: []
leans: {{build: 5, production: 5, systems: 5, engineering: 5}}

{title} is a role of the corner.

## Skills

{title} needs: {re.sub("-", " ", core)} most of all.

## Ways in

People come to {title} from everywhere.
"""


_ROLES = {
    "drawer": _role("Drawer", "charts", ""),
    "server": _role("Server", "code, models, serving", "checks"),
}

_OTHERS = {
    "drawer-to-server": """
kind: transition
title: From drawer to server
from: drawer
to: server
months: [3, 5]
carry_over: [charts]
learn: [serving, code]
reframe:
  - {have: charts, as: models, how: "A chart of the past becomes a model of the next value"}
projects: [booth]

A drawer becomes a server.

## What carries over

A drawer keeps Charts.

## What is new

A drawer learns Code and Serving.

## The order

A drawer takes these steps:

1. Write Code every day.
2. Put Serving behind a door.

## How long it takes

A drawer needs about 3 to 5 months.
""",
    "booth": """
kind: project
title: Booth
skills: [models, serving]
tools: []
roles: [server]
hours: 10
level: starter

A booth serves a model.

## Goal

The goal of the booth is an answer within a second.

## Data

The data of the booth is open.

## Architecture

A door, a model and a log.

## Steps

1. Train the model.
2. Open the door.

## Metrics

- Answers per second

## What to show

- A log of a day

## Questions it raises

- Why a log: without it nobody knows what was asked
""",
}
