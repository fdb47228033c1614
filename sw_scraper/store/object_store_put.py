"""One request that pyarrow.fs cannot make: put an object unless there is one of that name.

Signed here (AWS Signature Version 4) with the credentials in the environment. Without such credentials, behind an HTTP
proxy, or on a store that knows no conditions it says so, and the caller does without.
Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import os
import random
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.request import getproxies, proxy_bypass

from sw_scraper.store.object_store_address import endpoint_parts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sw_scraper.store.object_store_address import StoreAddress

_ATTEMPTS = 6
_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 10.0
_UNSUPPORTED = frozenset({400, 405, 411, 501})
_CREATED, _TAKEN, _CONFLICT = 200, 412, 409


def put_new(address: StoreAddress, key: str, data: bytes) -> bool | None:
    """Put an object unless there is one of that name.

    Args:
        address: of the dataset.
        key: of the object, in the bucket.
        data: its bytes.

    Returns:
        True when it was put, False when there is one of that name (perhaps put by a try whose answer was lost), None
        when it cannot be done under a condition here.

    Raises:
        OSError: the store cannot be reached or refuses, also after several tries.
    """
    access, secret = os.environ.get("AWS_ACCESS_KEY_ID"), os.environ.get("AWS_SECRET_ACCESS_KEY")
    if not access or not secret or address.anonymous or not (address.endpoint or address.region):
        return None
    region = address.region or "us-east-1"
    scheme, host = endpoint_parts(address.endpoint or f"https://s3.{region}.amazonaws.com")
    if getproxies().get(scheme) and not proxy_bypass(host):
        return None
    path = quote(f"/{address.bucket}/{key}", safe="/-_.~")
    said = ""
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(random.uniform(0.5, 1) * min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2**attempt))  # noqa: S311
        headers = signed_headers(
            "PUT", host, path, data, access=access, secret=secret, region=region, moment=datetime.now(UTC)
        )
        try:
            status, said = _request(scheme, host, path, data, headers)
        except (OSError, http.client.HTTPException) as error:
            said = f"curlCode-like network failure: {type(error).__name__}: {error}"
            continue
        if status == _CREATED:
            return True
        if status == _TAKEN:
            return False
        if status in _UNSUPPORTED:
            return None
        if status < 500 and status not in (_CONFLICT, 408, 429):
            break
    raise OSError(said)


def _request(scheme: str, host: str, path: str, data: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    """Send it; the status, and what is said of an error, without anything of the request."""
    timeout = float(os.environ.get("SW_S3_TIMEOUT_S") or 30)
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    connection = kind(host, timeout=timeout)
    try:
        connection.request("PUT", path, body=data, headers=dict(headers))
        response = connection.getresponse()
        body = response.read(4096).decode("utf-8", "replace")
    finally:
        connection.close()
    code = body.partition("<Code>")[2].partition("</Code>")[0]
    return response.status, f"HTTP {response.status} {code}".strip()


def signed_headers(  # the parts of a signature
    method: str,
    host: str,
    path: str,
    data: bytes,
    *,
    access: str,
    secret: str,
    region: str,
    moment: datetime,
) -> dict[str, str]:
    """The headers of a conditional put, signature included.

    Args:
        method: of the request.
        host: with its port when that is not the default one.
        path: percent-encoded.
        data: the body.
        access: the key's id.
        secret: the key.
        region: of the bucket.
        moment: UTC; the store refuses a request a quarter of an hour later.
    """
    day, stamp = f"{moment:%Y%m%d}", f"{moment:%Y%m%dT%H%M%SZ}"
    digest = hashlib.sha256(data).hexdigest()
    headers = {"host": host, "if-none-match": "*", "x-amz-content-sha256": digest, "x-amz-date": stamp}
    if token := os.environ.get("AWS_SESSION_TOKEN"):
        headers["x-amz-security-token"] = token
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    canonical = f"{method}\n{path}\n\n{lines}\n{names}\n{digest}"
    scope = f"{day}/{region}/s3/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"AWS4{secret}".encode()
    for part in (day, region, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    authorization = f"AWS4-HMAC-SHA256 Credential={access}/{scope}, SignedHeaders={names}, Signature={signature}"
    return {**headers, "authorization": authorization}
