"""Limits: what is exceeded is told in numbers that people know."""

from layers.files.limits import Limits


def test_bytes_are_told_in_megabytes_and_counts_as_counts() -> None:
    limits = Limits(file_bytes=2_000_000_000, features=7)
    assert limits.exceeded("file_bytes").facts == {"what": "file_bytes", "limit": 2000}
    assert limits.exceeded("features").facts == {"what": "features", "limit": 7}
