/** Owns the sheet in which parts of a chosen photo are hidden before it is sent, and what is said of faces found. */

import { t } from "diaban/i18n";
import { createLayer } from "diaban/images/layer";

/** Returns `edit`, which opens the sheet for a photo and gives its boxes back when the person is done, and `propose`. */
export function createEditor(dialog) {
  const find = (name) => dialog.querySelector(`[data-${name}]`);
  let layer = null;
  let shown = null;
  find("add").addEventListener("click", () => layer.add());
  find("clear").addEventListener("click", () => layer.clear());
  find("done").addEventListener("click", () => dialog.close());

  function edit(photo) {
    return new Promise((resolve) => {
      shown = photo;
      find("title").textContent = t("images.js.title", { number: photo.number });
      find("status").textContent = "";
      find("found").textContent = tellFaces(photo.faces);
      dialog.showModal();
      const onChange = (changed) => {
        find("clear").disabled = changed.length === 0;
      };
      const { source, boxes } = photo;
      layer = createLayer({ stage: find("stage"), status: find("status"), source, boxes, onChange });
      find("done").focus();
      dialog.addEventListener("close", () => {
        shown = null;
        find("stage").replaceChildren();
        resolve(layer.boxes);
      }, { once: true });
    });
  }

  /** Lays boxes over the photo and says so; returns whether its sheet is open, so that the person sees them. */
  function propose(photo) {
    if (photo !== shown) return false;
    layer.propose(photo.faces ?? []);
    find("found").textContent = tellFaces(photo.faces);
    return true;
  }

  return { edit, propose };
}

/** Returns what is said of the faces of a photo: undefined while they are looked for, null where nothing can look. */
export function tellFaces(faces) {
  if (faces === undefined) return t("images.js.faces.looking");
  if (faces === null) return t("images.js.faces.unavailable");
  return faces.length ? t("images.js.faces.hidden", { n: faces.length }) : t("images.js.faces.none");
}
