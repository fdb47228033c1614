"""An object store on loopback (moto's server, a process), and a proxy in front of it that makes trouble."""

from __future__ import annotations

import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BUCKET = "datasets"
ACCESS, SECRET = "loopbackaccess", "loopbacksecret"
SERVER = "from moto.server import main; main()"

_SLOW_DOWN = b"<?xml version='1.0'?><Error><Code>SlowDown</Code><Message>Please slow down.</Message></Error>"
_INTERNAL = b"<?xml version='1.0'?><Error><Code>InternalError</Code><Message>Please try again.</Message></Error>"
_ANSWERS = {"slow_down": _SLOW_DOWN, "error": _INTERNAL}
_STATUSES = {"slow_down": 503, "error": 500, "unknown": 501}


@dataclass(frozen=True, kw_only=True)
class ObjectStoreServer:
    """A running store.

    Attributes:
        endpoint: its address.
        pid: of its process.
    """

    endpoint: str
    pid: int

    def environment(self, endpoint: str | None = None) -> dict[str, str]:
        """What a client finds in its environment."""
        return {
            "AWS_ENDPOINT_URL": endpoint or self.endpoint,
            "AWS_ACCESS_KEY_ID": ACCESS,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    @property
    def client(self) -> Any:
        """A client of another make, to look at the bucket with."""
        import boto3
        from botocore.config import Config

        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id=ACCESS,
            aws_secret_access_key=SECRET,
            config=Config(retries={"max_attempts": 5}),
        )

    def keys(self, prefix: str) -> list[str]:
        """The keys of all objects below a prefix, markers of folders left out."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
        found = [one["Key"] for page in pages for one in page.get("Contents", [])]
        return [key for key in found if not key.endswith("/")]

    def read(self, key: str) -> bytes:
        """The bytes of an object."""
        return bytes(self.client.get_object(Bucket=BUCKET, Key=key)["Body"].read())


@contextmanager
def object_store_server(folder: Path) -> Iterator[ObjectStoreServer]:
    """Run moto's server with one bucket, for the length of a block.

    Args:
        folder: for its log.
    """
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-c", SERVER, "-H", "127.0.0.1", "-p", str(port)]
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET}
    with (folder / "moto.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        try:
            _wait_for(port, process)
            server = ObjectStoreServer(endpoint=f"http://127.0.0.1:{port}", pid=process.pid)
            server.client.create_bucket(Bucket=BUCKET)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def free_port() -> int:
    """A port of the loopback interface that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "moto's server did not start"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("moto's server did not answer")


@dataclass
class Trouble:
    """What the proxy does to which requests.

    Attributes:
        act: given the number of the request, its method and its path, one of ``pass``, ``slow_down`` (503), ``error``
            (500), ``reset`` (before the store sees it), ``lost`` (the store does it, the answer never comes),
            ``delay:SECONDS`` (before it is passed on), ``no_conditions`` (501 for conditional puts), ``dead`` (never
            answered).
        log: what was done.
    """

    act: Callable[[int, str, str], str] = field(default=lambda _number, _method, _path: "pass")
    log: list[tuple[str, str, str]] = field(default_factory=list)
    count: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, method: str, path: str) -> str:
        """What to do with a request."""
        with self.lock:
            self.count += 1
            done = self.act(self.count, method, path)
            self.log.append((method, path, done))
        return done


def now_and_then(share: float, *, seed: int, kinds: tuple[str, ...]) -> Callable[[int, str, str], str]:
    """Trouble at random, but never more than three times in a row for one request."""
    dice = random.Random(seed)
    in_a_row: dict[tuple[str, str], int] = {}

    def act(_number: int, method: str, path: str) -> str:
        key = (method, re.sub(r"\?.*", "", path))
        if dice.random() < share and in_a_row.get(key, 0) < 3:
            in_a_row[key] = in_a_row.get(key, 0) + 1
            return dice.choice(kinds)
        in_a_row[key] = 0
        return "pass"

    return act


class _Proxy(BaseHTTPRequestHandler):
    """Passes requests on, or makes trouble; ``host`` and ``trouble`` are set by a subclass."""

    protocol_version = "HTTP/1.1"
    host = ""
    trouble = Trouble()

    def handle_any(self) -> None:
        """Answer one request."""
        body = self._body()
        done = self.trouble.of(self.command, self.path)
        if done == "no_conditions":
            done = "unknown" if self.headers.get("If-None-Match") else "pass"
        if done == "dead":
            time.sleep(3)
        if done in ("reset", "dead"):
            self._cut()
        elif done in _STATUSES:
            self._answer(_STATUSES[done], {}, _ANSWERS.get(done, b""))
        else:
            if done.startswith("delay:"):
                time.sleep(float(done.partition(":")[2]))
            answer = self._forward(body)
            if done == "lost":
                self._cut()
            else:
                self._answer(*answer)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_any  # noqa: N815 - names of the standard library

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return body

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _forward(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        left_out = ("transfer-encoding", "expect", "content-length", "connection")
        headers = {name: value for name, value in self.headers.items() if name.lower() not in left_out}
        connection = http.client.HTTPConnection(self.host, timeout=60)
        try:
            connection.request(self.command, self.path, body=body, headers=headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def _answer(self, status: int, headers: dict[str, str], data: bytes) -> None:
        length = headers.get("Content-Length", "0") if self.command == "HEAD" else str(len(data))
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                self.send_header(name, value)
        self.send_header("Content-Length", length)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def handle_one_request(self) -> None:
        """Clients that go away are what is tested here."""
        try:
            super().handle_one_request()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@contextmanager
def troubled(server: ObjectStoreServer, trouble: Trouble) -> Iterator[str]:
    """A proxy in front of the store; its address."""
    names = {"host": server.endpoint.removeprefix("http://"), "trouble": trouble}
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), type("Proxy", (_Proxy,), names))
    proxy.daemon_threads = True
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{proxy.server_address[1]}"
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()
