/** Owns where a proposed place lies: where the phone stands, the alley that is walked, or a tap on the map of the area. */

import { t } from "diaban/i18n";
import { button, h } from "diaban/field/element";
import { followPosition, findPosition } from "diaban/field/position";
import { vagueness } from "diaban/field/proposal";
import { createTapMap } from "diaban/field/tapping";
import { lengthM, withFix } from "diaban/field/track";

const FAR_M = 300;

/** Returns {element, leave, close}; the place is written into `draft` (its kind, source and line), and `onChange` called. */
export function createWhere(state, draft, onChange) {
  const told = h("output.track__told", {}, tellPlace(draft));
  const tapMap = createTapMap(state, (place) => set({ kind: "point", source: "text", line: [place] }));
  const walking = button(t("field.propose.walk"), () => (isWalking() ? leave() : walk()), { sign: "walk", "aria-pressed": "false" });
  const isWalking = () => walking.getAttribute("aria-pressed") === "true";
  let stop = () => {};

  function set(changes) {
    Object.assign(draft, changes);
    told.textContent = tellPlace(draft);
    onChange();
  }

  async function here() {
    leave();
    tapMap.hide();
    told.textContent = t("field.gps.waiting");
    const found = await findPosition();
    if (found) set({ kind: "point", source: "gps", line: [found] });
    else tellNone();
  }

  /** Begins the walk along the alley. */
  function walk() {
    leave();
    tapMap.hide();
    Object.assign(draft, { kind: "alley", source: "gps", line: [] });
    press(true);
    told.textContent = t("field.gps.waiting");
    stop = followPosition(step, tellNone);
  }

  function step(fix) {
    set({ line: withFix(draft.line, fix) });
    if (!draft.line.length) told.textContent = t("field.propose.vague_fix", { m: Math.round(fix.accuracy_m) });
  }

  function leave() {
    stop();
    stop = () => {};
    press(false);
  }

  function tap() {
    leave();
    told.textContent = t("field.propose.tap_hint");
    return tapMap.show(draft.kind === "point" ? draft.line[0] : null);
  }

  function press(isOn) {
    walking.setAttribute("aria-pressed", String(isOn));
    walking.querySelector("span").textContent = t(isOn ? "field.propose.walk_end" : "field.propose.walk");
  }

  function tellNone() {
    told.textContent = t("field.propose.no_gps");
  }

  const element = h("section.card.stack", {},
    h("h2.card__title", {}, t("field.propose.where")),
    h("div.ways-to-say", {},
      button(t("field.propose.here"), here, { sign: "locate" }), walking,
      button(t("field.propose.tap"), tap, { sign: "map" })),
    tapMap.element,
    told,
    h("div.field-fault", { dataset: { field: "where" } }, h("p.field__error", { role: "alert", hidden: true })),
  );
  const close = () => {
    leave();
    tapMap.close();
  };
  return { element, leave, close };
}

/** Returns where the place lies as far as it is told, and how exactly. */
function tellPlace({ kind, source, line }) {
  if (!line.length) return t("field.propose.where_hint");
  const m = Math.round(vagueness({ kind, line }));
  if (kind === "alley") return t("field.propose.walked", { m: Math.round(lengthM(line)), n: line.length, accuracy: m });
  if (source === "gps") return t("field.propose.point", { m });
  return t(m > FAR_M ? "field.propose.tapped_far" : "field.propose.tapped", { m });
}
