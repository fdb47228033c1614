"""A dataset's objects: written whole or not at all, with errors that say what to do next.

Reading goes through pyarrow.fs. So does writing, but for the small files that must not replace another: those are put
under a condition where that can be done (``object_store_put``).
"""

from __future__ import annotations

import os
import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa
from pyarrow import fs

from sw_scraper.errors import ConfigError, StoreError
from sw_scraper.store.object_store_address import StoreAddress, endpoint_parts, store_address
from sw_scraper.store.object_store_put import put_new

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

_AGAIN = "What was committed before is unharmed; run the same command again afterwards"
_CREDENTIALS = (
    "Give credentials that may read and write there: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment "
    "(and AWS_SESSION_TOKEN where they are temporary)"
)
_KNOWN: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("NO_SUCH_BUCKET", "NoSuchBucket"), "there is no such bucket", "Make the bucket, or check AWS_ENDPOINT_URL."),
    (
        (
            "ACCESS_DENIED",
            "INVALID_ACCESS_KEY_ID",
            "SIGNATURE_DOES_NOT_MATCH",
            "INVALID_CLIENT_TOKEN_ID",
            "HTTP 403",
            "status 403",
        ),
        "access is denied",
        f"{_CREDENTIALS}.",
    ),
    (("EXPIRED_TOKEN", "ExpiredToken"), "the credentials have expired", "Fetch new ones and run the command again."),
    (
        ("SLOW_DOWN", "SERVICE_UNAVAILABLE", "THROTTLING", "INTERNAL_FAILURE", "HTTP 50", "HTTP status 50"),
        "the store is overloaded or ill, also after several tries",
        f"{_AGAIN}.",
    ),
    (
        ("NETWORK_CONNECTION", "REQUEST_TIMEOUT", "curlCode"),
        "the store cannot be reached, also after several tries",
        f"Check the network and AWS_ENDPOINT_URL. {_AGAIN}.",
    ),
)


_CUT_SHORT = "Failed to flush response stream"
_READS = 6
_PAUSE_S = 0.1
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class StoredObject:
    """One object in a listing.

    Attributes:
        path: relative to the dataset.
        size: bytes.
        changed_at: when it was put, by the store's own clock; whole seconds.
    """

    path: str
    size: int
    changed_at: datetime


def seconds_of(name: str, default: float) -> float:
    """A duration that the environment sets.

    Raises:
        ConfigError: it is no number above zero (the user acts).
    """
    text = os.environ.get(name, "")
    try:
        value = float(text) if text else default
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise ConfigError("The setting must be a number above 0", where=f"{name}={text}", hint=f"Such as {default}")
    return value


def file_system(address: StoreAddress) -> fs.FileSystem:
    """The store, for pyarrow.

    Args:
        address: of a dataset in it.

    Returns:
        A file system over all buckets; nothing is requested before it is used.
    """
    scheme, host = endpoint_parts(address.endpoint) if address.endpoint else ("https", None)
    timeout = seconds_of("SW_S3_TIMEOUT_S", 30.0)
    return fs.S3FileSystem(
        endpoint_override=host,
        scheme=scheme,
        region=address.region or ("us-east-1" if host else None),
        anonymous=address.anonymous,
        connect_timeout=min(timeout, 10.0),
        request_timeout=timeout,
        retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=int(seconds_of("SW_S3_ATTEMPTS", 6))),
        background_writes=False,
        # Small objects then go in one request, and a missing bucket is told by the request that needs it.
        allow_delayed_open=True,
    )


def patiently(read: Callable[[], _Read]) -> _Read:
    """Read from an object store, again when an answer was cut short: that alone the SDK does not do by itself.

    Args:
        read: reads from the beginning, each time.

    Raises:
        OSError: as ``read``, after several tries.
    """
    for attempt in range(_READS - 1):
        try:
            return read()
        except OSError as error:
            if _CUT_SHORT not in str(error):
                raise
            time.sleep(random.uniform(0.5, 1) * _PAUSE_S * 2**attempt)  # noqa: S311
    return read()


