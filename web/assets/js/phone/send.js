// Posts reports and says what became of them: `{ answers }`, or `{ problem }` where the server took none.
//
// problem is "no signal" (try again), "signed out" (somebody has to sign in first) or "not theirs" (somebody else did).
const DOOR = "/api/v1/phone/outcomes";
const PATIENCE_MS = 20_000;

export async function post(reports, account) {
  const now = Date.now();
  // Both times by the server's clock as the page knew it; where that was wrong, the server goes by their difference.
  const body = reports.map(({ id, job_id, plan_id, kind, reason, note, happened_at, ahead_ms = 0 }) => ({
    id, job_id, plan_id, kind, reason, note,
    happened_at: new Date(Date.parse(happened_at) + ahead_ms).toISOString(),
    sent_at: new Date(now + ahead_ms).toISOString(),
  }));
  let answer;
  try {
    answer = await fetch(DOOR, {
      method: "POST",
      // The cookie may be somebody else's by now, and these reports must not be taken for theirs.
      headers: { "Content-Type": "application/json", "Allround-Account": account },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.status === 401) return { problem: "signed out" };
    if (answer.status === 403) return { problem: "not theirs" };
    if (!answer.ok) return { problem: "no signal" };
    const answers = await answer.json();
    return Array.isArray(answers) ? { answers } : { problem: "no signal" };
  } catch {
    return { problem: "no signal" }; // also an answer that broke off: the reports may be there, and are sent again
  }
}
