"""Keys, networks and spot instances in the requests that the workflow makes."""

from dataclasses import replace
from typing import Any

import pytest

from pipelines import catalog, instance_types
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.protection import Network, Protection, Spot
from pipelines.variant import VARIANTS
from pipelines.workflow.state_machine import definition
from tests.pipelines.workflow import calls
from tests.pipelines.workflow.test_requests import _sent, mistakes

KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
NETWORK = Network(("subnet-0a1b2c3d",), ("sg-0a1b2c3d",))
VPC = {"SecurityGroupIds": ["sg-0a1b2c3d"], "Subnets": ["subnet-0a1b2c3d"]}
OWN_DISK = {"instance_type": "ml.g5.xlarge", "instance_count": 1}
MADE = {
    "champion": {
        "model": "stepline-ner-dev-older",
        "artifact": "s3://a-bucket/runs/older/model.tar.gz",
        "processed": "s3://a-bucket/runs/older",
    },
    "training": {"ModelArtifacts": {"S3ModelArtifacts": "s3://a-bucket/runs/x/model.tar.gz"}},
    "tuning": {
        "name": "stepline-ner-dev-0123456789",
        "HyperParameterTuningJobName": "stepline-ner-dev-0123456789-0",
        "static": {"seed": "0"},
        "best": {"TunedHyperParameters": {"learning_rate": "0.0002"}},
    },
}


@pytest.fixture(scope="module")
def protected(inputs: DeploymentInputs) -> DeploymentInputs:
    """A deployment with everything on."""
    return replace(
        inputs,
        protection=Protection(KEY, NETWORK, isolated=True, encrypted_between=True),
        spot=Spot(max_wait_seconds=200_000),
    )


@pytest.fixture(scope="module")
def states(split: Pipeline, protected: DeploymentInputs) -> dict[str, Any]:
    found: dict[str, Any] = definition(split, protected)["States"]
    return found


@pytest.fixture
def sent(states: dict[str, Any], evaluate: Any) -> Any:
    """The request of a state in an execution with an input."""

    def request(name: str, given: Any = None) -> dict[str, Any]:
        known = {**evaluate(states["Check input"]["Output"], given or {}), **MADE}
        if gather := states.get("Gather what is measured"):
            known = evaluate(gather["Output"], known)
        if "Arguments" in states[name]:
            return calls.request(states[name], evaluate(states["Plan release"]["Output"], known))
        found: dict[str, Any] = _sent(states[name]["Parameters"], known)
        return found

    return request


def test_training_has_the_key_the_network_and_no_other(sent: Any) -> None:
    request = sent("Train")
    assert request["ResourceConfig"] == {
        "InstanceType": "ml.m5.large",
        "InstanceCount": 1,
        "VolumeSizeInGB": 50,
        "VolumeKmsKeyId": KEY,
    }
    assert request["OutputDataConfig"]["KmsKeyId"] == KEY
    assert request["OutputDataConfig"]["S3OutputPath"].endswith("/model")
    assert request["VpcConfig"] == VPC
    assert request["EnableNetworkIsolation"] is True
    assert request["EnableInterContainerTrafficEncryption"] is True


@pytest.mark.parametrize("name", ["Preprocess", "Evaluate"])
def test_so_has_processing(sent: Any, name: str) -> None:
    request = sent(name, {"processing": {"instance_type": "ml.m5.large"}})
    assert request["NetworkConfig"] == {
        "EnableInterContainerTrafficEncryption": True,
        "EnableNetworkIsolation": True,
        "VpcConfig": VPC,
    }
    assert request["ProcessingOutputConfig"]["KmsKeyId"] == KEY
    assert request["ProcessingResources"]["ClusterConfig"] == {
        "InstanceType": "ml.m5.large",
        "InstanceCount": 1,
        "VolumeSizeInGB": 30,
        "VolumeKmsKeyId": KEY,
    }


def test_a_model_is_shielded_and_its_endpoints_volume_has_the_key(sent: Any) -> None:
    model = sent("Create model")
    assert (model["VpcConfig"], model["EnableNetworkIsolation"]) == (VPC, True)
    assert sent("Create endpoint configuration")["KmsKeyId"] == KEY


