"""``flask report``: a report from the command line, on record or not."""

import io
import json
from pathlib import Path

import openpyxl
from flask import Flask

from layers.actor import SYSTEM
from layers.reporting.report_periods import read_period
from layers.reporting.reports import begin_report
from tests.webmap.command_line import run


def test_a_report_is_written_as_each_file(ready: Flask, tmp_path: Path) -> None:
    for suffix, mark in (("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")):
        out = tmp_path / f"report.{suffix}"
        words = ("report", "quarter", "2026-Q4", "--area", "776", "--out", str(out), "--json")
        told = json.loads(run(ready, *words))
        assert (told["report"], told["state"], told["day"]) == (None, "draft", "2026-11-22")
        body = out.read_bytes()
        assert body.startswith(mark)
        run(ready, *words)
        assert out.read_bytes() == body
    annex = openpyxl.load_workbook(io.BytesIO(body))
    assert annex.worksheets[1].max_row >= 7
    with ready.extensions["database"].write(SYSTEM, "report.begin") as change:
        code = begin_report(change, "27424", read_period("month", "2026-11"))
    told = json.loads(
        run(ready, "report", "month", "2026-11", "--area", "27424", "--out", str(out), "--json")
    )
    assert (told["report"], told["state"]) == (code, "draft")


def test_what_cannot_be_written_is_told(ready: Flask, tmp_path: Path) -> None:
    out = str(tmp_path / "report.pdf")
    assert "bắt đầu ngày 01/01/2027" in run(
        ready, "report", "month", "2027-01", "--area", "776", "--out", out, code=1
    )
    assert "2026-Q4" in run(ready, "report", "quarter", "2026-11", "--area", "776", "--out", out, code=1)
    assert "Không có đơn vị" in run(ready, "report", "year", "2026", "--area", "x", "--out", out, code=1)
    wrong = str(tmp_path / "report.odt")
    assert ".docx, .pdf, .xlsx" in run(
        ready, "report", "year", "2026", "--area", "776", "--out", wrong, code=2
    )
