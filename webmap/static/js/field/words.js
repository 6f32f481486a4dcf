/** Owns the sentences that several screens say: how the phone stands with the register, how an entry fares, days. */

import { t } from "diaban/i18n";
import { localDay, timeOfDay, writeDay } from "diaban/field/clock";

const TO_DECIDE = new Set(["refused", "conflict", "damaged"]);
const HELD = new Set(["held"]);

/** Returns {look, text, action} for the strip on top: what waits, and why. */
export function tellSync({ isMeeting, stopped, vault, entries, unsent, today }) {
  const n = unsent();
  const count = (states) => entries.filter(({ state }) => states.has(state)).length;
  const [open, held] = [count(TO_DECIDE), count(HELD)];
  if (isMeeting) return { look: "busy", text: t("field.sync.busy") };
  if (stopped === "signed_out") return { look: "warning", text: t("field.sync.signed_out"), action: "sign_in" };
  if (stopped === "other_account") return { look: "warning", text: t("field.sync.other_account", { name: vault.device.account }), action: "sign_in" };
  if (stopped === "not_allowed") return { look: "warning", text: t("field.sync.not_allowed") };
  if (stopped === "server") return { look: "warning", text: t("field.sync.server", { n }) };
  if (stopped === "outdated") return { look: "warning", text: t("field.sync.outdated") };
  if (stopped === "offline") return { look: n ? "waiting" : "away", text: n ? t("field.sync.offline_waiting", { n }) : t("field.sync.offline") };
  if (open) return { look: "warning", text: t("field.sync.decide", { n: open }), action: "decide" };
  if (held) return { look: "waiting", text: t("field.sync.held", { n: held }), action: "decide" };
  if (n) return { look: "waiting", text: t("field.sync.waiting", { n }) };
  return { look: "good", text: tellMet(vault.device.met_at, today()) };
}

function tellMet(metAt, today) {
  if (!metAt) return t("field.sync.never");
  const at = new Date(metAt);
  const time = timeOfDay(at);
  const day = writeDay(localDay(at));
  return writeDay(today) === day ? t("field.sync.met", { time }) : t("field.sync.met_on", { time, day });
}

/** Returns what is said of the days until or since a place is due. */
export function tellDays(days, plan, today) {
  if (days !== null && days > 0) return t("field.due.overdue", { n: days });
  if (plan) return plan.on === today ? t("field.due.planned_today") : t("field.due.planned_on", { day: writeDay(plan.on) });
  if (days === 0) return t("field.due.today");
  return days === null ? "" : t("field.due.in", { n: -days });
}

/** Returns what an entry is called in lists. */
export function titleOf({ kind, about }) {
  return about?.name ? `${t(`field.kind.${kind}`)}: ${about.name}` : t(`field.kind.${kind}`);
}

/** Returns how an entry stands, in a few words; a receipt is its number. */
export function stateOf({ state, answer }) {
  if (state === "stored") return t("field.state.stored", { receipt: answer.receipt ?? "" });
  return t(`field.state.${state}`);
}

/** Returns what to do about an entry that was not taken, in the register's words where it gave some. */
export function reasonOf({ state, answer }) {
  if (state === "damaged") return t("field.entry.damaged");
  return answer?.message || answer?.code || "";
}

/** Returns the sentence for something that went wrong on this phone, by the code of its error. */
export function tellFailure(error) {
  const known = ["storage_full", "already_sent", "photo_unreadable", "photo_too_large", "offline", "signed_out", "server", "wiped", "not_allowed", "other_account"];
  if (known.includes(error.code)) return t(`field.failure.${error.code}`, error.facts);
  throw error;
}
