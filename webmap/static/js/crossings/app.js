/** Owns the pages of water and crossings: the map of all of them, and the drawing of one. */

import { createFieldDrawing } from "diaban/boundaries/field";
import { createStage } from "diaban/boundaries/stage";
import { createLandmarks } from "diaban/crossings/landmarks";
import { setTexts } from "diaban/i18n";

const BANKS = 2;

for (const root of document.querySelectorAll('[data-part="boundary"]')) {
  const config = JSON.parse(root.querySelector('[data-part="boundary-config"]').textContent);
  setTexts(config.texts, config.locale);
  root.querySelector('[data-part="boundary-stage"]').hidden = false;
  const stage = createStage(root, config);
  createLandmarks(stage);
  if (config.tool) startDrawing(stage);
  root.querySelector(".field--invalid")?.scrollIntoView({ block: "center" }); // on a phone the map would hide it
  root.dataset.state = "drawn";
}

function startDrawing(stage) {
  const { config } = stage;
  const { steps } = createFieldDrawing(stage, { tool: config.tool, grown: (geometry, canvas) => endAtBank(config, geometry, canvas) });
  if (steps.current) stage.fitShape(steps.current);
}

/** A bridge goes from bank to bank: the second point ends it. */
function endAtBank({ kind }, geometry, canvas) {
  if (kind === "bridge" && canvas.count() === BANKS) queueMicrotask(() => canvas.finish());
}
