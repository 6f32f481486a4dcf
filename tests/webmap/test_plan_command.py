"""``flask plan``: a day planned from the command line, written as any of its files."""

import json
from pathlib import Path

import pytest
from flask import Flask

from layers.actor import SYSTEM
from layers.outings.day_records import get_day_plan
from tests.webmap.command_line import run
from webmap.render.plan_files import PLAN_FILES

DAY = "2026-11-23"


def test_a_day_is_planned_kept_and_written(ready: Flask, tmp_path: Path) -> None:
    out = tmp_path / "day.json"
    told = json.loads(run(ready, "plan", DAY, "--area", "776", "--teams", "2", "--out", str(out), "--json"))
    assert (told["day"], told["stops"] + told["left_out"], told["file"]) == (DAY, 4, str(out))
    written = json.loads(out.read_text(encoding="utf-8"))
    assert (written["code"], written["plan_on"], written["mode"]) == (told["plan"], DAY, "motorbike")
    assert [team["name"] for team in written["teams"]] == ["Đội 1", "Đội 2"]
    stop = next(stop for team in written["teams"] for stop in team["stops"])
    assert stop["at"].keys() == {"lon", "lat"}
    assert stop["leave_s"] - stop["begin_s"] == stop["service_s"]
    with ready.extensions["database"].read() as connection:
        kept = get_day_plan(connection, SYSTEM, told["plan"])
    assert (kept.state, kept.recorded_by, len(kept.stops)) == ("draft", None, told["stops"])


def test_the_words_say_what_was_made(ready: Flask, tmp_path: Path) -> None:
    said = run(ready, "plan", DAY, "--mode", "walking", "--out", str(tmp_path / "day.json"))
    assert "Đã lập kế hoạch LT" in said
    assert "23/11/2026" in said


@pytest.mark.parametrize("suffix", sorted(PLAN_FILES))
def test_every_file_of_a_plan_is_written(ready: Flask, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"day.{suffix}"
    run(ready, "plan", DAY, "--start", "106.6600,10.7420", "--out", str(out))
    starts = {"pdf": b"%PDF", "ics": b"BEGIN:VCALENDAR", "geojson": b"{"}
    assert out.read_bytes().startswith(starts.get(suffix, b"<?xml"))


def test_who_plans_plans_his_own_places(ready: Flask, tmp_path: Path) -> None:
    run(ready, "user", "add", "giam_sat", "--role", "supervisor", "--area", "27424@2025-07-01")
    out = tmp_path / "day.json"
    run(ready, "plan", DAY, "--as", "giam_sat", "--out", str(out))
    written = json.loads(out.read_text(encoding="utf-8"))
    assert [stop["hotspot"] for team in written["teams"] for stop in team["stops"]] == ["DB00001"]
    assert (written["recorded_by"], written["teams"][0]["start"]["name"]) == ("giam_sat", "Phường Bình Đông")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("2026-11-21", "--area", "776"), 1, "đã qua"),
        ((DAY, "--area", "99999"), 1, "99999"),
        ((DAY, "--area", "27397@2025-01-01"), 1, "đến hạn"),
        ((DAY, "--as", "nobody"), 1, "nobody"),
        (("23/11/2026",), 2, "23/11/2026"),
        ((DAY, "--start", "here"), 2, "here"),
        ((DAY, "--start", "300,10"), 1, "300"),
        ((DAY, "--teams", "99"), 2, "99"),
        ((DAY, "--mode", "boat"), 2, "boat"),
    ],
    ids=str,
)
def test_what_goes_wrong_is_said_and_nothing_is_written(
    ready: Flask, tmp_path: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    out = tmp_path / "day.json"
    assert told in run(ready, "plan", *words, "--out", str(out), code=code)
    assert not out.exists()


def test_an_unknown_kind_of_file_is_refused(ready: Flask, tmp_path: Path) -> None:
    assert ".docx" in run(ready, "plan", DAY, "--out", str(tmp_path / "day.docx"), code=2)
