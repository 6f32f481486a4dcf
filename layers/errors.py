"""The errors that storage and the rules of the register raise."""

from geo.errors import AppError


class NotFound(AppError):
    """Nothing with this identifier that the actor may know of."""


class OutsideScope(AppError):
    """The actor's grants do not allow this action here."""


class StaleVersion(AppError):
    """The record changed since the version that the caller started from."""


class Refused(AppError):
    """A rule of the register forbids the change; the facts say what is missing."""


class Gone(AppError):
    """What the caller held was ended for good, and he is to forget it."""


class StorageUnavailable(AppError):
    """The database cannot be reached, is locked or is not the one expected."""


class QueryTooHeavy(AppError):
    """The question took longer than the time a query may take."""


class ImportRejected(AppError):
    """A file that is not taken in: of no kind that we read, unsafe, broken or over a limit."""
