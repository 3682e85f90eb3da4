// A report as a form tells it.

export function reportIn(form, day) {
  const fields = new FormData(form);
  const text = (name) => String(fields.get(name) ?? "");
  return {
    id: newId(),
    account: day.account,
    job_id: text("job_id"),
    plan_id: text("plan_id"),
    kind: text("kind"),
    reason: text("reason"),
    note: text("note"),
    happened_at: new Date().toISOString(), // by this phone's clock
    ahead_ms: day.ahead_ms, // how far the server's clock was ahead of it, as far as the page knew
    shown_at: day.clock(), // for the page, by the server's clock
    what: day.nameOf(text("job_id")),
    state: "waiting",
  };
}

// A UUID; crypto.randomUUID is there in secure contexts only.
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
