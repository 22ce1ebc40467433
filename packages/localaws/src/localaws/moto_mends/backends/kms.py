"""A KMS key that is disabled or pending deletion goes on encrypting, decrypting and signing in moto; a
key that there is not is answered 500.

Upstream: docs/moto-issues/key_states.md, docs/moto-issues/missing_resources.md
"""

from __future__ import annotations

from moto.core.exceptions import JsonRESTError
from moto.kms.exceptions import NotFoundException
from moto.kms.models import Key, KmsBackend


class Keys(KmsBackend):  # type: ignore[misc]  # moto is untyped to mypy here
    """KMS. What is checked here is every use of a key: moto's other methods go through these."""

    def describe_key(self, key_id: str) -> Key:
        if self.any_id_to_key_id(key_id) not in self.keys:
            arn = f"arn:aws:kms:{self.region_name}:{self.account_id}:key/{self.get_key_id(key_id)}"
            raise NotFoundException(f"Key '{arn}' does not exist")
        return super().describe_key(key_id)

    def encrypt(
        self, key_id: str, plaintext: bytes, encryption_context: dict[str, str]
    ) -> tuple[bytes, str]:
        self._check(key_id)
        return super().encrypt(key_id, plaintext, encryption_context)  # type: ignore[no-any-return]

    def decrypt(
        self,
        ciphertext_blob: bytes,
        encryption_context: dict[str, str],
        key_id: str | None = None,
    ) -> tuple[bytes, str]:
        plaintext, arn = super().decrypt(ciphertext_blob, encryption_context, key_id)
        self._check(arn)  # which key it is stands in the ciphertext
        return plaintext, arn

    def sign(self, key_id: str, message: bytes, signing_algorithm: str) -> tuple[str, bytes, str]:
        self._check(key_id)
        return super().sign(key_id, message, signing_algorithm)  # type: ignore[no-any-return]

    def verify(
        self, key_id: str, message: bytes, signature: bytes, signing_algorithm: str
    ) -> tuple[str, bool, str]:
        self._check(key_id)
        return super().verify(key_id, message, signature, signing_algorithm)  # type: ignore[no-any-return]

    def generate_mac(
        self,
        message: bytes,
        key_id: str,
        mac_algorithm: str,
        grant_tokens: list[str],
        dry_run: bool,
    ) -> tuple[str, str, str]:
        self._check(key_id)
        return super().generate_mac(message, key_id, mac_algorithm, grant_tokens, dry_run)  # type: ignore[no-any-return]

    def _check(self, key_id: str) -> None:
        """Refuse a key that may not be used.

        Raises:
            JsonRESTError: DisabledException or KMSInvalidStateException.
        """
        key = self.keys.get(self.any_id_to_key_id(key_id))
        if key is not None and key.key_state == "Disabled":
            raise JsonRESTError("DisabledException", f"{key.arn} is disabled.")
        if key is not None and key.key_state == "PendingDeletion":
            raise JsonRESTError("KMSInvalidStateException", f"{key.arn} is pending deletion.")
