"""What a request of SageMaker's says of keys and networks, beside what the Data Science SDK makes of it.

The SDK drops most of it (see `sdk.jobs`). Whether a volume takes a key depends on the instance type, which an
execution's input may name: so the first state makes the machines of each job, with the key or without it,
and `$.without_volume_key` says which are without.
"""

from collections.abc import Mapping
from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.instance_types import INSTANCE_STORAGE_FAMILIES
from pipelines.sdk import jsonata
from pipelines.sdk.jsonata import literal
from pipelines.sdk.values import Value, text

EVALUATION = "evaluation"
"""The evaluation's machine: one of the processing jobs'."""
HAS_OWN_DISK = jsonata.regex(rf"ml\.({'|'.join(sorted(INSTANCE_STORAGE_FAMILIES))})\..*")
"""The instance types whose volume takes no key, as JSONata's pattern."""


def of_processing(inputs: DeploymentInputs, part: str = "processing") -> dict[str, Any]:
    """What is added to a CreateProcessingJob request."""
    shield = inputs.protection
    network: dict[str, Any] = {}
    if shield.encrypted_between:
        network["EnableInterContainerTrafficEncryption"] = True
    if shield.isolated:
        network["EnableNetworkIsolation"] = True
    network |= _vpc(inputs)
    added: dict[str, Any] = {"NetworkConfig": network} if network else {}
    if shield.key_arn:
        added["ProcessingOutputConfig"] = {"KmsKeyId": shield.key_arn}
        added["ProcessingResources"] = {"ClusterConfig": _machines(part)}
    return added


def of_training(pipeline: Pipeline, inputs: DeploymentInputs) -> dict[str, Any]:
    """What is added to a CreateTrainingJob request, or to the training of a tuning job."""
    shield = inputs.protection
    added = _vpc(inputs) | _spot(pipeline, inputs)
    if shield.isolated:
        added["EnableNetworkIsolation"] = True
    if shield.encrypted_between:
        added["EnableInterContainerTrafficEncryption"] = True
    if shield.key_arn:
        added["OutputDataConfig"] = {"KmsKeyId": shield.key_arn}
        added["ResourceConfig"] = _machines("training")
    return added


def _spot(pipeline: Pipeline, inputs: DeploymentInputs) -> dict[str, Any]:
    """Of spot instances; checkpoints lie in the run's folder, where a retried job finds them as well."""
    if inputs.spot is None:
        return {}
    added: dict[str, Any] = {
        "EnableManagedSpotTraining": True,
        "StoppingCondition": {"MaxWaitTimeInSeconds": inputs.spot.max_wait_seconds},
    }
    if pipeline.training.checkpoints:
        # The path is SageMaker's default; AWS's own images look for it in what they are told.
        added["CheckpointConfig"] = {
            "S3Uri": text("{}/checkpoints", "$.where.run"),
            "LocalPath": "/opt/ml/checkpoints",
        }
    return added


def of_transform(inputs: DeploymentInputs) -> dict[str, Any]:
    """What is added to a CreateTransformJob request; network and isolation are its model's."""
    if not inputs.protection.key_arn:
        return {}
    return {
        "TransformOutput": {"KmsKeyId": inputs.protection.key_arn},
        "TransformResources": _machines("transform"),
    }


def of_model(inputs: DeploymentInputs) -> dict[str, Any]:
    """What is added to a CreateModel request."""
    isolated = {"EnableNetworkIsolation": True} if inputs.protection.isolated else {}
    return {**_vpc(inputs), **isolated}


def machines(pipeline: Pipeline, inputs: DeploymentInputs, parts: Mapping[str, str]) -> str:
    """JSONata for the machines of each job, as SageMaker's requests have them.

    parts: by the name of a section of the input that names machines, the code of that section.
    """
    volumes = {"training": pipeline.training.volume_gb}
    if pipeline.processing:
        volumes["processing"] = pipeline.processing.volume_gb
    found = {
        part: _of_part(inputs, code, volumes.get(part))
        for part, code in parts.items()
        if part
        != "endpoint"  # whose configuration names the key beside the machines, not with them
    }
    if pipeline.evaluation and "processing" in parts:
        one = f'$merge([{parts["processing"]}, {{"instance_count": 1}}])'
        found[EVALUATION] = _of_part(inputs, one, volumes["processing"])
    return jsonata.mapping(found)


def without_volume_key(parts: Mapping[str, str]) -> str:
    """JSONata for the sentences about those machines whose volume takes no key."""
    said = (
        f"$contains({code}.instance_type, {HAS_OWN_DISK}) ? "
        f"{literal(part + ': ')} & {code}.instance_type & "
        + literal(" has disks of its own, which it encrypts by a key in its hardware.")
        for part, code in parts.items()
    )
    return f"[{', '.join(f'({each})' for each in said)}]"


def _of_part(inputs: DeploymentInputs, code: str, volume_gb: int | None) -> str:
    fields = {"InstanceType": "$one.instance_type", "InstanceCount": "$one.instance_count"}
    if volume_gb is not None:
        fields["VolumeSizeInGB"] = str(volume_gb)
    key = jsonata.mapping({"VolumeKmsKeyId": literal(inputs.protection.key_arn)})
    own_disk = f"$contains($one.instance_type, {HAS_OWN_DISK})"
    return f"($one := {code}; $merge([{jsonata.mapping(fields)}, {own_disk} ? {{}} : {key}]))"


def _machines(part: str) -> Value:
    return Value(f"$.machines.{part}")


def _vpc(inputs: DeploymentInputs) -> dict[str, Any]:
    network = inputs.protection.network
    if network is None:
        return {}
    found = {"SecurityGroupIds": list(network.security_groups), "Subnets": list(network.subnets)}
    return {"VpcConfig": found}
