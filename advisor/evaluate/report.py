"""An evaluation as a table for the terminal, JSON for machines, and a card for the page."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from typing import Any

from advisor.evaluate.run import GOALS, Evaluation, Figure


def as_table(figures: Sequence[Figure]) -> Any:
    """A rich table: figure, value, interval, goal."""
    from rich.table import Table
    from rich.text import Text

    table = Table("figure", "value", "95 % interval", "goal", "rows")
    for figure in figures:
        mark, color = {True: ("✓", "green"), False: ("✗", "red"), None: ("", "")}[figure.reached]
        goal = " ".join(map(str, GOALS[figure.name])) if figure.name in GOALS else ""
        between = f"{_shown(figure.low)} – {_shown(figure.high)}"
        value = _with_count(figure.value, figure.count)
        reached = Text.assemble(f"{goal} ", (mark, color))
        table.add_row(figure.name, value, between, reached, str(figure.rows))
    return table


def as_json(evaluation: Evaluation, about: dict[str, Any]) -> str:
    """The figures and what they were measured on."""
    figures = {
        figure.name: {
            "value": round(figure.value, 4),
            "low": round(figure.low, 4),
            "high": round(figure.high, 4),
            "rows": figure.rows,
        }
        | ({} if figure.count is None else {"count": figure.count})
        for figure in evaluation.figures
    }
    return json.dumps({"about": about, "figures": figures}, indent=1)


def as_card(record: dict[str, Any]) -> str:
    """The card that the page shows, from `as_json`'s record; every text escaped."""
    about = " · ".join(html.escape(f"{name}: {value}") for name, value in record["about"].items())
    rows = "".join(_card_row(name, figure) for name, figure in record["figures"].items())
    return (
        '<table class="evaluation"><thead><tr><th scope="col">Figure</th><th scope="col">Value</th>'
        f'<th scope="col">95 % interval</th><th scope="col">Goal</th></tr></thead><tbody>{rows}</tbody>'
        f"</table><p>{about}</p>"
    )


def _card_row(name: str, figure: dict[str, float]) -> str:
    goal = " ".join(map(str, GOALS[name])) if name in GOALS else ""
    between = f"{_shown(figure['low'])} – {_shown(figure['high'])}"
    cells = (_with_count(figure["value"], figure.get("count")), between, goal)
    return (
        f'<tr><th scope="row">{html.escape(name)}</th>'
        + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells)
        + "</tr>"
    )


def _with_count(value: float, count: float | None) -> str:
    return _shown(value) if count is None else f"{_shown(value)} ({count:.0f})"


def _shown(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.3f}"
