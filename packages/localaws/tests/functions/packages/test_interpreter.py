"""The Python that functions get."""

from __future__ import annotations

import subprocess
from pathlib import Path

from localaws.functions.packages.interpreter import Interpreters
from localaws.functions.runtimes import LambdaRuntime


def test_it_has_boto3_and_none_of_the_servers_other_packages(tmp_path: Path) -> None:
    interpreters = Interpreters(tmp_path)
    made = interpreters(LambdaRuntime("python3.11", "python", "3.11"))
    assert made
    program = (
        "import boto3, importlib.util; boto3.client('s3', 'eu-west-1');"
        "print(importlib.util.find_spec('moto'))"
    )
    ran = subprocess.run(
        [made / "bin" / "python", "-I", "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "None\n"
    assert Interpreters(tmp_path)(LambdaRuntime("python3.11", "python", "3.11")) == made


def test_a_runtime_of_the_functions_own_needs_none(tmp_path: Path) -> None:
    assert Interpreters(tmp_path)(LambdaRuntime("provided.al2023", "provided", "")) is None
