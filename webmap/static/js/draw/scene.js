/** Owns the three canvases of the map (ground, places, names) and when each is painted again. */

import { createCanvasLayer } from "diaban/draw/canvas";
import { paintGround } from "diaban/draw/areas";
import { paintHotspots } from "diaban/draw/hotspots";
import { paintNames } from "diaban/draw/names";
import { createIndex, pickRow } from "diaban/draw/picking";
import { FONT, onThemeChange } from "diaban/draw/theme";
import { areasOn, boundaryDay, wardsOf } from "diaban/model/choice";
import { askOf, isSupervised } from "diaban/model/supervision";
import { boxAround, meetsBox, worldX, worldY } from "diaban/model/shapes";
import { paintArchipelagos } from "diaban/sovereignty";
import { clearPart, findSheets } from "diaban/draw/sheets";
import { addBasemap } from "diaban/tools/basemap";

const REACH_PX = 10;
const MOST_OBSTACLES = 200;
const SPOT_PX = 200;
const NOTHING = { codes: new Set(), kinds: new Set(), halo: false, shared: false, badges: new Set(), signs: [] };

/**
 * Returns the scene: `add(view, choice)` puts it on the map, `update(view, choice)` draws another day or choice,
 * `select(rows)`, `pick(event)` -> row or -1, `addPainter(paint(pen, frame, drawn))` of what lies over the places, `onDrawn(callback(drawn, ground))`, `frameBox()` in world units.
 */
export function createScene(map, model, config) {
  const scene = { rows: [], day: null, ward: null, view: null, choice: null, selected: [], drawn: NOTHING, index: null };
  const hasBasemap = Boolean(config.basemap);
  const listeners = [];
  const layers = {
    ground: createCanvasLayer((pen, frame) => paintGround(pen, frame, model, { rows: scene.rows, ward: scene.ward, hasBasemap }), { pane: pane(map, "ground", 300) }),
    places: createCanvasLayer(paintPlaces, { pane: pane(map, "places", 400) }),
    names: createCanvasLayer(paintLabels, { pane: pane(map, "names", 450), onPainted: report }),
  };

  function paintPlaces(pen, frame) {
    const boundaries = boundaryDay(scene.view);
    const wardCount = (row) => (model.hotspots.wards[row].length > 1 ? wardsOf(model, row, boundaries).length : 1);
    const ask = isSupervised(model, scene.view) ? (row) => askOf(model, row, scene.view.day) : null;
    scene.drawn = paintHotspots(pen, frame, model, { ...scene.choice, selected: scene.selected, wardCount, ask });
    scene.drawn.frame = frame;
    scene.paintMore?.(pen, frame, scene.drawn);
  }

  function paintLabels(pen, frame) {
    const sheets = findSheets(map, frame);
    const signs = scene.drawn.signs.slice(0, MOST_OBSTACLES).map(({ box }) => box);
    paintNames(pen, frame, model, { rows: scene.rows, hasBasemap, signs, sheets });
    paintArchipelagos(pen, frame, clearPart(frame.view, sheets), () => [...signs, ...sheets, ...placesBox(frame)]);
  }

  /** The places as one box, where they lie close together: at the scale of the nation a quarter is a spot. */
  function placesBox({ scale, left, top }) {
    const box = boxAround(model.hotspots.shapes, scene.choice.matched);
    if (!box || (box[2] - box[0]) * scale > SPOT_PX || (box[3] - box[1]) * scale > SPOT_PX) return [];
    return [[box[0] * scale - left - 8, box[1] * scale - top - 8, box[2] * scale - left + 8, box[3] * scale - top + 8]];
  }

  function frameBox() {
    const b = map.getBounds();
    return [worldX(b.getWest()), worldY(b.getNorth()), worldX(b.getEast()), worldY(b.getSouth())];
  }

  function report() {
    const box = frameBox();
    const wards = scene.rows.filter((row) => model.areas.level[row] === "ward" && meetsBox(model.areas.shapes, row, box));
    const shown = (kind) => !hasBasemap && model.landmarks.kind.some((own, i) => own === kind && meetsBox(model.landmarks.shapes, i, box));
    const ground = {
      wards: wards.some((row) => !model.areas.partial[row]),
      partial: wards.some((row) => model.areas.partial[row]),
      canals: shown("canal"),
      bridges: map.getZoom() >= 12 && shown("bridge"),
    };
    for (const listener of listeners) listener(scene.drawn, ground);
  }

  function take(view, choice) {
    const day = boundaryDay(view);
    const ward = view.ward === null ? null : model.areas.rowOf.get(view.ward);
    const isSameGround = scene.ward === ward && scene.day !== null && sameRows(scene.rows, areasOn(model.areas, day));
    Object.assign(scene, { rows: areasOn(model.areas, day), day, ward, view, choice });
    return isSameGround;
  }

  const repaintAll = () => Object.values(layers).forEach((layer) => layer.repaint());
  onThemeChange(repaintAll);

  return {
    frameBox,
    add(view, choice) {
      take(view, choice);
      addBasemap(map, config.basemap).catch((error) => console.error(error));
      for (const layer of Object.values(layers)) layer.addTo(map);
      loadFont().then(() => layers.names.repaint());
    },
    update(view, choice) {
      if (!take(view, choice)) layers.ground.repaint();
      layers.places.repaint();
      layers.names.repaint();
    },
    select(rows) {
      scene.selected = rows;
      layers.places.requestRepaint();
      layers.names.requestRepaint();
    },
    pick(latlng) {
      const [x, y] = [worldX(latlng.lng), worldY(latlng.lat)];
      const sign = pickSign(scene.drawn, x, y);
      if (sign >= 0) return sign;
      if (scene.index?.shapes !== model.hotspots.shapes) scene.index = createIndex(model.hotspots.shapes);
      return pickRow(scene.index, scene.choice.state, x, y, REACH_PX / 2 ** map.getZoom());
    },
    /** Names make room when a sheet over the map opens or closes. */
    sheetsChanged() {
      layers.names.requestRepaint();
    },
    addPainter(paint) {
      scene.paintMore = paint;
    },
    onDrawn(listener) {
      listeners.push(listener);
    },
  };
}

function pickSign({ signs, frame }, x, y) {
  if (!frame) return -1;
  const [px, py] = [x * frame.scale - frame.left, y * frame.scale - frame.top];
  const hit = signs.find(({ box }) => px >= box[0] && px <= box[2] && py >= box[1] && py <= box[3]);
  return hit ? hit.row : -1;
}

function sameRows(a, b) {
  return a.length === b.length && a.every((row, i) => row === b[i]);
}

function pane(map, name, order) {
  const node = map.createPane(name);
  node.style.zIndex = order;
  node.style.pointerEvents = "none";
  return name;
}

/** The names are painted at once with what is there, and again when the face for Vietnamese has arrived. */
async function loadFont() {
  await Promise.all([document.fonts.load(`600 12px ${FONT}`, "ĐƯỜNG"), document.fonts.load(`400 12px ${FONT}`, "Kênh Đôi")]);
}
