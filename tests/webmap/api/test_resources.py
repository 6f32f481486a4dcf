"""Small resources: the same links and facts as JSON and as a page, in the form that is asked for."""

import pytest
from flask import Flask

from webmap.api.resources import answer_list, own_links, read_form
from webmap.errors import BadParameter


def test_a_resource_is_json_or_a_page(app: Flask) -> None:
    for query, kind in (("", "application/json"), ("f=json", "application/json"), ("f=html", "text/html")):
        with app.test_request_context(f"/api/styles?{query}"):
            body = {"links": [*own_links("Title"), {"rel": "item", "href": "/x/{z}", "templated": True}]}
            told = answer_list("Title", body, [("Web Mercator", "/y")])
            assert told.mimetype == kind
            text = told.get_data(as_text=True)
            if kind == "text/html":
                assert all(word in text for word in ("Title", "Web Mercator", 'href="/y"'))
                assert "/x/{z}" not in text


def test_other_forms_and_parameters_are_refused(app: Flask) -> None:
    with app.test_request_context("/api/styles?f=qml"):
        assert read_form(("json", "qml")) == "qml"
        with pytest.raises(BadParameter):
            read_form()
    with app.test_request_context("/api/styles?colour=red"), pytest.raises(BadParameter):
        answer_list("Title", {"links": []}, [])
