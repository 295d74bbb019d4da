"""Career Advisor: cited answers about moving between data and AI roles.

Importing this package loads nothing heavy; the names below are fetched on first use.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.answer import Advisor, Answer, open_advisor
    from advisor.errors import AdvisorError
    from advisor.settings import Settings
    from advisor.types import Draft, Message, Source

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
"""Read when torch is loaded. Threads that spin while they wait take the processor from the one that
they wait for: with other programs running, a search took 150 to 1000 ms instead of 15."""

__version__ = "0.1.0"

_HOMES = {
    "Advisor": "advisor.answer",
    "Answer": "advisor.answer",
    "open_advisor": "advisor.answer",
    "AdvisorError": "advisor.errors",
    "Settings": "advisor.settings",
    "Draft": "advisor.types",
    "Message": "advisor.types",
    "Source": "advisor.types",
}

__all__ = [
    "Advisor",
    "AdvisorError",
    "Answer",
    "Draft",
    "Message",
    "Settings",
    "Source",
    "__version__",
    "open_advisor",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'advisor' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
