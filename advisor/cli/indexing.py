"""Building the index on a terminal: a bar while it runs, a report by name at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.cli.speak import by_folder, progress_bar, say

if TYPE_CHECKING:
    from advisor.index.build import BuildReport
    from advisor.settings import Settings
    from advisor.types import Embedder


def build(settings: Settings, rebuild: bool) -> BuildReport:
    """Bring the index up to date with the settings' folders, with a bar on stderr."""
    from advisor.index.build import build_index
    from advisor.settings import DEFAULT_EMBEDDER

    with progress_bar("Reading documents") as (bar, task):

        def open_embedder() -> Embedder:
            from advisor.index.embedder import open_embedder as open_now

            bar.update(task, description="Loading the search model")
            return open_now(settings)

        def progress(done: int, total: int) -> None:
            bar.update(task, description="Embedding passages", completed=done, total=total)

        return build_index(
            settings.corpus,
            settings.index,
            settings.embedder,
            open_embedder,
            settings.chunk_tokens,
            progress,
            rebuild,
            fixed_weights=settings.embedder == DEFAULT_EMBEDDER and not settings.embedder_folder,
        )


def say_report(settings: Settings, report: BuildReport) -> None:
    """What was indexed and what was skipped and why, by name; one line when nothing changed."""
    manifest = report.manifest
    size = f"{manifest.documents} documents, {manifest.chunks} passages"
    if not report.published:
        names = ", ".join(path for path, _ in manifest.skipped)
        skipped = f"; skipped as before: {names}" if names else ""
        say(f"The index in {settings.index} is up to date: {size}{skipped}.")
        return
    if report.embedded:
        say("Indexed")
        for line in by_folder(report.embedded):
            say(f"  {line}")
    if manifest.skipped:
        say("Skipped")
        for path, reason in manifest.skipped:
            say(f"  {path}: {reason}")
    say(
        f"The index in {settings.index} holds {size}; {len(report.embedded)} documents were new or "
        f"changed, {report.reused} were as before, {len(manifest.skipped)} files were skipped. "
        f"It took {report.seconds:.1f} s."
    )
