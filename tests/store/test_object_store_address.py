"""Addresses of object stores, what the environment adds to them, and the signature of a conditional put."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sw_scraper.crawl.data_folder import data_folder
from sw_scraper.errors import ConfigError
from sw_scraper.store.dataset import open_dataset
from sw_scraper.store.object_store import object_store_error, seconds_of
from sw_scraper.store.object_store_address import (
    is_object_store,
    make_workplace,
    shown_dataset,
    stands_for,
    store_address,
    workplace_name,
)
from sw_scraper.store.object_store_lease import lease_seconds
from sw_scraper.store.object_store_put import put_new, signed_headers

MINIO = {"AWS_ENDPOINT_URL": "http://localhost:9000/", "AWS_DEFAULT_REGION": "eu-south-1"}


@pytest.mark.parametrize(
    ("text", "environment", "shown", "endpoint", "region"),
    [
        ("s3://bucket/a/b", {}, "s3://bucket/a/b", None, None),
        ("s3://bucket/a/b/", MINIO, "s3://bucket/a/b", "http://localhost:9000", "eu-south-1"),
        ("s3://bucket", {"AWS_REGION": "eu-west-1", **MINIO}, "s3://bucket", "http://localhost:9000", "eu-west-1"),
        ("s3://b-1/x?region=r", MINIO, "s3://b-1/x", "http://localhost:9000", "r"),
        ("s3://buck/x?endpoint_override=h:1&scheme=http", MINIO, "s3://buck/x", "http://h:1", "eu-south-1"),
        ("s3://buck/x", {"AWS_ENDPOINT_URL_S3": "https://h", **MINIO}, "s3://buck/x", "https://h", "eu-south-1"),
    ],
)
def test_address(text: str, environment: dict[str, str], shown: str, endpoint: str | None, region: str | None) -> None:
    """Bucket and prefix stand in the address, endpoint and region there or in the environment."""
    address = store_address(text, environment)
    assert (str(address), address.endpoint, address.region) == (shown, endpoint, region)
    assert is_object_store(text)


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        ("s3://key:geheim@bucket/x", {}, r"must not hold credentials: s3://\.\.\.@bucket\. .*AWS_ACCESS_KEY_ID"),
        ("s3://bucket/x?secret_key=geheim", {}, r"not known: s3://bucket/x\?secret_key\. .*from the environment"),
        ("s3://", {}, "no address of a dataset"),
        ("s3://b/../c", {}, "no address of a dataset"),
        ("s3://bucket/a//b", {}, "no address of a dataset"),
        ("s3://UPPER/x", {}, "no address of a dataset"),
        ("s3://bucket/x#y", {}, "no address of a dataset"),
        ("s3://bucket/x", {"AWS_ENDPOINT_URL": "localhost:9000"}, "no address of an object store"),
        ("s3://bucket/x", {"AWS_ENDPOINT_URL": "https://k:geheim@host"}, "AWS_ENDPOINT_URL=https://host"),
        ("s3://bucket/x", {"AWS_ENDPOINT_URL": "https://host/path"}, "without a path"),
    ],
)
def test_refused_address(text: str, environment: dict[str, str], said: str) -> None:
    """What is no address, or holds credentials, is refused with the next step, and no secret is repeated."""
    with pytest.raises(ConfigError, match=said) as caught:
        store_address(text, environment)
    assert "geheim" not in str(caught.value)


def test_workplace_stands_for_its_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that a harvest works in means the dataset on the store; a copy of it is an ordinary folder."""
    monkeypatch.setenv("SW_WORK_DIR", str(tmp_path))
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"):
        monkeypatch.delenv(name, raising=False)
    folder = data_folder("s3://bucket/my/data")
    assert folder == make_workplace("s3://bucket/my/data") != make_workplace("s3://bucket/my/other")
    assert (stands_for(folder), shown_dataset(folder)) == ("s3://bucket/my/data", "s3://bucket/my/data")
    copy = tmp_path / "copy"
    (copy / ".work").mkdir(parents=True)
    (copy / ".work" / "address").write_bytes((folder / ".work" / "address").read_bytes())
    assert (stands_for(copy), shown_dataset(copy)) == (None, str(copy))
    assert workplace_name(folder) != workplace_name(copy)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://localhost:1")
    assert data_folder("s3://bucket/my/data") != folder
    (tmp_path / "file").touch()
    monkeypatch.setenv("SW_WORK_DIR", str(tmp_path / "file"))
    with pytest.raises(ConfigError, match="SW_WORK_DIR=/path"):
        data_folder("s3://bucket/my/data")


