"""Answers a change of a plan: with its page, or where a script asks with its lists and map as they are now."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from geo.errors import AppError, InvalidTour, PersonalData
from layers.errors import NotFound, Refused, StaleVersion
from layers.store import scope
from webmap.http import auth, conflicts, respond
from webmap.http.errors import is_for_page
from webmap.pages.outings import plan_told
from webmap.pages.outings.plan_page import read_told, show_plan


def answer(code: str, form: Any, name: str, do: Callable[[], None], done: str) -> ResponseReturnValue:
    """Do what a form of a plan's page asks for, and answer.

    Parameters
    ----------
    code
        Of the plan.
    form
        As it was sent; what is wrong is told on it, on the page of the plan.
    name
        What the page calls the form.
    do
        Makes the change.
    done
        What is said when it is made.
    """
    is_page = is_for_page()
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "plan.edit")
    if not form.validate():
        return show_plan(code, {name: form}, status=422)
    try:
        do()
    except StaleVersion as error:
        if not is_page:
            raise
        conflicts.look_again(form, error)
        return show_plan(code, {name: form}, status=412)
    except (Refused, InvalidTour, PersonalData, NotFound) as error:
        if not is_page or _is_of_plan(error):
            raise
        form.tell(error)
        return show_plan(code, {name: form}, status=422)
    if not is_page:
        return _tell_script(code, done)
    flash(done, "good")
    return redirect(url_for("plan_page.show", code=code), 303)


def _is_of_plan(error: AppError) -> bool:
    """Tell whether there is no such plan, so that there is no page to tell it on."""
    return error.code == "plan_not_found"


def _tell_script(code: str, done: str) -> ResponseReturnValue:
    with auth.database().read() as connection:
        told = read_told(connection, code)
    body = {"said": done, "board": plan_told.board(told), "plan": plan_told.map_facts(told)}
    return respond.to_json(body)
