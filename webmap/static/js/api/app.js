/** Owns the pages of the API: buttons that copy an address, and the map of a tile set where there is one. */

import { openPreview } from "diaban/api/preview";
import { copyText } from "diaban/copying";
import { setTexts } from "diaban/i18n";

const SAID_MS = 2000;

for (const button of document.querySelectorAll("[data-copy]")) {
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copyText(button.dataset.copy);
    button.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = words;
    }, SAID_MS);
  });
}

const told = document.querySelector('[data-part="tiles-config"]');
if (told) {
  const config = JSON.parse(told.textContent);
  setTexts(config.texts, config.locale);
  openPreview(document.querySelector('[data-part="tiles"]'), config);
}
