"""What can go wrong, in words for a person.

Every message says what was found, what was expected, and what to do. The doors (terminal, page)
print the message and nothing else; a traceback never reaches a person.
"""


class AdvisorError(Exception):
    """Anything that a person can mend; the message is one or two plain sentences."""


class SettingsError(AdvisorError):
    """An ADVISOR_* variable or option that is unknown or has an impossible value."""


class DocumentError(AdvisorError):
    """A file that cannot be read as a document; the build reports it and goes on."""


class IndexMissing(AdvisorError):
    """There is no index in the folder."""


class IndexDamaged(AdvisorError):
    """The files of an index do not match its manifest."""


class IndexForeign(AdvisorError):
    """The index was built with another embedder, another chunker or another format."""


class ModelUnavailable(AdvisorError):
    """A model cannot be loaded here: missing, incomplete, forbidden or refused."""


class GenerationFailed(AdvisorError):
    """The language model stopped in the middle of an answer."""
