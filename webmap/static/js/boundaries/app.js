/** Owns the pages of a set of boundaries: opens the map and starts what the page is for. */

import { startChoosing } from "diaban/boundaries/choosing";
import { startComparing } from "diaban/boundaries/comparing";
import { startDrawing } from "diaban/boundaries/drawing";
import { startFaults } from "diaban/boundaries/faults";
import { createStage } from "diaban/boundaries/stage";
import { startSuccessors } from "diaban/boundaries/successors";
import { setTexts } from "diaban/i18n";

const STARTS = {
  choose: startChoosing,
  area: (stage) => startDrawing(stage, "area"),
  cut: (stage) => startDrawing(stage, "cut"),
  faults: startFaults,
  successors: startSuccessors,
  compare: startComparing,
  look: ({ config, mark }) => config.chosen?.forEach((key) => mark(key, "is-chosen", true)),
};

for (const root of document.querySelectorAll('[data-part="boundary"]')) {
  const config = JSON.parse(root.querySelector('[data-part="boundary-config"]').textContent);
  setTexts(config.texts, config.locale);
  root.querySelector('[data-part="boundary-stage"]').hidden = false;
  STARTS[root.dataset.mode](createStage(root, config));
  root.dataset.state = "drawn";
}
