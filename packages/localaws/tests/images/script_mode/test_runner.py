"""A script run without AWS's toolkit: what it gets, and what is said of its end."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from localaws.images.aws.script_mode import runner, trainer
from localaws.images.aws.script_mode.errors import ClientError, ExecuteUserScriptError
from localaws.images.aws.script_mode.folders import Folders

from . import jobs


def none(bucket: str, key: str, target: Path) -> None:
    raise ConnectionError("S3 is not reached")


def run(
    base: Path, script: str, name: str = "train.py", quotes: bool = False, **hyperparameters: str
) -> None:
    code = base / "code"
    code.mkdir()
    (code / name).write_text(script)
    told = {**jobs.HYPERPARAMETERS, "sagemaker_program": json.dumps(name), **hyperparameters}
    jobs.write(base, told)
    runner.run(jobs.read(base), none, quotes)


def test_the_script_gets_arguments_and_variables(tmp_path: Path) -> None:
    script = """
import json, os, sys
told = {"arguments": sys.argv[1:], "depth": os.environ["SM_HP_DEPTH"], "cwd": os.getcwd()}
open(os.environ["SM_MODEL_DIR"] + ".json", "w").write(json.dumps(told))
"""
    run(tmp_path, script)
    assert json.loads((tmp_path / "model.json").read_text()) == {
        "arguments": ["-d", "a=None,b=1", "--depth", "3", "--name", "a b", "--plain", "x y"],
        "depth": "3",
        "cwd": str(tmp_path / "code"),
    }


def test_a_script_of_the_shell_is_made_runnable(tmp_path: Path) -> None:
    run(tmp_path, "#!/bin/sh\necho $4 >$SM_MODEL_DIR.txt\n", name="train.sh")
    assert (tmp_path / "model.txt").read_text() == "3\n"


def test_the_source_of_an_isolated_job_comes_through_a_channel(tmp_path: Path) -> None:
    (tmp_path / "input/data/code").mkdir(parents=True)
    with tarfile.open(tmp_path / "input/data/code/sourcedir.tar.gz", "w:gz") as archive:
        script = b"open('ran', 'w')"
        member = tarfile.TarInfo("train.py")
        member.size = len(script)
        archive.addfile(member, io.BytesIO(script))
    channel = '"/opt/ml/input/data/code/sourcedir.tar.gz"'
    jobs.write(tmp_path, {**jobs.HYPERPARAMETERS, "sagemaker_submit_directory": channel})
    runner.run(jobs.read(tmp_path), none)
    assert (tmp_path / "code/ran").exists()


def test_the_code_of_a_failure_is_in_its_text(tmp_path: Path) -> None:
    with pytest.raises(ExecuteUserScriptError) as caught:
        run(tmp_path, "raise SystemExit(3)")
    first, code, said, command = str(caught.value).splitlines()
    assert (first, code, said) == ("ExecuteUserScriptError:", "ExitCode 3", 'ErrorMessage ""')
    assert command.startswith('Command "')
    assert "-- train.py" in command


def test_where_the_image_quotes_the_script_its_error_is_in_the_text(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ExecuteUserScriptError, match='ValueError: no rows"'):
        run(tmp_path, "print('epoch 1'); raise ValueError('no rows')", quotes=True)
    assert "epoch 1" in capfd.readouterr().out


def test_what_needs_the_toolkits_launchers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClientError, match="sagemaker_mpi_enabled is not supported"):
        run(tmp_path, "", sagemaker_mpi_enabled="true")


def test_success_is_a_file(tmp_path: Path) -> None:
    job = Folders(tmp_path)
    assert trainer.outcome(job, lambda: None) == 0
    assert (job.output / "success").read_text() == ""


def test_the_users_failure_is_exit_code_1_whatever_the_scripts_was(tmp_path: Path) -> None:
    job = Folders(tmp_path)

    def fail() -> None:
        raise ExecuteUserScriptError(3, ["python", "train.py"])

    assert trainer.outcome(job, fail) == 1
    assert "ExitCode 3" in (job.output / "failure").read_text()


def test_another_failure_has_its_trace_and_its_number(tmp_path: Path) -> None:
    job = Folders(tmp_path)

    def fail() -> None:
        raise OSError(28, "No space left on device")

    assert trainer.outcome(job, fail) == 28
    said = (job.output / "failure").read_text()
    assert said.startswith("Framework Error: \nTraceback")
    assert said.endswith("space left on device")


def test_a_failure_that_the_script_wrote_itself_is_kept(tmp_path: Path) -> None:
    job = Folders(tmp_path)
    job.output.mkdir(parents=True)
    (job.output / "failure").write_text("my own words")

    def fail() -> None:
        raise ExecuteUserScriptError(1, ["python", "train.py"])

    assert trainer.outcome(job, fail) == 1
    assert (job.output / "failure").read_text() == "my own words"
