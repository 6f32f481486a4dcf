"""The two ends of a wire: HTTP/1.1 kept open, and FastCGI; bare, so that what is measured is the server and not us."""

import re
import socket
import struct
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, Protocol

PATIENCE_S: Final = 120
_BEGIN, _END, _PARAMS, _STDIN, _STDOUT = 1, 3, 4, 5, 6  # FastCGI 1.0, section 8
_RESPONDER: Final = struct.pack(">HB5x", 1, 0)
_LONG: Final = 128
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_IS_GOOD: Final = re.compile(rb"^Status:\s*200", re.MULTILINE)


class AskedInVain(RuntimeError):
    """An answer other than a good one."""


class Wire(Protocol):
    """A connection to a server."""

    def ask(self, path: str) -> bytes:
        """Return the body of the answer.

        Raises
        ------
        AskedInVain
            It is not a good one.
        """

    def close(self) -> None:
        """Hang up."""


@dataclass
class HttpWire:
    """HTTP/1.1 to a port of 127.0.0.1, opened again whenever the server closes it.

    Attributes
    ----------
    port
        Where.
    headers
        What goes with every request.
    good
        The status that is hoped for.
    """

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    good: tuple[int, ...] = (HTTPStatus.OK,)
    _socket: socket.socket | None = None

    def ask(self, path: str) -> bytes:
        """Return the body of the answer to GET."""
        told = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{told}\r\n".encode()
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), PATIENCE_S)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        head, body = self._read_head(self._socket)
        lines = head.decode("latin-1").split("\r\n")
        status = int(lines[0].split(" ")[1])
        named = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
        if status != HTTPStatus.NOT_MODIFIED:
            body = self._read_body(self._socket, body, int(named.get("content-length", 0)))
        if lines[0].startswith("HTTP/1.0") or named.get("connection", "").lower() == "close":
            self.close()
        if status not in self.good:
            raise AskedInVain(f"{path}: {status} {body[:300]!r}")
        return body

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _read_head(self, line: socket.socket) -> tuple[bytes, bytes]:
        read = b""
        while b"\r\n\r\n" not in read:
            read += self._receive(line)
        head, _, rest = read.partition(b"\r\n\r\n")
        return head, rest

    def _read_body(self, line: socket.socket, begun: bytes, size: int) -> bytes:
        parts, missing = [begun], size - len(begun)
        while missing > 0:
            parts.append(self._receive(line))
            missing -= len(parts[-1])
        return b"".join(parts)

    def _receive(self, line: socket.socket) -> bytes:
        read = line.recv(1 << 18)
        if not read:
            self.close()
            raise AskedInVain("the server hung up")
        return read


@dataclass
class FastCgiWire:
    """FastCGI to a socket in the file system, a new connection for each request: its processes take one at a time."""

    address: str

    def ask(self, path: str) -> bytes:
        """Return the body of the answer to GET."""
        script, _, query = path.partition("?")
        told = {"REQUEST_METHOD": "GET", "REQUEST_URI": path, "PATH_INFO": script, "SCRIPT_NAME": "",
                "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
                "SERVER_PROTOCOL": "HTTP/1.1"}  # fmt: skip
        params = b"".join(_pair(name.encode(), value.encode()) for name, value in told.items())
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(PATIENCE_S)
            line.connect(self.address)
            line.sendall(
                _record(_BEGIN, _RESPONDER) + _record(_PARAMS, params) + _record(_PARAMS) + _record(_STDIN)
            )
            head, body = _HEAD_END.split(self._read(line), 1)
        if not _IS_GOOD.search(head):
            raise AskedInVain(f"{path}: {head[:300]!r}")
        return body

    def close(self) -> None:
        """Hang up: nothing is held."""

    def _read(self, line: socket.socket) -> bytes:
        answer: list[bytes] = []
        with line.makefile("rb") as stream:
            while True:
                _, kind, _, size, padding = struct.unpack(">BBHHBx", stream.read(8))
                content = stream.read(size + padding)[:size]
                if kind == _END:
                    return b"".join(answer)
                if kind == _STDOUT:
                    answer.append(content)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack(">BBHHBx", 1, kind, 1, len(content), 0) + content


def _pair(name: bytes, value: bytes) -> bytes:
    return b"".join(_size(len(text)) for text in (name, value)) + name + value


def _size(length: int) -> bytes:
    return bytes([length]) if length < _LONG else struct.pack(">I", length | 1 << 31)
