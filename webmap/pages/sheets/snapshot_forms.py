"""The form of a sheet: what of the map, on which paper, under which words."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from wtforms import StringField

from webmap.http.forms import CodeField, Given, LineField, PageForm, UuidField
from webmap.http.i18n import t
from webmap.pages.dashboard import told
from webmap.pages.sheets.snapshot_asked import CHOICES, LONGEST, MAP_NAMES, OWN_NAMES, SHOWN, tell_given
from webmap.render.overview_figures import COLUMNS


class SheetForm(PageForm):
    """A sheet; the fields are called as the parameters of its address, ``map`` holds those that say what is shown."""

    title = LineField(most=LONGEST["title"])
    subtitle = LineField(most=LONGEST["subtitle"])
    sheet = CodeField(validators=[Given()])
    area = CodeField()
    show = CodeField(validators=[Given()])
    paper = CodeField(validators=[Given()])
    orientation = CodeField(validators=[Given()])
    grid = CodeField(validators=[Given()])
    table = CodeField(validators=[Given()])
    restricted = CodeField(validators=[Given()])
    uuid = UuidField()
    map = StringField()

    @classmethod
    def of_address(cls, given: dict[str, str], uuid: str) -> "SheetForm":
        """Return the form of the sheet that the parameters of an address name."""
        usual = {name: values[0] for name, values in CHOICES.items()}
        own = {name: given[name] for name in OWN_NAMES if name in given}
        shown = urlencode({name: given[name] for name in MAP_NAMES if name in given})
        return cls(uuid=uuid, map=shown, **{**usual, **own})

    def offer(self, areas: Sequence[tuple[str, str]]) -> None:
        """Fill the choices; the area that is chosen is always among them."""
        for name, values in CHOICES.items():
            field: Any = self[name]
            field.choices = [(value, _tell_choice(name, value)) for value in values]
        chosen = self.area.data
        also = [(chosen, chosen)] if chosen and chosen not in dict(areas) else []
        self.area.choices = [("", t("dashboard.everywhere")), *areas, *also]

    def address(self) -> dict[str, str]:
        """Return the parameters of the address of the sheet."""
        shown = dict(parse_qsl(self.map.data or "", keep_blank_values=True))
        own: dict[str, Any] = {name: self[name].data for name in OWN_NAMES}
        return tell_given({**shown, **own})


def _tell_choice(name: str, value: str) -> str:
    if name == "show" and value != SHOWN:
        return told.name_of(COLUMNS[value])
    return t(f"snapshots.choice.{name}.{value}")
