/** Owns the photos of a visit in the making: taken, hidden in parts, made small, kept with the draft until it is saved. */

import { t } from "diaban/i18n";
import { written } from "diaban/images/boxes";
import { createChosen } from "diaban/images/chosen";
import { createEditor } from "diaban/images/editor";
import { createFinder } from "diaban/images/finder";
import { drawHidden, readPhoto } from "diaban/images/picture";
import { newUuid } from "diaban/images/sending";
import { notYetHidden } from "diaban/images/windows";
import { button, h, icon } from "diaban/field/element";

const MEDIA_TYPE = "image/jpeg";
const TRIES = [[1600, 0.82], [1280, 0.75], [1024, 0.65], [800, 0.55]];

/** Returns {element, dialog, photos, restore, encode}; `onChange` is called when photos or what is hidden of them change. */
export function createPhotos({ config, limits, onChange }) {
  const findFaces = createFinder(config.finder);
  const dialog = editorDialog();
  const editor = createEditor(dialog);
  const list = h("ul.pictures__list");
  const told = h("p.pictures__progress", { role: "status" });
  const chosen = createChosen(list, { onHide: hide, onDrop: drop });
  const most = limits.photos ?? 8;
  const photos = [];
  let count = 0;

  async function take({ currentTarget: input }) {
    const files = [...input.files];
    input.value = "";
    const room = files.slice(0, most - photos.length);
    const notes = files.length > room.length ? [t("field.photo.too_many", { n: most })] : [];
    for (const file of room) {
      const source = await readPhoto(file).catch(() => null);
      if (source) await hide(await insert({ uuid: newUuid(), source }));
      else notes.push(t("field.failure.photo_unreadable"));
    }
    told.textContent = notes.join(" ");
  }

  async function insert(more) {
    const photo = { number: (count += 1), boxes: [], state: "chosen", told: "", unseen: 0, wasHidden: false, ...more };
    photos.push(photo);
    photo.search = search(photo);
    chosen.add(photo);
    return photo;
  }

  async function hide(photo) {
    photo.unseen = 0;
    photo.boxes = await editor.edit(photo);
    chosen.show(photo);
    await onChange();
  }

  function drop(photo) {
    photos.splice(photos.indexOf(photo), 1);
    chosen.drop(photo);
    onChange();
  }

  /** Hides the faces of a photo: in its sheet where that is open, else by itself, and then says so on its card. */
  async function search(photo) {
    photo.faces = await findFaces(photo.source);
    if (!photos.includes(photo)) return;
    if (!editor.propose(photo)) {
      const found = notYetHidden(photo.faces ?? [], photo.boxes);
      photo.boxes = [...photo.boxes, ...found];
      photo.unseen = found.length;
      if (found.length) await onChange();
    }
    chosen.show(photo);
  }

  /** Brings back photos that were kept, [{uuid, bytes, wasHidden}]; what nothing more is hidden of stays as it is. */
  async function restore(kept) {
    for (const { uuid, bytes, wasHidden } of kept) {
      const source = await readPhoto(new Blob([bytes], { type: MEDIA_TYPE }));
      await insert({ uuid, source, wasHidden, encoded: { hidden: written([]), bytes } });
    }
  }

  /** Promises the photos as they are to be sent, what is hidden gone for good: [{uuid, bytes, media_type, is_blurred}]. */
  async function encode() {
    return Promise.all(photos.map(async (photo) => ({
      uuid: photo.uuid, bytes: await encodeOnce(photo), media_type: MEDIA_TYPE, is_blurred: photo.wasHidden || photo.boxes.length > 0,
    })));
  }

  /** A photo is encoded anew only when something else of it is hidden. */
  function encodeOnce(photo) {
    const hidden = written(photo.boxes);
    if (photo.encoded?.hidden !== hidden) photo.encoded = { hidden, bytes: shrink(photo, limits.photo_bytes ?? Infinity) };
    return photo.encoded.bytes;
  }

  /** Promises whether every photo was looked at, and nothing was hidden of it that the person has not seen. */
  async function isSeen() {
    await Promise.all(photos.map(({ search: looking }) => looking));
    const n = photos.reduce((sum, { unseen }) => sum + unseen, 0);
    for (const photo of photos) photo.unseen = 0;
    if (n) told.textContent = t("images.js.faces.check", { n });
    return n === 0;
  }

  const chooser = (words, sign, more) => h("label.button.pictures__chooser", {}, icon(sign), words, h("input.visually-hidden", { type: "file", accept: "image/*", onchange: take, ...more }));
  const element = h("section.card.stack.field-photos", {},
    h("h2.card__title", {}, t("field.photo.title")),
    h("p.muted", {}, t("images.advice")),
    h("div.row", {}, chooser(t("images.take"), "camera", { capture: "environment" }), chooser(t("images.choose"), "picture", { multiple: true })),
    list, told,
  );
  return { element, dialog, photos, restore, encode, isSeen };
}

/** Promises the bytes of a JPEG, smaller and coarser until they are few enough. */
async function shrink({ source, boxes, number }, mostBytes) {
  for (const [side, quality] of TRIES) {
    const bytes = await encodeAt(source, boxes, side, quality);
    if (bytes && bytes.length <= mostBytes) return bytes;
  }
  throw Object.assign(new Error("photo"), { code: "photo_too_large", facts: { number } });
}

/** Promises the bytes, or null where the picture is larger than this browser can draw. */
async function encodeAt(source, boxes, side, quality) {
  const full = document.createElement("canvas");
  drawHidden(full, source, boxes);
  const share = Math.min(1, side / Math.max(full.width, full.height));
  const small = document.createElement("canvas");
  small.width = Math.max(1, Math.round(full.width * share));
  small.height = Math.max(1, Math.round(full.height * share));
  small.getContext("2d").drawImage(full, 0, 0, small.width, small.height);
  const blob = await new Promise((resolve) => {
    small.toBlob(resolve, MEDIA_TYPE, quality);
  });
  return blob && new Uint8Array(await blob.arrayBuffer());
}

/** The sheet of images/_editor.html, in the language of this page. */
function editorDialog() {
  const part = (name) => ({ dataset: { [name]: "" } });
  return h("dialog.hider", { ...part("editor"), "aria-labelledby": "editor-title" },
    h("div.hider__head", {},
      h("h2.hider__title", { id: "editor-title", ...part("title") }),
      h("p.hider__help", { id: "boxes-help" }, t("images.help"), " ", h("span.hider__keys", {}, t("images.help_keys")))),
    h("p.hider__found", { role: "status", ...part("found") }),
    h("div.hider__stage", part("stage")),
    h("p.visually-hidden", { role: "status", ...part("status") }),
    h("div.hider__actions", {},
      button(t("images.add_box"), null, { sign: "add", ...part("add") }),
      button(t("images.clear_boxes"), null, { disabled: true, ...part("clear") }),
      button(t("images.done"), null, { look: "primary", ...part("done") })),
  );
}
