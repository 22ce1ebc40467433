"""A SageMaker that tunes: its training jobs run ``tuned_program``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from localaws.images.store import ImageStore
from localaws.runtime import choose
from localaws.runtime.process_image import ImageConfig
from localaws.sagemaker.context import ServerContext

from ..conftest import ACCOUNT, ENDS_WITHIN, REGION, Bench, WithJobs, new_name

IMAGE = "example/tuned:1"
PROGRAM = Path(__file__).parent / "tuned_program.py"
X = {"Name": "x", "MinValue": "0", "MaxValue": "10"}


@pytest.fixture(scope="module")
def tuned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WithJobs]:
    home, tree = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("tree")
    (tree / "opt/program").mkdir(parents=True)
    (tree / "opt/program/train.py").write_text(PROGRAM.read_text())
    images = ImageStore(home)
    config = ImageConfig(entrypoint=("python3", "/opt/program/train.py"))
    images.put(config, tree, tags=[IMAGE])
    context = ServerContext(ACCOUNT, home, choose(home, images), "http://localhost:1")
    services = WithJobs(context)
    yield services
    services.shutdown()


class Tunings(Bench):
    """Short ways to tuning jobs."""

    def definition(self, **members: Any) -> dict[str, Any]:
        """A training job definition; ``static`` are its static hyperparameters."""
        return {
            "StaticHyperParameters": members.pop("static", {}),
            "AlgorithmSpecification": {
                "TrainingImage": IMAGE,
                "TrainingInputMode": "File",
                "MetricDefinitions": [{"Name": "score", "Regex": "score=([0-9.]+)"}],
            },
            "RoleArn": self.role,
            "ResourceConfig": {
                "InstanceType": "ml.m5.large",
                "InstanceCount": 1,
                "VolumeSizeInGB": 1,
            },
            "StoppingCondition": {"MaxRuntimeInSeconds": 60},
            "OutputDataConfig": {"S3OutputPath": self.uri("models")},
        } | members

    def request(
        self,
        ranges: Mapping[str, Any] | None = None,
        static: Mapping[str, str] | None = None,
        strategy: str = "Random",
        jobs: int | None = 3,
        at_once: int = 2,
        **members: Any,
    ) -> dict[str, Any]:
        """A request; ``config`` adds to its HyperParameterTuningJobConfig."""
        limits = {"MaxParallelTrainingJobs": at_once}
        if jobs is not None:
            limits["MaxNumberOfTrainingJobs"] = jobs
        config = {
            "Strategy": strategy,
            "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "score"},
            "ResourceLimits": limits,
            "ParameterRanges": ranges or {"ContinuousParameterRanges": [X]},
        }
        return {
            "HyperParameterTuningJobName": new_name(),
            "HyperParameterTuningJobConfig": config | members.pop("config", {}),
            "TrainingJobDefinition": self.definition(static=dict(static or {})),
        } | members

    def start(self, **members: Any) -> str:
        request = self.request(**members)
        self.service.call("CreateHyperParameterTuningJob", request)
        return str(request["HyperParameterTuningJobName"])

    def tune(self, **members: Any) -> dict[str, Any]:
        """Run a tuning job to its end; what Describe says then."""
        return self.ended_tuning(self.start(**members))

    def described(self, name: str) -> dict[str, Any]:
        return self.service.call(
            "DescribeHyperParameterTuningJob", {"HyperParameterTuningJobName": name}
        )

    def ended_tuning(self, name: str) -> dict[str, Any]:
        assert self.services.jobs.tuning(REGION, name).job.finished.wait(ENDS_WITHIN)
        return self.described(name)

    def children(self, name: str, **members: Any) -> list[dict[str, Any]]:
        """The training jobs of a tuning job."""
        request = {"HyperParameterTuningJobName": name, "MaxResults": 100} | members
        listed = self.service.call("ListTrainingJobsForHyperParameterTuningJob", request)
        found: list[dict[str, Any]] = listed["TrainingJobSummaries"]
        return found


@pytest.fixture
def tunings(tuned: WithJobs, role: str) -> Tunings:
    return Tunings(tuned, role)
