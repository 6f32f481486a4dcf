/** Owns sending a change of a plan: the form of the page, answered with the new lists or with why not. */

import { t } from "diaban/i18n";

/** Returns {isDone: true, said, board, plan}, or {isDone: false, code, words}. */
export async function send(url, fields) {
  try {
    const answer = await fetch(url, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(fields) });
    const told = await answer.json();
    return answer.ok ? { isDone: true, ...told } : { isDone: false, code: told.code, words: told.detail };
  } catch (error) {
    console.warn(error);
    return { isDone: false, code: "offline", words: t("plans.js.offline") };
  }
}
