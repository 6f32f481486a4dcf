/** Owns the frame around every screen: the bar, how the phone stands with the register, the tabs, and where screens go. */

import { t } from "diaban/i18n";
import { button, h, icon } from "diaban/field/element";
import { tellSync } from "diaban/field/words";

const TABS = [["today", "#/"], ["map", "#/map"], ["add", "#/add"], ["out", "#/outbox"]];

/** Builds the frame; `show` puts a screen into it, `refresh` says anew how the phone stands. */
export function createFrame(place, state, { onLock, onUpdate }) {
  const strip = h("p.sync__text", { role: "status" });
  const act = h("div.sync__act");
  const sync = h("div.sync", { hidden: true }, strip, act);
  const fresh = h("div.fresh", { hidden: true });
  const complaint = h("p.field-complaint", { role: "alert", hidden: true });
  const main = h("main.field-main", { id: "main", tabIndex: -1 });
  const tabs = h("nav.tabs", { hidden: true });
  const tools = h("div.bar__tools");
  build();

  /** Builds what stands around the screens, in the present language. */
  function build() {
    const brand = h("a.bar__brand", { href: "/" }, sign(), h("span", {}, t("field.title")));
    const bar = h("header.bar.field-bar", {}, brand, tools);
    tabs.replaceChildren();
    place.replaceChildren(h("a.skip", { href: "#main", onclick: skip }, t("field.skip")), bar, sync, fresh, complaint, main, tabs);
  }

  function skip(event) {
    event.preventDefault();
    main.focus();
  }

  /** Puts a screen in the place of the one before, and the focus on its title. */
  function show(screen, { tab = null } = {}) {
    state.complaint = "";
    main.replaceChildren(screen);
    refresh();
    for (const link of tabs.querySelectorAll("a")) link.toggleAttribute("aria-current", false);
    tabs.querySelector(`[data-tab="${tab}"]`)?.setAttribute("aria-current", "page");
    document.title = `${screen.querySelector("h1")?.textContent ?? t("field.title")} – ${t("field.title")}`;
    scrollTo(0, 0);
    const title = screen.querySelector("h1");
    title?.setAttribute("tabindex", "-1");
    title?.focus({ preventScroll: true });
  }

  function refresh() {
    const isOpen = state.vault.state === "open";
    sync.hidden = !isOpen;
    tabs.hidden = !isOpen;
    tools.replaceChildren(...(isOpen ? tellTools() : []));
    complaint.hidden = !state.complaint;
    complaint.textContent = state.complaint;
    if (!isOpen) return;
    const { look, text, action } = tellSync(state);
    sync.dataset.look = look;
    if (strip.textContent !== text) strip.textContent = text;
    act.replaceChildren({ sign_in: signIn, decide }[action]?.() ?? meet(look));
    if (!tabs.childElementCount) tabs.append(...TABS.map(tabOf));
    tabs.querySelector(".tabs__count").textContent = state.unsent() || "";
    tabs.setAttribute("aria-label", t("field.tabs.label"));
  }

  const signIn = () => h("a.button.button--small", { href: "/sign-in?next=/field" }, t("field.sync.sign_in"));
  const decide = () => h("a.button.button--small", { href: "#/outbox" }, t("field.sync.look"));
  const meet = (look) => button(t("field.sync.now"), () => state.meet(), { look: "small", sign: "sync", disabled: look === "busy" });
  const tellTools = () => [
    h("a.field-tool", { href: "#/device", "aria-label": t("field.device.title") }, icon("settings")),
    h("button.field-tool", { type: "button", onclick: onLock, "aria-label": t("field.lock.now") }, icon("lock")),
  ];

  /** Offers the newer version of the page that waits; never while a visit is being recorded. */
  function offerUpdate() {
    fresh.replaceChildren(h("p", {}, t("field.update.told")), button(t("field.update.now"), onUpdate, { look: "small" }));
    fresh.hidden = state.isBusy;
    fresh.dataset.waits = "yes";
  }

  state.on("busy", () => {
    if (fresh.dataset.waits) fresh.hidden = state.isBusy;
  });
  state.on("change", refresh);
  return { build, show, offerUpdate };
}

function tabOf([name, href]) {
  const count = name === "out" ? h("span.tabs__count") : null;
  return h("a.tabs__tab", { href, dataset: { tab: name } }, h("span.tabs__sign", {}, icon(name), count), h("span", {}, t(`field.tabs.${name}`)));
}

function sign() {
  const image = h("img.field-sign", { src: document.querySelector("link[rel=icon]").href, alt: "" });
  image.width = 28;
  image.height = 28;
  return image;
}
