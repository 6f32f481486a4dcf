"""Keeps the last few answers that cost much to make, by the tag that names all that they depend on."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar

from flask import current_app

Answer = TypeVar("Answer")


class Kept(Generic[Answer]):
    """A small memory of answers; of several threads that miss the same one, each makes it.

    Parameters
    ----------
    most
        Answers kept at most; the one that was longest not asked for goes first.
    """

    def __init__(self, most: int = 8) -> None:
        self._most = most
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, tag: str, make: Callable[[], Answer]) -> Answer:
        """Return the answer with this tag, made now where it is not kept."""
        with self._lock:
            if tag in self._answers:
                self._answers.move_to_end(tag)
                return self._answers[tag]
        made = make()
        with self._lock:
            self._answers[tag] = made
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return made


def kept(name: str) -> Kept[Any]:
    """Return the memory of this service for one kind of answer."""
    memories = current_app.extensions.setdefault("kept", {})
    found: Kept[Any] = memories.setdefault(name, Kept())
    return found
