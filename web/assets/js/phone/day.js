// The day on the page: shows at once what was reported here, and fetches the page anew when the server has it.
import { arrange } from "./arrange.js";

const STATE_OF = { arrived: "arrived", done: "done", could_not: "could_not" };
const ORDER = { expected: 0, arrived: 1, could_not: 2, done: 3 }; // a state is never taken back by a later look

export class Day {
  constructor(root) {
    this.root = root;
    this.account = root.dataset.account;
    this.sent = []; // the server has them, this page does not show it yet
    this.waiting = [];
    this.stale = false;
    this.loadedAt = Date.now();
    this.#setClock(Number(root.dataset.keptAt) || Date.now());
  }

  get element() {
    return this.root.querySelector("#day");
  }

  // The server's time of day, in its zone: a demo's clock, or a phone's, may be quite another.
  clock() {
    const moment = new Date(Date.now() + this.ahead_ms);
    return new Intl.DateTimeFormat("en-GB", { timeZone: this.root.dataset.zone, hour: "2-digit", minute: "2-digit" }).format(moment);
  }

  #setClock(phoneTime) {
    this.ahead_ms = new Date(this.element.dataset.now).getTime() - phoneTime;
  }

  #visit(jobId) {
    return this.element.querySelector(`[data-visit="${CSS.escape(jobId)}"]`);
  }

  nameOf(jobId) {
    return this.#visit(jobId)?.querySelector("h3")?.textContent ?? "A visit";
  }

  showReports(waiting) {
    this.waiting = waiting;
    for (const visit of this.element.querySelectorAll("[data-visit]")) this.#restore(visit);
    for (const report of this.sent) this.#mark(report, true);
    for (const report of this.waiting) this.#mark(report, false);
    arrange(this.element);
    // For style and tests: whether anything on the page is not the server's word yet.
    this.root.dataset.shows = this.sent.length + this.waiting.length > 0 ? "reports" : "the server";
  }

  #mark(report, sent) {
    const visit = this.#visit(report.job_id);
    if (!visit) return;
    const state = STATE_OF[report.kind];
    if (ORDER[state] >= (ORDER[visit.dataset.state] ?? 9)) this.#remember(visit).dataset.state = state;
    else return;
    const told = visit.querySelector("[data-show-told]");
    told.textContent = `${{ arrived: "Arrived", done: "Done", could_not: "Could not do" }[report.kind]} at ${report.shown_at}: ${sent ? "sent" : "waiting to be sent"}.`;
    told.hidden = false;
    const tag = visit.querySelector("[data-show-state]");
    const word = document.createElement("strong");
    word.className = `govuk-tag govuk-tag--${sent ? "green" : "yellow"}`;
    word.textContent = sent ? "Sent" : "Not sent yet";
    tag.replaceChildren(word);
  }

  // As the server told it, so that a report that was refused leaves no trace.
  #remember(visit) {
    visit.dataset.serverState ??= visit.dataset.state;
    const told = visit.querySelector("[data-show-told]");
    const tag = visit.querySelector("[data-show-state]");
    told.dataset.serverText ??= told.textContent;
    tag.serverNodes ??= [...tag.childNodes];
    return visit;
  }

  #restore(visit) {
    if (visit.dataset.serverState === undefined) return;
    visit.dataset.state = visit.dataset.serverState;
    const told = visit.querySelector("[data-show-told]");
    const tag = visit.querySelector("[data-show-state]");
    told.textContent = told.dataset.serverText;
    told.hidden = !told.textContent;
    tag.replaceChildren(...tag.serverNodes);
  }

  noteSent(report) {
    this.sent.push(report);
    this.stale = true;
  }

  // The button that was pressed is gone: the eye and the keyboard go on from what is next.
  afterReport(report) {
    const visit = this.#visit(report.job_id);
    const folded = visit?.querySelector(".phone-could-not");
    if (folded) folded.open = false;
    visit?.querySelector('form[data-report="could_not"]')?.reset();
    this.#goToNext();
  }

  #goToNext() {
    const title = this.element.querySelector("#next-title");
    const empty = this.element.querySelector('[data-empty="done"] h2');
    const target = title?.checkVisibility() ? title : empty;
    if (!target) return;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "start" });
  }

  // Something half-typed is never taken away from somebody.
  #busy() {
    const typed = [...this.element.querySelectorAll("textarea")].some((one) => one.value !== one.defaultValue);
    return typed || this.element.querySelector(".phone-could-not[open]") !== null;
  }

  async catchUp() {
    if (this.stale) await this.refresh();
  }

  async refreshIfOlder(age_ms) {
    if (this.stale || Date.now() - this.loadedAt > age_ms) await this.refresh();
  }

  async refresh() {
    this.stale = true;
    if (this.#busy()) return;
    const fresh = await fetchDay();
    if (!fresh || this.#busy() || fresh.account !== this.account) return;
    const inside = this.element.contains(document.activeElement);
    const open = [...this.element.querySelectorAll(".phone-fold[open]")].map((one) => one.closest("[data-visit]").dataset.visit);
    const settled = new Set(this.sent.map((one) => one.id));
    this.element.replaceWith(fresh.day);
    this.sent = this.sent.filter((one) => !settled.has(one.id));
    this.stale = false;
    this.loadedAt = Date.now();
    this.#setClock(Date.now());
    this.root.querySelector("#no-signal").hidden = true;
    for (const jobId of open) {
      const visit = this.#visit(jobId);
      if (visit?.matches('[data-state="expected"], [data-state="arrived"]')) visit.querySelector(".phone-fold").open = true;
    }
    this.showReports(this.waiting);
    if (inside) this.#goToNext();
  }
}

// The page as the server has it now; undefined without signal, or when it is no longer this page.
async function fetchDay() {
  try {
    const answer = await fetch("/phone", { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(15_000) });
    if (!answer.ok || answer.redirected) return undefined;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const day = page.getElementById("day");
    const account = page.querySelector("[data-phone]")?.dataset.account;
    return day && account ? { day: document.adoptNode(day), account } : undefined;
  } catch {
    return undefined;
  }
}
