"""A webhook endpoint for tests: a real HTTP server on its own thread, with configured answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass
class ReceivedRequest:
    """One call as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What was heard so far, and what is answered next: (status, body, headers), the last one for ever."""

    port: int = 0
    received: list[ReceivedRequest] = field(default_factory=list)
    answers: list[tuple[int, bytes, dict[str, str]]] = field(default_factory=lambda: [(200, b"ok", {})])
    hangs: Event | None = None  # set: no answer until the event is set

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def answer(self, *statuses: int) -> None:
        self.answers = [(status, b"", {}) for status in statuses]


@contextmanager
def receiver() -> Iterator[Receiver]:
    reported = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            reported.received.append(ReceivedRequest(self.path, dict(self.headers.items()), body))
            if reported.hangs:
                reported.hangs.wait(30)
                return
            status, answer, headers = reported.answers.pop(0) if len(reported.answers) > 1 else reported.answers[0]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    reported.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield reported
    finally:
        if reported.hangs:
            reported.hangs.set()
        server.shutdown()
        server.server_close()
        thread.join()
