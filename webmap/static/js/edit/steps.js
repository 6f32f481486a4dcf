/** Owns the steps of a drawing: what it was before and after each change, so that any can be taken back. */

import { isSame } from "diaban/edit/shape";

const MOST = 200;

/** Returns the steps of a drawing that begins with a geometry or with null. */
export function createSteps(first) {
  let past = [first];
  let future = [];
  let running = null;
  return {
    get current() {
      return past.at(-1);
    },
    get canUndo() {
      return past.length > 1;
    },
    get canRedo() {
      return future.length > 0;
    },
    /** Takes a new state; returns whether it differs from the present one. All of one `series` in a row are one step. */
    push(geometry, series = null) {
      if (isSame(geometry, past.at(-1))) return false;
      const kept = series !== null && series === running ? past.slice(0, -1) : past.slice(-MOST);
      past = [...kept, geometry];
      future = [];
      running = series;
      return true;
    },
    undo() {
      running = null;
      if (past.length > 1) future.push(past.pop());
      return past.at(-1);
    },
    redo() {
      running = null;
      if (future.length > 0) past.push(future.pop());
      return past.at(-1);
    },
  };
}
