"""The language model of a terminal command.

A command asks for it in passing or by name. In passing it is taken only from this machine: nobody
expects `advisor ask` to fetch a gigabyte. By name it may be fetched, with a bar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.cli.speak import progress_bar, remark

if TYPE_CHECKING:
    from advisor.answer import Advisor
    from advisor.types import Generator


def attach_model(advisor: Advisor, required: bool) -> None:
    """Let the advisor's answers be written by the language model, if it can be had.

    Raises:
        ModelUnavailable: the model is required and cannot be had.
    """
    generator = _fetched(advisor) if required else _at_hand(advisor)
    if generator is not None:
        from advisor.writers.model import ModelWriter

        advisor.rewriter = ModelWriter(advisor.index, advisor.lexicon, generator, advisor.settings)


def _fetched(advisor: Advisor) -> Generator | None:
    from advisor.generators import try_generator

    with progress_bar("Loading the language model") as (bar, task):

        def progress(done: int, total: int) -> None:
            mega = 1_000_000
            bar.update(
                task,
                description="Fetching the language model, MB",
                completed=done // mega,
                total=max(total // mega, 1),
            )

        return try_generator(advisor.settings, progress)[0]


def _at_hand(advisor: Advisor) -> Generator | None:
    from advisor.generators import ALONE, try_generator
    from advisor.generators.weights import WeightsUnavailable

    settings = advisor.settings.model_copy(update={"offline": True})
    try:
        return try_generator(settings)[0]
    except WeightsUnavailable as error:
        if error.trouble == "offline":
            remark(f"{settings.model} is not on this machine: {ALONE}. --writer model fetches it.")
        else:
            remark(f"{error.reason}: {ALONE}.")
    return None
