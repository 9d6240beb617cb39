"""A small HTTP/1.1 client with keep-alive and cookies.

Our own, because what drives the server must cost next to nothing: it runs on the
same cores. It speaks to our own server on loopback and to nothing else.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

LOOPBACK = "127.0.0.1"
ANSWER_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Reply:
    """A response, its header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    def json(self) -> Any:
        return json.loads(self.body)


class Connection:
    """One kept-alive connection; opened again when the server has closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def send(self, request: bytes) -> tuple[Reply, list[str]]:
        """Send one request; return the reply and the cookies it sets."""
        async with asyncio.timeout(ANSWER_SECONDS):
            if self.writer is None or self.writer.is_closing():
                await self._open()
            try:
                return await self._exchange(request)
            except (asyncio.IncompleteReadError, ConnectionError):
                # An idle connection may have been closed under our hands.
                await self._open()
                return await self._exchange(request)

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()

    async def _open(self) -> None:
        self.close()
        self.reader, self.writer = await asyncio.open_connection(
            LOOPBACK, self.port, limit=1 << 20
        )

    async def _exchange(self, request: bytes) -> tuple[Reply, list[str]]:
        reader, writer = self.reader, self.writer
        if reader is None or writer is None:
            raise ConnectionError
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip().split("\r\n")
        headers: dict[str, str] = {}
        cookies = []
        for line in lines:
            name, _, value = line.partition(":")
            name, value = name.lower(), value.strip()
            if name == "set-cookie":
                cookies.append(value)
            else:
                headers[name] = value
        body = await _body(reader, headers)
        if headers.get("connection", "").lower() == "close":
            writer.close()
        return Reply(int(first.split(" ", 2)[1]), headers, body), cookies


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        parts = []
        while size := int(await reader.readline(), 16):
            parts.append(await reader.readexactly(size))
            await reader.readexactly(2)
        await reader.readexactly(2)
        return b"".join(parts)
    return await reader.readexactly(int(headers.get("content-length", "0")))


@dataclass(slots=True)
class Session:
    """One person's browser: their cookies. Connections are lent to it."""

    name: str
    cookies: dict[str, str] = field(default_factory=dict)

    async def get(self, connection: Connection, path: str, **headers: str) -> Reply:
        return await self._send(connection, "GET", path, headers=headers)

    async def post(
        self,
        connection: Connection,
        path: str,
        fields: Mapping[str, str],
        **headers: str,
    ) -> Reply:
        headers |= {
            "content-type": "application/x-www-form-urlencoded",
            "x-csrftoken": self.cookies.get("csrftoken", ""),
        }
        body = urlencode(fields).encode()
        return await self._send(connection, "POST", path, body, headers=headers)

    async def _send(
        self,
        connection: Connection,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        headers: Mapping[str, str],
    ) -> Reply:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"host: {LOOPBACK}:{connection.port}",
            "accept-language: zh-CN",
        ]
        if self.cookies:
            pairs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            lines.append(f"cookie: {pairs}")
        lines += [f"{name.replace('_', '-')}: {v}" for name, v in headers.items()]
        if method == "POST":
            lines.append(f"content-length: {len(body)}")
        request = "\r\n".join([*lines, "", ""]).encode() + body
        reply, cookies = await connection.send(request)
        for line in cookies:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return reply