def test_disks_that_take_no_key_get_none_and_that_is_said(
    states: Any, sent: Any, evaluate: Any
) -> None:
    given = {"training": OWN_DISK, "endpoint": OWN_DISK}
    resources = sent("Train", given)["ResourceConfig"]
    assert "VolumeKmsKeyId" not in resources
    assert resources["InstanceType"] == "ml.g5.xlarge"
    first = evaluate(states["Check input"]["Output"], given)
    assert first["without_volume_key"] == [
        f"{part}: ml.g5.xlarge has disks of its own, which it encrypts by a key in its hardware."
        for part in ("training", "endpoint")
    ]
    assert first["machines"]["processing"]["VolumeKmsKeyId"] == KEY
    (way,) = states["Does its volume take a key?"]["Choices"]
    assert evaluate(way["Condition"], {**first, **MADE}) is True
    assert "KmsKeyId" not in sent(way["Next"], given)


def test_by_default_nothing_is_left_out(states: Any, evaluate: Any) -> None:
    assert evaluate(states["Check input"]["Output"], {})["without_volume_key"] == []


def test_spot_training_waits_as_long_as_it_may_and_keeps_its_checkpoints_with_the_run(
    ner: Pipeline, protected: DeploymentInputs
) -> None:
    states = definition(ner, protected)["States"]
    parameters = states["Train"]["Parameters"]
    assert parameters["EnableManagedSpotTraining"] is True
    assert parameters["StoppingCondition"] == {
        "MaxRuntimeInSeconds": ner.training.max_runtime_seconds,
        "MaxWaitTimeInSeconds": 200_000,
    }
    assert parameters["CheckpointConfig"] == {
        "S3Uri.$": "States.Format('{}/checkpoints', $.where.run)",
        "LocalPath": "/opt/ml/checkpoints",
    }
    assert states["Train"]["TimeoutSeconds"] > 200_000


def test_a_program_that_has_no_checkpoints_gets_no_place_for_them(states: Any) -> None:
    assert "CheckpointConfig" not in states["Train"]["Parameters"]
    assert states["Train"]["Parameters"]["EnableManagedSpotTraining"] is True


@pytest.mark.parametrize("name", catalog.names())
def test_every_request_is_legal_with_everything_on(
    protected: DeploymentInputs, evaluate: Any, name: str
) -> None:
    is_legal(catalog.load(name), protected, evaluate)


def test_so_are_those_of_a_variant_that_tunes_and_transforms(
    ner: Pipeline, protected: DeploymentInputs, evaluate: Any
) -> None:
    is_legal(ner, replace(protected, variant=VARIANTS["full"]), evaluate)


def is_legal(pipeline: Pipeline, inputs: DeploymentInputs, evaluate: Any) -> None:
    states = definition(pipeline, inputs)["States"]
    data = {**evaluate(states["Check input"]["Output"], {}), **MADE}
    if gather := states.get("Gather what is measured"):
        data = evaluate(gather["Output"], data)
    jobs = [state for state in states.values() if "Parameters" in state]
    assert len(jobs) >= 2
    for state in jobs:
        if state["Type"] == "Task":
            assert mistakes(state, data) == [], state["Resource"]


def test_without_protection_a_definition_says_nothing_of_it(
    split: Pipeline, inputs: DeploymentInputs
) -> None:
    text = str(definition(split, inputs))
    for word in ("Kms", "VpcConfig", "Isolation", "InterContainer", "Spot", "volume_key"):
        assert word not in text


def test_every_family_has_volumes_or_disks_of_its_own() -> None:
    """A family that SageMaker gets one day has to be looked up in EC2's list of instance store volumes."""
    there = {
        family
        for kind in ("processing", "training", "endpoint", "transform")
        for family in instance_types.families(kind)  # type: ignore[arg-type]
    }
    disks = instance_types.INSTANCE_STORAGE_FAMILIES
    assert disks <= there
    assert there - disks == {
        *("c4", "c5", "c5n", "c6g", "c6gn", "c6i", "c6in", "c7g", "c7i", "c7i-flex", "c8g", "c8i"),
        *("c8i-flex", "m4", "m5", "m6g", "m6i", "m7i", "m7i-flex", "m8g", "m8i", "m8i-flex"),
        *("r5", "r6g", "r6i", "r7i", "r8g", "r8i", "r8i-flex", "t2", "t3"),
        *("p2", "p3", "inf1", "inf2"),
    }


@pytest.mark.parametrize(
    ("instance_type", "takes"),
    [("ml.m5.large", True), ("ml.m5d.large", False), ("ml.g4dn.xlarge", False), ("m5", False)],
)
def test_a_volume_takes_a_key_where_it_is_ebss(instance_type: str, takes: bool) -> None:
    assert instance_types.takes_volume_key(instance_type) is takes
