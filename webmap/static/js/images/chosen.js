/** Owns the photos that were chosen and wait to be sent: their previews, what can be done to each, how each fares. */

import { t } from "diaban/i18n";
import { drawHidden } from "diaban/images/picture";

/** Returns the list; `onHide` and `onDrop` are called with the photo whose button was pressed. */
export function createChosen(list, { onHide, onDrop }) {
  const cards = new Map();

  function add(photo) {
    const card = document.createElement("li");
    card.className = "picture";
    const frame = document.createElement("div");
    frame.className = "picture__frame";
    const canvas = document.createElement("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", t("images.js.chosen", { number: photo.number }));
    frame.append(canvas);
    const state = document.createElement("p");
    state.className = "picture__state";
    const actions = document.createElement("div");
    actions.className = "picture__actions";
    actions.append(
      button(t("images.js.hide"), t("images.js.hide_one", { number: photo.number }), () => onHide(photo)),
      button(t("images.js.drop"), t("images.js.drop_one", { number: photo.number }), () => onDrop(photo)),
    );
    card.append(frame, state, actions);
    list.append(card);
    cards.set(photo, { card, canvas, state, actions });
    show(photo);
  }

  /** Draws the photo as it will be sent, and says how it fares. */
  function show(photo) {
    const { card, canvas, state, actions } = cards.get(photo);
    drawHidden(canvas, photo.source, photo.boxes);
    card.classList.toggle("picture--failed", photo.state === "failed");
    state.textContent = photo.told || tellState(photo);
    actions.hidden = photo.state === "sending" || photo.state === "kept";
  }

  function drop(photo) {
    cards.get(photo).card.remove();
    cards.delete(photo);
  }

  return { add, show, drop };
}

function tellState({ state, boxes, faces, unseen }) {
  if (state !== "chosen") return t(`images.js.state.${state}`);
  if (faces === undefined) return t("images.js.faces.looking");
  if (unseen) return t("images.js.faces.check", { n: unseen });
  return boxes.length ? t("images.js.state.hidden", { n: boxes.length }) : t("images.js.state.chosen");
}

function button(text, label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--small";
  made.textContent = text;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}
