/** Owns the page of a batch of an import: the map of what the file holds, before and after. */

import { createStage } from "diaban/boundaries/stage";
import { setTexts } from "diaban/i18n";
import { createPreview } from "diaban/imports/preview";

for (const root of document.querySelectorAll('[data-part="boundary"]')) {
  const config = JSON.parse(root.querySelector('[data-part="boundary-config"]').textContent);
  setTexts(config.texts, config.locale);
  root.querySelector('[data-part="boundary-stage"]').hidden = false;
  createPreview(createStage(root, config));
  root.dataset.state = "drawn";
}
