/** Owns one meeting with the register: who is signed in, what is known of this device, what waits, what is new. */

const IN_TURN = "diaban-field-sync";

/**
 * Returns `meet`, which promises {stopped, told, area}: why it broke off (null, or a code of the outbox's `STOPS`), what
 * became of the entries, and the area where there is a newer one.
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
      return { stopped: null, told, session, fresh: facts.onlySend ? null : await transport.area(facts.etag) };
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

function takeTurns(act) {
  return navigator.locks ? navigator.locks.request(IN_TURN, act) : act();
}
