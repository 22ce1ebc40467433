"""Which AWS a command talks to.

The standard variables and profiles of boto3 decide. Where none is set and an embedded AWS was
started from this folder (``stepline up``), it is that one. Starting it is left to ``embedded``.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from stepline import embedded
from stepline.embedded import Server
from stepline.errors import UserError

# Any of these says that the user has chosen an AWS already.
CHOSEN = ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_CONTAINER_CREDENTIALS_URI")


@dataclass(frozen=True)
class Target:
    """An AWS: ``environment`` is what programs that are started for it need beside our own."""

    environment: dict[str, str]
    embedded: bool
    _clients: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def current(cls) -> Target:
        """The AWS that this shell means (see the module's docstring)."""
        chosen = any(name in os.environ for name in CHOSEN)
        if chosen and "AWS_ENDPOINT_URL" not in os.environ:
            return cls(environment={}, embedded=False)  # however it stands with the embedded AWS
        server = embedded.running()
        if server and (not chosen or os.environ.get("AWS_ENDPOINT_URL") == server.endpoint):
            return cls.of(server)
        return cls(environment={}, embedded=False)

    @classmethod
    def of(cls, server: Server) -> Target:
        """The embedded AWS that runs as ``server``."""
        return cls(environment=server.environment, embedded=True)

    @property
    def region(self) -> str:
        """The region that clients ask."""
        name: str = self._session().region_name
        return name

    def account(self) -> str:
        """The number of the account, as AWS itself says it.

        Raises:
            UserError: there are no credentials, or AWS does not take them.
        """
        try:
            account: str = self.client("sts").get_caller_identity()["Account"]
        except ClientError as error:
            raise UserError(
                f"{self} does not take these credentials ({error.response['Error']['Code']}): sign in "
                "again, for example with `aws sso login`, or choose others with AWS_PROFILE."
            ) from error
        except BotoCoreError as error:
            raise UserError(
                f"{self} cannot say which account this is ({str(error).rstrip('.')}): choose one with "
                "AWS_PROFILE, or start the embedded AWS with `stepline up`."
            ) from error
        return account

    def client(self, service: str, config: Config | None = None) -> Any:
        """A boto3 client. Region, credentials and endpoint are boto3's own affair.

        ``config`` is for those that would rather wait less, say.
        """
        own = Config(
            retries={"mode": "standard"},
            read_timeout=70,  # an endpoint may take its full minute to answer
            proxies={} if self.embedded else None,  # none leads to this machine
        )
        return self._session().client(
            service,  # type: ignore[call-overload]
            endpoint_url=self.environment.get("AWS_ENDPOINT_URL"),
            config=own.merge(config) if config else own,
        )

    def _session(self) -> boto3.Session:
        session = boto3.Session(
            aws_access_key_id=self.environment.get("AWS_ACCESS_KEY_ID"),
            aws_secret_access_key=self.environment.get("AWS_SECRET_ACCESS_KEY"),
            # AWS_REGION is every other SDK's variable; boto3 reads AWS_DEFAULT_REGION only.
            region_name=self.environment.get("AWS_REGION") or os.environ.get("AWS_REGION"),
        )
        if session.region_name is None:
            raise UserError(
                "No embedded AWS runs here, and no AWS region is set. Start the embedded AWS with "
                "`stepline up`, or choose an account with AWS_PROFILE and AWS_REGION."
            )
        return session

    def __str__(self) -> str:
        if self.embedded:
            return f"the embedded AWS at {self.environment['AWS_ENDPOINT_URL']}"
        return (
            f"AWS at {os.environ['AWS_ENDPOINT_URL']}"
            if "AWS_ENDPOINT_URL" in os.environ
            else "AWS"
        )
