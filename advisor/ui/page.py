"""The page: a heading, the sidebar, the tabs, and the endpoints for programs. Each tab is a module."""

from __future__ import annotations

from typing import Any

import gradio as gr

from advisor.errors import AdvisorError
from advisor.ui import about, chat, compare, you
from advisor.ui.conversation import Desk, answer_once
from advisor.ui.frame import Frame

TITLE = "Career Advisor"
TABS = (chat, compare, about)
"""Each has a TITLE and `build(frame, tab)`; another tab is another module in this list."""
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
        profile = you.kept_profile()
        question = gr.Textbox(visible="hidden", label="Asked of the chat")
        with gr.Tabs(overflow_behavior="wrap", elem_id="tabs") as tabs:
            frame = Frame(page, desk, tabs, profile, question)
            for module in TABS:
                with gr.Tab(module.TITLE, id=module.TITLE) as tab:
                    module.build(frame, tab)
        you.build(frame)
        frame.finish()
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
