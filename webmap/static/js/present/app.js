/** Owns the presentation: steps by keys and strokes, without leaving the full screen; addresses stay what links say. */

import { stepOfKey, stepOfStroke } from "diaban/present/steps";

const announced = document.querySelector("[data-announced]");
let asked = 0;
let begun = null;

/** Puts the screen of an address in the place of the present one; where that fails, the browser goes there itself. */
async function show(url) {
  const nth = ++asked;
  const page = await read(url);
  if (nth !== asked) return false;
  const next = page?.querySelector("[data-present]");
  if (!next) {
    location.assign(url);
    return false;
  }
  const held = document.activeElement?.dataset?.step;
  document.querySelector("[data-present]").replaceWith(next);
  document.title = page.title;
  dress();
  if (held) next.querySelector(`[data-step="${held}"]`)?.focus();
  announced.textContent = next.querySelector("h1").textContent;
  return true;
}

async function read(url) {
  try {
    const answer = await fetch(url);
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null;
  }
}

async function go(url) {
  if (await show(url)) history.pushState(null, "", url);
}

function take(step) {
  const link = step && document.querySelector(`[data-step="${step}"]`);
  if (link) go(link.href);
  return Boolean(link);
}

/** Offers the full screen where the browser allows it. */
function dress() {
  document.querySelector("[data-fullscreen]").hidden = !document.fullscreenEnabled;
}

function toggleFullscreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
}

addEventListener("keydown", (event) => {
  if (take(stepOfKey(event))) event.preventDefault();
  else if (event.key === "Escape" && !document.fullscreenElement) document.querySelector("[data-close]").click();
});

addEventListener("click", (event) => {
  if (event.target.closest("[data-fullscreen]")) return toggleFullscreen();
  const link = event.target.closest("[data-step], .choropleth a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
  event.preventDefault();
  return go(link.getAttribute("href"));
});

addEventListener("touchstart", ({ touches }) => {
  begun = touches.length === 1 ? { x: touches[0].clientX, y: touches[0].clientY } : null;
}, { passive: true });

addEventListener("touchend", ({ changedTouches }) => {
  if (begun) take(stepOfStroke(begun, { x: changedTouches[0].clientX, y: changedTouches[0].clientY }));
  begun = null;
});

addEventListener("popstate", () => show(location.href));
dress();
