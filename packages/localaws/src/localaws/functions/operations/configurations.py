"""The configuration that a request asks for: what it says, over what the function has. Checked by ``rules``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from localaws.functions.errors import invalid
from localaws.functions.function import Code, Configuration, ImageSettings, Layer
from localaws.functions.layers import Layers
from localaws.functions.operations.ledger import Request
from localaws.functions.rules import check
from localaws.this_aws.roles import assumable

_PRINCIPAL = "lambda.amazonaws.com"
_SIMPLE = (
    ("Role", "role"),
    ("Runtime", "runtime"),
    ("Handler", "handler"),
    ("Description", "description"),
    ("Timeout", "timeout"),
    ("MemorySize", "memory"),
)


def asked(
    request: Request, base: Configuration | None, code: Code, layers: Layers
) -> Configuration:
    """The configuration of a request, checked.

    Args:
        base: what the function has; None for a new one.
        code: its code.

    Raises:
        Refusal: it cannot be so.
    """
    found = base or Configuration(role=request["Role"], code=code)
    changes: dict[str, Any] = {
        ours: request[theirs] for theirs, ours in _SIMPLE if request.get(theirs) is not None
    }
    changes["code"] = code
    if request.get("EphemeralStorage"):
        changes["storage"] = request["EphemeralStorage"]["Size"]
    if request.get("Environment") is not None:
        changes["environment"] = dict(request["Environment"].get("Variables") or {})
    if request.get("Layers") is not None:
        changes["layers"] = tuple(_layer(each, layers) for each in request["Layers"])
    if request.get("Architectures"):
        (changes["architecture"],) = request["Architectures"]
    if request.get("ImageConfig") is not None:
        changes["image"] = _image(request["ImageConfig"])
    if request.get("DeadLetterConfig") is not None:
        changes["dead_letter"] = request["DeadLetterConfig"].get("TargetArn") or None
    if request.get("TracingConfig") is not None:
        changes["tracing"] = request["TracingConfig"].get("Mode", "PassThrough")
    if (network := request.get("VpcConfig")) is not None:
        changes["subnets"] = tuple(network.get("SubnetIds") or ())
        changes["security_groups"] = tuple(network.get("SecurityGroupIds") or ())
    if request.get("KMSKeyArn") is not None:
        changes["key"] = request["KMSKeyArn"] or None
    changes |= _logging(request.get("LoggingConfig"), found)
    made = replace(found, **changes)
    check(made)
    _check_dead_letter(made.dead_letter)
    if base is None or made.role != base.role:
        _check_role(made.role)
    return made


def _layer(arn: str, layers: Layers) -> Layer:
    return layers.find(arn).content


def _image(given: Mapping[str, Any]) -> ImageSettings:
    entrypoint, command = given.get("EntryPoint"), given.get("Command")
    return ImageSettings(
        tuple(entrypoint) if entrypoint else None,
        tuple(command) if command else None,
        given.get("WorkingDirectory") or None,
    )


def _logging(given: Mapping[str, Any] | None, base: Configuration) -> dict[str, Any]:
    if given is None:
        return {}
    log_format = given.get("LogFormat", base.log_format)
    levels = (
        given.get("ApplicationLogLevel", base.log_levels[0]),
        given.get("SystemLogLevel", base.log_levels[1]),
    )
    return {
        "log_format": log_format,
        "log_group": given.get("LogGroup", base.log_group),
        "log_levels": levels,
    }


def _check_dead_letter(arn: str | None) -> None:
    if arn is not None and arn.split(":")[2] not in ("sqs", "sns"):
        raise invalid(
            "The provided target ARN does not refer to a valid queue or topic: " + arn,
        )


def _check_role(arn: str) -> None:
    if not assumable(arn, _PRINCIPAL):
        raise invalid(
            f"The role defined for the function cannot be assumed by Lambda. (The role {arn} has to "
            f"exist, and to allow the principal {_PRINCIPAL} to assume it.)",
        )
