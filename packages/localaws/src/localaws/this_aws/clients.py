"""boto3's clients of this very server, for parts that want a service's own rules.

Making one takes 100 ms, so each is made once for a service and a region; botocore's clients may be
used from many threads.
"""

from __future__ import annotations

import threading
from typing import Any

import boto3
from botocore.client import BaseClient
from botocore.config import Config

# A long poll must not be cut off; a request that fails is a matter for the state's own Retry.
_CONFIG = Config(
    parameter_validation=False,
    retries={"total_max_attempts": 1},
    connect_timeout=10,
    read_timeout=3600,
    max_pool_connections=50,
)


class Clients:
    """Clients of this very server."""

    def __init__(self) -> None:
        self._clients: dict[tuple[str, str], BaseClient] = {}
        self._session: Any = None
        self._lock = threading.Lock()

    def get(self, service: str, region: str) -> BaseClient:
        """The client of a service in a region; botocore's name of the service."""
        with self._lock:
            if self._session is None:
                self._session = boto3.session.Session()
            if (service, region) not in self._clients:
                self._clients[service, region] = self._session.client(
                    service, region_name=region, config=_CONFIG
                )
            return self._clients[service, region]

    def operations(self, service: str) -> dict[str, str]:
        """The methods of a service's client and the API's names for them.

        Raises:
            botocore.exceptions.UnknownServiceError: there is no such service.
        """
        client: Any = self.get(service, "us-east-1")
        methods: dict[str, str] = client.meta.method_to_api_mapping
        return methods


CLIENTS = Clients()
