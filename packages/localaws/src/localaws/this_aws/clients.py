"""boto3's clients of this very server, for parts that want a service's own rules.

Making one takes 100 ms, so each is made once for a service, a region and whose it is; botocore's clients
may be used from many threads. Once it is known who responds here, no request of theirs leaves the process.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.client import BaseClient
from botocore.config import Config

from localaws.this_aws.within import Ask, keep_within

# A long poll must not be cut off; a request that fails is a matter for the state's own Retry.
_CONFIG = Config(
    parameter_validation=False,
    inject_host_prefix=False,
    retries={"total_max_attempts": 1},
    connect_timeout=10,
    read_timeout=3600,
    max_pool_connections=50,
    s3={"addressing_style": "path"},
    response_checksum_validation="when_required",  # no checksum is told that nobody asked for
)
_MOST = 200  # clients; each role that is assumed has its own


@dataclass(frozen=True)
class Credentials:
    """Whose requests they are; a role that was assumed has a session."""

    access_key: str
    secret_key: str
    session_token: str | None = None


class Clients:
    """Clients of this very server."""

    def __init__(self) -> None:
        self._clients: OrderedDict[tuple[str, str, Credentials | None], BaseClient] = OrderedDict()
        self._session: boto3.session.Session | None = None
        self._ask: Ask | None = None
        self._lock = threading.Lock()

    def respond_by(self, ask: Ask | None) -> None:
        """Have requests responded to within this process from now on; None: over HTTP."""
        with self._lock:
            self._ask = ask
            self._clients.clear()

    def get(self, service: str, region: str, credentials: Credentials | None = None) -> BaseClient:
        """The client of a service in a region; botocore's name of the service."""
        with self._lock:
            key = service, region, credentials
            if key not in self._clients:
                self._clients[key] = self._made(service, region, credentials)
                if len(self._clients) > _MOST:
                    self._clients.popitem(last=False)
            self._clients.move_to_end(key)
            return self._clients[key]

    def _made(self, service: str, region: str, credentials: Credentials | None) -> BaseClient:
        whose: dict[str, Any] = {}
        if credentials is not None:
            whose = {
                "aws_access_key_id": credentials.access_key,
                "aws_secret_access_key": credentials.secret_key,
                "aws_session_token": credentials.session_token,
            }
        if self._session is None:
            self._session = boto3.session.Session()
        # boto3's types have services by their literal names.
        make: Any = self._session.client
        client: BaseClient = make(service, region_name=region, config=_CONFIG, **whose)
        if self._ask is not None:
            keep_within(client, self._ask)
        return client


CLIENTS = Clients()
