/** Owns drawing one area, or the line that cuts one, among the other areas of the set. */

import { createFieldDrawing } from "diaban/boundaries/field";
import { sidesOf } from "diaban/boundaries/sides";
import { t } from "diaban/i18n";

const TOOLS = { area: "Polygon", cut: "Line" };

/** Brings the drawing of a form to life; `kind` is "area" or "cut". The server is asked when the form is sent. */
export function startDrawing(stage, kind) {
  const { map, config, areas } = stage;
  const drawn = areas.get(config.drawn);
  if (kind === "area") drawn?.layer.remove();
  else stage.mark(config.drawn, "is-chosen", true);
  const halves = globalThis.L.layerGroup().addTo(map);
  const stored = (geometry) => kind === "cut" && numberHalves(halves, geometry);
  const { steps } = createFieldDrawing(stage, { tool: TOOLS[kind], stored });
  const seen = steps.current ?? drawn?.area.geometry;
  if (seen) stage.fitShape(seen);
}

/** Says on the map which half the form asks of first. */
function numberHalves(halves, geometry) {
  halves.clearLayers();
  if (geometry?.type !== "LineString") return;
  const { left, right } = sidesOf(geometry.coordinates);
  [left, right].forEach(([lon, lat], at) => {
    const look = { permanent: true, direction: "center", className: "boundary__half", interactive: false };
    halves.addLayer(globalThis.L.tooltip(look).setLatLng([lat, lon]).setContent(t(`boundaries.stage.half_${at + 1}`)));
  });
}
