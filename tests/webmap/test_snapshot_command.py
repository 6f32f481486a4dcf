"""``flask snapshot``: a map printed from the command line, the same bytes for the same arguments."""

import json
from pathlib import Path

import pytest
from flask import Flask

from tests.webmap.command_line import run
from tests.webmap.render.paper.test_visit_slip import read


def test_a_map_is_printed_as_asked_and_the_same_again(ready: Flask, tmp_path: Path) -> None:
    asked = ("--at", "2026-11-22", "--area", "27418", "--paper", "A3", "--locale", "en", "--title", "Meeting")
    one, other = tmp_path / "one.pdf", tmp_path / "other.pdf"
    told = json.loads(run(ready, "snapshot", "--out", str(one), *asked, "--json"))
    run(ready, "snapshot", "--out", str(other), *asked)
    made = one.read_bytes()
    assert made == other.read_bytes()
    assert told == {"day": "2026-11-22", "size": len(made), "file": str(one)}
    words = " ".join(" ".join(read(made)).split())
    assert "Meeting" in words
    assert "Data as of 22/11/2026" in words


def test_days_and_boundaries_are_those_asked_for(ready: Flask, tmp_path: Path) -> None:
    out = tmp_path / "old.pdf"
    said = run(ready, "snapshot", "--out", str(out), "--at", "2020-05-01", "--vintage", "start")
    assert "01/05/2020" in said
    assert "16 phường (đến 31/12/2024)" in " ".join(" ".join(read(out.read_bytes())).split())


def test_the_format_may_be_named_and_who_asks_sees_his_own(ready: Flask, tmp_path: Path) -> None:
    run(ready, "user", "add", "phu_dinh", "--role", "officer", "--area", "27418@2025-07-01")
    out = tmp_path / "map.bin"
    run(ready, "snapshot", "--format", "html", "--out", str(out), "--as", "phu_dinh")
    told = out.read_text(encoding="utf-8")
    assert told.startswith("<!DOCTYPE html>")
    assert "Cầu Hiệp Ân" in told or "Hẻm" in told


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--out", "x.doc"), ".doc"),
        (("--out", "x.pdf", "--area", "99999"), "99999"),
        (("--out", "x.pdf", "--vintage", "soon"), "vintage"),
        (("--out", "x.pdf", "--dpi", "5000"), "dpi"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_words(ready: Flask, asked: tuple[str, ...], said: str) -> None:
    answer = ready.test_cli_runner().invoke(args=["snapshot", *asked])
    assert answer.exit_code != 0
    assert said in answer.output
    assert "Traceback" not in answer.output
