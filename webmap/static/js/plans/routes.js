/** Owns the plan on the map: the way of each team with its arrows, where it sets out, and its stops by number and state. */

import { drawSign, symbolOf } from "diaban/draw/symbols";
import { arrowsAlong } from "diaban/plans/arrows";
import { MARKS } from "diaban/plans/stage";

const SIGN_PX = 30;
const PIN_PX = 46;

/** Returns {show, mark, onPick}: a plan as the server tells it, and the code of the stop that is pointed at in a list. */
export function createRoutes(stage, plan) {
  const { L } = globalThis;
  const { map } = stage;
  const routes = { plan, pins: new Map(), picked: () => {} };
  const lines = L.layerGroup().addTo(map);
  const arrows = L.layerGroup().addTo(map);
  const pins = L.layerGroup().addTo(map);

  function showArrows() {
    arrows.clearLayers();
    for (const team of routes.plan.teams) {
      for (const leg of team.legs) drawArrows(L, map, arrows, { look: team.look, leg });
    }
  }

  routes.show = (told) => {
    routes.plan = told;
    lines.clearLayers();
    pins.clearLayers();
    routes.pins.clear();
    told.teams.forEach((team) => drawLines(L, lines, team));
    drawHomes(L, pins, told.teams);
    const stops = told.teams.flatMap((team) => team.stops.map((stop) => ({ ...stop, look: team.look })));
    for (const stop of [...told.left_out.map((one) => ({ ...one, look: 0 })), ...stops]) {
      routes.pins.set(stop.code, drawStop(L, stop, () => routes.picked(stop.code)).addTo(pins));
    }
    showArrows();
  };

  routes.mark = (code, isOn) => {
    const pin = routes.pins.get(code);
    pin?.getElement()?.classList.toggle("is-marked", isOn);
    pin?.setZIndexOffset(isOn ? 1000 : 0);
  };

  map.on("zoomend", showArrows);
  routes.show(plan);
  return routes;
}

function positions({ coordinates }) {
  return coordinates.map(([lon, lat]) => [lat, lon]);
}

function drawLines(L, lines, { look, legs }) {
  const still = { interactive: false, fill: false };
  for (const kind of ["casing", look]) {
    for (const leg of legs) lines.addLayer(L.polyline(positions(leg), { ...still, className: `plan-route plan-route--${kind} plan-shift--${look}` }));
  }
}

function drawArrows(L, map, arrows, { look, leg }) {
  const points = positions(leg).map((at) => map.latLngToLayerPoint(at));
  for (const arrow of arrowsAlong(points)) {
    const corners = arrow.map(({ x, y }) => map.layerPointToLatLng([x, y]));
    arrows.addLayer(L.polyline(corners, { interactive: false, fill: false, className: `plan-arrow plan-arrow--${look} plan-shift--${look}` }));
  }
}

/** Where teams set out, and where they come back to if that is elsewhere; teams at one place share its mark. */
function drawHomes(L, pins, teams) {
  const homes = new Map();
  for (const team of teams) {
    for (const spot of [team.start, team.end].filter(Boolean)) homes.set(String(spot.at), [...(homes.get(String(spot.at)) ?? []), { team, spot }]);
  }
  for (const told of homes.values()) {
    const look = told.length === 1 ? `plan-home--${told[0].team.look}` : "";
    const mark = element("span", `plan-home ${look}`, told.map(({ team }) => team.letter).join(" "));
    pins.addLayer(pinAt(L, told[0].spot.at, mark, told.map(({ team, spot }) => `${team.name}: ${spot.name}`).join("\n")));
  }
}

function drawStop(L, stop, picked) {
  const mark = element("span", `plan-pin plan-pin--${stop.look} ${stop.is_done ? "is-done" : ""} ${stop.is_late ? "is-late" : ""}`);
  mark.append(sign(stop));
  if (stop.label) mark.append(element("b", "plan-pin__label", stop.label));
  const pin = pinAt(L, stop.at, mark, stop.title);
  pin.on("click", picked);
  return pin;
}

function pinAt(L, [lon, lat], html, title) {
  const icon = L.divIcon({ html, className: "plan-mark", iconSize: [PIN_PX, PIN_PX] });
  return L.marker([lat, lon], { icon, title, keyboard: false, pane: MARKS }); // the lists say and do the same by keyboard
}

function sign({ status, kind }) {
  const canvas = element("canvas", "plan-pin__sign");
  const ratio = Math.max(1, globalThis.devicePixelRatio);
  canvas.width = SIGN_PX * ratio;
  canvas.height = (SIGN_PX + 8) * ratio;
  const symbol = symbolOf(status);
  if (!symbol) return canvas;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  drawSign(pen, SIGN_PX / 2, SIGN_PX / 2, symbol, kind);
  return canvas;
}

function element(name, className, words = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = words;
  return made;
}
