"""The form of an export: which layer, how much of it, as what file."""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import MultiDict
from wtforms import StringField

from geo.geodesy.crs import ACCEPTED, WGS84_LONLAT, Crs, find_crs
from layers.exports.export_order import UTF8, ExportOrder
from layers.exports.export_rows import ExportLayer
from layers.exports.exports import ENCODINGS, FORMATS
from layers.store.query import FeatureQuery
from webmap.http.forms import CodeField, DayField, Given, NoteField, PageForm, UuidField
from webmap.http.i18n import t, translator
from webmap.http.map_params import NAMES, Frame, read_map
from webmap.http.today import today
from webmap.jobs.exports import read_layer_filter
from webmap.maps.spec import MapSpec
from webmap.render.export_words import name_layer

PLACE: Final = "place"
"""Parameter that names the one place that is wanted."""

_SELECTED: Final = "selected"
"""Parameter of a map that names the place chosen on it."""

LONGEST_FILTER: Final = 4000
"""Characters that a person may type."""


class ExportForm(PageForm):
    """An export; ``map`` holds the parameters of the map from which the reader came, ``place`` the code of a place."""

    layer = CodeField(validators=[Given()])
    form = CodeField(validators=[Given()])
    reach = CodeField(validators=[Given()])
    area = CodeField()
    on = DayField()
    filter = NoteField(most=LONGEST_FILTER)
    crs = CodeField(validators=[Given()])
    encoding = CodeField(validators=[Given()])
    map = StringField()
    place = StringField()
    uuid = UuidField()

    @classmethod
    def of_address(cls, args: MultiDict[str, str], uuid: str) -> "ExportForm":
        """Return the form as it is first shown: what the address tells of, as a GeoPackage."""
        shown = {name: args[name] for name in NAMES if args.get(name)}
        place = args.get(PLACE) or args.get(_SELECTED) or ""
        return cls(
            layer="hotspots",
            form="gpkg",
            reach=PLACE if args.get(PLACE) else "map" if shown else "all",
            on=_read_map(shown).on,
            crs=WGS84_LONLAT.code,
            encoding=UTF8,
            map=urlencode(shown),
            place=place,
            uuid=uuid,
        )

    def offer(self, layers: Sequence[ExportLayer], areas: Sequence[tuple[str, str]]) -> None:
        """Fill the choices."""
        words = translator()
        self.layer.choices = [(one.id, name_layer(one.id, words)) for one in layers]
        self.form.choices = [(name, t(f"exports.form.{name}")) for name in FORMATS]
        reaches = [
            name for name, is_there in (("place", self.place.data), ("map", self.map.data)) if is_there
        ]
        self.reach.choices = [
            (name, t(f"exports.reach.{name}", code=self.place.data)) for name in (*reaches, "all")
        ]
        self.area.choices = [("", t("dashboard.everywhere")), *areas]
        self.crs.choices = [(crs.code, _name_crs(crs)) for crs in ACCEPTED if _is_offered(crs)]
        self.encoding.choices = [(name, t(f"exports.encoding.{name}")) for name in ENCODINGS]

    def order(self) -> ExportOrder:
        """Return what is asked for, but for what only the map can tell.

        Raises
        ------
        BadFilter, Refused
            As `webmap.jobs.exports.read_layer_filter`.
        """
        is_place = self.reach.data == PLACE
        where = read_layer_filter(str(self.layer.data), self.filter.data)
        query = FeatureQuery(self.on.data or today(), area=self.area.data, where=where)
        codes = frozenset({str(self.place.data)}) if is_place else None
        crs = find_crs(str(self.crs.data))
        return ExportOrder(
            str(self.layer.data), query, str(self.form.data), crs, str(self.encoding.data), codes
        )

    def map_params(self) -> dict[str, str]:
        """Return the parameters of the address of the map."""
        return dict(parse_qsl(self.map.data or "", keep_blank_values=True))

    def shown(self) -> MapSpec | None:
        """Return the map whose places alone are wanted; None where all are.

        Raises
        ------
        BadParameter
            Naming what cannot be understood of its address.
        """
        if self.reach.data != "map":
            return None
        return _read_map(self.map_params())


def _read_map(told: Mapping[str, str]) -> MapSpec:
    """Return the map that the parameters of an address name; where it looks is of no account."""
    return read_map(MultiDict(told), Frame.around("", None))


def _is_offered(crs: Crs) -> bool:
    """Tell whether files are offered in a system: CRS 84 stands for WGS 84, and Web Mercator is for screens."""
    return crs.is_vn2000 or crs == WGS84_LONLAT


def _name_crs(crs: Crs) -> str:
    if crs == WGS84_LONLAT:
        return t("exports.crs.wgs84")
    if crs.central_meridian is None:
        return f"{crs.name} ({crs.code})"
    provinces = f" – {', '.join(crs.provinces)}" if crs.provinces else ""
    return f"{crs.name} ({crs.code}){provinces}"
