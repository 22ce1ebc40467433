"""The service models of botocore, loaded when first asked for, and which service a name means."""

from __future__ import annotations

import gzip
import re
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import botocore
import botocore.session
from botocore.model import ServiceModel

# The signing names whose services are known without a look at 439 models, which takes 0.4 s.
_SIGNED_AS: dict[str, tuple[str, ...]] = {
    "application-autoscaling": ("application-autoscaling",),
    "s3": ("s3", "s3control"),
    "iam": ("iam", "iam-toolbox"),
    "sts": ("sts",),
    "ecr": ("ecr",),
    "cloudformation": ("cloudformation",),
    "monitoring": ("cloudwatch",),
    "logs": ("logs",),
    "events": ("events", "eventbridgev2"),
    "scheduler": ("scheduler",),
    "ssm": ("ssm",),
    "sns": ("sns",),
    "sqs": ("sqs",),
    "dynamodb": ("dynamodb", "dynamodbstreams"),
    "kms": ("kms",),
    "secretsmanager": ("secretsmanager",),
    "states": ("stepfunctions",),
    "sagemaker": ("sagemaker", "sagemaker-runtime"),
    "tagging": ("resourcegroupstaggingapi",),
    "ec2": ("ec2",),
}
# Names that clients sign with although no model says so.
_ALSO = {"eventbridge": "events"}

_lock = threading.RLock()


@dataclass(frozen=True)
class Entry:
    """The head of a service model."""

    service: str
    signing_name: str


@cache
def _session() -> botocore.session.Session:
    return botocore.session.Session()


@cache
def service_model(service: str) -> ServiceModel:
    """The model of a service, by botocore's name.

    Raises:
        botocore.exceptions.UnknownServiceError: there is no such service.
    """
    with _lock:  # two threads that load the same big model would do it twice
        return _session().get_service_model(service)


def services_signed_as(name: str) -> tuple[str, ...]:
    """The services, by botocore's names, whose requests are signed for ``name``; may be none."""
    name = _ALSO.get(name, name)
    return _SIGNED_AS.get(name) or tuple(e.service for e in catalogue() if e.signing_name == name)


@cache
def services_in_full(name: str) -> tuple[str, ...]:
    """As ``services_signed_as``, from every model that there is."""
    name = _ALSO.get(name, name)
    return tuple(e.service for e in catalogue() if e.signing_name == name)


@cache
def catalogue() -> tuple[Entry, ...]:
    """Every service that botocore knows. It reads the beginnings of all the models."""
    with _lock:
        folders = sorted(p for p in (Path(botocore.__file__).parent / "data").iterdir())
        found = (_entry(folder) for folder in folders if folder.is_dir())
        return tuple(entry for entry in found if entry is not None)


def _entry(folder: Path) -> Entry | None:
    models = sorted(folder.glob("*/service-2.json.gz"))
    if not models:
        return None
    with gzip.open(models[-1]) as file:
        head = file.read(4096)
        found = re.search(rb'"metadata":\{.*?\n  \}', head, re.DOTALL)
        if found is None:
            model = service_model(folder.name)
            return Entry(folder.name, (model.signing_name or model.endpoint_prefix).lower())
    said = found.group().decode()
    name = _said(said, "signingName") or _said(said, "endpointPrefix") or folder.name
    return Entry(folder.name, name.lower())


def _said(metadata: str, member: str) -> str:
    found = re.search(rf'"{member}"\s*:\s*"([^"]*)"', metadata)
    return found.group(1) if found else ""


def protocols_of(model: ServiceModel) -> tuple[str, ...]:
    """The protocols that a service speaks, botocore's favourite first."""
    all_of_them = model.metadata.get("protocols") or [model.metadata["protocol"]]
    favourite = model.resolved_protocol
    return (favourite, *(p for p in all_of_them if p != favourite))
