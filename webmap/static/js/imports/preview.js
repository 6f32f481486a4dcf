/** Owns the shapes of a file on the map: as the file says, as they are understood, and those with faults. */

const LOOK = { pmIgnore: true, bubblingMouseEvents: false };
const RADIUS_PX = 6;

/** Returns which of the groups of shapes a look shows: what the file says is seen beside what it is understood as. */
export function groupsOf(look) {
  return { before: look === "before", after: look !== "faulty", faulty: true };
}

/** Draws the rows of the page and wires the list of faults and the buttons to them; a stage of `diaban/boundaries/stage`. */
export function createPreview({ root, map, config, fit, fitShape }) {
  const { L } = globalThis;
  const groups = { before: L.layerGroup(), after: L.layerGroup(), faulty: L.layerGroup() };
  const rows = new Map();
  const buttons = [...root.querySelectorAll("[data-preview]")];

  for (const one of config.rows) {
    if (one.before) groups.before.addLayer(paint(L, one.before, "import-shape import-shape--before"));
    if (!one.after) continue;
    const layer = paint(L, one.after, `import-shape ${one.faulty ? "has-fault" : ""}`);
    layer.bindTooltip(textNode(one.name), { direction: "top", className: "import-name" });
    groups[one.faulty ? "faulty" : "after"].addLayer(layer);
    rows.set(one.nth, { layer, geometry: one.after });
  }

  function look(name) {
    for (const [key, isShown] of Object.entries(groupsOf(name))) {
      if (isShown) groups[key].addTo(map);
      else groups[key].remove();
    }
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.preview === name));
  }

  for (const button of buttons) {
    button.addEventListener("click", () => {
      look(button.dataset.preview);
      fit(config.boxes[button.dataset.preview]);
    });
  }
  for (const link of root.querySelectorAll("[data-row]")) wire(link, rows.get(Number(link.dataset.row)));
  look("after");

  function wire(link, row) {
    if (!row) return;
    const light = (isOn) => row.layer.eachLayer((part) => part.getElement()?.classList.toggle("is-over", isOn));
    for (const [name, isOn] of [["mouseenter", true], ["focusin", true], ["mouseleave", false], ["focusout", false]]) {
      link.addEventListener(name, () => light(isOn));
    }
    link.addEventListener("click", (event) => {
      event.preventDefault();
      fitShape(row.geometry);
      light(true);
    });
  }
}

function paint(L, geometry, className) {
  const look = { ...LOOK, className };
  return L.geoJSON(geometry, { style: () => look, ...look, pointToLayer: (_feature, at) => L.circleMarker(at, { ...look, radius: RADIUS_PX }) });
}

function textNode(words) {
  const node = document.createElement("span");
  node.textContent = words;
  return node;
}
