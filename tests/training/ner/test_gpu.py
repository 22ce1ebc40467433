"""A GPU that cannot be used: said at once, with what is missing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from tagger import gpu
from tagger.failure import JobError
from tagger.paths import Paths

IMAGE = Path(__file__).parents[3] / "training/ner"


def on(instance_type: str, folder: Path) -> Paths:
    """The folders of a container on an instance of that type."""
    paths = Paths(folder)
    paths.resources.parent.mkdir(parents=True)
    paths.resources.write_text(json.dumps({"current_instance_type": instance_type}))
    return paths


@pytest.fixture
def cuda(monkeypatch):
    """An image with CUDA 12.6, on a machine whose GPU says what the test lets it say."""

    def make(says: Exception | None) -> None:
        def ones(*_, **__):
            if says:
                raise says
            return torch.zeros(1)

        monkeypatch.setattr(torch.version, "cuda", "12.6")
        monkeypatch.setattr(torch, "ones", ones)

    return make


@pytest.mark.parametrize(
    "instance_type", ["ml.g4dn.xlarge", "ml.g5.2xlarge", "ml.p4de.24xlarge", "ml.gr6.4xlarge"]
)
def test_an_image_without_cuda_does_not_train_at_the_price_of_a_gpu(
    tmp_path, monkeypatch, instance_type
):
    monkeypatch.setattr(torch.version, "cuda", None)
    with pytest.raises(JobError, match=rf"runs on {instance_type}, but PyTorch .* has no CUDA"):
        gpu.check(on(instance_type, tmp_path))


@pytest.mark.parametrize("instance_type", ["ml.m5.large", "ml.c6g.large", "ml.inf2.xlarge", ""])
def test_where_no_gpu_is_paid_for_none_is_missed(tmp_path, monkeypatch, instance_type):
    monkeypatch.setattr(torch.version, "cuda", None)
    gpu.check(on(instance_type, tmp_path))


def test_an_endpoints_container_is_not_told_its_instance_type(tmp_path, monkeypatch):
    monkeypatch.setattr(torch.version, "cuda", None)
    gpu.check(Paths(tmp_path))


def test_a_driver_that_is_too_old_is_named_with_the_one_that_is_needed(tmp_path, cuda):
    cuda(
        RuntimeError(
            "The NVIDIA driver on your system is too old (found version 11040). Please\nupdate"
        )
    )
    with pytest.raises(JobError) as failure:
        gpu.check(Paths(tmp_path))
    sentence = str(failure.value)
    assert "driver 525 or newer for CUDA 12.6" in sentence
    assert "(The NVIDIA driver on your system is too old (found version 11040))" in sentence
    assert "InferenceAmiVersion" in sentence


def test_a_gpu_that_computes_is_fine(tmp_path, cuda):
    cuda(None)
    gpu.check(on("ml.g4dn.xlarge", tmp_path))


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine's GPU can be used")
def test_the_job_fails_before_it_reads_anything(tmp_path):
    paths = on("ml.g4dn.xlarge", tmp_path)
    ended = subprocess.run(
        [sys.executable, IMAGE / "train"],
        env={"SAGEMAKER_BASE_DIR": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "ml.g4dn.xlarge" in paths.failure.read_text()
    assert "Traceback" not in ended.stderr
    assert "hyperparameters" not in ended.stdout
