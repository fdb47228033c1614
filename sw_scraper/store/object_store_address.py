"""Addresses of datasets on object stores: ``s3://bucket/prefix``, and what the environment says of the store.

Credentials come from the environment alone (or the SDK's own files and machine roles), never from an address: addresses
stand in logs, messages and commit files.
"""

from __future__ import annotations

import hashlib
import os
import re
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast
from urllib.parse import parse_qsl, urlsplit

from sw_scraper.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLE = "Addresses look like s3://bucket/prefix"
_NOTE = ".work/address"
_OPTIONS = frozenset({"region", "endpoint_override", "scheme", "anonymous"})
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreAddress:
    """Where a dataset on an object store is.

    Attributes:
        bucket: its name.
        prefix: of every key of the dataset, without slashes at its ends; "" for the whole bucket.
        region: as the address or the environment says; None leaves it to the SDK.
        endpoint: ``https://host[:port]`` of a store that is not AWS; None for AWS.
        anonymous: read without credentials.
    """

    bucket: str
    prefix: str
    region: str | None = None
    endpoint: str | None = None
    anonymous: bool = False

    @property
    def root(self) -> str:
        """Bucket and prefix, as pyarrow.fs writes them."""
        return f"{self.bucket}/{self.prefix}".rstrip("/")

    def __str__(self) -> str:
        return f"s3://{self.root}"


def is_object_store(value: str | Path) -> bool:
    """Whether a value of ``SW_DATA_DIR`` or ``--data`` names a dataset on an object store that can be written."""
    return str(value).strip().lower().startswith("s3://")


def store_address(text: str, environment: Mapping[str, str] | None = None) -> StoreAddress:
    """Read an address.

    Args:
        text: ``s3://bucket/prefix``, with ``?region=``, ``&endpoint_override=``, ``&scheme=`` and ``&anonymous=true``
            when they are to stand before the environment.
        environment: ``AWS_ENDPOINT_URL_S3``, ``AWS_ENDPOINT_URL``, ``AWS_REGION``, ``AWS_DEFAULT_REGION``; None for
            that of the process.

    Raises:
        ConfigError: it is no such address, or it holds credentials (the user acts).

    >>> str(store_address("s3://bucket/my/data/", {})), store_address("s3://bucket", {}).prefix
    ('s3://bucket/my/data', '')
    """
    env = os.environ if environment is None else environment
    parts = urlsplit(text.strip())
    if "@" in parts.netloc:
        raise ConfigError(
            "The address of a dataset must not hold credentials",
            where=f"s3://...@{parts.netloc.rpartition('@')[2]}",
            hint="Give them in the environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
        )
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    prefix = parts.path.strip("/")
    unclear = any(part in ("", ".", "..") for part in prefix.split("/")) if prefix else False
    if parts.scheme.lower() != "s3" or not _BUCKET.fullmatch(parts.netloc) or parts.fragment or unclear:
        raise ConfigError("This is no address of a dataset", where=text.partition("?")[0], hint=EXAMPLE)
    if unknown := options.keys() - _OPTIONS:
        raise ConfigError(
            "The address has options that are not known",
            where=f"{text.partition('?')[0]}?{'&'.join(sorted(unknown))}",
            hint=f"Known are {', '.join(sorted(_OPTIONS))}; credentials come from the environment",
        )
    endpoint = env.get("AWS_ENDPOINT_URL_S3") or env.get("AWS_ENDPOINT_URL")
    if "endpoint_override" in options:
        endpoint = options["endpoint_override"]
        if "://" not in endpoint:
            endpoint = f"{options.get('scheme', 'https')}://{endpoint}"
    return StoreAddress(
        bucket=parts.netloc,
        prefix=prefix,
        region=options.get("region") or env.get("AWS_REGION") or env.get("AWS_DEFAULT_REGION") or None,
        endpoint=_checked_endpoint(endpoint) if endpoint else None,
        anonymous=options.get("anonymous", "").lower() in ("true", "1", "yes"),
    )


def _checked_endpoint(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or parts.path.strip("/"):
        shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
        raise ConfigError(
            "This is no address of an object store",
            where=f"AWS_ENDPOINT_URL={shown}",
            hint="Such as https://minio.example.org:9000, without a path and without credentials",
        )
    return f"{parts.scheme}://{parts.netloc}"


def endpoint_parts(endpoint: str) -> tuple[Literal["http", "https"], str]:
    """Scheme and ``host[:port]`` of an endpoint."""
    parts = urlsplit(endpoint)
    return cast("Literal['http', 'https']", parts.scheme), parts.netloc


def local_workplace(address: StoreAddress) -> Path:
    """The folder on this machine in which a harvest works that is committed to an object store.

    Rows, recordings and derived tables grow there until they are whole; nothing in it is needed once a run has ended.
    ``SW_WORK_DIR`` names another place than the user's cache folder.
    """
    told = os.environ.get("SW_WORK_DIR")
    cache = os.environ.get("XDG_CACHE_HOME")
    base = Path(told) if told else (Path(cache) if cache else Path.home() / ".cache") / "sw_scraper"
    name = hashlib.sha256(f"{address.endpoint or ''} {address}".encode()).hexdigest()[:16]
    return (base / f"{address.bucket}-{name}").absolute()


def make_workplace(address: str) -> Path:
    """The local workplace of an address, made when missing, with a note of what it stands for.

    Args:
        address: ``s3://bucket/prefix``.

    Raises:
        ConfigError: it is no address, or the folder cannot be made (the user acts).
    """
    folder = local_workplace(store_address(address))
    note = folder / _NOTE
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        if not note.is_file() or note.read_text(encoding="utf-8") != address:
            note.write_text(address, encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"The folder to work in cannot be made ({error.strerror or error})",
            where=str(folder),
            hint="Name another one in the environment: SW_WORK_DIR=/path/to/folder",
        ) from error
    return folder


def stands_for(folder: str | Path) -> str | None:
    """The address that a local workplace works for; None for any other folder.

    Whatever takes a dataset's folder takes a workplace too and means the dataset on the object store.
    """
    try:
        address = (Path(folder) / _NOTE).read_text(encoding="utf-8")
        return address if local_workplace(store_address(address)) == Path(folder) else None
    except (OSError, ValueError, ConfigError):
        return None


def shown_dataset(folder: Path) -> str:
    """A dataset's folder for people: the address that it stands for, without options, or its path."""
    address = stands_for(folder)
    return str(folder) if address is None else str(store_address(address))


def workplace_name(folder: Path) -> str:
    """A name for a workplace that no other one has, not even its copy on another machine.

    Args:
        folder: of ``local_workplace``; exists.
    """
    boot = Path("/proc/sys/kernel/random/boot_id")
    facts = (socket.gethostname(), boot.read_text().strip() if boot.is_file() else "", folder, folder.stat().st_ino)
    return hashlib.sha256("\n".join(map(str, facts)).encode()).hexdigest()[:24]
