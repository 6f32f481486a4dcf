"""The errors that only the web storey raises: what was asked, by whom, and how the service is set up."""

from geo.errors import AppError


class BadParameter(AppError):
    """A parameter, field or body that cannot be understood.

    Parameters
    ----------
    parameter
        Name of the query parameter, path part, form field or header; ``body`` for a whole body.
    expected
        What would have been right, as a slug: the text is ``errors.expected.<slug>``.
    code
        Error code, where the general one says too little.
    facts
        Further facts that the two texts mention.
    """

    def __init__(
        self, parameter: str, expected: str, *, code: str = "parameter_invalid", **facts: object
    ) -> None:
        super().__init__(code, parameter=parameter, expected=expected, **facts)


class NotSignedIn(AppError):
    """Nobody is signed in, or what was shown as proof is not (or no longer) good."""


class RequestRefused(AppError):
    """A change whose origin is not proven: the form is too old or came from another site."""


class PreconditionMissing(AppError):
    """A change that does not say from which version it started."""


class ConfigError(AppError):
    """A setting that the service cannot start with; the facts name its variable."""


class TooMuchForAMap(AppError):
    """More places than one page can replay; the facts say how many it can."""
