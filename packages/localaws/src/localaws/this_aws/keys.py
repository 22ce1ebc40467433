"""Whether a KMS key can be used: for every service that is told to encrypt with one.

Nothing is encrypted here, as nobody could tell; but a key that there is not, that is disabled or about to be
deleted, or that its policy gives to nobody, is noticed where AWS would notice it. What a service makes of it
(``KMS.DisabledException`` of S3, ``KmsDisabled`` of SQS) is for that service to say.
"""

from __future__ import annotations

from typing import Any, Literal

from moto.kms.models import kms_backends

from localaws.this_aws.key_policies import allows

Fault = Literal["NotFound", "Disabled", "InvalidState", "InvalidKeyUsage", "AccessDenied"]

ENCRYPTING = "kms:GenerateDataKey"
DECRYPTING = "kms:Decrypt"


class KeyUnusable(Exception):
    """A key cannot be used. ``fault`` says which of KMS's errors it is; the message is KMS's."""

    def __init__(self, fault: Fault, message: str) -> None:
        super().__init__(message)
        self.fault = fault


def check(
    key: str | None,
    account: str,
    region: str,
    action: str = ENCRYPTING,
    principal: str | None = None,
) -> None:
    """See that a key can be used, for a request to a service of an account and region.

    Args:
        key: its id or ARN, or an alias or its ARN. None, or an alias of AWS's own (``alias/aws/s3``): a key that
            is always there.
        principal: who uses it, where that is known: the ARN of a role, or the name of a service.

    Raises:
        KeyUnusable: it cannot.
    """
    if not key or key.rpartition(":")[2].startswith("alias/aws/"):
        return
    if key.startswith("arn:") and key.count(":") >= 5:
        _, _, _, region, account, _ = key.split(":", 5)
    found = _found(kms_backends[account][region], key)
    if found is None:
        raise KeyUnusable("NotFound", _missing(key, account, region))
    if found.key_state == "Disabled":
        raise KeyUnusable("Disabled", f"{found.arn} is disabled.")
    if found.key_state != "Enabled":
        raise KeyUnusable("InvalidState", f"{found.arn} is pending deletion.")
    usage = found.key_usage or "ENCRYPT_DECRYPT"
    if usage != "ENCRYPT_DECRYPT" or found.key_spec != "SYMMETRIC_DEFAULT":
        operation = action.removeprefix("kms:")
        raise KeyUnusable(
            "InvalidKeyUsage",
            f"{found.arn} key usage is {usage} which is not valid for {operation}.",
        )
    if not allows(found.policy, action, account, principal):
        who = principal or "Nobody"
        raise KeyUnusable(
            "AccessDenied",
            f"User: {who} is not authorized to perform: {action} on resource: {found.arn} because no "
            f"resource-based policy allows the {action} action",
        )


def _found(backend: Any, key: str) -> Any:
    name = backend.get_alias_name(key)
    if name.startswith("alias/"):
        name = backend.get_key_id_from_alias(name)
    return backend.keys.get(backend.get_key_id(name)) if name else None


def _missing(key: str, account: str, region: str) -> str:
    is_alias = key.rpartition(":")[2].startswith("alias/")
    name = key if key.startswith("arn:") or is_alias else f"key/{key}"
    arn = name if name.startswith("arn:") else f"arn:aws:kms:{region}:{account}:{name}"
    return f"Alias '{arn}' is not found." if is_alias else f"Key '{arn}' does not exist"
