"""Which language a request gets, and the words for its templates."""

from datetime import date, datetime

from flask import Flask, current_app, g, request, session

from geo.types import VIETNAM
from webmap.config import Config
from webmap.texts import Translator


def init_app(app: Flask) -> None:
    """Give templates ``t``, ``locale``, ``languages`` and the filters ``date``, ``moment`` and ``number``."""
    config: Config = app.config["DIABAN"]
    app.extensions["translators"] = {
        locale: Translator(locale, is_strict=config.testing) for locale in config.languages
    }
    app.jinja_env.globals["t"] = t
    app.jinja_env.filters["date"] = _date
    app.jinja_env.filters["number"] = _number
    app.jinja_env.filters["moment"] = tell_moment
    app.context_processor(lambda: {"locale": translator().locale, "languages": config.languages})


def translator() -> Translator:
    """Return the words in the language of this request.

    The account's choice comes first, then the one made in this session, then what the browser asks for, then
    the default; of a program with a token, what it asks for comes first. Whoever asks for Vietnamese at all
    gets it: many browsers here run on an English system.
    """
    if "translator" not in g:
        g.translator = current_app.extensions["translators"][_choose_locale()]
    chosen: Translator = g.translator
    return chosen


def choose(locale: str) -> None:
    """Use a language for the rest of this request and of this session."""
    session["locale"] = locale
    g.pop("translator", None)


def speak(locale: str) -> None:
    """Use a language for the rest of this request: that of whoever it is answered for."""
    g.translator = current_app.extensions["translators"][locale]


def t(key: str, **facts: object) -> str:
    """Return the text of a key in the language of this request."""
    return translator().text(key, **facts)


def tell_moment(at: datetime) -> str:
    """Write an aware time as people in Viet Nam do: day, hour and minute."""
    local = at.astimezone(VIETNAM)
    return t("history.moment", day=local.date(), time=f"{local:%H:%M}")


def _choose_locale() -> str:
    config: Config = current_app.config["DIABAN"]
    account = g.get("account")
    chosen = (account and account.locale, session.get("locale"))
    # A program that sends a token says in Accept-Language what it wants; a browser sends it unasked.
    wishes = (_asked_locale(), *chosen) if request.authorization else (*chosen, _asked_locale())
    return next((str(wish) for wish in wishes if wish in config.languages), config.default_language)


def _asked_locale() -> str | None:
    config: Config = current_app.config["DIABAN"]
    asked = request.accept_languages
    if any(tag.split("-")[0].lower() == config.default_language for tag in asked.values()):
        return config.default_language
    return asked.best_match(config.languages)


def _date(day: date) -> str:
    return translator().date(day)


def _number(value: float, decimals: int | None = None) -> str:
    return translator().number(value, decimals=decimals)
