"""Fills in a template of Word with a report, and checks a template that the office made."""

import io
import zipfile
from dataclasses import asdict, fields
from typing import Any, Final

from layers.errors import Refused
from webmap.render.office.fixed_zip import fix_times
from webmap.render.report_words import ReportPaper

MIMETYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

NAMES: Final = frozenset(field.name for field in fields(ReportPaper)) - {"sheet"}
"""What a template may fill in."""

_WANTED: Final = frozenset({"subject", "sections", "groups"})
"""Without these a paper is no report."""

_MAIN: Final = "word/document.xml"
_MACROS: Final = "vbaproject.bin"
_LARGEST: Final = 40_000_000


def own_template() -> bytes:
    """Return the template of the service, a file of Word."""
    from webmap.render.office.report_template import make_template  # noqa: PLC0415 - only a download needs Word

    return make_template()


def fill_document(template: bytes, paper: ReportPaper) -> bytes:
    """Return a report as a file of Word, the same bytes for the same template and report.

    Raises
    ------
    Refused
        ``report_template_broken``, with what is wrong.
    """
    told = {name: value for name, value in asdict(paper).items() if name in NAMES}
    return fix_times(_render(template, told))


def check_template(template: bytes, trial: ReportPaper) -> None:
    """Make sure that a template can be filled in: it is a file of Word, without macros, that asks for what there is.

    Raises
    ------
    Refused
        ``report_template_no_word``, ``report_template_macros``, ``report_template_unknown`` (with the names that it
        asks for in vain), ``report_template_lacks`` (with those that it has to ask for), ``report_template_broken``.
    """
    _check_package(template)
    asked = _asked_names(template)
    if asked - NAMES:
        raise Refused("report_template_unknown", field="file", names=", ".join(sorted(asked - NAMES)))
    if _WANTED - asked:
        raise Refused("report_template_lacks", field="file", names=", ".join(sorted(_WANTED - asked)))
    fill_document(template, trial)


def _check_package(template: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            names = package.namelist()
            is_sound = (
                package.testzip() is None and sum(one.file_size for one in package.infolist()) < _LARGEST
            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise Refused("report_template_no_word", field="file") from error
    if _MAIN not in names or not is_sound:
        raise Refused("report_template_no_word", field="file")
    if any(name.lower().endswith(_MACROS) for name in names):
        raise Refused("report_template_macros", field="file")


def _asked_names(template: bytes) -> set[str]:
    from docxtpl import DocxTemplate  # noqa: PLC0415 - only a download needs Word
    from jinja2 import TemplateError  # noqa: PLC0415

    try:
        return set(DocxTemplate(io.BytesIO(template)).get_undeclared_template_variables(_sandbox()))
    except (TemplateError, SyntaxError, KeyError, ValueError) as error:
        raise Refused("report_template_broken", field="file", told=_first_line(error)) from error


def _render(template: bytes, told: dict[str, Any]) -> bytes:
    from docxtpl import DocxTemplate  # noqa: PLC0415 - only a download needs Word
    from jinja2 import TemplateError  # noqa: PLC0415

    body = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(told, _sandbox(), autoescape=True)
        document.save(body)
    except (TemplateError, SyntaxError, KeyError, TypeError, ValueError) as error:
        raise Refused("report_template_broken", field="file", told=_first_line(error)) from error
    return body.getvalue()


def _sandbox() -> Any:
    """Return what a template may do: read what it is given, and nothing beyond; it may come from anybody's hands."""
    from jinja2 import StrictUndefined  # noqa: PLC0415 - comes with the web application, but is used here alone
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
