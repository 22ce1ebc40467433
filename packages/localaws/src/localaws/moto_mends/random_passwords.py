"""Defect: GetRandomPassword fails where a kind of character is excluded as a whole, and may go without
a required one; its choice of characters is no secret either.

Made here as Secrets Manager's documentation says: of the kinds that are not excluded, and at least one
of each if ``RequireEachIncludedType``, which is the default.
"""

from __future__ import annotations

import secrets
import string

from moto.secretsmanager import utils
from moto.secretsmanager.exceptions import InvalidParameterException

from localaws.moto_mends import guard

_MADE = "2b89cb0f7458"
_CHANCE = secrets.SystemRandom()


def apply() -> None:
    guard.replace_everywhere(guard.take(utils, "random_password", _MADE), password)


def password(
    password_length: int,
    exclude_characters: str,
    exclude_numbers: bool,
    exclude_punctuation: bool,
    exclude_uppercase: bool,
    exclude_lowercase: bool,
    include_space: bool,
    require_each_included_type: bool,
) -> str:
    """A password.

    Raises:
        InvalidParameterException: nothing is left to make it of, or of a kind that it has to have,
            or it is too short for one of each.
    """
    kinds = [
        *([] if exclude_lowercase else [string.ascii_lowercase]),
        *([] if exclude_uppercase else [string.ascii_uppercase]),
        *([] if exclude_numbers else [string.digits]),
        *([] if exclude_punctuation else [string.punctuation]),
        *([" "] if include_space else []),
    ]
    left = ["".join(c for c in kind if c not in (exclude_characters or "")) for kind in kinds]
    if not "".join(left) or (require_each_included_type and not all(left)):
        raise InvalidParameterException(
            "The request excludes all characters of a type that the password has to include."
        )
    if require_each_included_type and len(left) > password_length:
        raise InvalidParameterException("Password length is too short based on the required types.")
    chosen = [_CHANCE.choice(kind) for kind in left] if require_each_included_type else []
    chosen += [_CHANCE.choice("".join(left)) for _ in range(password_length - len(chosen))]
    _CHANCE.shuffle(chosen)
    return "".join(chosen)
