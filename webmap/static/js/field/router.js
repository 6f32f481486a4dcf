/** Owns the way from the address behind # to a screen; a locked or empty phone shows its lock or its beginning instead. */

import { showAdd } from "diaban/field/screens/add";
import { showCounts } from "diaban/field/screens/counts";
import { showDevice } from "diaban/field/screens/device";
import { showEdit } from "diaban/field/screens/edit";
import { showEntry } from "diaban/field/screens/entry";
import { showMap } from "diaban/field/screens/map";
import { showOutbox } from "diaban/field/screens/outbox";
import { showPlace } from "diaban/field/screens/place";
import { showPropose } from "diaban/field/screens/propose";
import { showReceived } from "diaban/field/screens/received";
import { showSetUp } from "diaban/field/screens/setup";
import { showToday } from "diaban/field/screens/today";
import { showUnlock } from "diaban/field/screens/unlock";
import { showVisit } from "diaban/field/screens/visit";
import { showWalk } from "diaban/field/screens/walk";

const WAYS = [
  [/^#?\/?$/, showToday, "today"],
  [/^#\/walk\/([^/]+)\/(\d+)$/, showWalk, "today"],
  [/^#\/place\/([^/]+)$/, showPlace, "today"],
  [/^#\/visit\/([^/]+)$/, showVisit, "today"],
  [/^#\/map(?:\/([^/]+))?$/, showMap, "map"],
  [/^#\/add$/, showAdd, "add"],
  [/^#\/propose$/, showPropose, "add"],
  [/^#\/counts$/, showCounts, "add"],
  [/^#\/outbox$/, showOutbox, "out"],
  [/^#\/outbox\/([^/]+)$/, showEntry, "out"],
  [/^#\/outbox\/([^/]+)\/edit$/, showEdit, "out"],
  [/^#\/received$/, showReceived, "out"],
  [/^#\/device$/, showDevice, null],
];

/** Returns `show`, which puts the screen of the present address on the page, and `leave`, which begins anew. */
export function createRouter(state, frame) {
  let close = () => {};
  let turn = 0;

  async function show() {
    const mine = (turn += 1);
    close();
    close = () => {};
    Object.assign(state, { isBusy: false });
    const [screen, tab] = await build();
    if (mine !== turn) return; // the person has gone on meanwhile
    close = screen.onLeave ?? close;
    frame.show(screen.element ?? screen, { tab });
    state.say("busy");
  }

  async function build() {
    if (state.vault.state === "empty") return [showSetUp(state), null];
    if (state.vault.state === "locked") return [await showUnlock(state), null];
    for (const [pattern, make, tab] of WAYS) {
      const found = pattern.exec(location.hash);
      if (found) return [await make(state, ...found.slice(1).map((word) => word && decodeURIComponent(word))), tab];
    }
    return [await showToday(state), "today"];
  }

  function leave(why) {
    state.why = why;
    if (location.hash) history.replaceState(null, "", location.pathname);
    show();
  }

  const showUnlessBusy = () => state.isBusy || show();

  return { show, showUnlessBusy, leave };
}
