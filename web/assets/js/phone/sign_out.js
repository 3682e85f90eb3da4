// Signing out takes everything off the phone, so reports that are still here are sent first, or somebody decides.

export function guardSignOut({ outbox, notices, store }) {
  const form = document.querySelector('form[action="/sign-out"]');
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    leave().catch(() => form.submit());
  });

  async function leave() {
    await outbox.send();
    // Also those of somebody who used this phone before: signing out would take them along.
    const waiting = (await store.all()).filter((one) => one.state === "waiting").length;
    if (waiting > 0) {
      const many = waiting === 1 ? "1 report has" : `${waiting} reports have`;
      notices.ask(`${many} not been sent yet. Signing out now would lose ${waiting === 1 ? "it" : "them"}.`, {
        "Stay signed in": () => undefined,
        "Sign out and lose them": go,
      });
      return;
    }
    await go();
  }

  async function go() {
    await store.wipe();
    for (const name of await caches.keys()) if (name.startsWith("allround-phone")) await caches.delete(name);
    form.submit();
  }
}
