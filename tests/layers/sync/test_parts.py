"""Bytes that have not all come: they grow in order, and a piece out of order changes nothing."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from layers.errors import StaleVersion
from layers.sync.parts import PartStore


def test_pieces_grow_to_the_whole(tmp_path: Path) -> None:
    store = PartStore(tmp_path / "uploads")
    assert (store.size("a"), store.read("a")) == (0, b"")
    assert [store.append("a", 0, b"one"), store.append("a", 3, b""), store.append("a", 3, b"two")] == [
        3,
        3,
        6,
    ]
    assert (store.size("a"), store.read("a"), store.size("b")) == (6, b"onetwo", 0)
    store.forget("a")
    store.forget("a")
    assert store.size("a") == 0


@pytest.mark.parametrize("offset", [0, 2, 4])
def test_a_piece_that_does_not_follow_is_refused_with_what_is_there(tmp_path: Path, offset: int) -> None:
    store = PartStore(tmp_path)
    store.append("a", 0, b"one")
    with pytest.raises(StaleVersion) as stale:
        store.append("a", offset, b"two")
    assert stale.value.facts["present"] == 3
    assert store.read("a") == b"one"


def test_of_two_that_send_the_same_piece_one_adds_it(tmp_path: Path) -> None:
    store = PartStore(tmp_path)

    def send(_number: int) -> bool:
        try:
            store.append("a", 0, b"x" * 50_000)
        except StaleVersion:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(send, range(8))) == [False] * 7 + [True]
    assert store.size("a") == 50_000
