// The outbox: a report is written to the phone first and leaves it only when the server has answered for it by its id.
//
// A report here is "waiting", or has been answered with something to read: "refused" or "told". Those stay until dismissed.
import { post } from "./send.js";

const AT_ONCE = 20; // well below what the server takes at a time, notes and all
const A_WEEK_MS = 7 * 24 * 3600_000;

export class Outbox {
  constructor({ store, account, day, notices }) {
    this.store = store;
    this.account = account;
    this.day = day;
    this.notices = notices;
    this.problem = "";
    this.sending = null;
    notices.onDismiss = (id) => this.dismiss(id);
  }

  async start() {
    const old = new Date(Date.now() - A_WEEK_MS).toISOString();
    const answered = (await this.store.all()).filter((one) => one.state !== "waiting");
    const over = answered.filter((one) => one.happened_at < old || new Date(one.happened_at).toDateString() !== new Date().toDateString());
    for (const one of over) await this.store.remove(one.id);
    await this.show();
  }

  // Somebody else's, who used this phone before, stay for them.
  async own() {
    return (await this.store.all()).filter((one) => one.account === this.account);
  }

  async waiting() {
    return (await this.own()).filter((one) => one.state === "waiting");
  }

  async add(report) {
    await this.store.put(report);
    await this.show();
    this.day.afterReport(report);
    this.send();
  }

  // One sending at a time; who asks meanwhile waits for a further one, as theirs may have come too late for this one.
  send() {
    this.sending = (this.sending ?? Promise.resolve()).then(() => this.#sendAll()).catch(() => undefined);
    return this.sending;
  }

  async #sendAll() {
    let reports = await this.waiting();
    let stored = false;
    while (reports.length > 0) {
      const batch = reports.slice(0, AT_ONCE);
      const { answers = [], problem = "" } = await post(batch, this.account);
      this.problem = problem;
      const settled = await this.#settle(batch, answers);
      stored ||= settled > 0;
      if (problem || settled < batch.length) break; // the rest is for the next time
      reports = await this.waiting();
    }
    await this.show();
    if (stored) await this.day.refresh();
    else await this.day.catchUp();
  }

  // How many of them the server has answered for.
  async #settle(batch, answers) {
    const byId = new Map(answers.map((answer) => [answer.id, answer]));
    let settled = 0;
    for (const report of batch) {
      const answer = byId.get(report.id);
      if (!answer || !["stored", "already", "refused"].includes(answer.status)) continue;
      settled += 1;
      if (answer.status !== "refused") this.day.noteSent(report);
      if (answer.status === "refused" || answer.attention) {
        await this.store.put({ ...report, note: "", state: answer.status === "refused" ? "refused" : "told", sentence: String(answer.sentence) });
      } else {
        await this.store.remove(report.id);
      }
    }
    return settled;
  }

  async dismiss(id) {
    await this.store.remove(id);
    await this.show();
  }

  async show() {
    const own = await this.own();
    const waiting = own.filter((one) => one.state === "waiting");
    this.day.root.dataset.waiting = String(waiting.length);
    this.day.showReports(waiting);
    this.notices.show(own, this.problem);
  }
}
