"""The forms of saved maps and links."""

from urllib.parse import parse_qsl, urlsplit

from flask import request, url_for
from werkzeug.datastructures import MultiDict
from wtforms import StringField
from wtforms.validators import ValidationError

from layers.sheets.saved_maps import LONGEST_TITLE, SHARED
from webmap.errors import BadParameter
from webmap.http.forms import CodeField, Given, LineField, PageForm, UuidField, WholeField
from webmap.http.i18n import t
from webmap.http.map_params import NAMES
from webmap.maps.spec import MapSpec
from webmap.pages.overview.map import read_spec

LINK_DAYS = (7, 30, 90)
"""How long a link may be good for, as the form offers it."""


class MapForm(PageForm):
    """What a saved map is called and who reads it; ``map`` holds the parameters of its address."""

    title = LineField(validators=[Given()], most=LONGEST_TITLE)
    shared_with = CodeField(validators=[Given()])
    uuid = UuidField()
    version = WholeField(least=1, most=10**6)
    map = StringField()

    def offer(self) -> None:
        """Fill the choices."""
        self.shared_with.choices = [(code, t(f"saved.shared.{code}")) for code in SHARED]

    def read_spec(self) -> MapSpec:
        """Return the map that was sent along.

        Raises
        ------
        BadParameter
            Naming what cannot be understood of its address.
        """
        return read_spec(MultiDict(parse_qsl(self.map.data or "", keep_blank_values=True)))


class LinkForm(PageForm):
    """How long a link is good for."""

    days = WholeField(validators=[Given()], least=1, most=366)

    def validate_days(self, field: WholeField) -> None:
        """Refuse what is not offered."""
        if field.data not in LINK_DAYS:
            raise ValidationError(t("forms.choice"))


def seen_map() -> dict[str, str]:
    """Return the parameters of the map from which the reader came; empty where he came from elsewhere."""
    before = urlsplit(request.referrer or "")
    if before.netloc != request.host or before.path != url_for("map.show"):
        return {}
    told = {name: value for name, value in parse_qsl(before.query) if name in NAMES}
    try:
        read_spec(MultiDict(told))
    except BadParameter:
        return {}
    return told
