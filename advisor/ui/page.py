"""The page: a heading, the tabs, and the one endpoint for programs. Each tab is a module."""

from __future__ import annotations

from typing import Any

import gradio as gr

from advisor.errors import AdvisorError
from advisor.ui import about, chat
from advisor.ui.conversation import Desk, answer_once

TITLE = "Career Advisor"
TABS = (chat, about)
"""Each has a TITLE and `build(page, desk)`; another tab is another module in this list."""
_HEADING = f"""
<a class="skip" href="#question">Skip to the question</a>
<header class="heading"><h1>{TITLE}</h1>
<p>Cited answers about data and AI careers</p></header>
"""


def build(desk: Desk) -> gr.Blocks:
    """The page, not yet served."""
    with gr.Blocks(
        title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
    ) as page:
        gr.HTML(_HEADING, elem_id="heading", apply_default_css=False)
        with gr.Tabs(overflow_behavior="wrap", elem_id="tabs"):
            for tab in TABS:
                with gr.Tab(tab.TITLE, id=tab.TITLE) as part:
                    tab.build(page, part, desk)
        gr.api(_endpoint(desk), api_name="ask", concurrency_limit=None)
    return page


def _endpoint(desk: Desk) -> Any:
    def ask(question: str, request: gr.Request) -> dict[str, Any]:
        """Answer a question about data and AI careers from the library.

        The answer is Markdown with [n] after each statement; `sources` holds the passage of each n.
        `refused` is true when the library has nothing on the question.
        """
        try:
            return answer_once(desk, question, chat.visitor(request))
        except AdvisorError as error:
            raise gr.Error(str(error), print_exception=False) from None

    return ask
