/** Owns the pages of day plans: opens the map and starts what the page is for. */

import { setSymbols } from "diaban/draw/symbols";
import { setTexts } from "diaban/i18n";
import { startBoard } from "diaban/plans/board";
import { startForm } from "diaban/plans/form";
import { createRoutes } from "diaban/plans/routes";
import { createStage } from "diaban/plans/stage";

function start(root) {
  const config = JSON.parse(root.querySelector('[data-part="plan-config"]').textContent);
  setTexts(config.texts, config.locale);
  const stage = createStage(root, config);
  if (root.dataset.part === "plan-new") {
    startForm(root, config, stage);
  } else {
    setSymbols(config.symbols);
    startBoard(root, createRoutes(stage, config.plan));
  }
  root.dataset.state = "ready";
}

for (const root of document.querySelectorAll('[data-part="plan"], [data-part="plan-new"]')) start(root);
