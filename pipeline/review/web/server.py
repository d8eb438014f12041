"""Review in a browser: one page on loopback, guarded by a token in its address, with plain forms for every act.

Other pages cannot act on it (the Host and Origin headers are checked), other users of the machine do not know the
token, and nothing is loaded from anywhere else.
"""

from __future__ import annotations

import hmac
import re
import secrets
import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from pipeline.errors import UserError
from pipeline.review.desk import Desk
from pipeline.review.web.acts import ACTS, Form
from pipeline.review.web.site import Site

_MOST = 4_000_000
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_FILES = {"style.css": "text/css", "script.js": "text/javascript"}
_NUMBER = re.compile(r"RUN-\d+")


class Server(ThreadingHTTPServer):
    """The server of one desk; `address` is what the reviewer opens."""

    daemon_threads = True

    def __init__(self, desk: Desk, site: Site, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.desk = desk
        self.site = site
        self.token = secrets.token_urlsafe(24)
        self.acting = threading.Lock()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away before its answer was there."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def origin(self) -> str:
        """The origin of every page: "http://127.0.0.1:40123"."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def address(self) -> str:
        """The address with its token."""
        return f"{self.origin}/{self.token}/"


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version = "runwright"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer with a page or one of its two files."""
        path = self._path()
        if path is None:
            return
        name, query = path
        if name in _FILES:
            data = resources.files("pipeline.review.web").joinpath(name).read_text(encoding="utf-8")
            self._send(data, _FILES[name])
            return
        with self.server.acting:
            self._page(name, query)

    def do_POST(self) -> None:
        """Act on one case, then lead to the next page."""
        path = self._path()
        if path is None:
            return
        if self.headers.get("Origin") != self.server.origin:
            self._refuse(HTTPStatus.FORBIDDEN, "this request comes from another page")
            return
        form = self._form()
        number, _, act = path[0].partition("/")
        if form is None or not _NUMBER.fullmatch(number) or act not in (*ACTS, "undo"):
            self._refuse(HTTPStatus.BAD_REQUEST, "nothing like this can be done here")
            return
        with self.server.acting:
            try:
                site = self.server.site
                where = site.undo() if act == "undo" else site.act(number, ACTS[act], form)
            except (UserError, OSError) as error:
                self.server.site.told = str(error)
                where = number
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", f"/{self.server.token}/{quote(where)}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _page(self, name: str, query: dict[str, str]) -> None:
        site = self.server.site
        if name and not _NUMBER.fullmatch(name) and name != "coverage":
            self._refuse(HTTPStatus.NOT_FOUND, "there is no such page")
            return
        try:
            self._send(site.page(name, query.get("view", "")), "text/html")
        except UserError as error:
            self._refuse(HTTPStatus.NOT_FOUND, str(error))
        except OSError as error:
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, f"{error.strerror or error}: mend that, then load it again")

    def _path(self) -> tuple[str, dict[str, str]] | None:
        """Return the path behind the token and the query, or None after refusing."""
        hosts = (self.server.origin.removeprefix("http://"),)
        if self.headers.get("Host") not in hosts:
            self._refuse(HTTPStatus.FORBIDDEN, "open the address that runwright printed")
            return None
        parts = urlsplit(self.path)
        token, _, name = parts.path.removeprefix("/").partition("/")
        if not hmac.compare_digest(token.encode(), self.server.token.encode()):
            self._refuse(HTTPStatus.FORBIDDEN, "open the address that runwright printed")
            return None
        return name, {key: values[-1] for key, values in parse_qs(parts.query).items()}

    def _form(self) -> Form | None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _MOST:
            return None
        data = self.rfile.read(int(length)).decode("utf-8", "replace")
        return {key: values[-1] for key, values in parse_qs(data, keep_blank_values=True).items()}

    def _send(self, content: str, kind: str) -> None:
        data = content.encode()
        self.send_response(HTTPStatus.OK)
        for name, value in {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(data)),
            "Content-Security-Policy": _POLICY,
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _refuse(self, status: HTTPStatus, what: str) -> None:
        data = f"{what}\n".encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is http.server's
        """Stay silent: the address, and with it the token, would stand in every line."""
