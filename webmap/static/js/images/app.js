/** Owns the start of the scripts for pictures: the form that sends photos, and the page that hides parts of a kept one. */

import { setTexts, t } from "diaban/i18n";
import { written } from "diaban/images/boxes";
import { createChosen } from "diaban/images/chosen";
import { createEditor, tellFaces } from "diaban/images/editor";
import { createFinder } from "diaban/images/finder";
import { createLayer } from "diaban/images/layer";
import { copyImage, readPhoto } from "diaban/images/picture";
import { newUuid, sendPhoto } from "diaban/images/sending";
import { notYetHidden } from "diaban/images/windows";

const { texts, locale, finder } = JSON.parse(document.getElementById("images-config").textContent);
const findFaces = createFinder(finder);
setTexts(texts, locale);

for (const form of document.querySelectorAll("form[data-pictures]")) startSending(form);
for (const form of document.querySelectorAll("form[data-kept]")) startHiding(form);

/** Takes photos, lets parts of each be hidden, and sends them; what is not kept yet stays on the page. */
function startSending(form) {
  const find = (name) => form.querySelector(`[data-${name}]`);
  const editor = createEditor(form.parentElement.querySelector("[data-editor]"));
  const photos = [];
  const say = (text) => {
    find("progress").textContent = text;
  };
  const chosen = createChosen(find("chosen"), { onHide: hide, onDrop: drop });
  let left = Number(form.dataset.left);
  let count = 0;
  find("plain").remove();
  find("choosers").hidden = false;

  function refresh() {
    const waiting = photos.filter(({ state }) => state !== "kept").length;
    find("sending").hidden = waiting === 0;
    find("send").textContent = t("images.js.send", { n: waiting });
    for (const input of form.querySelectorAll("[data-chooser]")) input.disabled = left <= 0;
  }

  async function hide(photo) {
    photo.unseen = 0;
    photo.boxes = await editor.edit(photo);
    photo.told = "";
    chosen.show(photo);
    find("send").focus();
  }

  function drop(photo) {
    photos.splice(photos.indexOf(photo), 1);
    chosen.drop(photo);
    left += 1;
    refresh();
  }

  async function take(files) {
    const told = files.length > left ? [t("images.js.too_many", { n: left })] : [];
    const room = files.slice(0, left);
    left -= room.length;
    say(t("images.js.reading", { n: room.length }));
    for (const file of room) {
      const photo = await read(file);
      if (photo) {
        await hide(photo);
      } else {
        left += 1;
        told.push(t("images.js.unreadable", { name: file.name }));
      }
    }
    say(told.join(" "));
    refresh();
  }

  async function read(file) {
    let source;
    try {
      source = await readPhoto(file);
    } catch {
      return null;
    }
    const photo = { uuid: newUuid(), number: (count += 1), source, boxes: [], state: "chosen", told: "", unseen: 0 };
    photos.push(photo);
    photo.search = search(photo);
    chosen.add(photo);
    refresh();
    return photo;
  }

  /** Hides the faces of a photo: in its sheet where that is open, else by itself, and then says so on its card. */
  async function search(photo) {
    photo.faces = await findFaces(photo.source);
    if (!photos.includes(photo)) return;
    if (!editor.propose(photo)) {
      const hidden = notYetHidden(photo.faces ?? [], photo.boxes);
      photo.boxes = [...photo.boxes, ...hidden];
      photo.unseen = hidden.length;
    }
    chosen.show(photo);
  }

  /** Waits until all photos were searched for faces; returns whether nothing was hidden that the person has not seen. */
  async function isSeen(waiting) {
    if (waiting.some(({ faces }) => faces === undefined)) say(t("images.js.faces.looking"));
    await Promise.all(waiting.map((photo) => photo.search));
    const unseen = waiting.reduce((sum, photo) => sum + photo.unseen, 0);
    for (const photo of waiting) photo.unseen = 0;
    if (unseen) say(t("images.js.faces.check", { n: unseen }));
    return unseen === 0;
  }

  async function send() {
    find("send").disabled = true;
    const waiting = photos.filter(({ state }) => state !== "kept");
    if (await isSeen(waiting)) await sendAll(waiting);
    find("send").disabled = false;
  }

  async function sendAll(waiting) {
    const token = form.elements.namedItem("csrf_token").value;
    for (const [index, photo] of waiting.entries()) {
      say(t("images.js.progress", { number: index + 1, n: waiting.length }));
      Object.assign(photo, { state: "sending", told: "" });
      chosen.show(photo);
      photo.told = await sendPhoto({ address: form.action, token, photo });
      photo.state = photo.told ? "failed" : "kept";
      chosen.show(photo);
    }
    refresh();
    const failed = waiting.filter(({ state }) => state === "failed").length;
    if (failed) say(t("images.js.some_failed", { n: failed }));
    else showKept(form.dataset.after);
  }

  for (const input of form.querySelectorAll("[data-chooser]")) {
    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = "";
      take(files);
    });
  }
  find("send").addEventListener("click", send);
  addEventListener("beforeunload", (event) => {
    if (photos.some(({ state }) => state !== "kept")) event.preventDefault();
  });
}

/** Shows the page with what is kept now; a page that answered a form is not asked for again. */
function showKept(address) {
  if (address === location.pathname + location.search) location.reload();
  else location.assign(address);
}

/** Puts boxes in the place of the grid over a picture that is kept; the form is sent as it would be without a script. */
async function startHiding(form) {
  const find = (name) => form.querySelector(`[data-${name}]`);
  const image = form.querySelector("img");
  await image.decode();
  const source = copyImage(image);
  for (const part of form.querySelectorAll("[data-grid]")) part.remove();
  for (const part of form.querySelectorAll("[data-drawing], [data-add], [data-clear]")) part.hidden = false;
  const onChange = (boxes) => {
    form.elements.namedItem("blurs").value = boxes.length ? written(boxes) : "";
    find("clear").disabled = boxes.length === 0;
  };
  const layer = createLayer({ stage: find("stage"), status: find("status"), source, boxes: [], onChange });
  find("add").addEventListener("click", () => layer.add());
  find("clear").addEventListener("click", () => layer.clear());
  find("found").textContent = tellFaces(undefined);
  const faces = await findFaces(source);
  layer.propose(faces ?? []);
  find("found").textContent = tellFaces(faces);
}
