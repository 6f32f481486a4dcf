"""What is wrong with a filter, and where."""

from webmap.errors import BadParameter

MOST_CHARACTERS = 65_536
DEEPEST = 20
MOST_PREDICATES = 500
MOST_VALUES = 2_000
LONGEST_PATTERN = 1_000
"""Characters of a pattern of LIKE: a database gives up on very long ones."""


class BadFilter(BadParameter):
    """A filter that cannot be understood, or asks for what there is not.

    Parameters
    ----------
    code
        Error code.
    at
        Place in the filter: number of the character, or a JSON pointer.
    expected
        What would have been right there, as a slug.
    facts
        Further facts that the text of the error mentions.
    """

    def __init__(self, code: str, at: str, *, expected: str = "filter", **facts: object) -> None:
        super().__init__("filter", expected, code=code, at=at, **facts)
