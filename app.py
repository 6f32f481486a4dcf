"""Exposes create_app, where Flask's command line and WSGI servers look for it."""

from webmap.factory import create_app

__all__ = ["create_app"]
