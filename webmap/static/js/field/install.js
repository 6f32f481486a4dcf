/** Owns putting the page among the telephone's applications, where its browser offers that. */

let offer = null;

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
});
addEventListener("appinstalled", () => {
  offer = null;
});

/** Tells whether the browser would do it now. */
export function canInstall() {
  return Boolean(offer);
}

export function install() {
  offer?.prompt();
  offer = null;
}
