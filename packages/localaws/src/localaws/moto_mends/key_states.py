"""Defect: a KMS key that is disabled or pending deletion goes on encrypting, decrypting and signing.

It is refused here with the errors that AWS documents for a key's state.
"""

from __future__ import annotations

import inspect
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.kms.models import KmsBackend

from localaws.moto_mends import guard

# What moto calls for every use of a key; its other methods go through these.
_USES = {
    "encrypt": "3928b328e9a8",
    "sign": "c3b3963f83f5",
    "verify": "35183fd1943b",
    "generate_mac": "3bc265d1ac1a",
}
_DECRYPT = "f08468bfed8e"


def apply() -> None:
    for name, expected in _USES.items():
        setattr(KmsBackend, name, _checked(guard.take(KmsBackend, name, expected)))
    decrypt = guard.take(KmsBackend, "decrypt", _DECRYPT)

    def checked_decrypt(self: KmsBackend, *args: Any, **kwargs: Any) -> tuple[bytes, str]:
        plaintext, arn = decrypt(self, *args, **kwargs)
        _check(self, arn)  # which key it is stands in the ciphertext
        return plaintext, arn

    KmsBackend.decrypt = checked_decrypt


def _checked(original: Any) -> Any:
    signature = inspect.signature(original)

    def use(self: KmsBackend, *args: Any, **kwargs: Any) -> Any:
        _check(self, signature.bind(self, *args, **kwargs).arguments["key_id"])
        return original(self, *args, **kwargs)

    return use


def _check(backend: KmsBackend, key_id: str) -> None:
    """Refuse a key that may not be used.

    Raises:
        JsonRESTError: DisabledException or KMSInvalidStateException.
    """
    key = backend.keys.get(backend.any_id_to_key_id(key_id))
    if key is not None and key.key_state == "Disabled":
        raise JsonRESTError("DisabledException", f"{key.arn} is disabled.")
    if key is not None and key.key_state == "PendingDeletion":
        raise JsonRESTError("KMSInvalidStateException", f"{key.arn} is pending deletion.")
