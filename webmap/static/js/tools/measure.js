/** Owns measuring on the map: distance and area on the WGS 84 ellipsoid, by pointer or by keyboard. */

import { t } from "diaban/i18n";
import { sayExtent } from "diaban/tools/coordinates";
import { loadLibrary } from "diaban/libraries";
import { theme } from "diaban/draw/theme";

/** Returns {start, stop, isOn}; while it is on, clicks add points and Esc ends it. */
export async function createMeasure(page) {
  const { L } = globalThis;
  const { map, parts } = page;
  const { Geodesic } = await loadLibrary("geographiclib");
  const style = () => ({ color: theme().select, weight: 3, dashArray: "6 5", fillOpacity: 0.08, interactive: false });
  const shape = L.polygon([], { ...style(), renderer: L.svg({ padding: 0.5 }) });
  const dots = L.layerGroup();
  const tool = { points: [], isOn: false };

  function show() {
    shape.setStyle({ ...style(), fill: tool.points.length > 2 });
    shape.setLatLngs(tool.points);
    dots.clearLayers();
    for (const point of tool.points) dots.addLayer(L.circleMarker(point, { radius: 4, color: theme().select, fillColor: theme().disc, fillOpacity: 1, interactive: false }));
    parts("measure-words").textContent = words(Geodesic.WGS84, tool.points);
  }

  function add(latlng) {
    tool.points.push(latlng);
    show();
  }

  function onKey(event) {
    if (event.key === "Escape") {
      event.stopImmediatePropagation();
      stop();
    } else if ((event.key === "Enter" || event.key === " ") && event.target === map.getContainer()) {
      event.preventDefault();
      add(map.getCenter());
    } else if (event.key === "Backspace" && event.target === map.getContainer()) {
      tool.points.pop();
      show();
    }
  }

  function onClick(event) {
    add(event.latlng);
  }

  function start() {
    tool.isOn = true;
    tool.points = [];
    shape.addTo(map);
    dots.addTo(map);
    map.on("click", onClick);
    map.doubleClickZoom.disable();
    document.addEventListener("keydown", onKey, true);
    map.getContainer().classList.add("is-measuring");
    parts("measure").hidden = false;
    show();
  }

  function stop() {
    tool.isOn = false;
    shape.remove();
    dots.remove();
    map.off("click", onClick);
    map.doubleClickZoom.enable();
    document.removeEventListener("keydown", onKey, true);
    map.getContainer().classList.remove("is-measuring");
    parts("measure").hidden = true;
    page.toolChanged("measure", false);
  }

  parts("measure-clear").addEventListener("click", () => {
    tool.points = [];
    show();
  });
  parts("measure-done").addEventListener("click", stop);
  return { start, stop, isOn: () => tool.isOn };
}

function words(ellipsoid, points) {
  if (points.length < 2) return t("map.measure.start");
  const length = t("map.measure.length", { value: sayExtent(lengthOf(ellipsoid, points), false) });
  if (points.length < 3) return length;
  return `${length} · ${t("map.measure.area", { value: sayExtent(areaOf(ellipsoid, points), true) })}`;
}

/** Returns the length of the open line, metres. */
export function lengthOf(ellipsoid, points) {
  let total = 0;
  for (let i = 1; i < points.length; i += 1) {
    total += ellipsoid.Inverse(points[i - 1].lat, points[i - 1].lng, points[i].lat, points[i].lng).s12;
  }
  return total;
}

/** Returns the area inside the closed line, square metres. */
export function areaOf(ellipsoid, points) {
  const polygon = ellipsoid.Polygon(false);
  for (const { lat, lng } of points) polygon.AddPoint(lat, lng);
  return Math.abs(polygon.Compute(false, true).area);
}