def test_settings_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Durations must be numbers above zero, a lease must be long enough to be renewed."""
    monkeypatch.setenv("SW_S3_TIMEOUT_S", "2.5")
    assert seconds_of("SW_S3_TIMEOUT_S", 30.0) == 2.5
    for text in ("0", "-1", "soon", "nan", "inf"):
        monkeypatch.setenv("SW_S3_TIMEOUT_S", text)
        with pytest.raises(ConfigError, match=f"SW_S3_TIMEOUT_S={text}"):
            seconds_of("SW_S3_TIMEOUT_S", 30.0)
    monkeypatch.setenv("SW_LEASE_S", "2")
    with pytest.raises(ConfigError, match="lease is too short"):
        lease_seconds()


@pytest.mark.parametrize("key", ["data/harvests/2026/11/a.json", "d%2Fx/è già.json", "a+b=c/~_-.json"])
@pytest.mark.parametrize("token", [None, "temporary/token=="])
def test_signature(key: str, token: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A conditional put is signed as botocore signs it."""
    from urllib.parse import quote

    from botocore.auth import S3SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    if token is None:
        monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    else:
        monkeypatch.setenv("AWS_SESSION_TOKEN", token)
    path, data, moment = quote(f"/bucket/{key}", safe="/-_.~"), b'{"format": 1}', datetime.now(UTC)
    made = signed_headers(
        "PUT", "host:9000", path, data, access="key", secret="geheim", region="eu-south-1", moment=moment
    )
    request = AWSRequest(
        method="PUT", url=f"http://host:9000{path}", data=data, headers={"if-none-match": "*", "Host": "host:9000"}
    )
    request.context["timestamp"] = made["x-amz-date"]
    request.context["payload_signing_enabled"] = True
    signer = S3SigV4Auth(Credentials("key", "geheim", token), "s3", "eu-south-1")
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: moment.replace(tzinfo=None))
    signer.add_auth(request)
    assert (
        made["authorization"].rpartition("Signature=")[2]
        == request.headers["Authorization"].rpartition("Signature=")[2]
    )
    assert "geheim" not in str(made)


def test_no_condition_without_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without credentials in the environment, or behind a proxy, nothing is sent and the caller does without."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    address = store_address("s3://bucket/x", {"AWS_ENDPOINT_URL": "http://192.0.2.1:9"})
    assert put_new(address, "key", b"x") is None
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "geheim")
    monkeypatch.setenv("http_proxy", "http://192.0.2.2:9")
    monkeypatch.delenv("no_proxy", raising=False)
    assert put_new(address, "key", b"x") is None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("AWS Error ACCESS_DENIED during PutObject operation", "access is denied"),
        ("HTTP 403 SignatureDoesNotMatch", "access is denied"),
        ("AWS Error EXPIRED_TOKEN during HeadObject operation", "credentials have expired"),
        ("AWS Error SLOW_DOWN during UploadPart operation", "overloaded or ill"),
        ("AWS Error UNKNOWN (HTTP status 502) during PutObject operation", "overloaded or ill"),
        ("AWS Error NETWORK_CONNECTION during HeadObject operation: curlCode: 7", "cannot be reached"),
        ("something\nelse", "something else"),
    ],
)
def test_errors_say_what_to_do(said: str, why: str) -> None:
    """Each error of a store names what was tried, where, and the next step."""
    error = object_store_error("write the dataset", "s3://bucket/x", OSError(said))
    assert why in error.what
    assert error.where == "s3://bucket/x"
    assert error.hint


def test_malformed_address_for_readers() -> None:
    """A reader refuses credentials in an address too."""
    with pytest.raises(ConfigError, match="must not hold credentials"):
        open_dataset("s3://key:geheim@bucket/x")
