"""What the three modes of the tab Compare have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from advisor.answer import Advisor
from advisor.career.profile import Profile
from advisor.text import with_article
from advisor.ui.footnotes import NO_SOURCES
from advisor.ui.frame import Frame
from advisor.ui.suggest import in_text


@dataclass
class Mode:
    """One way to look at roles: fields, a button, a result, and the passages behind it."""

    title: str
    show: Callable[..., Sequence[str]]
    """(advisor, profile as kept, values of the fields...) to result and passages as HTML."""
    wished: Callable[[Advisor, Profile, Mapping[str, Any]], list[Any] | None]
    """Values of the fields for a wish of the chat; None when the wish is not for this mode."""
    filled: Callable[[Advisor, Profile], list[Any]]
    """Updates of the fields for what the person told, with their choices."""
    discussed: Callable[..., str]
    """(advisor, values of the fields...) to a question for the chat; empty for none."""
    empty: str
    """What stands in the place of the result before there is one."""
    follows: bool = False
    """Whether the fields are those of the profile, so that a change there changes them."""
    fields: list[Any] = field(default_factory=list)
    button: Any = None
    discuss: Any = None
    result: Any = None
    sources: Any = None

    @property
    def parts(self) -> list[Any]:
        return [self.result, self.sources, *self.fields]

    def lay_out(self, fields: Callable[[], list[Any]], action: str) -> Mode:
        """Put the parts into the page: fields, buttons and result beside the sources."""
        with gr.Row(elem_classes="tool"):
            with gr.Column(scale=9, min_width=300):
                self.fields = fields()
                with gr.Row(elem_classes="actions"):
                    self.button = gr.Button(action, variant="primary", scale=0)
                    self.discuss = gr.Button("Discuss this in the chat", scale=0)
                empty = f'<p class="quiet">{self.empty}</p>'
                self.result = gr.HTML(empty, elem_classes="result", apply_default_css=False)
            with gr.Column(scale=4, min_width=300, elem_classes="tool-sources"):
                self.sources = gr.HTML(NO_SOURCES, apply_default_css=False)
        return self

    def wire(self, frame: Frame) -> None:
        """Connect the parts with the page."""
        shown = [self.result, self.sources]
        frame.on(self.button.click, self.show, [frame.profile, *self.fields], shown)
        frame.when_open(self.filled, self.fields)
        blank = [one.value if isinstance(one, gr.Radio) else None for one in self.fields]
        values = [self.result.value, NO_SOURCES, *blank]
        frame.on_forget([*shown, *self.fields], lambda: values)

        def composed(*values: Any) -> str:
            advisor = frame.desk.opening.advisor
            return self.discussed(advisor, *values) if advisor else ""

        frame.discuss(self.discuss, composed, self.fields)


def in_words(advisor: Advisor, id: str) -> str:
    """The role as a sentence holds it: `an ML engineer`."""
    return with_article(in_text(id, advisor))


def known_roles(advisor: Advisor, names: object) -> list[str]:
    """The ids of those among the names that mean a role, each once."""
    listed = names if isinstance(names, (list, tuple)) else [names]
    roles = advisor.library.roles
    ids = (
        one if one in roles else advisor.lexicon.find(one) for one in listed if isinstance(one, str)
    )
    return list(dict.fromkeys(id for id in ids if id in roles))
