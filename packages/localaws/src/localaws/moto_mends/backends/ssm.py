"""A parameter whose versions were all deleted is still in moto's dictionary, without any, and so is one
that somebody asked it for and that there is not: both are answered 500.

Upstream: docs/moto-issues/missing_resources.md
"""

from __future__ import annotations

from typing import Any

from moto.ssm.models import Parameter, SimpleSystemManagerBackend


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