class ObjectStore:
    """The objects of one dataset.

    Args:
        address: where they are.

    Attributes:
        address: the same.
        files: the dataset's prefix as a file system of its own.
    """

    def __init__(self, address: StoreAddress) -> None:
        self.address = address
        self.files = fs.SubTreeFileSystem(address.root, file_system(address))

    def explained(self, doing: str, path: str) -> AbstractContextManager[None]:
        """Turn every error of the store in the block into a StoreError.

        Args:
            doing: what is tried, such as ``write the dataset``.
            path: relative to the dataset.
        """
        return _Explained(doing, f"{self.address}/{path}".rstrip("/"))

    def read(self, path: str) -> bytes | None:
        """The bytes of an object, or None when there is none."""
        try:
            with self.explained("read the dataset", path):
                return patiently(lambda: self._bytes(path))
        except FileNotFoundError:
            return None

    def _bytes(self, path: str) -> bytes:
        with self.files.open_input_stream(path, compression=None) as stream:
            return bytes(stream.read())

    def exists(self, path: str) -> bool:
        """Whether there is such an object."""
        with self.explained("read the dataset", path):
            return bool(self.files.get_file_info(path).type == fs.FileType.File)

    def list(self, folder: str) -> list[StoredObject]:
        """All objects below a folder, sorted; none when there is no such folder."""
        selector = fs.FileSelector(folder, allow_not_found=True, recursive=True)
        with self.explained("list the dataset", folder):
            infos = self.files.get_file_info(selector)
        found = [
            StoredObject(info.path, info.size, info.mtime.astimezone(UTC))
            for info in infos
            if info.type == fs.FileType.File
        ]
        return sorted(found, key=lambda one: one.path)

    def put(self, path: str, data: bytes) -> None:
        """Put an object, replacing what is there; readers see the old one or the new one, whole."""
        with self.explained("write the dataset", path):
            self._put(path, pa.py_buffer(data))

    def put_new(self, path: str, data: bytes) -> bool:
        """Put an object unless there is one of that name.

        Returns:
            False when there was one, with other bytes. Where the store knows no conditions, or the credentials are
            not in the environment, it is looked for first and then put: enough for names that nobody else uses.
        """
        with self.explained("write the dataset", path):
            done = put_new(self.address, f"{self.address.prefix}/{path}".lstrip("/"), data)
        if done is None:
            if not self.exists(path):
                self.put(path, data)
            done = False
        # A try that was answered too late has put it all the same.
        return done or self.read(path) == data

    def upload(self, file: Path, path: str) -> None:
        """Put a file of this machine, replacing what is there.

        Args:
            file: whole and closed.
            path: relative to the dataset.
        """
        size = file.stat().st_size
        with self.explained("write the dataset", path):
            if size:
                with pa.memory_map(str(file)) as source:
                    # In one call: between two, an interruption would end the upload early, and it would count as whole.
                    self._put(path, source.read_buffer())
            else:
                self._put(path, pa.py_buffer(b""))
            arrived = self.files.get_file_info(path).size
        if arrived != size:
            self.remove(path)
            raise StoreError(
                f"Cannot write the dataset, {arrived} of {size} bytes arrived",
                where=f"{self.address}/{path}",
                hint=f"{_AGAIN}.",
            )

    def _put(self, path: str, data: pa.Buffer) -> None:
        # Unless told not to, pyarrow packs what is called .gz once more, and unpacks it when it is read.
        with self.files.open_output_stream(path, compression=None) as stream:
            stream.write(data)

    def remove(self, path: str) -> None:
        """Remove an object if it is there."""
        try:
            with self.explained("remove from the dataset", path):
                self.files.delete_file(path)
        except FileNotFoundError:
            return


class _Explained:
    """See ``ObjectStore.explained``; a missing object stays a FileNotFoundError."""

    def __init__(self, doing: str, where: str) -> None:
        self._doing, self._where = doing, where

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
            raise object_store_error(self._doing, self._where, error) from error


def object_store_error(doing: str, where: str, error: OSError) -> StoreError:
    """What, where and what to do next, for an error that pyarrow or the network reports.

    Args:
        doing: what was tried.
        where: the address.
        error: what was said.
    """
    said = " ".join(str(error).split())
    for marks, why, hint in _KNOWN:
        if any(mark in said for mark in marks):
            return StoreError(f"Cannot {doing}, {why}", where=where, hint=hint)
    return StoreError(f"Cannot {doing} ({said[:300]})", where=where, hint=f"{_AGAIN}.")


@dataclass(frozen=True, slots=True)
class ObjectPath:
    """An object or a folder of a dataset, as a path: what ``disk`` does to paths it does to these too.

    Attributes:
        store: the dataset.
        path: relative to it; "" for the dataset itself.
    """

    store: ObjectStore
    path: str = ""

    def __truediv__(self, name: str) -> ObjectPath:
        return ObjectPath(self.store, f"{self.path}/{name}".strip("/"))

    def __str__(self) -> str:
        return f"{self.store.address}/{self.path}".rstrip("/")

    @property
    def name(self) -> str:
        """The last part."""
        return self.path.rpartition("/")[2]

    @property
    def parent(self) -> ObjectPath:
        """The folder that it is in."""
        return ObjectPath(self.store, self.path.rpartition("/")[0])

    def exists(self) -> bool:
        """Whether there is such an object; folders are none."""
        return self.store.exists(self.path)

    def read_bytes(self) -> bytes:
        """Its bytes.

        Raises:
            FileNotFoundError: there is none.
        """
        data = self.store.read(self.path)
        if data is None:
            raise FileNotFoundError(str(self))
        return data

    def read_text(self, encoding: str = "utf-8") -> str:
        """Its text. Raises as ``read_bytes``."""
        return self.read_bytes().decode(encoding)

    def iter_objects(self) -> Iterator[StoredObject]:
        """All objects below it."""
        yield from self.store.list(self.path)


def object_path(text: str) -> ObjectPath:
    """The dataset at an address.

    Raises:
        ConfigError: it is no address (the user acts).
    """
    return ObjectPath(ObjectStore(store_address(text)))
