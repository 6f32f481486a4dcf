"""The files of a report: Word, PDF, and Excel for its annex."""

from flask import Blueprint, Response, request

from webmap.http import auth, params, respond
from webmap.http.demo_mark import labelled_file
from webmap.pages.reports.reading import read_shown, read_template
from webmap.render.report_files import REPORT_FILES

blueprint = Blueprint("report_files", __name__)


@blueprint.get("/reports/<code>.<any(docx, pdf, xlsx):suffix>")
def download(code: str, suffix: str) -> Response:
    """Return a report as a file."""
    params.require_known(request.args, ())
    with auth.database().read() as connection:
        shown = read_shown(connection, code)
        template = read_template(connection, shown.report) if suffix == "docx" else None
    kind, head = REPORT_FILES[suffix], shown.report.head
    answer = respond.to_bytes(kind.write(shown.paper, template), mimetype=kind.mimetype)
    name = labelled_file(
        f"bao-cao-{head.period.code}-{head.owner.public_id.partition('@')[0]}-{code}.{suffix}"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Language"] = "vi"
    return answer
