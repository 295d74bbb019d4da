"""Keeps what visitors send out of the log: gradio prints it when an event does not fit the page."""

from __future__ import annotations

import logging
from typing import Any

import gradio as gr

_log = logging.getLogger(__name__)
OLD_PAGE = "This page is older than the server. Reload it to go on; what you told stays here."


def discreet(page: gr.Blocks) -> gr.Blocks:
    """The page with errors of its events that name no input.

    An event does not fit when the server was started anew, with another version, under an open page.
    Gradio then prints the traceback with every input of the event: a profile, a text, an ad.
    """
    preprocess = page.preprocess_data

    async def preprocess_data(*arguments: Any, **more: Any) -> Any:
        try:
            return await preprocess(*arguments, **more)
        except gr.Error as error:
            error.print_exception = False
            raise
        except Exception as error:
            _log.warning("An event does not fit the page: %s", type(error).__name__)
            raise gr.Error(OLD_PAGE, print_exception=False) from None

    page.preprocess_data = preprocess_data
    return page
