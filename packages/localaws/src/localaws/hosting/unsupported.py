"""What hosting on AWS can do and this hosting does not: refused by name, with the way out.

Pure: each function looks at one validated request and raises for the first thing it finds.
"""

from __future__ import annotations

from typing import Any

from localaws.sagemaker.errors import unsupported
from localaws.sagemaker.unsupported_members import refuse

_CONTAINER = {
    "MultiModelConfig": "Make an endpoint, or a production variant, of each model.",
    "AdditionalModelDataSources": "Put all files of the model into one model.tar.gz.",
}
_VARIANT = {
    "ManagedInstanceScaling": "Give InitialInstanceCount instead.",
    "CoreDumpConfig": "The container's log is in CloudWatch Logs.",
    "AcceleratorType": "Leave it out: the model runs on this machine's own devices.",
    "CapacityReservationConfig": "Leave it out: nothing is reserved on this machine.",
}
_CONFIGURATION = {
    "ExplainerConfig": "Leave it out.",
    "MetricsConfig": "Leave it out: Invocations, errors and latency are in AWS/SageMaker.",
}


def refuse_in_model(request: dict[str, Any]) -> None:
    """Refuse what CreateModel is asked for and is not done here."""
    for container in [*request.get("Containers", []), *_present(request, "PrimaryContainer")]:
        refuse(container, _CONTAINER)
        if container.get("Mode") == "MultiModel":
            raise unsupported("Mode MultiModel", _CONTAINER["MultiModelConfig"])
        if container.get("ImageConfig", {}).get("RepositoryAccessMode") == "Vpc":
            raise unsupported("ImageConfig RepositoryAccessMode Vpc", "Use Platform.")


def refuse_in_configuration(request: dict[str, Any]) -> None:
    """Refuse what CreateEndpointConfig is asked for and is not done here."""
    refuse(request, _CONFIGURATION)
    for variant in [*request["ProductionVariants"], *request.get("ShadowProductionVariants", [])]:
        refuse(variant, _VARIANT)
        if "ModelName" not in variant:
            raise unsupported("A production variant without ModelName", "Name its model.")
        routing = variant.get("RoutingConfig", {}).get("RoutingStrategy", "RANDOM")
        if routing != "RANDOM":
            raise unsupported(f"RoutingStrategy {routing}", "Use RANDOM.")


def _present(request: dict[str, Any], member: str) -> list[dict[str, Any]]:
    return [request[member]] if member in request else []
