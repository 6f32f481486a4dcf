/** Owns the drawing on the map, by Geoman: putting points, moving them, and the one shape that comes of it. */

import { rounded, shapeOfPoints } from "diaban/edit/shape";

const LOOK = { className: "drawing__shape", bubblingMouseEvents: false };
const MANY_VERTICES = 150;
const EDITED = "pm:markerdragend pm:vertexadded pm:vertexremoved pm:dragend pm:edit";

/**
 * Returns the canvas. `grown` is told the geometry while points are put (null while they are too few), `changed` the
 * geometry after each step, `turned` whether points are being put, `picked` the way to a corner that was clicked.
 */
export function createCanvas(map, { grown, changed, turned, picked = () => {} }) {
  const { L } = globalThis;
  L.Marker.mergeOptions({ keyboard: false }); // no key stops at a handle: diaban/edit/nudge goes from corner to corner
  const pin = L.divIcon({ className: "drawing__pin", iconSize: [28, 28] });
  const canvas = { tool: null, layer: null, snaps: true };

  map.pm.setGlobalOptions({ ...snapping(canvas), tooltips: false, templineStyle: LOOK, hintlineStyle: { ...LOOK, dashArray: "5 5" },
    pathOptions: LOOK, markerStyle: { icon: pin }, continueDrawing: false, allowSelfIntersection: true, removeLayerBelowMinVertexCount: false });

  map.on("pm:drawstart", ({ workingLayer }) => {
    workingLayer.on("pm:vertexadded", () => grown(canvas.growing()));
  });
  map.on("pm:create", ({ layer }) => {
    const geometry = rounded(layer.toGeoJSON(7).geometry);
    layer.remove();
    canvas.stop();
    canvas.show(geometry);
    changed(geometry);
  });

  /** Starts putting points with a tool of Geoman: Line, Polygon or Marker; what was drawn stays until it is done. */
  canvas.start = (tool) => {
    canvas.layer?.pm.disable();
    canvas.tool = tool;
    map.pm.enableDraw(tool);
    turned(true);
  };

  canvas.stop = () => {
    if (!canvas.tool) return;
    canvas.tool = null;
    map.pm.disableDraw();
    canvas.layer?.pm.enable(editing(canvas));
    turned(false);
  };

  /** Closes what is being drawn; returns false while it has too few points. */
  canvas.finish = () => {
    if (!canvas.tool || !canvas.growing()) return false;
    map.pm.Draw[canvas.tool]._finishShape();
    return true;
  };

  /** Takes the last point back; returns false where none was put. */
  canvas.takeBack = () => {
    if (pointsOf(map, canvas.tool).length === 0) return false;
    if (pointsOf(map, canvas.tool).length === 1) canvas.start(canvas.tool);
    else map.pm.Draw[canvas.tool]._removeLastVertex();
    grown(canvas.growing());
    return true;
  };

  canvas.count = () => pointsOf(map, canvas.tool).length;

  /** Returns the geometry of the points put so far, or null. */
  canvas.growing = () => (canvas.tool ? shapeOfPoints(pointsOf(map, canvas.tool), canvas.tool) : null);

  /** Shows a geometry, or nothing, ready to be changed. */
  canvas.show = (geometry) => {
    canvas.layer?.pm.disable();
    canvas.layer?.remove();
    canvas.layer = geometry ? toLayer(L, geometry, pin) : null;
    if (!canvas.layer) return;
    canvas.layer.addTo(map);
    canvas.layer.on(EDITED, () => changed(rounded(canvas.layer.toGeoJSON(7).geometry)));
    canvas.layer.on("pm:vertexclick", ({ indexPath }) => picked(indexPath));
    if (!canvas.tool) canvas.layer.pm.enable(editing(canvas));
  };

  canvas.snap = (snaps) => {
    canvas.snaps = snaps;
    map.pm.setGlobalOptions(snapping(canvas));
    if (canvas.layer && !canvas.tool) canvas.layer.pm.enable(editing(canvas));
  };
  return canvas;
}

function snapping({ snaps }) {
  return { snappable: snaps, snapDistance: 18, snapSegment: true, snapVertex: true };
}

function editing(canvas) {
  const isMarker = typeof canvas.layer.getLatLng === "function";
  const few = !isMarker && canvas.layer.getLatLngs().flat(2).length > MANY_VERTICES ? { limitMarkersToCount: MANY_VERTICES } : {};
  return { ...snapping(canvas), ...few, draggable: isMarker, allowSelfIntersection: true, removeLayerBelowMinVertexCount: false };
}

function pointsOf(map, tool) {
  if (!tool || tool === "Marker") return [];
  return map.pm.Draw[tool]._layer?.getLatLngs().flat() ?? [];
}

function toLayer(L, { type, coordinates }, pin) {
  if (type === "Point") return L.marker([coordinates[1], coordinates[0]], { icon: pin });
  const isArea = type.endsWith("Polygon");
  const depth = { LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 }[type] ?? 0;
  const places = L.GeoJSON.coordsToLatLngs(coordinates, depth);
  return isArea ? L.polygon(places, LOOK) : L.polyline(places, LOOK);
}
