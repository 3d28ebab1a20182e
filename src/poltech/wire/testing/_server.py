"""A real HTTP server on this machine, which misbehaves on demand."""

import json
import ssl
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import final

import attrs

from poltech.wire._model import Call

__all__ = ["LocalServer", "local_server"]


@final
@attrs.frozen
class LocalServer:
    """Where the server listens, and what it was asked.

    `/echo` answers with what it was asked, as JSON; `/status/503` with that status;
    `/redirect` sends elsewhere; `/reset` ends the connection without a word; `/half`
    ends it within the body; `/silent` says nothing until it is let go; `/huge` and
    `/drip` do not end; `/packed` is compressed though nobody asked; `/garbage` is not
    HTTP.

    Attributes:
        url: address of its root, without a slash at the end.
        seen: method and path of all that it was asked.
    """

    url: str
    seen: list[tuple[str, str]] = attrs.field(factory=list[tuple[str, str]])
    released: threading.Event = attrs.field(factory=threading.Event)

    def call(self, path: str, method: str = "POST", body: bytes = b"hello") -> Call:
        """Make a call to one of its paths."""
        return Call(method=method, url=self.url + path, body=body, read_timeout=5.0)


@contextmanager
def local_server(trust: ssl.SSLContext | None = None) -> Generator[LocalServer]:
    """Run a server on a free port of this machine, over TLS where `trust` is given."""

    class Handler(_Handler):
        server_: LocalServer

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    if trust is not None:
        httpd.socket = trust.wrap_socket(httpd.socket, server_side=True)
    scheme = "http" if trust is None else "https"
    Handler.server_ = LocalServer(f"{scheme}://127.0.0.1:{httpd.server_port}")
    thread = threading.Thread(target=httpd.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield Handler.server_
    finally:
        Handler.server_.released.set()
        httpd.shutdown()
        thread.join()
        httpd.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_: LocalServer

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Say nothing."""

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:
            self.close_connection = True

    def do_GET(self) -> None:
        """Do what the path says."""
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        self.server_.seen.append((self.command, self.path))
        _, word, *rest = self.path.partition("?")[0].split("/")
        if word == "echo":
            self._echo(body)
        elif word == "status":
            self._answer(int(rest[0]), b"")
        else:
            getattr(self, f"_{word}")()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815 - http.server's names

    def _echo(self, body: bytes) -> None:
        said = {
            "method": self.command,
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": body.decode("latin-1"),
        }
        self._answer(200, json.dumps(said).encode(), ("X-Twice", "a"), ("X-Twice", "b"))

    def _answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self) -> None:
        self._answer(302, b"", ("Location", "/echo"), ("Set-Cookie", "a=b"))

    def _reset(self) -> None:
        self.close_connection = True

    def _half(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "10")
        self.end_headers()
        self.wfile.write(b"half")
        self.close_connection = True

    def _silent(self) -> None:
        self.server_.released.wait(30)
        self.close_connection = True

    def _huge(self) -> None:
        self._endless(b"x" * 65_536)

    def _drip(self) -> None:
        self._endless(b"x")

    def _endless(self, portion: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        while not self.server_.released.wait(0.001):
            self.wfile.write(portion)

    def _packed(self) -> None:
        self._answer(200, b"\x1f\x8b", ("Content-Encoding", "gzip"))

    def _garbage(self) -> None:
        self.wfile.write(b"this is not HTTP\r\n\r\n")
        self.close_connection = True
