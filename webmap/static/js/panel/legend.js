/** Owns the legend: only what is drawn in the frame is explained, in the order of the state table. */

import { t } from "diaban/i18n";
import { BADGE_NAMES, drawBadge } from "diaban/draw/badges";
import { drawShared, symbolOf } from "diaban/draw/symbols";
import { formatDay } from "diaban/model/days";
import { theme } from "diaban/draw/theme";
import { line, sampleOf, sketch } from "diaban/panel/rows";

const [WIDTH, HEIGHT] = [60, 26];

/** Shows the legend of what the painters report; the same twice is not built twice. */
export function createLegend(page) {
  let last = "";
  return (drawn, ground) => {
    const key = [[...drawn.codes].sort(), [...drawn.kinds].sort(), [...drawn.badges].sort(), drawn.halo, drawn.shared, noteOf(page, drawn), Object.values(ground)].join("|");
    if (key === last) return;
    last = key;
    const rows = [...statusRows(page, drawn), ...kindRows(page, drawn), ...badgeRows(drawn), ...otherRows(drawn), ...groundRows(ground)];
    for (const part of ["legend-body", "paper-legend"]) {
      const list = document.createElement("ul");
      list.className = "legend__list";
      list.append(...rows.map(([draw, text]) => item(draw(), text)));
      const note = line("legend__note muted", noteOf(page, drawn), "p");
      page.parts(part).replaceChildren(...(note.textContent ? [list, note] : [list]));
    }
  };
}

function statusRows({ model }, drawn) {
  const kind = drawn.kinds.has("alley") || drawn.kinds.has("point") ? "alley" : "area";
  return model.states
    .filter((code) => drawn.codes.has(code) && symbolOf(code))
    .map((code) => [() => sampleOf(code, kind, WIDTH, HEIGHT), t(`codes.status.${code}`)]);
}

const KIND_DRAWINGS = { alley: drawAlley, bridge: drawKind("bridge"), area: drawKind("area"), point: drawKind("point") };

function kindRows({ model }, drawn) {
  return model.kinds.filter((code) => drawn.kinds.has(code)).map((code) => [KIND_DRAWINGS[code], t(`codes.kind.${code}`)]);
}

function badgeRows({ badges }) {
  return BADGE_NAMES.filter((name) => badges.has(name)).map((name) => [() => sample((pen) => drawBadge(pen, name, 28, 13)), t(`codes.${name}`)]);
}

/** Says for which days supervision is not told, or is a forecast, and whether there was not room for every badge. */
function noteOf({ model, store }, { lacksBadges }) {
  const { supervision, today } = model;
  const { day, supervision: isWanted } = store.value;
  if (!supervision || !isWanted) return "";
  if (day < supervision.since) return t("map.asked.since", { day: formatDay(supervision.since) });
  return [day > today ? t("map.asked.ahead") : "", lacksBadges ? t("map.asked.crowded") : ""].join(" ").trim();
}

function otherRows(drawn) {
  const rows = [];
  if (drawn.shared) rows.push([() => sample((pen) => drawShared(pen, 28, 13, 2)), t("map.legend.shared")]);
  if (drawn.halo) rows.push([() => sample(drawHalo), t("map.legend.halo")]);
  return rows;
}

function groundRows(ground) {
  const rows = [];
  if (ground.wards) rows.push([() => sample((pen) => drawLine(pen, theme().border, 1.5, [])), t("map.legend.ward")]);
  if (ground.partial) rows.push([() => sample((pen) => drawLine(pen, theme().border, 1.5, [2, 4])), t("map.legend.partial")]);
  if (ground.canals) rows.push([() => sample(drawCanal), t("map.legend.canal")]);
  if (ground.bridges) rows.push([() => sample(drawCrossing), t("map.legend.bridge")]);
  return rows;
}

function item(drawing, text) {
  const node = document.createElement("li");
  node.append(drawing, line("legend__text", text));
  return node;
}

const sample = (draw) => sketch(draw, WIDTH, HEIGHT);

function drawKind(kind) {
  return () => sample((pen) => drawNeutral(pen, kind));
}

/** A kind is told by the outline of the sign, whatever the status: so it stands here in grey. */
function drawNeutral(pen, kind) {
  pen.strokeStyle = theme().text;
  pen.lineWidth = 2.5;
  pen.beginPath();
  if (kind === "point") {
    pen.arc(28, 11, 7, 0.75 * Math.PI, 0.25 * Math.PI);
    pen.lineTo(28, 22);
    pen.closePath();
  } else pen.roundRect(20, kind === "bridge" ? 1 : 5, 16, 16, 4);
  pen.stroke();
  if (kind !== "bridge") return;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(20, 24);
  pen.quadraticCurveTo(28, 17, 36, 24);
  pen.moveTo(18, 24);
  pen.lineTo(38, 24);
  pen.stroke();
}

function drawAlley() {
  return sample((pen) => {
    drawLine(pen, theme().text, 4, [], 18);
    pen.fillStyle = theme().disc;
    pen.strokeStyle = theme().text;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(12, 13, 5, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  });
}

function drawHalo(pen) {
  pen.fillStyle = theme().select;
  for (const radius of [12, 9.5, 7]) {
    pen.globalAlpha = 0.09;
    pen.beginPath();
    pen.arc(28, 13, radius, 0, 2 * Math.PI);
    pen.fill();
  }
}

function drawLine(pen, style, width, dash, from = 6) {
  pen.strokeStyle = style;
  pen.lineWidth = width;
  pen.setLineDash(dash);
  pen.beginPath();
  pen.moveTo(from, 13);
  pen.lineTo(50, 13);
  pen.stroke();
}

function drawCanal(pen) {
  drawLine(pen, theme()["water-edge"], 9.5, []);
  drawLine(pen, theme().water, 7, []);
}

function drawCrossing(pen) {
  drawLine(pen, theme().text, 6, [], 18);
  drawLine(pen, theme().area, 3.5, [], 18);
}
