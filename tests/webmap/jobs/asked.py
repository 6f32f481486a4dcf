"""A page for tests by which whoever is signed in asks for long work, of a kind that does something else there."""

from flask import Flask, request

from webmap.jobs.asking import ask_for

KIND = "snapshot"
TITLE = "Gói họp – Quận 8 (cũ)"
TEXT = "nội dung"


def add_page(app: Flask) -> None:
    """Add ``/ask?uuid=…``, which asks for work of the kind `KIND` and answers with its identifier."""

    def ask() -> str:
        return ask_for(KIND, {"text": TEXT}, title=TITLE, uuid=request.args.get("uuid"))

    app.add_url_rule("/ask", "ask", ask)
