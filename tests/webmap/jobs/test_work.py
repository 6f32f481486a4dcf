"""How work says how far it is: heard a few times a second, and stopped where nobody wants it any more."""

from datetime import UTC, datetime
from typing import Any

import pytest

from webmap.jobs import work
from webmap.jobs.queue import Progress
from webmap.jobs.work import Cancelled, Reporter

_NOW = datetime(2026, 11, 22, tzinfo=UTC)


def _sign(share: float, key: str, facts: dict[str, Any]) -> Progress:
    return Progress(share, key, _NOW, "máy:7", facts)


def test_of_many_words_a_few_are_heard_and_a_beat_repeats_the_last() -> None:
    told: list[Progress] = []
    reporter = Reporter(told.append, lambda: True, _sign)
    for step in range(100):
        reporter.report(step / 50, "downloads.doing.running", n=step)
    assert [(one.share, one.facts) for one in told] == [(0.0, {"n": 0})]
    reporter.beat()
    assert told[-1] == Progress(1.0, "downloads.doing.running", _NOW, "máy:7", {"n": 99})


def test_what_nobody_wants_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_BETWEEN_TELLINGS_S", 0)
    wanted = iter((True, False))
    reporter = Reporter(lambda _told: None, lambda: next(wanted), _sign)
    reporter.report(0.1, "")
    with pytest.raises(Cancelled):
        reporter.report(0.2, "")
