"""What a browser did wrong behind the reader's back: faults in scripts, broken policy, requests to strangers."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => {
  console.error(`policy violated: ${violatedDirective} ${blockedURI} ${sourceFile}`);
});
"""
_OWN_SCHEMES = {"about", "blob", "data", "file"}


class Watch:
    """Collects what no page may do, and every request; `check` fails the test that saw some of it."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.faults: list[str] = []
        self.requests: list[str] = []
        self._host = urlsplit(address).netloc
        self._expected: list[str] = []
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._hear)
        context.on("weberror", self._catch)
        context.on("request", self._follow)

    def expect(self, pattern: str) -> None:
        """Take a fault that the story is about for granted; it has to come."""
        self._expected.append(pattern)

    def begin(self) -> None:
        """Forget what was seen and expected so far."""
        self.faults.clear()
        self.requests.clear()
        self._expected.clear()

    def asked_since(self, count: int) -> list[str]:
        """Return the requests after the first ``count``; the icon is left out, which Chromium asks for as it likes."""
        return [address for address in self.requests[count:] if "/static/icons/" not in address]

    def check(self) -> None:
        """Fail on every fault that was not expected, and on every expected one that did not come."""
        told = [fault for fault in self.faults if not any(re.search(one, fault) for one in self._expected)]
        missed = [one for one in self._expected if not any(re.search(one, fault) for fault in self.faults)]
        if told or missed:
            raise AssertionError("\n".join([*told, *(f"did not come: {one}" for one in missed)]))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _catch(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error}")

    def _follow(self, request: Request) -> None:
        self.requests.append(request.url)
        parts = urlsplit(request.url)
        if parts.scheme not in _OWN_SCHEMES and parts.netloc != self._host:
            self.faults.append(f"request to another host: {request.url}")
