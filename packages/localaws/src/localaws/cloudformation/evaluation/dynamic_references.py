"""Dynamic references: ``{{resolve:ssm:name}}`` in a value, and what stands behind the name in place of it.

Pure: whoever asks says how a parameter or a secret is looked up. By "Get values stored in other services
using dynamic references" of CloudFormation's user guide. References are found after the functions were
evaluated, since Fn::Join and Fn::Sub make them (the CDK does).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from localaws.cloudformation.errors import TemplateError

_REFERENCE = re.compile(r"\{\{resolve:([a-z-]+):(.*?)\}\}", re.DOTALL)
_PARAMETER = re.compile(r"(arn:[^\s]+?|[A-Za-z0-9_.\-/]+)(?::([0-9]+))?")
_PARTS_OF_ARN = 7  # of a secret: arn:aws:secretsmanager:region:account:secret:name


@dataclass(frozen=True)
class ParameterReference:
    """A plain parameter of Systems Manager; its newest version where none is named."""

    name: str
    version: str | None = None


@dataclass(frozen=True)
class SecretReference:
    """A secret's text, or the value of a key in it."""

    secret: str
    key: str | None = None
    stage: str | None = None
    version: str | None = None


Reference = ParameterReference | SecretReference
LookUp = Callable[[Reference], str]


def resolved(value: Any, look_up: LookUp, *, secrets: bool = True) -> Any:
    """A value with what its references stand for; without ``secrets``, those to secrets stay as text.

    Raises:
        TemplateError: one is none, or what ``look_up`` raises.
    """
    if isinstance(value, dict):
        return {key: resolved(member, look_up, secrets=secrets) for key, member in value.items()}
    if isinstance(value, list):
        return [resolved(member, look_up, secrets=secrets) for member in value]
    if not isinstance(value, str) or "{{resolve:" not in value:
        return value

    def found(match: re.Match[str]) -> str:
        service, rest = match.groups()
        if service in ("secretsmanager", "ssm-secure") and not secrets:
            return match.group()
        return look_up(reference(service, rest))

    return _REFERENCE.sub(found, value)


def reference(service: str, rest: str) -> Reference:
    """What stands between ``{{resolve:service:`` and ``}}``.

    Raises:
        TemplateError: it is no reference.
    """
    whole = f"{{{{resolve:{service}:{rest}}}}}"
    match service:
        case "ssm":
            parts = _PARAMETER.fullmatch(rest)
            if parts is None:
                raise TemplateError(
                    f"Incorrect format is used in the following SSM reference: [{whole}]"
                )
            return ParameterReference(parts[1], parts[2])
        case "secretsmanager":
            return _secret(rest, whole)
        case "ssm-secure":
            raise TemplateError(
                f"SSM Secure reference is not supported in the resources that this embedded AWS "
                f"makes: [{whole}]"
            )
    raise TemplateError(
        f"The dynamic reference {whole} is none: its service has to be ssm, ssm-secure or "
        "secretsmanager"
    )


def value_in(secret: str, key: str | None) -> str:
    """What a reference gives of a secret's text.

    Raises:
        TemplateError: the text is no JSON object, or has no such key.
    """
    if not key:
        return secret
    try:
        members = json.loads(secret)
    except ValueError:
        members = None
    if not isinstance(members, dict):
        raise TemplateError("Could not parse SecretString JSON")
    if key not in members:
        raise TemplateError(
            f"Could not find a value associated with JSONKey in SecretString: {key}"
        )
    found = members[key]
    return found if isinstance(found, str) else json.dumps(found)


def _secret(rest: str, whole: str) -> SecretReference:
    parts = rest.split(":")
    of_name = _PARTS_OF_ARN if parts[0] == "arn" else 1
    secret, others = ":".join(parts[:of_name]), parts[of_name:]
    kind, key, stage, version = (*others, *[""] * 4)[:4]
    if not secret or len(parts[:of_name]) < of_name or len(others) > 4:
        raise TemplateError(
            f"Incorrect format is used in the following Secrets Manager reference: [{whole}]"
        )
    if kind not in ("", "SecretString"):
        raise TemplateError(
            f"Secrets Manager dynamic reference has to name SecretString, not {kind}: [{whole}]"
        )
    if stage and version:
        raise TemplateError(
            f"Secrets Manager dynamic reference may have a version stage or a version id, not both: "
            f"[{whole}]"
        )
    return SecretReference(secret, key or None, stage or None, version or None)
