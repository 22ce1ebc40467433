"""ServerlessConfig, read and checked: a variant without instances of its own. Pure.

What serverless endpoints cannot have is the developer guide's list (serverless-endpoints, "Feature exclusions").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from localaws.sagemaker.errors import validation

_MEMORY = range(1024, 6145, 1024)  # MB


@dataclass(frozen=True)
class Serverless:
    """How many requests a variant answers at once, and with how much memory.

    Attributes:
        memory: MB of each that is started.
        most: requests at once.
        provisioned: how many are always there.
    """

    memory: int
    most: int
    provisioned: int = 0

    def shown(self) -> dict[str, int]:
        """ServerlessConfig as the API writes it."""
        shown = {"MemorySizeInMB": self.memory, "MaxConcurrency": self.most}
        return shown | ({"ProvisionedConcurrency": self.provisioned} if self.provisioned else {})

    def changed(self, update: Mapping[str, Any]) -> Serverless:
        """As a ServerlessUpdateConfig has it.

        Raises:
            ApiError: nothing can be so.
        """
        made = replace(
            self,
            most=update.get("MaxConcurrency", self.most),
            provisioned=update.get("ProvisionedConcurrency", self.provisioned),
        )
        return _checked(made)


def serverless(variant: Mapping[str, Any]) -> Serverless | None:
    """What a production variant says of it; None: it has instances.

    Raises:
        ApiError: nothing can be so.
    """
    asked = variant.get("ServerlessConfig")
    if asked is None:
        return None
    memory = asked["MemorySizeInMB"]
    if memory not in _MEMORY:
        raise validation(
            f"MemorySizeInMB must be one of {', '.join(map(str, _MEMORY))}, and {memory} is not."
        )
    for member in ("InstanceType", "InitialInstanceCount", "AcceleratorType", "VolumeSizeInGB"):
        if member in variant:
            raise validation(
                f'Variant "{variant["VariantName"]}" has both ServerlessConfig and {member}: a '
                "serverless variant has no instances."
            )
    return _checked(
        Serverless(memory, asked["MaxConcurrency"], asked.get("ProvisionedConcurrency", 0))
    )


def check_configuration(request: Mapping[str, Any], variants: Sequence[Mapping[str, Any]]) -> None:
    """See that a configuration asks for nothing that serverless variants cannot have.

    Raises:
        ApiError: it does.
    """
    if not any("ServerlessConfig" in variant for variant in variants):
        return
    if len(variants) > 1:
        raise validation(
            "A serverless endpoint has one production variant, and no other beside it."
        )
    asked = [
        member
        for member in ("AsyncInferenceConfig", "ShadowProductionVariants", "VpcConfig", "KmsKeyId")
        if request.get(member)
    ]
    if request.get("DataCaptureConfig", {}).get("EnableCapture", "DataCaptureConfig" in request):
        asked.append("DataCaptureConfig")
    if asked:
        raise validation(f"{asked[0]} is not supported for serverless endpoints.")


def check_model(name: str, model: Mapping[str, Any]) -> None:
    """See that a serverless variant can have this model.

    Raises:
        ApiError: it cannot.
    """
    unsupported = {
        "An inference pipeline": len(model.get("Containers", ())) > 1,
        "VpcConfig": model.get("VpcConfig"),
        "EnableNetworkIsolation": model.get("EnableNetworkIsolation"),
    }
    for what, is_asked in unsupported.items():
        if is_asked:
            raise validation(
                f'{what} is not supported for serverless endpoints, and model "{name}" has it.'
            )


def _checked(asked: Serverless) -> Serverless:
    if asked.provisioned > asked.most:
        raise validation(
            f"ProvisionedConcurrency must be at most MaxConcurrency, and {asked.provisioned} is more "
            f"than {asked.most}."
        )
    return asked
