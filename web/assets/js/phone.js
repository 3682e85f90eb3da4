// One worker's day on a phone: takes the page's own forms over, so that a report is kept until the server has it.
//
// What is on the page works without any of this. Storage is asked for first: where a browser refuses it, the forms stay forms.
import { Day } from "./phone/day.js";
import { Notices } from "./phone/notices.js";
import { Outbox } from "./phone/outbox.js";
import { openStore } from "./phone/store.js";
import { guardSignOut } from "./phone/sign_out.js";
import { reportIn } from "./phone/report.js";
import { startWorker } from "./phone/worker.js";

const LOOK_AGAIN_MS = 30_000;
const BRING_UP_TO_DATE_MS = 5 * 60_000;

async function start(root) {
  const store = await openStore();
  const day = new Day(root);
  const notices = new Notices(root);
  const outbox = new Outbox({ store, account: root.dataset.account, day, notices });
  await outbox.start();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset.report) return;
    event.preventDefault();
    // The last way out, when the phone refuses to keep anything: the form as it is.
    outbox.add(reportIn(form, day)).catch(() => form.submit());
  });
  guardSignOut({ outbox, notices, store });
  window.addEventListener("online", () => outbox.send());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") outbox.send().then(() => day.refreshIfOlder(60_000));
  });
  setInterval(() => outbox.send(), LOOK_AGAIN_MS);
  setInterval(() => {
    if (document.visibilityState === "visible") day.refreshIfOlder(BRING_UP_TO_DATE_MS);
  }, LOOK_AGAIN_MS);
  root.dataset.ready = "";
  await outbox.send();
}

const root = document.querySelector("[data-phone]");
if (root) {
  startWorker();
  start(root).catch(() => {
    root.dataset.ready = "without-storage";
  });
}
