"""Bombs and endless bodies cost no more memory than the limits: measured by the kernel, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest
import zstandard
from wire_server import Talk, WireServer

if TYPE_CHECKING:
    from collections.abc import Callable

GIB = 1024
MIB_OF_ZEROS = bytes(1 << 20)

PROBE = """
import resource, sys
sys.path.insert(0, sys.argv[2])
from wire_client import WireClient
from sw_scraper.crawl.failures import FetchError
client = WireClient(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    client.run(sys.argv[1])
except FetchError as error:
    print(error.failure_class, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def gzipped() -> bytes:
    """1 GiB in 1 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return b"".join(packer.compress(MIB_OF_ZEROS) for _ in range(GIB)) + packer.flush()


def brotlied() -> bytes:
    """1 GiB in 2 kB."""
    packer = brotli.Compressor(quality=5)
    return bytes(b"".join(packer.process(MIB_OF_ZEROS) for _ in range(GIB)) + packer.finish())


def zstandarded() -> bytes:
    """1 GiB in 33 kB."""
    packer = zstandard.ZstdCompressor().compressobj()
    return b"".join(packer.compress(MIB_OF_ZEROS) for _ in range(GIB)) + packer.flush()


def twice() -> bytes:
    """1 GiB in 2 kB, packed twice."""
    return zlib.compress(gzipped(), 9)


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "gzip": ("gzip", gzipped),
    "br": ("br", brotlied),
    "zstd": ("zstd", zstandarded),
    "chain": ("gzip, deflate", twice),
}


def probe(server: WireServer) -> tuple[str, int]:
    """Failure class and growth of the peak memory in MB of one fetch."""
    support = next(path for path in sys.path if path.endswith("support"))
    done = subprocess.run(
        [sys.executable, "-c", PROBE, server.origin, support], capture_output=True, check=True, timeout=60
    )
    kind, grown = done.stdout.split()
    print(f"{kind.decode()}: peak memory grew by {grown.decode()} MB")
    return kind.decode(), int(grown)


@pytest.mark.skipif(sys.platform == "win32", reason="the kernel's figures are POSIX")
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_stay_small(name: str) -> None:
    """1 GiB in a few kilobytes never takes more than the limit for a body, and some for handling it."""
    encoding, make = BOMBS[name]
    packed = make()
    with WireServer(lambda talk: talk.page(packed, f"Content-Encoding: {encoding}")) as server:
        kind, grown = probe(server)
    assert kind == "bomb"
    assert grown < 64


@pytest.mark.skipif(sys.platform == "win32", reason="the kernel's figures are POSIX")
def test_endless_bodies_stay_small() -> None:
    """An endless body ends at the limit of the wire, without being held many times over."""

    def endless(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            talk.send(b"100000\r\n" + MIB_OF_ZEROS + b"\r\n")

    with WireServer(endless) as server:
        kind, grown = probe(server)
    assert kind == "too_large"
    assert grown < 128
