"""What a script finds in its environment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from localaws.images.aws.script_mode.variables import variables

from . import jobs


@pytest.fixture
def found(tmp_path: Path) -> dict[str, str]:
    jobs.write(tmp_path)
    return variables(jobs.read(tmp_path, TRAINING_JOB_NAME="job-1"))


def test_folders_are_below_the_base_folder(found: dict[str, str], tmp_path: Path) -> None:
    assert found["SM_MODEL_DIR"] == f"{tmp_path}/model"
    assert found["SM_OUTPUT_DATA_DIR"] == f"{tmp_path}/output/data"
    assert found["SM_CHANNEL_TEST-A"] == f"{tmp_path}/input/data/test-a"


def test_without_a_base_folder_they_are_where_sagemaker_has_them(tmp_path: Path) -> None:
    from localaws.images.aws.script_mode.folders import Folders

    assert str(Folders.of({}).model) == "/opt/ml/model"


def test_channels_are_sorted(found: dict[str, str]) -> None:
    assert found["SM_CHANNELS"] == '["test-a","train"]'


def test_each_hyperparameter_of_the_user_has_a_variable(found: dict[str, str]) -> None:
    assert found["SM_HP_DEPTH"] == "3"
    assert found["SM_HP_NAME"] == "a b"
    assert found["SM_HP_D"] == '{"a":null,"b":1}'
    assert "SM_HP_SAGEMAKER_PROGRAM" not in found


def test_hosts_are_told(found: dict[str, str]) -> None:
    assert found["SM_HOSTS"] == '["algo-1","algo-2"]'
    assert found["SM_CURRENT_HOST"] == "algo-2"
    assert json.loads(found["SM_TRAINING_ENV"])["master_hostname"] == "algo-1"


def test_the_script_is_told_by_name_and_by_module(found: dict[str, str]) -> None:
    assert found["SM_USER_ENTRY_POINT"] == "train.py"
    assert found["SM_MODULE_NAME"] == "train"
    assert found["SM_MODULE_DIR"] == "s3://b/job/source/sourcedir.tar.gz"


def test_the_containers_environment_names_the_script_before_the_hyperparameters(
    tmp_path: Path,
) -> None:
    jobs.write(tmp_path)
    assert jobs.read(tmp_path, SAGEMAKER_PROGRAM="other.py").program == "other.py"


def test_a_framework_that_spreads_its_work_spreads_it_over_the_group(tmp_path: Path) -> None:
    jobs.write(tmp_path, {**jobs.HYPERPARAMETERS, "sagemaker_parameter_server_enabled": "true"})
    found = variables(jobs.read(tmp_path))
    assert found["SM_DISTRIBUTION_INSTANCE_GROUPS"] == '["homogeneousCluster"]'


def test_what_an_older_platform_does_not_say_has_the_toolkits_defaults(tmp_path: Path) -> None:
    jobs.write(tmp_path, instances={"current_host": "algo-1", "hosts": ["algo-1"]})
    found = variables(jobs.read(tmp_path))
    assert found["SM_CURRENT_INSTANCE_TYPE"] == "local"
    assert found["SM_NETWORK_INTERFACE_NAME"] == "eth0"
    assert found["SM_INSTANCE_GROUPS"] == "[]"
