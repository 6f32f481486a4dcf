/** Owns the steps of a drawing: what it was before and after each change, so that any can be taken back. */

import { isSame } from "diaban/edit/shape";

const MOST = 200;

/** Returns the steps of a drawing that begins with a geometry or with null. */
export function createSteps(first) {
  let past = [first];
  let future = [];
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
    /** Takes a new state; returns whether it differs from the present one. */
    push(geometry) {
      if (isSame(geometry, past.at(-1))) return false;
      past = [...past.slice(-MOST), geometry];
      future = [];
      return true;
    },
    undo() {
      if (past.length > 1) future.push(past.pop());
      return past.at(-1);
    },
    redo() {
      if (future.length > 0) past.push(future.pop());
      return past.at(-1);
    },
  };
}
