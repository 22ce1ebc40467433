"""Whether the key can be used that a function's environment variables are encrypted with.

Lambda decrypts them with the function's role when it invokes it ("Securing Lambda environment variables" of its
developer guide); where it cannot, the invocation fails with 502, as the API's Invoke lists.
"""

from __future__ import annotations

from localaws.functions.function import Configuration
from localaws.protocols.refusal import Refusal
from localaws.this_aws import keys
from localaws.this_aws.keys import KeyUnusable

_SAID = {
    "NotFound": "the KMS key was not found",
    "Disabled": "the KMS key is disabled",
    "InvalidState": "the KMS key is in an invalid state",
    "InvalidKeyUsage": "the KMS key is in an invalid state",
    "AccessDenied": "KMS access was denied",
}
_CODES = {"InvalidKeyUsage": "KMSInvalidStateException"}


def check(function: str, configuration: Configuration) -> None:
    """See that the variables of a function, by its ARN, can be read.

    Raises:
        Refusal: they cannot.
    """
    if not configuration.environment:
        return
    _, _, _, region, account, _ = function.split(":", 5)
    try:
        keys.check(configuration.key, account, region, keys.DECRYPTING, configuration.role)
    except KeyUnusable as error:
        raise Refusal(
            _CODES.get(error.fault, f"KMS{error.fault}Exception"),
            f"Lambda was unable to decrypt the environment variables because {_SAID[error.fault]}. "
            f"Please check the function's KMS key settings. KMS Message: {error}",
            502,
        ) from error
