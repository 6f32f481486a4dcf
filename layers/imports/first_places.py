"""Finds the first of several rows of a file that are the same, in a few bytes a row."""

from typing import Final

import numpy as np
import numpy.typing as npt

_MOST_RECENT: Final = 20_000
"""Rows that are held as a dictionary holds them, in seven times the memory."""

_Numbers = npt.NDArray[np.int64]


class FirstPlaces:
    """By the hash of what a row says, the place of the first row that says it."""

    def __init__(self) -> None:
        self._recent: dict[int, int] = {}
        self._keys: _Numbers = np.empty(0, np.int64)
        self._places: _Numbers = np.empty(0, np.int64)

    def find(self, key: int, place: int) -> int:
        """Return the place of the first row of this hash, which this one is where there was none before."""
        at = int(np.searchsorted(self._keys, key)) if self._keys.size else 0
        if at < self._keys.size and self._keys[at] == key:
            return int(self._places[at])
        first = self._recent.setdefault(key, place)
        if len(self._recent) == _MOST_RECENT:
            self._settle()
        return first

    def _settle(self) -> None:
        """Put the recent rows among the others, which are sorted by their hashes."""
        keys = np.concatenate([self._keys, np.fromiter(self._recent, np.int64)])
        places = np.concatenate([self._places, np.fromiter(self._recent.values(), np.int64)])
        order = np.argsort(keys)
        self._keys, self._places = keys[order], places[order]
        self._recent.clear()
