"""What a function is: its configuration, its versions and its aliases. Records; nothing acts here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

LATEST = "$LATEST"

Policy = tuple[Mapping[str, Any], ...]  # the statements of a resource policy


@dataclass(frozen=True)
class Layer:
    """One version of a layer, as a function uses it."""

    arn: str
    sha256: str  # hexadecimal, of its zip
    size: int  # bytes, of its zip


@dataclass(frozen=True)
class Code:
    """The code of one version: a zip that ``packages`` keeps, or an image.

    ``sha256`` is hexadecimal here; the API shows it in base64.
    """

    sha256: str
    size: int
    image: str | None = None  # its URI, for PackageType Image

    @property
    def package_type(self) -> Literal["Zip", "Image"]:
        return "Image" if self.image else "Zip"


@dataclass(frozen=True)
class ImageSettings:
    """What a function of an image has in place of the image's own."""

    entrypoint: tuple[str, ...] | None = None
    command: tuple[str, ...] | None = None
    working_directory: str | None = None


@dataclass(frozen=True)
class Configuration:
    """Everything of a function that a version freezes. AWS's own defaults."""

    role: str
    code: Code
    runtime: str = ""  # such as "python3.12"; "" for an image
    handler: str = ""
    description: str = ""
    timeout: int = 3  # seconds
    memory: int = 128  # MB
    storage: int = 512  # MB of /tmp
    environment: Mapping[str, str] = field(default_factory=dict)
    layers: tuple[Layer, ...] = ()
    architecture: str = "x86_64"
    image: ImageSettings = ImageSettings()
    dead_letter: str | None = None  # the ARN of a queue or topic
    tracing: str = "PassThrough"
    key: str | None = None  # KMSKeyArn
    subnets: tuple[
        str, ...
    ] = ()  # of its VPC: kept as they are, every network here is this machine's
    security_groups: tuple[str, ...] = ()
    log_format: str = "Text"  # or "JSON"
    log_levels: tuple[str, str] = ("INFO", "INFO")  # application's and system's, with format JSON
    log_group: str | None = None  # None: /aws/lambda/NAME
    revision: str = ""  # a new one with each change
    modified: float = 0.0  # seconds since 1970

    def log_group_of(self, name: str) -> str:
        """The log group of a function of that name which has this configuration."""
        return self.log_group or f"/aws/lambda/{name}"


@dataclass(frozen=True)
class Version:
    """A configuration under a number, which nothing changes any more."""

    number: str  # "1", "2", …
    configuration: Configuration


@dataclass(frozen=True)
class Alias:
    """A name for a version, or for two of them with a weight for the second."""

    name: str
    version: str
    description: str = ""
    weights: Mapping[str, float] = field(default_factory=dict)  # of further versions, below 1
    revision: str = ""


@dataclass(frozen=True)
class EventConfig:
    """An EventInvokeConfig: what becomes of events that nobody waits for. AWS's defaults."""

    attempts: int = 2  # MaximumRetryAttempts, beyond the first
    age: float = 21_600.0  # MaximumEventAgeInSeconds
    on_success: str | None = None  # the destination's ARN
    on_failure: str | None = None
    modified: float = 0.0  # seconds since 1970


@dataclass(frozen=True)
class Cors:
    """Which pages may call a function's URL."""

    origins: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    exposed: tuple[str, ...] = ()
    credentials: bool = False
    max_age: int | None = None  # seconds


@dataclass(frozen=True)
class FunctionUrl:
    """An address at which a function, or an alias of it, can be called by HTTP."""

    id: str  # the first label of its host
    auth: Literal["NONE", "AWS_IAM"]
    cors: Cors | None = None
    created: float = 0.0  # seconds since 1970
    modified: float = 0.0


@dataclass(frozen=True)
class Function:
    """A function whole: what ``$LATEST`` is now, and what was published of it."""

    name: str
    arn: str  # without a qualifier
    latest: Configuration
    versions: tuple[Version, ...] = ()  # in the order in which they were published
    aliases: Mapping[str, Alias] = field(default_factory=dict)
    reserved: int | None = None  # ReservedConcurrentExecutions; 0 lets nobody in
    published: int = 0  # the last number given, which is never given again
    tags: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, EventConfig] = field(default_factory=dict)  # by qualifier or LATEST
    recursive_loop: Literal["Allow", "Terminate"] = "Terminate"
    policies: Mapping[str, Policy] = field(default_factory=dict)  # by qualifier; "" is its own
    urls: Mapping[str, FunctionUrl] = field(default_factory=dict)  # the same

    def qualified(self, qualifier: str | None) -> str:
        """The ARN of one of its versions or aliases; without a qualifier its own."""
        return f"{self.arn}:{qualifier}" if qualifier else self.arn
