"""What surrounds scripts in frameworks' images: processors, sources of git, isolation, images of one's own."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import Sdk

pytestmark = pytest.mark.proof
SCRIPTS = Path(__file__).parent
INSTANCE = {"instance_count": 1, "instance_type": "ml.m5.large"}
VERSION = {"framework_version": "1.4-2"}
WITH_FOLDERS = "the SDK's own script has /opt/ml in it, which a plain process cannot give"


def trained(sdk: Sdk, script: str, folder: Path, **more: Any) -> dict[str, Any]:
    """What Describe says of a job of scikit-learn's image that runs a script."""
    from sagemaker.exceptions import UnexpectedStatusException
    from sagemaker.sklearn import SKLearn

    (folder / "train.py").write_text(script)
    told = {"entry_point": "train.py", "source_dir": str(folder), **VERSION, **INSTANCE, **more}
    estimator = SKLearn(**told, **sdk.common)
    with contextlib.suppress(UnexpectedStatusException):
        estimator.fit(logs=False)
    return sdk.described(estimator)


def test_a_framework_processor_brings_a_folder_and_its_requirements(sdk: Sdk) -> None:
    from sagemaker.processing import FrameworkProcessor, ProcessingOutput
    from sagemaker.sklearn import SKLearn

    if sdk.aws.runtime == "process":
        pytest.skip(WITH_FOLDERS)
    processor = FrameworkProcessor(SKLearn, **VERSION, **INSTANCE, **sdk.common)
    processor.run(
        code="prepare.py",
        source_dir=str(SCRIPTS / "processing"),
        arguments=["a", "b"],
        outputs=[ProcessingOutput("/opt/ml/processing/out", "s3://data/prepared")],
        logs=False,
    )
    said = sdk.aws.client("s3").get_object(Bucket="data", Key="prepared/said.tsv")["Body"].read()
    assert said.decode().split("\t") == ["1", "beside", "a", "b"]


def test_a_source_folder_of_git_is_cloned_by_the_sdk(
    sdk: Sdk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@b"]
    (tmp_path / "train.py").write_text("print('out of git')")
    for words in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-qm", "One"]):
        subprocess.run([*git, *words], check=True)
    # The SDK takes no path: git itself finds the repository of an address here.
    address = "https://git.invalid/a/b.git"
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.{tmp_path}.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", address)
    from sagemaker.sklearn import SKLearn

    estimator = SKLearn(
        entry_point="train.py",
        git_config={"repo": address, "branch": "main"},
        **VERSION,
        **INSTANCE,
        **sdk.common,
    )
    estimator.fit(logs=False)
    assert "out of git" in sdk.log("TrainingJobs", estimator.latest_training_job.name)


def test_an_isolated_jobs_code_comes_by_a_channel_and_its_requirements_do_not(
    sdk: Sdk, tmp_path: Path
) -> None:
    isolated = trained(sdk, "print('ran')", tmp_path, enable_network_isolation=True)
    assert isolated["TrainingJobStatus"] == "Completed"
    assert [each["ChannelName"] for each in isolated["InputDataConfig"]] == ["code"]
    if sdk.aws.runtime == "process":
        return  # nothing isolates a plain process, as the server says when it starts
    (tmp_path / "requirements.txt").write_text("tabulate==0.9.0\n")
    without = trained(sdk, "print('ran')", tmp_path, enable_network_isolation=True)
    assert "InstallRequirementsError" in without["FailureReason"]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("import sys; sys.exit(3)", "ExecuteUserScriptError:\nExitCode 3"),
        ("import not_there", "ExecuteUserScriptError:\nExitCode 1"),
    ],
)
def test_how_a_script_failed_is_in_the_reason(
    sdk: Sdk, tmp_path: Path, script: str, words: str
) -> None:
    described = trained(sdk, script, tmp_path)
    assert described["TrainingJobStatus"] == "Failed"
    assert described["FailureReason"].startswith(f"AlgorithmError: {words}")
    assert described["FailureReason"].endswith(", exit code: 1")


def test_an_image_of_ones_own_begins_with_one_of_awss(sdk: Sdk, tmp_path: Path) -> None:
    from sagemaker.estimator import Estimator

    registry = "683313688378.dkr.ecr.us-east-1.amazonaws.com"
    (tmp_path / "Dockerfile").write_text(
        f"FROM {registry}/sagemaker-scikit-learn:1.4-2-cpu-py3\n"
        "RUN pip install tabulate==0.9.0\n"
        "COPY train.py /opt/ml/code/train.py\n"
        "ENV SAGEMAKER_PROGRAM=train.py\n"
    )
    (tmp_path / "train.py").write_text("import sklearn, tabulate; print(tabulate.__version__)")
    build = [sys.executable, "-m", "localaws.images.docker_cli", "build", "-t", "own:1"]
    home = {**os.environ, "LOCALAWS_HOME": str(sdk.aws.home)}
    subprocess.run([*build, str(tmp_path)], env=home, check=True)
    estimator = Estimator(image_uri="own:1", **INSTANCE, **sdk.common)
    estimator.fit(logs=False)
    assert "0.9.0" in sdk.log("TrainingJobs", estimator.latest_training_job.name)
