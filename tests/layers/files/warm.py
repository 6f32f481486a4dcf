"""Readers without the start of a new interpreter each time: forked from a process that has loaded all libraries.

Only how a reader starts is replaced; limits, pipe, frames and clock are those of the product.
"""

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pytest

from layers.files import reading
from tests.layers.files.warm_child import read_once

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.layers.files.warm_libraries"])


class _Reader:
    """As much of a Popen as `layers.files.reading` uses."""

    def __init__(self, asked: str) -> None:
        mine, theirs = _CONTEXT.Pipe(duplex=False)
        self._process = _CONTEXT.Process(target=read_once, args=(asked, theirs))
        self._process.start()
        theirs.close()
        self.stdout: BinaryIO = os.fdopen(os.dup(mine.fileno()), "rb")
        mine.close()

    def wait(self) -> int:
        self._process.join()
        return self._process.exitcode or 0

    def end(self) -> None:
        self._process.kill()
        self.stdout.close()
        self.wait()


@contextmanager
def _reader(asked: str) -> Iterator[_Reader]:
    started = _Reader(asked)
    try:
        yield started
    finally:
        started.end()


def use_warm_readers(patch: pytest.MonkeyPatch) -> None:
    """Let everything that is read from here on be read by forks."""
    for name, value in reading.ENVIRONMENT.items():
        patch.setenv(name, value)
    patch.setattr(reading, "_reader", _reader)
