/** Owns the fields of the form that the drawing reads and writes. */

import { dayOfTyped, isoOfDay } from "diaban/model/days";

const LOOKED_AT = new Set(["kind", "valid_from", "snap"]);
const TYPED = new Set(["coordinates", "coordinates_crs"]);

/** Returns the fields of the form around the drawing. */
export function findFields(root) {
  const form = root.closest("form");
  const value = (name) => new FormData(form).get(name) ?? "";
  const fields = {
    shape: form.elements.namedItem("shape"),
    token: value("csrf_token"),
    kind: () => value("kind") || root.dataset.kind,
    snaps: () => value("snap") !== "",
    /** The day from which the place is like this, as ISO text; null where it is not (yet) a day. */
    isoDay() {
      const day = dayOfTyped(value("valid_from"));
      return day === null ? null : isoOfDay(day);
    },
    /** What the server is told besides the shape. */
    told: () => ({ kind: fields.kind(), on: value("valid_from"), snap: fields.snaps(), code: root.dataset.code ?? "" }),
    typed: () => ({ coordinates: value("coordinates"), coordinates_crs: value("coordinates_crs") }),
    /** Calls back with the name of a field that the drawing depends on. */
    onChange(changed) {
      form.addEventListener("change", ({ target }) => LOOKED_AT.has(target.name) && changed(target.name));
    },
    /** Calls back whenever positions are typed, with whether there are any. */
    onTyping(typed) {
      form.addEventListener("input", ({ target }) => TYPED.has(target.name) && typed(value("coordinates").trim() !== ""));
    },
  };
  return fields;
}
