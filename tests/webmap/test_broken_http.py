"""Requests that are no HTTP, or hardly: the server refuses them and goes on."""

import socket
from urllib.parse import urlsplit

import pytest

from tests.webmap.live import Live


@pytest.mark.parametrize(
    ("raw", "statuses"),
    [
        (b"GET /api\xff HTTP/1.1\r\nHost: x\r\n\r\n", {400}),
        (b"GET /api?f=\xff HTTP/1.1\r\nHost: x\r\n\r\n", {400}),
        (b"GET /\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n", {400, 404}),
        (b"GET /api HTTP/1.1\r\nHost: a b\r\n\r\n", {400, 401}),
        (b"GET /api HTTP/1.1\r\nHost: " + b"x" * 3000 + b"\r\n\r\n", {400, 401}),
        (b"GET /api HTTP/1.1\r\nHost: x\r\nCookie: diaban=\xff\x01\r\n\r\n", {400, 401}),
        (b"GET /api HTTP/1.1\r\nHost: x\r\nAuthorization: Basic \xff\r\n\r\n", {401}),
        (b"GET /api HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + b"x" * 9000 + b"\r\n\r\n", {401}),
        (b'GET /api HTTP/1.1\r\nHost: x\r\nIf-None-Match: "\x7f\r\n\r\n', {400, 401}),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nAccept-Language: " + b"x-" * 4000 + b"\r\n\r\n", {200}),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nAccept: */*;q=x, ;;;,\r\n\r\n", {200}),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nRange: bytes=9-1\r\n\r\n", {200}),
        (b"GET /api HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 300_000 + b"\r\n\r\n", {431}),
        (b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", {400}),
        (b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n", {413}),
        (b"POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", {400}),
        (b"\x16\x03\x01\x00\xa5\x01\x00\x00\r\n\r\n", {400}),
    ],
    ids=lambda value: value[:50].decode("ascii", "replace") if isinstance(value, bytes) else "",
)
def test_broken_http_does_no_harm(live: Live, raw: bytes, statuses: set[int]) -> None:
    host, port = urlsplit(live.url).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(raw)
        answer = connection.recv(65536)
    assert int(answer.split(b" ", 2)[1]) in statuses, answer[:300]
    assert b"Traceback" not in answer
    assert live.ask("/healthz").status == 200
