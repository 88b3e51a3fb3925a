"""Collects problems of a browser page: script errors, failed requests, requests to other hosts."""

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

_HERE = {"127.0.0.1", "localhost", ""}
# htmx reports a request that a newer one replaced as an error; a failed one also fires `htmx:sendError`.
_GIVEN_UP = ("htmx:afterRequest", "htmx:sendAbort")


class Watch:
    """The problems of one page."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.seen.append(f"page error: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_GIVEN_UP):
            self.seen.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.hostname not in _HERE:
            self.seen.append(f"foreign request: {request.url}")

    def _failed(self, request: Request) -> None:
        # A request is aborted when its page is left before the answer arrives.
        if request.failure != "net::ERR_ABORTED":
            self.seen.append(f"failed request: {request.url} {request.failure}")
