"""Answers for resources that are a small JSON object: themselves, or a page that shows them to people."""

from collections.abc import Iterable, Mapping, Sequence

from flask import Response, render_template, request

from webmap.api.crumbs import find_crumbs
from webmap.http import params, respond
from webmap.http.i18n import translator
from webmap.http.links import Link, self_links


def read_form(forms: Sequence[str] = params.FORMATS, default: str | None = None) -> str | None:
    """Return the form that is asked for by ``f``, one of those given."""
    asked = request.args.get("f", default)
    return None if asked is None else params.read_one_of("f", asked, tuple(forms))


def own_links(title: str, forms: Sequence[str] = params.FORMATS) -> list[Link]:
    """Return the links of a resource to itself and to its page."""
    is_page = respond.wants_html(read_form(forms))
    return list(self_links({"json": title, "html": title}, is_page=is_page))


def show_page(template: str, **shown: object) -> Response:
    """Return a page of the API, with the way to it."""
    page = render_template(template, crumbs=find_crumbs(request.path), **shown)
    return respond.vary(Response(page, mimetype=respond.HTML))


def answer_resource(
    template: str, body: Mapping[str, object], *, forms: Sequence[str] = params.FORMATS, **shown: object
) -> Response:
    """Return a resource as JSON, or as a page where that is asked for.

    Parameters
    ----------
    template
        Of the page, which is given ``body`` too.
    body
        The resource.
    forms
        What ``f`` may be.
    shown
        What the page is given besides.
    """
    if respond.wants_html(read_form(forms)):
        return show_page(template, body=body, **shown)
    response = respond.to_json(body)
    response.headers["Content-Language"] = translator().locale
    return response


def answer_list(title: str, body: Mapping[str, object], items: Iterable[tuple[str, str]]) -> Response:
    """Return a list of resources as JSON or as a page, which takes no parameter but its form.

    Parameters
    ----------
    title
        Of the page.
    body
        The list.
    items
        Titles and addresses of what it lists.
    """
    params.require_known(request.args, ("f",))
    return answer_resource("api/list.html", body, title=title, items=list(items))
