"""A parameter whose versions were all deleted is still in moto's dictionary, without any, and so is one
that somebody asked it for and that there is not: both are answered 500. A value is not held against the pattern
that it has to have, and any key will do.

Upstream: docs/moto-issues/customer_keys.md, docs/moto-issues/missing_resources.md, docs/moto-issues/allowed_patterns.md
"""

from __future__ import annotations

import re
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.ssm.models import Parameter, SimpleSystemManagerBackend

from localaws.this_aws import keys
from localaws.this_aws.keys import KeyUnusable


class Parameters(SimpleSystemManagerBackend):  # type: ignore[misc]  # moto is untyped to mypy here
    """Systems Manager."""

    def get_parameter(self, name: str) -> Parameter | None:
        prefix = self._strip_parameter_arn(name).split(":")[0]
        if prefix in self._parameters and not self._parameters[prefix]:
            del self._parameters[self._parameters.normalize_name(prefix)]
        return super().get_parameter(name)

    def describe_parameters(
        self, filters: list[dict[str, Any]], parameter_filters: list[dict[str, Any]]
    ) -> list[Parameter]:
        for name in [name for name, versions in self._parameters.items() if not versions]:
            del self._parameters[name]
        return super().describe_parameters(filters, parameter_filters)  # type: ignore[no-any-return]

    def put_parameter(
        self,
        name: str,
        description: str,
        value: str,
        parameter_type: str,
        allowed_pattern: str,
        keyid: str,
        overwrite: bool,
        tags: list[dict[str, str]],
        data_type: str,
        tier: str | None,
        policies: str | None,
    ) -> Parameter:
        if allowed_pattern:
            _check_pattern(value, allowed_pattern)
        if parameter_type == "SecureString":
            self._check_key(keyid)
        return super().put_parameter(
            *(name, description, value, parameter_type, allowed_pattern, keyid, overwrite),
            *(tags, data_type, tier, policies),
        )

    def _check_key(self, key: str | None) -> None:
        """See that the key can be used that a secure value is to be encrypted with.

        Raises:
            JsonRESTError: it cannot.
        """
        try:
            keys.check(key, self.account_id, self.region_name)
        except KeyUnusable as error:
            raise JsonRESTError("InvalidKeyId", str(error)) from error


def _check_pattern(value: str, pattern: str) -> None:
    """Hold a value against its pattern.

    Raises:
        JsonRESTError: it has it not, or the pattern is none.
    """
    try:
        matches = re.search(pattern, value) is not None
    except re.error as error:
        raise JsonRESTError(
            "InvalidAllowedPatternException", f"The allowed pattern {pattern} is not valid: {error}"
        ) from error
    if not matches:
        raise JsonRESTError(
            "ParameterPatternMismatchException",
            f"Parameter value, cannot be validated against allowedPattern: {pattern}",
        )
