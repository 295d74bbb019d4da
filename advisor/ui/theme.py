"""Colors, type and script of the page. Everything is local: no font or file of another server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent


def theme() -> Any:
    """Gradio's default theme with fonts that are complete in its wheel and AA contrast throughout.

    The semi-bold files that Gradio ships lack most letters, so the bold ones stand in; its default
    colors fall short of 4.5:1 on primary buttons and on subdued text.
    """
    import gradio as gr

    sans = gr.themes.LocalFont("Source Sans Pro", weights=(400, 700))
    mono = gr.themes.LocalFont("IBM Plex Mono", weights=(400,))
    return gr.themes.Default(
        primary_hue="indigo",
        neutral_hue="slate",
        font=[sans, "system-ui", "sans-serif"],
        font_mono=[mono, "ui-monospace", "monospace"],
    ).set(
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_300",
        block_info_text_color="*neutral_600",
        block_info_text_color_dark="*neutral_300",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        link_text_color="*primary_700",
        link_text_color_dark="*primary_300",
    )


def style() -> str:
    """The page's own style: page.css, then the sheets of the tools."""
    sheets = sorted(_HERE.glob("*.css"), key=lambda file: (file.name != "page.css", file.name))
    return "\n".join(file.read_text(encoding="utf-8") for file in sheets)


def head() -> str:
    """What goes into the document's head: the page's own script."""
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    return f'<meta name="color-scheme" content="light dark"><script>{script}</script>'
