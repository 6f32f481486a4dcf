/** Owns what the open page holds: the vault, the area, the entries; meeting the register, locking, wiping. */

import { newUuid } from "diaban/images/sending";
import { localDay } from "diaban/field/clock";
import { createOutbox, isUnsent, neverLeft } from "diaban/field/outbox";
import { countUnsent, createStore } from "diaban/field/store";
import { createSync, onceMore, takeTurns } from "diaban/field/sync";
import { createTransport } from "diaban/field/transport";

const COOKIE_S = 400 * 24 * 3600;

/** Returns the state of the page over a vault; it says "change" whenever something that is shown may have changed. */
export function createState({ vault, config, now = () => new Date() }) {
  const events = new EventTarget();
  const state = {
    config, vault, now, outbox: null, sync: null, area: null, entries: [], photos: [], isBusy: false, isMeeting: false, stopped: null, complaint: "",
    say: (kind) => events.dispatchEvent(new Event(kind)),
    on(kind, act) {
      events.addEventListener(kind, act);
      return () => events.removeEventListener(kind, act);
    },
    complain: (text) => Object.assign(state, { complaint: text }) && state.say("change"),
    today: () => localDay(now()),
    unsent: () => countOpen(state.entries, state.photos),
    transportFor: (device) => createTransport({ get: (...words) => fetch(...words), device, now }),
  };

  /** Opens what the vault holds, once it is unlocked. */
  state.begin = async () => {
    const { database, key, device } = vault;
    const transport = state.transportFor(device.uuid);
    state.outbox = createOutbox({ store: createStore(database, key), send: transport, now, uuid: newUuid, inTurn: takeTurns });
    state.sync = createSync({ transport, outbox: state.outbox });
    state.stopped = navigator.onLine ? null : "offline";
    state.area = await vault.readArea();
    tellWorker({ key, device });
    await state.refresh();
  };

  /** Reads the outbox again, and tells the browser's cookie how much waits, so that signing out can ask first. */
  state.refresh = async () => {
    if (vault.state !== "open") return;
    [state.entries, state.photos] = await Promise.all([state.outbox.list(), state.outbox.photos()]);
    document.cookie = `diaban_field=${state.unsent()}; path=/; max-age=${COOKIE_S}; samesite=lax`;
    state.say("change");
  };

  /**
   * Keeps what was recorded, {kind, body, photos, about}, shows it in the outbox and sends it as soon as that can be;
   * `before` is the entry that it changes: itself as long as it has not left, else another one in its place. `onKept` is
   * called as soon as it lies safe.
   */
  state.keep = async ({ kind, body, photos, about }, { before = null, onKept = () => {} } = {}) => {
    const { add, edit, replace } = state.outbox;
    const amend = before && (neverLeft(before) ? edit : replace);
    const claims = before?.body.not_person; // said once, it holds for what is put right as well
    const whole = claims ? { not_person: claims, ...body } : body;
    const entry = await (before ? amend(before.uuid, whole, photos, about) : add(kind, whole, photos, about));
    await onKept();
    await state.refresh();
    location.hash = `#/outbox/${entry.uuid}`;
    askForBackgroundSync();
    state.meet();
  };

  /** Meets the register: sends, and takes a newer area; what comes of it is in `stopped` and the entries. */
  state.meet = onceMore(async () => {
    if (vault.state !== "open") return;
    if (!navigator.onLine) {
      state.stopped = "offline";
      state.say("change");
      return;
    }
    Object.assign(state, { isMeeting: true });
    state.say("change");
    try {
      const { account, name } = vault.device;
      await settle(await state.sync.meet({ account, name, etag: state.area ? vault.device.etag : null }));
    } finally {
      state.isMeeting = false;
      await state.refresh();
    }
  });

  async function settle({ stopped, session, fresh }) {
    state.stopped = stopped;
    if (stopped === "wiped") {
      await state.wipe();
      state.say("wiped");
      return;
    }
    if (vault.state !== "open") return; // it was locked meanwhile
    if (session && session.account.locale !== vault.device.locale) await vault.note({ locale: session.account.locale });
    if (fresh) await state.keepArea(fresh);
    if (!stopped) await vault.note({ met_at: now().toISOString(), may: session.may });
  }

  state.keepArea = async ({ area, etag }) => {
    await vault.saveArea(area);
    await vault.note({ etag });
    state.area = area;
    state.say("area");
  };

  state.lock = () => {
    vault.lock();
    tellWorker(null);
    Object.assign(state, { outbox: null, sync: null, area: null, entries: [], photos: [], isBusy: false });
    state.say("locked");
  };

  state.wipe = async () => {
    tellWorker(null);
    await vault.wipe();
    Object.assign(state, { outbox: null, sync: null, area: null, entries: [], photos: [], isBusy: false });
  };

  state.countUnsent = () => countUnsent(vault.database, isUnsent);

  return state;
}

/** Returns how many entries are not in the register yet, whole and with their photos. */
function countOpen(entries, photos) {
  const waiting = new Set(photos.filter(({ state }) => state === "waiting").map(({ entry }) => entry));
  return entries.filter((entry) => isUnsent(entry) || (entry.state === "stored" && waiting.has(entry.uuid))).length;
}

/** Asks the browser to wake the worker for sending as soon as there is signal; not every browser can. */
async function askForBackgroundSync() {
  try {
    const registration = await navigator.serviceWorker.ready;
    await registration.sync?.register("outbox");
  } catch {
    // it is sent when the page is next opened
  }
}

/** Hands the worker the unlocked key, or takes it away; the very first time it may still be on its way. */
async function tellWorker(opened) {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ kind: "key", opened });
}
