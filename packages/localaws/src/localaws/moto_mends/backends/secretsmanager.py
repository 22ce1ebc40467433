"""GetRandomPassword fails in moto where a kind of character is excluded as a whole, and its choice of
characters is no secret. The versions of a secret that there is not are answered 500. Any key will do.

Upstream: docs/moto-issues/customer_keys.md, docs/moto-issues/random_passwords.md, docs/moto-issues/missing_resources.md
"""

from __future__ import annotations

import json
import secrets
import string
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.secretsmanager.exceptions import InvalidParameterException, SecretNotFoundException
from moto.secretsmanager.models import FakeSecret, SecretsManagerBackend

from localaws.this_aws import keys
from localaws.this_aws.keys import KeyUnusable

_SHORTEST = 4  # moto's; the longest is checked by the service's own model
_CHANCE = secrets.SystemRandom()


class Secrets(SecretsManagerBackend):  # type: ignore[misc]  # moto is untyped to mypy here
    """Secrets Manager."""

    def get_secret_value(
        self, secret_id: str, version_id: str, version_stage: str
    ) -> dict[str, Any]:
        found: dict[str, Any] = super().get_secret_value(secret_id, version_id, version_stage)
        self._check_key(self.secrets[secret_id].kms_key_id, keys.DECRYPTING)
        return found

    def _add_secret(self, secret_id: str, *given: Any, **members: Any) -> tuple[FakeSecret, bool]:
        there = self.secrets.get(secret_id)
        key = members.get("kms_key_id") or (there.kms_key_id if there else None)
        self._check_key(key, keys.ENCRYPTING)
        made: tuple[FakeSecret, bool] = super()._add_secret(secret_id, *given, **members)
        return made

    def _check_key(self, key: str | None, action: str) -> None:
        """See that a secret's key can be used.

        Raises:
            JsonRESTError: EncryptionFailure or DecryptionFailure.
        """
        try:
            keys.check(key, self.account_id, self.region_name, action)
        except KeyUnusable as error:
            code = "DecryptionFailure" if action == keys.DECRYPTING else "EncryptionFailure"
            raise JsonRESTError(code, str(error)) from error

    def list_secret_version_ids(self, secret_id: str) -> str:
        if secret_id not in self.secrets:
            raise SecretNotFoundException()
        versions: str = super().list_secret_version_ids(secret_id)
        return versions

    def get_random_password(
        self,
        password_length: int,
        exclude_characters: str,
        exclude_numbers: bool,
        exclude_punctuation: bool,
        exclude_uppercase: bool,
        exclude_lowercase: bool,
        include_space: bool,
        require_each_included_type: bool,
    ) -> str:
        kinds = [
            *([] if exclude_lowercase else [string.ascii_lowercase]),
            *([] if exclude_uppercase else [string.ascii_uppercase]),
            *([] if exclude_numbers else [string.digits]),
            *([] if exclude_punctuation else [string.punctuation]),
            *([" "] if include_space else []),
        ]
        left = ["".join(c for c in kind if c not in (exclude_characters or "")) for kind in kinds]
        made = password(password_length, left, require_each_included_type)
        return json.dumps({"RandomPassword": made})


def password(length: int, kinds: list[str], each: bool) -> str:
    """A password of the characters of these kinds; with one of ``each`` at least, if that is wanted.

    Raises:
        InvalidParameterException: nothing is left to make it of, or of a kind that it has to have,
            or it is too short for one of each.
    """
    if not "".join(kinds) or (each and not all(kinds)):
        raise InvalidParameterException(
            "The request excludes all characters of a type that the password has to include."
        )
    if length < _SHORTEST or (each and len(kinds) > length):
        raise InvalidParameterException("Password length is too short based on the required types.")
    chosen = [_CHANCE.choice(kind) for kind in kinds] if each else []
    chosen += [_CHANCE.choice("".join(kinds)) for _ in range(length - len(chosen))]
    _CHANCE.shuffle(chosen)
    return "".join(chosen)
