/** Owns one meeting with the register: who is signed in, what is known of this device, what waits, what is new. */

const IN_TURN = "diaban-field-sync";
export const AREA_FORMAT = 1;

/**
 * Returns `meet`, which promises {stopped, told, session, fresh}: why it broke off (null, a code of the outbox's `STOPS`,
 * or "outdated": this page is older than the area that the register gives), what became of the entries, and the area
 * where there is a newer one.
 *
 * `facts` are {account, etag, name, onlySend}, name being the device's; `inTurn` runs one meeting after the other, also between the page and its worker.
 */
export function createSync({ transport, outbox, inTurn = takeTurns }) {
  async function meet(facts) {
    try {
      const session = await transport.session();
      const stopped = judge(session, facts);
      if (stopped) return { stopped, session };
      if (session.device.state === "unknown") await transport.register(facts.name);
      const told = await outbox.flush();
      if (told.stopped) return { stopped: told.stopped, told, session };
      const fresh = facts.onlySend ? null : await transport.area(facts.etag);
      if (fresh && fresh.area.format !== AREA_FORMAT) return { stopped: "outdated", told, session };
      return { stopped: null, told, session, fresh };
    } catch (error) {
      if (!error.code) throw error;
      return { stopped: error.code };
    }
  }

  return { meet: (facts) => inTurn(() => meet(facts)) };
}

function judge({ device, account }, facts) {
  if (device.state === "wiped") return "wiped";
  return account.name === facts.account && device.state !== "other" ? null : "other_account";
}

/**
 * Returns a function that does something, never twice at a time; whoever asks meanwhile has it done once more: what was
 * kept after a meeting looked into the outbox must not wait for the next occasion.
 */
export function onceMore(act) {
  let running = null;
  let isAsked = false;

  async function run() {
    try {
      do {
        isAsked = false;
        await act();
      } while (isAsked);
    } finally {
      running = null;
    }
  }

  return () => {
    isAsked = true;
    running ??= run();
    return running;
  };
}

/** Does one thing after the other, in all pages of this browser and in its worker. */
export function takeTurns(act) {
  return navigator.locks ? navigator.locks.request(IN_TURN, act) : act();
}
