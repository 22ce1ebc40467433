"""Looks up what dynamic references stand for, in the services of the stack's account and region."""

from __future__ import annotations

from botocore.exceptions import ClientError

from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.evaluation.dynamic_references import (
    ParameterReference,
    Reference,
    SecretReference,
    value_in,
)
from localaws.cloudformation.types.handler import Site


class DynamicValues:
    """The values of a stack's operation. Each is looked up when it is met, and kept by nobody."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def __call__(self, reference: Reference) -> str:
        """What a reference stands for.

        Raises:
            TemplateError: there is nothing of that name, or not what the reference says.
            ClientError: the service refuses.
        """
        if isinstance(reference, ParameterReference):
            return self._parameter(reference)
        return self._secret(reference)

    def _parameter(self, reference: ParameterReference) -> str:
        name = ":".join(part for part in (reference.name, reference.version) if part)
        try:
            found = self._site.client("ssm").get_parameter(Name=name)["Parameter"]
        except ClientError as error:
            if not error.response["Error"]["Code"].startswith("Parameter"):
                raise
            raise TemplateError(
                f"Unable to fetch parameters [{name}] from parameter store for this account."
            ) from error
        if found["Type"] == "SecureString":
            raise TemplateError(
                f"Non-secure ssm prefix was used for secure parameter: [{reference.name}]"
            )
        return str(found["Value"])

    def _secret(self, reference: SecretReference) -> str:
        which = {"VersionStage": reference.stage, "VersionId": reference.version}
        found = self._site.client("secretsmanager").get_secret_value(
            SecretId=reference.secret, **{name: value for name, value in which.items() if value}
        )
        if "SecretString" not in found:
            raise TemplateError(f"The secret {reference.secret} has no SecretString")
        return value_in(found["SecretString"], reference.key)
