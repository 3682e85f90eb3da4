// Tells in the page, and to screen readers, when a refresh could not be fetched; htmx itself says so to the console only.
const SENTENCE = "The page could not be brought up to date: the server did not answer. Check the connection and reload the page.";

export function tellRefreshErrors(page) {
  const notice = page.getElementById("refresh-error");
  if (!notice) return;
  page.addEventListener("htmx:error", () => {
    notice.textContent = SENTENCE;
    notice.hidden = false;
  });
  page.addEventListener("htmx:after:swap", () => {
    notice.hidden = true;
    notice.textContent = "";
  });
}
