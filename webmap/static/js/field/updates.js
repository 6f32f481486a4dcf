/** Owns the versions of the page: the worker that keeps it, and taking a newer one when the person says so. */

/** Promises the registration of the worker; null where the browser refuses, and then the page needs signal. */
export async function register(address) {
  try {
    return await navigator.serviceWorker.register(address, { scope: "/" });
  } catch {
    return null;
  }
}

/** Asks the worker to keep the page's files again, should they have been deleted. */
export async function keepFiles() {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ kind: "fill" });
}

/** Calls `onNew` when a newer version waits; `take` changes over to it. */
export function followUpdates(registering, onNew) {
  let isTaking = false;
  let waiting = null;

  function offer(worker) {
    waiting = worker;
    onNew();
  }

  function follow(worker) {
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && navigator.serviceWorker.controller) offer(worker);
    });
  }

  registering.then((registration) => {
    if (!registration) return;
    if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
    registration.addEventListener("updatefound", () => follow(registration.installing));
  });
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (isTaking) location.reload();
  });

  return {
    take() {
      isTaking = true;
      waiting?.postMessage({ kind: "update" });
    },
  };
}
