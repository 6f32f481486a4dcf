"""The devices of an account, as its holder and whoever manages accounts see them: when last seen, wiped from afar."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from geo.types import local_day
from layers.people import users
from layers.store import scope
from layers.sync.devices import list_devices, wipe_device
from webmap.http import auth
from webmap.http.i18n import t

blueprint = Blueprint("devices", __name__)
blueprint.before_request(auth.require_session)


@blueprint.post("/account/devices/<uuid>/wipe")
def wipe(uuid: str) -> ResponseReturnValue:
    """Have a device of one's own forget everything."""
    with auth.database().write(auth.actor(), "device.wipe") as change:
        wipe_device(change, auth.account(), uuid)
    flash(t("account.devices.wiping"), "good")
    return redirect(url_for("account.show", _anchor="devices"), 303)


@blueprint.post("/admin/accounts/<name>/devices/<uuid>/wipe")
def wipe_for(name: str, uuid: str) -> ResponseReturnValue:
    """Have a device of an account forget everything: it was lost, or its holder has left."""
    with auth.database().write(auth.actor(), "device.wipe") as change:
        scope.require(change.connection, change.actor, "account.manage")
        user = users.get_user(change.connection, name)
        wipe_device(change, user, uuid)
    flash(t("account.devices.wiping"), "good")
    return redirect(url_for("admin.show_account", name=user.name, _anchor="devices"), 303)


@blueprint.app_template_global("devices_of")
def tell_devices(name: str) -> list[dict[str, Any]]:
    """Return what ``account/_devices.html`` shows of the devices of an account."""
    with auth.database().read() as connection:
        user = users.get_user(connection, name)
        found = list_devices(connection, user)
    is_own = user.id == auth.account().id
    return [
        {
            "name": one.name,
            "registered": local_day(one.registered_at),
            "seen": local_day(one.seen_at),
            "wiped": local_day(one.wiped_at) if one.wiped_at else None,
            "wipe": url_for("devices.wipe", uuid=one.uuid)
            if is_own
            else url_for("devices.wipe_for", name=user.name, uuid=one.uuid),
        }
        for one in found
    ]
