"""A function, a version or an alias as the API shows it. Pure."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

from localaws.functions.function import LATEST, Alias, Configuration, Function


def configuration(
    function: Function, found: Configuration, version: str, qualifier: str | None = None
) -> dict[str, Any]:
    """A FunctionConfiguration.

    Args:
        version: ``$LATEST`` or a number.
        qualifier: what the ARN ends in; None: in nothing.
    """
    is_image = found.code.package_type == "Image"
    shown: dict[str, Any] = {
        "FunctionName": function.name,
        "FunctionArn": function.qualified(qualifier),
        "Role": found.role,
        "CodeSize": found.code.size,
        "CodeSha256": sha256(found.code.sha256),
        "Description": found.description,
        "Timeout": found.timeout,
        "MemorySize": found.memory,
        "LastModified": moment(found.modified),
        "Version": version,
        "TracingConfig": {"Mode": found.tracing},
        "RevisionId": found.revision,
        "State": "Active",
        "LastUpdateStatus": "Successful",
        "PackageType": found.code.package_type,
        "Architectures": [found.architecture],
        "EphemeralStorage": {"Size": found.storage},
        "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"},
        "LoggingConfig": _logging(function, found),
    }
    if not is_image:
        shown |= {"Runtime": found.runtime, "Handler": found.handler}
    if found.environment:
        shown["Environment"] = {"Variables": dict(found.environment)}
    if found.layers:
        shown["Layers"] = [{"Arn": each.arn, "CodeSize": each.size} for each in found.layers]
    if found.dead_letter:
        shown["DeadLetterConfig"] = {"TargetArn": found.dead_letter}
    if found.subnets or found.security_groups:
        shown["VpcConfig"] = {
            "SubnetIds": list(found.subnets),
            "SecurityGroupIds": list(found.security_groups),
        }
    if found.key:
        shown["KMSKeyArn"] = found.key
    settings = found.image
    if settings.entrypoint or settings.command or settings.working_directory:
        own = {
            "EntryPoint": list(settings.entrypoint) if settings.entrypoint else None,
            "Command": list(settings.command) if settings.command else None,
            "WorkingDirectory": settings.working_directory,
        }
        given = {name: value for name, value in own.items() if value}
        shown["ImageConfigResponse"] = {"ImageConfig": given}
    return shown


def latest(function: Function) -> dict[str, Any]:
    """``$LATEST``, as most operations show it: with the ARN that has no qualifier."""
    return configuration(function, function.latest, LATEST)


def alias(function: Function, found: Alias) -> dict[str, Any]:
    """An AliasConfiguration."""
    shown: dict[str, Any] = {
        "AliasArn": f"{function.arn}:{found.name}",
        "Name": found.name,
        "FunctionVersion": found.version,
        "Description": found.description,
        "RevisionId": found.revision,
    }
    if found.weights:
        shown["RoutingConfig"] = {"AdditionalVersionWeights": dict(found.weights)}
    return shown


def moment(seconds: float) -> str:
    """A time as Lambda writes it: ``2026-10-01T12:00:00.123+0000``."""
    found = datetime.fromtimestamp(seconds, UTC)
    return f"{found:%Y-%m-%dT%H:%M:%S}.{found.microsecond // 1000:03d}+0000"


def _logging(function: Function, found: Configuration) -> dict[str, str]:
    shown = {
        "LogFormat": found.log_format,
        "LogGroup": found.log_group_of(function.name),
    }
    if found.log_format == "JSON":
        application, system = found.log_levels
        shown |= {"ApplicationLogLevel": application, "SystemLogLevel": system}
    return shown


def sha256(hexadecimal: str) -> str:
    """A hash as Lambda shows it: in base64."""
    return base64.b64encode(bytes.fromhex(hexadecimal)).decode()
