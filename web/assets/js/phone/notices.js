// What the outbox has to say, above the day: how much is waiting, what was refused or needs attention, and why.

export class Notices {
  constructor(root) {
    this.box = root.querySelector("#outbox");
    this.line = root.querySelector("[data-outbox-waiting]");
    this.list = root.querySelector("[data-outbox-list]");
    this.status = document.getElementById("announcement");
    this.onDismiss = () => undefined;
    this.asking = null;
  }

  show(reports, problem) {
    const waiting = reports.filter((one) => one.state === "waiting").length;
    const line = waiting ? sentence(waiting, problem) : "";
    const told = reports.filter((one) => one.state !== "waiting");
    this.line.hidden = !line;
    if (this.line.dataset.said !== line) {
      this.line.dataset.said = line;
      this.line.textContent = line;
      if (waiting && problem === "signed out") this.line.append(" ", link("/sign-in?next=/phone", "Sign in"));
      if (line) this.say(line);
    }
    this.list.replaceChildren(...told.map((one) => this.#item(one)), ...(this.asking ? [this.asking] : []));
    this.box.hidden = !line && told.length === 0 && !this.asking;
  }

  say(text) {
    if (this.status) this.status.textContent = text;
  }

  // Asks something that has to be answered; `answers` maps the words of a button to what it does.
  ask(text, answers) {
    const item = document.createElement("li");
    item.className = "phone-outbox__item";
    item.tabIndex = -1;
    const words = document.createElement("span");
    words.textContent = text;
    item.append(words);
    for (const [label, act] of Object.entries(answers)) {
      item.append(button(label, () => {
        this.asking = null;
        item.remove();
        this.box.hidden = this.line.hidden && this.list.childElementCount === 0;
        act();
      }));
    }
    this.asking?.remove();
    this.asking = item;
    this.list.append(item);
    this.box.hidden = false;
    item.focus();
  }

  #item(report) {
    const item = document.createElement("li");
    item.className = "phone-outbox__item";
    const words = document.createElement("span");
    words.textContent = `${report.what}, ${report.shown_at}: ${report.sentence}`;
    const dismiss = button("Dismiss", () => this.onDismiss(report.id));
    dismiss.setAttribute("aria-label", `Dismiss: ${report.what}`);
    item.append(words, dismiss);
    return item;
  }
}

function sentence(count, problem) {
  const many = count === 1 ? "1 report is" : `${count} reports are`;
  const they = count === 1 ? "It is" : "They are";
  if (problem === "signed out") return `${many} waiting on this phone, and you are signed out. Nothing is lost: sign in, and ${count === 1 ? "it is" : "they are"} sent.`;
  if (problem === "not theirs") return `${many} waiting on this phone. Somebody else is signed in here now: sign in with your own account to send.`;
  return `${many} waiting to be sent. ${they} kept on this phone and sent as soon as there is signal.`;
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "phone-outbox__button";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function link(href, text) {
  const made = document.createElement("a");
  made.className = "govuk-link";
  made.href = href;
  made.textContent = text;
  return made;
}
