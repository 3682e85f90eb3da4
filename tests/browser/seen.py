"""What the pages of a test did behind the scenes, and what of it must never happen."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError

INSIDE = ("data", "blob", "about")  # addresses that never leave the page
POLICY = "Content Security Policy"  # every message about a breach has these words
# Chromium writes every breach to the console but an eval that the script itself catches; this makes up for it.
TELL_EVAL = """document.addEventListener('securitypolicyviolation', breach => {
  if (breach.blockedURI.endsWith('eval'))
    console.error(`Content Security Policy forbids ${breach.blockedURI}: ${breach.sourceFile}:${breach.lineNumber}`);
});"""


@dataclass
class Seen:
    """Lists in the order of happening.

    A test that provokes one of them on purpose reads the list and clears it. Console errors are for reading only:
    Chromium also writes one for every 4xx answer.
    """

    requests: list[str] = field(default_factory=list)  # "GET http://127.0.0.1:1234/board"
    elsewhere: list[str] = field(default_factory=list)  # those to a host that is not the server
    policy_breaches: list[str] = field(default_factory=list)
    script_errors: list[str] = field(default_factory=list)  # thrown and caught by nobody
    broken_answers: list[str] = field(default_factory=list)  # 5xx from the server
    console_errors: list[str] = field(default_factory=list)
    _pages: "list[Page]" = field(default_factory=list)

    def watch(self, context: "BrowserContext", base_url: str) -> None:
        """Notes from now on what the pages of `context` do; only `base_url` counts as their server."""
        own = _origin(base_url)

        def asked(request: "Request") -> None:
            self.requests.append(f"{request.method} {request.url}")
            if urlsplit(request.url).scheme not in INSIDE and _origin(request.url) != own:
                self.elsewhere.append(f"{request.method} {request.url}")

        context.add_init_script(TELL_EVAL)
        context.on("request", asked)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", self._threw)
        context.on("page", self._opened)

    def complaints(self) -> list[str]:
        """One sentence for each thing that must not happen; empty when all is well."""
        self._catch_up()
        return [
            *(f"The page asked another host: {request}" for request in self.elsewhere),
            *(f"The page broke its security policy: {breach}" for breach in self.policy_breaches),
            *(f"A script failed: {error}" for error in self.script_errors),
            *(f"The server failed: {answer}" for answer in self.broken_answers),
        ]

    def _catch_up(self) -> None:
        """Waits until each page has answered once more: what it did before has then arrived here."""
        for page in self._pages:
            if not page.is_closed():
                page.evaluate("0")

    def _opened(self, page: "Page") -> None:
        self._pages.append(page)  # a method, as Playwright takes no built-in function

    def _answered(self, response: "Response") -> None:
        if response.status >= 500:
            self.broken_answers.append(f"{response.status} {response.request.method} {response.url}")

    def _said(self, message: "ConsoleMessage") -> None:
        if POLICY in message.text:
            self.policy_breaches.append(message.text)
        elif message.type == "error":
            self.console_errors.append(message.text)

    def _threw(self, problem: "WebError") -> None:
        self.script_errors.append(str(problem.error))


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
