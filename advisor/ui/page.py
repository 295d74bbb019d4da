"""The page: a heading, the sidebar, the tabs, and the endpoints for programs. Each tab is a module."""

from __future__ import annotations

import gradio as gr

from advisor.ui import about, chat, compare, gap, plan, practice, you
from advisor.ui.conversation import Desk
from advisor.ui.endpoints import add_endpoints
from advisor.ui.frame import Frame

TITLE = "Career Advisor"
TABS = (chat, compare, gap, plan, practice, about)
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
        kept = you.kept_profile(), plan.kept_plan(), practice.kept_practice()
        question = gr.Textbox(visible="hidden", label="Asked of the chat")
        with gr.Tabs(overflow_behavior="wrap", elem_id="tabs") as tabs:
            frame = Frame(page, desk, tabs, *kept, question)
            for module in TABS:
                with gr.Tab(module.TITLE, id=module.TITLE) as tab:
                    module.build(frame, tab)
        you.build(frame)
        frame.finish()
        add_endpoints(page, desk)
    return page
