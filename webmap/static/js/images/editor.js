/** Owns the sheet in which parts of a chosen photo are hidden before it is sent. */

import { createLayer } from "diaban/images/layer";

/** Returns a function that opens the sheet for a photo and gives its boxes back when the person is done. */
export function createEditor(dialog) {
  const find = (name) => dialog.querySelector(`[data-${name}]`);
  let layer = null;
  find("add").addEventListener("click", () => layer.add());
  find("clear").addEventListener("click", () => layer.clear());
  find("done").addEventListener("click", () => dialog.close());

  return ({ source, boxes, title }) => new Promise((resolve) => {
    find("title").textContent = title;
    find("status").textContent = "";
    dialog.showModal();
    const onChange = (changed) => {
      find("clear").disabled = changed.length === 0;
    };
    layer = createLayer({ stage: find("stage"), status: find("status"), source, boxes, onChange });
    find("done").focus();
    dialog.addEventListener("close", () => {
      find("stage").replaceChildren();
      resolve(layer.boxes);
    }, { once: true });
  });
}
