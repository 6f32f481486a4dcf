"""Keeps the last few answers that cost much to make, by the tag that names all that they depend on."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
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
    most_bytes
        What they may take together, each as much as its ``len`` says; None where it does not matter.
    """

    def __init__(self, most: int = 8, *, most_bytes: int | None = None) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._bytes = 0
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, tag: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return the answer with this tag, made now where it is not kept."""
        found = self.find(tag)
        if found is None:
            found = make()
            self.put(tag, found)
        return found

    def find(self, tag: Hashable) -> Answer | None:
        """Return the answer with this tag, if it is kept."""
        with self._lock:
            found = self._answers.get(tag)
            if found is not None:
                self._answers.move_to_end(tag)
            return found

    def put(self, tag: Hashable, answer: Answer) -> None:
        """Keep an answer, instead of what was kept under its tag."""
        with self._lock:
            if tag in self._answers:
                self._bytes -= self._size(self._answers.pop(tag))
            self._bytes += self._size(answer)
            self._answers[tag] = answer
            while len(self._answers) > self._most or self._bytes > (self._most_bytes or 0):
                self._bytes -= self._size(self._answers.popitem(last=False)[1])

    def _size(self, answer: Any) -> int:
        return 0 if self._most_bytes is None else len(answer)


def kept(name: str, most: int = 8, *, most_bytes: int | None = None) -> Kept[Any]:
    """Return the memory of this service for one kind of answer; its bounds are those that it is first asked with."""
    memories = current_app.extensions.setdefault("kept", {})
    found: Kept[Any] = memories.setdefault(name, Kept(most, most_bytes=most_bytes))
    return found
