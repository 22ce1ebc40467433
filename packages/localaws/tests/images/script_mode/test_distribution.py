"""How a script is started, and which ways of spreading its work are refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.images.aws.script_mode import distribution, trainer
from localaws.images.aws.script_mode.distribution import Launcher, launcher
from localaws.images.aws.script_mode.errors import ClientError
from localaws.images.aws.script_mode.folders import Folders

from .test_runner import run


def test_a_script_is_started_by_python_where_nothing_is_said() -> None:
    assert launcher({}) is Launcher.PYTHON
    assert launcher({"sagemaker_mpi_enabled": False}) is Launcher.PYTHON


def test_torch_distributed_is_torchrun() -> None:
    assert launcher({"sagemaker_torch_distributed_enabled": True}) is Launcher.TORCHRUN


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ("sagemaker_mpi_enabled", "no mpirun"),
        ("sagemaker_distributed_dataparallel_enabled", "only AWS has it"),
        ("sagemaker_pytorch_ddp_enabled", "pytorchddp"),
        ("sagemaker_pytorch_xla_multi_worker_enabled", "no XLA"),
        ("sagemaker_parameter_server_enabled", "no parameter server"),
        ("sagemaker_multi_worker_mirrored_strategy_enabled", "cannot reach each other"),
    ],
)
def test_what_is_not_here_is_refused_by_name(asked: str, word: str) -> None:
    with pytest.raises(ClientError, match=f"{asked} is not supported here.*{word}") as refused:
        launcher({asked: True, "sagemaker_torch_distributed_enabled": True})
    assert "torch_distributed" in str(refused.value)


def test_the_command_of_torchrun_is_for_one_host() -> None:
    command = distribution.under_torchrun("train.py", ["--epochs", "3"], 2, "python3")
    assert " ".join(command) == (
        "python3 -m torch.distributed.run --nnodes 1 --nproc_per_node 2 train.py --epochs 3"
    )


def test_torchrun_runs_scripts_only(tmp_path: Path) -> None:
    with pytest.raises(ClientError, match="runs a Python script"):
        run(tmp_path, "", name="train.sh", sagemaker_torch_distributed_enabled="true")


def test_a_job_that_is_refused_has_its_reason_in_the_failure_file(tmp_path: Path) -> None:
    folders = Folders(tmp_path)

    def check() -> None:
        launcher({"sagemaker_mpi_enabled": True})

    assert trainer.refused(folders, check) == 1
    assert "no mpirun" in (folders.output / "failure").read_text()
    assert trainer.refused(folders, lambda: None) == 0
