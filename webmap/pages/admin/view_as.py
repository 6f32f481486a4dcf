"""Looking through another's grant: a coordinator sees exactly what whoever holds it sees, and changes nothing."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.text.names import fold_key
from layers.people import viewing
from layers.people.viewing import Viewable
from layers.store import scope
from webmap.http import auth, params
from webmap.http.forms import Given, PageForm, WholeField
from webmap.http.i18n import t

blueprint = Blueprint("view_as", __name__)
blueprint.before_request(auth.require_session)

LONGEST_LIST = 300
_LAST_ROW = 2**31 - 1


class ViewForm(PageForm):
    """The grant to look through."""

    grant = WholeField(validators=[Given()], least=1, most=_LAST_ROW)


@blueprint.get("/view-as")
def show() -> ResponseReturnValue:
    """Show the grants that can be looked through."""
    return _page()


@blueprint.post("/view-as")
def start() -> ResponseReturnValue:
    """Look through a grant from now on; the audit keeps who looked through whose."""
    form = ViewForm.sent()
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "scope.view_as")
    if not form.validate():
        return _page(told=form.grant.errors[0]), 422
    with auth.database().write(auth.actor(), "scope.view_as") as change:
        chosen = viewing.get_viewable(change.connection, change.actor, form.grant.data or 0)
        change.note("account_grant", chosen.account_name, after={"role": chosen.role, "area": chosen.area})
    auth.start_viewing(chosen)
    return redirect(url_for("home.show"), 303)


@blueprint.post("/view-as/stop")
def stop() -> ResponseReturnValue:
    """Look through one's own grants again."""
    viewed = auth.find_viewing()
    auth.stop_viewing()
    if viewed is None:
        return redirect(url_for("home.show"), 303)
    with auth.database().write(auth.account().actor, "scope.view_as_end") as change:
        change.note("account_grant", viewed.account_name, before={"role": viewed.role, "area": viewed.area})
    flash(t("admin.view_as.stopped"), "good")
    return redirect(url_for("view_as.show"), 303)


def _page(told: str = "") -> str:
    params.require_known(request.args, ("q",))
    search = request.args.get("q", "")[: params.LONGEST_SEARCH]
    with auth.database().read() as connection:
        found = viewing.list_viewable(connection, auth.actor())
    wanted = fold_key(search)
    rows = [one for one in found if wanted in fold_key(_words(one))]
    return render_template(
        "view_as/show.html",
        rows=[{"id": one.id, "name": one.account_name, "words": _words(one)} for one in rows[:LONGEST_LIST]],
        found=len(rows),
        search=search,
        told=told,
    )


def _words(one: Viewable) -> str:
    area = one.area_name or t("admin.grant.everywhere")
    role = t(f"codes.role.{one.role}") + (f" ({one.body_name})" if one.body_name else "")
    return t("admin.view_as.grant", role=role, area=area, name=one.account_name)
