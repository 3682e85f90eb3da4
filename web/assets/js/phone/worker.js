// Registers the service worker, and has the page kept that was loaded before there was one.

export async function startWorker() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/phone/sw.js", { scope: "/phone" });
    const { active } = await navigator.serviceWorker.ready;
    if (!(await caches.match("/phone", { ignoreVary: true }))) active?.postMessage("keep");
  } catch {
    // A browser that refuses shows the day with signal only; reports wait in the outbox all the same.
  }
}
