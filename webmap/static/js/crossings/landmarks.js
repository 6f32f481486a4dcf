/** Owns the water and the crossings on the map: drawn, named, and joined to their rows in the list. */

const LOOK = { pmIgnore: true, snapIgnore: false, bubblingMouseEvents: false };
const RADIUS_PX = 8;

/** Draws the landmarks of the page; one whose page may be opened is opened by a click. */
export function createLandmarks({ root, map, config }) {
  const { L } = globalThis;
  for (const one of config.landmarks) {
    const layer = paint(L, one).addTo(map);
    layer.bindTooltip(textNode(one.name), { direction: "top", className: "crossing__name" });
    if (one.url && !config.tool) layer.on("click", () => location.assign(one.url));
    join(rowOf(root, one), layer);
  }
}

function paint(L, { kind, geometry, marks }) {
  const look = { ...LOOK, className: ["crossing", `crossing--${kind}`, ...marks.map((mark) => `is-${mark}`)].join(" "), fill: geometry.type === "Point" };
  return L.geoJSON(geometry, { style: () => look, ...look, pointToLayer: (_feature, at) => L.circleMarker(at, { ...look, radius: RADIUS_PX }) });
}

function rowOf(root, { uuid }) {
  return uuid ? root.querySelector(`[data-landmark="${CSS.escape(uuid)}"]`) : null;
}

/** Row and figure light up together, by mouse and by keyboard. */
function join(row, layer) {
  if (!row) return;
  const light = (isOn) => {
    row.classList.toggle("is-over", isOn);
    layer.eachLayer((part) => part.getElement()?.classList.toggle("is-over", isOn));
  };
  for (const [name, isOn] of [["mouseenter", true], ["focusin", true], ["mouseleave", false], ["focusout", false]]) {
    row.addEventListener(name, () => light(isOn));
  }
  layer.on("mouseover", () => light(true));
  layer.on("mouseout", () => light(false));
}

function textNode(words) {
  const node = document.createElement("span");
  node.textContent = words;
  return node;
}
