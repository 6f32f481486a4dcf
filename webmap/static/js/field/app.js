/** Owns the start of the field page: opens the vault, leads from address to screen, locks after a while, takes updates. */

import { setTexts } from "diaban/i18n";
import { createFrame } from "diaban/field/frame";
import { createRouter } from "diaban/field/router";
import { showUnable } from "diaban/field/screens/unable";
import { createState } from "diaban/field/state";
import { openVault } from "diaban/field/vault";
import { followUpdates, register } from "diaban/field/updates";

const IDLE_MS = 15 * 60_000;
const OFTEN_MS = 60_000;

const config = JSON.parse(document.getElementById("field-config").textContent);
const place = document.querySelector("[data-frame]");

speak(document.documentElement.lang);
start();

async function start() {
  if (!isSecureContext || !globalThis.crypto?.subtle || !globalThis.indexedDB || !navigator.serviceWorker) {
    place.replaceChildren(showUnable());
    return;
  }
  const vault = await openVault({ now: () => new Date() });
  speak(vault.device?.locale ?? localeOfBrowser());
  const state = createState({ vault, config });
  const updates = followUpdates(register(config.worker), () => frame.offerUpdate());
  const frame = createFrame(place, state, { onLock: state.lock, onUpdate: updates.take });
  const router = createRouter(state, frame);
  state.on("locked", router.show);
  state.on("opened", () => {
    router.show();
    state.meet();
  });
  state.on("wiped", () => router.leave("wiped"));
  state.on("area", () => speakAgain(vault, frame, router));
  lockWhenIdle(state);
  meetWhenPossible(state);
  navigator.serviceWorker.addEventListener("message", ({ data }) => data.kind === "send" && state.meet());
  addEventListener("hashchange", router.show);
  router.show();
}

function speak(locale) {
  const known = config.texts[locale] ? locale : config.locale;
  document.documentElement.lang = known;
  setTexts(config.texts[known], known);
}

/** The language of the account comes with the first meeting; a screen that is being filled in is left as it is. */
function speakAgain(vault, frame, router) {
  const wanted = vault.device.locale;
  if (wanted === document.documentElement.lang || !config.texts[wanted]) return;
  speak(wanted);
  frame.build();
  router.showUnlessBusy();
}

/** As the service chooses: whoever asks for the first language at all gets it, since many browsers run in another. */
function localeOfBrowser() {
  const asked = navigator.languages.map((tag) => tag.split("-")[0]);
  return asked.includes(config.locale) ? config.locale : (asked.find((one) => config.texts[one]) ?? config.locale);
}

function lockWhenIdle(state) {
  let last = Date.now();
  const isOpen = () => state.vault.state === "open";
  const look = () => isOpen() && Date.now() - last > IDLE_MS && state.lock();
  for (const kind of ["pointerdown", "keydown", "scroll"]) {
    addEventListener(kind, () => {
      look();
      last = Date.now();
    }, { passive: true, capture: true });
  }
  document.addEventListener("visibilitychange", look);
  setInterval(look, OFTEN_MS / 2);
}

function meetWhenPossible(state) {
  let last = 0;
  const meet = () => {
    if (document.hidden || Date.now() - last < OFTEN_MS) return;
    last = Date.now();
    state.meet();
  };
  addEventListener("online", () => state.meet());
  addEventListener("offline", () => {
    state.stopped = "offline";
    state.say("change");
  });
  document.addEventListener("visibilitychange", meet);
}
