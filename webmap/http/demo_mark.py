"""Tells pages whether the database holds an invented history, so that each of them says so."""

from flask import Flask, g

from layers.demo.mark import LABEL, find_demo
from layers.errors import StorageUnavailable
from webmap.http import auth


def init_app(app: Flask) -> None:
    """Tell templates: ``demo_label``, empty where everything is real."""
    app.context_processor(lambda: {"demo_label": demo_label()})


def demo_label() -> str:
    """Return what pages, sheets and files have to say while an invented history is loaded, else nothing.

    Whoever is signed in was looked up with this answer; it is asked for once where nobody is, or a token was shown.
    """
    if "has_demo" not in g:
        found = g.get("account")
        known = found.has_demo if found is not None else None
        g.has_demo = _ask() if known is None else known
    return LABEL if g.has_demo else ""


def labelled_file(name: str) -> str:
    """Return the name of a file for whoever downloads it, which says so too."""
    return label_file(name, demo_label())


def label_file(name: str, label: str) -> str:
    """Return the name of a file that says what `demo_label` returned."""
    return f"du-lieu-mau-{name}" if label else name


def _ask() -> bool:
    try:
        with auth.database().read() as connection:
            return find_demo(connection) is not None
    except StorageUnavailable:  # the page that says so has a shell too
        return False
