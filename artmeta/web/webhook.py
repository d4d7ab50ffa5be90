"""Webhooks: JSON posted to one address that this machine's owner has named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from artmeta.errors import SourceError
from artmeta.web.proxies import session_for, unreachable

ATTEMPTS = 3
SECONDS = 10  # for an answer; a notification must not hold a run up
SUCCESS = range(200, 300)
BUSY = (408, 425, 429, 500, 502, 503, 504)  # statuses after which the same request may succeed


def post_json(address: str, payload: Mapping[str, Any]) -> None:
    """Post a JSON object; try again twice where the server is busy or does not answer. Redirects are not followed.

    Raises SourceError with a sentence that names host and port alone: the rest of the address is often a secret.
    """
    host = urlsplit(address).netloc.rpartition("@")[2] or "the address"
    session = session_for(address)
    try:
        for attempt in Retrying(
            stop=stop_after_attempt(ATTEMPTS),
            wait=wait_exponential_jitter(initial=0.5, max=5),
            retry=retry_if_exception(_may_pass),
            reraise=True,
        ):
            with attempt:
                answer = session.post(address, json=dict(payload), timeout=SECONDS, allow_redirects=False)
                if answer.status_code not in SUCCESS:
                    raise requests.HTTPError(response=answer)
    except requests.RequestException as fault:
        raise SourceError(
            f"The webhook at {host} did not take the notification: {_reason(fault, address)}."
        ) from None
    finally:
        session.close()


def _may_pass(fault: BaseException) -> bool:
    if isinstance(fault, requests.HTTPError):
        return fault.response is not None and fault.response.status_code in BUSY
    return isinstance(fault, requests.ConnectionError | requests.Timeout)


def _reason(fault: requests.RequestException, address: str) -> str:
    if fault.response is not None:
        return f"it answered with status {fault.response.status_code}"
    if isinstance(fault, requests.exceptions.ProxyError):
        return unreachable(fault, address)
    return "it did not answer in time" if isinstance(fault, requests.Timeout) else "it cannot be reached"
