/** Owns the rows in which places stand in lists, and the sign of a status. */

import { t } from "diaban/i18n";
import { drawn, h, icon } from "diaban/field/element";

const DASHES = { gaps: "14 5", "long-dash": "12 5", "dash-dot": "8 3 2 3", "short-dash": "5 4", "thin-dash": "4 3" };

/** Returns the line and sign of a status, as in _partials/state.html. */
export function stateSign(symbol) {
  if (!symbol) return null;
  const { color, line, width, sign } = symbol;
  const stroke = (tone, wide, dash) => drawn("path", {
    d: "M10 10h25", stroke: tone, "stroke-width": wide, ...(dash ? { "stroke-dasharray": dash } : {}),
  });
  const svg = drawn("svg", { class: "state__symbol", viewBox: "0 0 36 20", "aria-hidden": "true", focusable: "false" });
  const dash = DASHES[line];
  svg.append(stroke("currentColor", width + 2));
  if (dash || line === "double") svg.append(stroke("#fff", width));
  svg.append(stroke(color, width, dash));
  if (line === "double") svg.append(stroke("#fff", 1.5));
  svg.append(
    drawn("circle", { cx: 10, cy: 10, r: 8, fill: "#fff", stroke: "#1b2126", "stroke-width": 3 }),
    drawn("circle", { cx: 10, cy: 10, r: 8, fill: "#fff", stroke: color, "stroke-width": 2 }),
    drawn("text", { x: 10, y: 14, fill: "#1b2126", "font-size": 11, "font-weight": 600, "text-anchor": "middle" }, sign),
  );
  return svg;
}

/** Returns the sign of a status alone, as it stands on the map. */
export function stateDisc({ color, sign }) {
  return drawn("svg", { class: "state__symbol", viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" },
    drawn("circle", { cx: 10, cy: 10, r: 8, fill: "#fff", stroke: "#1b2126", "stroke-width": 3.5 }),
    drawn("circle", { cx: 10, cy: 10, r: 8, fill: "#fff", stroke: color, "stroke-width": 2.5 }),
    drawn("text", { x: 10, y: 14, fill: "#1b2126", "font-size": 11, "font-weight": 600, "text-anchor": "middle" }, sign));
}

/** Returns a status as sign and words. */
export function stateChip(state, code) {
  return h("span.state", {}, stateSign(state.config.symbols[code]), h("strong", {}, t(`codes.status.${code}`)));
}

/** Returns a place as a row that leads to its card; `told` is what is said of it now, `look` how urgently, `more` after it. */
export function placeRow(state, place, told, { look = "", more = "" } = {}) {
  const wards = place.wards.map(({ name }) => name).join(", ");
  return h("li", {}, h("a.spot-row", { href: `#/place/${place.code}` },
    h("span.spot-row__sign", {}, stateSign(state.config.symbols[place.status])),
    h("span.spot-row__words", {},
      h("strong", {}, place.name),
      h("span.muted", {}, [place.status && t(`codes.status.${place.status}`), wards].filter(Boolean).join(" · ")),
      h("span.muted", {}, h(`span.spot-row__told${look ? `.spot-row__told--${look}` : ""}`, {}, told), more && ` · ${more}`)),
    icon("chevron"),
  ));
}
