/** Owns the questions to the server about a drawing: one at a time, a moment after the last change, the newest wins. */

const PAUSE_MS = 400;

/**
 * Returns {ask, askNow, cancel}. `answered` gets what the server says of the newest drawing, `failed` the words of a
 * refusal, or null where the server was not reached.
 */
export function createCheck({ url, token, answered, failed, fetch = globalThis.fetch, pause = PAUSE_MS }) {
  let waiting = null;
  let running = null;

  async function askNow(body) {
    cancel();
    const mine = new AbortController();
    running = mine;
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
        body: JSON.stringify(body),
        signal: mine.signal,
      });
      const told = await answer.json();
      if (running !== mine) return null;
      if (answer.ok) answered(told, body);
      else failed(told.detail ?? null);
      return answer.ok ? told : null;
    } catch (error) {
      if (running === mine && error.name !== "AbortError") failed(null);
      return null;
    }
  }

  function cancel() {
    clearTimeout(waiting);
    running?.abort();
    running = null;
  }

  return {
    askNow,
    cancel,
    ask(body) {
      cancel();
      waiting = setTimeout(() => askNow(body), pause);
    },
  };
}
