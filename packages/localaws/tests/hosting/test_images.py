"""Endpoints whose image is missing, cannot be executed, or is one of AWS's own."""

from __future__ import annotations

from pathlib import Path

from localaws.images.store import ImageStore
from localaws.runtime.process_image import ImageConfig

from .conftest import Bench


def failed(bench: Bench, name: str, image: str) -> str:
    """The FailureReason of an endpoint of that image."""
    bench.create_model(name, Image=image)
    bench.configuration(name, {"ModelName": name})
    bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=name)
    described = bench.settled(name)
    assert described["EndpointStatus"] == "Failed"
    return str(described["FailureReason"])


def test_a_serve_without_its_run_bit_is_said_to_lack_it(
    bench: Bench, name: str, tmp_path: Path
) -> None:
    (tmp_path / "serve").write_text("#!/bin/sh\n")
    config = ImageConfig(environment={"PATH": "/:/usr/local/bin:/usr/bin:/bin"})
    ImageStore(bench.home).put(config, tmp_path, tags=["example/unready:1"])
    assert failed(bench, name, "example/unready:1") == (
        "CannotStartContainerError. Please ensure the model container for variant AllTraffic "
        "starts correctly when invoked with 'docker run example/unready:1 serve'. "
        '(exec: "serve": permission denied)'
    )


def test_an_unknown_image_is_named(bench: Bench, name: str) -> None:
    assert "manifest for example/nothing:7 not found" in failed(bench, name, "example/nothing:7")


def test_an_unknown_version_is_answered_with_those_there_are(bench: Bench, name: str) -> None:
    reason = failed(bench, name, "111122223333.dkr.ecr.us-east-1.amazonaws.com/counting:7")
    assert "counting has the tags: 1.0, 1.0-cpu, latest" in reason
