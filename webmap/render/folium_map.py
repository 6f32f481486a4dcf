"""Lets folium compose a scene: the live page, and the one file that needs no network. The only flip to (lat, lon)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import folium
from branca.element import CssLink, Figure, JavascriptLink, MacroElement
from jinja2 import Template
from markupsafe import Markup

from webmap.maps.scene import FEED_ELEMENT, Scene
from webmap.render import assets

# folium names scripts and styles on public servers; a map of ours takes them from here, and only those it uses.
folium.Map.default_js = [("leaflet", "vendor/leaflet.js")]
folium.Map.default_css = [("leaflet_css", "vendor/leaflet.css")]

ENTRY = "build/map.js"
"""Our script: all modules below ``static/js`` that the map needs, as one."""

CONFIG_ELEMENT = "map-config"
NEAREST, FARTHEST = 19, 4
ZOOM_STEP = 0.5
"""Levels between which the map may rest: half steps let a ward fill the screen."""


class Layers(MacroElement):
    """Everything that we draw on a map: our own script takes folium's map over from here."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            mount({{ this._parent.get_name() }}, JSON.parse(document.getElementById("map-config").textContent));
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Layers"
        self._id = "diaban"


@dataclass(frozen=True)
class MapParts:
    """A composed map: what goes into the head, into the page, and at its end."""

    head: Markup
    html: Markup
    script: Markup


def compose_live(
    scene: Scene, config: dict[str, Any], *, nonce: str, asset: Callable[[str], str]
) -> MapParts:
    """Return a map whose scripts and styles are fetched from this service.

    Parameters
    ----------
    scene
        The map; its ``feed_url`` is asked for at once, or its ``feed`` goes with the page.
    config
        `webmap.maps.scene.page_config` of it.
    nonce
        Value that scripts of this page must carry.
    asset
        Returns the URL of a file below ``static/``.
    """
    figure, html, script = _compose(scene)
    head = [
        Markup('<link rel="stylesheet" href="{}">').format(asset(path)) for path in _links(figure, CssLink)
    ]
    if scene.feed_url:
        head.append(Markup('<link rel="preload" as="fetch" crossorigin href="{}">').format(scene.feed_url))
    head += [
        Markup('<script defer nonce="{}" src="{}"></script>').format(nonce, asset(path))
        for path in _links(figure, JavascriptLink)
    ]
    head.append(Markup('<link rel="modulepreload" href="{}">').format(asset(ENTRY)))
    tail = [_json_element(CONFIG_ELEMENT, config)]
    if scene.feed is not None:
        tail.append(_json_element(FEED_ELEMENT, scene.feed))
    tail.append(_module(script, asset(ENTRY), nonce))
    return MapParts(_joined(head), html, _joined(tail))


def compose_frozen(scene: Scene, config: dict[str, Any], *, nonce: str) -> MapParts:
    """Return a map with its scripts, styles and data inside.

    Parameters
    ----------
    scene
        The map, with its ``feed``.
    config
        `webmap.maps.scene.page_config` of it.
    nonce
        Value that scripts of this file must carry.
    """
    figure, html, script = _compose(scene)
    head = [
        Markup('<style nonce="{}">{}</style>').format(nonce, Markup(assets.inlined_style(path)))
        for path in _links(figure, CssLink)
    ]
    head += [_script(assets.read_text(path), nonce) for path in _links(figure, JavascriptLink)]
    tail = [
        Markup('<script type="text/plain" id="library-{}">{}</script>').format(
            name, _inside_script(assets.read_text(f"vendor/{name}.js"))
        )
        for name in assets.LATER[:2]
    ]
    tail += [
        _json_element(CONFIG_ELEMENT, config),
        _json_element(FEED_ELEMENT, scene.feed),
        _module(script, assets.data_url(ENTRY), nonce),
    ]
    return MapParts(_joined(head), html, _joined(tail))


def _compose(scene: Scene) -> tuple[Figure, Markup, str]:
    center = scene.spec.center
    chart = folium.Map(
        location=(center.lat, center.lon),
        tiles=None,
        zoom_control=False,
        prefer_canvas=True,
    )
    chart._id = "main"
    chart.options |= {"zoom": scene.spec.zoom, "minZoom": FARTHEST, "maxZoom": NEAREST, "zoomSnap": ZOOM_STEP}
    chart.add_child(Layers())
    figure: Any = chart.get_root()
    figure.render()
    return figure, Markup(figure.html.render().strip()), figure.script.render()


def _links(figure: Figure, kind: type[JavascriptLink] | type[CssLink]) -> list[str]:
    return [child.url for child in figure.header._children.values() if isinstance(child, kind)]


def _module(script: str, entry: str, nonce: str) -> Markup:
    code = Markup(f"import {{ mount }} from {json.dumps(entry)};\n{script}")
    return Markup('<script type="module" nonce="{}">{}</script>').format(nonce, code)


def _script(code: str, nonce: str) -> Markup:
    return Markup('<script nonce="{}">{}</script>').format(nonce, _inside_script(code))


def _json_element(element_id: str, value: object) -> Markup:
    told = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return Markup('<script type="application/json" id="{}">{}</script>').format(element_id, Markup(told))


def _inside_script(code: str) -> Markup:
    """Return code that cannot end the element it stands in."""
    return Markup(code.replace("</script", "<\\/script").replace("<!--", "<\\!--"))


def _joined(parts: list[Markup]) -> Markup:
    return Markup("\n").join(parts)
