"""The root of the project's errors, and the errors that geometry, geodesy and text raise."""


class AppError(Exception):
    """A fact that stops the work, said as a code and its facts.

    Parameters
    ----------
    code
        Stable slug, such as ``"bbox_invalid"``. It is also the translation key
        (``errors.<code>``), so the message is written once per language.
    facts
        What the message needs: plain strings and numbers, never a person's data.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in sorted(self.facts.items()))
        return f"{self.code}({told})"


class InvalidGeometry(AppError):
    """A geometry that cannot be used, with what is wrong and where."""


class UnknownCrs(AppError):
    """A coordinate reference system that is not accepted, with the reason."""


class PersonalData(AppError):
    """Text that seems to name a person or to hold a number that leads to one."""


class NoRoute(AppError):
    """Two places between which no way leads, with both."""


class InvalidTour(AppError):
    """A day that cannot be planned as it was asked for, with the stop or team concerned."""
