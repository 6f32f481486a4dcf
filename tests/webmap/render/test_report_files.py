"""The files of a report: each of its kind, without a template of one's own as with it."""

from tests.webmap.render.office.telling import make_paper
from webmap.render.office.document import own_template
from webmap.render.report_files import REPORT_FILES


def test_each_file_is_of_its_kind() -> None:
    paper = make_paper()
    told = {suffix: kind.write(paper, None)[:4] for suffix, kind in REPORT_FILES.items()}
    assert told == {"docx": b"PK\x03\x04", "pdf": b"%PDF", "xlsx": b"PK\x03\x04"}
    assert REPORT_FILES["docx"].write(paper, own_template()) == REPORT_FILES["docx"].write(paper, None)
