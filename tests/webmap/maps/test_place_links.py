"""Links to a place: latitude first, marked, and safe with any name."""

from urllib.parse import parse_qs, unquote, urlsplit

from geo.types import LonLat
from webmap.maps.place_links import geo_uri, google_url, osm_url

AT = LonLat(106.632456, 10.7391)


def test_a_geo_address_has_latitude_first_to_a_metre() -> None:
    assert geo_uri(AT) == "geo:10.73910,106.63246"


def test_a_name_goes_with_it_whatever_it_holds() -> None:
    name = "Hẻm 1678 (nhánh 2) & cầu? #1"
    uri = geo_uri(AT, name)
    assert uri.isascii()
    assert "#" not in uri
    assert "&" not in uri
    assert unquote(uri) == f"geo:10.73910,106.63246?q=10.73910,106.63246({name})"


def test_the_web_maps_show_a_mark_at_the_place() -> None:
    asked = parse_qs(urlsplit(osm_url(AT)).query)
    assert (asked["mlat"], asked["mlon"]) == (["10.73910"], ["106.63246"])
    assert parse_qs(urlsplit(google_url(AT)).query)["query"] == ["10.73910,106.63246"]
